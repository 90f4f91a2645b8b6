"""What a model file says of itself, without loading the net: the notes (`metadata_props`) of an ONNX file.

An ONNX file is one protobuf message, fields with their lengths; all but the notes are stepped over. A runtime would
prepare the whole net to tell the same.
"""

from __future__ import annotations

import mmap
from collections.abc import Iterator
from pathlib import Path

_NOTES = 14
"""Field of ModelProto that holds a note; in it 1 is the key and 2 the value (onnx.proto3)."""


def noted(path: Path) -> dict[str, str]:
    """The notes of a model file by their keys; ValueError where it is no such file."""
    with path.open("rb") as f, mmap.mmap(f.fileno(), 0, access=mmap.ACCESS_READ) as model:
        notes = [bytes(model[start:end]) for field, start, end in _fields(model, len(model)) if field == _NOTES]
    found = {}
    for note in notes:
        parts = {field: note[start:end].decode("utf-8") for field, start, end in _fields(note, len(note))}
        found[parts.get(1, "")] = parts.get(2, "")
    return found


def _fields(message: bytes | mmap.mmap, length: int) -> Iterator[tuple[int, int, int]]:
    """The fields of a message that hold bytes: number, and where these begin and end."""
    at = 0
    while at < length:
        tag, at = _varint(message, at)
        match tag & 7:
            case 0:  # a number
                _, at = _varint(message, at)
            case 1:  # eight bytes
                at += 8
            case 5:  # four
                at += 4
            case 2:  # bytes
                size, at = _varint(message, at)
                if at + size > length:
                    raise ValueError("a field is longer than its message")
                yield tag >> 3, at, at + size
                at += size
            case kind:
                raise ValueError(f"no field is written in the way {kind}")


def _varint(message: bytes | mmap.mmap, at: int) -> tuple[int, int]:
    """A number of seven bits a byte, the lowest first, and where it ends."""
    value = shift = 0
    while True:
        if at >= len(message) or shift > 63:  # noqa: PLR2004 - bits of the largest number
            raise ValueError("the file breaks off within a number")
        byte = message[at]
        value |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:  # noqa: PLR2004 - the bit that says that there is more
            return value, at
