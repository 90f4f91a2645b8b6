"""Files to outcomes, through worker processes that are kept alive, and killed and replaced when a file breaks them."""

from __future__ import annotations

import selectors
import sys
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from subprocess import TimeoutExpired
from typing import Any

from formextract.errors import FormextractError
from formextract.loading.frames import Frame, framed
from formextract.loading.processes import START_SECONDS, Job, Worker
from formextract.loading.questions import Answer, Question, answered
from formextract.loading.tasks import MEMORY_MB, TIMEOUT_SECONDS, Kind, Limits, ReadOutcome, Task
from formextract.model.written import head_from_dict

__all__ = [
    "MEMORY_MB",
    "START_SECONDS",
    "TIMEOUT_SECONDS",
    "TRIES",
    "Kind",
    "Limits",
    "ReadOutcome",
    "Task",
    "WarmReader",
    "Workers",
    "read_files",
]

READER = "formextract.loading.survey:survey"
"""The function that reads a file, `module:name`; workers import it."""

FILES_PER_WORKER = 1000
"""After so many files a worker is replaced, whatever its libraries have leaked by then. To start one takes 2 s."""

WARM_FILES, WORN_FILES, GROWN = 20, 200, 1.5
"""It is replaced after 200 already where it takes half as much memory again as after 20, when all is loaded."""

TRIES = 2
"""How often a file may break a worker before it is given up."""

_START_FAILURES = 3
_AHEAD = 2  # files a worker that are taken at a time: one in work, one at hand
_WINDOW = 8  # files a worker that may be read ahead of the slowest one, where the order is kept

OnWait = Callable[[], float | None]
"""Asked before workers are waited for; it says in how many seconds it wants to be asked again, None for not at all."""


@dataclass(frozen=True, slots=True)
class _Done:
    job: Job
    what: dict[str, Any]
    texts: list[str]


def read_files(
    tasks: Iterable[Task],
    limits: Limits | None = None,
    *,
    ordered: bool = False,
    reader: str | None = None,
    debug: bool = False,
    on_start: Callable[[Task], None] | None = None,
    on_wait: OnWait | None = None,
) -> Generator[ReadOutcome, None, None]:
    """What came of each file, as it comes, or in the tasks' order where `ordered`.

    Tasks are taken one at a time as workers fall idle, so that memory does not grow with their number. FormextractError
    where the workers themselves cannot be started. With `debug` the workers' standard error is shown. `on_start` hears
    of each task when a worker begins with it, or begins again.
    """
    workers = Workers(limits, reader=reader, debug=debug, on_start=on_start, on_wait=on_wait)
    try:
        yield from workers.read(tasks, ordered=ordered)
    finally:
        workers.close()


class Workers:
    """Worker processes that read files, and afterwards answer questions; to be closed. None is started before there is
    something to do.
    """

    def __init__(
        self,
        limits: Limits | None = None,
        *,
        reader: str | None = None,
        debug: bool = False,
        on_start: Callable[[Task], None] | None = None,
        on_wait: OnWait | None = None,
    ) -> None:
        self._limits = limits or Limits()
        self._reader = reader or READER
        self._debug = debug
        self._on_start = on_start or (lambda _: None)
        self._on_wait = on_wait or (lambda: None)
        self._selector = selectors.DefaultSelector()
        self._workers: list[Worker] = []
        self._start_failures = 0

    def read(self, tasks: Iterable[Task], *, ordered: bool = False) -> Iterator[ReadOutcome]:
        """What came of each file, as `read_files` tells it."""
        done = self._run(iter(tasks), ordered=ordered)
        return (_outcome(d) for d in (_in_order(done) if ordered else done))

    def ask(self, questions: Iterable[Question]) -> Iterator[Answer]:
        """The answers as they come; what a worker could not answer is worked out here, which says why it cannot."""
        for done in self._run(iter(questions), ordered=False):
            question = done.job.task
            assert isinstance(question, Question)
            if done.what["kind"] == "answer":
                yield Answer(question.key, done.what["answer"], tuple(done.texts))
            else:
                yield answered(question)

    def close(self) -> None:
        """Ends every worker and whatever it started."""
        for worker in list(self._workers):
            self._end(worker)
        self._selector.close()

    def _run(self, tasks: Iterator[Task | Question], *, ordered: bool) -> Iterator[_Done]:
        """What came of each task, as it comes. While there are more, a worker has the next one at hand: it never waits
        for us to have stored what came of the last.
        """
        n = self._limits.n_workers
        queue: deque[Job] = deque()
        unfinished: set[int] = set()
        taken, more = 0, True
        while True:
            while queue and (worker := self._free(_AHEAD if more else 1)) is not None:
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
                    queue.append(Job(taken, task))
                    taken += 1
            while len(self._workers) < min(n, len(unfinished)):
                self._start()
            if may_take:
                continue
            if not unfinished:
                return
            for job, done in self._wait():
                if done is None:
                    queue.appendleft(job)
                else:
                    unfinished.discard(job.index)
                    yield done

    # -- one worker ------------------------------------------------------------------------------------------------

    def _start(self) -> None:
        alone = self._limits.n_workers == 1
        memory_mb = self._limits.memory_mb
        self._workers.append(Worker(self._reader, memory_mb, self._selector, alone=alone, debug=self._debug))

    def _end(self, worker: Worker) -> int | None:
        self._workers.remove(worker)
        return worker.end()

    def _free(self, at_most: int) -> Worker | None:
        """The worker that can take a file and has the fewest; None where all have enough."""
        able = [w for w in self._workers if w.ready and len(w.jobs) < at_most]
        return min(able, key=lambda w: len(w.jobs), default=None)

    def _send(self, worker: Worker, job: Job) -> None:
        worker.jobs.append(job)
        worker.send(_request(job.task, self._limits.timeout))
        if len(worker.jobs) == 1:
            self._begun(worker)

    def _begun(self, worker: Worker) -> None:
        """Notes that a worker has begun with the first of its jobs."""
        job = worker.jobs[0]
        job.tries += 1
        worker.started = time.monotonic()
        worker.deadline = worker.started + self._limits.timeout
        if isinstance(job.task, Task):
            self._on_start(job.task)

    def _wait(self) -> Iterator[tuple[Job, _Done | None]]:
        """Jobs that came to an end, with what came of them, or with None where they are to be tried again."""
        busy = [w.deadline for w in self._workers if w.is_busy]
        patience = max(0.0, min(busy) - time.monotonic()) if busy else None
        again = self._on_wait()
        if again is not None:
            patience = again if patience is None else min(patience, again)
        for key, events in self._selector.select(patience):
            worker: Worker = key.data
            if events & selectors.EVENT_WRITE:
                worker.pump()
            else:
                yield from self._receive(worker)
        for worker in list(self._workers):
            if worker.is_busy and time.monotonic() > worker.deadline:
                yield from self._timed_out(worker)

    def _receive(self, worker: Worker) -> Iterator[tuple[Job, _Done | None]]:
        frames = worker.receive()
        if frames is None:
            yield from self._died(worker)
            return
        for frame in frames:
            yield from self._answered(worker, frame)
            if worker not in self._workers:
                return  # it was ended, and what it had answered beyond was given back to be read again

    def _answered(self, worker: Worker, frame: Frame) -> Iterator[tuple[Job, _Done | None]]:
        what, texts = frame
        kind = what["kind"]
        if kind == "ready":
            worker.ready, self._start_failures = True, 0
            return
        if kind == "broken":
            if self._debug:
                sys.stderr.write(what["trace"])
            raise FormextractError(f"读取程序启动不了：{what['message']}。请重新安装 formextract")
        if kind == "full":  # every other file would fail too
            raise FormextractError(what["message"])
        job = worker.jobs.popleft()
        worker.files += 1
        if kind == "memory":
            yield from self._broken(worker, job, what["message"], what["seconds"])
            return
        if _is_worn(worker, what.get("mb", 0.0)):
            yield from ((other, None) for other in self._given_back(worker))
        elif worker.jobs:
            self._begun(worker)
        yield job, _Done(job, what, texts)

    def _died(self, worker: Worker) -> Iterator[tuple[Job, _Done | None]]:
        seconds = time.monotonic() - worker.started
        with suppress(TimeoutExpired):
            worker.process.wait(1)
        if not worker.jobs:
            self._end(worker)
            self._start_failed()
            return
        status = worker.process.poll()
        how = f"信号 {-status}" if status is not None and status < 0 else f"状态 {status}"
        message = f"读取时程序崩溃（{how}）。请检查文件能否正常打开，可另存一份后再试"
        yield from self._broken(worker, worker.jobs.popleft(), message, seconds)

    def _timed_out(self, worker: Worker) -> Iterator[tuple[Job, _Done | None]]:
        if not worker.jobs:
            self._end(worker)
            self._start_failed()
            return
        seconds = self._limits.timeout
        message = f"读取超过 {seconds:g} 秒，已中止。请检查文件是否正常，或用 --timeout 放宽时间"
        yield from self._broken(worker, worker.jobs.popleft(), message, seconds)

    def _broken(self, worker: Worker, job: Job, message: str, seconds: float) -> Iterator[tuple[Job, _Done | None]]:
        """Ends a worker that a job has broken."""
        yield from ((other, None) for other in self._given_back(worker))
        if job.tries < TRIES:
            yield job, None
            return
        what = {"kind": "failed", "message": message, "trace": "", "seconds": round(seconds, 3)}
        yield job, _Done(job, what, [])

    def _given_back(self, worker: Worker) -> list[Job]:
        """Ends a worker; the jobs that it had at hand and has not begun, the last one first."""
        at_hand = list(reversed(worker.jobs))
        self._end(worker)
        return at_hand

    def _start_failed(self) -> None:
        self._start_failures += 1
        if self._start_failures >= _START_FAILURES:
            mend = "请检查内存是否够用（--memory 可放宽限制），或重新安装 formextract"
            raise FormextractError(f"读取程序启动不了。{mend}")


def _in_order(outcomes: Iterator[_Done]) -> Iterator[_Done]:
    waiting: dict[int, _Done] = {}
    wanted = 0
    for done in outcomes:
        waiting[done.job.index] = done
        while wanted in waiting:
            yield waiting.pop(wanted)
            wanted += 1


def _is_worn(worker: Worker, mb: float) -> bool:
    """Whether a worker that has answered, and takes so many MB, is to be replaced."""
    if worker.files == WARM_FILES:
        worker.warm_mb = mb
    grown = worker.files >= WORN_FILES and mb > GROWN * worker.warm_mb
    return grown or worker.files >= FILES_PER_WORKER


def _request(task: Task | Question, seconds: float) -> bytes:
    if isinstance(task, Question):
        return framed({"question": task.what, "seconds": seconds}, task.texts)
    told = {"path": task.path, "key": task.key, "shown": task.shown, "keep": task.keep}
    return framed(told | {"seconds": seconds})


def _outcome(done: _Done) -> ReadOutcome:
    """What came of a file, as the worker has told it."""
    task, what, texts = done.job.task, done.what, done.texts
    assert isinstance(task, Task)
    heads = tuple(head_from_dict(h) for h in what.get("heads", ()))
    return ReadOutcome(
        task,
        what["kind"],
        tuple(texts[: len(heads)]),
        what["message"],
        what["trace"],
        what["seconds"],
        done.job.tries,
        exhibit=texts[-1] if what.get("exhibit") else "",
        format=what.get("exhibit", ""),
        heads=heads,
    )


class WarmReader:
    """One reading process that is kept alive from file to file, with the pool's limits; for engines other than it.

    To be closed. FormextractError where the process cannot be started.
    """

    def __init__(self, limits: Limits, reader: str | None = None) -> None:
        self._workers = Workers(replace(limits, workers=1), reader=reader)

    def read(self, task: Task) -> ReadOutcome:
        """What came of the file, whatever it did to the process."""
        (outcome,) = self._workers.read([task])
        return outcome

    def close(self) -> None:
        """Ends the process and whatever it started."""
        self._workers.close()
