"""Two pages printed side by side on one sheet, as printers save paper: where the fold is, and each half's own."""

from __future__ import annotations

from collections.abc import Sequence

from formextract.geometry import BBox, centre
from formextract.layout.grid import find_grids
from formextract.layout.page import PageBlock, PageTable
from formextract.layout.span import Span
from formextract.layout.vector_page import Drawn
from formextract.model import Line

WIDE = 1.2
"""Width by height of a sheet from which two pages may stand on it; two of A4 make 1.41."""
GUTTER = 0.02
"""Share of the sheet's width around the fold in which nothing stands; margins are wider."""
LEAST_CELLS = 4
"""Cells of a table of its own on both sides of the fold, which say that the sheet is two pages."""


def fold_of(width: float, height: float, spans: Sequence[Span], marks: Drawn) -> float | None:
    """Where a sheet may be folded in two pages: its middle, where nothing stands on it and something beside it."""
    middle, half = width / 2, GUTTER * width / 2
    left, right = middle - half, middle + half
    edges = [*((s.bbox[0], s.bbox[2]) for s in spans), *((x0, x1) for _, x0, x1 in marks.horizontal)]
    edges += [(x, x) for x, _, _ in marks.vertical]
    if width < WIDE * height or any(x0 < right and x1 > left for x0, x1 in edges):
        return None
    return middle if any(x1 <= left for _, x1 in edges) and any(x0 >= right for x0, _ in edges) else None


def has_two_grids(fold: float, marks: Drawn) -> bool:
    """Whether a table stands on either side of the fold."""
    return all(
        any(len(grid.cells) >= LEAST_CELLS for grid in find_grids(part.horizontal, part.vertical))
        for part in (half_of(fold, marks, right=False), half_of(fold, marks, right=True))
    )


def half_of(fold: float, marks: Drawn, *, right: bool) -> Drawn:
    """What is drawn on one side of the fold."""

    def here(box: BBox) -> bool:
        return (centre(box)[0] > fold) is right

    return Drawn(
        [r for r in marks.horizontal if ((r[1] + r[2]) / 2 > fold) is right],
        [r for r in marks.vertical if (r[0] > fold) is right],
        *([b for b in boxes if here(b)] for boxes in (marks.boxes, marks.strokes, marks.fills, marks.pen)),
    )


def spans_of(fold: float, spans: Sequence[Span], *, right: bool) -> list[Span]:
    """The runs on one side of the fold."""
    return [s for s in spans if (centre(s.bbox)[0] > fold) is right]


def parted(blocks: Sequence[PageBlock], fold: float) -> list[list[PageBlock]]:
    """The blocks of the left page and of the right one; tables of the right one as if it lay on the left one.

    So they are joined like tables of two sheets. Where a cell stands on the sheet is left as it is.
    """
    out: list[list[PageBlock]] = [[], []]
    for block in blocks:
        box = block.bbox if isinstance(block, PageTable) else block.place.bbox
        right = box is not None and centre(box)[0] > fold
        out[right].append(block if isinstance(block, Line) or not right else _moved(block, -fold))
    return out


def _moved(table: PageTable, by: float) -> PageTable:
    x0, y0, x1, y1 = table.bbox
    return PageTable((x0 + by, y0, x1 + by, y1), tuple(c._replace(x0=c.x0 + by, x1=c.x1 + by) for c in table.cells))
