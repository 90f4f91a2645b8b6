"""A quotient that is plausible, or asked for, only between two bounds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, model_validator

from formextract.checks import sums
from formextract.checks.constraint import Product, Term
from formextract.checks.figures import Figure, Figures
from formextract.checks.messages import figure, number
from formextract.checks.rule import (
    Check,
    RelationEdit,
    Working,
    counted,
    factor_between,
    fraction,
    instance_id,
    same_unit,
)
from formextract.model.edits import MaybeRefsField, RefsField
from formextract.model.record import FindingKind, Severity

_ONE = Fraction(1)

Bounds = tuple[Decimal | None, Decimal | None]


class Side(BaseModel):
    """One of two quantities that a band compares and that stand nowhere on the form: `Π over ÷ Π under × times`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    over: RefsField
    under: MaybeRefsField = ()
    times: Decimal = Decimal(1)
    unit: str = ""


class BandEdit(RelationEdit):
    """`Π over ÷ Π under` lies within `between`: what is plausible, or what an instruction asks for.

    Outside `between` is a finding of `severity`; outside `beyond` (where given) it is an error. `at_least` keeps the
    edit quiet for small counts, whose ratios jump by nature. `explain` says in Chinese what the ratio is. Where it is
    that of two quantities which the form does not tell, `sides` are these instead of `over`, `under` and `times`, both
    are told, and `explain` says how they were come by.
    """

    kind: Literal["band"]
    finding: FindingKind = "range"
    over: RefsField
    under: MaybeRefsField = ()
    times: Decimal = Decimal(1)
    between: Bounds
    beyond: Bounds | None = None
    severity: Severity = "warning"
    at_least: Decimal | None = None
    needs_unit: str | None = None
    explain: str
    sides: tuple[Side, Side] | None = None

    @model_validator(mode="before")
    @classmethod
    def _of_sides(cls, given: Any) -> Any:
        """`over`, `under` and `times` as the quotient of the two sides, where there are such."""
        if not isinstance(given, dict) or given.get("sides") is None:
            return given
        if given.keys() & {"over", "under", "times"}:
            raise ValueError("写了 sides，就不再写 over、under、times")
        this, that = (Side.model_validate(side) for side in _pair(given["sides"]))
        whole = {"over": this.over + that.under, "under": this.under + that.over, "times": this.times / that.times}
        return given | whole | {"sides": (this, that)}

    @model_validator(mode="after")
    def _ordered(self) -> BandEdit:
        for low, high in (self.between, self.beyond or (None, None)):
            if low is not None and high is not None and low > high:
                raise ValueError(f"between / beyond 的下限 {low} 大于上限 {high}")
        return self

    def checks(self, figures: Figures) -> Iterator[Check]:
        for moment in figures.moments((*self.over, *self.under)):
            over = [figures.resolve(r, moment) for r in self.over]
            under = [figures.resolve(r, moment) for r in self.under]
            tops, bottoms = tuple(f for f in over if f is not None), tuple(f for f in under if f is not None)
            if len(tops) < len(over) or len(bottoms) < len(under) or not self._applies(tops, bottoms):
                continue
            factor = _factor(tops, bottoms)
            if factor is None:
                continue
            terms = (*(Term(f.key) for f in tops), *(Term(f.key, -1) for f in bottoms))
            times = factor if self.times == 1 else factor / Fraction(self.times)
            yield Check(
                instance_id(self, moment),
                self,
                self.finding,
                moment,
                {"over": tops, "under": bottoms},
                _between(terms, self.between, times),
                None if self.beyond is None else _between(terms, self.beyond, times),
                self.severity,
                hard=False,
                factor=factor,
                roles={f.key: counted(f) for f in (*tops, *bottoms)},
            )

    def told(self, check: Check) -> str:
        low, high = self.between
        bounds = [f"不小于 {number(low, 4)}"] if low is not None else []
        bounds += [f"不大于 {number(high, 4)}"] if high is not None else []
        listed = "、".join(figure(f.observation) for f in (*check.figures["over"], *check.figures["under"]))
        result = number(self._result(check))
        if self.sides is None:
            return f"{listed}：{self.explain}为 {result}，一般应{'、'.join(bounds)}"
        told = "，".join(
            f"{called}为 {number(_quotient(over, under, Fraction(side.times)))}{side.unit and ' ' + side.unit}"
            for side, called, over, under in self._sides_of(check)
        )
        return f"{listed}：{self.explain}，{told}，前者是后者的 {result} 倍，一般应{'、'.join(bounds)}"

    def workings(self, check: Check) -> Iterator[Working]:
        for side, _, over, under in self._sides_of(check):
            times = Fraction(side.times)
            yield Working(_formula(over, under, times), "=", number(_quotient(over, under, times)), side.unit, None)
        formula = _formula(check.figures["over"], check.figures["under"], self._times(check))
        yield Working(formula, "=", number(self._result(check)), "", None)

    def _sides_of(self, check: Check) -> Iterator[tuple[Side, str, tuple[Figure, ...], tuple[Figure, ...]]]:
        """Each side with its name and year, and with its figures above and below the line."""
        if self.sides is None:
            return
        over, under = check.figures["over"], check.figures["under"]
        this, that = self.sides
        tops, bottoms = len(this.over), len(this.under)
        parts = ((this, over[:tops], under[:bottoms]), (that, under[bottoms:], over[tops:]))
        for side, above, below in parts:
            period = above[0].observation.period
            yield side, side.name if period is None else f"{period} 年{side.name}", above, below

    def _applies(self, tops: tuple[Figure, ...], bottoms: tuple[Figure, ...]) -> bool:
        """Whether the figures are in the unit, and of the size, that the edit is about."""
        if any(f.value == 0 for f in bottoms):
            return False  # what something is in proportion to nothing says nobody
        if self.needs_unit is not None and not same_unit(tops[0].unit, self.needs_unit):
            return False
        return self.at_least is None or all((f.value or 0) >= self.at_least for f in (*tops, *bottoms))

    def _times(self, check: Check) -> Fraction:
        return Fraction(self.times) / (check.factor or 1)

    def _result(self, check: Check) -> Fraction | None:
        return _quotient(check.figures["over"], check.figures["under"], self._times(check))


def _pair(sides: object) -> Sequence[object]:
    if not isinstance(sides, list | tuple) or len(sides) != 2:  # noqa: PLR2004 - two sides
        raise ValueError("sides 应为两项，各写 name、over、under、times、unit")
    return sides


def _quotient(over: Iterable[Figure], under: Iterable[Figure], times: Fraction) -> Fraction | None:
    """`Π over ÷ Π under × times`; None where a figure is not there."""
    result: Fraction | None = times
    for f in over:
        v = sums.value(f)
        result = None if result is None or v is None else result * v
    for f in under:
        result = sums.divide(result, sums.value(f))
    return result


def _formula(over: Iterable[Figure], under: Iterable[Figure], times: Fraction) -> str:
    written = " × ".join(sums.shown(f) for f in over) + "".join(f" ÷ {sums.shown(f)}" for f in under)
    return written if times == 1 else f"{written} × {number(times, 4)}"


def _factor(tops: tuple[Figure, ...], bottoms: tuple[Figure, ...]) -> Fraction | None:
    """By what to multiply the quotient of one figure by another.

    1 of figures that measure different things, which are in the catalogue's units (吨二氧化碳 to 吨标准煤), but for a
    planning row's, which is in its own.
    """
    if len(tops) != 1 or len(bottoms) != 1:
        return _ONE
    factor = factor_between(bottoms[0], tops[0])
    if factor is not None:
        return factor
    return None if any("target" in f.observation.dims for f in (*tops, *bottoms)) else _ONE


def _between(terms: tuple[Term, ...], bounds: Bounds, times: Fraction) -> Product:
    lo, hi = fraction(bounds[0]), fraction(bounds[1])
    if times == 1:
        return Product(terms, lo, hi)
    return Product(terms, None if lo is None else lo * times, None if hi is None else hi * times)
