"""A spreadsheet's number format taken apart: sections, their conditions, and what each shows in order.

ECMA-376 part 1, 18.8.31, with what Excel takes beyond it: `!` escapes like `\\\\`, `G/通用格式` is a Chinese General.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal

PartKind = Literal["literal", "digit", "point", "comma", "percent", "exponent", "slash", "general", "text"]
Part = tuple[PartKind, str]
"""One thing that a section shows, and its sign: a word, a place for a digit (`0`, `#`, `?`), a point …"""

_TOKEN = re.compile(
    r"""
      "(?P<quoted>[^"]*)"?
    | [\\!](?P<escaped>.)
    | [_*].?                                    # as wide as a letter; filled up with a letter: nothing to read
    | \[\$(?P<currency>[^\]-]*)[^\]]*\]
    | \[(?P<condition>[<>=]{1,2})\s*(?P<limit>[+-]?[\d.]+(?:E[+-]?\d+)?)\]
    | (?P<elapsed>\[(?:h+|m+|s+)\])
    | \[[^\]]*\]                                # colours, ways to write digits
    | (?P<general>General|G/[^\x00-\x7f;"]+)
    | (?P<exponent>E[+-])
    | (?P<digit>[0#?])
    | (?P<point>\.)
    | (?P<comma>,)
    | (?P<percent>%)
    | (?P<slash>/)
    | (?P<text>@)
    | (?P<plain>[-+$():^&'~{}<>=\s1-9|]|[^\x00-\x7f])
    | (?P<date>AM/PM|A/P|[ymdhsbgea])
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_ASKS: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "<>": operator.ne,
}
_MOST = 4
"""Sections of a format: positive, negative, zero, text."""


@dataclass(frozen=True, slots=True)
class FormatSection:
    """What one section shows, in order. `known`: every sign of it was understood, and it is none of a date."""

    parts: tuple[Part, ...]
    condition: tuple[str, Decimal] | None = None
    known: bool = True

    def holds(self, value: Decimal) -> bool:
        """Whether the section's condition is true of a value; one without a condition takes all."""
        return self.condition is None or _ASKS[self.condition[0]](value, self.condition[1])

    def has(self, *kinds: PartKind) -> bool:
        """Whether it shows anything of these kinds."""
        return any(kind in kinds for kind, _ in self.parts)

    @property
    def takes_numbers(self) -> bool:
        """Whether a digit of the value is shown."""
        return self.has("digit", "general")


GENERAL = FormatSection((("general", ""),))


@dataclass(frozen=True, slots=True)
class Format:
    """The sections for numbers, at most three, and the one for text where there is one."""

    numbers: tuple[FormatSection, ...]
    text: FormatSection | None

    def section(self, value: Decimal) -> tuple[FormatSection, bool] | None:
        """The section that shows a value, and whether Excel sets a minus before it; None where none fits."""
        if not any(s.condition for s in self.numbers):
            if len(self.numbers) == 1:
                return self.numbers[0], value < 0
            last = len(self.numbers) - 1
            return self.numbers[1 if value < 0 else 0 if value > 0 or last == 1 else last], False
        sections = list(self.numbers)
        if sections[0].condition is None:
            sections[0] = FormatSection(sections[0].parts, (">", Decimal(0)), sections[0].known)
        if len(sections) == 1:
            sections.append(GENERAL)
        for number, section in enumerate(sections):
            if section.holds(value):
                return section, value < 0 and self._adds_minus(sections, number)
        return None

    @staticmethod
    def _adds_minus(sections: list[FormatSection], number: int) -> bool:
        """A section that only negative values reach says so itself; all others are given a minus."""
        own, first = sections[number].condition, sections[0].condition
        if own is None and number == 1 and len(sections) == 2 and first is not None:  # noqa: PLR2004 - one, or the rest
            return first[0] == "=" or (first[0] in (">", ">=") and first[1] >= 0)
        if own is None:
            return True
        asks, limit = own
        return not ((limit < 0 and asks in ("<", "<=", "=")) or (limit == 0 and asks == "<"))


@lru_cache(maxsize=1024)
def parsed(number_format: str) -> Format:
    """A format's sections. One that cannot be read has a section that is not `known`."""
    sections = _sections(number_format or "General")
    if len(sections) > _MOST:
        return Format((FormatSection((), None, known=False),), None)
    text = sections.pop() if len(sections) == _MOST else None
    if text is None:
        text = next((s for s in sections if s.has("text")), None)
        if text is not None:
            sections.remove(text)
    return Format(tuple(sections) or (GENERAL,), text)


def _sections(number_format: str) -> list[FormatSection]:
    out: list[FormatSection] = []
    parts: list[Part] = []
    condition: tuple[str, Decimal] | None = None
    known = True
    at = 0
    while at <= len(number_format):
        if at == len(number_format) or number_format[at] == ";":
            out.append(FormatSection(tuple(parts), condition, known))
            parts, condition, known = [], None, True
            at += 1
            continue
        token = _TOKEN.match(number_format, at)
        at = at + 1 if token is None else token.end()
        name = None if token is None else token.lastgroup
        if token is None or name in ("date", "elapsed"):
            known = False
        elif name == "limit":
            try:
                condition = (token["condition"], Decimal(token["limit"]))
            except ArithmeticError:
                known = False
            known = known and token["condition"] in _ASKS
        elif name in ("quoted", "escaped", "currency", "plain"):
            parts.append(("literal", token[name]))
        elif name is not None:
            parts.append((name, token[name]))  # type: ignore[arg-type]
    return out
