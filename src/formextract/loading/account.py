"""The account of a load: every file has one fate."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

Fate = Literal["read", "other", "known", "duplicate", "skipped", "opened", "failed"]
"""`known`: the store had it before this run; `duplicate`: the same bytes were met in this run already; `opened`: an
archive or a disc image, whose files are accounted for themselves."""


@dataclass(frozen=True, slots=True)
class FileDone:
    """One file accounted for. `reason` says in Chinese why it gave no record."""

    path: str
    fate: Fate
    n_records: int = 0
    reason: str = ""
    trace: str = ""


@dataclass(slots=True)
class LoadAccount:
    """The closing account: every file has one fate, and the fates add up to the files that were met."""

    fates: Counter[Fate] = field(default_factory=Counter)
    records: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    """Files passed over, by the reason as staff read it."""
    notices: list[str] = field(default_factory=list)
    """What staff should hear of how the files were grouped: what was replaced, what could not be told or done."""

    @property
    def files(self) -> int:
        """How many files were met."""
        return self.fates.total()


Listener = Callable[[FileDone], None]
