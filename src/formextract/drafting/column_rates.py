"""What a rate beside a row's values is of, by its heading: growth, what was reached of an aim, a share of the total."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from formextract.drafting.draft import DraftField
from formextract.drafting.ratios import AIM, DONE
from formextract.drafting.rules import line_of
from formextract.drafting.totals import LEFT
from formextract.match.lists import PATH
from formextract.tables import THIS_YEAR, Words
from formextract.text import squeeze

_GROWTH = re.compile(r"同比|增[长减幅速]|比上年|比上期|变化率|变动率")
_REACHED = re.compile(r"(.{2,8}?)(?:率|进度|比例)$")
_SHARE = re.compile(r"(.*?)占(.*?)的?(?:比例|比重|百分比|比率|比|率)$")
_OF_TOTAL = re.compile("所占比[例重]?|占比|比重")
TWO = 2


def rates(f: DraftField, total: DraftField | None, said: Words) -> Iterator[str]:
    """A rule for each rate beside a row's figures; `total` is the row that adds up those that it stands among."""
    years = {told for _, told in f.found.columns if isinstance(told, int)}
    heads = heads_of(f)
    for (head, unit), (name, _) in zip(f.found.beside, f.more, strict=False):
        plain = re.sub(r"[（(].*", "", squeeze(head))
        told = f"{f.found.label}·{head}"
        if unit != "%":
            continue
        if years >= {0, -1} and _GROWTH.search(plain) and "年均" not in plain:
            yield line_of(f"{name}_check", "growth", told, amount=f"{f.indicator}@year", rate=f"{name}@year")
        elif _GROWTH.search(plain) and (pair := _steps(heads, said)) is not None:
            now, before = (at(f, h) for h in pair)
            yield line_of(f"{name}_check", "growth", told, amount=now, before=before, rate=name)
        elif (pair := _divided(plain, heads)) is not None:
            part, whole = (at(f, h) for h in pair)
            yield line_of(f"{name}_check", "share", told, part=part, whole=whole, rate=name)
        elif total is not None and total is not f and years >= {0, -1} and _is_of_total(plain):
            part, whole = (f"{x.indicator}@last" for x in (f, total))
            yield line_of(f"{name}_check", "share", told, part=part, whole=whole, rate=f"{name}@last")
        elif total is not None and total is not f and heads and _is_of_total(plain):
            which = _meant(plain, heads, said)
            yield line_of(f"{name}_check", "share", told, part=at(f, which), whole=at(total, which), rate=name)


def _steps(heads: Sequence[str], said: Words) -> tuple[str, str] | None:
    """The column that grew and the one from which it did, by the years that their headings mean: 上年决算, 本年预算.

    Of columns in groups these are their totals, or the only ones that both groups have by the same name.
    """
    of_year = {h: year for h in heads if (year := _year(h, said)) is not None}
    now, before = ([h for h, y in of_year.items() if y is this] for this in (True, False))
    if len(now) > 1 or len(before) > 1:
        now, before = ([h for h in hs if said.is_total(squeeze(h.rpartition(PATH)[2]))] for hs in (now, before))
    return (now[0], before[0]) if len(now) == len(before) == 1 else None


def _year(head: str, said: Words) -> bool | None:
    """Whether a heading is about this year (True) or the one before (False); None where it says neither."""
    first = squeeze(head.split(PATH, maxsplit=1)[0])
    for length in range(len(first), 1, -1):
        year = said.relative_year(first[:length])
        if year is not None:
            return year == THIS_YEAR
    return None


def _divided(plain: str, heads: Sequence[str]) -> tuple[str, str] | None:
    """Part and whole of a rate that is of two columns of its row: 支出占到位比例, 完成率, 分子 and 分母."""
    if {"分子", "分母"} <= set(heads):
        return "分子", "分母"
    share = _SHARE.search(plain)
    if share is not None:
        part, whole = (_called(words, heads) for words in share.groups())
        return (part, whole) if part and whole and part != whole else None
    reached = _REACHED.fullmatch(plain)
    if reached is None:
        return None
    part = next((h for h in heads if reached.group(1)[-TWO:] in h), None)
    if part is None and DONE.search(reached.group(1)) is not None:
        done = [h for h in heads if DONE.search(h) and not AIM.search(h)]  # 完成比例, of 实际使用
        part = done[0] if len(done) == 1 else None
    if part is None:
        return None
    others = [h for h in heads if h != part]
    aims = [h for h in others if AIM.search(h)]
    if aims:
        return part, max(aims, key=lambda h: (_shared(h, part), heads.index(h)))
    first = heads[0]  # 就业率 beside 培训人数, 取证人数 and 就业人数 is of those who were trained
    return (part, first) if first != part else None


def _called(text: str, heads: Sequence[str]) -> str | None:
    """The one heading that words name: 支出 is 支出金额."""
    held = [h for h in heads if len(text) > 1 and (text in h or h in text)]
    return held[0] if len(held) == 1 else None


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
    this = [h for h in heads if _year(h, said)]
    held = [h for h in heads if not LEFT.search(h)]
    return next(iter((*named[:1], *this[:1], *held[-1:], heads[0])))


def heads_of(f: DraftField) -> list[str]:
    """The headings of words under which a place has values, such as a reference can name."""
    return [h for h, told in f.found.columns if isinstance(told, str) and not re.search(r"[\],=]", h)]


def at(f: DraftField, head: str) -> str:
    """The reference of a row's figure under a heading."""
    return f'"{f.indicator}[column={head}]"'


def _shared(a: str, b: str) -> int:
    return sum(x == y for x, y in zip(a, b, strict=False))
