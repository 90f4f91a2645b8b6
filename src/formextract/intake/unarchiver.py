"""RAR archives that libarchive cannot read (in several volumes, solid), by the system's `unar` where it is there."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from formextract.intake.member import ArchiveMember, BrokenArchiveError, Budget, OverLimitError
from formextract.intake.names import mended

_CHUNK = 1 << 18
_POLL_SECONDS = 0.1
_FAILED = "压缩包不完整、已损坏、缺少分卷或设有密码。请检查各分卷是否齐全，或用解压软件解开后装载文件夹"


def is_there() -> bool:
    """Whether `unar` is installed."""
    return shutil.which("unar") is not None


def unar_members(path: Path, into: Path, budget: Budget) -> Iterator[ArchiveMember]:
    """The files of an archive, unpacked below `into` for the time being; what it may take is measured meanwhile.

    BrokenArchiveError where not all of it can be unpacked: a member that is cut short looks like any other.
    """
    with TemporaryDirectory(prefix=".unar-", dir=into) as scratch:
        folder = Path(scratch)
        _run(path, folder, budget)
        for place in sorted(folder.rglob("*")):
            mode = place.lstat().st_mode
            name = str(place.relative_to(folder))
            raw = os.fsencode(name)
            shown = mended(os.fsencode(name).decode("utf-8", "replace"))
            if stat.S_ISLNK(mode):
                yield ArchiveMember(shown, raw, kind="link")
            elif stat.S_ISREG(mode):
                yield ArchiveMember(shown, raw, _chunks(place))
            elif not stat.S_ISDIR(mode):
                yield ArchiveMember(shown, raw, kind="special")


def _run(path: Path, folder: Path, budget: Budget) -> None:
    # Names without a word about their encoding are GBK; those that were UTF-8 are mended afterwards.
    command = ["unar", "-quiet", "-no-directory", "-force-rename", "-encoding", "GB18030", "-output-directory"]
    process = subprocess.Popen(  # noqa: S603 - the system's own program, no shell
        [shutil.which("unar") or "unar", *command[1:], str(folder), "--", str(path.absolute())],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        while process.poll() is None:
            _measure(folder, budget)
            time.sleep(_POLL_SECONDS)
        _measure(folder, budget)
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()
    if process.returncode != 0:
        raise BrokenArchiveError(_FAILED)


def _measure(folder: Path, budget: Budget) -> None:
    """OverLimitError where what has been unpacked by now is more than the archive may take."""
    total = count = 0
    for place in folder.rglob("*"):
        try:
            size = place.lstat().st_size
        except OSError:
            continue
        total, count = total + size, count + 1
        if size > budget.member_bytes:
            raise OverLimitError("其中一个文件过大，超过上限")
    if total > budget.bytes:
        raise OverLimitError("解开后的总大小超过上限")
    if count > budget.members:
        raise OverLimitError("文件个数超过上限")


def _chunks(place: Path) -> Callable[[], Iterator[bytes]]:
    def chunks() -> Iterator[bytes]:
        with place.open("rb") as f:
            while chunk := f.read(_CHUNK):
                yield chunk

    return chunks
