"""Loads that the page has started: one at a time, each with an account of every file, to be asked for meanwhile."""

from __future__ import annotations

import shutil
import tempfile
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from queue import Queue
from threading import Lock, Thread
from typing import Any

from formextract import wording
from formextract.errors import FormextractError
from formextract.intake import readable
from formextract.loading import FileDone, Limits, count_files, load
from formextract.store import Store

MOST_KEPT = 50
"""Loads whose accounts are kept; the files themselves are accounted for in the store."""
UPLOADED = "上传"
"""What stands before the names of uploaded files, in place of a path on this machine."""
_LONGEST_PART = 80  # characters of one part of a name; file systems take 255 bytes


@dataclass(slots=True)
class Load:
    """A load and what has come of it so far. `state` is `waiting`, `running`, `done` or `failed`."""

    id: int
    source: str
    path: Path
    state: str = "waiting"
    message: str = ""
    total: int = 0
    files: list[FileDone] = field(default_factory=list)
    fates: Counter[str] = field(default_factory=Counter)
    records: int = 0
    uploaded: Path | None = None

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
            "fates": {wording.FATES[k]: n for k, n in self.fates.items() if n},
            "failed": self.fates["failed"],
            "next": since + len(files),
            "files": [
                {
                    "path": f.path,
                    "fate": f.fate,
                    "told": wording.FATES[f.fate],
                    "records": f.n_records,
                    "reason": f.reason,
                }
                for f in files
            ],
        }


class Loads:
    """The loads of this server. `after` is called when one is through, before it counts as done."""

    def __init__(self, store: Store, version: str, limits: Limits, after: Callable[[], None]) -> None:
        self._store, self._version, self._limits, self._after = store, version, limits, after
        self._loads: dict[int, Load] = {}
        self._waiting: Queue[Load | None] = Queue()
        self._lock = Lock()
        self._thread = Thread(target=self._work, name="loads", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Takes no more loads; the one that is running is left to the process's end, which a store survives."""
        self._waiting.put(None)

    def begin(self, path: Path, source: str, *, uploaded: bool = False) -> Load:
        """A load of everything below `path`, told to people as `source`; an uploaded folder goes away afterwards."""
        with self._lock:
            number = max(self._loads, default=0) + 1
            made = Load(number, source, path, uploaded=path if uploaded else None)
            self._loads[number] = made
            for old in sorted(self._loads)[:-MOST_KEPT]:
                if self._loads[old].state in ("done", "failed"):
                    del self._loads[old]
        self._waiting.put(made)
        return made

    def get(self, number: int) -> Load:
        """The load of this number; KeyError where there is none."""
        return self._loads[number]

    def all(self) -> list[Load]:
        """The loads, the latest first."""
        return [self._loads[n] for n in sorted(self._loads, reverse=True)]

    def _work(self) -> None:
        while (job := self._waiting.get()) is not None:
            try:
                self._run(job)
            except FormextractError as e:
                job.state, job.message = "failed", str(e)
            except Exception as e:  # noqa: BLE001 - the page must hear of it, and the next load must go on
                traceback.print_exc()
                job.state, job.message = "failed", f"装载时出现意外错误（{type(e).__name__}）。请把这个情况告诉维护人员"
            finally:
                if job.uploaded is not None:
                    shutil.rmtree(job.uploaded, ignore_errors=True)

    def _run(self, job: Load) -> None:
        job.state = "running"
        job.total = count_files([job.path], self._store)

        def on_file(done: FileDone) -> None:
            job.files.append(done)
            job.fates[done.fate] += 1
            job.records += done.n_records

        def on_met() -> None:
            job.total += 1

        account = load(
            [job.path], self._store, limits=self._limits, on_file=on_file, on_met=on_met, version=self._version,
            shown=self._shown(job),
        )  # fmt: skip
        self._after()
        job.state = "done"
        if not job.files:
            job.message = "没有找到文件。请检查路径，或确认光盘已放好"
        elif account.notices:
            job.message = "；".join(account.notices)

    @staticmethod
    def _shown(job: Load) -> Callable[[str], str]:
        """A path as people know the file: of what was uploaded, the name that it had on their own machine."""
        if job.uploaded is None:
            return readable
        root = job.uploaded

        def shown(path: str) -> str:
            return f"{UPLOADED}/{Path(path).relative_to(root).as_posix()}"

        return shown


def upload_folder() -> Path:
    """A new folder for uploaded files."""
    return Path(tempfile.mkdtemp(prefix="formextract-upload-"))


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
