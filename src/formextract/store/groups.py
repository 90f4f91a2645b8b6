"""Which files belong together in a store, and what people have corrected about it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, select, update

from formextract.model import Record
from formextract.model.json import record_from_json
from formextract.model.record import Role
from formextract.model.submission import SUPERSEDED, Copy, Item, Member, Submission, exhibit_from_dict
from formextract.store import tables
from formextract.store.rows import (
    body_of,
    change_number,
    now,
    path_key,
    put,
    save_record,
    storable,
    withdraw_record,
)

Access = Callable[[], AbstractContextManager[Connection]]

_STATE = "grouped"


@dataclass(frozen=True, slots=True)
class StoredMember:
    """A file under one path, with the cluster of its submission ('' for none), what it is there, and why."""

    cluster: str
    path: str
    sha256: str
    role: Role
    why: str
    record_id: str


class Groups:
    """A store's submissions. Each method that writes is one transaction."""

    def __init__(self, read: Access, write: Access) -> None:
        self._read = read
        self._write = write

    def items(self) -> list[Item]:
        """Every file that was read or failed, under each of its paths, in as few words as grouping needs."""
        f, p, r, k = tables.files, tables.paths, tables.readings, tables.corrections
        copies: dict[str, list[Copy]] = {}
        with self._read() as c:
            columns = (r.c.sha256, r.c.record_id, r.c.program, r.c.form, r.c.edition, r.c.cluster)
            for sha256, *rest in c.execute(select(*columns).order_by(r.c.sha256, r.c.position)):
                copies.setdefault(sha256, []).append(Copy(*rest))
            pinned = {sha256: cluster for sha256, cluster in c.execute(select(k.c.sha256, k.c.cluster))}  # noqa: C416
            wanted = (
                select(p.c.path, f.c.sha256, f.c.format, f.c.status, f.c.exhibit)
                .join(f, f.c.sha256 == p.c.sha256)
                .where(f.c.status != "pending")
                .distinct()  # a path of several discs
                .order_by(p.c.path, f.c.sha256)
            )
            return [
                Item(
                    path, sha256, kind, status, tuple(copies.get(sha256, ())),
                    exhibit_from_dict(json.loads(exhibit), bodies=False) if exhibit else None, pinned.get(sha256, ""),
                )
                for path, sha256, kind, status, exhibit in c.execute(wanted)
            ]  # fmt: skip

    def reading(self, record_id: str) -> Record:
        """What a file gave by itself; KeyError where there is no such record."""
        t = tables.readings
        with self._read() as c:
            body = c.execute(select(t.c.body).where(t.c.record_id == record_id).order_by(t.c.sha256)).scalars().first()
        if body is None:
            raise KeyError(record_id)
        return record_from_json(body)

    def beside(self, record_id: str) -> list[Item]:
        """The files beside the form in the submission whose record this is, with what they show."""
        f, m, s = tables.files, tables.members, tables.submissions
        wanted = (
            select(m.c.path, f.c.sha256, f.c.format, f.c.status, f.c.exhibit)
            .join(s, s.c.key == m.c.submission)
            .join(f, f.c.sha256 == m.c.sha256)
            .where(s.c.record_id == record_id, m.c.role != "application", m.c.why.not_like(f"{SUPERSEDED}%"))
            .order_by(m.c.path, f.c.sha256)
        )
        with self._read() as c:
            return [
                Item(path, sha256, kind, status, (), exhibit_from_dict(json.loads(exhibit)) if exhibit else None)
                for path, sha256, kind, status, exhibit in c.execute(wanted)
            ]

    def summary_rows(self) -> list[tuple[str, str]]:
        """The rows of all summary sheets: cluster and id."""
        r, rec = tables.readings, tables.records
        wanted = select(r.c.cluster, r.c.record_id).join(rec, rec.c.id == r.c.record_id).where(r.c.form == "summary")
        with self._read() as c:
            return [(cluster, name) for cluster, name in c.execute(wanted.distinct().order_by(r.c.record_id))]

    def clusters(self) -> list[str]:
        """The submissions' clusters."""
        with self._read() as c:
            return list(c.execute(select(tables.submissions.c.cluster)).scalars())

    def leaves(self, sha256: str) -> list[str]:
        """The pages of a scan as they were written down; empty for a file that has none."""
        t = tables.files
        with self._read() as c:
            exhibit = c.execute(select(t.c.exhibit).where(t.c.sha256 == sha256)).scalar()
        return [leaf.body for leaf in exhibit_from_dict(json.loads(exhibit)).leaves] if exhibit else []

    def state(self, version: str) -> str:
        """A digest of all that grouping depends on: files, paths, corrections, and the program's version."""
        f, p, k = tables.files, tables.paths, tables.corrections
        h = hashlib.sha256(version.encode())
        with self._read() as c:
            for wanted in (
                select(f.c.sha256, f.c.status, f.c.version, f.c.reader, f.c.templates)
                .where(f.c.status != "pending")
                .order_by(f.c.sha256),
                select(p.c.key).order_by(p.c.key),
                select(k.c.sha256, k.c.cluster).order_by(k.c.sha256),
            ):
                for row in c.execution_options(yield_per=1000).execute(wanted):
                    h.update(repr(tuple(row)).encode())
        return h.hexdigest()

    def is_grouped(self, state: str) -> bool:
        """Whether the submissions were made from this very state."""
        t = tables.meta
        with self._read() as c:
            return c.execute(select(t.c.value).where(t.c.key == _STATE)).scalar() == state

    def generations(self, items: Sequence[Item]) -> dict[tuple[str, str], int]:
        """In which load each content came under each path, loads counted from 1; those met for the first time now are
        of one more. Asked once a load is done, so that a load that was killed and run again is one.
        """
        a = tables.arrivals
        with self._write() as c:
            known = {key: n for key, n in c.execute(select(a.c.key, a.c.generation))}  # noqa: C416
            this = max(known.values(), default=0) + 1
            out = {}
            for item in items:
                key = path_key(item.sha256, item.path)
                if key not in known:
                    put(c, a, {"key": key}, {}, {"generation": this})
                out[item.sha256, item.path] = known.get(key, this)
        return out

    def save_earlier(self, submission: str, record: Record | None) -> None:
        """Remembers how a submission stood before it was corrected; None: nothing was corrected in it."""
        e = tables.earlier
        with self._write() as c:
            if record is None:
                c.execute(delete(e).where(e.c.submission == submission))
            else:
                put(c, e, {"submission": submission}, {"body": body_of(record)}, {})

    def earlier(self, record_id: str) -> Record | None:
        """How the submission whose record this is stood before it was corrected; None where nothing was."""
        e, s = tables.earlier, tables.submissions
        wanted = select(e.c.body).join(s, s.c.key == e.c.submission).where(s.c.record_id == record_id)
        with self._read() as c:
            body = c.execute(wanted).scalars().first()
        return None if body is None else record_from_json(body)

    def save(self, submission: Submission, record: Record, version: str) -> None:
        """Writes a submission with its record; its files' roles follow."""
        s = tables.submissions
        forms = list(dict.fromkeys(m.item.sha256 for m in submission.members if m.role == "application"))
        with self._write() as c:
            save_record(c, record, forms, 0, version)
            changes = {"cluster": storable(submission.cluster), "record_id": record.id}
            put(c, s, {"key": submission.key}, changes, {})
            self._save_members(c, submission.key, submission.members)

    def save_loose(self, members: Sequence[Member], rows: Sequence[tuple[Record, str, int]], version: str) -> None:
        """Writes what belongs to no submission: its files, and the `rows` of summary sheets, each with its file."""
        with self._write() as c:
            for record, sha256, position in rows:
                save_record(c, record, [sha256], position, version)
            self._save_members(c, "", members)

    def settle(self, keys: Collection[str], record_ids: Collection[str], state: str, *, until: int) -> None:
        """Takes away the submissions and records that are none any more, and remembers `state` as grouped.

        A record of a change after `until` is another program's, which has come meanwhile and will be grouped by it.
        """
        s, r = tables.submissions, tables.records
        with self._write() as c:
            change_number(c)
            for key in set(c.execute(select(s.c.key)).scalars()) - set(keys):
                c.execute(delete(s).where(s.c.key == key))
                c.execute(delete(tables.members).where(tables.members.c.submission == key))
                c.execute(delete(tables.earlier).where(tables.earlier.c.submission == key))
            for name in set(c.execute(select(r.c.id).where(r.c.change <= until)).scalars()) - set(record_ids):
                withdraw_record(c, name)
            put(c, tables.meta, {"key": _STATE}, {"value": state}, {})

    def count(self) -> int:
        """How many submissions there are."""
        with self._read() as c:
            return c.execute(select(func.count()).select_from(tables.submissions)).scalar_one()

    def has_joined(self) -> bool:
        """Whether any submission has more than one file."""
        m = tables.members
        several = select(m.c.submission).where(m.c.submission != "").group_by(m.c.submission)
        with self._read() as c:
            return c.execute(several.having(func.count(m.c.sha256.distinct()) > 1)).first() is not None

    def members(self) -> Iterator[StoredMember]:
        """Every file with its submission, those of none last."""
        m, s = tables.members, tables.submissions
        wanted = (
            select(s.c.cluster, m.c.path, m.c.sha256, m.c.role, m.c.why, s.c.record_id)
            .join(s, s.c.key == m.c.submission, isouter=True)
            .order_by(m.c.submission == "", s.c.cluster, m.c.submission, m.c.role, m.c.path)
        )
        with self._read() as c:
            for cluster, path, sha256, role, why, record_id in c.execute(wanted):
                yield StoredMember(cluster or "", path, sha256, role, why, record_id or "")

    def correct(self, sha256: str, cluster: str) -> None:
        """Remembers that a person has assigned a file to a cluster (`-`: to none); '' forgets it."""
        k = tables.corrections
        with self._write() as c:
            if cluster:
                put(c, k, {"sha256": sha256}, {"cluster": storable(cluster), "updated": now()}, {})
            else:
                c.execute(delete(k).where(k.c.sha256 == sha256))

    @staticmethod
    def _save_members(c: Connection, key: str, members: Sequence[Member]) -> None:
        m, f = tables.members, tables.files
        c.execute(delete(m).where(m.c.submission == key))
        for member in members:
            item = member.item
            put(c, m, {"key": path_key(item.sha256, item.path, key)}, {"role": member.role, "why": member.why}, {
                "submission": key, "sha256": item.sha256, "path": storable(item.path),
            })  # fmt: skip
            c.execute(update(f).where(f.c.sha256 == item.sha256, f.c.role != member.role).values(role=member.role))
