"""The one door from the other readers to the reader of scans; OpenCV and the nets are loaded only behind it.

`readers.office`, `readers.pdf` and `readers.ofd` know nothing of `readers.scan` but this module.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from formextract.errors import UnreadableFileError
from formextract.geometry import BBox
from formextract.model import Document, SourceFile
from formextract.readers.page_reading import PageReading, Patch

MOST_PAGES = 100
"""Pictures in a file of text up to which they are taken for pages."""
LEAST_SNIPPET = 4.0
"""Points of the lower side of a picture that may hold a letter."""
FRAME = 10.0
"""Points of white paper around a picture that is read by itself."""
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


def look_at_picture(data: bytes, number: int, width: float) -> PageReading | None:
    """A picture that fills a page `width` points wide, as it reads; None where it cannot be opened."""
    reading: PageReading | None = _scan().read_picture_page(data, number, width)
    return reading


def look_at_parts(page: Any, parts: Sequence[BBox]) -> list[Patch]:
    """The writing in parts of a PDF page as it is seen; boxes in points."""
    _scan()
    from formextract.ocr import default_engine
    from formextract.readers.scan.regions import read_regions

    return read_regions(page, parts, default_engine())


def look_at_snippet(data: bytes, box: BBox) -> list[Patch]:
    """The writing in a picture that lies on a page at `box` (points); nothing where it cannot be opened."""
    x0, y0, x1, y1 = box
    if min(x1 - x0, y1 - y0) < LEAST_SNIPPET:
        return []
    import pymupdf

    with pymupdf.open() as pdf:
        page = pdf.new_page(width=x1 - x0 + 2 * FRAME, height=y1 - y0 + 2 * FRAME)
        shown = pymupdf.Rect(FRAME, FRAME, FRAME + x1 - x0, FRAME + y1 - y0)
        try:
            page.insert_image(shown, stream=data, keep_proportion=False)
        except (RuntimeError, ValueError, pymupdf.mupdf.FzErrorBase):
            return []
        patches = look_at_parts(page, [tuple(shown)])
    return [_moved(p, x0 - FRAME, y0 - FRAME) for p in patches]


def stored_pages(readings: Sequence[PageReading]) -> tuple[str, ...]:
    """The pages written down, to be put together with those of other files; none where there are too many."""
    from formextract.readers.scan import page_store

    return page_store.stored_pages(readings)


def _moved(patch: Patch, dx: float, dy: float) -> Patch:
    def there(b: BBox) -> BBox:
        return b[0] + dx, b[1] + dy, b[2] + dx, b[3] + dy

    letters = tuple((c, there(b)) for c, b in patch.span.letters())
    span = patch.span._replace(bbox=there(patch.span.bbox), letters=lambda: letters)
    return patch._replace(span=span)


def _scan() -> Any:
    try:
        from formextract.readers.scan import document as scan
    except ImportError as e:
        raise UnreadableFileError("没有装好文字识别组件，扫描件和图片读不出来。请按 README 重新安装 formextract") from e
    return scan


def as_scan(source: SourceFile) -> SourceFile:
    """The file, called a scan."""
    return replace(source, format="pdf-scan")


__all__ = [
    "as_scan",
    "look_at",
    "look_at_parts",
    "look_at_picture",
    "look_at_snippet",
    "only_pictures",
    "read_image",
    "read_pages",
    "stored_pages",
]
