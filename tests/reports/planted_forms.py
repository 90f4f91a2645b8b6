"""A store with planted mistakes, made in this process: our own samples, one figure or name altered."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import docx

from formextract import extract
from formextract.loading.regrouping import regroup
from formextract.store import Outcome, Store, digest

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
HOSTILE = "<script>alert(1)</script>\"'&{{7*7}}产业集群"
"""A cluster's name that must be shown as it is, wherever it is shown."""


def planted(source: Path, target: Path, changes: Mapping[str, str]) -> Path:
    """A copy of a Word form in which the first cell that holds a key says the value there instead."""
    form = docx.Document(str(source))
    left = dict(changes)
    for table in form.tables:
        for row in table.rows:
            for cell in row.cells:
                for old in [k for k in left if k in cell.text]:
                    cell.text = cell.text.replace(old, left.pop(old))
    assert not left, f"not on the form: {left}"
    target.parent.mkdir(parents=True, exist_ok=True)
    form.save(str(target))
    return target


def take_in(store: Store, path: Path, shown: str = "") -> None:
    """Reads a file into the store as `load` does, in this process; `shown` is the path that people know."""
    sha256, size = digest(path)
    store.keep(sha256, path)
    store.begin(sha256, size, shown or path.name, path.suffix.lstrip("."))
    store.finish(sha256, Outcome("read", extract(path)), "1")


def take_in_failed(store: Store, path: Path, shown: str, reason: str) -> None:
    """A file that could not be read."""
    sha256, size = digest(path)
    store.keep(sha256, path)
    store.begin(sha256, size, shown, path.suffix.lstrip("."))
    store.finish(sha256, Outcome("failed", reason=reason), "1")


def grouped(store: Store) -> Store:
    """The store with its submissions made."""
    regroup(store, "1")
    return store


def copied(name: str, folder: Path) -> Path:
    """A sample in a folder of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    return Path(shutil.copy(SAMPLES / name, folder / name))
