"""The part of a table around some of its cells, ready to be drawn as a table: every span lies within it."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from formextract.model import Block, Cell, Table

NEAR = 4
"""Rows between two cells up to which they are shown in one excerpt."""
WIDEST = 14
"""Columns that are shown of a wider table: the first ones, which name the rows, and those around the cells."""
LEAD = 2
"""Columns at the left that name the rows of a wide table."""
BESIDE = 4
"""Columns shown to either side of a cell in a wide table."""


_YEAR = re.compile(r"20\d\d\s*年?度?")


@dataclass(frozen=True, slots=True)
class ExcerptCell:
    """A cell of an excerpt. `name` is its `Place.cell`; `marked` whether it was asked for."""

    text: str
    rowspan: int
    colspan: int
    name: str
    marked: bool


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Rows `first_row` to `last_row` (from 1) of a table; `names` are the cells asked for that lie in them."""

    rows: tuple[tuple[ExcerptCell, ...], ...]
    names: tuple[str, ...]
    first_row: int
    last_row: int
    of_rows: int
    heading: tuple[ExcerptCell, ...] = ()
    """The row further up that says what the columns are; empty where it is among `rows` or there is none."""


def around(blocks: Sequence[Block], names: Collection[str], *, above: int = 1, below: int = 1) -> tuple[Excerpt, ...]:
    """The rows around the cells of these names, in the document's order; cells far apart make several excerpts."""
    out: list[Excerpt] = []
    for table in blocks:
        if not isinstance(table, Table):
            continue
        wanted = [c for c in table.cells if c.place.cell in names]
        for group in _near(wanted):
            first = max(0, min(c.row for c in group) - above)
            last = min(table.n_rows, max(c.row + c.rowspan for c in group) + below)
            columns = _columns(table, group)
            excerpt = _cut(table, first, last, columns, {c.place.cell or "" for c in group})
            head = _heading(table, first, group)
            if head is not None:
                above_it = _cut(table, head, head + 1, columns, ())
                excerpt = replace(excerpt, heading=above_it.rows[0])
            out.append(excerpt)
    return tuple(out)


def whole(table: Table, names: Collection[str] = ()) -> Excerpt:
    """All of a table, the cells of these names marked."""
    return _cut(table, 0, table.n_rows, list(range(table.n_cols)), set(names))


def _heading(table: Table, first: int, cells: Sequence[Cell]) -> int | None:
    """The nearest row above `first` that names years in two columns at least, else the first row that fills most.

    None where it has not one cell above each of the cells: it is the heading of something else then.
    """
    rows: dict[int, list[Cell]] = {}
    for cell in table.cells:
        if cell.row < first and cell.rowspan == 1:
            rows.setdefault(cell.row, []).append(cell)
    years = [r for r, row in rows.items() if sum(_YEAR.fullmatch(c.text.strip()) is not None for c in row) >= 2]  # noqa: PLR2004
    full = [r for r, row in rows.items() if sum(bool(c.text.strip()) for c in row) >= max(3, table.n_cols // 2)]
    if not years and table.n_cols <= 3:  # noqa: PLR2004 - label, value, and little else
        return None
    found = max(years, default=min(full, default=None))
    return found if found is not None and all(_above(rows[found], c) for c in cells) else None


def _above(row: Sequence[Cell], cell: Cell) -> bool:
    """Whether one cell of the row, and no more, stands above the cell."""
    return sum(c.col < cell.col + cell.colspan and cell.col < c.col + c.colspan for c in row) == 1


def _near(cells: Sequence[Cell]) -> list[list[Cell]]:
    groups: list[list[Cell]] = []
    for cell in sorted(cells, key=lambda c: (c.row, c.col)):
        if groups and cell.row - max(c.row + c.rowspan for c in groups[-1]) <= NEAR:
            groups[-1].append(cell)
        else:
            groups.append([cell])
    return groups


def _columns(table: Table, cells: Sequence[Cell]) -> list[int]:
    """The columns to be shown, ascending."""
    if table.n_cols <= WIDEST:
        return list(range(table.n_cols))
    left, right = min(c.col for c in cells), max(c.col + c.colspan for c in cells)
    shown = set(range(LEAD)) | set(range(max(0, left - BESIDE), min(table.n_cols, right + BESIDE)))
    return sorted(shown)


def _cut(table: Table, first: int, last: int, columns: Sequence[int], names: Collection[str]) -> Excerpt:
    rows: list[list[ExcerptCell]] = [[] for _ in range(last - first)]
    for cell in sorted(table.cells, key=lambda c: (c.row, c.col)):
        top, bottom = max(cell.row, first), min(cell.row + cell.rowspan, last)
        width = sum(cell.col <= c < cell.col + cell.colspan for c in columns)
        if top >= bottom or not width:
            continue
        name = cell.place.cell or ""
        rows[top - first].append(ExcerptCell(cell.text, bottom - top, width, name, name in names))
    found = tuple(dict.fromkeys(c.name for row in rows for c in row if c.marked))
    return Excerpt(tuple(tuple(row) for row in rows), found, first + 1, last, table.n_rows)
