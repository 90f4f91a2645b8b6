"""Cell border quality: missing borders, and text that touches a border."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

import cv2
import numpy as np

from formextract.imaging.image import Image
from formextract.imaging.ink.components import Components, Flags
from formextract.imaging.ink.text_lines import TextLine
from formextract.imaging.rules.detect import NO_SUSPECTS, Suspected
from formextract.layout.grid import CellKey, Grid, Rule

Box = tuple[int, int, int, int]

GONE = 0.3
"""Share of one border without ink from which its cell may be another one's part."""
BROKEN = 0.15
"""Share of all borders on a page without ink from which no cell of it is where it seems: rows slip. On pages with 0.05
to 0.06 (rules under rollers) of 74 values one was wrong, which another doubt spoke of (docs/accuracy.md)."""
MENDED = 0.25
"""Share of a page's rules with a closed stretch from which others may be gone without a trace: cells over several rows
or columns may be several. Pages with a seal over their rules had 0.1. Of 38 values in such cells 7 were wrong, of 63
beside them or elsewhere on pages with 0.5 and more 2, which other doubts spoke of (docs/accuracy.md); of 30 in cells
that stand above or beside others as wide or high, none with writing of several, none was."""
INSIDE, THROUGH = 0.3, 1.0
"""Letter heights from a border at which a stretch that may be a rule is another one, and that it runs in the cell."""
ASTRAY = 0.15
"""Letter heights by which the ink of a border strays from its place where a photographed sheet was not quite flat."""
BESIDE = 0.07
"""Letter heights between a border's ink and writing that may run on behind it; text is padded by more."""
PART = 0.28
"""Letter heights: the longer side of the least component that is a part of a letter, not a rule's rough edge."""
THIN = 0.1
"""Letter heights: the rough edge of a rule is thinner than this."""


def unreliable_borders(
    grids: Sequence[Grid],
    ruled: Image,
    scale: float,
    letter: float,
    closed: float = 0.0,
    suspected: Suspected = NO_SUSPECTS,
    lines: Sequence[tuple[CellKey | None, TextLine]] = (),
) -> set[CellKey]:
    """Cells of which a border is mostly not there, or through which a rule may run, with their rows or columns.

    All of the page's where much of its borders is not there. `closed` is the share of the page's rules that had to be
    mended: from `MENDED` on a cell over several rows or columns may be several, as what stands in it (`lines`) and
    around it says. `suspected` are stretches (in pixels) that may be rules and were not taken for any.
    """
    side = 2 * max(2, round(ASTRAY * letter)) + 1
    thick = cv2.dilate(ruled, np.ones((side, side), np.uint8))
    out, every = set(), set()
    several = _may_be_several(grids, lines) if closed >= MENDED else set()
    whole = missing = 0
    for key, box in _boxes(grids, scale):
        every.add(key)
        lost = []
        for wall in _walls(thick, box):
            gone = wall.size - int(wall.sum())
            whole, missing = whole + wall.size, missing + gone
            lost.append(gone > GONE * wall.size)
        if any(lost) or key in several:
            out.add(key)
        # a level border that is gone lets columns slip against each other in its rows, an upright one in its columns
        rows = any(lost[:2]) or _runs_through(suspected.level, box, letter)
        columns = any(lost[2:]) or _runs_through(suspected.upright, (box[1], box[0], box[3], box[2]), letter)
        out |= _in_line(grids[key.grid], key, rows=rows, columns=columns)
    return every if missing >= BROKEN * max(1, whole) else out


def _may_be_several(grids: Sequence[Grid], lines: Sequence[tuple[CellKey | None, TextLine]]) -> set[CellKey]:
    """Cells over several rows or columns that may be as many cells, between which a rule was lost.

    Where those next to one, in the direction that it does not go over, are just as wide or high, the rule would have
    been lost in all of them: then writing of several stands in one of them.
    """
    written: dict[CellKey, list[TextLine]] = defaultdict(list)
    for key, line in lines:
        if key is not None:
            written[key].append(line)
    out = set()
    for g, grid in enumerate(grids):
        for k, cell in enumerate(grid.cells):
            for over, across in ((cell.colspan, False), (cell.rowspan, True)):
                alike = _alike_beside(grid, k, across=across) if over > 1 else [k]
                inside = [written[CellKey(g, n)] for n in alike]
                if over > 1 and (len(alike) == 1 or any(_is_parted(those, level=across) for those in inside)):
                    out.add(CellKey(g, k))
    return out


def _alike_beside(grid: Grid, k: int, *, across: bool) -> list[int]:
    """A cell and those right above and below it as wide, or (`across`) left and right of it as high."""

    def span(n: int) -> tuple[int, int, int, int]:
        c = grid.cells[n]
        return (c.row, c.rowspan, c.col, c.colspan) if across else (c.col, c.colspan, c.row, c.rowspan)

    place, size, at, long = span(k)
    others = [n for n in range(len(grid.cells)) if n != k and span(n)[:2] == (place, size)]
    return [k, *(n for n in others if span(n)[2] == at + long or sum(span(n)[2:]) == at)]


def _is_parted(lines: Sequence[TextLine], *, level: bool) -> bool:
    """Whether some lines stand one above the other, parted by a level rule if by any; or else side by side."""
    boxes = [line.ink for line in lines]
    beside = [
        2 * (min(a[3], b[3]) - max(a[1], b[1])) > min(a[3] - a[1], b[3] - b[1]) for a, b in combinations(boxes, 2)
    ]
    return not all(beside) if level else any(beside)


def _runs_through(rules: Sequence[Rule], box: Box, letter: float) -> bool:
    """Whether one of some level rules runs through a box, not along its edge."""
    x0, y0, x1, y1 = box
    inside, through = INSIDE * letter, THROUGH * letter
    return any(y0 + inside < y < y1 - inside and min(b, x1) - max(a, x0) >= through for y, a, b in rules)


def _in_line(grid: Grid, key: CellKey, *, rows: bool, columns: bool) -> set[CellKey]:
    """The cells of a cell's rows, and of its columns, where asked for."""
    at = grid.cells[key.cell]
    found: set[int] = set()
    if rows:
        found |= {k for row in grid.at[at.row : at.row + at.rowspan] for k in row}
    if columns:
        found |= {k for row in grid.at for k in row[at.col : at.col + at.colspan]}
    return {CellKey(key.grid, k) for k in found}


def touching_borders(
    grids: Sequence[Grid],
    cuts: Sequence[tuple[CellKey | None, TextLine]],
    ruled: Image,
    components: Components,
    kept: Flags,
    scale: float,
    letter: float,
) -> set[int]:
    """Lines that touch the right border or the bottom of their cells: what was written may go on behind it.

    Only the last line of a cell can: the ones above it were broken to fit.
    """
    least = np.minimum(components.stats[:, cv2.CC_STAT_WIDTH], components.stats[:, cv2.CC_STAT_HEIGHT])
    parts = components.image_of(kept & (components.longer >= PART * letter) & (least >= max(3.0, THIN * letter)))
    reach = max(2, round(BESIDE * letter))
    near = parts & cv2.dilate(ruled, np.ones((2 * reach + 1, 2 * reach + 1), np.uint8))
    deep = reach + round(0.15 * letter)
    boxes = dict(_boxes(grids, scale))
    out: set[int] = set()
    for key, last in _last_lines(cuts).items():
        x0, y0, x1, y1 = boxes[key]
        top = y0 + deep if last.alone else max(y0 + deep, last.top)
        if near[top : y1 - deep, x1 - deep : x1 + 1].any() or near[y1 - deep : y1 + 1, x0 + deep : x1 - deep].any():
            out |= set(last.strips)
    return out


class _LastLine(NamedTuple):
    """The last line of a cell: its lines, where it begins in pixels, and whether it is the only one."""

    strips: list[int]
    top: int
    alone: bool


def _last_lines(cuts: Sequence[tuple[CellKey | None, TextLine]]) -> dict[CellKey, _LastLine]:
    cells: dict[CellKey, list[int]] = defaultdict(list)
    for i, (key, _) in enumerate(cuts):
        if key is not None:
            cells[key].append(i)
    out = {}
    for key, members in cells.items():
        low = max(members, key=lambda i: cuts[i][1].ink[3])
        top = cuts[low][1].ink[1]
        line = [i for i in members if cuts[i][1].ink[3] > top]
        out[key] = _LastLine(line, min(cuts[i][1].ink[1] for i in line), len(line) == len(members))
    return out


def _boxes(grids: Sequence[Grid], scale: float) -> Iterator[tuple[CellKey, Box]]:
    for i, grid in enumerate(grids):
        for k, cell in enumerate(grid.cells):
            x0, y0, x1, y1 = (round(v / scale) for v in cell.bbox)
            yield CellKey(i, k), (x0, y0, x1, y1)


def _walls(ink: Image, box: Box) -> tuple[Image, ...]:
    x0, y0, x1, y1 = box
    bottom, right = ink.shape[0] - 1, ink.shape[1] - 1
    return (
        ink[min(max(0, y0), bottom), max(0, x0) : x1],
        ink[min(y1, bottom), max(0, x0) : x1],
        ink[max(0, y0) : y1, min(max(0, x0), right)],
        ink[max(0, y0) : y1, min(x1, right)],
    )
