"""Which files hold other files, by their content."""

from __future__ import annotations

import os
import struct
import zipfile
from pathlib import Path
from typing import Literal

from formextract.formats import formats, of_ending
from formextract.intake.volumes import is_later_volume, split_number

Container = Literal["zip", "tar", "iso", "7z", "rar", "volume"]
"""`volume`: a piece of an archive that was cut, by its name."""

_ISO_AT = 32768
"""Where the volume descriptors of ISO 9660 and UDF begin; their names stand one byte on, at every 2048."""
_ISO_MARKS = (b"CD001", b"BEA01", b"NSR02", b"NSR03")
_TAR_AT = 257
_PACKED = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00")
_TAR_ENDINGS = (".tar", ".tgz", ".tbz", ".tbz2", ".txz", ".tar.gz", ".tar.bz2", ".tar.xz")
_OTHER_DOCUMENTS = frozenset({"xl/workbook.bin", "ppt/presentation.xml", "content.xml"})
"""A ZIP that holds one of these, or what a format that is read is known by, is a document and no archive."""
_OTHER_ENDINGS = frozenset({"pptx", "odt", "ods", "et", "wps"})
"""Endings of documents that are ZIP packages, besides those of the formats that are known by a package's members."""
MAX_DIRECTORY = 16_000_000
"""Bytes of a ZIP's directory up to which it may be a document by its content: some 200,000 names."""
_END, _END_WINDOW = 22, 22 + 65_535
"""Bytes of the record at a ZIP's end, and of that with the longest comment."""


def container(path: Path, name: str = "") -> Container | None:
    """What kind of archive or disc image the file is, None where it is none or cannot be opened.

    `name` is what the file is called where `path` does not say; a document that is no archive but broken stays one.
    """
    name = (name or path.name).lower()
    try:
        with path.open("rb") as f:
            head = f.read(512)
            f.seek(_ISO_AT + 1)
            volume = f.read(5)
    except OSError:
        return None
    if split_number(name) is not None or is_later_volume(name):
        return "volume"
    if head.startswith(b"PK"):
        return None if _is_document(path, name) else "zip"
    if head.startswith(b"Rar!\x1a\x07"):
        return "rar"
    if head.startswith(b"7z\xbc\xaf\x27\x1c"):
        return "7z"
    if volume in _ISO_MARKS:
        return "iso"
    if head[_TAR_AT : _TAR_AT + 5] == b"ustar" or (head.startswith(_PACKED) and name.endswith(_TAR_ENDINGS)):
        return "tar"
    return None


def _is_document(path: Path, name: str) -> bool:
    if _directory_size(path) > MAX_DIRECTORY:
        return _is_called_document(name)
    try:
        with zipfile.ZipFile(path) as package:
            names = package.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, MemoryError):
        return not name.endswith(".zip")
    if _is_called_document(name) or not _OTHER_DOCUMENTS.isdisjoint(names):
        return True
    return any(f.signature.is_in(names) for f in formats().values())


def _is_called_document(name: str) -> bool:
    ending = name.rpartition(".")[2]
    claimed = of_ending(ending)
    return ending in _OTHER_ENDINGS or (claimed is not None and bool(claimed.signature.members))


def _directory_size(path: Path) -> int:
    """Bytes of a ZIP's directory as its end says; 0 where there is none. ZIP64 says the largest number there is."""
    with path.open("rb") as f:
        f.seek(max(0, f.seek(0, os.SEEK_END) - _END_WINDOW))
        tail = f.read()
    at = tail.rfind(b"PK\x05\x06")
    size: int = struct.unpack_from("<L", tail, at + 12)[0] if 0 <= at <= len(tail) - _END else 0
    return size
