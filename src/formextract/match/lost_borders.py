"""Cells that can be cut where a rule was lost: their edges in rows and columns, new ones between the old."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from statistics import median

from formextract.geometry import BBox
from formextract.model import Cell, Doubt, Place, Table
from formextract.model.document import Shown
from formextract.text.flow import TextRun, lines_of, reflow

Written = tuple[str, BBox]
"""Words and their box, on the page stood upright."""


def level_lines(words: Sequence[Written]) -> list[list[Written]]:
    """Words by lines, from top to bottom, each from left to right."""
    out: list[list[Written]] = []
    for word in sorted(words, key=lambda w: w[1][1] + w[1][3]):
        middle = (word[1][1] + word[1][3]) / 2
        first = out[-1][0][1] if out else None
        if first is not None and first[1] + (first[3] - first[1]) / 6 < middle < first[3] - (first[3] - first[1]) / 6:
            out[-1].append(word)
        else:
            out.append([word])
    return [sorted(line, key=lambda w: w[1][0]) for line in out]


@dataclass(frozen=True, eq=False)
class Part:
    """A cell, or what was cut of one: edges in rows and columns of the table, and what a picture shows in it."""

    cell: Cell
    y0: float
    y1: float
    x0: float
    x1: float
    text: str
    place: Place
    shown: Shown | None
    made: bool = False

    @classmethod
    def of(cls, cell: Cell) -> Part:
        y0, x0 = float(cell.row), float(cell.col)
        return cls(cell, y0, y0 + cell.rowspan, x0, x0 + cell.colspan, cell.text, cell.place, cell.shown)

    @property
    def page(self) -> int | None:
        return self.place.page

    @property
    def lines(self) -> tuple[Written, ...]:
        return () if self.shown is None else self.shown.lines

    def cut_down(self, cuts: Sequence[float], bands: Bands) -> list[Part]:
        """The parts between level cuts."""
        assert self.shown is not None
        x0, top, x1, bottom = self.shown.box
        ys = [top, *(bands.y(self.page, c) for c in cuts), bottom]
        edges = [self.y0, *cuts, self.y1]
        return [
            self._part((x0, ys[i], x1, ys[i + 1]), (edges[i], edges[i + 1], self.x0, self.x1))
            for i in range(len(cuts) + 1)
        ]

    def cut_across(self, cuts: Sequence[float], bands: Bands) -> list[Part]:
        """The parts between upright cuts."""
        assert self.shown is not None
        left, y0, right, y1 = self.shown.box
        xs = [left, *(bands.x(self.page, c) or left for c in cuts), right]
        edges = [self.x0, *cuts, self.x1]
        return [
            self._part((xs[i], y0, xs[i + 1], y1), (self.y0, self.y1, edges[i], edges[i + 1]))
            for i in range(len(cuts) + 1)
        ]

    def _part(self, box: BBox, edges: tuple[float, float, float, float]) -> Part:
        middles = [((b[0] + b[2]) / 2, (b[1] + b[3]) / 2) for _, b in self.lines]
        inside = tuple(
            w for w, (x, y) in zip(self.lines, middles, strict=True) if box[0] <= x < box[2] and box[1] <= y < box[3]
        )
        return Part(self.cell, *edges, _text(inside, box[2]), self._place(box), Shown(box, inside), made=True)

    def _place(self, box: BBox) -> Place:
        """Where a part stands in the file: the cell's box there, cut in the same shares."""
        assert self.shown is not None
        whole, at = self.shown.box, self.place.bbox
        if at is None:
            return self.place

        def share(v: float, k: int) -> float:
            return at[k] + (v - whole[k]) / ((whole[k + 2] - whole[k]) or 1.0) * (at[k + 2] - at[k])

        return Place(self.page, (share(box[0], 0), share(box[1], 1), share(box[2], 0), share(box[3], 1)), None)


def _text(words: Sequence[Written], right: float) -> str:
    pieces = [TextRun(*box, box[3] - box[1], text) for text, box in words]
    return reflow(lines_of(pieces), right) if pieces else ""


class Bands:
    """Where the rows and columns of a table stand on its upright pages, cuts between old rows among them."""

    def __init__(self, table: Table) -> None:
        ys: dict[tuple[int | None, float], list[float]] = defaultdict(list)
        xs: dict[tuple[int | None, float], list[float]] = defaultdict(list)
        for c in table.cells:
            if c.shown is None:
                continue
            x0, y0, x1, y1 = c.shown.box
            page = c.place.page
            for edges, at, value in (
                (ys, c.row, y0),
                (ys, c.row + c.rowspan, y1),
                (xs, c.col, x0),
                (xs, c.col + c.colspan, x1),
            ):
                edges[page, float(at)].append(value)
        self._ys = {key: median(v) for key, v in ys.items()}
        self._xs = {key: median(v) for key, v in xs.items()}

    def x(self, page: int | None, at: float) -> float | None:
        """Points from the left of the upright page."""
        return self._xs.get((page, at))

    def lost_x(self, page: int | None, at: float, low: float, high: float) -> float | None:
        """Where an edge should stand that no cell of a page has, between two edges that it shares with other pages."""
        left, right = self.x(page, low), self.x(page, high)
        if left is None or right is None or (page, at) in self._xs:
            return None
        found = []
        for other, edge in self._xs:
            a, b = self.x(other, low), self.x(other, high)
            if edge == at and a is not None and b is not None and b > a:
                found.append(left + (self._xs[other, at] - a) / (b - a) * (right - left))
        return median(found) if found else None

    def put_x(self, page: int | None, at: float, x: float) -> None:
        """An edge of a page that lost it stands here."""
        self._xs.setdefault((page, at), x)

    def y(self, page: int | None, at: float) -> float:
        """Points from the top of the upright page."""
        return self._ys[page, at]

    def row(self, part: Part, above: float, below: float, slack: float) -> float | None:
        """The edge of rows between two heights in a cell: an old one, else a new one in the row that both lie in."""
        page = part.page
        inside = [float(k) for k in range(int(part.y0) + 1, int(part.y1)) if (page, float(k)) in self._ys]
        near = [k for k in inside if above - slack <= self._ys[page, k] <= below + slack]
        if near:
            return min(near, key=lambda k: abs(self._ys[page, k] - (above + below) / 2))
        middle = (above + below) / 2
        edges = [part.y0, *inside, part.y1]
        for low, high in itertools.pairwise(edges):
            if (page, low) in self._ys and (page, high) in self._ys:
                top, bottom = self._ys[page, low], self._ys[page, high]
                if top < middle < bottom and high - low == 1:
                    at = low + (middle - top) / (bottom - top)
                    self._ys[page, at] = middle
                    return at
        return None


def merged(parts: Sequence[Part], old: Table, held: Collection[Place], because: Doubt) -> Table:
    """The table of parts, its rows and columns counted anew; what stands in `held` places is doubted."""
    ys = sorted({v for p in parts for v in (p.y0, p.y1)} | {float(n) for n in range(old.n_rows + 1)})
    at = {y: n for n, y in enumerate(ys)}
    cells = [
        Cell(
            at[p.y0],
            int(p.x0),
            at[p.y1] - at[p.y0],
            int(p.x1 - p.x0),
            p.text,
            p.place,
            p.cell.doubt,
            p.shown.in_doubt() if p.shown is not None and p.place in held else p.shown,
            legibility=p.cell.legibility.doubted(because) if p.place in held else p.cell.legibility,
            unruled=p.cell.unruled,
        )
        for p in sorted(parts, key=lambda p: (p.y0, p.x0))
    ]
    return Table(tuple(cells), len(ys) - 1, old.n_cols, tuple(at[float(n)] for n in old.page_starts))
