"""The same reading on a Ray cluster: `read_files` over actors, each with one reading process that is kept warm.

The driver is the only one that writes to a store, so a lost node costs no more than the files that it had in work:
they are read again elsewhere. A file that breaks its process is handled where it is read, as on one machine.
"""

from __future__ import annotations

import os
import socket
import time
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from formextract import __version__
from formextract.errors import FormextractError, UsageError, cause_of
from formextract.match.hints import HINT
from formextract.platforms import longest
from formextract.text.rates import RATES
from formextract.workers.pool import END, START_SECONDS, TRIES, Limits, OnWait, ReadOutcome, Task, WarmReader

AHEAD = 2
"""Files that an actor has: one in work, one at hand. No more are taken from the disc, so that nothing piles up."""
NODE_TRIES = 3
"""How often a file may lose the machine that reads it before it is given up."""
GRACE_SECONDS = 60.0
"""Beyond all of a file's own limits: an actor that is silent for longer is lost."""
_POLL_SECONDS = 1.0
_UNBORN = 5


class FileReader:
    """What an actor is. It reads a file where it lies, or, on another machine, from the bytes that come with it."""

    def __init__(self, limits: Limits, reader: str | None, rates: str = "", hint: str = "") -> None:
        # its reading process has them from here, on another machine too
        os.environ |= {RATES: rates, HINT: hint}
        self._warm = WarmReader(limits, reader)
        self._folder = TemporaryDirectory(prefix="formextract-")

    def ready(self) -> tuple[str, str]:
        """The program's version here and the machine's name in the cluster."""
        return __version__, str(_ray().get_runtime_context().get_node_id())

    def read(self, task: Task, content: bytes | None) -> ReadOutcome:
        """What came of the file."""
        if content is None:
            return self._warm.read(task)
        place = Path(self._folder.name) / f"file{Path(task.path).suffix[:16]}"
        place.write_bytes(content)
        try:
            return replace(self._warm.read(replace(task, path=str(place))), task=task)
        finally:
            place.unlink(missing_ok=True)

    def close(self) -> None:
        """Ends the reading process."""
        self._warm.close()
        self._folder.cleanup()


@dataclass(slots=True)
class _Job:
    task: Task
    lost: int = 0


@dataclass(slots=True)
class _Actor:
    handle: Any
    hello: Any
    """The reference that `ready` answers to; None once it has."""
    node: str = ""
    jobs: dict[Any, _Job] = field(default_factory=dict)
    """What it has in work, by the reference of the answer, the oldest first."""
    heard: float = 0.0


def read_files_on_ray(
    tasks: Iterable[Task | None],
    limits: Limits | None = None,
    *,
    address: str | None = None,
    reader: str | None = None,
    debug: bool = False,
    on_wait: OnWait | None = None,
) -> Generator[ReadOutcome, None, None]:
    """What came of each file, as it comes; `address` is the cluster's, None for one on this machine alone.

    UsageError where Ray is not installed or the cluster cannot be reached; FormextractError where it has another
    version of the program.
    """
    limits = limits or Limits()
    ray = _ray()
    own = not ray.is_initialized()
    if own:
        _join(ray, limits, address, debug=debug)
    driver = _Driver(ray, limits, reader, on_wait or (lambda: None))
    try:
        yield from driver.run(iter(tasks))
    finally:
        driver.close()
        if own:
            ray.shutdown()


def _ray() -> Any:
    try:
        return import_module("ray")
    except ImportError as e:
        raise UsageError("没有安装 Ray。请运行 pip install 'formextract[ray]'，或不用 --engine ray") from e


def _join(ray: Any, limits: Limits, address: str | None, *, debug: bool) -> None:
    settings: dict[str, Any] = {"log_to_driver": debug, "logging_level": "INFO" if debug else "ERROR"}
    if address is None:
        settings |= {"num_cpus": limits.n_workers, "include_dashboard": False}
    else:
        settings["address"] = address
    try:
        _knock(address)
        ray.init(**settings)
    except (ConnectionError, RuntimeError, ValueError, TimeoutError, OSError) as e:
        where = "本机" if address is None else address
        raise UsageError(f"连不上 Ray 集群（{where}）。请检查 --address，并确认集群已启动（ray start）") from e


def _knock(address: str | None) -> None:
    """OSError where nobody listens at `HOST:PORT`: Ray itself tries for minutes and then ends the program."""
    host, colon, port = (address or "").rpartition("://")[2].rpartition(":")
    if colon and port.isdecimal():
        socket.create_connection((host.strip("[]"), int(port)), timeout=10).close()


class _Driver:
    def __init__(self, ray: Any, limits: Limits, reader: str | None, on_wait: OnWait) -> None:
        self._ray = ray
        self._on_wait = on_wait
        self._limits = limits
        self._reader = reader
        self._here = str(ray.get_runtime_context().get_node_id())
        self._class = ray.remote(num_cpus=1, max_restarts=0)(FileReader)
        self._actors: list[_Actor] = []
        self._manned = time.monotonic()
        self._unborn = 0  # actors that were lost before they said a word, one after another
        self._patience = START_SECONDS + TRIES * longest(limits.timeout) + GRACE_SECONDS

    def close(self) -> None:
        """Ends all actors."""
        for actor in list(self._actors):
            self._end(actor)

    def run(self, tasks: Iterator[Task | None]) -> Iterator[ReadOutcome]:
        """What came of each task."""
        waiting: deque[_Job] = deque()
        more = True
        while True:
            self._man()
            while (waiting or more) and (actor := self._free()) is not None:
                if not waiting:
                    task = next(tasks, END)
                    more = task is not END
                    if task is None:  # none just now
                        break
                    waiting += [_Job(task)] if isinstance(task, Task) else []
                if waiting:
                    yield from self._send(actor, waiting.popleft())
            if not more and not waiting and not any(a.jobs for a in self._actors):
                return
            yield from self._hear(waiting)

    def _man(self) -> None:
        """Starts an actor for each core of the cluster as it is now; one for a core that is gone waits for another."""
        wanted = self._limits.workers or int(self._ray.cluster_resources().get("CPU", 0)) or 1
        while len(self._actors) < wanted:
            handle = self._class.remote(self._limits, self._reader, os.environ.get(RATES, ""), os.environ.get(HINT, ""))
            self._actors.append(_Actor(handle, handle.ready.remote(), heard=time.monotonic()))

    def _free(self) -> _Actor | None:
        """The actor that can take a file and has the fewest; None where all have enough."""
        ready = [a for a in self._actors if a.hello is None and len(a.jobs) < AHEAD]
        return min(ready, key=lambda a: len(a.jobs), default=None)

    def _send(self, actor: _Actor, job: _Job) -> Iterator[ReadOutcome]:
        try:
            content = None if actor.node == self._here else Path(job.task.path).read_bytes()
        except OSError as e:
            message = f"打不开文件（{cause_of(e)}）。请检查权限或重新拷贝"
            yield ReadOutcome(job.task, "failed", (), message, "", 0.0, 1)
            return
        if not actor.jobs:
            actor.heard = time.monotonic()
        actor.jobs[actor.handle.read.remote(job.task, content)] = job

    def _hear(self, waiting: deque[_Job]) -> Iterator[ReadOutcome]:
        """What is answered within a second; the files of actors that are lost go back to those that wait."""
        pending = {ref: a for a in self._actors for ref in (*a.jobs, *([a.hello] if a.hello is not None else []))}
        again = self._on_wait()
        patience = _POLL_SECONDS if again is None else min(again, _POLL_SECONDS)
        answered, _ = self._ray.wait(list(pending), num_returns=1, timeout=patience)
        for ref in answered:
            actor = pending[ref]
            try:
                answer = self._ray.get(ref)
            except self._ray.exceptions.RayTaskError as e:
                raise FormextractError(f"读取程序启动不了：{_line(e)}。请在集群的机器上重新安装 formextract") from e
            except self._ray.exceptions.RayError:
                yield from self._lost(actor, waiting)
                continue
            actor.heard = time.monotonic()
            if ref == actor.hello:
                self._greeted(actor, answer)
            else:
                del actor.jobs[ref]
                yield answer
        if not any(a.hello is None for a in self._actors) and time.monotonic() - self._manned > 2 * START_SECONDS:
            raise UsageError("集群里一直没有空闲的处理器。请等别的任务结束，或用 ray start 加机器后再运行")
        for actor in list(self._actors):
            if actor.jobs and time.monotonic() - actor.heard > self._patience:
                yield from self._lost(actor, waiting)

    def _greeted(self, actor: _Actor, answer: tuple[str, str]) -> None:
        there, actor.node = answer
        actor.hello, self._unborn, self._manned = None, 0, time.monotonic()
        if there != __version__:
            raise FormextractError(f"集群上的 formextract 版本是 {there}，本机是 {__version__}。请装成同一版本后再运行")

    def _lost(self, actor: _Actor, waiting: deque[_Job]) -> Iterator[ReadOutcome]:
        """Gives an actor up that is gone or silent. Only the oldest of its files was in work."""
        jobs = list(actor.jobs.values())
        self._unborn += actor.hello is not None
        if self._unborn > _UNBORN:
            raise FormextractError("集群的机器上启动不了读取程序。请在每台机器上装好同一版本的 formextract 后再运行")
        self._end(actor)
        self._manned = time.monotonic()
        for position, job in enumerate(jobs):
            job.lost += position == 0
            if job.lost < NODE_TRIES:
                waiting.append(job)
                continue
            message = "读取这个文件的机器接连失去联系，已放弃。请检查集群和文件，再运行一次同样的命令"
            yield ReadOutcome(job.task, "failed", (), message, "", 0.0, job.lost)

    def _end(self, actor: _Actor) -> None:
        if actor in self._actors:
            self._actors.remove(actor)
        with suppress(Exception):  # it may be gone already, in more ways than one
            actor.handle.close.remote()
            self._ray.kill(actor.handle)


def _line(error: Exception) -> str:
    return " ".join(str(error).split())[-300:]
