"""Connected components of ink, found once a page, and which of them are writing rather than dust or shadow."""

from __future__ import annotations

from typing import Any, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from formextract.imaging.image import Image

Places = NDArray[np.int32]
Flags = NDArray[np.bool_]
"""One a component; the first is the paper, and never set."""

SPECK = 0.2
"""Letter heights: a component whose longer side is shorter is dust, or a point that only counts beside figures."""
SPACED = 0.95
"""Letter heights to letters on both sides of a point in widely set type (full-width figures)."""
LONE = 0.45
"""Letter heights of paper on both sides that make a small component dust."""
COLON = 0.6
"""Letter heights between the dots of a colon, at most."""
DOT = 0.3
"""Letter heights: the longer side of a dot of a colon is shorter than this."""

MOSTLY = 0.6
"""Share of a page's rows that hold ink from which leaving out the others saves nothing."""


class Components(NamedTuple):
    """The connected components of a page's ink: `labels` (height, width), `stats` (n, 5) as OpenCV gives them.

    `at` are the flat indices of inked pixels, `of` the component that each belongs to.
    """

    labels: NDArray[Any]
    stats: NDArray[np.int32]
    at: NDArray[np.intp]
    of: NDArray[Any]

    @property
    def longer(self) -> NDArray[np.int32]:
        """The longer side of each component, in pixels."""
        return np.maximum(self.stats[:, cv2.CC_STAT_WIDTH], self.stats[:, cv2.CC_STAT_HEIGHT])

    def image_of(self, which: Flags) -> Image:
        """The ink of some of the components."""
        out = np.zeros(self.labels.size, np.uint8)
        out[self.at[which[self.of]]] = 1
        return out.reshape(self.labels.shape)

    def touching(self, where: NDArray[np.bool_] | Image) -> Flags:
        """The components that have ink where `where` is set."""
        out = np.zeros(len(self.stats), bool)
        out[self.of[where.reshape(-1)[self.at] > 0]] = True
        return out


def components_of(ink: Image) -> Components:
    """The components of ink on a page; those that touch at a corner are one."""
    inked = ink.max(axis=1, initial=0).view(bool)
    # rows without ink part components whether there are many of them or one: on a page of rules most are taken out
    kept = inked | np.concatenate(([False], inked[:-1]))
    if not kept.any() or kept.mean() > MOSTLY:
        labels, stats = connected_components(ink)
    else:
        rows = np.flatnonzero(kept)
        found, stats = connected_components(ink[rows])
        labels = np.zeros(ink.shape, found.dtype)
        labels[rows] = found
        stats[1:, cv2.CC_STAT_TOP] = rows[stats[1:, cv2.CC_STAT_TOP]]
    at = np.flatnonzero(ink.reshape(-1).view(bool))
    return Components(labels, stats, at, labels.reshape(-1)[at])


def connected_components(ink: Image) -> tuple[NDArray[Any], NDArray[np.int32]]:
    """The component that each pixel belongs to, and each component's box and area; the first is the paper."""
    try:  # half the memory is half the time; pages of noise have more components than 16 bits count
        _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8, ltype=cv2.CV_16U)
    except cv2.error:
        _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    return np.asarray(labels), np.asarray(stats, np.int32)


def larger_than_specks(components: Components, letter: float) -> Flags:
    """Components that are not smaller than the smallest point that one types."""
    area = components.stats[:, cv2.CC_STAT_AREA]
    out = (components.longer >= max(2.0, 0.08 * letter)) & (area >= max(4.0, 0.004 * letter * letter))
    out[0] = False
    return np.asarray(out)


def clear_of_edges(components: Components, sheet: Image, letter: float) -> Flags:
    """Components that do not touch the edges of the `sheet` (1 where there is one): shadows do, and the desk."""
    inner = cv2.erode(sheet, np.ones((3, 3), np.uint8), iterations=max(2, round(0.25 * letter)), borderValue=0)
    out = ~components.touching(inner == 0)
    out[0] = False
    return out


def despeckle(components: Components, among: Flags, letter: float) -> Flags:
    """Those `among` the components that are no dust; `letter` is a letter's height in pixels.

    A large one stays. A small one stays beside ink (a decimal point), between letters (widely set type), or as one of
    two dots above each other (a colon). Ink beside it is counted by sums over boxes (an integral image).
    """
    small = among & (components.longer < SPECK * letter)
    if not small.any():
        return among
    large = among & ~small
    written = cv2.integral(components.image_of(large))
    x, y, w, h = components.stats[small, :4].T
    lone, spaced = round(LONE * letter), round(SPACED * letter)
    near = _inked(written, x - lone, x + w + lone, y, y + h)
    between = _inked(written, x - spaced, x, y, y + h) & _inked(written, x + w, x + w + spaced, y, y + h)
    out = large.copy()
    out[np.flatnonzero(small)[near | between]] = True
    dots = among & (components.longer < DOT * letter)
    return out | (small & _paired(components, dots, letter))


def _inked(written: NDArray[np.int32], x0: Places, x1: Places, y0: Places, y1: Places) -> NDArray[np.bool_]:
    """Whether there is ink in each of the boxes, by the sums (`cv2.integral`) of a page's ink."""
    height, width = written.shape
    left, right = np.clip(x0, 0, width - 1), np.clip(x1, 0, width - 1)
    top, foot = np.clip(y0, 0, height - 1), np.clip(y1, 0, height - 1)
    return np.asarray(
        written[foot, right] - written[top, right] - written[foot, left] + written[top, left] > 0, np.bool_
    )


def near_pairs(points: NDArray[np.float64], distance: float) -> NDArray[np.intp]:
    """The pairs (n, 2) of points (x, y) that are not further apart than the distance, the lower number first.

    Points are put into squares as wide as the distance: what is near lies in the same or a neighbouring one.
    """
    squares = np.floor((points - points.min(axis=0)) / distance).astype(np.int64)
    height = int(squares[:, 1].max()) + 2
    keys = squares[:, 0] * height + squares[:, 1]
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    found = []
    for column in (0, 1):  # its own column of squares, and the next: the one before has met it as its next
        first = np.searchsorted(keys, keys + column * height - column, "left")
        last = np.searchsorted(keys, keys + column * height + 1, "right")
        if not column:
            first = np.arange(1, len(keys) + 1)
        count = np.maximum(last - first, 0)
        a = np.repeat(np.arange(len(keys)), count)
        b = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count) + np.repeat(first, count)
        found.append(np.stack([order[a], order[b]], axis=1))
    pairs = np.concatenate(found)
    apart = points[pairs[:, 0]] - points[pairs[:, 1]]
    return np.sort(pairs[(apart * apart).sum(axis=1) <= distance * distance], axis=1)


def _paired(components: Components, dots: Flags, letter: float) -> Flags:
    """Dots that stand one above the other, and no third: those of a colon, which full-width type sets apart."""
    out = np.zeros(len(dots), bool)
    which = np.flatnonzero(dots)
    if len(which) < 2:  # noqa: PLR2004 - a colon has two dots
        return out
    x, y, w, h = components.stats[which, :4].T.astype(float)
    reach = 2 * round(COLON / 2 * letter)
    centres = np.stack([x + w / 2, y + h / 2], axis=1)
    pairs = near_pairs(centres, reach + 2 * DOT * letter)
    a, b = pairs[:, 0], pairs[:, 1]
    aside = np.maximum(x[a], x[b]) - np.minimum(x[a] + w[a], x[b] + w[b])
    apart = np.maximum(y[a], y[b]) - np.minimum(y[a] + h[a], y[b] + h[b])
    pairs = pairs[(aside <= 0) & (apart <= reach)]
    partners = np.bincount(pairs.ravel(), minlength=len(which))
    alone = (partners[pairs] == 1).all(axis=1)
    out[which[pairs[alone].ravel()]] = True
    return out
