"""The bytes of every file, by content: the disc goes back, and provenance must still open years later."""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Protocol

from sqlalchemy import Engine, insert, select
from sqlalchemy.exc import IntegrityError

from formextract.blobs import check, chunks, keep, place_of
from formextract.store import tables


class Originals(Protocol):
    """Where a store keeps the bytes."""

    def has(self, sha256: str, size: int) -> bool:
        """Whether so many bytes are there."""

    def keep(self, sha256: str, path: str | os.PathLike[str]) -> None:
        """Keeps the file's bytes; UnreadableFileError where they cannot be read or are no longer those of `sha256`."""

    @property
    def folder(self) -> Path | None:
        """Where `FolderOriginals` keeps them, None for others. Another process may keep files there as well."""

    def open(self, sha256: str) -> BinaryIO:
        """The bytes, to be closed by the caller; KeyError where they are not there."""


class FolderOriginals:
    """`originals/ab/abcd…` beside the database. A file appears whole or not at all."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def has(self, sha256: str, size: int) -> bool:
        try:
            return place_of(self._root, sha256).stat().st_size == size
        except FileNotFoundError:
            return False

    def keep(self, sha256: str, path: str | os.PathLike[str]) -> None:
        keep(self._root, sha256, path)

    @property
    def folder(self) -> Path | None:
        return self._root

    def open(self, sha256: str) -> BinaryIO:
        try:
            return place_of(self._root, sha256).open("rb")
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
        check(sha256, hashlib.sha256(data).hexdigest())
        # Another loader may have been quicker; the bytes are the same.
        with suppress(IntegrityError), self._engine.execution_options(writes=True).begin() as connection:
            connection.execute(insert(tables.originals).values(sha256=sha256, data=data))

    @property
    def folder(self) -> Path | None:
        return None

    def open(self, sha256: str) -> BinaryIO:
        wanted = select(tables.originals.c.data).where(tables.originals.c.sha256 == sha256)
        with self._engine.connect() as connection:
            data = connection.execute(wanted).scalar()
        if data is None:
            raise KeyError(sha256)
        return BytesIO(data)
