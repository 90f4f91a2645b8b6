"""Why something is unsure: a doubt has a kind, says how sure one may be all the same, and gives its reason in words.

Whatever lowers a confidence is a doubt. Nothing is made unsure without one, since `confidence_of` is the only way from
doubts to a confidence.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

from formextract.wording import DOUBTS

SURE: Final = 0.9
"""Confidence from which a reading is sure (the contract's line); below it stands a reason."""
CEILINGS = "doubt_ceilings.json"
"""Written by `scripts/calibrate.py`: by kind how often the reading was right where it was doubted so."""


class DoubtKind(NamedTuple):
    """Which step a kind of doubt speaks of, and how sure one may be at most where none was measured (`CEILINGS`).

    Doubts of one step are one doubt, as strong as the strongest; those of two steps count both.
    """

    step: str
    ceiling: float


LETTERS, LABEL, MEANING, RULES = "letters", "label", "meaning", "rules"

KINDS: Final[dict[str, DoubtKind]] = {
    # what the paper shows
    "weak_letters": DoubtKind(LETTERS, 0.88),
    "looks_differ": DoubtKind(LETTERS, 0.85),
    "unread_ink": DoubtKind(LETTERS, 0.3),
    "letters_lost": DoubtKind(LETTERS, 0.85),
    "specks": DoubtKind(LETTERS, 0.85),
    "point_unsure": DoubtKind(LETTERS, 0.85),
    "small_figures": DoubtKind(LETTERS, 0.85),
    "look_alike": DoubtKind(LETTERS, 0.85),
    "seal_over_text": DoubtKind(LETTERS, 0.85),
    "dark_seal_over_text": DoubtKind(LETTERS, 0.6),
    "watermark_over_text": DoubtKind(LETTERS, 0.6),
    "touches_border": DoubtKind(LETTERS, 0.85),
    "border_lost": DoubtKind(LETTERS, 0.85),
    "cells_run_together": DoubtKind(LETTERS, 0.85),
    "cut_apart": DoubtKind(LETTERS, 0.6),
    "struck_on_paper": DoubtKind(LETTERS, 0.6),
    "beside_table": DoubtKind(LETTERS, 0.6),
    "columns_astray": DoubtKind(LETTERS, 0.85),
    "box_unsure": DoubtKind(LETTERS, 0.85),
    "tick_disputed": DoubtKind(LETTERS, 0.5),
    "name_sign_unsure": DoubtKind(LETTERS, 0.85),
    "part_unread": DoubtKind(LETTERS, 0.5),
    # which field it is
    "label_differs": DoubtKind(LABEL, 0.85),
    "label_shared": DoubtKind(LABEL, 0.8),
    "table_unruled": DoubtKind(LABEL, 0.8),
    "registered": DoubtKind(LABEL, 0.85),
    "registered_otherwise": DoubtKind(LABEL, 0.7),
    "several_values": DoubtKind(LABEL, 0.7),
    "year_inferred": DoubtKind(LABEL, 0.8),
    "begins_elsewhere": DoubtKind(LABEL, 0.8),
    "page_not_accounted_for": DoubtKind(LABEL, 0.8),
    # what is meant
    "no_value": DoubtKind(MEANING, 0.0),
    "reader_refuses": DoubtKind(MEANING, 0.0),
    "odd_spelling": DoubtKind(MEANING, 0.85),
    "either_sign": DoubtKind(MEANING, 0.5),
    "unit_unsure": DoubtKind(MEANING, 0.7),
    "converted": DoubtKind(MEANING, 0.85),
    "implausible": DoubtKind(MEANING, 0.6),
    "letters_missing": DoubtKind(MEANING, 0.5),
    "names_unsure": DoubtKind(MEANING, 0.7),
    "name_incomplete": DoubtKind(MEANING, 0.85),
    "options_unsure": DoubtKind(MEANING, 0.7),
    "ticks_all_alike": DoubtKind(MEANING, 0.5),
    "mended": DoubtKind(MEANING, 0.8),
    "in_a_sentence": DoubtKind(MEANING, 0.9),
    "added_up": DoubtKind(MEANING, 0.8),
    "said_otherwise": DoubtKind(MEANING, 0.5),
    # what other figures and files say
    "sum_fails": DoubtKind(RULES, 0.89),
    "copies_differ": DoubtKind(RULES, 0.6),
    "not_told": DoubtKind(LETTERS, 0.85),
}
"""All kinds of doubt, by the names that stand in records; `wording.DOUBTS` has what staff read."""


STRUCTURE: Final = frozenset({"border_lost", "table_unruled", "columns_astray", "cells_run_together"})
"""Kinds of doubt whether what stands in a cell is its own. Of 97 values of worn prints that had no others and that the
writing beside the form's captions confirmed none was wrong."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """One reason why something is unsure. `because` says in plain Chinese what to look for.

    `ceiling` is how sure (0 to 1) one may be at most.
    """

    kind: str
    ceiling: float
    because: str


def doubt(kind: str, because: str = "", ceiling: float | None = None) -> Doubt:
    """A doubt of a kind; as strong as was measured for it, unless its step knows better."""
    if ceiling is None:
        ceiling = measured().get(kind, KINDS[kind].ceiling)
    return Doubt(kind, ceiling, because or DOUBTS[kind])


@cache
def measured() -> dict[str, float]:
    """How sure one may be, by kind, as far as that was measured."""
    table = json.loads((files("formextract.model") / CEILINGS).read_text(encoding="utf-8"))
    return {kind: row["ceiling"] for kind, row in table["kinds"].items()}


def confidence_of(letters: float, doubts: Iterable[Doubt]) -> float:
    """How sure something is (0 to 1), of how sure its letters were read and of all doubts about it.

    Within one step the strongest doubt counts; what different steps say is multiplied.
    """
    least = {LETTERS: letters}
    for d in doubts:
        step = KINDS[d.kind].step
        least[step] = min(least.get(step, 1.0), d.ceiling)
    return math.prod(least.values())


class Rival(NamedTuple):
    """What else a recogniser made of the ink of a line, and how sure it was of that (0 to 1)."""

    text: str
    probability: float


@dataclass(frozen=True, slots=True)
class Legibility:
    """How well a place can be read: `letters` is how sure its letters are (0 to 1), `doubts` what speaks against them.

    `scanned` says whether it was read from a picture, so that letters may be misread; `rivals` as what else they were
    read, where the place is a single line.
    """

    letters: float
    doubts: tuple[Doubt, ...]
    scanned: bool
    rivals: tuple[Rival, ...] = ()

    @property
    def confidence(self) -> float:
        """How sure the place was read, all doubts counted."""
        return confidence_of(self.letters, self.doubts)

    @property
    def reasons(self) -> tuple[Doubt, ...]:
        """The doubts; where letters are weak and nothing else is said, that they are."""
        if self.letters >= 1 or any(d.ceiling <= max(self.letters, SURE) for d in self.doubts):
            return self.doubts
        return (*self.doubts, doubt("weak_letters", ceiling=self.letters))

    def doubted(self, *doubts: Doubt) -> Legibility:
        """The same with further doubts."""
        return replace(self, doubts=distinct((*self.doubts, *doubts)))


TYPED: Final = Legibility(1.0, (), scanned=False)
"""Digital text: its letters are what they are."""


def all_of(parts: Iterable[Legibility]) -> Legibility:
    """Of a text that stands in several places, all of which must have been read right."""
    found = list(parts)
    return _together(math.prod(p.letters for p in found), found)


def weakest_of(parts: Iterable[Legibility]) -> Legibility:
    """Of what stands somewhere among several places: as unsure as the least sure of them."""
    found = list(parts)
    return _together(min((p.letters for p in found), default=1.0), found)


def _together(letters: float, parts: Sequence[Legibility]) -> Legibility:
    rivals = parts[0].rivals if len(parts) == 1 else ()
    return Legibility(letters, distinct(d for p in parts for d in p.doubts), any(p.scanned for p in parts), rivals)


def distinct(doubts: Iterable[Doubt]) -> tuple[Doubt, ...]:
    """Each reason once, at its strongest, in the order given."""
    out: dict[tuple[str, str], Doubt] = {}
    for d in doubts:
        known = out.get((d.kind, d.because))
        if known is None or d.ceiling < known.ceiling:
            out[d.kind, d.because] = d
    return tuple(out.values())


def telling(confidence: float, doubts: Iterable[Doubt]) -> tuple[Doubt, ...]:
    """What is to be told of a value of this confidence: nothing of a sure one; else the reasons, the gravest first.

    Reasons that would leave it sure are told only where there are no others.
    """
    if confidence >= SURE:
        return ()
    found = sorted(distinct(doubts), key=lambda d: d.ceiling)
    return tuple(d for d in found if d.ceiling < SURE) or tuple(d for d in found if d.ceiling < 1)
