"""A picture of a page to its grids, the strips of each cell and its boxes: all that pixels tell without letters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from formextract.geometry import BBox
from formextract.imaging.clean.illumination import even
from formextract.imaging.geometry.deskew import skew, text_skew
from formextract.imaging.geometry.dewarp import pressed
from formextract.imaging.geometry.line_segments import strokes
from formextract.imaging.geometry.page_boundary import Sheet, flattened, sheet_of
from formextract.imaging.geometry.page_transform import Frame, turned, whole
from formextract.imaging.geometry.perspective import families_of, seen_at_an_angle
from formextract.imaging.geometry.warp_model import projected
from formextract.imaging.image import PAPER, Image
from formextract.imaging.ink.binarize import USUAL, ink_of, letter_height, reach
from formextract.imaging.ink.checkboxes import PrintedBox, printed_boxes
from formextract.imaging.ink.components import off_the_edges, solid, spots_of, without_dust
from formextract.imaging.ink.text_lines import Strip, outside, strips_in
from formextract.imaging.ink.unexplained import Boxes
from formextract.imaging.rules.border_checks import open_cells, overrun_strips
from formextract.imaging.rules.detect import TYPICAL_LETTER, Rules, pixel_rules, without_rules
from formextract.imaging.rules.faint import are_left, ridges_of
from formextract.imaging.rules.repair import mended, share_mended
from formextract.layout.grid import Grid, find_grids

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


class TakenApart(NamedTuple):
    """An upright page taken apart: grids and letter height in points by `scale` (points a pixel), strips by cell."""

    frame: Frame
    scale: float
    letter: float
    grids: list[Grid]
    cuts: list[tuple[tuple[int, int] | None, Strip]]
    boxes: list[PrintedBox]
    writing: Image
    ink: Image
    """Ink that is no rule, dust included."""
    torn: set[tuple[int, int]]
    """Cells with a wall that is hardly there."""
    overrun: set[int]
    """Which of `cuts` run into a wall, behind which they may go on."""
    spots: Boxes
    """Boxes of the spots of `ink` that are no mere specks."""
    reach: tuple[int, int]
    """Rows of pixels between which the sheet lies; the desk around it is not counted."""


class Lit(NamedTuple):
    """An evened page, and what of it is sheet: 1, or 0 on the desk."""

    grey: Image
    sheet: Image
    corners: Sheet | None


def lit_of(grey: Image) -> Lit:
    """The page with shadows evened, and the desk around it taken away."""
    sheet = sheet_of(grey)
    out = even(grey)
    if sheet is None:
        return Lit(out, np.ones(grey.shape, np.uint8), None)
    inner = cv2.erode(sheet.mask, np.ones((3, 3), np.uint8), iterations=round(EDGE * max(grey.shape)), borderValue=1)
    out[inner == 0] = PAPER
    return Lit(out, np.asarray(inner, np.uint8), sheet)


def upright_frame(lit: Lit) -> Frame:
    """The page's frame: turned or tilted upright, and pressed flat where the sheet bulged."""
    lines = strokes(lit.grey)
    return _cut_out(pressed(_plane(lit, lines), lit.grey, lines), lit)


def _cut_out(frame: Frame, lit: Lit) -> Frame:
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


def _plane(lit: Lit, lines: NDArray[np.float64]) -> Frame:
    tilted = seen_at_an_angle(lit.grey, lines)
    if tilted is not None:
        return tilted
    frame, angle = whole(lit.grey), skew(lines)
    if families_of(lines, max(lit.grey.shape)) is None:
        frame = (lit.corners and flattened(lit.corners)) or frame
        if angle is not None:
            angle = skew(np.c_[projected(lines[:, :2], frame.matrix), projected(lines[:, 2:], frame.matrix)])
        angle = text_skew(frame.upright(lit.grey), strokes=angle)
    return turned(frame, angle or 0.0)


def take_apart(lit: Lit, frame: Frame, points: float | None) -> TakenApart:
    upright = frame.upright(lit.grey)
    ink = ink_of(upright)
    letter = letter_height(ink) or max(upright.shape) / 80
    if reach(letter) != reach(USUAL):
        ink = ink_of(upright, letter)
    drawn, rules = _rules(upright, ink, letter)
    closed = share_mended(drawn, rules, letter)
    scale = points if points is not None else TYPICAL_LETTER / letter
    if not NARROWEST_LETTER <= letter * scale <= WIDEST_LETTER:
        scale = TYPICAL_LETTER / letter
    horizontal = [(p * scale, a * scale, b * scale) for p, a, b in rules.horizontal]
    vertical = [(p * scale, a * scale, b * scale) for p, a, b in rules.vertical]
    grids = find_grids(horizontal, vertical)
    near = cv2.dilate(rules.ink, np.ones((3, 3), np.uint8))
    bare = np.asarray(ink & (near == 0), np.uint8)
    spots = spots_of(bare)
    sheet = frame.sheet(lit.sheet)
    large = solid(spots, letter)
    kept = large & off_the_edges(spots, sheet, letter)
    kept = without_dust(spots, kept, letter)
    text = spots.drawn(kept)
    writing = without_rules(upright, rules, PAPER)
    dust = cv2.dilate(bare & (text == 0), np.ones((3, 3), np.uint8)) & (text == 0)
    writing[dust > 0] = PAPER
    cuts = _cuts(text, grids, scale, letter)
    torn = open_cells(grids, rules.ink, scale, letter, closed)
    overrun = overrun_strips(grids, cuts, rules.ink, spots, kept, scale, letter)
    boxes, marks = printed_boxes(text, spots, kept, letter), spots.stats[large, :4]
    return TakenApart(frame, scale, letter, grids, cuts, boxes, writing, bare, torn, overrun, marks, _reach(sheet))


def _rules(upright: Image, ink: Image, letter: float) -> tuple[Rules, Rules]:
    """The rules as drawn, and mended. Faint ones are looked for only where there are some: letters have ridges too."""
    drawn = pixel_rules(ink, letter)
    rules = mended(drawn, ink, letter)
    faint = ridges_of(upright, letter)
    if share_mended(drawn, rules, letter) >= BROKEN or are_left(faint, rules.ink, letter):
        drawn = pixel_rules(ink, letter, faint)
        return drawn, mended(drawn, ink, letter, faint)
    if len(drawn.vertical) < SIDES:
        # dashes that wear took apart are nowhere long; letters' ridges make no table
        dashes = pixel_rules(ink, letter, faint)
        if len(dashes.vertical) > SIDES and len(dashes.horizontal) > SIDES:
            return dashes, mended(dashes, ink, letter, faint)
    return drawn, rules


def _reach(sheet: Image) -> tuple[int, int]:
    """The first and last row of pixels of which half is sheet; all rows where there is none."""
    inked = cv2.reduce(sheet, 1, cv2.REDUCE_SUM, dtype=cv2.CV_32S)
    rows = np.flatnonzero(inked >= HALF * sheet.shape[1])
    return (int(rows[0]), int(rows[-1]) + 1) if len(rows) else (0, len(sheet))


def _cuts(
    text: Image, grids: Sequence[Grid], scale: float, letter: float
) -> list[tuple[tuple[int, int] | None, Strip]]:
    """Strips by cell, and those outside all grids."""
    out: list[tuple[tuple[int, int] | None, Strip]] = []
    frames = [_pixels(g.bbox, scale) for g in grids]
    for i, grid in enumerate(grids):
        inner = [f for j, f in enumerate(frames) if j != i and _within(f, frames[i])]
        ink = outside(text, inner) if inner else text
        for k, cell in enumerate(grid.cells):
            x0, y0, x1, y1 = _pixels(cell.bbox, scale)
            out += [((i, k), cut) for cut in strips_in(ink, (x0 + 1, y0 + 1, x1, y1), letter)]
    loose = outside(text, frames)
    h, w = text.shape
    top = 0
    for f in sorted(frames, key=lambda f: f[1]):  # between the grids: lines do not reach across them
        out += [(None, cut) for cut in strips_in(loose, (0, top, w, max(top, f[1])), letter)]
        top = max(top, f[1])
    out += [(None, cut) for cut in strips_in(loose, (0, top, w, h), letter)]
    return out


def _pixels(box: BBox, scale: float) -> tuple[int, int, int, int]:
    return round(box[0] / scale), round(box[1] / scale), round(box[2] / scale), round(box[3] / scale)


def _within(inner: tuple[int, int, int, int], outer: tuple[int, int, int, int]) -> bool:
    area = (inner[2] - inner[0]) * (inner[3] - inner[1])
    around = (outer[2] - outer[0]) * (outer[3] - outer[1])
    x, y = (inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2
    return area < around and outer[0] < x < outer[2] and outer[1] < y < outer[3]
