"""What a cell is in its table: a label, a heading of years, levels or units, or a value."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from formextract.match.labels import Hit, LabelIndex, take_apart
from formextract.match.modality import planned_head
from formextract.text import is_blank, is_none, parse_unit, squeeze, strip_numbering
from formextract.text.glyphs import MARKED, OPEN

Kind = Literal[
    "blank", "year", "level", "role", "unit", "head", "label", "printed", "figure", "none", "ticks", "blanks", "text"
]
VALUES = frozenset({"blank", "figure", "none", "ticks", "blanks", "text"})
SURE_INLINE = 0.9
"""Score from which the words before a colon are taken for a label that shares its cell with its value."""
LONGEST_LABEL = 110
HEADING_LINES = 3
"""Lines that a heading above its text may take up, with the remark on its length."""

_YEAR = re.compile(
    r"(?:截[至止]到?|至)?(20[0-4]\d)(?:年度?|年?[末底])(?:实际|完成)?(?:数据?|值|情况|金额|数量)?(?:\((.*)\))?[:]?|(20[0-4]\d)(?:\((.*)\))?"
)
_HALF_YEAR = re.compile(
    r"(20[0-4]\d)年?(?:上半年|1[-~—至]6月份?)(?:实际|完成)?(?:数据?|值|情况|金额|数量)?(?:\((.*)\))?[:]?"
)
_YEAR_VALUE = re.compile(r"\s*(20[0-4]\d)\s*年?\s*[度末底]?\s*[:：]\s*(.*)", re.DOTALL)
_YEAR_VALUES = re.compile(
    r"(20[0-4]\d)\s*年?\s*[度末底]?\s*[:：]\s*(.*?)\s*[;；,，、]?\s*(?=20[0-4]\d\s*年?\s*[度末底]?\s*[:：]|$)",
    re.DOTALL,
)
_COMPARED = re.compile(
    r"(?:同比|环比|较上年|比上年|较去年|与上年相比)(?:增长|增减|增速|增幅|变化|升降)?(?:率|幅度?|情况)?(?:\(.*\))?[:%±]*"
)
"""A column of what the two beside it come to: its figures are not the row's."""
THIS_YEAR, LAST_YEAR = "~1", "~0"
"""Periods of columns that name no year; the title's year tells which they are (`form`). The later one sorts behind."""
RELATIVE_YEARS = {
    **dict.fromkeys(
        ("本年", "本年度", "本期", "本年数", "本年实际", "本年完成", "本期数", "报告期", "本年累计"), THIS_YEAR
    ),
    **dict.fromkeys(
        ("上年", "上年度", "上年同期", "上年数", "上年实际", "去年", "去年同期", "上期", "上年同期数", "上年完成"),
        LAST_YEAR,
    ),
}
_LEVELS = {
    "international": ("国际", "国际标准", "国际级", "ISO/IEC"),
    "national": ("国家", "国家标准", "国家级", "国标"),
    "industry": ("行业", "行业标准", "行标"),
    "group": ("团体", "团体标准", "团标"),
}
LEVELS = {word: level for level, words in _LEVELS.items() for word in words}
_ROLE = re.compile(r"(主持|牵头|参与)(?:制修订|制定|制\(修\)订|起草)?(?:标准)?(?:数[\u4e00-\u9fff]?|项数)?(?:\(项\))?")
"""The last letter of 数量 may have been read as another (数置, 数最)."""
_HEADS = frozenset(
    "年度 年份 年 指标名称 指标 项目 名称 计量单位 单位 类别 标准类别 序号 方向 备注 数据 数值 填报值 填报内容 "
    "内容 情况 填报数据 指标项 指标值 填报情况 栏目 标准级别 级别 说明 填写内容 数据值 内容填报 "
    "选项 填报 指标数据".split()
)
_BOX = f"[{MARKED}{OPEN}]"
_MOUTH = "(?:(?<=^)|(?<=[\\s√✓☑■]))口(?=\\S)|(?<![出进人港窗接关户路缺门可入])口(?=\\s|$|[，,；;（(])"
_BRACKETS = "[(（]\\s*[√✓✔]?\\s*[)）]|\\[\\s*[√✓✔xX]?\\s*\\]"
_ROUND = "(?<![\\d一二三四五六七八九十零〇])〇"
_TICK = re.compile(f"{_BOX}|{_ROUND}|{_MOUTH}|{_BRACKETS}", re.MULTILINE)
_BLANKS = re.compile(
    r"(?:数量|个数)\s*[:：.．].*(?:名称|名单)\s*[:：.．]|^\s*(?:名称|名单)\s*[:：.．].*(?:数量|个数)\s*[:：.．]",
    re.DOTALL,
)
_FIGURE = re.compile(r"(?:约为?|大约为?|近|将近|超过?|逾|[≥≤><~≈]|(?:截至)?20\d\d年[底末]?)*[+-]?\.?\d[\d,.。]*(.*)")
_TAIL = re.compile(r"(?:余|多|来|\+)?([^()]*?)(?:左右|上下|以上|以下|以内)?(?:\(.*\))?")
_WORDS = re.compile(r"[A-Za-z]{0,4}[\u4e00-\u9fff]")
_MULTIPLIERS = frozenset(["万亿", "亿", "千万", "百万", "万", "千", "百"])
LONGEST_FIGURE = 60
_NUMBERED = re.compile(r"\d{1,3}[.、)](?!\d)\D")
_INLINE = re.compile(r"\s*([^:：\n]{2,60}?)\s*[:：]\s*(\S.*)", re.DOTALL)
_HEAD = re.compile(r"\s*([^:：☑☒√✓■●□☐○]{4,60}?)\s*[:：]\s*")
_CHINESE_FIGURE = re.compile(r"[一二三四五六七八九十百千两零〇]{1,6}(?:余|多)?[个家项件人名户]")


@dataclass(frozen=True, slots=True)
class CellKind:
    """`value` is the year (`2024-01/2024-06` for a half-year), level or role.

    `rest` is the value in the same cell, `hits` are the indicators of a label.
    """

    kind: Kind
    value: str = ""
    rest: str = ""
    unit: str | None = None
    hits: tuple[Hit, ...] = ()


_BLANK = CellKind("blank")


def role_of(text: str, index: LabelIndex, printed: frozenset[str]) -> CellKind:
    """What a cell's text makes of it. A bare `2021` is a figure here; a row of them is told by the table."""
    if not text or is_blank(text):
        return _BLANK
    plain = _plain_role(text)
    if plain is not None:
        return plain
    if _is_printed(text, printed):
        return CellKind("printed")
    headed = _headed(text, index) if index.headed else None
    if headed is not None:
        return headed
    tick = _TICK.search(text)
    if tick is not None and not _only_brackets(text):
        head = _HEAD.match(text)
        if head is not None:
            hits = index.wanted(head.group(1))
            if hits and hits[0].score >= SURE_INLINE:
                return CellKind("label", rest=text[head.end() :], hits=hits)
        return CellKind("ticks")
    if _BLANKS.search(text):
        return CellKind("blanks")
    if len(text) <= 2 * LONGEST_LABEL:
        hits = index.wanted(text)
        if hits and hits[0].score >= 1.0:
            return CellKind("label", unit=take_apart(text).unit, hits=hits)
        inline = _INLINE.fullmatch(text)
        if inline is not None:
            # `发明专利拥有量：606件` is much like its label, and more than it
            before = index.wanted(inline.group(1))
            if before and before[0].score >= max(SURE_INLINE, hits[0].score if hits else 0.0):
                return CellKind("label", rest=inline.group(2), unit=take_apart(inline.group(1)).unit, hits=before)
        if hits:
            return CellKind("label", unit=take_apart(text).unit, hits=hits)
    return CellKind("text")


def _headed(text: str, index: LabelIndex) -> CellKind | None:
    """A cell that holds a heading and, below it, its text; None where a template asks for no such cell of that name."""
    lines = text.strip().split("\n")
    best: CellKind | None = None
    for n in range(1, min(len(lines), HEADING_LINES) + 1):
        head = "\n".join(lines[:n])
        if len(head) > LONGEST_LABEL:
            break
        hits = index.wanted(head)
        if hits and hits[0].score >= 1.0 and any(h.indicator in index.headed for h in hits):
            best = CellKind("label", rest="\n".join(lines[n:]).strip(), hits=hits)
    return best


@lru_cache(maxsize=20_000)
def _plain_role(text: str) -> CellKind | None:
    squeezed = squeeze(text)
    planned = planned_head(squeezed)
    if planned is not None:
        return CellKind("year", planned)
    year = _YEAR.fullmatch(squeezed)
    if year is not None and year.group(1):
        return CellKind("year", year.group(1), unit=_unit(year.group(2)))
    half = _HALF_YEAR.fullmatch(squeezed)
    if half is not None:
        return CellKind("year", f"{half.group(1)}-01/{half.group(1)}-06", unit=_unit(half.group(2)))
    if _COMPARED.fullmatch(squeezed):
        return CellKind("head")
    if squeezed.rstrip(":") in RELATIVE_YEARS:
        return CellKind("year", RELATIVE_YEARS[squeezed.rstrip(":")])
    with_value = _YEAR_VALUE.fullmatch(text)
    if with_value is not None:
        return CellKind("year", with_value.group(1), rest=with_value.group(2))
    if squeezed.upper() in LEVELS:
        return CellKind("level", LEVELS[squeezed.upper()])
    role = _ROLE.fullmatch(squeezed)
    if role is not None:
        return CellKind("role", "joined" if role.group(1) == "参与" else "led")
    if squeezed.rstrip(":") in _HEADS:
        return CellKind("head")
    if is_none(squeezed):
        return CellKind("none")
    if parse_unit(squeezed) is not None:
        return CellKind("unit", squeezed)
    if strip_numbering(text) == text and _is_figure(squeezed):
        return CellKind("figure", "" if year is None else year.group(3))
    return None


def is_figure(text: str) -> bool:
    """Whether a cell's text is a figure, however typed."""
    return _is_figure(squeeze(text)) if text else False


def _is_figure(squeezed: str) -> bool:
    """Whether a text is a figure, however typed, rather than words that begin with a digit (5G基站, 近3年…)."""
    if _CHINESE_FIGURE.fullmatch(squeezed):
        return True
    match = _FIGURE.fullmatch(squeezed)
    if match is None or len(squeezed) > LONGEST_FIGURE or _NUMBERED.match(squeezed):
        return False
    tail = match.group(1)
    if not tail or tail[0] in "-~至/·:%‰" or not _WORDS.match(tail):
        return True
    stem = _TAIL.fullmatch(tail)
    return stem is not None and (
        parse_unit(stem.group(1)) is not None or not stem.group(1) or stem.group(1) in _MULTIPLIERS
    )


def yearly_parts(text: str) -> list[tuple[str, str]]:
    """Year and ink of each part of a cell such as `2021年：234.49  2022年：260.29`."""
    return _YEAR_VALUES.findall(text)


def _unit(text: str | None) -> str | None:
    return text if text and parse_unit(text) is not None else None


def _only_brackets(text: str) -> bool:
    """One `(  )` or 口 alone ticks nothing: these count as boxes only where there are several."""
    marks = _TICK.findall(text)
    return all(m[0] in "(（[口" for m in marks) and len(marks) < 2  # noqa: PLR2004


def _is_printed(text: str, printed: frozenset[str]) -> bool:
    return squeeze(text) in printed or squeeze(strip_numbering(text)) in printed
