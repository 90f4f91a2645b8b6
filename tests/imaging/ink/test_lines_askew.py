"""Lines of columns that stand half a line off each other, as in tables without rules."""

import numpy as np

from formextract.imaging.ink.text_lines import text_lines_in

LETTER = 28.0


def test_lines_side_by_side_that_stand_askew_are_parted():
    ink = np.zeros((400, 900), np.uint8)
    for n in range(3):
        ink[100 + 40 * n : 128 + 40 * n, 100:300:3] = 1  # three lines of a long label
    for n in range(2):
        ink[120 + 40 * n : 148 + 40 * n, 340:500:3] = 1  # two of its value, in their middle
    ink[140:168, 560:600:3] = 1
    boxes = [line.ink for line in text_lines_in(ink, (0, 0, 900, 400), LETTER)]
    assert [(x0, y0, y1) for x0, y0, _, y1 in boxes] == [
        (100, 100, 128),
        (100, 140, 168),
        (100, 180, 208),
        (340, 120, 148),
        (340, 160, 188),
        (560, 140, 168),
    ]


def test_a_large_heading_stays_one_line():
    ink = np.zeros((400, 900), np.uint8)
    for x in range(100, 700, 70):
        ink[100:160, x : x + 55 : 3] = 1
    assert len(text_lines_in(ink, (0, 0, 900, 400), LETTER)) == 1
