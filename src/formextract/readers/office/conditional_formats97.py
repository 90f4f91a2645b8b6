"""Conditional formats of an .xls sheet under which a figure may not be seen ([MS-XLS] 2.4.42, 2.5.62)."""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from formextract.readers.office.colours import unseen
from formextract.readers.office.conditional_formats import COMPARED, VEILED
from formextract.readers.office.number_format import display
from formextract.readers.office.records97 import BOF, records, sheet_starts

_FORMATS, _FORMAT = 0x1B0, 0x1B1
_NO_RECORD = 0x0FFF
_COMPARES = 1
_OPERATORS = (
    *("between", "notBetween", "equal", "notEqual", "greaterThan", "lessThan", "greaterThanOrEqual", "lessThanOrEqual"),
)
_NUMBER_FORMAT, _FONT, _ALIGNMENT, _BORDER, _FILL = 1 << 25, 1 << 26, 1 << 27, 1 << 28, 1 << 29
_DOTS_LEFT, _GROUND_LEFT = 1 << 17, 1 << 18
"""That a fill leaves the colours of its pattern or of its ground as they are."""
_SIZES = {_FONT: 118, _ALIGNMENT: 8, _BORDER: 8, _FILL: 4}
_OWN_FORMAT = 1
_COLOUR, _STYLE, _STYLE_SAID = 80, 68, 88
"""Where a format's font says its colour, whether it is struck, and what of that it leaves as it is."""
_STRUCK = 0x80
_INTEGER, _REAL, _CALL = 0x1E, 0x1F, 0x21
_ERRORS = frozenset({2, 3, 126})
"""Functions that ask for an error: ISNA, ISERROR, ISERR."""
_CLASS = 0x1F


@dataclass(frozen=True, slots=True)
class Veil97:
    """A rule: its ranges (rows and columns from 0, inclusive), whether it may hold for a value, how it shows it."""

    ranges: Sequence[tuple[int, int, int, int]]
    may_hold: Callable[[object], bool]
    ink: int | None = None
    fill: int | None = None
    number_format: str | int | None = None
    struck: bool = False

    def hides(self, row: int, col: int, value: object, ink: str, ground: str, look: Look) -> bool:
        """Whether it may hide or strike out what stands in a cell whose own colours are `ink` and `ground`."""
        if not any(top <= row <= foot and left <= col <= right for top, foot, left, right in self.ranges):
            return False
        if not self.may_hold(value):
            return False
        if self.struck:
            return True
        if self.number_format is not None and display(value, look.number_format(self.number_format))[1]:
            return True
        if self.ink is None and self.fill is None:
            return False
        shown = ink if self.ink is None else look.colour(self.ink, ink)
        return unseen(shown, ground if self.fill is None else look.colour(self.fill, ground))


@dataclass(frozen=True, slots=True)
class Look:
    """What the numbers of a workbook's colours and number formats mean."""

    colour: Callable[[int, str], str]
    formats: Mapping[int, Any]

    def number_format(self, said: str | int) -> str:
        """A number format as it is written."""
        if isinstance(said, str):
            return said
        known = self.formats.get(said)
        return "" if known is None else str(known.format_str)


def veils97(data: bytes) -> dict[int, list[Veil97]]:
    """The rules of a workbook's sheets by the sheets' numbers; none where the stream cannot be taken apart.

    A rule that cannot be may do anything to the cells that it is about.
    """
    try:
        return _veils(data)
    except (struct.error, IndexError, ValueError, OverflowError):
        return {}


def without_rules(data: bytes) -> bytes:
    """The stream of a workbook, its conditional formats under a number that means nothing; b"" where it has none.

    xlrd refuses a workbook with one that changes how numbers are shown.
    """
    out = bytearray()
    for at, record, _ in records(data):
        if record == _FORMAT:
            out = out or bytearray(data)
            struct.pack_into("<H", out, at, _NO_RECORD)
    return bytes(out)


def doubt(veils: Sequence[Veil97], row: int, col: int, value: object, ink: str, ground: str, look: Look) -> str:
    """Why what stands in a cell may not be seen, else ''."""
    return VEILED if any(v.hides(row, col, value, ink, ground, look) for v in veils) else ""


def _veils(data: bytes) -> dict[int, list[Veil97]]:
    starts = sheet_starts(data)
    out: dict[int, list[Veil97]] = {}
    sheet, ranges = -1, []
    for at, record, body in records(data):
        if record == BOF and at in starts:
            sheet = starts[at]
        elif record == _FORMATS:
            (count,) = struct.unpack_from("<H", body, 12)
            ranges = [struct.unpack_from("<4H", body, 14 + 8 * i) for i in range(count)]
        elif record == _FORMAT and sheet >= 0:
            out.setdefault(sheet, []).append(_veil_or_any(body, ranges))
    return out


def _veil_or_any(body: bytes, ranges: Sequence[Any]) -> Veil97:
    try:
        return _veil(body, ranges)
    except (struct.error, IndexError):
        return Veil97(ranges, lambda _: True, struck=True)


def _veil(body: bytes, ranges: Sequence[Any]) -> Veil97:
    kind, operator, first, second, flags, more = struct.unpack_from("<BBHHIH", body)
    at = 12
    said: dict[str, Any] = {}
    if flags & _NUMBER_FORMAT:
        if more & _OWN_FORMAT:
            size, letters, wide = struct.unpack_from("<HHB", body, at)
            raw = body[at + 5 : at + size]
            said["number_format"] = (raw[: 2 * letters] if wide & 1 else raw[:letters]).decode(
                "utf-16-le" if wide & 1 else "latin-1", "replace"
            )
            at += size
        else:
            said["number_format"] = body[at + 1]
            at += 2
    for part, size in _SIZES.items():
        if not flags & part:
            continue
        if part == _FONT:
            (colour,) = struct.unpack_from("<i", body, at + _COLOUR)
            style, left = (struct.unpack_from("<I", body, at + offset)[0] for offset in (_STYLE, _STYLE_SAID))
            said["ink"] = colour if colour >= 0 else None
            said["struck"] = bool(style & ~left & _STRUCK)
        elif part == _FILL:
            (pattern,) = struct.unpack_from("<I", body, at)
            # a fill of one colour says it as that of the ground
            plain = pattern >> 10 & 0x3F in (0, 1)
            if not flags & (_GROUND_LEFT if plain else _DOTS_LEFT):
                said["fill"] = pattern >> (23 if plain else 16) & 0x7F
        at += size
    formulas = body[len(body) - first - second :]
    return Veil97(ranges, _condition(kind, operator, [formulas[:first], formulas[first:]]), **said)


def _condition(kind: int, operator: int, formulas: Sequence[bytes]) -> Callable[[object], bool]:
    """Whether a rule may hold for a value; False only where that is plain."""
    bounds = [b for f in formulas if f and (b := _constant(f)) is not None]
    if kind == _COMPARES and 1 <= operator <= len(_OPERATORS) and len(bounds) == sum(bool(f) for f in formulas) > 0:
        compare = COMPARED[_OPERATORS[operator - 1]]
        return lambda v: not isinstance(v, int | float) or compare(float(v), bounds[0], bounds[-1])
    if kind != _COMPARES and _asks_for_error(formulas[0]):
        return lambda _: False  # an error is no figure that anybody would miss
    return lambda _: True


def _constant(formula: bytes) -> float | None:
    if formula[0] == _INTEGER and len(formula) == 3:  # noqa: PLR2004 - its two bytes
        return float(struct.unpack_from("<H", formula, 1)[0])
    if formula[0] == _REAL and len(formula) == 9:  # noqa: PLR2004 - its eight bytes
        return float(struct.unpack_from("<d", formula, 1)[0])
    return None


def _asks_for_error(formula: bytes) -> bool:
    call = formula[-3:]
    return len(call) == 3 and call[0] & _CLASS == _CALL & _CLASS and struct.unpack_from("<H", call, 1)[0] in _ERRORS  # noqa: PLR2004
