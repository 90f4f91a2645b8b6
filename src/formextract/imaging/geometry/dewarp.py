"""Dewarps a page that bulges, by its rules or else its lines of text; a flat page is left alone.

The method: line segments say where each line runs, `warp_fit` fits one smooth displacement for the level lines and one
for the upright ones, once more in fine pieces where a fold was too sharp for it, and the warp is taken only where it
explains how long rules stray.
"""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from formextract.imaging.geometry.deskew import alternation
from formextract.imaging.geometry.line_curves import (
    FOLDED,
    LEANING,
    LineCurves,
    chained,
    of_strokes,
    of_text,
    sampled,
    spans,
)
from formextract.imaging.geometry.line_segments import WORKING, find_line_segments
from formextract.imaging.geometry.page_transform import PageTransform
from formextract.imaging.geometry.warp_fit import fit_warp, flattened_points, residuals
from formextract.imaging.geometry.warp_model import Displacement, Vector, WarpModel, projected
from formextract.imaging.image import PAPER, Image
from formextract.imaging.rules.dashes import with_dashes

STRAY = 0.15
"""Degrees by which strokes of a flat page hardly stray from level or upright."""
LEAST = 0.3
"""Working pixels that the ends of a straight stroke stray at random: short ones seem to slant by it."""
STRAYING = 0.1
"""Share of the strokes' length that strays so on a page that may be bent."""
RULED = 2.5
"""Longer sides of the page that its strokes are long together where they are rules; those of large letters had 2.1."""
MORE = 1.5
"""How many times as long strokes are once dashes are drawn through, on a page whose rules are dashed or dotted: as long
on ruled ones, 2.9 times on dotted and 5 times and more on dashed ones."""
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
RULE = 0.08
"""Longer sides of the page from which strokes that continue each other are a rule."""
STRAIGHT = 0.22
"""Working pixels by which rules that were pressed well miss: bulging ones missed by 0.19 at most, those of sheets with
sharp folds by 0.26 to 1.0 before they were pressed in fine pieces (`dirty-folds`, the net of tests)."""
CLOSE, FINE_ROUNDS = 1.0, 4
"""Working pixels by which points may miss once folds are known, and rounds in fine pieces."""

Warp = tuple[Displacement, Displacement]
"""Of the level lines, and of the upright ones."""


def dewarped(transform: PageTransform, grey: Image, lines: Vector) -> PageTransform:
    """The transform with the sheet's warp undone; the same one where its rules, or its lines of text, are straight.

    Rules speak for themselves: long ones miss by less when they are pressed. Where there are few, dashes in a row
    are drawn through, and speak as rules do. Of two ways to press them, and where lines
    of text were pressed, the one is taken in which lines and gaps alternate more sharply.

    `lines` are line segments (n, 4) of the grey picture.
    """
    scale = WORKING / max(transform.width, transform.height)
    strokes = _Strokes(transform, lines, scale)
    pressed = _pressed_by_rules(transform, grey, strokes)
    if pressed is None and (strokes.stray or strokes.length < RULED * WORKING):
        drawn = _Strokes(transform, find_line_segments(with_dashes(grey)), scale)
        pressed = _pressed_by_rules(transform, grey, drawn) if drawn.length >= MORE * strokes.length else None
    if pressed is not None:
        return pressed
    if strokes.length < RULED * WORKING:
        warp = _by_text(of_text(_small(transform, grey, scale)), strokes.flat)
        pressed = _with_warp(transform, warp, scale) if warp is not None else transform
        if warp is not None and alternation(pressed, grey) > alternation(transform, grey):
            return pressed
    return transform


class _Strokes:
    """Line segments of a page as level and as upright strokes, in working pixels of the page stood upright."""

    def __init__(self, transform: PageTransform, lines: Vector, scale: float) -> None:
        self.scale = scale
        self.start, self.stop = (projected(lines[:, k : k + 2], transform.matrix) * scale for k in (0, 2))
        self.flat = Displacement.none(transform.width * scale, transform.height * scale)
        self.families = of_strokes(self.start, self.stop), of_strokes(self.start[:, ::-1], self.stop[:, ::-1])

    @property
    def length(self) -> float:
        """How long they are together."""
        return sum(_length(family) for family in self.families)

    @property
    def stray(self) -> bool:
        """Whether those of a family stray by more than they do on a flat page."""
        return any(_stray(family) for family in self.families)


def _pressed_by_rules(transform: PageTransform, grey: Image, strokes: _Strokes) -> PageTransform | None:
    """The transform with the warp undone that rules among strokes show; None where they show none."""
    if not strokes.stray:
        return None
    warps = _by_rules(strokes.start, strokes.stop, strokes.flat)
    views = [_with_warp(transform, warp, strokes.scale) for warp in warps]
    return max(views, key=lambda view: alternation(view, grey)) if len(views) > 1 else next(iter(views), None)


def _with_warp(transform: PageTransform, warp: Warp, scale: float) -> PageTransform:
    """The transform with a warp undone that was measured at `scale`."""
    level, upright = (displacement.scaled(1 / scale) for displacement in warp)
    return _grown(replace(transform, warp=WarpModel(transform.matrix, level, upright)))


def _by_rules(start: Vector, stop: Vector, flat: Displacement) -> list[Warp]:
    """What straightens the rules among strokes: a smooth warp; where it leaves them bent, one with sharp folds, too."""
    sideways = Displacement.none(flat.across, flat.along)
    warps = []
    for pressed in (_pressed, _unfolded):
        found, is_warped, misses = [flat, sideways], False, 0.0
        for k, none in enumerate((flat, sideways)):
            ends = (start, stop) if k == 0 else (start[:, ::-1], stop[:, ::-1])
            strokes = of_strokes(*ends, LEANING if pressed is _pressed else FOLDED)
            if strokes.number < FEWEST:
                continue
            displacement, rules = pressed(strokes, none)
            misses = max(misses, _miss(rules, displacement))
            left = _left_of_misses(rules, displacement)
            if left <= 1.0:
                found[k] = displacement
                is_warped = is_warped or (left <= BETTER and _is_bent(rules, displacement, SLACK))
        if is_warped:
            warps.append((found[0], found[1]))
        if misses <= STRAIGHT:
            break
    return warps


def _by_text(curves: LineCurves, flat: Displacement) -> Warp | None:
    """The displacement that straightens lines of text; None where it explains too little."""
    if curves.number < FEWEST_TEXT:
        return None
    displacement = fit_warp(curves, flat, WIDE)
    sideways = Displacement.none(flat.across, flat.along)
    return (displacement, sideways) if _is_bent(curves, displacement, SLACK_TEXT) else None


def _pressed(strokes: LineCurves, flat: Displacement) -> tuple[Displacement, LineCurves]:
    """The displacement of strokes, measured anew along whole rules once it says which of them continue each other."""
    displacement = fit_warp(strokes, flat, WIDE)
    displacement = fit_warp(_chained(strokes, displacement), displacement, FINER)
    return displacement, sampled(_chained(strokes, displacement))


def _unfolded(strokes: LineCurves, flat: Displacement) -> tuple[Displacement, LineCurves]:
    """The same in fine pieces, for a sheet with sharp folds."""
    displacement, rules = _pressed(strokes, flat)
    fine = fit_warp(rules, displacement.in_fine_pieces(), FINER, FINE_ROUNDS)
    fine = fit_warp(sampled(_chained(strokes, fine)), fine, CLOSE, FINE_ROUNDS)
    return fine, sampled(_chained(strokes, fine))


def _chained(strokes: LineCurves, displacement: Displacement) -> LineCurves:
    return chained(strokes, flattened_points(strokes.points, displacement)[:, 1], displacement.along)


def _left_of_misses(curves: LineCurves, displacement: Displacement) -> float:
    """By how much less what is long together misses once it is pressed, as a ratio; 2 where too little is long.

    Dirt and large letters have strokes that lean, too, and no rules of them.
    """
    reach = spans(curves)
    if (reach >= RULE * WORKING).sum() < FEWEST:
        return 2.0
    reach = reach[curves.line]
    weight = np.where(reach >= RULE * WORKING, reach, 0.0)
    flat = Displacement.none(displacement.along, displacement.across)
    before, after = (float(np.average(_misses(curves, s), weights=weight)) for s in (flat, displacement))
    return after / max(before, 1e-9)


def _miss(curves: LineCurves, displacement: Displacement) -> float:
    """Working pixels by which points lie off their lines, on average."""
    return float(_misses(curves, displacement).mean())


def _misses(curves: LineCurves, displacement: Displacement) -> Vector:
    return np.minimum(np.abs(residuals(curves, displacement)), CAP)


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


def _is_bent(curves: LineCurves, displacement: Displacement, slack: float) -> bool:
    """Whether the lines sag by more than a flat page's, and the sag explains how they stray."""
    flat = Displacement.none(displacement.along, displacement.across)
    if _miss(curves, displacement) > BETTER * _miss(curves, flat):
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
