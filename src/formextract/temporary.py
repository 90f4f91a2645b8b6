"""One folder for all that a program and the processes it starts write for the moment, gone when the program ends.

A program that is killed leaves it behind. Nobody holds its lock then, by which the next program knows it and takes it
away: uploads, reports, drawn pages, LibreOffice's profiles, whatever lies in it.
"""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from formextract.platforms import lock

PREFIX = "formextract-run-"
_VARIABLES = ("TMPDIR", "TEMP", "TMP")
"""Where systems say to the processes that we start which folder is for such things."""


@contextmanager
def own_folder() -> Iterator[None]:
    """Has this program and its processes use a new folder in place of the system's, gone when the block ends.

    Where none can be made (a full or read-only disk) they use the system's own, and whoever needs it says so.
    """
    system = Path(tempfile.gettempdir())
    sweep(system)
    folder = system / f"{PREFIX}{secrets.token_hex(4)}"
    release = None
    try:
        release = lock(_lock_of(folder))
        if release is None:  # another program sweeps at this very moment
            raise BlockingIOError
        folder.mkdir(mode=0o700)
    except OSError:
        with suppress(OSError):
            _lock_of(folder).unlink(missing_ok=True)
        if release is not None:
            release()
        yield
        return
    before = {name: os.environ.get(name) for name in _VARIABLES}, tempfile.tempdir
    os.environ.update(dict.fromkeys(_VARIABLES, str(folder)))
    tempfile.tempdir = str(folder)
    try:
        yield
    finally:
        for name, value in before[0].items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})
        tempfile.tempdir = before[1]
        shutil.rmtree(folder, ignore_errors=True)
        with suppress(OSError):
            _lock_of(folder).unlink(missing_ok=True)
        release()


def sweep(system: Path) -> int:
    """Takes away what killed programs have left in the system's folder; how many folders that were."""
    removed = 0
    for path in [*system.glob(f"{PREFIX}*/"), *system.glob(f".{PREFIX}*.lock")]:
        folder = path if path.suffix != ".lock" else path.with_name(path.name[1 : -len(".lock")])
        if path.is_symlink() or not _is_ours(path):
            continue  # another user's: on a common disk everybody has such folders
        with suppress(OSError):
            release = lock(_lock_of(folder))
            if release is None:  # a program that runs
                continue
            try:
                removed += folder.is_dir()
                shutil.rmtree(folder, ignore_errors=True)
                _lock_of(folder).unlink(missing_ok=True)
            finally:
                release()
    return removed


def _is_ours(path: Path) -> bool:
    try:
        return not hasattr(os, "getuid") or path.lstat().st_uid == os.getuid()
    except OSError:
        return False


def _lock_of(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.lock")
