"""Ticks and slashes told by the shape of their ink."""

from __future__ import annotations

import numpy as np

from formextract.imaging.image import Image
from formextract.imaging.ink.text_lines import TextLine
from formextract.imaging.ink.unexplained import Box, Boxes, components_within

TICK = 0.5
"""Letter heights of the longer side of a tick, at least."""
SHARED = 0.2
"""Share of its width above or below which other ink makes a tick a part of a letter."""
SLANT = 0.28
"""Share of its height by which a stroke leans over to be `/`; the `1` of an italic leans by 0.2."""
THIN = 0.3
"""Share of its height that a stroke is thick at most, measured along its lines."""


def ticks_in(components: Boxes, ink: Image, line: TextLine, letter: float) -> list[Box]:
    """Boxes of ticks that stand by themselves in a line, nothing above or below them."""
    found = components_within(components, line.ink)
    out = []
    for i, (x, y, w, h) in enumerate(found.tolist()):
        if max(w, h) < TICK * letter or not is_tick(ink[y : y + h, x : x + w]):
            continue
        others = np.delete(found, i, axis=0)
        common = np.minimum(others[:, 0] + others[:, 2], x + w) - np.maximum(others[:, 0], x)
        if not (common > SHARED * w).any():
            out.append((x, y, x + w, y + h))
    return out


def is_slash(ink: Image) -> bool:
    """Whether the ink (1 on 0, cut to its edges) is one straight stroke from the top right to the bottom left."""
    h = ink.shape[0]
    columns = np.arange(ink.shape[1])
    rows = np.flatnonzero(ink.any(axis=1))
    if len(rows) < 0.8 * h or h < 8:  # noqa: PLR2004 - pixels of the least stroke whose slant can be told
        return False
    middle = (ink[rows] * columns).sum(axis=1) / ink[rows].sum(axis=1)
    slope, offset = np.polyfit(rows, middle, 1)
    stray = np.abs(middle - (slope * rows + offset)).max()
    thick = float(ink[rows].sum(axis=1).max())
    return bool(-slope >= SLANT and stray <= max(1.5, 0.08 * h) and thick <= THIN * h + 2)


def is_tick(ink: Image) -> bool:
    """Whether the ink (1 on 0, cut to its edges) goes down to a point left of its middle, then up to the right."""
    h, w = ink.shape
    if min(h, w) < 8 or not 0.5 <= w / h <= 2.2 or ink.mean() > 0.55:  # noqa: PLR2004 - pixels; a tick's proportions; a filled square
        return False
    columns = ink.any(axis=0)
    if not columns.all():
        return False
    lowest = h - 1 - ink[::-1].argmax(axis=0)
    point = int(lowest.argmax())
    right = ink[:, round(0.8 * w) :]
    lower_right = ink[round(0.65 * h) :, round(0.72 * w) :]
    upper_left = ink[: round(0.22 * h), : round(0.45 * w)]
    return bool(
        0.08 * w <= point <= 0.6 * w
        and right.any(axis=1).argmax() <= 0.25 * h
        and lower_right.mean() <= 0.08  # noqa: PLR2004
        and upper_left.mean() <= 0.12  # noqa: PLR2004
    )
