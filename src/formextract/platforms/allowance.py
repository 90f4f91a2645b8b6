"""How much time a process may take: processor seconds, of itself and of all that it has started.

The clock alone is unjust: beside other programs a sound file takes many times what it takes by itself. The processor
alone is no bound: what waits for ever takes none.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

WAITED = 5
"""How many times its seconds a process may take by the clock, whatever it works: its share of a machine on which five
programs want each core."""

LOOK = 1.0
"""Seconds between two looks at what a process has taken, at least."""


class Allowance:
    """So many seconds from `now`: over once clock and processor both say so, or the clock says it `WAITED` times.

    `taken` is what the process had taken before, `now` a reading of the caller's clock. Nobody needs to look before
    `look_at`.
    """

    def __init__(self, seconds: float, now: float, taken: float = 0.0) -> None:
        self._seconds = seconds
        self._begun = now
        self._before = taken
        self._last = now + longest(seconds)
        self.look_at = now + seconds

    def is_over(self, now: float, taken: Callable[[], float]) -> bool:
        """Whether the time is up; what the process has taken by now is asked for only where that decides."""
        if now < self.look_at:
            return False
        left = self._seconds - (taken() - self._before) if now < self._last else 0.0
        self.look_at = min(now + max(left, LOOK), self._last)
        return left <= 0

    def extend(self, until: float) -> None:
        """Looks no earlier than this."""
        self.look_at = max(self.look_at, until)
        self._last = max(self._last, until)

    def run(self, now: float) -> float:
        """The seconds that the clock has counted."""
        return now - self._begun


def longest(seconds: float) -> float:
    """The seconds that the clock may count where so many were allowed."""
    return seconds * WAITED


def processor_seconds(pid: int) -> float:
    """What a process and all that it has started have taken of the processors by now; 0 where it is gone."""
    import psutil  # asked for only by what has run long

    taken = 0.0
    with suppress(psutil.Error):
        process = psutil.Process(pid)
        for one in (process, *process.children(recursive=True)):
            with suppress(psutil.Error):
                times = one.cpu_times()
                taken += times.user + times.system + times.children_user + times.children_system
    return taken
