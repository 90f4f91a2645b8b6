"""Finds rules fainter than letters: pixels a little darker, along a stretch, than the paper on both sides of it.

The local mean by which ink is told from paper lies low beside dense text: a rule of a quarter of the letters' strength
is lost there.
"""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np

from formextract.imaging.image import PAPER, Image

DEPTH = 32
"""Levels below the paper beyond which darker ink counts no more: letters would outweigh the rule beside them."""
FAINTEST = 16
"""Levels by which a rule is darker than what lies beside it; one pixel of black at a quarter of its strength has 40."""
ALONG = 0.25
"""Letter heights along which levels are averaged; strokes of neighbouring letters keep apart by about as much."""
BESIDE = 0.1, 0.15
"""Letter heights from a rule's middle to what it is held against: nearer where letters stand close to it."""
FREE = 0.93
"""Share of a faint piece of rule that no ink meets: letters in a line, whose strokes run together, have some each."""
FREE_LONG = 0.82
"""The same for pieces as long as a dashed rule, which meet crossing rules; letters in a line have ink at a third."""
DASHES = 0.25
"""Letter heights between the dashes of a dashed rule, at most."""
DASHED = 4.0
"""Letter heights: a dashed rule is at least this long, since letters set close are dashes too."""
WHOLE = 0.98
"""Share of a piece that is there from which it is not dashed."""
SOLID = 0.9
"""Share of a piece that is straight ink from which it is neither faint nor dashed."""
LONG_LEVEL, LONG_UPRIGHT = 8.0, 4.0
"""Letter heights of a ridge that letters in a line, and lines above each other, do not make."""
LARGE = 36.0
"""Pixels of a letter's height from which half of them do."""
PIECE = 16
"""Pixels of a long ridge that are looked for first, at every second half of it."""


class FaintLines(NamedTuple):
    """1 where a level thin line may run, however faint, and `sideways`, on the page laid on its side, an upright one.

    Letters' strokes are among them.
    """

    level: Image
    sideways: Image


def find_faint_lines(grey: Image, letter: float) -> FaintLines:
    """The ridges of an evened page."""
    if letter > LARGE:
        half = find_faint_lines(
            np.asarray(cv2.resize(grey, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)), letter / 2
        )
        h, w = grey.shape
        level = cv2.resize(half.level, (w, h), interpolation=cv2.INTER_NEAREST)
        sideways = cv2.resize(half.sideways, (h, w), interpolation=cv2.INTER_NEAREST)
        return FaintLines(np.asarray(level, np.uint8), np.asarray(sideways, np.uint8))
    shallow = np.asarray(cv2.max(grey, PAPER - DEPTH), np.uint8)
    return FaintLines(_ridges(shallow, letter), _ridges(np.asarray(cv2.transpose(shallow), np.uint8), letter))


def any_unfound(ridges: FaintLines, ruled: Image, letter: float) -> bool:
    """Whether there are ridges, dashed ones too, far longer than a letter's strokes that are no ink of rules."""
    paper = cv2.erode(1 - ruled, np.ones((5, 5), np.uint8))
    gap = np.ones((1, max(3, round(DASHES * letter))), np.uint8)
    ways = (ridges.level, paper, LONG_LEVEL), (ridges.sideways, cv2.transpose(paper), LONG_UPRIGHT)
    for ridge, beside, long in ways:
        left = cv2.morphologyEx(cv2.bitwise_and(ridge, beside), cv2.MORPH_CLOSE, gap)
        if _goes_on(np.asarray(left, np.uint8), round(long * letter)):
            return True
    return False


def _goes_on(ink: Image, long: int) -> bool:
    """Whether level ink is anywhere at least that many pixels long.

    A tenth of the time of looking for it at once: pieces at every eighth pixel, and the whole in rows of many of them.
    """
    step = PIECE // 2
    if long > 2 * PIECE:
        pieces = np.ascontiguousarray(_eroded(ink, PIECE)[:, ::step])
        rows = np.flatnonzero(_eroded(pieces, (long - PIECE) // step).any(axis=1))
        ink = ink[rows]
    return bool(ink.size) and bool(_eroded(ink, long).any())


def _eroded(ink: Image, stroke: int) -> Image:
    """Where level ink goes on for `stroke` pixels around a pixel; nothing goes on outside."""
    kernel = np.ones((1, stroke), np.uint8)
    return np.asarray(cv2.erode(ink, kernel, borderType=cv2.BORDER_CONSTANT, borderValue=0), np.uint8)


def _ridges(grey: Image, letter: float) -> Image:
    smooth = cv2.blur(grey, (max(3, round(ALONG * letter)), 1))
    deep = np.zeros(grey.shape, np.uint8)
    for beside in {max(3, round(share * letter)) for share in BESIDE}:
        inner = deep[beside:-beside]
        if not len(inner):
            continue
        lighter = cv2.min(smooth[: -2 * beside], smooth[2 * beside :])
        np.maximum(inner, cv2.subtract(lighter, smooth[beside:-beside]), out=inner)
    return np.asarray(cv2.threshold(deep, FAINTEST - 1, 1, cv2.THRESH_BINARY)[1], np.uint8)


def _opened(ink: Image, stroke: int) -> Image:
    """Level ink at least `stroke` pixels long; nothing goes on outside."""
    kernel = np.ones((1, stroke), np.uint8)
    found = cv2.morphologyEx(ink, cv2.MORPH_OPEN, kernel, borderType=cv2.BORDER_CONSTANT, borderValue=0)
    return np.asarray(found, np.uint8)


def with_faint(
    straight: Image, ink: Image, ridges: Image, stroke: int, letter: float, *, framed: bool = False
) -> Image:
    """Straight level ink (`ink` opened by `stroke` pixels) with what only the ridges show, and with dashed rules.

    Of these only pieces that no ink meets from above or below: there are strokes of letters among them. `framed`: a
    piece will only count where it ends at crossing rules, and may be as short as a row is low.
    """
    both = np.asarray(cv2.bitwise_or(ink, ridges), np.uint8)
    closed = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((1, max(3, round(DASHES * letter))), np.uint8))
    wide = cv2.morphologyEx(cv2.bitwise_or(both, closed), cv2.MORPH_OPEN, np.ones((1, stroke), np.uint8))
    reach = max(2, round(BESIDE[1] * letter)) + 1
    out = straight.copy()
    pieces, _ = cv2.findContours(wide, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    for piece in pieces:
        x, y, w, h = cv2.boundingRect(piece)
        if y < reach or y + h + reach > ink.shape[0]:
            continue
        long = framed or w >= DASHED * letter
        there = float(both[y : y + h, x : x + w].max(axis=0).mean())
        if not long and there < WHOLE:
            continue
        new = np.asarray(straight[y : y + h, x : x + w].max(axis=0) == 0)
        above, below = ink[y - reach : y, x : x + w], ink[y + h : y + h + reach, x : x + w]
        crossed = np.maximum(above.min(axis=0), below.min(axis=0))
        if new.any() and float(crossed[new].mean()) <= 1 - (FREE_LONG if long else FREE):
            if float(_opened(ink[y : y + h, x : x + w], stroke).max(axis=0).mean()) < SOLID:
                cv2.drawContours(out, [piece], 0, 1, cv2.FILLED)
            else:  # as it is: an underline ends as close to a border as dashes to each other
                out[y : y + h, x : x + w] |= _opened(both[y : y + h, x : x + w], stroke)
    return out
