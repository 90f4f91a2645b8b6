"""Which files hold other files, by their content."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Literal

from formextract.intake.volumes import is_later_volume, split_number

Container = Literal["zip", "tar", "iso", "7z", "rar", "volume"]
"""`volume`: a piece of an archive that was cut, by its name."""

_ISO_AT = 32768
"""Where the volume descriptors of ISO 9660 and UDF begin; their names stand one byte on, at every 2048."""
_ISO_MARKS = (b"CD001", b"BEA01", b"NSR02", b"NSR03")
_TAR_AT = 257
_PACKED = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00")
_TAR_ENDINGS = (".tar", ".tgz", ".tbz", ".tbz2", ".txz", ".tar.gz", ".tar.bz2", ".tar.xz")
OFFICE_PART = re.compile(r"(?P<folder>word|xl)[/\\](?:document|workbook)\w*\.xml")
"""The main part of a Word or Excel file; Office numbers it at times (`document2.xml`), some write a backslash."""
_DOCUMENTS = (
    "xl/workbook.bin",
    "OFD.xml",
    "ppt/presentation.xml",
    "content.xml",
)
"""A ZIP that holds one of these is a document, not an archive."""
_DOCUMENT_ENDINGS = (".docx", ".xlsx", ".pptx", ".ofd", ".odt", ".ods", ".et", ".wps")


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
    try:
        with zipfile.ZipFile(path) as package:
            names = package.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, MemoryError):
        return not name.endswith(".zip")
    return name.endswith(_DOCUMENT_ENDINGS) or any(n in _DOCUMENTS or OFFICE_PART.fullmatch(n) for n in names)
