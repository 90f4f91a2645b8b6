"""Measures the skew of a page in degrees: by its ruled strokes, or by how sharply lines of text and gaps alternate."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from formextract.imaging.geometry.line_segments import FEWEST
from formextract.imaging.geometry.page_transform import PageTransform
from formextract.imaging.image import PAPER, Image

SMALL = 700
"""Pixels of the longer side at which lines and gaps are told from each other."""
INKED = 0.75
"""Share of the paper's level below which such a page is ink."""
LENGTH = 1.0
"""Longer sides of the page that its ruled strokes are long together, at least."""


def skew(lines: NDArray[np.float64]) -> float | None:
    """Degrees by which line segments (n, 4) are turned clockwise, -45 to 45; None where they are too few.

    The weighted median around the fullest bin of a histogram of their directions, modulo 90°.
    """
    dx, dy = lines[:, 2] - lines[:, 0], lines[:, 3] - lines[:, 1]
    weight = np.hypot(dx, dy)
    if len(lines) < FEWEST or weight.sum() < LENGTH * float(np.abs(lines).max()):
        return None
    angle = (np.degrees(np.arctan2(dy, dx)) + 45) % 90 - 45
    quarters = np.bincount(np.floor((angle + 45) * 4).astype(int) % 360, weights=weight, minlength=360)
    votes = sum(np.roll(quarters, k) for k in range(-1, 3))  # a degree around each quarter of one
    best = -45 + float(np.argmax(votes)) / 4
    near = np.abs((angle - best + 45) % 90 - 45) < 0.8  # noqa: PLR2004 - degrees
    rest = (angle[near] - best + 45) % 90 - 45
    order = np.argsort(rest)
    half = np.cumsum(weight[near][order])
    return best + float(rest[order][int(np.searchsorted(half, half[-1] / 2))])


def alternation(transform: PageTransform, grey: Image) -> float:
    """How sharply level lines and gaps, and upright ones, alternate on the page as `transform` stands it.

    Differences of the sums of ink along neighbouring rows and columns, against the sums: the more the better.
    """
    scale = SMALL / max(transform.width, transform.height)
    k = min(1.0, SMALL / max(grey.shape))
    small = cv2.resize(grey, None, fx=k, fy=k, interpolation=cv2.INTER_AREA) if k < 1 else grey
    page = transform.scaled(scale, k).upright(np.asarray(small, np.uint8))
    ink = (page < PAPER * INKED).astype(np.float32)
    profiles: list[NDArray[Any]] = [ink.sum(axis=axis) for axis in (0, 1)]
    return sum(float(np.square(np.diff(p)).sum()) / max(1.0, float(np.square(p).sum())) for p in profiles)


def text_skew(grey: Image, reach: float = 8.0, strokes: float | None = None) -> float:
    """Degrees by which lines of text are turned clockwise, by how sharply lines and gaps alternate.

    Within `reach` of level or upright, or about where the page's `find_line_segments` say; those may be a watermark's.
    """
    scale = min(1.0, SMALL / max(grey.shape))
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    ink = (small < PAPER * INKED).astype(np.float32)
    h, w = ink.shape

    def sharpness(angle: float) -> float:
        turn = cv2.getRotationMatrix2D((w / 2, h / 2), angle, 1.0)
        level = cv2.warpAffine(ink, turn, (w, h))
        profiles: list[NDArray[Any]] = [level.sum(axis=k) for k in (0, 1)]
        return max(float(np.square(np.diff(p)).sum()) for p in profiles)

    best = max([*np.arange(-reach, reach + 0.1, 1.0), *([] if strokes is None else [strokes])], key=sharpness)
    for step in (0.5, 0.25, 0.1):
        best = max((best - step, best, best + step), key=sharpness)
    return float(best)
