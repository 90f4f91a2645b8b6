"""What the copies of one form say of a value: each copy's reading, and whether it is sure."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from formextract.model.corrections import original
from formextract.model.doubt import SURE
from formextract.model.facts import PROSE
from formextract.model.interval import is_figure, written_interval
from formextract.model.record import Alternative, Observation, Record
from formextract.text import squeeze

SCAN = "scan"
"""The reader's name at what was read from a picture."""


@dataclass(frozen=True, slots=True)
class CopyReading:
    """What one copy says of a value, where it says so, and whether that was read for sure.

    A reading is sure by its confidence, or because a reviewer has found the same.
    """

    observation: Observation
    sure: bool


def copy_readings(record: Record, key: str) -> tuple[CopyReading, ...]:
    """Each copy's reading of a value, the one that stands first; of one copy alone its own, () without any.

    What a reviewer has typed is what stands in a picture at that place. Over digital text it is no reading: the text
    stands there whatever was typed; nor where the reviewer has taken the value from another copy.
    """
    own = original(record, key)
    if own is None:
        return ()
    person = next((o for o in record.values if o.key == key and o.is_reviewed), None)
    typed = person is not None and from_picture(own) and _file(person) == _file(own)
    first = replace(person, source=own.source) if person is not None and typed else own
    legible = person is None or person.status != "unreadable"
    readings = [CopyReading(first, legible and _is_sure(first, person))]
    for other in own.alternatives:
        o = replace(
            own, value=other.value, raw=other.raw, confidence=other.confidence, source=other.source,
            precision=_digits(other), status="blank" if other.value is None else "reported", alternatives=(),
        )  # fmt: skip
        readings.append(CopyReading(o, _is_sure(o, person)))
    return tuple(readings)


def _file(o: Observation) -> int | None:
    return None if o.source is None else o.source.file


def _digits(other: Alternative) -> int | None:
    """The digits behind the point as they were written; of a figure in another unit those of its value."""
    if not is_figure(other.value):
        return None
    written = re.fullmatch(r"-?\d+(?:\.(\d+))?", other.raw.replace(",", "").strip())
    if written is not None and Decimal(written.group()) == other.value:
        return len(written.group(1) or "")
    return -int(other.value.as_tuple().exponent)


def really_differ(readings: tuple[CopyReading, ...]) -> bool:
    """Whether two copies say different things for sure."""
    sure = [r.observation for r in readings if r.sure]
    return any(not says_the_same(sure[0], o) for o in sure[1:])


def all_sure(readings: tuple[CopyReading, ...]) -> bool:
    """Whether no copy's reading is in doubt."""
    return all(r.sure for r in readings)


def is_sure(o: Observation) -> bool:
    """Whether an observation, empty ones included, was read for sure; of which figure a sentence speaks never is."""
    if o.source is not None and o.source.reader == PROSE:
        return False
    return o.status != "unreadable" and o.confidence >= SURE


def from_picture(o: Observation) -> bool:
    """Whether the observation was read from a picture, so that letters may be misread."""
    return o.source is not None and o.source.reader == SCAN


def says_the_same(a: Observation, b: Observation) -> bool:
    """Whether two observations hold the same value, figures as far as they were written."""
    x, y = a.value, b.value
    if isinstance(x, Decimal) and isinstance(y, Decimal) and is_figure(x) and is_figure(y):
        i, j = written_interval(a), written_interval(b)
        if i is None or j is None or i.lo is None or i.hi is None or j.lo is None or j.hi is None:
            return x == y
        return i.lo <= j.hi and j.lo <= i.hi
    if isinstance(x, str) and isinstance(y, str):
        return squeeze(x) == squeeze(y)
    if isinstance(x, tuple) and isinstance(y, tuple):
        return sorted(map(squeeze, x)) == sorted(map(squeeze, y))
    return x == y


def _is_sure(o: Observation, person: Observation | None) -> bool:
    return is_sure(o) or (person is not None and person.is_given and says_the_same(o, person))
