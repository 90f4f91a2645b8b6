"""One function a family of formats, from a file to its document. Nothing about forms in here."""

from __future__ import annotations

from collections.abc import Callable

from formextract.errors import UnreadableFileError
from formextract.model import Document, Format, SourceFile
from formextract.readers.image_only import read_image
from formextract.readers.ofd.document import read_ofd
from formextract.readers.office.excel import read_excel
from formextract.readers.office.excel97 import read_legacy_excel
from formextract.readers.office.word import read_word
from formextract.readers.office.word97 import read_legacy_word
from formextract.readers.pdf.document import read_pdf

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
    "docx": 2,
    "doc": 2,
    "xlsx": 1,
    "xls": 1,
    "pdf": 5,
    "pdf-scan": 5,
    "ofd": 2,
    "image": 4,
}
"""Raised when a reader begins to read the same bytes otherwise: stored files that an earlier one read are read again by
the next load."""


def read(source: SourceFile) -> Document:
    """The document of a file; UnreadableFileError where it cannot be read or nobody reads its format yet."""
    reader = READERS.get(source.format)
    if reader is None:
        raise UnreadableFileError(f"暂不支持读取 {source.format} 文件。请另存为 docx、xlsx 或导出为 PDF 后再读")
    return reader(source)


__all__ = ["READERS", "VERSIONS", "read"]
