"""Parts of a digital page that are read from its picture: figures that were pasted in, letters without codes.

The same six steps as for a whole page (`page.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pymupdf

from formextract.geometry import BBox
from formextract.imaging import PageAnalysis, analyse_regions
from formextract.imaging.rules.detect import TYPICAL_LETTER
from formextract.layout.span import Span
from formextract.model import Legibility
from formextract.model.doubt import doubt
from formextract.ocr import Engine
from formextract.readers.page_reading import Patch
from formextract.readers.scan.doubts import DoubtedReading, doubted_readings
from formextract.readers.scan.first_pass import first_pass_as_it_lies
from formextract.readers.scan.page_marks import marked
from formextract.readers.scan.second_pass import every_line_again

DPI = 250
"""Dots an inch at which the page is drawn."""
POINTS = 1 / (DPI / 72)
"""Points a pixel."""
_UNREAD = doubt("part_unread", "这里贴了图片，没有读出文字")
"""Of a line or cell that shows something which was not read."""
MARGIN = 1.0
"""Points around a part that belong to it."""


def read_regions(page: Any, regions: Sequence[BBox], engine: Engine) -> list[Patch]:
    """The writing in parts of a page as it is seen; boxes in points. A line that was not read is there without text."""
    pixmap = page.get_pixmap(dpi=DPI, colorspace=pymupdf.csRGB, alpha=False)
    image = np.frombuffer(pixmap.samples, np.uint8).reshape(pixmap.height, pixmap.width, 3)[:, :, ::-1]
    analysis = analyse_regions(np.ascontiguousarray(image), [_pixels(r) for r in regions], POINTS)
    analysis, first = first_pass_as_it_lies(analysis, 0, engine)
    second = every_line_again(analysis, 0, engine)
    marks = marked(analysis, first, second)
    readings = doubted_readings(analysis, marks)
    return [_patch(analysis, i, reading) for i, reading in enumerate(readings)]


def _patch(page: PageAnalysis, i: int, reading: DoubtedReading) -> Patch:
    """A line as a run of text on the page, and how well it was read."""
    x0, y0, x1, y1 = (v * page.scale for v in page.lines[i][1].ink)
    box = (x0, y0, x1, y1)
    said = reading.text.strip()
    size = max(y1 - y0, 0.8 * TYPICAL_LETTER)
    letters = tuple((c, box) for c in said)
    read = reading.legibility if said else Legibility(_UNREAD.ceiling, (_UNREAD,), scanned=True)
    return Patch(Span(said, size, box, lambda: letters), read)


def _pixels(region: BBox) -> tuple[int, int, int, int]:
    """A part of the page in pixels, with what belongs to it."""
    x0, y0, x1, y1 = region
    scale = DPI / 72
    left, top = round((x0 - MARGIN) * scale), round((y0 - MARGIN) * scale)
    return max(0, left), max(0, top), round((x1 + MARGIN) * scale), round((y1 + MARGIN) * scale)
