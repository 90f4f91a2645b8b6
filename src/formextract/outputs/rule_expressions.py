"""Trees of expressions as rules of JSON, which say what comes of a figure that is not there.

    ZEN text → parsed → safe (a rule of JSON; null where the engine would raise) → zen_text (ZEN that never raises)

A rule is JsonLogic: an object with one operator and its arguments. `OPERATORS` are those that JsonLogic does not have.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from formextract.errors import TemplateError
from formextract.outputs.zen_expressions import Node

Rule = Any
"""A rule: a literal, or `{operator: [arguments]}`."""

MOST_YEARS = 6
"""Years of a form over which a rule is written out, as JsonLogic sees nothing but the element inside `all` and `some`.
Of a form with more years such a rule is null."""

OPERATORS = {
    "matches": "[text, pattern]: whether the regular expression (RE2: no look-around) matches anywhere in the text",
    "contains": "[text, part]: whether the part stands in the text",
    "startsWith": "[text, part]",
    "endsWith": "[text, part]",
    "pow": "[base, exponent]",
    "part": "[text, separator, n]: the n-th part, counted from 0, of the text cut at the separator, or null",
    "number": "[text]: the text as a number",
    "day": "[text]: an ISO date (2024-06-05) as something to be compared with others, a number of days",
    "items": "[object]: its values as a list",
    "first": "[list]: its first element; null of an empty list",
}
"""Operators beside JsonLogic's own, with their arguments. None is ever given null."""

_YEARS = {"var": "years"}
COUNT: Rule = {"reduce": [_YEARS, {"+": [{"var": "accumulator"}, 1]}, 0]}


def safe(tree: Node) -> Rule:
    """The rule of a tree: null wherever ZEN would raise, so that no comparison ever meets null."""
    return _Safe().rule(tree)[0]


class _Safe:
    """`rule` gives a node's rule and whether it may be null."""

    def __init__(self, element: Node | None = None) -> None:
        self.element = element

    def rule(self, node: Node) -> tuple[Rule, bool]:
        done: Callable[[Node], tuple[Rule, bool]] = getattr(self, f"_{node.kind}")
        return done(node)

    def _literal(self, node: Node) -> tuple[Rule, bool]:
        return node.said, node.said is None

    def _name(self, node: Node) -> tuple[Rule, bool]:
        return {"var": node.said}, node.said != "years"

    def _element(self, node: Node) -> tuple[Rule, bool]:
        del node
        return ({"var": ""}, False) if self.element is None else _Safe().rule(self.element)

    def _if(self, node: Node) -> tuple[Rule, bool]:
        (condition, unsure), (yes, a), (no, b) = map(self.rule, node.parts)
        if not unsure:
            return {"if": [condition, yes, no]}, a or b
        return {"if": [{"===": [condition, True]}, yes, {"===": [condition, False]}, no, None]}, True

    def _op(self, node: Node) -> tuple[Rule, bool]:
        op = node.said
        if op in ("and", "or"):
            return self._logic(op, _chain(op, node))
        (a, a_null), (b, b_null) = map(self.rule, node.parts)
        if op == "??":
            return ({"if": [{"!==": [a, None]}, a, b]} if a_null else a), a_null and b_null
        if op in ("==", "!="):
            return {op + "=": [a, b]}, False
        if op in "+-" and type(a) is int and type(b) is int:
            return (a + b if op == "+" else a - b), False
        if op == "/":  # ZEN gives null for what is divided by nothing
            return _guarded([a] * a_null + [b] * b_null, {"if": [{"!==": [b, 0]}, {"/": [a, b]}, None]}), True
        return _guarded([a] * a_null + [b] * b_null, {"pow" if op == "^" else op: [a, b]}), a_null or b_null

    def _logic(self, op: str, nodes: Sequence[Node]) -> tuple[Rule, bool]:
        return _logic(op, [self.rule(n) for n in nodes])

    def _call(self, node: Node) -> tuple[Rule, bool]:
        name, args = node.said, node.parts
        if name in ("all", "some"):
            return self._each(name, args)
        if name == "sum" and args[0].kind == "call" and args[0].said == "map":
            return self._sum(args[0].parts)
        if name == "len" and args[0] == Node("name", "years"):
            return COUNT, False
        if name == "not":
            inner, unsure = self.rule(args[0])
            return _guarded([inner] * unsure, {"!": [inner]}), unsure
        if name in ("matches", "contains", "startsWith", "endsWith"):
            said = [self.rule(a) for a in args]
            return _guarded([r for r, null in said if null], {name: [r for r, _ in said]}), any(n for _, n in said)
        if name in ("number", "date"):
            inner, unsure = self.rule(args[0])
            shape = r"^\d{4}-\d{2}-\d{2}$" if name == "date" else r"^-?\d+(?:\.\d+)?$"
            if isinstance(inner, str):
                return {"day": [inner]}, False
            rule = {"if": [{"matches": [inner, shape]}, {"day" if name == "date" else "number": [inner]}, None]}
            return _guarded([inner] * unsure, rule), True
        raise TemplateError(f"条件表达式里的函数 {name} 还不能转换")

    def _each(self, name: str, args: tuple[Node, ...]) -> tuple[Rule, bool]:
        """A rule for each year, written out."""
        empty = name == "all"
        rules: list[tuple[Rule, bool]] = []
        for guard, element in _elements(args[0]):
            rule, unsure = _Safe(element).rule(args[1])
            rules.append(({"if": [guard, rule, empty]}, unsure))
        rule, _ = _logic("and" if empty else "or", rules)
        return {"if": [{"<=": [COUNT, MOST_YEARS]}, rule, None]}, True

    def _sum(self, args: tuple[Node, ...]) -> tuple[Rule, bool]:
        rules = []
        for guard, element in _elements(args[0]):
            rule, _ = _Safe(element).rule(args[1])
            rules.append({"if": [guard, rule, 0]})
        return _guarded([*rules], {"if": [{"<=": [COUNT, MOST_YEARS]}, {"+": rules}, None]}), True

    def _get(self, node: Node) -> tuple[Rule, bool]:
        base, path = _path(node)
        if base.kind == "call":
            return self._of_call(base, path), True
        if base.kind == "element" and self.element is None:
            return {"var": ".".join(str(p.said) for p in path)}, True
        parts: list[Rule] = [base.said]
        for p in path:
            rule, _ = self.rule(p)
            parts += [".", rule]
        found: Rule = {"var": _joined(parts)}
        if base.said == "years" and isinstance(parts[-1], dict):  # of a form without years there is no last one
            return {"if": [{">=": [parts[-1], 0]}, found, ""]}, False
        return found, True

    def _of_call(self, call: Node, path: Sequence[Node]) -> Rule:
        """What is taken out of what a function gives: of the first of a list, or a part of a text."""
        index, rest = path[0], [str(p.said) for p in path[1:]]
        if call.said == "split":
            text, separator = (self.rule(a) for a in call.parts)
            return _guarded([text[0]] * text[1], {"part": [text[0], separator[0], index.said]})
        if index != Node("literal", 0) or call.said not in ("filter", "values"):
            raise TemplateError(f"条件表达式里的函数 {call.said} 还不能转换")
        source, _ = self.rule(call.parts[0])
        found: Rule = {"items": [source]}
        if call.said == "filter":
            found = {"filter": [source, _Safe().rule(call.parts[1])[0]]}
        return _guarded([source], {"first": [{"map": [found, {"var": ".".join(rest)}]}]})


def _elements(source: Node) -> Iterator[tuple[Rule, Node]]:
    """What `#` stands for in turn, each with whether there is such an element."""
    if source == Node("name", "years"):
        for i in range(MOST_YEARS):
            yield {">": [COUNT, i]}, Node("get", None, (source, Node("literal", i)))
        return
    if source.kind != "range" or source.parts[0].kind != "literal":
        raise TemplateError("条件表达式里只能对各年份逐一判断")
    end, _ = _Safe().rule(source.parts[1])
    for i in range(source.parts[0].said, MOST_YEARS):
        yield {">=": [end, i]}, Node("literal", i)


def _chain(op: str, node: Node) -> list[Node]:
    """The parts of `a or b or c`."""
    if node.kind == "op" and node.said == op:
        return [*_chain(op, node.parts[0]), node.parts[1]]
    return [node]


def _logic(op: str, rules: Sequence[tuple[Rule, bool]]) -> tuple[Rule, bool]:
    """`and` and `or` as ZEN has them: from left to right, and null from the first part that is null."""
    if not any(unsure for _, unsure in rules):
        return {op: [rule for rule, _ in rules]}, False
    steps: list[Rule] = []
    for rule, unsure in rules[:-1]:
        steps += [{"===": [rule, None]}, None] if unsure else []
        steps += [rule, True] if op == "or" else [{"!": [rule]}, False]
    return {"if": [*steps, rules[-1][0]]}, True


def _path(node: Node) -> tuple[Node, list[Node]]:
    path: list[Node] = []
    while node.kind == "get":
        path.insert(0, node.parts[1])
        node = node.parts[0]
    return node, path


def _joined(parts: Sequence[Rule]) -> Rule:
    """The path of a `var`: a text where nothing in it is reckoned, else what joins it."""
    out: list[Rule] = []
    for p in parts:
        text = str(p) if isinstance(p, str | int) else None
        if text is not None and out and isinstance(out[-1], str):
            out[-1] += text
        else:
            out.append(p if text is None else text)
    return out[0] if len(out) == 1 else {"cat": out}


def _guarded(may_be_null: Sequence[Rule], rule: Rule) -> Rule:
    """The rule where none of these is null, else null."""
    if not may_be_null:
        return rule
    given = [{"!==": [r, None]} for r in may_be_null]
    return {"if": [given[0] if len(given) == 1 else {"and": given}, rule, None]}
