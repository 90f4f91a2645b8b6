"""Heads of columns and rows that say of when figures are, or what two of them come to, in any order of their words.

`本期（1-6月）`, `去年1—6月累计`, `认定时（2021年）` and `现在（2024年底）` are made of the same few words: a year
by its number or beside the form's own, a part of it, and words that say nothing more. What holds any other word is no
head of a time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from formextract.text import parse_unit

THIS_YEAR, LAST_YEAR = "~1", "~0"
"""Periods of heads that name no year; the title's year tells which they are. The later one sorts behind."""
FIRST_HALF = "#h1"
"""What stands behind a relative year whose head says that its first half is meant."""
WHOLE_YEAR = "#y"
"""The same where the whole year is meant, though the form is of its first half."""
THEN = "~then"
"""The period of a head that says of an earlier time only that it was one: 认定时."""

_FILLED = (
    "截至|截止到?|截到|至|的|之?前|数据?|值|情况|金额|数量|实际|完成|预计完成|实绩|累计|合计|总额?|合计|年度|"
    "度|末|底|期末|年末|年底|以来|止"
)
_BRACKETS = re.compile(r"[()\[\]/,:、;]+")
_SORT = "(?:(?![均近每历各逐今往一二两三四五六七八九十百全])[\u4e00-\u9fff]){1,4}(?:年度?|期|时点?)"
_SORT_OF_YEAR = f"第[一二三四五1-5]个?年度?|{_SORT}"
"""What a year is called that its number then tells: 评价年度（2024年）, 前年（2022）, 第一年（2021）."""


@dataclass(frozen=True, slots=True)
class HeadedPeriod:
    """The period that a head names, and the unit that it gives in brackets."""

    period: str
    unit: str | None = None


_FIRST_HALF = r"上半年|[1一](?:月份?)?(?:[-~—–]{1,2}|至|到)[6六]月(?:份|底|末)?|6月(?:份|底|末)"
_IN_HALF = re.compile(rf"(?<!\d)(?:{_FIRST_HALF})")


def within_year(year: str, caption: str) -> str:
    """A period that a figure is of, or its first half where the figure's caption says so: 上半年总产值 of 2024."""
    half = "/" not in year and _IN_HALF.search(caption) is not None
    return f"{year}-01/{year}-06" if half else year


class PeriodHeads:
    """Reads heads of times by a catalogue's words for this year, for the one before it, and for what happened then."""

    def __init__(
        self, this: Iterable[str], last: Iterable[str], parts: Iterable[str], events: Iterable[str] = ()
    ) -> None:
        groups = {
            "half": _FIRST_HALF,
            "whole": "全年|[1一](?:月份?)?(?:[-~—–]{1,2}|至|到)(?:12|十二)月(?:份|底|末)?|四季度末|12月(?:底|末)",
            "same": "同期|同比期",
            "year": r"20[0-4]\d年?",
            "this": _any(this),
            "last": _any(last),
            "then": f"(?:{happened})(?:之?时|当年|时点)" if (happened := _any(events)) else "",
            "sort": _SORT_OF_YEAR,
            "word": f"{_FILLED}|{_any(parts)}",
        }
        self._token = re.compile("|".join(f"(?P<{name}>{words})" for name, words in groups.items() if words))

    def read(self, squeezed: str) -> HeadedPeriod | None:
        """The period of a head; None for a text with any word that says more, or without one that says when."""
        if squeezed.startswith(("(", "[")):
            return None  # (2025年度) is a title's
        unit = next((u for u in re.findall(r"\(([^()]*)\)", squeezed) if parse_unit(u) is not None), None)
        bare = squeezed.replace(f"({unit})", "") if unit else squeezed
        said: dict[str, list[str]] = {}
        for part in filter(None, _BRACKETS.split(bare)):
            at = 0
            for found in self._token.finditer(part):
                if found.start() != at or found.lastgroup is None:
                    return None
                said.setdefault(found.lastgroup, []).append(found.group())
                at = found.end()
            if at != len(part):
                return None
        period = _period(said)
        return None if period is None else HeadedPeriod(period, unit)


def _period(said: dict[str, list[str]]) -> str | None:
    years = {y[:4] for y in said.get("year", ())}
    relative = [name for name in ("this", "last", "then") if name in said]
    if len(years) > 1 or len(relative) > 1 or ("sort" in said and not years):
        return None
    half = "half" in said
    if years:
        year = years.pop()
        if "same" in said:
            return None  # 2024年同期 may be of either
        return f"{year}-01/{year}-06" if half else year
    if not relative:
        if said.keys() - {"word"} == {"half"}:
            return THIS_YEAR + FIRST_HALF
        if said.keys() - {"word"} == {"whole"}:
            return THIS_YEAR + WHOLE_YEAR  # 全年 beside 一季度, 上半年
        return LAST_YEAR if said.keys() == {"same"} else None
    if relative == ["then"]:
        return THEN
    if relative == ["this"] and "same" in said:
        return None
    part = FIRST_HALF if half else WHOLE_YEAR if "whole" in said else ""
    return {"this": THIS_YEAR, "last": LAST_YEAR}[relative[0]] + part


def is_relative(period: str) -> bool:
    """Whether a period is told by the form's own year: 本年, 上年同期."""
    return period.partition("#")[0] in (THIS_YEAR, LAST_YEAR)


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))


_AGAINST = "(?:同比|环比|(?:较|比|与)(?:上年|去年|上期|年初|认定时|基期|上一年度?)(?:同期|度|末|底)?(?:相比)?)"
_MOVED = "(?:增长|增减|增速|增幅|增加|变化|变动|升降|涨跌|涨幅|增\\(减\\)|增)"
_HOW = "(?:变化|变动)?(?:率|幅度?|情况|比例|百分比|值|额|数)?"
_SIGNS = r"(?:[%±+\-]|\((?:[%±+\-,、/]|百分点|个百分点|正负)*\)|百分点)*:?"
_COMPARED = re.compile(
    f"{_AGAINST}{_MOVED}?{_HOW}(?:\\(.*\\))?{_SIGNS}|{_MOVED}{_HOW}(?:\\([^()]*%\\)|[±+\\-]*%{_SIGNS})|增速|增幅"
)


_AVERAGED = re.compile(
    f"(?:近?[三3]年)?(?:年均|年平均|平均|年均复合|复合){_MOVED}{_HOW}{_SIGNS}|[近前][三3]年年?均?{_MOVED}{_HOW}{_SIGNS}"
)


def is_average_growth(squeezed: str) -> bool:
    """Whether a head says of its column by how much its rows have grown a year: 三年平均增幅."""
    return _AVERAGED.fullmatch(squeezed) is not None


def is_comparison(squeezed: str) -> bool:
    """Whether a head says of its column what the two beside it come to (同比±%): its figures are not the row's."""
    return _COMPARED.fullmatch(squeezed) is not None
