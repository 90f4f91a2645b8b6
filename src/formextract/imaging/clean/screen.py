"""Smooths a page that was sent through a screen of dots (a fax's greys), so that its strokes are whole again.

A screen is one frequency far above all others across the page; letters and rules have none such.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from formextract.imaging.image import PAPER, Image

TILE = 256
"""Pixels of the squares whose frequencies are looked at."""
TILES = 4
"""Squares with the most ink that are looked at."""
FINEST, COARSEST = 2.8, 9.0
"""Pixels from one dot to the next."""
AXIS = 4
"""Lines of the spectrum beside its axes that belong to level and upright strokes, and to dashed rules."""
RING = 6
"""Lines of the spectrum that are compared with each other: strokes have less the finer they are."""
STRONG = 0.98
"""Share of the frequencies of one fineness that are weaker than what a screen is held against."""
PEAK = 18.0
"""Times that power that a screen has: 33 pages in as many wears had 2 to 11, a drawn pattern 14, faxes 24 to 240."""
SMOOTH = 0.45
"""Share of a screen's period by which it is smoothed away."""
INK = 0.98
"""Share of the page's pixels that are lighter than its ink."""
DARK = 190.0
"""Levels by which ink is darker than paper on a usual page."""
MOST_GAIN = 3.0
"""By what pale ink is made darker at most."""


class Screen(NamedTuple):
    """How much stronger a screen is than what else is as fine, and the pixels from one dot to the next."""

    strength: float
    period: float


def without_screen(grey: Image) -> Image:
    """An evened page without its screen, its ink as dark as usual; the same page where there is no screen."""
    found = screen_of(grey)
    if found is None or found.strength < PEAK:
        return grey
    smooth = cv2.GaussianBlur(grey, (0, 0), SMOOTH * found.period)
    depth = float(PAPER) - float(np.quantile(smooth[::4, ::4], 1 - INK))
    gain = min(MOST_GAIN, max(1.0, DARK / max(1.0, depth)))
    table = np.clip(PAPER - (PAPER - np.arange(256.0)) * gain, 0, 255)
    return np.asarray(cv2.LUT(smooth, table.astype(np.uint8)), np.uint8)


def screen_of(grey: Image) -> Screen | None:
    """The strongest screen on a page; None where there is too little ink to say."""
    tiles = _inked_tiles(grey)
    if not tiles:
        return None
    window = np.outer(np.hanning(TILE), np.hanning(TILE)).astype(np.float32)
    power = np.zeros((TILE, TILE // 2), np.float32)
    for tile in tiles:
        parts = cv2.dft((tile - tile.mean()) * window, flags=cv2.DFT_COMPLEX_OUTPUT)[:, : TILE // 2]
        power += np.log(np.square(parts).sum(axis=2) + 1.0) / len(tiles)  # a screen is in all of them, dashes in some
    line = np.fft.fftfreq(TILE)[:, None] * TILE, np.arange(TILE // 2)[None, :]
    distance = np.hypot(*line)
    aside = (np.abs(line[0]) > AXIS) & (np.abs(line[1]) > AXIS)
    best = Screen(0.0, 1.0)
    for near in np.arange(TILE / COARSEST, TILE / FINEST, RING):
        ring = np.flatnonzero(aside & (near <= distance) & (distance < near + RING))
        at = int(ring[power.flat[ring].argmax()])
        strength = math.exp(float(power.flat[at]) - float(np.quantile(power.flat[ring], STRONG)))
        best = max(best, Screen(strength, TILE / float(distance.flat[at])))
    return best


def _inked_tiles(grey: Image) -> list[NDArray[np.float32]]:
    """The squares of a page with the most ink."""
    height, width = grey.shape
    found = []
    means = cv2.resize(grey, (max(1, width // TILE), max(1, height // TILE)), interpolation=cv2.INTER_AREA)
    for at in np.argsort(means, axis=None, kind="stable")[:TILES].tolist():
        row, column = divmod(at, means.shape[1])
        y, x = row * height // means.shape[0], column * width // means.shape[1]
        tile = grey[y : y + TILE, x : x + TILE]
        if tile.shape == (TILE, TILE) and means[row, column] < PAPER:
            found.append(tile.astype(np.float32))
    return found
