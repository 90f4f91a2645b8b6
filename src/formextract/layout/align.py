"""Scanned pages lie a little to the left or right of each other: tables that go on overleaf, side under side."""

from __future__ import annotations

from collections.abc import Sequence

from formextract.geometry import BBox
from formextract.layout.page import PageBlock, PageTable

WIDTH = 0.03
"""Share by which the widths of the two parts may differ."""
SHIFT = 40.0
"""Points by which a sheet may lie to one side of the one before it."""


def aligned(pages: Sequence[Sequence[PageBlock]]) -> list[list[PageBlock]]:
    """The pages, each table that stands first on one shifted under the table that ends the page before.

    Only the sides by which tables are joined move; where the cells are reported to stand does not.
    """
    out: list[list[PageBlock]] = []
    last: BBox | None = None
    for blocks in pages:
        page = list(blocks)
        if page and last is not None and isinstance(page[0], PageTable):
            page[0] = _under(page[0], last)
        if page:
            end = page[-1]
            last = end.bbox if isinstance(end, PageTable) else None
        out.append(page)
    return out


def _under(table: PageTable, above: BBox) -> PageTable:
    x0, y0, x1, y1 = table.bbox
    width, wanted = x1 - x0, above[2] - above[0]
    if abs(width - wanted) > WIDTH * wanted or abs(x0 - above[0]) > SHIFT:
        return table

    def x(v: float) -> float:
        return above[0] + (v - x0) / width * wanted

    cells = tuple(c._replace(x0=x(c.x0), x1=x(c.x1)) for c in table.cells)
    return PageTable((above[0], y0, above[2], y1), cells)
