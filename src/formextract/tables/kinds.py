"""What a cell is by its text alone: a year, a level, a role, a heading word, a unit, a figure, nothing."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from formextract.tables.periods import is_average_growth, is_comparison
from formextract.tables.planned import planned_head
from formextract.tables.words import HeadWords
from formextract.text import is_none, parse_unit, squeeze, strip_numbering, unwrapped

Kind = Literal[
    "blank", "year", "level", "role", "unit", "head", "label", "printed", "figure", "none", "ticks", "blanks", "text"
]
LONGEST_FIGURE = 60

_YEAR = re.compile(
    r"(?:截[至止]到?|至)?(20[0-4]\d)(?:年度?|年?[末底])(?:实际|完成)?(?:数据?|值|情况|金额|数量)?(?:\((.*)\))?[:]?|(20[0-4]\d)(?:\((.*)\))?"
)
_LAST_DAY = re.compile(r"(?:截[至止]到?|至)?(20[0-4]\d)(?:年12月31日|([-/.])12\2 ?31)止?")
"""The last day of a year, which may head a column of figures, or be a date like any other."""
_PART_YEAR = r"(?<!\d)(20[0-4]\d)\s*年?\s*[度末底]?\s*"
_YEAR_VALUE = re.compile(rf"\s*{_PART_YEAR}[:：]\s*(.*)", re.DOTALL)
_SHORT_YEAR = re.compile(r"['’]?([12]\d)年度?")
"""A year by its last two digits, which is one only in a row of such: 21年 22年 23年."""
_YEAR_VALUES = re.compile(
    rf"{_PART_YEAR}[:：]\s*(.*?)\s*[;；,，、]?\s*(?={_PART_YEAR.replace('(20', '(?:20')}[:：]|$)", re.DOTALL
)
_MONTHS = r"\d{1,2}\s*(?:[-—~～至到]\s*\d{1,2}\s*)?月"
_TOLD_YEAR = rf"(20[0-4]\d)\s*年[度末底]?\s*(?:实现|达到?|为|是)?\s*(?=[约近]?[+-]?\d)(?!{_MONTHS})"
_TOLD_VALUES = re.compile(rf"{_TOLD_YEAR}(.*?)\s*[;；,，、。]?\s*(?={_TOLD_YEAR}|$)", re.DOTALL)
_TOLD = re.compile(rf"\s*{_TOLD_YEAR}.*", re.DOTALL)
"""Years and figures in one cell without a colon: 2023年421.9亿元，2024年463.5亿元."""
_BEHIND = re.compile(r"([^()（）]+)[(（](20[0-4]\d)年[度末底]?[)）]\s*")
"""A figure with its year behind it: 463.5亿元（2024年）."""
_COUNTED = re.compile(
    r"(?:数量|个数)\s*[:：.．].*(?:名称|名单)\s*[:：.．]|^\s*(?:名称|名单)\s*[:：.．].*(?:数量|个数)\s*[:：.．]",
    re.DOTALL,
)
_FIGURE = re.compile(r"(?:约为?|大约为?|近|将近|超过?|逾|[≥≤><~≈]|(?:截至)?20\d\d年[底末]?)*[+-]?\.?\d[\d,.。]*(.*)")
_TRIANGLES = "▲△▼▽"
_SIGNS = frozenset({"Sc", "Pd"})
"""Unicode's categories of signs of currencies and of dashes."""
_TAIL = re.compile(r"(?:余|多|来|\+)?([^()]*?)(?:左右|上下|以上|以下|以内)?(?:\(.*\))?")
_WORDS = re.compile(r"[A-Za-z]{0,4}[\u4e00-\u9fff]")
_MULTIPLIERS = frozenset(["万亿", "亿", "千万", "百万", "万", "千", "百"])
_NUMBERED = re.compile(r"\d{1,3}[.、)](?!\d)\D")
_ERROR = re.compile(r"#(?:DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!|SPILL!|CALC!|[A-Z_]+!|#+)")
"""What a sheet shows where a formula gives no figure (ECMA-376 18.17.3), or in a column that is too narrow."""
_CHINESE_FIGURE = re.compile(r"[一二三四五六七八九十百千两零〇]{1,6}(?:余|多)?[个家项件人名户]")


@dataclass(frozen=True, slots=True)
class Hit:
    """An indicator that a caption may name, with the score (1 is the very wording)."""

    indicator: str
    score: float


@dataclass(frozen=True, slots=True)
class CellKind:
    """`value` is the year (`2024-01/2024-06` for a half-year), level or role; of a heading word what stands below it;
    of a figure or a date the year that it would be as a heading.

    `rest` is the value in the same cell, `hits` are the indicators of a label.
    """

    kind: Kind
    value: str = ""
    rest: str = ""
    unit: str | None = None
    hits: tuple[Hit, ...] = ()


@lru_cache(maxsize=20_000)
def plain_kind(text: str, words: HeadWords) -> CellKind | None:
    """What a text is that says so by itself; None for a label, a sentence and whatever else."""
    squeezed = squeeze(text)
    planned = planned_head(squeezed)
    if planned is not None:
        return CellKind("year", planned)
    year = _YEAR.fullmatch(squeezed)
    if year is not None and year.group(1):
        return CellKind("year", year.group(1), unit=_unit(year.group(2)))
    if is_average_growth(squeezed):
        return CellKind("head", "averaged")
    if is_comparison(squeezed):
        return CellKind("head", "compared")
    last_day = _LAST_DAY.fullmatch(squeezed)
    if last_day is not None:
        return CellKind("text", last_day.group(1))
    headed = words.period(squeezed) if year is None else None
    if headed is not None:
        return CellKind("year", headed.period, unit=headed.unit)
    with_value = _YEAR_VALUE.fullmatch(unwrapped(text))
    if with_value is not None:
        return CellKind("year", with_value.group(1), rest=with_value.group(2))
    told = _told_by_year(text)
    if told:
        return CellKind("year", told[0][0], rest=text)
    level, role, head = words.level(squeezed), words.role(squeezed), words.head(squeezed)
    if level is not None:
        return CellKind("level", level)
    if role is not None:
        return CellKind("role", role)
    if head is not None:
        return CellKind("head", head)
    if is_none(squeezed):
        return CellKind("none")
    if parse_unit(squeezed) is not None:
        return CellKind("unit", squeezed)
    if strip_numbering(text) == text and _is_figure(squeezed):
        short = _SHORT_YEAR.fullmatch(squeezed)
        bare = year.group(3) if year is not None else f"20{short.group(1)}" if short is not None else ""
        return CellKind("figure", bare)
    return None


def is_counted(text: str) -> bool:
    """Whether a cell asks for a number of things and for their names: `数量：____ 名称：____`."""
    return _COUNTED.search(text) is not None


def is_figure(text: str) -> bool:
    """Whether a cell's text is a figure, however typed."""
    return _is_figure(squeeze(text)) if text else False


def _is_figure(squeezed: str) -> bool:
    """Whether a text is a figure, however typed, rather than words that begin with a digit (5G基站, 近3年…)."""
    if _CHINESE_FIGURE.fullmatch(squeezed) or _ERROR.fullmatch(squeezed):
        return True
    match = _FIGURE.fullmatch(_without_sign(squeezed))
    if match is None or len(squeezed) > LONGEST_FIGURE or _NUMBERED.match(squeezed):
        return False
    tail = match.group(1)
    if not tail or tail[0] in "-~至/·:%‰" or not _WORDS.match(tail):
        return True
    stem = _TAIL.fullmatch(tail)
    return stem is not None and (
        parse_unit(stem.group(1)) is not None or not stem.group(1) or stem.group(1) in _MULTIPLIERS
    )


def _without_sign(squeezed: str) -> str:
    """A text without what may stand before its figure, or around it: ¥, a dash or ▲ for a minus, brackets for one."""
    text = squeezed
    if text.startswith("(") and text.endswith(")") and any(c in text for c in ".,%"):  # (1) is a number of a list
        text = text[1:-1]
    while text and (text[0] in _TRIANGLES or unicodedata.category(text[0]) in _SIGNS):
        text = text[1:]
    return text


def yearly_parts(text: str) -> list[tuple[str, str]]:
    """Year and ink of each part of a cell such as `2021年：234.49  2022年：260.29`."""
    return _told_by_year(text) or _YEAR_VALUES.findall(unwrapped(text))


def _told_by_year(text: str) -> list[tuple[str, str]]:
    """The same of figures that stand right behind or before their years; none where a part is no figure."""
    whole = unwrapped(text).strip()
    behind = _BEHIND.fullmatch(whole)
    if behind is not None:
        return [(behind.group(2), behind.group(1))] if _is_figure(squeeze(behind.group(1))) else []
    parts = [(m.group(1), m.group(2)) for m in _TOLD_VALUES.finditer(whole)] if _TOLD.fullmatch(whole) else []
    return parts if all(_is_figure(squeeze(part)) for _, part in parts) else []


def _unit(text: str | None) -> str | None:
    return text if text and parse_unit(text) is not None else None
