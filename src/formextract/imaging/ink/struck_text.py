"""Strokes through text: level or a little aslant, through letters and as long as they, each with named evidence.

An underline and a dash have letters on one side or none, a table's rule goes on. Bars of letters that run together look
like short ones, so what was read under a stroke is asked as well (`readers.scan.struck_lines`), and a fitted score says
how likely it is one.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from formextract.imaging.image import Image
from formextract.imaging.ink.cell_lines import KeyedLine
from formextract.imaging.ink.text_lines import TextLine

TABLE = "struck_text.json"
"""Written by `scripts/fit_strokes.py`."""
SLANTS = tuple(k * 0.06 for k in range(-3, 4))
"""Rise over run of a stroke: what a pen draws along a ruler or freely, seldom more."""
BETWEEN = (-0.02, 0.02)
"""From a slant at which something was found to those at which it is looked for too."""
LENGTH = 0.9
"""Sizes of a line's letters of the shortest candidate: two figures are as wide."""
PIECE = 0.3
"""Letter heights of level ink that a stroke of any of the slants has along its whole length."""
PIECES_APART = 3
"""Pixels between such pieces of one stroke."""
LOW = 0.5
"""Letter heights of a line below which it is dashes, and no size of letters."""
MIDDLE = (0.2, 0.8)
"""Shares of a line's height between which a stroke through its letters runs."""
THIN = 0.3
"""Sizes of a line's letters: the thickness of a stroke, at most."""
BESIDE = 2
"""Pixels from a stroke at which letters that cross it are seen."""
NEAR = 0.3
"""Sizes of letters around a stroke's end in which the paper between two letters is looked for."""
MOST = 8.0
"""Sizes of letters beyond which it does not matter how long a stroke is."""
MOSTLY = 0.7
"""Share of a stroke along which another one runs, where they are a double one."""
MOSTLY_FIGURES = 0.5
"""Share of the letters under a stroke from which they are a figure."""
FAR = 1.0
"""Sizes of letters beyond which it does not matter how far a stroke stands out."""
JOINED, LEGIBLE = 0.34, 0.99
"""Joined places a size of its length up to which a stroke joins hardly any letters, and the probability from which what
is read under it is read surely. Of 2,043 drawn strokes 17 are both, most of them short parts of one, and of 29 clear
figures and headings on photographs and worn pages that were in doubt 21 (docs/accuracy.md)."""


class StrokeEvidence(NamedTuple):
    """What speaks for and against a stroke: lengths in sizes of the line's letters, shares from 0 to 1."""

    length: float
    thick: float
    """Of its ink where no letter comes to it; of the box around it where letters do everywhere."""
    uneven: float
    """By how much that varies, as a share of it."""
    alone: float
    """Share of its columns in which no letter comes to it."""
    place: float
    """Share of the line's height at which its middle runs, from the top."""
    slant: float
    """Its rise over its run, either way."""
    solid: float
    """Share of the box around it, once it is levelled, that is ink."""
    through: float
    """Share of what comes to it from above or below that goes on on the other side."""
    crossed: float
    """How much comes to it on either side, a size of its length."""
    wide: float
    """The widest of what comes to it."""
    bare: float
    """The longest part of it to which nothing comes."""
    out: float
    """By how much it stands out on the side where it is less."""
    out_in_all: float
    """By how much it stands out on both sides."""
    joins: float
    """Places where only it joins two letters, a size of its length."""
    goes_on: bool
    """Whether it goes on beyond what stands beside the line."""
    double: bool
    """Whether another one runs along it."""
    figures: float = 0.0
    """Share of the letters that were read under it that figures are written with."""
    legible: float = 0.0
    """The lowest probability of those letters."""

    @property
    def is_of_letters(self) -> bool:
        """Whether it is bars of letters that run together: it joins hardly any that paper parts, and all are clear."""
        return self.joins <= JOINED and self.legible >= LEGIBLE

    def terms(self) -> dict[str, float]:
        """What the score adds up, by name."""
        return {
            "one": 1.0,
            "length": math.log2(min(self.length, MOST)),
            "thick": self.thick,
            "uneven": self.uneven,
            "alone": self.alone,
            "alone_by_length": self.alone * math.log2(min(self.length, MOST)),
            "above_the_middle": max(0.0, 0.5 - self.place),
            "below_the_middle": max(0.0, self.place - 0.5),
            "slant": self.slant,
            "solid": self.solid,
            "through": self.through,
            "crossed": self.crossed,
            "wide": min(self.wide, FAR),
            "bare": min(self.bare, FAR),
            "out": min(self.out, FAR),
            "out_in_all": min(self.out_in_all, 2 * FAR),
            "sticks_out": float(self.out > 0),
            "joins": self.joins,
            "goes_on": float(self.goes_on),
            "double": float(self.double),
            "figures": self.figures,
            "figures_by_length": self.figures * math.log2(min(self.length, MOST)),
        }


class Stroke(NamedTuple):
    """What may be a stroke through the letters of a line, from column to column of the page, and its evidence.

    `apart`: it ends where letters do, so it is known what it takes out; it then reaches from the paper before them to
    the paper behind them.
    """

    left: int
    right: int
    apart: bool
    evidence: StrokeEvidence


class Scores(NamedTuple):
    """The weights of the terms, and the probabilities from which it is a stroke, and from which it may be one."""

    weights: dict[str, float]
    likely: float
    possible: float
    """Over figures, on which a value hangs."""
    possible_over_words: float

    def may_be_one(self, evidence: StrokeEvidence) -> bool:
        """Whether it may be a stroke through text."""
        if evidence.is_of_letters:
            return False
        over_figures = evidence.figures >= MOSTLY_FIGURES
        return probability(evidence, self.weights) >= (self.possible if over_figures else self.possible_over_words)

    def is_one(self, evidence: StrokeEvidence) -> bool:
        """Whether it surely is."""
        return not evidence.is_of_letters and probability(evidence, self.weights) >= self.likely


class _Stroke(NamedTuple):
    """A stroke from column to column, and from row to row at its middle; in pixels of the line."""

    left: int
    right: int
    top: float
    bottom: float
    slant: float
    solid: float

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2

    def rows(self, row: float) -> NDArray[np.intp]:
        """Along the stroke, the rows of what lies at a row at its middle."""
        columns = np.arange(self.left, self.right)
        return np.asarray(np.rint(row + self.slant * (columns - self.middle)), np.intp)


@cache
def fitted() -> Scores:
    """The fitted score."""
    table = json.loads((files("formextract.imaging.ink") / TABLE).read_text(encoding="utf-8"))
    return Scores(table["weights"], table["likely"], table["possible"], table["possible_over_words"])


def probability(evidence: StrokeEvidence, weights: dict[str, float]) -> float:
    """How likely it is a stroke through text, from 0 to 1."""
    return 1 / (1 + math.exp(-sum(weights[name] * value for name, value in evidence.terms().items())))


def strokes_by_line(lines: Sequence[KeyedLine], ink: Image, letter: float) -> dict[int, list[Stroke]]:
    """What may be strokes through letters, by the place of their line among `lines`; `ink` has the rules as well."""
    level = _near_level(ink, letter)
    found = {i: _strokes_of(ink, level, line, letter) for i, (_, line) in enumerate(lines)}
    return {i: strokes for i, strokes in found.items() if strokes}


def strokes_through(ink: Image, line: TextLine, letter: float) -> list[Stroke]:
    """The same of one line, from left to right."""
    return _strokes_of(ink, _near_level(ink, letter), line, letter)


def _strokes_of(ink: Image, level: Image, line: TextLine, letter: float) -> list[Stroke]:
    size = _size(line, letter)
    spans = _spans(_around(level, line, letter)[0], size)
    if not spans:
        return []
    part, left = _around(ink, line, letter)
    found, others = _strokes(part, spans, size)
    return _placed(found, others, part, line, left, size) if found else []


def _near_level(ink: Image, letter: float) -> Image:
    """Ink that lies level for a little: strokes of any slant are of it, and little of most letters is."""
    return np.asarray(
        cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, max(3, round(PIECE * letter))), np.uint8)), np.uint8
    )


def _spans(level: Image, size: float) -> list[tuple[int, int]]:
    """The columns where the middle of a line has such ink side by side for the length of a stroke."""
    height = len(level)
    band = level[int(MIDDLE[0] * height) : math.ceil(MIDDLE[1] * height)]
    if not band.size:
        return []
    along = cv2.morphologyEx(cv2.reduce(band, 0, cv2.REDUCE_MAX), cv2.MORPH_CLOSE, np.ones((1, PIECES_APART), np.uint8))
    return [(a, b) for a, b in _runs(np.asarray(along)[0]) if b - a >= LENGTH * size]


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


def _strokes(part: Image, spans: Sequence[tuple[int, int]], size: float) -> tuple[list[_Stroke], list[_Stroke]]:
    """The candidates of a line from left to right, none over another, and all that were found at any slant."""
    around = round(size / 2)
    found: list[_Stroke] = []
    for a, b in spans:
        left = max(0, a - around)
        piece = part[:, left : b + around]
        coarse = [s for slant in SLANTS for s in _at_slant(piece, slant, size)]
        fine = [s for slant in {f.slant for f in coarse} for by in BETWEEN for s in _at_slant(piece, slant + by, size)]
        found += [s._replace(left=s.left + left, right=s.right + left) for s in coarse + fine]
    out: list[_Stroke] = []
    for s in sorted(found, key=lambda s: (s.left - s.right, abs(s.slant))):
        if all(s.right <= o.left or o.right <= s.left for o in out):
            out.append(s)
    return sorted(s for s in out if all(_crossing(part, s))), found


def _at_slant(part: Image, slant: float, size: float) -> list[_Stroke]:
    """All thin level ink of a stroke's length, once the line is sheared by `slant`."""
    height, width = part.shape
    level, pad = _sheared(part, slant)
    long = cv2.morphologyEx(level, cv2.MORPH_OPEN, np.ones((1, round(LENGTH * size)), np.uint8))
    if not long.any():
        return []
    count, _, stats, _ = cv2.connectedComponentsWithStats(np.ascontiguousarray(long), connectivity=8)
    out = []
    for x, y, w, h, area in stats[1:count].tolist():
        top = y - pad + slant * (x + w / 2 - width / 2)
        if h <= max(2.0, THIN * size) and MIDDLE[0] * height <= top + h / 2 <= MIDDLE[1] * height:
            out.append(_Stroke(x, x + w, top, top + h, slant, area / (w * h)))
    return out


def _sheared(part: Image, slant: float) -> tuple[Image, int]:
    """The ink with each column moved so that a line of that slant lies level where it lies at the middle column.

    Nothing moves out of it: so many rows of paper are added above and below.
    """
    if not slant:
        return part, 0
    height, width = part.shape
    pad = math.ceil(abs(slant) * width / 2)
    shear = np.array([[1, 0, 0], [slant, 1, -pad - slant * width / 2]], np.float32)
    how = cv2.INTER_NEAREST | cv2.WARP_INVERSE_MAP
    return np.asarray(cv2.warpAffine(part, shear, (width, height + 2 * pad), flags=how), np.uint8), pad


def _evidence(stroke: _Stroke, others: Sequence[_Stroke], part: Image, bare: Image, size: float) -> StrokeEvidence:
    """What speaks for a stroke; `bare` is the line without its strokes."""
    height, width = part.shape
    length = stroke.right - stroke.left
    above, below = _crossing(part, stroke)
    through = sum(_meets(one, below) for one in above) + sum(_meets(one, above) for one in below)
    stands = _standing_out(stroke, above, below)
    at = sorted(above + below)
    reached, gap = at[0][1], 0
    for a, b in at[1:]:
        gap, reached = max(gap, a - reached), max(reached, b)
    paper = _runs(np.asarray(bare[:, stroke.left : stroke.right].max(axis=0) == 0))
    thick, uneven, alone = _thickness(part, stroke, above, below)
    return StrokeEvidence(
        length=length / size,
        thick=thick / size,
        uneven=uneven,
        alone=alone,
        place=(stroke.top + stroke.bottom) / 2 / height,
        slant=abs(stroke.slant),
        solid=stroke.solid,
        through=through / len(at),
        crossed=len(at) * size / length,
        wide=max(b - a for a, b in at) / size,
        bare=gap / size,
        out=max(0, min(stands)) / size,
        out_in_all=max(0, sum(stands)) / size,
        joins=sum(a > 0 and b < length for a, b in paper) * size / length,
        goes_on=stroke.left == 0 or stroke.right == width,
        double=any(_along(stroke, o) for o in others),
    )


def _thickness(
    part: Image, stroke: _Stroke, above: Sequence[tuple[int, int]], below: Sequence[tuple[int, int]]
) -> tuple[float, float, float]:
    """How thick a stroke is where no letter comes to it, how much that varies, and in what share of it that is."""
    free = np.ones(stroke.right - stroke.left, bool)
    for a, b in (*above, *below):
        free[a:b] = False
    high = stroke.bottom - stroke.top
    if not free.any():
        return high, 0.0, 0.0
    rows = range(-BESIDE, math.ceil(high) + BESIDE)
    inked = np.sum([_ink_along(part, stroke, stroke.top + k) for k in rows], axis=0)[free]
    mean = float(inked.mean())
    return mean, float(inked.std()) / max(mean, 1.0), float(free.mean())


def _along(stroke: _Stroke, other: _Stroke) -> bool:
    """Whether another stroke of the same slant runs above or below one for most of its length."""
    lies = stroke.slant * (other.middle - stroke.middle)
    apart = other.top >= stroke.bottom + lies or other.bottom <= stroke.top + lies
    both = min(stroke.right, other.right) - max(stroke.left, other.left)
    return apart and other.slant == stroke.slant and both >= MOSTLY * (stroke.right - stroke.left)


def _crossing(part: Image, stroke: _Stroke) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """What of letters comes to a stroke from above and from below, in columns from its left end."""
    above, below = (_ink_along(part, stroke, row) for row in (stroke.top - BESIDE, stroke.bottom - 1 + BESIDE))
    return _runs(above), _runs(below)


def _ink_along(part: Image, stroke: _Stroke, row: float) -> NDArray[np.uint8]:
    """The ink along a stroke in what lies at a row at its middle."""
    rows = stroke.rows(row)
    inside = (rows >= 0) & (rows < len(part))
    out = np.zeros(len(rows), np.uint8)
    out[inside] = part[rows[inside], np.arange(stroke.left, stroke.right)[inside]]
    return out


def _meets(one: tuple[int, int], others: Sequence[tuple[int, int]]) -> bool:
    return any(one[0] <= b + BESIDE and a <= one[1] + BESIDE for a, b in others)


def _standing_out(
    stroke: _Stroke, above: Sequence[tuple[int, int]], below: Sequence[tuple[int, int]]
) -> tuple[int, int]:
    """Pixels by which a stroke stands out to the left and right of the letters that cross it."""
    return min(above[0][0], below[0][0]), stroke.right - stroke.left - max(above[-1][1], below[-1][1])


def _placed(
    found: Sequence[_Stroke], others: Sequence[_Stroke], part: Image, line: TextLine, left: int, size: float
) -> list[Stroke]:
    """Strokes as they stand on the page, each from paper to paper as far as its ends lie beside some."""
    first, last = line.ink[0] - left, line.ink[2] - left
    alone = _letters_alone(part, [*found, *(o for o in others if any(_along(s, o) for s in found))], size)
    bare = alone[:, first:last]
    out: list[Stroke] = []
    for s in found:
        begin, end = s.left - first, s.right - first
        a = 0 if begin <= NEAR * size else _paper_near(bare, begin, NEAR * size)
        b = last - first if end >= last - first - NEAR * size else _paper_near(bare, end, NEAR * size)
        said = Stroke(left + s.left, left + s.right, False, _evidence(s, others, part, alone, size))
        if a is not None and b is not None and (not out or line.ink[0] + a >= out[-1].right):
            said = said._replace(left=line.ink[0] + a, right=line.ink[0] + b, apart=True)
        out.append(said)
    return out


def _letters_alone(part: Image, strokes: Sequence[_Stroke], size: float) -> Image:
    """The ink of a line without the strokes through it, nor what lies level under or over its letters."""
    out = part.copy()
    for s in strokes:
        columns = np.arange(s.left, s.right)
        for k in range(-1, math.ceil(s.bottom - s.top) + 1):
            rows = s.rows(s.top + k)
            inside = (rows >= 0) & (rows < len(part))
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
