"""Many files into a store: each is read once, by itself, and ends up read, other, already there, skipped or failed."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Literal

from formextract.errors import UnreadableFileError
from formextract.intake import Expander, container, readable
from formextract.loading.pool import Limits, ReadOutcome, Task, read_files
from formextract.loading.regroup import regroup
from formextract.loading.settled import Terms
from formextract.loading.versions import Versions
from formextract.loading.versions import versions as shipped
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

_GONE = "读到一半读不到了，光盘或磁盘可能已取出。请放回后再运行一次，已读的不会重复"
_NOT_KEPT = "库里没有它的原件。请把原来的光盘再装载一次"
_PAGE = 500

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
Engine = Callable[..., Generator[ReadOutcome, None, None]]
"""`read_files`, or what takes the same tasks, limits, `reader` and `debug`."""


def count_files(sources: Iterable[str | os.PathLike[str]], store: Store) -> int:
    """How many files there are below `sources`, for a progress bar."""
    return sum(1 for _ in walk(sources, leave_out=store.folder))


def load(
    sources: Iterable[str | os.PathLike[str]] | None,
    store: Store,
    *,
    limits: Limits | None = None,
    on_file: Listener | None = None,
    on_met: Callable[[], None] | None = None,
    on_start: Callable[[str], None] | None = None,
    version: str = "",
    versions: Versions | None = None,
    disc: str = "",
    retry_failed: bool = False,
    reader: str | None = None,
    engine: Engine = read_files,
    debug: bool = False,
    shown: Callable[[str], str] = readable,
) -> Account:
    """Reads every file below `sources` into `store` and accounts for it; `on_file` hears of each as it is done.

    Without `sources` (None) it reads what the store owes, from the bytes that it keeps: what a killed run has left, and
    what is to be read again.

    Archives and disc images are opened, also within each other; `on_met` hears of each file that comes out of one, in
    time to count it, `on_start` of each path that a worker begins with. At the end the files are grouped into
    submissions, one record each.

    A file whose bytes the store has met is not read again, unless its reader or a template that concerns it has changed
    since (`versions`, of the shipped ones by default), or it gave no record and `version`, the program's, is another.
    One that could not be read stays so, unless `retry_failed`. `disc` names the disc, for those who ask later.
    `engine` does the reading: processes here, or `onray.read_files_on_ray`. `shown` is how people know a path.

    StoreError where the store cannot be written.
    """
    terms = Terms(version, versions or shipped(), retry_failed=retry_failed)
    with work_folder(None if store.folder is None else store.folder / WORK) as work:
        loader = _Loader(store, on_file or (lambda _: None), on_met or (lambda: None), terms, work, disc, shown)
        tasks = loader.tasks(list(sources)) if sources is not None else loader.owed()
        reading = engine
        if on_start is not None and engine is read_files:  # other engines tell of the end of a file only
            reading = partial(read_files, on_start=lambda task: on_start(loader.path_of(task)))
        with closing(reading(tasks, limits, reader=reader, debug=debug)) as outcomes:
            for outcome in outcomes:
                loader.take(outcome)
    regroup(store, version)
    return loader.account


class _Loader:
    def __init__(
        self,
        store: Store,
        on_file: Listener,
        on_met: Callable[[], None],
        terms: Terms,
        work: Path,
        disc: str,
        shown: Callable[[str], str],
    ) -> None:
        self.account = Account()
        self._store = store
        self._on_file = on_file
        self._on_met = on_met
        self._terms = terms
        self._work = work
        self._disc = disc
        self._shown = shown
        # Content met in this run and still being read, or found unreadable: not to be begun a second time.
        self._under_way: dict[str, list[str]] = {}
        self._failed: dict[str, str] = {}
        self._paths: dict[str, str] = {}

    def tasks(self, sources: list[str | os.PathLike[str]]) -> Iterator[Task]:
        """The files that are to be read, as workers ask for them; the others are accounted for on the way."""
        for source in sources:
            path = self._shown(os.fspath(source))
            try:
                yield from self._below(source)
            except _DiscGoneError:
                self._failed_path(path, _GONE)
            else:
                if Path(source).is_dir():
                    self._store.forget(path, self._disc)

    def _below(self, source: str | os.PathLike[str]) -> Iterator[Task]:
        """The tasks below one source; _DiscGoneError where it is no longer there."""
        for n, found in enumerate(walk([source], leave_out=self._store.folder)):
            path = self._shown(found.path)
            if found.why == "unreadable":
                if n and _is_gone(source):
                    raise _DiscGoneError
                self._failed_path(path, found.reason)
            elif found.why:
                self._skipped(path, found.why)
            elif container(Path(found.path)) is not None:
                yield from self._opened(Path(found.path), path)
            else:
                try:
                    yield from self._task(path, Path(found.path))
                except UnreadableFileError as e:
                    if _is_gone(source):
                        raise _DiscGoneError from e
                    self._failed_path(path, str(e))

    def _opened(self, archive: Path, shown: str) -> Iterator[Task]:
        """The tasks of the files in an archive."""
        for found in Expander(self._work).expand(archive, shown):
            if found.path != shown:
                self._on_met()
            if found.why == "failed":
                self._failed_path(found.path, found.reason)
            elif found.why == "opened":
                self._store.note(found.path, "opened", disc=self._disc)
                self._done(FileDone(found.path, "opened"))
            elif found.why:
                self._skipped(found.path, found.why)
            else:
                assert found.at is not None
                try:
                    yield from self._task(found.path, found.at, (found.sha256, found.size))
                except UnreadableFileError as e:
                    self._failed_path(found.path, str(e))

    def owed(self) -> Iterator[Task]:
        """What the store owes, from the bytes that it keeps: files not yet read, or to be read again."""
        last = ""
        while files := self._store.files_after(last, _PAGE):
            last = files[-1].sha256
            for file in files:
                if self._terms.is_settled(file, self._store):
                    continue
                path = next(iter(self._store.paths(file.sha256)), file.sha256)
                self._on_met()
                at = self._work / f"{file.sha256}{Path(path).suffix}"
                try:
                    with self._store.original(file.sha256) as kept, at.open("wb") as out:
                        shutil.copyfileobj(kept, out, 1 << 20)
                except KeyError:
                    at.unlink(missing_ok=True)
                    self._done(FileDone(path, "failed", reason=_NOT_KEPT))
                    continue
                yield self._begun(file.sha256, path, at)

    def path_of(self, task: Task) -> str:
        """The path by which people know a task's file."""
        return self._paths[task.key]

    def _failed_path(self, path: str, reason: str) -> None:
        self._store.note(path, "failed", reason, self._disc)
        self._done(FileDone(path, "failed", reason=reason))

    def _skipped(self, path: str, why: str) -> None:
        self.account.skipped[SKIPPED[why]] += 1
        self._store.note(path, "skipped", SKIPPED[why], self._disc)
        self._done(FileDone(path, "skipped", reason=SKIPPED[why]))

    def _task(self, path: str, at: Path, known: tuple[str, int] | None = None) -> Iterator[Task]:
        """The task for a file, if there is anything left to do; `known` is its digest and size where it is ours.

        UnreadableFileError where its bytes cannot be read to their end.
        """
        sha256, size = known or digest(at)
        if self._is_settled(sha256, size, path, at):
            if sha256 not in self._under_way:
                self._remove(at)
            return
        self._store.keep(sha256, at)
        self._store.begin(sha256, size, path, _ending(path), self._disc)
        yield self._begun(sha256, path, at)

    def _begun(self, sha256: str, path: str, at: Path) -> Task:
        self._under_way[sha256] = []
        self._paths[sha256] = path
        return Task(str(at), sha256)

    def _remove(self, at: Path) -> None:
        """Takes a file away that came out of an archive: its bytes are with the originals."""
        if at.parent == self._work:
            at.unlink(missing_ok=True)

    def _is_settled(self, sha256: str, size: int, path: str, at: Path) -> bool:
        """Whether nothing is left to do for a file of this content; if so, it is accounted for."""
        if sha256 in self._under_way:
            self._store.met(sha256, path, self._disc)
            self._under_way[sha256].append(path)
            return True
        if sha256 in self._failed:
            self._store.met(sha256, path, self._disc)
            self._done(FileDone(path, "failed", reason=self._failed[sha256]))
            return True
        known = self._store.file(sha256)
        if known is None or not self._terms.is_settled(known, self._store):
            return False
        if not self._store.has_original(sha256, size):  # lost from the store since, and here it is again
            self._store.keep(sha256, at)
        duplicate = path not in self._store.paths(sha256)
        self._store.met(sha256, path, self._disc)
        if known.status == "failed":
            self._failed[sha256] = known.reason
            self._done(FileDone(path, "failed", reason=known.reason))
        else:
            self._done(FileDone(path, "duplicate" if duplicate else "known"))
        return True

    def take(self, outcome: ReadOutcome) -> None:
        """Stores what came of a file and accounts for it, and for those of the same content that came meanwhile."""
        sha256, path = outcome.task.key, self._paths.pop(outcome.task.key)
        others = self._under_way.pop(sha256)
        fate, reason = _fate(outcome)
        if fate != "read" and not _is_still_there(outcome.task):  # it says nothing about the file: it stays owed
            for lost in (path, *others):
                self._done(FileDone(lost, "failed", reason=_GONE))
            return
        records = [_at(record_from_json(line), sha256, path) for line in outcome.records]
        exhibit = None if outcome.exhibit is None else exhibit_from_dict(outcome.exhibit)
        found = Outcome(fate, records, reason=reason, tries=outcome.tries, seconds=outcome.seconds, exhibit=exhibit)
        self._store.finish(sha256, self._terms.stamped(found, _ending(path)), self._terms.version)
        self._remove(Path(outcome.task.path))
        self._done(FileDone(path, fate, len(records), reason, outcome.trace))
        if fate == "failed":
            self._failed[sha256] = reason
        for other in others:
            self._done(FileDone(other, "failed" if fate == "failed" else "duplicate", reason=reason))

    def _done(self, done: FileDone) -> None:
        self.account.fates[done.fate] += 1
        self.account.records += done.n_records
        self._on_file(done)


class _DiscGoneError(Exception):
    """The source that is being read is no longer there."""


def _is_gone(source: str | os.PathLike[str]) -> bool:
    """Whether a source that was there can no longer be read; the folder of a disc that was taken out is empty."""
    try:
        if not Path(source).is_dir():
            with Path(source).open("rb") as f:
                f.read(1)
            return False
        with os.scandir(source) as entries:
            return next(entries, None) is None
    except OSError:
        return True


def _is_still_there(task: Task) -> bool:
    """Whether the file can still be read, and is what it was when it was begun."""
    try:
        return digest(task.path)[0] == task.key
    except UnreadableFileError:
        return False


def _ending(path: str) -> str:
    """A file's ending, as the store notes it until reading shows the format."""
    return Path(path).suffix.lstrip(".").lower()[:32]


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
