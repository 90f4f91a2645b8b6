"""A picture of a page to its grids, the strips of each cell and its boxes: all that pixels tell without letters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from formextract.geometry import BBox
from formextract.imaging.clean.illumination import correct_illumination
from formextract.imaging.geometry.deskew import skew, text_skew
from formextract.imaging.geometry.dewarp import dewarped
from formextract.imaging.geometry.line_segments import find_line_segments
from formextract.imaging.geometry.page_boundary import PageBoundary, find_page_boundary, rectified
from formextract.imaging.geometry.page_transform import PageTransform, identity, rotated
from formextract.imaging.geometry.perspective import families_of, undo_perspective
from formextract.imaging.geometry.warp_model import projected
from formextract.imaging.image import PAPER, Image
from formextract.imaging.ink.binarize import USUAL, binarize, letter_height, reach
from formextract.imaging.ink.checkboxes import Checkbox, find_checkboxes
from formextract.imaging.ink.components import clear_of_edges, components_of, despeckle, larger_than_specks
from formextract.imaging.ink.text_lines import TextLine, outside, text_lines_in
from formextract.imaging.ink.unexplained import Boxes
from formextract.imaging.rules.border_checks import touching_borders, unreliable_borders
from formextract.imaging.rules.detect import TYPICAL_LETTER, Rules, find_rules, without_rules
from formextract.imaging.rules.faint import any_unfound, find_faint_lines
from formextract.imaging.rules.repair import repaired, share_repaired
from formextract.layout.grid import CellKey, Grid, find_grids

EDGE = 0.004
"""Share of the longer side at the edge of a photographed sheet that are taken for desk."""
BROKEN = 0.15
"""Share of a page's rules that had to be mended from which what is left of others is looked for as well."""
SIDES = 2
"""Upright rules of the least table."""
HALF = 0.5
"""Share of a row of pixels from which it is a row of the sheet."""
NARROWEST_LETTER, WIDEST_LETTER = 7.0, 16.0
"""Points: letters outside these say that the page's size in points is not the paper's."""


class PageAnalysis(NamedTuple):
    """An upright page taken apart: grids and letter height in points by `scale` (points a pixel), strips by cell."""

    transform: PageTransform
    scale: float
    letter: float
    grids: list[Grid]
    lines: list[tuple[CellKey | None, TextLine]]
    boxes: list[Checkbox]
    writing: Image
    ink: Image
    """Ink that is no rule, dust included."""
    unreliable_borders: set[CellKey]
    """Cells with a wall that is hardly there."""
    touches_border: set[int]
    """Which of `cuts` run into a wall, behind which they may go on."""
    components: Boxes
    """Boxes of the spots of `ink` that are no mere specks."""
    reach: tuple[int, int]
    """Rows of pixels between which the sheet lies; the desk around it is not counted."""


class NormalisedPage(NamedTuple):
    """An evened page, and what of it is sheet: 1, or 0 on the desk."""

    grey: Image
    sheet: Image
    corners: PageBoundary | None


def normalised(grey: Image) -> NormalisedPage:
    """The page with shadows evened, and the desk around it taken away."""
    sheet = find_page_boundary(grey)
    out = correct_illumination(grey)
    if sheet is None:
        return NormalisedPage(out, np.ones(grey.shape, np.uint8), None)
    inner = cv2.erode(sheet.mask, np.ones((3, 3), np.uint8), iterations=round(EDGE * max(grey.shape)), borderValue=1)
    out[inner == 0] = PAPER
    return NormalisedPage(out, np.asarray(inner, np.uint8), sheet)


def upright_frame(lit: NormalisedPage) -> PageTransform:
    """The page's frame: turned or tilted upright, and pressed flat where the sheet bulged."""
    lines = find_line_segments(lit.grey)
    return _cut_out(dewarped(_plane(lit, lines), lit.grey, lines), lit)


def _cut_out(frame: PageTransform, lit: NormalisedPage) -> PageTransform:
    """The frame without the desk around the sheet: page numbers are known by how near to the page's edge they stand."""
    if lit.corners is None:
        return frame
    sheet = frame.sheet(lit.sheet)
    rows, columns = (np.flatnonzero(sheet.any(axis=k)) for k in (1, 0))
    if not len(rows):
        return frame
    top, left = int(rows[0]), int(columns[0])
    move = np.array([[1.0, 0, -left], [0, 1.0, -top], [0, 0, 1.0]])
    return frame.then(move, int(columns[-1]) + 1 - left, int(rows[-1]) + 1 - top)


def _plane(lit: NormalisedPage, lines: NDArray[np.float64]) -> PageTransform:
    tilted = undo_perspective(lit.grey, lines)
    if tilted is not None:
        return tilted
    frame, angle = identity(lit.grey), skew(lines)
    if families_of(lines, max(lit.grey.shape)) is None:
        frame = (lit.corners and rectified(lit.corners)) or frame
        if angle is not None:
            angle = skew(np.c_[projected(lines[:, :2], frame.matrix), projected(lines[:, 2:], frame.matrix)])
        angle = text_skew(frame.upright(lit.grey), strokes=angle)
    return rotated(frame, angle or 0.0)


def analyse_upright(lit: NormalisedPage, frame: PageTransform, points: float | None) -> PageAnalysis:
    upright = frame.upright(lit.grey)
    ink = binarize(upright)
    letter = letter_height(ink) or max(upright.shape) / 80
    if reach(letter) != reach(USUAL):
        ink = binarize(upright, letter)
    drawn, rules = _rules(upright, ink, letter)
    closed = share_repaired(drawn, rules, letter)
    scale = points if points is not None else TYPICAL_LETTER / letter
    if not NARROWEST_LETTER <= letter * scale <= WIDEST_LETTER:
        scale = TYPICAL_LETTER / letter
    horizontal = [(p * scale, a * scale, b * scale) for p, a, b in rules.horizontal]
    vertical = [(p * scale, a * scale, b * scale) for p, a, b in rules.vertical]
    grids = find_grids(horizontal, vertical)
    near = cv2.dilate(rules.ink, np.ones((3, 3), np.uint8))
    bare = np.asarray(ink & (near == 0), np.uint8)
    components = components_of(bare)
    sheet = frame.sheet(lit.sheet)
    large = larger_than_specks(components, letter)
    kept = large & clear_of_edges(components, sheet, letter)
    kept = despeckle(components, kept, letter)
    text = components.image_of(kept)
    writing = without_rules(upright, rules, PAPER)
    dust = cv2.dilate(bare & (text == 0), np.ones((3, 3), np.uint8)) & (text == 0)
    writing[dust > 0] = PAPER
    cuts = _cuts(text, grids, scale, letter)
    torn = unreliable_borders(grids, rules.ink, scale, letter, closed)
    overrun = touching_borders(grids, cuts, rules.ink, components, kept, scale, letter)
    boxes, marks = find_checkboxes(text, components, kept, letter), components.stats[large, :4]
    return PageAnalysis(frame, scale, letter, grids, cuts, boxes, writing, bare, torn, overrun, marks, _reach(sheet))


def _rules(upright: Image, ink: Image, letter: float) -> tuple[Rules, Rules]:
    """The rules as drawn, and mended. Faint ones are looked for only where there are some: letters have ridges too."""
    drawn = find_rules(ink, letter)
    rules = repaired(drawn, ink, letter)
    faint = find_faint_lines(upright, letter)
    if share_repaired(drawn, rules, letter) >= BROKEN or any_unfound(faint, rules.ink, letter):
        drawn = find_rules(ink, letter, faint)
        return drawn, repaired(drawn, ink, letter, faint)
    if len(drawn.vertical) < SIDES:
        # dashes that wear took apart are nowhere long; letters' ridges make no table
        dashes = find_rules(ink, letter, faint)
        if len(dashes.vertical) > SIDES and len(dashes.horizontal) > SIDES:
            return dashes, repaired(dashes, ink, letter, faint)
    return drawn, rules


def _reach(sheet: Image) -> tuple[int, int]:
    """The first and last row of pixels of which half is sheet; all rows where there is none."""
    inked = cv2.reduce(sheet, 1, cv2.REDUCE_SUM, dtype=cv2.CV_32S)
    rows = np.flatnonzero(inked >= HALF * sheet.shape[1])
    return (int(rows[0]), int(rows[-1]) + 1) if len(rows) else (0, len(sheet))


def _cuts(text: Image, grids: Sequence[Grid], scale: float, letter: float) -> list[tuple[CellKey | None, TextLine]]:
    """Lines by cell, and those outside all grids."""
    out: list[tuple[CellKey | None, TextLine]] = []
    frames = [_pixels(g.bbox, scale) for g in grids]
    for i, grid in enumerate(grids):
        inner = [f for j, f in enumerate(frames) if j != i and _within(f, frames[i])]
        ink = outside(text, inner) if inner else text
        for k, cell in enumerate(grid.cells):
            x0, y0, x1, y1 = _pixels(cell.bbox, scale)
            out += [(CellKey(i, k), cut) for cut in text_lines_in(ink, (x0 + 1, y0 + 1, x1, y1), letter)]
    loose = outside(text, frames)
    h, w = text.shape
    top = 0
    for f in sorted(frames, key=lambda f: f[1]):  # between the grids: lines do not reach across them
        out += [(None, cut) for cut in text_lines_in(loose, (0, top, w, max(top, f[1])), letter)]
        top = max(top, f[1])
    out += [(None, cut) for cut in text_lines_in(loose, (0, top, w, h), letter)]
    return out


def _pixels(box: BBox, scale: float) -> tuple[int, int, int, int]:
    return round(box[0] / scale), round(box[1] / scale), round(box[2] / scale), round(box[3] / scale)


def _within(inner: tuple[int, int, int, int], outer: tuple[int, int, int, int]) -> bool:
    area = (inner[2] - inner[0]) * (inner[3] - inner[1])
    around = (outer[2] - outer[0]) * (outer[3] - outer[1])
    x, y = (inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2
    return area < around and outer[0] < x < outer[2] and outer[1] < y < outer[3]
