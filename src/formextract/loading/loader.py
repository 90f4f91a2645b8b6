"""Files met and read, into a store: noted in batches before work on them starts, stored in batches as they are done.

A batch is one transaction, small and soon over, so that a killed run costs no more than reading a few files again.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

from formextract.errors import UnreadableFileError
from formextract.formats import formats, of_ending
from formextract.loading.account import FileDone, Listener, LoadAccount
from formextract.loading.freshness import Terms
from formextract.loading.sources import GONE, ListedFile, Sources, ending
from formextract.model.written import Written, storable
from formextract.store import KnownContents, Met, Outcome, Store, digest
from formextract.workers.tasks import ReadOutcome, Task

ARCHIVE_ENDINGS = frozenset({"zip", "rar", "7z", "iso", "tar", "tgz"})
"""Endings of archives. A file that has neither one of these nor a format's, and that no reader takes, is no failure."""

_NOT_KEPT = "库里没有它的原件。请把原来的光盘再装载一次"
TELLING = 3
"""Bytes of a signature that says by itself what a file is; two letters (`BM`) begin many a text."""

BATCH_FILES = 32
"""Files that are noted, or stored, in one transaction at most."""
NOTED_SECONDS = 0.05
"""How long files are gathered that are to be noted: workers may be waiting for them."""
STORED_SECONDS = 0.2
"""How long what was read waits for more to be stored with it."""


class Loader:
    """Accounts for the files of one run. `keep` says that workers keep the originals, in the store's folder."""

    def __init__(
        self,
        store: Store,
        on_file: Listener,
        on_met: Callable[[], None],
        terms: Terms,
        work: Path,
        disc: str,
        shown: Callable[[str], str],
        *,
        keep: bool,
    ) -> None:
        self.account = LoadAccount()
        self._store = store
        self._on_file = on_file
        self._on_met = on_met
        self._terms = terms
        self._work = work
        self._disc = disc
        self._shown = shown
        self._said = store.acts.said()
        self._keep = str(store.originals_folder) if keep and store.originals_folder is not None else ""
        # Content met in this run and still being read or stored, or found unreadable: not to be begun a second time.
        self._under_way: dict[str, list[str]] = {}
        self._failed: dict[str, str] = {}
        self._begun: dict[str, Met] = {}
        self._read: list[ReadOutcome] = []
        self._read_since = 0.0

    # -- before ----------------------------------------------------------------------------------------------------

    def tasks(self, sources: list[str | os.PathLike[str]]) -> Iterator[Task | None]:
        """The files that are to be read, as workers ask for them; the others are accounted for on the way.

        None where there is none just now, so that workers can be looked after meanwhile.
        """
        found = Sources(self._store, self._work, self._disc, self._on_met, self._shown, keep=not self._keep)
        batch: list[ListedFile] = []
        since = 0.0
        for seen in found.seen(sources):
            since = since if batch else time.monotonic()
            if seen is None:
                yield from self._noted(batch)
                batch = []
                yield None
                continue
            batch.append(seen)
            if len(batch) >= BATCH_FILES or time.monotonic() - since > NOTED_SECONDS:
                yield from self._noted(batch)
                batch = []
        yield from self._noted(batch)

    def _noted(self, batch: list[ListedFile]) -> Iterator[Task]:
        """The tasks of a batch, once all its files are noted; those with nothing left to do are accounted for."""
        whole = [s.met for s in batch if s.met.sha256]
        known = self._store.known((m.sha256 for m in whole), (m.path for m in whole))
        rows: list[Met] = []
        done: list[FileDone] = []
        tasks: list[Task] = []
        paths: set[tuple[str, str]] = set()
        for seen in batch:
            met, at = seen.met, seen.at
            if at is None:
                if met.fate == "skipped":
                    self.account.skipped[met.reason] += 1
                done.append(FileDone(met.path, met.fate or "failed", reason=met.reason if met.fate != "opened" else ""))
            elif met.sha256 in self._under_way:
                self._under_way[met.sha256].append(met.path)
            elif (settled := self._settled(met, at, known, paths)) is not None:
                done.append(settled)
                self._remove(at)
            else:
                self._under_way[met.sha256] = []
                met = Met(met.path, met.sha256, met.size, met.kind, begin=True)
                self._begun[met.sha256] = met
                said = self._said.get(met.sha256, "")
                tasks.append(Task(str(at), met.sha256, met.path, self._keep, seen.source, said))
            rows.append(met)
            paths.add((met.sha256, met.path))
        if rows:
            self._store.meet(rows, self._disc)
        for one in done:
            self._done(one)
        yield from tasks

    def _settled(self, met: Met, at: Path, known: KnownContents, paths: set[tuple[str, str]]) -> FileDone | None:
        """What is to be said of a file of which nothing is left to do; None where it is to be read. `paths` are those
        that the same batch has noted.
        """
        sha256, path = met.sha256, met.path
        if sha256 in self._failed:
            return FileDone(path, "failed", reason=self._failed[sha256])
        file = known.files.get(sha256)
        if file is None or not self._terms.is_settled(file, known):
            return None
        if self._keep and not self._store.has_original(sha256, met.size):  # lost since, and here it is again
            try:
                self._store.keep(sha256, at)
            except UnreadableFileError as e:
                return FileDone(path, "failed", reason=str(e))
        if file.status == "failed":
            self._failed[sha256] = file.reason
            return FileDone(path, "failed", reason=file.reason)
        was_there = (sha256, storable(path)) in known.there or (sha256, path) in paths
        return FileDone(path, "known" if was_there else "duplicate")

    def owed(self) -> Iterator[Task]:
        """What the store owes, from the bytes that it keeps: files not yet read, or to be read again."""
        last = ""
        while files := self._store.files_after(last, BATCH_FILES):
            last = files[-1].sha256
            known = self._store.known(f.sha256 for f in files)
            first = self._store.first_paths(f.sha256 for f in files)
            for file in files:
                if self._terms.is_settled(file, known):
                    continue
                path = first.get(file.sha256, file.sha256)
                self._on_met()
                at = self._work / f"{file.sha256}{Path(path).suffix}"
                try:
                    with self._store.original(file.sha256) as kept, at.open("wb") as out:
                        shutil.copyfileobj(kept, out, 1 << 20)
                except KeyError:
                    at.unlink(missing_ok=True)
                    self._done(FileDone(path, "failed", reason=_NOT_KEPT))
                    continue
                self._under_way[file.sha256] = []
                self._begun[file.sha256] = Met(path, file.sha256, file.size, ending(path))
                yield Task(str(at), file.sha256, path, hint=self._said.get(file.sha256, ""))

    # -- after -----------------------------------------------------------------------------------------------------

    def take(self, outcome: ReadOutcome) -> None:
        """Takes what came of a file, to be stored with that of others."""
        if not self._read:
            self._read_since = time.monotonic()
        self._read.append(outcome)
        if len(self._read) >= BATCH_FILES:
            self.flush()
        else:
            self.pause()

    def pause(self) -> float | None:
        """Stores what has waited long enough; in how many seconds there will be more of this, None where nothing waits.

        Whoever waits for workers asks this before.
        """
        if not self._read:
            return None
        left = self._read_since + STORED_SECONDS - time.monotonic()
        if left > 0:
            return left
        self.flush()
        return None

    def flush(self) -> None:
        """Stores what has come of files, and accounts for them and for those of the same content."""
        outcomes, self._read = self._read, []
        finished: list[tuple[str, Outcome]] = []
        done: list[FileDone] = []
        for outcome in outcomes:
            sha256 = outcome.task.key
            met, others = self._begun.pop(sha256), self._under_way.pop(sha256)
            if outcome.kind == "unkept":
                raise self._store.unkept(outcome.message)
            fate, reason = _fate(outcome)
            # Where the file is gone this says nothing about it: it stays owed.
            if (fate != "read" and not _is_still_there(outcome.task)) or not self._is_kept(met, outcome.task):
                done += [FileDone(lost, "failed", reason=GONE) for lost in (met.path, *others)]
                continue
            records = [Written(h, body) for h, body in zip(outcome.heads, outcome.records, strict=True)]
            found = Outcome(
                fate, records, reason=reason, tries=outcome.tries, seconds=outcome.seconds,
                exhibit=outcome.exhibit or None, format=outcome.format,
            )  # fmt: skip
            finished.append((sha256, self._terms.stamped(found, ending(met.path))))
            done.append(FileDone(met.path, fate, len(records), reason, outcome.trace))
            if fate == "failed":
                self._failed[sha256] = reason
            done += [FileDone(p, "failed" if fate == "failed" else "duplicate", reason=reason) for p in others]
        self._store.finish_all(finished, self._terms.version)
        for outcome in outcomes:
            self._remove(Path(outcome.task.path))
        for one in done:
            self._done(one)

    def _is_kept(self, met: Met, task: Task) -> bool:
        """Whether the store has the file's bytes, which it must before it says anything about the file."""
        if not task.keep or self._store.has_original(met.sha256, met.size):
            return True
        try:
            self._store.keep(met.sha256, task.path)
        except UnreadableFileError:
            return False
        return True

    def _remove(self, at: Path) -> None:
        """Takes a file away that came out of an archive: its bytes are with the originals."""
        if at.parent == self._work:
            at.unlink(missing_ok=True)

    def _done(self, done: FileDone) -> None:
        self.account.fates[done.fate] += 1
        self.account.records += done.n_records
        self._on_file(done)


def _is_still_there(task: Task) -> bool:
    """Whether the file can still be read, and is what it was when it was begun."""
    try:
        return digest(task.path)[0] == task.key
    except UnreadableFileError:
        return False


def _fate(outcome: ReadOutcome) -> tuple[Literal["read", "other", "failed"], str]:
    if outcome.kind == "read":
        return ("read", "") if outcome.records else ("other", "文件里没有记录")
    if outcome.kind == "unknown":
        return "other", outcome.message
    if outcome.kind == "unreadable" and not _is_ours(outcome.task.path):
        return "other", outcome.message
    return "failed", outcome.message


def _signatures() -> tuple[bytes, ...]:
    """How files begin that are of a format that somebody reads, whatever their endings are."""
    marks = (mark for f in formats().values() for mark in (*f.signature.starts, *f.signature.holds))
    return tuple(mark for mark in marks if len(mark) >= TELLING)


def _is_ours(path: str) -> bool:
    """Whether the file says of itself that it is of a format that somebody reads."""
    ending_of = Path(path).suffix.lower().lstrip(".")
    if ending_of in ARCHIVE_ENDINGS or of_ending(ending_of) is not None:
        return True
    try:
        with Path(path).open("rb") as f:
            return f.read(16).startswith(_signatures())
    except OSError:
        return True
