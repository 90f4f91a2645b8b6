"""Columns of a table without rules: the least number of upright lines of paper that part all its rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from formextract.layout.aligned.pieces import TextPiece

SUPPORT = 2
"""Rows in which a gap must come again to part columns."""
WIDE = 3.0
"""Letter sizes: a gap as wide parts columns though no other row has it."""


class ColumnGap(NamedTuple):
    """Paper between two pieces of one line: from, to, and the letters' size."""

    low: float
    high: float
    size: float


def gaps_of(pieces: Sequence[TextPiece]) -> list[ColumnGap]:
    """The gaps between each piece and the next one to its right, on its line or half a line off."""
    ordered = sorted(pieces, key=lambda p: p.x0)
    out = []
    for p in pieces:
        beside = (q for q in ordered if q.x0 >= p.x1 and q.top < p.foot and p.top < q.foot)
        behind = next(beside, None)
        if behind is not None:
            out.append(ColumnGap(p.x1, behind.x0, max(p.size, behind.size)))
    return out


def separators(gaps: Sequence[ColumnGap]) -> list[float]:
    """Places of upright lines, ascending, one in each gap that counts: interval stabbing, by right ends."""
    groups: list[list[ColumnGap]] = []
    for gap in sorted(gaps, key=lambda g: g.high):
        home = [g for g in groups if gap.low < min(x.high for x in g) - SLACK * gap.size]
        if home:
            home[-1].append(gap)
        else:
            groups.append([gap])
    out = []
    for group in groups:
        if len(group) >= SUPPORT or any(g.high - g.low >= WIDE * g.size for g in group):
            high = min(g.high for g in group)
            inner = [g.low for g in group if g.low < high]
            out.append((max(inner) + high) / 2)
    return sorted(out)


SLACK = 0.1
"""Letter sizes by which a gap must reach over a line to hold it."""
