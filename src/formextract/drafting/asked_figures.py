"""The figures of a form with what they mean: which can be compared, how a rule calls them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from formextract.drafting.asked import Asked
from formextract.drafting.narrower import followed, moment_of
from formextract.model.template import Indicator
from formextract.tables import HeadWords
from formextract.text import conversion


class AskedFigures:
    """What a form asks for, in form order; `figures` are the numbers among them."""

    def __init__(self, asked: Sequence[Asked], indicators: Mapping[str, Indicator], said: HeadWords) -> None:
        self.indicators, self.said = indicators, said
        self.asked = followed(asked, self.unit)
        self.figures = [a for a in self.asked if indicators[a.name].kind in ("number", "integer")]

    def unit(self, a: Asked) -> str:
        """What a figure is measured in, "" where it has no unit."""
        return self.indicators[a.name].unit or ""

    def yearly(self, a: Asked) -> bool:
        """Whether it is asked for year by year."""
        return self.indicators[a.name].period == "year"

    def comparable(self, a: Asked, b: Asked) -> bool:
        """Whether two figures measure the same; 吨 of coal and 吨标准煤 of all energy do not."""
        one, other = self.unit(a), self.unit(b)
        if ("标准" in one) != ("标准" in other):
            return False
        return one != "" and other != "" and conversion(one, other) is not None

    def same_kind(self, one: Asked, other: Asked) -> bool:
        """Whether two figures can be added: measured alike, and not at the two ends of one time."""
        return {moment_of(one), moment_of(other)} != set("初末") and self.measured_alike(one, other)

    def measured_alike(self, one: Asked, other: Asked) -> bool:
        """Whether two figures are of one unit, under the same headings, of years both or neither."""
        a, b = self.indicators[one.name], self.indicators[other.name]
        under, over = (x.dims.get("column") or [] for x in (a, b))
        narrow = set(over) < set(under) or set(under) < set(over)  # a total with a dash under some headings
        return (a.unit, a.period) == (b.unit, b.period) and (under == over or (narrow and bool(under and over)))

    def at(self, a: Asked, rate: Asked, every: bool = False) -> str:
        """The reference of a figure beside a rate: of each year where the rate is yearly, else of the last."""
        if "column" in self.indicators[a.name].dims:
            return f'"{a.name}[column=*]"'
        if not self.yearly(a):
            return f"{a.name}@span" if self.indicators[a.name].period == "span3" else a.name
        return f"{a.name}@year" if self.yearly(rate) or every else f"{a.name}@last"
