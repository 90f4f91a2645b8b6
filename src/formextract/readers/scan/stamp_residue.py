"""False text: residue of removed stamps, and stray text beside a table."""

from __future__ import annotations

from collections.abc import Sequence

from formextract.geometry import BBox
from formextract.imaging import PageAnalysis
from formextract.layout.grid import Grid
from formextract.readers.scan.doubts import DoubtedReading, covered

SIGNS = 2
"""Letters at most of what is left of a seal in a cell with writing."""


def left_by_seals(page: PageAnalysis, readings: Sequence[DoubtedReading], seals: Sequence[BBox]) -> set[int]:
    """Lines that are no writing but what was left of a seal: read weakly, and loose or a sign or two beside others.

    The cell stays as unsure as they are.
    """
    if not seals:
        return set()
    weak = {
        i
        for i, ((_, line), r) in enumerate(zip(page.lines, readings, strict=True))
        if r.is_weak and covered(line, seals, page)
    }
    written = {key for i, (key, _) in enumerate(page.lines) if i not in weak and readings[i].letters}
    return {
        i
        for i in weak
        if page.lines[i][0] is None or (page.lines[i][0] in written and len(readings[i].letters) <= SIGNS)
    }


def beside(box: BBox, grids: Sequence[Grid]) -> bool:
    """Whether letters stand to the left or right of a table, between its top and its foot."""
    y = (box[1] + box[3]) / 2
    return any(g.bbox[1] < y < g.bbox[3] and (box[0] >= g.bbox[2] or box[2] <= g.bbox[0]) for g in grids)
