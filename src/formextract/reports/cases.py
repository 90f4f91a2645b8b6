"""The submissions of a store, each with its files, its row of the summary sheet, and what could not be read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from formextract.loading import reviewed
from formextract.model import Record
from formextract.model.submission import NOBODY
from formextract.model.written import applicant_of
from formextract.store import Store, StoredMember
from formextract.submissions.applicants import region_of
from formextract.submissions.summary import row_for

SUMMARY = "summary"


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A file of a submission (or of none): where it lies, what it is, why it is here, and why it could not be read."""

    path: str
    sha256: str
    format: str
    role: str
    why: str
    failed: str


@dataclass(frozen=True, slots=True)
class Case:
    """A submission: its one record, its files, and the row of a summary sheet that is about it."""

    record: Record
    files: tuple[CaseFile, ...]
    row: Record | None
    earlier: Record | None = None
    """The record as it stood before a later load has corrected the submission."""


class Cases:
    """Reads a store's submissions one at a time; only the files' names and the summary rows are held."""

    def __init__(self, store: Store) -> None:
        self._store = store
        stored = {f.sha256: f for f in store.files()}
        self._files: dict[str, list[CaseFile]] = {}
        self.loose: list[CaseFile] = []
        """Files that belong to no submission, unreadable ones among them."""
        self.nobodys = {sha256 for sha256, to in store.acts.pins().items() if to == NOBODY}
        """Files of which a person has said that they belong to none, by content."""
        met: set[str] = set()
        for m in store.groups.members():
            met.add(m.sha256)
            f = stored.get(m.sha256)
            failed = f.reason or "读不出来" if f is not None and f.status == "failed" else ""
            file = _case_file(m, "" if f is None else f.format, failed)
            if m.record_id:
                self._files.setdefault(m.record_id, []).append(file)
            else:
                self.loose.append(file)
        for f in stored.values():
            if f.sha256 not in met:
                for path in store.paths(f.sha256):
                    reason = "还没有读。请再运行一次 load" if f.status == "pending" else f.reason
                    failed = reason if f.status in ("pending", "failed") else ""
                    self.loose.append(CaseFile(path, f.sha256, f.format, f.role, "", failed))
        self.lost = store.paths("")
        """Paths whose bytes could not be read at all."""
        self.rows: list[Record] = []
        for record in store.records():
            if record.form == SUMMARY:
                self.rows.append(record)
        self._rows = {r.id: r for r in self.rows}
        self._met: set[str] = set()
        self._names = [(r.cluster, r.id) for r in self.rows]
        self._places = {r.id: region_of(applicant_of(r)) for r in self.rows}

    @property
    def alone(self) -> list[Record]:
        """Rows of summary sheets about clusters of which no form was met, once all submissions were asked for."""
        return [r for r in self.rows if r.id not in self._met]

    def __iter__(self) -> Iterator[Case]:
        for record in self._store.records():
            if record.form != SUMMARY:
                row = row_for(record.cluster, self._names, region=region_of(applicant_of(record)), places=self._places)
                if row is not None:
                    self._met.add(row)
                yield Case(
                    reviewed(self._store, record),
                    tuple(self._files.get(record.id, ())),
                    None if row is None else self._rows[row],
                    self._store.groups.earlier(record.id),
                )


def case_of(store: Store, record: Record) -> Case:
    """One submission, its files by name only, without its row of a summary sheet: enough for a letter."""
    stored = {f.sha256: f for f in store.files()}
    files = []
    for m in store.groups.members():
        if m.record_id == record.id:
            f = stored.get(m.sha256)
            failed = f.reason or "读不出来" if f is not None and f.status == "failed" else ""
            files.append(_case_file(m, "" if f is None else f.format, failed))
    return Case(reviewed(store, record), tuple(files), None, store.groups.earlier(record.id))


def _case_file(m: StoredMember, kind: str, failed: str) -> CaseFile:
    return CaseFile(m.path, m.sha256, kind, m.role, m.why, failed)
