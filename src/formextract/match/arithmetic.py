"""Whether a figure is what the form's other figures come to, if it is taken for an indicator's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from formextract.model.edits import Ref
from formextract.model.relations import Relation

SPARE = 1.05
"""By how much a sum may leave what rounding allows: figures on paper are rounded by halves, or cut."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A figure in its indicator's unit, and how far it may have been rounded."""

    value: float
    half: float


Figures = Mapping[tuple[str, str | None], Amount]
"""Figures by indicator and year, None where a form asks for it once."""


class Arithmetic:
    """The relations of a form's figures, by the indicators that they name."""

    def __init__(self, relations: Iterable[Relation]) -> None:
        self._of: dict[str, list[Relation]] = defaultdict(list)
        for r in relations:
            for ref in (r.rate, r.part, *([r.whole] if r.whole is not None else [])):
                if not ref.dims:
                    self._of[ref.indicator].append(r)

    def holds(self, name: str, own: Mapping[str | None, Amount], known: Figures) -> bool | None:
        """Whether the sums hold in which an indicator would stand with these figures by year, beside `known` ones; None
        where there is none whose other figures are known. It holds where no sum fails.
        """
        figures = {**known, **{(name, year): amount for year, amount in own.items()}}
        years = sorted({year for _, year in figures if year is not None})
        told = [
            fits
            for r in self._of.get(name, ())
            for year in (*years, *(() if years else (None,)))
            if (fits := _fits(r, year, years, figures, name, own)) is not None
        ]
        return all(told) if told else None


def _fits(
    r: Relation,
    year: str | None,
    years: Sequence[str],
    figures: Figures,
    name: str,
    own: Mapping[str | None, Amount],
) -> bool | None:
    before = str(int(year) - 1) if year is not None and year.isdigit() else None
    rate, part = _at(r.rate, year, years, figures), _at(r.part, year, years, figures)
    whole = _at(r.part, before, years, figures) if r.whole is None else _at(r.whole, year, years, figures)
    if rate is None or part is None or whole is None or whole.value <= whole.half or part.value <= 0:
        return None
    dated = {ref.indicator for ref in (r.rate, r.part, r.whole) if ref is not None and ref.at == "year"}
    last = years[-1] if years else None
    if name in dated and not {year, before if r.whole is None else year} & own.keys():
        return None
    if not dated and year != last:
        return None
    low = (part.value - part.half) / (whole.value + whole.half)
    high = (part.value + part.half) / (whole.value - whole.half)
    less = 1.0 if r.whole is None else 0.0
    low, high = (low - less) * r.times - rate.half * SPARE, (high - less) * r.times + rate.half * SPARE
    return low <= rate.value <= high


def _at(ref: Ref, year: str | None, years: Sequence[str], figures: Figures) -> Amount | None:
    """The figure that a reference means in a year."""
    if ref.dims:
        return None
    if ref.at == "last":
        year = years[-1] if years else None
    elif ref.at is None or ref.at == "span":
        return figures.get((ref.indicator, None))
    return figures.get((ref.indicator, year))
