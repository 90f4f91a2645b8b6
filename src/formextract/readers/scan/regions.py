"""Parts of a digital page that have to be read from its picture: figures that were pasted in, letters without codes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pymupdf

from formextract.geometry import BBox
from formextract.imaging.clean.stamps import find_seals, without_seals
from formextract.imaging.image import PAPER
from formextract.imaging.ink.binarize import binarize
from formextract.imaging.ink.checkboxes import find_checkboxes
from formextract.imaging.ink.components import components_of, despeckle, larger_than_specks
from formextract.imaging.ink.text_lines import crop, text_lines_in
from formextract.imaging.rules.detect import TYPICAL_LETTER, find_rules, without_rules
from formextract.layout.vector_page import Span
from formextract.ocr import Engine, LineImage
from formextract.ocr.calibration import calibrated
from formextract.ocr.fuse import fuse
from formextract.readers.page_reading import Patch
from formextract.readers.scan.checkbox_marks import DISPUTED, settle_marks

DPI = 250
"""Dots an inch at which the page is drawn."""
UNREAD = 0.5
"""How sure a line or cell is that shows something which was not read."""
MARGIN = 1.0
"""Points around a part that belong to it."""


def read_regions(page: Any, parts: Sequence[BBox], engine: Engine) -> list[Patch]:
    """The writing in parts of a page as it is seen; boxes in points. A line that was not read is there without text."""
    pixmap = page.get_pixmap(dpi=DPI, colorspace=pymupdf.csRGB, alpha=False)
    picture = np.frombuffer(pixmap.samples, np.uint8).reshape(pixmap.height, pixmap.width, 3)[:, :, ::-1]
    picture = np.ascontiguousarray(picture)
    grey = without_seals(picture, find_seals(picture))
    scale = DPI / 72
    letter = TYPICAL_LETTER * scale
    ink = binarize(grey, letter)
    rules = find_rules(ink, letter)
    bare = np.asarray(ink & (rules.ink == 0), np.uint8)
    components = components_of(bare)
    kept = despeckle(components, larger_than_specks(components, letter), letter)
    text = components.image_of(kept)
    writing = without_rules(grey, rules, PAPER)
    lines = []
    for box in parts:
        x0, y0, x1, y1 = (round(v) for v in _scaled(box, scale, MARGIN))
        lines += text_lines_in(text, (max(0, x0), max(0, y0), x1, y1), letter)
    lines = list(dict.fromkeys(lines))
    strips = [LineImage(crop(writing, c, PAPER), 0, _scaled(c.crop, 1 / scale, 0.0)) for c in lines]
    boxes = find_checkboxes(text, components, kept, letter)
    out = []
    for line, quick, careful in zip(lines, engine.read(strips), engine.read(strips, careful=True), strict=True):
        first, second = settle_marks(quick, line, boxes, letter), settle_marks(careful, line, boxes, letter)
        reading = fuse(first.words, second.words)
        said = "".join(x.char for x in reading.letters).strip()
        box = _scaled(line.ink, 1 / scale, 0.0)
        size = max(box[3] - box[1], 0.8 * TYPICAL_LETTER)
        sure = calibrated(said, min(reading.confidence, DISPUTED) if second.disputed else reading.confidence)
        letters = tuple((c, box) for c in said)
        out.append(Patch(Span(said, size, box, lambda letters=letters: letters), sure if said else UNREAD))  # type: ignore[misc]
    return out


def _scaled(box: Sequence[float], scale: float, margin: float) -> BBox:
    x0, y0, x1, y1 = box
    return (x0 - margin) * scale, (y0 - margin) * scale, (x1 + margin) * scale, (y1 + margin) * scale
