"""A kind of check: a figure that never falls from one year to the next (a registered total, a cumulative count)."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Literal

from formextract.checks.constraint import Product, Term
from formextract.checks.figures import Figures
from formextract.checks.messages import figure
from formextract.checks.rule import Check, RelationEdit, Working, counted, figures_at, instance_id
from formextract.checks.sums import shown
from formextract.model.edits import RefField


class NeverFallsEdit(RelationEdit):
    """`figure@year ≥ figure@prev`, for each two years that the form shows."""

    kind: Literal["never_falls"]
    figure: RefField

    def checks(self, figures: Figures) -> Iterator[Check]:
        for moment in figures.moments((self.figure,)):
            found = figures_at(figures, moment, now=self.figure, before=self.figure._replace(at="prev"))
            if found is None:
                continue
            now, before = found["now"][0], found["before"][0]
            rule = Product((Term(before.key), Term(now.key, -1)), None, Fraction(1))
            roles = {f.key: counted(f) for f in (now, before)}
            yield Check(instance_id(self, moment), self, "range", moment, found, rule, rule, roles=roles)

    def told(self, check: Check) -> str:
        now, before = check.first["now"].observation, check.first["before"].observation
        return f"{figure(now)}，少于{figure(before)}；{self.label}只增不减"

    def workings(self, check: Check) -> Iterator[Working]:
        now, before = check.first["now"], check.first["before"]
        yield Working(shown(now), "≥", shown(before), before.unit, now.key)
