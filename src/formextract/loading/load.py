"""Many files into a store: each is read once, by itself, and ends up read, other, already there, skipped or failed."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from formextract.errors import UnreadableFileError
from formextract.intake import Expander, container, readable
from formextract.loading.pool import Limits, ReadOutcome, Task, read_files
from formextract.loading.regroup import regroup
from formextract.loading.walk import SKIPPED, walk
from formextract.loading.workfolder import work_folder
from formextract.model import Record
from formextract.model.json import record_from_json
from formextract.model.submission import exhibit_from_dict
from formextract.store import Outcome, Store, digest
from formextract.store.engine import WORK

Fate = Literal["read", "other", "known", "duplicate", "skipped", "opened", "failed"]
"""`known`: the store had it before this run; `duplicate`: the same bytes were met in this run already; `opened`: an
archive or a disc image, whose files are accounted for themselves."""

READ_ENDINGS = frozenset({".docx", ".doc", ".wps", ".rtf", ".xlsx", ".xls", ".et", ".pdf", ".ofd",
                           ".zip", ".rar", ".7z", ".iso", ".tar", ".tgz"})  # fmt: skip
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
    on_met: Callable[[], None] | None = None,
    version: str = "",
    reader: str | None = None,
    debug: bool = False,
) -> Account:
    """Reads every file below `sources` into `store` and accounts for it; `on_file` hears of each as it is done.

    Archives and disc images are opened, also within each other; `on_met` hears of each file that comes out of one, in
    time to count it. At the end the files are grouped into submissions, one record each.

    A file whose bytes the store has read is not read again, unless it gave no record and `version`, the program's, is
    another. Failed files are tried again. StoreError where the store cannot be written.
    """
    with work_folder(None if store.folder is None else store.folder / WORK) as work:
        loader = _Loader(store, on_file or (lambda _: None), on_met or (lambda: None), version, work)
        with closing(read_files(loader.tasks(list(sources)), limits, reader=reader, debug=debug)) as outcomes:
            for outcome in outcomes:
                loader.take(outcome)
    regroup(store, version)
    return loader.account


class _Loader:
    def __init__(self, store: Store, on_file: Listener, on_met: Callable[[], None], version: str, work: Path) -> None:
        self.account = Account()
        self._store = store
        self._on_file = on_file
        self._on_met = on_met
        self._version = version
        self._work = work
        # Content met in this run and still being read, or found unreadable: not to be begun a second time.
        self._under_way: dict[str, list[str]] = {}
        self._failed: dict[str, str] = {}
        self._paths: dict[str, str] = {}

    def tasks(self, sources: list[str | os.PathLike[str]]) -> Iterator[Task]:
        """The files that are to be read, as workers ask for them; the others are accounted for on the way."""
        for found in walk(sources, leave_out=self._store.folder):
            path = readable(found.path)
            if found.why == "unreadable":
                self._store.lost(path, found.reason)
                self._done(FileDone(path, "failed", reason=found.reason))
            elif found.why:
                self._skipped(path, found.why)
            elif container(Path(found.path)) is not None:
                yield from self._opened(Path(found.path), path)
            else:
                yield from self._task(path, Path(found.path))

    def _opened(self, archive: Path, shown: str) -> Iterator[Task]:
        """The tasks of the files in an archive."""
        for found in Expander(self._work).expand(archive, shown):
            if found.path != shown:
                self._on_met()
            if found.why == "failed":
                self._store.lost(found.path, found.reason)
                self._done(FileDone(found.path, "failed", reason=found.reason))
            elif found.why == "opened":
                self._store.opened(found.path)
                self._done(FileDone(found.path, "opened"))
            elif found.why:
                self._skipped(found.path, found.why)
            else:
                assert found.at is not None
                yield from self._task(found.path, found.at, (found.sha256, found.size))

    def _skipped(self, path: str, why: str) -> None:
        self.account.skipped[SKIPPED[why]] += 1
        self._done(FileDone(path, "skipped", reason=SKIPPED[why]))

    def _task(self, path: str, at: Path, known: tuple[str, int] | None = None) -> Iterator[Task]:
        """The task for a file, if there is anything left to do; `known` is its digest and size where it is ours."""
        try:
            sha256, size = known or digest(at)
            if self._is_settled(sha256, path):
                if sha256 not in self._under_way:
                    self._remove(at)
                return
            self._store.keep(sha256, at)
        except UnreadableFileError as e:
            self._store.lost(path, str(e))
            self._done(FileDone(path, "failed", reason=str(e)))
            return
        self._store.begin(sha256, size, path, Path(path).suffix.lstrip(".").lower()[:32])
        self._under_way[sha256] = []
        self._paths[sha256] = path
        yield Task(str(at), sha256)

    def _remove(self, at: Path) -> None:
        """Takes a file away that came out of an archive: its bytes are with the originals."""
        if at.parent == self._work:
            at.unlink(missing_ok=True)

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
        sha256, path = outcome.task.key, self._paths.pop(outcome.task.key)
        records = [_at(record_from_json(line), sha256, path) for line in outcome.records]
        exhibit = None if outcome.exhibit is None else exhibit_from_dict(outcome.exhibit)
        fate, reason = _fate(outcome)
        self._store.finish(
            sha256,
            Outcome(fate, records, reason=reason, tries=outcome.tries, seconds=outcome.seconds, exhibit=exhibit),
            self._version,
        )
        self._remove(Path(outcome.task.path))
        self._done(FileDone(path, fate, len(records), reason, outcome.trace))
        if fate == "failed":
            self._failed[sha256] = reason
        for other in self._under_way.pop(sha256):
            self._done(FileDone(other, "failed" if fate == "failed" else "duplicate", reason=reason))

    def _done(self, done: FileDone) -> None:
        self.account.fates[done.fate] += 1
        self.account.records += done.n_records
        self._on_file(done)


def _at(record: Record, sha256: str, path: str) -> Record:
    """The record with its file under the path by which people know it."""
    return replace(record, files=tuple(replace(f, path=path) if f.sha256 == sha256 else f for f in record.files))


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
