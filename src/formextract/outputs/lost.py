"""Records of which a shape cannot be made: each is told, and stops nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from formextract.model import Record

Lost = Callable[[Record, Exception], None]
"""Hears of a record that could not be put into a shape, and why; where it returns, the others go on."""
T = TypeVar("T")


def raising(_record: Record, error: Exception) -> None:
    """Lets no record be lost: the first one that would be ends the export."""
    raise error


def each(records: Iterable[Record], make: Callable[[Record], T], lost: Lost) -> Iterator[T]:
    """What is made of each record; `lost` hears of those of which nothing can be made."""
    for record in records:
        try:
            made = make(record)
        except MemoryError:
            raise
        except Exception as e:  # noqa: BLE001 - whatever it is, it is this record's; the caller tells
            lost(record, e)
        else:
            yield made
