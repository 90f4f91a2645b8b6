"""A small .xlsb workbook, record by record ([MS-XLSB] 2.1.4): a sheet of labels and figures in looks."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Sequence
from pathlib import Path

_FONTS = {"struck": 1, "white": 2, "tiny": 3}
_BLACK, _WHITE = b"\x07\x01\0\0\0\0\0\xff", b"\x05\xff\0\0\xff\xff\xff\xff"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = (
    f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="bin" '
    'ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/><Override '
    'PartName="/xl/worksheets/sheet1.bin" ContentType="application/vnd.ms-excel.worksheet"/><Override '
    'PartName="/xl/styles.bin" ContentType="application/vnd.ms-excel.styles"/></Types>'
)


def record(kind: int, data: bytes = b"") -> bytes:
    out = bytes([kind]) if kind < 128 else bytes([kind & 127 | 128, kind >> 7])
    size = len(data)
    while True:
        part, size = size & 127, size >> 7
        out += bytes([part | (128 if size else 0)])
        if not size:
            return out + data


def wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _font(struck: int = 0, colour: bytes = _BLACK, height: int = 220) -> bytes:
    return record(43, struct.pack("<HHHH", height, struck, 400, 0) + bytes(4) + colour + b"\0" + wide("宋体"))


def _fill(pattern: int) -> bytes:
    colours = b"\x03\x40\0\0\0\0\0\xff\x03\x41\0\0\xff\xff\xff\xff"
    return record(45, struct.pack("<I", pattern) + colours + bytes(4) + bytes(40) + bytes(4))


def _look(parent: int, number_format: int, font: int) -> bytes:
    own = 0x3F if parent != 0xFFFF else 0
    return record(47, struct.pack("<HHHHHBBBBH", parent, number_format, font, 0, 0, 0, 0, 0, 0x10, own))


def _styles(looks: Sequence[str]) -> bytes:
    formats = [look for look in looks if look not in _FONTS and look != "General"]
    number = {look: 170 + i for i, look in enumerate(formats)}
    parts = [
        record(615, struct.pack("<I", len(formats))),
        *(record(44, struct.pack("<H", number[look]) + wide(look)) for look in formats),
        record(616) + record(611, struct.pack("<I", 4)),
        _font() + _font(8) + _font(colour=_WHITE) + _font(height=20),
        record(612) + record(603, struct.pack("<I", 2)) + _fill(0) + _fill(17) + record(604),
        record(613, struct.pack("<I", 1)) + record(46, b"\0" + (b"\0\0" + b"\x01" + bytes(7)) * 5) + record(614),
        record(626, struct.pack("<I", 1)) + _look(0xFFFF, 0, 0) + record(627),
        record(617, struct.pack("<I", len(looks))),
        *(_look(0, number.get(look, 0), _FONTS.get(look, 0)) for look in looks),
        record(618) + record(619, struct.pack("<I", 1)),
        record(48, struct.pack("<IHBB", 0, 1, 0, 255) + wide("常规")) + record(620),
    ]
    return record(278) + b"".join(parts) + record(279)


def write_xlsb(path: Path, rows: Sequence[tuple[str, float, str]]) -> Path:
    """A workbook of rows: a label, a figure, and its look, which is `struck`, `white`, `tiny` or a number format."""
    looks = ["General", *dict.fromkeys(look for _, _, look in rows if look != "General")]
    sheet = b""
    for i, (label, value, look) in enumerate(rows):
        sheet += record(0, struct.pack("<IIHBBBI", i, 0, 300, 0, 0, 0, 1) + struct.pack("<II", 0, 1))
        sheet += record(6, struct.pack("<II", 0, 0) + wide(label))
        sheet += record(5, struct.pack("<II", 1, looks.index(look)) + struct.pack("<d", value))
    book = record(128, bytes(16) + wide("xl") + wide("7") + wide("7") + wide("1"))
    book += record(153, struct.pack("<II", 0x10020, 0) + wide("")) + record(143)
    book += record(156, struct.pack("<II", 0, 1) + wide("rId1") + wide("表")) + record(144)
    links = f'<Relationships xmlns="{_PACKAGE}/relationships">{{}}</Relationships>'
    link = f'<Relationship Id="{{}}" Type="{_OFFICE}/{{}}" Target="{{}}"/>'
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": links.format(link.format("rId1", "officeDocument", "xl/workbook.bin")),
        "xl/_rels/workbook.bin.rels": links.format(
            link.format("rId1", "worksheet", "worksheets/sheet1.bin") + link.format("rId2", "styles", "styles.bin")
        ),
        "xl/workbook.bin": record(131) + book + record(132),
        "xl/worksheets/sheet1.bin": record(129) + record(145) + sheet + record(146) + record(130),
        "xl/styles.bin": _styles(looks),
    }
    with zipfile.ZipFile(path, "w") as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return path
