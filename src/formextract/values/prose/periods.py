"""Periods as sentences say them: years, halves of years, spans, days up to which was counted, and comparisons."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

PeriodKind = Literal[
    "year",
    "years",
    "span",
    "last",
    "before_last",
    "this",
    "half",
    "part",
    "point",
    "date",
    "compare",
    "same_period",
    "whole",
    "event",
    "now",
]
_YEAR = r"20\d\d"
_HALF = r"(?:上半年|1[-~—–至]6月份?|前6个月|前六个月|一至二季度|前两个季度)"
_PART = (
    r"(?:下半年|第?[前首]?[一二三四1-4](?:[至、-][一二三四1-4])?个?季度末?|前[一二三四1-4]个?季度|前(?:\d{1,2}|[一二三四五七八九十]+)个月"
    r"|首月|当月|本月|单月|(?:1[0-2]|0?[1-9]|[一二三四五六七八九十]{1,2})月份|\d{1,2}[-~—–至]\d{1,2}月份?)"
)
_WHOSE = rf"(?:{_YEAR}年|今年|本年|去年|上年|当年)?"
PERIODS = (
    rf"(?P<compare>(?<!占)[比较](?:上一?年度?|去年|{_YEAR}年)(?:同期|底|末|同月)?|与(?:上一?年|去年|{_YEAR}年)(?:同期)?(?:相比)?)"
    rf"|(?P<same>(?:去年|上年|{_YEAR}年)同期)"
    rf"|(?P<years>{_YEAR}年?(?:[、,，和及]{_YEAR}年?)+(?:[两三四五]年)?)"
    rf"|(?P<span>{_YEAR}年?[-~—–至到]+{_YEAR}年?末?|[近过]去?(?:[两三四五]|[2-5])年来?|前[两三四五]年|此前[两三四五]年|[两三四五]年来|[两三四五]年间|[两三四五]年(?=[^\d,，。;；]{{0,8}}(?:分别|依次)|累计|合计|共计|平均|年均|下降|降低))"
    r"|(?P<now>(?:复核|复评|复审)(?:时|当年))"
    r"|(?P<event>(?<![\d一二三四五六七八九十近每])(?:\d{1,2}|[一二两三四五六七八九十]{1,3})多?年[之以]?前(?=[,，集企全产])|(?<![比较与])(?:认定|获批|成立|申报|创建|起步|获认定|入选)(?:之初|时|当年|初期|之时|之前))"
    r"|(?P<plan>十[一二三四五六七八九]五(?:规划|时期)?(?:期?末|收官之年))"
    r"|(?P<plan_span>十[一二三四五六七八九]五(?:规划)?(?:以来|期间|时期))"
    r"|(?P<whole>全年(?!目标|任务|计划|预计|预期|度))"
    rf"|(?P<half>(?:截[至止]到?|(?<![增升提降])[到至])?{_WHOSE}(?:{_HALF}|6月(?:底|末|30日)))"
    rf"|(?P<part>{_WHOSE}{_PART})"
    rf"|(?P<point>(?:截[至止]到?|到|至){_WHOSE}(?:1[01]|0?[1-9])月(?:份|底|末|初)?(?:\d{{1,2}}日)?|{_WHOSE}(?:1[01]|0?[1-9])月[底末])"
    r"|(?P<month>(?<![\d年])(?:1[0-2]|[1-9])月(?=[,，]|集群|全[县市区]|[份我本当]))"
    rf"|(?P<date>{_WHOSE}(?:1[0-2]|0?[1-9])月\d{{1,2}}日(?!31日)|(?<=年)12月(?!底|末|31)|{_YEAR}年(?:1[0-2]|0?[1-9])月(?![底末]|31日))"
    rf"|(?:截[至止]到?)?(?P<year>{_YEAR})(?:年(?:12月)?(?:年底|年末|全年|底|末|度|31日)?|(?=\d|[一-鿿]{{0,2}}\d))"
    r"|(?P<last>去年底?末?|上一?年度?末?)|(?P<before_last>前年)|(?P<this>今年底?|本年度?|当年|同年|该年)"
)
_DIGITS = "零一二三四五六七八九"
_END_OF_THE_FIRST = 2005
"""The year in which 十五, the tenth five-year plan, ended: 十一五 ended five years after."""
_RELATIVE = {"去年": -1, "上年": -1, "今年": 0, "本年": 0, "当年": 0}


@dataclass(frozen=True, slots=True)
class Period:
    """What a period says: its years in the order told, and which year of the report it speaks of where it says none."""

    kind: PeriodKind
    years: tuple[str, ...] = ()
    back: int | None = None
    """How many years before the reporting year: 0 for 今年, 1 for 去年; None where a year is said or nothing is."""
    until: bool = False
    """Whether it is a day up to which was counted (截至6月底)."""


def period_of(m: re.Match[str]) -> Period:
    """The period that a match of `PERIODS` says."""
    text = m.group()
    years = tuple(re.findall(_YEAR, text))
    back = next((-step for word, step in _RELATIVE.items() if word in text), None) if not years else None
    for kind in ("compare", "years", "half", "part", "point", "date", "year", "before_last"):
        if m.group(kind):
            until = text.startswith("截") or text.endswith(("底", "末", "日"))
            return Period(kind, years, back, until)
    if m.group("plan"):
        return Period("year", (str(_END_OF_THE_FIRST + 5 * _DIGITS.index(text[1])),))
    if m.group("plan_span"):
        return Period("span")
    if m.group("event") or m.group("now"):
        return Period("event" if m.group("event") else "now")
    if m.group("month"):
        return Period("part")
    if m.group("whole"):
        return Period("whole")
    if m.group("same"):
        return Period("same_period", years, back)
    if m.group("span"):
        return Period("span", _between(years))
    return Period("last", (), 1) if m.group("last") else Period("this", (), 0)


def _between(years: tuple[str, ...]) -> tuple[str, ...]:
    if len(years) != 2:  # noqa: PLR2004 - first and last
        return years
    first, last = (int(y) for y in years)
    return tuple(str(y) for y in range(first, last + 1)) if 0 < last - first < 10 else years  # noqa: PLR2004
