"""Excel 97 and WPS spreadsheets (.xls, .et): the same sheets, merged cells and displayed figures as of .xlsx.

xlrd rather than python-calamine, because what a reader of the sheet sees counts: merged cells and number formats.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import xlrd

from formextract.errors import UnreadableFileError
from formextract.model import Document, SourceFile
from formextract.readers.numberformat import display
from formextract.readers.sheet_table import Sheet, document

READER = "xls"
_VISIBLE = 0
_CHINESE_DATES = {
    27: 'yyyy"年"m"月"',
    28: 'm"月"d"日"',
    29: 'm"月"d"日"',
    30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"',
    36: 'yyyy"年"m"月"',
    50: 'yyyy"年"m"月"',
    51: 'm"月"d"日"',
    52: 'yyyy"年"m"月"',
    53: 'm"月"d"日"',
    54: 'm"月"d"日"',
    57: 'yyyy"年"m"月"',
    58: 'm"月"d"日"',
}
"""Formats that a Chinese Excel has built in and need not write down (ECMA-376 part 1, 18.8.30, zh-cn)."""


def read_legacy_excel(source: SourceFile) -> Document:
    """The document of an .xls or .et file, one table a sheet; UnreadableFileError where it is damaged or encrypted."""
    try:
        with Path(os.devnull).open("w") as log:
            book = xlrd.open_workbook(source.path, formatting_info=True, logfile=log, ragged_rows=True)
            sheets = [_sheet(book, sheet) for sheet in book.sheets()]
    except MemoryError:
        raise
    except Exception as e:  # xlrd raises of every kind on a broken file, AssertionError and struct.error included
        if "encrypt" in str(e).lower():
            raise UnreadableFileError("Excel 文件设有密码。请去掉密码后再读") from e
        raise UnreadableFileError(
            "Excel 文件不完整或已损坏，打不开。请用 Excel 或 WPS 打开后另存为 xlsx，或向申报单位索取"
        ) from e
    return document(source, READER, sheets)


def _sheet(book: Any, sheet: Any) -> Sheet:
    filled = [
        (row + 1, col + 1)
        for row in range(sheet.nrows)
        for col, cell in enumerate(sheet.row(row))
        if cell.ctype not in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK) and cell.value != ""
    ]
    texts = {(row, col): _text(book, sheet.cell(row - 1, col - 1)) for row, col in filled}
    merged = [(top + 1, left + 1, bottom, right) for top, bottom, left, right in sheet.merged_cells]
    return Sheet(sheet.name, sheet.visibility == _VISIBLE, filled, merged, lambda r, c: texts.get((r, c), ("", "")))


def _text(book: Any, cell: Any) -> tuple[str, str]:
    """A cell as displayed, and why that is not to be trusted, else ''."""
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return display(bool(cell.value), "")
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return str(xlrd.error_text_from_code.get(cell.value, "#N/A")), ""
    key = book.xf_list[cell.xf_index].format_key
    number_format = str(book.format_map[key].format_str) or _CHINESE_DATES.get(key, "")
    if cell.ctype == xlrd.XL_CELL_DATE:
        try:
            return display(xlrd.xldate_as_datetime(cell.value, book.datemode), number_format)
        except (ValueError, OverflowError):
            pass  # no day of any calendar: the plain number, which no one misreads
    return display(cell.value, number_format)
