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
from formextract.model.edits import MaybeRefsField, RefField, RefsField
from formextract.model.record import Severity

_ONE = Fraction(1)


class SumEdit(RelationEdit):
    """`total = Σ parts − Σ less`; with a part that is not there, `total ≥` the others. A part `[row=all]` is all rows
    of a list, a part `@every` all years of the form.

    `total_is: at_least` asks no more than that of any (上市 and 辅导期 among all), `at_most` that the parts suffice
    (things
    may be counted under several heads).
    """

    kind: Literal["sum"]
    total: RefField
    parts: RefsField
    less: MaybeRefsField = ()
    total_is: Literal["equal", "at_least", "at_most"] = "equal"
    severity: Severity = "error"
    holds_without_a_part: ClassVar[bool] = True

    def checks(self, figures: Figures) -> Iterator[Check]:
        for moment in figures.moments((self.total, *self.parts, *self.less)):
            total = figures.resolve(self.total, moment)
            parts: list[Figure | None] = []
            for part in self.parts:
                rows = figures.all_rows(part, moment)
                parts += [figures.resolve(part, moment)] if rows is None else rows or [None]
            if total is None:
                continue
            gone = [figures.resolve(part, moment) for part in self.less]
            named = tuple(p for p in parts if p is not None)
            taken = tuple(p for p in gone if p is not None)
            if self.less and (len(named), len(taken)) != (len(parts), len(gone)):
                continue  # what a figure without a cell adds or takes away may be anything
            weights = [(total.key, -_ONE), *((p.key, _ONE) for p in named), *((p.key, -_ONE) for p in taken)]
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
            roles: dict[str, Role] = {p.key: counted(p) for p in (*named, *taken)}
            yield Check(
                instance_id(self, moment),
                self,
                "sum",
                moment,
                {"total": (total,), "parts": named, "less": taken},
                rule,
                rule,
                self.severity,
                hard=self.severity == "error",
                computed=total.key,
                roles={**roles, total.key: "reckoned"},
            )

    def told(self, check: Check) -> str:
        parts, less = check.figures["parts"], check.figures["less"]
        total = sum((sums.value(p) or Fraction(0) for p in parts), Fraction(0))
        total -= sum((sums.value(p) or Fraction(0) for p in less), Fraction(0))
        addends = " + ".join(shown(p.observation) for p in parts)
        addends += "".join(f" − {shown(p.observation)}" for p in less)
        asked = {"equal": "", "at_least": "，不应超过它", "at_most": "，不应少于它"}[self.total_is]
        return f"{reported(check.first['total'])}，各分项“{addends}”合计 {number(total)}{asked}"

    def workings(self, check: Check) -> Iterator[Working]:
        parts, less = check.figures["parts"], check.figures["less"]
        added, taken = ([sums.value(p) for p in ps] for ps in (parts, less))
        told = sum((v or Fraction(0) for v in added), Fraction(0)) - sum((v or Fraction(0) for v in taken), Fraction(0))
        total = None if None in (*added, *taken) else told
        formula = " + ".join(sums.shown(p) for p in parts) + "".join(f" − {sums.shown(p)}" for p in less)
        if self.total_is == "equal":
            yield sums.equal(formula, total, check.first["total"])
        else:
            sign = "≤" if self.total_is == "at_least" else "≥"
            whole = check.first["total"]
            yield Working(formula, sign, sums.shown(whole), whole.unit, whole.key)
