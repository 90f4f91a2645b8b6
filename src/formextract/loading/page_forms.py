"""Files that are pages of one form to that form's one record, every value at its place in its own file."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from formextract.errors import UnknownFormError
from formextract.model import FileRef, Observation, Record, Source, SourceFile
from formextract.model.submission import Copy, Item
from formextract.model.written import applicant_of, edition_of
from formextract.store.groups import Groups
from formextract.submissions.attempts import Attempts
from formextract.submissions.sheets import forms_in_pages


@dataclass(frozen=True, slots=True)
class Bound:
    """The items, those that are pages of one form with this form in place of their own; these forms by their id; and,
    by digest and path, what could not be done with the pages that stay by themselves.
    """

    items: list[Item]
    forms: dict[str, Record]
    failed: dict[tuple[str, str], str]


def bind(groups: Groups, items: Sequence[Item]) -> Bound:
    """The items with those bound together that are pages of one form."""
    forms: dict[str, Record] = {}
    bound_items: dict[tuple[str, str], Item] = {}
    failed: dict[tuple[str, str], str] = {}
    for run in forms_in_pages(items):
        tried = Attempts()
        none: list[Record] = []
        records = tried.at("把单页文件合成一份申报表", partial(_forms_of, groups, run), none)
        failed |= {(item.path, item.sha256): told for item in run for told in tried.failed}
        if not records:
            continue
        forms |= {r.id: r for r in records}
        for number, item in enumerate(run, 1):
            part = f"{len(run)} 个文件合成一份，这是第 {number} 个"
            here = [r for r in records if number - 1 in _files_of(r)] or records
            copies = tuple(Copy(r.id, r.program, r.form, edition_of(r), r.cluster, part, applicant_of(r)) for r in here)
            kind = item.exhibit.format if item.exhibit is not None else item.format
            bound_items[item.path, item.sha256] = replace(item, copies=copies, format=kind)
    return Bound([bound_items.get((i.path, i.sha256), i) for i in items], forms, failed)


def _forms_of(groups: Groups, run: Sequence[Item]) -> list[Record]:
    return _forms(run, [groups.leaves(item.sha256) for item in run])


def _files_of(record: Record) -> set[int]:
    """In which of its files a form has values; the other ones of the run hold another form."""
    return {o.source.file for o in record.values if o.source is not None}


def _forms(run: Sequence[Item], leaves: Sequence[Sequence[str]]) -> list[Record]:
    """The form that the pages make, checked, or one after the other several; none where together they make none."""
    from formextract import pipeline  # readers take a second to import; an export or `status` binds nothing
    from formextract.readers.scan.page_store import bound

    bound_leaves = [(run[k].path.rsplit("/", 1)[-1], body) for k, bodies in enumerate(leaves) for body in bodies]
    places = [(k, number) for k, bodies in enumerate(leaves) for number in range(1, len(bodies) + 1)]
    digest = hashlib.sha256("|".join(i.sha256 for i in run).encode()).hexdigest()
    source = SourceFile(run[0].path, digest, "image", 0)
    document = bound(bound_leaves, source)
    try:
        records = pipeline.records(document)
    except UnknownFormError:
        return []
    if any(r.form == "summary" for r in records):
        return []
    files = tuple(
        FileRef(i.path, i.sha256, i.exhibit.format if i.exhibit else i.format, "application", len(bodies))
        for i, bodies in zip(run, leaves, strict=True)
    )
    return [
        pipeline.checked(
            replace(
                record,
                files=files,
                values=tuple(_observation(o, places) for o in record.values),
                unmatched=tuple(replace(u, source=_there(u.source, places)) for u in record.unmatched),
            )
        )
        for record in records
    ]


def _observation(o: Observation, places: Sequence[tuple[int, int]]) -> Observation:
    alternatives = tuple(replace(a, source=_there(a.source, places)) for a in o.alternatives)
    source = None if o.source is None else _there(o.source, places)
    return replace(o, source=source, alternatives=alternatives)


def _there(source: Source, places: Sequence[tuple[int, int]]) -> Source:
    """The place in its own file of what stands on a page of all of them."""
    if source.page is None:
        return source
    file, page = places[source.page - 1]
    return replace(source, file=file, page=page)
