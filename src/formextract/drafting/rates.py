"""The rules of rates: growth, shares and means, of places of their own and of columns beside a row's values."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from formextract.drafting.asked_figures import AskedFigures
from formextract.drafting.column_figures import frames_of
from formextract.drafting.draft import DraftField
from formextract.drafting.figures import Figure
from formextract.drafting.frames import NOW, OPENS, Frame, steps_in
from formextract.drafting.growths import ALIKE, average_line, growth_line, is_average, shared_pairs
from formextract.drafting.quotients import Quotient, quotient_of
from formextract.drafting.rate_words import Rate
from formextract.drafting.rated import GROWTH, by_columns, of_place
from formextract.drafting.rule_lines import line_of
from formextract.drafting.subsets import counted_whole
from formextract.match.lists import PATH
from formextract.tables import HeadWords
from formextract.text import squeeze

_OVER_YEARS = re.compile("年均|平均|复合")
_AT_END = re.compile("[年期月季学]末")
"""What is there at the end is a stock itself: 户均补贴 may be of 本季末户数."""
PAIR = 2
"""Figures that a rate of growth is of."""
PLANNED = re.compile("计划|目标|任务|预算|概算|批复|下达|定额|指标")
"""What may be more than was planned; no more is used of 核定床位 than there are, none helped but those who 应助."""
COUNTING = tuple("人户家个件栋幢处项台所宗张辆")
"""Units of what is counted one by one: a share of these is of some of them."""


def rate_lines(form: AskedFigures, i: int) -> list[str]:
    """The rules of a rate or mean that is a place of its own."""
    a = form.asked[i]
    if form.unit(a) == "%" and is_average(form, a):
        return average_line(form, a)
    if GROWTH.search(a.plain):
        return growth_line(form, a) or average_line(form, a)
    rate, figures = of_place(form, i)
    found = quotient_of(rate, figures)
    return list(_lines(rate, found, a.label)) if found is not None else _of_enterprises(form, i)


def _of_enterprises(form: AskedFigures, i: int) -> list[str]:
    """The rule of a share that names its part among the enterprises which the form counts: 集群中小企业上云比例."""
    a = form.asked[i]
    words = re.fullmatch("(.+?企业.+?)(?:所占)?(?:占比|比例|比重|普及率|覆盖率)", a.plain)
    whole = counted_whole(form, a) if words is not None and form.unit(a) == "%" else None
    if words is None or whole is None:
        return []
    counted = [f for f in form.figures if form.unit(f) == form.unit(whole) and f is not whole]
    scored = sorted(((shared_pairs(words.group(1), f.plain), -n) for n, f in enumerate(counted)), reverse=True)
    if not scored or scored[0][0] < ALIKE:
        return []
    part = counted[-scored[0][1]]
    at = {"part": form.at(part, a), "whole": form.at(whole, a)}
    return [
        line_of(f"{a.name}_check", "share", a.label, **at, rate=form.at(a, a)),
        line_of(f"{part.name}_part", "subset", a.label, **at),
    ]


def column_rates(fields: Sequence[DraftField], said: HeadWords) -> dict[str, list[str]]:
    """The rules of the rates beside the values of rows, by the row's indicator."""
    out: dict[str, list[str]] = {}
    for f in fields:
        if f.found.columns and not f.found.table:
            out.setdefault(f.indicator, []).extend(_growths(f, said))
    for f, head, rate, figures in by_columns(fields, said):
        found = quotient_of(rate, figures)
        if found is not None and not _of_stock(found.whole, figures):
            out.setdefault(f.indicator, []).extend(_lines(rate, found, f"{f.found.label}·{head}"))
    return out


def _of_stock(whole: Figure, figures: Sequence[Figure]) -> bool:
    """Whether a share may as well be of what was there before and what came together: 办结率 of 上年结转, 本年受理."""
    row = [f for f in figures if not f.cell]
    came = NOW.search(whole.plain) is not None and _AT_END.search(whole.plain) is None
    return came and whole in row and any(OPENS.search(f.plain) for f in row)


def _lines(rate: Rate, found: Quotient, told: str) -> Iterator[str]:
    """The rule of a quotient; of things counted one by one the part is also no more than the whole, unless that is
    only planned.
    """
    part, whole = found.part, found.whole
    last = part.ref.endswith("@last") and whole.ref.endswith("@last")
    at = {"part": part.ref, "whole": whole.ref}
    called = f"{rate.ref}@last" if last and part.head else _as(rate.ref, part)
    if not rate.share:
        yield line_of(f"{rate.ref}_check", "per_capita", told, **at, rate=called, times=found.times)
        return
    yield line_of(f"{rate.ref}_check", "share", told, **at, rate=called)
    planned = PLANNED.search(whole.plain) is not None
    counted = part.unit == whole.unit and part.unit[:1] in COUNTING and "/" not in part.unit
    if (counted or _due(part, whole)) and not planned and not whole.cell:
        yield line_of(f"{rate.ref}_part", "subset", told, **at)


def _due(part: Figure, whole: Figure) -> bool:
    """Whether a figure is what was done of what was due, by one verb: 实种剂次 of 应种剂次."""
    due = re.search("应(..?)", whole.plain)
    return (
        due is not None and part.unit == whole.unit and re.search(f"[已实]{due.group(1)[:1]}", part.plain) is not None
    )


def _as(ref: str, part: Figure) -> str:
    """How a rate is called beside its part: of each year, of each column, or as it is."""
    if part.ref.endswith("@year"):
        return f"{ref}@year"
    return f'"{ref}[column=*]"' if part.ref.endswith('[column=*]"') else ref


def _growths(f: DraftField, said: HeadWords) -> Iterator[str]:
    """The rules of the rates of growth beside a row's values."""
    years = {told for _, told in f.found.columns if isinstance(told, int)}
    for (head, unit), (name, _) in zip(f.found.beside, f.more, strict=False):
        plain = re.sub(r"[（(][^（）()]*[)）]", "", squeeze(head))
        if unit != "%" or not GROWTH.search(plain) or _OVER_YEARS.search(plain):
            continue  # averages: see growths
        told = f"{f.found.label}·{head}"
        if years >= {0, -1}:
            yield line_of(f"{name}_check", "growth", told, amount=f"{f.indicator}@year", rate=f"{name}@year")
        elif (pair := _meant(plain, frames_of(f, said), _before(f, head, said))) is not None:
            now, before = (x.ref for x in pair)
            yield line_of(f"{name}_check", "growth", told, amount=now, before=before, rate=name)


def _before(f: DraftField, head: str, said: HeadWords) -> list[Frame]:
    """The two figures that stand right before a rate."""
    order = f.found.heads
    frames = [x for x in frames_of(f, said) if {x.head, head} <= set(order) and order.index(x.head) < order.index(head)]
    return frames[-PAIR:]


def _meant(plain: str, frames: Sequence[Frame], right_before: Sequence[Frame]) -> tuple[Frame, Frame] | None:
    """The column that grew and the one from which it did: of several pairs the one that the rate calls (出口增速), else
    that of the totals, else the one right before the rate.
    """
    group, _, leaf = plain.rpartition(PATH)
    if group and len(inner := steps_in([x for x in frames if x.head.startswith(f"{group}{PATH}")])) == 1:
        return inner[0]
    pairs = steps_in(frames)
    near = [p for p in pairs if all(x in right_before for x in p)]
    meant = GROWTH.split(leaf)[0]
    for few in (
        [p for p in pairs if meant and p[0].leaf == meant],
        [p for p in pairs if p[0].total],
        pairs,
        near if not meant else [],
    ):
        if len(few) == 1:
            return few[0]
    return None
