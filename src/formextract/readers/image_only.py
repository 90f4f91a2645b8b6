"""The door to the scan reader: which pages need it. OpenCV and the nets are only loaded for files that do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from formextract.errors import UnreadableFileError
from formextract.geometry import BBox
from formextract.model import Document, SourceFile
from formextract.readers.page_reading import PageReading, Patch
from formextract.readers.pdf.ocr_layer import hides_its_text

GARBLED_SHARE = 0.02
"""Share of letters without a meaning above which a page's text layer is not trusted."""
MOST_PAGES = 100
"""Pictures in a file of text up to which they are taken for pages."""
BESIDE = 12
"""Letters a picture that may stand beside it: a page number, a heading of an annex."""


def read_image(source: SourceFile) -> Document:
    """The document of a picture file; UnreadableFileError where it is damaged or nothing is installed to read it."""
    document: Document = _scan().read_scan(source)
    return document


def only_pictures(letters: int, pictures: int) -> bool:
    """Whether a file of flowing text is a scan in disguise: pictures, and hardly more than page numbers beside them."""
    return 0 < pictures <= MOST_PAGES and letters <= BESIDE * pictures


def read_pages(source: SourceFile, files: Iterable[bytes]) -> Document:
    """The document of a file that holds only pictures of its pages; UnreadableFileError as from `read_image`."""
    document: Document = _scan().read_pages(source, files)
    return document


def look_at(page: Any, number: int) -> PageReading:
    """A PDF page as its picture reads; boxes in points."""
    reading: PageReading = _scan().read_scanned_page(page, number)
    return reading


def look_at_parts(page: Any, parts: Sequence[BBox]) -> list[Patch]:
    """The writing in parts of a PDF page as it is seen; boxes in points."""
    _scan()
    from formextract.ocr import default_engine
    from formextract.readers.patches import read_patches

    return read_patches(page, parts, default_engine())


def _scan() -> Any:
    try:
        from formextract.readers import scan
    except ImportError as e:
        raise UnreadableFileError("没有装好文字识别组件，扫描件和图片读不出来。请按 README 重新安装 formextract") from e
    return scan


def needs_a_look(page: Any, letters: int, garbled: int) -> bool:
    """Whether a PDF page has to be read from its picture: what its text layer says is nothing, rubbish, or not shown.

    `letters` are those of the text layer, `garbled` those of them without a meaning. A text layer below a picture of
    the page, or an invisible one over it, was made by somebody's recogniser: the picture is the truth.
    """
    if letters == 0:
        return bool(page.get_images() or page.get_cdrawings())
    if garbled > GARBLED_SHARE * letters:
        return True
    return bool(page.get_images()) and hides_its_text(page)


def as_scan(source: SourceFile) -> SourceFile:
    """The file, called a scan."""
    return replace(source, format="pdf-scan")
