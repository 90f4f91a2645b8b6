"""Sides that a print leaves open, told from sides that wear took: where nothing at all is drawn, nothing was."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from formextract.imaging.image import Image
from formextract.imaging.rules.detect import TYPICAL_LETTER, Rules
from formextract.layout.grid import Rule
from formextract.layout.open_sides import open_sides

NOTHING = 0.1
"""Share of a side on which there may be ink and it was never drawn: ends of the rules across it, dust."""
BESIDE = 0.12
"""Letter heights to either side of it that are looked at."""
EDGE = 2.5
"""Letter heights from the picture's edge within which a table is cut off, rather than open."""


def with_sides(rules: Rules, ink: Image, letter: float) -> Rules:
    """The rules with open sides among them; of those that were never drawn the line is rules' ink, as if it were."""
    scale = TYPICAL_LETTER / letter
    found = open_sides(_scaled(rules.horizontal, scale), _scaled([*rules.vertical, *rules.sides], scale))
    upright = [*rules.sides, *_scaled(found.vertical, 1 / scale)]
    height = ink.shape[0]
    level = [r for r in _scaled(found.horizontal, 1 / scale) if EDGE * letter < r[0] < height - EDGE * letter]
    if not upright and not level:
        return rules
    drawn = rules.ink.copy()
    _draw_open(drawn, ink, upright, letter)
    _draw_open(drawn.T, ink.T, level, letter)
    return rules._replace(
        horizontal=[*rules.horizontal, *level], vertical=[*rules.vertical, *upright], ink=drawn, sides=()
    )


def _draw_open(drawn: Image, ink: Image, sides: Sequence[Rule], letter: float) -> None:
    """Draws those upright sides that were never there; stretches of one side are asked together."""
    half = max(2, round(BESIDE * letter))
    columns: dict[int, list[Rule]] = defaultdict(list)
    for side in sides:
        columns[round(side[0])].append(side)
    for x, stretches in columns.items():
        bands = [ink[round(a) : round(b), max(0, x - half) : x + half + 1].any(axis=1) for _, a, b in stretches]
        there = np.concatenate(bands)
        if len(there) and there.mean() <= NOTHING:
            for _, a, b in stretches:
                drawn[round(a) : round(b) + 1, max(0, x) : x + 1] = 1


def _scaled(rules: Sequence[Rule], scale: float) -> list[Rule]:
    return [(place * scale, start * scale, stop * scale) for place, start, stop in rules]
