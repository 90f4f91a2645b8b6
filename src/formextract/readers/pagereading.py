"""What the reading of one page gives, whichever reader gave it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from formextract.layout.page import PageBlock
from formextract.model import Place, Stamp

SCAN = "scan"
"""The reader's name at places that were read from a picture."""


@dataclass(frozen=True, slots=True)
class PageReading:
    """A page as read: blocks, how sure each place is (0 to 1), the number of letters, seals, notes."""

    blocks: list[PageBlock]
    sureness: dict[Place, float]
    letters: int
    stamps: tuple[Stamp, ...] = ()
    notes: tuple[str, ...] = field(default=())


def sureness_of(readings: Iterable[PageReading]) -> dict[Place, float]:
    """How sure each place of the pages was read, 0 to 1."""
    return {place: sure for r in readings for place, sure in r.sureness.items()}


def stamps_of(readings: Iterable[PageReading]) -> tuple[Stamp, ...]:
    """The seals of the pages."""
    return tuple(stamp for r in readings for stamp in r.stamps)
