"""Excel (.xlsx): sheets as tables, figures as displayed, formulas by their cached values."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from openpyxl.utils.exceptions import InvalidFileException

from formextract.errors import UnreadableFileError
from formextract.model import Document, Ink, SourceFile
from formextract.model.ink import standing
from formextract.readers.office.bare_values import read_values, without_formats
from formextract.readers.office.cell_runs import cell_runs
from formextract.readers.office.conditional_formats import Veils
from formextract.readers.office.light_workbook import Formulas, LightWorkbook, open_workbook
from formextract.readers.office.margins import coded_lines
from formextract.readers.office.number_format import HIDDEN_ZERO
from formextract.readers.office.package import DAMAGED, check_package, part_of
from formextract.readers.office.sheet_colours import SheetColours
from formextract.readers.office.sheet_drawings import (
    PLACED,
    OverCell,
    cell_pictures,
    over_cells,
    picture_in,
    read_picture,
)
from formextract.readers.office.through_libreoffice import mended
from formextract.readers.office.tidy_package import has_styles, is_strict, tidied
from formextract.readers.office.worksheets import MAX_WIDTH, NOTHING, POINTS_A_LETTER, Sheet, document, is_flat
from formextract.readers.snippets import Snippets
from formextract.readers.whose_fault import is_of_the_file

READER = "xlsx"
_LOG = logging.getLogger(__name__)
_SHEET = re.compile(r"/?xl/worksheets/[^/]+\.xml$", re.IGNORECASE)
_TEXT = "str"
"""The type of a formula's stored text, which may have no letter: `IF(…,"")`."""
NO_CACHE = "公式没有存下计算结果"
"""Doubt of a formula whose value no program has stored."""
_DAMAGED = "Excel 文件不完整或已损坏，打不开。请用 Excel 或 WPS 打开后另存，或向申报单位索取"


def read_excel(source: SourceFile) -> Document:
    """The document of an Excel file, one table a sheet; UnreadableFileError where it is damaged or encrypted.

    What the library refuses is read once LibreOffice has turned it, else by its bare values.
    """
    path = Path(source.path)
    check_package(path, "xl/workbook.xml", "Excel")
    try:
        return _read(source)
    except (InvalidFileException, *DAMAGED) as e:
        _LOG.debug("a workbook that is read otherwise", exc_info=True)  # it may have been our own call
        bare = read_values(source)
        if bare is not None:  # else nobody opens it, and LibreOffice need not be started
            found = mended(source, "xlsx", "xlsx", read_turned)
            return bare if found is None else found if has_styles(path) else without_formats(found)
        if not is_of_the_file(e):
            raise
        raise UnreadableFileError(_DAMAGED) from e


def read_turned(source: SourceFile) -> Document:
    """The document of a workbook that LibreOffice has made; UnreadableFileError where it has made nothing sound."""
    try:
        return _read(source)
    except (InvalidFileException, *DAMAGED) as e:
        raise UnreadableFileError(_DAMAGED) from e


def _read(source: SourceFile) -> Document:
    path = Path(source.path)
    opened = _opened(path)
    over = over_cells(path)
    snippets = Snippets(partial(part_of, path))
    pictures = cell_pictures(path)
    sheets = opened.book.worksheets
    for sheet in sheets:
        found = [*over.get(sheet.title, ()), *_shown_by_formulas(sheet, opened.formulas[sheet.title], pictures)]
        over[sheet.title] = [_read_picture(o, sheet, snippets) for o in found]
    colours = SheetColours.of(opened.book)
    read = [_sheet(sheet, opened.formulas[sheet.title], over.get(sheet.title, ()), colours) for sheet in sheets]
    return document(source, READER, read)


def _shown_by_formulas(sheet: Any, formulas: Formulas, pictures: Mapping[str, str]) -> Iterator[OverCell]:
    """The pictures that formulas show in cells, whose text is taken away."""
    store = sheet._cells  # noqa: SLF001 - as below
    said = {at: cell.value for at, cell in store.items()} | formulas
    for (row, col), text in said.items():
        name = picture_in(text) if isinstance(text, str) else None
        if name is None:
            continue
        if (row, col) in store:
            store[row, col].value = None
        yield OverCell(row, col, "picture", "", pictures.get(name, ""))


def _read_picture(over: OverCell, sheet: Any, snippets: Snippets) -> OverCell:
    """A picture over an empty cell with what it says, where it can be read."""
    below = sheet._cells.get((over.row, over.col))  # noqa: SLF001 - as below
    if over.picture == PLACED and below is not None:
        below.value = None  # an error, which is all that older programs show of it
    return over if below is not None and below.value is not None else read_picture(over, snippets)


def _opened(path: Path) -> LightWorkbook:
    """The workbook; one that the library refuses is set in order first."""
    try:
        if not is_strict(path, "xl/workbook.xml"):  # openpyxl opens such a workbook and finds no cell in it
            with path.open("rb") as f:  # it would refuse a path by its ending
                return open_workbook(f)
    except (InvalidFileException, *DAMAGED):
        pass
    with tidied(path) as package:
        return open_workbook(package)


def _sheet(sheet: Any, formulas: Formulas, over: Sequence[OverCell], colours: SheetColours) -> Sheet:
    store = sheet._cells  # noqa: SLF001 - the sparse store; iterating rows makes every cell
    formulas = {at: f for at, f in formulas.items() if picture_in(f) is None}
    veils = Veils.of(sheet, colours)
    zeros_unseen = sheet.sheet_view.showZeros is False

    def shown(row: int, col: int) -> Ink:
        raw = store.get((row, col))
        ink = NOTHING if raw is None or raw.value is None else standing(cell_runs(raw, colours))
        if zeros_unseen and raw is not None and _is_zero(raw.value) and not ink.doubt:
            ink = replace(ink, doubt=HIDDEN_ZERO)
        if veils.rules and ink.text and not ink.doubt:
            ink = replace(ink, doubt=veils.doubt(raw))
        formula = formulas.get((row, col), "")
        if not formula or ink.text or (raw is not None and raw.data_type == _TEXT):
            return ink
        return Ink(formula, NO_CACHE)

    filled = {at for at, cell in store.items() if cell.value is not None and str(cell.value).strip()} | formulas.keys()
    merged = [(m.min_row, m.min_col, m.max_row, m.max_col) for m in sheet.merged_cells.ranges]
    rows = {number for number, row in sheet.row_dimensions.items() if row.hidden or is_flat(row.height)}
    cols = {
        c
        for d in sheet.column_dimensions.values()
        if (d.hidden or is_flat(d.width * POINTS_A_LETTER)) and d.min
        for c in range(d.min, min(d.max, MAX_WIDTH) + 1)
    }
    notes = [(r, c, cell.comment.text.strip()) for (r, c), cell in store.items() if cell.comment is not None]
    visible = sheet.sheet_state == "visible"
    margins = (tuple(_margin(sheet, kind)) for kind in ("Header", "Footer"))
    return Sheet(sheet.title, visible, filled, merged, shown, frozenset(rows), frozenset(cols), over, notes, *margins)


def _margin(sheet: Any, kind: str) -> Iterator[str]:
    """The lines that a print has at the heads or feet of the sheet's pages."""
    shown = {"odd": True, "even": sheet.HeaderFooter.differentOddEven, "first": sheet.HeaderFooter.differentFirst}
    for pages in (pages for pages, there in shown.items() if there):
        held = getattr(sheet, f"{pages}{kind}")
        for part in (held.left, held.center, held.right):
            yield from coded_lines(part.text or "")


def _is_zero(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value == 0
