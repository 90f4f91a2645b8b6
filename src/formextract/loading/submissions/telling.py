"""Observations in words for staff."""

from __future__ import annotations

import re
from decimal import Decimal

from formextract.model import Observation

_ASIDE = re.compile(r"[（(][^（）()]*[）)]|\s+")
_LEVELS = {
    "international": "国际", "national": "国家级", "provincial": "省级",
    "industry": "行业", "group": "团体", "other": "其他",
}  # fmt: skip
_LONGEST = 40


def name_of(o: Observation) -> str:
    """What the figure is called: its year, its caption, its level."""
    year = f"{o.period} 年" if o.period and o.period.isdigit() else ""
    level = "、".join(_LEVELS.get(v, v) for v in o.dims.values())
    return f"{year}{_ASIDE.sub('', o.label) or o.indicator}" + (f"（{level}）" if level else "")


def figure(o: Observation) -> str:
    """What was read, as short as it stays clear."""
    if o.status == "blank":
        return "空白"
    if o.status == "none":
        return "“无”"
    if o.value is None:
        return "（未能识读）"
    if isinstance(o.value, bool):
        return "是" if o.value else "否"
    if isinstance(o.value, Decimal):
        return f"{o.value:f}{o.unit if o.unit == '%' else ' ' + o.unit if o.unit else ''}"
    text = "、".join(o.value) if isinstance(o.value, tuple) else o.value
    return f"“{text if len(text) <= _LONGEST else text[:_LONGEST] + '……'}”"


def place_of(o: Observation) -> str:
    """Where it stands, as one finds it in the file: `第 4 页`, `单元格 T2R5C3`; '' where nothing says."""
    if o.source is None:
        return ""
    if o.source.page is not None:
        return f"第 {o.source.page} 页"
    return f"（{o.source.cell}）" if o.source.cell else ""
