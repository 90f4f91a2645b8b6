"""Conditional formats of Excel 2003's XML under which a figure may not be seen."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree

from formextract.readers.office.conditional_formats import COMPARED, VEILED
from formextract.readers.office.html_looks import HtmlLook, HtmlLooks

_X = "{urn:schemas-microsoft-com:office:excel}"
_RANGE = re.compile(r"R(\d+)C(\d+)(?::R(\d+)C(\d+))?")
_QUALIFIERS = {
    "Between": "between",
    "NotBetween": "notBetween",
    "Equal": "equal",
    "NotEqual": "notEqual",
    "Greater": "greaterThan",
    "Less": "lessThan",
    "GreaterOrEqual": "greaterThanOrEqual",
    "LessOrEqual": "lessThanOrEqual",
}


@dataclass(frozen=True, slots=True)
class Veil2003:
    """A rule: its ranges (rows and columns from 1, inclusive), how it compares, the style in which it shows a cell."""

    ranges: Sequence[tuple[int, int, int, int]]
    compare: str
    bounds: Sequence[float]
    style: str

    def hides(self, row: int, col: int, value: float | None, ink: str, ground: str) -> bool:
        """Whether it may hide or strike out what stands in a cell whose own colours are `ink` and `ground`."""
        if not any(top <= row <= foot and left <= col <= right for top, left, foot, right in self.ranges):
            return False
        compare = COMPARED.get(self.compare) if value is not None and self.bounds else None
        if compare is not None and value is not None and not compare(value, self.bounds[0], self.bounds[-1]):
            return False
        shown = HtmlLooks().within(etree.Element("span", style=self.style), HtmlLook(ink=ink, ground=ground))
        return shown.hidden or shown.struck


def veils_2003(sheet: Any) -> list[Veil2003]:
    """The rules of a sheet."""
    return list(_veils(sheet))


def doubt(veils: Sequence[Veil2003], row: int, col: int, value: float | None, ink: str, ground: str) -> str:
    """Why what stands in a cell may not be seen, else ''."""
    return VEILED if any(v.hides(row, col, value, ink, ground) for v in veils) else ""


def _veils(sheet: Any) -> Iterator[Veil2003]:
    for part in sheet.findall(_X + "ConditionalFormatting"):
        found = _RANGE.findall(part.findtext(_X + "Range") or "")
        ranges = [(int(a), int(b), int(c or a), int(d or b)) for a, b, c, d in found]
        for rule in part.findall(_X + "Condition"):
            look = rule.find(_X + "Format")
            style = "" if look is None else look.get("Style") or look.get(_X + "Style") or ""
            qualifier = (rule.findtext(_X + "Qualifier") or "").strip()
            yield Veil2003(ranges, _QUALIFIERS.get(qualifier, ""), _bounds(rule), style)


def _bounds(rule: Any) -> list[float]:
    """The values that a rule compares with; none where one is more than a number."""
    said = [v for v in (rule.findtext(_X + name) for name in ("Value1", "Value2")) if v is not None]
    try:
        return [float(v) for v in said]
    except ValueError:
        return []
