"""Level rules that go through letters: strokes by which a line of text was struck out, and no rules of a table."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from formextract.imaging.image import Image
from formextract.imaging.rules.detect import Rules
from formextract.layout.grid import Rule

THICK = 0.35
"""Letter heights: the thickest ink of a stroke."""
BESIDE = 0.08
"""Letter heights from a stroke at which letters that cross it are seen."""
CROSSED = 0.7
"""Letters' strokes that go through it, a letter height of its length, at least: a figure has two or three."""
THROUGH = 0.45
"""Share of what comes to it from above or below that goes on on the other side; letters on a rule end at it."""
END = 0.3
"""Letter heights from an upright rule at which it ends: text keeps a little more from its border."""


def without_strikes(rules: Rules, ink: Image, letter: float) -> Rules:
    """The rules but for level ones that cross and end at no upright rule and that letters go through."""
    struck = [r for r in rules.horizontal if _free(r, rules.vertical, letter) and _strikes(r, ink, rules.ink, letter)]
    if not struck:
        return rules
    left = rules.ink.copy()
    for rule in struck:
        first, behind = _edges(rule, rules.ink, letter)
        rows = np.arange(len(left))[first.min() : behind.max(), None]
        part = left[first.min() : behind.max(), _columns(rule)]
        part[(rows >= first) & (rows < behind)] = 0
    return rules._replace(horizontal=[r for r in rules.horizontal if r not in struck], ink=left)


def _free(rule: Rule, upright: Sequence[Rule], letter: float) -> bool:
    """Whether no upright rule crosses a level one, and it does not run from one to another."""
    y, x0, x1 = rule
    near = [x for x, a, b in upright if a - END * letter <= y <= b + END * letter]
    reach = END * letter
    if any(x0 + reach < x < x1 - reach for x in near):
        return False
    return not all(any(abs(x - end) <= reach for x in near) for end in (x0, x1))


def _columns(rule: Rule) -> slice:
    return slice(round(rule[1]), round(rule[2]) + 1)


def _edges(rule: Rule, ruled: Image, letter: float) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The first row of a rule's ink in each of its columns, and the one behind it: it may lie a little aslant."""
    reach = max(2, round(THICK * letter))
    top = max(0, round(rule[0]) - reach)
    band = ruled[top : round(rule[0]) + reach + 1, _columns(rule)] > 0
    there = np.flatnonzero(band.any(axis=0))
    if not len(there):
        middle = np.full(band.shape[1], round(rule[0]), np.intp)
        return middle, middle + 1
    every = np.arange(band.shape[1])
    first = np.interp(every, there, band.argmax(axis=0)[there])
    behind = np.interp(every, there, len(band) - band[::-1].argmax(axis=0)[there])
    return np.rint(first).astype(np.intp) + top, np.rint(behind).astype(np.intp) + top


def _strikes(rule: Rule, ink: Image, ruled: Image, letter: float) -> bool:
    """Whether letters go through a level rule wherever it runs."""
    crossed, through = crossing(rule, ink, ruled, letter)
    return crossed >= CROSSED and through >= THROUGH


def crossing(rule: Rule, ink: Image, ruled: Image, letter: float) -> tuple[float, float]:
    """How often letters go through a rule, a letter height of it, and the share of what comes to it that does."""
    first, behind = _edges(rule, ruled, letter)
    beside = max(2, round(BESIDE * letter))
    columns = np.arange(_columns(rule).start, _columns(rule).start + len(first))
    rows = first - beside, behind - 1 + beside
    if rows[0].min() < 0 or rows[1].max() >= len(ink):
        return 0.0, 0.0
    above, below = (ink[r, columns] for r in rows)
    wide = np.ones((1, 2 * beside + 1), np.uint8)
    both = np.asarray(cv2.dilate(above[None], wide)[0] & cv2.dilate(below[None], wide)[0])
    either = np.asarray(above | below)
    crossings = int(np.count_nonzero(np.diff(np.concatenate(([0], both, [0])).astype(np.int8)) == 1))
    inked = int(np.count_nonzero(either))
    return crossings * letter / max(1.0, rule[2] - rule[1]), int(
        np.count_nonzero(either & both)
    ) / inked if inked else 0.0
