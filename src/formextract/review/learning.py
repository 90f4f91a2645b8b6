"""What reviewers have taught a store: captions that they have claimed, what each rests on, and what may be learnt."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from formextract import wording
from formextract.catalogue import load_catalogue
from formextract.checks.messages import percent
from formextract.model import Record, Source, Unmatched
from formextract.model.template import Indicator
from formextract.review import acts, words
from formextract.store import Store, Synonym
from formextract.text import squeeze

ONLY_PROPOSED = "这种表不填这个指标，以后只作为建议"
SHORTEST = 4
"""Han letters of a caption that means the same wherever it stands: 合计, 备注, 数量 and 其他 do not."""
LEAST = 0.01
"""Score from which a proposal of the program's is worth a line of the page: of 51 captions of left-out sources that are
not claimed the right indicator is among those shown for 48, from 0.05 for 45 (`scripts/fit_labels.py`).
"""
IN_COLUMN = 0.5
"""Of the narrower one's width, that two cells of one column share. Not measured: ruled ones share all."""
_COLUMN = re.compile(r"(T[0-9]+)R[0-9]+(C[0-9]+)")
_HAN = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class ProposalView:
    """What unclaimed ink may be. `why` says on what that rests; `ready`: nothing need be asked before it is claimed."""

    indicator: str
    name: str
    period: str
    dims: dict[str, str]
    why: str
    ready: bool


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """A place at which a caption was claimed: whose form, what stands there, who has claimed it and when."""

    record_id: str
    cluster: str
    text: str
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class LearntView:
    """A caption that was learnt. `form` is the form's title; `back` says who has taken it back and when, '' for nobody.

    `template` and `label` together name it.
    """

    template: str
    form: str
    label: str
    name: str
    by: str
    at: str
    back: str
    evidence: tuple[EvidenceView, ...]


def why_not(template: str, label: str, indicator: str) -> str:
    """Why a caption is not to be learnt, in Chinese; '' where it is."""
    catalogue = load_catalogue()
    form = catalogue.templates.get(template)
    if form is None:
        return "没有这种表的模板"
    if len(_HAN.findall(label)) < SHORTEST:
        return "标签太短，在别处可能是别的意思"
    own = squeeze(label)
    for field in form.fields:
        others = [field.label, *field.synonyms]
        if field.indicator in catalogue.indicators:
            named = catalogue.indicators[field.indicator]
            others += [named.label, *named.synonyms]
        if field.indicator != indicator and any(text and squeeze(text) == own for text in others):
            return "这个标签在同一种表上是另一项的说法"
    if not any(field.indicator == indicator for field in form.fields):
        return ONLY_PROPOSED
    return ""


def proposals_for(record: Record, cell: Unmatched, synonyms: Sequence[Synonym]) -> tuple[ProposalView, ...]:
    """What an unmatched cell may be: as the caption was claimed before, then as the program proposes; three at most."""
    indicators = load_catalogue().indicators
    taught = [
        s for s in synonyms
        if not s.taken_back and s.template == record.template and squeeze(s.label) == squeeze(cell.label)
    ]  # fmt: skip
    out: dict[tuple[str, str], ProposalView] = {}
    guessed = {p.indicator: p.period for p in reversed(cell.proposals)}
    for s in taught:
        if s.indicator in indicators:
            told = f"{s.by} 认领过同样的标签"
            period = guessed.get(s.indicator) or year_beside(record, cell)
            view = _proposal(indicators[s.indicator], s.indicator, period, s.dims, told)
            out.setdefault((view.indicator, view.period), view)
    for p in cell.proposals:
        if p.indicator in indicators and p.score >= LEAST:
            period = p.period or year_beside(record, cell)
            view = _proposal(indicators[p.indicator], p.indicator, period, {}, f"把握 {percent(p.score)}%")
            out.setdefault((view.indicator, view.period), view)
    return tuple(out.values())[:3]


def year_beside(record: Record, cell: Unmatched) -> str | None:
    """The year of the figures that stand above and below in the cell's column, None where they say none, or several."""
    dated = (o for o in record.values if o.period is not None and o.period.isdigit())
    years = {o.period for o in dated if o.source is not None and _above_or_below(o.source, cell.source)}
    return next(iter(years)) if len(years) == 1 else None


def _above_or_below(a: Source, b: Source) -> bool:
    if a.file != b.file or a.page != b.page:
        return False
    if a.cell and b.cell:
        mine, other = _COLUMN.fullmatch(a.cell), _COLUMN.fullmatch(b.cell)
        return mine is not None and other is not None and mine.groups() == other.groups()
    if a.bbox is None or b.bbox is None:
        return False
    shared = min(a.bbox[2], b.bbox[2]) - max(a.bbox[0], b.bbox[0])
    return shared > IN_COLUMN * min(a.bbox[2] - a.bbox[0], b.bbox[2] - b.bbox[0])


def _proposal(i: Indicator, name: str, period: str | None, dims: dict[str, str], why: str) -> ProposalView:
    period = period if i.period is not None else None
    needs = {dim for dim, allowed in i.dims.items() if allowed}
    ready = needs <= set(dims) and (i.period != "year" or period is not None)
    told = words.dims_text(dims)
    text = f"{words.period_text(period)}{i.label}{f'（{told}）' if told else ''}"
    return ProposalView(name, text, period or "", dims, why, ready)


def learnt_rows(store: Store, clusters: dict[str, str]) -> list[LearntView]:
    """The captions that were learnt, those that hold first; `clusters` are the records' names by their ids."""
    catalogue = load_catalogue()
    seen: dict[tuple[str, str], list[EvidenceView]] = {}
    for entry in store.reviews.entries():
        if entry.correction.action != "assign" or entry.reading is None:
            continue
        view = EvidenceView(
            entry.record_id, clusters.get(entry.record_id, ""), entry.reading.raw, entry.correction.by,
            wording.when(entry.correction.at),
        )  # fmt: skip
        seen.setdefault((entry.correction.field.partition("@")[0].partition("[")[0], entry.reading.label), []).append(
            view
        )
    out = []
    for s in store.reviews.synonyms():
        form = catalogue.templates.get(s.template)
        indicator = catalogue.indicators.get(s.indicator)
        told = words.dims_text(s.dims)
        name = (s.indicator if indicator is None else indicator.label) + (f"（{told}）" if told else "")
        back = f"{s.taken_by} {wording.when(s.taken_back)}" if s.taken_back else ""
        evidence = tuple(seen.get((s.indicator, s.label), ()))
        title = wording.NO_FORM if form is None else form.title
        out.append(LearntView(s.template, title, s.label, name, s.by, wording.when(s.at), back, evidence))
    return sorted(out, key=lambda v: (v.back != "", v.form, v.label))


def unlearn(store: Store, template: str, label: str, by: str) -> int:
    """Takes a caption back; how many files are to be read again. RefusedError where it does not hold."""
    by = acts.person(by)
    try:
        files = store.reviews.unlearn(template, label, by)
    except KeyError as e:
        raise acts.RefusedError("没有这个标签，或它已经收回。请刷新页面") from e
    body = {"template": template, "label": label, "files": files}
    store.acts.note(by, "unlearnt", f"“{label}”不再当作学到的标签", body)
    return files
