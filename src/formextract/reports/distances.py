"""How far a figure is from the threshold of its criterion."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from formextract.checks import messages
from formextract.model import CriterionResult, Observation
from formextract.model.interval import is_figure
from formextract.text import conversion

_THRESHOLD = re.compile(r"(>=|<=|>|<)\s*(\d+(?:\.\d+)?)")
_UNITS = r"\s*(%|％|亿元|万元|元|家|个|件|平方公里|项|人|名|万人)"
_WORDS = {">=": "不低于", ">": "高于", "<=": "不超过", "<": "低于"}


@dataclass(frozen=True, slots=True)
class Distance:
    """A figure against a threshold, both in `unit`. `margin` is how much it is better than asked, in the unit."""

    label: str
    period: str
    value: Decimal
    shown: str
    threshold: Decimal
    at_least: bool
    includes: bool
    told: str
    unit: str

    @property
    def is_met(self) -> bool:
        """Whether the figure as written is on the right side; `>` and `<` leave the threshold itself out."""
        return self.margin > 0 or (self.margin == 0 and self.includes)

    @property
    def margin(self) -> Decimal:
        return self.value - self.threshold if self.at_least else self.threshold - self.value


def distances(criterion: CriterionResult, observations: Mapping[str, Observation]) -> list[Distance]:
    """A distance for each figure that the criterion looked at and that is in the threshold's unit.

    None where the threshold is no figure, and where it is one of a rate while the criterion looked at amounts.
    """
    found = _THRESHOLD.fullmatch(criterion.threshold.strip())
    if found is None:
        return []
    sign, bound = found.group(1), Decimal(found.group(2))
    asked = re.search(rf"(?<![\d.]){re.escape(found.group(2))}{_UNITS}", criterion.text)
    out = []
    for key in criterion.observed:
        o = observations.get(key)
        if o is None or not isinstance(o.value, Decimal) or not is_figure(o.value):
            continue
        if asked is None or not _same(asked.group(1), o.unit or ""):
            continue
        told = f"{_WORDS[sign]} {bound:f}{messages.unit(o)}"
        out.append(
            Distance(
                messages.caption(o),
                _year(o),
                o.value,
                messages.shown(o),
                bound,
                sign[0] == ">",
                sign.endswith("="),
                told,
                o.unit or "",
            )
        )
    return out


def _year(o: Observation) -> str:
    return f"{o.period} 年" if o.period is not None and o.period.isdigit() else ""


def _same(asked: str, unit: str) -> bool:
    asked = asked.replace("％", "%")
    return asked == unit or conversion(asked, unit) == 1
