"""Finds printed boxes that a pen's strokes run across or around: by what is left of their four sides.

A box that nobody touched is a component of its own (`checkboxes.py`); one that a stroke crosses is not, but a pen only
adds ink: its four sides are still there, as long as those of the page's other boxes. Letters with four sides (国, 回)
are found as well: what was read there tells them.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from formextract.imaging.image import Image
from formextract.imaging.ink.checkboxes import EMPTY, TICKED, Checkbox

SIZES = 2
"""Sizes of boxes that a page's forms have, at most: without an untouched box beside it none is looked for."""
SMALLEST, OBLONG = 0.5, 0.12
"""Letter heights of the least box that pens are looked for at, and the share by which its sides may differ."""
SAME = 0.12
"""Share by which the boxes of a page differ that are of one print."""
ASTRAY = 0.03
"""Letter heights by which the ink of a side may lie beside its place."""
WHOLE, LEAST = 0.9, 0.75
"""Share of all four sides, and of each of them, that is there."""
CORNER, CORNERED = 0.16, 0.8
"""Share of a side that is its end, and of the eight ends the share that is there: letters' strokes have no corners."""
FREE = 0.3
"""Letter heights of paper left of a box that is no part of a letter."""
BESIDE = 0.5
"""Share of a side along which there may be ink both just outside it and just inside: what is black is no line."""
AROUND, REACH = 0.72, 0.9
"""Sides of a box around it in which a ring runs, and in which a stroke that touches it is its mark."""
STROKE, TOUCH = 0.07, 0.02
"""Ink of a stroke that touches it, as a share of the box, and of what may be one."""
SIDE = 0.14
"""Share of a box that each of its sides may take."""
COLUMN = 0.15
"""Letter heights by which the left sides of boxes differ that stand in one column."""
BLACK = 0.55
"""Share of the inside that is ink from which a pen filled it."""
STRAIGHT, LEVEL = 0.5, 0.5
"""Sides of a box that a level or upright stroke inside is long, and the share of the ink that such strokes may be."""
SURROUNDED = 3
"""Sides of a box on which one stroke is met that runs around it; a table's rule may hide the fourth."""
MOST = 400
"""Boxes on a page, at most: what has more places like these is a pattern."""

Square = tuple[int, int, int, int]


class _Place(NamedTuple):
    sides: float
    box: Square


def find_struck_boxes(ink: Image, labels: NDArray[Any], boxes: Sequence[Checkbox], letter: float) -> list[Checkbox]:
    """Boxes that pens ran into, besides the untouched `boxes`; `labels` are the components of `ink` (height, width)."""
    out: list[Checkbox] = []
    taken = [b.box for b in boxes]
    for width, height in _sizes(boxes, letter):
        for place in sorted(_places(ink, width, height, letter), reverse=True):
            if not any(_overlap(place.box, t) for t in taken):
                taken.append(place.box)
                is_box = _by_pen(ink, place.box) and _beside_boxes(place.box, boxes, letter)
                out.append(_marked(ink, labels, place.box)._replace(left=float(is_box)))
    return out


def ringed(boxes: Sequence[Checkbox], labels: NDArray[Any], letter: float) -> list[Checkbox]:
    """The untouched boxes, those ticked that a stroke runs around without touching them."""
    sizes = _sizes(boxes, letter)

    def in_ring(b: Checkbox) -> bool:
        size = b.box[2] - b.box[0], b.box[3] - b.box[1]
        return b.ticked is False and any(_alike(size, s) for s in sizes) and _around(labels, b.box)

    return [b._replace(inked=1.0) if in_ring(b) else b for b in boxes]


def of_one_size(boxes: Sequence[Checkbox], letter: float) -> list[Checkbox]:
    """The boxes, those with something inside that are larger or smaller than all empty ones with no paper to their
    left: letters (回, 国) are, and only a sign that was read there says that they are none."""
    sizes = _sizes(boxes, letter)
    if not sizes:
        return list(boxes)

    def odd(b: Checkbox) -> bool:
        size = b.box[2] - b.box[0], b.box[3] - b.box[1]
        return b.square and b.ticked is not False and not any(_alike(size, s) for s in sizes)

    return [b._replace(left=0.0) if odd(b) else b for b in boxes]


def _sizes(boxes: Sequence[Checkbox], letter: float) -> list[tuple[int, int]]:
    """Widths and heights of the boxes on a page, the most frequent one first."""
    untouched = [b for b in boxes if b.ticked is False and b.square]
    free = [b for b in untouched if b.left >= FREE] or untouched
    empty = [(b.box[2] - b.box[0], b.box[3] - b.box[1]) for b in free]
    empty = [(w, h) for w, h in empty if min(w, h) >= SMALLEST * letter and abs(w - h) <= OBLONG * max(w, h)]
    out: list[tuple[int, int]] = []
    while empty:
        near = {s: sum(_alike(s, t) for t in empty) for s in empty}
        best = max(near, key=lambda s: (near[s], s))
        same = [s for s in empty if _alike(s, best)]
        out.append((round(float(np.median([w for w, _ in same]))), round(float(np.median([h for _, h in same])))))
        empty = [s for s in empty if not _alike(s, best)]
    return out[:SIZES]


def _alike(a: tuple[int, int], b: tuple[int, int]) -> bool:
    return all(abs(x - y) <= max(1, SAME * y) for x, y in zip(a, b, strict=True))


def _places(ink: Image, width: int, height: int, letter: float) -> list[_Place]:
    """Where the four sides of a box so large are there, most of each; of those side by side the best."""
    if min(width, height) < 8 or ink.shape[0] <= height or ink.shape[1] <= width:  # noqa: PLR2004 - pixels of the least box
        return []
    stray = max(1, round(ASTRAY * letter))
    thick = 2 * stray + 1
    level = _count(cv2.dilate(ink, np.ones((thick, 1), np.uint8)), (width, 1))
    upright = _count(cv2.dilate(ink, np.ones((1, thick), np.uint8)), (1, height))
    rows, columns = ink.shape[0] - height, ink.shape[1] - width
    sides = (
        (level[:rows, :columns], width),
        (level[height - 1 : height - 1 + rows, :columns], width),
        (upright[:rows, :columns], height),
        (upright[:rows, width - 1 : width - 1 + columns], height),
    )
    there = [cv2.compare(side, math.ceil(LEAST * long), cv2.CMP_GE) for side, long in sides]
    all_there = cv2.findNonZero(cv2.bitwise_and(cv2.bitwise_and(there[0], there[1]), cv2.bitwise_and(*there[2:])))
    if all_there is None:
        return []
    xs, ys = np.asarray(all_there, np.intp).reshape(-1, 2).T
    mean = np.mean([side[ys, xs] / long for side, long in sides], axis=0)
    whole = mean >= WHOLE
    ys, xs, mean = ys[whole], xs[whole], mean[whole]
    if not len(ys):
        return []
    if len(ys) > MOST * thick**4:
        return []
    drawn = _drawn(ink, ys, xs, (width, height), stray)
    ys, xs, mean = ys[drawn], xs[drawn], mean[drawn]
    out: list[_Place] = []
    for n in np.argsort(-mean, kind="stable"):
        x, y = int(xs[n]), int(ys[n])
        box = x, y, x + width, y + height
        if not any(_overlap(box, p.box) for p in out) and _cornered(ink, box) and _by_pen(ink, box):
            out.append(_Place(float(mean[n]), box))
    return out


def _count(ink: Image, size: tuple[int, int]) -> NDArray[np.uint8]:
    """How many pixels of a window (width, height) that begins at each pixel are ink, as far as 255 are."""
    return np.asarray(
        cv2.boxFilter(ink, cv2.CV_8U, size, anchor=(0, 0), normalize=False, borderType=cv2.BORDER_CONSTANT), np.uint8
    )


def _cornered(ink: Image, box: Square) -> bool:
    """Whether the sides reach to the corners, and meet there."""
    x0, y0, x1, y1 = box
    part = ink[max(0, y0 - 1) : y1 + 1, max(0, x0 - 1) : x1 + 1]
    long = max(3, round(CORNER * (x1 - x0)))
    ends = []
    for at in (part, part[:, ::-1], part[::-1], part[::-1, ::-1]):
        ends += [at[:3, 1 : long + 1].max(axis=0).mean(), at[1 : long + 1, :3].max(axis=1).mean()]
    return float(np.mean(ends)) >= CORNERED


def _drawn(
    ink: Image, ys: NDArray[np.intp], xs: NDArray[np.intp], size: tuple[int, int], stray: int
) -> NDArray[np.bool_]:
    """Whether all sides of each box have paper along them, outside or inside: lines, not the edges of dense writing.

    The boxes, `size` (width, height) each, have their upper left corners at `ys` and `xs`.
    """
    width, height = size
    off = 2 * stray + 1
    tall, wide = ink.shape
    paper = cv2.copyMakeBorder(ink, 0, height + 1, 0, width + 1, cv2.BORDER_CONSTANT)

    def row(y: NDArray[np.intp]) -> NDArray[np.float64]:
        at, along = np.clip(y, 0, tall - 1)[:, None], xs[:, None] + np.arange(width)
        return np.asarray((paper[at, along] | paper[at + 1, along]).mean(axis=1))

    def column(x: NDArray[np.intp]) -> NDArray[np.float64]:
        at, along = np.clip(x, 0, wide - 1)[:, None], ys[:, None] + np.arange(height)
        return np.asarray((paper[along, at] | paper[along, at + 1]).mean(axis=1))

    sides = (
        (row(ys - off - 1), row(ys + off)),
        (row(ys + height + off - 1), row(ys + height - off - 2)),
        (column(xs - off - 1), column(xs + off)),
        (column(xs + width + off - 1), column(xs + width - off - 2)),
    )
    return np.asarray(np.logical_and.reduce([np.minimum(a, b) <= BESIDE for a, b in sides]))


def _by_pen(ink: Image, box: Square) -> bool:
    """Whether what stands inside leans, or is one black: letters with four sides hold level and upright strokes."""
    inside = _inside(ink, box)
    share = float(inside.mean())
    if share <= EMPTY or share >= BLACK:
        return True
    k = round(STRAIGHT * (box[2] - box[0]))
    level = cv2.morphologyEx(inside, cv2.MORPH_OPEN, np.ones((1, k), np.uint8))
    upright = cv2.morphologyEx(inside, cv2.MORPH_OPEN, np.ones((k, 1), np.uint8))
    return float((level | upright).sum()) <= LEVEL * float(inside.sum())


def _inside(ink: Image, box: Square) -> Image:
    x0, y0, x1, y1 = box
    dx, dy = max(2, round(SIDE * (x1 - x0))), max(2, round(SIDE * (y1 - y0)))
    return np.ascontiguousarray(ink[y0 + dy : y1 - dy, x0 + dx : x1 - dx])


def _overlap(a: Square, b: Square) -> bool:
    """Whether two places have more than a corner in common; a box's side is no side of the next one."""
    across, down = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    return across > -2 and down > 0.25 * (a[3] - a[1])  # noqa: PLR2004 - pixels of a line's thickness


def _beside_boxes(box: Square, boxes: Sequence[Checkbox], letter: float) -> bool:
    """Whether an untouched box stands above or below on its left side, or level with it: its place says what it is."""
    reach = COLUMN * letter
    return any(b.ticked is False and min(abs(b.box[0] - box[0]), abs(b.box[1] - box[1])) <= reach for b in boxes)


def _marked(ink: Image, labels: NDArray[Any], box: Square) -> Checkbox:
    """The box with how much of it is inked: inside, or by a stroke that touches it and runs beside it."""
    inside = float(_inside(ink, box).mean())
    if _around(labels, box):
        return Checkbox(box, 1.0, struck=True)
    beside = _beside(labels, box) if inside <= EMPTY else 0.0
    return Checkbox(box, max(TICKED, beside) if beside >= STROKE else inside, struck=True, beside=beside > TOUCH)


def _beside(labels: NDArray[Any], box: Square) -> float:
    """Ink that is one with the box's, left of it, above and below, as a share of it: behind it letters may touch."""
    x0, y0, x1, y1 = box
    reach = round(REACH * (x1 - x0))
    left, top = max(0, x0 - reach), max(0, y0 - reach)
    part = labels[top : y1 + reach, left : x1 + 1]
    own = np.unique(labels[y0:y1, x0:x1])
    strokes = np.isin(part, own[own > 0])
    edge = 3
    strokes[max(0, y0 - top - edge) : y1 - top + edge, max(0, x0 - left - edge) :] = False
    return float(strokes.sum()) / ((x1 - x0) * (y1 - y0))


def _around(labels: NDArray[Any], box: Square) -> bool:
    """Whether one stroke runs around a box: met on most of its sides."""
    x0, y0, x1, y1 = box
    reach_x, reach_y = round(AROUND * (x1 - x0)), round(AROUND * (y1 - y0))
    middle_x, middle_y = (x0 + x1) // 2, (y0 + y1) // 2
    rays = (
        labels[middle_y, max(0, x0 - reach_x) : max(0, x0 - 1)],
        labels[middle_y, x1 + 2 : x1 + reach_x],
        labels[max(0, y0 - reach_y) : max(0, y0 - 1), middle_x],
        labels[y1 + 2 : y1 + reach_y, middle_x],
    )
    met = Counter(label for ray in rays for label in np.unique(ray[ray > 0]).tolist())
    return max(met.values(), default=0) >= SURROUNDED
