"""Rules that single cut-offs lost, heard again: each candidate has named features, and a fitted score says what it is.

A candidate is what may be a stretch of a rule, by ink or by being a little darker than the paper on both sides of it.
What speaks for a rule is that it is long, all there, free of letters' strokes, ends at rules that cross it, goes on
beyond them, and begins or ends where others do.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import cv2
import numpy as np

from formextract.imaging.image import Image
from formextract.imaging.ink.components import Components, components_of
from formextract.imaging.rules.faint import DASHES, FaintLines
from formextract.layout.grid import Rule

TABLE = "evidence.json"
"""Written by `scripts/fit_rules.py`."""
PIECE = 0.8
"""Letter heights of the shortest piece, dashes with the gaps between them drawn through."""
SHORTEST = 1.6
"""Letter heights of the shortest candidate."""
BREAK = 1.3
"""Letter heights between the pieces of one candidate, at most."""
THICK = 0.4
"""Letter heights of the thickest candidate."""
EDGE = 1.0
"""Letter heights from the picture's edge: what runs up to it was left by a band of dirt; rules end with their table."""
LEVEL = 0.12
"""Letter heights by which pieces of one rule, and rules at one place, stray across it."""
BESIDE = 0.16
"""Letter heights beside a candidate in which letters whose strokes it is have ink."""
END = 0.6
"""Letter heights within which a candidate ends at a crossing rule, or where another begins or ends."""
LONG = 3.0
"""Letter heights from which a candidate counts as a rule that others may end at: strokes are shorter."""
MOST = 40.0
"""Letter heights beyond which it does not matter how long a candidate is."""


class RuleEvidence(NamedTuple):
    """What speaks for and against a candidate: shares from 0 to 1, counts of ends, and its length in letter heights."""

    length: float
    there: float
    """Share of it that is darker than the paper beside it."""
    inked: float
    """Share of it that is ink."""
    stroked: float
    """Share of it that ink meets from one side: strokes of letters, rather than of a rule that crosses it."""
    ends: int
    """How many of its ends lie at a crossing rule."""
    crossed: bool
    """Whether rules cross it between its ends."""
    goes_on: bool
    """Whether there is a rule at its place beyond one of its ends."""
    aligned: int
    """How many of its ends lie where others at other places have theirs."""

    def terms(self) -> dict[str, float]:
        """What the score adds up, by name."""
        return {
            "one": 1.0,
            "length": math.log2(min(self.length, MOST)),
            "there": self.there,
            "inked": self.inked,
            "stroked": self.stroked,
            "ends": float(self.ends),
            "both_ends": float(self.ends == 2),  # noqa: PLR2004 - a line has two ends
            "crossed": float(self.crossed),
            "goes_on": float(self.goes_on),
            "aligned": float(self.aligned),
        }


class RuleCandidate(NamedTuple):
    """A stretch that may be a rule, and the components of the picture of candidates that it is made of."""

    rule: Rule
    pieces: tuple[int, ...]


class RuleWeights(NamedTuple):
    """The weights of the terms, and the probability from which a candidate is a rule, for one way of lying."""

    weights: dict[str, float]
    accepted: float


@cache
def fitted() -> dict[str, RuleWeights]:
    """The fitted scores of `level` and `upright` candidates."""
    table = json.loads((files("formextract.imaging.rules") / TABLE).read_text(encoding="utf-8"))
    return {way: RuleWeights(table[way]["weights"], table[way]["accepted"]) for way in ("level", "upright")}


def probability(evidence: RuleEvidence, weights: dict[str, float]) -> float:
    """How likely a candidate is a rule."""
    return 1 / (1 + math.exp(-sum(weights[name] * value for name, value in evidence.terms().items())))


class Hearing(NamedTuple):
    """Candidates that lie one way, the evidence of each, and the picture of them."""

    candidates: list[RuleCandidate]
    evidence: list[RuleEvidence]
    components: Components

    def ink_of(self, chosen: Iterable[int]) -> Image:
        """1 on the pixels of the chosen candidates."""
        which = np.zeros(len(self.components.stats), bool)
        for i in chosen:
            which[list(self.candidates[i].pieces)] = True
        return self.components.image_of(which)


def heard(
    level: Sequence[Rule], upright: Sequence[Rule], ruled: Image, faint: FaintLines, ink: Image, letter: float
) -> tuple[Hearing, Hearing]:
    """The level and the upright candidates beside the rules that were found (`ruled` is 1 on their ink).

    The upright ones are of the page laid on its side.
    """
    across, taken = np.asarray(cv2.transpose(ink), np.uint8), np.asarray(cv2.transpose(ruled), np.uint8)
    flat, flat_spots = _candidates(faint.level, ink, ruled, letter)
    tall, tall_spots = _candidates(faint.sideways, across, taken, letter)
    likely_flat = [*level, *(c.rule for c in flat if _length(c.rule) >= LONG * letter)]
    likely_tall = [*upright, *(c.rule for c in tall if _length(c.rule) >= LONG * letter)]
    return (
        Hearing(flat, [_evidence(c, likely_flat, likely_tall, faint.level, ink, letter) for c in flat], flat_spots),
        Hearing(
            tall, [_evidence(c, likely_tall, likely_flat, faint.sideways, across, letter) for c in tall], tall_spots
        ),
    )


def _length(rule: Rule) -> float:
    return rule[2] - rule[1]


def _candidates(ridges: Image, ink: Image, ruled: Image, letter: float) -> tuple[list[RuleCandidate], Components]:
    """What may be level rules beside those that were found."""
    free = np.asarray((ridges | ink) & (cv2.dilate(ruled, np.ones((5, 5), np.uint8)) == 0), np.uint8)
    drawn = cv2.morphologyEx(free, cv2.MORPH_CLOSE, np.ones((1, max(3, round(DASHES * letter))), np.uint8))
    long = cv2.morphologyEx(drawn, cv2.MORPH_OPEN, np.ones((1, max(8, round(PIECE * letter))), np.uint8))
    spots = components_of(np.asarray(long, np.uint8))
    pieces = [
        (y + (h - 1) / 2, float(x), float(x + w), i)
        for i, (x, y, w, h, area) in enumerate(spots.stats.tolist())
        if i and area <= THICK * letter * w
    ]
    out = []
    low, high = EDGE * letter, ink.shape[1] - EDGE * letter
    for group in _joined(pieces, letter):
        start, stop = group[0][1], max(p[2] for p in group)
        if stop - start >= SHORTEST * letter and start >= low and stop <= high:
            lengths = [p[2] - p[1] for p in group]
            place = sum(p[0] * n for p, n in zip(group, lengths, strict=True)) / sum(lengths)
            out.append(RuleCandidate((place, start, stop), tuple(p[3] for p in group)))
    return out, spots


_Piece = tuple[float, float, float, int]


def _joined(pieces: Sequence[_Piece], letter: float) -> list[list[_Piece]]:
    """Pieces that follow each other at one place."""
    groups: list[list[_Piece]] = []
    going_on: list[list[_Piece]] = []
    for piece in sorted(pieces, key=lambda p: p[1]):
        going_on = [g for g in going_on if piece[1] - g[-1][2] <= BREAK * letter]
        near = [g for g in going_on if abs(piece[0] - g[-1][0]) <= LEVEL * letter and -letter <= piece[1] - g[-1][2]]
        if near:
            min(near, key=lambda g: abs(piece[0] - g[-1][0])).append(piece)
        else:
            groups.append([piece])
            going_on.append(groups[-1])
    return groups


def _evidence(
    candidate: RuleCandidate, along: Sequence[Rule], across: Sequence[Rule], ridges: Image, ink: Image, letter: float
) -> RuleEvidence:
    """What speaks for a level candidate; `along` lie as it does, `across` the other way."""
    y, x0, x1 = candidate.rule
    half = max(1, round(LEVEL * letter))
    top, foot, left, right = max(0, round(y) - half), round(y) + half + 1, round(x0), max(round(x0) + 1, round(x1))
    inked = ink[top:foot, left:right].any(axis=0)
    there = inked | ridges[top:foot, left:right].any(axis=0)
    reach = half + max(1, round(BESIDE * letter))
    above, below = ink[max(0, round(y) - reach) : top, left:right], ink[foot : round(y) + reach + 1, left:right]
    strokes = above.any(axis=0) ^ below.any(axis=0) if above.size and below.size else np.ones(1, bool)
    near = END * letter
    crossing = [x for x, a, b in across if a - near <= y <= b + near]
    others = [r for r in along if abs(r[0] - y) > LEVEL * letter]
    beyond = [r for r in along if abs(r[0] - y) <= 2 * LEVEL * letter and (r[2] <= x0 + near or r[1] >= x1 - near)]
    return RuleEvidence(
        _length(candidate.rule) / letter,
        float(there.mean()),
        float(inked.mean()),
        float(strokes.mean()),
        sum(any(abs(x - end) <= near for x in crossing) for end in (x0, x1)),
        any(x0 + near < x < x1 - near for x in crossing),
        bool(beyond),
        sum(any(abs(r[side] - end) <= near / 2 for r in others) for side, end in ((1, x0), (2, x1))),
    )
