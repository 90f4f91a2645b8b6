"""Findings, clauses and unmatched ink as the page shows them, each with what a reviewer has decided about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from formextract import wording
from formextract.checks.grounds import withheld
from formextract.checks.rows_named import hangs_on, measured
from formextract.model import CriterionResult, Decision, Finding, Observation, Record, Unmatched, Value
from formextract.model.decisions import (
    WHOLE,
    dropped,
    earlier,
    judged,
    of_criterion,
    of_finding,
    of_unmatched,
    standing,
    state_of,
)
from formextract.reports.distances import distances
from formextract.reports.words import message_of
from formextract.review import deciding, words
from formextract.review.acts import place_told
from formextract.review.learning import ProposalView, proposals_for
from formextract.review.tabled import contested_in
from formextract.rules import rules
from formextract.store import Synonym

EVIDENCE = "evidence"
"""The kind, and the group, of findings that say which proof is not there."""
GROUPS: Mapping[str, str] = {
    **wording.SEVERITIES,
    EVIDENCE: wording.MISSING_PROOF,
}
"""What findings are shown under, in this order; those that were dropped stand last, under their own heading."""
DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class DecidedView:
    """What a reviewer has decided: `told` in words. `version` is the number of the last entry about it, 0 for none."""

    verdict: str = ""
    told: str = ""
    by: str = ""
    at: str = ""
    why: str = ""
    version: int = 0
    before: str = ""
    """What was decided when it said something else; '' where that was never so."""


@dataclass(frozen=True, slots=True)
class FindingView:
    """A finding with the values that it is about. `withheld` says why it is not put before the applicant."""

    number: int
    severity: str
    told: str
    message: str
    clause: str
    fields: tuple[tuple[str, str], ...]
    suspect: str
    suggestion: str
    withheld: str
    group: str
    target: str
    decided: DecidedView


@dataclass(frozen=True, slots=True)
class ObservedView:
    """What a clause looked at under one caption: `(key, period, value, margin)`, how far it is from the threshold."""

    name: str
    values: tuple[tuple[str, str, str, str], ...]


@dataclass(frozen=True, slots=True)
class ClauseView:
    """A clause with what it looked at, by caption. `open`: only a person can judge it.

    `reckoned` is what the program has worked out of several figures, with how far it is from the threshold.
    """

    status: str
    told: str
    clause: str
    text: str
    threshold: str
    why: str
    observed: tuple[ObservedView, ...]
    reckoned: tuple[str, ...]
    target: str
    open: bool
    decided: DecidedView
    contested: frozenset[str] = frozenset()
    """Of what it looked at, the values that contradict others of the form."""


@dataclass(frozen=True, slots=True)
class UnmatchedView:
    """Ink that no indicator has claimed; `aside` where a reviewer has said that it has nothing to do with the form."""

    number: int
    cell: Unmatched
    place: str
    target: str
    aside: bool
    decided: DecidedView
    proposals: tuple[ProposalView, ...] = ()


@dataclass(frozen=True, slots=True)
class DeskView:
    """How far the review of the whole record is."""

    done: bool
    changed: bool
    decided: DecidedView
    assignee: str
    assignee_version: int
    state: str
    """A digest of the figures and findings that are on the page."""


def group_of(finding: Finding) -> str:
    """Under what a finding is counted and shown."""
    return EVIDENCE if finding.kind == EVIDENCE and finding.severity != "info" else finding.severity


class Verdicts:
    """The views of one record. `names` and `statuses` are those of its values, by their keys."""

    def __init__(
        self,
        record: Record,
        names: Mapping[str, str],
        values: Mapping[str, Observation],
        learnt: Sequence[Synonym] = (),
    ) -> None:
        self._record = record
        self._learnt = learnt
        self._names = names
        self._values = values
        self._standing = standing(record.decisions)
        self._last = {(d.subject, d.target): d for d in record.decisions}
        self._figures = tuple(values.values())
        self._about = measured(self._figures)
        self._contested = contested_in(record)
        self._clauses = {c.id: c for c in rules(record.program)[1]}

    def findings(self) -> tuple[FindingView, ...]:
        """The findings, by their groups, each group in the record's order."""
        order = [*GROUPS, DROPPED]
        out = [self._finding(n, f) for n, f in enumerate(self._record.findings)]
        return tuple(sorted(out, key=lambda f: (order.index(f.group), f.number)))

    def criteria(self) -> tuple[ClauseView, ...]:
        """The clauses, in the record's order."""
        return tuple(self._criterion(c) for c in self._record.criteria)

    def unmatched(self) -> tuple[UnmatchedView, ...]:
        """The unmatched cells, those that were set aside last."""
        out = []
        for n, u in enumerate(self._record.unmatched):
            target = of_unmatched(u, self._record)
            aside = ("unmatched", target) in self._standing
            decided = self._decided("unmatched", target)
            offered = () if aside else proposals_for(self._record, u, self._learnt)
            out.append(UnmatchedView(n, u, place_told(u.source), target, aside, decided, offered))
        return tuple(sorted(out, key=lambda u: (u.aside, u.number)))

    def desk(self) -> DeskView:
        """How far the review is."""
        record = self._record
        last = deciding.last_on(record, "assignee")
        return DeskView(
            deciding.is_done(record),
            deciding.changed_since_done(record),
            self._decided("submission", WHOLE),
            deciding.assignee(record),
            0 if last is None else last.id,
            state_of(record),
        )

    def _finding(self, number: int, f: Finding) -> FindingView:
        target = of_finding(f)
        return FindingView(
            number=number,
            severity=f.severity,
            told=wording.SEVERITIES[f.severity],
            message=message_of(f),
            clause=f.clause,
            fields=tuple((key, self._names.get(key, key)) for key in f.fields),
            suspect=f.suspect or "",
            suggestion="" if f.suggestion is None else words.value_text(f.suggestion, "reported"),
            withheld=withheld(f, self._record),
            group=DROPPED if dropped(self._record, f) else group_of(f),
            target=target,
            decided=self._decided("finding", target),
        )

    def _criterion(self, c: CriterionResult) -> ClauseView:
        target = of_criterion(c)
        status = judged(self._record, c)
        return ClauseView(
            status=status,
            told=wording.CRITERIA[status],
            clause=c.clause,
            text=c.text,
            threshold=words.threshold_text(c.threshold),
            why=c.why,
            observed=self._observed(c),
            reckoned=tuple(
                f"{d.label} {d.shown}{d.unit}（{d.margin:+f}）"
                for d in distances(c, self._values)
                if all(o.value != d.value for k, o in self._values.items() if k in c.observed)
            ),
            target=target,
            open=c.status in ("manual", "unknown"),
            decided=self._decided("criterion", target),
            contested=self._contested & c.observed.keys(),
        )

    def _observed(self, c: CriterionResult) -> tuple[ObservedView, ...]:
        """What a clause looked at, the years of one caption side by side."""
        far = {d.value: f"{d.margin:+f}" for d in distances(c, self._values)}
        out: dict[str, list[tuple[str, str, str, str]]] = {}
        for key in hangs_on(c, self._clauses.get(c.criterion), self._figures, self._about):
            value = c.observed[key]
            o = self._values.get(key)
            name = self._names.get(key, words.QUOTED)
            period = "" if o is None else words.period_text(o.period)
            if period and name.startswith(f"{period}"):
                name = name.removeprefix(period).strip()
            margin = far.get(o.value, "") if o is not None and isinstance(o.value, Decimal) else ""
            out.setdefault(name, []).append((key, period, self._seen(key, value), margin))
        return tuple(ObservedView(name, tuple(values)) for name, values in out.items())

    def _seen(self, key: str, value: Value) -> str:
        o = self._values.get(key)
        text = words.value_text(value, "missing" if o is None else o.status)
        unit = f" {o.unit}" if o is not None and o.unit and isinstance(value, Decimal) else ""
        return text + unit

    def _decided(self, subject: str, target: str) -> DecidedView:
        last = self._last.get((subject, target))
        before = earlier(self._record.decisions, subject, target) if last is None else None
        told = "" if before is None else f"曾由 {before.by} {deciding.told_of(before)}，现在的内容已有变动"
        if last is None:
            return DecidedView(before=told)
        if last.verdict == "withdrawn":
            return DecidedView(version=last.id)
        at = wording.when(last.at)
        return DecidedView(last.verdict, deciding.told_of(last), last.by, at, last.why, last.id, told)


def decision_row(d: Decision) -> dict[str, Any]:
    """A decision as the log of the record shows it."""
    return {
        "id": d.id, "at": wording.when(d.at), "stamp": d.at, "by": d.by, "action": deciding.told_of(d),
        "about": deciding.about(d), "why": d.why,
    }  # fmt: skip
