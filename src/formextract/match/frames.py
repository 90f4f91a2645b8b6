"""A wording as a frame: what is measured, of whom, in which form, at which level, when; and what is left."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

TELLING = ("what", "who", "form")
"""The slots in which a concept that an indicator does not have excludes it."""
SLOTS = ("what", "who", "form", "level", "time")
WHOSE = "whose"
"""The slot of whose a figure is beside the cluster's; no wording is weighed by it."""
PLAN = "plan"
"""The concept of what is planned, among what is measured."""
_NAME = re.compile(r"[\d\W_一二三四五六七八九十两大]*(?:[\u4e00-\u9fff]*业)?")
"""What is left of a wording that tells no other figure: nothing, a number, a trade (刷业)."""
_NAMED = re.compile("(?:特色|产业|先进|制造业)?(?:产业)?(?:集群|园区|基地|开发区)|特色产业|三地")
"""Words before which a place or a trade is named."""


@dataclass(frozen=True, slots=True)
class WordingFrame:
    """The concepts that a wording names by slot, and how many of its letters none of them explains."""

    what: frozenset[str]
    who: frozenset[str]
    form: frozenset[str]
    level: frozenset[str]
    time: frozenset[str]
    rest: str
    letters: int
    strange: tuple[str, ...] = ()
    """What no concept explains and is no name of a trade or place: 两化融合贯标企业 are some of the firms."""
    whose: frozenset[str] = frozenset()
    """What may be the cluster or a place that holds more: 园区."""

    @property
    def planned_by_another(self) -> bool:
        """Whether a wording is of what a place plans that need not be the cluster: 园区规划面积 is a park's plan."""
        return PLAN in self.what and bool(self.whose)

    def slot(self, name: str) -> frozenset[str]:
        """The concepts of one slot."""
        found: frozenset[str] = getattr(self, name)
        return found


def telling(frame: WordingFrame, soft: Collection[str]) -> set[tuple[str, str]]:
    """The concepts of a frame that tell figures apart."""
    return {(slot, c) for slot in TELLING for c in frame.slot(slot) if c not in soft}


class FrameReader:
    """Reads wordings by a table of concepts: slot, then concept, then its words."""

    def __init__(
        self, concepts: Mapping[str, Mapping[str, Sequence[str]] | Sequence[str]], firms: Collection[str] = ()
    ) -> None:
        """`firms` are the concepts of whom that are firms: where a wording measures nothing their number is meant."""
        self.firms = frozenset(firms)
        self._words: dict[str, list[tuple[str, str]]] = {}
        for slot, names in concepts.items():
            if isinstance(names, Mapping):
                for name, words in names.items():
                    for word in words:
                        self._words.setdefault(word.upper(), []).append((slot, name))
            else:
                for word in names:
                    self._words.setdefault(word.upper(), [])
        longest_first = sorted(self._words, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, longest_first)) or "(?!)")
        self.read = lru_cache(maxsize=20_000)(self._read)
        """The frame of a wording (squeezed, its synonyms replaced)."""

    def __bool__(self) -> bool:
        return bool(self._words)

    def _read(self, wording: str) -> WordingFrame:
        found: dict[str, set[str]] = {slot: set() for slot in (*SLOTS, WHOSE)}
        rest: list[str] = []
        strange: list[str] = []
        at = 0
        for match in self._pattern.finditer(wording):
            rest.append(wording[at : match.start()])
            at = match.end()
            for slot, name in self._words[match.group()]:
                found[slot].add(name)
            if not _NAME.fullmatch(rest[-1]) and not _NAMED.match(match.group()):
                strange.append(rest[-1])
        rest.append(wording[at:])
        if not _NAME.fullmatch(rest[-1]):
            strange.append(rest[-1])
        if not found["what"] and found["who"] & self.firms:
            found["what"].add("enterprise")  # 入驻中小企业: how many there are
        unexplained = re.sub(r"[\d\W_]+", "", "".join(rest))
        what, who, form, level, time = (frozenset(found[slot]) for slot in SLOTS)
        whose = frozenset(found[WHOSE])
        return WordingFrame(what, who, form, level, time, unexplained, len(wording), tuple(strange), whose)
