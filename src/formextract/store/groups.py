"""Which files belong together in a store, and what people have corrected about it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from formextract.model import Record
from formextract.model.head import Role
from formextract.model.submission import SUPERSEDED, Applicant, Copy, Item, Member, Submission, exhibit_from_dict
from formextract.model.written import Written, storable
from formextract.store import tables
from formextract.store.drives import apart
from formextract.store.results import GROUPED
from formextract.store.rows import (
    StoredRecord,
    change_number,
    now,
    path_key,
    put,
    put_all,
    save_records,
    stored_record,
    withdraw_record,
)

Access = Callable[[], AbstractContextManager[Connection]]

_CHUNK = 500
"""Values that one statement asks about at a time."""


@dataclass(frozen=True, slots=True)
class Made:
    """A submission as it is stored. `basis` is a digest of all that its record was made from, '' where it is to be made
    anew; `places` say as JSON where it counts for clauses with a cap, `basis_of_caps` is a digest of who else does.
    """

    record_id: str
    basis: str
    places: str = ""
    basis_of_caps: str = ""


@dataclass(frozen=True, slots=True)
class Saved:
    """A submission that was made: its record, how it stood before a later load has corrected it, and its basis."""

    submission: Submission
    record: Written
    earlier: str | None
    made: Made


@dataclass(frozen=True, slots=True)
class StoredMember:
    """A file under one path, with the cluster of its submission ('' for none), what it is there, and why."""

    cluster: str
    path: str
    sha256: str
    role: Role
    why: str
    record_id: str

    @property
    def is_of_a_form(self) -> bool:
        """Whether it is a part of an applicant's form, as a page is of a form that was photographed."""
        return bool(self.record_id) and self.role == "application"


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
            columns = (r.c.sha256, r.c.applicant, r.c.record_id, r.c.program, r.c.form, r.c.edition, r.c.cluster)
            for sha256, applicant, *rest in c.execute(select(*columns).order_by(r.c.sha256, r.c.position)):
                copies.setdefault(sha256, []).append(_copy(applicant, *rest))
            pinned = {sha256: cluster for sha256, cluster in c.execute(select(k.c.sha256, k.c.cluster))}  # noqa: C416
            drives = _drives(c)
            wanted = (
                select(p.c.path, f.c.sha256, f.c.format, f.c.status, f.c.exhibit)
                .join(f, f.c.sha256 == p.c.sha256)
                .where(f.c.status != "pending", p.c.taken_back == "")
                .distinct()  # a path of several discs
                .order_by(p.c.path, f.c.sha256)
            )
            return [
                Item(
                    path, sha256, kind, status, tuple(copies.get(sha256, ())),
                    exhibit_from_dict(json.loads(exhibit), whole=False) if exhibit else None, pinned.get(sha256, ""),
                    drives.get((path, sha256), ()),
                )
                for path, sha256, kind, status, exhibit in c.execute(wanted)
            ]  # fmt: skip

    def reading(self, record_id: str) -> Record:
        """What a file gave by itself; KeyError where there is no such record."""
        body = self.reading_body(record_id)
        with self._read():  # which tells of a row that is torn
            return stored_record(body)

    def reading_body(self, record_id: str) -> str:
        """The same as its line of JSON."""
        return self.reading_bodies([record_id])[record_id]

    def reading_bodies(self, record_ids: Collection[str]) -> dict[str, str]:
        """What files gave by themselves, by the records' ids, as far as they are there."""
        t = tables.readings
        wanted = select(t.c.record_id, t.c.body).where(t.c.record_id.in_(record_ids)).order_by(t.c.sha256.desc())
        with self._read() as c:
            return {name: body for name, body in c.execute(wanted)}  # noqa: C416

    def copies(self, record_id: str) -> list[Record]:
        """What the files that hold the forms of a record gave by themselves, each by its place in its file."""
        t, rf, rec = tables.readings, tables.record_files, tables.records
        wanted = (
            select(t.c.body)
            .join(rf, rf.c.sha256 == t.c.sha256)
            .join(rec, rec.c.id == rf.c.record_id)
            .where(rec.c.id == record_id, t.c.program == rec.c.program, t.c.form == rec.c.form)
            .order_by(t.c.sha256, t.c.position)
        )
        with self._read() as c:
            return [stored_record(body) for body in c.execute(wanted).scalars()]

    def exhibits(self, shas: Collection[str]) -> dict[str, str]:
        """What files show, as JSON, by their digests; those that show nothing are not there."""
        t = tables.files
        with self._read() as c:
            found = c.execute(select(t.c.sha256, t.c.exhibit).where(t.c.sha256.in_(shas), t.c.exhibit != ""))
            return {sha256: exhibit for sha256, exhibit in found}  # noqa: C416

    def replaced(self) -> set[tuple[str, str]]:
        """The files that a later load has replaced, by digest and path."""
        m = tables.members
        with self._read() as c:
            found = c.execute(select(m.c.sha256, m.c.path).where(m.c.why.like(f"{SUPERSEDED}%")))
            return {(sha256, path) for sha256, path in found}

    def made(self) -> dict[str, Made]:
        """The submissions as they are stored, by key."""
        s = tables.submissions
        with self._read() as c:
            wanted = select(s.c.key, s.c.record_id, s.c.basis, s.c.places, s.c.basis_of_caps)
            return {key: Made(*rest) for key, *rest in c.execute(wanted)}

    def reading_states(self) -> list[tuple[str, str]]:
        """The records that files gave by themselves with what tells one reading of a file from another one.

        That is no time: a file may be read twice within a second.
        """
        r, f = tables.readings, tables.files
        wanted = (
            select(r.c.record_id, f.c.version, f.c.reader, f.c.templates, f.c.tries)
            .join(f, f.c.sha256 == r.c.sha256)
            .order_by(r.c.record_id, r.c.sha256)
        )
        with self._read() as c:
            return [(name, "|".join(map(str, rest))) for name, *rest in c.execute(wanted)]

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

    def summary_rows(self) -> list[Copy]:
        """The rows of all summary sheets."""
        r, rec = tables.readings, tables.records
        columns = (r.c.applicant, r.c.record_id, r.c.program, r.c.form, r.c.edition, r.c.cluster)
        wanted = select(*columns).join(rec, rec.c.id == r.c.record_id).where(r.c.form == "summary")
        with self._read() as c:
            return [_copy(*row) for row in c.execute(wanted.distinct().order_by(r.c.record_id))]

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
                select(p.c.key).where(p.c.taken_back == "").order_by(p.c.key),
                select(k.c.sha256, k.c.cluster).order_by(k.c.sha256),
            ):
                for row in c.execution_options(yield_per=1000).execute(wanted):
                    h.update(repr(tuple(row)).encode())
        return h.hexdigest()

    def is_grouped(self, state: str) -> bool:
        """Whether the submissions were made from this very state."""
        t = tables.meta
        with self._read() as c:
            return c.execute(select(t.c.value).where(t.c.key == GROUPED)).scalar() == state

    def generations(self, items: Sequence[Item]) -> dict[tuple[str, str], int]:
        """In which load each content came first, loads counted from 1; those met for the first time now are of one
        more. Asked once a load is done, so that a load that was killed and run again is one.

        The same content under another path (a disc that is mounted elsewhere, a path that was typed otherwise) is no
        later one: it would replace what has replaced it.
        """
        a = tables.arrivals
        with self._write() as c:
            known = {key: n for key, n in c.execute(select(a.c.key, a.c.generation))}  # noqa: C416
            this = max(known.values(), default=0) + 1
            keys = {(item.sha256, item.path): path_key(item.sha256, item.path) for item in items}
            new = sorted({key for key in keys.values() if key not in known})
            for n in range(0, len(new), _CHUNK):
                put_all(c, a, "key", [{"key": key, "generation": this} for key in new[n : n + _CHUNK]], ())
        first: dict[str, int] = {}
        for (sha256, _), key in keys.items():
            first[sha256] = min(first.get(sha256, this), known.get(key, this))
        return {place: first[place[0]] for place in keys}

    def earlier(self, record_id: str) -> Record | None:
        """How the submission whose record this is stood before it was corrected; None where nothing was."""
        e, s = tables.earlier, tables.submissions
        wanted = select(e.c.body).join(s, s.c.key == e.c.submission).where(s.c.record_id == record_id)
        with self._read() as c:
            body = c.execute(wanted).scalars().first()
            return None if body is None else stored_record(body)

    def save(self, saved: Sequence[Saved], version: str) -> None:
        """Writes submissions with their records, in one transaction; their files' roles follow."""
        s, e = tables.submissions, tables.earlier
        keys = [x.submission.key for x in saved]
        with self._write() as c:
            save_records(c, [StoredRecord(x.record, _forms(x.submission)) for x in saved], version)
            rows = [
                {
                    "key": x.submission.key, "cluster": storable(x.submission.cluster), "record_id": x.record.head.id,
                    "basis": x.made.basis, "places": x.made.places, "basis_of_caps": x.made.basis_of_caps,
                }
                for x in saved
            ]  # fmt: skip
            put_all(c, s, "key", rows, ("cluster", "record_id", "basis", "places", "basis_of_caps"))
            c.execute(delete(e).where(e.c.submission.in_([x.submission.key for x in saved if x.earlier is None])))
            stood = [{"submission": x.submission.key, "body": x.earlier} for x in saved if x.earlier is not None]
            put_all(c, e, "submission", stood, ("body",))
            _save_members(c, keys, [(x.submission.key, m) for x in saved for m in x.submission.members])

    def save_loose(self, members: Sequence[Member], rows: Sequence[StoredRecord], version: str) -> None:
        """Writes what belongs to no submission: its files, and the `rows` of summary sheets."""
        with self._write() as c:
            save_records(c, rows, version)
            _save_members(c, [""], [("", member) for member in members])

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
            put(c, tables.meta, {"key": GROUPED}, {"value": state}, {})

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

    def members(self, record_id: str = "") -> Iterator[StoredMember]:
        """Every file with its submission, those of none last; only those of one record where it is named."""
        m, s = tables.members, tables.submissions
        wanted = (
            select(s.c.cluster, m.c.path, m.c.sha256, m.c.role, m.c.why, s.c.record_id)
            .join(s, s.c.key == m.c.submission, isouter=True)
            .order_by(m.c.submission == "", s.c.cluster, m.c.submission, m.c.role, m.c.path)
        )
        if record_id:
            wanted = wanted.where(s.c.record_id == record_id)
        with self._read() as c:
            for cluster, path, sha256, role, why, record in c.execute(wanted):
                yield StoredMember(cluster or "", path, sha256, role, why, record or "")

    def correct(self, sha256: str, cluster: str) -> None:
        """Remembers that a person has assigned a file to a cluster (`-`: to none); '' forgets it."""
        k = tables.corrections
        with self._write() as c:
            if cluster:
                put(c, k, {"sha256": sha256}, {"cluster": storable(cluster), "updated": now()}, {})
            else:
                c.execute(delete(k).where(k.c.sha256 == sha256))


def _copy(applicant: str, record_id: str, program: str, form: str, edition: str, cluster: str) -> Copy:
    who = Applicant(**json.loads(applicant)) if applicant else Applicant()
    return Copy(record_id, program, form, edition, cluster, applicant=who)


def _forms(submission: Submission) -> tuple[str, ...]:
    """The digests of the files that hold a submission's forms."""
    return tuple(dict.fromkeys(m.item.sha256 for m in submission.members if m.role == "application"))


def _save_members(c: Connection, keys: Sequence[str], members: Sequence[tuple[str, Member]]) -> None:
    """Writes the members of submissions (by key) in place of those that they had, and the roles of their files."""
    change_number(c)
    m, f = tables.members, tables.files
    c.execute(delete(m).where(m.c.submission.in_(keys)))
    rows = {
        (name := path_key(x.item.sha256, x.item.path, key)): {
            "key": name, "submission": key, "sha256": x.item.sha256, "path": storable(x.item.path), "role": x.role,
            "why": storable(x.why),
        }
        for key, x in members
    }  # fmt: skip
    if rows:
        c.execute(insert(m), list(rows.values()))
    roles = {x.item.sha256: x.role for _, x in members}
    changed = update(f).where(f.c.sha256 == bindparam("of"), f.c.role != bindparam("as"))
    if roles:
        rows_of = [{"of": sha256, "as": role, "role": role} for sha256, role in sorted(roles.items())]
        c.execute(changed.values(role=bindparam("role")), rows_of)


def _drives(c: Connection) -> dict[tuple[str, str], tuple[str, ...]]:
    """The discs of each path and content that lay where other discs lay too."""
    p, a = tables.paths, tables.acts
    met = select(p.c.path, p.c.sha256, p.c.disc).where(p.c.taken_back == "", p.c.sha256 != "").distinct()
    rows = [(path, sha256, disc) for path, sha256, disc in c.execute(met)]
    loaded: dict[str, set[str]] = {}
    for (body,) in c.execute(select(a.c.body).where(a.c.kind == "load")):
        told = json.loads(body)
        if told["path"] and not told["uploaded"]:
            loaded.setdefault(told["path"], set()).add(told["disc"])
    several = apart(rows, loaded)
    out: dict[tuple[str, str], set[str]] = {}
    for path, sha256, disc in rows if several else ():
        if disc in several:
            out.setdefault((path, sha256), set()).add(disc)
    return {at: tuple(sorted(discs)) for at, discs in out.items()}
