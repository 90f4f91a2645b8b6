"""A cell of an .xlsx sheet as runs of ink: rich text of both kinds, the cell's own font, numbers as displayed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.utils.datetime import from_excel

from formextract.model import Run
from formextract.readers.office.number_format import CHINESE_DATES, display

_SHIFTED = ("superscript", "subscript")


def cell_runs(cell: Any) -> Iterator[Run]:
    """The runs of a cell as its library holds it, read with `rich_text`."""
    value, font = cell.value, cell.font
    ground = cell.fill.fill_type not in (None, "none") and not _is_white(cell.fill.start_color)
    if isinstance(value, CellRichText):
        for part in value:
            own = part.font if isinstance(part, TextBlock) else font
            yield _run(part.text if isinstance(part, TextBlock) else str(part), own, ground)
        return
    number_format = cell.number_format
    chinese = CHINESE_DATES.get(cell._style.numFmtId) if cell.has_style else None  # noqa: SLF001 - which openpyxl does not know, and calls General
    if chinese is not None and number_format == "General" and isinstance(value, int | float):
        try:
            value, number_format = from_excel(value, cell.parent.parent.epoch), chinese
        except (ValueError, OverflowError):
            number_format = chinese  # no day of any calendar: in doubt
    text, doubt = display(value, number_format)
    yield _run(text, font, ground, doubt)


def _run(text: str, font: Any, ground: bool, doubt: str = "") -> Run:
    hidden = not ground and font is not None and _is_white(font.color)
    return Run(text, struck=bool(font.strike), shifted=font.vertAlign in _SHIFTED, hidden=hidden, doubt=doubt)


def _is_white(colour: Any) -> bool:
    """Whether a colour is that of paper: said outright, or the first of a theme, which is white in nearly all."""
    if colour is None:
        return False
    if colour.type == "rgb":
        return str(colour.rgb)[-6:].upper() == "FFFFFF"
    if colour.type == "theme":
        return colour.theme == 0 and not colour.tint
    return colour.type == "indexed" and colour.indexed in (1, 9)
