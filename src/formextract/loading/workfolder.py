"""A folder for what comes out of archives, taken away at the end, and by the next run where a run was killed."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from formextract.platforms import lock

_LOCK = ".lock"


@contextmanager
def work_folder(root: Path | None) -> Iterator[Path]:
    """A new folder below `root` (the system's folder for such things where None), gone when the block ends."""
    if root is not None:
        root.mkdir(parents=True, exist_ok=True)
        _sweep(root)
    folder = Path(tempfile.mkdtemp(prefix="formextract-", dir=root))
    try:
        release = lock(folder / _LOCK, wait=True)
        try:
            yield folder
        finally:
            if release is not None:
                release()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        if root is not None:
            with suppress(OSError):  # another run has its folder there
                root.rmdir()


def is_under_way(root: Path | None) -> bool:
    """Whether some program, this one or another, reads into the store whose folder for such things this is."""
    if root is None:
        return False
    for held in root.glob(f"formextract-*/{_LOCK}"):
        try:
            release = lock(held)
        except OSError:  # gone since
            continue
        if release is None:
            return True
        release()
    return False


def _sweep(root: Path) -> None:
    """Removes the folders of runs that are no more: nobody holds their lock."""
    for folder in root.glob("formextract-*"):
        try:
            release = lock(folder / _LOCK)
        except OSError:
            continue
        if release is None:  # a load that goes on
            continue
        release()
        shutil.rmtree(folder, ignore_errors=True)
