"""A store's files to submissions: one record each, with what its copies, its row and its lists say to each other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from formextract import pipeline
from formextract.loading.binding import bind
from formextract.loading.submissions import Versions, evidence_findings, group, joined, summary_findings, versions
from formextract.loading.submissions.caps import Tally
from formextract.loading.submissions.proofs import load_proofs
from formextract.loading.submissions.summary import row_for
from formextract.model import FileRef, Record
from formextract.model.submission import Item, Member, Submission
from formextract.store import Store

_FORMATS = {"jpg": "image", "jpeg": "image", "png": "image", "bmp": "image", "tif": "image", "tiff": "image",
            "gif": "image", "wps": "doc", "rtf": "doc", "et": "xls"}  # fmt: skip

_NOT_CHECKED = ("agreement", "evidence", "layout")
"""Kinds of findings that stand before those of the checks: the reader's, and what other files say."""


def regroup(store: Store, version: str) -> bool:
    """Makes the store's submissions anew where anything has changed since; whether it has.

    Each submission is one transaction. A run that is killed leaves the state unsettled, and the next one starts over.
    """
    with store.alone():
        return _regrouped(store, version)


def _regrouped(store: Store, version: str) -> bool:
    state = store.groups.state(version)
    if store.groups.is_grouped(state):
        return False
    until = store.changes.last()
    items, forms = bind(store.groups, store.groups.items())

    def reading(name: str) -> Record:
        return forms.get(name) or store.groups.reading(name)

    submissions, loose = group(items)
    generations = store.groups.generations(items)
    rows = [(c.cluster, c.record_id) for m in loose for c in m.item.copies if m.role == "summary"]
    clusters = [s.cluster for s in submissions]
    kept: set[str] = set()
    tally = Tally(lambda program: pipeline.rules(program)[1])
    capped: list[Versions] = []
    for submission in submissions:
        found = versions(submission, lambda i: generations[i.sha256, i.path], reading)
        record = _record(reading, found.now, rows, clusters)
        kept.add(record.id)
        before = None if found.before is None else _record(reading, found.before, rows, clusters)
        store.groups.save_earlier(submission.key, before)
        if tally.add(record):
            capped.append(found)  # made again once all are counted, rather than held: there may be thousands
        else:
            store.groups.save(found.all, record, version)
    for found in capped:
        store.groups.save(found.all, tally.judged(_record(reading, found.now, rows, clusters)), version)
    summary: list[tuple[Record, str, int]] = []
    for member in loose:
        for position, name in enumerate(member.record_ids):
            if name not in kept:
                kept.add(name)
                summary.append((_at(reading(name), member.item), member.item.sha256, position))
    store.groups.save_loose(loose, summary, version)
    # A form that a person has set apart from all submissions stays a record by itself.
    for member in loose:
        for position, copy in enumerate(member.item.copies):
            if copy.record_id not in kept:
                kept.add(copy.record_id)
                own = _at(reading(copy.record_id), member.item)
                store.groups.save_loose(loose, [(own, member.item.sha256, position)], version)
    store.groups.settle({s.key for s in submissions}, kept, state, until=until)
    return True


def _record(
    reading: Callable[[str], Record], submission: Submission, rows: Sequence[tuple[str, str]], clusters: Sequence[str]
) -> Record:
    """The submission's one record. `reading` gives a form by its id; `clusters` are those of all submissions."""
    copies: dict[str, Record] = {}
    for member in submission.members:
        for name in member.record_ids:
            copies.setdefault(name, _at(reading(name), member.item))
    record = joined(list(copies.values()))
    whole = len(copies) > 1
    beside = [m for m in submission.members if m.role != "application"]
    found = list(record.findings) if whole else []
    proofs = load_proofs()
    row = row_for(record.cluster or submission.cluster, rows, clusters)
    if row is not None:
        found += summary_findings(record, reading(row), proofs)
    found += evidence_findings(record, [m.item for m in beside], proofs)
    record = replace(record, files=(*record.files, *_refs(beside, {f.sha256 for f in record.files})))
    if whole:
        return pipeline.checked(replace(record, findings=tuple(found)))
    # Checked where it was read, and no figure has changed since: to check it again would cost the most of all this.
    before = next((n for n, f in enumerate(record.findings) if f.kind not in _NOT_CHECKED), len(record.findings))
    return replace(record, findings=(*record.findings[:before], *found, *record.findings[before:]))


def _at(record: Record, item: Item) -> Record:
    """The record with its file under the item's path: the same one, whichever of several was read."""
    files = tuple(replace(f, path=item.path) if f.sha256 == item.sha256 else f for f in record.files)
    return replace(record, files=files)


def _refs(members: Sequence[Member], have: set[str]) -> list[FileRef]:
    """The files beside the form; what could not be read is listed in the store, not in a record."""
    out: list[FileRef] = []
    for member in members:
        item = member.item
        if item.status == "failed" or item.sha256 in have:
            continue
        have.add(item.sha256)
        kind = item.exhibit.format if item.exhibit is not None else _FORMATS.get(item.format, item.format)
        pages = item.exhibit.pages if item.exhibit is not None else 1
        out.append(FileRef(item.path, item.sha256, kind, member.role, pages))
    return out
