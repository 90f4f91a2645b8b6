"""What reviewers decide about a record: findings kept or dropped, clauses judged, ink set aside, the review done.

A decision stands on what it was made about. Where the figures behind it have changed since, its target is another one:
it is open again, and what was decided before is told beside it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Literal

from formextract.model.record import CriterionResult, CriterionStatus, Decision, Finding, Record, Unmatched

Subject = Literal["finding", "criterion", "unmatched", "submission", "assignee"]
Verdict = Literal["kept", "dropped", "met", "not_met", "irrelevant", "done", "reopened", "assigned", "withdrawn"]
VERDICTS: dict[Subject, tuple[Verdict, ...]] = {
    "finding": ("kept", "dropped", "withdrawn"),
    "criterion": ("met", "not_met", "withdrawn"),
    "unmatched": ("irrelevant", "withdrawn"),
    "submission": ("done", "reopened"),
    "assignee": ("assigned",),
}
"""What can be decided about what; `withdrawn` takes back what was decided before."""
WHOLE = "-"
"""The target of decisions about the whole record."""
_MARK = "#"
_DIGITS = 16


def of_finding(finding: Finding) -> str:
    """The target of decisions about a finding: its check and all that it says."""
    return _target(finding.check, finding.message, finding.fields)


def of_criterion(result: CriterionResult) -> str:
    """The target of decisions about a clause: the clause and the figures that it looked at."""
    observed = sorted((key, str(value)) for key, value in result.observed.items())
    return _target(result.criterion, result.text, observed)


def of_unmatched(unmatched: Unmatched, record: Record) -> str:
    """The target of decisions about a cell that no indicator has claimed: its ink and its place in the file."""
    s = unmatched.source
    sha256 = record.files[s.file].sha256 if 0 <= s.file < len(record.files) else ""
    return _target("unmatched", unmatched.label, unmatched.text, sha256, s.page, s.cell)


def standing(decisions: Iterable[Decision]) -> dict[tuple[str, str], Decision]:
    """The last decision on each subject and target, those that were taken back left out."""
    last = {(d.subject, d.target): d for d in decisions}
    return {key: d for key, d in last.items() if d.verdict != "withdrawn"}


def earlier(decisions: Iterable[Decision], subject: str, target: str) -> Decision | None:
    """The last decision on the same check or clause when it said something else; None where there is none."""
    begins = target.rpartition(_MARK)[0] + _MARK
    found = [d for d in decisions if d.subject == subject and d.target.startswith(begins) and d.target != target]
    return next((d for d in reversed(found) if d.verdict != "withdrawn"), None)


def dropped(record: Record, finding: Finding) -> Decision | None:
    """The decision by which a reviewer has dropped the finding; None where it stands."""
    if not record.decisions:
        return None
    decision = standing(record.decisions).get(("finding", of_finding(finding)))
    return decision if decision is not None and decision.verdict == "dropped" else None


def judged(record: Record, result: CriterionResult) -> CriterionStatus:
    """How a clause stands: by the reviewer where only a person can judge it, else as computed."""
    if not record.decisions or result.status not in ("manual", "unknown"):
        return result.status
    decision = standing(record.decisions).get(("criterion", of_criterion(result)))
    if decision is None:
        return result.status
    return "met" if decision.verdict == "met" else "not_met"


def set_aside(record: Record, unmatched: Unmatched) -> bool:
    """Whether a reviewer has said that a cell's ink has nothing to do with the application."""
    if not record.decisions:
        return False
    return ("unmatched", of_unmatched(unmatched, record)) in standing(record.decisions)


def state_of(record: Record) -> str:
    """A digest of the figures and findings that a reviewer has seen, to tell whether they have changed since."""
    values = [(o.key, str(o.value), o.status) for o in record.values]
    return _digest(values, [f.message for f in record.findings], [c.status for c in record.criteria])


def _target(name: str, *about: object) -> str:
    return f"{name}{_MARK}{_digest(*about)}"


def _digest(*about: object) -> str:
    text = json.dumps(about, ensure_ascii=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:_DIGITS]
