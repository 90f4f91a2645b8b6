"""What a figure may be by itself."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from pydantic import Field

from formextract.checks import sums
from formextract.checks.constraint import Within
from formextract.checks.figures import Figures, Moment
from formextract.checks.messages import number, reported
from formextract.checks.rule import Check, RelationEdit, Working, counted, fraction
from formextract.model.record import Severity


class RangeEdit(RelationEdit):
    """Each figure of `indicators` lies within `min` and `max`; with `but_zero` one that is nought is let be."""

    kind: Literal["range"]
    indicators: tuple[str, ...] = Field(min_length=1)
    min: Decimal | None = None
    max: Decimal | None = None
    severity: Severity = "error"
    but_zero: bool = False

    def checks(self, figures: Figures) -> Iterator[Check]:
        low, high = fraction(self.min), fraction(self.max)
        for indicator in self.indicators:
            for figure in figures.named(indicator):
                if self.but_zero and figure.value == 0:
                    continue
                key = figure.key
                rule = Within(key, low, high)
                name = key.replace("@", ".").replace("[", ".").replace("]", "")
                yield Check(
                    f"{self.id}.{name}",
                    self,
                    "range",
                    Moment(figure.observation.period),
                    {"figure": (figure,)},
                    rule,
                    rule,
                    self.severity,
                    hard=self.severity == "error",
                    roles={key: counted(figure)},
                )

    def natural_ranges(self, figures: Figures) -> Iterator[tuple[str, Fraction | None, Fraction | None]]:
        if self.severity == "error":
            low, high = fraction(self.min), fraction(self.max)
            for indicator in self.indicators:
                for figure in figures.named(indicator):
                    yield figure.key, low, high

    def told(self, check: Check) -> str:
        bounds = [f"不小于 {number(self.min)}"] if self.min is not None else []
        bounds += [f"不大于 {number(self.max)}"] if self.max is not None else []
        return f"{reported(check.first['figure'])}，一般应{'、'.join(bounds)}（{self.label or self.clause}）"

    def workings(self, check: Check) -> Iterator[Working]:
        figure = check.first["figure"]
        bounds = [f"≥ {number(self.min)}"] if self.min is not None else []
        bounds += [f"≤ {number(self.max)}"] if self.max is not None else []
        yield Working(sums.shown(figure), "应", "且 ".join(bounds), figure.unit, figure.key)
