"""Sides that were never drawn, and sides that wear took."""

import cv2
import numpy as np

from formextract.imaging.ink.binarize import binarize
from formextract.imaging.rules.border_checks import unreliable_borders
from formextract.imaging.rules.detect import find_rules
from formextract.imaging.rules.repair import repaired
from formextract.imaging.rules.sides import with_sides
from formextract.layout.grid import find_grids

LETTER = 28.0
POINTS = 10.5 / LETTER


def page(left_over: int) -> np.ndarray:
    """Five rows and three columns, of the left side of which only every so many pixels a piece is left."""
    out = np.full((500, 900), 245, np.uint8)
    for r in range(6):
        cv2.line(out, (100, 100 + 60 * r), (700, 100 + 60 * r), 30, 2)
    for x in (300, 500, 700):
        cv2.line(out, (x, 100), (x, 400), 30, 2)
    if left_over:
        for y in range(110, 400, left_over):
            cv2.line(out, (100, y), (100, y + 5), 30, 2)
    return out


def doubtful(picture: np.ndarray) -> int:
    ink = binarize(picture, LETTER)
    rules = with_sides(repaired(find_rules(ink, LETTER), ink, LETTER), ink, LETTER)
    level, upright = ([tuple(v * POINTS for v in r) for r in side] for side in rules[:2])
    grids = find_grids(level, upright)
    assert [len(g.cells) for g in grids] == [15]
    return len(unreliable_borders(grids, rules.ink, POINTS, LETTER))


def test_a_side_that_was_never_drawn_is_no_doubt():
    assert doubtful(page(0)) == 0


def test_a_side_of_which_pieces_are_left_is():
    assert doubtful(page(25)) > 0
