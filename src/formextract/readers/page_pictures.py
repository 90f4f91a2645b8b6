"""Pages that are pasted as pictures into a file of flowing text: a typed cover, and the filled form as scans."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace

from formextract.model import Document, Place, Table, Unread
from formextract.readers.image_only import read_pages

LEAST = 1000
"""Pixels of the longer side of a picture that may be a page."""
SHAPE = (0.55, 0.9)
"""Shorter by longer side of a page, or of a photograph of one."""
MOST = 40
"""Pictures of a file of text up to which they are read; a file with more is an album."""
TABLE = 12
"""Cells of a table from which the text itself holds the form, and the pictures are proof beside it."""


def with_pages(document: Document, pictures: Sequence[bytes]) -> Document:
    """The document with what its pictures of pages show, where its own text holds no form.

    Pictures that may be pages and were not read are among what is unread, and told in a note where there is no form.
    """
    pages = [data for data in pictures if _may_be_page(data)]
    if not pages:
        return document
    if any(isinstance(b, Table) and len(b.cells) >= TABLE for b in document.blocks):
        return replace(document, unread=_called_pages(document.unread, len(pages)))
    note = f"文件里有 {len(pages)} 幅像整页的图片（扫描件或照片），没有读，请看原件"
    if len(pages) > MOST:
        return replace(document, notes=(*document.notes, note), unread=_called_pages(document.unread, len(pages)))
    scan = read_pages(document.source, pages)
    if not scan.blocks:
        return replace(document, notes=(*document.notes, note), unread=_called_pages(document.unread, len(pages)))
    return replace(
        document,
        blocks=(*document.blocks, *scan.blocks),
        pages=max(document.pages, scan.pages),
        notes=(*document.notes, *scan.notes),
        stamps=(*document.stamps, *scan.stamps),
        unread=_without(document.unread, len(pages)),
    )


def _may_be_page(data: bytes) -> bool:
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(data)) as picture:
            short, long = sorted(picture.size)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return False
    return long >= LEAST and SHAPE[0] <= short / long <= SHAPE[1]


def _without(unread: Sequence[Unread], count: int) -> tuple[Unread, ...]:
    out = list(unread)
    for _ in range(count):
        if Unread("picture", Place()) in out:
            out.remove(Unread("picture", Place()))
    return tuple(out)


def _called_pages(unread: Sequence[Unread], count: int) -> tuple[Unread, ...]:
    return (*_without(unread, count), *(Unread("page", Place()) for _ in range(count)))
