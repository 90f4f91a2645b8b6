"""Ink of a strip that no letter was read from, and what its shape says: a tick, a stroke through an empty cell."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from formextract.imaging.ink.text_lines import Strip

Picture = NDArray[np.uint8]
Box = tuple[int, int, int, int]
Boxes = NDArray[np.int32]
"""Boxes of spots (x, y, width, height), one a row."""

BESIDE = 0.75
"""Letter heights from a letter's middle within which ink is the letter's; recognisers place it within 0.1."""
SIZE = 0.42
"""Letter heights: unread ink that is smaller may be dust, a point or a stroke of the letter beside it."""
TOGETHER = 0.3
"""Letter heights between spots that are parts of one letter."""
WIDE, NARROW = 1.05, 0.7
"""Letter heights that a Chinese letter, and one of another script, is wide at most."""
CHINESE = 0x2E7F
"""Code beyond which letters are wide."""
EXCESS = 0.35
"""Letter heights of ink more than the letters can hold from which something was not read."""
UNDERLINE = 0.2
"""Letter heights: lower spots are underlines of blanks, dashes and dots."""
TICK = 0.5
"""Letter heights of the longer side of a tick, at least."""
SHARED = 0.2
"""Share of its width above or below which other ink makes a tick a part of a letter."""
SLANT = 0.28
"""Share of its height by which a stroke leans over to be `/`; the `1` of an italic leans by 0.2."""
THIN = 0.3
"""Share of its height that a stroke is thick at most, measured along its lines."""


def spots_within(spots: Boxes, box: Box) -> Boxes:
    """The spots of which the middle lies in a box (x0, y0, x1, y1)."""
    x0, y0, x1, y1 = box
    xs, ys = spots[:, 0] + spots[:, 2] / 2, spots[:, 1] + spots[:, 3] / 2
    return np.asarray(spots[(xs >= x0) & (xs <= x1) & (ys >= y0) & (ys <= y1)])


def unread(spots: Boxes, cut: Strip, letters: Sequence[tuple[str, float]], letter: float) -> list[Box]:
    """Boxes of ink as large as a letter's that lies beside all letters, or the strip's where it holds more than they.

    `letters` are those that were read, each with its middle as a share of the strip's width.
    """
    found = spots_within(spots, cut.ink)
    found = found[found[:, 3] > UNDERLINE * letter]
    left, width = cut.cut[0], cut.cut[2] - cut.cut[0]
    tall = min(max(letter, cut.ink[3] - cut.ink[1]), 2.5 * letter)  # the page's usual letters, or larger ones
    size = max(letter, 0.85 * tall)
    if _inked(found, cut) > (sum(WIDE if ord(c) > CHINESE else NARROW for c, _ in letters) + EXCESS) * tall:
        return [cut.ink]
    if len(letters):
        at = left + np.asarray([share for _, share in letters]) * width
        middle = found[:, 0] + found[:, 2] / 2
        # a stroke of a wide letter begins where the letter does; ink that reaches to a letter's middle is read
        reach = np.maximum(BESIDE * size, found[:, 2] / 2)
        found = found[np.abs(middle[:, None] - at[None, :]).min(axis=1) > reach]
    groups: list[list[int]] = []
    for x, y, w, h in sorted(found.tolist()):
        if groups and x - groups[-1][2] <= TOGETHER * size:
            last = groups[-1]
            groups[-1] = [last[0], min(last[1], y), max(last[2], x + w), max(last[3], y + h)]
        else:
            groups.append([x, y, x + w, y + h])
    return [
        (x0, y0, x1, y1)
        for x0, y0, x1, y1 in groups
        if max(x1 - x0, y1 - y0) >= SIZE * size and min(x1 - x0, y1 - y0) >= 0.1 * size
    ]


def ticks_in(spots: Boxes, ink: Picture, cut: Strip, letter: float) -> list[Box]:
    """Boxes of ticks that stand by themselves in a strip, nothing above or below them."""
    found = spots_within(spots, cut.ink)
    out = []
    for i, (x, y, w, h) in enumerate(found.tolist()):
        if max(w, h) < TICK * letter or not is_tick(ink[y : y + h, x : x + w]):
            continue
        others = np.delete(found, i, axis=0)
        common = np.minimum(others[:, 0] + others[:, 2], x + w) - np.maximum(others[:, 0], x)
        if not (common > SHARED * w).any():
            out.append((x, y, x + w, y + h))
    return out


def _inked(found: Boxes, cut: Strip) -> int:
    """Columns of the strip that hold ink."""
    columns = np.zeros(max(1, cut.ink[2] - cut.ink[0]), bool)
    for x, _, w, _ in found.tolist():
        columns[max(0, x - cut.ink[0]) : max(0, x - cut.ink[0]) + w] = True
    return int(columns.sum())


def is_slash(ink: Picture) -> bool:
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


def is_tick(ink: Picture) -> bool:
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
