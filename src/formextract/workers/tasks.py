"""A file to read, and what came of it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from formextract.model.head import Head

TIMEOUT_SECONDS = 180.0
"""Processor seconds for one file: a scan of 24 pages at 2 s a page and as much again for a slow machine, rounded up. By
the clock a file has as many at least, and five times as many at most (`platforms/allowance.py`)."""

MEMORY_MB = 4500
"""Address space of one worker, in MB."""

Kind = Literal["read", "unknown", "unreadable", "failed", "unkept"]
"""`unkept`: the store's folder did not take the file's bytes, so that it was not begun."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How a pool works: processes side by side (0 for one a core), seconds and MB for one file."""

    workers: int = 0
    timeout: float = TIMEOUT_SECONDS
    memory_mb: int = MEMORY_MB

    @property
    def n_workers(self) -> int:
        """The number of processes."""
        return self.workers if self.workers > 0 else (os.cpu_count() or 1)


@dataclass(frozen=True, slots=True)
class Task:
    """A file to read. `key` is the caller's own and comes back with the outcome.

    Where `keep` names a store's folder of originals, `key` is the file's digest, and the worker keeps its bytes there
    before it begins. `shown` is the path under which records say it, `path` where it is ''. `source` is what was to be
    loaded: files of one source share the time that may be lost on them (`patience.py`). `hint` is what somebody has
    said that this file is (`program/form`), '' where nobody has.
    """

    path: str
    key: str = ""
    shown: str = ""
    keep: str = ""
    source: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class ReadOutcome:
    """What came of a file: its records as lines of JSON with a head each, or a message for staff; `trace` is for
    developers.

    `exhibit` is what a file that is no form shows, as JSON, '' for nothing, and `format` the one that it has then.
    """

    task: Task
    kind: Kind
    records: tuple[str, ...]
    message: str
    trace: str
    seconds: float
    tries: int
    exhibit: str = ""
    format: str = ""
    heads: tuple[Head, ...] = ()
