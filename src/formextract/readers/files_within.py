"""Files within a PDF or OFD: a portfolio is a cover, and the forms are files behind it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from formextract.errors import UnreadableFileError
from formextract.formats import FileFormat, formats, of_ending
from formextract.model import Block, Document, Line, Place, SourceFile, Table, Unread

MOST = 20
"""Files in one that are read; one with more is an archive."""
MOST_BYTES = 100_000_000
_PAGES = frozenset({".htm", ".html", ".xhtml", ".mht", ".mhtml"})
COVER = 12
"""Cells of a table from which a file's own pages hold a form, and the files in it are proof beside it."""


def with_files(document: Document, names: Sequence[str], data: Callable[[int], bytes]) -> Document:
    """The document with the files in it behind it where its own pages hold no form; those not read are named.

    `names` are what they are called, `data` gives the bytes of one by its place among them. Their pages count on from
    the document's own.
    """
    if not names:
        return document
    own = any(isinstance(b, Table) and len(b.cells) >= COVER for b in document.blocks)
    read, left = [], list(names)
    if not own:
        for i, name in enumerate(names[:MOST]):
            if (inner := read_within(name, partial(data, i))) is not None:
                read.append((name, inner))
                left.remove(name)
    for name, inner in read:
        document = _behind(document, name, inner)
    if not left:
        return document
    told = "、".join(f"“{name}”" for name in left[:5]) + ("等" if len(left) > 5 else "")  # noqa: PLR2004 - names told
    note = f"{_title(document)} 里另有 {len(left)} 个内嵌的文件（{told}）没有读，请另存出来再装载"
    unread = (Unread("object", Place(), name) for name in left)
    return replace(document, notes=(*document.notes, note), unread=(*document.unread, *unread))


def _title(document: Document) -> str:
    """What staff call the kind of file: a PDF of scans is a PDF."""
    return document.source.format.partition("-")[0].upper()


def read_within(name: str, data: Callable[[], bytes]) -> Document | None:
    """The document of a file within; None where it is of no known kind, or nothing can be read in it."""
    known = of_ending(Path(name).suffix.lower().lstrip("."))
    if known is None and Path(name).suffix.lower() not in _PAGES:
        return None
    held = data()
    if not held or len(held) > MOST_BYTES:
        return None
    known = known or formats()["doc"]  # whose reader tells a web page by its bytes
    with tempfile.TemporaryDirectory(prefix="formextract-", ignore_cleanup_errors=True) as folder:
        path = Path(folder) / f"a{Path(name).suffix}"
        path.write_bytes(held)
        for kind in _kinds(known, held):
            try:
                return kind.read(SourceFile(str(path), "", kind.name, len(held)))
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

    note = f"“{name}”是 {_title(document)} 里内嵌的文件，页码接在封面之后"
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
