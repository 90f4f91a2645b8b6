"""Places read from what people write: the head of a name, the answer to 所属地区, what stands before a word."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import lru_cache
from itertools import zip_longest
from typing import NamedTuple

from formextract.places.gazetteer import SHORTEST_STEM, Division, divisions, short_name
from formextract.places.place import NOWHERE, Locality, level_of

_HAN = "\u4e00-\u9fff"
_UNKNOWN = re.compile(rf"[{_HAN}]{{2,4}}?(?:自治县|自治旗|自治州|地区|林区|县|旗|州|盟|市|区)|[{_HAN}]县")
"""A division that the gazetteer does not have: fewer than two letters before 市 or 区 are a word (城市, 园区)."""
_ZONE = re.compile(
    rf"(?P<stem>[{_HAN}]{{0,4}}?)(?P<kind>高新技术产业开发区|高新技术开发区|高新技术产业园区|高新区|经济技术开发区|经济开发区|经开区"
    r"|新技术开发区|开发区|工业园区|产业园区|工业园|产业园|示范区|保税区|新区|园区)"
)
_KINDS = {
    "高新技术产业开发区": "高新区", "高新技术开发区": "高新区", "高新技术产业园区": "高新区", "新技术开发区": "高新区",
    "经济技术开发区": "经开区", "经济开发区": "经开区", "工业园区": "工业园", "产业园区": "产业园",
}  # fmt: skip
NO_PREFECTURE = re.compile(r"市辖区|.{0,3}直辖.*|.{0,3}直管.*")
"""What stands for a prefecture where a county lies right below its province."""
_NO_DIVISION = re.compile(rf"^(?:{NO_PREFECTURE.pattern}|县|市|区|州|[/\-—无]*)$")
"""The same, with what a form prints and what is written for nothing."""
_NOT_LETTERS = re.compile(rf"[^\w{_HAN}]")
MOST_UNITS = 2
WINDOW = 32
"""Letters before a word in which its place is looked for."""


@lru_cache(maxsize=16384)
def place_and_rest(text: str, near: Locality = NOWHERE, *, empty: bool = True) -> tuple[Locality, str]:
    """The place with which a name begins, and what is left of the name. `text` has letters only.

    `near` is where the name's bearer says to be: names without their last word (漳原) are known by it. `empty`: the
    name may be a place and nothing else.
    """
    written, at = _begun(text, near, empty=empty)
    known = divisions()
    place = Locality(known.provinces.get(written.province, ""), written.units)
    zone = _ZONE.match(text, at)
    if zone is not None and zone.end() < len(text):
        kind = _KINDS.get(zone["kind"], zone["kind"])
        stem = "" if any(zone["stem"] and u.startswith(zone["stem"]) for u in place.units) else zone["stem"]
        place, at = Locality(place.province, place.units, stem + kind), zone.end()
    return place.completed(), text[at:]


class PlaceParts(NamedTuple):
    """The parts of a place as they are written, each '' where it is not: 湖北省, 襄阳市, 襄州区, 高新区."""

    province: str = ""
    prefecture: str = ""
    county: str = ""
    zone: str = ""


@lru_cache(maxsize=4096)
def parts_of(text: str) -> PlaceParts | None:
    """The parts of a text that is a place and nothing else; None where words are left over.

    A county-level city right below its province (仙桃市) is a county.
    """
    letters = _letters(text)
    if not letters:
        return None
    written, at = _begun(letters, NOWHERE, empty=True)
    zone = _ZONE.fullmatch(letters, at)
    if zone is None and at < len(letters) and written.province and not written.units:
        short = [
            d for d in divisions().short(letters[at:]) if _below(d, Locality(divisions().provinces[written.province]))
        ]
        if len(short) == 1:  # 湖北襄阳
            written, at = written._replace(units=(letters[at:],)), len(letters)
    if zone is None and at < len(letters):
        return None
    of_level = {"prefecture": "", "county": ""}
    for unit, below in zip_longest(written.units, written.units[1:]):
        level = level_of(unit) or _level_by_rest(unit, below)
        if of_level[level]:
            return None
        of_level[level] = unit
    return PlaceParts(written.province, **of_level, zone="" if zone is None else zone.group())


def _level_by_rest(unit: str, below: str | None) -> str:
    """The level of a name whose last word leaves it open: by its short form, else by whether something lies in it."""
    known = divisions().short(unit)
    return "prefecture" if (below is not None if not known else not all(d.county for d in known)) else "county"


class _Written(NamedTuple):
    """What a text begins with: a province and the divisions below it, as they are written."""

    province: str
    units: tuple[str, ...]


def _begun(text: str, near: Locality, *, empty: bool) -> tuple[_Written, int]:
    """The divisions with which a text begins, and where what follows begins. `empty`: nothing need follow."""
    known = divisions()
    province = max((p for p in known.provinces if text.startswith(p) and _is_province(text, p)), key=len, default="")
    at = len(province)
    place = Locality(known.provinces.get(province, ""))
    while len(place.units) < MOST_UNITS:
        unit = _unit(text[at:], place, near)
        if not unit or (len(text) == at + len(unit) and not empty):
            break
        place = Locality(place.province, (*place.units, unit))
        at += len(unit)
    return _Written(province, place.units), at


@lru_cache(maxsize=16384)
def place_of(province: str, city: str, county: str, region: str = "") -> Locality:
    """The place of a form's own answers; `region` is all of them in one text. What cannot be understood is left out."""
    if region and not (province or city or county):
        place, rest = place_and_rest(_letters(region))
        return place if not rest else Locality()
    known = divisions()
    units, zone = [], ""
    for name in (_letters(city), _letters(county)):
        found = _ZONE.fullmatch(name)
        if found is not None and not known.named(name):
            zone = found["stem"] + _KINDS.get(found["kind"], found["kind"])
        elif not _NO_DIVISION.match(name) and name not in units:
            units.append(name)
    return Locality(known.provinces.get(_letters(province), ""), tuple(units), zone).completed()


def place_before(text: str, at: int, units: Collection[str] = ()) -> Locality:
    """The place whose name ends where `at` is in a text, as far as the gazetteer or `units` know it."""
    place = Locality()
    end = at
    while len(place.units) <= MOST_UNITS and not place.province:
        start = min(_starts(text, end, units), default=None)
        if start is None:
            break
        name = text[start:end]
        province = divisions().provinces.get(name)
        if province is not None and not (name not in (province + "省", province) and divisions().named(name)):
            place = Locality(province, place.units)
        else:
            place = Locality("", (name, *place.units))
        end = start
    return place.completed()


def _starts(text: str, end: int, units: Collection[str]) -> Iterator[int]:
    known = divisions()
    for start in range(max(0, end - min(WINDOW, known.longest)), end - 1):
        name = text[start:end]
        if name in known.provinces or name in units or known.named(name):
            yield start


def _letters(text: str) -> str:
    return _NOT_LETTERS.sub("", text)


def _is_province(text: str, name: str) -> bool:
    """Whether a province is meant, and not a city or county whose name begins so (吉林市, 河南蒙古族自治县, 海南州)."""
    known = divisions()
    longer = range(len(name) + 1, min(len(text), known.longest) + 1)
    return text != name and not any(known.named(text[:n]) for n in longer)


def _unit(text: str, place: Locality, near: Locality) -> str:
    """The division with which the text begins, '' for none: known in full, by its bearer's place, or by its look."""
    known = divisions()
    longest = min(len(text), known.longest)
    for length in range(longest, 1, -1):
        name = text[:length]
        found = known.named(name)
        if found and (
            any(_below(d, place) for d in found) and (length > SHORTEST_STEM or name[-1] != "区" or place.said)
        ):
            return name
    for name in near.units:
        stem = short_name(name)
        for head in (name, stem):
            if text.startswith(head) and len(text) > len(head) and name not in place.units:
                return head
    for length in range(min(longest, 8), 1, -1):
        name = text[:length]
        if any(_below(d, place) for d in known.short(name)) and _goes_on(text[length:], name, place):
            return name
    look, zone = _UNKNOWN.match(text), _ZONE.match(text)
    return look.group() if look is not None and (zone is None or look.end() < zone.end()) else ""


def _goes_on(rest: str, name: str, place: Locality) -> bool:
    """Whether what follows a name without its last word shows that it is one: what lies in it, or a zone."""
    known = divisions()
    if place.said and not place.units and len(rest) >= SHORTEST_STEM:
        return True  # 湖北襄阳…
    inner = [d for d in known.short(name) if not d.county]
    for length in range(min(len(rest), known.longest), 1, -1):
        if any(d.prefecture in {i.prefecture for i in inner} for d in known.named(rest[:length]) if d.county):
            return True
    zone = _ZONE.match(rest)
    return zone is not None and not zone["stem"]


def _below(division: Division, place: Locality) -> bool:
    """Whether a division lies in a place, as far as that is said."""
    known = divisions()
    if place.province and known.provinces[division.province] != place.province:
        return False
    if not place.units:
        return True
    above = place.units[-1]
    return (
        bool(division.county)
        and bool(division.prefecture)
        and (above in (division.prefecture, short_name(division.prefecture)))
    )
