"""Excel (.xlsx): sheets as tables, figures as displayed, formulas by their cached values."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

import openpyxl
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from formextract.errors import UnreadableFileError
from formextract.model import Block, Cell, Document, Line, Place, SourceFile, Table
from formextract.readers.numberformat import display
from formextract.readers.office import check_package

READER = "xlsx"
MAX_SHEETS = 100
MAX_CELLS = 400_000
"""Cells of one sheet's used range; beyond it the sheet is a database, not a form."""
MAX_WIDTH = 200
"""Columns that are read; forms end long before."""
NO_CACHE = "公式没有存下计算结果"
"""Doubt of a formula whose value no program has stored."""


def read_excel(source: SourceFile) -> Document:
    """The document of an Excel file, one table a sheet; UnreadableFileError where it is damaged or encrypted."""
    path = Path(source.path)
    check_package(path, "xl/workbook.xml", "Excel")
    try:
        shown = openpyxl.load_workbook(path, data_only=True, keep_links=False)
        formulas = openpyxl.load_workbook(path, data_only=False, keep_links=False) if _has_formulas(path) else None
    except (
        InvalidFileException,
        zipfile.BadZipFile,
        KeyError,
        ValueError,
        TypeError,
        ParseError,
        OSError,
        AttributeError,
        IndexError,
    ) as e:
        raise UnreadableFileError(
            "Excel 文件不完整或已损坏，打不开。请用 Excel 或 WPS 打开后另存，或向申报单位索取"
        ) from e
    blocks: list[Block] = []
    hidden: list[Line] = []
    notes: list[str] = []
    for number, sheet in enumerate(shown.worksheets):
        if number >= MAX_SHEETS:
            notes.append(f"工作表超过 {MAX_SHEETS} 张，其余未读")
            break
        if sheet.sheet_state != "visible":
            hidden += _lines(sheet)
            if hidden:
                notes.append(f"工作表“{sheet.title}”是隐藏的，未当作申报内容，列入未对应内容")
            continue
        rows, cols = _used(sheet)
        if rows * cols > MAX_CELLS:
            notes.append(f"工作表“{sheet.title}”超过 {MAX_CELLS} 格，不像申报表，未读")
            continue
        twin = None if formulas is None else formulas[sheet.title]
        table = _table(sheet, twin, rows, cols)
        if table is not None:
            blocks.append(table)
    return Document(source, READER, tuple(blocks), max(1, len(shown.worksheets)), tuple(notes), tuple(hidden))


def _has_formulas(path: Path) -> bool:
    with zipfile.ZipFile(path) as package:
        for name in package.namelist():
            if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                with package.open(name) as part:
                    tail = b""
                    while chunk := part.read(1 << 20):
                        if b"<f>" in tail + chunk or b"<f " in tail + chunk:
                            return True
                        tail = chunk[-3:]
    return False


def _used(sheet: Any) -> tuple[int, int]:
    """Rows and columns up to the last filled or merged cell."""
    rows = cols = 0
    for (row, col), cell in sheet._cells.items():  # noqa: SLF001 - the sparse store; iterating rows makes every cell
        if cell.value not in (None, ""):
            rows, cols = max(rows, row), max(cols, col)
    for merged in sheet.merged_cells.ranges:
        if merged.min_row <= rows:
            rows, cols = max(rows, merged.max_row), max(cols, merged.max_col)
    return rows, min(cols, MAX_WIDTH)


def _table(sheet: Any, twin: Any, rows: int, cols: int) -> Table | None:
    if not rows or not cols:
        return None
    filled = [at for at, cell in sheet._cells.items() if cell.value not in (None, "") and at[1] <= cols]  # noqa: SLF001
    top_row, left_col = min(r for r, _ in filled), min(c for _, c in filled)  # a form may stand off the corner
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    covered: set[tuple[int, int]] = set()
    for merged in sheet.merged_cells.ranges:
        top, left = merged.min_row, merged.min_col
        bottom, right = min(merged.max_row, rows), min(merged.max_col, cols)
        if top > rows or left > cols:
            continue
        spans[top, left] = (bottom - top + 1, right - left + 1)
        covered.update((r, c) for r in range(top, bottom + 1) for c in range(left, right + 1))
        covered.discard((top, left))
    cells = []
    store = sheet._cells  # noqa: SLF001 - as above
    for row in range(top_row, rows + 1):
        for col in range(left_col, cols + 1):
            if (row, col) in covered:
                continue
            raw = store.get((row, col))
            text = "" if raw is None else display(raw.value, raw.number_format)
            doubt = ""
            if not text and twin is not None:
                formula = twin.cell(row, col).value
                if isinstance(formula, str) and formula.startswith("="):
                    text, doubt = formula, NO_CACHE
            height, width = spans.get((row, col), (1, 1))
            place = Place(cell=f"{sheet.title}!{get_column_letter(col)}{row}")
            cells.append(Cell(row - top_row, col - left_col, height, width, text, place, doubt))
    return Table(tuple(cells), rows - top_row + 1, cols - left_col + 1)


def _lines(sheet: Any) -> list[Line]:
    return [
        Line(text, Place(cell=f"{sheet.title}!{cell.coordinate}"))
        for _, cell in sorted(sheet._cells.items())  # noqa: SLF001 - as above
        if (text := display(cell.value, cell.number_format).strip())
    ]
