"""Formats with pages: PDF, scans, picture files and OFD, drawn on demand."""

from __future__ import annotations

from abc import ABC, abstractmethod
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pymupdf

from formextract.errors import UnreadableFileError
from formextract.geometry import BBox
from formextract.pictures.picture import Picture, Pixels, encoded
from formextract.readers.pdf.document import BROKEN
from formextract.readers.photograph import TooLargeError, photograph

WIDTH = 1100
"""Pixels across a whole page unless asked otherwise; a part is drawn at the same scale."""
MAX_WIDTH = 4000
MAX_PIXELS = 24_000_000
"""Of one picture that is given; a page at 4000 pixels' width fills them."""
_BROKEN = "这一页画不出来，文件可能有损坏。请直接查看原件"


class Paged(ABC):
    """An original with pages. Boxes and sizes are in the units of `Source.bbox`: points, pixels for picture files."""

    count: int
    """How many pages there are."""
    redrawn: bool = False
    """Whether the pages are drawn anew from the letters and rules that were read, without pictures and seals."""

    @abstractmethod
    def size(self, page: int) -> tuple[float, float]:
        """Width and height of a page; UnreadableFileError where there is no such page."""

    @abstractmethod
    def _draw(self, page: int, area: BBox, scale: float) -> Pixels:
        """The pixels of an area within the page, `scale` pixels a unit."""

    @abstractmethod
    def close(self) -> None:
        """Gives the file back."""

    def picture(self, page: int, *, area: BBox | None = None, width: int = WIDTH) -> Picture:
        """A page, or the part of it within `area`, drawn so that the whole page would be `width` pixels wide.

        UnreadableFileError where the page is not there or cannot be drawn.
        """
        full_width, full_height = self.size(page)
        x0, y0, x1, y1 = (0.0, 0.0, full_width, full_height) if area is None else area
        shown = (max(0.0, x0), max(0.0, y0), min(full_width, x1), min(full_height, y1))
        if shown[2] - shown[0] <= 0 or shown[3] - shown[1] <= 0:
            raise UnreadableFileError("这一处在页面之外，无法显示。请直接查看原件")
        scale = min(max(1, width), MAX_WIDTH) / full_width
        wanted = (shown[2] - shown[0]) * (shown[3] - shown[1]) * scale * scale
        if wanted > MAX_PIXELS:
            scale *= (MAX_PIXELS / wanted) ** 0.5
        return encoded(self._draw(page, shown, scale), shown)


class PdfPages(Paged):
    """The pages of a PDF file, or of one made in memory."""

    def __init__(self, pdf: Any) -> None:
        self._pdf = pdf
        self.count = pdf.page_count

    @classmethod
    def of(cls, path: Path) -> PdfPages:
        """The pages of a file; UnreadableFileError where it is damaged or locked."""
        try:
            pdf = pymupdf.open(path, filetype="pdf")
        except BROKEN as e:
            raise UnreadableFileError("PDF 文件已损坏，打不开。请重新导出或向申报单位索取") from e
        if pdf.needs_pass:
            pdf.close()
            raise UnreadableFileError("PDF 设有打开密码，无法显示。请向申报单位索取无密码的文件")
        return cls(pdf)

    def size(self, page: int) -> tuple[float, float]:
        rect = self._page(page).rect
        return rect.width, rect.height

    def _page(self, number: int) -> Any:
        if not 1 <= number <= self.count:
            raise UnreadableFileError(f"文件只有 {self.count} 页，没有第 {number} 页")
        try:
            page = self._pdf[number - 1]
        except BROKEN as e:
            raise UnreadableFileError(_BROKEN) from e
        if page.rect.width <= 0 or page.rect.height <= 0:
            raise UnreadableFileError(_BROKEN)
        return page

    def _draw(self, page: int, area: BBox, scale: float) -> Pixels:
        try:
            pixmap = self._page(page).get_pixmap(
                matrix=pymupdf.Matrix(scale, scale), clip=pymupdf.Rect(area), colorspace=pymupdf.csRGB, alpha=False
            )
        except BROKEN as e:
            raise UnreadableFileError(_BROKEN) from e
        rgb = np.frombuffer(pixmap.samples, np.uint8).reshape(pixmap.height, pixmap.stride)
        whole = rgb[:, : pixmap.width * 3].reshape(pixmap.height, pixmap.width, 3)
        return np.ascontiguousarray(whole[:, :, ::-1])

    def close(self) -> None:
        self._pdf.close()


class ImagePages(Paged):
    """A picture file: one page, or several of a TIFF or an animation."""

    def __init__(self, path: Path) -> None:
        try:
            found = photograph(
                np.fromfile(path, np.uint8)
            )  # as the scan reader decodes it, so that its boxes lie right
        except TooLargeError as e:
            raise UnreadableFileError("图片已损坏或过大，打不开。请重新扫描或拍照") from e
        if found is None:
            raise UnreadableFileError("图片已损坏或过大，打不开。请重新扫描或拍照")
        self._pages = found.pages
        self.count = len(found.pages)

    def _pixels(self, number: int) -> Pixels:
        return self._pages[number - 1]

    def size(self, page: int) -> tuple[float, float]:
        if not 1 <= page <= self.count:
            raise UnreadableFileError(f"文件只有 {self.count} 页，没有第 {page} 页")
        height, width = self._pixels(page).shape[:2]
        return float(width), float(height)

    def _draw(self, page: int, area: BBox, scale: float) -> Pixels:
        x0, y0, x1, y1 = (round(v) for v in area)
        part = self._pixels(page)[y0 : max(y1, y0 + 1), x0 : max(x1, x0 + 1)]
        if part.size == 0:
            return part
        size = (max(1, round(part.shape[1] * scale)), max(1, round(part.shape[0] * scale)))
        how = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
        return np.asarray(cv2.resize(part, size, interpolation=how), np.uint8)

    def close(self) -> None:
        self._pages = []
