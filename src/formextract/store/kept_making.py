"""Programmes in the making, as the page keeps them between two changes: files of the store's folder, or rows."""

from __future__ import annotations

import base64
import re
import shutil
import zlib
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection

from formextract.store import tables
from formextract.store.pieces import drop_long, keys_below, long_text, put_long, value_of
from formextract.store.rows import put

Access = Callable[[], AbstractContextManager[Connection]]

FOLDER, FILE = "programmes", "making.json"
_KEY = "making"
"""Of the rows: `making/<number>` holds the text, `making/<number>/at` when it was kept."""
_NUMBER = re.compile(r"[a-z]{12}")


class KeptMaking:
    """What is in the making in a store; `folder` is the store's, None where it is a database only."""

    def __init__(self, folder: Path | None, read: Access, write: Access) -> None:
        self._folder = None if folder is None else folder / FOLDER
        self._read, self._write = read, write

    def numbers(self) -> list[str]:
        """What is in the making, what was changed last first."""
        if self._folder is not None:
            if not self._folder.is_dir():
                return []
            found = [p for p in self._folder.iterdir() if _NUMBER.fullmatch(p.name) and (p / FILE).is_file()]
            return [p.name for p in sorted(found, key=lambda p: -(p / FILE).stat().st_mtime)]
        with self._read() as c:
            at = {number: value_of(c, f"{_KEY}/{number}/at") or "" for number in keys_below(c, _KEY)}
        return sorted(at, key=lambda number: at[number], reverse=True)

    def text(self, number: str) -> str:
        """What was kept under a number; KeyError where there is nothing."""
        if not _NUMBER.fullmatch(number):
            raise KeyError(number)
        if self._folder is not None:
            path = self._folder / number / FILE
            if not path.is_file():
                raise KeyError(number)
            return path.read_text(encoding="utf-8")
        with self._read() as c:
            packed = long_text(c, f"{_KEY}/{number}")
        if packed is None:
            raise KeyError(number)
        return zlib.decompress(base64.b64decode(packed)).decode("utf-8")

    def keep(self, number: str, text: str) -> None:
        """Keeps a text in place of the one before."""
        if self._folder is not None:
            place = self._folder / number / FILE
            place.parent.mkdir(parents=True, exist_ok=True)
            new = place.with_suffix(".new")
            new.write_text(text, encoding="utf-8")
            new.replace(place)
            return
        packed = base64.b64encode(zlib.compress(text.encode(), 6)).decode("ascii")
        with self._write() as c:
            put_long(c, f"{_KEY}/{number}", packed)
            at = datetime.now(UTC).isoformat()  # two that are kept within one second have an order, too
            put(c, tables.meta, {"key": f"{_KEY}/{number}/at"}, {"value": at}, {})

    def drop(self, number: str) -> None:
        """Takes away what was kept under a number."""
        if self._folder is not None:
            shutil.rmtree(self._folder / number, ignore_errors=True)
            return
        with self._write() as c:
            drop_long(c, f"{_KEY}/{number}")
