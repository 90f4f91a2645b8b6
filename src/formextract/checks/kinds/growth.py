"""A year's growth rate against the amounts of that year and the one before."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Literal

from formextract.checks import sums
from formextract.checks.constraint import Product, Term
from formextract.checks.figures import Figures
from formextract.checks.messages import number, reported, shown
from formextract.checks.rule import Check, RelationEdit, Working, counted, figures_at, instance_id
from formextract.model.edits import RefField


class GrowthEdit(RelationEdit):
    """`rate@year = (amount@year ÷ amount@prev − 1) × 100`, for each two years that the form shows.

    `before` is the figure that it grew from where that is another: of one column over that of another (上年决算,
    本年预算). From nothing there is no growth that one could reckon.
    """

    kind: Literal["growth"]
    amount: RefField
    rate: RefField
    before: RefField | None = None

    def checks(self, figures: Figures) -> Iterator[Check]:
        previous = self.amount._replace(at="prev") if self.before is None else self.before
        for moment in figures.moments((self.amount, self.rate)):
            found = figures_at(figures, moment, now=self.amount, before=previous, rate=self.rate)
            if found is None or found["before"][0].value == 0:
                continue
            now, before, rate = (found[k][0].key for k in ("now", "before", "rate"))
            rule = Product((Term(now), Term(before, -1), Term(rate, -1, Fraction(1, 100), Fraction(1))))
            amount = counted(found["now"][0])
            yield Check(
                instance_id(self, moment),
                self,
                "growth",
                moment,
                found,
                rule,
                rule,
                computed=rate,
                roles={now: amount, before: amount, rate: "reckoned"},
            )

    def told(self, check: Check) -> str:
        now, before, rate = (check.first[k] for k in ("now", "before", "rate"))
        years = (before.observation.period, now.observation.period)
        which = f" {years[0]}、{years[1]} 年数额" if self.before is None else ""
        return (
            f"{reported(rate)}，按{which}"
            f"“({shown(now.observation)} ÷ {shown(before.observation)} − 1) × 100”"
            f"应为 {number(self._result(check))}%"
        )

    def workings(self, check: Check) -> Iterator[Working]:
        formula = f"({sums.shown(check.first['now'])} ÷ {sums.shown(check.first['before'])} − 1) × 100"
        yield sums.equal(formula, self._result(check), check.first["rate"])

    def _result(self, check: Check) -> Fraction | None:
        quotient = sums.divide(sums.value(check.first["now"]), sums.value(check.first["before"]))
        return None if quotient is None else (quotient - 1) * 100
