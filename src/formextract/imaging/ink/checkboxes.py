"""Finds printed boxes and circles to tick by their outline, and measures how much ink lies inside."""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from formextract.imaging.image import Image
from formextract.imaging.ink.components import Components, Flags

SMALLEST, LARGEST = 0.35, 1.2
"""Letter heights: sides of a box to tick."""
SIDE = 0.85
"""Share of each side that must be drawn; letters with four sides (国, 口) have it too: the recogniser tells those."""
FULL = 0.6
"""Share of ink inside from which a circle is a filled one; in between it is a number in a circle."""
OVAL = 0.12
"""Share by which height and width of a circle to tick may differ; a nought is narrower."""
ROUND = 0.05
"""Deviation of a circle's outline from its mean radius; a square's is 0.11."""
CORNER = 0.1
"""Share of a circle's width that its square's corners are empty."""
CORE = 0.24
"""Share of the box's side that its outline may take, on either side, before the inside begins."""
AROUND = 0.09
"""Letter heights of paper left of, above and below a box."""
DUST = 2
"""Pixels of ink that dust may leave there."""
EMPTY = 0.05
"""Share of the inside that dust may cover in an empty box."""
TICKED = 0.11
"""Share of the inside that a tick covers at least; in between one cannot tell."""


class Checkbox(NamedTuple):
    """A square or circle (x0, y0, x1, y1) in pixels, and the share of its inside that is inked."""

    box: tuple[int, int, int, int]
    inked: float
    left: float = 1.0
    """Letter heights of paper to its left, at most 1; of a struck one 1 if it is surely no letter, else 0."""
    struck: bool = False
    """Whether strokes run across or around it: found by what is left of its sides."""
    beside: bool = False
    """Whether its mark only touches it from outside."""
    square: bool = True

    @property
    def faintly(self) -> bool:
        """Whether its mark is hardly more than what wear leaves in a box."""
        return self.struck and self.inked < TICKED

    @property
    def ticked(self) -> bool | None:
        """Whether there is a mark inside; None where one cannot tell. One that strokes run into holds them."""
        if self.inked >= TICKED or (self.struck and self.inked > EMPTY):
            return True
        return False if self.inked <= EMPTY else None


def find_checkboxes(ink: Image, components: Components, among: Flags, letter: float) -> list[Checkbox]:
    """The squares and circles `among` the components of ink on an upright page, rules taken off."""
    labels, stats = components.labels, components.stats
    w, h = stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]
    size = np.maximum(w, h)
    fits = (size >= SMALLEST * letter) & (size <= LARGEST * letter) & (np.minimum(w, h) * 1.3 >= size)
    out = []
    for i in np.flatnonzero(fits & among):
        x, y, cw, ch = (int(v) for v in stats[i][:4])
        if not _stands_free(ink, (x, y, x + cw, y + ch), letter):
            continue
        component = labels[y : y + ch, x : x + cw] == i
        square = _four_sides(component)
        if square or _is_ring(component):
            inside = _core(ink, x, y, cw, ch)
            if not square and inside.size and EMPTY < float(inside.mean()) < FULL:
                continue  # ⑧
            out.append(
                Checkbox(
                    (x, y, x + cw, y + ch),
                    float(inside.mean()) if inside.size else 0.0,
                    _paper_left(ink[y : y + ch, :x], letter),
                    square=square,
                )
            )
    return out


def is_hollow(ink: Image, box: tuple[int, int, int, int]) -> bool:
    """Whether an outline (x0, y0, x1, y1) has nothing inside."""
    x0, y0, x1, y1 = box
    inside = _core(ink, x0, y0, x1 - x0, y1 - y0)
    return bool(inside.size) and float(inside.mean()) <= EMPTY


def _core(ink: Image, x: int, y: int, w: int, h: int) -> Image:
    """The inside of a box, without its outline."""
    dx, dy = max(2, round(CORE * w)), max(2, round(CORE * h))
    return ink[y + dy : y + h - dy, x + dx : x + w - dx]


def _paper_left(ink: Image, letter: float) -> float:
    columns = np.flatnonzero(ink[:, max(0, ink.shape[1] - round(letter)) :].sum(axis=0) > 1)
    return 1.0 if not len(columns) else (min(round(letter), ink.shape[1]) - 1 - float(columns[-1])) / letter


def _stands_free(ink: Image, box: tuple[int, int, int, int], letter: float) -> bool:
    """Whether there is paper left of, above and below a box: the 日 in 增 has strokes there."""
    x0, y0, x1, y1 = box
    m = max(2, round(AROUND * letter))
    left, above, below = ink[y0:y1, max(0, x0 - m) : x0], ink[max(0, y0 - m) : y0, x0:x1], ink[y1 : y1 + m, x0:x1]
    return all(int(side.sum()) <= DUST for side in (left, above, below))


def _four_sides(component: NDArray[np.bool_]) -> bool:
    deep = max(2, round(0.14 * max(component.shape)))
    for side in (
        component[:deep].any(0),
        component[-deep:].any(0),
        component[:, :deep].any(1),
        component[:, -deep:].any(1),
    ):
        if np.count_nonzero(side) < SIDE * side.size:
            return False
    return all(_straight(s) for s in _edges(component))


def _is_ring(component: NDArray[np.bool_]) -> bool:
    """Whether a component's outline is a circle."""
    h, w = component.shape
    if abs(h - w) > OVAL * max(h, w):
        return False
    k = round(CORNER * w)
    if k and (
        component[:k, :k].any() or component[:k, -k:].any() or component[-k:, :k].any() or component[-k:, -k:].any()
    ):
        return False
    contours, _ = cv2.findContours(component.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    points = max(contours, key=cv2.contourArea).reshape(-1, 2).astype(np.float64)
    reach = np.hypot(points[:, 0] - (w - 1) / 2, points[:, 1] - (h - 1) / 2)
    return float(reach.std()) <= ROUND * float(reach.mean())


def _edges(component: NDArray[np.bool_]) -> list[NDArray[np.intp]]:
    """How far in the outline lies, along each of the four sides."""
    return [part.argmax(axis=0) for part in (component, component[::-1], component.T, component.T[::-1])]


def _straight(depths: NDArray[np.intp]) -> bool:
    """Whether a side's outline hardly strays, its ends (rounded by blur) aside."""
    n = len(depths)
    core = depths[n // 6 : n - n // 6]
    if not len(core):
        return False
    core, most = np.sort(core), len(core) - 1
    return float(core[round(0.9 * most)] - core[round(0.1 * most)]) <= max(1.0, 0.1 * n)
