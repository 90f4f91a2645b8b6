"""Rules drawn as dashes and dots, and what is as short and no rule."""

import cv2
import numpy as np
import pytest

from formextract.imaging.rules.dashes import bridged
from formextract.imaging.rules.page_rules import rules_of_page

LETTER = 28.0
SIZE = 500, 700


def dash(ink, a, b, at, pattern, *, upright=False):
    """A row of dashes: lengths and gaps by turns."""
    laid = ink.T if upright else ink
    k = 0
    while a < b:
        if k % 2 == 0:
            laid[at : at + 2, a : min(b, a + pattern[k % len(pattern)])] = 1
        a += pattern[k % len(pattern)]
        k += 1


def table(pattern):
    ink = np.zeros(SIZE, np.uint8)
    for y in (50, 90, 130, 170, 210):
        dash(ink, 40, 642, y, pattern)
    for x in (40, 240, 440, 640):
        dash(ink, 50, 212, x, pattern, upright=True)
    return ink


@pytest.mark.parametrize(
    "pattern", [(21, 7), (5, 3), (2, 2), (18, 6, 4, 6), (12, 4)], ids=["dashed", "short", "dotted", "dot-dash", "small"]
)
def test_a_dashed_table_has_all_its_rules(pattern):
    ink = table(pattern)
    grey = np.where(ink > 0, 0, 255).astype(np.uint8)
    _, rules = rules_of_page(grey, ink, LETTER)
    assert sorted({round(r[0] / 10) * 10 for r in rules.horizontal}) == [50, 90, 130, 170, 210]
    assert sorted({round(r[0] / 20) * 20 for r in rules.vertical}) == [40, 240, 440, 640]


def test_hyphens_that_say_none_are_no_rule():
    ink = np.zeros(SIZE, np.uint8)
    dash(ink, 300, 370, 100, (9, 5))
    assert not bridged(ink, LETTER).any()


def test_strokes_of_letters_at_uneven_places_are_no_rule():
    ink = np.zeros(SIZE, np.uint8)
    at = 60
    for gap in (3, 17, 8, 14, 4, 19, 10, 2, 18, 6, 12):
        ink[100:102, at : at + 9] = 1
        at += 9 + gap
    assert not bridged(ink, LETTER).any()


def test_a_page_without_dashes_has_none():
    ink = np.zeros(SIZE, np.uint8)
    ink[100:102, 40:640] = 1
    assert not bridged(ink, LETTER).any()


def test_a_few_dashes_between_two_rules_are_one_whatever_stands_on_their_line_beyond():
    ink = np.zeros(SIZE, np.uint8)
    for y in (50, 90, 136, 182):
        dash(ink, 40, 642, y, (21, 7))
    for x in (40, 640):
        dash(ink, 50, 184, x, (21, 7), upright=True)
    for top, foot in ((98, 112), (118, 134), (145, 160), (165, 182)):
        ink[top:foot, 340:342] = 1
    assert bridged(ink, LETTER)[98:180, 339:343].any(axis=1).all()
    ink[70:79, 338:343] = 1  # a comma above the first of them
    assert bridged(ink, LETTER)[98:180, 339:343].any(axis=1).all()


def ran_together(share):
    """A table of double dashed rules on a longer page of them, copied until its dashes are blots."""
    ink = table((9, 4))
    for y in range(250, 490, 20):
        dash(ink, 40, 642, y, (9, 4))
    ink |= np.roll(ink, 4, axis=0) | np.roll(ink, 4, axis=1)
    blots = (np.random.default_rng(3).random(ink.shape) < share) & (cv2.dilate(ink, np.ones((5, 5), np.uint8)) > 0)
    return np.asarray(ink | blots, np.uint8)


@pytest.mark.parametrize("share", [0.0, 0.03])
def test_double_dashes_that_ran_together_are_rules(share):
    ink = ran_together(share)
    drawn = bridged(ink, LETTER) > 0
    for x in (40, 240, 440, 640):
        assert drawn[60:200, x - 2 : x + 8].any(axis=1).mean() > 0.95
    _, rules = rules_of_page(np.where(ink > 0, 0, 255).astype(np.uint8), ink, LETTER)
    found = {round(r[0] / 20) * 20 for r in rules.vertical if r[1] < 80 and r[2] > 190}
    assert {40, 240, 440, 640} <= found


def test_rows_of_letters_are_no_rules_on_a_page_of_dashes():
    ink = np.zeros(SIZE, np.uint8)
    for y in range(20, 200, 20):
        dash(ink, 40, 642, y, (9, 4))
    for x in range(40, 160, 30):  # letters like 王, side by side
        for y in (260, 272, 284):
            ink[y : y + 2, x : x + 26] = 1
        ink[260:286, x + 12 : x + 14] = 1
    assert not bridged(ink, LETTER)[250:300].any()
