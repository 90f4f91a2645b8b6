"""Undoes the perspective of a sheet photographed at an angle, by the two vanishing points of its rules."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from formextract.imaging.geometry.deskew import skew
from formextract.imaging.geometry.page_transform import PageTransform, identity
from formextract.imaging.image import Image

Vector = NDArray[np.float64]

FAMILY = 18.0
"""Degrees from the sheet's own axes within which a stroke belongs to one of them."""
PARALLEL = 0.12
"""Degrees: where a family's strokes stray less than this from one direction, the sheet was not seen at an angle."""
TRIES = 300
"""Pairs of strokes whose crossing is tried as the vanishing point."""
ROUNDS = 4
"""Times that the best point is fitted anew to the strokes that run to it."""
NEAR = 0.006
"""Sine of the angle by which a stroke may miss its vanishing point."""
FEWEST = 6
"""Strokes of each family that a vanishing point takes."""
LONG = 0.4
"""Longer sides of the picture that each family is long together; the strokes of large letters tell of no angle."""
SHEARED = 0.25
"""Degrees by which the two families may miss the right angle on a sheet that was seen straight."""
STRONGEST = 0.9
"""Largest foreshortening, as a share of the sheet, that is still taken for a sheet."""


def families_of(lines: Vector, longest: int) -> tuple[NDArray[np.bool_], NDArray[np.bool_], Vector] | None:
    """Which strokes are the sheet's level ones, which its upright ones, and how far each is turned from level.

    None where they are too few, or too short together, to say from where the sheet was seen.
    """
    angle = skew(lines)
    if angle is None:
        return None
    dx, dy = lines[:, 2] - lines[:, 0], lines[:, 3] - lines[:, 1]
    length = np.hypot(dx, dy)
    turned = (np.degrees(np.arctan2(dy, dx)) - angle + 45) % 180 - 45
    level, upright = np.abs(turned) < FAMILY, np.abs(turned - 90) < FAMILY
    for family in (level, upright):
        if family.sum() < FEWEST or length[family].sum() < LONG * longest:
            return None
    return level, upright, turned


def undo_perspective(grey: Image, lines: Vector) -> PageTransform | None:
    """The transform that undoes perspective; None where there is too little to go by, or none to undo.

    The line through both vanishing points is the horizon; moving it to infinity makes parallels parallel again
    (affine rectification: Hartley and Zisserman, Multiple View Geometry, 2.7), and the two axes are then set square.
    """
    families = families_of(lines, max(grey.shape))
    if families is None:
        return None
    h, w = grey.shape
    level, upright, turned = families
    parallel = max(_spread(turned[level], lines[level]), _spread(turned[upright] - 90, lines[upright])) < PARALLEL
    if parallel and abs(_middle(turned[upright], lines[upright]) - 90 - _middle(turned[level], lines[level])) < SHEARED:
        return None
    size = max(h, w) / 2
    to_unit = np.array([[1 / size, 0, -w / 2 / size], [0, 1 / size, -h / 2 / size], [0, 0, 1]])
    across, down = _vanishing_point(lines[level], to_unit), _vanishing_point(lines[upright], to_unit)
    horizon = np.cross(across, down)
    if abs(horizon[2]) < 1e-9:  # noqa: PLR2004
        return None
    horizon = horizon / horizon[2]
    if np.abs(horizon[:2]).sum() > STRONGEST:
        return None
    flat = np.array([[1.0, 0, 0], [0, 1.0, 0], horizon])
    first, second = (flat @ across)[:2], (flat @ down)[:2]
    first, second = first / np.linalg.norm(first), second / np.linalg.norm(second)
    first, second = first * np.sign(first[0] or 1), second * np.sign(second[1] or 1)
    if abs(float(first[0] * second[1] - first[1] * second[0])) < 0.5:  # noqa: PLR2004 - sine of the angle between the axes
        return None
    axes = np.eye(3)
    axes[:2, :2] = np.linalg.inv(np.stack([first, second], axis=1))
    back = np.diag([size, size, 1.0])
    return _fitted(identity(grey), back @ axes @ flat @ to_unit)


def _middle(angles: Vector, lines: Vector) -> float:
    """Weighted median of angles."""
    return _median(angles, np.hypot(lines[:, 2] - lines[:, 0], lines[:, 3] - lines[:, 1]))


def _spread(angles: Vector, lines: Vector) -> float:
    """Weighted median of how far angles stray from their median, in degrees."""
    weight = np.hypot(lines[:, 2] - lines[:, 0], lines[:, 3] - lines[:, 1])
    middle = _median(angles, weight)
    return _median(np.abs(angles - middle), weight)


def _median(values: Vector, weight: Vector) -> float:
    order = np.argsort(values)
    total = np.cumsum(weight[order])
    return float(values[order][int(np.searchsorted(total, total[-1] / 2))])


def _vanishing_point(lines: Vector, to_unit: Vector) -> Vector:
    """The vanishing point, homogeneous (3,), that most of a family's strokes run to, by length.

    RANSAC over crossings of two strokes, drawn by length with a fixed seed (Fischler and Bolles 1981), then iteratively
    reweighted least squares with Geman–McClure weights 1 / (1 + (miss / NEAR)²)².
    """
    ones = np.ones(len(lines))
    a = (to_unit @ np.stack([lines[:, 0], lines[:, 1], ones])).T
    b = (to_unit @ np.stack([lines[:, 2], lines[:, 3], ones])).T
    through = np.cross(a, b)
    through /= np.linalg.norm(through[:, :2], axis=1, keepdims=True)
    along = (b - a)[:, :2]
    length = np.linalg.norm(along, axis=1)
    middle = ((a + b) / 2)[:, :2]

    def miss(point: Vector) -> Vector:
        """Sine of the angle between each stroke and its way to the point."""
        towards = point[:2] - middle * point[2]
        cross = towards[:, 0] * along[:, 1] - towards[:, 1] * along[:, 0]
        return np.asarray(np.abs(cross) / (np.linalg.norm(towards, axis=1) * length + 1e-12))

    dice = np.random.default_rng(0)
    pairs = dice.choice(len(lines), size=(TRIES, 2), p=length / length.sum())
    best, point = -1.0, np.array([0.0, 0.0, 1.0])
    for first, second in pairs:
        candidate = np.cross(through[first], through[second])
        norm = np.linalg.norm(candidate)
        if first == second or norm < 1e-9:  # noqa: PLR2004
            continue
        candidate /= norm
        score = float((length * np.maximum(0.0, 1 - miss(candidate) / NEAR)).sum())
        if score > best:
            best, point = score, candidate
    for _ in range(ROUNDS):
        weight = length * length / (1 + (miss(point) / NEAR) ** 2) ** 2
        point = np.linalg.eigh((through * weight[:, None]).T @ through)[1][:, 0]
    return point


def _fitted(transform: PageTransform, matrix: Vector) -> PageTransform:
    """The transform after `matrix`, moved and scaled so that it holds all of the picture at about its own size."""
    w, h = transform.width, transform.height
    corners = np.array([[[0, 0], [w, 0], [w, h], [0, h]]], np.float64)
    seen = cv2.perspectiveTransform(corners, matrix)[0]
    low, high = seen.min(axis=0), seen.max(axis=0)
    size = high - low
    scale = min(1.35, max(0.8, float(np.sqrt(w * h / (size[0] * size[1])))))
    move = np.array([[scale, 0, -low[0] * scale], [0, scale, -low[1] * scale], [0, 0, 1]])
    return PageTransform(move @ matrix, max(8, round(size[0] * scale)), max(8, round(size[1] * scale)))
