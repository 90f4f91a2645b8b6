"""Takes grain off a page: the specks that a copier scatters between letters, and the grey that copies of copies leave.

Specks are taken out by the median of each pixel's neighbourhood (a median filter, Tukey 1977), and only where they lie
thick, since it takes corners off letters too. Grain that is paler than ink is told from it by its level: what is paper
there begins below the darkest of the grain. Neither needs to know what stands on the page.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from formextract.imaging.clean.watermarks import OcclusionMask
from formextract.imaging.image import PAPER, Image

TILE = 48
"""Pixels of the squares in which grain is measured: some four letters of a page at 200 dots an inch."""
AROUND = 7
"""Squares a side whose quietest tell how much grain lies there: letters fill a square, seldom those around it too."""
QUIET = 0.2
"""Share of these squares that are quieter than the one which is asked."""
APART = 64
"""Levels by which a pixel that is a speck is darker or paler than most of those around it."""
SPECKS = 0.1
"""Share of the pixels that are specks from which they are taken out: of 258 pages in 28 wears that it was not chosen on
those without grain had 0.081 at most (dense print, folds), one with grain 0.21; drawn copiers' grain has up to 0.33."""
HIGH_PASS = 15
"""Pixels of the square whose mean is taken off before grey grain is measured: shades of the paper are no grain."""
GREY = 25.0
"""Levels of deviation of half the page from which its grey is grain: of those pages the dirtiest without it had 19, one
full of it 33, as others that were looked at before (32, 36)."""
BELOW = 2.25
"""Deviations below the paper's level at which the grain ends: at 2 some of it is left, at 3 thin strokes go with it."""
INK = 0.003
"""Share of the page's pixels that are as dark as its ink: a cover has little of it."""
SAMPLE = 3
"""Every so many pixels are asked for the paper's level, each way."""


def without_grain(grey: Image) -> tuple[Image, OcclusionMask | None]:
    """An evenly lit page without its grain, and where that was; the same page and None where there is none."""
    if min(grey.shape) < TILE:
        return grey, None
    smooth = np.asarray(cv2.medianBlur(grey, 3), np.uint8)
    _, specks = cv2.threshold(cv2.absdiff(grey, smooth), APART, 255, cv2.THRESH_BINARY)
    rows, columns = (side // TILE for side in grey.shape)
    share = cv2.resize(specks, (columns, rows), interpolation=cv2.INTER_AREA)
    thick = _quiet(share.astype(np.float32) / 255) >= SPECKS
    mask = np.zeros(grey.shape, np.uint8)
    if thick.any():
        grown = cv2.dilate(thick.astype(np.uint8), np.ones((3, 3), np.uint8))
        mask = np.asarray(cv2.resize(grown, grey.shape[::-1], interpolation=cv2.INTER_NEAREST), np.uint8)
        grey = np.where(mask > 0, smooth, grey)
    levels, deviation = _of_paper(grey)
    if float(np.median(deviation)) >= GREY:
        # one level for the whole page: where letters stand close the paper's own cannot be told
        grey, mask = _raised(grey, float(np.median(levels - BELOW * deviation))), np.ones(grey.shape, np.uint8)
    return grey, OcclusionMask(mask, 1.0) if mask.any() else None


def _of_paper(grey: Image) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Of each square the level of the paper, and how much its grey deviates from it, by what is no letter."""
    few, mean = (page[::SAMPLE, ::SAMPLE].astype(np.float32) for page in (grey, cv2.blur(grey, (HIGH_PASS, HIGH_PASS))))
    middle, lower = np.quantile(_squares(few - mean), (0.5, 0.3), axis=2)
    deviation = (middle - lower) / 0.524  # of a normal distribution 0.3 lie so many deviations below its middle
    return np.median(_squares(few), axis=2), _quiet(deviation)


def _squares(few: NDArray[np.float32]) -> NDArray[np.float32]:
    """The sampled pixels of each square, (rows, columns, pixels)."""
    side = TILE // SAMPLE
    rows, columns = few.shape[0] // side, few.shape[1] // side
    few = few[: rows * side, : columns * side].reshape(rows, side, columns, side)
    return few.transpose(0, 2, 1, 3).reshape(rows, columns, side * side)


def _quiet(of_squares: NDArray[np.float32]) -> NDArray[np.float32]:
    """What the quietest squares around each have."""
    wide = np.pad(of_squares, AROUND // 2, mode="symmetric")
    return np.asarray(np.quantile(sliding_window_view(wide, (AROUND, AROUND)), QUIET, axis=(2, 3)), np.float32)


def _raised(grey: Image, white: float) -> Image:
    """A page whose paper begins at the level `white`, its ink as dark as it was."""
    black = float(np.quantile(grey[::SAMPLE, ::SAMPLE], INK))
    levels = (np.arange(256.0) - black) * (PAPER / max(1.0, white - black))
    return np.asarray(cv2.LUT(grey, np.clip(levels, 0, PAPER).astype(np.uint8)), np.uint8)
