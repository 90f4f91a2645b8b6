"""Rows written: upserts in no dialect's own words, many rows a statement, records as they were written down."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Table, bindparam, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from formextract.model import Record
from formextract.model.json import record_from_json
from formextract.model.submission import Exhibit, exhibit_to_dict
from formextract.model.written import Written, storable
from formextract.store import tables
from formextract.store.engine import TornError

CHANGES = "changes"
"""The counter of transactions that changed records."""

_R, _RF, _W, _C = tables.records, tables.record_files, tables.withdrawn, tables.counters

# Made once: to build a statement anew costs more than to run it.
_COUNT = update(_C).where(_C.c.name == CHANGES).values(value=_C.c.value + 1)
_COUNTED = select(_C.c.value).where(_C.c.name == CHANGES)
_BODIES = select(_R.c.id, _R.c.body).where(_R.c.id.in_(bindparam("ids", expanding=True)))
_NEW_RECORDS = insert(_R)
_OTHER_RECORDS = update(_R).where(_R.c.id == bindparam("of"))
_BACK_AGAIN = delete(_W).where(_W.c.id.in_(bindparam("ids", expanding=True)))
_FILES_OF = select(_RF.c.record_id, _RF.c.sha256).where(_RF.c.record_id.in_(bindparam("ids", expanding=True)))
_NEW_FILES_OF = insert(_RF)


@dataclass(frozen=True, slots=True)
class StoredRecord:
    """A record as it is stored: the digests of the files that it was read from, and its place within them."""

    record: Written
    of: tuple[str, ...]
    position: int = 0


def change_number(c: Connection) -> int:
    """The number of this transaction among those that change records: numbers rise in the order of commits.

    The counter's row stays locked until the transaction ends, so that no lower number is committed after a higher one
    was seen. A transaction asks for it before it writes anything else, so that no two wait for each other, and what it
    finds missing after that no other transaction inserts.
    """
    here = c.get_transaction()
    known: tuple[object, int] | None = c.info.get(CHANGES)
    if known is not None and known[0] is here:
        return known[1]
    c.execute(_COUNT)
    number: int = c.execute(_COUNTED).scalar_one()
    c.info[CHANGES] = (here, number)
    return number


def save_records(c: Connection, rows: Sequence[StoredRecord], version: str) -> None:
    """Writes records where they have changed, and the files they were read from. Of two of one id the later counts."""
    by_id = {row.record.head.id: row for row in rows}
    if not by_id:
        return
    number, when = change_number(c), now()
    old = {name: body for name, body in c.execute(_BODIES, {"ids": list(by_id)})}  # noqa: C416
    new, other = [], []
    for name, row in by_id.items():
        head, body = row.record.head, row.record.body
        if old.get(name) == body:
            continue
        values: dict[str, Any] = {
            "program": head.program, "form": head.form, "template": head.template, "cluster": head.cluster,
            "path": head.path, "position": row.position, "body": body, "version": version, "updated": when,
            "change": number,
        }  # fmt: skip
        if name in old:
            other.append({"of": name} | values)
        else:
            new.append({"id": name, "added": when} | values)
    if new:
        c.execute(_NEW_RECORDS, new)
    if other:
        c.execute(_OTHER_RECORDS, other)
    if new or other:
        c.execute(_BACK_AGAIN, {"ids": [r["id"] for r in new] + [r["of"] for r in other]})
    wanted = {(row.record.head.id, sha256) for row in rows for sha256 in row.of}
    wanted -= {(name, sha256) for name, sha256 in c.execute(_FILES_OF, {"ids": list(by_id)})}
    if wanted:
        c.execute(_NEW_FILES_OF, [{"record_id": name, "sha256": sha256} for name, sha256 in sorted(wanted)])


def withdraw_record(c: Connection, name: str) -> None:
    """Takes a record away, and remembers that it was there."""
    number = change_number(c)
    c.execute(delete(_RF).where(_RF.c.record_id == name))
    c.execute(delete(_R).where(_R.c.id == name))
    put(c, _W, {"id": name}, {"change": number, "updated": now()}, {})


def stored_record(body: str) -> Record:
    """The record that was stored; TornError where the text is no longer one."""
    try:
        return record_from_json(body)
    except (ValueError, KeyError, TypeError, AttributeError, ArithmeticError) as e:
        raise TornError(str(e)) from e


def exhibit_json(exhibit: Exhibit | None) -> str:
    """The exhibit as one line of JSON, '' for none."""
    return "" if exhibit is None else storable(json.dumps(exhibit_to_dict(exhibit), ensure_ascii=False))


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


def put_all(c: Connection, table: Table, key: str, rows: Sequence[dict[str, Any]], changes: Sequence[str]) -> None:
    """Inserts rows, or, where their key is there, updates the columns `changes`; of two of one key the later counts.

    For transactions that keep others from inserting the same: three statements, however many the rows.
    """
    by_key = {row[key]: row for row in rows}
    if not by_key:
        return
    column = table.c[key]
    wanted = select(column).where(column.in_(bindparam("keys", expanding=True)))
    known = set(c.execute(wanted, {"keys": list(by_key)}).scalars())
    new = [row for name, row in sorted(by_key.items()) if name not in known]
    old = [row for name, row in sorted(by_key.items()) if name in known]
    if new:
        c.execute(insert(table), new)
    if old and changes:
        c.execute(
            update(table).where(column == bindparam("of")),
            [{"of": row[key]} | {name: row[name] for name in changes} for row in old],
        )


def path_key(sha256: str, path: str, of: str = "") -> str:
    """A key of fixed length for a content under a path (in a submission)."""
    return hashlib.sha256(f"{sha256}\0{path}{of and chr(0) + of}".encode()).hexdigest()


def now() -> str:
    """The time as the store writes it."""
    return stamp(datetime.now(UTC))


def stamp(when: datetime) -> str:
    """A time (with its zone) as the store writes it: UTC, to the second."""
    return when.astimezone(UTC).isoformat(timespec="seconds")
