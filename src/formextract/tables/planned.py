"""Heads and captions of what is planned or expected: which words say so, and of which year.

A target (2025年目标) is a figure that somebody promises, a forecast (2021年预计) one that nobody has measured yet.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

from formextract.text import parse_unit, squeeze, strip_numbering

How = Literal["goal", "expected", "before", "then", "others"]
SAID: dict[How, str] = {
    "goal": "目标",
    "expected": "预计",
    "before": "变更前",
    "then": "认定时",
    "others": "全省或行业平均",
}
"""How each is called among what nobody claimed."""
_BEFORE = re.compile("(?:变更|调整|修改|更正)前(?:情况|内容|信息)?")
_AFTER = re.compile("(?:变更|调整|修改|更正)后(?:情况|内容|信息)?")
_EXPECTED = frozenset(["预计", "预测", "预估", "估计"])
_WORDS = "预计|预测|预估|估计|目标|计划|规划|预期|力争"
_YEAR = "20[0-4]\\d"
_WHEN = f"(?:到|至|截[至止]到?)?(?:十[三四五六]五(?:期间?|规划)?末?)?(?P<year>{_YEAR})?年?(?:度|全年|年?[底末])?"
_HEAD = re.compile(
    f"{_WHEN}(?P<how>{_WORDS})(?:完成|达到|实现|达)?(?P<goal>目标)?(?P<what>值|数|数据|指标)?(?:(?:年度?|期)?(?P<late>{_YEAR})年?[底末]?)?"
)
_OTHERS = re.compile(
    f"(?P<year>{_YEAR})?年?度?(?:全国|全省|全市|全县|全区|全州|省内|国内|市内|同行业|行业)(?:同?行业)?(?:平均|均值|中位)(?:水平|值|数)?"
    f"(?:(?P<late>{_YEAR})年?)?"
)
"""Heads of what a whole place or trade comes to, beside which an applicant's figures stand."""
_ESTIMATE = re.compile(f"({_YEAR})年?[EFef]")
"""How tables of analysts mark a year that is estimated or forecast: 2025E."""
_CAPTION = re.compile(
    f"(?P<when>{_YEAR})年?(?:度|全年|年?[底末])?|(?P<how>{_WORDS})(?:完成|达到|实现|达)?(?:目标)?(?:[值数](?![量字]))?"
)
_EDGES = re.compile(r"[()\[\]“”\"':,的]+|^(?:到|至)")
_MARK = re.compile(f"({_YEAR})?~(goal|expected|before|then|others)")


def planned_head(squeezed: str) -> str | None:
    """The period (`2025~goal`, `2021~expected`) of a column or row of what is aimed at, expected, or
    another's (`2020~others`: 全省平均); None for others."""
    bare = re.sub(r"\(([^()]*)\)$", lambda m: "" if parse_unit(m.group(1)) is not None else m.group(1), squeezed)
    if (estimate := _ESTIMATE.fullmatch(bare)) is not None:
        return f"{estimate.group(1)}~expected"
    bare = re.sub(r"[()“”\"':]", "", bare)
    others = _OTHERS.fullmatch(bare)
    if others is not None:
        return f"{others.group('year') or others.group('late') or ''}~others"
    found = _HEAD.fullmatch(bare)
    if found is None:
        return None
    how, year = found.group("how"), found.group("year") or found.group("late")
    if year is None and not (found.group("goal") or found.group("what") or how in ("目标", "预计")):
        return None  # 规划, 计划 alone are words like any other
    return f"{year or ''}~{_how(how)}"


def planned_period(period: str) -> tuple[How, str | None] | None:
    """Whether a period that a head gave is no year reported (a plan's, a forecast's, 认定时), and of which year."""
    found = _MARK.fullmatch(period)
    how: dict[str, How] = {
        "goal": "goal",
        "expected": "expected",
        "before": "before",
        "then": "then",
        "others": "others",
    }
    return None if found is None else (how[found.group(2)], found.group(1))


def columns_of_change(texts: Mapping[int, str]) -> dict[int, str]:
    """Of a row's cells, the heads of what was (`~before`) and of what is now (''); none where not both stand there."""
    before = {i: "~before" for i, t in texts.items() if _BEFORE.fullmatch(squeeze(t))}
    after = {i: "" for i, t in texts.items() if _AFTER.fullmatch(squeeze(t))}
    return before | after if before and after else {}


def planned_caption(label: str, unit: str | None) -> tuple[How, str | None, str] | None:
    """Of a caption with words of plans (2025年集群总产值目标): which, of which year, and what else it says."""
    core = squeeze(strip_numbering(label.strip()))
    parts = list(_CAPTION.finditer(core))
    said = next((m for m in parts if m.group("how")), None)
    if said is None:
        return None
    body = _EDGES.sub("", _CAPTION.sub("", core.replace(f"({unit})", "") if unit else core))
    year = next((m.group("when") for m in parts if m.group("when")), None)
    return _how(said.group("how")), year, body


def _how(word: str) -> How:
    return "expected" if word in _EXPECTED else "goal"
