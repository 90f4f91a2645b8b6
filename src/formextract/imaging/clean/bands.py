"""Takes off bands that run over the whole sheet from edge to edge: dirty rollers, a scanner's dusty glass, worn drums.

A rule ends with its table; what is as dark in the margins as between the lines, all the way, is the machine's.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from formextract.imaging.image import Image

STEP = 14
"""Every how many pixels of a column are looked at; a page at 200 dpi has 167 of them."""
LEAST = 60
"""So many of them at least."""
PAPER_SHARE = 0.65
"""Share of a column's pixels that are darker than what is taken for its paper: letters take a third of them."""
LIGHTEST = 0.9
"""Share of a column's pixels that are darker than the lightest that count: the others are grain."""
EDGE = 0.08
"""Share of the column at either end, where the sheet's margins are."""
STEADY = 7.0
"""Levels by which the middle of its pixels, and those of both margins, may differ: dirt is no even tone."""
WIDE = 0.06
"""Share of the page's width: broader than any band; shadows are, which `illumination` evens."""
SLIM = 3
"""Pixels of the slimmest band; grain makes single columns darker."""
FAINTEST = 5.0
"""Levels below the paper beside it from which a stripe is a band."""
DARKEST = 0.5
"""Share of the paper's level that the darkest band keeps; below it letters cannot be told from it."""


def without_bands(grey: Image) -> Image:
    """The page with its upright and level bands as light as the paper beside them; the same page where it has none."""
    page = _without_upright(grey)
    across = np.asarray(cv2.transpose(page), np.uint8)
    lighter = _without_upright(across)
    return page if lighter is across else np.asarray(cv2.transpose(lighter), np.uint8)


def _without_upright(grey: Image) -> Image:
    gain = _gains(grey)
    if gain is None:
        return grey
    return np.asarray(np.minimum(np.rint(grey * gain[None, :]), 255), np.uint8)


def _gains(grey: Image) -> NDArray[np.float32] | None:
    """By what each column has to be made lighter; None where no column holds a band."""
    some = grey[STEP // 2 :: STEP]
    count, width = some.shape
    if count < LEAST:
        return None
    at, top, edge = round(PAPER_SHARE * count), round(LIGHTEST * count), round(EDGE * count)
    ordered = np.partition(some, (count // 2, at, top), axis=0)
    middle, tone = ordered[count // 2].astype(np.float32), ordered[at].astype(np.float32)
    head, foot = (np.median(part, axis=0).astype(np.float32) for part in (some[:edge], some[-edge:]))
    even = np.abs(head - foot) <= STEADY
    steady = even & (np.maximum(np.abs(tone - middle), np.abs(tone - (head + foot) / 2)) <= STEADY)
    # where a rule or letters take most of a column, its margins alone say what lies below them
    tone = np.where(steady | ~even, tone, (head + foot) / 2)
    # nothing shines through a band; grains of dirt have paper between them
    even &= steady | (ordered[top] <= tone + STEADY)
    side = max(3, round(WIDE * width) | 1)
    level = np.asarray(cv2.morphologyEx(tone[None, :], cv2.MORPH_CLOSE, np.ones((1, side), np.uint8)))[0]
    level = np.asarray(cv2.blur(level[None, :], (side, 1)))[0]
    banded = even & (level - tone >= FAINTEST) & (tone >= DARKEST * level)
    banded = cv2.morphologyEx(banded.astype(np.uint8)[None, :], cv2.MORPH_OPEN, np.ones((1, SLIM), np.uint8))[0] > 0
    if not banded.any():
        return None
    gains = np.where(banded, level / np.maximum(tone, 1.0), 1.0)
    return np.asarray(gains, np.float32)
