"""How far a figure is from the threshold of its criterion."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
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

    None where the threshold is no figure. A rate that the criterion reckons from amounts is reckoned here as well.
    """
    found = _THRESHOLD.fullmatch(criterion.threshold.strip())
    if found is None:
        return []
    sign, bound = found.group(1), Decimal(found.group(2))
    asked = re.search(rf"(?<![\d.]){re.escape(found.group(2))}{_UNITS}", criterion.text)
    looked_at = [o for k in criterion.observed if (o := observations.get(k)) is not None and _is_figure(o)]
    if asked is None or not looked_at:
        return []
    unit = asked.group(1).replace("％", "%")
    told = f"{_WORDS[sign]} {bound:f}{unit if unit == '%' else f' {unit}'}"

    def distance(label: str, period: str, value: Decimal, shown: str) -> Distance:
        return Distance(label, period, value, shown, bound, sign[0] == ">", sign.endswith("="), told, unit)

    if all(_same(unit, o.unit or "") for o in looked_at):
        return [distance(messages.caption(o), _year(o), _value(o), messages.shown(o)) for o in looked_at]
    growth = _growth([o for o in looked_at if not _same(unit, o.unit or "")]) if unit == "%" else None
    if growth is None:
        return []
    reckoned = distance("按首末两年数额计算的年均增速", "", growth, f"{growth:.2f}")
    # the standard's own rule decides: what is reckoned here is shown where it says the same
    return [reckoned] if criterion.status == ("met" if reckoned.is_met else "not_met") else []


def _growth(amounts: Sequence[Observation]) -> Decimal | None:
    """The compound growth of one figure from its first year to its last, in per cent; None of anything else."""
    years = sorted((o for o in amounts if o.period is not None and o.period.isdigit()), key=lambda o: o.period or "")
    if len(years) != len(amounts) or len({o.indicator for o in years}) != 1 or len(years) < 2:  # noqa: PLR2004
        return None
    first, last = years[0], years[-1]
    steps = int(last.period or 0) - int(first.period or 0)
    if steps < 1 or _value(first) <= 0 or _value(last) <= 0:
        return None
    return Decimal(((float(_value(last)) / float(_value(first))) ** (1 / steps) - 1) * 100).quantize(Decimal("0.01"))


def _is_figure(o: Observation) -> bool:
    return isinstance(o.value, Decimal) and is_figure(o.value)


def _value(o: Observation) -> Decimal:
    assert isinstance(o.value, Decimal)
    return o.value


def _year(o: Observation) -> str:
    return f"{o.period} 年" if o.period is not None and o.period.isdigit() else ""


def _same(asked: str, unit: str) -> bool:
    asked = asked.replace("％", "%")
    return asked == unit or conversion(asked, unit) == 1
