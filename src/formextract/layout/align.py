"""Scanned pages lie a little to the left or right of each other: tables that go on overleaf, side under side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from formextract.layout.page import PageBlock, PageTable
from formextract.model import Line, Place

WIDTH = 0.03
"""Share by which the widths of the two parts may differ."""
SHIFT = 40.0
"""Points by which a sheet may lie to one side of the one before it."""
FAR_WIDTH = 0.2
"""The same where the columns agree: photographs are taken from nearer and farther."""
COLUMN = 0.012
"""Share of a table's width by which columns may stray and still agree."""
SAME = 4.5
"""Points: sides of cells this close are one, when a rule of the next page stood between two of its own."""
STRAY = 0.8
"""Sureness below which a few letters beside a table are taken for what a seal or dust left."""
FEW = 6
"""Letters of such a line at most."""


def aligned(pages: Sequence[Sequence[PageBlock]], sureness: Mapping[Place, float]) -> list[list[PageBlock]]:
    """The pages, each table that stands first on one put under the table that ends the page before.

    Only the sides by which tables are joined move; where the cells are reported to stand does not. Stray letters
    before a page's first table or behind its last would part it from its other half: they come at the very end.
    """
    out: list[list[PageBlock]] = []
    strays: list[PageBlock] = []
    last: PageTable | None = None
    for blocks in pages:
        page, moved = _without_strays(list(blocks), sureness)
        strays += moved
        if page and last is not None and isinstance(page[0], PageTable):
            page[0] = _under(page[0], last)
        if page:
            end = page[-1]
            last = end if isinstance(end, PageTable) else None
        out.append(page)
    return [*out, strays] if strays else out


def _without_strays(page: list[PageBlock], sureness: Mapping[Place, float]) -> tuple[list[PageBlock], list[PageBlock]]:
    """A page's blocks without the strays before its first table and behind its last, and those."""

    def stray(block: PageBlock) -> bool:
        return isinstance(block, Line) and sureness.get(block.place, 1.0) < STRAY and len(block.text.strip()) <= FEW

    tables = [i for i, b in enumerate(page) if isinstance(b, PageTable)]
    if not tables:
        return page, []
    head, tail = page[: tables[0]], page[tables[-1] + 1 :]
    moved = (head if all(map(stray, head)) else []) + (tail if all(map(stray, tail)) else [])
    return [b for b in page if b not in moved], moved


def _columns(table: PageTable) -> list[float]:
    """Inner sides of the cells, as shares of the table's width."""
    x0, _, x1, _ = table.bbox
    return sorted({round((x - x0) / (x1 - x0), 4) for c in table.cells for x in (c.x0, c.x1)} - {0.0, 1.0})


def _agree(a: Sequence[float], b: Sequence[float]) -> bool:
    """Whether every column of the table with fewer is one of the other's."""
    fewer, more = sorted((a, b), key=len)
    return bool(fewer) and all(any(abs(x - y) <= COLUMN for y in more) for x in fewer)


def _under(table: PageTable, above: PageTable) -> PageTable:
    x0, y0, x1, y1 = table.bbox
    left, right = above.bbox[0], above.bbox[2]
    width, wanted = x1 - x0, right - left
    close = abs(width - wanted) <= WIDTH * wanted and abs(x0 - left) <= SHIFT
    if not close and not (abs(width - wanted) <= FAR_WIDTH * wanted and _agree(_columns(table), _columns(above))):
        return table
    edges = sorted({x for c in above.cells for x in (c.x0, c.x1)})

    def moved(v: float) -> float:
        there = left + (v - x0) / width * wanted
        near = min(edges, key=lambda e: abs(e - there))
        return near if abs(near - there) <= SAME else there

    cells = tuple(c._replace(x0=moved(c.x0), x1=moved(c.x1)) for c in table.cells)
    return PageTable((left, y0, right, y1), cells)
