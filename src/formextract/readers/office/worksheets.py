"""Sheets as tables, whichever library has opened the workbook: used range, merged cells, places."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from openpyxl.utils import get_column_letter

from formextract.model import TYPED, Block, Cell, Document, Ink, Line, Place, SourceFile, Table, Unread
from formextract.model.doubt import weakest_of
from formextract.model.ink import COVERED, NOT_SEEN, NOT_TEXT, TINY
from formextract.readers.office.margins import with_margins
from formextract.readers.office.sheet_drawings import OverCell, picture_in
from formextract.text import is_blank, squeeze

MAX_SHEETS = 100
MAX_CELLS = 400_000
"""Cells of one sheet's used range; beyond it the sheet is a database, not a form."""
MAX_WIDTH = 200
"""Columns that are read; forms end long before."""

MAX_FORM = 20_000
"""Filled cells up to which a sheet may be a form of which another is an example."""
_EXAMPLE = re.compile(r"示例|样例|范例|举例")

POINTS_A_LETTER = 5.25
"""Width of a digit in a sheet's standard font (11 points, 7 pixels of 96 an inch), by which columns are measured."""

NOTHING = Ink("")
OVER_IT = "文字写在单元格上的文本框或图形里，请看原件"
Merged = tuple[int, int, int, int]
"""First row, first column, last row, last column of merged cells, from 1, inclusive."""


class Sheet(NamedTuple):
    """One sheet as its library holds it.

    `filled` are the rows and columns (from 1) of the cells with a value; `shown` gives the text that a reader of the
    sheet sees at a row and column, with the doubt about it. `hidden_rows` are not shown, though they may be filled.
    """

    title: str
    visible: bool
    filled: Collection[tuple[int, int]]
    merged: Sequence[Merged]
    shown: Callable[[int, int], Ink]
    hidden_rows: frozenset[int] = frozenset()
    hidden_cols: frozenset[int] = frozenset()
    over: Sequence[OverCell] = ()
    """What lies over the cells."""
    notes: Sequence[tuple[int, int, str]] = ()
    """Comments by row and column."""
    heads: Sequence[str] = ()
    feet: Sequence[str] = ()
    """What a print of the sheet has at the heads and feet of its pages."""


def is_flat(points: float | None) -> bool:
    """Whether a row or column so high or wide shows nothing of what stands in it; None where it is as others are."""
    return points is not None and points <= TINY


def document(source: SourceFile, reader: str, sheets: Sequence[Sheet]) -> Document:
    """The document of a workbook, one table a visible sheet; what stands in hidden sheets is listed as hidden."""
    blocks: list[Block] = []
    hidden: list[Line] = []
    notes: list[str] = []
    unread: list[Unread] = []
    heads: list[str] = []
    feet: list[str] = []
    examples = _examples(sheets[:MAX_SHEETS])
    for number, sheet in enumerate(sheets):
        if number >= MAX_SHEETS:
            notes.append(f"工作表超过 {MAX_SHEETS} 张，其余未读")
            break
        if not sheet.visible:
            hidden += _lines(sheet)
            if hidden:
                notes.append(f"工作表“{sheet.title}”是隐藏的，未当作申报内容，列入未对应内容")
            continue
        if number in examples:
            hidden += _lines(sheet)
            notes.append(f"工作表“{sheet.title}”是填写示例，未当作申报内容，列入未对应内容")
            continue
        rows, cols = _used(sheet)
        if rows * cols > MAX_CELLS:
            notes.append(f"工作表“{sheet.title}”超过 {MAX_CELLS} 格，不像申报表，未读")
            continue
        unseen = _lines(sheet, sheet.hidden_rows, sheet.hidden_cols)
        if unseen:
            hidden += unseen
            notes.append(f"工作表“{sheet.title}”有隐藏的行或列，未当作申报内容，列入未对应内容")
        hidden += [Line(f"批注：{said}", _place(sheet, r, c), legibility=TYPED) for r, c, said in sheet.notes]
        unread += [Unread(o.what, _place(sheet, o.row, o.col)) for o in sheet.over if not o.text]
        merges = _merges(sheet, rows, cols)
        if merges.beneath:
            hidden += [Line(said, _place(sheet, *at), legibility=TYPED) for at, said in merges.beneath.items()]
            notes.append(f"工作表“{sheet.title}”的合并单元格下面盖着文字，未当作申报内容，列入未对应内容")
        table = _table(sheet, rows, cols, merges, unread)
        if table is not None:
            blocks.append(table)
            heads += sheet.heads
            feet += sheet.feet
    said = with_margins(blocks, heads, feet)
    return Document(source, reader, said, max(1, len(sheets)), tuple(notes), tuple(hidden), unread=tuple(unread))


def _examples(sheets: Sequence[Sheet]) -> frozenset[int]:
    """The sheets that are called an example of another one: it holds the same words, and is filled in as well."""
    called = [n for n, s in enumerate(sheets) if s.visible and _EXAMPLE.search(s.title)]
    forms = [_words_and_figures(s) for n, s in enumerate(sheets) if s.visible and n not in called] if called else []
    out = set()
    for n in called:
        said, filled = _words_and_figures(sheets[n])
        if any(len(words & said) * 2 > len(words) > 0 and figures * 2 > filled for words, figures in forms):
            out.add(n)
    return frozenset(out)


def _words_and_figures(sheet: Sheet) -> tuple[frozenset[str], int]:
    """What a sheet says in words, and how many of its cells hold none; nothing of what is no form for its size."""
    at = sheet.filled if len(sheet.filled) <= MAX_FORM else ()
    said = [squeeze(sheet.shown(row, col).text) for row, col in at]
    words = frozenset(text for text in said if any(c.isalpha() for c in text))
    return words, sum(1 for text in said if text and text not in words)


def _used(sheet: Sheet) -> tuple[int, int]:
    """Rows and columns up to the last filled or merged cell, or the last one that something lies over."""
    there = [*sheet.filled, *((o.row, o.col) for o in sheet.over)]
    rows = max((row for row, _ in there), default=0)
    cols = max((col for _, col in there), default=0)
    for top, _, bottom, right in sheet.merged:
        if top <= rows:
            rows, cols = max(rows, bottom), max(cols, right)
    return rows, min(cols, MAX_WIDTH)


class _Merges(NamedTuple):
    """The merged cells of a sheet's used range, by their first cell."""

    spans: Mapping[tuple[int, int], tuple[int, int]]
    """Rows and columns that each takes."""
    covered: Mapping[tuple[int, int], tuple[int, int]]
    """The first cell to each of the others."""
    beneath: Mapping[tuple[int, int], str]
    """What stands in cells that a merge covers, so that nobody sees it; not what its first cell says, too."""


def _merges(sheet: Sheet, rows: int, cols: int) -> _Merges:
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    covered: dict[tuple[int, int], tuple[int, int]] = {}
    for top, left, last_row, last_col in sheet.merged:
        if top > rows or left > cols:
            continue
        bottom, right = min(last_row, rows), min(last_col, cols)
        spans[top, left] = (bottom - top + 1, right - left + 1)
        covered.update(((r, c), (top, left)) for r in range(top, bottom + 1) for c in range(left, right + 1))
        covered.pop((top, left), None)
    beneath: dict[tuple[int, int], str] = {}
    for row, col in sorted(sheet.filled) if covered else ():
        first = covered.get((row, col))
        if first is None or row in sheet.hidden_rows or col in sheet.hidden_cols:
            continue
        said = sheet.shown(row, col).text.strip()
        if said and squeeze(said) != squeeze(sheet.shown(*first).text):
            beneath[row, col] = said
    return _Merges(spans, covered, beneath)


def _table(sheet: Sheet, rows: int, cols: int, merges: _Merges, unread: list[Unread]) -> Table | None:
    filled = [at for at in sheet.filled if at[1] <= cols]
    if not filled:
        return None
    top_row, left_col = min(r for r, _ in filled), min(c for _, c in filled)  # a form may stand off the corner
    over_some = {merges.covered[at] for at in merges.beneath}
    cells = []
    for row in range(top_row, rows + 1):
        for col in range(left_col, cols + 1):
            if (row, col) in merges.covered:
                continue
            unseen = row in sheet.hidden_rows or col in sheet.hidden_cols
            ink = sheet.shown(row, col)
            if unseen:
                ink = NOTHING if is_blank(ink.text) else Ink("", NOT_SEEN)
            height, width = merges.spans.get((row, col), (1, 1))
            if (row, col) in over_some and is_blank(ink.text):
                ink = replace(ink, doubt=ink.doubt or COVERED)
            over = [o for o in sheet.over if row <= o.row < row + height and col <= o.col < col + width]
            place = _place(sheet, row, col)
            if picture_in(ink.text) is not None:  # WPS's formula, of which this file does not give the picture
                ink, over = NOTHING, [*over, OverCell(row, col, "picture", "")]
                unread.append(Unread("picture", place))
            ink = _with(ink, over)
            cells.append(
                Cell(
                    row - top_row,
                    col - left_col,
                    height,
                    width,
                    ink.text,
                    place,
                    ink.doubt,
                    asides=ink.asides,
                    legibility=weakest_of(o.legibility for o in over) if over else TYPED,
                )
            )
    return Table(tuple(cells), rows - top_row + 1, cols - left_col + 1)


def _with(ink: Ink, over: Sequence[OverCell]) -> Ink:
    """A cell's ink with what lies over it: the words of boxes and shapes are its text, what has none is doubt."""
    if not over:
        return ink
    text = "\n".join(
        filter(None, (ink.text.strip(), *(o.text for o in over if o.what != "text-box" or not ink.text.strip())))
    )
    asides = tuple(o.text for o in over if o.text and o.what == "text-box" and ink.text.strip())
    doubt = ink.doubt or (NOT_TEXT if not text and any(not o.text for o in over) else "")
    if not doubt and any(o.what == "text-box" and o.text for o in over):
        doubt = OVER_IT
    return Ink(text, doubt, (*ink.asides, *asides))


def _place(sheet: Sheet, row: int, col: int) -> Place:
    return Place(cell=f"{sheet.title}!{get_column_letter(col)}{row}")


def _lines(sheet: Sheet, rows: Collection[int] | None = None, cols: Collection[int] = ()) -> list[Line]:
    """The filled cells of a sheet, or of some of its rows and columns, as lines."""
    return [
        Line(text, _place(sheet, row, col), legibility=TYPED)
        for row, col in sorted(sheet.filled)
        if (rows is None or row in rows or col in cols) and (text := sheet.shown(row, col).text.strip())
    ]
