"""Ink inside a box to text lines (projection profiles), each a box that a recogniser can read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from formextract.imaging.image import Image

WRITTEN = 0.3
"""Letter heights: the longest side of the smallest thing that is writing by itself: a dash, a slash, a 1."""
HYPHEN = 0.2
"""Letter heights: two components of this size together are writing too: hyphens in a row for 'not applicable'."""
SLIVER = 0.3
"""Letter heights: ink at the edge of a cell that is lower than this comes from the cell beyond."""
LOW = 0.5
"""Letter heights: a lower line is a part of one (a dash, the top of a letter), joined to its neighbour if close."""
CLOSE = 0.22
"""Letter heights between the parts of one line."""
TALL = 1.75
"""Letter heights: a taller line is two that touch."""
ROOM = 1.3
"""Letter heights between two lines of one line; the recogniser need not look at more paper than this."""
NARROW = 0.9
"""The same where lines stand side by side, half a line off each other: columns of a table whose rules are not there."""
MARGIN_X, MARGIN_Y = 0.3, 0.14
"""Letter heights of paper around the ink of a line."""


class TextLine(NamedTuple):
    """A line of writing, or a part of it: the box of its ink, and the box to crop, in pixels (x0, y0, x1, y1)."""

    ink: tuple[int, int, int, int]
    crop: tuple[int, int, int, int]


def text_lines_in(ink: Image, box: tuple[int, int, int, int], letter: float) -> list[TextLine]:
    """The text lines inside a box of the page, from top to bottom and left to right; none where there is only dust.

    A band of ink that is higher than a line holds lines side by side that stand half a line off each other: it is cut
    upright where there is paper, and each part into bands again (XY-cut).
    """
    x0, y0, x1, y1 = box
    part = ink[y0:y1, x0:x1]
    out: list[TextLine] = []
    bands = _bands(part, letter)
    for i, (top, bottom) in enumerate(bands):
        above = bands[i - 1][1] if i else -y0
        below = bands[i + 1][0] if i + 1 < len(bands) else ink.shape[0] - y0
        for left, right, parts in _columns(part[top:bottom], letter):
            if len(parts) == 1:
                first, last = parts[0]
                at = (x0 + left, y0 + top + first, x0 + right, y0 + top + last)
                out.append(_line(ink, at, (above + y0, below + y0), letter))
                continue
            for k, (first, last) in enumerate(parts):
                before = top + parts[k - 1][1] if k else above
                behind = top + parts[k + 1][0] if k + 1 < len(parts) else below
                own = part[top + first : top + last, left:right]
                for a, b in _spans(own, letter):
                    at = (x0 + left + a, y0 + top + first, x0 + left + b, y0 + top + last)
                    out.append(_line(ink, at, (before + y0, behind + y0), letter))
    return out


def _columns(band: Image, letter: float) -> list[tuple[int, int, list[tuple[int, int]]]]:
    """The parts of a band, each with the bands in it: one, but where it is higher than a line and parts stand askew."""
    usual = [(a, b, [(0, len(band))]) for a, b in _spans(band, letter)]
    if len(band) < TALL * letter:
        return usual
    narrow = [(a, b, _bands(band[:, a:b], letter)) for a, b in _spans(band, letter, NARROW)]
    return narrow if len(narrow) > 1 and any(len(bands) > 1 for _, _, bands in narrow) else usual


def _line(ink: Image, box: tuple[int, int, int, int], neighbours: tuple[float, float], letter: float) -> TextLine:
    """A line by the box of its ink, cropped with some paper but not into the lines above and below it."""
    left, top, right, bottom = box
    above, below = neighbours
    pad, margin = round(MARGIN_Y * letter), round(MARGIN_X * letter)
    missing = max(0, round((letter - (bottom - top)) / 2))
    cut_top = max(top - pad - missing, int(above + top) // 2 if above > 0 else top - pad - missing)
    cut_bottom = min(
        bottom + pad + missing, int(below + bottom + 1) // 2 if below < ink.shape[0] else bottom + pad + missing
    )
    crop = (max(0, left - margin), max(0, cut_top), min(ink.shape[1], right + margin), min(ink.shape[0], cut_bottom))
    return TextLine(box, crop)


def _bands(part: Image, letter: float) -> list[tuple[int, int]]:
    """Rows of ink that make a line each."""
    if not part.size:
        return []
    profile = np.asarray(cv2.reduce(part, 1, cv2.REDUCE_SUM, dtype=cv2.CV_32S), np.int32)[:, 0]
    runs = _runs(profile > 0)
    h = part.shape[0]
    runs = [r for r in runs if not ((r[0] == 0 or r[1] == h) and r[1] - r[0] < SLIVER * letter)]
    merged = True
    while merged and len(runs) > 1:
        merged = False
        for i, (top, bottom) in enumerate(runs):
            if bottom - top >= LOW * letter:
                continue
            near = [
                (max(runs[j][0], top) - min(runs[j][1], bottom), j)
                for j in (i - 1, i + 1)
                if 0 <= j < len(runs) and max(runs[j][1], bottom) - min(runs[j][0], top) <= 1.3 * letter
            ]
            gap, j = min(near, default=(letter, -1))
            if gap <= CLOSE * letter:
                low, high = min(i, j), max(i, j)
                runs[low : high + 1] = [(runs[low][0], runs[high][1])]
                merged = True
                break
    out: list[tuple[int, int]] = []
    for top, bottom in runs:
        out += _parted(profile, top, bottom, letter)
    return [(a, b) for a, b in out if _is_writing(part[a:b], letter)]


def _parted(profile: NDArray[np.int32], top: int, bottom: int, letter: float) -> list[tuple[int, int]]:
    """A line that is too tall to be one, cut where it is thinnest."""
    if bottom - top < TALL * letter:
        return [(top, bottom)]
    edge = round(0.75 * letter)
    middle = profile[top + edge : bottom - edge]
    if not len(middle):
        return [(top, bottom)]
    cut = top + edge + int(middle.argmin())
    if profile[cut] > 0.3 * np.median(profile[top:bottom]):
        return [(top, bottom)]
    return [*_parted(profile, top, cut, letter), *_parted(profile, cut, bottom, letter)]


def _is_writing(part: Image, letter: float) -> bool:
    """Whether there is more than dust."""
    columns = np.flatnonzero(_inked(part))
    if not len(columns):
        return False
    part = part[:, columns[0] : columns[-1] + 1]
    count, _, stats, _ = cv2.connectedComponentsWithStats(np.ascontiguousarray(part), connectivity=8)
    longer = np.maximum(stats[1:count, cv2.CC_STAT_WIDTH], stats[1:count, cv2.CC_STAT_HEIGHT])
    return bool((longer >= WRITTEN * letter).any()) or int((longer >= HYPHEN * letter).sum()) > 1


def _spans(part: Image, letter: float, room: float = ROOM) -> list[tuple[int, int]]:
    """Columns of ink with less than ROOM between them; lone dust left out."""
    runs = _runs(_inked(part) > 0)
    joined: list[tuple[int, int]] = []
    for left, right in runs:
        if joined and left - joined[-1][1] <= room * letter:
            joined[-1] = (joined[-1][0], right)
        else:
            joined.append((left, right))
    return [(a, b) for a, b in joined if _is_writing(part[:, a:b], letter)]


def _inked(part: Image) -> NDArray[np.uint8]:
    """1 for each column that holds ink."""
    return np.asarray(cv2.reduce(part, 0, cv2.REDUCE_MAX), np.uint8)[0] if part.size else np.zeros(0, np.uint8)


def _runs(flags: Any) -> list[tuple[int, int]]:
    """Stretches (start, stop) that are set."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], flags, [False])).astype(np.int8)))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def crop(grey: Image, strip: TextLine, paper: int) -> Image:
    """The image of a text line, cropped from the grey page (height, width)."""
    x0, y0, x1, y1 = strip.crop
    return np.ascontiguousarray(grey[y0:y1, x0:x1]) if x1 > x0 and y1 > y0 else np.full((8, 8), paper, np.uint8)


def outside(ink: Image, boxes: Sequence[tuple[int, int, int, int]]) -> Image:
    """The ink that lies in none of the boxes."""
    out = ink.copy()
    for x0, y0, x1, y1 in boxes:
        out[max(0, y0) : y1, max(0, x0) : x1] = 0
    return out
