"""Records in the order in which they changed, for those who come back for what is new."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

from sqlalchemy import Connection, select

from formextract.store import tables
from formextract.store.rows import CHANGES

Access = Callable[[], AbstractContextManager[Connection]]


class ChangeFeed:
    """A store's changes. Their numbers rise in the order of commits (`rows.change_number`): who has seen one and asks
    for what came after it misses nothing.
    """

    def __init__(self, read: Access) -> None:
        self._read = read

    def last(self) -> int:
        """The number of the last change."""
        t = tables.counters
        with self._read() as c:
            number: int = c.execute(select(t.c.value).where(t.c.name == CHANGES)).scalar_one()
        return number

    def store_id(self) -> str:
        """What tells this store from any other: a change's number means nothing in another one."""
        t = tables.meta
        with self._read() as c:
            return c.execute(select(t.c.value).where(t.c.key == "id")).scalar() or "0"

    def withdrawn(self, since: int, until: int) -> list[str]:
        """The ids of records that were taken away after `since`, up to `until`, and are not there again."""
        t = tables.withdrawn
        wanted = select(t.c.id).where(t.c.change > since, t.c.change <= until).order_by(t.c.change, t.c.id)
        with self._read() as c:
            return list(c.execute(wanted).scalars())
