"""A total and its parts."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import ClassVar, Literal

from formextract.checks import sums
from formextract.checks.constraint import AtMost, Constraint, Sum
from formextract.checks.figures import Figure, Figures
from formextract.checks.messages import number, reported, shown
from formextract.checks.rule import Check, RelationEdit, Role, Working, counted, instance_id
from formextract.model.edits import RefField, RefsField
from formextract.model.record import Severity

_ONE = Fraction(1)


class SumEdit(RelationEdit):
    """`total = Σ parts`; with a part that is not there, `total ≥` the others. A part `[row=all]` is all rows of a list.

    `total_is: at_least` asks no more than that of any (上市 and 辅导期 among all), `at_most` that the parts suffice
    (things
    may be counted under several heads).
    """

    kind: Literal["sum"]
    total: RefField
    parts: RefsField
    total_is: Literal["equal", "at_least", "at_most"] = "equal"
    severity: Severity = "error"
    holds_without_a_part: ClassVar[bool] = True

    def checks(self, figures: Figures) -> Iterator[Check]:
        for moment in figures.moments((self.total, *self.parts)):
            total = figures.resolve(self.total, moment)
            parts: list[Figure | None] = []
            for part in self.parts:
                rows = figures.all_rows(part, moment)
                parts += [figures.resolve(part, moment)] if rows is None else rows or [None]
            if total is None:
                continue
            named = tuple(p for p in parts if p is not None)
            weights = [(total.key, -_ONE), *((p.key, _ONE) for p in named)]
            rule: Constraint
            if self.total_is == "equal":
                if len(named) < len(parts):  # a part without a cell on this form may be anything
                    weights.append((f"{instance_id(self, moment)}#rest", _ONE))
                rule = Sum(tuple(weights))
            elif len(named) < len(parts):
                continue
            else:
                sign = _ONE if self.total_is == "at_least" else -_ONE
                rule = AtMost(tuple((name, sign * weight) for name, weight in weights))
            roles: dict[str, Role] = {p.key: counted(p) for p in named}
            yield Check(
                instance_id(self, moment),
                self,
                "sum",
                moment,
                {"total": (total,), "parts": named},
                rule,
                rule,
                self.severity,
                hard=self.severity == "error",
                computed=total.key,
                roles={**roles, total.key: "reckoned"},
            )

    def told(self, check: Check) -> str:
        parts = check.figures["parts"]
        total = sum((sums.value(p) or Fraction(0) for p in parts), Fraction(0))
        addends = " + ".join(shown(p.observation) for p in parts)
        asked = {"equal": "", "at_least": "，不应超过它", "at_most": "，不应少于它"}[self.total_is]
        return f"{reported(check.first['total'])}，各分项“{addends}”合计 {number(total)}{asked}"

    def workings(self, check: Check) -> Iterator[Working]:
        parts = check.figures["parts"]
        values = [sums.value(p) for p in parts]
        total = None if None in values else sum((v for v in values if v is not None), Fraction(0))
        formula = " + ".join(sums.shown(p) for p in parts)
        if self.total_is == "equal":
            yield sums.equal(formula, total, check.first["total"])
        else:
            sign = "≤" if self.total_is == "at_least" else "≥"
            whole = check.first["total"]
            yield Working(formula, sign, sums.shown(whole), whole.unit, whole.key)
