"""Indicators that the catalogue lacks, described from their place: an id, a type, a unit, a period."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from formextract.drafting import words
from formextract.drafting.lines import LabelledPlace
from formextract.model.template import Indicator, Period
from formextract.text import squeeze

SECTION = "drafted"
LONGEST_ID = 4
"""Words that an id is made of at most."""
LONG_CHOICE = 6
"""Options up to which a question of kind (类型, 性质, 等级) is taken for a choice of one."""
_RATE = re.compile(r"比例|比重|占比|百分比|增长率|增[速幅]|[效]?率$|率[（(]|普及率|覆盖率")
_COUNT = re.compile(r"(?:数量?|个数|家数|户数|项数|件数|人数|次数|总数)$")
_DATE = re.compile(r"(?:日期|时间|年月)$")
_AMOUNT = re.compile(r"(?:收入|利润|产值|总额|金额|费用|经费|投资|投资额|资产|税收|税额|[^名]额|产量|面积)$")
_ONE_OF = re.compile(r"类[型别]|性质|等级|规模|方式|状态|阶段|是否")
_PEOPLE = re.compile(r"人[员数]|职工|员工|人才")
_YES_NO = {"是": "yes", "否": "no", "不适用": "not_applicable"}


def fresh_id(found: LabelledPlace, taken: Collection[str], english: Mapping[str, str]) -> str:
    """An id for a new indicator, of the English words for the label's words; `field_7` where none is known."""
    full = squeeze(found.group + words.bare(found.label))
    known = sorted({w for w in english if w in full}, key=lambda w: (full.index(w), -len(w)))
    parts: list[str] = []
    at = 0
    for chinese in known:
        place = full.find(chinese, at)
        if place >= 0 and len(parts) < LONGEST_ID:
            at = place + len(chinese)
            if english[chinese] not in parts:
                parts.append(english[chinese])
    stem = "_".join(p for p in parts if p) or "field"
    if stem == "field" or stem in taken:
        number = 2 if stem != "field" else 1
        while f"{stem}_{number}" in taken:
            number += 1
        return f"{stem}_{number}"
    return stem


def described(found: LabelledPlace, label: str, wordings: Collection[str]) -> Indicator:
    """A new indicator as the place asks for it; its label is no other indicator's wording."""
    kind, unit = _type(found)
    period: Period | None = "year" if found.years else None
    number, wording = 1, label
    while squeeze(wording) in wordings:
        number += 1
        wording = f"{label}（之{number}）"
    return Indicator(label=wording, type=kind, unit=unit, period=period, section=SECTION)


def options_of(found: LabelledPlace, indicator: Indicator) -> tuple[dict[str, str] | tuple[str, ...], str]:
    """The options as a template has them for this indicator, and why they do not fit where they do not."""
    if indicator.kind == "multichoice":
        return found.options, "" if found.options else "没有找到选项"
    if indicator.kind not in ("bool", "choice"):
        return (), ""
    tokens = ["yes", "no"] if indicator.kind == "bool" else indicator.type.partition(":")[2].split("|")
    mapped: dict[str, str] = {}
    for i, text in enumerate(found.options):
        token = _YES_NO.get(text) or ("not_applicable" if "不适用" in text else None)
        if token is None and len(found.options) == len(tokens):
            token = tokens[i]
        if token in tokens:
            mapped[text] = token
    fits = bool(mapped) and len(mapped) == len(found.options)
    return mapped, "" if fits else "选项与指标的取值对不上，请改 options"


def _type(found: LabelledPlace) -> tuple[str, str | None]:
    label = squeeze(words.bare(found.label))
    if found.shape == "ticks":
        return _ticked(found, label), None
    if found.shape in ("narrative", "targets") or found.limit is not None:
        return "text", None
    if found.shape == "blanks":
        return "integer", "个"
    if found.unit is not None:
        return ("integer" if found.unit in "个家人项件户名" else "number"), found.unit
    if _RATE.search(label):
        return "number", "%"
    if _COUNT.search(label):
        return "integer", "人" if _PEOPLE.search(label) else "个"
    if _DATE.search(label):
        return "date", None
    if found.years or _AMOUNT.search(label):
        return "number", "万元"
    return "text", None


def _ticked(found: LabelledPlace, label: str) -> str:
    options = found.options
    if set(options) == {"是", "否"}:
        return "bool"
    if set(options) <= {"是", "否", "不适用"} or (options[:2] == ("是", "否")):
        return "choice:yes|no|not_applicable"
    if _ONE_OF.search(label) and len(options) <= LONG_CHOICE:
        return "choice:" + "|".join(f"option_{i}" for i in range(1, len(options) + 1))
    return f"multichoice:{len(options)}"
