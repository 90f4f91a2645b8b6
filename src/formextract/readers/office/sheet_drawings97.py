"""What lies over the cells of an .xls sheet: pictures, shapes, text boxes, form controls ([MS-XLS] 2.4)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import NamedTuple

from formextract.model.document import UnreadKind
from formextract.readers.office.records97 import BOF, records, sheet_starts
from formextract.readers.office.sheet_drawings import OverCell

_DRAWING, _OBJECT, _TEXT, _CONTINUE = 0xEC, 0x5D, 0x1B6, 0x3C
_DRAWINGS, _BITMAP = 0xEB, 0x7F
"""What all sheets' drawings share, the pictures among it; a picture as Excel 95 keeps it, behind its object."""
_FORMULA, _NO_LETTER, _EMPTY_TEXT = 0x06, 3, b"\x17\x00"
_ANCHOR = 0xF010
"""The drawing record that says between which cells a shape stands."""
_PROPERTIES, _PICTURE_ENTRY = 0xF00B, 0xF007
_PICTURE_OF_SHAPE = 0x0104
"""The property of a shape that says which of the pictures it shows, from 1."""
_SIGNATURES = (b"\x89PNG", b"\xff\xd8\xff")
_COMMON = 0x15
"""How an object's record begins since Excel 97."""
_BOXES = frozenset({0x0B, 0x0C})
_FURNITURE = frozenset({0x00, 0x01, 0x07, 0x0E, 0x0F, 0x13, 0x19})
"""Groups, lines, buttons, labels, dialogs, frames around controls, comments: not filled in, or read elsewhere."""
_WHAT: dict[int, UnreadKind] = {0x08: "picture", **dict.fromkeys((0x05, 0x0B, 0x0C, 0x12, 0x14), "object")}
_CONTAINER = 0xF
_STATE = 0x0A
"""The part of a control's record that says whether it is ticked."""


class Over97(NamedTuple):
    """What lies over the cells of each sheet, by the sheet's number, and the pictures by their names there.

    `unworked` are the rows and columns (from 1) of formulas that a program has written and none has worked out.
    """

    cells: dict[int, list[OverCell]]
    pictures: dict[str, bytes]
    unworked: dict[int, list[tuple[int, int]]] = {}  # noqa: RUF012 - never changed


def over_cells97(data: bytes) -> Over97:
    """What lies over the cells of a workbook's stream; nothing for one that cannot be taken apart."""
    try:
        return _sheets(data)
    except (struct.error, IndexError, ValueError, OverflowError, RecursionError):
        return Over97({}, {})


def _sheets(data: bytes) -> Over97:
    starts = sheet_starts(data)
    out: dict[int, list[OverCell]] = {}
    pictures: dict[str, bytes] = {}
    shared = b""
    sheet, before = -1, 0
    anchor: tuple[int, int] | None = None
    picture = ""
    kind, on, wants_text = 0, False, False
    unworked: dict[int, list[tuple[int, int]]] = {}
    for at, record, body in records(data):
        if record == _DRAWINGS or (record == _CONTINUE and before == _DRAWINGS):
            shared += body
        before = before if record == _CONTINUE else record
        if record == BOF and at in starts:
            sheet = starts[at]
        elif record == _FORMULA and len(body) >= 16 and _is_unworked(body):  # noqa: PLR2004 - up to its flags
            row, col = struct.unpack_from("<HH", body)
            unworked.setdefault(sheet, []).append((row + 1, col + 1))
        elif record == _DRAWING:
            anchor = _middle(body) or anchor
            picture = _picture_of(body) or picture
        elif record == _OBJECT and len(body) >= 6:  # noqa: PLR2004 - up to the object's kind
            kind, on = struct.unpack_from("<H", body, 4)[0], _is_on(body)
            if struct.unpack_from("<H", body)[0] != _COMMON:
                anchor, picture = _middle95(body), f"object {at}"
            if anchor is not None and sheet >= 0 and kind not in _FURNITURE:
                row, col = anchor
                text = ("☑" if on else "☐") if kind in _BOXES else ""
                out.setdefault(sheet, []).append(OverCell(row, col, _WHAT.get(kind, "drawing"), text, picture))
            picture = ""
        elif record == _BITMAP and out.get(sheet) and body[:2] == b"\x09\x00":
            pictures[out[sheet][-1].picture] = _bitmap(body[8:])
        elif record == _TEXT:
            wants_text = len(body) >= 12 and struct.unpack_from("<H", body, 10)[0] > 0  # noqa: PLR2004 - letters
        elif record == _CONTINUE and wants_text:
            wants_text = False
            if out.get(sheet) and kind not in _FURNITURE:
                out[sheet][-1] = _said(out[sheet][-1], body, kind)
    shown = {str(n): picture for n, picture in enumerate(_shared_pictures(shared), 1)}
    return Over97(out, pictures | shown, unworked)


def _is_unworked(formula: bytes) -> bool:
    """Whether a formula shows no letter and nowhere says the empty text, as `IF(…,"")` does ([MS-XLS] 2.4.127)."""
    empty = formula[6] == _NO_LETTER and formula[12:14] == b"\xff\xff"
    return empty and _EMPTY_TEXT not in formula[22:]


def _shared_pictures(drawings: bytes) -> Iterator[bytes]:
    """The pictures that a workbook's drawings share, in order; b"" for one that is neither PNG nor JPEG."""
    at = 0
    while at + 8 <= len(drawings):
        version, kind, length = struct.unpack_from("<HHI", drawings, at)
        if kind == _PICTURE_ENTRY:
            entry = drawings[at + 8 : at + 8 + length]
            start = min((found for s in _SIGNATURES if (found := entry.find(s)) >= 0), default=-1)
            yield entry[start:] if start >= 0 else b""
        at += 8 if version & _CONTAINER == _CONTAINER and kind != _PICTURE_ENTRY else 8 + length


def _bitmap(data: bytes) -> bytes:
    """A bitmap of old Windows as a file; b"" of what is none."""
    if len(data) < 12 or struct.unpack_from("<I", data)[0] != 12:  # noqa: PLR2004 - its head's length
        return b""
    return b"BM" + struct.pack("<IHHI", 14 + len(data), 0, 0, 14 + 12) + data


def _middle95(body: bytes) -> tuple[int, int] | None:
    """Row and column (from 1) of the middle of an object of Excel 95."""
    left, _, top, _, right, _, bottom, _ = struct.unpack_from("<8H", body, 10)
    return (top + bottom) // 2 + 1, (left + right) // 2 + 1


def _picture_of(drawing: bytes) -> str:
    """The number of the picture that the last shape in a piece of drawing shows; '' where it shows none."""
    found = ""
    for kind, body in _parts(drawing):
        if kind == _PROPERTIES:
            for at in range(0, len(body) - 5, 6):
                name, value = struct.unpack_from("<HI", body, at)
                if name & 0x3FFF == _PICTURE_OF_SHAPE and value:
                    found = str(value)
    return found


def _middle(drawing: bytes) -> tuple[int, int] | None:
    """Row and column (from 1) of the middle of the last shape in a piece of drawing; None where it places none."""
    found = None
    for kind, body in _parts(drawing):
        if kind == _ANCHOR and len(body) >= 18:  # noqa: PLR2004 - nine numbers
            _, left, _, top, _, right, _, bottom, _ = struct.unpack_from("<9H", body)
            found = ((top + bottom) // 2 + 1, (left + right) // 2 + 1)
    return found


def _parts(drawing: bytes) -> Iterator[tuple[int, bytes]]:
    """The records of a piece of drawing by their kinds, those in containers too."""
    at = 0
    while at + 8 <= len(drawing):
        version, kind, length = struct.unpack_from("<HHI", drawing, at)
        yield kind, drawing[at + 8 : at + 8 + length]
        at += 8 if version & _CONTAINER == _CONTAINER else 8 + length  # a container's parts follow its head


def _is_on(body: bytes) -> bool:
    at = 0
    while at + 4 <= len(body):
        part, length = struct.unpack_from("<HH", body, at)
        if part == _STATE and at + 6 <= len(body):
            return bool(struct.unpack_from("<H", body, at + 4)[0] == 1)
        at += 4 + length
    return False


def _said(over: OverCell, body: bytes, kind: int) -> OverCell:
    text = body[1:].decode("utf-16-le" if body[:1] == b"\x01" else "latin-1", "replace").strip()
    if kind in _BOXES:
        return over._replace(text=over.text + text, what="object")
    return over._replace(text=text, what="text-box") if text else over
