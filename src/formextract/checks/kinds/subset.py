"""A figure that is part of another: never larger than the whole."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from formextract.checks import sums
from formextract.checks.constraint import Product, Term
from formextract.checks.figures import Figures
from formextract.checks.messages import figure
from formextract.checks.rule import Check, RelationEdit, Working, counted, factor_between, figures_at, instance_id
from formextract.model.edits import RefField
from formextract.model.record import Severity


class SubsetEdit(RelationEdit):
    """`part ≤ whole × times`."""

    kind: Literal["subset"]
    part: RefField
    whole: RefField
    times: Decimal = Decimal(1)
    severity: Severity = "error"

    def checks(self, figures: Figures) -> Iterator[Check]:
        for moment in figures.moments((self.part, self.whole)):
            found = figures_at(figures, moment, part=self.part, whole=self.whole)
            if found is None:
                continue
            part, whole = found["part"][0], found["whole"][0]
            factor = factor_between(whole, part)
            if factor is None:
                continue
            rule = Product(
                (Term(part.key), Term(whole.key, -1)),
                None,
                factor if self.times == 1 else factor * Fraction(self.times),
            )
            yield Check(
                instance_id(self, moment),
                self,
                "subset",
                moment,
                found,
                rule,
                rule,
                self.severity,
                factor=factor,
                hard=self.severity == "error",
                roles={part.key: counted(part), whole.key: counted(whole)},
            )

    def told(self, check: Check) -> str:
        part, whole = check.first["part"].observation, check.first["whole"].observation
        return f"{figure(part)}，不应大于 {figure(whole)}" + (f"（{self.label}）" if self.label else "")

    def workings(self, check: Check) -> Iterator[Working]:
        part, whole = check.first["part"], check.first["whole"]
        yield Working(sums.shown(part), "≤", sums.shown(whole), whole.unit, part.key)
