"""Printed boxes to tick, found in pixels: four straight sides, and how much ink lies inside."""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]

SMALLEST, LARGEST = 0.35, 1.2
"""Letter heights: sides of a box to tick."""
SIDE = 0.85
"""Share of each side that must be drawn; letters with four sides (国, 口) have it too: the recogniser tells those."""
CORE = 0.24
"""Share of the box's side that its outline may take, on either side, before the inside begins."""
EMPTY = 0.05
"""Share of the inside that dust may cover in an empty box."""
TICKED = 0.11
"""Share of the inside that a tick covers at least; in between one cannot tell."""


class PrintedBox(NamedTuple):
    """A square (x0, y0, x1, y1) in pixels, and the share of its inside that is inked."""

    box: tuple[int, int, int, int]
    inked: float

    @property
    def ticked(self) -> bool | None:
        """Whether there is a mark inside; None where one cannot tell."""
        if self.inked >= TICKED:
            return True
        return False if self.inked <= EMPTY else None


def printed_boxes(ink: Picture, letter: float) -> list[PrintedBox]:
    """The squares among the spots of ink on an upright page, rules taken off."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    w, h = stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]
    size = np.maximum(w, h)
    fits = (size >= SMALLEST * letter) & (size <= LARGEST * letter) & (np.minimum(w, h) * 1.3 >= size)
    out = []
    for i in np.flatnonzero(fits[1:count]) + 1:
        x, y, cw, ch = (int(v) for v in stats[i][:4])
        spot = labels[y : y + ch, x : x + cw] == i
        if _four_sides(spot):
            dx, dy = max(2, round(CORE * cw)), max(2, round(CORE * ch))
            inside = ink[y + dy : y + ch - dy, x + dx : x + cw - dx]
            out.append(PrintedBox((x, y, x + cw, y + ch), float(inside.mean()) if inside.size else 0.0))
    return out


def _four_sides(spot: NDArray[np.bool_]) -> bool:
    deep = max(2, round(0.14 * max(spot.shape)))
    sides = (spot[:deep].any(0), spot[-deep:].any(0), spot[:, :deep].any(1), spot[:, -deep:].any(1))
    return all(float(s.mean()) >= SIDE for s in sides) and all(_straight(s) for s in _edges(spot))


def _edges(spot: NDArray[np.bool_]) -> list[NDArray[np.intp]]:
    """How far in the outline lies, along each of the four sides."""
    return [part.argmax(axis=0) for part in (spot, spot[::-1], spot.T, spot.T[::-1])]


def _straight(depths: NDArray[np.intp]) -> bool:
    """Whether a side's outline hardly strays, its ends (rounded by blur) aside."""
    n = len(depths)
    core = depths[n // 6 : n - n // 6]
    return bool(len(core)) and float(np.quantile(core, 0.9) - np.quantile(core, 0.1)) <= max(1.0, 0.1 * n)
