"""Files that are pages of one form to that form's one record, every value at its place in its own file."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from formextract.errors import UnknownFormError
from formextract.loading.submissions.sheets import forms_in_pages
from formextract.model import FileRef, Observation, Record, Source, SourceFile, Unmatched
from formextract.model.submission import Copy, Item
from formextract.model.written import edition_of
from formextract.store.groups import Groups


def bind(groups: Groups, items: Sequence[Item]) -> tuple[list[Item], dict[str, Record]]:
    """The items, those that are pages of one form with this form in place of their own; and these forms by their id."""
    forms: dict[str, Record] = {}
    bound_items: dict[tuple[str, str], Item] = {}
    for run in forms_in_pages(items):
        record = _form(run, [groups.leaves(item.sha256) for item in run])
        if record is None:
            continue
        forms[record.id] = record
        edition = edition_of(record)
        for number, item in enumerate(run, 1):
            part = f"{len(run)} 个文件合成一份，这是第 {number} 个"
            copy = Copy(record.id, record.program, record.form, edition, record.cluster, part)
            kind = item.exhibit.format if item.exhibit is not None else item.format
            bound_items[item.path, item.sha256] = replace(item, copies=(copy,), format=kind)
    return [bound_items.get((i.path, i.sha256), i) for i in items], forms


def _form(run: Sequence[Item], leaves: Sequence[Sequence[str]]) -> Record | None:
    """The form that the pages make, checked; None where together they make none."""
    from formextract import pipeline  # readers take a second to import; an export or `status` binds nothing
    from formextract.readers.leaves import bound

    bound_leaves = [(run[k].path.rsplit("/", 1)[-1], body) for k, bodies in enumerate(leaves) for body in bodies]
    places = [(k, number) for k, bodies in enumerate(leaves) for number in range(1, len(bodies) + 1)]
    digest = hashlib.sha256("|".join(i.sha256 for i in run).encode()).hexdigest()
    source = SourceFile(run[0].path, digest, "image", 0)
    document = bound(bound_leaves, source)
    try:
        records = pipeline.records(document)
    except UnknownFormError:
        return None
    if len(records) != 1 or records[0].form == "summary":
        return None
    record = records[0]
    files = tuple(
        FileRef(i.path, i.sha256, i.exhibit.format if i.exhibit else i.format, "application", len(bodies))
        for i, bodies in zip(run, leaves, strict=True)
    )
    return pipeline.checked(
        replace(
            record,
            files=files,
            values=tuple(_observation(o, places) for o in record.values),
            unmatched=tuple(Unmatched(u.label, u.text, _there(u.source, places)) for u in record.unmatched),
        )
    )


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
