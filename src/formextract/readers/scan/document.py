"""Picture files and scanned PDF pages to documents: image sizes, resolution, several pages joined."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from formextract.errors import UnreadableFileError
from formextract.imaging.image import Image
from formextract.layout.across_pages.align import aligned
from formextract.layout.across_pages.join import join_pages
from formextract.model import Document, SourceFile
from formextract.ocr import Engine, default_engine
from formextract.readers.page_reading import SCAN, PageReading, stamps_of
from formextract.readers.photograph import Photograph, TooLargeError, photograph, positive
from formextract.readers.scan.embedded_image import embedded_image
from formextract.readers.scan.page import read_picture
from formextract.readers.scan.page_store import stored_pages

DPI = 200
"""Dots an inch at which pages are drawn whose pictures do not say."""
LEAST_PAGE = 700
"""Pixels of the longer side of a picture in which a page can be read; smaller ones are signs and stamps."""
LEAST_DPI, MOST_DPI = 150, 300
"""Dots an inch: finer scans are reduced, coarser ones enlarged."""
LARGEST_PAPER = 1250.0
"""Points of the longer side of A3, and a little: a larger page is no paper, its size is made up from the picture's."""
LEAST_LONG, MOST_LONG = 1754, 3600
"""Pixels of the longer side of such a page, and to which pictures are reduced that do not say how large their paper
was; A4 has them at 150 and 300 dpi. Telephones take more."""

LEAST_SIDE = 16
"""Pixels of the shorter side, as it is read, below which no letter can be seen."""
_DAMAGED = "图片不完整或已损坏，读不出来。请重新拷贝，或重新扫描、拍照"
TORN = "图片不完整（可能没有拷贝完），只读了显示得出来的部分，请核对原件"


def read_scan(source: SourceFile, engine: Engine | None = None) -> Document:
    """The document of a picture file (one page, or several in a TIFF or an animation); boxes in its pixels.

    UnreadableFileError where the picture is damaged or too large, or where no recogniser is installed.
    """
    pictures, torn = _pictures(np.fromfile(Path(source.path), np.uint8))
    engine = engine or default_engine()
    readings = [_read_reduced(picture, number, engine) for number, picture in enumerate(pictures, 1)]
    document = document_of(source, readings, len(pictures))
    return replace(document, torn=TORN, notes=(TORN, *document.notes)) if torn else document


def _read_reduced(picture: Image, number: int, engine: Engine) -> PageReading:
    """A picture as it reads, reduced where it is larger than need be; boxes in its own pixels."""
    pixels = max(picture.shape[:2]) / MOST_LONG
    if min(picture.shape[:2]) < LEAST_SIDE * max(pixels, 1):
        return PageReading([], 0)  # a sign, or a strip: no page of writing
    if pixels <= 1:
        return read_picture(picture, number, engine)
    small = cv2.resize(picture, None, fx=1 / pixels, fy=1 / pixels, interpolation=cv2.INTER_AREA)
    return read_picture(np.asarray(small, np.uint8), number, engine, pixels)


def read_pages(source: SourceFile, files: Iterable[bytes], engine: Engine | None = None) -> Document:
    """The document of a file that holds nothing but pictures of its pages; boxes in their pixels.

    Pictures that are too small for a page are left out, those that cannot be opened are told in the notes.
    UnreadableFileError where no recogniser is installed.
    """
    engine = engine or default_engine()
    readings: list[PageReading] = []
    lost = []
    for number, data in enumerate(files, 1):
        try:
            found, torn = _pictures(np.frombuffer(data, np.uint8))
        except UnreadableFileError:
            lost.append(f"文件里第 {number} 幅图片打不开，未能读取，请核对原件")
            continue
        if torn:
            lost.append(f"文件里第 {number} 幅{TORN}")
        for picture in found:
            if max(picture.shape[:2]) >= LEAST_PAGE:
                readings.append(_read_reduced(picture, len(readings) + 1, engine))
    document = document_of(source, readings, len(readings))
    return replace(document, notes=(*lost, *document.notes))


def read_picture_page(data: bytes, number: int, width: float, engine: Engine | None = None) -> PageReading | None:
    """A picture that fills page `number`, `width` points wide, as it reads; None where it cannot be opened."""
    try:
        found = _pictures(np.frombuffer(data, np.uint8))
    except UnreadableFileError:
        return None
    picture = found.pages[0]
    return read_picture(picture, number, engine or default_engine(), width / picture.shape[1])


def read_scanned_page(page: Any, number: int, engine: Engine | None = None) -> PageReading:
    """A PDF page as its picture reads, whatever its text layer says; boxes in points of the page."""
    own = embedded_image(page)
    if own is not None:
        return read_picture(positive(own), number, engine or default_engine(), float(page.rect.width) / own.shape[1])
    import pymupdf  # which a picture file needs not

    dpi = _dpi(page)
    pixmap = page.get_pixmap(dpi=dpi, colorspace=pymupdf.csRGB, alpha=False)
    picture = np.frombuffer(pixmap.samples, np.uint8).reshape(pixmap.height, pixmap.width, 3)[:, :, ::-1]
    return read_picture(positive(np.ascontiguousarray(picture)), number, engine or default_engine(), 72.0 / dpi)


def document_of(source: SourceFile, readings: Sequence[PageReading], pages: int) -> Document:
    """One document of pages that were all read from pictures."""
    notes = tuple(note for r in readings for note in r.notes)
    blocks = join_pages(aligned([r.blocks for r in readings]))
    return Document(
        source,
        SCAN,
        tuple(blocks),
        pages,
        notes,
        leaves=stored_pages(readings),
        stamps=stamps_of(readings),
    )


def _dpi(page: Any) -> int:
    """Dots an inch of the largest picture on a page."""
    best, dpi = 0.0, float(DPI)
    for info in page.get_image_info():
        x0, y0, x1, y1 = info["bbox"]
        area = abs((x1 - x0) * (y1 - y0))
        if area > best and x1 > x0 and y1 > y0:
            best = area
            dpi = max(info["width"], info["height"]) / max(x1 - x0, y1 - y0) * 72
    if best < 0.25 * page.rect.width * page.rect.height:  # no scan of the page, but a drawing
        dpi = DPI
    longer = float(max(page.rect.width, page.rect.height))
    if longer > LARGEST_PAPER:
        return round(min(max(dpi, LEAST_LONG / longer * 72), MOST_LONG / longer * 72)) or 1
    return round(min(max(dpi, LEAST_DPI), MOST_DPI))


def _pictures(data: NDArray[np.uint8]) -> Photograph:
    try:
        found = photograph(data)
    except TooLargeError as e:
        raise UnreadableFileError("图片过大，未读取。请以 300 dpi 以下重新扫描") from e
    if found is None:
        raise UnreadableFileError(_DAMAGED)
    return found
