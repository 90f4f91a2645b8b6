"""Excel 97 and WPS spreadsheets (.xls, .et): the same sheets, merged cells and displayed figures as of .xlsx.

xlrd rather than python-calamine, because what a reader of the sheet sees counts: merged cells and number formats.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import xlrd

from formextract.errors import UnreadableFileError
from formextract.model import Document, Ink, Run, SourceFile
from formextract.model.ink import TINY, standing
from formextract.readers.office.colours import unseen
from formextract.readers.office.conditional_formats97 import Look, Veil97, veils97, without_rules
from formextract.readers.office.conditional_formats97 import doubt as veil_doubt
from formextract.readers.office.excel import NO_CACHE
from formextract.readers.office.margins import coded_lines
from formextract.readers.office.number_format import CHINESE_DATES, HIDDEN_ZERO, display
from formextract.readers.office.records97 import margins97, workbook_stream
from formextract.readers.office.sheet_drawings import OverCell, read_picture
from formextract.readers.office.sheet_drawings97 import over_cells97
from formextract.readers.office.worksheets import NOTHING, POINTS_A_LETTER, Sheet, document, is_flat
from formextract.readers.snippets import Snippets
from formextract.text.symbols import in_font

READER = "xls"
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_VISIBLE = 0
_TWIPS = 20
"""Of a point, in which heights of fonts are said."""
_SOLID = 1
"""A fill of one colour; others are patterns of two."""


def read_legacy_excel(source: SourceFile) -> Document:
    """The document of an .xls or .et file, one table a sheet; UnreadableFileError where it is damaged or encrypted."""
    try:
        with Path(os.devnull).open("w") as log:
            stream = workbook_stream(Path(source.path))
            book = xlrd.open_workbook(
                source.path,
                file_contents=without_rules(stream) or None,
                formatting_info=True,
                logfile=log,
                ragged_rows=True,
            )
            over, veils = over_cells97(stream), veils97(stream)
            margins = margins97(stream, book.encoding or "gbk")
            snippets = Snippets(lambda name: over.pictures.get(name, b""))
            sheets = [
                _sheet(
                    book,
                    sheet,
                    over.cells.get(n, ()),
                    over.unworked.get(n, []),
                    snippets,
                    veils.get(n, ()),
                    margins.get(n, ("", "")),
                )
                for n, sheet in enumerate(book.sheets())
            ]
    except MemoryError:
        raise
    except Exception as e:  # xlrd raises of every kind on a broken file, AssertionError and struct.error included
        if "encrypt" in str(e).lower():
            raise UnreadableFileError("Excel 文件设有密码。请去掉密码后再读") from e
        raise UnreadableFileError(
            "Excel 文件不完整或已损坏，打不开。请用 Excel 或 WPS 打开后另存为 xlsx，或向申报单位索取"
        ) from e
    return document(source, READER, sheets)


def _sheet(
    book: Any,
    sheet: Any,
    over: Sequence[OverCell],
    unworked: Sequence[tuple[int, int]],
    snippets: Snippets,
    veils: Sequence[Veil97],
    margins: tuple[str, str],
) -> Sheet:
    filled = [
        (row + 1, col + 1)
        for row in range(sheet.nrows)
        for col, cell in enumerate(sheet.row(row))
        if cell.ctype not in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK) and str(cell.value).strip()
    ]
    inks = {(row, col): standing(_runs(book, sheet, row - 1, col - 1)) for row, col in filled}
    if veils:
        inks = {at: _veiled(book, sheet, at, ink, veils) for at, ink in inks.items()}
    inks |= dict.fromkeys(unworked, Ink("", NO_CACHE))
    filled += unworked
    merged = [(top + 1, left + 1, bottom, right) for top, bottom, left, right in sheet.merged_cells]
    rows = frozenset(row + 1 for row, info in sheet.rowinfo_map.items() if info.hidden or is_flat(info.height / _TWIPS))
    cols = frozenset(
        col + 1 for col, info in sheet.colinfo_map.items() if info.hidden or is_flat(info.width / 256 * POINTS_A_LETTER)
    )
    notes = [(r + 1, c + 1, note.text.strip()) for (r, c), note in sheet.cell_note_map.items() if note.text.strip()]
    over = [o if (o.row, o.col) in inks else read_picture(o, snippets) for o in over]
    visible = sheet.visibility == _VISIBLE
    heads, feet = (tuple(coded_lines(said)) for said in margins)
    return Sheet(
        sheet.name,
        visible,
        filled,
        merged,
        lambda r, c: inks.get((r, c), NOTHING),
        rows,
        cols,
        over,
        notes,
        heads,
        feet,
    )


def _veiled(book: Any, sheet: Any, at: tuple[int, int], ink: Ink, veils: Sequence[Veil97]) -> Ink:
    """A cell's ink, in doubt where a conditional format may hide it."""
    if ink.doubt or not ink.text:
        return ink
    row, col = at[0] - 1, at[1] - 1
    cell = sheet.cell(row, col)
    own = book.xf_list[cell.xf_index]
    colour = _colour(book, book.font_list[own.font_index].colour_index, "000000")
    look = Look(partial(_colour, book), book.format_map)
    return replace(ink, doubt=veil_doubt(veils, row, col, cell.value, colour, _ground(book, own.background), look))


def _runs(book: Any, sheet: Any, row: int, col: int) -> Iterator[Run]:
    """A cell's text as it is set: in the cell's font up to where a run with one of its own begins."""
    cell = sheet.cell(row, col)
    text, doubt = _text(book, cell)
    if cell.ctype == xlrd.XL_CELL_NUMBER and cell.value == 0 and not sheet.show_zero_values:
        doubt = doubt or HIDDEN_ZERO
    ground = _ground(book, book.xf_list[cell.xf_index].background)
    fonts = [(0, book.xf_list[cell.xf_index].font_index), *sheet.rich_text_runlist_map.get((row, col), ())]
    for (start, index), (end, _) in zip(fonts, [*fonts[1:], (len(text), 0)], strict=True):
        font = book.font_list[index]
        yield Run(
            in_font(text[start:end], font.name),
            struck=bool(font.struck_out),
            shifted=bool(font.escapement),
            hidden=unseen(_colour(book, font.colour_index, "000000"), ground) or 0 < font.height <= TINY * _TWIPS,
            doubt=doubt,
        )


def _ground(book: Any, background: Any) -> str:
    """The colour behind a cell's letters; '' where there is none, grey where it is a pattern."""
    if background.fill_pattern == 0:
        return ""
    return _colour(book, background.pattern_colour_index, "ffffff") if background.fill_pattern == _SOLID else "808080"


def _colour(book: Any, index: int, otherwise: str) -> str:
    found = book.colour_map.get(index)
    return otherwise if found is None else bytes(found).hex()


def _text(book: Any, cell: Any) -> tuple[str, str]:
    """A cell as displayed, and why that is not to be trusted, else ''."""
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return display(bool(cell.value), "")
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return str(xlrd.error_text_from_code.get(cell.value, "#N/A")), ""
    key = book.xf_list[cell.xf_index].format_key
    number_format = str(book.format_map[key].format_str) or CHINESE_DATES.get(key, "")
    if cell.ctype == xlrd.XL_CELL_DATE and _ELAPSED.search(number_format):
        return display(timedelta(days=cell.value), number_format)
    if cell.ctype == xlrd.XL_CELL_DATE:
        try:
            return display(xlrd.xldate_as_datetime(cell.value, book.datemode), number_format)
        except (ValueError, OverflowError):
            pass  # no day of any calendar: the plain number, which no one misreads
    return display(cell.value, number_format)
