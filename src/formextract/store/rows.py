"""Rows written: upserts in no dialect's own words, records and readings as their JSON."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Table, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from formextract.model import Record
from formextract.model.json import record_to_json
from formextract.model.submission import Exhibit, exhibit_to_dict
from formextract.store import tables

CHANGES = "changes"
"""The counter of transactions that changed records."""


def change_number(c: Connection) -> int:
    """The number of this transaction among those that change records: numbers rise in the order of commits.

    The counter's row stays locked until the transaction ends, so that no lower number is committed after a higher one
    was seen. A transaction asks for it before it writes anything else, so that no two wait for each other.
    """
    here = c.get_transaction()
    known: tuple[object, int] | None = c.info.get(CHANGES)
    if known is not None and known[0] is here:
        return known[1]
    t = tables.counters
    c.execute(update(t).where(t.c.name == CHANGES).values(value=t.c.value + 1))
    number: int = c.execute(select(t.c.value).where(t.c.name == CHANGES)).scalar_one()
    c.info[CHANGES] = (here, number)
    return number


def save_record(c: Connection, record: Record, of: Sequence[str], position: int, version: str) -> None:
    """Writes a record where it has changed, and which files (digests) it was read from."""
    t, w = tables.records, tables.withdrawn
    number = change_number(c)
    body = body_of(record)
    old = c.execute(select(t.c.body).where(t.c.id == record.id)).scalar()
    if old != body:
        path = record.files[0].path if record.files else ""
        put(c, t, {"id": record.id}, {
            "program": record.program, "form": record.form, "template": record.template,
            "cluster": storable(record.cluster), "path": storable(path), "position": position, "body": body,
            "version": version, "updated": now(), "change": number,
        }, {"added": now()})  # fmt: skip
        c.execute(delete(w).where(w.c.id == record.id))
    for sha256 in of:
        put(c, tables.record_files, {"record_id": record.id, "sha256": sha256}, {}, {})


def withdraw_record(c: Connection, name: str) -> None:
    """Takes a record away, and remembers that it was there."""
    r, rf = tables.records, tables.record_files
    number = change_number(c)
    c.execute(delete(rf).where(rf.c.record_id == name))
    c.execute(delete(r).where(r.c.id == name))
    put(c, tables.withdrawn, {"id": name}, {"change": number, "updated": now()}, {})


def save_reading(c: Connection, record: Record, sha256: str, position: int) -> None:
    """Writes what a file gave by itself; there must be no row of this place."""
    c.execute(
        insert(tables.readings).values(
            sha256=sha256, position=position, record_id=record.id, program=record.program, form=record.form,
            edition=edition_of(record), cluster=storable(record.cluster), body=body_of(record),
        )
    )  # fmt: skip


def edition_of(record: Record) -> str:
    """The last year that the form asks for, '' where none was read."""
    return max((o.period for o in record.values if o.period and o.period.isdigit()), default="")


def exhibit_json(exhibit: Exhibit | None) -> str:
    """The exhibit as one line of JSON, '' for none."""
    return "" if exhibit is None else storable(json.dumps(exhibit_to_dict(exhibit), ensure_ascii=False))


def body_of(record: Record) -> str:
    """The record's JSON. A lone surrogate (a path in no encoding) becomes an escape: it reads back as it was."""
    return record_to_json(record).encode("utf-8", "backslashreplace").decode("utf-8")


def put(c: Connection, table: Table, key: dict[str, Any], changes: dict[str, Any], new: dict[str, Any]) -> None:
    """Inserts `key`, `changes` and `new`, or, where the key is there, updates `changes`. No dialect's own upsert."""
    where = [table.c[name] == value for name, value in key.items()]
    if c.execute(select(*[table.c[name] for name in key]).where(*where)).first() is None:
        try:
            with c.begin_nested():
                c.execute(insert(table).values(**key, **changes, **new))
        except IntegrityError:  # another loader has just inserted it
            if c.execute(select(*[table.c[name] for name in key]).where(*where)).first() is None:
                raise
        else:
            return
    if changes:
        c.execute(update(table).where(*where).values(changes))


def path_key(sha256: str, path: str, of: str = "") -> str:
    """A key of fixed length for a content under a path (in a submission)."""
    return hashlib.sha256(f"{sha256}\0{path}{of and chr(0) + of}".encode()).hexdigest()


def now() -> str:
    """The time as the store writes it."""
    return stamp(datetime.now(UTC))


def stamp(when: datetime) -> str:
    """A time (with its zone) as the store writes it: UTC, to the second."""
    return when.astimezone(UTC).isoformat(timespec="seconds")


def storable(text: str) -> str:
    """`text` as every database takes it: no NUL, no half characters."""
    return text.replace("\0", "\ufffd").encode("utf-8", "backslashreplace").decode("utf-8")
