"""A wording as a frame: what is measured, of whom, in which form, at which level, when; and what is left."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

SLOTS = ("what", "who", "form", "level", "time")
FIRMS = frozenset(
    (
        "sme chain_firms above_scale industrial little_giants srdi champions hidden_champions hightech innovative tech "
        "lead_tech sci new_species gazelle leaders quality_smes listed pre_listing board_listed foreign_firms domestic "
        "park_firms"
    ).split()
)
"""Of whom that are firms: where no more is said their number is meant."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The concepts that a wording names by slot, and how many of its letters none of them explains."""

    what: frozenset[str]
    who: frozenset[str]
    form: frozenset[str]
    level: frozenset[str]
    time: frozenset[str]
    rest: str
    letters: int

    def slot(self, name: str) -> frozenset[str]:
        """The concepts of one slot."""
        found: frozenset[str] = getattr(self, name)
        return found


class FrameReader:
    """Reads wordings by a table of concepts: slot, then concept, then its words."""

    def __init__(self, concepts: Mapping[str, Mapping[str, Sequence[str]] | Sequence[str]]) -> None:
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

    def __bool__(self) -> bool:
        return bool(self._words)

    def read(self, wording: str) -> Frame:
        """The frame of a wording (squeezed, its synonyms replaced)."""
        found: dict[str, set[str]] = {slot: set() for slot in SLOTS}
        rest: list[str] = []
        at = 0
        for match in self._pattern.finditer(wording):
            rest.append(wording[at : match.start()])
            at = match.end()
            for slot, name in self._words[match.group()]:
                found[slot].add(name)
        rest.append(wording[at:])
        if not found["what"] and found["who"] & FIRMS:
            found["what"].add("enterprise")  # 入驻中小企业: how many there are
        unexplained = re.sub(r"[\d\W_]+", "", "".join(rest))
        what, who, form, level, time = (frozenset(found[slot]) for slot in SLOTS)
        return Frame(what, who, form, level, time, unexplained, len(wording))
