"""Reports that the page has asked for: made one at a time beside everything else, each as one archive."""

from __future__ import annotations

import shutil
import tempfile
import traceback
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Lock, Thread
from typing import Any

from formextract.errors import FormextractError
from formextract.store import Store

MOST_KEPT = 3
"""Archives that are kept; each may hold a hundred megabytes of pictures."""


@dataclass(slots=True)
class ReportJob:
    """A report under way. `state` is `running`, `done` or `failed`."""

    id: int
    total: int
    change: int = 0
    """The store's last change when it was asked for."""
    state: str = "running"
    done: int = 0
    message: str = ""
    archive: Path | None = None

    def spelt(self) -> dict[str, Any]:
        """As the API spells it."""
        return {"id": self.id, "state": self.state, "done": self.done, "total": self.total, "message": self.message}


class Reports:
    """The reports of this server."""

    def __init__(self, store: Store, count: Callable[[], int]) -> None:
        self._store = store
        self._count = count
        self._folder = Path(tempfile.mkdtemp(prefix="formextract-reports-"))
        self._jobs: dict[int, ReportJob] = {}
        self._lock, self._making = Lock(), Lock()

    def begin(self) -> ReportJob:
        """A new report, or the one that is being made of the store as it is now."""
        change = self._store.changes.last()
        with self._lock:
            running = next((j for j in self._jobs.values() if j.state == "running" and j.change == change), None)
            if running is not None:
                return running
            job = ReportJob(max(self._jobs, default=0) + 1, self._count(), change)
            self._jobs[job.id] = job
            for old in [n for n, j in sorted(self._jobs.items()) if j.state != "running"][:-MOST_KEPT]:
                gone = self._jobs.pop(old)
                if gone.archive is not None:
                    gone.archive.unlink(missing_ok=True)
        Thread(target=self._make, args=(job,), name="report", daemon=True).start()
        return job

    def get(self, number: int) -> ReportJob:
        """The report of this number; KeyError where there is none."""
        return self._jobs[number]

    def close(self) -> None:
        """Takes the archives away."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def _make(self, job: ReportJob) -> None:
        folder = self._folder / f"{job.id}"

        def step(_: str) -> None:
            job.done += 1

        from formextract.reports import write_report

        try:
            with self._making:  # one after the other: each takes what one processor has
                made = write_report(self._store, folder, now=datetime.now().astimezone(), on_submission=step)
            archive = self._folder / f"{job.id}.zip"
            with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as z:
                for path in sorted(p for p in folder.rglob("*") if p.is_file() and not p.name.startswith(".")):
                    z.write(path, f"核对报告/{path.relative_to(folder).as_posix()}")
            job.message = "；".join(f"{name}：{why}" for name, why in made.troubled)
            job.archive, job.state = archive, "done"  # the state last: who sees it asks no more
        except FormextractError as e:
            job.message = str(e)
            job.state = "failed"
        except Exception as e:  # noqa: BLE001 - the page must hear of it
            traceback.print_exc()
            job.message = f"生成报告时出现意外错误（{type(e).__name__}）。请把这个情况告诉维护人员"
            job.state = "failed"
        finally:
            shutil.rmtree(folder, ignore_errors=True)
