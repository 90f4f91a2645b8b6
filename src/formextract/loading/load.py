"""Many files into a store: each is read once, by itself, and ends up read, other, already there, skipped or failed."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from formextract.errors import UnreadableFileError
from formextract.loading.pool import Limits, ReadOutcome, Task, read_files
from formextract.loading.walk import SKIPPED, walk
from formextract.model.json import record_from_json
from formextract.store import Outcome, Store, digest

Fate = Literal["read", "other", "known", "duplicate", "skipped", "failed"]
"""`known`: the store had it before this run; `duplicate`: the same bytes were met in this run already."""

READ_ENDINGS = frozenset({".docx", ".doc", ".wps", ".rtf", ".xlsx", ".xls", ".et", ".pdf", ".ofd"})
"""Endings that somebody reads. A file that has another one, and that no reader takes, is no failure."""

_SIGNATURES = (b"%PDF-",)


@dataclass(frozen=True, slots=True)
class FileDone:
    """One file accounted for. `reason` says in Chinese why it gave no record."""

    path: str
    fate: Fate
    n_records: int = 0
    reason: str = ""
    trace: str = ""


@dataclass(slots=True)
class Account:
    """The closing account: every file has one fate, and the fates add up to the files that were met."""

    fates: Counter[Fate] = field(default_factory=Counter)
    records: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    """Files passed over, by the reason as staff read it."""

    @property
    def files(self) -> int:
        """How many files were met."""
        return self.fates.total()


Listener = Callable[[FileDone], None]


def count_files(sources: Iterable[str | os.PathLike[str]], store: Store) -> int:
    """How many files there are below `sources`, for a progress bar."""
    return sum(1 for _ in walk(sources, leave_out=store.folder))


def load(
    sources: Iterable[str | os.PathLike[str]],
    store: Store,
    *,
    limits: Limits | None = None,
    on_file: Listener | None = None,
    version: str = "",
    reader: str | None = None,
    debug: bool = False,
) -> Account:
    """Reads every file below `sources` into `store` and accounts for it; `on_file` hears of each as it is done.

    A file whose bytes the store has read is not read again, unless it gave no record and `version`, the program's, is
    another. Failed files are tried again. StoreError where the store cannot be written.
    """
    loader = _Loader(store, on_file or (lambda _: None), version)
    with closing(read_files(loader.tasks(list(sources)), limits, reader=reader, debug=debug)) as outcomes:
        for outcome in outcomes:
            loader.take(outcome)
    return loader.account


class _Loader:
    def __init__(self, store: Store, on_file: Listener, version: str) -> None:
        self.account = Account()
        self._store = store
        self._on_file = on_file
        self._version = version
        # Content met in this run and still being read, or found unreadable: not to be begun a second time.
        self._under_way: dict[str, list[str]] = {}
        self._failed: dict[str, str] = {}

    def tasks(self, sources: list[str | os.PathLike[str]]) -> Iterator[Task]:
        """The files that are to be read, as workers ask for them; the others are accounted for on the way."""
        for found in walk(sources, leave_out=self._store.folder):
            if found.why == "unreadable":
                self._store.lost(found.path, found.reason)
                self._done(FileDone(found.path, "failed", reason=found.reason))
            elif found.why:
                self.account.skipped[SKIPPED[found.why]] += 1
                self._done(FileDone(found.path, "skipped", reason=SKIPPED[found.why]))
            else:
                yield from self._task(found.path)

    def _task(self, path: str) -> Iterator[Task]:
        try:
            sha256, size = digest(path)
            if self._is_settled(sha256, path):
                return
            self._store.keep(sha256, path)
        except UnreadableFileError as e:
            self._store.lost(path, str(e))
            self._done(FileDone(path, "failed", reason=str(e)))
            return
        self._store.begin(sha256, size, path, Path(path).suffix.lstrip(".").lower()[:32])
        self._under_way[sha256] = []
        yield Task(path, sha256)

    def _is_settled(self, sha256: str, path: str) -> bool:
        """Whether nothing is left to do for a file of this content; if so, it is accounted for."""
        if sha256 in self._under_way:
            self._store.met(sha256, path)
            self._under_way[sha256].append(path)
            return True
        if sha256 in self._failed:
            self._store.met(sha256, path)
            self._done(FileDone(path, "failed", reason=self._failed[sha256]))
            return True
        known = self._store.file(sha256)
        if known is None or known.status in ("pending", "failed"):
            return False
        if known.status == "other" and known.version != self._version:
            return False
        duplicate = path not in self._store.paths(sha256)
        if duplicate:
            self._store.met(sha256, path)
        self._done(FileDone(path, "duplicate" if duplicate else "known"))
        return True

    def take(self, outcome: ReadOutcome) -> None:
        """Stores what came of a file and accounts for it, and for those of the same content that came meanwhile."""
        sha256, path = outcome.task.key, outcome.task.path
        records = [record_from_json(line) for line in outcome.records]
        fate, reason = _fate(outcome)
        self._store.finish(
            sha256,
            Outcome(fate, records, reason=reason, tries=outcome.tries, seconds=outcome.seconds),
            self._version,
        )
        self._done(FileDone(path, fate, len(records), reason, outcome.trace))
        if fate == "failed":
            self._failed[sha256] = reason
        for other in self._under_way.pop(sha256):
            self._done(FileDone(other, "failed" if fate == "failed" else "duplicate", reason=reason))

    def _done(self, done: FileDone) -> None:
        self.account.fates[done.fate] += 1
        self.account.records += done.n_records
        self._on_file(done)


def _fate(outcome: ReadOutcome) -> tuple[Literal["read", "other", "failed"], str]:
    if outcome.kind == "read":
        return ("read", "") if outcome.records else ("other", "文件里没有记录")
    if outcome.kind == "unknown":
        return "other", outcome.message
    if outcome.kind == "unreadable" and not _is_ours(outcome.task.path):
        return "other", outcome.message
    return "failed", outcome.message


def _is_ours(path: str) -> bool:
    """Whether the file says of itself that it is of a format that somebody reads."""
    if Path(path).suffix.lower() in READ_ENDINGS:
        return True
    try:
        with Path(path).open("rb") as f:
            return f.read(8).startswith(_SIGNATURES)
    except OSError:
        return True
