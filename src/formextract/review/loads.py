"""Loads that the page has started: one at a time, each with an account of every file, to be asked for meanwhile."""

from __future__ import annotations

import shutil
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from queue import Queue
from threading import RLock, Thread
from typing import Any

from filelock import FileLock, Timeout

from formextract import wording
from formextract.errors import FormextractError
from formextract.intake import readable
from formextract.loading import FileDone, Limits, count_files, is_under_way, load, regroup
from formextract.model.submission import NOBODY, UPLOADED
from formextract.review.account import MAY_BE_TOLD, folder_of, grade_of, told_of, why_of
from formextract.review.alike import is_of_place, name_of_place, name_of_upload, shown_upload
from formextract.review.places import is_taken_out
from formextract.store import Store, StoreAct, StoredMember
from formextract.store.engine import WORK

LEAST_DONE = 3
"""Files that were read before the page says how long the rest may take."""
MOST_KEPT = 50
"""Loads whose accounts are kept; the files themselves are accounted for in the store."""
UPLOADS = "uploads"
"""The store's folder of uploaded files that are being read."""
_ORDER = (wording.FATES["failed"], MAY_BE_TOLD, *(told for fate, told in wording.FATES.items() if fate != "failed"))
"""The order in which the account of a load counts its files, trouble first."""
_UPLOAD = "formextract-upload-"
_LONGEST_PART = 80  # characters of one part of a name; file systems take 255 bytes


@dataclass(slots=True)
class Load:
    """A load and what has come of it so far. `state` is `waiting`, `running`, `done`, `failed` or `cancelled`.

    `act` is its entry in the store's log, by which it is known as unfinished after a crash; `path` is None where what
    the store owes is to be read.
    """

    id: int
    source: str
    path: Path | None
    disc: str = ""
    by: str = ""
    act: int = 0
    retries: bool = False
    state: str = "waiting"
    message: str = ""
    total: int = 0
    files: list[FileDone] = field(default_factory=list)
    fates: Counter[str] = field(default_factory=Counter)
    told: Counter[str] = field(default_factory=Counter)
    """How many files have come to what, in the words that their rows have; kept so that no answer counts them anew."""
    records: int = 0
    uploaded: Path | None = None
    called: Mapping[str, str] = field(default_factory=dict)
    """Under which names the folders of an upload lie, by their own."""
    began: float = 0.0
    working: dict[str, None] = field(default_factory=dict)
    cancelling: bool = False
    record_ids: list[str] = field(default_factory=list)
    applicants: int = 0
    summary_rows: int = 0
    """Of `records`, those that are rows of lists of what is recommended: they are no applicants."""
    members: dict[str, StoredMember] | None = None
    nobodys: frozenset[str] = frozenset()
    """Of its files those, by content, of which a person has said that they are no applicant's."""

    def spelt(self, since: int = 0) -> dict[str, Any]:
        """As the API spells it, with the files from number `since` on."""
        files = self.files[since : since + 500]
        return {
            "id": self.id,
            "source": self.source,
            "state": self.state,
            "message": self.message,
            "total": max(self.total, len(self.files)),
            "done": len(self.files),
            "records": self.records,
            "fates": dict(sorted(self.told.items(), key=lambda t: _ORDER.index(t[0]))),
            "failed": self.fates["failed"],
            "disc": self.disc,
            "left": self._left(),
            "working": [p.rsplit("/", 1)[-1] for p in list(self.working)[:4]] if self.state == "running" else [],
            "cancelling": self.cancelling,
            "record_ids": self.record_ids,
            "applicants": self.applicants,
            "summary_rows": self.summary_rows,
            "next": since + len(files),
            "files": [
                {
                    "path": f.path,
                    "folder": folder_of(f.path, "" if self.path is None else str(self.path)),
                    "fate": f.fate,
                    "told": self._told(f),
                    "grade": self._grade(f),
                    "records": f.n_records,
                    "reason": self._why(f),
                }
                for f in files
            ],
        }

    def _why(self, f: FileDone) -> str:
        """What is said about a file: of what is no form where it has gone, as soon as that is known."""
        member = (self.members or {}).get(f.path)
        return why_of(f.fate, f.reason, member, grouped=self.members is not None, nobodys=self._is_nobodys(member))

    def _told(self, f: FileDone) -> str:
        return told_of(f.fate, f.reason, (self.members or {}).get(f.path))

    def _grade(self, f: FileDone) -> int:
        member = (self.members or {}).get(f.path)
        return grade_of(f.fate, f.reason, member, grouped=self.members is not None, nobodys=self._is_nobodys(member))

    def _is_nobodys(self, member: StoredMember | None) -> bool:
        return member is not None and not member.record_id and member.sha256 in self.nobodys

    def _left(self) -> int | None:
        """In how many seconds it may be done; None while too little was read to say."""
        done, total = len(self.files), max(self.total, len(self.files))
        if self.state != "running" or done < LEAST_DONE or not self.began:
            return None
        return round((time.monotonic() - self.began) / done * (total - done))


class _Cancelled(Exception):  # noqa: N818 - no error
    """Somebody has asked for the load to stop."""


class Loads:
    """The loads of this server. `after` is called when one is through, before it counts as done."""

    def __init__(self, store: Store, version: str, limits: Limits, after: Callable[[], None]) -> None:
        self._store, self._version, self._limits, self._after = store, version, limits, after
        swept(store)
        self._loads: dict[int, Load] = {}
        self._waiting: Queue[Load | None] = Queue()
        self._lock = RLock()
        self._thread = Thread(target=self._work, name="loads", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Takes no more loads; the one that is running is left to the process's end, which a store survives."""
        self._waiting.put(None)

    def begin(
        self, path: Path | None, source: str, *, uploaded: bool = False, disc: str = "", by: str = "",
        retries: bool = False, called: Mapping[str, str] | None = None,
    ) -> Load:  # fmt: skip
        """A load of everything below `path` (None: of what the store owes), told to people as `source`.

        An uploaded folder goes away once all of it was read; `called` says under which names the folders in it lie.
        """
        body = {"path": "" if path is None else str(path), "uploaded": uploaded, "disc": disc}
        body |= {"called": dict(called)} if called else {}
        with self._lock:  # the act with it: nobody takes what has just begun for unfinished
            act = self._store.acts.note(by, "load", source, body)
            number = max(self._loads, default=0) + 1
            made = Load(
                number, source, path, disc, by, act.id, retries=retries, uploaded=path if uploaded else None,
                called=called or {},
            )  # fmt: skip
            self._loads[number] = made
            for old in sorted(self._loads)[:-MOST_KEPT]:
                if self._loads[old].state in ("done", "failed", "cancelled"):
                    del self._loads[old]
        self._waiting.put(made)
        return made

    def name_for(self, path: Path) -> str:
        """What a disc is called of which nobody told the name: as its folder is, with a number behind it where one from
        elsewhere is called so. Discs of one name would be one, and be taken back together.
        """
        paths: dict[str, set[str]] = {}
        for act in self._store.acts.entries("load"):
            paths.setdefault(act.body["disc"], set()).add(act.body["path"])
        changes = is_taken_out(path)

        def is_it(name: str) -> bool:
            if not changes:
                return True
            return is_of_place([e for e in self._store.manifest.entries() if e.disc == name])

        return name_of_place(path, paths, is_it)

    def names_for_upload(self, folder: Path) -> dict[str, str]:
        """Under which name each folder of an upload lies: where the one of its name has other files, it is another."""
        held: dict[str, set[str]] = {}
        for e in self._store.manifest.entries():
            if (
                e.sha256 and e.fate != "failed" and e.path.startswith(f"{UPLOADED}/")
            ):  # a whole one may take a broken one's place
                held.setdefault(e.path, set()).add(e.sha256)
        return {top.name: name_of_upload(top, held) for top in sorted(folder.iterdir()) if top.is_dir()}

    def cancel(self, number: int) -> None:
        """Stops a load after the files that are in work; KeyError where there is none."""
        with self._lock:
            job = self._loads[number]
            job.cancelling = job.cancelling or job.state in ("waiting", "running")
            if job.state == "waiting":
                job.state = "cancelled"

    def unfinished(self) -> list[StoreAct]:
        """The loads that have not come to their end: the program was closed or has crashed, or they were cancelled."""
        with self._lock:
            under_way = {j.act for j in self._loads.values() if j.state in ("waiting", "running")}
            ended = {a.body["load"] for a in self._store.acts.entries("loaded")}
            return [a for a in self._store.acts.entries("load") if a.id not in ended and a.id not in under_way]

    def is_elsewhere(self) -> bool:
        """Whether another program is loading into the store; unknown, and so False, where the store has no folder."""
        return self._store.folder is not None and not self._is_busy() and is_under_way(self._store.folder / WORK)

    def left(self) -> int:
        """How many files the store has met that nobody has read, and nobody is reading: a load from a terminal that
        was cut off has left them.
        """
        owed = self._store.count()["pending"]
        return owed if owed and not (self._is_busy() or self.unfinished() or self.is_elsewhere()) else 0

    def _is_busy(self) -> bool:
        return any(j.state in ("waiting", "running") for j in self._loads.values())

    def go_on(self, act: StoreAct, by: str) -> Load:
        """Begins an unfinished load again; what was read is not read again. KeyError where somebody has done so."""
        path = Path(act.body["path"]) if act.body["path"] else None
        if path is not None and not path.exists():
            path = None  # the disc is out: what the store has bytes of is read all the same
        with self._lock:
            if all(a.id != act.id for a in self.unfinished()):
                raise KeyError(act.id)
            job = self.begin(
                path, act.told, uploaded=act.body["uploaded"] and path is not None, disc=act.body["disc"], by=by,
                called=act.body.get("called"),
            )  # fmt: skip
            self.drop(act, by, state="continued", keep=True)
        return job

    def drop(self, act: StoreAct, by: str, *, state: str = "dropped", keep: bool = False) -> None:
        """Says that an unfinished load is not to be gone on with."""
        self._store.acts.note(by, "loaded", act.told, {"load": act.id, "state": state})
        if act.body["uploaded"] and not keep:
            shutil.rmtree(act.body["path"], ignore_errors=True)

    def get(self, number: int) -> Load:
        """The load of this number; KeyError where there is none."""
        return self._loads[number]

    def all(self) -> list[Load]:
        """The loads, the latest first."""
        return [self._loads[n] for n in sorted(self._loads, reverse=True)]

    def _work(self) -> None:
        while (job := self._waiting.get()) is not None:
            try:
                self._worked(job)
            except FormextractError as e:
                job.message = str(e)
                job.state = "failed"
            except Exception as e:  # noqa: BLE001 - the page must hear of it, and the next load must go on
                traceback.print_exc()
                job.message = f"装载时出现意外错误（{type(e).__name__}）。请把这个情况告诉维护人员"
                job.state = "failed"

    def _worked(self, job: Load) -> None:
        """Does a load; its state is told last, when everything that it says is so."""
        with self._lock:
            if job.state == "cancelled":
                return
            job.state = "running"
        try:
            self._run(job)
        except _Cancelled:
            regroup(self._store, self._version)
            self._after()
            self._placed(job)
            job.state = "cancelled"
            return
        self._store.acts.note(job.by, "loaded", job.source, {"load": job.act, "state": "done"})
        if job.uploaded is not None:
            shutil.rmtree(job.uploaded, ignore_errors=True)
        job.state = "done"

    def _run(self, job: Load) -> None:
        job.began = time.monotonic()
        sources = None if job.path is None else [job.path]
        job.total = 0 if sources is None else count_files(sources, self._store)

        def look_up() -> None:
            if job.cancelling:
                raise _Cancelled

        def on_start(path: str) -> None:
            look_up()
            job.working[path] = None

        def on_file(done: FileDone) -> None:
            job.working.pop(done.path, None)
            job.files.append(done)
            job.fates[done.fate] += 1
            job.told[told_of(done.fate, done.reason)] += 1
            job.records += done.n_records
            look_up()

        def on_met() -> None:
            job.total += 1
            look_up()

        account = load(
            sources, self._store, limits=self._limits, on_file=on_file, on_met=on_met, on_start=on_start,
            version=self._version, disc=job.disc, shown=self._shown(job), retry_failed=job.retries,
        )  # fmt: skip
        self._after()
        made = {m.record_id for m in self._placed(job).values() if m.record_id}
        job.record_ids, job.applicants = sorted(made), len(made)
        if not job.files:
            job.message = "没有找到文件。请检查路径，或确认光盘已放好"
        elif account.notices:
            job.message = "；".join(self._without_roots(told) for told in account.notices)

    def _without_roots(self, told: str) -> str:
        """A sentence with the files of loaded folders under their names from there on, not from the machine's root."""
        for act in self._store.acts.entries("load"):
            if not act.body["uploaded"] and (above := act.body["path"].rstrip("/").rpartition("/")[0]):
                told = told.replace(f"“{above}/", "“")
        return told

    def _placed(self, job: Load) -> dict[str, StoredMember]:
        """Where the files of a load have gone, by path."""
        paths = {f.path for f in job.files}
        job.members = {m.path: m for m in self._store.groups.members() if m.path in paths}
        job.nobodys = frozenset(sha for sha, to in self._store.acts.pins().items() if to == NOBODY)
        lists = {path for path, m in job.members.items() if m.role == "summary"}
        job.summary_rows = sum(f.n_records for f in job.files if f.path in lists)
        job.told = Counter(told_of(f.fate, f.reason, job.members.get(f.path)) for f in job.files)
        return job.members

    @staticmethod
    def _shown(job: Load) -> Callable[[str], str]:
        """A path as people know the file: of what was uploaded, the name that it had on their own machine."""
        if job.uploaded is None:
            return readable
        root = job.uploaded

        def shown(path: str) -> str:
            return shown_upload(Path(path).relative_to(root).as_posix(), job.called)

        return shown


@contextmanager
def upload_folder(store: Store) -> Iterator[Path]:
    """A new folder for uploaded files: in the store's, where a load that was interrupted finds them again.

    Where the block fails it goes. A program that is killed in the block leaves it behind: its lock, which lies beside
    it, is free then, and no load speaks of it, by which the next one knows it (`swept`).
    """
    root = Path(tempfile.gettempdir()) if store.folder is None else store.folder / UPLOADS
    root.mkdir(exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=_UPLOAD, dir=root))
    lock = _lock_of(folder)
    try:
        with FileLock(lock):
            yield folder
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    finally:
        lock.unlink(missing_ok=True)


def swept(store: Store) -> int:
    """Removes what killed programs have left of uploads before a load knew of them; how many folders that were."""
    if store.folder is None:
        return 0  # the system's folder for such things is everybody's, and the system's to sweep
    removed = 0
    for folder in (store.folder / UPLOADS).glob(f"{_UPLOAD}*/"):
        lock = _lock_of(folder)
        try:
            with FileLock(lock, timeout=0):
                left = folder.is_dir() and not _is_awaited(store, folder)  # asked with the lock: it may just have come
                if left:
                    shutil.rmtree(folder)
        except (OSError, Timeout):  # another program's upload, or nothing that can be written
            continue
        lock.unlink(missing_ok=True)
        removed += left
    return removed


def _is_awaited(store: Store, folder: Path) -> bool:
    """Whether a load that has not come to its end is to read the folder."""
    ended = {a.body["load"] for a in store.acts.entries("loaded")}
    return any(Path(a.body["path"]).name == folder.name for a in store.acts.entries("load") if a.id not in ended)


def _lock_of(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.lock")


def safe_place(folder: Path, name: str) -> Path:
    """Where an uploaded file of that name is put: below the folder, whatever the name says.

    The folders that a browser gives with a chosen folder are kept, for they say which files belong together.
    """
    parts = [_safe_part(p) for p in PurePosixPath(name.replace("\\", "/")).parts]
    kept = [p for p in parts if p][-8:] or ["未命名"]
    place, number = folder.joinpath(*kept), 1
    while not _is_free(place):
        number += 1
        place = folder.joinpath(str(number), *kept)
    return place


def _is_free(place: Path) -> bool:
    """Whether a file can be put there; makes the folders that it needs."""
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        return False
    return not place.exists()


def _safe_part(part: str) -> str:
    cleaned = "".join(c if c.isprintable() and c not in '/\\:*?"<>|\0' else "_" for c in part).strip().strip(".")
    if len(cleaned) <= _LONGEST_PART:
        return cleaned
    stem, dot, ending = cleaned.rpartition(".")
    return f"{stem[: _LONGEST_PART - 12]}{dot}{ending[:10]}" if dot else cleaned[:_LONGEST_PART]
