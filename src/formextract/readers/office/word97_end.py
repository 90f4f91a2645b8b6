"""Word 97 files that end in a table, with the paragraph behind it that Word itself always writes ([MS-DOC] 2.4).

LibreOffice drops a table at the very end of a file. The paragraph goes where the file has room for it: nothing of the
container changes its size.
"""

from __future__ import annotations

import shutil
import struct
from pathlib import Path

import olefile

from formextract.readers.office.piece_table import piece_table

PAGE = 512
"""Bytes of a page of properties; its last says how many runs it has."""
_LETTERS, _PARTS = 0x4C, 0x9A
"""Where the file's head says how many letters the text has, and where the parts of the table stream stand."""
_SECTIONS, _OF_LETTERS, _OF_PARAGRAPHS = 6, 12, 13
"""Parts of the table stream by their numbers: where sections end, and the pages of properties."""
_SECTION, _PAGE_OF = 12, 4
"""Bytes that each says of one."""
_PLACE = 13
"""Bytes in which a page says where the properties of a paragraph stand; zeros for one without."""


def with_end(path: Path, folder: Path) -> Path:
    """A copy in `folder` of a file that ends in a table, a paragraph behind it; the file where there is no room."""
    copy = folder / path.name
    try:
        shutil.copyfile(path, copy)
        with olefile.OleFileIO(str(copy), write_mode=True) as ole:
            word = bytearray(ole.openstream("WordDocument").read())
            name = piece_table(word)
            table = bytearray(ole.openstream(name).read())
            if not _ended(word, table):
                return path
            ole.write_stream("WordDocument", bytes(word))
            ole.write_stream(name, bytes(table))
    except (OSError, struct.error, IndexError, ValueError):
        return path
    return copy


def _ended(word: bytearray, table: bytearray) -> bool:
    """Sets a paragraph behind the last letter, in place; False where there is no room."""
    (start,) = struct.unpack_from("<I", word, 0x1A2)
    while table[start] == 1:
        start += 3 + struct.unpack_from("<H", table, start + 1)[0]
    (length,) = struct.unpack_from("<I", table, start + 1)
    pieces, count = start + 5, (length - 4) // 12
    first, last = struct.unpack_from("<2I", table, pieces + 4 * (count - 1))
    (where,) = struct.unpack_from("<I", table, pieces + 4 * (count + 1) + 8 * (count - 1) + 2)
    narrow = bool(where & 0x40000000)
    width = 1 if narrow else 2
    end = ((where & 0x3FFFFFFF) // 2 if narrow else where) + (last - first) * width
    letters = struct.unpack_from("<I", word, _LETTERS)[0]
    if letters != last or any(word[end : end + width]) or len(word) < end + width:
        return False  # notes stand behind the text, or something else does
    word[end : end + width] = b"\r\0"[:width]
    if not (_stretched(word, table, _OF_LETTERS, end + width) and _with_paragraph(word, table, end, end + width)):
        return False
    struct.pack_into("<I", word, _LETTERS, last + 1)
    struct.pack_into("<I", table, pieces + 4 * count, last + 1)
    at, size = struct.unpack_from("<II", word, _PARTS + 8 * _SECTIONS)
    if size:
        struct.pack_into("<I", table, at + 4 * ((size - 4) // (4 + _SECTION)), last + 1)
    return True


def _last_page(word: bytearray, table: bytearray, part: int, end: int) -> int:
    """Where the last page of properties of a part stands; that part is told that it goes up to `end`."""
    at, size = struct.unpack_from("<II", word, _PARTS + 8 * part)
    count = (size - 4) // (4 + _PAGE_OF)
    struct.pack_into("<I", table, at + 4 * count, end)
    number: int = struct.unpack_from("<I", table, at + 4 * (count + 1) + _PAGE_OF * (count - 1))[0]
    return number * PAGE


def _stretched(word: bytearray, table: bytearray, part: int, end: int) -> bool:
    """Has the last run of properties go up to `end`."""
    page = _last_page(word, table, part, end)
    struct.pack_into("<I", word, page + 4 * word[page + PAGE - 1], end)
    return True


def _with_paragraph(word: bytearray, table: bytearray, start: int, end: int) -> bool:
    """Adds a plain paragraph to the last page of properties; False where the page is full."""
    page = _last_page(word, table, _OF_PARAGRAPHS, end)
    count = word[page + PAGE - 1]
    ends = struct.unpack_from(f"<{count}I", word, page)
    places = bytes(word[page + 4 * (count + 1) : page + 4 * (count + 1) + _PLACE * count])
    properties = min((2 * places[_PLACE * i] for i in range(count) if places[_PLACE * i]), default=PAGE - 1)
    head = struct.pack(f"<{count + 2}I", *ends, start, end) + places + bytes(_PLACE)
    if len(head) > properties:
        return False
    word[page : page + len(head)] = head
    word[page + PAGE - 1] = count + 1
    return True
