"""Lifts watermarks and shading off a page: layers of one pale, even tone, thicker than letters and rules are."""

from __future__ import annotations

from typing import Any, NamedTuple

import cv2
import numpy as np

from formextract.geometry import BBox
from formextract.imaging.image import PAPER, Image
from formextract.imaging.ink.components import connected_components

WORKING = 1600
"""Pixels of the longer side at which layers are looked for: 137 dpi of A4."""
PALE = 225
"""Level from which a pixel is paper, on a page that is a little blurred."""
INK_SHARE = 0.001
"""Share of the page that is its darkest ink."""
LIGHTER = 45
"""Levels by which a layer is lighter than that: thick letters of a faded page are as dark as its darkest."""
LEAST = 105
"""Level of a layer at least: darker ones are ink."""
FLAT = 22
"""Levels within the nine pixels around one inside a layer's stroke; among thin strokes they differ by more."""
EVEN = 22.0
"""Levels between the tenth and the ninetieth of a hundred of one stroke's pixels."""
SMALLEST = 12
"""Pixels of a stroke's inner part at least."""
SLIM = 4
"""Pixels: inner parts that are level or upright and thinner than this are faint rules."""
NEIGHBOURS = 21
"""Pixels between strokes of one layer, at most."""
WIDE = 45
"""Pixels of the longer side of a layer: 23 points; a box that someone filled in grey is smaller."""
STRIKING = 13
"""Pixels of the longest inner part of a group, from which it is no writing: blurred letters have parts of 12."""
MANY = 0.2
"""Share of the groups that are such, from which the others are pieces of the same watermark."""
ALONE = 20
"""Pixels of the longest inner part of a group that is one where most are letters."""
SPARSE, DENSE = 0.0004, 0.3
"""Share of the page that inner parts cover, at least and at most: else dust, or grain and photographs."""
REST = 12
"""Pixels around a stroke's inner part in which all that has its tone belongs to it."""
TONES = 14
"""Levels by which that may differ."""
RIM = 3
"""Pixels around all that which are its edge."""
TONE = 0.9
"""Share of a layer's level that is still its tone, as its print is uneven."""
BLACK = 25
"""Level of black ink."""
GROUND = 25
"""Pixels (13 points): a full rectangle as wide and high is the ground of a cell, which no one lays over letters."""
FULL = 0.85
"""Share of its box that such a ground covers."""
LETTERED = 9
"""Pixels that a stroke of a letter takes out of it."""


class OcclusionMask(NamedTuple):
    """Where letters may be hidden or gone: `mask` (height, width) is 1 there, at `scale` times the picture's size."""

    mask: Image
    scale: float

    def covers(self, box: BBox) -> float:
        """Square pixels of the picture that are covered in a box of it."""
        x0, y0, x1, y1 = (max(0, round(v * self.scale)) for v in box)
        return float(self.mask[y0 : max(y1, y0 + 1), x0 : max(x1, x0 + 1)].sum()) / self.scale**2


def without_watermarks(grey: Image) -> tuple[Image, OcclusionMask | None]:
    """The evened page with its pale layers lifted off, and where they lay.

    A watermark may be printed over the letters. What it took of them is gone, and cannot be told from paper.
    """
    scale = min(1.0, WORKING / max(grey.shape))
    small = cv2.resize(grey, None, fx=scale, fy=scale) if scale < 1 else grey  # the blur evens what is left out
    soft = np.asarray(cv2.GaussianBlur(small, (0, 0), 0.8), np.uint8)
    cores = _cores(soft, max(LEAST, _darkest(small) + LIGHTER))
    level = _level(soft, cores) if SPARSE <= float(cores.mean()) <= DENSE else None
    if level is None:
        return grey, None
    full = cv2.resize(level, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_NEAREST)
    at = np.nonzero(full)
    tone = full[at].astype(np.float32) * TONE
    lifted = np.clip((grey[at].astype(np.float32) - BLACK) / (tone - BLACK), 0, 1) * PAPER
    out = grey.copy()
    out[at] = np.maximum(grey[at], lifted.astype(np.uint8))
    return out, OcclusionMask(_without_grounds((level > 0).astype(np.uint8)), scale)


def _without_grounds(covered: Image) -> Image:
    """What is covered, but for the grounds of cells: upright rectangles, letters on them or not."""
    closed = cv2.morphologyEx(covered, cv2.MORPH_CLOSE, np.ones((LETTERED, LETTERED), np.uint8))
    labels, stats = connected_components(np.asarray(closed, np.uint8))
    w, h, area = stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT], stats[:, cv2.CC_STAT_AREA]
    ground = (np.minimum(w, h) >= GROUND) & (area >= FULL * w * h)
    ground[0] = False
    return np.asarray(covered & ~ground[labels], np.uint8)


def _darkest(small: Image) -> int:
    """The level of the page's darkest ink."""
    levels = np.bincount(small[::2, ::2].reshape(-1), minlength=256).cumsum()
    return int(np.searchsorted(levels, INK_SHARE * levels[-1]))


def _cores(soft: Image, least: float) -> Image:
    """1 in the inner parts of strokes of one pale tone."""
    square = np.ones((3, 3), np.uint8)
    lightest, darkest = cv2.dilate(soft, square), cv2.erode(soft, square)
    flat = cv2.subtract(lightest, darkest) <= FLAT
    inner = (flat & (soft < PALE) & (soft > least)).astype(np.uint8)
    return np.asarray(cv2.morphologyEx(inner, cv2.MORPH_OPEN, np.ones((2, 2), np.uint8)), np.uint8)


def _group(core: int, stats: Any, labels: Any, groups: Any) -> int:
    """The number of the group of a core."""
    x, y, cw, ch = stats[core, :4].tolist()
    part = (slice(y, y + ch), slice(x, x + cw))
    return int(groups[part][labels[part] == core][0])


def _level(soft: Image, cores: Image) -> Image | None:
    """The grey level of the layer at each of its pixels, 0 beside it; None where there is no layer.

    `cores` (1 in flat inner parts of strokes) are grouped by distance. A group is a layer's where it is wide and its
    parts are long and of one tone; then all pixels close by that have this tone are added: ends of strokes, and what
    ink cut off.
    """
    labels, stats = connected_components(cores)
    w, h, area = stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT], stats[:, cv2.CC_STAT_AREA]
    solid = (area >= SMALLEST) & (np.minimum(w, h) >= SLIM)
    solid[0] = False
    if not solid.any():
        return None
    joined = cv2.dilate(solid[labels].astype(np.uint8), np.ones((NEIGHBOURS, NEIGHBOURS), np.uint8))
    groups, sizes = connected_components(np.asarray(joined, np.uint8))
    wide = np.maximum(sizes[:, cv2.CC_STAT_WIDTH], sizes[:, cv2.CC_STAT_HEIGHT]) - NEIGHBOURS >= WIDE
    inner = np.zeros_like(soft)
    home = {i: _group(i, stats, labels, groups) for i in np.flatnonzero(solid).tolist()}
    longest = np.zeros(len(sizes), np.intp)
    for i, group in home.items():
        longest[group] = max(longest[group], w[i], h[i])
    if (longest >= STRIKING).sum() < MANY * (longest > 0).sum():  # the rest are letters
        wide &= longest >= ALONE
    for i, group in home.items():
        x, y, cw, ch = stats[i, :4].tolist()
        part = (slice(y, y + ch), slice(x, x + cw))
        mine = labels[part] == i
        tenth, middle, ninetieth = np.quantile(soft[part][mine], (0.1, 0.5, 0.9))
        if ninetieth - tenth <= EVEN and wide[group]:
            inner[part][mine] = int(middle)
    if float((inner > 0).mean()) < SPARSE:
        return None
    # thin ends of strokes, and what ink cut off, have the same tone close by
    near = cv2.dilate(inner, np.ones((2 * REST + 1, 2 * REST + 1), np.uint8))
    rest = (near > 0) & (np.abs(soft.astype(np.int16) - near) <= TONES)
    level = np.where(rest, near, inner).astype(np.uint8)
    return np.asarray(cv2.dilate(level, np.ones((2 * RIM + 1, 2 * RIM + 1), np.uint8)), np.uint8)
