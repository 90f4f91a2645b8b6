"""Clauses that limit how many clusters of a city, a county or a field there may be: judged over a store's records."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from formextract.checks.kinds.same_text import abbreviates
from formextract.model import CriterionResult, Record, Value
from formextract.model.edits import Cap, Criterion
from formextract.model.facts import form_values
from formextract.places import divisions, place_of, short_name
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
        """The names of the clusters that are counted in each of the places, and of those that may be counted there."""
        out: list[tuple[Counted, tuple[str, ...]]] = []
        for place in places:
            out.append((place, tuple(sorted(self._clusters.get(place, ())))))
            near = self._near(place)
            if near:
                out.append((_perhaps(place), near))
        return tuple(out)

    def _near(self, place: Counted) -> tuple[str, ...]:
        """The clusters of places that may be this one, spelt otherwise."""
        told = self._clusters.get(_perhaps(place), set())
        found = {name for other, names in self._clusters.items() if _may_be(place, other) for name in names}
        return tuple(sorted((found | told) - self._clusters.get(place, set())))

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
        alike, near = sorted(self._clusters.get(place, ())), self._near(place)
        observed: dict[str, Value] = {name: said[name] for name in criterion.cap.same} | {"clusters": tuple(alike)}
        if near:
            observed["perhaps"] = near
        most = criterion.cap.most
        if len(alike) > most:
            if criterion.soft:
                text = f"{result.text}（条文写明“{'”“'.join(criterion.soft)}”，超出的由人判断）"
                return replace(result, status="unknown", observed=observed, soft=criterion.soft, text=text)
            return replace(result, status="not_met", observed=observed)
        if len(alike) + len(near) > most:
            text = f"{result.text}（{'、'.join(near)}的填写相近，可能属于同一地区或领域，请核对）"
            return replace(result, status="unknown", observed=observed, text=text)
        return replace(result, status="met", observed=observed)


def _perhaps(place: Counted) -> Counted:
    return place[0], f"{place[1]}?", place[2]


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
    """What a record says of an indicator in one canonical form: 襄阳 is 襄阳市, 高新技术产业开发区管理委员会（公章） is
    高新区管委会, 光电子信息产业 is 光电子信息; and two cities' 鼓楼区 are two.
    """
    written = said.get(name, "")
    if not written:
        return ""
    if name in ("region_city", "region_county"):
        return _division(name, said)
    text = written
    while (shorter := _ASIDE.sub("", text)) != text:
        text = shorter
    for long, short in _SAME:
        text = text.replace(long, short)
    return _GENERAL.sub("", text) or text


def _division(name: str, said: Mapping[str, str]) -> str:
    """A city, or a county in its city, by their short names; a zone is part of the county in which it lies."""
    county = _ASIDE.sub("", said.get("region_county", "")) if name == "region_county" else ""
    place = place_of(said.get("region_province", ""), said.get("region_city", ""), county)
    wanted = 2 if county else 1
    units = list(place.units)
    if county and (len(units) < wanted or short_name(units[-1]) not in county):
        units = [*units[:1], county]
    if not units:
        units = [u for u in (said.get("region_city", ""), county) if u]
    return "".join(_short(u) for u in units[-wanted:]) or said[name]


def _short(unit: str) -> str:
    """A division's name without its last word, unless others have the same one: 长沙县 is not 长沙市."""
    short = short_name(unit)
    namesakes = {d.county or d.prefecture for d in divisions().short(short)}
    return unit if len(namesakes) > 1 and unit in namesakes else short


_ASIDE = re.compile(r"[(（][^()（）]*[)）]|[*＊、，。.]$")
_SAME = (
    ("高新技术产业开发区", "高新区"),
    ("高新技术开发区", "高新区"),
    ("高新技术产业园区", "高新区"),
    ("经济技术开发区", "经开区"),
    ("经济开发区", "经开区"),
    ("管理委员会", "管委会"),
    ("管理办公室", "管委会"),
    ("工业和信息化", "工信"),
    ("经济和信息化", "经信"),
)
"""Long names of bodies and zones, with the short ones that people write as often."""
_GENERAL = re.compile(r"(?:及其?)?(?:相关|配套)?(?:产业|行业|领域|制造业?)+$")


def _may_be(a: Counted, b: Counted) -> bool:
    """Whether two places that are not the same may be: of each answer the one is short for the other."""
    if a[:2] != b[:2] or a == b:
        return False
    return all(abbreviates(x, y) or abbreviates(y, x) for x, y in zip(a[2], b[2], strict=True))
