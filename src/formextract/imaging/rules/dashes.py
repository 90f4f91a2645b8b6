"""Finds dashed and dotted rules: thin components in a row, evenly spaced, however short each of them is.

What makes them a rule is that they lie on one line and that the same gap comes again and again; a least length, as for
rules that are drawn through, tells letters' strokes from dashes badly, since dashes are as long as strokes.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from formextract.imaging.image import Image
from formextract.imaging.ink.binarize import binarize, letter_height
from formextract.imaging.ink.components import components_of

THIN = 0.2
"""Letter heights: a dash or a dot is at most this thick."""
LONGEST = 1.6
"""Letter heights: a dash is at most this long; Word's longest has 0.75 of a usual letter."""
GAP = 0.7
"""Letter heights between two dashes, at most."""
LEVEL = 0.08
"""Letter heights by which the next dash may lie higher or lower."""
DASHES, DOTS = 5, 8
"""Pieces of a dashed and of a dotted rule, at least."""
DOT = 2.0
"""Thicknesses: a shorter piece is a dot."""
EVEN = 0.3
"""Share by which a gap may differ from the usual one, and pixels by which any may."""
EVEN_PIXELS = 1.6
REGULAR = 0.65
"""Share of the gaps of a row that are even; wear takes some dashes, and dashes begin anew at each cell."""
SHORTEST_LEVEL, SHORTEST_UPRIGHT = 3.5, 1.6
"""Letter heights from the first piece to the last, at least: hyphens typed in a row say "none"."""
LONG, COVERED = 5.0, 0.5
"""Letter heights from which a row is a rule however it is spaced (dots and dashes that begin anew at each cell), where
its pieces are such a share of it."""
DASHED_PAGE = 80.0
"""Letter heights: how long the level dashes of a page are together, from which its rules are dashed. Thirty-seven worn
pages of forms with other rules (tests/readers/net) had 62 at most; fifteen pages of dashed rules 116 and more."""
SMEAR = 0.3
"""Letter heights: gaps that are smeared over where dashes ran together."""
RUN_LEVEL, RUN_UPRIGHT = 5.0, 4.0
"""Letter heights: straight ink that is as long then is a rule; level strokes stand side by side in letters, too."""
APART, DOUBLE = 0.3, 0.45
"""Letter heights between the two lines of a double rule, and its thickness."""
ASIDE, CLEAR = 0.2, 0.3
"""Letter heights above and below a rule, and the share of its length on which ink may stand there: what crosses it."""
END = 0.35
"""Letter heights from the last of a few dashes to the crossing rule that they end at."""
BEYOND = 4
"""Pixels beside a row's line within which ink is that of a rule that crosses it."""
INK = 30
"""Level of ink with which dashes are drawn through."""
REACH = 1.5
"""Usual gaps from a row's end within which more ink on its line belongs to it: dashes that cross another rule's."""


class _Row(NamedTuple):
    """Pieces of one rule, from left to right: x0, x1, middle, thickness."""

    pieces: list[tuple[int, int, float, int]]


def with_dashes(grey: Image) -> Image:
    """The page with its dashed and dotted rules drawn through, as dark as ink."""
    ink = binarize(grey)
    out = grey.copy()
    out[bridged(ink, letter_height(ink) or max(grey.shape) / 80) > 0] = INK
    return out


def bridged(ink: Image, letter: float) -> Image:
    """1 where a dashed or dotted rule runs, dashes and gaps; `letter` is a letter's height in pixels.

    A second time without what was found across: where two rules cross their dashes are one component.
    """
    stats, laid = components_of(ink).stats, np.ascontiguousarray(ink.T)
    level = _bridge(ink, stats, letter, SHORTEST_LEVEL)
    upright = _bridge(laid, _laid(stats), letter, SHORTEST_UPRIGHT)
    if not (level.any() or upright.any()):
        return level
    across = np.ascontiguousarray(level.T)
    if int(components_of(level).stats[1:, cv2.CC_STAT_WIDTH].sum()) >= DASHED_PAGE * letter:
        upright |= _run_together(laid, letter, RUN_UPRIGHT)
        level |= _run_together(ink, letter, RUN_LEVEL)
    bare = _without(laid, across)
    upright |= _bridge(bare, components_of(bare).stats, letter, SHORTEST_UPRIGHT, across)
    bare = _without(ink, np.ascontiguousarray(upright.T))
    level |= _bridge(bare, components_of(bare).stats, letter, SHORTEST_LEVEL)
    return np.asarray(level | upright.T, np.uint8)


def _run_together(ink: Image, letter: float, run: float) -> Image:
    """Level rows of dashes that wear ran together, as of double ones, drawn through.

    Gaps are smeared over (run-length smoothing, Wong, Casey and Wahl 1982); what is straight then and long, and has
    nothing beside it as letters have, is such a row.
    """
    out = np.zeros(ink.shape, np.uint8)
    smeared = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((1, max(3, round(SMEAR * letter))), np.uint8))
    straight = cv2.morphologyEx(smeared, cv2.MORPH_OPEN, np.ones((1, round(run * letter)), np.uint8))
    double = cv2.morphologyEx(straight, cv2.MORPH_CLOSE, np.ones((max(3, round(APART * letter)), 1), np.uint8))
    aside = max(2, round(ASIDE * letter))
    for x, y, w, h, _ in components_of(np.asarray(double, np.uint8)).stats[1:].tolist():
        above = ink[max(0, y - 1 - aside) : max(0, y - 1), x : x + w]
        below = ink[y + h + 1 : y + h + 1 + aside, x : x + w]
        if h <= DOUBLE * letter and all(band.any(axis=0).mean() <= CLEAR for band in (above, below)):
            out[y : y + h, x : x + w] |= straight[y : y + h, x : x + w]
    return out


def _laid(stats: NDArray[Any]) -> NDArray[Any]:
    """The boxes of components on the page laid on its side."""
    return stats[:, [1, 0, 3, 2, 4]]


def _without(ink: Image, bridge: Image) -> Image:
    return np.asarray(ink & (cv2.dilate(bridge, np.ones((3, 3), np.uint8)) == 0), np.uint8)


def _bridge(ink: Image, stats: NDArray[Any], letter: float, shortest: float, across: Image | None = None) -> Image:
    """The level rows of dashes, drawn through; with those that run between two rules `across`, however few dashes."""
    out = np.zeros(ink.shape, np.uint8)
    x, y, w, h = (stats[1:, k] for k in range(4))
    thin = (h <= max(2, THIN * letter)) & (w <= LONGEST * letter)
    if int(thin.sum()) < DASHES:
        return out
    order = np.flatnonzero(thin)[np.argsort(x[thin], kind="stable")]
    pieces = [(int(x[i]), int(x[i] + w[i]), float(y[i]) + (float(h[i]) - 1) / 2, int(h[i])) for i in order]
    for row in _rows(pieces, letter):
        gap = _usual_gap(row, shortest * letter, LONG * letter)
        if gap is not None:
            _draw(out, _prolonged(row, ink, gap))
        elif across is not None:
            whole = _spans(row, across, letter)
            for part in [row] if whole else _parts(row, across):
                if whole or _spans(part, across, letter):
                    _draw(out, _prolonged(part, ink | across, END * letter))
    return out


def _parts(row: _Row, across: Image) -> list[_Row]:
    """The row's parts between crossing rules: a comma beyond one lies on the line of the dashes below it."""
    parts = [_Row([row.pieces[0]])]
    for before, piece in pairwise(row.pieces):
        y = round(piece[2])
        if across[max(0, y - 1) : y + 2, before[1] : piece[0]].any():
            parts.append(_Row([]))
        parts[-1].pieces.append(piece)
    return parts


def _spans(row: _Row, across: Image, letter: float) -> bool:
    """Whether a few dashes are most of a stretch between two crossing rules."""
    pieces = row.pieces
    x0, x1 = pieces[0][0], pieces[-1][1]
    if len(pieces) < 2 or x1 - x0 < letter or sum(p[1] - p[0] for p in pieces) < COVERED * (x1 - x0):  # noqa: PLR2004 - one dash is a stroke
        return False
    reach = round(END * letter)
    ends = (pieces[0][2], max(0, x0 - reach), x0 + 1), (pieces[-1][2], x1 - 1, x1 + reach)
    return all(bool(across[max(0, round(y) - 1) : round(y) + 2, a:b].any()) for y, a, b in ends)


def _rows(pieces: list[tuple[int, int, float, int]], letter: float) -> list[_Row]:
    """Pieces that follow each other on one line."""
    level, far = max(1.5, LEVEL * letter), GAP * letter
    last: dict[int, _Row] = {}
    rows: list[_Row] = []
    reach = int(np.ceil(level))
    for piece in pieces:
        at = round(piece[2])
        best: _Row | None = None
        for k in range(at - reach, at + reach + 1):
            row = last.get(k)
            if row is None:
                continue
            before = row.pieces[-1]
            follows = 0 <= piece[0] - before[1] <= far and abs(piece[2] - before[2]) <= level
            if follows and (best is None or before[1] > best.pieces[-1][1]):
                best = row
        if best is None:
            best = _Row([])
            rows.append(best)
        elif last.get(round(best.pieces[-1][2])) is best:
            del last[round(best.pieces[-1][2])]
        best.pieces.append(piece)
        last[at] = best
    return rows


def _usual_gap(row: _Row, shortest: float, long_row: float) -> float | None:
    """Pixels between its pieces, where they are spaced evenly enough for a rule, or are most of a long one."""
    pieces = row.pieces
    if len(pieces) < DASHES or pieces[-1][1] - pieces[0][0] < shortest:
        return None
    array = np.array(pieces, np.float64)
    long = np.median(array[:, 1] - array[:, 0])
    if long < DOT * np.median(array[:, 3]) and len(pieces) < DOTS:
        return None
    gaps = array[1:, 0] - array[:-1, 1]
    usual = float(np.median(gaps))
    even = np.abs(gaps - usual) <= max(EVEN_PIXELS, EVEN * usual)
    length = pieces[-1][1] - pieces[0][0]
    there = float((array[:, 1] - array[:, 0]).sum()) / length
    return usual if even.mean() >= REGULAR or (length >= long_row and there >= COVERED) else None


def _prolonged(row: _Row, ink: Image, gap: float) -> list[tuple[int, int, float, int]]:
    """The row with what follows on its line at either end, as far as a crossing rule: dashes that touch those of it."""
    pieces = list(row.pieces)
    reach = max(2, round(REACH * gap))
    for end in (0, -1):
        x0, x1, y, thick = pieces[end]
        top, foot = max(0, round(y) - thick // 2), round(y) + thick // 2 + 1
        there = np.asarray(ink[top:foot].any(axis=0))
        above, below = ink[max(0, top - BEYOND) : max(0, top - 1)], ink[foot + 1 : foot + BEYOND]
        crossed = np.asarray(above.any(axis=0) | below.any(axis=0))
        at, step = (x0 - 1, -1) if end == 0 else (x1, 1)
        edge = at - step
        while 0 <= at < len(there) and abs(at - edge) <= reach:
            if there[at]:
                edge = at
            if crossed[at]:
                break
            at += step
        if end == 0 and edge < x0:
            pieces.insert(0, (edge, x0, y, thick))
        elif end == -1 and edge >= x1:
            pieces.append((x1, edge + 1, y, thick))
    return pieces


def _draw(out: Image, pieces: list[tuple[int, int, float, int]]) -> None:
    """The row as one line, from piece to piece."""
    thick = max(1, round(float(np.median([p[3] for p in pieces]))))
    points = [(p[0], round(p[2])) for p in pieces] + [(pieces[-1][1] - 1, round(pieces[-1][2]))]
    cv2.polylines(out, [np.array(points, np.int32)], isClosed=False, color=1, thickness=thick)
