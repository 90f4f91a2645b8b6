"""The way of every system: psutil for what a process takes and has started, threads and sockets in place of pipes.

What it cannot do as well as `posix`: memory is looked at twenty times a second and not refused where it is asked for;
what a process has started and left behind when it died by itself is not found any more; an archive is opened in the
unpacking process itself, which dies of it where a copy would have.
"""

from __future__ import annotations

import ctypes
import io
import os
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

import psutil
from filelock import FileLock, Timeout

ENDING_SIGNALS = tuple(
    getattr(signal, name) for name in ("SIGTERM", "SIGBREAK", "SIGHUP") if hasattr(signal, name)
)  # fmt: skip
"""By which a program is asked to end."""

LOOKS = 0.05
"""Seconds between looks at the memory that is taken."""
GRACE = 5.0
"""Seconds after which a process that takes too much and has not heard of it is ended."""
_PIECE = 1 << 20

_bound = 0
_peak = 0
_timer: threading.Timer | None = None


def apart() -> dict[str, Any]:
    """The arguments for `Popen` of a process that is to be ended with all that it starts."""
    flags = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0) | getattr(subprocess, "CREATE_NO_WINDOW", 0)
    return {"creationflags": flags} if flags else {"start_new_session": True}  # not ended by the terminal's Ctrl+C


def guarded(command: list[str]) -> list[str]:
    """The command as it is: where we are killed it goes on until it ends by itself."""
    return command


def end_tree(process: subprocess.Popen[bytes]) -> None:
    """Kills a process that was started `apart`, and what it started."""
    try:
        found = psutil.Process(process.pid).children(recursive=True)
    except psutil.Error:
        found = []
    with suppress(OSError):
        process.kill()
    for child in found:
        with suppress(psutil.Error):
            child.kill()


def lock(path: Path, *, wait: bool = False) -> Callable[[], None] | None:
    """Takes a lock file, made where there is none; gives back what lets go of it, None where another holds it.

    `wait`: until it is free. OSError where it cannot be made.
    """
    held = FileLock(path)
    try:
        held.acquire(timeout=-1 if wait else 0)
    except Timeout:
        return None
    return held.release


def limit_memory(most: int) -> None:
    """Has this process hear of it, as a MemoryError, where it takes more bytes than this (0: as many as there are)."""
    global _bound  # noqa: PLW0603 - of this process, as the system's own limits are
    _bound = most
    if most > 0:
        threading.Thread(target=_watch, args=(most, threading.get_ident()), daemon=True).start()


def _watch(most: int, thread: int) -> None:
    since: float | None = None
    while True:
        time.sleep(LOOKS)
        if _look() <= most:
            since = None
        elif since is None:
            since = time.monotonic()
            ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(MemoryError))
        elif time.monotonic() - since > GRACE:  # in a library that does not come back
            os._exit(1)


def _look() -> int:
    global _peak  # noqa: PLW0603 - of this process
    info = psutil.Process().memory_info()
    taken = int(getattr(info, "private", info.vms))
    _peak = max(_peak, taken)
    return taken


def memory_bound() -> int:
    """The bytes that this process may take, 0 where there is no bound."""
    return _bound


def memory_peak() -> int:
    """The bytes that this process has been seen to take at most."""
    _look()
    return _peak


def memory_resident() -> int:
    """The bytes of memory that this process takes."""
    return int(psutil.Process().memory_info().rss)


def alarm(seconds: int) -> None:
    """Ends this process after so many seconds; 0 takes it back."""
    global _timer  # noqa: PLW0603 - of this process
    if _timer is not None:
        _timer.cancel()
        _timer = None
    if seconds:
        _timer = threading.Timer(seconds, os._exit, (1,))
        _timer.daemon = True
        _timer.start()


def forked(work: Callable[[], None]) -> None:
    """Does something here: there are no copies of a process on every system."""
    work()


class Inlet:
    """What a process says, as it comes: for a selector, and read without waiting."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._here, there = socket.socketpair()
        self._here.setblocking(False)
        threading.Thread(target=_pour_in, args=(stream, there), daemon=True).start()

    def fileno(self) -> int:
        """What a selector waits for."""
        return self._here.fileno()

    def read(self, most: int) -> bytes:
        """What has come, b"" at the end; BlockingIOError where nothing has."""
        return self._here.recv(most)

    def close(self) -> None:
        """Hears no more. The pipe is closed once the process is gone: a thread may be waiting for it."""
        self._here.close()


class Outlet:
    """What is said to a process: for a selector, and written without waiting."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._here, there = socket.socketpair()
        self._here.setblocking(False)
        threading.Thread(target=_pour_out, args=(there, stream), daemon=True).start()

    def fileno(self) -> int:
        """What a selector waits for."""
        return self._here.fileno()

    def write(self, data: bytes | bytearray) -> int:
        """How many of the bytes were taken; BlockingIOError where none can be now."""
        return self._here.send(data)

    def close(self) -> None:
        """Says no more, by which the process ends."""
        self._here.close()


def _pour_in(stream: IO[bytes], there: socket.socket) -> None:
    assert isinstance(stream, io.BufferedReader)
    with there, stream, suppress(OSError, ValueError):
        while data := stream.read1(_PIECE):
            there.sendall(data)


def _pour_out(there: socket.socket, stream: IO[bytes]) -> None:
    with there, suppress(OSError, ValueError):
        while data := there.recv(_PIECE):
            stream.write(data)
            stream.flush()
    with suppress(OSError, ValueError):
        stream.close()
