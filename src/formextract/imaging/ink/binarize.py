"""Tells ink from paper (local mean threshold), and measures the height of a full letter."""

from __future__ import annotations

import cv2
import numpy as np

from formextract.imaging.image import Image
from formextract.imaging.ink.components import connected_components

DARKER = 22
"""Levels by which ink is darker than the mean around it."""
SOLID = 110
"""Level below which all is ink: the middle of a filled box is darker than any paper."""
USUAL = 28.0
"""Pixels of a letter's height on usual pages at 200 dpi."""
TILE, SPECK, THICK = 48, 5, 10
"""Pixels of the squares in which specks are counted, pixels of a speck, and how many of them lie thick in a square. Of
thirty-seven worn pages of tests/readers/net four had as many anywhere, of 91 others (cases, stamped scans) none."""
LEAST, ENOUGH = 8, 40
"""Components that say how large letters are, at least, and how many from which those between specks are not asked."""


def reach(letter: float) -> int:
    """Pixels of the square around a point whose mean says whether it is ink."""
    return max(11, round(letter * 1.2) | 1)


def binarize(grey: Image, letter: float = USUAL) -> Image:
    """1 where there is ink, 0 on paper; for an evened page."""
    side = reach(letter)
    mean = cv2.boxFilter(grey, -1, (side, side), borderType=cv2.BORDER_REPLICATE)
    local = cv2.threshold(cv2.subtract(mean, grey), DARKER - 1, 1, cv2.THRESH_BINARY)[1]
    solid = cv2.threshold(grey, SOLID - 1, 1, cv2.THRESH_BINARY_INV)[1]
    return np.asarray(cv2.bitwise_or(local, solid), np.uint8)


def letter_height(ink: Image) -> float | None:
    """Pixels of the height of a full letter, by the commonest size of components; None on a page without text.

    Where specks lie thick nothing is counted, as long as there is enough elsewhere: a corner of them outvotes a page.
    """
    _, stats = connected_components(ink)
    x, y, w, h = (stats[1:, k] for k in range(4))
    size = np.maximum(w, h)
    longest = max(ink.shape) * 0.035
    square = (size >= 8) & (size <= longest) & (np.minimum(w, h) * 1.7 >= size)  # noqa: PLR2004 - pixels of the least letter that can be read
    rows, columns = (y + h // 2) // TILE, (x + w // 2) // TILE
    specks = np.zeros((ink.shape[0] // TILE + 1, ink.shape[1] // TILE + 1), np.uint16)
    np.add.at(specks, (rows[size <= SPECK], columns[size <= SPECK]), 1)
    thick = cv2.dilate((specks >= THICK).astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    clear = square & ~thick[rows, columns]
    counted = clear if int(clear.sum()) >= ENOUGH else square
    if int(counted.sum()) < LEAST:
        return None
    sizes = size[counted]
    votes = np.bincount(sizes, minlength=int(longest) + 2).astype(float) * np.arange(
        max(int(longest) + 2, sizes.max() + 1)
    )
    smooth = np.convolve(votes, np.ones(5), mode="same")
    return float(smooth.argmax()) * 1.1
