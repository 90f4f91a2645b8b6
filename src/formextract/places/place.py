"""Where an applicant is: province, what lies between, county and zone; and what one place says to another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import IntEnum

from rapidfuzz.fuzz import ratio

from formextract.places.gazetteer import Division, divisions, short_name

MISREAD = 0.6
"""Likeness from which a division that is in no gazetteer may be another one misread: one letter in three."""

_LEVELS = {
    "prefecture": ("自治州", "地区", "盟", "州"),
    "county": ("自治县", "自治旗", "县", "旗", "区"),
}
"""Last words that tell the level of a division; 市 is of either."""


class PlaceRelation(IntEnum):
    """What two places are to each other; of more than one that could be meant the highest is meant."""

    APART = 0
    """Different places, or nothing says that they are one."""
    PART = 1
    """All that one says the other says as well, and more: 襄阳市 and 襄阳市堵阳县, 堵阳县 and its 高新区."""
    SAME = 2
    """One county (or city), which only one of them places in its province or prefecture."""
    EQUAL = 3
    """Both say the very same, a province and what lies in it: without one, 鼓楼区 may be any of four."""


@dataclass(frozen=True, slots=True)
class Locality:
    """A place, as much as is said of it. `province` without its last word (`湖北`), `units` the divisions below, the
    larger first, with their full names where these are known; `zone` is a development zone (`高新区`, `东湖高新区`).
    """

    province: str = ""
    units: tuple[str, ...] = ()
    zone: str = ""

    @property
    def said(self) -> int:
        """How many things it says."""
        return bool(self.province) + len(self.units) + bool(self.zone)

    @property
    def text(self) -> str:
        """The place in one word: `湖北襄阳市堵阳县高新区`."""
        return self.province + "".join(self.units) + self.zone

    def to(self, other: Locality, *, misread: bool = False) -> PlaceRelation:
        """What this place is to another. `misread`: one of them was read from a picture, and may be misread."""
        if not self.agrees(other, misread=misread):
            return PlaceRelation.APART
        mine, theirs = _unmatched(self.units, other.units, misread=misread)
        if mine and theirs:
            return PlaceRelation.APART  # one city, and some county: no word says that the one is in the other
        if not (self.units and other.units) or self.zone != other.zone:
            return PlaceRelation.PART
        if not _alike(self.units[-1], other.units[-1], misread=misread):
            return PlaceRelation.PART
        whole = not (mine or theirs) and self.province == other.province != ""
        return PlaceRelation.EQUAL if whole else PlaceRelation.SAME

    def agrees(self, other: Locality, *, misread: bool = False) -> bool:
        """Whether both can be of one place: nothing that one says contradicts the other."""
        if self.province and other.province and self.province != other.province:
            return False
        if self.zone and other.zone and not _zones_alike(self.zone, other.zone):
            return False
        mine, theirs = _unmatched(self.units, other.units, misread=misread)
        return not any(level_of(u) == level_of(v) or "" in (level_of(u), level_of(v)) for u in mine for v in theirs)

    def with_(self, other: Locality) -> Locality:
        """Both together; this one as it is where they contradict each other."""
        if not self.agrees(other):
            return self
        _, theirs = _unmatched(self.units, other.units)
        units = sorted([*_fuller(self.units, other.units), *theirs], key=_rank)
        zone = max(self.zone, other.zone, key=len)
        return Locality(self.province or other.province, tuple(units), zone).completed()

    def upper(self) -> Locality:
        """What the place says of where its smallest division lies."""
        return Locality(self.province, self.units[:-1])

    def completed(self) -> Locality:
        """The place with the full names and larger divisions that its smallest one tells, where there is only one."""
        if not self.units:
            return self
        found = [d for d in _called(self.units[-1]) if self._may_be(d)]
        provinces = {divisions().provinces[d.province] for d in found}
        if len(provinces) != 1:
            return self
        whole = replace(self, province=provinces.pop())
        if len({(d.prefecture, d.county) for d in found}) != 1:
            return whole
        return replace(whole, units=tuple(name for name in (found[0].prefecture, found[0].county) if name))

    def _may_be(self, division: Division) -> bool:
        province = divisions().provinces[division.province]
        if self.province and self.province != province:
            return False
        above = self.units[:-1]
        return not above or (bool(division.county) and any(_alike(u, division.prefecture) for u in above))


NOWHERE = Locality()
"""Nothing is said of a place."""


def _called(name: str) -> list[Division]:
    known = divisions()
    return known.named(name) or known.short(name)


def _fuller(units: Iterable[str], others: Iterable[str]) -> list[str]:
    """The units, each as the others write it where they write more of it."""
    others = list(others)
    return [max([u, *(v for v in others if _alike(u, v))], key=len) for u in units]


def _unmatched(
    a: tuple[str, ...], b: tuple[str, ...], *, misread: bool = False
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What each names that the other does not."""
    mine = tuple(u for u in a if not any(_alike(u, v, misread=misread) for v in b))
    theirs = tuple(v for v in b if not any(_alike(u, v, misread=misread) for u in a))
    return mine, theirs


def _alike(a: str, b: str, *, misread: bool = False) -> bool:
    """Whether two names are one division's: in full, without the last word, or misread."""
    if a == b:
        return True
    x, y = short_name(a), short_name(b)
    if x == y:
        return x in (a, b) or level_of(a) == level_of(b) != "county" or a[-1] == b[-1]
    if not misread or len(a) != len(b) or (divisions().named(a) and divisions().named(b)):
        return False
    return ratio(a, b) >= MISREAD * 100


def level_of(unit: str) -> str:
    """Whether a division is a `prefecture` or a `county`, '' where its name does not tell."""
    known = {"county" if d.county else "prefecture" for d in divisions().named(unit)}
    if len(known) == 1:
        return known.pop()
    return next((level for level, ends in _LEVELS.items() if unit.endswith(ends)), "")


def _rank(unit: str) -> int:
    return {"prefecture": 0, "": 1, "county": 2}[level_of(unit)]


def _zones_alike(a: str, b: str) -> bool:
    short, long = sorted((a, b), key=len)
    return long.endswith(short)
