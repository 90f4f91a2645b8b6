"""When two names mean the same cluster: 湖北省XX县YY产业集群, XX县YY集群, XX县YY."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from rapidfuzz.fuzz import ratio

from formextract.text import squeeze

LIKE = 0.8
"""Likeness from which a name that a scan gave may be another one misread: one letter in five."""
MARGIN = 0.05
"""By how much the best of several must lead."""
SHORTEST = 4
"""Letters that a name must have to be looked for in other texts."""

LONGEST = 64
"""Letters from which the ends of a name are not noted one by one: what stands in its cell is no name but a text."""

_TAIL = re.compile(r"(?:中小企业)?(?:特色|优势|先进制造业|创新型|战略性新兴)?(?:产业)?(?:集群|聚集区|集聚区)$|产业$")
_PROVINCE = re.compile(r"^[\u4e00-\u9fff]{2,3}?(?:省|自治区|维吾尔自治区|壮族自治区|回族自治区)")
_CITY = re.compile(r"^[\u4e00-\u9fff]{2,4}?市(?=[\u4e00-\u9fff]{1,4}?[县区市])")
_NOT_LETTERS = re.compile(r"[^\w\u4e00-\u9fff]")


@lru_cache(maxsize=8192)
def core(name: str) -> str:
    """The name without province, prefecture and what every cluster is called; '' where nothing is left."""
    text = _NOT_LETTERS.sub("", squeeze(name))
    text = _CITY.sub("", _PROVINCE.sub("", text))
    return _TAIL.sub("", text) or text


def same(a: str, b: str) -> bool:
    """Whether both are one cluster's name, in full or short form: neither is misread."""
    x, y = core(a), core(b)
    if not x or not y:
        return False
    short, long = sorted((x, y), key=len)
    return x == y or (len(short) >= SHORTEST and long.endswith(short))


def likeness(a: str, b: str) -> float:
    """How alike two names are where one may be misread, 0 to 1."""
    return 1.0 if same(a, b) else ratio(core(a), core(b)) / 100


class Names:
    """Cluster names to look names and texts up in, each with a number that is the caller's own: however many there are,
    a look takes no longer. A name stands in a text where it does so without province and tail.
    """

    def __init__(self) -> None:
        self._by_core: dict[str, set[int]] = {}
        self._by_tail: dict[str, set[int]] = {}
        self._by_start: dict[str, set[str]] = {}
        self._long: dict[str, set[str]] = {}

    def add(self, name: str, number: int) -> None:
        """Adds a name."""
        whole = core(name)
        if not whole:
            return
        numbers = self._by_core.setdefault(whole, set())
        if number in numbers:
            return
        numbers.add(number)
        for tail in _tails(whole):
            self._by_tail.setdefault(tail, set()).add(number)
        if len(whole) > LONGEST:
            self._long.setdefault(whole[-LONGEST:], set()).add(whole)
        if len(whole) >= SHORTEST:
            self._by_start.setdefault(whole[:SHORTEST], set()).add(whole)

    def same(self, name: str) -> list[int]:
        """The numbers of the names that mean the same cluster, in order."""
        whole = core(name)
        if not whole:
            return []
        found = set(self._by_core.get(whole, ()))
        if len(whole) >= SHORTEST:  # longer names that end so
            found |= self._by_tail.get(whole, set())
        for other in self._long.get(whole[-LONGEST:], ()) if len(whole) > LONGEST else ():
            if other.endswith(whole) or whole.endswith(other):
                found |= self._by_core[other]
        for tail in _tails(whole):  # shorter ones in which it ends
            found |= self._by_core.get(tail, set())
        return sorted(found)

    def standing_in(self, text: str) -> dict[int, int]:
        """The numbers of the names that stand in a text or a path, each with the letters of its longest one."""
        letters = _NOT_LETTERS.sub("", squeeze(text))
        starts = self._by_start
        found: dict[int, int] = {}
        for at in range(len(letters) - SHORTEST + 1):
            for name in starts.get(letters[at : at + SHORTEST], ()):
                if letters.startswith(name, at):
                    for number in self._by_core[name]:
                        found[number] = max(found.get(number, 0), len(name))
        return found


def _tails(whole: str) -> Iterator[str]:
    """The ends of a name that are names and not too long, itself left out."""
    return (whole[at:] for at in range(max(1, len(whole) - LONGEST), len(whole) - SHORTEST + 1))
