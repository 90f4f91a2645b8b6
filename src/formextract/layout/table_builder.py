"""Placed cells to tables: rows and columns follow from the edges, also of nested and of joined tables."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from formextract.model import Cell, Legibility, Place, Table
from formextract.model.document import Shown


class PlacedCell(NamedTuple):
    """A cell by its edges, in any unit that grows rightwards and downwards."""

    y0: float
    y1: float
    x0: float
    x1: float
    text: str
    place: Place
    legibility: Legibility
    doubt: str = ""
    shown: Shown | None = None
    asides: tuple[str, ...] = ()
    unruled: bool = False
    """Whether its edges are ours: nobody drew them."""


def nested(host: PlacedCell, inner: Sequence[PlacedCell]) -> list[PlacedCell]:
    """The cells of a table that fills a cell, stretched to the cell's edges, so that they stand in the outer grid.

    What the cell itself does not show is told with the first of them, where it has no text to be told with.
    """
    top, bottom = min(c.y0 for c in inner), max(c.y1 for c in inner)
    left, right = min(c.x0 for c in inner), max(c.x1 for c in inner)

    def y(v: float) -> float:
        return host.y0 + (v - top) / (bottom - top) * (host.y1 - host.y0)

    def x(v: float) -> float:
        return host.x0 + (v - left) / (right - left) * (host.x1 - host.x0)

    first, *others = (c._replace(y0=y(c.y0), y1=y(c.y1), x0=x(c.x0), x1=x(c.x1)) for c in inner)
    asides = () if host.text.strip() else host.asides
    return [first._replace(asides=(*asides, *first.asides)), *others]


def _edges(values: Iterable[float], tolerance: float) -> list[float]:
    out: list[float] = []
    for v in sorted(set(values)):
        if not out or v - out[-1] > tolerance:
            out.append(v)
    return out


def to_table(placed: Sequence[PlacedCell], tolerance: float, page_tops: Sequence[float] = ()) -> Table:
    """The table of placed cells; edges within `tolerance` are one. `page_tops`: where a further page begins.

    A cell thinner than the tolerance has the row or column that ends where it lies.
    """
    xs = _edges([v for c in placed for v in (c.x0, c.x1)], tolerance)
    ys = _edges([v for c in placed for v in (c.y0, c.y1)], tolerance)

    n_rows, n_cols = max(1, len(ys) - 1), max(1, len(xs) - 1)

    def at(edges: list[float], value: float) -> int:
        return bisect_right(edges, value) - 1

    cells = []
    for c in placed:
        row, col = min(at(ys, c.y0), n_rows - 1), min(at(xs, c.x0), n_cols - 1)
        cells.append(
            Cell(
                row,
                col,
                max(1, at(ys, c.y1) - row),
                max(1, at(xs, c.x1) - col),
                c.text,
                c.place,
                c.doubt,
                c.shown,
                asides=c.asides,
                legibility=c.legibility,
                unruled=c.unruled,
            )
        )
    cells.sort(key=lambda c: (c.row, c.col))
    return Table(tuple(cells), n_rows, n_cols, tuple(at(ys, y) for y in page_tops))
