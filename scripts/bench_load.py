"""Throughput, memory and scaling of `formextract load` on a drawn disc of digital submissions.

    scripts/bench_load.py [--submissions 300] [--workers 1,2] [--disc DIR] [--keep]

Draws the disc (300 submissions are about 3,900 files: forms, lists, approvals, rubbish), loads it into a new store with
each number of workers, and prints files a second, files a second a core, the seconds that grouping took of it, the peak
memory of parent and worker, and the scaling against the first run. Memory is resident memory, read from /proc once in a
tenth of a second. The bar: 1 to 2 workers at least 1.8. Takes a quiet machine. The parent's own processor time is
printed, since on a machine without a core to spare it is the workers' loss.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import tempfile
import threading
import time
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from formextract.loading import Limits, load
from formextract.store import open_store
from samples import disc

BAR = 1.8
_POLL_SECONDS = 0.1


@dataclass
class Peaks:
    """The most resident memory seen, in MB."""

    parent: float = 0.0
    worker: float = 0.0


class Watch(threading.Thread):
    """Reads the memory of this process and of its children until it is stopped."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.peaks = Peaks()
        self._over = threading.Event()

    def run(self) -> None:
        while not self._over.wait(_POLL_SECONDS):
            self.peaks.parent = max(self.peaks.parent, resident(os.getpid()))
            for child in children(os.getpid()):
                self.peaks.worker = max(self.peaks.worker, resident(child))

    def stop(self) -> Peaks:
        self._over.set()
        self.join()
        return self.peaks


def resident(process: int) -> float:
    """MB in memory; 0 for a process that is gone."""
    try:
        pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0.0
    return pages * resource.getpagesize() / 1e6


def children(process: int) -> list[int]:
    """The processes that it started."""
    found: list[int] = []
    for task in Path(f"/proc/{process}/task").iterdir():
        try:
            found += map(int, (task / "children").read_text().split())
        except OSError:
            continue
    return found


def run(folder: Path, store: Path, workers: int) -> tuple[int, float, float, float, Peaks]:
    """Files, seconds in all, seconds of grouping, processor seconds of the parent, and the peaks."""
    grouping = [0.0]
    loading: Any = import_module("formextract.loading.load")  # the package has a function of this name
    real = loading.regroup

    def timed(*args: object) -> bool:
        start = time.perf_counter()
        try:
            return bool(real(*args))
        finally:
            grouping[0] += time.perf_counter() - start

    loading.regroup = timed
    watch = Watch()
    watch.start()
    start, busy = time.perf_counter(), time.process_time()
    try:
        with open_store(store) as opened:
            account = load([folder], opened, limits=Limits(workers=workers), version="bench")
    finally:
        loading.regroup = real
        peaks = watch.stop()
    seconds = time.perf_counter() - start
    return account.files, seconds, grouping[0], time.process_time() - busy, peaks


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--submissions", type=int, default=300)
    parser.add_argument("--workers", default="1,2")
    parser.add_argument("--disc", type=Path, help="load this folder instead of drawing one")
    parser.add_argument("--keep", action="store_true", help="leave the drawn disc and the stores where they are")
    given = parser.parse_args()
    scratch = Path(tempfile.mkdtemp(prefix="bench-load-"))
    try:
        folder = given.disc or scratch / "disc"
        if given.disc is None:
            start = time.perf_counter()
            disc.make(
                folder,
                given.submissions,
                "bench",
                ["digital"],
                ["", "short:invention_patents", "missing:invention_patents"],
            )
            print(f"drawn in {time.perf_counter() - start:.0f} s")
        rates: list[tuple[int, float]] = []
        print(f"{'workers':>7} {'files':>6} {'seconds':>8} {'files/s':>8} {'/s/core':>8} {'grouping':>9}", end="")
        print(f" {'parent cpu':>10} {'parent MB':>10} {'worker MB':>10} {'scaling':>8}")
        for workers in map(int, given.workers.split(",")):
            files, seconds, grouping, busy, peaks = run(folder, scratch / f"store{workers}", workers)
            rates.append((workers, files / seconds))
            scaling = rates[-1][1] / rates[0][1]
            print(
                f"{workers:7} {files:6} {seconds:8.1f} {files / seconds:8.2f} {files / seconds / workers:8.2f}", end=""
            )
            print(f" {grouping:8.1f}s {busy:9.1f}s {peaks.parent:10.0f} {peaks.worker:10.0f} {scaling:8.2f}")
        if len(rates) > 1:
            print(f"scaling {rates[0][0]} to {rates[1][0]}: {rates[1][1] / rates[0][1]:.2f} (bar {BAR})")
    finally:
        if given.keep:
            print(scratch)
        else:
            shutil.rmtree(scratch)


if __name__ == "__main__":
    main()
