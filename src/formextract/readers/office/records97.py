"""The records of an .xls workbook, in order ([MS-XLS] 2.1.4)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

import olefile

BOUND_SHEET, BOF = 0x85, 0x809


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
