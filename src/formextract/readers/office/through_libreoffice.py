"""What our readers and their libraries do not open: turned by LibreOffice into what they do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from formextract.errors import UnreadableFileError
from formextract.model import Document, SourceFile
from formextract.readers.office.libreoffice import converted

READER = "libreoffice"
MENDED = "文件有毛病，常用的办法打不开，是由 LibreOffice 修复后读出的，请核对原件"


def turned(source: SourceFile, ending: str, kind: str, read: Callable[[SourceFile], Document]) -> Document:
    """The document of a file with this `ending`, read once LibreOffice has made a file of `kind` of it.

    UnreadableFileError where there is no LibreOffice, it cannot turn the file, or the result is not to be read.
    """
    with converted([(Path(source.path), ending)], kind) as (result,):
        if result is None:
            raise UnreadableFileError(
                "LibreOffice 打不开这个文件，可能已损坏或设有密码。请用 Word 或 WPS 打开后另存为 .docx"
            )
        found = read(SourceFile(str(result), source.sha256, kind, result.stat().st_size))
    return replace(found, source=source, reader=READER)


def mended(source: SourceFile, ending: str, kind: str, read: Callable[[SourceFile], Document]) -> Document | None:
    """The same for a file that should have opened and does not, with a note that says so; None where this fails too."""
    try:
        found = turned(source, ending, kind, read)
    except UnreadableFileError:
        return None
    return replace(found, notes=(MENDED, *found.notes)) if found.blocks else None
