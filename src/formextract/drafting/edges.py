"""A sheet's tables without the cells that lie beyond their edge: a sheet is as wide as its widest table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from formextract.drafting import words
from formextract.model import Cell, Table
from formextract.tables import CellGrid, HeadWords

LEAST_ROWS = 2
"""Rows of a table from which what is empty to their right in all of them is no part of it."""
_ASKS = frozenset({"label", "caption", "section", "head", "unit", "level", "role", "year", "target"})
"""Kinds of cells beside which somebody may have to write."""


def within_edges(table: Table, said: HeadWords) -> Table:
    """The table, part for part (as lines across the sheet divide it), up to its own last column.

    Of a text or a page every cell was drawn, and belongs to its table.
    """
    if not any("!" in (c.place.cell or "") for c in table.cells):
        return table
    grid = CellGrid(table)
    beyond: set[int] = set()
    for first, end in _parts(grid):
        for k in range(table.n_cols - 1, 0, -1):
            cells = [grid.at.get((r, k)) for r in range(first, end)]
            before = [grid.at.get((r, k - 1)) for r in range(first, end)]
            if not all(map(_empty, cells)) or any(_asks(c, grid, said) for c in before):
                break
            if end - first < LEAST_ROWS or not any(c is not None and not _empty(c) for c in before):
                continue
            beyond |= {id(c) for c in cells}
            beyond |= {id(c) for j in range(k, table.n_cols) for r in range(first, end) if (c := grid.at.get((r, j)))}
    return replace(table, cells=tuple(c for c in table.cells if id(c) not in beyond)) if beyond else table


def _parts(grid: CellGrid) -> Iterator[tuple[int, int]]:
    """First row of each part, and the row behind its last: lines across the whole sheet stand between them."""
    start = 0
    for r in range(grid.table.n_rows + 1):
        cell = grid.at.get((r, 0))
        wide = cell is not None and cell.colspan >= grid.table.n_cols
        if r == grid.table.n_rows or wide:
            if r > start:
                yield start, r
            start = r + 1


def _empty(cell: Cell | None) -> bool:
    return cell is None or (not cell.text.strip() and cell.colspan == 1 and cell.rowspan == 1)


def _asks(cell: Cell | None, grid: CellGrid, said: HeadWords) -> bool:
    """Whether a cell's place may be to its right: of the last of a row of headings it is below."""
    if cell is None or words.kind_of(cell.text, said) not in _ASKS:
        return False
    below, left = grid.at.get((cell.row + cell.rowspan, cell.col)), grid.at.get((cell.row, cell.col - 1))
    heads = left is not None and left.row == cell.row and words.kind_of(left.text, said) in _ASKS
    return not (heads and _empty(below) and below is not None)
