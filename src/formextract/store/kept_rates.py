"""The rates of other currencies that a store was loaded with."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

from sqlalchemy import Connection, delete, select

from formextract.store import tables
from formextract.store.rows import put

Access = Callable[[], AbstractContextManager[Connection]]
_KEY = "rates"


class KeptRates:
    """The rates of a store, as staff have written them; what is kept holds for all that is loaded from then on."""

    def __init__(self, read: Access, write: Access) -> None:
        self._read, self._write = read, write

    def current(self) -> str:
        """The rates that hold, '' where there are none."""
        t = tables.meta
        with self._read() as c:
            value: str | None = c.execute(select(t.c.value).where(t.c.key == _KEY)).scalar()
        return value or ""

    def keep(self, text: str) -> None:
        """Keeps rates in place of those before; '' for none any more."""
        with self._write() as c:
            if text:
                put(c, tables.meta, {"key": _KEY}, {"value": text}, {})
            else:
                c.execute(delete(tables.meta).where(tables.meta.c.key == _KEY))
