"""The text lines of a page by the cell that they stand in."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from formextract.geometry import BBox
from formextract.imaging.image import Image
from formextract.imaging.ink.gutters import columns_in
from formextract.imaging.ink.text_lines import TextLine, outside, text_lines_in
from formextract.layout.grid import CellKey, Grid

KeyedLine = tuple[CellKey | None, TextLine]
"""A text line and its cell; None where it stands outside all grids."""


def lines_by_cell(text: Image, grids: Sequence[Grid], scale: float, letter: float) -> list[KeyedLine]:
    """The text lines of each cell, then those outside all grids (key None); grids in points, `scale` points a pixel."""
    out: list[KeyedLine] = []
    frames = [_pixels(g.bbox, scale) for g in grids]
    for i, grid in enumerate(grids):
        inner = [f for j, f in enumerate(frames) if j != i and _within(f, frames[i])]
        ink = outside(text, inner) if inner else text
        for k, cell in enumerate(grid.cells):
            x0, y0, x1, y1 = _pixels(cell.bbox, scale)
            box = x0 + 1, y0 + 1, x1, y1
            framed = len(grid.cells) == 1  # a frame around a table that nobody ruled
            found = _lines_by_column(ink, box, letter) if framed else text_lines_in(ink, box, letter)
            out += [(CellKey(i, k), line) for line in found]
    loose = outside(text, frames)
    h, w = text.shape
    top = 0
    for f in sorted(frames, key=lambda f: f[1]):  # between the grids: lines do not reach across them
        out += [(None, line) for line in _lines_by_column(loose, (0, top, w, max(top, f[1])), letter)]
        top = max(top, f[1])
    return out + [(None, line) for line in _lines_by_column(loose, (0, top, w, h), letter)]


def _lines_by_column(ink: Image, box: tuple[int, int, int, int], letter: float) -> list[TextLine]:
    """The text lines of a part of the page without rules, each within one column, from top to bottom."""
    x0, y0, x1, y1 = box
    columns = columns_in(ink[y0:y1, x0:x1], letter)
    if len(columns) == 1:
        return text_lines_in(ink, box, letter)
    found: list[TextLine] = []
    page = np.zeros_like(ink)
    for (a, b, c, d), own in columns:
        left, top, right, foot = x0 + a, y0 + b, x0 + c, y0 + d
        page[top:foot, left:right] = own
        found += text_lines_in(page, (left, top, right, foot), letter)
        page[top:foot, left:right] = 0
    return sorted(found, key=lambda line: (line.ink[1], line.ink[0]))


def _pixels(box: BBox, scale: float) -> tuple[int, int, int, int]:
    return round(box[0] / scale), round(box[1] / scale), round(box[2] / scale), round(box[3] / scale)


def _within(inner: tuple[int, int, int, int], outer: tuple[int, int, int, int]) -> bool:
    area = (inner[2] - inner[0]) * (inner[3] - inner[1])
    around = (outer[2] - outer[0]) * (outer[3] - outer[1])
    x, y = (inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2
    return area < around and outer[0] < x < outer[2] and outer[1] < y < outer[3]
