"""Where each copy of a form says what: the Word file and its stamped scan beside each other, value by value."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace

from formextract import wording
from formextract.checks.messages import percent
from formextract.model import Observation, Record
from formextract.model.facts import form_values
from formextract.review import words
from formextract.review.acts import options_of, place_told
from formextract.store import Store
from formextract.submissions.agreement import agree, in_order, is_paper, is_scan


@dataclass(frozen=True, slots=True)
class CopySpot:
    """What a copy says of a value, and where. `file` is the file's number in the record, `box` its place as JSON.

    `differs`: the copies say different things. `given`: there is something that could be taken for the value.
    """

    file: int
    page: int | None
    box: str
    cell: str
    place: str
    text: str
    unit: str
    status: str
    confidence: int
    given: bool
    differs: bool


@dataclass(frozen=True, slots=True)
class CopyView:
    """A copy with the numbers of its files, and what it says by the values' keys."""

    name: str
    told: str
    files: tuple[int, ...]
    values: dict[str, CopySpot]


def copies_of(store: Store, record: Record) -> list[CopyView]:
    """The copies of which a record was made, the digital ones first; none where it was made of one alone."""
    readings = in_order(own_readings(store, record))
    if len(readings) < 2:  # noqa: PLR2004 - one copy is no pair
        return []
    said = [{o.key: o for o in form_values(r)} for r in readings]
    scans = [is_scan(r) for r in readings]
    differing = {key for key in set().union(*said) if _differ([v.get(key) for v in said], scans)}
    numbers = {f.sha256: n for n, f in enumerate(record.files)}
    out = []
    for reading, values in zip(readings, said, strict=True):
        spots = {key: _spot(record, o, differs=key in differing) for key, o in values.items() if o.source is not None}
        files = tuple(numbers[f.sha256] for f in reading.files)
        told = wording.PAPER_COPY if is_paper(reading) else wording.DIGITAL_COPY
        out.append(CopyView(record.files[files[0]].path.rsplit("/", 1)[-1], told, files, spots))
    return out


def own_readings(store: Store, record: Record) -> list[Record]:
    """What each of the record's copies gave by itself, its files under their numbers in the record."""
    number = {f.sha256: n for n, f in enumerate(record.files) if f.role == "application"}
    form = record.template.partition("@")[0]
    found: dict[frozenset[str], list[Record]] = {}
    for reading in store.groups.copies(record.id):
        shas = frozenset(f.sha256 for f in reading.files)
        if reading.template.partition("@")[0] == form and shas <= number.keys():
            found.setdefault(shas, []).append(reading)
    out = []
    for readings in found.values():
        # A file may hold the forms of several applicants.
        own = readings if len(readings) == 1 else [r for r in readings if r.cluster == record.cluster]
        for reading in own[:1]:
            moved = {n: number[f.sha256] for n, f in enumerate(reading.files)}
            out.append(replace(reading, values=tuple(_moved(o, moved) for o in reading.values)))
    return out


def _moved(o: Observation, moved: dict[int, int]) -> Observation:
    if o.source is None or o.source.file not in moved:
        return o
    return replace(o, source=replace(o.source, file=moved[o.source.file]))


def reading_in(store: Store, record: Record, key: str, file: int) -> Observation | None:
    """What the copy in that file says of a value; None where it says nothing."""
    for reading in own_readings(store, record):
        for o in form_values(reading):
            if o.key == key and o.source is not None and o.source.file == file:
                return o
    return None


def _differ(said: list[Observation | None], scans: list[bool]) -> bool:
    """Whether two copies that give a value give different ones, as `submissions.agreement` sees it."""
    given = [(o, scan) for o, scan in zip(said, scans, strict=True) if o is not None and o.is_given]
    return any(not agree(given[0][0], o, scan=scan) for o, scan in given[1:])


def _spot(record: Record, o: Observation, *, differs: bool) -> CopySpot:
    source = o.source
    assert source is not None
    options, several = options_of(record, o)
    text = o.raw if o.status == "unreadable" and o.raw else words.observed_text(o, options if not several else None)
    return CopySpot(
        file=source.file,
        page=source.page,
        box=json.dumps(source.bbox) if source.bbox else "",
        cell=source.cell or "",
        place=place_told(source),
        text=text,
        unit=(o.unit or "") if o.is_given else "",
        status=wording.STATUSES[o.status],
        confidence=percent(o.confidence),
        given=o.is_given or o.status in ("none", "blank"),
        differs=differs,
    )
