"""The mapping from a picture to its upright page and back: one 3 × 3 matrix, after a warp where the sheet was bent."""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from formextract.geometry import BBox
from formextract.imaging.geometry.warp_model import WarpModel, inverse, projected
from formextract.imaging.image import PAPER, Image

Matrix = NDArray[np.float64]
LEVEL = 0.03
"""Degrees of skew that are left alone."""


@dataclass(frozen=True, slots=True)
class PageTransform:
    """Where an upright page lies in its picture: `matrix` (3, 3) takes points of the picture to the upright page.

    Where the sheet was curved, `warp` comes first: `matrix` is then of the picture of the flattened sheet.
    """

    matrix: Matrix
    width: int
    height: int
    warp: WarpModel | None = None

    def then(self, matrix: Matrix, width: int, height: int) -> PageTransform:
        """This transform followed by a further step."""
        return PageTransform(matrix @ self.matrix, width, height, self.warp)

    def scaled(self, page: float, picture: float) -> PageTransform:
        """The same for a picture reduced to a share of its size, to a page of another size."""
        matrix = _resized(self.matrix, page, picture)
        warp = self.warp and WarpModel(
            _resized(self.warp.plane, page, picture), self.warp.level.scaled(page), self.warp.upright.scaled(page)
        )
        return PageTransform(matrix, max(8, round(self.width * page)), max(8, round(self.height * page)), warp)

    def upright(self, picture: Image) -> Image:
        """The picture as the upright page."""
        if self._is_picture(picture):
            return picture
        if self.warp is not None:
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

    def sheet(self, sheet: Image) -> Image:
        """1 where the upright page shows the sheet (1 in the picture), 0 where there is nothing of it."""
        if self._is_picture(sheet):
            return sheet
        if self.warp is not None:
            return self._unbent(sheet, cv2.INTER_NEAREST, 0)
        size = (self.width, self.height)
        return np.asarray(cv2.warpPerspective(sheet, self.matrix, size, flags=cv2.INTER_NEAREST), np.uint8)

    def _unbent(self, picture: Image, how: int, around: int) -> Image:
        assert self.warp is not None
        x, y = self.warp.maps(self.matrix, self.width, self.height)
        unbent = cv2.remap(picture, x, y, how, borderMode=cv2.BORDER_CONSTANT, borderValue=(around,) * 3)
        return np.asarray(unbent, np.uint8)

    def _is_picture(self, picture: Image) -> bool:
        same = picture.shape[:2] == (self.height, self.width) and np.array_equal(self.matrix, np.eye(3))
        return same and self.warp is None

    def back(self, box: BBox) -> BBox:
        """A box of the upright page as the smallest box around it in the picture."""
        x0, y0, x1, y1 = box
        around = np.array([[x0, y0], [x1, y0], [x1, y1], [x0, y1]])
        if self.warp is not None:  # the sides of the box are arcs in the picture
            t = np.linspace(0.0, 1.0, 9)[:, None]
            around = np.concatenate([a + t * (b - a) for a, b in zip(around, np.roll(around, -1, axis=0), strict=True)])
        found = projected(around, inverse(self.matrix))
        xs, ys = (found if self.warp is None else self.warp.bulged(found)).T
        return float(xs.min()), float(ys.min()), float(xs.max()), float(ys.max())


def _resized(matrix: Matrix, after: float, before: float) -> Matrix:
    return np.asarray(np.diag([after, after, 1.0]) @ matrix @ np.diag([1 / before, 1 / before, 1.0]))


def identity(picture: Image) -> PageTransform:
    """The transform of a picture that is upright already."""
    return PageTransform(np.eye(3), picture.shape[1], picture.shape[0])


def quarter_turns(transform: PageTransform, turns: int) -> PageTransform:
    """The transform, then turned clockwise by `turns` times 90°."""
    for _ in range(turns % 4):
        h = transform.height
        transform = transform.then(
            np.array([[0.0, -1.0, h - 1.0], [1.0, 0.0, 0.0], [0.0, 0.0, 1.0]]), h, transform.width
        )
    return transform


def rotated(transform: PageTransform, degrees: float) -> PageTransform:
    """The transform with a clockwise skew of `degrees` undone, grown so that nothing is cut off."""
    if abs(degrees) < LEVEL:
        return transform
    w, h = transform.width, transform.height
    turn = np.vstack([cv2.getRotationMatrix2D((w / 2, h / 2), degrees, 1.0), [0, 0, 1]])
    c, s = abs(math.cos(math.radians(degrees))), abs(math.sin(math.radians(degrees)))
    wide, high = round(w * c + h * s), round(w * s + h * c)
    turn[0, 2] += (wide - w) / 2
    turn[1, 2] += (high - h) / 2
    return transform.then(turn, wide, high)
