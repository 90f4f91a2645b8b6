"""A submission ready for its page: findings with figures, sums and sightings; criteria; values by section."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from markupsafe import Markup

from formextract import wording
from formextract.catalogue import load_catalogue
from formextract.checks import messages
from formextract.checks.grounds import withheld
from formextract.checks.working import Working, workings
from formextract.model import Alternative, CriterionResult, Decision, Finding, Observation, Record, Source, Value
from formextract.model.copies import copy_readings, is_sure
from formextract.model.corrections import original
from formextract.model.decisions import dropped, judged, of_criterion, of_finding, standing
from formextract.model.doubt import SURE
from formextract.model.edits import Criterion
from formextract.model.facts import PROSE, form_values
from formextract.model.template import Template
from formextract.reports import words
from formextract.reports.cases import Case, CaseFile
from formextract.reports.changes import Changes, changes
from formextract.reports.distances import distances
from formextract.reports.plots import distance_plots, years_plot
from formextract.reports.series import main_series
from formextract.reports.sightings import Blind, Looker, Sighting, Spot
from formextract.rules import rules

WHOLE = 100_000
"""Letters, more than any value has."""
SUMMARY_CHECK = "agreement.summary."
"""How checks are called that hold an application against its row of the summary sheet."""
_GRAVITY = {"error": 0, "warning": 1, "info": 2}


@dataclass(frozen=True, slots=True)
class FigureView:
    """A figure of a finding. `doubtful`: it was not read for sure. `others` is how other files say it.

    `written` is shortened for the page where it is long, `whole` is all of it.
    """

    number: int
    name: str
    written: str
    place: str
    file: str
    suspect: bool
    doubtful: str
    whole: str
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReportFinding:
    """A finding as it is shown. `number` counts within the page and names it (`#f3`).

    `withheld` says why it is not put before the applicant, '' where it is. `copies` are the figures of a difference of
    two copies, one a copy.
    """

    number: int
    finding: Finding
    severity: str
    kind: str
    figures: tuple[FigureView, ...]
    workings: tuple[Working, ...]
    allowed: str
    suggestion: str
    sightings: tuple[Sighting, ...]
    withheld: str
    copies: tuple[FigureView, ...]
    decided: str = ""
    """What a reviewer has decided about it, by whom and why; '' where nobody has."""
    dropped: bool = False


@dataclass(frozen=True, slots=True)
class CriterionView:
    """A criterion with the figures that it looked at, and how far they are from the threshold."""

    result: CriterionResult
    status: str
    observed: tuple[str, ...]
    quotes: tuple[tuple[str, str], ...]
    plots: tuple[Markup, ...]
    note: str
    decided: str = ""
    """How a reviewer has judged it, by whom and why; '' where nobody has."""


@dataclass(frozen=True, slots=True)
class ValueView:
    """A value of the form."""

    name: str
    written: str
    raw: str
    status: str
    confidence: float
    place: str
    file: str
    level: str
    look: str


@dataclass(frozen=True, slots=True)
class Counts:
    """What the index says of a submission."""

    severities: Mapping[str, int]
    criteria: Mapping[str, int]
    values: int
    sure: int
    files: int
    failed: int

    @property
    def share(self) -> float:
        """Share of the form's cells that were read for sure."""
        return self.sure / self.values if self.values else 0.0


@dataclass(frozen=True, slots=True)
class LogView:
    """What a reviewer has done about a value."""

    at: str
    by: str
    name: str
    done: str
    why: str


@dataclass(frozen=True, slots=True)
class CaseView:
    """A submission's page."""

    record: Record
    name: str
    program: str
    form: str
    counts: Counts
    findings: tuple[ReportFinding, ...]
    criteria: tuple[CriterionView, ...]
    standard: str
    plots: tuple[Markup, ...]
    sections: tuple[tuple[str, tuple[ValueView, ...]], ...]
    unmatched: tuple[tuple[str, str, str, str], ...]
    files: tuple[CaseFile, ...]
    changes: Changes | None
    log: tuple[LogView, ...]
    review: str = ""
    """Whether the review is complete, by whom and when; '' where it is not."""


def case_view(case: Case, looker: Looker | Blind, templates: Path | None = None) -> CaseView:
    """The submission with everything that its page shows."""
    record = case.record
    template = load_catalogue(templates).templates.get(record.template)
    criteria = {c.id: c for c in rules(record.program, templates)[1]}
    return CaseView(
        record=record,
        name=record.cluster or wording.NO_NAME,
        program=program_title(record, template),
        form=wording.FORMS.get(record.form, record.form),
        counts=counts_of(case),
        findings=tuple(_findings(case, looker, templates)),
        criteria=tuple(_criteria(record, criteria)),
        standard="",
        plots=tuple(years_plot(s) for s in main_series(record, rules(record.program, templates)[0], _used(criteria))),
        sections=tuple(_sections(record, template)),
        unmatched=tuple(
            (u.label, words.cut(u.text, 300), words.place_of(u.source), _file(record, u.source))
            for u in record.unmatched
        ),
        files=case.files,
        changes=None if case.earlier is None else changes(case.earlier, record),
        log=tuple(_log(record)),
        review=_review(record),
    )


def counts_of(case: Case) -> Counts:
    """The figures of a submission's row in the index."""
    record = case.record
    cells = [o for o in form_values(record) if o.status != "missing"]
    paths = {f.path for f in case.files} or {f.path for f in record.files}
    return Counts(
        severities=Counter(f.severity for f in record.findings if not dropped(record, f)),
        criteria=Counter(judged(record, c) for c in record.criteria),
        values=len(cells),
        sure=sum(o.status != "unreadable" and o.confidence >= SURE for o in cells),
        files=len(paths),
        failed=sum(bool(f.failed) for f in case.files),
    )


def program_title(record: Record, template: Template | None) -> str:
    """The form's title, or the programme's id where its template has gone."""
    return record.program if template is None else template.title


def _observed(observations: Sequence[Observation]) -> list[str]:
    """The figures that a clause looked at, a line an indicator, its years side by side."""
    lines: dict[tuple[str, str], list[Observation]] = {}
    for o in observations:
        lines.setdefault((o.indicator, str(sorted(o.dims.items()))), []).append(o)
    out = []
    for same in lines.values():
        if len(same) == 1 or any(o.period is None for o in same):
            out += [f"{messages.name(o)}：{words.written(o)}" for o in same]
        else:
            told = "、".join(f"{o.period} 年 {words.written(o)}" for o in same)
            out.append(f"{messages.caption(same[0])}：{told}")
    return out


def _used(criteria: Mapping[str, Criterion]) -> list[str]:
    return list(dict.fromkeys(name for c in criteria.values() for name in c.uses))


# -- findings ------------------------------------------------------------------------------------------------------


def _findings(case: Case, looker: Looker | Blind, templates: Path | None) -> list[ReportFinding]:
    record = case.record
    edits, _ = rules(record.program, templates)
    observations = by_key(record)
    by_target = standing(record.decisions)
    out = []
    ordered = sorted(record.findings, key=lambda f: (dropped(record, f) is not None, _GRAVITY[f.severity]))
    for number, finding in enumerate(ordered, 1):
        concerned = [observations[k] for k in finding.fields if k in observations]
        figures = tuple(_figure(record, i, o, finding) for i, o in enumerate(concerned, 1))
        spots = [s for i, o in enumerate(concerned, 1) for s in _spots(record, i, o, finding)]
        spots += _row_spots(case, concerned, finding)
        suspect = observations.get(finding.suspect or "")
        out.append(
            ReportFinding(
                number,
                finding,
                wording.SEVERITIES[finding.severity],
                wording.KINDS.get(finding.kind, finding.kind),
                figures,
                tuple(workings(record, edits, finding.check)),
                allowed(finding, suspect),
                words.like(finding.suggestion, suspect),
                tuple(looker.look(spots)),
                withheld(finding, record),
                _copies(record, finding) if finding.origin == "copies" else (),
                decision_told(by_target.get(("finding", of_finding(finding)))),
                dropped(record, finding) is not None,
            )
        )
    return out


def decision_told(decision: Decision | None) -> str:
    """A reviewer's decision in one line."""
    if decision is None:
        return ""
    told = f"{wording.VERDICTS[decision.verdict]}（{decision.by}，{wording.day(decision.at)}）"
    return f"{told}：{decision.why}" if decision.why else told


def by_key(record: Record) -> dict[str, Observation]:
    """The observations by their names in findings; those of the form's own cells before those from sentences."""
    out = {o.key: o for o in reversed(record.values)}
    out.update({o.key: o for o in form_values(record)})
    return out


def allowed(finding: Finding, suspect: Observation | None) -> str:
    """What the other figures allow, in words; '' where they say nothing."""
    if finding.expected is None:
        return ""
    low, high = finding.expected
    if low is not None and high is not None:
        if low == high:
            return f"应为 {words.like(low, suspect)}"
        return f"应在 {words.like(low, suspect)} 至 {words.like(high, suspect)} 之间"
    if low is not None:
        return f"不应小于 {words.like(low, suspect)}"
    return f"不应大于 {words.like(high, suspect)}"


def _figure(record: Record, number: int, o: Observation, finding: Finding) -> FigureView:
    others = tuple(
        f"“{words.file_name(record.files[a.source.file].path)}”{words.place_of(a.source)}为 "
        f"{words.value_of(a.value, o.unit) or words.cut(a.raw)}"
        + ("" if a.confidence >= SURE else f"（识读把握 {messages.percent(a.confidence)}%）")
        for a in _alternatives(record, o)
        if 0 <= a.source.file < len(record.files)
    )
    return FigureView(
        number,
        messages.name(o),
        words.written(o),
        words.place_of(o.source),
        _file(record, o.source),
        o.key == finding.suspect,
        "" if o.status == "missing" or is_sure(o) else _unsure(o),
        words.written(o, longest=WHOLE),
        others,
    )


def _unsure(o: Observation) -> str:
    """How sure a figure was read, and why not more."""
    return f"识读把握 {messages.percent(o.confidence)}%" + (f"（{o.because}）" if o.doubts else "")


def _alternatives(record: Record, o: Observation) -> tuple[Alternative, ...]:
    """How other copies say it; a reviewer's word does not take them away."""
    read = original(record, o.key) if o.is_reviewed else o
    return () if read is None else read.alternatives


def _copies(record: Record, finding: Finding) -> tuple[FigureView, ...]:
    """What each copy says of the finding's value."""
    said = [r.observation for key in finding.fields for r in copy_readings(record, key)]
    said.sort(key=lambda o: -1 if o.source is None else o.source.file)
    return tuple(_figure(record, n, replace(o, alternatives=()), finding) for n, o in enumerate(said, 1))


def _spots(record: Record, number: int, o: Observation, finding: Finding) -> list[Spot]:
    sources = [s for s in (o.source, *(a.source for a in _alternatives(record, o))) if s is not None]
    return [
        Spot(record.files[s.file], s, number, o.key == finding.suspect)
        for s in sources
        if 0 <= s.file < len(record.files)
    ]


def _row_spots(case: Case, concerned: list[Observation], finding: Finding) -> list[Spot]:
    """Where the summary sheet says it, for findings that hold the application against it."""
    row = case.row
    if row is None or not row.files or not finding.check.startswith(SUMMARY_CHECK):
        return []
    by_indicator = {o.indicator: o for o in row.values}
    wanted = [by_indicator.get(o.indicator) or by_indicator.get("profile") for o in concerned]
    if any(o.indicator.startswith("region_") for o in concerned):
        wanted = [by_indicator.get("region")]
    return [Spot(row.files[0], o.source, 1, suspect=False) for o in wanted if o is not None and o.source is not None]


def _file(record: Record, source: Source | None) -> str:
    if source is None or not 0 <= source.file < len(record.files):
        return ""
    return words.file_name(record.files[source.file].path)


# -- criteria and values -------------------------------------------------------------------------------------------


def _criteria(record: Record, known: Mapping[str, Criterion]) -> list[CriterionView]:
    observations = by_key(record)
    by_target = standing(record.decisions)
    out = []
    for result in record.criteria:
        quotes = [(k, v) for k, v in result.observed.items() if _is_passage(k, v)]
        looked_at = [observations[k] for k in result.observed if k in observations and k not in dict(quotes)]
        criterion = known.get(result.criterion)
        out.append(
            CriterionView(
                result if (status := judged(record, result)) == result.status else replace(result, status=status),
                wording.CRITERIA[status],
                tuple(_observed(looked_at)),
                tuple((_where_quoted(k, observations), str(v)) for k, v in quotes),
                tuple(distance_plots(distances(result, observations))),
                "" if criterion is None else criterion.note,
                decision_told(by_target.get(("criterion", of_criterion(result)))),
            )
        )
    return out


def _is_passage(key: str, value: Value) -> bool:
    return key.startswith("passage[") or (isinstance(value, str) and len(value) > words.LONGEST)


def _where_quoted(key: str, observations: Mapping[str, Observation]) -> str:
    """Where a quoted passage stands: its field, or the page or cell of text that no field claims."""
    if key in observations:
        return messages.caption(observations[key])
    kind, _, where = key.removeprefix("passage[").removesuffix("]").partition("=")
    return (
        f"第 {where} 页"
        if kind == "page"
        else messages.cell_name(where)
        if kind == "cell"
        else f"未对应内容第 {where} 项"
    )


def _review(record: Record) -> str:
    last = next((d for d in reversed(record.decisions) if d.subject == "submission"), None)
    return decision_told(last) if last is not None and last.verdict == "done" else ""


def _log(record: Record) -> list[LogView]:
    observations = by_key(record)
    out = []
    for d in reversed(record.decisions):
        about = "" if d.subject in ("submission", "assignee") else words.cut(d.told)
        done = wording.VERDICTS.get(d.verdict, d.verdict) + (f" {d.told}" if d.subject == "assignee" else "")
        out.append(LogView(d.at, d.by, about or wording.SUBJECTS[d.subject], done, d.why))
    for c in reversed(record.corrections):
        o = observations.get(c.field)
        name = c.field if o is None else messages.name(o)
        old = words.like(c.old, o) or wording.STATUSES[c.old_status]
        new = words.like(c.new, o) or wording.STATUSES[c.new_status]
        done = f"{wording.ACTIONS[c.action]}：{old} → {new}" if c.action in ("correct", "assign", "restore") else ""
        out.append(LogView(c.at, c.by, name, done or wording.ACTIONS[c.action], c.why))
    latest_first = sorted(out, key=lambda row: row.at, reverse=True)  # of one second too: each list came so
    return [replace(row, at=wording.when(row.at)) for row in latest_first]


def _sections(record: Record, template: Template | None) -> list[tuple[str, tuple[ValueView, ...]]]:
    """The values under the headings of the form, in its order; figures found in sentences last."""
    headings = {} if template is None else {s.id: s.heading for s in template.sections}
    section_of = {} if template is None else {f.indicator: f.section for f in template.fields}
    grouped: dict[str, list[ValueView]] = {}
    for o in form_values(record):
        heading = headings.get(section_of.get(o.indicator, ""), "封面及其他")
        grouped.setdefault(heading, []).append(value_view(record, o))
    prose = [o for o in record.values if o.source is not None and o.source.reader == PROSE]
    if prose:
        grouped["文字叙述中提到的数字"] = [value_view(record, o) for o in prose]
    return [(heading, tuple(views)) for heading, views in grouped.items()]


def value_view(record: Record, o: Observation) -> ValueView:
    """A value for the table of values; `level` is `bad`, `doubtful`, `empty` or `sure`."""
    level = "sure"
    if o.status == "unreadable":
        level = "bad"
    elif o.status in ("blank", "missing", "none"):
        level = "empty"
    elif o.confidence < SURE:
        level = "doubtful"
    return ValueView(
        messages.name(o),
        words.written(o),
        words.cut(o.raw, 80),
        wording.STATUSES[o.status],
        o.confidence,
        words.place_of(o.source),
        _file(record, o.source),
        level,
        o.because,
    )
