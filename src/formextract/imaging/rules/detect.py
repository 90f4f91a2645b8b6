"""Finds ruled lines on an upright page by morphological opening, and takes their ink off the page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import cv2
import numpy as np

from formextract.imaging.image import Image
from formextract.imaging.ink.components import Components, components_of
from formextract.imaging.rules.faint import FaintLines, with_faint
from formextract.imaging.rules.letter_strokes import are_letter_strokes
from formextract.layout.grid import Rule

STROKE = 1.25
"""Letter heights: straight ink at least this long may be a piece of a rule; strokes of letters are shorter."""
SHORTEST_LEVEL = 2.2
"""Letter heights: a level rule is at least this long; a typed dash of two letters is no rule, an underline none too."""
SHORTEST_UPRIGHT = 1.25
"""Letter heights: an upright rule is at least this long; rows of one line are hardly higher."""
BESIDE = 3.0
"""Letter heights to either side of an underline in which the foot of its line is looked for."""
FOOT = 0.18
"""Letter heights by which letters may reach below an underline; below a dash they reach by half a letter."""
LONG = 3.0
"""Letter heights: longer upright ink is a rule wherever it ends."""
REACH = 0.6
"""Letter heights: an upright rule ends this close to a level one."""
BREAK = 1.3
"""Letter heights: pieces of one rule may lie this far apart where ink or wear hides it."""
THICK = 0.4
"""Letter heights: thicker ink is a bar or a tilted stroke, not a rule."""
THICK_FRAME = 0.8
"""The same for ink longer than FRAME letter heights: the heavy frame around a form."""
FRAME = 8.0
TYPICAL_LETTER = 10.5
"""Points: the usual letter of forms, by which pixels become points where the page's size is not known."""

DASHED = 4
"""If at least this many horizontal rules are dashed, also accept dashed vertical rules, however short the row."""

GAPLESS = 0.9
"""Share of a weak rule that is there, below which it is dashed."""


class Suspected(NamedTuple):
    """Stretches that may be rules and were not taken for any: what they run through may be two cells."""

    level: Sequence[Rule] = ()
    upright: Sequence[Rule] = ()


NO_SUSPECTS = Suspected()


class Rules(NamedTuple):
    """Level and upright rules in pixels, and the ink that belongs to them."""

    horizontal: list[Rule]
    vertical: list[Rule]
    ink: Image
    stray: Sequence[Rule] = ()
    """Upright strokes that end at no level rule: pieces of rules, or of letters."""
    dashed: int = 0
    """Pieces of dashed rules among them."""
    sides: Sequence[Rule] = ()
    """Upright rules for sides of tables that are not there."""
    suspected: Suspected = NO_SUSPECTS


def find_rules(ink: Image, letter: float, faint: FaintLines | None = None) -> Rules:
    """The rules on an upright page; `letter` is a letter's height in pixels, `faint` where faint ones may run."""
    stroke = max(12, round(STROKE * letter))
    level, across = _straight(ink, stroke), np.asarray(cv2.transpose(ink), np.uint8)
    upright = _straight(across, stroke)
    strong = level, upright
    if faint is not None:
        level = with_faint(level, ink, faint.level, stroke, letter)
        upright = with_faint(upright, across, faint.sideways, stroke, letter)
    found, flat_spots = _rules(level, letter, STROKE)
    found = [
        f for f in found if not are_letter_strokes(flat_spots.stats[list(f.components), :4], f.length, across, letter)
    ]
    flat = [f for f in found if f.length >= SHORTEST_LEVEL * letter]
    under = [f for f in found if f.length < SHORTEST_LEVEL * letter and _underlines(f.rule, ink, letter)]
    tall, stray, tall_spots = _upright(upright, strong[1], flat, letter)
    dashed = 0
    if faint is not None:
        uprights = [t.rule for t in tall]
        weak = [f for f in flat if not _is_inked(f.rule, strong[0], letter)]
        lost = [f for f in weak if not _between(f.rule, uprights, letter)]
        flat = [f for f in flat if f not in lost]
        dashed = sum(not _is_inked(f.rule, faint.level | ink, letter, GAPLESS) for f in weak if f not in lost)
        if dashed >= DASHED:
            upright = with_faint(strong[1], across, faint.sideways, stroke, letter, framed=True)
            tall, stray, tall_spots = _upright(upright, strong[1], flat, letter)
    ink = cv2.bitwise_or(_ink([*flat, *under], flat_spots), cv2.transpose(_ink(tall, tall_spots)))
    return Rules([f.rule for f in flat], [t.rule for t in tall], np.asarray(ink, np.uint8), stray, dashed)


def _upright(
    ink: Image, strong: Image, flat: Sequence[_Found], letter: float
) -> tuple[list[_Found], list[Rule], Components]:
    """Upright rules on a page laid on its side, strokes that end at no level rule, and all components.

    What is no straight ink (`strong`) for most of its length must run from one level rule to another.
    """
    tall, components = _rules(ink, letter, SHORTEST_UPRIGHT)
    rules = [f.rule for f in flat]
    tall = [t for t in tall if _is_inked(t.rule, strong, letter) or _between(t.rule, rules, letter)]
    framed = [_framed(t.rule, rules, letter) for t in tall]
    stray = [t.rule for t, ends in zip(tall, framed, strict=True) if not ends]
    return [t for t, ends in zip(tall, framed, strict=True) if ends], stray, components


def _straight(ink: Image, stroke: int) -> Image:
    return np.asarray(cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, stroke), np.uint8)), np.uint8)


class _Found(NamedTuple):
    rule: Rule
    components: tuple[int, ...]

    @property
    def length(self) -> float:
        return self.rule[2] - self.rule[1]


def _underlines(rule: Rule, ink: Image, letter: float) -> bool:
    """Whether a short level stroke lies at the foot of what is written around it: a blank to fill in, no dash."""
    y, x0, x1 = rule
    top, bottom = max(0, round(y - 1.05 * letter)), round(y + 0.35 * letter)
    left, right = max(0, round(x0 - BESIDE * letter)), round(x1 + BESIDE * letter)
    around = ink[top:bottom, left:right].copy()
    around[max(0, round(y - 0.09 * letter) - top) : round(y + 0.09 * letter) + 1 - top] = 0
    rows = np.flatnonzero(around.sum(axis=1) >= max(2.0, 0.05 * letter))
    return bool(len(rows)) and y - top >= rows[-1] - FOOT * letter


def _ink(found: Sequence[_Found], components: Components) -> Image:
    which = np.zeros(len(components.stats), bool)
    for f in found:
        which[list(f.components)] = True
    return components.image_of(which)


def _framed(rule: Rule, level: Sequence[Rule], letter: float) -> bool:
    """Whether an upright rule ends at level ones, or is longer than any stroke of a letter."""
    x, y0, y1 = rule
    if y1 - y0 >= LONG * letter:
        return True
    reach = REACH * letter
    near = [y for y, a, b in level if a - reach <= x <= b + reach and y0 - reach <= y <= y1 + reach]
    return any(abs(y - y0) <= reach for y in near) and any(abs(y - y1) <= reach for y in near)


def _is_inked(rule: Rule, strong: Image, letter: float, share: float = 0.5) -> bool:
    """Whether a level rule is ink for such a share of its length."""
    y, x0, x1 = rule
    reach = max(2, round(0.12 * letter))
    band = strong[max(0, round(y) - reach) : round(y) + reach + 1, round(x0) : round(x1)]
    return bool(band.any(axis=0).mean() > share)


def _between(rule: Rule, upright: Sequence[Rule], letter: float) -> bool:
    """Whether a level rule runs from one upright rule to another."""
    y, x0, x1 = rule
    near = [x for x, a, b in upright if a - REACH * letter <= y <= b + REACH * letter]
    return all(any(abs(x - end) <= REACH * letter for x in near) for end in (x0, x1))


def _rules(ink: Image, letter: float, shortest: float) -> tuple[list[_Found], Components]:
    components = components_of(ink)
    pieces: list[tuple[float, float, float, int]] = []
    for i, (x, y, w, h, area) in enumerate(components.stats.tolist()):
        if i == 0 or area > (THICK if w < FRAME * letter else THICK_FRAME) * letter * w:
            continue
        pieces.append((y + (h - 1) / 2, float(x), float(x + w), i))
    kept = [group for group in _joined(pieces, letter) if group[-1][2] - group[0][1] >= shortest * letter]
    rules = []
    for group in kept:
        length = sum(p[2] - p[1] for p in group)
        place = sum(p[0] * (p[2] - p[1]) for p in group) / length
        rules.append(_Found((place, group[0][1], max(p[2] for p in group)), tuple(p[3] for p in group)))
    return rules, components


def _joined(
    pieces: Sequence[tuple[float, float, float, int]], letter: float
) -> list[list[tuple[float, float, float, int]]]:
    """Pieces that lie on one line, broken by no more than BREAK letters."""
    groups: list[list[tuple[float, float, float, int]]] = []
    for piece in sorted(pieces, key=lambda p: p[1]):
        best: list[tuple[float, float, float, int]] | None = None
        for group in groups:
            last = group[-1]
            gap = piece[1] - last[2]
            level = abs(piece[0] - last[0]) <= max(2.5, 0.12 * letter)
            nearer = best is None or gap < piece[1] - best[-1][2]
            if level and nearer and -letter <= gap <= BREAK * letter:
                best = group
        if best is None:
            groups.append([piece])
        else:
            best.append(piece)
    return groups


def without_rules(grey: Image, rules: Rules, paper: int) -> Image:
    """The page with the rules' ink, and the pixel beside it, painted over."""
    near = cv2.dilate(rules.ink, np.ones((3, 3), np.uint8))
    out = grey.copy()
    out[near > 0] = paper
    return out
