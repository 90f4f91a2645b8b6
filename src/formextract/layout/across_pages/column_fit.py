"""Columns of a table that goes on overleaf: where the sides of its cells stand on the sheet before."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from formextract.layout.page import PageTable

WIDTH = 0.03
"""Share by which the widths of the two parts may differ."""
SHIFT = 40.0
"""Points by which a sheet may lie to one side of the one before it."""
FAR_WIDTH = 0.2
"""The same where the columns agree: photographs are taken from nearer and farther."""
COLUMN = 0.012
"""Share of a table's width by which columns may stray and still agree."""
DRIFT = 0.02
"""The same for the rows on both sides of the break, edge by edge: a sheet that lay askew is not quite flattened."""
EXACT = 0.005
"""Share within which edges do not agree by chance; those of a form photographed page by page strayed by 0.0005."""
CHANCE = 0.002
"""Likelihood of all inner edges of a row standing by chance as near as they do to another one's, at most. One that
strays by 0.001 is enough, or two by more: of 18 values below such rows none was wrong (docs/accuracy.md)."""
SEAM = 3.0
"""Points: cells whose edges are this close to a table's foot or head stand at the break."""
LONE_SIDE = 4
"""Edges, outer ones too, that must agree where a part lost the rule at one of its sides."""


class Fit(NamedTuple):
    """Where edges stand on the sheet before: pairs of places below and above, ascending. `doubtful`: not for sure."""

    pairs: tuple[tuple[float, float], ...]
    doubtful: bool = False

    def above(self, x: float) -> float:
        """The place on the sheet before, between the pairs in proportion and beyond them likewise."""
        at = min(max(bisect_right(self.pairs, (x, float("inf"))) - 1, 0), len(self.pairs) - 2)
        (a, b), (c, d) = self.pairs[at], self.pairs[at + 1]
        return b + (x - a) / (c - a) * (d - b)


def fit(below: PageTable, above: PageTable) -> Fit | None:
    """How the edges of a page's first table fit under those of the table that ends the page before; None if not."""
    x0, x1 = below.bbox[0], below.bbox[2]
    left, right = above.bbox[0], above.bbox[2]
    sides = Fit(((x0, left), (x1, right)))
    width, wanted = x1 - x0, right - left
    if abs(width - wanted) <= WIDTH * wanted and abs(x0 - left) <= SHIFT:
        return sides
    near = abs(width - wanted) <= FAR_WIDTH * wanted
    if near and _agree(_columns(below), _columns(above)):
        return sides
    head, foot = _edges_at_the_top(below), _edges_at_the_foot(above)
    if near and len(head) == len(foot) > 2 and (stray := _stray(head, foot)) <= DRIFT:  # noqa: PLR2004 - two sides
        sure = stray <= EXACT and (2 * stray) ** (len(head) - 2) <= CHANCE
        return Fit(tuple(zip(head, foot, strict=True)), doubtful=not sure)
    return _one_side_lost(head, foot)


def _one_side_lost(head: Sequence[float], foot: Sequence[float]) -> Fit | None:
    """The fit of rows of which one lacks its first or last edge: the rule there was lost on its page."""
    longer, shorter = sorted((head, foot), key=len, reverse=True)
    if len(longer) != len(shorter) + 1 or len(shorter) < LONE_SIDE:
        return None
    for part in (longer[1:], longer[:-1]):
        below, above = (part, foot) if longer is head else (head, part)
        wide, wanted = below[-1] - below[0], above[-1] - above[0]
        if abs(wide - wanted) <= FAR_WIDTH * wanted and _stray(below, above) <= EXACT:
            return Fit(tuple(zip(below, above, strict=True)), doubtful=True)
    return None


def _columns(table: PageTable) -> list[float]:
    """Inner sides of the cells, as shares of the table's width."""
    x0, _, x1, _ = table.bbox
    return sorted({round((x - x0) / (x1 - x0), 4) for c in table.cells for x in (c.x0, c.x1)} - {0.0, 1.0})


def _agree(a: Sequence[float], b: Sequence[float]) -> bool:
    """Whether every column of the table with fewer is one of the other's."""
    fewer, more = sorted((a, b), key=len)
    return bool(fewer) and all(any(abs(x - y) <= COLUMN for y in more) for x in fewer)


def _edges_at_the_top(table: PageTable) -> list[float]:
    top = min(c.y0 for c in table.cells)
    return _one_each([x for c in table.cells if c.y0 - top <= SEAM for x in (c.x0, c.x1)])


def _edges_at_the_foot(table: PageTable) -> list[float]:
    foot = max(c.y1 for c in table.cells)
    return _one_each([x for c in table.cells if foot - c.y1 <= SEAM for x in (c.x0, c.x1)])


def _one_each(edges: Sequence[float]) -> list[float]:
    out: list[float] = []
    for x in sorted(edges):
        if not out or x - out[-1] > SEAM:
            out.append(x)
    return out


def _stray(below: Sequence[float], above: Sequence[float]) -> float:
    """How far the edges of two rows stray, as a share of their widths; 1 where they cannot be told apart."""
    shares = [[(x - row[0]) / (row[-1] - row[0]) for x in row] for row in (below, above)]
    stray = max(abs(a - b) for a, b in zip(*shares, strict=True))
    narrowest = min(b - a for row in shares for a, b in pairwise(row))
    return stray if stray < narrowest / 2 else 1.0
