"""The unpacking process from outside: started where it is needed, heard while other things go on, ended."""

from __future__ import annotations

import selectors
import time
from collections.abc import Generator, Iterator
from contextlib import suppress
from pathlib import Path

from formextract.intake.messages import MAX_LINE, Closed, Ended, Entry, GarbledReplyError, Open, line_of, reply_in
from formextract.platforms import Inlet
from formextract.platforms.child import Child
from formextract.spawn import module_command, module_environment

POLL_SECONDS = 0.2
"""After so long without a word the caller is told that there is none yet."""
MOST_CRASHES = 5
"""How often the process may be broken by archives of one tree before the rest of them is left closed."""
_READ = 1 << 16


class Unpacker:
    """Opens the archives of one tree, one after the other, in a process that can be killed. To be closed.

    `seconds` is how long all of them may be waited for together; while nobody asks, no time passes.
    """

    def __init__(self, work: Path, seconds: float) -> None:
        self._work = work
        self._left = seconds
        self._crashes = 0
        self._process: Child | None = None
        self._heard = bytearray()

    @property
    def is_spent(self) -> bool:
        """Whether no more archives are opened: their time is over, or they have broken the process too often."""
        return self._left <= 0 or self._crashes >= MOST_CRASHES

    def opened(self, request: Open) -> Generator[Entry | Ended | None, None, None]:
        """What the process says of an archive, `Closed` not included; None where it has said nothing for a while.

        Without an `Ended` as the last word the archive has broken the process, or the time was over.
        """
        process = self._process or self._started()
        whole = False
        try:
            with suppress(OSError):  # it has died; that it says nothing will tell
                process.write(line_of(request))
            for line in self._lines(process.inlet):
                reply = None if line is None else reply_in(line)
                if isinstance(reply, Closed):
                    whole = True
                    return
                yield reply
        except GarbledReplyError:
            return
        finally:  # also where the caller wants to hear no more
            if not whole:
                self._crashes += 1
                self.close()

    def _lines(self, inlet: Inlet) -> Iterator[bytes | None]:
        """Lines as they come, None where there is none for a while, until the process ends or the time is over."""
        with selectors.DefaultSelector() as selector:
            selector.register(inlet, selectors.EVENT_READ)
            while True:
                while (end := self._heard.find(b"\n")) >= 0:
                    line = bytes(self._heard[:end])
                    del self._heard[: end + 1]
                    if line:
                        yield line
                if self._left <= 0 or len(self._heard) > MAX_LINE:
                    return
                start = time.monotonic()
                ready = selector.select(min(POLL_SECONDS, self._left))
                self._left -= time.monotonic() - start
                if not ready:
                    yield None
                    continue
                data = _heard(inlet)
                if not data:
                    return
                self._heard += data

    def _started(self) -> Child:
        self._heard.clear()
        command = module_command("formextract.intake.unpack", str(self._work))
        self._process = Child(command, module_environment())
        return self._process

    def close(self) -> None:
        """Ends the process, and whatever it started."""
        process, self._process = self._process, None
        if process is not None:
            process.end()


def _heard(inlet: Inlet) -> bytes:
    """What a process that a selector tells of has said; b"" where it is gone."""
    try:
        return inlet.read(_READ)
    except OSError:
        return b""
