"""Tables that stand side by side in one: 项目 | 金额 | 项目 | 金额, income to the left and spending to the right."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from formextract.model import Cell, Table
from formextract.tables import CellGrid
from formextract.text import is_blank, parse_unit, squeeze

LEAST_CAPTIONS = 2
"""Captions of each half of a heading."""
LEAST_ROWS = 2


def side_by_side(table: Table, is_place: Callable[[str], bool]) -> list[Table]:
    """The table's parts from top to bottom, halves from left to right, where a heading says the same captions twice.

    The first caption of each half may differ (收入项目, 支出项目): it names the rows below. `is_place` says whether a
    text leaves room to write in.
    """
    grid = CellGrid(table)
    for r in range(table.n_rows - LEAST_ROWS):
        cut = _cut(grid, r, is_place)
        if cut is None:
            continue
        end = r + 1
        while end < table.n_rows and _parts_at(grid, end, cut) and any(not is_blank(c.text) for c in grid.row(end)):
            end += 1
        if end - r <= LEAST_ROWS or not any(is_blank(c.text) for c in table.cells if r < c.row < end):
            continue
        below = _part(table, end, table.n_rows, 0, table.n_cols)
        halves = [_part(table, r, end, 0, cut), _part(table, r, end, cut, table.n_cols)]
        upper = [_part(table, 0, r, 0, table.n_cols)] if r else []
        return [*upper, *map(_without_empty_rows, halves), *(side_by_side(below, is_place) if below.n_rows else [])]
    return [table]


def _cut(grid: CellGrid, r: int, is_place: Callable[[str], bool]) -> int | None:
    """The column at which the captions of a row begin anew."""
    cells = grid.row(r)
    texts = [re.sub(r"[^\w]", "", squeeze(c.text)) for c in cells]
    half = len(cells) // 2
    if len(cells) % 2 or half < LEAST_CAPTIONS or not all(re.search("[\u4e00-\u9fff]", t) for t in texts):
        return None
    if any(c.row != r or c.rowspan != 1 or is_place(c.text) for c in cells) or texts[1:half] != texts[half + 1 :]:
        return None
    if len(set(texts[:half])) < half or all(parse_unit(t) is not None for t in texts[1::2]):
        return None  # of pairs of captions and units each is a place
    return cells[half].col


def _parts_at(grid: CellGrid, r: int, cut: int) -> bool:
    """Whether no cell of a row stands over the cut."""
    return not any(c.col < cut < c.col + c.colspan for c in grid.row(r))


def _part(table: Table, top: int, bottom: int, left: int, right: int) -> Table:
    cells = [
        replace(c, row=c.row - top, col=c.col - left)
        for c in table.cells
        if top <= c.row < bottom and left <= c.col < right
    ]
    starts = tuple(s - top for s in table.page_starts if top < s < bottom)
    return replace(table, cells=tuple(cells), n_rows=bottom - top, n_cols=right - left, page_starts=starts)


def _without_empty_rows(table: Table) -> Table:
    """Without rows that have no word: one half is longer than the other."""
    kept: list[Cell] = [
        c for c in table.cells if any(not is_blank(o.text) for o in table.cells if o.row <= c.row < o.row + o.rowspan)
    ]
    return replace(table, cells=tuple(kept))
