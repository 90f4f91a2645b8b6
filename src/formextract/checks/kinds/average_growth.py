"""Average growth over a span of years, in each of the readings that are accepted of it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar, Literal

from pydantic import Field

from formextract.checks import sums
from formextract.checks.constraint import AnyOf, Constraint, Product, Sum, Term, root
from formextract.checks.figures import Figure, Figures, Moment
from formextract.checks.messages import number, reported
from formextract.checks.rule import Check, RelationEdit, Role, Working, counted, reckoned, same_unit
from formextract.model.edits import RefField, RefsField

UNSEEN_STEP_POSSIBLE = (Fraction(1, 2), Fraction(2))
"""Outside this band the unseen year is not just implausible: the average contradicts the form. Unit: ratio."""

_HUNDREDTH = Fraction(1, 100)
_ONE = Fraction(1)


Reading = Literal["compound", "mean", "compound_unseen", "mean_unseen", "total", "total_unseen", "last_year"]
"""How an average over three years may have been reckoned: compound over the two steps that the form shows, the mean
of its two yearly rates, either of them with one more step from a year before that the form does not show, the whole
change from first to last year or from the unseen year, or the last year's change."""

READINGS: dict[Reading, str] = {
    "compound": "首末两年复合",
    "mean": "各年增速平均",
    "compound_unseen": "含上一基年的复合",
    "mean_unseen": "含上一基年的各年平均",
    "total": "首末两年总变化",
    "total_unseen": "含上一基年的总变化",
    "last_year": "最后一年变化",
}


class AverageGrowthEdit(RelationEdit):
    """`rate@span` is the growth of the product of `amounts` (percentages among them count as per cent) in one of the
    accepted `readings`; with `falling`, by how much it fell.

    A year that the form does not show is plausible where its growth factor, divided by the mean one of the years that
    it does, lies within `unseen`. On the development forms that count such a year the ratio lay in 0.95 to 1.01.
    """

    kind: Literal["average_growth"]
    amounts: RefsField
    rate: RefField
    readings: tuple[Reading, ...] = Field(min_length=1)
    falling: bool = False
    unseen: tuple[Decimal, Decimal] = (Decimal("0.85"), Decimal("1.18"))
    needs_unit: str | None = None
    saved_by: ClassVar[str] = "除非表中未列的上一年数字很不寻常"

    def checks(self, figures: Figures) -> Iterator[Check]:
        """The check that the average follows from the amounts, where the form has cells for both."""
        rate = figures.resolve(self.rate)
        if rate is None or (self.needs_unit is not None and not same_unit(rate.unit, self.needs_unit)):
            return
        first, last = _span(rate.observation.period, figures)
        if first is None or last is None or last <= first:
            return
        rows = []
        for year in range(first, last + 1):
            row = [figures.resolve(ref, Moment(str(year))) for ref in self.amounts]
            rows.append(tuple(f for f in row if f is not None))
        if len(rows[0]) < len(self.amounts) or len(rows[-1]) < len(self.amounts):
            return
        if any(f.value == 0 for f in rows[0]):
            return  # from nothing there is no growth that one could reckon
        rows = [row if len(row) == len(self.amounts) else () for row in rows]
        unseen = (Fraction(self.unseen[0]), Fraction(self.unseen[1]))
        found = {"rate": (rate,)} | {str(first + i): row for i, row in enumerate(rows) if row}
        roles: dict[str, Role] = {f.key: counted(f) for row in rows for f in row}
        yield Check(
            self.id,
            self,
            "average_growth",
            Moment(),
            found,
            _readings(self, rate.key, rows, unseen),
            _readings(self, rate.key, rows, UNSEEN_STEP_POSSIBLE),
            computed=rate.key,
            roles=roles | {rate.key: reckoned(rate)},
        )

    def told(self, check: Check) -> str:
        shown = "、".join(f"{year} 年 {number(_product(check.figures[year]))}" for year in _years(check))
        result = self._result(check)
        word = "首末两年总变化" if self._total else "复合增速"
        how = "、".join(READINGS[r] for r in self.readings)
        return f"{reported(check.first['rate'])}，按 {shown} 计算，{word}为 {number(result)}%（{how}等算法均不相符）"

    def workings(self, check: Check) -> Iterator[Working]:
        """The average in its first reading: over the years that the form shows."""
        years = _years(check)
        first, last = (_formula(check.figures[y]) for y in (years[0], years[-1]))
        steps = self._steps(check)
        root_of = f"^(1/{steps})" if steps > 1 else ""
        quotient = f"({last}) ÷ ({first})" if " × " in first else f"{last} ÷ {first}"
        inner = f"({quotient}){root_of}" if root_of else quotient
        formula = f"(1 − {inner}) × 100" if self.falling else f"({inner} − 1) × 100"
        yield sums.equal(formula, self._result(check), check.first["rate"])

    @property
    def _total(self) -> bool:
        return "total" in self.readings

    def _steps(self, check: Check) -> int:
        years = _years(check)
        return 1 if self._total else int(years[-1]) - int(years[0])

    def _result(self, check: Check) -> Fraction | None:
        """The average in per cent, compound (or the whole change); None where it cannot be told."""
        years = _years(check)
        ratio = sums.divide(_product(check.figures[years[-1]]), _product(check.figures[years[0]]))
        if ratio is None or ratio < 0:
            return None
        growth = Fraction(float(ratio) ** (1 / self._steps(check))).limit_denominator(10**9) - 1
        return (-growth if self.falling else growth) * 100


def _years(check: Check) -> list[str]:
    return sorted(y for y in check.figures if y != "rate")


def _product(row: tuple[Figure, ...]) -> Fraction | None:
    """The product of a year's amounts, percentages among several as per cent."""
    out: Fraction | None = Fraction(1)
    for f in row:
        v = sums.value(f)
        v = v / 100 if v is not None and _per_cent(f, row) else v
        out = None if out is None or v is None else out * v
    return out


def _formula(row: tuple[Figure, ...]) -> str:
    return " × ".join(sums.shown(f) + ("%" if _per_cent(f, row) else "") for f in row)


def _per_cent(figure: Figure, row: tuple[Figure, ...]) -> bool:
    return figure.unit == "%" and len(row) > 1


def _span(period: str | None, figures: Figures) -> tuple[int | None, int | None]:
    """The first and last year of a span, else of the form."""
    if period is not None and "/" in period:
        a, _, b = period.partition("/")
        return (int(a), int(b)) if a.isdigit() and b.isdigit() else (None, None)
    return (int(figures.years[0]), int(figures.years[-1])) if figures.years else (None, None)


def _readings(
    edit: AverageGrowthEdit, rate: str, rows: list[tuple[Figure, ...]], unseen: tuple[Fraction, Fraction]
) -> AnyOf:
    """The accepted readings of the average as alternatives; `unseen` bounds the growth of the year before the form."""
    sign = -1 if edit.falling else 1
    n = len(rows) - 1
    scale = sign * _HUNDREDTH

    def average(power: int) -> Term:
        return Term(rate, power, scale, _ONE)

    def amount(i: int, power: int) -> tuple[Term, ...]:
        # a year whose amounts are not all there stands for any amount
        return tuple(Term(f.key, power) for f in rows[i]) or (Term(f"{edit.id}#amount{i}", power),)

    def step(i: int) -> Term:
        return Term(f"{edit.id}#step{i}")

    def inverse(term: Term) -> Term:
        return Term(term.name, -term.power)

    steps: list[Constraint] = [Product((*amount(i, 1), *amount(i - 1, -1), inverse(step(i)))) for i in range(1, n + 1)]
    low, high = (bound**n for bound in unseen)
    base: list[Constraint] = [Product((Term(step(0).name, n), *amount(0, 1), *amount(n, -1)), low, high)]

    def mean(first: int) -> Constraint:
        count = n + 1 - first
        weights = [(step(i).name, _ONE) for i in range(first, n + 1)]
        return Sum((*weights, (rate, -count * scale)), Fraction(-count))

    whole = (*amount(n, 1), *amount(0, -1))
    rules: dict[Reading, list[Constraint]] = {
        "compound": [Product((*whole, average(-n)))],
        "mean": [*steps, mean(1)],
        # the unseen step s is F^(n+1) ÷ whole, and s^n ÷ whole lies in the band: F^n ÷ whole does, to the root
        "compound_unseen": [
            Product((*amount(0, 1), *amount(n, -1), average(n)), root(low, n + 1, up=False), root(high, n + 1, up=True))
        ],
        "mean_unseen": [*base, *steps, mean(0)],
        "total": [Product((*whole, average(-1)))],
        "total_unseen": [Product((*amount(0, n + 1), *amount(n, -n - 1), average(n)), low, high)],
        "last_year": [Product((*amount(n, 1), *amount(n - 1, -1), average(-1)))],
    }
    names = tuple(dict.fromkeys([rate, *(f.key for row in rows for f in row)]))
    return AnyOf(tuple(tuple(rules[r]) for r in edit.readings), names)
