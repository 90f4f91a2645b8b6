"""Archives and disc images to the files in them, through a process that can be killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from formextract.intake.containers import container
from formextract.intake.member import MAX_DEPTH, Budget

UNPACK_SECONDS = 3600
"""Wall time for one archive: a DVD at a slow drive's 4 MB/s takes some twenty minutes."""


@dataclass(frozen=True, slots=True)
class Expanded:
    """A file that came out of an archive, or why none did.

    `path` is for people: the archive's path and on from there. `at` is where the bytes lie, under a name made from
    their digest, `sha256` and `size` are theirs. `why` is '' for a file that is to be read, `failed` (with a `reason`
    in Chinese) for a member or an archive that is not, `system`, `link` or `special` for what is passed over, and
    `opened` for the archive itself, after all that was in it.
    """

    path: str
    at: Path | None = None
    sha256: str = ""
    size: int = 0
    raw: bytes = b""
    why: Literal["", "system", "link", "special", "failed", "opened"] = ""
    reason: str = ""


class Expander:
    """Opens archives into one work folder. The caller removes the files that it has done with, and the folder."""

    def __init__(self, work: Path, seconds: float = UNPACK_SECONDS) -> None:
        self._work = work
        self._seconds = seconds

    def expand(self, archive: Path, shown: str, budget: Budget | None = None, depth: int = 1) -> Iterator[Expanded]:
        """Everything in the archive, archives within it opened too, and last the archive itself: opened or failed."""
        budget = budget or Budget.of(archive.stat().st_size)
        last: dict[str, Any] = {}
        inner: list[Expanded] = []
        for about in self._unpacked(archive, shown, budget):
            if "name" not in about:
                last = about
                continue
            found = self._found(about, shown)
            budget.members -= 1
            budget.bytes -= found.size
            if found.at is not None and container(found.at, found.path) is not None:
                inner.append(found)
            else:
                yield found
        for found in inner:
            assert found.at is not None
            if depth >= MAX_DEPTH:
                reason = f"压缩包套了 {MAX_DEPTH} 层以上，没有继续解开。请逐层解开后装载文件夹"
                yield Expanded(found.path, raw=found.raw, why="failed", reason=reason)
            else:
                yield from self.expand(found.at, found.path, budget, depth + 1)
        for place in {found.at for found in inner if found.at is not None}:
            place.unlink(missing_ok=True)
        if "end" in last:
            yield Expanded(shown, why="opened")
        else:
            crashed = "打开压缩包时程序崩溃或超时。请用解压软件解开后装载文件夹"
            yield Expanded(shown, why="failed", reason=last.get("failed", crashed))

    def _found(self, about: dict[str, Any], shown: str) -> Expanded:
        name = about["name"].replace("\\", "/").strip("/")
        path, raw = f"{shown}/{name}", bytes.fromhex(about["raw"])
        if "refused" in about:
            return Expanded(path, raw=raw, why="failed", reason=about["refused"])
        if "skipped" in about:
            return Expanded(path, raw=raw, why=about["skipped"])
        return Expanded(path, self._work / about["file"], about["sha256"], about["size"], raw)

    def _unpacked(self, archive: Path, name: str, budget: Budget) -> Iterator[dict[str, Any]]:
        """What the unpacking process says, line by line."""
        env = os.environ | {"PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
        limits = [str(n) for n in (budget.bytes, budget.members, budget.member_bytes)]
        # -P: the current folder, which may be a disc from strangers, is no place to import from.
        command = [sys.executable, "-P", "-m", "formextract.intake.unpack", str(archive), name.rsplit("/", 1)[-1]]
        process = subprocess.Popen(  # noqa: S603 - our own module
            [*command, str(self._work), *limits],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=env,
            start_new_session=True,
        )
        timer = threading.Timer(self._seconds, _kill, (process,))
        timer.daemon = True
        timer.start()
        assert process.stdout is not None
        try:
            for line in process.stdout:
                if line.endswith(b"\n"):
                    yield json.loads(line)
        finally:
            timer.cancel()
            _kill(process)
            process.stdout.close()
            process.wait()


def _kill(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
