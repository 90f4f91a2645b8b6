"""Dewarps a page that bulges, by its rules or else its lines of text; a flat page is left alone.

The method: line segments say where each line runs, `warp_fit` fits one smooth displacement for the level lines and one
for the upright ones, and the warp is taken only where it explains how the lines stray.
"""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from formextract.imaging.geometry.line_curves import LineCurves, chained, of_strokes, of_text
from formextract.imaging.geometry.line_segments import WORKING
from formextract.imaging.geometry.page_transform import PageTransform
from formextract.imaging.geometry.warp_fit import fit_warp, flattened_points, residuals
from formextract.imaging.geometry.warp_model import Displacement, Vector, WarpModel, projected
from formextract.imaging.image import PAPER, Image

STRAY = 0.15
"""Degrees by which strokes of a flat page hardly stray from level or upright."""
LEAST = 0.3
"""Working pixels that the ends of a straight stroke stray at random: short ones seem to slant by it."""
STRAYING = 0.1
"""Share of the strokes' length that strays so on a page that may be bent."""
RULED = 2.5
"""Longer sides of the page that its strokes are long together where they are rules; those of large letters had 2.1."""
FEWEST = 10
"""Strokes of one family by which a page can be pressed."""
FEWEST_TEXT = 4
"""Lines of text by which a page can be pressed."""
SLACK = 0.0012
"""Share of the longer side by which rules sag at most on a page that is left alone; flat ones sagged by 0.0009."""
SLACK_TEXT = 0.004
"""The same for lines of text."""
BETTER = 0.8
"""Largest ratio of residuals after to before at which a warp is taken; random fits of nearly flat pages had 0.7."""
CAP = 2.0
"""Working pixels: beyond this it does not matter by how far a point misses."""
WIDE, FINER = 8.0, 2.0
"""Working pixels by which points may miss in the first round: on the page as it is, and along chained rules."""
NONE = LineCurves(np.zeros((0, 2)), np.zeros(0, np.intp))


def dewarped(transform: PageTransform, grey: Image, lines: Vector) -> PageTransform:
    """The transform with the sheet's warp undone; the same one where its rules, or its lines of text, are straight.

    `lines` are line segments (n, 4) of the grey picture.
    """
    scale = WORKING / max(transform.width, transform.height)
    start, stop = (projected(lines[:, k : k + 2], transform.matrix) * scale for k in (0, 2))
    levels, uprights = of_strokes(start, stop), of_strokes(start[:, ::-1], stop[:, ::-1])
    if _length(levels) + _length(uprights) < RULED * WORKING:
        levels, uprights, fewest, slack = of_text(_small(transform, grey, scale)), NONE, FEWEST_TEXT, SLACK_TEXT
    elif _stray(levels) or _stray(uprights):
        fewest, slack = FEWEST, SLACK
    else:
        return transform
    width, height = transform.width * scale, transform.height * scale
    displacements, is_warped = [], False
    for curves, flat in ((levels, Displacement.none(width, height)), (uprights, Displacement.none(height, width))):
        displacement = flat
        if curves.number >= fewest:
            displacement = fit_warp(curves, flat, WIDE)
            is_warped = is_warped or _is_bent(curves, displacement, slack)
        displacements.append((curves, displacement))
    if not is_warped:
        return transform
    if slack is SLACK:
        displacements = [(curves, _refined(curves, displacement)) for curves, displacement in displacements]
    level, upright = (displacement.scaled(1 / scale) for _, displacement in displacements)
    return _grown(replace(transform, warp=WarpModel(transform.matrix, level, upright)))


def _small(transform: PageTransform, grey: Image, scale: float) -> Image:
    """The upright page at working size."""
    size = round(transform.width * scale), round(transform.height * scale)
    reduced = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    turn = np.diag([scale, scale, 1.0]) @ transform.matrix @ np.diag([1 / scale, 1 / scale, 1.0])
    return np.asarray(cv2.warpPerspective(reduced, turn, size, borderValue=PAPER), np.uint8)


def _length(strokes: LineCurves) -> float:
    return float(np.abs(strokes.points[1::2, 0] - strokes.points[::2, 0]).sum())


def _stray(strokes: LineCurves) -> bool:
    """Whether strokes stray from their own direction by more than they do on a flat page."""
    way = strokes.points[1::2] - strokes.points[::2]
    length = np.abs(way[:, 0])
    astray = np.abs(way[:, 1]) > np.maximum(np.tan(np.radians(STRAY)) * length, LEAST)
    return float(length[astray].sum()) > STRAYING * float(length.sum())


def _refined(curves: LineCurves, displacement: Displacement) -> Displacement:
    """The sag measured anew along whole rules, once the first measure says which strokes continue each other."""
    if curves.number < FEWEST:
        return displacement
    return fit_warp(
        chained(curves, flattened_points(curves.points, displacement)[:, 1], displacement.along), displacement, FINER
    )


def _is_bent(curves: LineCurves, displacement: Displacement, slack: float) -> bool:
    """Whether the lines sag by more than a flat page's, and the sag explains how they stray."""
    flat = Displacement.none(displacement.along, displacement.across)
    before, after = (float(np.minimum(np.abs(residuals(curves, s)), CAP).mean()) for s in (flat, displacement))
    if after > BETTER * before:
        return False
    at = flattened_points(curves.points, displacement)
    (left, top), (right, bottom) = np.quantile(at, 0.05, axis=0), np.quantile(at, 0.95, axis=0)
    along, across = np.meshgrid(np.linspace(left, right, 40), np.linspace(top, bottom, 5))
    run = displacement.at(np.stack([along.ravel(), across.ravel()], axis=1)).reshape(along.shape)
    return float(np.ptp(run, axis=1).max()) > slack * WORKING


def _grown(transform: PageTransform) -> PageTransform:
    """The transform of a flattened sheet, with room for what the bulge had kept inside its edges."""
    assert transform.warp is not None
    xs, ys = np.linspace(0, transform.width, 17), np.linspace(0, transform.height, 17)
    edge = np.array([(x, y) for x in xs for y in ys if x in {0, transform.width} or y in {0, transform.height}])
    moved = edge - transform.warp.off(edge)
    left, top = np.ceil(np.maximum(0, -moved.min(axis=0)))
    right, bottom = np.ceil(np.maximum(0, moved.max(axis=0) - (transform.width, transform.height)))
    move = np.array([[1.0, 0, left], [0, 1.0, top], [0, 0, 1.0]])
    return transform.then(move, transform.width + int(left + right), transform.height + int(top + bottom))
