"""Rules that the headings over a row's values imply: totals of columns and of lists, rates of growth or of a plan."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from formextract.drafting.draft import DraftField
from formextract.drafting.rules import line_of
from formextract.drafting.totals import CLOSES
from formextract.drafting.words import bare
from formextract.match.lists import PATH
from formextract.tables import Words
from formextract.text import squeeze

_PRODUCT = re.compile("单价|数量|标准|均价|人数")
"""Columns whose total is no sum: 数量, 单价, 合计."""
_GROWTH = re.compile(r"同比|增[长减幅速]|比上年|比上期|变化率|变动率")
_DONE_OF = re.compile(r"(.{2,6}?)(?:率|进度|比例)$")
_AIM = re.compile("预算|计划|目标|任务|应|批复|概算|下达|核定")
_OF_ALL = re.compile("占.{0,4}(?:总|合计|全部).*(?:比|率)|所占比|占比|比重")
_LEFT = re.compile("结[余转]|剩余|余[额款]|未[完执支使]")
"""What is left of the first column when the second is taken away."""
LEAST_PARTS = 2


def column_rules(fields: Sequence[DraftField], said: Words) -> list[str]:
    """Lines of `edits.yaml` for places with several values under headings, in form order."""
    out: list[str] = []
    for n, f in enumerate(fields):
        if f.found.table and f.found.shape is None:
            out += _of_list(f, fields)
        elif f.found.columns:
            out += [*_sums(f, said), *_rates(f, _total_of(n, fields, said))]
    return out


def _of_list(total: DraftField, fields: Sequence[DraftField]) -> Iterator[str]:
    """The total below a list is the sum of all its rows, column by column."""
    by_label = {g.found.label: g for g in fields if g.found.shape == "rows" and g.found.table == total.found.table}
    for n, head in enumerate(_heads(total)):
        if head in by_label:
            part = f'["{by_label[head].indicator}[row=all]"]'
            yield line_of(
                f"{total.indicator}_rows{n or ''}",
                "sum",
                f"{total.found.label}·{head}",
                total=_at(total, head),
                parts=part,
            )
    for (head, _), (name, _) in zip(total.found.beside, total.more, strict=False):
        if head in by_label:
            part = f'["{by_label[head].indicator}[row=all]"]'
            yield line_of(f"{name}_rows", "sum", f"{total.found.label}·{head}", total=name, parts=part)


def _sums(f: DraftField, said: Words) -> Iterator[str]:
    """A column that is the total of others, and columns that are part of another (其中)."""
    heads = _heads(f)
    groups: dict[str, list[str]] = {}
    for head in heads:
        upper, _, leaf = head.rpartition(PATH)
        groups.setdefault(upper if leaf else "", []).append(head)
    for upper, members in groups.items():
        if upper:
            total = next((m for m in members if said.is_total(squeeze(m.rpartition(PATH)[2]))), None)
            if total is not None:
                yield from _sum(f, total, [m for m in members if m != total])
    singles = groups.get("", [])
    total = next((m for m in singles if said.is_total(squeeze(m))), None)
    which = [m for m in singles if m.startswith("其中")]
    if len(singles) == len(heads) == LEAST_PARTS + 1 and _LEFT.search(singles[-1]) and not _LEFT.search(singles[0]):
        yield from _sum(f, singles[0], singles[1:])  # 预算数, 执行数, 结余数
        return
    above = [{m.rpartition(PATH)[2] for m in members} for upper, members in groups.items() if upper]
    if which:
        base = next((m for m in singles[: singles.index(which[0])][::-1]), None)
        if base is None:
            return
        if any(CLOSES.search(m) for m in which):
            yield from _sum(f, base, which)
        else:
            for n, m in enumerate(which):
                told = f"{f.found.label}·{m}"
                yield line_of(f"{f.indicator}_of{n or ''}", "subset", told, part=_at(f, m), whole=_at(f, base))
    elif total is not None and all(leaves == above[0] for leaves in above):
        parts = [m for m in singles if m != total]
        for upper, members in groups.items():
            own = next((m for m in members if said.is_total(squeeze(m.rpartition(PATH)[2]))), None)
            parts += ([own] if own else members) if upper else []
        yield from _sum(f, total, sorted(parts, key=heads.index))


def _sum(f: DraftField, total: str, parts: Sequence[str]) -> Iterator[str]:
    if len(parts) < LEAST_PARTS or any(_PRODUCT.search(p.rpartition(PATH)[2]) for p in parts):
        return
    listed = ", ".join(_at(f, p) for p in parts)
    told = f"{f.found.label}·{total}"
    number = _heads(f).index(total)
    yield line_of(f"{f.indicator}_across{number or ''}", "sum", told, total=_at(f, total), parts=f"[{listed}]")


def _rates(f: DraftField, total: DraftField | None) -> Iterator[str]:
    """Rates beside a row's figures: of growth, of what was aimed at, of the whole column."""
    yearly = sorted(told for _, told in f.found.columns if isinstance(told, int)) == [-1, 0]
    heads = _heads(f)
    for (head, unit), (name, _) in zip(f.found.beside, f.more, strict=False):
        plain = re.sub(r"[（(].*", "", squeeze(head))
        told = f"{f.found.label}·{head}"
        if unit != "%":
            continue
        if yearly and _GROWTH.search(plain):
            yield line_of(f"{name}_check", "growth", told, amount=f"{f.indicator}@year", rate=f"{name}@year")
            continue
        done = _DONE_OF.fullmatch(plain)
        part = next((h for h in heads if done is not None and done.group(1)[-2:] in h), None)
        aims = [h for h in heads if part is not None and h != part and _AIM.search(h)]
        if part is not None and aims:
            whole = max(aims, key=lambda h: (_shared(h, part), heads.index(h)))
            yield line_of(f"{name}_check", "share", told, part=_at(f, part), whole=_at(f, whole), rate=name)
        elif _OF_ALL.search(plain) and total is not None and heads and total is not f:
            first = heads[0]
            yield line_of(f"{name}_check", "share", told, part=_at(f, first), whole=_at(total, first), rate=name)


def _total_of(n: int, fields: Sequence[DraftField], said: Words) -> DraftField | None:
    """The total of the rows that a row stands among: the next one below under the same headings."""
    mine = fields[n].found
    for f in fields[n:]:
        if f.found.columns != mine.columns:
            return None
        if f.found.total or said.ends_in_total(squeeze(bare(f.found.label))):
            return f
    return None


def _heads(f: DraftField) -> list[str]:
    """The headings of words under which a place has values, such as a reference can name."""
    return [h for h, told in f.found.columns if isinstance(told, str) and not re.search(r"[\],=]", h)]


def _at(f: DraftField, head: str) -> str:
    return f'"{f.indicator}[column={head}]"'


def _shared(a: str, b: str) -> int:
    return sum(x == y for x, y in zip(a, b, strict=False))
