"""Rules that the headings over a row's values imply: totals of columns and of lists, what is left, steps."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from formextract.drafting.areas import is_step
from formextract.drafting.column_rates import at, heads_of, rates
from formextract.drafting.draft import DraftField
from formextract.drafting.frames import BEFORE, ONLY_THEN, SO_FAR, is_total
from formextract.drafting.rules import line_of
from formextract.drafting.totals import CLOSES, LEFT
from formextract.drafting.words import bare
from formextract.match.lists import PATH
from formextract.tables import Words
from formextract.text import squeeze

_PRODUCT = re.compile("单价|数量|标准|均价|人数")
"""Columns whose total is no sum: 数量, 单价, 合计."""
LEAST_PARTS = 2


def column_rules(fields: Sequence[DraftField], said: Words) -> list[str]:
    """Lines of `edits.yaml` for places with several values under headings, in form order."""
    out: list[str] = []
    for n, f in enumerate(fields):
        if f.found.table and f.found.shape is None:
            out += _of_list(f, fields)
        elif f.found.columns:
            out += [*_sums(f, said), *_steps(f), *rates(f, _total_of(n, fields, said), said)]
    return out


def _of_list(total: DraftField, fields: Sequence[DraftField]) -> Iterator[str]:
    """The total below a list is the sum of all its rows, column by column."""
    by_label = {g.found.label: g for g in fields if g.found.shape == "rows" and g.found.table == total.found.table}
    for n, head in enumerate(heads_of(total)):
        if head in by_label:
            part = f'["{by_label[head].indicator}[row=all]"]'
            yield line_of(
                f"{total.indicator}_rows{n or ''}",
                "sum",
                f"{total.found.label}·{head}",
                total=at(total, head),
                parts=part,
            )
    for (head, _), (name, _) in zip(total.found.beside, total.more, strict=False):
        if head in by_label:
            part = f'["{by_label[head].indicator}[row=all]"]'
            yield line_of(f"{name}_rows", "sum", f"{total.found.label}·{head}", total=name, parts=part)


def _sums(f: DraftField, said: Words) -> Iterator[str]:
    """A column that is the total of others, one that is left of another, and columns that are part of one (其中)."""
    heads = heads_of(f)
    groups: dict[str, list[str]] = {}
    for head in heads:
        upper, _, leaf = head.rpartition(PATH)
        groups.setdefault(upper if leaf else "", []).append(head)
    for upper, members in groups.items():
        if upper:
            total = next((m for m in members if is_total(squeeze(m.rpartition(PATH)[2]), said)), None)
            if total is not None:
                yield from _sum(f, total, [m for m in members if m != total])
        yield from _up_to_now(f, members)
    yield from _within(f, groups)
    singles = groups.get("", [])
    total = next((m for m in singles if is_total(squeeze(m), said)), None)
    which = [m for m in singles if m.startswith("其中")]
    if left := _left(singles):
        yield from _sum(f, left[0], left[1:])
    elif which:
        base = next((m for m in singles[: singles.index(which[0])][::-1]), None)
        if base is None:  # 其中：残疾幼儿 behind 男, 女 and 计
            above = [
                h
                for h in heads[: heads.index(which[0])]
                if PATH in h and is_total(squeeze(h.rpartition(PATH)[2]), said)
            ]
            base = above[-1] if above else None
        if base is None:
            return
        behind = [m for m in singles[singles.index(which[-1]) + 1 :] if CLOSES.search(m)]
        if any(CLOSES.search(m) for m in which) or behind:
            yield from _sum(f, base, [*which, *behind[:1]])
        else:
            for n, m in enumerate(which):
                told = f"{f.found.label}·{m}"
                yield line_of(f"{f.indicator}_of{n or ''}", "subset", told, part=at(f, m), whole=at(f, base))
    elif total is not None and _same_leaves(groups):
        parts = [m for m in singles if m != total]
        for upper, members in groups.items():
            own = next((m for m in members if said.is_total(squeeze(m.rpartition(PATH)[2]))), None)
            parts += ([own] if own else members) if upper else []
        yield from _sum(f, total, sorted(parts, key=heads.index))


def _up_to_now(f: DraftField, members: Sequence[str]) -> Iterator[str]:
    """Of two columns side by side the one of a period is no more than the one of all periods: 考核期内, 累计."""
    every = [m for m in members if SO_FAR.search(m.rpartition(PATH)[2])]
    others = [m for m in members if m not in every]
    if len(members) == LEAST_PARTS and len(every) == len(others) == 1 and not BEFORE.search(others[0]):
        told = f"{f.found.label}·{others[0]}"
        n = heads_of(f).index(others[0])
        yield line_of(f"{f.indicator}_so_far{n or ''}", "subset", told, part=at(f, others[0]), whole=at(f, every[0]))


def _within(f: DraftField, groups: dict[str, list[str]]) -> Iterator[str]:
    """Of two groups of columns those of a period are no more than those of all periods: 本月完成, 累计完成."""
    every = [g for g in groups if SO_FAR.search(g)]
    then = [g for g in groups if ONLY_THEN.search(g) and not SO_FAR.search(g) and not BEFORE.search(g)]
    if len(every) != 1 or len(then) != 1 or SO_FAR.sub("", every[0])[-2:] != then[0][-2:]:
        return
    leaves = {m.rpartition(PATH)[2]: m for m in groups[every[0]]}
    for n, m in enumerate(groups[then[0]]):
        if (whole := leaves.get(m.rpartition(PATH)[2])) is not None:
            told = f"{f.found.label}·{m}"
            yield line_of(f"{f.indicator}_then{n or ''}", "subset", told, part=at(f, m), whole=at(f, whole))


def _same_leaves(groups: dict[str, list[str]]) -> bool:
    """Whether all groups of headings divide their columns alike: only then are they parts of one total."""
    above = [{m.rpartition(PATH)[2] for m in members} for upper, members in groups.items() if upper]
    return all(leaves == above[0] for leaves in above)


def _left(singles: Sequence[str]) -> list[str]:
    """What there was, what was taken of it, and what is left: 预算数, 执行数, 结余数, side by side."""
    n = next((k for k, m in enumerate(singles) if LEFT.search(m)), 0)
    before = singles[max(0, n - LEAST_PARTS) : n]
    return [*before, singles[n]] if len(before) == LEAST_PARTS else []


def _sum(f: DraftField, total: str, parts: Sequence[str]) -> Iterator[str]:
    if len(parts) < LEAST_PARTS or any(_PRODUCT.search(p.rpartition(PATH)[2]) for p in parts):
        return
    listed = ", ".join(at(f, p) for p in parts)
    told = f"{f.found.label}·{total}"
    number = heads_of(f).index(total)
    yield line_of(f"{f.indicator}_across{number or ''}", "sum", told, total=at(f, total), parts=f"[{listed}]")


def _steps(f: DraftField) -> Iterator[str]:
    """A column of 增减额 between this year's figure and the last one's."""
    if {told for _, told in f.found.columns if isinstance(told, int)} != {0, -1}:
        return
    for (head, unit), (name, _) in zip(f.found.beside, f.more, strict=False):
        if unit != "%" and is_step(squeeze(head)):
            parts = f"[{f.indicator}@prev, {name}@last]"
            told = f"{f.found.label}·{head}"
            yield line_of(f"{name}_step", "sum", told, total=f"{f.indicator}@last", parts=parts)


def _total_of(n: int, fields: Sequence[DraftField], said: Words) -> DraftField | None:
    """The total of the rows that a row stands among: the next one below under the same headings."""
    mine = {h for h, _ in fields[n].found.columns}
    rows = list(takewhile(lambda f: {h for h, _ in f.found.columns} == mine, fields[n:]))
    last = [f for f in rows[-1:] if squeeze(bare(f.found.label)).startswith("总")]  # 总投资
    return next(
        iter([f for f in rows if f.found.total or said.ends_in_total(squeeze(bare(f.found.label)))] + last), None
    )
