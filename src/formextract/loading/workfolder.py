"""A folder for what comes out of archives, taken away at the end, and by the next run where a run was killed."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

_LOCK = ".lock"


@contextmanager
def work_folder(root: Path | None) -> Iterator[Path]:
    """A new folder below `root` (the system's folder for such things where None), gone when the block ends."""
    if root is not None:
        root.mkdir(parents=True, exist_ok=True)
        _sweep(root)
    folder = Path(tempfile.mkdtemp(prefix="formextract-", dir=root))
    try:
        with FileLock(folder / _LOCK):
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        if root is not None:
            with suppress(OSError):  # another run has its folder there
                root.rmdir()


def is_under_way(root: Path | None) -> bool:
    """Whether some program, this one or another, reads into the store whose folder for such things this is."""
    if root is None:
        return False
    for lock in root.glob(f"formextract-*/{_LOCK}"):
        try:
            with FileLock(lock, timeout=0):
                pass
        except Timeout:
            return True
        except OSError:  # gone since
            continue
    return False


def _sweep(root: Path) -> None:
    """Removes the folders of runs that are no more: nobody holds their lock."""
    for folder in root.glob("formextract-*"):
        try:
            with FileLock(folder / _LOCK, timeout=0):
                pass
        except (OSError, Timeout):
            continue
        shutil.rmtree(folder, ignore_errors=True)
