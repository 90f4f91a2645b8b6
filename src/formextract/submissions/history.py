"""A cluster's paper of this year beside its last one in the store: figures restated, counts that fell, changes that
should have been reported, a second year that failed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from formextract.checks.kinds.same_text import abbreviates
from formextract.checks.messages import name
from formextract.formats import is_paper
from formextract.model import Finding, Observation, Parts, Record
from formextract.model.doubt import SURE
from formextract.model.facts import form_values, form_years, is_prose
from formextract.model.interval import may_be_same
from formextract.model.record import Severity
from formextract.model.submission import Copy, Submission
from formextract.places import Locality, PlaceRelation
from formextract.submissions.applicants import region_of
from formextract.submissions.clusternames import Names, core
from formextract.submissions.descriptions import figure
from formextract.text import squeeze

EVENT = "major-event"
"""The form that reports a change when it happens."""
SHOWN = 5
"""Figures that a finding names."""
_KEPT = ("enterprises", "smes", "srdi_smes", "little_giants", "champions", "hightech_enterprises", "tech_smes")
"""Counts that seldom fall from one year to the next."""
_CHANGES = ("operator", "leading_industry")
"""What a cluster reports when it changes."""
_CLAUSE = "与上一次所报材料对照"


@dataclass(frozen=True, slots=True)
class Before:
    """The ids of a cluster's last earlier records, and whether it has reported a major event."""

    records: tuple[str, ...] = ()
    event: bool = False


def befores(submissions: Iterable[Submission]) -> dict[str, Before]:
    """For each submission, by key, what the store holds of its cluster's last earlier year in the same programme.

    Where both have an identifier (统一社会信用代码) it alone says whether they are one's, else the names.
    """
    by_program: dict[str, list[tuple[Submission, str, str, Locality]]] = {}
    for s in submissions:
        copies = [c for m in s.members for c in m.item.copies if c.record_id in m.record_ids]
        if copies and (core(s.cluster) or codes_of(copies)):
            place = max((region_of(c.applicant) for c in copies), key=lambda p: (p.said, p.text))
            edition = max(c.edition for c in copies)
            by_program.setdefault(copies[0].program, []).append((s, copies[0].form, edition, place))
    out: dict[str, Before] = {}
    for some in by_program.values():
        names = Names()
        codes = [codes_of(c for m in s.members for c in m.item.copies) for s, _, _, _ in some]
        coded: dict[str, list[int]] = {}
        for number, theirs in enumerate(codes):
            for code in theirs:
                coded.setdefault(code, []).append(number)
        for number, (s, _, _, place) in enumerate(some):
            if core(s.cluster):
                names.add(s.cluster, number, place)
        for mine, (s, _, edition, place) in zip(codes, some, strict=True):
            related = names.related(s.cluster, place) if core(s.cluster) else {}
            alike = {n for n, relation in related.items() if relation >= PlaceRelation.SAME}
            by_code = {n for code in mine for n in coded.get(code, ())}
            near = by_code | {n for n in alike if not (mine and codes[n])}
            event = any(some[n][1] == EVENT for n in near)
            older = [some[n] for n in near if some[n][1] != EVENT and "" < some[n][2] < edition]
            last = max((e for _, _, e, _ in older), default="")
            ids = [_record_of(other) for other, _, e, _ in older if e == last]
            if ids:
                out[s.key] = Before(tuple(sorted(ids)), event)
    return out


def codes_of(copies: Iterable[Copy]) -> frozenset[str]:
    """The identifiers that the copies of a form give."""
    return frozenset(c.applicant.identifier for c in copies) - {""}


def _record_of(submission: Submission) -> str:
    """The id of a submission's form: of the digital one where there are several."""
    members = [m for m in submission.members if m.record_ids]
    return min(members, key=lambda m: (is_paper(m.item.format), m.item.path)).record_ids[0]


def history_findings(now: Record, earlier: Sequence[Record], *, reports_events: bool, event: bool) -> list[Finding]:
    """What a record says otherwise than the cluster's last ones. `reports_events`: the programme has a form for
    changes, of which `event` says whether one has come.
    """
    mine = _sure(now)
    found: list[Finding] = []
    for before in earlier:
        theirs = _sure(before)
        found += _restated(mine, theirs, before)
        found += _fallen(now, before, mine, theirs)
        found += _changed(mine, theirs, before, reports_events=reports_events, event=event)
        found += _failed_again(now, before, mine, theirs)
    return found


def _sure(record: Record) -> dict[str, Observation]:
    """The values of the form's own cells that were read for sure."""
    return {o.key: o for o in form_values(record) if o.is_given and not is_prose(o) and o.confidence >= SURE}


def _restated(mine: Mapping[str, Observation], theirs: Mapping[str, Observation], before: Record) -> list[Finding]:
    """Years of which both speak, with other figures."""
    both = [
        (o, theirs[key])
        for key, o in mine.items()
        if o.period is not None and o.period.isdigit() and isinstance(o.value, Decimal) and key in theirs
    ]
    other = [(a, b) for a, b in both if isinstance(b.value, Decimal) and not may_be_same(a, b)]
    if not other:
        return []
    told = "；".join(f"{name(a)}本次为 {figure(a)}，上次为 {figure(b)}" for a, b in other[:SHOWN])
    more = f" 等 {len(other)} 项" if len(other) > SHOWN else ""
    statement = f"同一年度的数据与上次所报（{_file(before)}）不一致：{told}{more}"
    return [_finding("restated", "warning", statement, "请说明调整的原因", [a for a, _ in other])]


def _fallen(
    now: Record, before: Record, mine: Mapping[str, Observation], theirs: Mapping[str, Observation]
) -> list[Finding]:
    """Counts of the last year that are less than a year before."""
    years, old = form_years(now), form_years(before)
    if not years or not old or years[-1] <= old[-1]:
        return []
    fell = []
    for indicator in _KEPT:
        a, b = mine.get(f"{indicator}@{years[-1]}"), theirs.get(f"{indicator}@{old[-1]}")
        if a is not None and b is not None and isinstance(a.value, Decimal) and isinstance(b.value, Decimal):
            fell += [(a, b)] if a.value < b.value else []
    if not fell:
        return []
    told = "；".join(f"{name(b)} {figure(b)}，{name(a)} {figure(a)}" for a, b in fell[:SHOWN])
    return [_finding("fallen", "info", f"比上次所报减少：{told}", "请说明减少的原因", [a for a, _ in fell])]


def _changed(
    mine: Mapping[str, Observation],
    theirs: Mapping[str, Observation],
    before: Record,
    *,
    reports_events: bool,
    event: bool,
) -> list[Finding]:
    """Who runs the cluster, or its field, is another than last time, and nobody has reported that."""
    found: list[Finding] = []
    for indicator in () if event else _CHANGES:
        a, b = mine.get(indicator), theirs.get(indicator)
        if a is None or b is None:
            continue
        one, other = squeeze(str(a.value)), squeeze(str(b.value))
        if abbreviates(one, other) or abbreviates(other, one):
            continue
        statement = f"{name(a)}本次为 {figure(a)}，上次所报（{_file(before)}）为 {figure(b)}"
        advice = "没有见到重大事项报告，请核对是否应报未报" if reports_events else "请核对是否已经变更"
        found.append(_finding(f"changed.{indicator}", "warning" if reports_events else "info", statement, advice, [a]))
    return found


def _failed_again(
    now: Record, before: Record, mine: Mapping[str, Observation], theirs: Mapping[str, Observation]
) -> list[Finding]:
    """A grade of 不合格 in this year and in the one before it."""
    years, old = form_years(now), form_years(before)
    if not years or not old:
        return []
    a, b = mine.get(f"evaluation_grade@{years[-1]}"), theirs.get(f"evaluation_grade@{old[-1]}")
    failed = [o for o in (b, a) if o is not None and "不合格" in str(o.value)]
    if len(failed) < 2 or int(years[-1]) - int(old[-1]) != 1:  # noqa: PLR2004 - both years
        return []
    statement = f"{old[-1]} 年、{years[-1]} 年连续两年评价为不合格"
    return [_finding("failed_twice", "warning", statement, "请按管理办法处理", [o for o in (a,) if o is not None])]


def _file(record: Record) -> str:
    return f"“{record.files[0].path.rsplit('/', 1)[-1]}”" if record.files else "上次的材料"


def _finding(check: str, severity: Severity, statement: str, advice: str, about: Sequence[Observation]) -> Finding:
    parts = Parts(statement, advice=advice)
    return Finding(
        check=f"agreement.history.{check}",
        kind="agreement",
        severity=severity,
        message=parts.message,
        fields=tuple(o.key for o in about[:SHOWN]),
        clause=_CLAUSE,
        origin="form",
        parts=parts,
        rests_on=tuple(o.key for o in about[SHOWN:]),
    )
