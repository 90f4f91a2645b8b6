"""The expressions of criteria as trees: as much of ZEN as criteria use, all else is a `TemplateError` that names it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from formextract.errors import TemplateError

_TOKEN = re.compile(r'\s*(?:(\d+\.\d+|\d+)|("[^"]*")|(\.\.|>=|<=|==|!=|\?\?|[-+*/^<>?:(),.\[\]#])|([A-Za-z_]\w*))')
_BINARY = {
    "??": 1, "or": 2, "and": 3, "==": 4, "!=": 4, "<": 5, "<=": 5, ">": 5, ">=": 5,
    "+": 6, "-": 6, "*": 7, "/": 7, "^": 8,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Node:
    """A piece of an expression: `kind` with its parts (nodes) and what stands there (`said`)."""

    kind: str
    said: Any = None
    parts: tuple[Node, ...] = ()


def parsed(text: str) -> Node:
    """The tree of a ZEN expression."""
    parser = _Parser(text)
    tree = parser.ternary()
    if parser.ahead:
        raise parser.error()
    return tree


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self._tokens = self._split()
        self.ahead = next(self._tokens, "")

    def _split(self) -> Iterator[str]:
        at = 0
        while self.text[at:].strip():
            found = _TOKEN.match(self.text, at)
            if found is None:
                raise TemplateError(f"条件表达式里有转换不了的写法：{self.text[at : at + 30]}")
            yield found.group().strip()
            at = found.end()

    def error(self) -> TemplateError:
        return TemplateError(f"条件表达式里有转换不了的写法：“{self.ahead}”，在 {self.text[:60]} 中")

    def take(self, wanted: str = "") -> str:
        taken = self.ahead
        if not taken or (wanted and taken != wanted):
            raise self.error()
        self.ahead = next(self._tokens, "")
        return taken

    def ternary(self) -> Node:
        condition = self.binary(0)
        if self.ahead != "?":
            return condition
        self.take()
        yes = self.ternary()
        self.take(":")
        return Node("if", None, (condition, yes, self.ternary()))

    def binary(self, least: int) -> Node:
        left = self.access(self.atom())
        while self.ahead in _BINARY and _BINARY[self.ahead] > least:
            op = self.take()
            left = Node("op", op, (left, self.binary(_BINARY[op])))
        return left

    def atom(self) -> Node:
        taken = self.take()
        if taken == "(":
            inner = self.ternary()
            self.take(")")
            return inner
        if taken == "-":
            return Node("op", "-", (Node("literal", 0), self.access(self.atom())))
        if taken == "[":
            start = self.ternary()
            self.take("..")
            end = self.ternary()
            self.take("]")
            return Node("range", None, (start, end))
        if taken == "#":
            return Node("element")
        if taken[0] == '"':
            return Node("literal", taken[1:-1])
        if taken[0].isdigit():
            return Node("literal", float(taken) if "." in taken else int(taken))
        if taken in ("true", "false", "null"):
            return Node("literal", {"true": True, "false": False, "null": None}[taken])
        if not taken[0].isalpha() and taken[0] != "_":
            raise self.error()
        if self.ahead != "(":
            return Node("name", taken)
        self.take("(")
        args = [self.ternary()]
        while self.ahead == ",":
            self.take()
            args.append(self.ternary())
        self.take(")")
        return Node("call", taken, tuple(args))

    def access(self, node: Node) -> Node:
        while self.ahead in (".", "["):
            if self.take() == ".":
                node = Node("get", None, (node, Node("literal", self.take())))
            else:
                node = Node("get", None, (node, self.ternary()))
                self.take("]")
        return node
