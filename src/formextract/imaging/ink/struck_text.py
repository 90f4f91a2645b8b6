"""What may be strokes through text: thin level ink, or a little aslant, through the middle of letters and as long as
they.

An underline and a dash have letters on one side or none, a table's rule goes on. Bars of Chinese letters that run
together look like short ones: what the letters are is asked as well (`readers.scan.struck_lines`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from formextract.imaging.image import Image
from formextract.imaging.ink.cell_lines import KeyedLine
from formextract.imaging.ink.text_lines import TextLine

SLANTS = tuple(k * 0.02 for k in range(-9, 10))
"""Rise over run of a stroke: what a pen draws along a ruler or freely, seldom more."""
LENGTH = 1.0
"""Sizes of a line's letters: two figures in a line with Chinese letters are as wide."""
LOW = 0.5
"""Letter heights of a line below which it is dashes, and no size of letters."""
MIDDLE = (0.3, 0.67)
"""Shares of a line's height between which a stroke through its letters runs: printed ones and a pen's lay at 0.45 to
0.65, the bars of 4s side by side, which run together where a photograph is small, at 0.7."""
THIN = 0.25
"""Sizes of a line's letters: the thickness of a stroke, at most; printed ones had 0.07 to 0.13, a pen's 0.2."""
CROSSED = 2
"""Strokes of letters that come to it from above, and from below, at least."""
THROUGH = 0.9
"""Share of what crosses a stroke that goes on behind it; printed and drawn strokes had 0.94 and more, bars of letters
that ran together often less (4s side by side 0.67, 56 0.5)."""
OUT, OUT_IN_ALL = 0.03, 0.12
"""Sizes of letters by which a stroke stands out at each end and at both together; those looked at had 0.04 and 0.15
and more, most bars 0."""
BEYOND = 0.6
"""Sizes of letters by which a stroke may stand out on either side; a longer one is a rule."""
APART = 1.25
"""Sizes of letters between two strokes of letters along it, at most; a dash that touches both figures has more."""
BESIDE = 2
"""Pixels from a stroke at which letters that cross it are seen."""
NEAR = 0.3
"""Sizes of letters around a stroke's end in which the paper between two letters is looked for."""


class Stroke(NamedTuple):
    """What may be a stroke through the letters of a line, from column to column of the page.

    `length`, by how much it stands out (`out`, on the side where it is less) and the widest ink of letters that comes
    to it (`wide`) are in sizes of the line's letters, `thick` is in pixels. `apart`: it ends where letters do, so it
    is known what it takes out; it then reaches from the paper before them to the paper behind them.
    """

    left: int
    right: int
    length: float
    apart: bool
    out: float
    wide: float
    thick: int


class _Stroke(NamedTuple):
    """A stroke from column to column, and from row to row where its slant is levelled; in pixels of the line."""

    left: int
    right: int
    top: int
    bottom: int
    slant: float


def strokes_by_line(lines: Sequence[KeyedLine], ink: Image, letter: float) -> dict[int, list[Stroke]]:
    """What may be strokes through letters, by the place of their line among `lines`; `ink` has the rules as well."""
    found = {i: strokes_through(ink, line, letter) for i, (_, line) in enumerate(lines)}
    return {i: strokes for i, strokes in found.items() if strokes}


def strokes_through(ink: Image, line: TextLine, letter: float) -> list[Stroke]:
    """The same of one line, from left to right."""
    part, left = _around(ink, line, letter)
    size = _size(line, letter)
    found = _strokes(part, size)
    return _placed(found, part, line, left, size) if found else []


def cut(line: TextLine, strokes: Sequence[Stroke]) -> list[tuple[TextLine, bool]]:
    """The parts of a line between the ends of strokes that lie apart, each with whether it is struck."""
    at, end = line.ink[0], line.ink[2]
    out: list[tuple[TextLine, bool]] = []
    for s in strokes:
        for a, b, struck in ((at, s.left, False), (s.left, s.right, True)):
            if b > a:
                out.append((_between(line, a, b), struck))
        at = s.right
    if end > at:
        out.append((_between(line, at, end), False))
    return out


def _between(line: TextLine, left: int, right: int) -> TextLine:
    """A line from column to column; where it is cut it is cropped without the paper around it."""
    x0, y0, x1, y1 = line.ink
    crop = (line.crop[0] if left == x0 else left, line.crop[1], line.crop[2] if right == x1 else right, line.crop[3])
    return TextLine((left, y0, right, y1), crop)


def _size(line: TextLine, letter: float) -> float:
    """The size of a line's letters: figures alone are lower than the page's letters, headings larger."""
    height = line.ink[3] - line.ink[1]
    return height if height >= LOW * letter else letter


def _around(ink: Image, line: TextLine, letter: float) -> tuple[Image, int]:
    """The ink of a line and what stands a letter beside it, and the column of the page where that begins."""
    x0, y0, x1, y1 = line.ink
    left = max(0, round(x0 - letter))
    return ink[y0:y1, left : round(x1 + letter)], left


def _strokes(part: Image, size: float) -> list[_Stroke]:
    if part.shape[1] < LENGTH * size:
        return []
    found = [s for slant in SLANTS for s in _at_slant(part, slant, size)]
    out: list[_Stroke] = []
    for s in sorted(found, key=lambda s: (s.left - s.right, abs(s.slant))):
        if all(s.right <= o.left or o.right <= s.left for o in out):
            out.append(s)
    return sorted(s for s in out if _is_through(part, s, size))


def _at_slant(part: Image, slant: float, size: float) -> list[_Stroke]:
    """All thin level ink of a stroke's length, once the line is sheared by `slant`."""
    height, width = part.shape
    level = _sheared(part, slant)
    long = cv2.morphologyEx(level, cv2.MORPH_OPEN, np.ones((1, round(LENGTH * size)), np.uint8))
    if not long.any():
        return []
    count, _, stats, _ = cv2.connectedComponentsWithStats(np.ascontiguousarray(long), connectivity=8)
    out = []
    for x, y, w, h, _ in stats[1:count].tolist():
        middle = y + h / 2 + slant * (x + w / 2 - width / 2)
        if h <= max(2.0, THIN * size) and MIDDLE[0] * height <= middle <= MIDDLE[1] * height:
            out.append(_Stroke(x, x + w, y, y + h, slant))
    return out


def _sheared(part: Image, slant: float) -> Image:
    """The ink with each column moved so that a line of that slant lies level where it lies at the middle column."""
    if not slant:
        return part
    height, width = part.shape
    shift = np.rint(slant * (np.arange(width) - width / 2)).astype(np.intp)
    rows = np.arange(height)[:, None] + shift[None, :]
    inside = (rows >= 0) & (rows < height)
    return np.asarray(np.where(inside, np.take_along_axis(part, np.clip(rows, 0, height - 1), 0), 0), np.uint8)


def _is_through(part: Image, stroke: _Stroke, size: float) -> bool:
    """Whether letters go through a stroke from its one end to its other, and it stands out a little at both."""
    if stroke.left == 0 or stroke.right == part.shape[1]:
        return False  # it goes on: a rule
    above, below = _crossing(part, stroke)
    if min(len(above), len(below)) < CROSSED:
        return False
    through = sum(_meets(one, below) for one in above) + sum(_meets(one, above) for one in below)
    out = _standing_out(stroke, above, below)
    if through < THROUGH * (len(above) + len(below)) or max(out) > BEYOND * size:
        return False
    if min(out) < OUT * size or sum(out) < OUT_IN_ALL * size:
        return False
    at = sorted(above + below)
    reached = at[0][1]
    for a, b in at[1:]:
        if a - reached > APART * size:
            return False
        reached = max(reached, b)
    return True


def _crossing(part: Image, stroke: _Stroke) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """What of letters comes to a stroke from above and from below, in columns from its left end."""
    level = _sheared(part, stroke.slant)
    rows = stroke.top - BESIDE, stroke.bottom - 1 + BESIDE
    above, below = (_runs(level[row, stroke.left : stroke.right]) if 0 <= row < len(level) else [] for row in rows)
    return above, below


def _meets(one: tuple[int, int], others: Sequence[tuple[int, int]]) -> bool:
    return any(one[0] <= b + BESIDE and a <= one[1] + BESIDE for a, b in others)


def _standing_out(
    stroke: _Stroke, above: Sequence[tuple[int, int]], below: Sequence[tuple[int, int]]
) -> tuple[int, int]:
    """Pixels by which a stroke stands out to the left and right of the letters that cross it."""
    return min(above[0][0], below[0][0]), stroke.right - stroke.left - max(above[-1][1], below[-1][1])


def _placed(found: Sequence[_Stroke], part: Image, line: TextLine, left: int, size: float) -> list[Stroke]:
    """Strokes as they stand on the page, each from paper to paper as far as its ends lie beside some."""
    first, last = line.ink[0] - left, line.ink[2] - left
    bare = _letters_alone(part, found, size)[:, first:last]
    out: list[Stroke] = []
    for s in found:
        begin, end = s.left - first, s.right - first
        a = 0 if begin <= NEAR * size else _paper_near(bare, begin, NEAR * size)
        b = last - first if end >= last - first - NEAR * size else _paper_near(bare, end, NEAR * size)
        above, below = _crossing(part, s)
        stands, wide = min(_standing_out(s, above, below)), max(b - a for a, b in above + below)
        said = Stroke(
            left + s.left,
            left + s.right,
            (s.right - s.left) / size,
            apart=False,
            out=stands / size,
            wide=wide / size,
            thick=s.bottom - s.top,
        )
        if a is not None and b is not None and (not out or line.ink[0] + a >= out[-1].right):
            said = said._replace(left=line.ink[0] + a, right=line.ink[0] + b, apart=True)
        out.append(said)
    return out


def _letters_alone(part: Image, strokes: Sequence[_Stroke], size: float) -> Image:
    """The ink of a line without the strokes through it, nor what lies level under or over its letters."""
    out = part.copy()
    height, width = part.shape
    for s in strokes:
        columns = np.arange(s.left, s.right)
        shift = np.rint(s.slant * (columns - width / 2)).astype(np.intp)
        for row in range(s.top - 1, s.bottom + 1):
            rows = row + shift
            inside = (rows >= 0) & (rows < height)
            out[rows[inside], columns[inside]] = 0
    level = cv2.morphologyEx(out, cv2.MORPH_OPEN, np.ones((1, round(LENGTH * size)), np.uint8))
    out[level > 0] = 0  # an underline of what was written instead
    return out


def _paper_near(bare: Image, column: int, reach: float) -> int | None:
    """The middle of the paper between two letters that is nearest to a column, within `reach` pixels of it."""
    empty = _runs(np.asarray(bare.max(axis=0) == 0))
    near = [(abs(min(max(column, a), b) - column), min(max(column, a), b)) for a, b in empty]
    gap, at = min(near, default=(reach + 1, 0))
    return at if gap <= reach else None


def _runs(flags: NDArray[Any]) -> list[tuple[int, int]]:
    """Stretches (start, stop) that are set."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], flags > 0, [False])).astype(np.int8)))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]
