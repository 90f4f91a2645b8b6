"""What an applicant is called: a place and a trade. 湖北省XX县YY产业集群, XX县YY集群; YY where only one can be meant.

A name is read into both; the form's own 所属地区 completes the place. Two names are one applicant's where the trades
are the same words and the places can be one (`places.Locality.to`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import Levenshtein
from rapidfuzz.fuzz import ratio

from formextract.places import NOWHERE, Locality, PlaceRelation, divisions, place_and_rest, place_before, short_name
from formextract.text import squeeze

LIKE = 0.8
"""Likeness from which a name that a scan gave may be another one misread: one letter in five."""
MARGIN = 0.05
"""By how much the best of several must lead."""
SHORTEST = 4
"""Letters that a name must have to be looked for in other texts."""
LONGEST = 64
"""Letters of a name; what is longer is a text that stands in its cell, and no place is looked for in it."""
LONGEST_STEM = 6
"""Letters of a place's name without its last word."""

_TAIL = re.compile(r"(?:中小企业)?(?:特色|优势|先进制造业|创新型|战略性新兴)?(?:产业)?(?:集群|聚集区|集聚区)$|产业$")
_NOT_LETTERS = re.compile(r"[^\w\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Name:
    """An applicant's name: where it is, and what it makes ('' where its name is a place only)."""

    place: Locality
    trade: str

    def to(self, other: Name, *, misread: bool = False) -> PlaceRelation:
        """What this name is to another: `APART` where they are two applicants'. `misread`: one is a picture's."""
        best = PlaceRelation.APART
        for mine in (self, *_moved(self, other.place)):
            for theirs in (other, *_moved(other, self.place)):
                if mine.trade == theirs.trade and (mine.trade or (mine.place.units and theirs.place.units)):
                    best = max(best, mine.place.to(theirs.place, misread=misread))
        return best


@lru_cache(maxsize=16384)
def named(name: str, region: Locality = NOWHERE) -> Name:
    """The name as place and trade. `region` is what the form answers to 所属地区: where the name contradicts it, the
    name stands, with the answer's city and province as far as these agree. A name's unknown word that looks like a
    division, and is none of the region's, belongs to the trade.
    """
    letters = _letters(name)
    if len(letters) > LONGEST:
        return Name(region, letters)
    text = _TAIL.sub("", letters) or letters
    place, trade = place_and_rest(text, region)
    if not place.agrees(region) and not all(divisions().named(u) for u in place.units):
        return Name(region, text.removeprefix(_written_province(text, region)))
    near = region if place.agrees(region) else region.upper()
    return Name(place.with_(near), _TAIL.sub("", trade))


def _written_province(text: str, region: Locality) -> str:
    written = (w for w, short in divisions().provinces.items() if short == region.province and text.startswith(w))
    return max(written, key=len, default="")


def _moved(name: Name, other: Locality) -> Iterator[Name]:
    """The name read again where its trade begins with another's place without its last word: 漳原船舶配套装备."""
    for unit in other.units:
        stem = short_name(unit)
        for head in {unit, stem}:
            if name.trade.startswith(head) and len(name.trade) > len(head):
                yield Name(name.place.with_(Locality(units=(unit,))), name.trade.removeprefix(head))


def _letters(text: str) -> str:
    return _NOT_LETTERS.sub("", squeeze(text))


@lru_cache(maxsize=8192)
def core(name: str) -> str:
    """The name without province, prefecture and what every cluster is called; '' where nothing is left."""
    return _core(named(name))


def _core(read: Name) -> str:
    return (read.place.units[-1] if read.place.units else "") + read.place.zone + read.trade


def same(a: str, b: str) -> bool:
    """Whether both can be one cluster's name, in full or short form: neither is misread."""
    return bool(core(a) and core(b)) and named(a).to(named(b)) > PlaceRelation.APART


def likeness(a: str, b: str) -> float:
    """How alike two names are where one may be misread, 0 to 1."""
    return 1.0 if same(a, b) else ratio(core(a), core(b)) / 100


def misread(name: str, read: str) -> float:
    """How surely a name that was read from a picture is another one misread: the share of right letters."""
    return 1.0 if same(name, read) else Levenshtein.normalized_similarity(core(name), core(read))


class Names:
    """Applicants' names to look names and texts up in, each with a number that is the caller's own: however many there
    are, a look takes no longer. A name stands in a text in full or without what its smallest place lies in.
    """

    def __init__(self) -> None:
        self._by_trade: dict[str, dict[Name, set[int]]] = {}
        self._by_start: dict[str, set[str]] = {}
        self._written: dict[str, dict[tuple[Name, int], set[int]]] = {}
        self._units: set[str] = set()

    def add(self, name: str, number: int, region: Locality = NOWHERE) -> None:
        """Adds a name, with the place that its form answers."""
        read = named(name, region)
        if not _letters(name):
            return
        self._by_trade.setdefault(read.trade, {}).setdefault(read, set()).add(number)
        self._units.update(read.place.units)
        for text, letters in _ways(name, read).items():
            self._written.setdefault(text, {}).setdefault((read, letters), set()).add(number)
            self._by_start.setdefault(text[:SHORTEST], set()).add(text)

    def related(self, name: str, region: Locality = NOWHERE, *, misread: bool = False) -> dict[int, PlaceRelation]:
        """The numbers of the names that can mean the same applicant, each with the closest relation."""
        if not _letters(name):
            return {}
        read = named(name, region)
        trades = {read.trade, *(read.trade[n:] for n in range(2, min(LONGEST_STEM, len(read.trade) - 1) + 1))}
        trades |= {stem + read.trade for u in read.place.units for stem in (u, short_name(u))}
        found: dict[int, PlaceRelation] = {}
        for trade in trades:
            for other, numbers in self._by_trade.get(trade, {}).items():
                relation = read.to(other, misread=misread)
                if relation > PlaceRelation.APART:
                    for number in numbers:
                        found[number] = max(found.get(number, relation), relation)
        return found

    def same(self, name: str, region: Locality = NOWHERE) -> list[int]:
        """The numbers of the names that can mean the same applicant, in order."""
        return sorted(self.related(name, region))

    def standing_in(self, text: str) -> dict[int, int]:
        """The numbers of the names that stand in a text or a path, each with the letters of its longest one.

        A name is not there where it is the end of another place's (宁县… in 静宁县…), nor where its place stands before
        it as another one (湖南省潇岗市… for 湖北省潇岗市…).
        """
        letters = _letters(text)
        found: dict[int, int] = {}
        for at in range(len(letters) - SHORTEST + 1):
            for written in self._by_start.get(letters[at : at + SHORTEST], ()):
                if not letters.startswith(written, at):
                    continue
                for (read, counted), numbers in self._written[written].items():
                    if self._is_at(letters, at, written, read):
                        for number in numbers:
                            found[number] = max(found.get(number, 0), counted)
        return found

    def _is_at(self, letters: str, at: int, written: str, read: Name) -> bool:
        for unit in read.place.units:
            if written.startswith(unit):
                longer = range(max(0, at - LONGEST_STEM), at)
                if any(divisions().named(w) or w in self._units for w in (letters[n : at + len(unit)] for n in longer)):
                    return False
        before = place_before(letters, at, self._units)
        if before.said:
            return before.agrees(read.place)
        return not (read.place.units and written == read.trade and at and letters[at - 1] in "县市区旗州盟")


def _ways(name: str, read: Name) -> dict[str, int]:
    """How a name with a trade may stand in a text, each with the letters by which it counts there: as it is written,
    and from its smallest place on, with that one's last word and zone or without.
    """
    place, trade = read.place, read.trade
    whole = _TAIL.sub("", _letters(name))
    if not trade:
        return {}
    ways = {whole: min(len(whole), len(_core(read)))}
    if place.units:
        last = place.units[-1]
        stem = short_name(last)
        ways |= {way: len(way) for head in (last, stem) for way in (head + place.zone + trade, head + trade)}
    return {way: letters for way, letters in ways.items() if SHORTEST <= len(way) <= LONGEST}
