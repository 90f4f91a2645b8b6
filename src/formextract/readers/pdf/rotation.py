"""PDF pages stood upright: those that are shown turned, and those whose text runs up, down or backwards as shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import pymupdf

from formextract.geometry import BBox
from formextract.layout.page import PageBlock
from formextract.model import Line, Place
from formextract.readers.page_reading import PageReading

MOST = 0.6
"""Share of the letters that run in one direction from which it is the page's."""


class Turned(NamedTuple):
    """From the page stood upright back to the page as it is shown."""

    matrix: Any

    def box(self, box: BBox) -> BBox:
        """A box on the page as it is shown."""
        x0, y0, x1, y1 = pymupdf.Rect(box) * self.matrix
        return x0, y0, x1, y1

    def place(self, place: Place) -> Place:
        """A place on the page as it is shown."""
        return place if place.bbox is None else replace(place, bbox=self.box(place.bbox))

    def blocks(self, blocks: Sequence[PageBlock]) -> list[PageBlock]:
        """The blocks, in the same order, with the places at which they are shown."""
        return [
            replace(b, place=self.place(b.place))
            if isinstance(b, Line)
            else b._replace(cells=tuple(c._replace(place=self.place(c.place)) for c in b.cells))
            for b in blocks
        ]


def as_shown(page: Any) -> None:
    """Makes the page in memory as it is shown, without a turn that a viewer has to do."""
    if page.rotation:
        page.remove_rotation()


def stood_upright(page: Any, turns: Counter[int]) -> Turned | None:
    """Turns the page in memory until most of its text runs from left to right; None where it does.

    `turns`: how many letters need a turn of so many degrees.
    """
    turn, count = max(turns.items(), key=lambda found: found[1], default=(0, 0))
    if turn == 0 or count < MOST * turns.total():
        return None
    page.set_rotation(turn)
    back = page.derotation_matrix
    page.remove_rotation()
    return Turned(back)


def turned_back(reading: PageReading, turned: Turned) -> PageReading:
    """The reading of a page that was turned to be read, with the places at which everything is shown."""
    return replace(
        reading,
        blocks=turned.blocks(reading.blocks),
        stamps=tuple(replace(s, place=turned.place(s.place)) for s in reading.stamps),
    )
