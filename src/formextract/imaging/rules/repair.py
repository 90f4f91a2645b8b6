"""Closes gaps in rules that wear broke, and the sides of tables that a form leaves open."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from formextract.imaging.image import Image
from formextract.imaging.rules.detect import LONG, TYPICAL_LETTER, Rules
from formextract.imaging.rules.faint import FaintLines
from formextract.layout.grid import Rule
from formextract.layout.open_sides import side_of

DRAWN = 0.55
"""Share of a stretch between two crossing rules that must still be there; a 1 covers half of a low row."""
DRAWN_STRAY = 0.75
"""Required coverage when no fragment touches a crossing rule; applies only to gaps longer than `LONG`."""
LONG_PIECES = 0.5
"""Share of an upright stretch from which long pieces make it a rule, whatever stands close beside."""
FREE = 0.3
"""Letter heights to either side of an upright stretch that are mostly paper: the middle of 工 has strokes there."""
BUSY = 0.12
"""Share of such a stretch beside which there may be ink."""
HALF = 0.09
"""Letter heights to either side of a rule's middle that belong to it."""
TOUCH = 0.2
"""Letter heights: a rule that ends this close to a crossing one needs no mending there."""
PLACE = 0.3
"""Letter heights within which rules stand at one place."""
WITHIN = 1.5
"""Letter heights by which a broken rule may fall short of a crossing one."""
SIDE = 0.5
"""Letter heights by which the ends of level rules stray that end at one side."""
BESIDE = 0.7
"""Letter heights from such a side within which an upright rule is that side, broken."""
OPEN = 3
"""Level rules that end together where no upright one stands: a side that the form left open."""
TOGETHER = 0.8
"""Share of the level rules between the first and last of them that end there too."""


def repaired(rules: Rules, ink: Image, letter: float, faint: FaintLines | None = None) -> Rules:
    """The rules with their broken stretches closed, and the sides that are not there; mended pieces are rules' ink.

    `faint`: where pieces of a rule may still be that are too faint for ink.
    """
    level, upright = list(rules.horizontal), list(rules.vertical)
    taken, sideways = rules.ink.copy(), np.zeros((ink.shape[1], ink.shape[0]), np.uint8)
    laid = np.asarray(cv2.transpose(ink), np.uint8)  # on its side: rows of pixels lie together
    across = ink if faint is None else ink | faint.level
    down = laid if faint is None else laid | faint.sideways
    sides = _sides(level, upright, letter)
    for _ in range(2):  # a side that was closed lets the rules that end at it be closed
        level = _reaching(level, [*upright, *sides], letter)
        level += _closed(level, [*upright, *sides], across, ink, taken, letter)
        upright = _reaching(upright, level, letter)
        upright += _closed(upright, level, down, laid, sideways, letter, stray=rules.stray)
    mended = np.asarray(cv2.bitwise_or(taken, cv2.transpose(sideways)), np.uint8)
    return Rules(level, upright, mended, sides=sides, suspected=rules.suspected)


def share_repaired(drawn: Rules, rules: Rules, letter: float) -> float:
    """The share of the page's rules of which a stretch was closed. Dashed ones count: of those some are missed."""
    mended = [*rules.horizontal[len(drawn.horizontal) :]], [*rules.vertical[len(drawn.vertical) :]]
    places = sum(len(_places(r, letter)) for r in mended) + drawn.dashed
    return places / max(1, len(_places(rules.horizontal, letter)) + len(_places(rules.vertical, letter)))


def _reaching(rules: Sequence[Rule], across: Sequence[Rule], letter: float) -> list[Rule]:
    """The rules, those that end close to a crossing one as far as there; an underline crosses none and stays."""
    out: list[Rule] = []
    for y, a, b in rules:
        near = [x for x, low, high in across if low - TOUCH * letter <= y <= high + TOUCH * letter]
        if not any(a < x < b for x in near):
            near = []
        start = min((x for x in near if 0 < a - x <= TOUCH * letter), default=a)
        end = max((x for x in near if 0 < x - b <= TOUCH * letter), default=b)
        out.append((y, start, end))
    return out


def _places(rules: Sequence[Rule], letter: float) -> list[list[Rule]]:
    """Rules that stand at one place, ascending."""
    out: list[list[Rule]] = []
    for rule in sorted(rules):
        if out and rule[0] - out[-1][-1][0] <= PLACE * letter:
            out[-1].append(rule)
        else:
            out.append([rule])
    return out


def _closed(
    rules: Sequence[Rule],
    across: Sequence[Rule],
    line: Image,
    ink: Image,
    taken: Image,
    letter: float,
    *,
    stray: Sequence[Rule] | None = None,
) -> list[Rule]:
    """New pieces for the stretches of level rules that are mostly there; the ink of all pieces is marked in `taken`.

    `stray`, for upright rules on their side: pieces that may be of rules if most of a stretch is there.
    """
    upright = stray is not None
    walls = [
        (float(np.mean([r[0] for r in group])), min(r[1] for r in group), max(r[2] for r in group))
        for group in _places(across, letter)
    ]
    half = max(2, round(HALF * letter))
    reach, touch = WITHIN * letter, TOUCH * letter
    out: list[Rule] = []
    for group in _places([*rules, *(stray or ())], letter):
        y = float(np.mean([r[0] for r in group]))
        crossing = [x for x, low, high in walls if low - reach <= y <= high + reach]
        met = [x for x, low, high in walls if low - touch <= y <= high + touch]
        sure = any(_ends_at(r, x, touch) for r in group for x in crossing) or any(
            r[1] < x < r[2] for r in group for x in met
        )
        if not sure and not upright:
            continue
        for a, b in pairwise(crossing):
            whole = sure and any(r[1] <= a + touch and r[2] >= b - touch for r in group)
            thin = _thin(line, ink, round(y), round(a), round(b), half)
            there = float(thin.mean()) if len(thin) else 0.0
            if not len(thin) or (not whole and there < (DRAWN if sure else DRAWN_STRAY)):
                continue
            if not sure and b - a < LONG * letter:
                continue
            if (
                upright
                and not whole
                and not _long(group, a, b, letter)
                and _busy(ink, round(y), round(a), round(b), half, round(FREE * letter))
            ):
                continue
            if not whole:
                out.append((y, a, b))
            top = max(0, round(y) - half)
            band = taken[top : round(y) + half + 1, round(a) : round(b)]
            band |= line[top : round(y) + half + 1, round(a) : round(b)] & thin[None, :].astype(np.uint8)
    return out


def _ends_at(rule: Rule, x: float, touch: float) -> bool:
    """Whether a level rule ends at an upright one; an underline keeps off the sides of its cell."""
    return min(abs(rule[1] - x), abs(rule[2] - x)) <= touch


def _long(group: Sequence[Rule], a: float, b: float, letter: float) -> bool:
    """Whether most of a stretch are pieces of which one is longer than any stroke of a letter."""
    pieces = [r for r in group if r[1] < b and r[2] > a]
    there = sum(min(r[2], b) - max(r[1], a) for r in pieces)
    return there >= LONG_PIECES * (b - a) and any(r[2] - r[1] >= LONG * letter for r in pieces)


def _thin(line: Image, ink: Image, y: int, a: int, b: int, half: int) -> NDArray[np.bool_]:
    """For each pixel along a stretch, whether there is a line that does not reach beyond the rule's thickness."""
    top = y - half - 2
    if top < 0 or y + half + 3 > ink.shape[0]:
        return np.zeros(0, bool)
    part = ink[top : y + half + 3, a:b]
    middle = line[y - half : y + half + 1, a:b].any(axis=0)
    return np.asarray(middle & ~part[:2].any(axis=0) & ~part[-2:].any(axis=0))


def _busy(ink: Image, y: int, a: int, b: int, half: int, free: int) -> bool:
    """Whether there is ink close beside a stretch, as beside the strokes of letters."""
    low, high = ink[max(0, y - half - free) : y - half, a:b], ink[y + half + 1 : y + half + 1 + free, a:b]
    return any(part.size and float(part.any(axis=0).mean()) > BUSY for part in (low, high))


def _sides(level: Sequence[Rule], upright: Sequence[Rule], letter: float) -> list[Rule]:
    """Upright rules for sides that were left open: where several level rules that cross an upright one end together."""
    whole = [(g[0][0], min(r[1] for r in g), max(r[2] for r in g)) for g in _places(level, letter)]
    crossing = [r for r in whole if any(r[1] < x < r[2] and a - letter <= r[0] <= b + letter for x, a, b in upright)]
    scale = TYPICAL_LETTER / letter
    across, along = _scaled(upright, scale), _scaled(whole, scale)
    out: list[Rule] = []
    for end in (1, 2):
        for group in _ends(crossing, end, letter):
            x = float(np.median([r[end] for r in group]))
            low, high = min(r[0] for r in group), max(r[0] for r in group)
            among = [r for r in crossing if low <= r[0] <= high]
            if len(group) < max(OPEN, TOGETHER * len(among)):
                continue
            # the side of a neighbouring table, or this one's own, broken
            near = [(v, a, b) for v, a, b in upright if abs(v - x) <= BESIDE * letter]
            for _, top, foot in _scaled(side_of(sorted(_scaled(group, scale)), end, across, along), 1 / scale):
                if not any(min(foot, b) > max(top, a) for _, a, b in near):
                    out.append((x, top, foot))
    return out


def _scaled(rules: Sequence[Rule], scale: float) -> list[Rule]:
    return [(place * scale, start * scale, stop * scale) for place, start, stop in rules]


def _ends(rules: Sequence[Rule], end: int, letter: float) -> list[list[Rule]]:
    out: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda r: r[end]):
        if out and rule[end] - out[-1][-1][end] <= SIDE * letter:
            out[-1].append(rule)
        else:
            out.append([rule])
    return out
