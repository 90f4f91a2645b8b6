"""Files to outcomes, through worker processes that are kept alive, and killed and replaced when a file breaks them."""

from __future__ import annotations

import selectors
import sys
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import Enum
from subprocess import TimeoutExpired
from typing import TYPE_CHECKING, Final

from formextract.errors import FormextractError
from formextract.platforms import longest
from formextract.workers.messages import Answer as Replied
from formextract.workers.messages import Broken, Full, Judge, Judged, NotJudged, Read, Ready, Reply, Request, Told
from formextract.workers.patience import Patience
from formextract.workers.processes import START_SECONDS, Job, Worker
from formextract.workers.tasks import MEMORY_MB, TIMEOUT_SECONDS, Kind, Limits, ReadOutcome, Task

if TYPE_CHECKING:
    from formextract.submissions.questions import Answer, Question

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

READER = "formextract.workers.survey:survey"
"""The function that reads a file, `module:name`; workers import it."""

TRIES = 2
"""How often a file may break a worker before it is given up; the second time it is the first one of a new worker."""


class _End(Enum):
    END = "end"


END: Final = _End.END
"""What comes of tasks when there are no more."""

_START_FAILURES = 3
_AHEAD = 2  # files a worker that are taken at a time: one in work, one at hand
_WINDOW = 8  # files a worker that may be read ahead of the slowest one, where the order is kept

OnWait = Callable[[], float | None]
"""Asked before workers are waited for; it says in how many seconds it wants to be asked again, None for not at all."""


@dataclass(frozen=True, slots=True)
class _Done:
    job: Job
    what: Replied
    texts: list[str]


def read_files(
    tasks: Iterable[Task | None],
    limits: Limits | None = None,
    *,
    ordered: bool = False,
    reader: str | None = None,
    debug: bool = False,
    on_start: Callable[[Task], None] | None = None,
    on_wait: OnWait | None = None,
) -> Generator[ReadOutcome, None, None]:
    """What came of each file, as it comes, or in the tasks' order where `ordered`.

    Tasks are taken one at a time as workers fall idle, so that memory does not grow with their number; None among them
    says that there is none just now, after some waiting for one. FormextractError
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
        self._patience = Patience(self._limits.timeout)
        self._start_failures = 0

    def read(self, tasks: Iterable[Task | None], *, ordered: bool = False) -> Iterator[ReadOutcome]:
        """What came of each file, as `read_files` tells it."""
        done = self._run(iter(tasks), ordered=ordered)
        return (_outcome(d) for d in (_in_order(done) if ordered else done))

    def ask(self, questions: Iterable[Question]) -> Iterator[Answer]:
        """The answers as they come; what a worker could not answer is worked out here, which says why it cannot."""
        from formextract.submissions.merge import answered
        from formextract.submissions.questions import Answer

        for done in self._run(iter(questions), ordered=False):
            question = done.job.task
            assert not isinstance(question, Task)
            if isinstance(done.what, Judged):
                yield Answer(question.key, done.what.answer, tuple(done.texts))
            else:
                yield answered(question)

    def close(self) -> None:
        """Ends every worker and whatever it started."""
        for worker in list(self._workers):
            self._end(worker)
        self._selector.close()

    def _run(self, tasks: Iterator[Task | Question | None], *, ordered: bool) -> Iterator[_Done]:
        """What came of each task, as it comes. While there are more, a worker has the next one at hand: it never waits
        for us to have stored what came of the last.
        """
        n = self._limits.n_workers
        queue: deque[Job] = deque()
        unfinished: set[int] = set()
        taken, more = 0, True
        while True:
            self._hand_out(queue, _AHEAD if more else 1)
            may_take = more and len(unfinished) < n * _AHEAD
            if may_take and ordered and unfinished:
                may_take = taken - min(unfinished) < n * _WINDOW
            none_now = False
            if may_take:
                task = next(tasks, END)
                if task is END:
                    more = False
                elif task is not None:
                    unfinished.add(taken)
                    queue.append(Job(taken, task))
                    taken += 1
                else:
                    none_now = True
            self._man(queue, len(unfinished))
            if may_take and not none_now:
                continue
            if not unfinished and not none_now:
                return
            for job, done in self._wait(at_once=none_now):
                if done is None:
                    queue.appendleft(job)
                else:
                    unfinished.discard(job.index)
                    yield done

    def _hand_out(self, queue: deque[Job], at_most: int) -> None:
        """Gives jobs to workers that can take them, those first that a worker has been broken by."""
        for job in list(queue):
            worker = self._free(at_most, fresh=job.tries > 0)
            if worker is not None:
                queue.remove(job)
                self._send(worker, job)
            elif not job.tries:
                return

    def _man(self, queue: deque[Job], n_unfinished: int) -> None:
        """Starts workers: as many as there is work for, and a new one for each job that is to be tried again."""
        n = self._limits.n_workers
        wanted = sum(job.tries > 0 for job in queue) - sum(w.is_fresh for w in self._workers)
        if wanted > 0 and len(self._workers) == n:
            idle = [w for w in self._workers if w.ready and not w.jobs and not w.is_fresh]
            for worker in idle[:wanted]:
                self._end(worker)
        while len(self._workers) < n and (wanted > 0 or len(self._workers) < n_unfinished):
            self._start()
            wanted -= 1

    # -- one worker ------------------------------------------------------------------------------------------------

    def _start(self) -> None:
        alone = self._limits.n_workers == 1
        memory_mb = self._limits.memory_mb
        self._workers.append(Worker(self._reader, memory_mb, self._selector, alone=alone, debug=self._debug))

    def _end(self, worker: Worker) -> int | None:
        self._workers.remove(worker)
        return worker.end()

    def _free(self, at_most: int, *, fresh: bool) -> Worker | None:
        """The worker that can take a file and has the fewest; None where all have enough, or none is `fresh`."""
        able = [w for w in self._workers if w.ready and len(w.jobs) < at_most and (w.is_fresh or not fresh)]
        return min(able, key=lambda w: len(w.jobs), default=None)

    def _send(self, worker: Worker, job: Job) -> None:
        worker.jobs.append(job)
        worker.send(*_request(job.task, longest(self._seconds(job))))
        if len(worker.jobs) == 1:
            self._begun(worker)

    def _begun(self, worker: Worker) -> None:
        """Notes that a worker has begun with the first of its jobs."""
        job = worker.jobs[0]
        job.tries += 1
        job.seconds, job.alone = self._seconds(job), worker.files == 0
        worker.begin(job.seconds)
        if isinstance(job.task, Task):
            self._on_start(job.task)

    def _seconds(self, job: Job) -> float:
        return self._patience.seconds(job.task.source) if isinstance(job.task, Task) else self._limits.timeout

    def _wait(self, *, at_once: bool) -> Iterator[tuple[Job, _Done | None]]:
        """Jobs that came to an end, with what came of them, or with None where they are to be tried again."""
        busy = [w.allowance.look_at for w in self._workers if w.is_busy]
        patience = max(0.0, min(busy) - time.monotonic()) if busy else None
        again = 0.0 if at_once else None
        if (asked := self._on_wait()) is not None and not at_once:
            again = asked
        if again is not None:
            patience = again if patience is None else min(patience, again)
        for key, events in self._selector.select(patience):
            worker: Worker = key.data
            if events & selectors.EVENT_WRITE:
                worker.pump()
            else:
                yield from self._receive(worker)
        for worker in list(self._workers):
            if worker.is_overdue():
                yield from self._timed_out(worker)

    def _receive(self, worker: Worker) -> Iterator[tuple[Job, _Done | None]]:
        replies = worker.receive()
        if replies is None:
            yield from self._died(worker)
            return
        for reply, texts in replies:
            yield from self._heard(worker, reply, texts)
            if worker not in self._workers:
                return  # it was ended, and what it had answered beyond was given back to be read again

    def _heard(self, worker: Worker, reply: Reply, texts: list[str]) -> Iterator[tuple[Job, _Done | None]]:
        match reply:
            case Ready():
                worker.ready, self._start_failures = True, 0
            case Broken():
                if self._debug:
                    sys.stderr.write(reply.trace)
                raise FormextractError(f"读取程序启动不了：{reply.message}。请重新安装 formextract")
            case Full():
                raise FormextractError(reply.message)
            case Told() | Judged() | NotJudged():
                yield from self._answered(worker, reply, texts)

    def _answered(self, worker: Worker, reply: Replied, texts: list[str]) -> Iterator[tuple[Job, _Done | None]]:
        job = worker.jobs.popleft()
        worker.files += 1
        suspect = not isinstance(reply, Judged) and reply.suspect
        if suspect or self._is_done_with(worker, reply):
            yield from ((other, None) for other in self._given_back(worker))
        elif worker.jobs:
            self._begun(worker)
        again = suspect and not job.alone and job.tries < TRIES
        yield job, None if again else _Done(job, reply, texts)

    def _is_done_with(self, worker: Worker, reply: Replied) -> bool:
        """Whether a worker that has answered is to be replaced before it spoils what comes next."""
        cramped, mb = (reply.cramped, reply.mb) if isinstance(reply, Told) else (False, 0.0)
        return cramped or worker.is_worn(mb)

    def _died(self, worker: Worker) -> Iterator[tuple[Job, _Done | None]]:
        seconds = worker.allowance.run(time.monotonic())
        with suppress(TimeoutExpired):
            worker.process.wait(1)
        if not worker.jobs:
            self._end(worker)
            self._start_failed()
            return
        status = worker.process.poll()
        how = f"信号 {-status}" if status is not None and status < 0 else f"状态 {status}"
        message = f"读取时程序崩溃（{how}）。请检查文件能否正常打开，可另存一份后再试"
        job = worker.jobs.popleft()
        yield from self._broken(worker, job, message, seconds, again=job.tries < TRIES)

    def _timed_out(self, worker: Worker) -> Iterator[tuple[Job, _Done | None]]:
        if not worker.jobs:
            self._end(worker)
            self._start_failed()
            return
        job = worker.jobs.popleft()
        seconds = worker.allowance.run(time.monotonic())
        message = self._patience.lost(job.task.source if isinstance(job.task, Task) else "", job.seconds, seconds)
        yield from self._broken(worker, job, message, seconds, again=False)  # it would take as long once more

    def _broken(
        self, worker: Worker, job: Job, message: str, seconds: float, *, again: bool
    ) -> Iterator[tuple[Job, _Done | None]]:
        """Ends a worker that a job has broken."""
        yield from ((other, None) for other in self._given_back(worker))
        yield job, None if again else _Done(job, Told("failed", message, seconds=round(seconds, 3)), [])

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


def _request(task: Task | Question, seconds: float) -> tuple[Request, Sequence[str]]:
    if isinstance(task, Task):
        return Read(task, seconds), ()
    return Judge(task.subject, seconds), task.texts


def _outcome(done: _Done) -> ReadOutcome:
    """What came of a file, as the worker has told it."""
    task, what, texts = done.job.task, done.what, done.texts
    assert isinstance(task, Task)
    assert isinstance(what, Told)
    return ReadOutcome(
        task,
        what.kind,
        tuple(texts[: len(what.heads)]),
        what.message,
        what.trace,
        what.seconds,
        done.job.tries,
        exhibit=texts[-1] if what.exhibit else "",
        format=what.exhibit,
        heads=what.heads,
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
