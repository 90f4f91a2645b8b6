"""A progress bar on standard error; plain lines where it is no terminal."""

from __future__ import annotations

import time
from types import TracebackType
from typing import Self

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.text import Text

from formextract.cli.say import clean, console, say, shown

PLAIN_SECONDS = 30.0
"""How often a plain line tells how far it is."""

_NAME_WIDTH = 30


class FileProgress:
    """How many files of how many are done. `quiet` says nothing."""

    def __init__(self, total: int, *, quiet: bool = False) -> None:
        self._total = total
        self._done = 0
        self._plain = not quiet and not console().is_terminal
        self._last = time.monotonic()
        self._bar: Progress | None = None
        if not quiet and console().is_terminal:
            self._bar = Progress(
                TextColumn("正在读取"),
                BarColumn(),
                MofNCompleteColumn(),
                TextColumn("个文件  已用"),
                TimeElapsedColumn(),
                TextColumn("还需"),
                TimeRemainingColumn(),
                TextColumn("{task.fields[name]}", markup=False),
                console=console(),
                transient=True,
            )
            self._task = self._bar.add_task("", total=total, name="")

    def __enter__(self) -> Self:
        if self._bar is not None:
            self._bar.start()
        elif self._plain:
            say(f"共 {self._total} 个文件，开始读取……")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()

    def grow(self) -> None:
        """One more file has been met, in an archive."""
        self._total += 1
        if self._bar is not None:
            self._bar.update(self._task, total=self._total)

    def step(self, path: str) -> None:
        """One more file is done."""
        self._done += 1
        if self._bar is not None:
            name = Text(clean(shown(path)).rsplit("/", 1)[-1])
            name.truncate(_NAME_WIDTH, overflow="ellipsis")
            self._bar.update(self._task, advance=1, name=name.plain)
        elif self._plain and time.monotonic() - self._last >= PLAIN_SECONDS:
            self._last = time.monotonic()
            say(f"已处理 {self._done}/{self._total} 个文件……")
