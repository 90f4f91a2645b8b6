"""The sheet in a photograph, and the desk around it: where light falls off sharply at the paper's edge."""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from formextract.layout.straighten import Frame

Picture = NDArray[np.uint8]
Vector = NDArray[np.float64]

RIM = 7
"""Pixels of the reduced picture on either side of a sheet's edge at which light is compared."""
FALL = 0.75
"""Share of the light inside that is left outside, along most of the edge of a sheet on a desk; scans shade to 0.9."""
FALL_LIGHT = 0.92
"""The same on a light desk, where it must hold nearly all around a sheet with four corners."""
MOST_OF, ALL_OF = 0.85, 0.95
"""Quantiles of the light that is left outside: along most of the edge, and nearly all around."""
STEEP = ((2, 0.03), (1, 0.02), (1, 0.014))
"""Blur in pixels of the reduced picture, and the share of the light that is then lost from one pixel to the next at the
edge of a sheet: coarsely where noise is strong, finely where shadow or a light desk leaves little to see."""


class Sheet(NamedTuple):
    """1 where the sheet lies and 0 on the desk around it; its four corners from the top left, in pixels."""

    mask: Picture
    corners: Vector | None


def flattened(sheet: Sheet) -> Frame | None:
    """The frame that makes the sheet's four corners a rectangle."""
    if sheet.corners is None:
        return None
    a, b, c, d = sheet.corners
    wide = (np.linalg.norm(b - a) + np.linalg.norm(c - d)) / 2
    high = (np.linalg.norm(d - a) + np.linalg.norm(c - b)) / 2
    target = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float32)
    matrix = cv2.getPerspectiveTransform(sheet.corners.astype(np.float32), target)
    return Frame(np.asarray(matrix, np.float64), round(float(wide)), round(float(high)))


def sheet_of(grey: Picture) -> Sheet | None:
    """The sheet on a desk; None where the picture is all sheet."""
    scale = 400 / max(grey.shape)
    reduced = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(reduced, (0, 0), 2)
    level, bright = cv2.threshold(small, 0, 1, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    bright = cv2.morphologyEx(bright, cv2.MORPH_CLOSE, np.ones((15, 15), np.uint8))
    slopes = {blur: _slope(cv2.GaussianBlur(reduced, (0, 0), blur)) for blur in dict(STEEP)}
    patches = [*(_up_to_the_edges(slopes[blur], bright, steep) for blur, steep in STEEP), bright]
    outlines = [
        (hull, _left_outside(small, hull)) for patch in patches if (hull := _outline(small, patch, level)) is not None
    ]
    sheets = [hull for hull, left in outlines if _falls_off(hull, left, ALL_OF)]
    sheets += [hull for hull, left in outlines if _falls_off(hull, left, MOST_OF)]
    if not sheets:
        return None
    hull = sheets[0]
    sheet = np.zeros(small.shape, np.uint8)
    cv2.fillConvexPoly(sheet, hull, 1)
    mask = np.asarray(cv2.resize(sheet, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_NEAREST), np.uint8)
    four = _corners(hull)
    return Sheet(mask, _from_top_left(four / scale) if len(four) == 4 else None)  # noqa: PLR2004


def _corners(hull: NDArray[np.int32]) -> Vector:
    """The corners of an outline that is nearly a polygon."""
    return np.asarray(cv2.approxPolyDP(hull, 0.03 * cv2.arcLength(hull, True), True), np.float64).reshape(-1, 2)


def _falls_off(hull: NDArray[np.int32], left: Vector, share: float) -> bool:
    """Whether light falls off sharply along that share of the hull: the edge of a sheet, where a shadow would fade."""
    if not len(left):
        return False
    fall = float(np.quantile(left, share))
    return fall < FALL or (share == ALL_OF and fall < FALL_LIGHT and len(_corners(hull)) == 4)  # noqa: PLR2004


def _slope(small: Picture) -> NDArray[np.float32]:
    """The share of the light that is lost from each pixel of paper to the next."""
    paper = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((15, 15), np.uint8))
    light = np.log(paper.astype(np.float32) + 8)
    level, upright = (cv2.Sobel(light, cv2.CV_32F, 1 - k, k, scale=1 / 8) for k in (0, 1))
    return np.asarray(np.hypot(level, upright), np.float32)


def _up_to_the_edges(slope: NDArray[np.float32], bright: Picture, steep: float) -> Picture:
    """The bright patch and all that it fades into: a corner in the shadow belongs to the sheet, an edge ends it."""
    _, labels = cv2.connectedComponents((slope < steep).astype(np.uint8), connectivity=4)
    votes = np.bincount(labels[bright > 0], minlength=2)
    votes[0] = 0
    patch = (labels == int(votes.argmax())).astype(np.uint8)
    return np.asarray(
        cv2.morphologyEx(cv2.dilate(patch, np.ones((7, 7), np.uint8)), cv2.MORPH_CLOSE, np.ones((15, 15)))
    )


def _outline(small: Picture, patch: Picture, level: float) -> NDArray[np.int32] | None:
    """The outline of the largest patch where it may be a sheet: convex, and darker around."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(patch)
    if count < 2:  # noqa: PLR2004
        return None
    best = 1 + int(stats[1:, cv2.CC_STAT_AREA].argmax())
    contours, _ = cv2.findContours((labels == best).astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    hull = cv2.convexHull(max(contours, key=cv2.contourArea))
    sheet = np.zeros(small.shape, np.uint8)
    cv2.fillConvexPoly(sheet, hull, 1)
    share = float(sheet.mean())
    outside = small[sheet == 0]
    if not 0.3 <= share <= 0.97 or not len(outside) or float(np.median(outside)) > level:  # noqa: PLR2004
        return None
    if float(stats[best, cv2.CC_STAT_AREA]) < 0.9 * max(1.0, float(sheet.sum())):  # a sheet is convex
        return None
    return np.asarray(hull, np.int32)


def _left_outside(small: Picture, outline: NDArray[np.int32]) -> Vector:
    """What is left of the light RIM pixels outside the outline, as a share of that inside, at places all along it."""
    hull = outline.reshape(-1, 2).astype(np.float64)
    centre = hull.mean(axis=0)
    h, w = small.shape
    ratios = []
    for a, b in zip(hull, np.roll(hull, -1, axis=0), strict=True):
        for t in np.linspace(0, 1, max(2, round(float(np.linalg.norm(b - a)) / 4)), endpoint=False):
            point = a + t * (b - a)
            out = (point - centre) / max(1.0, float(np.linalg.norm(point - centre)))
            inner, outer = point - RIM * out, point + RIM * out
            if 0 <= outer[0] < w and 0 <= outer[1] < h and 0 <= inner[0] < w and 0 <= inner[1] < h:
                ratios.append(
                    float(small[int(outer[1]), int(outer[0])]) / max(1.0, float(small[int(inner[1]), int(inner[0])]))
                )
    return np.array(ratios)


def _from_top_left(corners: Vector) -> Vector:
    """Four corners clockwise from the top left."""
    by_height = corners[np.argsort(corners[:, 1])]
    top, bottom = by_height[:2], by_height[2:]
    top, bottom = top[np.argsort(top[:, 0])], bottom[np.argsort(bottom[:, 0])]
    return np.array([top[0], top[1], bottom[1], bottom[0]])
