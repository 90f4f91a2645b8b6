"""A submission's stored texts to its one record: what its copies, its row and its lists say to each other.

    question (members, rows, texts) → copies → joined → beside it the row and the lists → record, written down

Pure: it reads no store and no file, so that any worker can do it. `regroup.py` asks, `asking.py` spells the questions.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from formextract.loading.submissions import evidence_findings, joined, summary_findings, versions
from formextract.loading.submissions.caps import Tally
from formextract.loading.submissions.proofs import load_proofs
from formextract.model import FileRef, Record
from formextract.model.edits import Criterion
from formextract.model.json import record_from_json
from formextract.model.submission import Copy, Item, Member, Submission, exhibit_from_dict
from formextract.model.written import head_to_dict, written

Reading = Callable[[str], Record]

_FORMATS = {"jpg": "image", "jpeg": "image", "png": "image", "bmp": "image", "tif": "image", "tiff": "image",
            "gif": "image", "wps": "doc", "rtf": "doc", "et": "xls"}  # fmt: skip

_NOT_CHECKED = ("agreement", "evidence", "layout")
"""Kinds of findings that stand before those of the checks: the reader's, and what other files say."""


def judge(question: Mapping[str, Any], texts: Sequence[str]) -> tuple[dict[str, Any], list[str]]:
    """The answer with its texts: the record, and how it stood before it was corrected.

    Where clauses with a cap are about the form, and the question does not say who else counts there (`alike`), it is
    where this one counts, and no record: that is made once all have been asked.
    """

    @cache
    def reading(name: str) -> Record:
        return record_from_json(texts[question["readings"][name]])

    submission, generations = _submission(question, texts)
    found = versions(submission, lambda i: generations[i.sha256, i.path], reading)
    base = _joined(reading, found.now)
    tally = Tally(_criteria)
    places = tally.places(base)
    if places is not None and question["alike"] is None:
        return {"name": base.cluster or base.id, "places": [[*place[:2], list(place[2])] for place in places]}, []
    record = _record(reading, found.now, base, question["rows"])
    if places is not None:
        for program, criterion, keys, names in question["alike"]:
            tally.count([(program, criterion, tuple(keys))], names)
        record = tally.judged(record)
    now = written(record)
    said = [now.body]
    if found.before is not None:
        before = _record(reading, found.before, _joined(reading, found.before), question["rows"])
        said.append(written(before).body)
    at = {(m.item.path, m.item.sha256): n for n, m in enumerate(submission.members)}
    replaced = [[at[m.item.path, m.item.sha256], m.why] for m in found.replaced]
    return {"head": head_to_dict(now.head), "replaced": replaced}, said


def _submission(question: Mapping[str, Any], texts: Sequence[str]) -> tuple[Submission, dict[tuple[str, str], int]]:
    """The submission of a question, and the loads in which its files came, by digest and path."""
    members, generations = [], {}
    for m in question["members"]:
        exhibit = None if m["exhibit"] is None else exhibit_from_dict(json.loads(texts[m["exhibit"]]))
        copies = tuple(Copy(*c) for c in m["copies"])
        item = Item(m["path"], m["sha256"], m["format"], m["status"], copies, exhibit)
        members.append(Member(item, m["role"], m["why"], tuple(m["record_ids"])))
        generations[item.sha256, item.path] = m["generation"]
    return Submission(question["key"], question["cluster"], tuple(members)), generations


def _joined(reading: Reading, submission: Submission) -> Record:
    """The submission's copies as one record; its findings are their disagreements, or the only copy's own."""
    copies: dict[str, Record] = {}
    for member in submission.members:
        for name in member.record_ids:
            copies.setdefault(name, at(reading(name), member.item))
    return joined(list(copies.values()))


def _criteria(program: str) -> Sequence[Criterion]:
    from formextract.pipeline import rules  # imports every reader, which takes a second

    return rules(program)[1]


def _record(reading: Reading, submission: Submission, base: Record, rows: Mapping[str, str]) -> Record:
    """The submission's one record of its joined copies. `rows` are the rows of summary sheets by their clusters."""
    whole = len({name for member in submission.members for name in member.record_ids}) > 1
    beside = [m for m in submission.members if m.role != "application"]
    found = list(base.findings) if whole else []
    proofs = load_proofs()
    row = rows.get(base.cluster or submission.cluster)
    if row is not None:
        found += summary_findings(base, reading(row), proofs)
    found += evidence_findings(base, [m.item for m in beside], proofs)
    record = replace(base, files=(*base.files, *_refs(beside, {f.sha256 for f in base.files})))
    if whole:
        from formextract.pipeline import checked

        return checked(replace(record, findings=tuple(found)))
    # Checked where it was read, and no figure has changed since: to check it again would cost the most of all this.
    before = next((n for n, f in enumerate(record.findings) if f.kind not in _NOT_CHECKED), len(record.findings))
    return replace(record, findings=(*record.findings[:before], *found, *record.findings[before:]))


def at(record: Record, item: Item) -> Record:
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
