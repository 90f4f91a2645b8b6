"""Spreadsheets that are no .xlsx: Excel 97 and older, WPS, OpenDocument, .xlsb, Excel 2003's XML, web pages, CSV."""

from __future__ import annotations

from pathlib import Path

from formextract.errors import UnreadableFileError
from formextract.model import Document, SourceFile
from formextract.readers.office import delimited, html
from formextract.readers.office.bare_values import read_values
from formextract.readers.office.excel import read_turned
from formextract.readers.office.excel97 import read_legacy_excel
from formextract.readers.office.package import is_package
from formextract.readers.office.sheet_2003 import read_sheet_2003
from formextract.readers.office.through_libreoffice import mended, turned
from formextract.text.disguise import WINDOW, text_kind


def read_any_sheet(source: SourceFile) -> Document:
    """The document of such a file, by what its bytes say that it is; UnreadableFileError as its reader raises it."""
    path = Path(source.path)
    if is_package(path, "content.xml"):
        return _turned(source, "ods")
    if is_package(path):
        return _turned(source, "xlsb")
    with path.open("rb") as f:
        head = f.read(WINDOW)
    kind = text_kind(head)
    if kind == "html":
        return html.read_html(source)
    if kind == "plain":
        return delimited.read_delimited(source)
    if kind == "sheet-xml":
        return read_sheet_2003(source)
    if kind == "odf-sheet-xml":
        return turned(source, "fods", "xlsx", read_turned)
    try:
        return read_legacy_excel(source)
    except UnreadableFileError as e:
        if "密码" in str(e):
            raise
        bare = read_values(source)
        if bare is None:  # nobody opens it, and LibreOffice need not be started
            raise
        return mended(source, "xls", "xlsx", read_turned) or bare


def _turned(source: SourceFile, ending: str) -> Document:
    """By LibreOffice, which keeps the number formats; without it by values alone."""
    try:
        return turned(source, ending, "xlsx", read_turned)
    except UnreadableFileError:
        found = read_values(source)
        if found is None:
            raise
        return found
