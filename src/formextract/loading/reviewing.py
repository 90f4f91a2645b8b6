"""Stored records as reviewers have left them: their values applied, and everything checked anew with them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from formextract.loading.submissions import evidence_findings, summary_findings
from formextract.loading.submissions.proofs import load_proofs
from formextract.loading.submissions.summary import row_for
from formextract.model import Finding, Record
from formextract.model.corrections import LogEntry, corrected
from formextract.store import Store

SETTLED = "（审核人已核定）"
"""What a disagreement of two copies says once a person has decided which one is right."""


def reviewed(store: Store, record: Record, log: Sequence[LogEntry] | None = None) -> Record:
    """The record with all corrections applied, its findings and criteria as they are then; as it is without any.

    `log` is the record's own where the caller has it. Lists and summary rows are held against the corrected figures;
    a disagreement of two copies about a figure that a person has settled is only mentioned from then on.
    """
    entries = store.reviews.log(record) if log is None else log
    if not entries:
        return record
    out = corrected(record, entries)
    settled = {o.key for o in out.values if o.is_reviewed}
    found = [_settled(f, settled) for f in record.findings if f.kind in ("agreement", "layout") and not _again(f)]
    found += _beside(store, out)
    from formextract.pipeline import checked  # imports every reader, which takes a second

    return checked(replace(out, findings=tuple(found)))


def reviewed_records(store: Store) -> Iterator[Record]:
    """All records of the store as `reviewed` gives them, in the store's order."""
    return with_reviews(store, store.records())


def with_reviews(store: Store, records: Iterator[Record]) -> Iterator[Record]:
    """The records as `reviewed` gives them; where nobody has corrected anything the log is asked once only."""
    if not store.reviews.last_id():
        yield from records
        return
    for record in records:
        yield reviewed(store, record)


def _again(finding: Finding) -> bool:
    """Whether the finding is one of those that `_beside` finds anew."""
    return finding.kind == "evidence" or finding.check.startswith("agreement.summary.")


def _beside(store: Store, record: Record) -> list[Finding]:
    """What the files beside the form and its row of a summary sheet say to the record, as `regroup` asks them."""
    if record.form == "summary":
        return []
    items = store.groups.beside(record.id)
    proofs = load_proofs()
    row = row_for(record.cluster, store.groups.summary_rows(), store.groups.clusters())
    found = [] if row is None else summary_findings(record, store.groups.reading(row), proofs)
    return [*found, *evidence_findings(record, items, proofs)]


def _settled(finding: Finding, keys: Collection[str]) -> Finding:
    if finding.kind != "agreement" or not any(field in keys for field in finding.fields):
        return finding
    return replace(finding, severity="info", suspect=None, message=finding.message + SETTLED)
