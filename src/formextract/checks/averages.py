"""Average growth, in each of the readings that are accepted of it."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from formextract.checks.constraint import AnyOf, Constraint, Product, Sum, Term, root
from formextract.checks.figures import Figure, Figures, Moment
from formextract.checks.rule import Check, Role, counted, reckoned, same_unit
from formextract.model.edits import AverageGrowthEdit, Reading

UNSEEN_STEP_POSSIBLE = (Fraction(1, 2), Fraction(2))
"""Outside this band the unseen year is not just implausible: the average contradicts the form. Unit: ratio."""

_HUNDREDTH = Fraction(1, 100)
_ONE = Fraction(1)


def average_checks(edit: AverageGrowthEdit, figures: Figures) -> Iterator[Check]:
    """The check that the average follows from the amounts, where the form has cells for both."""
    rate = figures.resolve(edit.rate)
    if rate is None or (edit.needs_unit is not None and not same_unit(rate.unit, edit.needs_unit)):
        return
    first, last = _span(rate.observation.period, figures)
    if first is None or last is None or last <= first:
        return
    rows = []
    for year in range(first, last + 1):
        row = [figures.resolve(ref, Moment(str(year))) for ref in edit.amounts]
        rows.append(tuple(f for f in row if f is not None))
    if len(rows[0]) < len(edit.amounts) or len(rows[-1]) < len(edit.amounts):
        return
    rows = [row if len(row) == len(edit.amounts) else () for row in rows]
    unseen = (Fraction(edit.unseen[0]), Fraction(edit.unseen[1]))
    strict = _readings(edit, edit.id, rate.key, rows, unseen)
    loose = _readings(edit, edit.id, rate.key, rows, UNSEEN_STEP_POSSIBLE)
    found = {"rate": (rate,)} | {str(first + i): row for i, row in enumerate(rows) if row}
    roles: dict[str, Role] = {f.key: counted(f) for row in rows for f in row}
    yield Check(
        edit.id,
        edit,
        "average_growth",
        Moment(),
        found,
        strict,
        loose,
        computed=rate.key,
        roles=roles | {rate.key: reckoned(rate)},
    )


def _span(period: str | None, figures: Figures) -> tuple[int | None, int | None]:
    """The first and last year of a span, else of the form."""
    if period is not None and "/" in period:
        a, _, b = period.partition("/")
        return (int(a), int(b)) if a.isdigit() and b.isdigit() else (None, None)
    return (int(figures.years[0]), int(figures.years[-1])) if figures.years else (None, None)


def _readings(
    edit: AverageGrowthEdit, check: str, rate: str, rows: list[tuple[Figure, ...]], unseen: tuple[Fraction, Fraction]
) -> AnyOf:
    """The accepted readings of the average as alternatives; `unseen` bounds the growth of the year before the form."""
    sign = -1 if edit.falling else 1
    n = len(rows) - 1
    scale = sign * _HUNDREDTH

    def average(power: int) -> Term:
        return Term(rate, power, scale, _ONE)

    def amount(i: int, power: int) -> tuple[Term, ...]:
        # a year whose amounts are not all there stands for any amount
        return tuple(Term(f.key, power) for f in rows[i]) or (Term(f"{check}#amount{i}", power),)

    def step(i: int) -> Term:
        return Term(f"{check}#step{i}")

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
