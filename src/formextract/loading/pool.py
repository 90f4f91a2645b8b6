"""Files to outcomes, through worker processes that are kept alive, and killed and replaced when a file breaks them."""

from __future__ import annotations

import json
import os
import selectors
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from formextract.errors import FormextractError

READER = "formextract.loading.survey:survey"
"""The function that reads a file, `module:name`; workers import it."""

TIMEOUT_SECONDS = 180.0
"""Wall time for one file: a scan of 24 pages at 2 s a page and as much again for a slow machine, rounded up."""

MEMORY_MB = 4500
"""Address space of one worker, in MB."""

FILES_PER_WORKER = 200
"""After so many files a worker is replaced, whatever its libraries have leaked by then."""

TRIES = 2
"""How often a file may break a worker before it is given up."""

START_SECONDS = 120.0
_START_FAILURES = 3
_AHEAD = 2  # files a worker that are taken at a time: one in work, one at hand
_WINDOW = 8  # files a worker that may be read ahead of the slowest one, where the order is kept
_MAX_ANSWER = 512 << 20  # bytes; a form gives some 100 kB

Kind = Literal["read", "unknown", "unreadable", "failed"]


@dataclass(frozen=True, slots=True)
class Limits:
    """How a pool works: processes side by side (0 for one a core), seconds and MB for one file."""

    workers: int = 0
    timeout: float = TIMEOUT_SECONDS
    memory_mb: int = MEMORY_MB

    @property
    def n_workers(self) -> int:
        """The number of processes."""
        return self.workers if self.workers > 0 else (os.cpu_count() or 1)


@dataclass(frozen=True, slots=True)
class Task:
    """A file to read. `key` is the caller's own and comes back with the outcome."""

    path: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class ReadOutcome:
    """What came of a file: its records as lines of JSON, or a message for staff; `trace` is for developers.

    `exhibit` is what a file that is no form shows, as `exhibit_to_dict` spells it.
    """

    task: Task
    kind: Kind
    records: tuple[str, ...]
    message: str
    trace: str
    seconds: float
    tries: int
    exhibit: dict[str, Any] | None = None


@dataclass(slots=True)
class _Job:
    index: int
    task: Task
    tries: int = 0


@dataclass(slots=True)
class _Worker:
    process: subprocess.Popen[bytes]
    deadline: float
    job: _Job | None = None
    ready: bool = False
    started: float = 0.0
    files: int = 0
    buffer: bytearray = field(default_factory=bytearray)

    def fileno(self) -> int:
        assert self.process.stdout is not None
        return self.process.stdout.fileno()


def read_files(
    tasks: Iterable[Task],
    limits: Limits | None = None,
    *,
    ordered: bool = False,
    reader: str | None = None,
    debug: bool = False,
    on_start: Callable[[Task], None] | None = None,
) -> Generator[ReadOutcome, None, None]:
    """What came of each file, as it comes, or in the tasks' order where `ordered`.

    Tasks are taken one at a time as workers fall idle, so that memory does not grow with their number. FormextractError
    where the workers themselves cannot be started. With `debug` the workers' standard error is shown. `on_start` hears
    of each task when a worker begins with it, or begins again.
    """
    pool = _Pool(limits or Limits(), reader or READER, on_start or (lambda _: None), debug=debug)
    try:
        outcomes = pool.run(iter(tasks), ordered=ordered)
        yield from _in_order(outcomes) if ordered else (outcome for _, outcome in outcomes)
    finally:
        pool.close()


def _in_order(outcomes: Iterator[tuple[int, ReadOutcome]]) -> Iterator[ReadOutcome]:
    waiting: dict[int, ReadOutcome] = {}
    wanted = 0
    for index, outcome in outcomes:
        waiting[index] = outcome
        while wanted in waiting:
            yield waiting.pop(wanted)
            wanted += 1


class _Pool:
    def __init__(
        self, limits: Limits, reader: str, on_start: Callable[[Task], None] = lambda _: None, *, debug: bool
    ) -> None:
        self._limits = limits
        self._on_start = on_start
        self._reader = reader
        self._debug = debug
        self._selector = selectors.DefaultSelector()
        self._workers: list[_Worker] = []
        self._start_failures = 0

    def close(self) -> None:
        """Ends every worker and whatever it started."""
        for worker in list(self._workers):
            self._end(worker)
        self._selector.close()

    def run(self, tasks: Iterator[Task], *, ordered: bool) -> Iterator[tuple[int, ReadOutcome]]:
        """Each task's number with its outcome, as they come."""
        n = self._limits.n_workers
        queue: deque[_Job] = deque()
        unfinished: set[int] = set()
        taken, more = 0, True
        while True:
            while queue and (worker := self._idle()) is not None:
                self._send(worker, queue.popleft())
            may_take = more and len(unfinished) < n * _AHEAD
            if may_take and ordered and unfinished:
                may_take = taken - min(unfinished) < n * _WINDOW
            if may_take:
                task = next(tasks, None)
                if task is None:
                    more = False
                else:
                    unfinished.add(taken)
                    queue.append(_Job(taken, task))
                    taken += 1
            while len(self._workers) < min(n, len(unfinished)):
                self._start()
            if may_take:
                continue
            if not unfinished:
                return
            for job, outcome in self._wait():
                if outcome is None:
                    queue.appendleft(job)
                else:
                    unfinished.discard(job.index)
                    yield job.index, outcome

    # -- one worker ------------------------------------------------------------------------------------------------

    def _start(self) -> None:
        env = dict(os.environ)
        env["PYTHONPATH"] = os.pathsep.join(p for p in sys.path if p)
        if self._limits.n_workers > 1:  # the cores are taken by workers already
            for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
                env.setdefault(name, "1")
        # -P: the current folder, which may be a disc from strangers, is no place to import from.
        command = [sys.executable, "-P", "-m", "formextract.loading.worker", self._reader, str(self._limits.memory_mb)]
        process = subprocess.Popen(  # noqa: S603 - our own module
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=None if self._debug else subprocess.DEVNULL,
            env=env,
            start_new_session=True,
        )
        worker = _Worker(process, time.monotonic() + START_SECONDS)
        os.set_blocking(worker.fileno(), False)
        self._workers.append(worker)
        self._selector.register(worker, selectors.EVENT_READ)

    def _end(self, worker: _Worker) -> None:
        with suppress(KeyError, ValueError):
            self._selector.unregister(worker)
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(worker.process.pid, signal.SIGKILL)
        for stream in (worker.process.stdin, worker.process.stdout):
            if stream is not None:
                with suppress(OSError):
                    stream.close()
        worker.process.wait()
        self._workers.remove(worker)

    def _idle(self) -> _Worker | None:
        return next((w for w in self._workers if w.ready and w.job is None), None)

    def _send(self, worker: _Worker, job: _Job) -> None:
        assert worker.process.stdin is not None
        job.tries += 1
        worker.job = job
        worker.started = time.monotonic()
        worker.deadline = worker.started + self._limits.timeout
        request = json.dumps({"path": job.task.path, "seconds": self._limits.timeout}) + "\n"
        with suppress(BrokenPipeError):  # it has died since; the end of its answers will tell
            worker.process.stdin.write(request.encode("ascii"))
            worker.process.stdin.flush()
        self._on_start(job.task)

    def _wait(self) -> Iterator[tuple[_Job, ReadOutcome | None]]:
        """Jobs that came to an end, with their outcome, or with None where they are to be tried again."""
        busy = [w.deadline for w in self._workers if w.job is not None or not w.ready]
        patience = max(0.0, min(busy) - time.monotonic()) if busy else None
        for key, _ in self._selector.select(patience):
            worker = key.fileobj
            assert isinstance(worker, _Worker)
            yield from self._receive(worker)
        for worker in list(self._workers):
            if (worker.job is not None or not worker.ready) and time.monotonic() > worker.deadline:
                yield from self._timed_out(worker)

    def _receive(self, worker: _Worker) -> Iterator[tuple[_Job, ReadOutcome | None]]:
        try:
            data = os.read(worker.fileno(), 1 << 20)
        except BlockingIOError:
            return
        if not data or len(worker.buffer) > _MAX_ANSWER:
            yield from self._died(worker)
            return
        worker.buffer += data
        if not worker.buffer.endswith(b"\n"):
            worker.deadline = max(worker.deadline, time.monotonic() + 10)  # it has done its work and is answering
            return
        answer = json.loads(worker.buffer)
        worker.buffer.clear()
        yield from self._answered(worker, answer)

    def _answered(self, worker: _Worker, answer: dict[str, Any]) -> Iterator[tuple[_Job, ReadOutcome | None]]:
        kind = answer["kind"]
        if kind == "ready":
            worker.ready, self._start_failures = True, 0
            return
        if kind == "broken":
            if self._debug:
                sys.stderr.write(answer["trace"])
            raise FormextractError(f"读取程序启动不了：{answer['message']}。请重新安装 formextract")
        if kind == "full":  # every other file would fail too
            raise FormextractError(answer["message"])
        job, worker.job = worker.job, None
        assert job is not None
        worker.files += 1
        if kind == "memory":
            self._end(worker)
            yield job, self._given_up(job, answer["message"], answer["seconds"])
            return
        if worker.files >= FILES_PER_WORKER:
            self._end(worker)
        yield (
            job,
            ReadOutcome(
                job.task,
                kind,
                tuple(answer["records"]),
                answer["message"],
                answer["trace"],
                answer["seconds"],
                job.tries,
                answer.get("exhibit"),
            ),
        )

    def _died(self, worker: _Worker) -> Iterator[tuple[_Job, ReadOutcome | None]]:
        job, seconds = worker.job, time.monotonic() - worker.started
        with suppress(subprocess.TimeoutExpired):
            worker.process.wait(1)
        status = worker.process.poll()
        self._end(worker)
        if job is None:
            self._start_failed()
            return
        how = f"信号 {-status}" if status is not None and status < 0 else f"状态 {status}"
        yield job, self._given_up(job, f"读取时程序崩溃（{how}）。请检查文件能否正常打开，可另存一份后再试", seconds)

    def _timed_out(self, worker: _Worker) -> Iterator[tuple[_Job, ReadOutcome | None]]:
        job = worker.job
        self._end(worker)
        if job is None:
            self._start_failed()
            return
        seconds = self._limits.timeout
        message = f"读取超过 {seconds:g} 秒，已中止。请检查文件是否正常，或用 --timeout 放宽时间"
        yield job, self._given_up(job, message, seconds)

    def _given_up(self, job: _Job, message: str, seconds: float) -> ReadOutcome | None:
        if job.tries < TRIES:
            return None
        return ReadOutcome(job.task, "failed", (), message, "", round(seconds, 3), job.tries)

    def _start_failed(self) -> None:
        self._start_failures += 1
        if self._start_failures >= _START_FAILURES:
            mend = "请检查内存是否够用（--memory 可放宽限制），或重新安装 formextract"
            raise FormextractError(f"读取程序启动不了。{mend}")


class WarmReader:
    """One reading process that is kept alive from file to file, with the pool's limits; for engines other than it.

    To be closed. FormextractError where the process cannot be started.
    """

    def __init__(self, limits: Limits, reader: str | None = None) -> None:
        self._pool = _Pool(replace(limits, workers=1), reader or READER, debug=False)

    def read(self, task: Task) -> ReadOutcome:
        """What came of the file, whatever it did to the process."""
        ((_, outcome),) = self._pool.run(iter([task]), ordered=False)
        return outcome

    def close(self) -> None:
        """Ends the process and whatever it started."""
        self._pool.close()
