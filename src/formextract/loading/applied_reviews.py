"""Stored records as reviewers have left them: their values applied, and everything checked anew with them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from formextract.catalogue import load_catalogue
from formextract.checks.undone import NOT_OURS, undone
from formextract.model import Finding, Record
from formextract.model.corrections import LogEntry, corrected, standing
from formextract.model.written import applicant_of
from formextract.store import Store
from formextract.submissions import evidence_findings, summary_findings
from formextract.submissions.agreement import settled
from formextract.submissions.applicants import region_of
from formextract.submissions.proofs import load_proofs
from formextract.submissions.summary import row_for

UNREAD = "unread."
"""How the findings begin that say why a value's ink was not read (`assembly`)."""


def reviewed(store: Store, record: Record, log: Sequence[LogEntry] | None = None) -> Record:
    """The record with all corrections applied and all decisions beside it, its findings and criteria as they are then.

    As it is without any. `log` is the record's own where the caller has it. Lists and summary rows are held against
    the corrected figures; a disagreement of two copies says what a person has made of it, and stays where they
    really differ; why a figure's ink gave no value is not said any more. Where this comes to no end the record is as
    it was read and says so.
    """
    entries = store.reviews.log(record) if log is None else log
    decisions = store.decisions.of(record)
    if decisions:
        record = replace(record, decisions=decisions)
    if not entries:
        return record
    try:
        return _applied(store, record, entries)
    except NOT_OURS:
        raise
    except Exception as e:  # noqa: BLE001 - whatever it is, it is this record's, and all others go on
        return replace(record, findings=(*record.findings, undone("审核更正的计入", e)))


def _applied(store: Store, record: Record, entries: Sequence[LogEntry]) -> Record:
    out = corrected(record, entries)
    kept = (f for f in record.findings if f.kind in ("agreement", "layout") and not _again(f))
    kept = (f for f in kept if not _is_read_now(f, out))
    found = list(dict.fromkeys(settled(f, out) if f.origin == "copies" else f for f in kept))
    found += _beside(store, out)
    from formextract.pipeline import checked  # imports every reader, which takes a second

    return _named(checked(replace(out, findings=tuple(found))))


def _named(record: Record) -> Record:
    """The record under the name that a reviewer has given its applicant; what files belong to it stays."""
    form = load_catalogue().templates.get(record.template)
    naming = "cluster_name" if form is None or form.applicant is None else form.applicant.name
    name = standing(record, naming)
    if name is None or not name.is_reviewed or not isinstance(name.value, str) or not name.value:
        return record
    return replace(record, cluster=name.value, applicant=name.value if record.applicant else "")


def reviewed_records(store: Store) -> Iterator[Record]:
    """All records of the store as `reviewed` gives them, in the store's order."""
    return with_reviews(store, store.records())


def with_reviews(store: Store, records: Iterator[Record]) -> Iterator[Record]:
    """The records as `reviewed` gives them; where nobody has done anything the logs are asked once only."""
    if not (store.reviews.last_id() or store.decisions.last_id()):
        yield from records
        return
    for record in records:
        yield reviewed(store, record)


def _again(finding: Finding) -> bool:
    """Whether the finding is one of those that `_beside` finds anew."""
    return finding.kind == "evidence" or finding.check.startswith("agreement.summary.")


def _is_read_now(finding: Finding, record: Record) -> bool:
    """Whether the finding says why ink gave no value, and a person has given one since."""
    if not finding.check.startswith(UNREAD):
        return False
    return any(o.key in finding.fields and o.is_reviewed and o.status != "unreadable" for o in record.values)


def _beside(store: Store, record: Record) -> list[Finding]:
    """What the files beside the form and its row of a summary sheet say to the record, as `regroup` asks them."""
    if record.form == "summary":
        return []
    items = store.groups.beside(record.id)
    proofs = load_proofs()
    rows = store.groups.summary_rows()
    row = row_for(
        record.cluster,
        [(c.cluster, c.record_id) for c in rows],
        store.groups.clusters(),
        region=region_of(applicant_of(record)),
        places={c.record_id: region_of(c.applicant) for c in rows},
    )
    found = [] if row is None else summary_findings(record, store.groups.reading(row), proofs)
    return [*found, *evidence_findings(record, items, proofs)]
