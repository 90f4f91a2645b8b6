"""How likely one figure is the wrong one: its part in the rules, its reading, slips, its neighbouring years."""

from __future__ import annotations

import math
from collections.abc import Mapping
from fractions import Fraction

from formextract.checks.figures import Figures
from formextract.checks.rule import Role
from formextract.checks.slips import WEIGHT, Slip, slips
from formextract.model.interval import Interval, is_count, is_figure

PRIOR: Mapping[Role, float] = {"reckoned": 3.0, "copy": 4.0, "amount": 1.0, "count": 1.0, "names": 0.4}
"""How readily a figure of the kind is wrong, against a base amount. Unit: ratio."""

NARROW, MODERATE = 1.05, 1.6
"""A figure's possible interval counts as narrow where its ends lie within this ratio of each other."""

CHANCE, TELLING = 0.005, 6.0
"""A slip into an interval narrower than CHANCE of the figure is hardly an accident, and is believed up to TELLING
times more readily. Units: share of the figure, ratio."""

SHIFTED = 2.0
"""How much likelier a figure is the wrong one where a moved point leads into a wide interval. Unit: ratio."""

OUT_OF_LINE = 4.0
"""Weight of a figure's departure from its neighbouring years, a factor of e^4 for each factor of e."""

MAX_DEPARTURE = 1.0
"""Departures beyond this (natural logarithm) count as this."""

NO_SLIP = 0.4
"""How much less likely an amount or count is the wrong one where no slip leads to a possible figure. Unit: ratio."""

DOUBT = 10.0
"""Weight of a reading's doubt (1 − confidence)."""

_DAMP = 0.02


class Scales:
    """Weighs the figures of one form. `roles` say what each is in the rules."""

    def __init__(self, figures: Figures, roles: Mapping[str, Role]) -> None:
        self.figures = figures
        self.roles = roles

    def slip(self, name: str, interval: Interval) -> Slip | None:
        """The likeliest slip from a figure in the interval to the written one; None where two are equally likely."""
        o = self.figures.observations[name]
        written = self.figures.interval(name, "rounded")
        if not is_figure(o.value) or o.precision is None or written is None:
            return None
        scanned = o.source is not None and o.confidence < 1.0
        counted = is_count(o)
        if _width(interval) > MODERATE**4:
            return None
        best: list[Slip] = []
        for slip in slips(o.value, o.precision, scanned=scanned):
            if best and WEIGHT[slip.kind] < WEIGHT[best[0].kind]:
                break
            if counted and slip.value != slip.value.to_integral_value():
                continue
            half = Fraction(slip.unit) / 2
            v = Fraction(slip.value)
            if (interval.lo is None or v + half >= interval.lo) and (interval.hi is None or v - half <= interval.hi):
                best.append(slip)
        if len(best) > 1:
            line = self._in_line(name)
            if line is None or _width(interval) > MODERATE:
                return None if len({s.value for s in best}) > 1 and best[0].kind not in ("unit", "point") else best[0]
            best.sort(key=lambda s: (_departure(Fraction(s.value), line), s.value))
        return best[0] if best else None

    def weigh(self, name: str, interval: Interval, slip: Slip | None) -> float:
        """How readily the figure is wrong, given what it may be and the slip that leads from there."""
        o = self.figures.observations[name]
        role = self.roles.get(name, "amount")
        weight = PRIOR[role] * (1.0 + DOUBT * (1.0 - o.confidence))
        width = _width(interval)
        base = role in ("amount", "count")
        shifted = slip is not None and slip.kind in ("point", "unit")
        if slip is not None and width <= NARROW:
            grain = float(slip.unit) / max(float(abs(slip.value)), float(slip.unit))
            weight *= WEIGHT[slip.kind] * min(TELLING, max(1.0, CHANCE / max(width - 1, grain)))
        elif slip is not None and slip.kind == "unit" and width <= MODERATE**4:
            weight *= WEIGHT["unit"]
        elif shifted and width <= MODERATE**4:
            weight *= SHIFTED
        elif base and width <= MODERATE:
            weight *= NO_SLIP  # in a wide interval other digits always lead somewhere: they say nothing
        return weight

    def out_of_line(self, name: str, interval: Interval) -> float:
        """How much more the written figure departs from its neighbouring years than a possible one need to."""
        line = self._in_line(name) if self.roles.get(name) != "reckoned" else None
        value = self.figures.observations[name].value
        if line is None or not is_figure(value):
            return 1.0
        written = _departure(Fraction(value), line)
        nearest = line
        if interval.lo is not None and nearest < interval.lo:
            nearest = interval.lo
        if interval.hi is not None and nearest > interval.hi:
            nearest = interval.hi
        return math.exp(OUT_OF_LINE * (min(written, MAX_DEPARTURE) - min(_departure(nearest, line), MAX_DEPARTURE)))

    def _in_line(self, name: str) -> Fraction | None:
        """What the neighbouring years would make of the figure; None where they say nothing."""
        years = self.figures.siblings(name)
        at = next((i for i, (_, key, _) in enumerate(years) if key == name), None)
        if at is None or len(years) < 3 or any(v <= 0 for _, _, v in years):  # noqa: PLR2004
            return None
        values = [float(v) for _, _, v in years]
        if 0 < at < len(values) - 1:
            return Fraction(math.sqrt(values[at - 1] * values[at + 1]))
        near, far = (values[1], values[2]) if at == 0 else (values[-2], values[-3])
        return Fraction(near * min(1.4, max(1 / 1.4, near / far)))


def _departure(value: Fraction, line: Fraction) -> float:
    """How far a figure is from what its neighbours make of it: natural logarithm of the ratio, small counts damped."""
    return abs(math.log((max(float(value), 0.0) + _DAMP * float(line)) / ((1 + _DAMP) * float(line))))


def _width(interval: Interval) -> float:
    """The ratio of an interval's ends."""
    lo, hi = interval
    if lo is None or hi is None:
        return math.inf
    if lo <= 0:
        return math.inf if hi > 0 or lo < 0 else 1.0
    return float(hi / lo)
