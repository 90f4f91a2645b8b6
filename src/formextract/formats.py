"""The formats of files that are read: one row each, ours and those of other packages.

All that the toolkit knows of a format stands in its row: how its files are told, what they are called, who reads them,
how they are shown, and how much a copy in it is trusted beside another. Readers are named and not imported, so that
asking for a format costs nothing.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from formextract.doors import additions, refuse
from formextract.model import Document, SourceFile

VERSION = 25
"""Raised when matching, values or what stands below all readers begin to give other records: every form in a store is
read again by the next load. A single reader has its own number in its format's row. It stands here and not with
`assembly`, so that a load of what is read already can ask for it and import no matcher."""

Reader = Callable[[SourceFile], Document]


@dataclass(frozen=True, slots=True)
class Signature:
    """What tells a format by its bytes; one of these is enough.

    `starts`: how the file begins. `holds`: what stands in its first 1024 bytes. `members`: patterns (regular
    expressions) of names in its ZIP package, one of which shows the format. `streams`: names in an OLE container, in
    small letters.
    """

    starts: tuple[bytes, ...] = ()
    holds: tuple[bytes, ...] = ()
    members: tuple[str, ...] = ()
    streams: tuple[str, ...] = ()

    def is_in(self, names: Iterable[str]) -> bool:
        """Whether a ZIP package with these names is of the format."""
        patterns = [re.compile(pattern, re.IGNORECASE) for pattern in self.members]  # as Office takes names of parts
        return bool(patterns) and any(pattern.fullmatch(name) for name in names for pattern in patterns)


@dataclass(frozen=True, slots=True)
class FileFormat:
    """A format of files.

    `name` is what records say, `title` what staff read; `endings` gives for each ending, without its dot, what a file
    that has it claims to be. `reader` names the function from `SourceFile` to `Document` as `module:function`; '' for a
    format that a reader finds out (a PDF of scans). `version` is raised when it begins to read the same bytes
    otherwise: stored files that an earlier one read are read again by the next load. `paper` says that its pages are
    pictures of paper. `shown` says how an original is looked at: as pages by one of the page drawers, or as the tables
    that its reader gives.
    """

    name: str
    title: str
    signature: Signature = field(default_factory=Signature)
    endings: Mapping[str, str] = field(default_factory=dict)
    reader: str = ""
    version: int = 1
    paper: bool = False
    shown: Literal["pdf", "image", "ofd", "tables"] = "tables"

    def read(self, source: SourceFile) -> Document:
        """The document of a file of this format."""
        module, _, function = self.reader.partition(":")
        reader: Reader = getattr(importlib.import_module(module), function)
        return reader(source)


_READERS = "formextract.readers"
_MAIN_PART = r"{}[/\\]{}\w*\.xml"
"""The main part of an Office package: Office numbers it at times (`document2.xml`), some write a backslash."""
_BARE_SHEETS = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08\x08\x00", b"\x09\x08\x10\x00")
"""How sheets of Excel 2 to 5 begin, that stand in no container."""
_IMAGES = ("jpg", "jpeg", "jfif", "png", "bmp", "tif", "tiff", "gif", "webp", "heic", "heif", "hif", "avif", "jp2")
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+", b"BM", b"GIF8")
_PICTURES_WITHIN = (
    b"WEBPVP8",
    b"ftypheic",
    b"ftypheix",
    b"ftyphevc",
    b"ftypmif1",
    b"ftypmsf1",
    b"ftypavif",
    b"ftypjp2 ",
)

SHIPPED = (
    FileFormat(
        "docx",
        "Word",
        Signature(members=(_MAIN_PART.format("word", "document"),)),
        dict.fromkeys(("docx", "docm", "dotx", "dotm"), "Word"),
        f"{_READERS}.office.word:read_word",
        version=4,
    ),
    FileFormat(
        "doc",
        "Word（旧版）",
        Signature(starts=(b"{\\rtf",), streams=("worddocument",)),
        {"doc": "Word", "dot": "Word", "wps": "WPS 文字", "wpt": "WPS 文字", "rtf": "RTF", "odt": "OpenDocument 文字"},
        f"{_READERS}.office.any_word:read_any_word",
        version=4,
    ),
    FileFormat(
        "xlsx",
        "Excel",
        Signature(members=(_MAIN_PART.format("xl", "workbook"),)),
        dict.fromkeys(("xlsx", "xlsm", "xltx", "xltm"), "Excel"),
        f"{_READERS}.office.excel:read_excel",
        version=3,
    ),
    FileFormat(
        "xls",
        "Excel（旧版）",
        Signature(_BARE_SHEETS, members=(r"xl[/\\]workbook\.bin",), streams=("workbook", "book")),
        {
            **dict.fromkeys(("xls", "xlt", "xlsb"), "Excel"),
            **dict.fromkeys(("et", "ett"), "WPS 表格"),
            "ods": "OpenDocument 表格",
            "csv": "CSV",
            "tsv": "TSV",
        },
        f"{_READERS}.office.any_sheet:read_any_sheet",
        version=3,
    ),
    FileFormat(
        "ofd",
        "OFD",
        Signature(members=(r"OFD\.xml",)),
        {"ofd": "OFD"},
        f"{_READERS}.ofd.document:read_ofd",
        version=4,
        shown="ofd",
    ),
    FileFormat(
        "pdf",
        "PDF",
        Signature(holds=(b"%PDF-",)),
        {"pdf": "PDF"},
        f"{_READERS}.pdf.document:read_pdf",
        version=7,
        shown="pdf",
    ),
    FileFormat("pdf-scan", "扫描 PDF", version=6, paper=True, shown="pdf"),
    FileFormat(
        "image",
        "图片",
        Signature(starts=_PICTURES, holds=_PICTURES_WITHIN),
        dict.fromkeys(_IMAGES, "图片"),
        f"{_READERS}.image_only:read_image",
        version=5,
        paper=True,
        shown="image",
    ),
)
"""In the order in which copies of one form are trusted for what they say in letters, digital ones before paper."""


@cache
def formats() -> Mapping[str, FileFormat]:
    """Every format by its name: the shipped ones, then those under the entry point group `formextract.formats`.

    PluginError where another package's is none, or takes a name or an ending that is taken.
    """
    out = {f.name: f for f in SHIPPED}
    for addition in additions("formextract.formats"):
        new = addition.thing
        if not isinstance(new, FileFormat):
            raise refuse(addition, "它不是 FileFormat")
        taken = {new.name} & out.keys() | new.endings.keys() & {e for f in out.values() for e in f.endings}
        if taken:
            raise refuse(addition, f"格式名或后缀 {'、'.join(sorted(taken))} 已经有了")
        out[new.name] = new
    return out


def of_ending(ending: str) -> FileFormat | None:
    """The format that files of an ending (`docx`, without the dot) claim to be of; None for one that nobody reads."""
    return next((f for f in formats().values() if ending in f.endings), None)


def format_name(kind: str) -> str:
    """The format of what is a format's name or an ending; as it is where it is neither."""
    found = None if kind in formats() else of_ending(kind)
    return kind if found is None else found.name


def is_paper(kind: str) -> bool:
    """Whether files of this format are pictures of paper."""
    found = formats().get(kind)
    return found is not None and found.paper


def trust(kind: str) -> int:
    """The place of a format in the order in which copies are trusted; a format that nobody knows comes last."""
    names = list(formats())
    return names.index(kind) if kind in names else len(names)
