"""Files within a PDF: a portfolio is a cover, and the forms are files behind it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from formextract.errors import UnreadableFileError
from formextract.formats import FileFormat, formats, of_ending
from formextract.model import Block, Document, Line, Place, SourceFile, Table, Unread

MOST = 20
"""Files in a PDF that are read; one with more is an archive."""
MOST_BYTES = 100_000_000
COVER = 12
"""Cells of a table from which the PDF's own pages hold a form, and the files in it are proof beside it."""


def with_attachments(document: Document, pdf: Any) -> Document:
    """The document with the files in its PDF behind it where its own pages hold no form; those not read are named.

    Their pages count on from the PDF's own.
    """
    count = pdf.embfile_count()
    if not count:
        return document
    names = [
        str(pdf.embfile_info(i).get("ufilename") or pdf.embfile_info(i).get("filename") or "") for i in range(count)
    ]
    own = any(isinstance(b, Table) and len(b.cells) >= COVER for b in document.blocks)
    read, left = [], list(names)
    if not own:
        for i, name in enumerate(names[:MOST]):
            if (inner := _read(pdf, i, name)) is not None:
                read.append((name, inner))
                left.remove(name)
    for name, inner in read:
        document = _behind(document, name, inner)
    if not left:
        return document
    told = "、".join(f"“{name}”" for name in left[:5]) + ("等" if len(left) > 5 else "")  # noqa: PLR2004 - names told
    note = f"PDF 里另有 {len(left)} 个内嵌的文件（{told}）没有读，请另存出来再装载"
    unread = (Unread("object", Place(), name) for name in left)
    return replace(document, notes=(*document.notes, note), unread=(*document.unread, *unread))


def _read(pdf: Any, number: int, name: str) -> Document | None:
    """The document of a file within; None where it is of no known kind, or nothing can be read in it."""
    known = of_ending(Path(name).suffix.lower().lstrip("."))
    if known is None:
        return None
    try:
        data = pdf.embfile_get(number)
    except (RuntimeError, ValueError):
        return None
    if not data or len(data) > MOST_BYTES:
        return None
    with tempfile.TemporaryDirectory(prefix="formextract-", ignore_cleanup_errors=True) as folder:
        path = Path(folder) / f"a{Path(name).suffix}"
        path.write_bytes(data)
        for kind in _kinds(known, data):
            try:
                return kind.read(SourceFile(str(path), "", kind.name, len(data)))
            except UnreadableFileError:
                continue
    return None


def _kinds(known: FileFormat, data: bytes) -> Iterator[FileFormat]:
    """The formats as which a file is tried: what its bytes say, then what its name does."""
    by_bytes = {f.name: f for f in formats().values() if f.signature.starts and data.startswith(f.signature.starts)}
    yield from {**by_bytes, known.name: known}.values()


def _behind(document: Document, name: str, inner: Document) -> Document:
    shift = document.pages

    def place(old: Place) -> Place:
        return old if old.page is None else replace(old, page=old.page + shift)

    def block(old: Block) -> Block:
        if isinstance(old, Line):
            return replace(old, place=place(old.place))
        cells = (replace(c, place=place(c.place), further=tuple(map(place, c.further))) for c in old.cells)
        return replace(old, cells=tuple(cells))

    note = f"“{name}”是 PDF 里内嵌的文件，页码接在封面之后"
    return replace(
        document,
        blocks=(*document.blocks, *map(block, inner.blocks)),
        pages=document.pages + inner.pages,
        notes=(*document.notes, note, *inner.notes),
        hidden=(*document.hidden, *(replace(h, place=place(h.place)) for h in inner.hidden)),
        unread=(*document.unread, *(replace(u, place=place(u.place)) for u in inner.unread)),
        stamps=(*document.stamps, *(replace(s, place=place(s.place)) for s in inner.stamps)),
        leaves=(),
    )
