"""Columns of writing between which nobody drew a rule: strips of paper that run down between lines on both sides.

Where rules are missing, a caption and the value beside it stand as close as two words of a line, and half a line off
each other. What parts them is that the paper between them goes on above and below (Breuel's whitespace; Nagy's XY-cut).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from formextract.imaging.image import Image

GRAIN = 6
"""Parts of a letter's height to which the page is made coarser: whether there is ink is asked of each."""
STRIPS = ((1.0, 2.2), (0.75, 3.0))
"""Letter heights that a strip is wide at least, and how many of writing stand level with each other on its two sides
then: in a line of prose hardly a place in ten is as wide, signs' squares aside."""
NARROW = (0.5, 3.6)
"""The same of a strip as narrow as a sign's square: as many lines are no chance, but lines that begin with a number."""
NUMBER = (1.5, 2.5)
"""Letter heights left of such a strip between which there is ink where more than a number and its sign stands."""
LONG, AGAIN = 5.0, (0.5, 0.7)
"""Letter heights of level writing from which a strip says where columns are parted elsewhere on the page, too, and how
wide a strip and how much level writing is enough there."""
SIGN, SQUARE = 0.5, 0.7
"""Letter heights: the longer side of a sign of sentences or its dots at most, and how far the rest of its square
reaches to the right of it: that is no paper between columns."""
BETWEEN = 4
"""Grains from which paper between two lines of one column is no writing of it."""
SNAP = 1.0
"""Letter heights in which a row of paper is looked for at a strip's ends, where a line across it is that stands off."""

LETTER_PARTS = 0.2
"""Letter heights of paper between the parts of one letter, one above the other, at most."""

Box = tuple[int, int, int, int]


class _Strip(NamedTuple):
    """A strip of paper, in grains: its sides, its ends, and how much writing is level on both sides."""

    x0: int
    x1: int
    y0: int
    y1: int
    level: int


class _Ink(NamedTuple):
    """A page in grains: where there is ink, and the same with the squares of signs."""

    own: NDArray[np.bool_]
    squared: NDArray[np.bool_]

    def within(self, box: Box) -> _Ink:
        x0, y0, x1, y1 = box
        return _Ink(self.own[y0:y1, x0:x1], self.squared[y0:y1, x0:x1])


def columns_in(part: Image, letter: float) -> list[tuple[Box, Image]]:
    """The parts of a piece of a page (1 on ink) within which lines may be told apart: box in pixels, and the ink in it.

    One where there is no strip; else from top to bottom and from left to right, each as wide and high as the strips
    leave it. What stands across a strip's end belongs whole to the part that has its middle.
    """
    h, w = part.shape
    whole = [((0, 0, w, h), part)]
    grain = max(1, round(letter / GRAIN))
    if h < 2 * letter or w < 2 * letter:
        return whole
    ink = _Ink(_coarse(part, grain), _coarse(_with_squares(part, letter), grain))
    known: list[int] = []
    found = list(_parted(ink, (0, 0, ink.own.shape[1], ink.own.shape[0]), known, again=False))
    if known:
        found = [part for box in found for part in _parted(ink, box, known, again=True)]
    if len(found) == 1:
        return whole
    boxes = [(x0 * grain, y0 * grain, min(w, x1 * grain), min(h, y1 * grain)) for x0, y0, x1, y1 in found]
    return _with_whole_letters(part, boxes, letter)


def _with_whole_letters(part: Image, boxes: list[Box], letter: float) -> list[tuple[Box, Image]]:
    """The boxes with the ink in them, each letter in the box of its middle, which may grow up and down."""
    high = max(1, round(LETTER_PARTS * letter))
    joined = cv2.morphologyEx(part, cv2.MORPH_CLOSE, np.ones((high, 1), np.uint8))
    _, labels, stats, centres = cv2.connectedComponentsWithStats(joined, connectivity=8)
    home = np.zeros(part.shape, np.int32)
    for k, (x0, y0, x1, y1) in enumerate(boxes, 1):
        home[y0:y1, x0:x1] = k
    at = np.clip(centres.astype(np.int32), 0, (part.shape[1] - 1, part.shape[0] - 1))
    owner = home[at[:, 1], at[:, 0]]
    owner[0] = 0
    of_box = owner[labels]
    out = []
    for k, (x0, y0, x1, y1) in enumerate(boxes, 1):
        own = stats[owner == k]
        if len(own):
            top = min(y0, int(own[:, 1].min()))
            foot = max(y1, int((own[:, 1] + own[:, 3]).max()))
            own = part[top:foot, x0:x1] & (of_box[top:foot, x0:x1] == k)
            out.append(((x0, top, x1, foot), np.asarray(own, np.uint8)))
    return out


def _with_squares(part: Image, letter: float) -> Image:
    """The ink, with the squares of signs filled to the right of them."""
    out = part.copy()
    count, _, stats, _ = cv2.connectedComponentsWithStats(np.ascontiguousarray(part), connectivity=8)
    small = stats[1:count][np.maximum(stats[1:count, 2], stats[1:count, 3]) <= SIGN * letter]
    reach = round(SQUARE * letter)
    for x, y, w, h, _ in small:
        out[y : y + h, x : x + w + reach] = 1
    return out


def _coarse(part: Image, grain: int) -> NDArray[np.bool_]:
    kernel = np.ones((grain, grain), np.uint8)
    spread = cv2.dilate(part, kernel, anchor=(0, 0), borderType=cv2.BORDER_CONSTANT, borderValue=0)
    return np.asarray(np.asarray(spread)[::grain, ::grain] > 0)


def _parted(ink: _Ink, box: Box, known: list[int], *, again: bool) -> Iterator[Box]:
    """A box cut at its longest strip, each part cut again; `known` gets the middles of long ones.

    `again`: short strips count at the middles that are known.
    """
    x0, y0, x1, y1 = box
    own = ink.within(box)
    strips = _strips_at(own.own, [x - x0 for x in known]) if again else _strips(own)
    strip = max(strips, key=lambda s: (s.level, s.x1 - s.x0), default=None)
    if strip is None:
        yield box
        return
    top, foot = _snapped(own.own, strip)
    middle = x0 + (strip.x0 + strip.x1) // 2
    if strip.level >= LONG * GRAIN and not again:
        known.append(middle)
    for part in (
        (x0, y0, x1, y0 + top),
        (x0, y0 + top, middle, y0 + foot),
        (middle, y0 + top, x1, y0 + foot),
        (x0, y0 + foot, x1, y1),
    ):
        if part[2] > part[0] and part[3] > part[1] and ink.within(part).own.any():
            yield from _parted(ink, part, known, again=again)


def _strips(ink: _Ink) -> Iterator[_Strip]:
    """The strips of paper that part columns: the longest of each width."""
    for wide, least in STRIPS:
        yield from _of_width(ink.squared, wide, least, (0.0, float("inf")))
    yield from _of_width(ink.own, *NARROW, NUMBER)


def _strips_at(ink: NDArray[np.bool_], known: Sequence[int]) -> Iterator[_Strip]:
    """The longest strips that go down where columns are parted elsewhere."""
    yield from _of_width(ink, *AGAIN, (0.0, float("inf")), known)


def _of_width(
    ink: NDArray[np.bool_], wide: float, least: float, beside: tuple[float, float], at: Sequence[int] | None = None
) -> Iterator[_Strip]:
    """The longest strips as wide, of several as long all, where `at` is given only those over one of its places.

    Each has at least so much writing (letter heights) level on both sides, left of it `beside`. All are measured at
    once: a page of nothing but grain has a hundred thousand.
    """
    n = round(wide * GRAIN)
    w = ink.shape[1]
    if w <= n:
        return
    sums = np.cumsum(np.pad(ink.astype(np.int32), ((0, 0), (1, 0))), axis=1)
    paper: NDArray[np.bool_] = np.equal(sums[:, n:], sums[:, :-n])  # [row, x]: x to x + n is paper
    xs = np.arange(w - n + 1)
    near, far = (np.maximum(0, xs - round(min(b, w) * GRAIN)) for b in beside)
    left, right = sums[:, near] > sums[:, far], sums[:, n:] < sums[:, -1:]
    both: NDArray[np.bool_] = paper & ((_solid(left) & right) | (left & _solid(right)))
    columns = np.flatnonzero(both.sum(axis=0) >= least * GRAIN)
    x, tops, feet, levels = _runs(paper[:, columns], both[:, columns])
    found = 0
    for k in np.argsort(-levels, kind="stable"):
        level, a, b = int(levels[k]), int(tops[k]), int(feet[k])
        if level < max(least * GRAIN, found):
            return
        strip = _Strip(start := int(columns[x[k]]), _end(ink, both[a:b, start], a, start + n), a, b, level)
        if strip.x1 < w and (at is None or any(strip.x0 < place <= strip.x1 for place in at)):
            found = level
            yield strip


def _runs(paper: NDArray[np.bool_], both: NDArray[np.bool_]) -> tuple[NDArray[np.intp], ...]:
    """Each stretch of `paper` down a column: the column, its first row and the one behind it, rows of it in `both`."""
    edges = np.diff(np.pad(paper.T.astype(np.int8), ((0, 0), (1, 1))), axis=1)
    x, tops = np.nonzero(edges > 0)
    feet = np.nonzero(edges < 0)[1]
    sums = np.pad(np.cumsum(both, axis=0, dtype=np.intp), ((1, 0), (0, 0)))
    return x, tops, feet, sums[feet, x] - sums[tops, x]


def _end(ink: NDArray[np.bool_], beside: NDArray[np.bool_], top: int, x: int) -> int:
    """Where the paper ends to the right of `x`, over the rows from `top` between the first and last of `beside`."""
    rows = top + np.flatnonzero(beside)
    inked = np.flatnonzero(ink[rows[0] : rows[-1] + 1, x:].any(axis=0))
    return x + int(inked[0]) if len(inked) else ink.shape[1]


def _solid(written: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Where there is writing in a row, with the rows between lines of one column."""
    closed = cv2.morphologyEx(written.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((BETWEEN, 1), np.uint8))
    return np.asarray(closed, np.bool_)


def _snapped(ink: NDArray[np.bool_], strip: _Strip) -> tuple[int, int]:
    """The strip's ends, moved inwards to a row of paper across the whole where there is one near."""
    blank: NDArray[np.bool_] = np.equal(ink.sum(axis=1), 0)
    reach = round(SNAP * GRAIN)
    top, foot = strip.y0, strip.y1
    if top > 0:
        near = np.flatnonzero(blank[top : min(foot, top + reach)])
        top += int(near[0]) if len(near) else 0
    if foot < len(ink):
        near = np.flatnonzero(blank[max(top, foot - reach) : foot])
        foot = max(top, foot - reach) + int(near[-1]) + 1 if len(near) else foot
    return top, max(foot, top + 1)
