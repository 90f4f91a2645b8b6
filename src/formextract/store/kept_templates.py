"""The further templates that a store was loaded with: a copy of each version, and which of them holds."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from formextract.errors import StoreError

FOLDER = "templates"
CURRENT = "current"


def kept_templates(store: Path) -> Path | None:
    """The folder of further templates that hold in a store, None where it has none."""
    pointer = store / FOLDER / CURRENT
    if not pointer.is_file():
        return None
    folder = store / FOLDER / pointer.read_text(encoding="utf-8").strip()
    if not folder.is_dir():
        raise StoreError(f"{store}：库里保存的模板不见了。请用 --templates 再给出一次模板文件夹")
    return folder


def keep_templates(store: Path, folder: Path, version: str) -> None:
    """Keeps a folder of further templates under its version, which holds from now on; earlier versions stay."""
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
        raise StoreError(f"{store}：模板存不进库里（{e.strerror}）。请检查磁盘空间和权限") from e
