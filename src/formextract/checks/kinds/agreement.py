"""A figure that the form asks for twice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from formextract.checks import sums
from formextract.checks.constraint import Product, Term
from formextract.checks.figures import Figures
from formextract.checks.messages import figure
from formextract.checks.rule import Check, RelationEdit, Working, counted, factor_between, figures_at, instance_id
from formextract.model.edits import RefField


class WrittenTwice(RelationEdit):
    """A rule that two places, `left` and `right` of its checks, hold the same figure."""

    def told(self, check: Check) -> str:
        left, right = check.first["left"].observation, check.first["right"].observation
        return f"{figure(left)}，与{figure(right)}应为同一数字"

    def workings(self, check: Check) -> Iterator[Working]:
        left, right = check.first["left"], check.first["right"]
        yield Working(sums.shown(left), "=", sums.shown(right), right.unit, left.key)


class AgreementEdit(WrittenTwice):
    """`left` and `right` are the same figure written twice, each in its unit."""

    kind: Literal["agreement"]
    left: RefField
    right: RefField

    def checks(self, figures: Figures) -> Iterator[Check]:
        for moment in figures.moments((self.left, self.right)):
            found = figures_at(figures, moment, left=self.left, right=self.right)
            if found is None:
                continue
            left, right = found["left"][0], found["right"][0]
            factor = factor_between(right, left)
            if factor is None:
                continue
            rule = Product((Term(left.key), Term(right.key, -1)), factor, factor)
            yield Check(
                instance_id(self, moment),
                self,
                "agreement",
                moment,
                found,
                rule,
                rule,
                computed=left.key,
                factor=factor,
                roles={left.key: "copy", right.key: counted(right)},
            )
