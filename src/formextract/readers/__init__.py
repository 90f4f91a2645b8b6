"""Files to documents: one function a format, named in `formextract.formats`. Nothing about forms in here."""

from __future__ import annotations

from formextract.errors import UnreadableFileError
from formextract.formats import formats
from formextract.model import Document, SourceFile


def read(source: SourceFile) -> Document:
    """The document of a file; UnreadableFileError where it cannot be read or nobody reads its format."""
    known = formats().get(source.format)
    if known is None or not known.reader:
        raise UnreadableFileError(f"暂不支持读取 {source.format} 文件。请另存为 docx、xlsx 或导出为 PDF 后再读")
    return known.read(source)


__all__ = ["read"]
