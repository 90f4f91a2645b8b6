"""Two versions of a form, item by item: what was put right, what was not, and what has changed besides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from formextract import wording
from formextract.checks import messages
from formextract.model import CriterionResult, Finding, Observation, Record
from formextract.model.corrections import standing
from formextract.model.facts import form_values
from formextract.model.record import CriterionStatus
from formextract.reports import words

Outcome = Literal["fixed", "not_fixed", "still_wrong", "unclear"]
"""`still_wrong`: the suspect (any figure where there is none) was changed and the finding stands; `unclear`: it is gone
because a figure cannot be read."""

OUTCOMES: Mapping[Outcome, str] = {
    "fixed": "已改正",
    "still_wrong": "已改动，仍不符",
    "not_fixed": "未改正",
    "unclear": "无法确认",
}


_ORDER: tuple[Outcome, ...] = ("fixed", "still_wrong", "unclear", "not_fixed")
_GRAVITY = {"error": 0, "warning": 1, "info": 2}


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A field that says something else than before."""

    key: str
    name: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class FindingOutcome:
    """What came of a finding on the old version. `why` says more where the outcome alone does not."""

    finding: Finding
    outcome: Outcome
    changes: tuple[FigureChange, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """A criterion that is judged otherwise than before."""

    criterion: CriterionResult
    old: CriterionStatus
    new: CriterionStatus


@dataclass(frozen=True, slots=True)
class Changes:
    """`items` is what came of the old findings, the gravest first; `new` are findings that were not there; `besides`
    are fields that have changed though no finding named them; `verdicts` are criteria that are judged otherwise.
    """

    old: Record
    new_record: Record
    items: tuple[FindingOutcome, ...]
    new: tuple[Finding, ...]
    besides: tuple[FigureChange, ...]
    verdicts: tuple[Verdict, ...]

    def count(self, *outcomes: Outcome) -> int:
        """How many items have one of these outcomes."""
        return sum(i.outcome in outcomes for i in self.items)


def changes(old: Record, new: Record) -> Changes:
    """What the new version has made of the old one's findings and figures."""
    before, after = _values(old), _values(new)
    moved = {c.key: c for c in _figure_changes(before, after)}
    left = list(new.findings)
    items = []
    named: set[str] = set()
    for finding in old.findings:
        named.update(finding.fields)
        again = next((f for f in left if _same(f, finding)), None)
        if again is not None:
            left.remove(again)
        mine = tuple(moved[k] for k in finding.fields if k in moved)
        items.append(_item(finding, again, mine, before, after))
    items.sort(key=lambda i: (_GRAVITY[i.finding.severity], _ORDER.index(i.outcome)))
    besides = tuple(c for c in moved.values() if c.key not in named)
    judged = {c.criterion: c.status for c in old.criteria}
    verdicts = tuple(
        Verdict(c, judged[c.criterion], c.status)
        for c in new.criteria
        if c.criterion in judged and judged[c.criterion] != c.status
    )
    return Changes(old, new, tuple(items), tuple(left), besides, verdicts)


def _item(
    finding: Finding,
    again: Finding | None,
    mine: tuple[FigureChange, ...],
    before: Mapping[str, Observation],
    after: Mapping[str, Observation],
) -> FindingOutcome:
    if again is not None:
        tried = any(finding.suspect in (None, c.key) for c in mine)
        return FindingOutcome(finding, "still_wrong" if tried else "not_fixed", mine, again.message if mine else "")
    lost = [
        k
        for k in finding.fields
        if k in before
        and before[k].is_given
        and (k not in after or not (after[k].is_given or after[k].status == "none"))
    ]
    if lost:
        which = "、".join(messages.name(before[k]) for k in lost)
        said = {wording.STATUSES[after[k].status] if k in after else wording.STATUSES["missing"] for k in lost}
        return FindingOutcome(finding, "unclear", mine, f"新材料中{which}{'、'.join(sorted(said))}，请看原件")
    if not mine and finding.kind == "agreement":
        return FindingOutcome(finding, "fixed", mine, "两处已一致")
    if not mine and finding.kind == "evidence":
        return FindingOutcome(finding, "fixed", mine, "材料已补")
    return FindingOutcome(finding, "fixed", mine, "" if mine else "有关数字未变，因其他数字更正而不再矛盾")


def _same(a: Finding, b: Finding) -> bool:
    """Whether two findings are about the same rule, or accuse the same figure in the same way."""
    return a.check == b.check or (a.kind == b.kind and a.suspect is not None and a.suspect == b.suspect)


def _values(record: Record) -> dict[str, Observation]:
    return {o.key: standing(record, o.key) or o for o in form_values(record)}


def _figure_changes(before: Mapping[str, Observation], after: Mapping[str, Observation]) -> Iterable[FigureChange]:
    for key in dict.fromkeys((*before, *after)):
        old, new = before.get(key), after.get(key)
        if old is not None and new is not None and _alike(old, new):
            continue
        if (old is None or old.status == "missing") and (new is None or new.status in ("missing", "blank")):
            continue
        if new is None and old is not None and old.status in ("missing", "blank"):
            continue
        named = new or old
        assert named is not None
        yield FigureChange(key, messages.name(named), _told(old), _told(new))


def _alike(old: Observation, new: Observation) -> bool:
    """Whether nothing was changed: the same value, or as little of one."""
    if old.is_given and new.is_given:
        return old.value == new.value
    return old.status == new.status and (old.status != "unreadable" or old.raw == new.raw)


def _told(o: Observation | None) -> str:
    return wording.STATUSES["missing"] if o is None else words.written(o)
