"""Displacement model of a curved page, and the mapping from the flattened page back to the photo."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]
Map = NDArray[np.float32]

ALONG, ACROSS = 10, 4
"""Pieces of the smooth surface along the lines that it is measured by, and from one line to the next."""
FINE = 40
"""The same along the lines of a sheet that was folded: it bends within a twentieth of its width."""
STEP = 16
"""Pixels from one place that is calculated to the next; those between lie on a straight line within 0.01 pixels."""


def splines(places: Vector, pieces: int) -> Vector:
    """The weights of `pieces` + 3 cubic B-splines at each place from 0 to 1; beyond the ends the end's."""
    t = np.clip(places, 0.0, 1.0) * pieces
    first = np.minimum(t.astype(np.intp), pieces - 1)
    f = t - first
    four = np.stack([(1 - f) ** 3, 3 * f**3 - 6 * f**2 + 4, -3 * f**3 + 3 * f**2 + 3 * f + 1, f**3], axis=1) / 6
    out = np.zeros((len(t), pieces + 3))
    np.put_along_axis(out, first[:, None] + np.arange(4), four, axis=1)
    return out


@dataclass(frozen=True, slots=True, eq=False)
class Displacement:
    """A B-spline surface: pixels by which each place of a page of `along` by `across` pixels is off its straight line.

    `heights` (ACROSS + 3, ALONG + 3 or FINE + 3) are the control points of a uniform cubic B-spline.
    """

    heights: Vector
    along: float
    across: float

    @classmethod
    def none(cls, along: float, across: float) -> Displacement:
        """No sag at all."""
        return cls(np.zeros((ACROSS + 3, ALONG + 3)), along, across)

    def scaled(self, scale: float) -> Displacement:
        """The same sag on a page of another resolution."""
        return Displacement(self.heights * scale, self.along * scale, self.across * scale)

    def in_fine_pieces(self) -> Displacement:
        """The same sag with room for sharper bends along the lines."""
        places = np.linspace(0.0, 1.0, 4 * FINE)
        run = splines(places, self.heights.shape[1] - 3) @ self.heights.T
        heights = np.linalg.lstsq(splines(places, FINE), run, rcond=None)[0].T
        return Displacement(np.asarray(heights, np.float64), self.along, self.across)

    def at(self, points: Vector) -> Vector:
        """The sag at points (along, across) of the pressed page."""
        rows = splines(points[:, 1] / self.across, self.heights.shape[0] - 3) @ self.heights
        return np.asarray((rows * splines(points[:, 0] / self.along, self.heights.shape[1] - 3)).sum(axis=1))


@dataclass(frozen=True, slots=True, eq=False)
class WarpModel:
    """The warp of a sheet: seen through `plane` (3, 3), level rules sag by `level`, upright ones by `upright`."""

    plane: Vector
    level: Displacement
    upright: Displacement

    def bulged(self, points: Vector) -> Vector:
        """Where points (x, y) of the picture of the pressed sheet lie in the picture that was taken."""
        flat = projected(points, self.plane)
        return projected(flat + self.off(flat), inverse(self.plane))

    def off(self, flat: Vector) -> Vector:
        """By how far points (x, y) of the pressed upright page lie off on the bulging one."""
        return np.stack([self.upright.at(flat[:, ::-1]), self.level.at(flat)], axis=1)

    def maps(self, matrix: Vector, width: int, height: int) -> tuple[Map, Map]:
        """For each pixel of a page whose `matrix` takes points of the pressed picture to it, where it was taken."""
        xs, ys = (np.arange(-STEP / 2 - 0.5, size + 2 * STEP, STEP) for size in (width, height))
        nodes = np.stack(np.meshgrid(xs, ys), axis=-1).reshape(-1, 2)
        places = self.bulged(projected(nodes, inverse(matrix))).reshape(len(ys), len(xs), 2)
        fine = [cv2.resize(np.ascontiguousarray(places[:, :, k], np.float32), None, fx=STEP, fy=STEP) for k in range(2)]
        x, y = (np.ascontiguousarray(f[STEP : STEP + height, STEP : STEP + width]) for f in fine)
        return x, y


def projected(points: Vector, matrix: Vector) -> Vector:
    """Points (x, y) taken through a 3 × 3 matrix."""
    seen = np.c_[points, np.ones(len(points))] @ matrix.T
    return np.asarray(seen[:, :2] / seen[:, 2:])


def inverse(matrix: Vector) -> Vector:
    """The way back."""
    return np.asarray(np.linalg.inv(matrix), np.float64)
