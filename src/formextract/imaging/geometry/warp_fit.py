"""Robust least-squares fit (IRLS) of a B-spline surface that straightens given lines; outliers are down-weighted."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from formextract.imaging.geometry.line_curves import LineCurves
from formextract.imaging.geometry.warp_model import ACROSS, Displacement, Vector, splines

ROUNDS = 8
FEW_ROUNDS, FLAT = 2, 0.4
"""Rounds after which lines that have sagged by fewer working pixels so far are straight."""
NARROW = 0.5
"""Working pixels by which a point of a line may miss in the last round."""
STIFF = 0.02
"""What bending along the lines costs, against points that miss by a working pixel each."""
STIFF_ACROSS = 0.5
"""The same for bending from line to line, where there may be none for half a page."""
CHANGE = 0.01
"""The same for changing from line to line at all."""
REST = 1e-4
"""The same for lying off, where nothing else is known."""


def fit_warp(curves: LineCurves, displacement: Displacement, wide: float, rounds: int = ROUNDS) -> Displacement:
    """The displacement that makes each line level, wherever it lies, of as many pieces as the one to begin with.

    Iteratively reweighted least squares with Geman–McClure weights, whose width shrinks from `wide` working pixels each
    round; a quadratic penalty on second differences keeps the surface smooth (P-splines: Eilers and Marx 1996).

    Lines are compared with themselves only: what moves a whole line is left out, and cannot be known.
    """
    pieces = displacement.heights.shape[1] - 3
    smooth = _smoothness(pieces)
    for done in range(rounds):
        if done >= FEW_ROUNDS and np.ptp(displacement.heights) < FLAT:
            break
        at = flattened_points(curves.points, displacement)
        weight = 1 / (1 + (residuals(curves, displacement) / wide) ** 2) ** 2
        rows = (
            splines(at[:, 1] / displacement.across, ACROSS)[:, :, None]
            * splines(at[:, 0] / displacement.along, pieces)[:, None, :]
        )
        rows = _off_the_middle(rows.reshape(len(at), -1), curves.line, weight)
        place = _off_the_middle(curves.points[:, 1:], curves.line, weight)[:, 0]
        weighted = rows * weight[:, None]
        heights = np.asarray(np.linalg.solve(weighted.T @ rows + smooth, weighted.T @ place), np.float64)
        displacement = replace(displacement, heights=heights.reshape(displacement.heights.shape))
        wide = max(NARROW, 0.6 * wide)
    return displacement


def flattened_points(points: Vector, displacement: Displacement) -> Vector:
    """Where points (along, across) of the bulging page lie on the pressed one."""
    flat = points.copy()
    for _ in range(3):
        flat[:, 1] = points[:, 1] - displacement.at(flat)
    return flat


def residuals(curves: LineCurves, displacement: Displacement) -> Vector:
    """How far each point lies off the middle of its line once the sag is taken off."""
    place = flattened_points(curves.points, displacement)[:, 1:]
    return _off_the_middle(place, curves.line, np.ones(len(place)))[:, 0]


def _smoothness(pieces: int) -> Vector:
    """What bending costs: a quadratic form of the heights of a surface with so many pieces along the lines."""
    along, across = (np.diff(np.eye(n + 3), 2, axis=0) for n in (pieces, ACROSS))
    change = np.diff(np.eye(ACROSS + 3), axis=0)
    return np.asarray(
        STIFF * np.kron(np.eye(ACROSS + 3), along.T @ along)
        + np.kron(STIFF_ACROSS * across.T @ across + CHANGE * change.T @ change, np.eye(pieces + 3))
        + REST * np.eye((pieces + 3) * (ACROSS + 3))
    )


def _off_the_middle(values: Vector, line: NDArray[np.intp], weight: Vector) -> Vector:
    """Values of points less the weighted mean of those on the same line."""
    first = np.flatnonzero(np.diff(line, prepend=-1))
    total = np.add.reduceat(weight, first)
    mean = np.add.reduceat(values * weight[:, None], first) / np.maximum(total, 1e-9)[:, None]
    return np.asarray(values - mean[line])
