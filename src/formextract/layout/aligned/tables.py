"""Writing outside ruled tables to tables, where it stands in rows and columns: a hypothesis from alignment alone.

What is found so is read and never sure: the rows and columns are ours, not the paper's.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from statistics import median
from typing import NamedTuple

from formextract.layout.aligned.columns import gaps_of, separators
from formextract.layout.aligned.pieces import SAME_LINE, TextPiece, pieces_of
from formextract.layout.aligned.rows import Placed, Span, cells_of, rows_of
from formextract.layout.grid import CellKey, Grid, GridCell, Rule
from formextract.text.flow import TextRun

LEAST_ROWS, LEAST_WIDE_ROWS, WIDE_ROW = 3, 2, 4
"""Rows with several cells that make a table; fewer do where they have so many cells each."""
HEADING = 1.15
"""Letter sizes of the writing around it from which a line by itself is a heading."""
HIGH = 1.35
"""The same in heights of lines, for pictures, of which all letters are taken to be of one size."""
FILLED = 0.5
"""Share of a table's places that writing fills, at least; what dust and torn lines make has 0.4, on worn pages."""
SAYING = 0.8
"""Share of a table's rows in which some cell has a word or a figure of several signs, at least; dust is read as one."""
MOST_COLUMNS = 24
FULL = 0.7
"""Share of the writing's width that a line of prose has."""
PAD = 3.0
"""Points of paper around a table's writing."""
RULED = 0.5
"""Share of a table's width that a level rule has that parts its rows."""
LEVEL_WITH = 1.0
"""Letter sizes by which what spans several columns may stand off their middle, or their left side."""
_NUMBERED = re.compile(r"[一二三四五六七八九十]{1,3}[、．.]|[（(][一二三四五六七八九十]{1,3}[)）]")
_COLON = re.compile("[:：]")


class AlignedTable(NamedTuple):
    """A grid that nobody drew, and for each of its cells the runs that stand there."""

    grid: Grid
    runs: list[list[TextRun]]


class Aligned(NamedTuple):
    """The tables found, and the runs that stand in none."""

    tables: list[AlignedTable]
    loose: list[TextRun]


def aligned_tables(runs: Sequence[TextRun], level: Sequence[Rule] = ()) -> Aligned:
    """The tables among runs of text that stand in no ruled one; `level` rules part rows where they are as wide."""
    pieces = pieces_of(runs)
    tables: list[AlignedTable] = []
    taken: set[int] = set()
    if len(pieces) >= 2 * LEAST_ROWS:  # else there is nothing to align
        left, right = min(p.x0 for p in pieces), max(p.x1 for p in pieces)
        for region in _regions(_lines(pieces), right - left):
            found = _table([p for line in region for p in line], region, level, (left, right))
            if found is not None:
                tables.append(found)
                taken |= {id(p) for line in region for p in line}
    if not tables:
        return Aligned([], list(runs))
    return Aligned(tables, [r for p in pieces if id(p) not in taken for r in p.runs])


def with_aligned(
    grids: Sequence[Grid], inside: Mapping[CellKey, list[TextRun]], loose: Sequence[TextRun], level: Sequence[Rule] = ()
) -> tuple[list[Grid], dict[CellKey, list[TextRun]], list[TextRun]]:
    """A page's grids with those of its tables that nobody ruled behind them, and the runs in their cells.

    A frame of one cell may hold such a table; what stands between two ruled tables is one by itself.
    """
    out, placed = list(grids), dict(inside)
    groups: dict[int, list[TextRun]] = defaultdict(list)
    tops = sorted(g.bbox[1] for g in grids)
    for run in loose:
        groups[bisect_right(tops, (run.y0 + run.y1) / 2)].append(run)
    left: list[TextRun] = []
    for _, runs in sorted(groups.items()):
        found = aligned_tables(runs, level)
        left += found.loose
        _put(out, placed, found.tables)
    for i, grid in enumerate(grids):
        key = CellKey(i, 0)
        if len(grid.cells) == 1 and key in placed:
            found = aligned_tables(placed[key], level)
            if found.tables:
                placed[key] = found.loose
                _put(out, placed, found.tables)
    return out, placed, left


def _put(grids: list[Grid], inside: dict[CellKey, list[TextRun]], tables: Sequence[AlignedTable]) -> None:
    for table in tables:
        inside |= {CellKey(len(grids), k): runs for k, runs in enumerate(table.runs)}
        grids.append(table.grid)


def _lines(pieces: Sequence[TextPiece]) -> list[list[TextPiece]]:
    lines: list[list[TextPiece]] = []
    for p in pieces:
        if lines and abs(p.y - lines[-1][0].y) <= SAME_LINE * p.size:
            lines[-1].append(p)
        else:
            lines.append([p])
    return [sorted(line, key=lambda p: p.x0) for line in lines]


def _regions(lines: Sequence[list[TextPiece]], width: float) -> list[list[list[TextPiece]]]:
    """Stretches of lines between headings and prose."""
    size = median(p.size for line in lines for p in line)
    high = median(p.high for line in lines for p in line)
    out: list[list[list[TextPiece]]] = [[]]
    for line in lines:
        alone = len(line) == 1
        text = line[0].text
        if alone and (
            line[0].size >= HEADING * size
            or line[0].high >= HIGH * high
            or _NUMBERED.match(text)
            or line[0].x1 - line[0].x0 >= FULL * width
        ):
            out.append([])
        else:
            out[-1].append(line)
    return [r for r in out if r]


def _table(
    pieces: Sequence[TextPiece], lines: Sequence[list[TextPiece]], level: Sequence[Rule], sides: tuple[float, float]
) -> AlignedTable | None:
    several = [line for line in lines if len(line) > 1]
    if not _is_table([len(line) for line in several]) or _is_captions(several):
        return None
    xs = separators(gaps_of(pieces))
    if not 0 < len(xs) < MOST_COLUMNS:
        return None
    edges = [min(sides[0], *(p.x0 for p in pieces)) - PAD, *xs, max(sides[1], *(p.x1 for p in pieces)) + PAD]
    placed = [Placed(part, _columns(part, edges)) for p in pieces for part in _cut(p, xs)]
    wide = RULED * (edges[-1] - edges[0])
    cuts = [y for y, a, b in level if min(b, edges[-1]) - max(a, edges[0]) >= wide]
    rows = rows_of(placed, cuts)
    cells = [cells_of(row) for row in rows]
    if not _is_table([len(row) for row in cells]) or _filling(cells, len(edges) - 1) < FILLED:
        return None
    if sum(any(len(p.text) > 1 for _, c in row for p in c) for row in cells) < SAYING * len(cells):
        return None
    return _grid(rows, edges, cuts)


def _is_table(counts: Sequence[int]) -> bool:
    """Whether rows with so many cells make a table."""
    return sum(n > 1 for n in counts) >= LEAST_ROWS or sum(n >= WIDE_ROW for n in counts) >= LEAST_WIDE_ROWS


def _filling(rows: Sequence[Sequence[tuple[Span, list[TextPiece]]]], columns: int) -> float:
    """The share of a table's places that its rows' cells fill, each as far as the next one."""
    filled = sum(b - a for row in rows for (a, b), _ in row)
    return filled / (columns * len(rows))


def _is_captions(lines: Sequence[list[TextPiece]]) -> bool:
    """Whether lines hold captions with what was filled in behind them (`联系人：张三`, a cover's blanks)."""
    told = sum(_COLON.search(line[0].text) is not None for line in lines)
    return 2 * told >= len(lines)


def _cut(piece: TextPiece, xs: Sequence[float]) -> list[TextPiece]:
    """A piece parted at separators that fall between its runs with some paper to either side."""
    out: list[list[TextRun]] = [[]]
    for run in piece.runs:
        if out[-1] and any(out[-1][-1].x1 <= x <= run.x0 for x in xs) and run.x0 - out[-1][-1].x1 > 0.5 * run.size:
            out.append([])
        out[-1].append(run)
    if len(out) == 1:
        return [piece]
    return [
        piece._replace(
            text="".join(r.text for r in runs).strip(), x0=runs[0].x0, x1=max(r.x1 for r in runs), runs=tuple(runs)
        )
        for runs in out
    ]


def _columns(piece: TextPiece, edges: Sequence[float]) -> Span:
    slack = 0.2 * piece.size
    first = max(0, bisect_right(edges, piece.x0 + slack) - 1)
    last = max(first, bisect_right(edges, piece.x1 - slack) - 1)
    return first, min(last, len(edges) - 2) + 1


def _grid(rows: Sequence[Sequence[Placed]], edges: Sequence[float], cuts: Sequence[float]) -> AlignedTable:
    ys = _heights(rows, cuts)
    cells: list[GridCell] = []
    runs: list[list[TextRun]] = []
    at = []
    for n, row in enumerate(_stretched(rows, edges)):
        line = [-1] * (len(edges) - 1)
        for (first, stop), pieces in row:
            line[first:stop] = [len(cells)] * (stop - first)
            box = (edges[first], ys[n], edges[stop], ys[n + 1])
            cells.append(GridCell(n, first, 1, stop - first, box, box))
            runs.append([r for p in pieces for r in p.runs])
        at.append(tuple(line))
    box = (edges[0], ys[0], edges[-1], ys[-1])
    return AlignedTable(Grid(box, tuple(edges), tuple(ys), tuple(cells), tuple(at)), runs)


def _heights(rows: Sequence[Sequence[Placed]], cuts: Sequence[float]) -> list[float]:
    """The rows' edges: rules where there are some, else the middle between them."""
    tops = [min(p.piece.y - p.piece.size / 2 for p in row) for row in rows]
    feet = [max(p.piece.y + p.piece.size / 2 for p in row) for row in rows]
    out = [tops[0] - PAD]
    for foot, top in zip(feet, tops[1:], strict=False):
        ruled = [c for c in cuts if foot - PAD <= c <= top + PAD]
        out.append(ruled[0] if ruled else (foot + top) / 2)
    return [*out, feet[-1] + PAD]


def _stretched(rows: Sequence[Sequence[Placed]], edges: Sequence[float]) -> list[list[tuple[Span, list[TextPiece]]]]:
    """The cells of all rows, with those that span several columns as wide as they are, and the empty ones."""
    last = len(edges) - 1
    found = [cells_of(row) for row in rows]
    models = [m for m in (_whole([span for span, _ in cells], last) for cells in found) if m]
    return [_filled(_widened(cells, models, edges), last) for cells in found]


def _whole(spans: Sequence[Span], last: int) -> list[Span] | None:
    """The spans of a row's cells where one spans several columns and none between them is empty: heads of columns."""
    if (
        len(spans) > 2  # noqa: PLR2004 - a label and two heads
        and spans[0][0] == 0
        and spans[-1][1] == last
        and all(a[1] == b[0] for a, b in itertools.pairwise(spans))
    ):
        return list(spans) if any(b - a > 1 for a, b in spans) else None
    return None


def _widened(
    cells: Sequence[tuple[Span, list[TextPiece]]], models: Sequence[Sequence[Span]], edges: Sequence[float]
) -> list[tuple[Span, list[TextPiece]]]:
    """The cells as wide as the heads that they stand below; a lone value beside its label has all columns behind it
    where it stands at their left or in their middle."""
    last = len(edges) - 1
    for model in models:
        homes = [next((m for m in model if m[0] <= a and b <= m[1]), None) for (a, b), _ in cells]
        if None not in homes and len(set(homes)) == len(homes) == len(model):
            return [(home, pieces) for home, (_, pieces) in zip(homes, cells, strict=True) if home is not None]
    if len(cells) == 2 and cells[0][0][0] == 0:  # noqa: PLR2004 - a label and its value
        low = cells[0][0][1]
        _, pieces = cells[1]
        x0, x1 = min(p.x0 for p in pieces), max(p.x1 for p in pieces)
        slack = LEVEL_WITH * pieces[0].size
        if abs((x0 + x1) / 2 - (edges[low] + edges[last]) / 2) <= 2 * slack or x0 - edges[low] <= slack:
            return [cells[0], ((low, last), pieces)]
    return list(cells)


def _filled(cells: Sequence[tuple[Span, list[TextPiece]]], last: int) -> list[tuple[Span, list[TextPiece]]]:
    """The cells with the empty ones between them."""
    out: list[tuple[Span, list[TextPiece]]] = []
    at = 0
    for (first, stop), pieces in cells:
        out += [((k, k + 1), []) for k in range(at, first)]
        out.append(((first, stop), pieces))
        at = stop
    return out + [((k, k + 1), []) for k in range(at, last)]
