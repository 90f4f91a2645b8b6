"""Rules of JSON as ZEN again: expressions that never raise, whatever is not there."""

from __future__ import annotations

from formextract.outputs.rule_expressions import COUNT, Rule

_INFIX = {
    "===": "==", "!==": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">=",
    "-": "-", "/": "/", "*": "*", "+": "+", "pow": "^", "and": "and", "or": "or",
}  # fmt: skip


def zen_text(rule: Rule, element: str = "") -> str:
    """The rule as a ZEN expression that never raises. `element` is what a `var` is of inside `filter` and `map`."""
    if not isinstance(rule, dict):
        return _literal_text(rule)
    ((op, args),) = rule.items()
    if op == "var":
        return _variable(args, element)
    if rule == COUNT:
        return "len(years)"
    if op == "first":
        ((_, (found, what)),) = args[0].items()
        return f"{zen_text(found, element)}[0]{_variable(what['var'], '')[1:] and '.' + what['var']}"
    if op == "filter":
        return f"filter({zen_text(args[0])}, {zen_text(args[1], '#')})"
    said = [zen_text(a, element) for a in args]
    if op == "if":
        out = said[-1] if len(said) % 2 else "null"
        for n in range(len(said) - len(said) % 2 - 2, -1, -2):
            out = f"({said[n]} ? {said[n + 1]} : {out})"
        return out
    if op == "part":
        return f"split({said[0]}, {said[1]})[{said[2]}]"
    if op in _INFIX:
        return f"({f' {_INFIX[op]} '.join(said)})"
    names = {"!": "not", "day": "date", "items": "values"}
    return f"{names.get(op, op)}({', '.join(said)})"


def _literal_text(value: Rule) -> str:
    if isinstance(value, str):
        return f'"{value}"'
    return "null" if value is None else str(value).lower() if isinstance(value, bool) else repr(value)


def _variable(path: Rule, element: str) -> str:
    """A path as ZEN writes it: keys that are no names in quotes, what is reckoned in brackets."""
    if element:
        return f"{element}.{path}" if path else element
    pieces = path["cat"] if isinstance(path, dict) else [path]
    out = ""
    for piece in pieces:
        if not isinstance(piece, str):
            out += f"[{zen_text(piece)}]"
            continue
        for name in filter(None, piece.split(".")):
            if not out:
                out = name
            elif name.isdigit():
                out += f"[{name}]" if out == "years" else f'["{name}"]'
            else:
                out += f".{name}"
    return out
