"""Ruled grids: rules → joined rules → connected frames → cells with spans. The same code for vector rules and pixels.

Rules that touch make one frame; a frame inside a cell of another is a nested table.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from formextract.geometry import BBox

SNAP = 1.0
"""Points: rules this close are one rule (a border that two cells draw)."""
REACH = 3.0
"""Points: a rule that ends this close to a crossing one is taken to touch it."""
TOUCH = 2.0
"""Points: how far from a crossing rule a rule may end and still divide cells. Cells are padded by more than this."""
NARROW = 7.0
"""Points: less than the width of a letter; two rules this close bound no cell."""
AS_LONG = 0.9
"""Share of the longest rule's length that others at its place have where they are the same border, drawn twice."""

Rule = tuple[float, float, float]
"""Position across, start, end: (y, x0, x1) of a horizontal rule, (x, y0, y1) of a vertical one."""


class CellKey(NamedTuple):
    """A cell of a page: the number of its grid, and its index in the grid's `cells`."""

    grid: int
    cell: int


@dataclass(frozen=True, slots=True)
class GridCell:
    """A rectangle of the grid: first row and column (from 0), spans, and its box.

    `bbox` is between the cell's own walls, `edges` between the grid's rows and columns, which have one place each: of
    tables side by side in one frame the rows may stand a little off each other.
    """

    row: int
    col: int
    rowspan: int
    colspan: int
    bbox: BBox
    edges: BBox


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled frame. `xs` and `ys` are the ascending rules; `cells` in reading order cover it without overlap.

    `at[row][col]` is the index in `cells` of the cell that covers the position.
    """

    bbox: BBox
    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[GridCell, ...]
    at: tuple[tuple[int, ...], ...]

    def find(self, x: float, y: float) -> int | None:
        """The index of the cell at a point; None outside the frame, but for letters that stick out of it a little."""
        box = self.bbox
        if not (box[0] - NARROW <= x <= box[2] + NARROW and box[1] - SNAP <= y <= box[3] + SNAP):
            return None
        row = bisect_right(self.ys, y, 1, len(self.ys) - 1) - 1
        col = bisect_right(self.xs, x, 1, len(self.xs) - 1) - 1
        found = self.at[row][col]
        box = self.cells[found].bbox
        # a cell's own walls may stand a little off the middle of its row's
        row += (y >= box[3] and row < len(self.at) - 1) - (y < box[1] and row > 0)
        col += (x >= box[2] and col < len(self.at[0]) - 1) - (x < box[0] and col > 0)
        return self.at[row][col]


def join_rules(rules: Sequence[Rule]) -> list[Rule]:
    """Rules on one line that overlap or nearly touch, as one; ascending."""
    out: list[Rule] = []
    ordered = sorted(rules)
    start = 0
    while start < len(ordered):
        stop = start + 1
        while stop < len(ordered) and ordered[stop][0] - ordered[start][0] <= SNAP:
            stop += 1
        band = sorted(ordered[start:stop], key=lambda r: r[1])
        position = band[0][0] if stop - start == 1 else sum(r[0] for r in band) / len(band)
        low, high = band[0][1], band[0][2]
        for _, a, b in band[1:]:
            if a <= high + REACH:
                high = max(high, b)
            else:
                out.append((position, low, high))
                low, high = a, b
        out.append((position, low, high))
        start = stop
    return out


def find_grids(horizontal: Sequence[Rule], vertical: Sequence[Rule], touch: float = TOUCH) -> list[Grid]:
    """The frames that the rules draw, from top to bottom; nested frames stand behind the frame around them.

    `touch`: how far from a crossing rule a rule may end and still divide cells; rules found in pixels need more.
    """
    h, v = join_rules(horizontal), join_rules(vertical)
    grids = []
    for hs, vs in _connected(h, v):
        grid = _grid(hs, vs, touch)
        if grid is not None:
            grids.append(grid)
    return sorted(grids, key=lambda g: (g.bbox[1], g.bbox[0], -g.bbox[3]))


def _connected(h: list[Rule], v: list[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Groups of rules that cross or touch each other."""
    parent = list(range(len(h) + len(v)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    ys = [r[0] for r in h]
    for j, (x, y0, y1) in enumerate(v, len(h)):
        for i in range(bisect_left(ys, y0 - REACH), bisect_right(ys, y1 + REACH)):
            if h[i][1] - REACH <= x <= h[i][2] + REACH:
                parent[root(i)] = root(j)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = defaultdict(lambda: ([], []))
    for i, rule in enumerate(h):
        groups[root(i)][0].append(rule)
    for j, rule in enumerate(v, len(h)):
        groups[root(j)][1].append(rule)
    return [g for g in groups.values() if len(g[0]) >= 2 and len(g[1]) >= 2]  # noqa: PLR2004 - a frame has two sides


class _Place(NamedTuple):
    """Where rules stand: one rule, a double border, or a cell's border with that of the frame nested in it."""

    low: float
    high: float

    @property
    def middle(self) -> float:
        return (self.low + self.high) / 2


def _places(rules: list[Rule]) -> list[_Place]:
    """The distinct places of rules, ascending."""
    groups: list[list[float]] = []
    for place in sorted({r[0] for r in rules}):
        if groups and place - groups[-1][-1] <= NARROW:
            groups[-1].append(place)
        else:
            groups.append([place])
    return [_Place(g[0], g[-1]) for g in groups]


_Stretch = tuple[tuple[float, float], ...]
"""Place and length of the rules that draw a stretch of a wall; empty where it is not drawn."""
_Wall = list[_Stretch]
"""Along one place, the stretches between the rules across it."""


def _walls(rules: list[Rule], places: list[_Place], across: list[_Place], touch: float) -> list[_Wall]:
    """For each place, which stretches between neighbours of `across` are drawn from end to end, and where.

    From end to end, because the underline of a filled-in blank covers a cell but for its padding.
    """
    walls: list[_Wall] = [[()] * (len(across) - 1) for _ in places]
    starts, highs, lows = [p.low for p in places], [p.high for p in across], [p.low for p in across]
    for place, low, high in rules:
        wall = walls[max(bisect_right(starts, place) - 1, 0)]
        for k in range(bisect_left(highs, low - touch), bisect_right(lows, high + touch) - 1):
            wall[k] = (*wall[k], (place, high - low))
    return walls


def _stands_at(wall: _Wall, place: float) -> float:
    """Where a cell's own wall stands: tables side by side in one frame have rows that stand a little off each other.

    By the longest rules that draw all of it, where there are some: an underline close above a rule draws some stretches
    of it too, where columns of other rows end below it.
    """
    all_of_it = [r for r in wall[0] if all(r in s for s in wall[1:])]
    there = all_of_it or [r for stretch in wall for r in stretch]
    longest = max((length for _, length in there), default=0.0)
    kept = [x for x, length in there if length >= AS_LONG * longest]
    return (min(kept) + max(kept)) / 2 if kept else place


def _used(places: list[_Place], walls: list[_Wall]) -> list[_Place]:
    """The places at which some stretch is drawn."""
    return [p for p, wall in zip(places, walls, strict=True) if any(wall)]


def _grid(hs: list[Rule], vs: list[Rule], touch: float) -> Grid | None:
    columns, rows = _places(vs), _places(hs)
    if len(columns) < 2 or len(rows) < 2:  # noqa: PLR2004 - a frame has two sides
        return None
    below, beside = _walls(hs, rows, columns, touch), _walls(vs, columns, rows, touch)
    if not (all(map(any, below)) and all(map(any, beside))):
        columns, rows = _used(columns, beside), _used(rows, below)
        if len(columns) < 2 or len(rows) < 2:  # noqa: PLR2004
            return None
        below, beside = _walls(hs, rows, columns, touch), _walls(vs, columns, rows, touch)
    xs, ys = [p.middle for p in columns], [p.middle for p in rows]
    n_cols, n_rows = len(xs) - 1, len(ys) - 1
    at = [[-1] * n_cols for _ in range(n_rows)]
    cells: list[GridCell] = []
    for r in range(n_rows):
        for c in range(n_cols):
            if at[r][c] >= 0:
                continue
            right = c + 1
            while right < n_cols and not beside[right][r] and at[r][right] < 0:
                right += 1
            bottom = r + 1
            # a rule ends a cell only if it crosses all of it: the underline of a filled-in blank may span a column
            while (
                bottom < n_rows
                and not all(below[bottom][c:right])
                and not any(beside[k][bottom] for k in range(c + 1, right))
            ):
                bottom += 1
            index = len(cells)
            for row in at[r:bottom]:
                row[c:right] = [index] * (right - c)
            box = (
                _stands_at(beside[c][r:bottom], xs[c]),
                _stands_at(below[r][c:right], ys[r]),
                _stands_at(beside[right][r:bottom], xs[right]),
                _stands_at(below[bottom][c:right], ys[bottom]),
            )
            cells.append(GridCell(r, c, bottom - r, right - c, box, (xs[c], ys[r], xs[right], ys[bottom])))
    return Grid((xs[0], ys[0], xs[-1], ys[-1]), tuple(xs), tuple(ys), tuple(cells), tuple(map(tuple, at)))
