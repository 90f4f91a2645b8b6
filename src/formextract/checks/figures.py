"""The form's figures by name: what an edit's references mean on this form, and the interval of each figure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from formextract.model import Observation, Record
from formextract.model.edits import Ref
from formextract.model.facts import form_years, is_prose, values_by_key
from formextract.model.interval import Interval, Precision, is_figure, is_nought, written_interval
from formextract.model.plans import PlanRow, plan_rows
from formextract.text import squeeze
from formextract.text.elsewhere import counted_kind, only_points_elsewhere, points_elsewhere

_ZERO = Fraction(0)
ALL_ROWS = "all"
NAMES = "_names"
"""How the indicator of a list of names ends, after that of its count."""

_AND_OTHERS = re.compile(r"等[^、，,；;]{0,6}$|等\s*\d+\s*[个家项]")
"""A list that says it is not complete: `A、B等`, `A、B等5家`."""


class Moment(NamedTuple):
    """One instance of a repeated edit: the year and the level that its references are bound to."""

    year: str | None = None
    level: str | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """An observation of the form under its name; `value` is None where there is no figure, 0 where a count is 无."""

    key: str
    observation: Observation

    @property
    def value(self) -> Decimal | None:
        o = self.observation
        if is_nought(o):
            return Decimal(0)
        return o.value if o.is_given and is_figure(o.value) else None

    @property
    def unit(self) -> str:
        return self.observation.unit or ""


TOLD = 0.85
"""Confidence, at most, of a sentence's figure in a check; below `SURE`."""


class Figures:
    """All observations of a form's cells, and of its sentences what it has no cell for.

    A sentence is read with less certainty than a cell: what it contradicts is no error, only likely wrong.
    """

    def __init__(self, record: Record) -> None:
        self.observations = {
            key: replace(o, confidence=min(o.confidence, TOLD)) if is_prose(o) else o
            for key, o in values_by_key(record).items()
        }
        self.years = form_years(record)
        self._by_indicator: dict[str, list[Observation]] = {}
        self._named: dict[str, list[Figure]] = {}
        self._by_period: dict[tuple[str, str | None], list[Figure]] = {}
        for key, o in self.observations.items():
            figure = Figure(key, o)
            self._by_indicator.setdefault(o.indicator, []).append(o)
            self._named.setdefault(o.indicator, []).append(figure)
            self._by_period.setdefault((o.indicator, o.period), []).append(figure)
        self._intervals: dict[tuple[str, Precision], Interval | None] = {}
        self._plan: tuple[PlanRow, ...] | None = None

    def of(self, indicator: str) -> list[Observation]:
        """All observations of an indicator, in the form's order."""
        return self._by_indicator.get(indicator, [])

    def named(self, indicator: str) -> list[Figure]:
        """The same under their names."""
        return self._named.get(indicator, [])

    @property
    def plan(self) -> tuple[PlanRow, ...]:
        """The rows of the planning table, with what they promise."""
        if self._plan is None:
            self._plan = tuple(plan_rows(self.observations.values()))
        return self._plan

    def moments(self, refs: Iterable[Ref]) -> Iterator[Moment]:
        """The years and levels over which an edit with these references is repeated on this form."""
        refs = tuple(refs)
        years: list[str | None] = [None]
        if any(r.at in ("year", "prev") for r in refs):
            years = list(self.years)
        levels: list[str | None] = [None]
        starred = [(r.indicator, k) for r in refs for k, v in r.dims if v == "*"]
        if starred:
            indicator, dim = starred[0]
            levels = list(dict.fromkeys(o.dims.get(dim) for o in self.of(indicator) if dim in o.dims))
        for year in years:
            for level in levels:
                yield Moment(year, level)

    def resolve(self, ref: Ref, moment: Moment = Moment()) -> Figure | None:  # noqa: B008 - a tuple of Nones
        """The figure that a reference means at that moment, whatever its status; None where the form has none."""
        if ref.at == "span":
            found = self.named(ref.indicator)
            candidates = [f for f in found if f.observation.period is not None and "/" in f.observation.period]
        else:
            candidates = self._by_period.get((ref.indicator, self._period(ref, moment)), [])
        return _meant(candidates, ref, moment) if candidates else None

    def all_rows(self, ref: Ref, moment: Moment) -> list[Figure | None] | None:
        """The figures of every row of a list (`[row=all]`) or of every year of the form (`@every`), where a reference
        means these (None for a year that has no cell); None for other references.
        """
        dims = dict(ref.dims)
        if ref.at == "every":
            return [self.resolve(ref._replace(at=year), moment) for year in self.years]
        if dims.pop("row", None) != ALL_ROWS:
            return None
        dims |= {k: moment.level or "" for k, v in dims.items() if v == "*"}
        rows = ((f, f.observation.dims) for f in self.named(ref.indicator))
        return [f for f, own in rows if "row" in own and dims.items() <= own.items()]

    def _period(self, ref: Ref, moment: Moment) -> str | None:
        match ref.at:
            case None:
                return None
            case "year":
                return moment.year
            case "prev":
                return None if moment.year is None else str(int(moment.year) - 1)
            case "first":
                return self.years[0] if self.years else "none"
            case "last":
                return self.years[-1] if self.years else "none"
            case _:
                return ref.at

    def interval(self, key: str, precision: Precision) -> Interval | None:
        """The figures that the written one may stand for; None where there is no figure."""
        at = (key, precision)
        if at not in self._intervals:
            o = self.observations.get(key)
            self._intervals[at] = None if o is None else self._interval(o, precision)
        return self._intervals[at]

    def _interval(self, o: Observation, precision: Precision) -> Interval | None:
        """The figure's interval; of a list of names, how many there are.

        `无` is none at all where things are counted or named; of an amount it may as well mean that nobody knows.
        """
        listed = o.indicator.endswith(NAMES) or f"{o.indicator}{NAMES}" in self._by_indicator
        if o.status == "none" and listed:
            return Interval(_ZERO, _ZERO)
        if not o.is_given and not is_nought(o):
            return None
        if isinstance(o.value, tuple):
            n = Fraction(things_in(o.value) - sum(only_points_elsewhere(str(v)) for v in o.value))
            more = any(points_elsewhere(str(v)) for v in o.value) or _AND_OTHERS.search(o.raw.strip())
            return Interval(n, None if more else n)
        return written_interval(o, precision)

    def siblings(self, key: str) -> list[tuple[int, str, Fraction]]:
        """The same figure in all years of the form: year, name and value, oldest first."""
        o = self.observations[key]
        found = [
            (int(s.period), s.key, Fraction(s.value))
            for s in self.of(o.indicator)
            if s.period is not None and s.period.isdigit() and s.dims == o.dims and s.is_given and is_figure(s.value)
        ]
        return sorted(found)


def _meant(candidates: Iterable[Figure], ref: Ref, moment: Moment) -> Figure | None:
    """Of the figures of one indicator and period the one that a reference means."""
    if not ref.dims:  # most references
        return next((figure for figure in candidates if not figure.observation.dims), None)
    dims = dict(ref.dims)
    dims |= {k: moment.level or "" for k, v in dims.items() if v == "*"}
    captions, measures = dims.pop("target", None), dims.pop("measures", None)
    for figure in candidates:
        o = figure.observation
        if measures is not None and o.measures != measures:
            continue
        if captions is not None and not _captioned(o.dims.get("target", ""), captions):
            continue
        if all(o.dims.get(k) == v for k, v in dims.items()) and (
            captions is not None or measures is not None or len(o.dims) == len(dims)
        ):
            return figure
    return None


def things_in(names: tuple[object, ...]) -> int:
    """How many things the entries of a list stand for: one each, or as many as one says that there are of a kind."""
    kinds = (counted_kind(str(name)) for name in names)
    return sum(1 if n is None else n for n in kinds)


def _captioned(target: str, captions: str) -> bool:
    """Whether a planning row is one of the captions (`A|B`), whatever unit or heading its own caption carries."""
    bare = re.sub(r"\(.*?\)", "", squeeze(target))
    wanted = [squeeze(c) for c in captions.split("|")]
    return bare in wanted or bare.rpartition("·")[2] in wanted
