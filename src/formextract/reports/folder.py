"""The folder of a report: files written whole or not at all, old ones taken away, edited letters left alone."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from formextract.errors import StoreError, cause_of, tell_of_own_file

LEDGER = ".written.json"
"""Beside the letters: the digest of each as it was written, so that one that staff have edited is known."""


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Turns what a disk may refuse into StoreError."""
    try:
        yield
    except OSError as e:
        tell_of_own_file(e, folder)
        raise StoreError(f"写不了 {folder}：{cause_of(e)}。请检查文件夹、权限和磁盘空间，如文件正打开请先关闭") from e


def write_whole(path: Path, fill: Callable[[BinaryIO], object]) -> None:
    """Writes a file by `fill`, whole or not at all."""
    handle, name = tempfile.mkstemp(prefix=".part-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            fill(stream)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise


def write_text(path: Path, text: str) -> None:
    """Writes a text in UTF-8. Half characters of paths in no encoding are spelt out."""
    write_whole(path, lambda stream: stream.write(text.encode("utf-8", "backslashreplace")))


def take_away(folder: Path, pattern: str, kept: Collection[str]) -> None:
    """Removes the files of an earlier report that this one has not written."""
    for old in folder.glob(pattern):
        if old.name not in kept:
            old.unlink()


class Letters:
    """The folder of letters. A letter that was edited since it was written is never replaced nor taken away."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._kept: dict[str, str] = {}
        try:
            self._known: dict[str, str] = dict(json.loads((folder / LEDGER).read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            self._known = {}

    def write(self, name: str, fill: Callable[[BinaryIO], object]) -> str:
        """Writes a letter; its name, which is another one where staff have edited the letter of that name."""
        stem, _, ending = name.rpartition(".")
        n = 2
        while self._is_edited(name) or name in self._kept:
            name = f"{stem}（{n}）.{ending}"
            n += 1
        path = self._folder / name
        write_whole(path, fill)
        self._kept[name] = _digest(path)
        return name

    def settle(self) -> None:
        """Takes away what was written before, not now, and not edited; remembers what was written now."""
        for name in self._known:
            if name not in self._kept and not self._is_edited(name):
                (self._folder / name).unlink(missing_ok=True)
        write_text(self._folder / LEDGER, json.dumps(self._kept, ensure_ascii=False, indent=1))

    def _is_edited(self, name: str) -> bool:
        path = self._folder / name
        return path.exists() and self._known.get(name) != _digest(path)


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
