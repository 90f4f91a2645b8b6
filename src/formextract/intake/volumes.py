"""Archives in several files: which volume a file is, and the volumes of simple splits put together again."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from pathlib import Path

_SPLIT = re.compile(r"(?i)(.+\.(?:7z|zip|rar|tar|tgz|gz))\.(\d{3})")
"""`a.7z.001`, `a.7z.002`: one file cut into pieces."""
_ZIP_OR_RAR = re.compile(r"(?i)(.+)\.[zr](\d\d)")
"""`a.z01` beside `a.zip`, `a.r00` beside `a.rar`: a file of volumes whose names alone say so."""
_RAR4, _RAR5 = b"Rar!\x1a\x07\x00", b"Rar!\x1a\x07\x01\x00"
_RAR4_VOLUME, _RAR4_FIRST = 0x0001, 0x0100
_RAR5_VOLUME, _RAR5_NUMBERED = 0x01, 0x02
_HEAD = 64


def split_number(name: str) -> int | None:
    """Which piece of a file that was cut a name says it is, from 1; None where it says nothing of the kind."""
    found = _SPLIT.fullmatch(name)
    return int(found.group(2)) if found else None


def is_later_volume(name: str) -> bool:
    """Whether a name is that of a volume which is opened with another file."""
    return _ZIP_OR_RAR.fullmatch(name) is not None


def pieces(first: Path) -> Iterator[Path]:
    """The pieces of a file that was cut, from the first one, as far as they are there."""
    found = _SPLIT.fullmatch(first.name)
    number = 1
    while found is not None:
        piece = first.with_name(f"{found.group(1)}.{number:03}")
        if not piece.is_file():
            return
        yield piece
        number += 1


def rar_volume(path: Path) -> int | None:
    """Which volume of a RAR in several files it is (0 for the first, 1 for any other); None where it is a whole one."""
    with path.open("rb") as f:
        head = f.read(_HEAD)
    try:
        if head.startswith(_RAR4):
            _, kind, flags = struct.unpack_from("<HBH", head, len(_RAR4))
            return None if kind != 0x73 or not flags & _RAR4_VOLUME else 0 if flags & _RAR4_FIRST else 1  # noqa: PLR2004 - main header
        if head.startswith(_RAR5):
            at = len(_RAR5) + 4
            _, at = _vint(head, at)
            kind, at = _vint(head, at)
            flags, at = _vint(head, at)
            if flags & 1:
                _, at = _vint(head, at)  # the size of an extra area
            archive, at = _vint(head, at)
            return None if kind != 1 or not archive & _RAR5_VOLUME else 1 if archive & _RAR5_NUMBERED else 0
    except (struct.error, IndexError):
        return None
    return None


def _vint(data: bytes, at: int) -> tuple[int, int]:
    """A number of RAR 5, seven bits a byte, and where it ends."""
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if not byte & 0x80:
            return value, at
        shift += 7
