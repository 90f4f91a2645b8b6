"""Bytes kept as files, by content: `ROOT/ab/abcd…`. A worker keeps originals so, and knows no database."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from formextract.errors import UnreadableFileError, cause_of

_CHUNK = 1 << 20


def chunks(path: str | os.PathLike[str]) -> Iterator[bytes]:
    """A file's bytes, a piece at a time; UnreadableFileError where it cannot be opened or read to its end."""
    try:
        with Path(path).open("rb") as f:
            while chunk := f.read(_CHUNK):
                yield chunk
    except FileNotFoundError as e:
        raise UnreadableFileError("没有这个文件。请检查路径和文件名") from e
    except PermissionError as e:
        raise UnreadableFileError("没有读取权限。请检查文件权限，或把它复制出来再试") from e
    except OSError as e:
        raise UnreadableFileError(f"读不出来（{cause_of(e)}）。光盘或磁盘可能有损坏，请重新复制一份") from e


def digest(path: str | os.PathLike[str]) -> tuple[str, int]:
    """The sha256 (hex) and the size in bytes of a file; UnreadableFileError where it cannot be read to its end."""
    h, size = hashlib.sha256(), 0
    for chunk in chunks(path):
        h.update(chunk)
        size += len(chunk)
    return h.hexdigest(), size


def check(wanted: str, found: str) -> None:
    """UnreadableFileError where a digest is not the one that was wanted."""
    if wanted != found:
        raise UnreadableFileError("读取过程中文件有变动。请等文件复制完成后再运行一次")


def place_of(root: Path, sha256: str) -> Path:
    """Where a content is kept."""
    return root / sha256[:2] / sha256


def keep(root: Path, sha256: str, path: str | os.PathLike[str]) -> None:
    """Keeps the file's bytes, on the disk when this returns; the file appears whole or not at all.

    UnreadableFileError where they cannot be read or are no longer those of `sha256`.
    """
    place = place_of(root, sha256)
    if place.exists() and place.stat().st_size == Path(path).stat().st_size:
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".part-", dir=place.parent)
    try:
        with os.fdopen(handle, "wb") as out:
            for chunk in chunks(path):
                out.write(chunk)
            out.flush()
            os.fsync(out.fileno())
        check(sha256, digest(name)[0])
        Path(name).chmod(0o444)
        Path(name).replace(place)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise
