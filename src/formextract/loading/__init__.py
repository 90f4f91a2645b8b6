"""Many files, each read by itself in a process that can be killed, and stored as they come.

Names are imported when they are asked for: a worker, which is a module of this package, needs no database. No module
may have the name of something that is here.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from formextract.loading.account import Account, Fate, FileDone
    from formextract.loading.pool import read_files
    from formextract.loading.regrouping import regroup
    from formextract.loading.reviewing import reviewed, reviewed_records, with_reviews
    from formextract.loading.running import Engine, count_files, load
    from formextract.loading.tasks import Limits, ReadOutcome, Task
    from formextract.loading.walking import Found, walk

__all__ = [
    "Account",
    "Engine",
    "Fate",
    "FileDone",
    "Found",
    "Limits",
    "ReadOutcome",
    "Task",
    "count_files",
    "load",
    "read_files",
    "regroup",
    "reviewed",
    "reviewed_records",
    "walk",
    "with_reviews",
]

_MODULES = {
    "account": ("Account", "Fate", "FileDone"),
    "pool": ("read_files",),
    "regrouping": ("regroup",),
    "reviewing": ("reviewed", "reviewed_records", "with_reviews"),
    "running": ("Engine", "count_files", "load"),
    "tasks": ("Limits", "ReadOutcome", "Task"),
    "walking": ("Found", "walk"),
}
_WHERE = {name: module for module, names in _MODULES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(name)
    return getattr(import_module(f"formextract.loading.{_WHERE[name]}"), name)
