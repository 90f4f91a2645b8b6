"""A record with what reviewers have done about it: their values beside the readings, never in their place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from formextract.model.facts import form_values
from formextract.model.record import REVIEW, Correction, Observation, Reason, Record, Source, Unmatched


@dataclass(frozen=True, slots=True)
class LogEntry:
    """A correction as the store keeps it.

    `reading` is what stands from then on, None where the reading of the form stands again. `sha256` is the file on
    which the value stands, so that the entry finds its record again when a further copy of the form has joined it.
    """

    correction: Correction
    record_id: str
    sha256: str
    reading: Observation | None


def corrected(record: Record, log: Sequence[LogEntry]) -> Record:
    """The record with the last entry of each field applied, and the whole log; unchecked.

    A reviewer's value stands right behind the reading that it is about. A cell that was assigned to an indicator is
    unmatched no longer.
    """
    if not log:
        return record
    ordered = sorted(log, key=lambda e: e.correction.id)
    last = {e.correction.field: e for e in ordered}
    standing = {key: _at_home(e, record) for key, e in last.items() if e.reading is not None}
    chosen = {o.key: o for o in form_values(record)}
    claimed = [
        _at_home(e, record) for e in ordered if e.correction.action == "assign" and e.correction.field in standing
    ]
    values: list[Observation] = []
    for o in record.values:
        values.append(o)
        mine = standing.get(o.key)
        if mine is not None and chosen.get(o.key, o) is o:
            values.append(mine)
            del standing[o.key]
    values += standing.values()
    return replace(
        record,
        values=tuple(values),
        unmatched=tuple(u for u in record.unmatched if not any(claims(o, u) for o in claimed)),
        corrections=tuple(e.correction for e in ordered),
    )


def original(record: Record, key: str) -> Observation | None:
    """The reading of the form under that name, None where nobody has read one (a cell that was assigned)."""
    own = replace(record, values=tuple(o for o in record.values if not o.is_reviewed and o.key == key))
    found = next(iter(form_values(own)), None)  # which of several stands for a name hangs on these alone
    return found or next(iter(own.values), None)


def standing(record: Record, key: str) -> Observation | None:
    """What stands under that name now: a reviewer's value, else the reading."""
    reviewed = next((o for o in record.values if o.key == key and o.is_reviewed), None)
    return reviewed or original(record, key)


def by_reviewer(reading: Observation) -> Observation:
    """The observation as one that a person stands for, at the same place."""
    source = reading.source or Source(0, None, None, None, REVIEW)
    legible = reading.status != "unreadable"
    return replace(
        reading,
        confidence=1.0 if legible else 0.0,
        alternatives=(),
        also_read=(),
        source=replace(source, reader=REVIEW),
        doubts=() if legible else (Reason("no_value", "审核人认为无法识读"),),
    )


def claims(reading: Observation, unmatched: Unmatched) -> bool:
    """Whether the reading, as it was assigned, is that unmatched cell's: the same place and ink."""
    if reading.source is None or reading.raw != unmatched.text:
        return False
    return _spot(reading.source) == _spot(unmatched.source)


def _spot(source: Source) -> tuple[object, ...]:
    return source.file, source.page, source.bbox, source.cell


def _at_home(entry: LogEntry, record: Record) -> Observation:
    """The entry's reading with its file's number in this record, which a further copy may have moved."""
    assert entry.reading is not None
    source = entry.reading.source
    index = next((i for i, f in enumerate(record.files) if f.sha256 == entry.sha256), None)
    if source is None or index is None or index == source.file:
        return entry.reading
    return replace(entry.reading, source=replace(source, file=index))
