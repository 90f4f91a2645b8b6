"""Spots of ink, found once a page: which of them are writing, and which dust or shadow."""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
Flags = NDArray[np.bool_]
"""One a spot; the first is the paper, and never set."""

SPECK = 0.2
"""Letter heights: a spot whose longer side is shorter is dust, or a point that only counts beside figures."""
SPACED = 0.95
"""Letter heights to letters on both sides of a point in widely set type (full-width figures)."""
LONE = 0.45
"""Letter heights of paper on both sides that make a small spot dust."""
COLON = 0.6
"""Letter heights between the dots of a colon, at most."""
DOT = 0.3
"""Letter heights: the longer side of a dot of a colon is shorter than this."""

MOSTLY = 0.6
"""Share of a page's rows that hold ink from which leaving out the others saves nothing."""


class Spots(NamedTuple):
    """The spots of a page of ink. `at` are the places of inked pixels (flat), `of` the spot that each belongs to."""

    labels: NDArray[np.int32]
    stats: NDArray[np.int32]
    at: NDArray[np.intp]
    of: NDArray[np.int32]

    @property
    def longer(self) -> NDArray[np.int32]:
        """The longer side of each spot, in pixels."""
        return np.maximum(self.stats[:, cv2.CC_STAT_WIDTH], self.stats[:, cv2.CC_STAT_HEIGHT])

    def drawn(self, which: Flags) -> Picture:
        """The ink of some of the spots."""
        out = np.zeros(self.labels.size, np.uint8)
        out[self.at[which[self.of]]] = 1
        return out.reshape(self.labels.shape)

    def at_any(self, where: NDArray[np.bool_] | Picture) -> Flags:
        """The spots that have ink where `where` is set."""
        out = np.zeros(len(self.stats), bool)
        out[self.of[where.reshape(-1)[self.at] > 0]] = True
        return out


def spots_of(ink: Picture) -> Spots:
    """The spots of ink on a page; those that touch at a corner are one."""
    inked = ink.max(axis=1, initial=0).view(bool)
    # rows without ink part spots whether there are many of them or one: on a page of rules most are taken out
    kept = inked | np.concatenate(([False], inked[:-1]))
    if not kept.any() or kept.mean() > MOSTLY:
        _, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    else:
        rows = np.flatnonzero(kept)
        _, found, stats, _ = cv2.connectedComponentsWithStats(ink[rows], connectivity=8)
        labels = np.zeros(ink.shape, np.int32)
        labels[rows] = found
        stats[1:, cv2.CC_STAT_TOP] = rows[stats[1:, cv2.CC_STAT_TOP]]
    labels, stats = np.asarray(labels, np.int32), np.asarray(stats, np.int32)
    at = np.flatnonzero(ink.reshape(-1).view(bool))
    return Spots(labels, stats, at, labels.reshape(-1)[at])


def solid(spots: Spots, letter: float) -> Flags:
    """Spots that are not smaller than the smallest point that one types."""
    area = spots.stats[:, cv2.CC_STAT_AREA]
    out = (spots.longer >= max(2.0, 0.08 * letter)) & (area >= max(4.0, 0.004 * letter * letter))
    out[0] = False
    return np.asarray(out)


def off_the_edges(spots: Spots, sheet: Picture, letter: float) -> Flags:
    """Spots that do not touch the edges of the `sheet` (1 where there is one): shadows do, and the table below it."""
    inner = cv2.erode(sheet, np.ones((3, 3), np.uint8), iterations=max(2, round(0.25 * letter)), borderValue=0)
    out = ~spots.at_any(inner == 0)
    out[0] = False
    return out


def without_dust(spots: Spots, among: Flags, letter: float) -> Flags:
    """Those `among` the spots that do not stand alone: a point belongs to the letters beside it."""
    small = among & (spots.longer < SPECK * letter)
    if not small.any():
        return among
    large = among & ~small
    writing = spots.drawn(large)
    near = cv2.dilate(writing, np.ones((1, 2 * round(LONE * letter) + 1), np.uint8))
    wide = np.ones((1, round(SPACED * letter)), np.uint8)
    end = wide.shape[1] - 1
    between = cv2.dilate(writing, wide, anchor=(0, 0)) & cv2.dilate(writing, wide, anchor=(end, 0))
    touched = spots.at_any(cv2.bitwise_or(near, between))
    dots = among & (spots.longer < DOT * letter)
    return large | (small & (touched | _paired(spots, dots, letter)))


def _paired(spots: Spots, dots: Flags, letter: float) -> Flags:
    """Dots that stand one above the other: those of a colon, which full-width type sets apart."""
    out = np.zeros(len(dots), bool)
    if not dots.any():
        return out
    reach = 2 * round(COLON / 2 * letter) + 1
    _, pillars = cv2.connectedComponents(cv2.dilate(spots.drawn(dots), np.ones((reach, 1), np.uint8)))
    inked = dots[spots.of]
    pairs = np.unique(np.stack([pillars.reshape(-1)[spots.at[inked]], spots.of[inked]]), axis=1)
    members = np.bincount(pairs[0])
    out[pairs[1][members[pairs[0]] == 2]] = True  # noqa: PLR2004 - a colon has two dots
    return out
