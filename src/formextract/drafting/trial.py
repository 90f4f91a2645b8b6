"""A template tried on a filled form: label by label what was found, what was not, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from rapidfuzz import fuzz

from formextract.assembly import assemble
from formextract.match import Forms
from formextract.match.labels import LabelIndex, take_apart
from formextract.model import Document, Line, Observation, Record, Source
from formextract.model.doubt import SURE
from formextract.model.template import FieldSpec, Indicator, Lexicon, Template
from formextract.text import squeeze, unwrapped
from formextract.values.prose import ProseReader

Outcome = Literal["found", "doubtful", "unreadable", "empty", "none", "missing", "unclaimed"]
NEAR = 55.0
"""Similarity (0 to 100) from which a caption of the form is shown as what a missing label may be called there."""
LONGEST = 60
"""Letters of a value that are shown."""


@dataclass(frozen=True)
class LabelOutcome:
    """One label of the template (or one text that nobody claimed), what came of it, and why, in Chinese.

    `cells` are the names of the cells where it stands. `why` is for whoever writes templates, and names their keys and
    ids; `told` and `shown` say the same, and the value, to whoever does not.
    """

    outcome: Outcome
    label: str
    indicator: str
    text: str
    why: str = ""
    cells: tuple[str, ...] = ()
    told: str = ""
    shown: str = ""


@dataclass(frozen=True)
class Trial:
    """What a template makes of a form: `refused` says why it is not taken for this form; else the labels' outcomes.

    `told` says why it is refused without the template's keys.
    """

    refused: str
    said: tuple[LabelOutcome, ...] = ()
    records: int = 0
    told: str = ""

    def count(self, *outcomes: Outcome) -> int:
        """How many labels had one of these outcomes."""
        return sum(s.outcome in outcomes for s in self.said)


def tried(
    document: Document,
    template: Template,
    templates: Mapping[str, Template],
    indicators: dict[str, Indicator],
    lexicon: Lexicon,
    prose: ProseReader | None,
) -> Trial:
    """The trial of a template on a document. `templates` are those that it may be `like`."""
    forms = Forms({template.id: template}, indicators, lexicon, templates={**templates, template.id: template})
    found = forms.match(document)
    captions = _captions(document)
    if not found:
        refused, told = _refusal(forms, document, template, captions)
        return Trial(refused, told=told)
    index = LabelIndex(indicators, lexicon)
    said: list[LabelOutcome] = []
    matched = [(form, match) for form in found for match in form.matches]
    for form, match in matched:
        used = form.template
        record = assemble(form.document, used, match, indicators, None, prose if used.prose else None)
        said += _labels(record, used, captions)
        said += [
            replace(_unclaimed(u.label, u.text, index, used, indicators), cells=_cells(u.source))
            for u in record.unmatched
        ]
    return Trial("", tuple(said), len(matched))


def _refusal(forms: Forms, document: Document, template: Template, captions: list[str]) -> tuple[str, str]:
    """Why a document is not taken for this form, and what would mend it; the same without the template's keys."""
    fit = forms.fit(document)[0]
    recognise = template.recognise
    out, told = [], []
    if fit.excluded:
        out.append(f"抬头里有 recognise.not_titles 所列的“{fit.excluded}”")
        told.append(f"抬头里写的是别的表，“{fit.excluded}”")
    titles = "、".join(f"“{t}”" for t in recognise.titles)
    out.append(
        f"抬头里有名称“{fit.title}”"
        if fit.title
        else f"抬头里没有 recognise.titles 所列的名称（{titles}），"
        + ("没有名称时要求的相同标签更多" if recognise.untitled else "而 untitled: false 要求必须有")
    )
    told.append(f"抬头里有名称“{fit.title}”" if fit.title else f"抬头里没有这张表的名称{titles}")
    counted = [f"写法完全相同的标签找到 {len(fit.labels)} 个，至少要 {fit.needed} 个"]
    gone = [f.label for f in template.fields if f.label and f.key not in fit.labels][:5]
    if gone and len(fit.labels) < fit.needed:
        near = [f"“{label}”{_near(label, captions, '（表上最像的是“{}”）')}" for label in gone]
        counted.append("没找到的如 " + "、".join(near))
    return "；".join(out + counted), "；".join(told + counted)


def _labels(record: Record, template: Template, captions: list[str]) -> list[LabelOutcome]:
    """One outcome a label: its years and parts together."""
    by_field: dict[tuple[str, tuple[tuple[str, str], ...]], list[Observation]] = {}
    for o in record.values:
        told = tuple(sorted((k, v) for k, v in o.dims.items() if k not in ("row", "column")))
        by_field.setdefault((o.indicator, told), []).append(o)
    specs = {(n, tuple(sorted(f.dims.items()))): f for f in template.fields for n in f.indicators}
    claimed = {take_apart(o.label).key for o in record.values if o.status != "missing"}
    free = [c for c in captions if take_apart(c).key not in claimed]
    return [_said(found, specs.get(key) or specs.get((key[0], ())), free) for key, found in by_field.items()]


def _said(found: list[Observation], spec: FieldSpec | None, captions: list[str]) -> LabelOutcome:
    there = [o for o in found if o.status != "missing"]
    first = found[0]
    name = first.indicator + "".join(
        f"[{k}={v}]" for k, v in first.dims.items() if k not in ("target", "row", "column")
    )
    label = spec.label if spec is not None and spec.label and spec.indicator == first.indicator else first.label
    if not there:
        near = _near(label, captions, "表上最像的标签是“{}”，若是同一项，请把它写进该指标的 synonyms")
        absent_too = "表上没有这个标签，也没有相近的"
        told = _near(label, captions, "表上最像的标签是“{}”，若是同一项，装载以后在“未认领”里认领一次，以后都照此读")
        return LabelOutcome("missing", label, name, "", near or absent_too, told=told or absent_too)
    text = "；".join(_value(o) for o in there)
    shown = "；".join(_shown(o, _words(spec)) for o in there)
    why = []
    absent = [o.period for o in found if o.status == "missing" and o.period]
    if absent:
        why.append(f"表上没有 {'、'.join(absent)} 这一栏")
    outcome: Outcome = "found"
    if all(o.status == "blank" for o in there):
        outcome = "empty"
    elif all(o.status in ("none", "blank") for o in there):
        outcome = "none"
    doubtful = [o for o in there if o.status == "reported" and o.confidence < SURE]
    if doubtful:
        outcome = "doubtful"
        written = doubtful[0].label
        other = f"，表上的标签是“{written}”" if squeeze(written) != squeeze(label) else ""
        why.append(f"把握 {min(o.confidence for o in doubtful):.0%}{other}，请核对标签、年份和单位")
    if any(o.status == "unreadable" for o in there):
        outcome = "unreadable"
        why.append("填了字，但读不成" + ("数" if first.unit else "一个确定的值") + "，原文已留")
    cells = tuple(c for o in there for c in _cells(o.source))
    return LabelOutcome(outcome, label, name, text, "；".join(why), cells, "；".join(why), shown)


def _cells(source: Source | None) -> tuple[str, ...]:
    return (source.cell,) if source is not None and source.cell else ()


def _words(spec: FieldSpec | None) -> dict[str, str]:
    """The printed words of the tokens of the field's options."""
    options = {} if spec is None else spec.options
    return {token: text for text, token in options.items()} if isinstance(options, Mapping) else {}


def _value(o: Observation) -> str:
    """The value with its year as data has it and its place, for whoever writes templates."""
    where = "" if o.source is None else o.source.cell or (f"第 {o.source.page} 页" if o.source.page else "")
    return " ".join(x for x in (f"{o.period}:" if o.period else "", _written(o, {}), where) if x)


def _shown(o: Observation, words: Mapping[str, str]) -> str:
    """The value with its year as one writes it; `words` are the printed ones of the template's tokens."""
    year = f"{o.period.replace('/', '—')} 年 " if o.period else ""
    return year + _written(o, words)


def _written(o: Observation, words: Mapping[str, str]) -> str:
    value = "、".join(o.value) if isinstance(o.value, tuple) else o.value
    if isinstance(value, str):
        value = words.get(value, value)
    if isinstance(value, bool):
        value = "是" if value else "否"
    if o.status == "blank":
        value = "（空）"
    elif o.status == "none":
        value = f"（填“{o.raw or '无'}”）"
    elif o.status == "unreadable":
        value = f"“{o.raw}”"
    elif value == "":
        value = "（没有勾选）" + (f"原文“{o.raw}”" if o.confidence < SURE else "")
    shown = str(value).replace("\n", " ")
    shown = shown if len(shown) <= LONGEST else f"{shown[:LONGEST]}…（共 {len(shown)} 字）"
    unit = o.unit if o.status == "reported" and o.unit else ""
    row = "".join(f"{o.dims[k]} " for k in ("target", "column") if k in o.dims)
    row = f"第 {o.dims['row']} 行 {row}" if "row" in o.dims else row
    return f"{row}{shown}{unit}"


def _unclaimed(
    label: str, text: str, index: LabelIndex, template: Template, indicators: Mapping[str, Indicator]
) -> LabelOutcome:
    asked = set(template.indicators())
    hits = index.hits(label) if label else ()
    if not label:
        why = "旁边没有标签；若是印在空白表上的字，请写进 printed"
        told = "旁边没有标签"
    elif not hits:
        why = "指标目录里没有这样的指标；要读它，请在模板的 indicators 里新写一个，再加一个字段"
        told = "空白表上没有这一处；要读它，请回到“填写处”，在空白表上点击它的名称来添加"
    else:
        best = hits[0]
        called = indicators[best.indicator].label if best.indicator in indicators else label
        taken = best.indicator in asked
        why = (
            f"像是 {best.indicator}，但那一处已经有值，或这里的年份、单位对不上"
            if taken
            else f"像是 {best.indicator}（{called}，{best.score:.2f}），模板里还没有这个字段"
        )
        told = f"像是“{called}”，" + ("但那一处已经有值，或这里的年份、单位对不上" if taken else "这张表还没有这一处")
    shown = text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
    one_line = shown.replace("\n", " ")
    return LabelOutcome("unclaimed", label, "", one_line, why, told=told, shown=one_line)


def _near(label: str, captions: list[str], words: str) -> str:
    """What the form may call a label that it does not have, in a sentence; '' where nothing is like it."""
    key = take_apart(label).key
    if not key:
        return ""
    best = max(captions, key=lambda c: fuzz.ratio(take_apart(c).key, key), default="")
    if not best or fuzz.ratio(take_apart(best).key, key) < NEAR:
        return ""
    return words.format(best)


def _captions(document: Document) -> list[str]:
    """Texts of a form that may be labels, as they stand there."""
    out = []
    for block in document.blocks:
        texts = [block.text] if isinstance(block, Line) else [c.text for c in block.cells]
        for text in texts:
            plain = unwrapped(text).strip()
            head = plain.partition("：")[0] if "：" in plain else plain
            if 1 < len(squeeze(head)) <= LONGEST:
                out.append(" ".join(head.split()))
    return list(dict.fromkeys(out))
