"""From a cleaned picture to the transform that stands its page upright: perspective, skew, warp, the sheet's edges."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from formextract.imaging.geometry.deskew import alternation, skew, text_skew
from formextract.imaging.geometry.dewarp import dewarped
from formextract.imaging.geometry.line_segments import find_line_segments
from formextract.imaging.geometry.page_boundary import PageBoundary, rectified
from formextract.imaging.geometry.page_transform import PageTransform, identity, rotated
from formextract.imaging.geometry.perspective import families_of, undo_perspective
from formextract.imaging.geometry.warp_model import projected
from formextract.imaging.image import Image

VISIBLE = 0.15
"""Degrees by which a reduced page must be turned for its lines to be less sharp: two pixels from side to side."""


def upright_transform(grey: Image, sheet: Image | None = None, boundary: PageBoundary | None = None) -> PageTransform:
    """The transform of an evenly lit page; `sheet` (1 on it, 0 beside) and `boundary` where a desk lay around it."""
    segments = find_line_segments(grey)
    flat = _flat_view(grey, boundary, segments)
    transform = dewarped(flat, grey, segments)
    return transform if sheet is None or boundary is None else _cut_out(transform, sheet)


def _flat_view(grey: Image, boundary: PageBoundary | None, segments: NDArray[np.float64]) -> PageTransform:
    """The transform of a sheet taken for flat: perspective undone, else turned level.

    Strokes of dirt have vanishing points too; a sheet seen at an angle alternates better without it.
    """
    tilted, angle = undo_perspective(grey, segments), skew(segments)
    transform = identity(grey)
    if tilted is not None or abs(angle or 0.0) >= VISIBLE:
        lying = alternation(transform, grey)
        turned = alternation(rotated(transform, angle), grey) if angle is not None else lying
        if tilted is not None and alternation(tilted, grey) > max(lying, turned):
            return tilted
        if turned < lying:
            return rotated(transform, text_skew(grey, strokes=angle))
    if families_of(segments, max(grey.shape)) is None:
        transform = (boundary and rectified(boundary)) or transform
        if angle is not None:
            ends = [projected(segments[:, k : k + 2], transform.matrix) for k in (0, 2)]
            angle = skew(np.concatenate(ends, axis=1))
        angle = text_skew(transform.upright(grey), strokes=angle)
    return rotated(transform, angle or 0.0)


def _cut_out(transform: PageTransform, mask: Image) -> PageTransform:
    """The transform without the desk around the sheet: page numbers are known by how near to the edge they stand."""
    sheet = transform.sheet(mask)
    rows, columns = (np.flatnonzero(sheet.any(axis=k)) for k in (1, 0))
    if not len(rows):
        return transform
    top, left = int(rows[0]), int(columns[0])
    move = np.array([[1.0, 0, -left], [0, 1.0, -top], [0, 0, 1.0]])
    return transform.then(move, int(columns[-1]) + 1 - left, int(rows[-1]) + 1 - top)
