"""Lines that are straight on the sheet, as points in the picture: ruled strokes chained to rules, or lines of text."""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from formextract.imaging.geometry.warp_model import Vector
from formextract.imaging.image import PAPER, Image
from formextract.imaging.ink.binarize import letter_height

LEANING = 12.0
"""Degrees by which lines of a bulging sheet may lean."""
FOLDED = 30.0
"""The same for the rules of a sheet that was folded: by 1.5 % of its height within a twentieth of it, 17 degrees."""
GAP = 0.04
"""Share of a line's longest way that its pieces may lie apart."""
BESIDE = 1.0
"""Working pixels that the pieces of one edge of a rule lie apart across it, once the first estimate is taken off."""
SAMPLE = 10.0
"""Working pixels between points of a stroke where it is sampled."""
INKED = 0.75
"""Share of the paper's level below which a reduced page is ink."""
LINE = 8.0
"""Letter heights: a line of text that says how a page runs is at least this long."""
TALL = 1.9
"""Letter heights: what is taller than this, the line's own slope taken off, is not one line of text."""
WINDOW = 2.0
"""Letter heights of a line of text that give one point."""
FLAT, HIGH = 0.15, 0.5
"""Letter heights: how far the ink of such a window spreads about its middle; less is a dash, more is two lines."""


class LineCurves(NamedTuple):
    """Points (along, across) of lines, in working pixels, and the number of the line that each belongs to."""

    points: Vector
    line: NDArray[np.intp]
    """Ascending from 0."""

    @property
    def number(self) -> int:
        """How many lines there are."""
        return int(self.line[-1]) + 1 if len(self.line) else 0


def of_strokes(start: Vector, stop: Vector, leaning: float = LEANING) -> LineCurves:
    """Each stroke (along, across) that leans by fewer degrees as a line of two points."""
    way = stop - start
    kept = np.abs(way[:, 1]) < np.tan(np.radians(leaning)) * np.abs(way[:, 0])
    ends = np.stack([start[kept], stop[kept]], axis=1)
    return LineCurves(ends.reshape(-1, 2), np.repeat(np.arange(len(ends)), 2))


def chained(curves: LineCurves, across: Vector, longest: float) -> LineCurves:
    """Strokes that continue each other as one line; `across` is where each of their points lies once it is pressed."""
    along = curves.points[:, 0].reshape(-1, 2)
    place = across.reshape(-1, 2)
    backwards = along[:, 0] > along[:, 1]  # the other edge of a rule: light comes from the other side
    left, right = along.min(axis=1), along.max(axis=1)
    first, last = (np.where(backwards, place[:, 1 - k], place[:, k]) for k in (0, 1))
    line = np.arange(len(along))
    ends: list[int] = []
    for i in np.argsort(left):
        near = [
            j
            for j in ends
            if backwards[j] == backwards[i]
            and abs(last[j] - first[i]) <= BESIDE
            and -GAP * longest <= left[i] - right[j] <= GAP * longest
        ]
        if near:
            before = min(near, key=lambda j: abs(last[j] - first[i]))
            line[i] = line[before]
            ends.remove(before)
        ends.append(int(i))
    numbers = np.repeat(np.unique(line, return_inverse=True)[1], 2)
    order = np.argsort(numbers, kind="stable")
    return LineCurves(curves.points[order], numbers[order])


def spans(curves: LineCurves) -> Vector:
    """How far each line reaches along itself."""
    first = np.flatnonzero(np.diff(curves.line, prepend=-1))
    along = curves.points[:, 0]
    return np.asarray(np.maximum.reduceat(along, first) - np.minimum.reduceat(along, first), np.float64)


def sampled(curves: LineCurves) -> LineCurves:
    """Strokes of two points each, with points in between: where a line bends sharply, its ends say too little."""
    ends = curves.points.reshape(-1, 2, 2)
    length = np.abs(ends[:, 1, 0] - ends[:, 0, 0])
    count = np.maximum(1, np.ceil(length / SAMPLE).astype(np.intp)) + 1
    stroke = np.repeat(np.arange(len(ends)), count)
    share = (np.arange(len(stroke)) - np.repeat(np.cumsum(count) - count, count)) / (count[stroke] - 1)
    points = ends[stroke, 0] + (ends[stroke, 1] - ends[stroke, 0]) * share[:, None]
    return LineCurves(points, curves.line.reshape(-1, 2)[stroke, 0])


def of_text(small: Image) -> LineCurves:
    """Lines of text on an upright page of working size, by the middle of their ink."""
    ink = np.asarray(small < PAPER * INKED, np.uint8)
    letter = letter_height(ink) or max(small.shape) / 80
    closed = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((1, max(3, round(1.2 * letter))), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(closed, connectivity=4)
    window = WINDOW * letter
    points, line = [np.zeros((0, 2))], [np.zeros(0, np.intp)]
    for i, (x, y, w, h, _) in enumerate(stats.tolist()):
        slope = np.tan(np.radians(LEANING)) * w
        if i == 0 or w < LINE * letter or not 0.5 * letter < h < TALL * letter + slope:
            continue
        part = (labels[y : y + h, x : x + w] == i) & (ink[y : y + h, x : x + w] > 0)
        rows, columns = np.nonzero(part)
        count = int(w / window)
        piece = np.minimum((columns / w * count).astype(np.intp), count - 1)
        weight = np.bincount(piece, minlength=count).clip(1)
        mean = [np.bincount(piece, v, count) / weight for v in (columns, rows, rows**2.0)]
        spread = np.sqrt(np.maximum(0.0, mean[2] - mean[1] ** 2))
        full = (spread > FLAT * letter) & (spread < HIGH * letter)
        found = np.stack(mean[:2], axis=1)[full] + (x, y)
        points.append(found)
        line.append(np.full(len(found), i, np.intp))
    return LineCurves(np.concatenate(points), np.unique(np.concatenate(line), return_inverse=True)[1])
