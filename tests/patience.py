"""Waiting for what another process does: until it has happened, and never for a time.

No test asserts how long something takes. A test that waits gives up after HANG_SECONDS only, so that a fault ends the
run instead of hanging it; nothing that works takes that long, however much else the machine has to do.
"""

import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

HANG_SECONDS = 900


def until(holds: Callable[[], object], told: str) -> None:
    """Comes back once `holds` does; AssertionError where it never does."""
    end = time.monotonic() + HANG_SECONDS
    while not holds():
        assert time.monotonic() < end, f"never came: {told}"
        time.sleep(0.02)


def has_ended(pid: int) -> bool:
    """Whether a process is gone; one that nobody has asked for its status yet (a zombie) is."""
    with suppress(FileNotFoundError, ProcessLookupError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    return True


def until_ended(pid: int) -> None:
    """Comes back once the process is gone."""
    until(lambda: has_ended(pid), f"the end of process {pid}")


class Clock:
    """Stands in for the module `time`: tells the real time until a test moves it on."""

    def __init__(self) -> None:
        self._ahead = 0.0

    def monotonic(self) -> float:
        """Seconds, as `time.monotonic` and what has been added."""
        return time.monotonic() + self._ahead

    def advance(self, seconds: float) -> None:
        """Lets so many seconds have passed at once."""
        self._ahead += seconds
