"""A count and the names that are listed beside it."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Literal

from formextract.checks.constraint import Sum
from formextract.checks.figures import Figures, things_in
from formextract.checks.messages import name, shown, unit
from formextract.checks.rule import Check, RelationEdit, Working, figures_at, instance_id
from formextract.model.edits import RefField


class CountEdit(RelationEdit):
    """`count` is the number of names listed in `names`."""

    kind: Literal["count"]
    count: RefField
    names: RefField

    def checks(self, figures: Figures) -> Iterator[Check]:
        for moment in figures.moments((self.count, self.names)):
            found = figures_at(figures, moment, count=self.count, names=self.names)
            if found is None:
                continue
            count, names = found["count"][0].key, found["names"][0].key
            rule = Sum(((count, Fraction(1)), (names, -Fraction(1))))
            yield Check(
                instance_id(self, moment),
                self,
                "count",
                moment,
                found,
                rule,
                rule,
                computed=count,
                roles={count: "reckoned", names: "names"},
            )

    def told(self, check: Check) -> str:
        count = check.first["count"].observation
        filled = f"填报 {shown(count)}{unit(count)}" if count.is_given else "填报“无”"
        return f"{name(count)}{filled}，名称栏列出 {_listed(check)} 个"

    def workings(self, check: Check) -> Iterator[Working]:
        count = check.first["count"]
        yield Working("名称栏列出的个数", "=", str(_listed(check)), count.unit, count.key)


def _listed(check: Check) -> int:
    names = check.first["names"].observation.value
    return things_in(names) if isinstance(names, tuple) else 0
