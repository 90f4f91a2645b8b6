"""Ink of a text line that no letter was read from: something the recogniser left out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from formextract.imaging.ink.text_lines import TextLine

Box = tuple[int, int, int, int]
Boxes = NDArray[np.int32]
"""Boxes of components (x, y, width, height), one a row."""

BESIDE = 0.75
"""Letter heights from a letter's middle within which ink is the letter's; recognisers place it within 0.1."""
SIZE = 0.42
"""Letter heights: unread ink that is smaller may be dust, a point or a stroke of the letter beside it."""
TOGETHER = 0.3
"""Letter heights between components that are parts of one letter."""
WIDE, NARROW = 1.05, 0.7
"""Letter heights that a Chinese letter, and one of another script, is wide at most."""
CHINESE = 0x2E7F
"""Code beyond which letters are wide."""
EXCESS = 0.35
"""Letter heights of ink more than the letters can hold from which something was not read."""
UNDERLINE = 0.2
"""Letter heights: lower components are underlines of blanks, dashes and dots."""


def components_within(components: Boxes, box: Box) -> Boxes:
    """The components of which the middle lies in a box (x0, y0, x1, y1)."""
    x0, y0, x1, y1 = box
    xs, ys = components[:, 0] + components[:, 2] / 2, components[:, 1] + components[:, 3] / 2
    return np.asarray(components[(xs >= x0) & (xs <= x1) & (ys >= y0) & (ys <= y1)])


def unexplained_ink(
    components: Boxes, line: TextLine, letters: Sequence[tuple[str, float]], letter: float
) -> list[Box]:
    """Boxes of ink as large as a letter's that lies beside all letters, or the line's where it holds more than they.

    `letters` are those that were read, each with its middle as a share of the line's width.
    """
    found = components_within(components, line.ink)
    found = found[found[:, 3] > UNDERLINE * letter]
    left, width = line.crop[0], line.crop[2] - line.crop[0]
    tall = min(max(letter, line.ink[3] - line.ink[1]), 2.5 * letter)  # the page's usual letters, or larger ones
    size = max(letter, 0.85 * tall)
    if _inked(found, line) > (sum(WIDE if ord(c) > CHINESE else NARROW for c, _ in letters) + EXCESS) * tall:
        return [line.ink]
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


def _inked(found: Boxes, line: TextLine) -> int:
    """Columns of the line that hold ink."""
    columns = np.zeros(max(1, line.ink[2] - line.ink[0]), bool)
    for x, _, w, _ in found.tolist():
        columns[max(0, x - line.ink[0]) : max(0, x - line.ink[0]) + w] = True
    return int(columns.sum())
