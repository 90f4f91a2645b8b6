"""Rows of a table without rules, by dynamic programming over the places where a level line crosses no writing.

Cells of a row stand level with each other: by their middles, their tops or their feet, the same way in the whole table.
A label of four lines beside one figure is one row since the figure stands at the label's middle. Where rules were drawn
between rows these are cuts that stand.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple

from formextract.layout.aligned.pieces import CORE, TextPiece

ALONE = 1.6
"""Cost of a row with one cell: the lines of a cell would be rows by themselves otherwise."""
ROW = 0.5
"""Cost of any other row."""
ASKEW = 1.5
"""Cost of a cell that stands a letter's size off its row's level."""
AGAIN = 1.2
"""Cost of a further line of a row that has pieces in several columns: that is a row, as a rule."""
BROKEN = 4.0
"""Cost of a blank line within a cell, and of two pieces side by side in one."""
APART = 1.0
"""Cost of a cut between lines that have no column in common: they are one row's, set in the middles of its cells."""
ROOM = 1.5
"""What a cut is worth where the paper is a letter's size higher than between the lines of a cell."""
FAR = 1.9
"""Usual distances of lines from which a line is no more the next one of its cell."""
LONGEST_NUMBER = 4
"""Digits of a row's number, at most; longer ones are figures."""
NEXT = 1.15
"""Usual distances of lines up to which a line is the next one of a cell whose row was cut by the page's end."""
MOST_LINES = 30
"""Bands in a row, at most."""

Span = tuple[int, int]
"""First column of a piece, and the one behind its last."""


class Placed(NamedTuple):
    """A piece and the columns that it stands in."""

    piece: TextPiece
    cols: Span


class Level(NamedTuple):
    """One way in which cells of a row stand level: what is compared, and what it costs to be that way."""

    of: Callable[[float, float], float]
    cost: float


WAYS = (
    Level(lambda top, foot: (top + foot) / 2, 0.0),
    Level(lambda top, _: top, 0.3),
    Level(lambda _, foot: foot, 0.6),
)


def rows_of(placed: Sequence[Placed], cuts: Sequence[float] = ()) -> list[list[Placed]]:
    """The pieces by rows, from top to bottom; `cuts` are heights at which a rule parts rows."""
    bands = _bands(placed, cuts)
    pitch = _pitch(placed)
    plans = [_planned(bands, pitch, way, cuts) for way in WAYS]
    _, stops = min(plans, key=lambda p: p[0])
    rows = [[p for band in bands[a:b] for p in band] for a, b in pairwise([0, *stops])]
    return rows if cuts else _with_its_rest(rows, pitch)


def _with_its_rest(rows: list[list[Placed]], pitch: float) -> list[list[Placed]]:
    """The rows of a list that numbers them, the last with the lines that follow it without a number, close below.

    A page's end cuts the last row of a list; what is left of it stands at another height than the whole rows do.
    """
    numbers = [(i, int(p.piece.text)) for i, row in enumerate(rows) for p in row if p.cols[0] == 0 and _counts(p)]
    first = numbers[0][1] if numbers else 0
    if len(numbers) < 2 or [n for _, n in numbers] != list(range(first, first + len(numbers))):  # noqa: PLR2004 - a list
        return rows
    last = numbers[-1][0]
    whole, further = rows[: last + 1], rows[last + 1 :]
    while further and not any(p.cols[0] == 0 for p in further[0]) and _is_next_line(whole[-1], further[0], pitch):
        whole[-1] = [*whole[-1], *further.pop(0)]
    return [*whole, *further]


def _counts(placed: Placed) -> bool:
    text = placed.piece.text.strip()
    return text.isdecimal() and len(text) <= LONGEST_NUMBER


def _is_next_line(above: Sequence[Placed], below: Sequence[Placed], pitch: float) -> bool:
    """Whether lines stand as near below a row as lines of one cell do, each below one of its cells."""
    beside = [max((q.piece.y for q in above if _share(p.cols, q.cols)), default=None) for p in below]
    top = min(p.piece.y for p in below)
    near = [y for y in beside if y is not None and top - y <= NEXT * pitch]
    return bool(near) and all(y is not None for y in beside)


def _bands(placed: Sequence[Placed], cuts: Sequence[float]) -> list[list[Placed]]:
    """The least groups of pieces between which a level line crosses no writing."""
    out: list[list[Placed]] = []
    low = 0.0
    for p in sorted(placed, key=lambda p: p.piece.top):
        if out and p.piece.top < low and not any(out[-1][-1].piece.y < c < p.piece.y for c in cuts):
            out[-1].append(p)
            low = max(low, p.piece.foot)
        else:
            out.append([p])
            low = p.piece.foot
    return out


def _pitch(placed: Sequence[Placed]) -> float:
    """From line to line within a cell: the lesser distances of lines above each other."""
    ordered = sorted(placed, key=lambda p: p.piece.y)
    found = []
    for i, p in enumerate(ordered):
        below = next((q for q in ordered[i + 1 :] if q.piece.top > p.piece.y and _share(p.cols, q.cols)), None)
        if below is not None:
            found.append(below.piece.y - p.piece.y)
    found.sort()
    return found[len(found) // 4] if found else 0.0


def _share(a: Span, b: Span) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def _planned(
    bands: Sequence[Sequence[Placed]], pitch: float, way: Level, cuts: Sequence[float]
) -> tuple[float, list[int]]:
    """The cheapest rows: what they cost, and behind which bands they end."""
    n = len(bands)
    tops = [min(p.piece.top for p in band) for band in bands]
    feet = [max(p.piece.foot for p in band) for band in bands]
    sizes = [max(p.piece.size for p in band) for band in bands]
    usual = max(0.0, pitch - 2 * CORE * (sorted(sizes)[n // 2] if n else 0.0))
    cols = [{k for p in band for k in range(*p.cols)} for band in bands]
    best: list[tuple[float, int]] = [(0.0, -1)]
    for stop in range(1, n + 1):
        choices = []
        for start in range(stop - 1, max(-1, stop - MOST_LINES - 1), -1):
            if start < stop - 1 and _ruled(feet[start], tops[start + 1], cuts):
                break
            cost = best[start][0] + _cost(bands[start:stop], pitch, way)
            if stop < n:
                room = (tops[stop] - feet[stop - 1] - usual) / sizes[stop]
                cost += APART * (not cols[stop - 1] & cols[stop]) - ROOM * min(1.0, max(0.0, room))
            choices.append((cost, start))
        best.append(min(choices))
    stops, at = [], n
    while at > 0:
        stops.append(at)
        at = best[at][1]
    return best[n][0], stops[::-1]


def _ruled(foot: float, top: float, cuts: Sequence[float]) -> bool:
    low, high = min(foot, top), max(foot, top)
    return any(low - 1.0 <= c <= high + 1.0 for c in cuts)


def _cost(bands: Sequence[Sequence[Placed]], pitch: float, way: Level) -> float:
    cells = cells_of([p for band in bands for p in band])
    cost = 0.0
    for _, pieces in cells:
        ys = sorted(p.y for p in pieces)
        for above, below in pairwise(ys):
            if below - above > FAR * pitch or below - above < pieces[0].size / 2:
                cost += BROKEN
    if len(cells) == 1:
        return cost + ALONE
    extents = [(min(p.y - p.size / 2 for p in c), max(p.y + p.size / 2 for p in c)) for _, c in cells]
    tall = way.of(*max(extents, key=lambda e: e[1] - e[0]))
    size = max(p.size for _, c in cells for p in c)
    cost += sum(ASKEW * min(3.0, abs(way.of(*e) - tall) / size) for e in extents)
    several = sum(len({p.cols for p in band}) > 1 for band in bands)
    return cost + ROW + AGAIN * max(0, several - 1) + (way.cost if len(bands) > 1 else 0.0)


def cells_of(row: Sequence[Placed]) -> list[tuple[Span, list[TextPiece]]]:
    """The pieces of a row by cell, from left to right: those whose columns meet are one cell's."""
    out: list[tuple[Span, list[TextPiece]]] = []
    for p in sorted(row, key=lambda p: p.cols):
        if out and p.cols[0] < out[-1][0][1]:
            (first, stop), pieces = out[-1]
            out[-1] = ((first, max(stop, p.cols[1])), [*pieces, p.piece])
        else:
            out.append((p.cols, [p.piece]))
    return out
