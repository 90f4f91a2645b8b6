"""A share (per cent) or a figure per so many people: rate = part ÷ whole × times."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from formextract.checks import sums
from formextract.checks.constraint import Product, Term
from formextract.checks.figures import Figures
from formextract.checks.messages import figure, number, reported, unit
from formextract.checks.rule import Check, RelationEdit, Working, counted, figures_at, instance_id
from formextract.model.edits import RefField


class RatioEdit(RelationEdit):
    """`rate = part ÷ whole × times`: a share (per cent) or a figure per so many (每万人); of nothing there is none."""

    kind: Literal["share", "per_capita"]
    part: RefField
    whole: RefField
    rate: RefField
    times: Decimal = Decimal(100)

    def checks(self, figures: Figures) -> Iterator[Check]:
        for moment in figures.moments((self.part, self.whole, self.rate)):
            found = figures_at(figures, moment, part=self.part, whole=self.whole, rate=self.rate)
            if found is None or found["whole"][0].value == 0:
                continue
            part, whole, rate = (found[k][0].key for k in ("part", "whole", "rate"))
            k = 1 / Fraction(self.times)
            rule = Product((Term(part), Term(whole, -1), Term(rate, -1)), k, k)
            yield Check(
                instance_id(self, moment),
                self,
                self.kind,
                moment,
                found,
                rule,
                rule,
                computed=rate,
                roles={part: counted(found["part"][0]), whole: counted(found["whole"][0]), rate: "reckoned"},
                factor=Fraction(self.times),
            )

    def told(self, check: Check) -> str:
        part, whole, rate = (check.first[k] for k in ("part", "whole", "rate"))
        return (
            f"{reported(rate)}，按“{figure(part.observation)} ÷ {figure(whole.observation)} × {number(check.factor)}”"
            f"应为 {number(self._result(check))}{unit(rate.observation)}"
        )

    def workings(self, check: Check) -> Iterator[Working]:
        formula = f"{sums.shown(check.first['part'])} ÷ {sums.shown(check.first['whole'])}"
        if check.factor != 1:
            formula += f" × {number(check.factor)}"
        yield sums.equal(formula, self._result(check), check.first["rate"])

    def _result(self, check: Check) -> Fraction | None:
        quotient = sums.divide(sums.value(check.first["part"]), sums.value(check.first["whole"]))
        return None if quotient is None else quotient * check.factor
