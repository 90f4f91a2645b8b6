"""A page as it lies in the picture to a page that stands upright: shadows evened, skew and perspective undone."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from formextract.geometry import BBox
from formextract.imaging.geometry.warp_model import Bend, inverse, projected

Picture = NDArray[np.uint8]
Matrix = NDArray[np.float64]

PAPER = 245
"""Level that the paper is lifted to."""
INK = 0.035
"""Share of the page's longer side beyond which dark is a surface rather than ink, when shadows are evened."""
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
LENGTH = 1.0
"""Longer sides of the page that its ruled strokes are long together, at least."""
LEVEL = 0.03
"""Degrees of skew that are left alone."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Where an upright page lies in its picture: `matrix` takes points of the picture to the upright page.

    Where the sheet bulged, `bend` comes first: `matrix` is of the picture of the sheet pressed flat.
    """

    matrix: Matrix
    width: int
    height: int
    bend: Bend | None = None

    def then(self, matrix: Matrix, width: int, height: int) -> Frame:
        """This frame followed by a further step."""
        return Frame(matrix @ self.matrix, width, height, self.bend)

    def upright(self, picture: Picture) -> Picture:
        """The picture as the upright page."""
        if self._is_picture(picture):
            return picture
        if self.bend is not None:
            return self._unbent(picture, cv2.INTER_CUBIC, PAPER)
        return np.asarray(
            cv2.warpPerspective(
                picture,
                self.matrix,
                (self.width, self.height),
                flags=cv2.INTER_CUBIC,
                borderMode=cv2.BORDER_CONSTANT,
                borderValue=(PAPER, PAPER, PAPER),
            ),
            np.uint8,
        )

    def sheet(self, sheet: Picture) -> Picture:
        """1 where the upright page shows the sheet (1 in the picture), 0 where there is nothing of it."""
        if self._is_picture(sheet):
            return sheet
        if self.bend is not None:
            return self._unbent(sheet, cv2.INTER_NEAREST, 0)
        size = (self.width, self.height)
        return np.asarray(cv2.warpPerspective(sheet, self.matrix, size, flags=cv2.INTER_NEAREST), np.uint8)

    def _unbent(self, picture: Picture, how: int, around: int) -> Picture:
        assert self.bend is not None
        x, y = self.bend.maps(self.matrix, self.width, self.height)
        unbent = cv2.remap(picture, x, y, how, borderMode=cv2.BORDER_CONSTANT, borderValue=(around,) * 3)
        return np.asarray(unbent, np.uint8)

    def _is_picture(self, picture: Picture) -> bool:
        same = picture.shape[:2] == (self.height, self.width) and np.array_equal(self.matrix, np.eye(3))
        return same and self.bend is None

    def back(self, box: BBox) -> BBox:
        """A box of the upright page as the smallest box around it in the picture."""
        x0, y0, x1, y1 = box
        around = np.array([[x0, y0], [x1, y0], [x1, y1], [x0, y1]])
        if self.bend is not None:  # the sides of the box are arcs in the picture
            t = np.linspace(0.0, 1.0, 9)[:, None]
            around = np.concatenate([a + t * (b - a) for a, b in zip(around, np.roll(around, -1, axis=0), strict=True)])
        found = projected(around, inverse(self.matrix))
        xs, ys = (found if self.bend is None else self.bend.bulged(found)).T
        return float(xs.min()), float(ys.min()), float(xs.max()), float(ys.max())


def whole(picture: Picture) -> Frame:
    """The frame of a picture that is upright already."""
    return Frame(np.eye(3), picture.shape[1], picture.shape[0])


def even(grey: Picture) -> Picture:
    """The page with shadows and uneven light taken out, paper at PAPER."""
    h, w = grey.shape
    shrink = 4
    small = cv2.resize(grey, (max(1, w // shrink), max(1, h // shrink)), interpolation=cv2.INTER_AREA)
    side = max(3, round(INK * max(small.shape)) | 1)
    ground = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((side, side), np.uint8))
    ground = cv2.GaussianBlur(ground, (0, 0), side / 3)
    ground = cv2.resize(ground, (w, h), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.divide(grey, cv2.max(ground, 24), scale=PAPER), np.uint8)


def quarter_turns(frame: Frame, turns: int) -> Frame:
    """The frame turned clockwise by `turns` times 90°."""
    for _ in range(turns % 4):
        h = frame.height
        frame = frame.then(np.array([[0.0, -1.0, h - 1.0], [1.0, 0.0, 0.0], [0.0, 0.0, 1.0]]), h, frame.width)
    return frame


def strokes(grey: Picture) -> NDArray[np.float64]:
    """Straight strokes (x0, y0, x1, y1) in the picture's pixels, long enough to be ruled."""
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


def _contrast(grey: Picture, lines: NDArray[np.float64]) -> NDArray[np.float64]:
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


def skew(lines: NDArray[np.float64]) -> float | None:
    """Degrees by which ruled strokes are turned clockwise (-45 to 45); None where there are too few."""
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


def text_skew(grey: Picture, reach: float = 8.0, strokes: float | None = None) -> float:
    """Degrees by which lines of text are turned clockwise, by how sharply lines and gaps alternate.

    Within `reach` of level or upright, or about where the page's `strokes` say; those may be a watermark's.
    """
    scale = min(1.0, 700 / max(grey.shape))
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    ink = (small < PAPER * 0.75).astype(np.float32)
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


def turned(frame: Frame, degrees: float) -> Frame:
    """The frame with a clockwise skew of `degrees` undone, grown so that nothing is cut off."""
    if abs(degrees) < LEVEL:
        return frame
    w, h = frame.width, frame.height
    turn = np.vstack([cv2.getRotationMatrix2D((w / 2, h / 2), degrees, 1.0), [0, 0, 1]])
    c, s = abs(math.cos(math.radians(degrees))), abs(math.sin(math.radians(degrees)))
    wide, high = round(w * c + h * s), round(w * s + h * c)
    turn[0, 2] += (wide - w) / 2
    turn[1, 2] += (high - h) / 2
    return frame.then(turn, wide, high)
