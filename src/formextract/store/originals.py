"""The bytes of every file, by content: the disc goes back, and provenance must still open years later."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Protocol

from sqlalchemy import Engine, insert, select
from sqlalchemy.exc import IntegrityError

from formextract.errors import UnreadableFileError
from formextract.store import tables

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
        raise UnreadableFileError(f"读不出来（{e.strerror}）。光盘或磁盘可能有损坏，请重新复制一份") from e


def digest(path: str | os.PathLike[str]) -> tuple[str, int]:
    """The sha256 (hex) and the size in bytes of a file; UnreadableFileError where it cannot be read to its end."""
    h, size = hashlib.sha256(), 0
    for chunk in chunks(path):
        h.update(chunk)
        size += len(chunk)
    return h.hexdigest(), size


class Originals(Protocol):
    """Where a store keeps the bytes."""

    def has(self, sha256: str, size: int) -> bool:
        """Whether so many bytes are there."""

    def keep(self, sha256: str, path: str | os.PathLike[str]) -> None:
        """Keeps the file's bytes; UnreadableFileError where they cannot be read or are no longer those of `sha256`."""

    def open(self, sha256: str) -> BinaryIO:
        """The bytes, to be closed by the caller; KeyError where they are not there."""


def _check(wanted: str, found: str) -> None:
    if wanted != found:
        raise UnreadableFileError("读取过程中文件有变动。请等文件复制完成后再运行一次")


class FolderOriginals:
    """`originals/ab/abcd…` beside the database. A file appears whole or not at all."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def _place(self, sha256: str) -> Path:
        return self._root / sha256[:2] / sha256

    def has(self, sha256: str, size: int) -> bool:
        try:
            return self._place(sha256).stat().st_size == size
        except FileNotFoundError:
            return False

    def keep(self, sha256: str, path: str | os.PathLike[str]) -> None:
        place = self._place(sha256)
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
            _check(sha256, digest(name)[0])
            Path(name).chmod(0o444)
            Path(name).replace(place)
        except BaseException:
            with suppress(OSError):
                Path(name).unlink()
            raise

    def open(self, sha256: str) -> BinaryIO:
        try:
            return self._place(sha256).open("rb")
        except FileNotFoundError as e:
            raise KeyError(sha256) from e


class TableOriginals:
    """A table of the database, for stores without a folder."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def has(self, sha256: str, size: int) -> bool:
        del size  # a row is written whole
        found = select(tables.originals.c.sha256).where(tables.originals.c.sha256 == sha256)
        with self._engine.connect() as connection:
            return connection.execute(found).first() is not None

    def keep(self, sha256: str, path: str | os.PathLike[str]) -> None:
        if self.has(sha256, 0):
            return
        data = b"".join(chunks(path))
        _check(sha256, hashlib.sha256(data).hexdigest())
        # Another loader may have been quicker; the bytes are the same.
        with suppress(IntegrityError), self._engine.execution_options(writes=True).begin() as connection:
            connection.execute(insert(tables.originals).values(sha256=sha256, data=data))

    def open(self, sha256: str) -> BinaryIO:
        wanted = select(tables.originals.c.data).where(tables.originals.c.sha256 == sha256)
        with self._engine.connect() as connection:
            data = connection.execute(wanted).scalar()
        if data is None:
            raise KeyError(sha256)
        return BytesIO(data)
