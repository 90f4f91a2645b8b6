"""Whether a store's database is still what was written: its file, and every row that holds more than a word."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

from sqlalchemy import Column, Connection, Table, select

from formextract.errors import StoreError
from formextract.model.json import record_from_json
from formextract.store import tables
from formextract.store.engine import TornError, torn
from formextract.store.reviews import entry_of

Access = Callable[[], AbstractContextManager[Connection]]

MOST_TOLD = 20
"""Rows that are named one by one; of a store with more that are damaged the rest are counted."""

_R, _F, _L, _E = tables.records, tables.files, tables.review_log, tables.earlier


def _exhibit(text: str) -> None:
    if text:
        json.loads(text)


_READ: tuple[tuple[str, Table, tuple[Column[Any], ...], Callable[[Any], object]], ...] = (
    ("记录", _R, (_R.c.id,), lambda row: record_from_json(row.body)),
    ("单个文件读出的记录", tables.readings, (tables.readings.c.sha256, tables.readings.c.position),
     lambda row: record_from_json(row.body)),
    ("文件的内容", _F, (_F.c.sha256,), lambda row: _exhibit(row.exhibit)),
    ("更正记录", _L, (_L.c.id,), entry_of),
    ("更正前的记录", _E, (_E.c.submission,), lambda row: record_from_json(row.body)),
)  # fmt: skip
"""What staff call the rows of a table, by which columns a row is found, and how it is read."""


class Soundness:
    """A store's database, looked through. `where` is how people know the store."""

    def __init__(self, read: Access, where: str) -> None:
        self._read = read
        self._where = where

    def require(self) -> None:
        """StoreError where the database's file is torn: nothing more is to be written into it."""
        problems = self._of_file()
        if problems:
            raise StoreError(torn(self._where, problems[0]))

    def problems(self) -> Iterator[str]:
        """What is wrong, in Chinese, a line each; nothing where all is sound.

        SQLite looks through its file (`PRAGMA quick_check`). PostgreSQL offers nothing like it to its clients: there
        only the rows are read, as they are in both.
        """
        for problem in self._of_file():
            yield f"数据库文件有损坏：{problem}"
        n = 0
        for name, table, key, reads in _READ:
            for problem in self._of_rows(name, table, key, reads):
                n += 1
                if n <= MOST_TOLD:
                    yield problem
        if n > MOST_TOLD:
            yield f"……还有 {n - MOST_TOLD} 处读不出来"

    def _of_file(self) -> list[str]:
        with self._read() as c:
            if c.dialect.name != "sqlite":
                return []
            told = [str(row[0]) for row in c.exec_driver_sql(f"PRAGMA quick_check({MOST_TOLD})")]
        return [" ".join(t.split()) for t in told if t != "ok"]

    def _of_rows(
        self, name: str, table: Table, key: tuple[Column[Any], ...], reads: Callable[[Any], object]
    ) -> Iterator[str]:
        """Rows that cannot be read. Each is asked for by itself: one that the database chokes on stops no other."""
        try:
            with self._read() as c:
                found = [tuple(row) for row in c.execute(select(*key).order_by(*key))]
        except StoreError as e:
            yield f"{name}读不出来：{e}"
            return
        for values in found:
            try:
                with self._read() as c:
                    row = c.execute(select(table).where(*(k == v for k, v in zip(key, values, strict=True)))).first()
                if row is not None:
                    reads(row)
            except (StoreError, TornError, ValueError, KeyError, TypeError, AttributeError, ArithmeticError):
                yield f"{name}读不出来（{'，'.join(map(str, values))}）"
