"""Planning tables by their writing: the rows below the heads 基准值 and 目标值, wherever rules were drawn.

The constants were set on a dozen forms that a browser printed (seed 90412 of `scripts/read_worn_prints.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from formextract.match.registration.bands import ROOM, Band, rows_of
from formextract.match.registration.blocks import width
from formextract.match.registration.columns import columns_of
from formextract.match.registration.pieces import CellPiece, Pieces, share
from formextract.match.registration.words import Word, box_of, levels_of
from formextract.match.targets import LONGEST_NAME, heads_plan
from formextract.model import Table
from formextract.text import parse_unit, strip_numbering

MOST_NAMES = 3
"""Columns left of the two values: the direction, what is measured, its unit."""
FLUSH, SEVERAL = 0.2, 3
"""Line heights by which the left sides of words in one column differ, and how many make a column."""
LEVEL = 0.35
"""Line heights by which the middles of two words differ that stand level with each other."""
LETTER = 0.6
"""Line heights between where a column begins and the letter at which a word is parted that reaches into it."""
LONGEST_VALUE = 25
"""Letters of a line of a value, at most; a line of a text is longer."""


@dataclass(frozen=True)
class Plan:
    """A planning table: its words, heads among them, and the table that they are."""

    words: tuple[Word, ...]
    table: Table


@dataclass(frozen=True)
class _Heads:
    base: Word
    goal: Word
    line: tuple[Word, ...]

    @property
    def between(self) -> float:
        """Where the first column of values ends."""
        return (self.base.box[2] + self.goal.box[0]) / 2

    @property
    def y(self) -> float:
        return min(w.box[1] for w in self.line)


def plans_in(words: Sequence[Word], high: float, is_heading: Callable[[Word], bool]) -> list[Plan]:
    """The planning tables among words that stand `high` points high; headings of the form's parts end one."""
    lines = levels_of(words)
    heads = [(k, h) for k, line in enumerate(lines) if (h := _heads(line)) is not None]
    ends = [k for k, _ in heads[1:]] + [len(lines)]
    out = []
    for (k, head), end in zip(heads, ends, strict=False):
        own: list[Sequence[Word]] = []
        for line in lines[k + 1 : end]:
            if line[0].page > head.base.page + 1 or any(map(is_heading, line)) or _ends(line, head, high):
                break
            own.append(line)
        table = _table(head, own, high)
        if table is not None:
            out.append(Plan((*head.line, *(w for line in own for w in line)), table))
    return out


def _heads(line: Sequence[Word]) -> _Heads | None:
    found = heads_plan([w.text for w in line])
    if found is None or not 0 < found[0] < found[1]:
        return None
    return _Heads(line[found[0]], line[found[1]], tuple(line))


def _ends(line: Sequence[Word], head: _Heads, high: float) -> bool:
    """Whether a line is no row of the table: it reaches from its names into its values, or is a numbered heading."""
    if any(len(w.text) > LONGEST_VALUE for w in line):
        return True
    if any(w.box[0] < head.base.box[0] - 2 * high and w.box[2] > head.base.box[2] for w in line):
        return True
    alone = len(line) == 1 and line[0].x < head.base.box[0]
    return alone and (len(line[0].text) > LONGEST_NAME or strip_numbering(line[0].text) != line[0].text)


def _table(head: _Heads, lines: Sequence[Sequence[Word]], high: float) -> Table | None:
    """The table of the lines below its heads; None where they have no names with values."""
    words = _parted([w for line in lines for w in line], high)
    names = [w for w in words if w.x < head.base.box[0] - 0.5 * high]
    values = [w for w in words if w.x >= head.base.box[0] - 0.5 * high]
    columns = [sorted(c, key=lambda w: w.y) for c in columns_of(names)]
    measures = next((c for c in reversed(columns) if any(parse_unit(w.text) is None for w in c)), [])
    if not measures or not values or len(columns) > MOST_NAMES:
        return None
    rows = _measured(measures, values, high)
    bands = [Band(box_of(r)[1], box_of(r)[3]) for r in rows]
    levels = levels_of(values)
    at = rows_of(bands, levels, high)
    beside: list[list[Word]] = [[] for _ in rows]
    for level, r in zip(levels, at, strict=True):
        if 0 <= r < len(rows):
            beside[r] += level
    n = len(columns) + 2
    pieces = Pieces()
    pieces.put([_head_cells(head, columns, n)])
    cells: list[list[CellPiece]] = [[] for _ in rows]
    for c, column in enumerate(columns):
        span = share(c, n)
        if column is measures:
            for k, row in enumerate(rows):
                cells[k].append(CellPiece(k, 1, span, tuple(row)))
        elif all(parse_unit(w.text) is not None for w in column):
            for w in column:
                k = min(range(len(rows)), key=lambda k: abs((bands[k].y0 + bands[k].y1) / 2 - w.y))
                cells[k].append(CellPiece(k, 1, span, (w,)))
        else:
            for first, count, group in _spans(_runs(column, bands, high), bands):
                cells[first].append(CellPiece(first, count, span, tuple(group)))
    for k, own in enumerate(beside):
        for c, inside in ((n - 2, _left), (n - 1, _right)):
            cells[k].append(CellPiece(k, 1, share(c, n), tuple(w for w in own if inside(w, head))))
    pieces.put(cells)
    return pieces.taken()


def _parted(words: Sequence[Word], high: float) -> list[Word]:
    """The words, those cut that reach from one column into the next: where others begin, between two of its letters.

    Words of one length begin at one place, too, where they stand centred: a longer one above the same middle is whole.
    """
    lefts = [w.box[0] for w in words]
    out = list(words)
    for at in sorted({x for x in lefts if sum(abs(x - y) <= FLUSH * high for y in lefts) >= SEVERAL}):
        middle = median(w.x for w in words if abs(w.box[0] - at) <= FLUSH * high)
        out = [part for w in out for part in ((w,) if abs(w.x - middle) <= FLUSH * high else _cut(w, at, high))]
    return out


def _cut(w: Word, at: float, high: float) -> list[Word]:
    """A word parted where a column begins, as far as one of its letters begins there, too."""
    x0, y0, x1, y1 = w.box
    ends = [x0 + w.wide * width(w.text[:n]) / width(w.text) for n in range(1, len(w.text))]
    n = min(range(len(ends)), key=lambda n: abs(ends[n] - at), default=None)
    if n is None or not x0 + high < at < x1 - high or abs(ends[n] - at) > LETTER * high:
        return [w]
    left, right = w.text[: n + 1].strip(), w.text[n + 1 :].strip()
    if not left or not right:
        return [w]
    return [replace(w, text=left, box=(x0, y0, at, y1)), replace(w, text=right, box=(at, y0, x1, y1))]


def _left(w: Word, head: _Heads) -> bool:
    return w.x < head.between


def _right(w: Word, head: _Heads) -> bool:
    return not _left(w, head)


def _head_cells(head: _Heads, columns: Sequence[Sequence[Word]], n: int) -> list[CellPiece]:
    names = [w for w in head.line if w.x < head.base.box[0]]
    out = []
    for c, column in enumerate(columns):
        x0, _, x1, _ = box_of(column)
        out.append(CellPiece(0, 1, share(c, n), tuple(w for w in names if w.box[0] < x1 and w.box[2] > x0)))
    return [*out, CellPiece(0, 1, share(n - 2, n), (head.base,)), CellPiece(0, 1, share(n - 1, n), (head.goal,))]


def _runs(column: Sequence[Word], bands: Sequence[Band], high: float) -> list[list[Word]]:
    """The words of a column by what is one name, wrapped over lines that stand close: not two, each beside a row."""

    def beside(w: Word) -> int | None:
        return next((k for k, b in enumerate(bands) if abs((b.y0 + b.y1) / 2 - w.y) <= LEVEL * high), None)

    out = [[column[0]]]
    for a, b in pairwise(column):
        two = None is not beside(a) != beside(b) is not None
        if not two and a.page == b.page and b.box[1] - a.box[3] <= ROOM * high:
            out[-1].append(b)
        else:
            out.append([b])
    return out


def _measured(column: Sequence[Word], values: Sequence[Word], high: float) -> list[list[Word]]:
    """What is measured, row by row: two lines are one name only where not both have values of their own beside them."""

    def has_value(w: Word) -> bool:
        return any(v.page == w.page and abs(v.y - w.y) <= LEVEL * high for v in values)

    out = [[column[0]]]
    for a, b in pairwise(column):
        near = a.page == b.page and b.box[1] - a.box[3] <= ROOM * high
        if near and not (has_value(b) and any(map(has_value, out[-1]))):
            out[-1].append(b)
        else:
            out.append([b])
    return out


def _spans(groups: Sequence[Sequence[Word]], bands: Sequence[Band]) -> list[tuple[int, int, Sequence[Word]]]:
    """The rows that each of some names stands beside, from the first row to the last: its own in their middle.

    Of all ways to part the rows the one in which the names stand nearest to the middles; none where there are more
    names than rows.
    """
    n, m = len(bands), len(groups)
    if m > n:
        return []
    middles = [(box_of(g)[1] + box_of(g)[3]) / 2 for g in groups]
    far = float("inf")
    best = [[far] * (n + 1) for _ in range(m + 1)]
    came = [[0] * (n + 1) for _ in range(m + 1)]
    best[0][0] = 0.0
    for g in range(m):
        for a in range(n):
            for b in range(a + 1, n + 1):
                cost = best[g][a] + abs(middles[g] - (bands[a].y0 + bands[b - 1].y1) / 2)
                if cost < best[g + 1][b]:
                    best[g + 1][b], came[g + 1][b] = cost, a
    out = []
    b = n
    for g in range(m, 0, -1):
        a = came[g][b]
        out.append((a, b - a, groups[g - 1]))
        b = a
    return out[::-1]
