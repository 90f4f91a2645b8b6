"""Conditional formats of an .xlsx sheet under which a figure may not be seen: letters of the ground's colour, `;;;`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from formextract.readers.office.colours import unseen
from formextract.readers.office.number_format import display
from formextract.readers.office.sheet_colours import SheetColours

VEILED = "条件格式可能把这一格的内容隐藏或划去了，请看原件里显示什么"
"""Doubt of a cell with something in it that a conditional format may hide or strike out."""
_UNSAID = "00000000"
"""What the library says of a colour that a file does not say."""
_ERROR = re.compile(r"IS(?:ERROR|ERR|NA)\(", re.IGNORECASE)
_IS_NOTHING = re.compile(r"\$?[A-Z]{1,3}\$?\d+\s*=\s*(?:0|\"\")|ISBLANK\(.*|LEN\(TRIM\(.*\)\)\s*=\s*0", re.IGNORECASE)
COMPARED: Mapping[str, Callable[[float, float, float], bool]] = {
    "equal": lambda v, a, _: v == a,
    "notEqual": lambda v, a, _: v != a,
    "greaterThan": lambda v, a, _: v > a,
    "greaterThanOrEqual": lambda v, a, _: v >= a,
    "lessThan": lambda v, a, _: v < a,
    "lessThanOrEqual": lambda v, a, _: v <= a,
    "between": lambda v, a, b: min(a, b) <= v <= max(a, b),
    "notBetween": lambda v, a, b: not min(a, b) <= v <= max(a, b),
}
"""Whether a value stands to one or two bounds as a rule asks."""


@dataclass(frozen=True, slots=True)
class Veils:
    """The rules of a sheet under which a cell's content is not seen, each with the ranges that it is for."""

    rules: tuple[tuple[Any, Any], ...]
    colours: SheetColours

    @classmethod
    def of(cls, sheet: Any, colours: SheetColours) -> Veils:
        """Those of a sheet as openpyxl holds it."""
        found = ((part.sqref, rule) for part in sheet.conditional_formatting for rule in part.rules)
        return cls(tuple((where, rule) for where, rule in found if _may_hide(rule)), colours)

    def doubt(self, cell: Any) -> str:
        """Why what stands in a cell may not be seen, else ''."""
        return VEILED if any(self._hide(cell)) else ""

    def _hide(self, cell: Any) -> Iterator[bool]:
        for where, rule in self.rules:
            if any(_holds(part, cell) for part in where.ranges):
                yield _may_hold(rule, cell.value) and self._hides(rule, cell)

    def _hides(self, rule: Any, cell: Any) -> bool:
        look = rule.dxf
        if look is None:
            return True  # a bar or an icon in place of the figure
        if look.numFmt is not None and display(cell.value, look.numFmt.formatCode or "")[1]:
            return True
        if look.font is not None and look.font.strike:
            return True
        coloured = look.font is not None and look.font.color is not None
        own = self._ground_of(look.fill)
        if not coloured and not own:
            return False
        ground = own or self.colours.ground(cell.fill)
        return unseen(self.colours.ink(look.font if coloured else cell.font), ground)

    def _ground_of(self, fill: Any) -> str:
        """The colour with which a conditional format fills a cell; '' for none."""
        if fill is None or fill.fill_type == "none":
            return ""
        # a fill of a conditional format says its one colour as that of the pattern's ground
        colour = fill.bgColor if fill.fill_type in (None, "solid") else fill.fgColor
        if colour is None or (colour.type == "rgb" and colour.rgb == _UNSAID):
            return ""
        return self.colours.plain(colour)


def _may_hide(rule: Any) -> bool:
    bar = rule.dataBar or rule.iconSet
    if bar is not None:
        return bar.showValue is False
    look = rule.dxf
    return look is not None and (look.numFmt is not None or look.font is not None or look.fill is not None)


def _holds(part: Any, cell: Any) -> bool:
    return bool(part.min_row <= cell.row <= part.max_row and part.min_col <= cell.column <= part.max_col)


def _may_hold(rule: Any, value: object) -> bool:
    """Whether a rule may apply to a value; False only where that is plain."""
    said = [str(f).strip().lstrip("=") for f in rule.formula or ()]
    error = isinstance(value, str) and value.startswith("#")
    if rule.type == "containsErrors" or (said and _ERROR.match(said[0])):
        return error
    if rule.type == "containsBlanks" or (said and rule.type == "expression" and _IS_NOTHING.fullmatch(said[0])):
        return value in (0, "")
    if rule.type != "cellIs" or rule.operator not in COMPARED or not isinstance(value, int | float):
        return True
    try:
        bounds = [float(f) for f in said]
    except ValueError:
        return True
    return not bounds or COMPARED[rule.operator](value, bounds[0], bounds[-1])
