"""The main figures of a form over its years, with the growth that it reports and the one that its amounts give."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from formextract.checks import messages
from formextract.checks.kinds import AverageGrowthEdit, GrowthEdit
from formextract.model import Observation, Record
from formextract.model.edits import Edits
from formextract.model.facts import form_values, form_years
from formextract.model.interval import is_figure

MOST = 12
"""Series that are drawn of one form."""


@dataclass(frozen=True, slots=True)
class Point:
    """A year's figure; `growth` in per cent over the year before by the amounts, `told` as the form reports it."""

    year: str
    value: Decimal | None
    shown: str
    growth: Decimal | None
    told: Decimal | None
    suspect: bool


@dataclass(frozen=True, slots=True)
class Series:
    """A figure's years, oldest first. `average` is the average growth that the form reports, in words."""

    label: str
    unit: str
    points: tuple[Point, ...]
    average: str


def main_series(record: Record, edits: Edits, criteria: Sequence[str] = ()) -> list[Series]:
    """The figures that edits of growth are about, then those of `criteria` (indicators).

    Series with fewer than two figures are left out.
    """
    years = form_years(record)
    by_key = {o.key: o for o in form_values(record)}
    suspects = {f.suspect for f in record.findings if f.suspect is not None}
    yearly: dict[str, str] = {}
    averages: dict[str, str] = {}
    falling: set[str] = set()
    order: dict[str, None] = {}
    for edit in edits.edits:
        if isinstance(edit, GrowthEdit):
            yearly[edit.amount.indicator] = edit.rate.indicator
            order[edit.amount.indicator] = None
        elif isinstance(edit, AverageGrowthEdit) and len(edit.amounts) == 1:
            averages[edit.amounts[0].indicator] = edit.rate.indicator
            if edit.falling:
                falling.add(edit.amounts[0].indicator)
            order[edit.amounts[0].indicator] = None
    order |= dict.fromkeys(criteria)
    out = []
    for indicator in order:
        of_years = [by_key.get(f"{indicator}@{y}") for y in years]
        known = [o for o in of_years if o is not None]
        if sum(_figure(o) is not None for o in known) < 2 or not all(_is_amount(o) for o in known):  # noqa: PLR2004
            continue
        rate = yearly.get(indicator, "")
        average = next((o for o in by_key.values() if o.indicator == averages.get(indicator)), None)
        told = ""
        if average is not None and _figure(average) is not None:
            word = "填报降低率" if indicator in falling else "填报年均增速"
            told = f"{word} {messages.shown(average)}{messages.unit(average)}"
        out.append(
            Series(
                messages.caption(known[0]),
                known[0].unit or "",
                tuple(_points(years, of_years, [by_key.get(f"{rate}@{y}") for y in years], suspects)),
                told,
            )
        )
    return out[:MOST]


def _points(
    years: Sequence[str],
    amounts: Sequence[Observation | None],
    rates: Sequence[Observation | None],
    suspects: set[str],
) -> list[Point]:
    points: list[Point] = []
    for i, (year, o, rate) in enumerate(zip(years, amounts, rates, strict=True)):
        value = _figure(o)
        before = _figure(amounts[i - 1]) if i and int(years[i - 1]) == int(year) - 1 else None
        growth = (
            None if value is None or not before or (o is not None and o.unit == "%") else (value / before - 1) * 100
        )
        points.append(
            Point(
                year,
                value,
                "" if o is None or value is None else messages.shown(o),
                growth,
                _figure(rate),
                any(x is not None and x.key in suspects for x in (o, rate)),
            )
        )
    return points


def _figure(o: Observation | None) -> Decimal | None:
    if o is None or not isinstance(o.value, Decimal) or not is_figure(o.value):
        return None
    return o.value


def _is_amount(o: Observation) -> bool:
    return o.value is None or isinstance(o.value, Decimal)
