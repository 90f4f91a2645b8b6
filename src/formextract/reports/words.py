"""What codes are called on a page that staff read."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from formextract.checks import messages
from formextract.model import Observation, Source, Value
from formextract.model.interval import is_figure
from formextract.model.record import Action, CriterionStatus, Role, Severity

SEVERITIES: Mapping[Severity, str] = {"error": "矛盾", "warning": "疑点", "info": "提示"}
"""From the gravest down; the same words as on the command line."""
KINDS: Mapping[str, str] = {
    "sum": "合计",
    "share": "占比",
    "growth": "增长率",
    "average_growth": "年均增速",
    "per_capita": "人均、单位数",
    "subset": "其中项",
    "range": "取值范围",
    "count": "个数与名单",
    "required": "漏填",
    "format": "填写格式",
    "length": "字数",
    "agreement": "两处不一致",
    "evidence": "证明材料",
    "layout": "版式",
}
CRITERIA: Mapping[CriterionStatus, str] = {
    "met": "符合",
    "not_met": "不符合",
    "unknown": "无法判断",
    "manual": "需人工判断",
}
STATUSES: Mapping[str, str] = {
    "reported": "已填",
    "none": "填“无”",
    "blank": "空白",
    "missing": "表中无此栏",
    "unreadable": "无法识读",
    "corrected": "审核已更正",
}
ACTIONS: Mapping[Action, str] = {
    "correct": "更正",
    "accept": "确认无误",
    "unreadable": "标为无法识读",
    "assign": "指定为该指标",
    "restore": "恢复原读数",
}
ROLES: Mapping[Role, str] = {
    "application": "申报表",
    "summary": "推荐汇总表",
    "evidence": "证明材料",
    "other": "其他材料",
}
FORMS: Mapping[str, str] = {
    "application": "申报表",
    "summary": "推荐汇总表",
    "annual": "年度报表",
    "half-year": "半年报表",
    "review": "复核表",
    "evaluation": "评价表",
    "major-event": "重大事项表",
}
NO_NAME = "（未读出集群名称）"
_YES_NO = {True: "是", False: "否"}
_CHOICES = {"yes": "是", "no": "否", "not_applicable": "不适用"}
LONGEST = 60
"""Letters of a text that are shown in a table."""


def value_of(value: Value, unit: str | None = None, longest: int = LONGEST) -> str:
    """A value in words; '' for none."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _YES_NO[value]
    if isinstance(value, Decimal):
        text = f"{value:f}" if is_figure(value) else str(value)
        return text + ("" if not unit else unit if unit == "%" else f" {unit}")
    if isinstance(value, tuple):
        return cut("、".join(value), longest)
    return cut(_CHOICES.get(value, value), longest)


def like(value: Value, o: Observation | None) -> str:
    """A figure in the unit of `o` and with at least its decimals, as an applicant would write it there."""
    if o is None or not isinstance(value, Decimal) or not is_figure(value):
        return value_of(value, None if o is None else o.unit)
    digits = max(0, -int(value.normalize().as_tuple().exponent), o.precision or 0)
    return f"{value:.{digits}f}{messages.unit(o)}"


def written(o: Observation, longest: int = LONGEST) -> str:
    """What stands on the form, as far as it was understood: a figure with its unit, else the text or the status."""
    if not o.is_given:
        return STATUSES[o.status] + (f"（{cut(o.raw, longest)}）" if o.status == "unreadable" and o.raw else "")
    if isinstance(o.value, Decimal):
        return messages.shown(o) + messages.unit(o)
    return value_of(o.value, o.unit, longest)


def cut(text: str, longest: int = LONGEST) -> str:
    """The text, shortened where it is long."""
    return text if len(text) <= longest else text[: longest - 1] + "…"


def place_of(source: Source | None) -> str:
    """Where something stands, as one looks for it: `第 4 页`, `第 2 个表第 5 行第 3 格`."""
    if source is None:
        return ""
    if source.page is not None:
        return f"第 {source.page} 页"
    return messages.cell_name(source.cell or "")


def file_name(path: str) -> str:
    """The last part of a path."""
    return path.replace("\\", "/").rstrip("/").rpartition("/")[2] or path
