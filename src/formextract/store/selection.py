"""Which of a store's records are wanted."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, exists, or_

from formextract.store import tables


@dataclass(frozen=True, slots=True)
class Selection:
    """Records of a programme, of a disc, that were stored in a span of time, or that have changed after a change.

    `disc` is a disc's name, or a folder or archive as it was loaded. `added_from` (included) and `added_before` are
    times as the store writes them (`rows.stamp`), '' for none; `since` is a change's number.
    """

    program: str = ""
    disc: str = ""
    added_from: str = ""
    added_before: str = ""
    since: int = -1

    def conditions(self) -> list[ColumnElement[bool]]:
        """The same as conditions on the table of records."""
        t, rf, p = tables.records, tables.record_files, tables.paths
        out: list[ColumnElement[bool]] = []
        if self.program:
            out.append(t.c.program == self.program)
        if self.disc:
            place = self.disc.rstrip("/")
            here = or_(p.c.disc == self.disc, p.c.path == place, p.c.path.startswith(place + "/", autoescape=True))
            out.append(exists().where(rf.c.record_id == t.c.id, p.c.sha256 == rf.c.sha256, here))
        if self.added_from:
            out.append(t.c.added >= self.added_from)
        if self.added_before:
            out.append(t.c.added < self.added_before)
        if self.since >= 0:
            out.append(t.c.change > self.since)
        return out
