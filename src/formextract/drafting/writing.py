"""A draft as the YAML of a template, commented for the person who finishes it."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence

import yaml

from formextract.drafting.applicants import applicant_of
from formextract.drafting.column_rules import column_rules
from formextract.drafting.date_rules import date_rules
from formextract.drafting.draft import Draft, DraftField
from formextract.drafting.gap_rules import gap_rules
from formextract.drafting.newly import options_of
from formextract.drafting.printed_rules import named_relations, relations
from formextract.drafting.rule_lines import line_of, named
from formextract.drafting.rules import proposed_rules
from formextract.model.template import Indicator

FEW_LABELS, MANY_LABELS = 2, 8
"""Labels that a document must show to be this form, at least and at most."""


def as_yaml(draft: Draft, name: str, source: str) -> str:
    """The template's text: each place as a field, with how sure the proposal is; what is doubtful as comments."""
    layout = draft.layout
    title = layout.title or "未命名的表"
    titles = list(dict.fromkeys([title, *layout.titles]))
    live = [f for f in draft.fields if not f.repeats]
    out = [
        f"# 由空白表 {_comment(source)} 起草，请逐条核对后使用。",
        "# 每个字段后面是建议的把握（0 到 1）；“次选”是另外可能的指标；“新指标”是指标目录里没有的，",
        "# 写在下面 indicators 里，请核对编号、类型和单位（别的表也要用的，请移到 indicators.yaml）。",
        f"template: {name}",
        f"title: {_quoted(title)}",
        "recognise:",
        f"  titles: [{', '.join(map(_quoted, titles))}]",
        f"  least_labels: {max(FEW_LABELS, min(MANY_LABELS, len(live) // 3))}",
    ]
    applies = "" if draft.columns else applicant_of(live)
    if applies:
        out.append(applies)
    if layout.years:
        out.append(f"years: [{', '.join(map(str, sorted(layout.years)[-3:]))}]")
    if layout.sections and not draft.columns:
        out.append("sections:")
        out += [f"  - {{id: {_quoted(n)}, heading: {_quoted(heading)}}}" for n, heading in layout.sections]
    new = [(name, made) for f in live for name, made in f.all_new]
    if new:
        out.append("indicators:")
        out += [_indicator_line(name, made) for name, made in new]
    out.append("fields:" if live else "fields: []")
    sections = {number for number, _ in layout.sections} if not draft.columns else set()
    for f in draft.fields:
        out += _field_lines(f, draft, sections)
    out += [f"  # 待定，还没有起草成栏目，请看原表：{_comment(text)}" for text in layout.open]
    printed = [
        p for p in dict.fromkeys(layout.printed) if p and p not in {*_headings(draft), *(f.found.label for f in live)}
    ]
    if printed:
        out.append("printed:")
        out += [f"  - {_quoted(p)}" for p in printed]
    return "\n".join([*out, *_rule_lines(draft)]) + "\n"


def _headings(draft: Draft) -> set[str]:
    return {heading for _, heading in draft.layout.sections}


def _indicator_line(name: str, new: Indicator) -> str:
    parts = [f"label: {_quoted(new.label)}", f"type: {_plain(new.type)}"]
    if new.unit is not None:
        parts.append(f"unit: {_quoted(new.unit)}")
    if new.period is not None:
        parts.append(f"period: {new.period}")
    if new.dims:
        inner = ", ".join(f"{k}: [{', '.join(map(_quoted, v))}]" for k, v in new.dims.items())
        parts.append(f"dims: {{{inner}}}")
    parts.append(f"section: {new.section}")
    return f"  {name}: {{{', '.join(parts)}}}"


def fields_of(draft: Draft) -> list[tuple[DraftField, str]]:
    """Each place with its field as a template writes it, in braces."""
    sections = {number for number, _ in draft.layout.sections} if not draft.columns else set()
    out = []
    for f in draft.fields:
        line = _field_lines(f, draft, sections)[0]
        out.append((f, line[line.index("{") : line.rindex("}  # ") + 1]))
    return out


def note_of(f: DraftField) -> str:
    """What a person should know of a proposal: how sure it is, unit, length, where it stands."""
    return _note(f)


def rules_of(draft: Draft) -> list[str]:
    """The proposed rules, a line of `edits.yaml` each."""
    return [line.removeprefix("#   - ") for line in _rule_lines(draft) if line.startswith("#   - ")]


def _field_lines(f: DraftField, draft: Draft, sections: set[str]) -> list[str]:
    found, indicator = f.found, draft.indicators[f.indicator]
    parts = [f"indicator: {f.indicator}", f"label: {_quoted(found.label)}"]
    shape = found.shape
    if shape is not None:
        parts.append(f"shape: {shape}")
    if sections and shape != "column" and found.section in {"0", *sections}:
        parts.append(f"section: {_quoted(found.section)}")
    if f.after:
        parts.append(f"after: {f.after}")
    if f.dims:
        parts.append(f"dims: {{{', '.join(f'{k}: {v}' for k, v in f.dims)}}}")
    if shape == "blanks" and f"{f.indicator}_names" in draft.indicators:
        parts.append(f"names: {f.indicator}_names")
    if shape == "standards" and "standards_joined" in draft.indicators:
        parts.append("joined: standards_joined")
    if shape == "region":
        parts.append("parts: {省: region_province, 市: region_city, 县: region_county}")
    if shape == "targets" and "plan_target" in draft.indicators:
        parts.append("target: plan_target")
    if found.gaps is not None:
        parts.append(f"gaps: {_quoted(found.gaps.written([f.indicator, *(name for name, _ in f.more)]))}")
    if found.columns:
        told = ", ".join(f"{_quoted(h)}: {_told(t)}" for h, t in found.columns)
        parts.append(f"columns: {{{told}}}")
    if found.beside:
        told = ", ".join(f"{_quoted(h)}: {name}" for (h, _), (name, _) in zip(found.beside, f.more, strict=False))
        parts.append(f"beside: {{{told}}}")
    if shape == "rows":
        parts.append(f"table: {_quoted(found.table)}")
    misfit = ""
    if found.options:
        options, misfit = options_of(found, indicator)
        if isinstance(options, dict):
            parts.append(f"options: {{{', '.join(f'{_quoted(k)}: {_quoted(v)}' for k, v in options.items())}}}")
        elif options:
            parts.append(f"options: [{', '.join(map(_quoted, options))}]")
    line = f"{{{', '.join(parts)}}}  # {_note(f)}"
    if f.repeats:
        return [f"  # 待定 - {line}；与表内同名栏目重复，通常不必再写"]
    if misfit and not (found.options and "options:" in line):
        return [f"  # 待定 - {line}；{misfit}"]
    return [f"  - {line}" + (f"；{misfit}" if misfit else "")]


def _note(f: DraftField) -> str:
    found = f.found
    note = ["新指标" if f.new is not None else f"{f.score:.2f}"]
    note += ["按年填写"] if found.years else []
    note += [f"单位 {found.unit}"] if found.unit else []
    note += ["没有印单位，请核对"] if f.new is not None and f.new.unit and not found.unit else []
    note += [f"{found.limit} 字以内" if found.most else f"{found.limit} 字左右"] if found.limit else []
    note += [f"不少于 {found.least} 字"] if found.least else []
    note += [f"清单“{_comment(found.table)}”的一列，逐行填写"] if found.shape == "rows" else []
    note += [f"清单“{_comment(found.table)}”各行的合计"] if found.table and found.shape is None else []
    note += ["盖章处，要填名称的才读"] if found.sealed else []
    note += [f"在“{_comment(found.group)}”之下"] if found.group and not found.table else []
    note += ["次选 " + "、".join(f"{n} {s:.2f}" for n, s in f.others)] if f.others else []
    note += [found.where] if found.where else []
    return "；".join(note)


def _rule_lines(draft: Draft) -> list[str]:
    live = [f for f in draft.fields if not f.repeats and not draft.columns]
    asked = [a for f in live for a in f.asked]
    indicators = draft.indicators
    printed = [*_printed_rules(live, draft)]
    implied = [
        *proposed_rules(asked, indicators, draft.layout.said),
        *column_rules(live, draft.layout.said),
        *gap_rules(live),
    ]
    lines = [*_beside_printed(implied, printed), *printed, *date_rules(live, indicators)]
    rules = named(_unsaid(_once(lines)))
    if not rules:
        return []
    head = ["", "# 由标签推出的核对规则。核对无误的写进同一项目的 edits.yaml（写法见 docs/checks.md）：", "# edits:"]
    return head + [f"#   - {rule}" for rule in rules]


def _printed_rules(live: Sequence[DraftField], draft: Draft) -> Iterator[str]:
    """Rules that the form prints by the codes or the names of its rows."""
    every = {"year": "@year", None: ""}
    shares = {f.indicator: f.new is not None and f.new.unit == "%" for f in live}
    figures = [(f, f.new) for f in live if f.new is not None and f.new.kind in ("number", "integer")]
    refs = [
        (f, f'"{f.indicator}[column=*]"' if new.dims else f.indicator + every.get(new.period, "")) for f, new in figures
    ]
    codes = {f.found.code: ref for f, ref in refs if f.found.code}
    called = Counter(a.plain for f in live for a in f.asked)
    names = {f.asked[0].plain: ref for f, ref in refs if f.found.gaps is None and f.asked}
    names = {label: ref for label, ref in names.items() if called[label] == 1}
    texts = [*draft.layout.printed, *(f.found.label for f in live if f.found.code)]
    for kind, parts, said in (*relations(texts, codes), *named_relations(draft.layout.printed, names)):
        told = {k: f"[{', '.join(v)}]" if isinstance(v, list) else v for k, v in parts.items()}
        if kind == "per_capita" and shares.get(str(told["rate"])) and told.get("times", "1") == "1":
            kind = "share"  # 7=6/1 of a rate in per cent  # noqa: PLW2901
            told.pop("times", None)
        yield line_of(f"printed_{kind}", kind, said, **told)


def _beside_printed(lines: Sequence[str], printed: Sequence[str]) -> list[str]:
    """The rules without those that say otherwise of a total or a rate of which the form prints its own."""
    own = {(r["kind"], r.get("total") or r.get("rate")) for r in map(yaml.safe_load, printed)}
    kept = []
    for line in lines:
        rule = yaml.safe_load(line)
        if (rule["kind"], rule.get("total") or rule.get("rate") or "") not in own:
            kept.append(line)
    return kept


def _once(lines: Sequence[str]) -> list[str]:
    """The rules without those that say what an earlier one says, in other words or under another id."""
    out: dict[str, str] = {}
    for line in lines:
        rule = yaml.safe_load(line)
        said = {k: sorted(v) if isinstance(v, list) and k != "order" else v for k, v in rule.items()}
        out.setdefault(json.dumps({k: v for k, v in said.items() if k not in ("id", "clause")}, sort_keys=True), line)
    return list(out.values())


def _unsaid(lines: Sequence[str]) -> list[str]:
    """The rules without parts of a whole that is the sum of them: the sum says that none is more."""
    rules = [yaml.safe_load(line) for line in lines]
    added = {
        (r["total"], p) for r in rules if r["kind"] == "sum" and not {"total_is", "less"} & {*r} for p in r["parts"]
    }
    return [
        line
        for line, r in zip(lines, rules, strict=True)
        if r["kind"] != "subset" or (r["whole"], r["part"]) not in added
    ]


def _told(told: int | str | None) -> str:
    return "null" if told is None else str(told) if isinstance(told, int) else _quoted(told)


def _plain(text: str) -> str:
    return text if re.fullmatch(r"[a-z]+", text) else _quoted(text)


def _quoted(text: str) -> str:
    return json.dumps(" ".join(text.split()), ensure_ascii=False)


def _comment(text: str) -> str:
    return " ".join(text.split())
