"""Many files, each read by itself in a process that can be killed, and stored as they come.

Names are imported when they are asked for: `--help` needs no database. No module may have the name of something that is
here.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from formextract.loading.account import Fate, FileDone, LoadAccount
    from formextract.loading.applied_reviews import reviewed, reviewed_records, with_reviews
    from formextract.loading.regrouping import regroup
    from formextract.loading.runner import Engine, count_files, load
    from formextract.loading.scanner import FoundFile, walk
    from formextract.loading.workfolder import is_under_way
    from formextract.workers.pool import read_files
    from formextract.workers.tasks import Limits, ReadOutcome, Task

__all__ = [
    "Engine",
    "Fate",
    "FileDone",
    "FoundFile",
    "Limits",
    "LoadAccount",
    "ReadOutcome",
    "Task",
    "count_files",
    "is_under_way",
    "load",
    "read_files",
    "regroup",
    "reviewed",
    "reviewed_records",
    "walk",
    "with_reviews",
]

_MODULES = {
    "loading.account": ("LoadAccount", "Fate", "FileDone"),
    "loading.regrouping": ("regroup",),
    "loading.applied_reviews": ("reviewed", "reviewed_records", "with_reviews"),
    "loading.runner": ("Engine", "count_files", "load"),
    "loading.scanner": ("FoundFile", "walk"),
    "loading.workfolder": ("is_under_way",),
    "workers.pool": ("read_files",),
    "workers.tasks": ("Limits", "ReadOutcome", "Task"),
}
_WHERE = {name: module for module, names in _MODULES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(name)
    return getattr(import_module(f"formextract.{_WHERE[name]}"), name)
