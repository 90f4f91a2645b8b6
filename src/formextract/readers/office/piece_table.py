"""The plain text of a Word 97 file, straight from its piece table ([MS-DOC] 2.4.1): what a converter must not lose."""

from __future__ import annotations

import struct
from pathlib import Path

import olefile

from formextract.errors import UnreadableFileError

CELL_END = "\x07"
"""Ends each cell, and once more each row."""
FIELD, CODE, FIELD_END = "\x13", "\x14", "\x15"
"""Around a field: its code, then what it shows."""
OBJECT = "\x01"
"""A picture or an object in the line."""
MAX_PIECES = 200_000

_WORD_97 = 193
"""nFib of Word 97; older files keep their text otherwise."""
_ENCRYPTED, _TABLE_1 = 0x0100, 0x0200
_FLAGS, _CCP_TEXT, _CLX = 0x0A, 0x4C, 0x01A2


def piece_table(word: bytes | bytearray) -> str:
    """The stream that tells the pieces of a file's text, by the file's head."""
    (flags,) = struct.unpack_from("<H", word, _FLAGS)
    return "1Table" if flags & _TABLE_1 else "0Table"


def word97_text(path: Path) -> str | None:
    """The text of the body, cell ends as `CELL_END`; None where the file is older than Word 97 or says it otherwise.

    UnreadableFileError where the file is damaged or has a password.
    """
    try:
        with olefile.OleFileIO(str(path)) as ole:
            word = ole.openstream("WordDocument").read()
            (fib,) = struct.unpack_from("<H", word, 2)
            (flags,) = struct.unpack_from("<H", word, _FLAGS)
            if flags & _ENCRYPTED:
                raise UnreadableFileError("Word 文件设有密码。请去掉密码后再读")
            if fib < _WORD_97:
                return None
            table = ole.openstream(piece_table(word)).read()
        return _body(word, table)
    except (OSError, struct.error, IndexError, ValueError) as e:
        raise UnreadableFileError(
            "Word 文件不完整或已损坏，打不开。请用 Word 或 WPS 打开后另存为 .docx，或向申报单位索取"
        ) from e


def _body(word: bytes, table: bytes) -> str | None:
    (wanted,) = struct.unpack_from("<i", word, _CCP_TEXT)
    start, size = struct.unpack_from("<II", word, _CLX)
    clx = table[start : start + size]
    at = 0
    while at < len(clx) and clx[at] == 1:  # properties, of no interest here
        at += 3 + struct.unpack_from("<H", clx, at + 1)[0]
    if at >= len(clx) or clx[at] != 2:  # noqa: PLR2004 - the piece table
        return None
    (length,) = struct.unpack_from("<I", clx, at + 1)
    pieces = clx[at + 5 : at + 5 + length]
    count = min((length - 4) // 12, MAX_PIECES)
    places = struct.unpack_from(f"<{count + 1}I", pieces)
    out = []
    for i in range(count):
        (where,) = struct.unpack_from("<I", pieces, 4 * (count + 1) + 8 * i + 2)
        letters = places[i + 1] - places[i]
        if where & 0x40000000:
            where = (where & 0x3FFFFFFF) // 2
            out.append(word[where : where + letters].decode("cp1252", "replace"))
        else:
            out.append(word[where : where + 2 * letters].decode("utf-16-le", "replace"))
    return "".join(out)[: max(wanted, 0)]
