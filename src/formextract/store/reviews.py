"""What reviewers have done in a store: the log of corrections, which only grows, and the labels they have explained."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from decimal import Decimal
from hashlib import sha256
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Table, and_, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from formextract.errors import FormextractError
from formextract.model import Correction, Record
from formextract.model.corrections import LogEntry
from formextract.model.json import correction_from_dict, observation_from_dict, observation_to_dict, plain
from formextract.model.written import storable
from formextract.store import tables
from formextract.store.engine import TornError
from formextract.store.rows import change_number, now, put
from formextract.text import squeeze

CONFIRMING = frozenset({"assign", "accept"})
"""What reviewers do about a value by which they say what its caption means."""
Access = Callable[[], AbstractContextManager[Connection]]


class EditConflictError(FormextractError):
    """Somebody else has done something about the same value since the caller looked; `entry` says what."""

    def __init__(self, entry: LogEntry) -> None:
        super().__init__(f"这个数刚由 {entry.correction.by} 处理过，您的改动没有保存。请看过现在的值后再决定")
        self.entry = entry


@dataclass(frozen=True, slots=True)
class Synonym:
    """A caption that a reviewer has assigned to an indicator of a programme's form, with its dims.

    `taken_back` says since when it does not hold any more, '' where it does, `taken_by` who has said so; `files` is on
    how many files people have said so.
    """

    template: str
    label: str
    indicator: str
    by: str
    at: str
    record_id: str
    dims: dict[str, str] = field(default_factory=dict)
    taken_back: str = ""
    taken_by: str = ""
    files: int = 1


class Reviews:
    """A store's log of corrections. Nothing is ever changed or taken out of it; each method is one transaction."""

    def __init__(self, read: Access, write: Access) -> None:
        self._read = read
        self._write = write

    def log(self, record: Record) -> list[LogEntry]:
        """What was done about the record, oldest first: under its id, or on one of its files in the same form."""
        t = tables.review_log
        with self._read() as c:
            return [_entry(row) for row in c.execute(select(t).where(about(record)).order_by(t.c.id))]

    def entries(self) -> list[LogEntry]:
        """The whole log, oldest first."""
        t = tables.review_log
        with self._read() as c:
            return [_entry(row) for row in c.execute(select(t).order_by(t.c.id))]

    def last_id(self) -> int:
        """The number of the log's last entry, 0 where it is empty."""
        with self._read() as c:
            return c.execute(select(func.max(tables.review_log.c.id))).scalar() or 0

    def append(self, record: Record, entry: LogEntry, *, seen: int) -> LogEntry:
        """Adds an entry and gives it back with its number and time.

        `seen` is the number of the field's last entry that the caller knew of, 0 for none; EditConflictError where
        there is a newer one. The record counts as changed from now on.
        """
        t = tables.review_log
        field = entry.correction.field
        of_field = and_(about(record), t.c.field == storable(field))
        with self._write() as c:
            change = change_number(c)
            last = c.execute(select(t).where(of_field).order_by(t.c.id.desc()).limit(1)).first()
            if last is not None and last.id != seen:
                raise EditConflictError(_entry(last))
            number = c.execute(select(func.count()).select_from(t).where(of_field)).scalar_one() + 1
            at = now()
            row = _row(replace(entry, correction=replace(entry.correction, at=at)), record)
            # Two that pass the check above at the same time get the same number, and one of them is refused.
            key = sha256(f"{record.id}\0{field}\0{number}".encode()).hexdigest()
            try:
                with c.begin_nested():
                    done = c.execute(insert(t).values(key=key, **row))
            except IntegrityError:
                other = c.execute(select(t).where(t.c.key == key)).one()
                raise EditConflictError(_entry(other)) from None
            assert done.inserted_primary_key is not None
            c.execute(update(tables.records).where(tables.records.c.id == record.id).values(updated=at, change=change))
            return replace(entry, correction=replace(entry.correction, id=done.inserted_primary_key[0], at=at))

    # -- captions --------------------------------------------------------------------------------------------------

    def remember(self, synonym: Synonym) -> None:
        """Remembers what a caption means on a form; a later answer replaces an earlier one."""
        key = _caption_key(synonym.template, synonym.label)
        with self._write() as c:
            put(c, tables.synonyms, {"key": key}, {
                "indicator": synonym.indicator, "by": storable(synonym.by), "at": now(), "record_id": synonym.record_id,
                "dims": json.dumps(synonym.dims, sort_keys=True), "taken_back": "", "taken_by": "",
            }, {"template": synonym.template, "label": storable(synonym.label)})  # fmt: skip

    def synonyms(self) -> list[Synonym]:
        """The captions that were explained, by form and caption; those that were taken back as well."""
        t = tables.synonyms
        columns = (t.c.template, t.c.label, t.c.indicator, t.c.by, t.c.at, t.c.record_id)
        more = (t.c.dims, t.c.taken_back, t.c.taken_by)
        with self._read() as c:
            rows = c.execute(select(*columns, *more).order_by(t.c.template, t.c.label)).all()
            files = _confirmed(c) if rows else {}
        return [
            Synonym(
                *row[:6],
                json.loads(row.dims or "{}"),
                row.taken_back,
                row.taken_by,
                max(1, len(files.get((row.template, row.indicator, squeeze(row.label)), ()))),
            )
            for row in rows
        ]

    def unlearn(self, template: str, label: str, by: str) -> int:
        """Takes a caption back, and has the files read again that were read with that form since it was learnt, as soon
        as somebody loads; how many files that are. KeyError where no such caption holds.
        """
        t, f, r = tables.synonyms, tables.files, tables.readings
        here = and_(t.c.key == _caption_key(template, label), t.c.taken_back == "")
        with self._write() as c:
            since = c.execute(select(t.c.at).where(here)).scalar()
            if since is None:
                raise KeyError(label)
            c.execute(update(t).where(here).values(taken_back=now(), taken_by=storable(by)))
            program, _, form = template.partition("/")
            of_form = select(r.c.sha256).where(r.c.program == program, r.c.form == form.partition("@")[0])
            stale = and_(f.c.status == "read", f.c.updated >= since, f.c.sha256.in_(of_form))
            return int(c.execute(update(f).where(stale).values(templates="")).rowcount)

    # -- what the list of submissions says of each -------------------------------------------------------------------

    def summaries(self) -> dict[str, tuple[str, str]]:
        """What was last noted of each record, by its id: from which state, and the note (JSON)."""
        t = tables.summaries
        with self._read() as c:
            return {name: (basis, body) for name, basis, body in c.execute(select(t.c.record_id, t.c.basis, t.c.body))}

    def note(self, notes: Mapping[str, tuple[str, str]]) -> None:
        """Keeps notes on records, each with the state that it was made from."""
        with self._write() as c:
            for name, (basis, body) in notes.items():
                put(c, tables.summaries, {"record_id": name}, {"basis": basis, "body": storable(body)}, {})

    def states(self) -> dict[str, str]:
        """The last change of each record, with the numbers of log entries and decisions that name it, by its id.

        A change by its number: two within the same second have one time.
        """
        r = tables.records
        with self._read() as c:
            counted: list[dict[str, int]] = []
            for t in (tables.review_log, tables.decisions):
                rows = c.execute(select(t.c.record_id, func.count()).group_by(t.c.record_id))
                counted.append({name: n for name, n in rows})  # noqa: C416 - rows are no pairs to a type checker
            corrected, decided = counted
            return {
                name: f"{change}|{version}|{corrected.get(name, 0)}|{decided.get(name, 0)}"
                for name, change, version in c.execute(select(r.c.id, r.c.change, r.c.version))
            }


def about(record: Record, t: Table = tables.review_log) -> ColumnElement[bool]:
    """A log's rows on this record. A submission's id changes when a copy joins it; the files stay what they are."""
    forms = forms_of(record)
    if not forms:
        return t.c.record_id == record.id
    return or_(t.c.record_id == record.id, and_(t.c.sha256.in_(forms), t.c.template == record.template))


def forms_of(record: Record) -> Collection[str]:
    """The contents of the files that this record alone was read from; a summary sheet holds many records."""
    return [f.sha256 for f in record.files if f.role == "application" and f.sha256]


def _caption_key(template: str, label: str) -> str:
    return sha256(f"{template}\0{label}".encode()).hexdigest()


def _row(entry: LogEntry, record: Record) -> dict[str, Any]:
    c = entry.correction
    reading = None if entry.reading is None else observation_to_dict(entry.reading)
    body = {**plain(c), "reading": reading}
    del body["id"], body["at"], body["by"]
    digits = {k: f"{v:f}" for k, v in (("old", c.old), ("new", c.new)) if isinstance(v, Decimal)}
    body |= {"digits": digits} if digits else {}
    return {
        "record_id": record.id,
        "sha256": entry.sha256 if entry.sha256 in forms_of(record) else "",
        "template": record.template,
        "field": storable(c.field),
        "at": c.at,
        "by": storable(c.by),
        "action": c.action,
        "body": storable(json.dumps(body, ensure_ascii=False)),
    }


def _confirmed(c: Connection) -> dict[tuple[str, str, str], set[str]]:
    """The files on which people have said of a caption that it means an indicator, by form, indicator and caption."""
    t = tables.review_log
    last = {(row.record_id, row.field): row for row in c.execute(select(t).order_by(t.c.id))}
    out: dict[tuple[str, str, str], set[str]] = {}
    for row in last.values():
        if row.action not in CONFIRMING:
            continue
        reading = _entry(row).reading
        if reading is not None:
            out.setdefault((row.template, reading.indicator, squeeze(reading.label)), set()).add(row.sha256)
    return out


def _entry(row: Row[Any]) -> LogEntry:
    try:
        return entry_of(row)
    except (ValueError, KeyError, TypeError, AttributeError, ArithmeticError) as e:
        raise TornError(str(e)) from e


def entry_of(row: Row[Any]) -> LogEntry:
    """The entry of a row of the log."""
    m = row._mapping  # noqa: SLF001 - public by SQLAlchemy's manual
    body = json.loads(m["body"], parse_float=Decimal)
    reading = body.pop("reading")
    body |= {k: Decimal(v) for k, v in body.pop("digits", {}).items()}
    correction: Correction = correction_from_dict({**body, "id": m["id"], "at": m["at"], "by": m["by"]})
    return LogEntry(
        correction, m["record_id"], m["sha256"], None if reading is None else observation_from_dict(reading)
    )
