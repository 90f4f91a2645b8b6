"""Rules fainter than the letters: what is a little darker, along a stretch, than the paper on both sides of it.

The mean around a pixel, by which ink is told from paper, lies low beside dense text: a rule of a quarter of the
letters' strength is lost there.
"""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from formextract.layout.straighten import PAPER

Picture = NDArray[np.uint8]

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


class Ridges(NamedTuple):
    """1 where a level, or an upright, thin line may run, however faint; letters' strokes among them."""

    level: Picture
    upright: Picture


def ridges_of(grey: Picture, letter: float) -> Ridges:
    """The ridges of an evened page."""
    shallow = np.asarray(cv2.max(grey, PAPER - DEPTH), np.uint8)
    upright = _ridges(np.ascontiguousarray(shallow.T), letter)
    return Ridges(_ridges(shallow, letter), np.ascontiguousarray(upright.T))


def _ridges(grey: Picture, letter: float) -> Picture:
    smooth = cv2.blur(grey, (max(3, round(ALONG * letter)), 1))
    out = np.zeros(grey.shape, np.uint8)
    for beside in {max(3, round(share * letter)) for share in BESIDE}:
        lighter = cv2.min(smooth[: -2 * beside], smooth[2 * beside :])
        out[beside:-beside] |= cv2.subtract(lighter, smooth[beside:-beside]) >= FAINTEST
    return out


def with_faint(straight: Picture, ink: Picture, ridges: Picture, stroke: int, letter: float) -> Picture:
    """Straight level ink (`ink` opened by `stroke` pixels) with the pieces that only the ridges show."""
    wide = cv2.morphologyEx(cv2.bitwise_or(ink, ridges), cv2.MORPH_OPEN, np.ones((1, stroke), np.uint8))
    reach = max(2, round(BESIDE[1] * letter)) + 1
    out = straight.copy()
    pieces, _ = cv2.findContours(wide, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    for piece in pieces:
        x, y, w, h = cv2.boundingRect(piece)
        if y < reach or y + h + reach > ink.shape[0]:
            continue
        new = np.asarray(straight[y : y + h, x : x + w].max(axis=0) == 0)
        above, below = ink[y - reach : y, x : x + w], ink[y + h : y + h + reach, x : x + w]
        crossed = np.maximum(above.min(axis=0), below.min(axis=0))
        if new.any() and float(crossed[new].mean()) <= 1 - FREE:
            cv2.drawContours(out, [piece], 0, 1, cv2.FILLED)
    return out
