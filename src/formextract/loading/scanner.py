"""Sources to files: every file under a folder, in a fixed order, and what is passed over, with the reason."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from formextract.errors import cause_of
from formextract.intake import is_system_file, is_system_folder

Why = Literal["", "system", "link", "special", "unreadable"]

SKIPPED = {"system": "系统文件或临时文件", "link": "链接", "special": "设备等特殊文件"}
"""Why a file is passed over, as staff read it."""


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file below a source. `path` is the source as given, and on from there; `why` says why it is not to be read.

    `unreadable` goes with a `reason`: a source that is not there, a folder that cannot be listed.
    """

    path: str
    why: Why = ""
    reason: str = ""


def walk(sources: Iterable[str | os.PathLike[str]], *, leave_out: Path | None = None) -> Iterator[FoundFile]:
    """Every file of `sources`, a folder's files before its subfolders, by name; `leave_out` is a folder not to enter.

    A file that is a source itself is given whatever its name. Links inside a folder are not followed: a disc may point
    anywhere.
    """
    for source in sources:
        path = os.fspath(source)
        try:
            mode = Path(path).stat().st_mode
        except FileNotFoundError:
            yield FoundFile(path, "unreadable", "没有这个文件或文件夹。请检查路径和文件名")
        except (OSError, ValueError) as e:
            yield FoundFile(path, "unreadable", f"打不开（{_cause(e)}）。请检查路径和权限")
        else:
            if stat.S_ISDIR(mode):
                yield from _folder(path, leave_out)
            elif stat.S_ISREG(mode):
                yield FoundFile(path)
            else:
                yield FoundFile(path, "unreadable", "不是普通文件。请指定文件或文件夹")


def _folder(path: str, leave_out: Path | None) -> Iterator[FoundFile]:
    if leave_out is not None and leave_out.exists() and Path(path).samefile(leave_out):
        return
    try:
        with os.scandir(path) as entries:
            listed = sorted(entries, key=lambda e: e.name)
    except OSError as e:
        yield FoundFile(path, "unreadable", f"文件夹打不开（{_cause(e)}）。请检查权限，或把它复制出来再试")
        return
    folders = []
    for entry in listed:
        if entry.is_symlink():
            yield FoundFile(entry.path, "link")
        elif entry.is_dir(follow_symlinks=False):
            folders.append(entry)
        elif is_system_file(entry.name):
            yield FoundFile(entry.path, "system")
        elif entry.is_file(follow_symlinks=False):
            yield FoundFile(entry.path)
        else:
            yield FoundFile(entry.path, "special")
    for folder in folders:
        if is_system_folder(folder.name):
            yield from (FoundFile(f.path, f.why or "system", f.reason) for f in _folder(folder.path, leave_out))
        else:
            yield from _folder(folder.path, leave_out)


def _cause(error: Exception) -> str:
    return cause_of(error) if isinstance(error, OSError) else "路径里有系统不认的字"
