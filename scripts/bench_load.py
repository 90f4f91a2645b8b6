"""Throughput, memory and scaling of `formextract load` on a drawn disc of digital submissions.

    scripts/bench_load.py [--submissions 300] [--workers 1,2] [--rounds 1] [--disc DIR] [--keep]

Draws the disc (300 submissions are about 3,900 files: forms, lists, approvals, rubbish), loads it into a new store with
each number of workers, in turn and `--rounds` times, and prints for each load: files a second, files a second a core,
the seconds that grouping took of it, the processor seconds of the parent (of it grouping) and of the workers, the peak
memory of parent and worker, and the scaling against the first of the round. Memory is resident memory, read from /proc
four times a second. The bar: 1 to 2 workers at least 1.8; with several rounds the median counts.

It takes a quiet machine. One worker and the parent have both cores of a machine that has two, and so have two workers
and the parent: that is the whole program as it is used. What the parent computes is then lost to the second worker, and
what it computes while it groups is done by nobody beside it. `by processor seconds` is the scaling that this leaves
with nothing else on the machine and no wait for the disk; unlike the clock it holds on a machine that others use:

    (workers + grouping of one) / ((workers + reading of the parent) / 2 + grouping of two)

with processor seconds of the loads with one and with two workers, `grouping` and `reading` being the parent's own.
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
from statistics import median
from typing import Any

from formextract.loading import Limits, load
from formextract.store import open_store
from samples import disc

BAR = 1.8
_POLL_SECONDS = 0.25


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


@dataclass(frozen=True)
class Run:
    """One load: seconds by the clock, of it grouping; processor seconds of the parent, of it grouping, and of its
    workers.
    """

    workers: int
    files: int
    seconds: float
    grouping: float
    parent: float
    parent_grouping: float
    worker: float
    peaks: Peaks

    @property
    def rate(self) -> float:
        """Files a second."""
        return self.files / self.seconds


def run(folder: Path, store: Path, workers: int) -> Run:
    """Loads the folder into a new store."""
    grouping = [0.0, 0.0]
    loading: Any = import_module("formextract.loading.runner")
    real = loading.regroup

    def timed(*args: object) -> bool:
        start, busy = time.perf_counter(), time.process_time()
        try:
            return bool(real(*args))
        finally:
            grouping[0] += time.perf_counter() - start
            grouping[1] += time.process_time() - busy

    loading.regroup = timed
    watch = Watch()
    watch.start()
    start, busy, theirs = time.perf_counter(), time.process_time(), of_children()
    try:
        with open_store(store) as opened:
            account = load([folder], opened, limits=Limits(workers=workers), version="bench")
    finally:
        loading.regroup = real
        peaks = watch.stop()
    seconds, busy = time.perf_counter() - start, time.process_time() - busy
    return Run(workers, account.files, seconds, grouping[0], busy, grouping[1], of_children() - theirs, peaks)


def by_processor(one: Run, two: Run) -> float:
    """The scaling that processor seconds leave."""
    reading = two.parent - two.parent_grouping
    return (one.worker + one.parent_grouping) / ((two.worker + reading) / two.workers + two.parent_grouping)


def of_children() -> float:
    """Processor seconds of all processes that were started and have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def compared(folder: Path, scratch: Path, workers: list[int]) -> list[Run]:
    """One round: a load with each number of workers."""
    runs: list[Run] = []
    for n in workers:
        store = scratch / f"store{n}"
        shutil.rmtree(store, ignore_errors=True)
        r = run(folder, store, n)
        runs.append(r)
        print(f"{n:7} {r.files:6} {r.seconds:8.1f} {r.rate:8.2f} {r.rate / n:8.2f} {r.grouping:9.2f}", end="")
        print(f" {r.parent:7.2f} {r.parent_grouping:6.2f} {r.parent / r.files * 1000:7.2f} {r.worker:8.1f}", end="")
        print(f" {r.peaks.parent:7.0f} {r.peaks.worker:7.0f} {r.rate / runs[0].rate:8.2f}", flush=True)
    return runs


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--submissions", type=int, default=300)
    parser.add_argument("--workers", default="1,2")
    parser.add_argument("--rounds", type=int, default=1)
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
        print(f"{'workers':>7} {'files':>6} {'seconds':>8} {'files/s':>8} {'/s/core':>8} {'grouping':>9}", end="")
        print(f" {'parent':>7} {'of it':>6} {'ms/file':>7} {'workers':>8} {'MB':>7} {'worker':>7} {'scaling':>8}")
        workers = [int(n) for n in given.workers.split(",")]
        rounds = [compared(folder, scratch, workers) for _ in range(given.rounds)]
        if len(workers) > 1:
            scalings = [runs[1].rate / runs[0].rate for runs in rounds]
            bounds = [by_processor(runs[0], runs[1]) for runs in rounds]
            print(f"scaling {workers[0]} to {workers[1]}: {median(scalings):.2f} (bar {BAR}), ", end="")
            print(f"of {', '.join(f'{x:.2f}' for x in scalings)}; by processor seconds {median(bounds):.2f}")
    finally:
        if given.keep:
            print(scratch)
        else:
            shutil.rmtree(scratch)


if __name__ == "__main__":
    main()
