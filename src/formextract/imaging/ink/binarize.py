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
    """Pixels of the height of a full letter, by the commonest size of components; None on a page without text."""
    _, stats = connected_components(ink)
    w, h = stats[1:, cv2.CC_STAT_WIDTH], stats[1:, cv2.CC_STAT_HEIGHT]
    size = np.maximum(w, h)
    longest = max(ink.shape) * 0.035
    square = (size >= 8) & (size <= longest) & (np.minimum(w, h) * 1.7 >= size)  # noqa: PLR2004 - pixels of the least letter that can be read
    if square.sum() < 8:  # noqa: PLR2004 - components
        return None
    sizes = size[square]
    votes = np.bincount(sizes, minlength=int(longest) + 2).astype(float) * np.arange(
        max(int(longest) + 2, sizes.max() + 1)
    )
    smooth = np.convolve(votes, np.ones(5), mode="same")
    return float(smooth.argmax()) * 1.1
