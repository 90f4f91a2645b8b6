"""What a rate beside a row's values is of, by its heading: growth, what was reached of an aim, a share of the total."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from formextract.drafting.draft import DraftField
from formextract.drafting.frames import Frame, called, frame_of, year_of
from formextract.drafting.quotients import RATIO, divided, mean_of
from formextract.drafting.rules import line_of
from formextract.drafting.totals import LEFT
from formextract.tables import Words
from formextract.text import squeeze

_GROWTH = re.compile(r"同比|增[长减幅速]|比上年|比上期|变化率|变动率")
_OVER_YEARS = re.compile("年均|平均|复合")
_SHARE = re.compile(r"(.*?)占(.*?)的?(?:比例|比重|百分比|比率|比|率)$")
_OF_TOTAL = re.compile("所占比[例重]?|占比|比重")
TWO = 2


def rates(f: DraftField, total: DraftField | None, said: Words) -> Iterator[str]:
    """A rule for each rate or mean beside a row's figures; `total` is the row that adds up the others with it."""
    years = {told for _, told in f.found.columns if isinstance(told, int)}
    heads = heads_of(f)
    frames = frames_of(f, said)
    for (head, unit), (name, _) in zip(f.found.beside, f.more, strict=False):
        plain = re.sub(r"[（(].*", "", squeeze(head))
        told = f"{f.found.label}·{head}"
        if unit != "%":
            others = [x for x in frames if x.ref != name]
            if (mean := mean_of(plain, unit, others)) is not None:
                part, whole, times = mean
                yield line_of(
                    f"{name}_check", "per_capita", told, part=part.ref, whole=whole.ref, rate=name, times=times
                )
        elif _OVER_YEARS.search(plain):
            continue  # see rules
        elif years >= {0, -1} and _GROWTH.search(plain):
            yield line_of(f"{name}_check", "growth", told, amount=f"{f.indicator}@year", rate=f"{name}@year")
        elif _GROWTH.search(plain):
            if (pair := _steps(plain, frames)) is not None:
                now, before = (x.ref for x in pair)
                yield line_of(f"{name}_check", "growth", told, amount=now, before=before, rate=name)
        elif (pair := divided(plain, frames)) is not None:
            part, whole = pair
            yield line_of(f"{name}_check", "share", told, part=part.ref, whole=whole.ref, rate=name)
            if part.unit == whole.unit == "人" and not whole.aim:  # 期满留用 of those who came
                yield line_of(f"{name}_part", "subset", told, part=part.ref, whole=whole.ref)
        elif total is None or total is f:
            continue
        elif (cells := _named_share(plain, frames, frames_of(total, said))) is not None:
            yield line_of(f"{name}_check", "share", told, part=cells[0].ref, whole=cells[1].ref, rate=name)
        elif years >= {0, -1} and _is_of_total(plain):
            ends = (f"{x.indicator}@last" for x in (f, total))
            yield line_of(
                f"{name}_check", "share", told, **dict(zip(("part", "whole"), ends, strict=True)), rate=f"{name}@last"
            )
        elif heads and _is_of_total(plain):
            which = _meant(plain, heads, said)
            yield line_of(f"{name}_check", "share", told, part=at(f, which), whole=at(total, which), rate=name)


def _named_share(plain: str, frames: Sequence[Frame], totals: Sequence[Frame]) -> tuple[Frame, Frame] | None:
    """The column that a share of the total's row calls by name, in both rows: 产值占比."""
    words = RATIO.search(plain)
    part = called(words.group(1), frames) if words is not None else None
    whole = next((t for t in totals if part is not None and t.head == part.head), None)
    return (part, whole) if part is not None and whole is not None else None


def frames_of(f: DraftField, said: Words) -> list[Frame]:
    """The figures of a row, rates apart, by what their headings say; those of one unit take it from the row."""
    own = f.new.unit if f.new is not None else None
    made = [frame_of(h, at(f, h), said) for h in heads_of(f)]
    made = [x if x.unit else replace(x, unit=own or "") for x in made]
    beside = zip(f.found.beside, f.more, strict=False)
    return made + [replace(frame_of(h, name, said), unit=unit) for (h, unit), (name, _) in beside if unit != "%"]


def _steps(plain: str, frames: Sequence[Frame]) -> tuple[Frame, Frame] | None:
    """The column that grew and the one from which it did, by the years that their headings mean: 上年决算, 本年预算.

    Of columns in groups these are those that the rate calls (出口增速), else their totals, or the only ones that both
    groups have by the same name.
    """
    now, before = ([f for f in frames if f.this_year is this] for this in (True, False))
    if len(now) > 1 or len(before) > 1:
        meant = _GROWTH.split(plain)[0]
        same = {f.leaf for f in now} & {f.leaf for f in before}
        fits = meant if meant in same else next((f.leaf for f in now if f.total and f.leaf in same), None)
        now, before = ([f for f in few if f.leaf == fits] for few in (now, before))
    return (now[0], before[0]) if len(now) == len(before) == 1 else None


def _is_of_total(plain: str) -> bool:
    share = _SHARE.search(plain)
    if share is None or not share.group(2):
        return _OF_TOTAL.search(plain) is not None
    return not share.group(1) and re.search("总|合计|全部|全年|全县|全市", share.group(2)) is not None


def _meant(plain: str, heads: Sequence[str], said: Words) -> str:
    """The column of which a share of the total is: that which its heading names (占核定总成本比例, of 核定数), this
    year's, else the last, which holds in the end (决算数).
    """
    share = _SHARE.search(plain)
    of = share.group(2) if share is not None else ""
    named = [h for h in heads if any(h[k : k + TWO] in of for k in range(len(h) - 1))]
    this = [h for h in heads if year_of(h, said)]
    held = [h for h in heads if not LEFT.search(h)]
    return next(iter((*named[:1], *this[:1], *held[-1:], heads[0])))


def heads_of(f: DraftField) -> list[str]:
    """The headings of words under which a place has values, such as a reference can name."""
    return [h for h, told in f.found.columns if isinstance(told, str) and not re.search(r"[\],=]", h)]


def at(f: DraftField, head: str) -> str:
    """The reference of a row's figure under a heading."""
    return f'"{f.indicator}[column={head}]"'
