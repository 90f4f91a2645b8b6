"""Captions that reviewers have explained, for the processes that read files beside a store."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

LEARNT = "FORMEXTRACT_LEARNT"
"""Environment variable: a file with the captions, by which a process hands them on to those that it starts."""


@dataclass(frozen=True, slots=True)
class LearntLabel:
    """A caption of a form (by its template's id) and what it means: an indicator, with its dims where it has any.

    `files` is on how many files people have said so.
    """

    template: str
    label: str
    indicator: str
    dims: tuple[tuple[str, str], ...] = ()
    files: int = 1


def learnt() -> tuple[LearntLabel, ...]:
    """The captions that hold in this process; none outside a load."""
    path = os.environ.get(LEARNT)
    if not path:
        return ()
    rows = json.loads(Path(path).read_text(encoding="utf-8"))
    return tuple(
        LearntLabel(r["template"], r["label"], r["indicator"], tuple(map(tuple, r["dims"])), r["files"]) for r in rows
    )


@contextmanager
def in_use(labels: Iterable[LearntLabel]) -> Iterator[None]:
    """Has this process, and those that it starts within the block, know these captions."""
    rows = [asdict(label) for label in labels]
    if not rows:
        yield
        return
    had = os.environ.get(LEARNT)
    with tempfile.TemporaryDirectory(prefix="formextract-learnt-") as folder:
        path = Path(folder) / "learnt.json"
        path.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
        os.environ[LEARNT] = str(path)
        try:
            yield
        finally:
            del os.environ[LEARNT]
            if had is not None:
                os.environ[LEARNT] = had
