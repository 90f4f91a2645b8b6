"""Finds the edge of a photographed sheet: where light falls off sharply from the paper to the desk around it."""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from formextract.imaging.geometry.page_transform import PageTransform
from formextract.imaging.image import Image

Vector = NDArray[np.float64]

RIM = 7
"""Pixels of the reduced picture on either side of a sheet's edge at which light is compared."""
FALL = 0.75
"""Share of the light inside that is left outside, along most of the edge of a sheet on a desk; scans shade to 0.9."""
FALL_LIGHT = 0.92
"""The same on a light desk, where it must hold nearly all around a sheet with four corners."""
MOST_OF, ALL_OF = 0.85, 0.95
"""Quantiles of the light that is left outside: along most of the edge, and nearly all around."""
CLOSED = 15
"""Pixels of the reduced picture: narrower than this is a letter or a rule rather than a part of the desk."""
ALONG = 0.7
"""Sums of the picture's sides that the outline of sheets over each other is long inside the picture, at least."""
JAGGED = 1.3
"""How many times as long as its convex hull's the outline of sheets over each other is, at most: sheets have straight
edges (1.06 on photographs), the patches of a dark photocopy have none (1.6 and 3.5)."""
STEEP = ((2, 0.03), (1, 0.02), (1, 0.014))
"""Blur in pixels of the reduced picture, and the share of the light that is then lost from one pixel to the next at the
edge of a sheet: coarsely where noise is strong, finely where shadow or a light desk leaves little to see."""


class PageBoundary(NamedTuple):
    """`mask` (height, width): 1 on the sheet, 0 on the desk; `corners` (4, 2): clockwise from top left, in pixels."""

    mask: Image
    corners: Vector | None


def rectified(sheet: PageBoundary) -> PageTransform | None:
    """The transform that makes the sheet's four corners a rectangle; None where it has no four corners."""
    if sheet.corners is None:
        return None
    a, b, c, d = sheet.corners
    wide = (np.linalg.norm(b - a) + np.linalg.norm(c - d)) / 2
    high = (np.linalg.norm(d - a) + np.linalg.norm(c - b)) / 2
    target = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float32)
    matrix = cv2.getPerspectiveTransform(sheet.corners.astype(np.float32), target)
    return PageTransform(np.asarray(matrix, np.float64), round(float(wide)), round(float(high)))


def find_page_boundary(grey: Image) -> PageBoundary | None:
    """Where the sheet ends in a grey picture of it on a desk; None where the picture is all sheet.

    Bright and smoothly lit patches (Otsu threshold, Sobel slopes) are candidates; one is the sheet where its convex
    hull has darker ground along most of its edge.
    """
    scale = 400 / max(grey.shape)
    reduced = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(reduced, (0, 0), 2)
    level, bright = cv2.threshold(small, 0, 1, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    bright = _closed(bright)
    slopes = {blur: _slope(cv2.GaussianBlur(reduced, (0, 0), blur)) for blur in dict(STEEP)}
    patches = [*(_up_to_the_edges(slopes[blur], bright, steep) for blur, steep in STEEP), bright]
    outlines = [
        (hull, _left_outside(small, hull)) for patch in patches if (hull := _outline(small, patch, level)) is not None
    ]
    sheets = [hull for hull, left in outlines if _falls_off(hull, left, ALL_OF)]
    sheets += [hull for hull, left in outlines if _falls_off(hull, left, MOST_OF)]
    if not sheets:
        return _one_over_another(small, bright, grey.shape)
    hull = sheets[0]
    sheet = np.zeros(small.shape, np.uint8)
    cv2.fillConvexPoly(sheet, hull, 1)
    mask = np.asarray(cv2.resize(sheet, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_NEAREST), np.uint8)
    four = _corners(hull)
    return PageBoundary(mask, _from_top_left(four / scale) if len(four) == 4 else None)  # noqa: PLR2004


def _one_over_another(small: Image, bright: Image, shape: tuple[int, ...]) -> PageBoundary | None:
    """All that is paper where one sheet lies over another, so that both have no convex outline; None on a flat page."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(bright)
    best = 1 + int(stats[1:, cv2.CC_STAT_AREA].argmax()) if len(stats) > 1 else 0
    patch = np.asarray(labels == best, np.uint8)
    if not best or not 0.3 <= float(patch.mean()) <= 0.97:  # noqa: PLR2004
        return None
    contours, _ = cv2.findContours(patch, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    outline = max(contours, key=cv2.contourArea)
    if cv2.arcLength(outline, True) > JAGGED * cv2.arcLength(cv2.convexHull(outline), True):
        return None
    cv2.drawContours(patch, [outline], -1, 1, cv2.FILLED)
    around = np.ones((2 * RIM + 1, 2 * RIM + 1), np.uint8)
    inner = cv2.dilate(np.where(patch > 0, small, 0).astype(np.uint8), around)
    outer = cv2.erode(np.where(patch > 0, 255, small).astype(np.uint8), around)
    h, w = small.shape
    x, y = outline.reshape(-1, 2).T
    inside = (x >= RIM) & (y >= RIM) & (x < w - RIM) & (y < h - RIM)  # where a sheet leaves the picture nothing falls
    left = outer[y[inside], x[inside]] / np.maximum(1.0, inner[y[inside], x[inside]])
    if inside.sum() < ALONG * sum(small.shape) or float(np.quantile(left, MOST_OF)) > FALL:
        return None
    return PageBoundary(
        np.asarray(cv2.resize(patch, (shape[1], shape[0]), interpolation=cv2.INTER_NEAREST), np.uint8), None
    )


def _corners(hull: NDArray[np.int32]) -> Vector:
    """The corners of an outline that is nearly a polygon."""
    return np.asarray(cv2.approxPolyDP(hull, 0.03 * cv2.arcLength(hull, True), True), np.float64).reshape(-1, 2)


def _falls_off(hull: NDArray[np.int32], left: Vector, share: float) -> bool:
    """Whether light falls off sharply along that share of the hull: the edge of a sheet, where a shadow would fade."""
    if not len(left):
        return False
    fall = float(np.quantile(left, share))
    return fall < FALL or (share == ALL_OF and fall < FALL_LIGHT and len(_corners(hull)) == 4)  # noqa: PLR2004


def _slope(small: Image) -> NDArray[np.float32]:
    """The share of the light that is lost from each pixel of paper to the next."""
    paper = _closed(small)
    light = np.log(paper.astype(np.float32) + 8)
    level, upright = (cv2.Sobel(light, cv2.CV_32F, 1 - k, k, scale=1 / 8) for k in (0, 1))
    return np.asarray(np.hypot(level, upright), np.float32)


def _up_to_the_edges(slope: NDArray[np.float32], bright: Image, steep: float) -> Image:
    """The bright patch and all that it fades into: a corner in the shadow belongs to the sheet, an edge ends it."""
    _, labels = cv2.connectedComponents((slope < steep).astype(np.uint8), connectivity=4)
    votes = np.bincount(labels[bright > 0], minlength=2)
    votes[0] = 0
    patch = (labels == int(votes.argmax())).astype(np.uint8)
    return _closed(cv2.dilate(patch, np.ones((7, 7), np.uint8)))


def _closed(picture: Image) -> Image:
    """The picture with what is dark and narrow closed: letters and rules, but not the desk beside a picture's edge."""
    k = CLOSED
    wider = cv2.copyMakeBorder(picture, k, k, k, k, cv2.BORDER_CONSTANT, value=0)
    return np.asarray(cv2.morphologyEx(wider, cv2.MORPH_CLOSE, np.ones((k, k), np.uint8))[k:-k, k:-k], np.uint8)


def _outline(small: Image, patch: Image, level: float) -> NDArray[np.int32] | None:
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


def _left_outside(small: Image, outline: NDArray[np.int32]) -> Vector:
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
