"""Which columns of a row add up to another one, are left of it, or are part of it, by the frames of their headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from formextract.drafting.areas import is_step
from formextract.drafting.column_figures import frames_of
from formextract.drafting.draft import DraftField
from formextract.drafting.flows import balanced, flow_in
from formextract.drafting.frames import BEFORE, ONLY_THEN, OPENS, SO_FAR, Frame, steps_in
from formextract.drafting.rule_lines import line_of
from formextract.drafting.totals import CLOSES, denies
from formextract.tables import HeadWords
from formextract.text import conversion, squeeze

_PRODUCT = re.compile("单价|数量|标准|均价|人数")
"""Columns whose total is no sum: 数量, 单价, 合计."""
_ADDED = re.compile("(?:本年|当年|本期)?净?新增[数额量]?")
_STOCK = re.compile("[实现拥保]有|在册|存[量栏]|末")
"""What is there at a time: what came in between is the difference of two such columns."""
_OPEN = re.compile("(?:尚?未|待)(.+?)(?:[人户件次]?[数额量])?$")
_DUE = re.compile("^(?:应|已|实际?)")
_COUNTED_ALL = re.compile("总?人数$|总[数量计]$|^[合小]?计$|数量$")
"""A column of all that the headings behind it divide."""
_SPAN = re.compile(r"\d.*(?:岁|年|元|亩|人)")
_BELOW = re.compile("以下|以内|不满|不足|小于|低于")
_ABOVE = re.compile("以上|超过|大于|高于")
LEAST_PARTS = 2


def column_sums(f: DraftField, said: HeadWords) -> Iterator[str]:
    """The sums and parts among the columns of one row."""
    frames = [x for x in frames_of(f, said) if not x.unit.endswith("%") and "/" not in x.unit]
    if any(isinstance(told, int) for _, told in f.found.columns):
        yield from _of_years(f, frames)
        frames = [x for x in frames if not x.total]
    groups = {group: list(members) for group, members in groupby(frames, key=lambda x: x.group)}
    for group, members in groups.items():
        inner = flow_in([x.leaf for x in members]) if group else None
        if inner is not None and all(_alike(members[n], members[inner.closing]) for n in inner.members):
            closing = f"{f.found.label}·{members[inner.closing].head}"
            yield line_of(f"{f.indicator}_flow", "sum", closing, **balanced(inner, [x.ref for x in members]))
        elif group:
            yield from _within(f, members)
        yield from _so_far(f, members)
    yield from _of_periods(f, groups)
    singles = [x for x in frames if not x.group]
    plain = [x for x in frames if not x.part and (not x.group or x.total)]
    flow = flow_in([x.group or x.leaf for x in plain])
    if flow is not None and all(_alike(plain[n], plain[flow.closing]) for n in flow.members):
        at = plain[flow.closing]
        parts = balanced(flow, [x.ref for x in plain])
        yield line_of(f"{f.indicator}_flow", "sum", f"{f.found.label}·{at.head}", **parts)
    else:
        yield from _steps(f, frames)
    left = _left([x for x in frames if x.total or not x.group])
    if left:
        yield from _sum(f, left[0], left[1:])
    yield from _opposed(f, singles)
    divided = _divided(frames)
    for whole, members in divided:
        yield from _sum(f, whole, members, members[0])
    if any(x.part for x in singles):
        yield from _marked(f, singles, frames)
    elif not (left or divided) and (total := next((x for x in singles if x.total), None)) is not None:
        yield from _whole(f, total, singles, groups)


def _of_years(f: DraftField, frames: Sequence[Frame]) -> Iterator[str]:
    """A column beside those of the years that is the total of all: 2022年, 2023年, 2024年, 三年合计."""
    own = f.new.unit if f.new is not None else ""
    for x in frames:
        if x.total and x.unit == own and "@" not in x.ref:
            yield line_of(
                f"{x.ref}_years", "sum", f"{f.found.label}·{x.head}", total=x.ref, parts=f"[{f.indicator}@every]"
            )


def _within(f: DraftField, members: Sequence[Frame]) -> Iterator[str]:
    """Of a group of columns its total, and what is marked as part of the one before it."""
    total = next((x for x in members if x.total), None)
    others = [x for x in members if x is not total and not x.part]
    if total is not None and not any(x.part for x in members):
        yield from _sum(f, total, others)
    for n, part in enumerate(members):
        if part.part and (base := next((x for x in reversed(members[:n]) if not x.part), None)) is not None:
            yield _part(f, part, base, "of")


def _so_far(f: DraftField, members: Sequence[Frame]) -> Iterator[str]:
    """A column of all periods is the one before and the one of this period together; or no less than the latter.

    What the same time of another year held is no part of it: 本月, 本年累计, 上年同期累计.
    """
    members = [x for x in members if "同期" not in x.leaf]
    every = [x for x in members if SO_FAR.search(x.leaf) and not BEFORE.search(x.leaf)]
    before = [x for x in members if BEFORE.search(x.leaf) and (SO_FAR.search(x.leaf) or len(members) > LEAST_PARTS)]
    now = [x for x in members if x not in every and x not in before]
    now = [x for x in now if re.search("本次|新增", x.leaf) or ONLY_THEN.search(x.leaf)] or now
    if len(every) != 1 or len(now) != 1:
        return
    if len(before) == 1 and SO_FAR.search(before[0].leaf):
        yield from _sum(f, every[0], [*before, *now])
    elif len(members) == LEAST_PARTS and not BEFORE.search(now[0].leaf):
        yield _part(f, now[0], every[0], "so_far")


def _of_periods(f: DraftField, groups: dict[str, list[Frame]]) -> Iterator[str]:
    """Of two groups of columns those of a period are no more than those of all periods: 本月完成, 累计完成."""
    every = [g for g in groups if SO_FAR.search(g)]
    then = [g for g in groups if ONLY_THEN.search(g) and not SO_FAR.search(g) and not BEFORE.search(g)]
    if len(every) != 1 or len(then) != 1 or SO_FAR.sub("", every[0])[-2:] != then[0][-2:]:
        return
    leaves = {x.leaf: x for x in groups[every[0]]}
    for x in groups[then[0]]:
        if (whole := leaves.get(x.leaf)) is not None:
            yield _part(f, x, whole, "then")


def _steps(f: DraftField, frames: Sequence[Frame]) -> Iterator[str]:
    """A column of 增减额 between a figure and the one before: 上年, 本年, 增减额; 改造前, 改造后, 增加值."""
    added = [x for x in frames if _ADDED.fullmatch(x.leaf)]
    steps = [x for x in frames if is_step(squeeze(x.head))] or added
    pairs = steps_in([x for x in frames if x not in steps])
    if steps == added:
        pairs = [p for p in pairs if _STOCK.search(p[0].leaf)]
    if len(steps) == len(pairs) == 1 and _alike(steps[0], pairs[0][0]):
        now, before = pairs[0]
        yield from _sum(f, now, [before, steps[0]], steps[0])


def _left(singles: Sequence[Frame]) -> list[Frame]:
    """What there was, what was taken of it, and what is left: 预算数, 执行数, 结余数. They stand side by side; or the
    one that is left says of what by its verb, as 未竣工 beside 任务数, 已开工, 已竣工.
    """
    if told := _due(singles):
        return told
    n = next((k for k, x in enumerate(singles) if x.left), 0)
    if not n or any(OPENS.search(x.leaf) for x in singles[:n]):
        return []
    left, before = singles[n], [x for x in singles[:n] if _alike(x, singles[n])]
    verb = re.sub("^(?:尚?未|待|不)", "", left.leaf)
    done = next((x for x in before[1:] if verb != left.leaf and re.sub("^(?:已|实际)", "", x.leaf) == verb), None)
    if done is not None and len(before) > LEAST_PARTS and not left.leaf.startswith("待"):
        return [before[0], done, left]
    return [*before[-LEAST_PARTS:], left] if len(before) >= LEAST_PARTS else []


def _due(singles: Sequence[Frame]) -> list[Frame]:
    """What was due, what was done of it and what was not, by their one verb: 应检数, 已检数, 超期未检."""
    for left in singles:
        open_ = _OPEN.search(left.leaf)
        verb = open_.group(1) if open_ is not None else ""
        same = [x for x in singles if verb and _DUE.sub("", x.leaf).startswith(verb) and _alike(x, left)]
        due = [x for x in same if x.leaf.startswith("应")]
        done = [x for x in same if re.match("已|实", x.leaf)]
        if len(due) == len(done) == 1:
            return [due[0], done[0], left]
    return []


def _marked(f: DraftField, singles: Sequence[Frame], frames: Sequence[Frame]) -> Iterator[str]:
    """Columns that are marked as part (其中) of the one before them, or of the total of the group before them."""
    which = [x for x in singles if x.part]
    base = next((x for x in reversed(singles[: singles.index(which[0])]) if _alike(x, which[0])), None)
    if base is None:  # 其中：残疾幼儿 behind 男, 女 and 计
        base = next((x for x in reversed(frames[: frames.index(which[0])]) if x.group and x.total), None)
    if base is None:
        return
    behind = [x for x in singles[singles.index(which[-1]) + 1 :] if CLOSES.search(x.leaf)]
    if any(CLOSES.search(x.leaf) for x in which) or behind:
        yield from _sum(f, base, [*which, *behind[:1]])
    else:
        yield from (_part(f, x, base, "of") for x in which)


def _opposed(f: DraftField, singles: Sequence[Frame]) -> Iterator[str]:
    """What two columns make up of which one denies the other: 实检数 of 合格数 and 不合格数, the one before both."""
    for n, (one, other) in enumerate(pairwise(singles)):
        if n and (denies(one.plain, other.plain) or denies(other.plain, one.plain)) and not singles[n - 1].part:
            yield from _sum(f, singles[n - 1], [one, other])


def _divided(frames: Sequence[Frame]) -> list[tuple[Frame, list[Frame]]]:
    """A column of all with the headings behind it that each divide it: 总人数 before 性别 (男, 女) and 年龄 (35岁以下,
    36—50岁, 51岁以上). A heading divides where it names no column as its total and its columns reach from the least
    to the most, or are of one letter each (男, 女).
    """
    out: list[tuple[Frame, list[Frame]]] = []
    for group, members in ((g, list(m)) for g, m in groupby(frames, key=lambda x: x.group)):
        before = frames[: frames.index(members[0])]
        whole = next((x for x in reversed(before) if not x.group and not x.part and _COUNTED_ALL.search(x.leaf)), None)
        if group and whole is not None and len(members) >= LEAST_PARTS and _partition([x.leaf for x in members]):
            out.append((whole, members))
    if not out:
        out = [(w, m) for w, m in _spans(frames) if len(m) >= LEAST_PARTS]
    return out


def _spans(frames: Sequence[Frame]) -> Iterator[tuple[Frame, list[Frame]]]:
    """Columns of one span behind a column of all that has no heading above them: 总数, 35岁及以下, …, 51岁及以上."""
    spans = [x for x in frames if not x.group and _SPAN.search(x.leaf)]
    whole = next((x for x in frames if not x.group and not x.part and _COUNTED_ALL.search(x.leaf)), None)
    if whole is not None and spans and _partition([x.leaf for x in spans]):
        at = [frames.index(x) for x in spans]
        if at[0] > frames.index(whole) and at == list(range(at[0], at[0] + len(at))):
            yield whole, spans


def _partition(leaves: Sequence[str]) -> bool:
    """Whether columns are all there are of a kind: from an open end to the other, or told by one letter each."""
    ends = (leaves[0], leaves[-1])
    open_ends = {side for side, said in (("below", _BELOW), ("above", _ABOVE)) for e in ends if said.search(e)}
    numbered = all(re.search(r"\d", leaf) for leaf in leaves)
    return (numbered and len(open_ends) == len(ends)) or all(len(leaf) == 1 for leaf in leaves)


def _whole(f: DraftField, total: Frame, singles: Sequence[Frame], groups: dict[str, list[Frame]]) -> Iterator[str]:
    """A column that is the total of all others, of groups their own totals; or of the columns of one name in each
    group: 季度合计金额 of 金额 below each month.
    """
    inner = [members for group, members in groups.items() if group]
    leaf = next((x.leaf for x in (inner[0] if inner else ()) if total.leaf.endswith(x.leaf)), None)
    named = [next((x for x in members if x.leaf == leaf), None) for members in inner] if leaf is not None else []
    if len(named) >= LEAST_PARTS and None not in named:
        yield from _sum(f, total, [x for x in named if x is not None])
    elif all({x.leaf for x in members} == {x.leaf for x in inner[0]} for members in inner):
        parts = [x for x in singles if x is not total]
        for members in inner:
            own = next((x for x in members if x.total), None)
            parts += [own] if own is not None else members
        yield from _sum(f, total, parts)


def _sum(f: DraftField, total: Frame, parts: Sequence[Frame], said_of: Frame | None = None) -> Iterator[str]:
    alike = [x for x in parts if _alike(x, total)]
    if len(alike) < max(LEAST_PARTS, len(parts)) or (said_of is None and any(_PRODUCT.search(x.leaf) for x in alike)):
        return
    head = (said_of or total).head
    name = f"{f.indicator}_across{f.found.heads.index(head) if head in f.found.heads else ''}"
    listed = f"[{', '.join(x.ref for x in parts)}]"
    yield line_of(name, "sum", f"{f.found.label}·{head}", total=total.ref, parts=listed)


def _part(f: DraftField, part: Frame, whole: Frame, how: str) -> str:
    name = f"{f.indicator}_{how}{f.found.heads.index(part.head) if part.head in f.found.heads else ''}"
    return line_of(name, "subset", f"{f.found.label}·{part.head}", part=part.ref, whole=whole.ref)


def _alike(one: Frame, other: Frame) -> bool:
    """Whether two columns are measured in the same."""
    return one.unit == other.unit or (bool(one.unit and other.unit) and conversion(one.unit, other.unit) is not None)
