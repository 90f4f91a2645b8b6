"""Parts of a digital page that have to be read from its picture: figures that were pasted in, letters without codes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pymupdf

from formextract.geometry import BBox
from formextract.imaging.clean.stamps import find_seals, without_seals
from formextract.imaging.image import PAPER
from formextract.imaging.ink.binarize import ink_of
from formextract.imaging.ink.checkboxes import printed_boxes
from formextract.imaging.ink.components import solid, spots_of, without_dust
from formextract.imaging.ink.text_lines import picture_of, strips_in
from formextract.imaging.rules.detect import TYPICAL_LETTER, pixel_rules, without_rules
from formextract.layout.vector_page import Span
from formextract.ocr import Engine, Strip
from formextract.ocr.calibration import calibrated
from formextract.ocr.fuse import fuse
from formextract.readers.page_reading import Patch
from formextract.readers.scan.checkbox_marks import TORN, settle_marks

DPI = 250
"""Dots an inch at which the page is drawn."""
UNREAD = 0.5
"""How sure a line or cell is that shows something which was not read."""
MARGIN = 1.0
"""Points around a part that belong to it."""


def read_patches(page: Any, parts: Sequence[BBox], engine: Engine) -> list[Patch]:
    """The writing in parts of a page as it is seen; boxes in points. A line that was not read is there without text."""
    pixmap = page.get_pixmap(dpi=DPI, colorspace=pymupdf.csRGB, alpha=False)
    picture = np.frombuffer(pixmap.samples, np.uint8).reshape(pixmap.height, pixmap.width, 3)[:, :, ::-1]
    picture = np.ascontiguousarray(picture)
    grey = without_seals(picture, find_seals(picture))
    scale = DPI / 72
    letter = TYPICAL_LETTER * scale
    ink = ink_of(grey, letter)
    rules = pixel_rules(ink, letter)
    bare = np.asarray(ink & (rules.ink == 0), np.uint8)
    spots = spots_of(bare)
    kept = without_dust(spots, solid(spots, letter), letter)
    text = spots.drawn(kept)
    writing = without_rules(grey, rules, PAPER)
    cuts = []
    for box in parts:
        x0, y0, x1, y1 = (round(v) for v in _scaled(box, scale, MARGIN))
        cuts += strips_in(text, (max(0, x0), max(0, y0), x1, y1), letter)
    cuts = list(dict.fromkeys(cuts))
    strips = [Strip(picture_of(writing, c, PAPER), 0, _scaled(c.cut, 1 / scale, 0.0)) for c in cuts]
    boxes = printed_boxes(text, spots, kept, letter)
    out = []
    for cut, quick, careful in zip(cuts, engine.read(strips), engine.read(strips, careful=True), strict=True):
        first, second = settle_marks(quick, cut, boxes, letter), settle_marks(careful, cut, boxes, letter)
        reading = fuse(first.words, second.words)
        said = "".join(x.char for x in reading.letters).strip()
        box = _scaled(cut.ink, 1 / scale, 0.0)
        size = max(box[3] - box[1], 0.8 * TYPICAL_LETTER)
        sure = calibrated(said, min(reading.confidence, TORN) if second.torn else reading.confidence)
        letters = tuple((c, box) for c in said)
        out.append(Patch(Span(said, size, box, lambda letters=letters: letters), sure if said else UNREAD))  # type: ignore[misc]
    return out


def _scaled(box: Sequence[float], scale: float, margin: float) -> BBox:
    x0, y0, x1, y1 = box
    return (x0 - margin) * scale, (y0 - margin) * scale, (x1 + margin) * scale, (y1 + margin) * scale
