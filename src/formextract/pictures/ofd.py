"""OFD pages drawn from what the reader sees of them: letters, rules, boxes, ticks. Nothing here draws OFD itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pymupdf

from formextract.errors import UnreadableFileError
from formextract.geometry import BBox
from formextract.pictures.pages import Paged, PdfPages
from formextract.pictures.picture import Pixels
from formextract.readers.ofd.document import drawn_pages
from formextract.readers.ofd.letters import DESCENT
from formextract.readers.ofd.page import OfdPage

FONT = "china-s"
"""Of the PDF library's own, so that it is there on every machine."""
MAX_SIDE = 14_400.0
"""Points; a PDF page can be no larger."""
_INK = 0.6
"""Points: how thick rules are drawn."""


class OfdPages(Paged):
    """The pages of an OFD file; UnreadableFileError where it is damaged or encrypted. The last one drawn is kept."""

    redrawn = True

    def __init__(self, path: Path) -> None:
        self._sheets = list(drawn_pages(path))
        if not self._sheets:
            raise UnreadableFileError("OFD 里没有任何页。请重新导出或向申报单位索取")
        self.count = len(self._sheets)
        self._held: tuple[int, PdfPages] | None = None

    def size(self, page: int) -> tuple[float, float]:
        if not 1 <= page <= self.count:
            raise UnreadableFileError(f"文件只有 {self.count} 页，没有第 {page} 页")
        _, width, height = self._sheets[page - 1]
        return _side(width), _side(height)

    def _draw(self, page: int, area: BBox, scale: float) -> Pixels:
        if self._held is None or self._held[0] != page:
            self.close()
            self._held = (page, self._page(page))
        return self._held[1]._draw(1, area, scale)  # noqa: SLF001 - of its own kind

    def _page(self, number: int) -> PdfPages:
        sheet = self._sheets[number - 1][0]
        pdf = pymupdf.open()
        width, height = self.size(number)
        page = pdf.new_page(width=width, height=height)
        if sheet is None:
            page.insert_text((40, 60), "这一页读不出来，请查看原件", fontname=FONT, fontsize=12)
        else:
            draw(page, sheet)
        return PdfPages(pdf)

    def close(self) -> None:
        if self._held is not None:
            self._held[1].close()
            self._held = None


def _side(points: float) -> float:
    """A side of the paper that a PDF can have."""
    return min(max(points, 10.0), MAX_SIDE)


def draw(page: Any, sheet: OfdPage) -> None:
    """Draws on a page what the reader sees of it."""
    shape = page.new_shape()
    for y, x0, x1 in sheet.marks.horizontal:
        shape.draw_line((x0, y), (x1, y))
    for x, y0, y1 in sheet.marks.vertical:
        shape.draw_line((x, y0), (x, y1))
    for box in sheet.marks.boxes:
        shape.draw_rect(pymupdf.Rect(box))
    shape.finish(width=_INK, color=(0, 0, 0))
    for box in sheet.marks.strokes:  # only their box is known: a tick is drawn as one
        x0, y0, x1, y1 = box
        shape.draw_polyline([(x0, (y0 + y1) / 2), (x0 + (x1 - x0) * 0.4, y1), (x1, y0)])
    shape.finish(width=_INK, color=(0, 0, 0), closePath=False)
    for box in sheet.marks.fills:
        shape.draw_rect(pymupdf.Rect(box))
    shape.finish(width=0, fill=(0.2, 0.2, 0.2), color=None)
    shape.commit()
    font = pymupdf.Font(FONT)
    writer = pymupdf.TextWriter(page.rect)
    for span in sheet.spans:
        for letter, box in span.letters():
            if not letter.isspace():
                writer.append((box[0], box[3] - DESCENT * span.size), letter, font=font, fontsize=max(1.0, span.size))
    writer.write_text(page)
