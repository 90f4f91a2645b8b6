"""A cell of an .xlsx sheet as runs of ink: rich text of both kinds, the cell's own font, numbers as displayed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.utils.datetime import from_excel

from formextract.model import Run
from formextract.model.ink import TINY
from formextract.readers.office.colours import unseen
from formextract.readers.office.number_format import CHINESE_DATES, display
from formextract.readers.office.sheet_colours import SheetColours
from formextract.text.symbols import in_font

_NUMBERED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_SHIFTED = ("superscript", "subscript")


def cell_runs(cell: Any, colours: SheetColours) -> Iterator[Run]:
    """The runs of a cell as its library holds it, read with `rich_text`."""
    value, font = cell.value, cell.font
    ground = colours.ground(cell.fill)
    if isinstance(value, CellRichText):
        for part in value:
            own = part.font if isinstance(part, TextBlock) else font
            yield _run(part.text if isinstance(part, TextBlock) else str(part), own, colours.ink(own), ground)
        return
    number_format = cell.number_format
    chinese = CHINESE_DATES.get(cell._style.numFmtId) if cell.has_style else None  # noqa: SLF001 - which openpyxl does not know, and calls General
    if chinese is not None and number_format == "General" and isinstance(value, int | float):
        try:
            value, number_format = from_excel(value, cell.parent.parent.epoch), chinese
        except (ValueError, OverflowError):
            number_format = chinese  # no day of any calendar: in doubt
    text, doubt = display(value, number_format)
    yield _run(text, font, colours.ink(font), ground, doubt)


def _unescaped(text: str) -> str:
    """A text with the letters that the file writes by their numbers: a line end as `_x000D_` (ECMA-376 22.9.2.19)."""
    return _NUMBERED.sub(lambda m: chr(int(m[1], 16)), text).replace("\r\n", "\n").replace("\r", "\n")


def _run(text: str, font: Any, ink: str, ground: str, doubt: str = "") -> Run:
    name = getattr(font, "rFont", None) or getattr(font, "name", None) or ""
    said = _unescaped(text) if "_x" in text else text
    return Run(
        in_font(said, name),
        struck=bool(font.strike),
        shifted=font.vertAlign in _SHIFTED,
        hidden=unseen(ink, ground) or 0 < (font.sz or 0) <= TINY,
        doubt=doubt,
    )
