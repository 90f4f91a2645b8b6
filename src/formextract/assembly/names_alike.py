"""Names of places and persons of one form that differ in a letter: one of them was misread.

Recognisers take a rare letter for a common one and are sure of it, in one place and not in another: 浉阳县 was 狮阳县
among eight readings of 浉阳县, 丛永强 was 从永强 on a cover. What a form calls its county, or the one whom to ask,
elsewhere is evidence about how it was read here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from formextract.model import Observation
from formextract.model.copies import from_picture
from formextract.model.doubt import doubt
from formextract.model.unsure import lowered
from formextract.places import divisions

LONGEST = 100
"""Letters; of a longer text a letter of one name leaves what it says as it is."""
LAST_COMMON = 0xD7
"""First byte of the last of GB 2312's common letters."""
UNITS = "县市区旗"
_UNIT = re.compile(r"(?:^|[省市州盟区县、，,；;\s])(?=([\u4e00-\u9fff]{2,3}[县市区旗]))")
_PERSON = re.compile(r"\s*([\u4e00-\u9fff]{3,4})[\s:：,，、/;；()（）]*([\d(（+][\d\s\-()（）/、转]{6,})?")
"""A name, and the telephone behind it. Of two letters another person's may differ in one: 李强, 李伟."""


def with_names_compared(observations: Sequence[Observation]) -> list[Observation]:
    """The observations, those read from a picture in doubt whose place or person is another's but for one letter.

    In doubt is the name that is no division's, else the one with the commoner letter, which is what recognisers take a
    rare one for, else the one that stands less often, else both.
    """
    said = {o.key: _units(o) | _persons(o) for o in observations if from_picture(o) and o.status == "reported"}
    often = Counter(unit for units in said.values() for unit in units)
    misread = {a: b for a in often for b in often if _differ_in_a_letter(a, b) and _may_be_misread(a, b, often)}
    out = []
    for o in observations:
        unit = next((u for u in sorted(said.get(o.key, ())) if u in misread), None)
        if unit is not None and len(o.raw) <= LONGEST:
            why = f"“{unit}”与同一份表里的“{misread[unit]}”只差一个字，其中一处可能读错"
            out.append(lowered(o, doubt("look_alike", why)))
        else:
            out.append(o)
    return out


def _units(o: Observation) -> set[str]:
    return set(_UNIT.findall(o.raw))


def _persons(o: Observation) -> set[str]:
    """The person whom a field names, where it is one for that or has the telephone as well."""
    found = _PERSON.fullmatch(o.raw)
    return set() if found is None or not (found.group(2) or o.label.strip().endswith("人")) else {found.group(1)}


def _may_be_misread(a: str, b: str, often: Mapping[str, int]) -> bool:
    """Whether of two names that differ in a letter the first may be what is wrong."""
    known = [bool(divisions().named(unit)) for unit in (a, b)]
    if any(known):
        return known == [False, True]
    x, y = next((x, y) for x, y in zip(a, b, strict=True) if x != y)
    return _rarity(x) < _rarity(y) or (_rarity(x) == _rarity(y) and often[a] <= often[b])


def _rarity(letter: str) -> int:
    """0 for the 3,755 common letters of GB 2312, 1 for its others, 2 for letters that it lacks."""
    try:
        return int(letter.encode("gb2312")[0] > LAST_COMMON)
    except UnicodeEncodeError:
        return 2


def _differ_in_a_letter(a: str, b: str) -> bool:
    units = a[-1] in UNITS or b[-1] in UNITS
    return len(a) == len(b) and not (units and a[-1] != b[-1]) and sum(x != y for x, y in zip(a, b, strict=True)) == 1
