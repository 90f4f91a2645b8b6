"""Straight line segments of a page (LSD, von Gioi et al. 2012) that are dark enough to be ruled."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from formextract.imaging.image import Image

WORKING = 900
"""Pixels of the longer side at which skew is measured: to 0.02 degrees as at 1100, in half the time."""
SHORTEST = 0.018
"""Share of the longer side: strokes shorter than this say nothing about skew."""
FEWEST = 6
"""Strokes without which a page is not taken for ruled."""
CONTRAST = 25
"""Levels by which a ruled stroke is darker than the paper on either side of it; the grain of a desk is fainter."""
BESIDE = 6
"""Working pixels to either side of a stroke within which its ink ends and paper begins."""


def find_line_segments(grey: Image) -> NDArray[np.float64]:
    """Straight strokes that are long enough to be ruled: (n, 4), x0, y0, x1, y1 in the picture's pixels."""
    scale = min(1.0, WORKING / max(grey.shape))
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else grey
    found = cv2.createLineSegmentDetector(cv2.LSD_REFINE_STD).detect(small)[0]
    if found is None:
        return np.zeros((0, 4))
    lines = found.reshape(-1, 4).astype(np.float64)
    length = np.hypot(lines[:, 2] - lines[:, 0], lines[:, 3] - lines[:, 1])
    lines = lines[length >= SHORTEST * max(small.shape)]
    inked = lines[_contrast(np.asarray(small, np.uint8), lines) >= CONTRAST]
    kept: NDArray[np.float64] = (inked if len(inked) >= 2 * FEWEST else lines) / scale
    return kept


def _contrast(grey: Image, lines: NDArray[np.float64]) -> NDArray[np.float64]:
    """By how much each stroke is darker than what lies on either side of it: little for edges of surfaces."""
    start, way = lines[:, :2], lines[:, 2:] - lines[:, :2]
    across = way[:, ::-1] * (-1, 1) / np.maximum(1e-9, np.hypot(way[:, 0], way[:, 1]))[:, None]
    offsets = np.arange(-BESIDE, BESIDE + 1)
    places = start[:, None] + way[:, None] * np.array([0.25, 0.5, 0.75])[:, None]
    points = places[:, :, None] + across[:, None, None] * offsets[:, None]
    x, y = (np.clip(np.rint(points[..., k]).astype(int), 0, grey.shape[1 - k] - 1) for k in (0, 1))
    levels = grey[y, x].astype(np.float64)
    sides = np.minimum(levels[:, :, offsets < 0].max(axis=2), levels[:, :, offsets > 0].max(axis=2))
    return np.asarray(np.median(sides - levels.min(axis=2), axis=1))
