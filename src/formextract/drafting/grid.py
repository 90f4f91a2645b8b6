"""A blank table's places: labels with the empty cells beside or below them, boxes to tick, ruled blanks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from formextract.drafting import words
from formextract.drafting.areas import BlankList, ValueColumns, blank_lists, value_columns
from formextract.drafting.beside import side_by_side
from formextract.drafting.board import Board
from formextract.drafting.edges import within_edges
from formextract.drafting.gaps import has_gap
from formextract.drafting.labelled import add_label, add_labelled, add_targets, add_unnamed
from formextract.drafting.lines import Layout, heading_of, is_title, read_line
from formextract.drafting.listed import add_area
from formextract.model import Cell, Table
from formextract.text import find_unit, squeeze

LINES = 2
"""Captions in a wide cell from which it reads as a line of the cover."""
_NO_TEXT = re.compile(r"意见|声明|承诺|签[字章名]|盖章|附件|目录")
MOST_NAMED = 6
"""Empty cells of a row that are named one by one."""


def read_table(table: Table, out: Layout, heading: str) -> None:
    """Adds what a table asks for. `heading` is the line above it."""
    inner = within_edges(table, out.said)
    parts = side_by_side(inner, lambda text: words.kind_of(text, out.said) in words.VALUES)
    for part in parts:
        _read(Board(part, out, heading))
    kept = {c.place for part in parts for c in part.cells}
    for cells in _by_row(c for c in inner.cells if c.place not in kept):
        out.open.append(_empty_cells(cells))  # of the shorter of two tables side by side
        out.open_cells += [c.place.cell for c in cells if c.place.cell]


def _by_row(cells: Iterable[Cell]) -> list[list[Cell]]:
    rows: dict[int, list[Cell]] = {}
    for c in cells:
        rows.setdefault(c.row, []).append(c)
    return list(rows.values())


def _empty_cells(cells: Sequence[Cell]) -> str:
    """A line 待定 about empty cells of a row, the first ones named."""
    named = "、".join(c.place.cell or "" for c in cells[:MOST_NAMED])
    return f"空格 {named}{'…' if len(cells) > MOST_NAMED else ''}".strip()


def _read(board: Board) -> None:
    """Adds the places of one table, its lists and rows under headings first."""
    found: dict[int, BlankList | ValueColumns] = {}
    areas: list[BlankList | ValueColumns] = [*blank_lists(board.table, board.kind, board.out.said)]
    areas += value_columns(board.table, board.kind, board.out.said)
    for area in areas:
        mine = {id(c) for c in area.cells}
        if mine.isdisjoint(board.used):
            found[next(id(c) for c in board.table.cells if id(c) in mine)] = area
            board.used |= mine
    for cell in board.table.cells:
        if id(cell) in found:
            add_area(board, found[id(cell)])
        if id(cell) in board.used:
            continue
        kind = board.kind(cell)
        if kind == "year":
            board.year(cell)
        elif board.alone(cell):
            _wide(board, cell, kind)
        elif kind == "target":
            add_targets(board, cell.row)
        elif kind in ("label", "caption", "section") or (kind == "head" and board.has_place(cell)):
            add_label(board, cell)
        elif kind in ("text", "sign", "hint"):
            board.said(cell)
        elif kind in ("ticks", "inline", "gaps"):
            add_unnamed(board, cell)
    _unclaimed(board)


def _unclaimed(board: Board) -> None:
    """Notes what nothing has claimed, empty cells a row at a time: a person must say what they are."""
    left = [c for c in board.table.cells if id(c) not in board.told]
    for cell in left:
        if board.kind(cell) != "blank" and _asks(board, cell):
            board.open(cell)
    for cells in _by_row(c for c in left if board.kind(c) == "blank"):
        board.takes_open(cells)
        board.out.open.append(_empty_cells(cells))


def _asks(board: Board, cell: Cell) -> bool:
    """Whether somebody is to write or to tick in a cell, signatures apart."""
    kind, plain = board.kind(cell), words.clean(cell.text)
    return kind in words.VALUES - {"hint"} or (kind != "sign" and (has_gap(plain) or words.has_box(plain)))


def _wide(board: Board, cell: Cell, kind: words.Kind) -> None:
    below = board.at.get((cell.row + cell.rowspan, cell.col))
    under = below is not None and board.alone(below) and board.kind(below) in ("blank", "inline")
    if kind in ("section", "label", "caption") and under and below is not None and below.colspan == cell.colspan:
        add_labelled(board, cell, [below])
        return
    if kind == "ticks" or (kind == "gaps" and not _like_cover(board) and len(words.captions_in(cell.text)) < LINES):
        add_unnamed(board, cell)
        return
    if kind == "hint" and len(board.table.cells) == 1 and (head := heading_of(board.out)):
        add_labelled(board, cell, [], label=head)  # （可另附页） in a box below the heading of a part
        return
    if kind in ("section", "label", "caption", "hint") and _holds_text(board, cell):
        board.out.passed = words.section_number(cell.text) or board.out.passed
        head = heading_of(board.out) if kind == "hint" else ""
        if head and board.out.passed < int(board.out.section):
            add_labelled(board, cell, [], label=head)  # （1500字以内） below the heading of a part
            return
        add_labelled(board, cell, [], shape="headed")
        return
    if kind == "caption" and board.table.n_rows > 1 and not _like_cover(board):
        add_labelled(board, cell, [], label=words.caption_of(cell.text))
        rest = words.clean(cell.text).partition("：")[2] or words.clean(cell.text).partition(":")[2]
        board.out.say(re.sub(r"[_＿]+", "", rest))
        return
    board.out.unit = (
        find_unit(cell.text) if kind != "section" and len(cell.text) < words.LONGEST_HEADING else None
    ) or board.out.unit
    if kind != "blank":
        places, lines = len(board.out.found), len(board.out.open)
        read_line(cell.text, board.out)
        names = (cell.place.cell,) if cell.place.cell else ()
        board.out.found[places:] = [replace(f, cells=names) for f in board.out.found[places:]]
        if len(board.out.open) > lines:
            board.takes_open([cell])
        elif len(board.out.found) > places or kind == "section":
            board.told.add(id(cell))


def _holds_text(board: Board, cell: Cell) -> bool:
    """Whether a cell across the table is a heading with room for its text below it."""
    if words.limit_of(cell.text) or words.least_of(cell.text):
        return len(squeeze(words.bare(cell.text))) <= words.LONGEST_HEADING
    below = board.at.get((cell.row + cell.rowspan, cell.col))
    if _NO_TEXT.search(cell.text) or cell.row == 0 or is_title(cell.text):
        return False
    if words.section_number(cell.text) is None:
        return False
    return below is None or (
        board.alone(below) and board.kind(below) in ("section", "label", "caption", "sign", "text")
    )


def _like_cover(board: Board) -> bool:
    """Whether the form has not begun: a sheet keeps the cover's lines in wide cells."""
    return not board.out.sections
