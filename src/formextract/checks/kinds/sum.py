"""A total and its parts."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import ClassVar, Literal

from formextract.checks import sums
from formextract.checks.constraint import Sum
from formextract.checks.figures import Figures
from formextract.checks.messages import number, reported, shown
from formextract.checks.rule import Check, RelationEdit, Role, Working, counted, instance_id
from formextract.model.edits import RefField, RefsField

_ONE = Fraction(1)


class SumEdit(RelationEdit):
    """`total = Σ parts`; with a part that is not there, `total ≥` the others."""

    kind: Literal["sum"]
    total: RefField
    parts: RefsField
    holds_without_a_part: ClassVar[bool] = True

    def checks(self, figures: Figures) -> Iterator[Check]:
        for moment in figures.moments((self.total, *self.parts)):
            total = figures.resolve(self.total, moment)
            parts = [figures.resolve(p, moment) for p in self.parts]
            if total is None:
                continue
            named = tuple(p for p in parts if p is not None)
            weights = [(total.key, -_ONE), *((p.key, _ONE) for p in named)]
            if len(named) < len(parts):  # a part without a cell on this form may be anything
                weights.append((f"{instance_id(self, moment)}#rest", _ONE))
            rule = Sum(tuple(weights))
            roles: dict[str, Role] = {p.key: counted(p) for p in named}
            yield Check(
                instance_id(self, moment),
                self,
                "sum",
                moment,
                {"total": (total,), "parts": named},
                rule,
                rule,
                computed=total.key,
                roles={**roles, total.key: "reckoned"},
            )

    def told(self, check: Check) -> str:
        parts = check.figures["parts"]
        total = sum((sums.value(p) or Fraction(0) for p in parts), Fraction(0))
        addends = " + ".join(shown(p.observation) for p in parts)
        return f"{reported(check.first['total'])}，各分项“{addends}”合计 {number(total)}"

    def workings(self, check: Check) -> Iterator[Working]:
        parts = check.figures["parts"]
        values = [sums.value(p) for p in parts]
        total = None if None in values else sum((v for v in values if v is not None), Fraction(0))
        yield sums.equal(" + ".join(sums.shown(p) for p in parts), total, check.first["total"])
