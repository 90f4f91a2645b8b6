"""One function a family of formats, from a file to its document. Nothing about forms in here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from formextract.errors import UnreadableFileError
from formextract.model import Document, Format, Line, SourceFile
from formextract.model.ink import aside_line
from formextract.readers.excel import read_excel
from formextract.readers.legacy_excel import read_legacy_excel
from formextract.readers.legacy_word import read_legacy_word
from formextract.readers.ofd import read_ofd
from formextract.readers.pdf import read_pdf
from formextract.readers.pictures import read_image
from formextract.readers.word import read_word

READERS: dict[Format, Callable[[SourceFile], Document]] = {
    "docx": read_word,
    "doc": read_legacy_word,
    "xlsx": read_excel,
    "xls": read_legacy_excel,
    "pdf": read_pdf,
    "ofd": read_ofd,
    "image": read_image,
}

VERSIONS: dict[str, int] = {
    "docx": 3,
    "doc": 3,
    "xlsx": 2,
    "xls": 2,
    "pdf": 5,
    "pdf-scan": 4,
    "ofd": 3,
    "image": 4,
}
"""Raised when a reader begins to read the same bytes otherwise: stored files that an earlier one read are read again by
the next load."""


def read(source: SourceFile) -> Document:
    """The document of a file; UnreadableFileError where it cannot be read or nobody reads its format yet."""
    reader = READERS.get(source.format)
    if reader is None:
        raise UnreadableFileError(f"暂不支持读取 {source.format} 文件。请另存为 docx、xlsx 或导出为 PDF 后再读")
    return _with_asides(reader(source))


def _with_asides(document: Document) -> Document:
    """The document with what its readers set aside listed: struck text is no value, and not lost."""
    items = (i for b in document.blocks for i in ([b] if isinstance(b, Line) else b.cells))
    aside = tuple(aside_line(text, item.place) for item in items for text in item.asides)
    return replace(document, hidden=(*document.hidden, *aside)) if aside else document


__all__ = ["READERS", "VERSIONS", "read"]
