"""What the loader and its workers say to each other: a line of JSON, and behind it texts as they are.

A record is written down once, by the worker; within the line it would be escaped there and read again here.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import IO, Any

Frame = tuple[dict[str, Any], list[str]]


def framed(what: dict[str, Any], texts: Sequence[str] = ()) -> bytes:
    """A message as bytes; no text may have half characters."""
    parts = [text.encode("utf-8") for text in texts]
    line = json.dumps(what | {"sizes": [len(part) for part in parts]}).encode("ascii")
    return b"".join((line, b"\n", *parts))


def read_frame(stream: IO[bytes]) -> Frame | None:
    """The next message of a stream, None at its end."""
    line = stream.readline()
    if not line.endswith(b"\n"):
        return None
    what = json.loads(line)
    return what, [stream.read(size).decode("utf-8") for size in what.pop("sizes")]


class Unframed:
    """Messages out of bytes as these come in."""

    def __init__(self) -> None:
        self._bytes = bytearray()
        self._what: dict[str, Any] | None = None
        self._wanted = 0

    def __len__(self) -> int:
        """How many bytes wait for the rest of their message."""
        return len(self._bytes)

    def take(self, data: bytes) -> list[Frame]:
        """The messages that these bytes complete."""
        self._bytes += data
        out: list[Frame] = []
        while (frame := self._next()) is not None:
            out.append(frame)
        return out

    def _next(self) -> Frame | None:
        if self._what is None:
            end = self._bytes.find(b"\n")
            if end < 0:
                return None
            self._what = json.loads(self._bytes[:end])
            self._wanted = sum(self._what["sizes"])
            del self._bytes[: end + 1]
        if len(self._bytes) < self._wanted:
            return None
        what, self._what = self._what, None
        texts, at = [], 0
        for size in what.pop("sizes"):
            texts.append(self._bytes[at : at + size].decode("utf-8"))
            at += size
        del self._bytes[:at]
        return what, texts
