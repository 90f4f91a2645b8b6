"""How far a run is, on standard error: a bar on a terminal, plain lines elsewhere, or lines of JSON for programs."""

from __future__ import annotations

import json
import sys
import threading
import time
from collections import deque
from dataclasses import dataclass, field
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from formextract.cli.say import clean, console, say, shown

if TYPE_CHECKING:  # a tenth of a second, and most commands draw no bar
    from rich.progress import Progress

PLAIN_SECONDS = 30.0
"""How often a plain line tells how far it is."""
JSON_SECONDS = 5.0
"""How often a program is told, beside a line for each file."""
SLOW_SECONDS = 10.0
"""A file that has been in work for so long is named."""

_BAR_SECONDS = 1.0
_NAME_WIDTH = 30
_WINDOW = 200  # files by which the rate is reckoned
_SLOW_SHOWN = 3


@dataclass(slots=True)
class Pace:
    """Files done, failed and in work, and how fast they go. `clock` is monotonic seconds."""

    total: int
    done: int = 0
    failed: int = 0
    in_work: dict[str, float] = field(default_factory=dict)
    """When each file that is being read was begun."""
    _ends: deque[float] = field(default_factory=lambda: deque(maxlen=_WINDOW))

    def begun(self, path: str, clock: float) -> None:
        """A file has gone to a worker (again)."""
        self.in_work[path] = clock

    def ended(self, path: str, clock: float, *, failed: bool) -> None:
        """A file is done."""
        self.in_work.pop(path, None)
        self.done += 1
        self.failed += failed
        self._ends.append(clock)

    def rate(self, clock: float) -> float | None:
        """Files a second of late, None before that can be told."""
        if len(self._ends) < 2 or clock <= self._ends[0]:  # noqa: PLR2004 - two ends make a length
            return None
        return (len(self._ends) - 1) / (clock - self._ends[0])

    def seconds_left(self, clock: float) -> float | None:
        """How long the rest will take at this rate, None where nobody can tell."""
        rate = self.rate(clock)
        return None if not rate else max(0, self.total - self.done) / rate

    def slow(self, clock: float) -> list[tuple[str, float]]:
        """The files that are long in work, the longest first, with their seconds."""
        found = [(path, clock - start) for path, start in self.in_work.items() if clock - start >= SLOW_SECONDS]
        return sorted(found, key=lambda x: -x[1])

    def told(self, clock: float) -> str:
        """One line for staff."""
        parts = [f"已处理 {self.done}/{self.total} 个文件", f"正在读 {len(self.in_work)} 个"]
        if self.failed:
            parts.append(f"读不了 {self.failed} 个")
        rate, left = self.rate(clock), self.seconds_left(clock)
        if rate is not None and left is not None:
            parts += [f"每分钟 {rate * 60:.0f} 个", f"约还需 {_duration(left)}"]
        slow = "、".join(f"{_name(path)}（{seconds:.0f} 秒）" for path, seconds in self.slow(clock)[:_SLOW_SHOWN])
        return "，".join(parts) + (f"；较慢：{slow}" if slow else "")

    def as_dict(self, clock: float) -> dict[str, Any]:
        """The same for programs."""
        rate, left = self.rate(clock), self.seconds_left(clock)
        return {
            "done": self.done,
            "total": self.total,
            "in_work": len(self.in_work),
            "failed": self.failed,
            "files_per_second": None if rate is None else round(rate, 3),
            "seconds_left": None if left is None else round(left),
            "slow": [{"path": shown(p), "seconds": round(s, 1)} for p, s in self.slow(clock)],
        }


class FileProgress:
    """How many files of how many are done. `quiet` says nothing; `as_json` says it to programs."""

    def __init__(self, total: int, *, quiet: bool = False, as_json: bool = False) -> None:
        self._pace = Pace(total)
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._json = as_json
        self._bar: Progress | None = None
        self._seconds = JSON_SECONDS if as_json else PLAIN_SECONDS
        self._ticks: threading.Thread | None = None
        draws = not quiet and not as_json and sys.stderr.isatty() and console().is_terminal
        self._plain = not quiet and not as_json and not draws
        if draws:
            self._seconds = _BAR_SECONDS
            self._bar = _bar()
            self._task = self._bar.add_task("", total=total, told="")

    def __enter__(self) -> Self:
        if self._bar is not None:
            self._bar.start()
        elif self._plain:
            say(f"共 {self._pace.total} 个文件，开始读取……")
        elif self._json:
            json_line("start", total=self._pace.total)
        if self._bar is not None or self._plain or self._json:
            self._ticks = threading.Thread(target=self._tick, daemon=True)
            self._ticks.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        if self._ticks is not None:
            self._ticks.join()
        if self._bar is not None:
            self._bar.stop()

    @property
    def total(self) -> int:
        """How many files there are, as far as is known."""
        return self._pace.total

    def grow(self) -> None:
        """One more file has been met, in an archive."""
        with self._lock:
            self._pace.total += 1

    def begin(self, path: str) -> None:
        """A worker has begun with a file."""
        with self._lock:
            self._pace.begun(path, time.monotonic())

    def step(self, path: str, *, failed: bool = False) -> None:
        """One more file is done."""
        with self._lock:
            self._pace.ended(path, time.monotonic(), failed=failed)
        self._show_bar()

    def _tick(self) -> None:
        # A thread: while one file hangs nothing else would tell that it does.
        while not self._over.wait(self._seconds):
            if self._bar is not None:
                self._show_bar()
                continue
            with self._lock:
                told = self._pace.as_dict(time.monotonic()) if self._json else self._pace.told(time.monotonic())
            if isinstance(told, str):
                say(told + "……")
            else:
                json_line("progress", **told)

    def _show_bar(self) -> None:
        if self._bar is None:
            return
        with self._lock:
            told = self._pace.told(time.monotonic()).partition("，")[2]
            self._bar.update(self._task, completed=self._pace.done, total=self._pace.total, told=told)


def _bar() -> Progress:
    """The bar, empty."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    return Progress(
        TextColumn("正在读取"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("个文件  已用"),
        TimeElapsedColumn(),
        TextColumn("{task.fields[told]}", markup=False),
        console=console(),
        transient=True,
    )


_writing = threading.Lock()


def json_line(event: str, **fields: Any) -> None:
    """One event on standard error, a line of JSON; what each holds is told in docs/loading.md."""
    line = json.dumps({"event": event} | fields, ensure_ascii=False)
    with _writing:
        sys.stderr.write(line.encode("utf-8", "backslashreplace").decode() + "\n")
        sys.stderr.flush()


def _name(path: str) -> str:
    from rich.text import Text

    name = Text(clean(shown(path)).rsplit("/", 1)[-1])
    name.truncate(_NAME_WIDTH, overflow="ellipsis")
    return name.plain


def _duration(seconds: float) -> str:
    if seconds < 90:  # noqa: PLR2004 - seconds; beyond that minutes read better
        return f"{seconds:.0f} 秒"
    minutes = round(seconds / 60)
    return f"{minutes} 分钟" if minutes < 120 else f"{minutes // 60} 小时 {minutes % 60} 分钟"  # noqa: PLR2004
