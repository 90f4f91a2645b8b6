"""What lies over the cells of an .xls sheet: pictures, shapes, text boxes, form controls ([MS-XLS] 2.4)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

import olefile

from formextract.model.document import UnreadKind
from formextract.readers.office.sheet_drawings import OverCell

_BOUND_SHEET, _BOF, _DRAWING, _OBJECT, _TEXT, _CONTINUE = 0x85, 0x809, 0xEC, 0x5D, 0x1B6, 0x3C
_ANCHOR = 0xF010
"""The drawing record that says between which cells a shape stands."""
_BOXES = frozenset({0x0B, 0x0C})
_FURNITURE = frozenset({0x00, 0x01, 0x07, 0x0E, 0x0F, 0x13, 0x19})
"""Groups, lines, buttons, labels, dialogs, frames around controls, comments: not filled in, or read elsewhere."""
_WHAT: dict[int, UnreadKind] = {0x08: "picture", **dict.fromkeys((0x05, 0x0B, 0x0C, 0x12, 0x14), "object")}
_CONTAINER = 0xF
_STATE = 0x0A
"""The part of a control's record that says whether it is ticked."""


def over_cells97(path: Path) -> dict[int, list[OverCell]]:
    """What lies over the cells of each sheet, by the sheet's number; nothing for a file that cannot be taken apart."""
    try:
        if not olefile.isOleFile(str(path)):
            return {}
        with olefile.OleFileIO(str(path)) as ole:
            name = next((n for n in ("Workbook", "Book") if ole.exists(n)), "")
            data = ole.openstream(name).read() if name else b""
        return _sheets(data)
    except (OSError, struct.error, IndexError, ValueError, OverflowError, RecursionError):
        return {}


def _sheets(data: bytes) -> dict[int, list[OverCell]]:
    starts: dict[int, int] = {}
    out: dict[int, list[OverCell]] = {}
    sheet = -1
    anchor: tuple[int, int] | None = None
    kind, on, wants_text = 0, False, False
    for at, record, body in _records(data):
        if record == _BOUND_SHEET:
            starts[struct.unpack_from("<I", body)[0]] = len(starts)
        elif record == _BOF and at in starts:
            sheet = starts[at]
        elif record == _DRAWING:
            anchor = _middle(body) or anchor
        elif record == _OBJECT and len(body) >= 6:  # noqa: PLR2004 - up to the object's kind
            kind, on = struct.unpack_from("<H", body, 4)[0], _is_on(body)
            if anchor is not None and sheet >= 0 and kind not in _FURNITURE:
                row, col = anchor
                text = ("☑" if on else "☐") if kind in _BOXES else ""
                out.setdefault(sheet, []).append(OverCell(row, col, _WHAT.get(kind, "drawing"), text))
        elif record == _TEXT:
            wants_text = len(body) >= 12 and struct.unpack_from("<H", body, 10)[0] > 0  # noqa: PLR2004 - letters
        elif record == _CONTINUE and wants_text:
            wants_text = False
            if out.get(sheet) and kind not in _FURNITURE:
                out[sheet][-1] = _said(out[sheet][-1], body, kind)
    return out


def _records(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    at = 0
    while at + 4 <= len(data):
        record, length = struct.unpack_from("<HH", data, at)
        yield at, record, data[at + 4 : at + 4 + length]
        at += 4 + length


def _middle(drawing: bytes) -> tuple[int, int] | None:
    """Row and column (from 1) of the middle of the last shape in a piece of drawing; None where it places none."""
    at, found = 0, None
    while at + 8 <= len(drawing):
        version, kind, length = struct.unpack_from("<HHI", drawing, at)
        if kind == _ANCHOR and at + 26 <= len(drawing):
            _, left, _, top, _, right, _, bottom, _ = struct.unpack_from("<9H", drawing, at + 8)
            found = ((top + bottom) // 2 + 1, (left + right) // 2 + 1)
        at += 8 if version & _CONTAINER == _CONTAINER else 8 + length  # a container's parts follow its head
    return found


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
