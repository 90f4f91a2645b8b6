"""Which writing belongs to which row, by dynamic programming: what stands beside captions goes on in their order.

A value stands at the height of its caption's middle, or begins where the caption begins; rows do not reach into each
other. What the reader put into one cell tends to be one row's and what it parted tends to be of two, no more: rules are
lost, and false ones found.

The constants were set on the ten worn prints that docs/accuracy.md names as those that this was built on.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from formextract.match.registration.words import Word

EMPTY = 0.8
"""Cost of a row beside whose caption nothing stands."""
TOP = 0.2
"""Cost of a value that begins where its caption begins rather than stands in its middle."""
REACH = 2.5
"""Cost of a line's height by which a value reaches into the next row's caption."""
ROOM = 0.7
"""Line heights of paper between two lines of one value, as a rule."""
PARTED, TOGETHER = 0.5, 0.4
"""Cost of what the reader parted in one row, and of what it has in one cell in two."""
ASTRAY = 0.6
"""Cost of a line that begins with a year in one row with a line that does not, or with another than the next year."""
BEFORE, BEHIND = 0.7, 1.5
"""Cost of a line above the first row and below the last one."""
STRANGEST = 1.5
"""Cost, at most, of all lines in a row that the form prints for other ones."""
OVERLEAF = 0.25
"""The same above the first row of a page where the last row of the page before may go on, besides what a row costs."""


class Band(NamedTuple):
    """A row's caption: where it begins and ends."""

    y0: float
    y1: float


def rows_of(
    bands: Sequence[Band],
    lines: Sequence[Sequence[Word]],
    high: float,
    years: Sequence[int | None] = (),
    strange: Sequence[Sequence[float]] = (),
    *,
    overleaf: bool = False,
) -> list[int]:
    """The row of each line: -1 for what stands above the first row, the number of rows for below the last.

    `years` says of each line with which year it begins, where it does: years of one row stand below each other.
    `strange` says of each row what each line costs in it besides. `overleaf`: what stands above the first row may be
    the rest of the last row of the page before.
    """
    n, m = len(bands), len(lines)
    tops = [min(w.y - min(w.high, high) / 2 for w in line) for line in lines]
    feet = [max(w.y + min(w.high, high) / 2 for w in line) for line in lines]
    parted = [0.0 if {id(w.item) for w in a} & {id(w.item) for w in b} else 1.0 for a, b in pairwise(lines)]
    loose = [PARTED * parted[k] + min(2.0, max(0.0, (tops[k + 1] - feet[k]) / high - ROOM)) for k in range(m - 1)]
    for k, (year, below) in enumerate(pairwise(years)):
        loose[k] += 0.0 if year is below is None or _follows(year, below) else ASTRAY
    inner = [0.0]
    for cost in loose:
        inner.append(inner[-1] + cost)
    above = [(EMPTY + OVERLEAF * k + inner[k - 1] if overleaf else BEFORE * k) if k else 0.0 for k in range(m + 1)]
    best = [above[k] + (TOGETHER * (1 - parted[k - 1]) if 0 < k < m else 0.0) for k in range(m + 1)]
    came: list[list[int]] = []
    for r, band in enumerate(bands):
        odd = [0.0, *accumulate(strange[r])] if strange else [0.0] * (m + 1)
        low = bands[r - 1].y1 if r else None
        foot = bands[r + 1].y0 if r + 1 < n else None
        new, back = [1e9] * (m + 1), [0] * (m + 1)
        for a in range(m + 1):
            if best[a] >= 1e9:  # noqa: PLR2004 - not to be reached
                continue
            if best[a] + EMPTY < new[a]:
                new[a], back[a] = best[a] + EMPTY, a
            for b in range(a + 1, m + 1):
                top, end = tops[a], max(feet[a:b])
                cost = best[a] + inner[b - 1] - inner[a] + min(STRANGEST, odd[b] - odd[a]) + _off(band, top, end, high)
                cost += REACH * max(0.0, 0.0 if foot is None else (end - foot) / high - 0.4)
                cost += REACH * max(0.0, 0.0 if low is None else (low - top) / high - 0.4)
                cost += TOGETHER * (1 - parted[b - 1]) if b < m else 0.0
                if cost < new[b]:
                    new[b], back[b] = cost, a
                if end - band.y1 > 60 * high:
                    break
        came.append(back)
        best = new
    last = min(range(m + 1), key=lambda k: best[k] + BEHIND * (m - k))
    out = [n] * m
    b = last
    for r in range(n - 1, -1, -1):
        a = came[r][b]
        out[a:b] = [r] * (b - a)
        b = a
    out[:b] = [-1] * b
    return out


def _follows(above: int | None, below: int | None) -> bool:
    return above is not None and below is not None and abs(below - above) == 1


def _off(band: Band, top: float, foot: float, high: float) -> float:
    """How far a value stands off its caption, in line heights."""
    middle = abs((top + foot) - (band.y0 + band.y1)) / 2 / high
    return min(middle, abs(top - band.y0) / high + TOP)
