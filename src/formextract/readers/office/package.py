"""Limits on Office files (zip archives of XML) before any library opens them."""

from __future__ import annotations

import lzma
import zipfile
import zlib
from pathlib import Path
from xml.etree import ElementTree as ET

from lxml import etree

from formextract.errors import UnreadableFileError
from formextract.readers.office.tidy_package import main_part

DAMAGED: tuple[type[Exception], ...] = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    etree.XMLSyntaxError,
    ET.ParseError,
    OSError,
    EOFError,
    LookupError,  # a key, a place, the name of an encoding
    ValueError,
    TypeError,
    AttributeError,
    AssertionError,
    ArithmeticError,
    NotImplementedError,
    RecursionError,
)
"""What the libraries raise on a package whose parts are damaged; any of them means the same to staff."""
MAX_MEMBERS = 5_000
MAX_INFLATED = 600_000_000
"""Bytes of all members together; a form with photographs has some tens of millions."""
MAX_XML = 200_000_000
"""Bytes of one XML part."""
MAX_RATIO = 400
"""Inflated to packed bytes of a large member; text seldom packs better than 50 to 1."""
LARGE = 10_000_000
_ARCHIVE = b"PK\x03\x04"


def is_package(path: Path, part: str = "") -> bool:
    """Whether a file is a zip archive, one that holds `part` where that is given.

    It begins as one: a Word 97 file may hold one further on (the theme that later programs put by).
    """
    try:
        with path.open("rb") as f:
            if f.read(len(_ARCHIVE)) != _ARCHIVE:
                return False
        with zipfile.ZipFile(path) as package:
            return not part or part in package.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False


def part_of(path: Path, name: str) -> bytes:
    """The bytes of a package's part; none where it is not there or broken."""
    try:
        with zipfile.ZipFile(path) as package:
            held = {n.lower(): n for n in package.namelist()}
            return package.read(name if name in held.values() else held[name.lower()])
    except (KeyError, zipfile.BadZipFile, zlib.error, OSError, ValueError, EOFError, NotImplementedError, RuntimeError):
        return b""


def check_package(path: Path, part: str, kind: str) -> None:
    """Nothing where `path` is a sound Office package that holds `part`, or a main part beside where that would stand.

    UnreadableFileError otherwise.
    """
    try:
        with zipfile.ZipFile(path) as package:
            members = package.infolist()
            names = {m.filename.lower() for m in members}
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as e:
        raise UnreadableFileError(f"{kind} 文件不完整或已损坏，打不开。请重新拷贝或向申报单位索取") from e
    if "encryptedpackage" in names or any(m.flag_bits & 1 for m in members):
        raise UnreadableFileError(f"{kind} 文件设有密码。请去掉密码后再读")
    if len(members) > MAX_MEMBERS or sum(m.file_size for m in members) > MAX_INFLATED:
        raise UnreadableFileError(f"{kind} 文件展开后过大，未读取。请删去其中的大图片或附件后再读")
    for m in members:
        bomb = m.file_size > LARGE and m.file_size > MAX_RATIO * max(1, m.compress_size)
        if bomb or (m.filename.lower().endswith((".xml", ".rels")) and m.file_size > MAX_XML):
            raise UnreadableFileError(f"{kind} 文件内部结构异常（压缩比过高），为安全起见未读取")
    if part.lower() not in names and not _has_main_part(path, part.rpartition("/")[0]):
        raise UnreadableFileError(f"文件不是 {kind} 文档（缺少正文）。请用 Office 或 WPS 打开后另存")


def _has_main_part(path: Path, folder: str) -> bool:
    try:
        return bool(folder) and main_part(path).startswith(f"{folder}/")
    except DAMAGED:
        return False  # relationships that nobody can read name no part
