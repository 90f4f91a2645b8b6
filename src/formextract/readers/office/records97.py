"""The records of an .xls workbook, in order ([MS-XLS] 2.1.4)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

import olefile

BOUND_SHEET, BOF = 0x85, 0x809
_HEAD, _FOOT = 0x14, 0x15
_WITH_UNICODE = 0x600
"""Version of the records (Excel 97) from which texts are in Unicode."""


def workbook_stream(path: Path) -> bytes:
    """The workbook's records as bytes; b"" for a file that holds none that can be taken out."""
    try:
        if not olefile.isOleFile(str(path)):
            return b""
        with olefile.OleFileIO(str(path)) as ole:
            name = next((n for n in ("Workbook", "Book") if ole.exists(n)), "")
            return ole.openstream(name).read() if name else b""
    except (OSError, struct.error, IndexError, ValueError, OverflowError, RecursionError):
        return b""


def records(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Where each begins, its number, and what it holds."""
    at = 0
    while at + 4 <= len(data):
        record, length = struct.unpack_from("<HH", data, at)
        yield at, record, data[at + 4 : at + 4 + length]
        at += 4 + length


def sheet_starts(data: bytes) -> dict[int, int]:
    """Where each sheet's records begin, with the sheet's number."""
    found = (struct.unpack_from("<I", body)[0] for _, record, body in records(data) if record == BOUND_SHEET)
    return {start: number for number, start in enumerate(found)}


def margins97(data: bytes, encoding: str) -> dict[int, tuple[str, str]]:
    """What a print has at the head and the foot of its pages, by the sheet's number; a version without Unicode writes
    it in the workbook's `encoding`. Nothing where the records cannot be taken apart.
    """
    try:
        return _margins(data, encoding)
    except (struct.error, IndexError, LookupError):
        return {}


def _margins(data: bytes, encoding: str) -> dict[int, tuple[str, str]]:
    starts = sheet_starts(data)
    out: dict[int, tuple[str, str]] = {}
    sheet, version = -1, _WITH_UNICODE
    for at, record, body in records(data):
        if record == BOF and at in starts:
            sheet, (version,) = starts[at], struct.unpack_from("<H", body)
        elif record in (_HEAD, _FOOT) and sheet >= 0:
            head, foot = out.get(sheet, ("", ""))
            said = _text(body, encoding if version < _WITH_UNICODE else "")
            out[sheet] = (said, foot) if record == _HEAD else (head, said)
    return out


def _text(body: bytes, encoding: str) -> str:
    """A text with its length before it, in letters of one byte or two, or of an encoding."""
    if not body:
        return ""
    if encoding:
        return body[1 : 1 + body[0]].decode(encoding, "replace")
    count, wide = struct.unpack_from("<HB", body)
    return body[3 : 3 + 2 * count].decode("utf-16-le", "replace") if wide & 1 else body[3 : 3 + count].decode("latin-1")
