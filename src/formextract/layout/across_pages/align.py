"""Shifts continued tables horizontally so their columns line up with the previous page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from formextract.layout.across_pages.column_fit import Fit, fit
from formextract.layout.page import PageBlock, PageTable
from formextract.model import Line
from formextract.model.doubt import doubt

SAME = 4.5
"""Points: sides of cells this close are one, when a rule of the next page stood between two of its own."""
STRAY = (0.9, 2), (0.8, 6), (0.5, 20)
"""Confidence below which so many letters beside a table are taken for what dust, a seal or a desk left."""
_ASTRAY = doubt("columns_astray", "续页的表格列对不齐，数字可能属于左右相邻的一列")
"""Of what stands in a table whose columns may not be those of the page before."""

_FOLIO = re.compile(
    r"\s*(?:[-—–_一·.]\s*\d{1,3}\s*[-—–_一·.,，']|第\s*\d{1,3}\s*页(?:\s*[，,/]?\s*共\s*\d{1,3}\s*页)?)\s*"
)
"""A page's number with something about it; on a photograph it may stand far from the picture's edge."""


def aligned(pages: Sequence[Sequence[PageBlock]]) -> list[list[PageBlock]]:
    """The pages, each table that stands first on one put under the table that ends the page before.

    Only the sides by which tables are joined move; where the cells are reported to stand does not. Stray letters
    and page numbers before a page's first table or behind its last would part it from its other half: they come at
    the very end. What stands in a table of which it is not sure that its columns go on there is not sure.
    """
    out: list[list[PageBlock]] = []
    strays: list[PageBlock] = []
    last: _Last | None = None
    doubtful = False
    for blocks in pages:
        page, moved = _without_strays(list(blocks))
        strays += moved
        first = page[0] if page else None
        found = _fit(first, last) if last is not None and isinstance(first, PageTable) else None
        # what goes on below a table that may be astray is astray with it
        doubtful = found is not None and (found.doubtful or (doubtful and len(out[-1]) == 1))
        if found is not None and last is not None and isinstance(first, PageTable):
            under = _under(first, last.moved, found)
            if doubtful:
                under = _in_doubt(under)
            page[0] = under
        if page:
            end = page[-1]
            if not isinstance(end, PageTable):
                last = None
            elif len(page) == 1 and found is not None and isinstance(first, PageTable):
                last = _Last(first, end, found)
            else:
                last = _Last(end, end, None)
        out.append(page)
    return [*out, strays] if strays else out


class _Last(NamedTuple):
    """The table that ends a page: as it stands there, as it was moved, and by what fit."""

    own: PageTable
    moved: PageTable
    by: Fit | None


def _fit(table: PageTable, last: _Last) -> Fit | None:
    """How a table's edges fit under those of the moved one before it, surely if either of its forms says so.

    Two pages of one width are as much alike when both were photographed from nearer than the first one.
    """
    found = fit(table, last.own)
    if found is not None and last.by is not None:
        found = found._replace(pairs=tuple((x, last.by.above(there)) for x, there in found.pairs))
    if last.by is not None and (found is None or found.doubtful):
        other = fit(table, last.moved)
        if found is None or (other is not None and not other.doubtful):
            return other
    return found


def _in_doubt(table: PageTable) -> PageTable:
    return table._replace(
        cells=tuple(
            c._replace(shown=c.shown and c.shown.in_doubt(), legibility=c.legibility.doubted(_ASTRAY))
            for c in table.cells
        )
    )


def _without_strays(page: list[PageBlock]) -> tuple[list[PageBlock], list[PageBlock]]:
    """A page's blocks without the strays before its first table and behind its last, and those."""

    def stray(block: PageBlock) -> bool:
        if not isinstance(block, Line):
            return False
        if _FOLIO.fullmatch(block.text):
            return True
        text, sure = block.text.strip(), block.legibility.confidence
        if not any(c.isalnum() for c in text):  # dust is read as a point, and surely
            return True
        return any(sure < most and len(text) <= letters for most, letters in STRAY)

    tables = [i for i, b in enumerate(page) if isinstance(b, PageTable)]
    if not tables:
        return page, []
    head, tail = page[: tables[0]], page[tables[-1] + 1 :]
    moved = (head if all(map(stray, head)) else []) + (tail if all(map(stray, tail)) else [])
    return [b for b in page if b not in moved], moved


def _under(table: PageTable, above: PageTable, found: Fit) -> PageTable:
    left, right = above.bbox[0], above.bbox[2]
    edges = sorted({x for c in above.cells for x in (c.x0, c.x1)})

    def moved(v: float) -> float:
        there = found.above(v)
        near = min(edges, key=lambda e: abs(e - there))
        return near if abs(near - there) <= SAME else there

    cells = tuple(c._replace(x0=moved(c.x0), x1=moved(c.x1)) for c in table.cells)
    return PageTable((left, table.bbox[1], right, table.bbox[3]), cells)
