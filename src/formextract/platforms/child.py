"""A process of ours that is written to and heard, one at a time, and ended with all that it started."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress

from formextract.platforms import Inlet, apart, end_tree


class Child:
    """A started process: `write` what it is to do, hear it through `inlet`, `end` it. Its errors are dropped."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - the command is our own module's
            list(command),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            **apart(),
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._in = self._process.stdin
        self.inlet = Inlet(self._process.stdout)

    @property
    def is_running(self) -> bool:
        """Whether it has not ended by itself."""
        return self._process.poll() is None

    def write(self, data: bytes) -> None:
        """Hands it bytes at once. OSError where it has died."""
        self._in.write(data)
        self._in.flush()

    def end(self) -> None:
        """Ends it, and whatever it started."""
        end_tree(self._process)
        self.inlet.close()
        with suppress(OSError):
            self._in.close()
        self._process.wait()
