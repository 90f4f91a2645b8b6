"""The further templates that a store was loaded with: a copy of each version, and which of them holds."""

from __future__ import annotations

import base64
import json
import os
import shutil
import zlib
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path, PurePosixPath

from sqlalchemy import Connection

from formextract.errors import StoreError, cause_of
from formextract.store import tables
from formextract.store.pieces import keys_below, long_text, put_long, value_of
from formextract.store.rows import put

FOLDER = "templates"
CURRENT = "current"
_KEY = "templates"
"""Of the version that holds, in a store that is a database; its files are under this key with `/` and the version."""

Access = Callable[[], AbstractContextManager[Connection]]
GONE = "库里保存的模板不见了。请用 --templates 再给出一次模板文件夹"


class KeptTemplates:
    """The further templates of a store; `folder` is the store's, None where it is a database only."""

    def __init__(self, where: str, folder: Path | None, read: Access, write: Access) -> None:
        self._where, self._folder, self._read, self._write = where, folder, read, write

    def current(self, into: Path) -> Path | None:
        """The folder of further templates that hold, None where there are none; a database's are written to `into`."""
        if self._folder is not None:
            return kept_templates(self._folder)
        with self._read() as c:
            version = value_of(c, _KEY)
            packed = None if version is None else long_text(c, f"{_KEY}/{version}")
        if version is None:
            return None
        if packed is None:
            raise StoreError(f"{self._where}：{GONE}")
        files: dict[str, str] = json.loads(zlib.decompress(base64.b64decode(packed)))
        for name, text in files.items():
            parts = PurePosixPath(name).parts
            if not parts or ".." in parts or name.startswith("/"):
                raise StoreError(f"{self._where}：{GONE}")
            path = into.joinpath(*parts)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return into

    def keep(self, folder: Path, version: str) -> None:
        """Keeps a folder of further templates under its version, which holds from now on; earlier versions stay."""
        if self._folder is not None:
            keep_templates(self._folder, folder, version)
            return
        files = {
            str(PurePosixPath(p.relative_to(folder))): p.read_text(encoding="utf-8")
            for p in sorted(folder.rglob("*"))
            if p.is_file()
        }
        packed = base64.b64encode(zlib.compress(json.dumps(files, ensure_ascii=False).encode(), 9)).decode("ascii")
        with self._write() as c:
            put_long(c, f"{_KEY}/{version}", packed)
            put(c, tables.meta, {"key": _KEY}, {"value": version}, {})

    def versions(self) -> list[str]:
        """All versions that were kept, in no order that means anything."""
        if self._folder is not None:
            place = self._folder / FOLDER
            return sorted(p.name for p in place.iterdir() if p.is_dir() and p.name[0] != ".") if place.is_dir() else []
        with self._read() as c:
            return keys_below(c, _KEY)


def kept_templates(store: Path) -> Path | None:
    """The folder of further templates that hold in a store that is a folder, None where it has none."""
    pointer = store / FOLDER / CURRENT
    if not pointer.is_file():
        return None
    folder = store / FOLDER / pointer.read_text(encoding="utf-8").strip()
    if not folder.is_dir():
        raise StoreError(f"{store}：{GONE}")
    return folder


def keep_templates(store: Path, folder: Path, version: str) -> None:
    """Keeps a folder of further templates in a store that is a folder."""
    kept = store / FOLDER / version
    try:
        if not kept.is_dir():
            kept.parent.mkdir(parents=True, exist_ok=True)
            new = kept.with_name(f".{version}.{os.getpid()}")
            shutil.copytree(folder, new)
            new.rename(kept)
        pointer = store / FOLDER / CURRENT
        new_pointer = pointer.with_name(f".{CURRENT}.{os.getpid()}")
        new_pointer.write_text(version + "\n", encoding="utf-8")
        new_pointer.replace(pointer)
    except OSError as e:
        raise StoreError(f"{store}：模板存不进库里（{cause_of(e)}）。请检查磁盘空间和权限") from e
