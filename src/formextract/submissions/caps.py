"""Clauses that limit how many clusters of a city, a county or a field there may be: judged over a store's records."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from formextract.model import CriterionResult, Record, Value
from formextract.model.edits import Cap, Criterion
from formextract.model.facts import form_values
from formextract.places import place_of, short_name
from formextract.submissions.applicants import called
from formextract.text import squeeze

Counted = tuple[str, str, tuple[str, ...]]
"""Programme, criterion, and what the records that are counted together say of its indicators."""

Alike = tuple[tuple[Counted, tuple[str, ...]], ...]
"""Places with the names of the clusters that are counted there."""


class Tally:
    """The records that the clauses count together, remembered by name while the submissions go by."""

    def __init__(self, criteria: Callable[[str], Sequence[Criterion]]) -> None:
        """`criteria` gives a programme's clauses."""
        self._criteria = criteria
        self._clusters: dict[Counted, set[str]] = {}

    def add(self, record: Record) -> bool:
        """Counts a record in; whether any clause with a cap is about its form, so that it is to be judged."""
        places = self.places(record)
        # one cluster counts once, in however many editions it applied
        self.count(places or (), [called(record)])
        return places is not None

    def places(self, record: Record) -> list[Counted] | None:
        """Where a record counts; None where no clause with a cap is about its form."""
        clauses = [(c, c.cap) for c in self._criteria(record.program) if c.cap is not None and c.is_about(record.form)]
        if not clauses:
            return None
        said = _said(record)
        found = (_place(record, criterion, cap, said) for criterion, cap in clauses)
        return [place for place in found if place is not None]

    def count(self, places: Iterable[Counted], names: Iterable[str]) -> None:
        """Counts clusters, by their names, in these places."""
        names = list(names)
        for place in places:
            self._clusters.setdefault(place, set()).update(names)

    def alike(self, places: Iterable[Counted]) -> Alike:
        """The names of the clusters that are counted in each of the places."""
        return tuple((place, tuple(sorted(self._clusters.get(place, ())))) for place in places)

    def judged(self, record: Record) -> Record:
        """The record with those clauses judged by all that were counted; the same one where nothing changes."""
        caps = {c.id: c for c in self._criteria(record.program) if c.cap is not None}
        said = _said(record)
        results = tuple(
            self._result(record, caps[r.criterion], said, r) if r.criterion in caps else r for r in record.criteria
        )
        return record if results == record.criteria else replace(record, criteria=results)

    def _result(
        self, record: Record, criterion: Criterion, said: Mapping[str, str], result: CriterionResult
    ) -> CriterionResult:
        assert criterion.cap is not None
        place = _place(record, criterion, criterion.cap, said)
        if place is None:
            return result
        alike = sorted(self._clusters.get(place, ()))
        observed: dict[str, Value] = {name: said[name] for name in criterion.cap.same} | {"clusters": tuple(alike)}
        return replace(result, status="met" if len(alike) <= criterion.cap.most else "not_met", observed=observed)


def _said(record: Record) -> dict[str, str]:
    """The texts that the form's own cells give, without white space."""
    return {
        o.indicator: squeeze(o.value)
        for o in form_values(record)
        if o.status == "reported" and o.period is None and not o.dims and isinstance(o.value, str)
    }


def _place(record: Record, criterion: Criterion, cap: Cap, said: Mapping[str, str]) -> Counted | None:
    """With which others a record is counted; None where it does not say."""
    keys = tuple(_key(name, said) for name in cap.same)
    return (record.program, criterion.id, keys) if all(keys) else None


def _key(name: str, said: Mapping[str, str]) -> str:
    """What a record says of an indicator, as others say the same: 襄阳 is 襄阳市, and two cities' 鼓楼区 are two."""
    if name not in ("region_city", "region_county") or not said.get(name):
        return said.get(name, "")
    county = said.get("region_county", "") if name == "region_county" else ""
    place = place_of(said.get("region_province", ""), said.get("region_city", ""), county)
    units = [short_name(unit) for unit in place.units]
    if county and place.units:
        units[-1] = place.units[-1]  # 长沙县 is not 长沙市
    return "".join(units) + place.zone or said[name]
