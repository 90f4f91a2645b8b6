"""Dashed, double dashed and dotted rules: ink that recurs at an even pace along lines that cross each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from formextract.layout.grid import Rule
from formextract.layout.pace import Signal, pace_among, pace_of
from formextract.layout.pixels import Picture, Rules, letter_height, pixel_rules

WORKING = 22.0
"""Pixels of a letter's height at which dashed rules are looked for: as on forms scanned at 150 dpi."""
INKED = 60
"""Of 255: share of a reduced pixel from which it is ink; dashes may be hardly a pixel thick."""
THICK = 0.3
"""Letter heights: a dashed rule is thinner, a double one too, whose lines may have run together."""
GAP = 0.45
"""Letter heights between dashes or dots, at most."""
ACROSS = 0.6
"""The same where another line crosses."""
PLAIN = 4.0
"""Letter heights of a level line of dashes with nothing in its way; where there is none, none are looked for."""
PIECE = 1.2
"""Letter heights: the shortest piece of a line between two that cross it."""
SHORTEST = 1.9
"""Letter heights of a dashed line at least; rows of one line are hardly higher."""
APART = 2.5
"""Letter heights between pieces of one line, at most; letters that touch it hide some."""
STRETCH = 10.0
"""Letter heights of a piece of a line, within which it hardly leans; level ones are followed as far beyond them."""
ROW = 0.6
"""Letter heights to which upright lines are followed: to a crossing line, not into a row with letters in line."""
LEVEL = 0.12
"""Letter heights by which neighbouring pieces of one line may stray."""
KNOWN_SHARE = 0.5
"""Share of a line's length along which a rule was found, from which it is that rule."""
FEWEST = 8
"""Dashes of a line at least; fewer hyphens are typed for a blank."""
LONG = 6.0
"""Letter heights of a line that is known by every other dash."""
BESIDE = 0.25, 0.5
"""Letter heights from a line in which letters have ink, and a double rule's other line has none."""
WRITING = 0.2, 0.4
"""Share of a short and of a long line's length with ink on both sides, above which it is made of letters."""
SAME = 0.15
"""Share by which the paces of lines on one page differ."""
SHARE = 0.25
"""Share of all that looks dashed, by length, that has a line's pace: strokes of letters recur at any."""
MEETS = 0.35
"""Letter heights: a line that ends this close to another one meets it; leaders keep off the sides of their cell."""
LETTERS = 80
"""Letters of the usual height that stand one above the other on a page."""
SMALL = 0.7
"""Share of that height below which dashes may have been taken for letters."""
SIDES = 2
"""Lines each way of the least frame, and that each of its lines meets."""

Flags = NDArray[np.bool_]
Box = tuple[int, int, int, int]


class _Dashed(NamedTuple):
    """A dashed line, as a rule in pixels of the page, and the boxes of its pieces (x0, y0, x1, y1)."""

    rule: Rule
    pieces: tuple[Box, ...]
    pace: float

    @property
    def length(self) -> float:
        return self.rule[2] - self.rule[1]


class _View(NamedTuple):
    """The ink, reduced by `scale`, and the page in grey: as they are, or turned so that upright lines are level."""

    small: Picture
    grey: Picture
    scale: float
    letter: float
    far: float
    """Letter heights to which a line is followed beyond its pieces."""


def with_dashes(rules: Rules, grey: Picture, ink: Picture, letter: float) -> Rules:
    """The rules, found anew with dashed ones made solid where there are some; `ink` is that of the upright `grey`."""
    solid = _solid(rules, grey, ink, letter)
    if solid is None:
        return rules
    found = pixel_rules(ink | solid, letter)
    return found._replace(ink=found.ink | solid)


def letter_beside_dashes(grey: Picture, ink: Picture, letter: float) -> float:
    """The height of a letter on a page whose dashes may have been taken for letters: `letter` if they were not."""
    usual = max(ink.shape) / LETTERS
    if letter >= SMALL * usual:
        return letter
    solid = _solid(Rules([], [], np.zeros_like(ink)), grey, ink, usual)
    if solid is None:
        return letter
    return letter_height(ink & (cv2.dilate(solid, np.ones((3, 3), np.uint8)) == 0)) or usual


def _solid(rules: Rules, grey: Picture, ink: Picture, letter: float) -> Picture | None:
    """The dashed lines of the page drawn solid; None where there are none."""
    scale = min(1.0, WORKING / letter)
    small = ink
    if scale < 1:
        reduced = cv2.resize(ink * 255, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        small = np.asarray(reduced > INKED, np.uint8)
    level_view = _View(small, grey, scale, letter, STRETCH)
    plain = _lines(level_view, PLAIN, ())
    if len(plain) < SIDES:
        return None
    paces = _common(plain)
    upright_view = _View(np.ascontiguousarray(small.T), grey.T, scale, letter, ROW)
    level = _new(_lines(level_view, PIECE, paces), rules.horizontal, letter)
    upright = _new(_lines(upright_view, PIECE, paces), rules.vertical, letter)
    level, upright = _crossing(level, upright, rules, letter)
    if len(level) + len(rules.horizontal) < SIDES or len(upright) + len(rules.vertical) < SIDES:
        return None
    if len(level) + len(upright) < SIDES:
        return None
    solid = np.zeros_like(ink)
    cut = round(2 / scale)  # pixels lost where a line was cut into pieces
    for line in level:
        for x0, y0, x1, y1 in line.pieces:
            solid[y0:y1, x0 : x1 + cut] = 1
    for line in upright:
        for y0, x0, y1, x1 in line.pieces:
            solid[y0 : y1 + cut, x0:x1] = 1
    return solid


def _lines(view: _View, shortest: float, paces: Sequence[float]) -> list[_Dashed]:
    """Level lines of dashes, of these `paces` if there are any; `shortest`: letter heights of their pieces."""
    letter, scale, size = view.letter, view.scale, view.letter * view.scale
    thick, gap = max(3, round(THICK * size)), round(GAP * size)
    high = np.ones((thick + 1, 1), np.uint8)
    thin = view.small & ~cv2.morphologyEx(view.small, cv2.MORPH_OPEN, high)
    closed = cv2.morphologyEx(thin, cv2.MORPH_CLOSE, np.ones((1, gap), np.uint8))
    closed &= ~cv2.morphologyEx(closed, cv2.MORPH_OPEN, high)  # lines of text have run together to bars
    found = cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((1, round(shortest * size)), np.uint8))
    found[:, :: round(STRETCH * size)] = 0  # a line that leans a little is in pieces that do not
    count, _, stats, _ = cv2.connectedComponentsWithStats(found, connectivity=8)
    rows, columns = view.grey.shape
    boxes = [
        (round(x / scale), round(y / scale), min(columns, round((x + w) / scale)), min(rows, round((y + h) / scale)))
        for x, y, w, h, _area in stats[1:count].tolist()
        if h <= thick
    ]
    lines = [_as_dashed(view, thin, pieces, paces) for pieces in _joined(boxes, letter)]
    return [line for line in lines if line is not None]


def _as_dashed(view: _View, thin: Picture, pieces: list[Box], paces: Sequence[float]) -> _Dashed | None:
    """Pieces that stand in line as a dashed line; None where they are not even, too few, or parts of letters."""
    letter = view.letter
    if paces:
        pieces = _without_strokes(view, pieces, paces)
    x0, x1 = (pieces[0][0], max(p[2] for p in pieces)) if pieces else (0, 0)
    if x1 - x0 < SHORTEST * letter:
        return None
    along = _darkness(view.grey, pieces, x0, x1)
    pace = pace_among(along, paces, long=x1 - x0 >= LONG * letter) if paces else pace_of(along, letter)
    if pace is None or x1 - x0 < FEWEST * pace or _in_writing(view, pieces):
        return None
    middle = sum((p[1] + p[3] - 1) / 2 * (p[2] - p[0]) for p in pieces) / sum(p[2] - p[0] for p in pieces)
    whole = (_before(view, thin, pieces[0]), *pieces, _behind(view, thin, pieces[-1]))
    return _Dashed((middle, float(whole[0][0]), float(whole[-1][2])), whole, pace)


def _without_strokes(view: _View, pieces: list[Box], paces: Sequence[float]) -> list[Box]:
    """The pieces of a line without those at its ends that have none of the paces: strokes of letters beyond it."""
    kept = [
        pace_among(_darkness(view.grey, [p], p[0], p[2]), paces, long=p[2] - p[0] >= LONG * view.letter) for p in pieces
    ]
    even = [i for i, pace in enumerate(kept) if pace is not None]
    return pieces[even[0] : even[-1] + 1] if even else []


def _joined(boxes: Sequence[Box], letter: float) -> list[list[Box]]:
    """Pieces of one line, from left to right."""
    out: list[list[Box]] = []
    rows: dict[int, list[list[Box]]] = {}
    stray = max(2.0, LEVEL * letter)
    for box in sorted(boxes):
        middle = (box[1] + box[3]) / 2
        row = int(middle // stray)
        best: list[Box] | None = None
        for line in (line for r in (row - 1, row, row + 1) for line in rows.get(r, [])):
            last = line[-1]
            near = abs(middle - (last[1] + last[3]) / 2) <= stray
            if near and -letter <= box[0] - last[2] <= APART * letter:
                best = line
        if best is None:
            best = []
            out.append(best)
        best.append(box)
        if not any(best is line for line in rows.setdefault(row, [])):
            rows[row].append(best)
    return out


def _behind(view: _View, thin: Picture, piece: Box) -> Box:
    """The box to the right of a line's last piece, up to where its ink ends: crossing lines and letters hid it."""
    start, far = round(piece[2] * view.scale), round(view.far * view.letter * view.scale)
    reached = _followed(view, thin[:, start : start + far], piece)
    return piece[2], piece[1], piece[2] + round(reached / view.scale), piece[3]


def _before(view: _View, thin: Picture, piece: Box) -> Box:
    """The same to the left of its first."""
    stop, far = round(piece[0] * view.scale), round(view.far * view.letter * view.scale)
    reached = _followed(view, thin[:, max(0, stop - far) : stop][:, ::-1], piece)
    return piece[0] - round(reached / view.scale), piece[1], piece[0], piece[3]


def _followed(view: _View, ink: Picture, piece: Box) -> int:
    """How far a piece goes on into ink at its right without a longer gap; letters have ink beside it."""
    gap = round(ACROSS * view.letter * view.scale)
    y0, y1 = round(piece[1] * view.scale), max(round(piece[3] * view.scale), round(piece[1] * view.scale) + 1)
    above, below = _beside(ink, y0, y1, view.letter * view.scale)
    reached = 0
    for at in np.flatnonzero(ink[y0:y1].any(axis=0) & ~above & ~below).tolist():
        if at - reached > gap:
            break
        reached = at + 1
    return reached


def _beside(ink: Picture, y0: int, y1: int, size: float) -> tuple[Flags, Flags]:
    """Along a line, whether there is ink a little above it, and a little below."""
    near, far = round(BESIDE[0] * size), round(BESIDE[1] * size)
    above, below = ink[max(0, y0 - far) : max(0, y0 - near)], ink[y1 + near : y1 + far]
    return np.asarray(above.any(axis=0)), np.asarray(below.any(axis=0))


def _in_writing(view: _View, pieces: Sequence[Box]) -> bool:
    """Whether a line has ink along both its sides: strokes of letters that stand in line."""
    both, every = 0, 0
    for x0, y0, x1, y1 in pieces:
        a, b, c, d = (round(v * view.scale) for v in (x0, y0, x1, y1))
        above, below = _beside(view.small[:, a:c], b, max(d, b + 1), view.letter * view.scale)
        both, every = both + int((above & below).sum()), every + len(above)
    long = pieces[-1][2] - pieces[0][0] >= LONG * view.letter
    return both > WRITING[long] * every


def _darkness(grey: Picture, pieces: Sequence[Box], x0: int, x1: int) -> Signal:
    """How light it is along a line, from one end to the other; between its pieces as light as it mostly is."""
    out = np.full(x1 - x0, np.nan)
    for a, top, b, foot in pieces:
        out[a - x0 : b - x0] = grey[top:foot, a:b].mean(axis=0)
    out[np.isnan(out)] = np.nanmean(out)
    return out


def _new(lines: list[_Dashed], rules: Sequence[Rule], letter: float) -> list[_Dashed]:
    """The lines that are no solid rules: noise may go up and down along one as if it were dashed."""

    def known(line: _Dashed) -> float:
        """The length of a line along which a rule was found."""
        place, start, end = line.rule
        near = [r for r in rules if abs(r[0] - place) <= LEVEL * letter]
        return sum(max(0.0, min(end, r[2]) - max(start, r[1])) for r in near)

    return [line for line in lines if known(line) < KNOWN_SHARE * line.length]


def _among(pace: float, paces: Sequence[float]) -> bool:
    return any(abs(pace - p) <= max(1.0, SAME * p) for p in paces)


def _common(lines: Sequence[_Dashed]) -> list[float]:
    """The paces that most of the lines have."""
    total = sum(d.length for d in lines)
    return sorted({d.pace for d in lines if sum(o.length for o in lines if _among(o.pace, [d.pace])) >= SHARE * total})


def _crossing(
    level: list[_Dashed], upright: list[_Dashed], rules: Rules, letter: float
) -> tuple[list[_Dashed], list[_Dashed]]:
    """The lines that meet two others the other way, dashed or solid: leaders and typed hyphens meet none."""
    while True:
        kept = [d for d in level if _met(d, [*rules.vertical, *(u.rule for u in upright)], letter)]
        kept_upright = [d for d in upright if _met(d, [*rules.horizontal, *(k.rule for k in kept)], letter)]
        if len(kept) == len(level) and len(kept_upright) == len(upright):
            return kept, kept_upright
        level, upright = kept, kept_upright


def _met(line: _Dashed, across: Sequence[Rule], letter: float) -> bool:
    """Whether a line crosses others, or ends at them, at two places."""
    place, start, end = line.rule
    reach = max(MEETS * letter, line.pace)
    at = [x for x, low, high in across if low - reach <= place <= high + reach and start - reach <= x <= end + reach]
    return bool(at) and max(at) - min(at) > letter
