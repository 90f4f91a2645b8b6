"""What staff read on the page: statuses, severities, actions, programmes and values in Chinese."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from formextract.checks.messages import name, shown
from formextract.model import Observation, Value
from formextract.model.template import Indicator

STATUS = {
    "reported": "已读出",
    "none": "填“无”",
    "blank": "未填",
    "missing": "表中没有",
    "unreadable": "无法辨认",
    "corrected": "已更正",
}
SEVERITY = {"error": "矛盾", "warning": "疑点", "info": "提示"}
CRITERION = {"met": "符合", "not_met": "不符合", "unknown": "无法判断", "manual": "人工判断"}
ACTION = {"correct": "更正", "accept": "确认", "unreadable": "标为无法辨认", "assign": "认领", "restore": "恢复读数"}
FORM = {
    "application": "申报表",
    "summary": "汇总表",
    "annual": "年报",
    "half-year": "半年报",
    "review": "复核表",
    "evaluation": "评价表",
    "major-event": "重大事项",
}
ROLE = {"application": "申报表", "summary": "汇总表", "evidence": "证明材料", "other": "其他"}
FATE = {
    "read": "读出",
    "other": "其他材料",
    "known": "库中已有",
    "duplicate": "内容重复",
    "skipped": "跳过",
    "opened": "已解开",
    "failed": "读不了",
}
LEVEL = {
    "national": "国家级",
    "provincial": "省级",
    "municipal": "市级",
    "other": "其他",
    "international": "国际标准",
    "industry": "行业标准",
    "group": "团体标准",
    "local": "地方标准",
}
TOKEN = {"yes": "是", "no": "否", "not_applicable": "不适用"}
PLAN = {"plan_baseline": "基准值", "plan_target": "目标值"}
NOTHING = "—"
QUOTED = "原文"
"""What a clause has looked at that is no value of the form: a passage."""


def value_text(value: Value, status: str, shown_as: str | None = None) -> str:
    """A value as staff read it; the status in words where there is none. `shown_as`: a figure's digits as written."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Decimal):
        return shown_as or f"{value:f}"
    if isinstance(value, tuple):
        return "、".join(value) if value else (STATUS["none"] if status == "none" else "一项也没有勾选")
    if isinstance(value, str):
        return TOKEN.get(value, value)
    return STATUS.get(status, NOTHING)


def observed_text(o: Observation, options: dict[str, str] | None = None) -> str:
    """An observation's value as staff read it; `options` are the printed words of its choices, by token."""
    if isinstance(o.value, str) and options and o.value in options:
        return options[o.value]
    return value_text(o.value, o.status, shown(o) if isinstance(o.value, Decimal) else None)


def full_name(o: Observation, indicators: dict[str, Indicator]) -> str:
    """What the value is called; by the catalogue's label where the form prints none."""
    if o.label:
        return name(o)
    indicator = indicators.get(o.indicator)
    return o.indicator if indicator is None else indicator.label


def period_text(period: str | None) -> str:
    """`2023 年`, `2021—2023 年`, or nothing."""
    return "" if period is None else f"{period.replace('/', '—')} 年"


def dims_text(dims: dict[str, str]) -> str:
    """Levels and rows in words."""
    return "，".join(LEVEL.get(v, v) for _, v in sorted(dims.items()))


def when(stamp: str) -> str:
    """A time of the store (UTC) in this machine's own zone, to the minute; the stamp itself where it is no time."""
    try:
        return datetime.fromisoformat(stamp).astimezone().strftime("%Y-%m-%d %H:%M")
    except ValueError:
        return stamp
