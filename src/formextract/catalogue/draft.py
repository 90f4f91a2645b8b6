"""A blank form drafted as a template: the indicator that each label likely is, and what it leaves for a person."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from formextract.catalogue.draftchecks import proposed_checks
from formextract.catalogue.draftgrid import Found, Layout, layout_of
from formextract.model import Document
from formextract.model.template import Indicator

Propose = Callable[[str], Sequence[tuple[str, float]]]
"""A label to the indicators that it may be, best first, with scores from 0 to 1."""

LEVELS = {"国家": "national", "省": "provincial", "其他": "other"}
YES_NO = {"是": "yes", "否": "no"}
ALREADY = "联系人", "联系方式", "联系电话", "电话"
"""Captions that stand several times on a form; what stands before them says whose they are."""


@dataclass(frozen=True)
class DraftField:
    """A place with the indicator proposed for it (None: new to the catalogue), its score, and the next best."""

    found: Found
    indicator: str | None
    score: float
    others: tuple[tuple[str, float], ...] = ()
    dims: tuple[tuple[str, str], ...] = ()
    after: str | None = None
    repeated: bool = False


@dataclass(frozen=True)
class Draft:
    """A template in the making."""

    layout: Layout
    fields: tuple[DraftField, ...]

    def indicators(self) -> list[str]:
        """The indicators proposed, in form order."""
        return [f.indicator for f in self.fields if f.indicator is not None]


def draft_of(document: Document, propose: Propose, indicators: Mapping[str, Indicator]) -> Draft:
    """The draft of a blank form."""
    layout = layout_of(document)
    fields: list[DraftField] = []
    taken: set[tuple[str, tuple[tuple[str, str], ...]]] = set()
    for found in layout.found:
        made = _field(found, propose, indicators, fields)
        key = (made.indicator or "", made.dims)
        repeated = made.indicator is not None and key in taken
        for i, old in enumerate(fields):
            if repeated and old.found.shape == "line" and (old.indicator or "", old.dims) == key:
                fields[i] = replace(old, repeated=True)  # the cover repeats what the tables say
                repeated = False
        taken.add(key)
        fields.append(DraftField(made.found, made.indicator, made.score, made.others, made.dims, made.after, repeated))
    return Draft(layout, tuple(fields))


def _field(
    found: Found, propose: Propose, indicators: Mapping[str, Indicator], before: Sequence[DraftField]
) -> DraftField:
    if found.shape == "narrative":
        return DraftField(found, "plan_text" if "plan_text" in indicators else None, 0.9)
    if found.shape == "targets":
        return DraftField(found, "plan_baseline" if "plan_baseline" in indicators else None, 0.9)
    bare = re.sub(r"\s+", "", found.label)
    owner = next((f.indicator for f in reversed(before) if f.indicator is not None), None)
    if bare in ALREADY and owner is not None:
        stem = owner.removesuffix("_contact").removesuffix("_phone")
        name = stem + ("_contact" if bare == "联系人" else "_phone")
        if name in indicators:
            return DraftField(found, name, 0.8, after=owner)
    if found.shape == "region":
        return DraftField(found, "region_province" if "region_province" in indicators else None, 0.9)
    hits = [(_counted_by(n, found, indicators), s) for n, s in propose(found.label) if _fits(found, indicators[n])]
    if found.shape == "standards" and not hits and "standards_led" in indicators:
        hits = [("standards_led", 0.7)]
    if found.shape == "blanks" and not hits:
        hits = _counted(found, indicators)
        last = before[-1] if before else None
        if not hits and last is not None and last.found.shape == "blanks" and last.indicator is not None:
            hits = [(last.indicator, 0.7)]  # 其他平台 behind 国家级平台 and 省级平台
    if (
        bare.startswith("是否高于")
        and owner is not None
        and f"{owner.removesuffix('_utilization')}_above_average" in indicators
    ):
        return DraftField(found, f"{owner.removesuffix('_utilization')}_above_average", 0.8, after=owner)
    if not hits:
        return DraftField(found, None, 0.0)
    name, score = hits[0]
    return DraftField(found, name, score, tuple(hits[1:3]), _dims(found, indicators[name]))


def _fits(found: Found, indicator: Indicator) -> bool:
    """Whether a place of this kind can hold the indicator."""
    if found.shape == "ticks":
        return indicator.kind in ("bool", "choice", "multichoice")
    if found.shape == "blanks":
        return indicator.kind in ("integer", "list")
    if found.shape in ("cell", None):
        return indicator.kind not in ("bool", "choice", "multichoice") or not found.years
    return True


def _counted_by(name: str, found: Found, indicators: Mapping[str, Indicator]) -> str:
    """The count beside a list of names, where a place asks for both."""
    count = name.removesuffix("_names")
    return count if found.shape == "blanks" and count in indicators else name


def _counted(found: Found, indicators: Mapping[str, Indicator]) -> list[tuple[str, float]]:
    """Indicators of counts with names, by the words that they share with the label."""
    out = []
    for name, indicator in indicators.items():
        if f"{name}_names" in indicators:
            stem = re.sub(r"数量|中小企业", "", indicator.label)
            shared = sum(stem[i : i + 2] in found.label for i in range(len(stem) - 1)) / max(1, len(stem) - 1)
            if shared >= 0.4:  # noqa: PLR2004 - two of five pairs of letters
                out.append((name, round(0.6 + 0.3 * shared, 2)))
    return sorted(out, key=lambda x: -x[1])


def _dims(found: Found, indicator: Indicator) -> tuple[tuple[str, str], ...]:
    if found.shape != "blanks":
        return ()
    for word, level in LEVELS.items():
        if word in found.label and level in indicator.dims.get("level", []):
            return (("level", level),)
    return ()


def as_yaml(draft: Draft, name: str, source: str, indicators: Mapping[str, Indicator]) -> str:
    """The template's text: what is sure as fields, the rest as comments for a person to decide."""
    layout = draft.layout
    title = layout.title or "未命名的表"
    out = [
        f"# 由空白表 {source} 起草，请逐条核对后使用。",
        "# 每个字段后面是建议的把握（0 到 1）；“次选”是另外可能的指标。以“# 待定”开头的，指标目录里没有合适的，",
        "# 请先在 indicators.yaml 里写好指标，再去掉行首的“# 待定”。",
        f"template: {name}",
        f"title: {_quoted(title)}",
        "recognise:",
        f"  titles: [{_quoted(title)}]",
        f"  least_labels: {max(2, min(8, len(draft.fields) // 3))}",
    ]
    if layout.years:
        out.append(f"years: [{', '.join(map(str, sorted(layout.years)[-3:]))}]")
    if layout.sections:
        out.append("sections:")
        seen: set[str] = set()
        for number, heading in layout.sections:
            if number not in seen:
                out.append(f"  - {{id: {_quoted(number)}, heading: {_quoted(heading)}}}")
                seen.add(number)
    out.append("fields:")
    if not any(f.indicator is not None and not f.repeated for f in draft.fields):
        out[-1] = "fields: []"
    for at, f in enumerate(draft.fields, 1):
        out += _field_lines(f, at, indicators)
    printed = [p for p in dict.fromkeys(layout.printed) if p]
    if printed:
        out.append("printed:")
        out += [f"  - {_quoted(p)}" for p in printed]
    out += _check_lines(draft, indicators)
    return "\n".join(out) + "\n"


def _field_lines(f: DraftField, number: int, indicators: Mapping[str, Indicator]) -> list[str]:
    found = f.found
    parts = [f"indicator: {f.indicator or f'new_{number}'}", f"label: {_quoted(found.label)}"]
    known = None if f.indicator is None else indicators[f.indicator]
    if found.shape and not (found.shape == "ticks" and known is not None and known.kind == "text"):
        parts.append(f"shape: {found.shape}")
    if found.section != "0" or found.shape == "line":
        parts.append(f"section: {_quoted(found.section)}")
    if f.after:
        parts.append(f"after: {f.after}")
    if f.dims:
        parts.append(f"dims: {{{', '.join(f'{k}: {v}' for k, v in f.dims)}}}")
    if found.shape == "blanks" and f"{f.indicator}_names" in indicators:
        parts.append(f"names: {f.indicator}_names")
    if found.shape == "standards" and "standards_joined" in indicators:
        parts.append("joined: standards_joined")
    if found.shape == "region":
        parts.append("parts: {省: region_province, 市: region_city, 县: region_county}")
    if found.shape == "targets" and "plan_target" in indicators:
        parts.append("target: plan_target")
    options, misfit = _options(found, known)
    parts += options
    note = [f"{f.score:.2f}"] if f.indicator else []
    note += ["按年填写"] if found.years else []
    note += [f"单位 {found.unit}"] if found.unit else []
    note += [f"{found.limit} 字以内"] if found.limit else []
    note += ["次选 " + "、".join(f"{n} {s:.2f}" for n, s in f.others)] if f.others else []
    note += [found.where] if found.where else []
    line = f"{{{', '.join(parts)}}}"
    if f.indicator is None or f.repeated or misfit:
        why = "与上面的字段重复，请改用别的指标" if f.repeated else misfit or "指标目录里没有"
        return [f"  # 待定 - {line}  # {why}{'；' if note else ''}{'；'.join(note)}"]
    return [f"  - {line}" + (f"  # {'；'.join(note)}" if note else "")]


def _options(found: Found, indicator: Indicator | None) -> tuple[list[str], str]:
    """The options as they stand in a template, and why they do not fit the indicator's type."""
    if indicator is None or indicator.kind not in ("bool", "choice", "multichoice"):
        return ([f"options: [{', '.join(map(_quoted, found.options))}]"] if found.options else []), ""
    tokens = {"yes", "no"} if indicator.kind == "bool" else set(indicator.type.partition(":")[2].split("|"))
    if indicator.kind == "multichoice":
        return [f"options: [{', '.join(map(_quoted, found.options))}]"], "" if found.options else "没有找到选项"
    mapped: dict[str, str] = {}
    ordered = list(indicator.type.partition(":")[2].split("|"))
    for i, text in enumerate(found.options):
        token = YES_NO.get(text) or ("not_applicable" if "不适用" in text else None)
        if token is None and indicator.kind == "choice" and len(found.options) == len(ordered):
            token = ordered[i]
        if token in tokens:
            mapped[text] = str(token)
    if not mapped:
        return [], "选项与指标的取值对不上"
    return [f"options: {{{', '.join(f'{_quoted(k)}: {_quoted(v)}' for k, v in mapped.items())}}}"], ""


def _check_lines(draft: Draft, indicators: Mapping[str, Indicator]) -> list[str]:
    asked = [(f.indicator, f.found.label) for f in draft.fields if f.indicator is not None and not f.repeated]
    checks = proposed_checks([(n, label) for n, label in asked if n is not None], indicators)
    if not checks:
        return []
    head = ["", "# 由标签推出的核对规则。核对无误的写进同一项目的 edits.yaml（写法见 docs/checks.md）：", "# edits:"]
    return head + [f"#   - {c}" for c in checks]


def _quoted(text: str) -> str:
    return json.dumps(" ".join(text.split()), ensure_ascii=False)
