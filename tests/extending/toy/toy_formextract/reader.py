"""A format: notes of `label：value` a line, as a phone's notebook writes them."""

from __future__ import annotations

from pathlib import Path

from formextract.errors import UnreadableFileError
from formextract.formats import FileFormat, Signature
from formextract.model import TYPED, Document, Line, Place, SourceFile

MAX_BYTES = 1_000_000
"""A page or two of text; more is not what the format is for."""


def read_notes(source: SourceFile) -> Document:
    """The document of a notebook's file: a line of text each, placed by its number."""
    if source.size > MAX_BYTES:
        raise UnreadableFileError("记事文件超过 1 MB，未读取。请核对文件")
    try:
        text = Path(source.path).read_text(encoding="utf-8")
    except UnicodeDecodeError as e:
        raise UnreadableFileError("记事文件不是 UTF-8 编码。请另存为 UTF-8 后再读") from e
    written = [(n, line) for n, line in enumerate(text.splitlines()[1:], 1) if line.strip()]
    lines = [Line(line, Place(page=1, cell=f"L{n}"), legibility=TYPED) for n, line in written]
    return Document(source, "notes", tuple(lines), pages=1)


NOTES = FileFormat(
    "notes",
    "记事",
    Signature(starts=(b"#notes\n",)),
    {"notes": "记事"},
    "toy_formextract.reader:read_notes",
)
