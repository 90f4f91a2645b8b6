"""One worker process: started, spoken to without ever waiting for it, ended with all that it started."""

from __future__ import annotations

import selectors
import subprocess
import time
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from formextract.platforms import Allowance, Inlet, Outlet, apart, end_tree, processor_seconds
from formextract.spawn import module_command, module_environment
from formextract.workers.frames import Unframed
from formextract.workers.messages import GarbledError, Reply, Request, reply_of, to_bytes

if TYPE_CHECKING:
    from formextract.submissions.questions import Question
    from formextract.workers.tasks import Task

START_SECONDS = 120.0
MAX_ANSWER = 512 << 20
"""Bytes; a form gives some 100 kB."""

FILES_PER_WORKER = 1000
"""After so many files a worker is replaced, whatever its libraries have leaked by then. To start one takes 2 s."""

WARM_FILES, WORN_FILES, GROWN = 20, 200, 1.5
"""It is replaced after 200 already where it takes half as much memory again as after 20, when all is loaded."""

_PIECE = 1 << 20
"""Bytes that are heard at a time."""


@dataclass(slots=True)
class Job:
    """Something to do, and how often it was begun: the last time in how many `seconds`, `alone` in a new worker."""

    index: int
    task: Task | Question
    tries: int = 0
    seconds: float = 0.0
    alone: bool = False


class Worker:
    """A worker process with the jobs that it has: the first one in work, the others at hand."""

    def __init__(
        self, reader: str, memory_mb: int, selector: selectors.BaseSelector, *, alone: bool, debug: bool
    ) -> None:
        env = dict(module_environment())
        if not alone:  # the cores are taken by workers already
            for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
                env.setdefault(name, "1")
        command = module_command("formextract.workers.worker", reader, str(memory_mb))
        self.process = subprocess.Popen(  # noqa: S603 - our own module
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=None if debug else subprocess.DEVNULL,
            env=env,
            **apart(),
        )
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self._in, self._out = Outlet(self.process.stdin), Inlet(self.process.stdout)
        self._selector = selector
        self._unsent = bytearray()
        self._unframed = Unframed()
        selector.register(self._out, selectors.EVENT_READ, self)
        self.jobs: deque[Job] = deque()
        self.ready = False
        self.files = 0
        self.warm_mb = 0.0
        self.allowance = Allowance(START_SECONDS, time.monotonic())

    @property
    def is_busy(self) -> bool:
        """Whether an answer is awaited, within its allowance."""
        return bool(self.jobs) or not self.ready

    @property
    def is_fresh(self) -> bool:
        """Whether it has had nothing to do yet; it may still be starting."""
        return not self.jobs and self.files == 0

    def begin(self, seconds: float) -> None:
        """From now on it has so many seconds for the first of its jobs."""
        before = self._taken() if self.files else 0.0  # its start is the first file's: a second
        self.allowance = Allowance(seconds, time.monotonic(), before)

    def is_overdue(self) -> bool:
        """Whether it has had all the time that it is given for what it does."""
        return self.is_busy and self.allowance.is_over(time.monotonic(), self._taken)

    def _taken(self) -> float:
        return processor_seconds(self.process.pid)

    def is_worn(self, mb: float) -> bool:
        """Whether it is to be replaced, having answered and taking so many MB."""
        if self.files == WARM_FILES:
            self.warm_mb = mb
        grown = self.files >= WORN_FILES and mb > GROWN * self.warm_mb
        return grown or self.files >= FILES_PER_WORKER

    def send(self, request: Request, texts: Sequence[str] = ()) -> None:
        """Puts a request behind those that it has."""
        self._unsent += to_bytes(request, texts)
        self.pump()

    def pump(self) -> None:
        """Writes as much of the requests as the pipe takes."""
        waited = bool(self._selector.get_map().get(self._in))
        try:
            del self._unsent[: self._in.write(self._unsent)]
        except BlockingIOError:
            pass
        except OSError:  # it has died since; the end of its answers will tell
            self._unsent.clear()
        if self._unsent and not waited:
            self._selector.register(self._in, selectors.EVENT_WRITE, self)
        elif waited and not self._unsent:
            self._selector.unregister(self._in)

    def receive(self) -> list[tuple[Reply, list[str]]] | None:
        """The answers that have come in; None where it has died, or says more than any file gives, or nonsense."""
        try:
            data = self._out.read(_PIECE)
        except BlockingIOError:
            return []
        except OSError:
            return None
        if not data or len(self._unframed) > MAX_ANSWER:
            return None
        try:
            replies = [reply_of(frame) for frame in self._unframed.take(data)]
        except (GarbledError, ValueError, KeyError, TypeError):
            return None
        if not replies:
            self.allowance.extend(time.monotonic() + 10)  # it has done its work and is answering
        return replies

    def end(self) -> int | None:
        """Ends it, and whatever it started; the status that it had ended with by itself."""
        for pipe in (self._in, self._out):
            with suppress(KeyError, ValueError):
                self._selector.unregister(pipe)
        status = self.process.poll()
        end_tree(self.process)
        self._in.close()
        self._out.close()
        self.process.wait()
        return status
