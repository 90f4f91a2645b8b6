"""The images of a page's text lines, as a recogniser reads them."""

from __future__ import annotations

from collections.abc import Sequence

from formextract.imaging import PageAnalysis
from formextract.imaging.image import PAPER
from formextract.imaging.ink.text_lines import crop
from formextract.ocr import LineImage


def line_images(page: PageAnalysis, number: int, which: Sequence[int]) -> list[LineImage]:
    """Some of a page's lines, cut out."""
    out = []
    for i in which:
        cut = page.lines[i][1]
        x0, y0, x1, y1 = (v * page.scale for v in cut.crop)
        out.append(LineImage(crop(page.writing, cut, PAPER), number, (x0, y0, x1, y1)))
    return out
