"""Standard output that carries records and nothing else, whatever a library prints.

Descriptor 1 is pointed at standard error while a command runs, and what the command itself has to say goes to a saved
copy. The same is done in OCRmyPDF's `_stdoutprotect.py`; reading happens in processes of their own that do it too.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, BinaryIO, cast


class ClosedPipeError(Exception):
    """Whoever read our output has gone (`| head`). No OSError, so that nobody on the way takes it for a file's."""


_BUFFER = 1 << 16  # bytes


class _Saved(io.RawIOBase):
    """A descriptor that tells once that nobody reads it any more, and swallows what comes after.

    It buffers by itself: `io.BufferedWriter` writes a block again where a signal came just after it was written.
    """

    def __init__(self, fd: int) -> None:
        self._fd = fd
        self._gone = False
        self._buffer = bytearray()

    def writable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return os.isatty(self._fd)

    def write(self, data: Any) -> int:
        self._buffer += data
        if len(self._buffer) >= _BUFFER:
            self.flush()
        return len(data)

    def flush(self) -> None:
        block, self._buffer = memoryview(self._buffer), bytearray()
        while block and not self._gone:
            try:
                block = block[os.write(self._fd, block) :]
            except BrokenPipeError:
                self._gone = True
                raise ClosedPipeError from None


_stream: BinaryIO | None = None


def stream() -> BinaryIO:
    """Where a command writes its result; standard output itself where nothing protects it."""
    return sys.stdout.buffer if _stream is None else _stream


def write_line(line: str) -> None:
    """Writes one line and lets it go at once, so that a reader sees records as they come."""
    out = stream()
    out.write(line.encode("utf-8", "backslashreplace") + b"\n")
    out.flush()


@contextmanager
def protected() -> Iterator[None]:
    """While it lasts, descriptor 1 is standard error, and `stream` is what it was."""
    global _stream  # noqa: PLW0603 - a descriptor belongs to the process
    with suppress(AttributeError, ValueError):  # there may be no sys.stdout (`>&-`)
        sys.stdout.flush()
    try:
        saved = os.dup(1)
    except OSError:  # closed by the caller: what is written goes nowhere, and no file may come to be descriptor 1
        saved = os.open(os.devnull, os.O_WRONLY)
    _point(1, 2)
    _stream = cast("BinaryIO", _Saved(saved))
    try:
        yield
        _stream.flush()
    finally:
        with suppress(ClosedPipeError, OSError):
            _stream.flush()
        _stream = None
        with suppress(AttributeError, ValueError):
            sys.stdout.flush()
        os.dup2(saved, 1)
        os.close(saved)


def _point(fd: int, target: int) -> None:
    """Makes `fd` a copy of `target`, or of nothing where `target` is closed."""
    try:
        os.dup2(target, fd)
    except OSError:
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, fd)
        os.close(nothing)
