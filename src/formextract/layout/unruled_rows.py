"""Tables whose columns are ruled and whose rows are not: lists of figures, one line of writing a row."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from formextract.layout.grid import CellKey, Grid, GridCell
from formextract.text.flow import TextRun

LINES = 4
"""Lines of writing in a row from which it is asked whether they are rows."""
COLUMNS = 3
"""Columns that must agree on it, at least."""
FIGURES = 2
"""Columns among them that hold figures only."""
AGREE = 0.7
"""Share of the lines for which such a column must have just one piece of writing."""

_FIGURE = re.compile(r"[-+]?[\d.,，]+[%％]?")

Inside = Mapping[CellKey, list[TextRun]]
"""The pieces of writing by cell."""


def rows_by_lines(grids: Sequence[Grid], inside: Inside) -> tuple[list[Grid], dict[CellKey, list[TextRun]]]:
    """The grids with such rows parted between their lines, and the pieces in the cells where they then stand."""
    out: list[Grid] = []
    placed: dict[CellKey, list[TextRun]] = defaultdict(list)
    for i, grid in enumerate(grids):
        cuts = [cut for row in range(len(grid.ys) - 1) for cut in _cuts(grid, row, i, inside)]
        new = _parted(grid, cuts) if cuts else grid
        out.append(new)
        for k in range(len(grid.cells)):
            for piece in inside.get(CellKey(i, k), ()):
                x, y = (piece.x0 + piece.x1) / 2, (piece.y0 + piece.y1) / 2
                at = new.find(x, y) if cuts else k
                placed[CellKey(i, k if at is None else at)].append(piece)
    return out, placed


def _cuts(grid: Grid, row: int, i: int, inside: Inside) -> list[float]:
    """Heights between the lines of a row; none where they are no rows."""
    columns = {k: inside.get(CellKey(i, k), []) for k in dict.fromkeys(grid.at[row]) if grid.cells[k].rowspan == 1}
    columns = {k: pieces for k, pieces in columns.items() if pieces}
    if len(columns) < COLUMNS:
        return []
    lines = _lines([p for pieces in columns.values() for p in pieces])
    if len(lines) < LINES:
        return []
    agreeing = figures = 0
    for pieces in columns.values():
        each = [sum(low <= (p.y0 + p.y1) / 2 <= high for p in pieces) for low, high in lines]
        if max(each) == 1 and sum(each) >= AGREE * len(lines):
            agreeing += 1
            figures += all(_FIGURE.fullmatch(p.text.strip()) for p in pieces)
    if agreeing < COLUMNS or figures < FIGURES:
        return []
    return [(above[1] + below[0]) / 2 for above, below in pairwise(lines)]


def _lines(pieces: Sequence[TextRun]) -> list[tuple[float, float]]:
    """Top and bottom of each line of writing, from top to bottom."""
    out: list[tuple[float, float]] = []
    for piece in sorted(pieces, key=lambda p: (p.y0 + p.y1) / 2):
        middle = (piece.y0 + piece.y1) / 2
        if out and middle < out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], piece.y1))
        else:
            out.append((piece.y0, piece.y1))
    return out


def _parted(grid: Grid, cuts: Sequence[float]) -> Grid:
    """The grid with further level rules at `cuts`, through all cells that lie in one row."""
    ys = sorted({*grid.ys, *cuts})
    index = {y: n for n, y in enumerate(ys)}
    cells: list[GridCell] = []
    for cell in grid.cells:
        x0, _, x1, _ = cell.bbox
        first, last = index[grid.ys[cell.row]], index[grid.ys[cell.row + cell.rowspan]]
        stops = range(first, last) if cell.rowspan == 1 else [first]
        for row in stops:
            below = row + 1 if cell.rowspan == 1 else last
            cells.append(replace(cell, row=row, rowspan=below - row, bbox=(x0, ys[row], x1, ys[below])))
    cells.sort(key=lambda c: (c.row, c.col))
    at = [[-1] * (len(grid.xs) - 1) for _ in range(len(ys) - 1)]
    for n, cell in enumerate(cells):
        for line in at[cell.row : cell.row + cell.rowspan]:
            line[cell.col : cell.col + cell.colspan] = [n] * cell.colspan
    return Grid(grid.bbox, grid.xs, tuple(ys), tuple(cells), tuple(map(tuple, at)))
