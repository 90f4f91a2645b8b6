"""Text documents that are no .docx: Word 97, RTF, WPS, OpenDocument, Word 2003's XML, web pages and plain text."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from formextract.model import Document, SourceFile
from formextract.readers.office import delimited, html
from formextract.readers.office.flat_package import as_package
from formextract.readers.office.package import is_package
from formextract.readers.office.word import read_word
from formextract.readers.office.word97 import read_legacy_word, read_open_document
from formextract.readers.office.word_2003 import as_docx, as_odt
from formextract.text.disguise import WINDOW, text_kind


def read_any_word(source: SourceFile) -> Document:
    """The document of such a file, by what its bytes say that it is; UnreadableFileError as its reader raises it."""
    path = Path(source.path)
    if is_package(path):
        return read_open_document(source)
    with path.open("rb") as f:
        head = f.read(WINDOW)
    kind = "" if head.startswith(b"{\\rtf") else text_kind(head)
    if kind == "html":
        return html.read_html(source)
    if kind == "plain":
        return delimited.read_lines(source)
    if kind == "package-xml":
        with as_package(path) as package:
            found = read_word(SourceFile(str(package), source.sha256, "docx", source.size))
        return replace(found, source=source)
    if kind == "word-xml":
        with as_docx(path) as package:
            found = read_word(SourceFile(str(package), source.sha256, "docx", source.size))
        return replace(found, source=source)
    if kind == "odf-text-xml":
        with as_odt(path) as package:
            found = read_open_document(SourceFile(str(package), source.sha256, "doc", source.size))
        return replace(found, source=source)
    return read_legacy_word(source)
