"""RAR archives written by hand, by the format's description: stored members only, in one volume or in several.

There is no free program that writes RAR; what is stored needs none of its compression.
"""

import struct
import zlib

RAR4, RAR5 = b"Rar!\x1a\x07\x00", b"Rar!\x1a\x07\x01\x00"
_VOLUME, _NEW_NAMES, _FIRST = 0x01, 0x10, 0x100
_SPLIT_BEFORE, _SPLIT_AFTER = 0x01, 0x02


def rar4(members, *, flags=0, split=0, more=False, locked=False, whole=None):
    """`members` are (name as bytes, content). In a volume `whole` is the content of which the only member is a part."""
    out = RAR4 + _block4(0x73, flags, b"\0" * 6)
    for name, data in members:
        size = len(data if whole is None else whole)
        digest = zlib.crc32(data if whole is None or split & _SPLIT_AFTER else whole)
        about = struct.pack("<LLBLLBBHL", len(data), size, 2, digest, 0x58210000, 20, 0x30, len(name), 0x20)
        out += _block4(0x74, 0x8000 | split | (0x04 if locked else 0), about + name) + data
    return out + _block4(0x7B, 0x4000 | (1 if more else 0), b"")


def rar4_volumes(name, data, count):
    """One member over `count` volumes."""
    size = -(-len(data) // count)
    out = []
    for n in range(count):
        last = n == count - 1
        split = (_SPLIT_BEFORE if n else 0) | (0 if last else _SPLIT_AFTER)
        flags = _VOLUME | _NEW_NAMES | (0 if n else _FIRST)
        out.append(rar4([(name, data[n * size : (n + 1) * size])], flags=flags, split=split, more=not last, whole=data))
    return out


def _block4(kind, flags, rest):
    body = struct.pack("<BHH", kind, flags, 7 + len(rest)) + rest
    return struct.pack("<H", zlib.crc32(body) & 0xFFFF) + body


def rar5(members, *, volume=None):
    """`members` are (name, content); `volume` is its number from 0, None for an archive of one volume."""
    flags = 0 if volume is None else 1 if volume == 0 else 3
    out = RAR5 + _block5(1, b"", _vint(flags) + (_vint(volume) if flags & 2 else b""))
    for name, data in members:
        raw = name.encode()
        about = _vint(4) + _vint(len(data)) + _vint(0x20) + struct.pack("<L", zlib.crc32(data))
        out += _block5(2, data, about + _vint(0) + _vint(0) + _vint(len(raw)) + raw)
    return out + _block5(5, b"", _vint(0))


def _block5(kind, data, rest):
    body = _vint(kind) + (_vint(2) + _vint(len(data)) if data else _vint(0)) + rest
    sized = _vint(len(body)) + body
    return struct.pack("<L", zlib.crc32(sized)) + sized + data


def _vint(n):
    out = bytearray()
    while True:
        out.append(n & 0x7F | (0x80 if n > 0x7F else 0))
        n >>= 7
        if not n:
            return bytes(out)
