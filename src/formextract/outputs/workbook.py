"""Tables to an Excel workbook that staff can read: Chinese headings over the ids, frozen, columns wide enough."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import islice
from typing import Any, BinaryIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from formextract.errors import UsageError
from formextract.outputs.defuse import defused
from formextract.outputs.frames import CellValue, Row, TableFrame

MAX_TEXT = 32767
"""Characters in a cell, counted as Excel does, in UTF-16 units."""

MAX_ROWS = 1_048_576
MAX_COLUMNS = 16_384
CUT = "…〔超长，已截断〕"

_NARROW, _BROAD = 8, 48  # columns, in characters of Latin width
_SAMPLE_ROWS = 200  # rows that decide how wide the columns are

# What XML 1.0 cannot hold, and halves of characters.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

_HEAD = {
    "font": Font(bold=True),
    "fill": PatternFill("solid", fgColor="DDE6F0"),
    "alignment": Alignment(vertical="center", wrap_text=True),
}
_IDS = {"font": Font(size=8, color="808080")}

Note = Callable[[str], None]


def write_xlsx(frames: list[TableFrame], stream: BinaryIO, note: Note) -> None:
    """A workbook with a sheet a table (more where the rows are more than a sheet holds).

    Cells that had to be cut are counted and told to `note`. UsageError where a table has more columns than a sheet.
    """
    book = Workbook(write_only=True)
    cut = 0
    for frame in frames:
        if len(frame.columns) > MAX_COLUMNS:
            n = len(frame.columns)
            raise UsageError(f"列数 {n} 超过 Excel 上限 {MAX_COLUMNS}。请改用 --format csv 或 --shape long")
        rows = iter(frame.rows)
        number = 1
        while True:
            sample = list(islice(rows, _SAMPLE_ROWS))
            if not sample and number > 1:
                break
            cut += _write_sheet(book, frame, number, sample, rows)
            number += 1
    book.save(stream)
    if cut:
        limit = f"超过 Excel 的 {MAX_TEXT} 字上限"
        note(f"有 {cut} 个单元格的文字{limit}，已截断并标明。需要全文请用 --format jsonl 或 csv")


def _write_sheet(book: Workbook, frame: TableFrame, number: int, sample: list[Row], rest: Iterator[Row]) -> int:
    sheet = book.create_sheet(frame.name if number == 1 else f"{frame.name} {number}")
    sheet.freeze_panes = "A3"
    for n, width in enumerate(_widths(frame, sample)):
        sheet.column_dimensions[get_column_letter(n + 1)].width = width
    sheet.append([_styled(sheet, c.header, _HEAD) for c in frame.columns])
    sheet.append([_styled(sheet, c.id, _IDS) for c in frame.columns])
    cut = 0
    for rows in (sample, islice(rest, MAX_ROWS - 2 - len(sample))):
        for row in rows:
            cells = []
            for value in row:
                cell, was_cut = _cell(sheet, value)
                cells.append(cell)
                cut += was_cut
            sheet.append(cells)
    return cut


def _cell(sheet: Any, value: CellValue) -> tuple[Any, bool]:
    if isinstance(value, bool):
        return "是" if value else "否", False
    if value is None or isinstance(value, int):
        return value, False
    if isinstance(value, Decimal):
        return float(value), False
    text, was_cut = _fitted(_clean(value))
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"  # openpyxl takes a text that starts with = for a formula, and #N/A for an error
    return cell, was_cut


def _styled(sheet: Any, text: str, style: dict[str, Any]) -> Any:
    cell, _ = _cell(sheet, text)
    for name, value in style.items():
        setattr(cell, name, value)
    return cell


def _clean(text: str) -> str:
    return defused(_ILLEGAL.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n")))


def shown_text(text: str) -> str:
    """`text` as a cell of a workbook can hold it: no formula, nothing that XML cannot hold, not too long."""
    return _fitted(_clean(text))[0]


def legal(text: str) -> str:
    """`text` without what XML cannot hold."""
    return _ILLEGAL.sub("\ufffd", text)


def _fitted(text: str) -> tuple[str, bool]:
    if len(text) * 2 <= MAX_TEXT or len(text.encode("utf-16-le")) // 2 <= MAX_TEXT:
        return text, False
    room = MAX_TEXT - len(CUT)
    return text.encode("utf-16-le")[: room * 2].decode("utf-16-le", "ignore") + CUT, True


def _widths(frame: TableFrame, sample: list[Row]) -> list[int]:
    widths = []
    for n, column in enumerate(frame.columns):
        shown = [_width(str(row[n])) for row in sample if row[n] is not None]
        widths.append(min(_BROAD, max(_NARROW, _width(column.header), *shown, 0) + 2))
    return widths


def _width(text: str) -> int:
    line = text.partition("\n")[0][:_BROAD]
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)
