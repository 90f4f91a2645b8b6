"""The way of Linux and macOS: process groups, resource limits, alarms, pipes that a selector waits for."""

from __future__ import annotations

import fcntl
import os
import re
import resource
import signal
import subprocess
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

ENDING_SIGNALS = (signal.SIGTERM, signal.SIGHUP)
"""By which a program is asked to end."""

_GUARDED = 'exec 3<&0; (cat <&3 >/dev/null 2>&1; kill -KILL 0) & exec "$@" </dev/null 3<&-'
_PIPE = 1 << 20
"""Bytes that a pipe holds, where the system lets us: an answer goes through in one piece."""


def apart() -> dict[str, Any]:
    """The arguments for `Popen` of a process that is to be ended with all that it starts."""
    return {"start_new_session": True}


def guarded(command: list[str]) -> list[str]:
    """The command, run so that all it starts ends with its standard input: also where we are killed."""
    return ["/bin/sh", "-c", _GUARDED, "sh", *command]


def end_tree(process: subprocess.Popen[bytes]) -> None:
    """Kills a process that was started `apart`, and what it started."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


def lock(path: Path, *, wait: bool = False) -> Callable[[], None] | None:
    """Takes a lock file, made where there is none; gives back what lets go of it, None where another holds it.

    `wait`: until it is free. OSError where it cannot be made. `filelock` does the same on every system, but asyncio
    comes with it, which no program needs that only starts.
    """
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        taken_away = os.fstat(handle).st_nlink == 0  # by its last holder, after we opened it
    except BlockingIOError:
        os.close(handle)
        return None
    except BaseException:
        os.close(handle)
        raise
    if taken_away:
        os.close(handle)
        return lock(path, wait=wait)
    return lambda: os.close(handle)


def limit_memory(most: int) -> None:
    """Bounds this process: no core files, and so many bytes of address space (0: as many as there are)."""
    limits = [(resource.RLIMIT_CORE, 0)]
    if most > 0:
        limits.append((resource.RLIMIT_AS, most))
    for what, limit in limits:
        hard = resource.getrlimit(what)[1]
        resource.setrlimit(what, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard))


def memory_bound() -> int:
    """The bytes that this process may take, 0 where there is no bound."""
    bound = resource.getrlimit(resource.RLIMIT_AS)[0]
    return 0 if bound == resource.RLIM_INFINITY else bound


def memory_peak() -> int:
    """The bytes of address space that this process has taken at most; 0 where the system does not say."""
    return _status("VmPeak")


def memory_resident() -> int:
    """The bytes of memory that this process takes; 0 where the system does not say."""
    return _status("VmRSS")


def alarm(seconds: int) -> None:
    """Ends this process after so many seconds; 0 takes it back."""
    signal.alarm(seconds)


def forked(work: Callable[[], None]) -> None:
    """Does something in a copy of this process, and waits for it; what the copy dies of is its own."""
    child = os.fork()
    if child == 0:
        work()
        os._exit(0)
    os.waitpid(child, 0)


class Inlet:
    """What a process says, as it comes: for a selector, and read without waiting."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._number = stream.fileno()
        _prepare(self._number)

    def fileno(self) -> int:
        """What a selector waits for."""
        return self._number

    def read(self, most: int) -> bytes:
        """What has come, b"" at the end; BlockingIOError where nothing has."""
        return os.read(self._number, most)

    def close(self) -> None:
        """Hears no more."""
        with suppress(OSError):
            self._stream.close()


class Outlet:
    """What is said to a process: for a selector, and written without waiting."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._number = stream.fileno()
        _prepare(self._number)

    def fileno(self) -> int:
        """What a selector waits for."""
        return self._number

    def write(self, data: bytes | bytearray) -> int:
        """How many of the bytes were taken; BlockingIOError where none can be now."""
        return os.write(self._number, data)

    def close(self) -> None:
        """Says no more, by which the process ends."""
        with suppress(OSError):
            self._stream.close()


def _prepare(pipe: int) -> None:
    os.set_blocking(pipe, False)
    with suppress(OSError, AttributeError):
        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _PIPE)


def _status(name: str) -> int:
    """Bytes, as the system says them of this process; 0 where it does not."""
    try:
        text = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return 0
    found = re.search(rf"^{name}:\s*(\d+) kB", text, re.MULTILINE)
    return int(found[1]) * 1024 if found else 0
