"""A planning table's rows with what they promise: a level, growth a year, a change over all, however it is worded.

A target is no measurement: `10%` promises ten, not what rounds to it. What it grows from is measured, and known only to
its written precision.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Literal

from formextract.model.interval import Interval, is_figure, written_interval
from formextract.model.record import Observation
from formextract.text import conversion, parse_unit, squeeze

How = Literal["level", "yearly", "total"]
"""How a promise is put: as what is to be reached, as change a year, as change over all years."""

YEARS = 3
"""Years from baseline to target where the table's heads name none."""

_YEARLY = re.compile(r"年均|每年|年平均|逐年|平均每年|年增|年降|年递增")
_RISE = re.compile(r"增[长加速幅]|提[高升]|上升|递增|增")
_FALL = re.compile(r"下降|降低|减少|降幅|递减|降|减")
_TO = re.compile(r"[至到]|达|为|保持|突破|控制在|稳定在")
_SAID = re.compile(r"([+-]?\d[\d,]*(?:\.\d+)?)\s*(个百分点|[%‰]|[^\d\s,，。；;、()（）:：]{0,10})")
_AROUND = re.compile(r"(?:左右|以上|以下|以内|上下|余|多)$")


@dataclass(frozen=True, slots=True)
class Promise:
    """What a target's cell promises: a figure, its unit, and how it is put; a fall is negative."""

    how: How
    figure: Fraction
    unit: str


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A row of the planning table.

    `level` is what is to be reached in the row's unit, `yearly` the growth a year and `total` the change over all
    years,
    both in per cent; None where the row does not say. A baseline's rounding makes an interval of what follows from it.
    """

    name: str
    measures: str | None
    baseline: Observation | None
    target: Observation
    promise: Promise
    level: Interval | None
    yearly: Interval | None
    total: Interval | None


def promise_of(o: Observation, measures: str | None = None) -> Promise | None:
    """What a planning cell promises; None where it has no figure, or more than one."""
    text = squeeze(o.raw or (o.value if isinstance(o.value, str) else ""))
    if is_figure(o.value):
        found, unit = Fraction(o.value), o.unit or ""
    else:
        said = [m for m in _SAID.finditer(text) if not re.match(r"20\d\d$", m.group(1)) or m.group(2)[:1] != "年"]
        if len(said) != 1:
            return None
        found = Fraction(Decimal(said[0].group(1).replace(",", "")))
        unit = _AROUND.sub("", said[0].group(2))
        if unit and parse_unit(unit) is None:
            return None
    words = re.sub(r"\d.*", "", text)
    falls, rises = bool(_FALL.search(words)), bool(_RISE.search(words))
    if measures is not None and measures.endswith(("_growth_3y", "_growth", "_reduction")):
        return Promise("level", found, unit)  # 年均增长8% says the rate itself
    if _TO.search(words) or not (falls or rises) or unit == "个百分点":
        return Promise("level", found, unit) if unit != "个百分点" else None
    signed = -found if falls and not rises else found
    if unit != "%":
        return None  # 新增20家: from what, is for the baseline to say
    return Promise("yearly" if _YEARLY.search(text) else "total", signed, unit)


def plan_rows(observations: Iterable[Observation]) -> Iterator[PlanRow]:
    """The rows whose targets promise a figure, in the form's order."""
    told = list(observations)
    baselines = {o.dims.get("target", ""): o for o in told if o.indicator == "plan_baseline"}
    years = plan_years(told)
    for o in told:
        if o.indicator != "plan_target" or o.status not in ("reported", "corrected"):
            continue
        promise = promise_of(o, o.measures)
        if promise is None:
            continue
        name = o.dims.get("target", "")
        base = baselines.get(name)
        start = None if base is None else _measured(base, promise.unit)
        yield PlanRow(name, o.measures, base, o, promise, *_meaning(promise, start, years))


def plan_years(observations: Iterable[Observation]) -> int:
    """How many years lie between baseline and target."""
    found = {o.indicator: o.value for o in observations if o.indicator in ("plan_base_year", "plan_target_year")}
    base, goal = found.get("plan_base_year"), found.get("plan_target_year")
    if not isinstance(base, Decimal) or not isinstance(goal, Decimal):
        return YEARS
    return int(goal - base) if 0 < goal - base <= 10 * YEARS else YEARS


def _measured(base: Observation, unit: str) -> Interval | None:
    """The baseline in the target's unit."""
    found = written_interval(base) if base.is_given or base.status == "none" else None
    if found is None or found.lo is None or found.hi is None or (base.unit or "") == unit or not base.unit or not unit:
        return found
    factor = conversion(base.unit, unit)
    return None if factor is None else Interval(found.lo * Fraction(factor), found.hi * Fraction(factor))


def _meaning(
    promise: Promise, start: Interval | None, years: int
) -> tuple[Interval | None, Interval | None, Interval | None]:
    figure = promise.figure
    if promise.how == "yearly":
        total = ((1 + figure / 100) ** years - 1) * 100
        return None, Interval(figure, figure), Interval(total, total)
    if promise.how == "total":
        yearly = _yearly(1 + figure / 100, years)
        return None, Interval(yearly, yearly), Interval(figure, figure)
    level = Interval(figure, figure)
    if start is None or start.lo is None or start.hi is None or start.lo <= 0 or figure < 0:
        return level, None, None
    least, most = figure / start.hi, figure / start.lo
    return level, Interval(_yearly(least, years), _yearly(most, years)), Interval((least - 1) * 100, (most - 1) * 100)


@lru_cache(maxsize=1024)
def _yearly(ratio: Fraction, years: int) -> Fraction:
    """The growth a year, in per cent, that makes the ratio over so many years."""
    if ratio < 0:
        return Fraction(-100)
    root = Fraction(float(ratio) ** (1 / years)).limit_denominator(10**9)
    return (root - 1) * 100
