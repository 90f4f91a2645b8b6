"""What reviewers have decided in a store: a log of its own, which only grows."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Row, and_, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from formextract.errors import FormextractError
from formextract.model import Decision, Record
from formextract.model.written import storable
from formextract.store import tables
from formextract.store.reviews import about, forms_of
from formextract.store.rows import change_number, now

Access = Callable[[], AbstractContextManager[Connection]]

_T = tables.decisions


class DecisionConflictError(FormextractError):
    """Somebody else has decided about the same thing since the caller looked; `decision` says what."""

    def __init__(self, decision: Decision) -> None:
        super().__init__(f"{decision.by} 刚处理过这一条，您的处理没有保存。请看过以后再决定")
        self.decision = decision


class Decisions:
    """A store's decisions. Nothing is ever changed or taken out of them; each method is one transaction."""

    def __init__(self, read: Access, write: Access) -> None:
        self._read = read
        self._write = write

    def of(self, record: Record) -> tuple[Decision, ...]:
        """What was decided about the record, oldest first: under its id, or on one of its files in the same form."""
        with self._read() as c:
            return tuple(_entry(row) for row in c.execute(select(_T).where(about(record, _T)).order_by(_T.c.id)))

    def entries(self) -> list[tuple[str, Decision]]:
        """All decisions with the ids of their records as they were then, oldest first."""
        with self._read() as c:
            return [(row.record_id, _entry(row)) for row in c.execute(select(_T).order_by(_T.c.id))]

    def last_id(self) -> int:
        """The number of the last decision, 0 where there is none."""
        with self._read() as c:
            return c.execute(select(func.max(_T.c.id))).scalar() or 0

    def append(self, record: Record, decision: Decision, *, seen: int) -> Decision:
        """Adds a decision and gives it back with its number and time.

        `seen` is the number of the target's last decision that the caller knew of, 0 for none; DecisionConflictError
        where there is a newer one. The record counts as changed from now on.
        """
        subject, target = decision.subject, storable(decision.target)
        here = and_(about(record, _T), _T.c.subject == subject, _T.c.target == target)
        with self._write() as c:
            change = change_number(c)
            last = c.execute(select(_T).where(here).order_by(_T.c.id.desc()).limit(1)).first()
            if last is not None and last.id != seen:
                raise DecisionConflictError(_entry(last))
            number = c.execute(select(func.count()).select_from(_T).where(here)).scalar_one() + 1
            at = now()
            # Two that pass the check above at the same time get the same number, and one of them is refused.
            key = sha256(f"{record.id}\0{subject}\0{target}\0{number}".encode()).hexdigest()
            row = {
                "key": key, "record_id": record.id, "sha256": next(iter(forms_of(record)), ""),
                "template": record.template, "subject": subject, "target": target, "at": at,
                "by": storable(decision.by), "verdict": decision.verdict, "told": storable(decision.told),
                "why": storable(decision.why),
            }  # fmt: skip
            try:
                with c.begin_nested():
                    done = c.execute(insert(_T).values(**row))
            except IntegrityError:
                other = c.execute(select(_T).where(_T.c.key == key)).one()
                raise DecisionConflictError(_entry(other)) from None
            assert done.inserted_primary_key is not None
            c.execute(update(tables.records).where(tables.records.c.id == record.id).values(updated=at, change=change))
            return replace(decision, id=done.inserted_primary_key[0], at=at)


def _entry(row: Row[Any]) -> Decision:
    return Decision(row.id, row.at, row.by, row.subject, row.target, row.verdict, row.told, row.why)
