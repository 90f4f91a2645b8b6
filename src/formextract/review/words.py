"""What staff read on the page: statuses, severities, actions, programmes and values in Chinese."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal

from formextract.checks.messages import name, shown
from formextract.model import Observation, Value
from formextract.model.template import Indicator
from formextract.wording import (
    ANSWERS,
    NOTHING,
    STATUSES,
    levels_of,
)

QUOTED = "原文"
"""What a clause has looked at that is no value of the form: a passage."""


def value_text(value: Value, status: str, shown_as: str | None = None) -> str:
    """A value as staff read it; the status in words where there is none. `shown_as`: a figure's digits as written."""
    if isinstance(value, bool):
        return ANSWERS["yes" if value else "no"]
    if isinstance(value, Decimal):
        return shown_as or f"{value:f}"
    if isinstance(value, tuple):
        return "、".join(value) if value else (STATUSES["none"] if status == "none" else "一项也没有勾选")
    if isinstance(value, str):
        return ANSWERS.get(value, value)
    return STATUSES.get(status, NOTHING)


def observed_text(o: Observation, options: dict[str, str] | None = None) -> str:
    """An observation's value as staff read it; `options` are the printed words of its choices, by token."""
    if isinstance(o.value, str) and options and o.value in options:
        return options[o.value]
    return value_text(o.value, o.status, shown(o) if isinstance(o.value, Decimal) else None)


def full_name(o: Observation, indicators: Mapping[str, Indicator]) -> str:
    """What the value is called; by the catalogue's label where the form prints none."""
    if o.label:
        return name(o)
    indicator = indicators.get(o.indicator)
    return o.indicator if indicator is None else indicator.label


def names_of(values: Iterable[Observation], indicators: Mapping[str, Indicator]) -> dict[str, str]:
    """What each of a record's values is called, by its key.

    Those of one caption are called by the catalogue: 所属地区 is printed once and asks for province, city and county.
    """
    every = {o.key: o for o in values}
    names = {key: full_name(o, indicators) for key, o in every.items()}
    said = Counter(names.values())
    for key, o in every.items():
        indicator = indicators.get(o.indicator)
        if said[names[key]] > 1 and indicator is not None and o.label:
            period, dims = period_text(o.period), dims_text(o.dims)
            names[key] = f"{period} {indicator.label}".strip() + (f"（{dims}）" if dims else "")
    return names


def period_text(period: str | None) -> str:
    """`2023 年`, `2021—2023 年`, or nothing."""
    return "" if period is None else f"{period.replace('/', '—')} 年"


def dims_text(dims: dict[str, str]) -> str:
    """Levels and rows in words."""
    return "，".join(levels_of(v for _, v in sorted(dims.items())))


_SIGNS = (("<=", "不高于 "), (">=", "不低于 "), ("==", "等于 "), ("<", "低于 "), (">", "高于 "), ("=", "应为"))


def threshold_text(threshold: str) -> str:
    """A clause's threshold in words: `不低于 40`."""
    for sign, told in _SIGNS:
        threshold = threshold.replace(f"{sign} ", told).replace(sign, told)
    return threshold
