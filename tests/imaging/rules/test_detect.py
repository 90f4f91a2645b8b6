"""Ruled lines in pixels, and what is none."""

import cv2
import numpy as np
from drawn_pages import LETTER, PAPER, cells_of, ruled, sheet, write

from formextract.imaging.ink.binarize import binarize
from formextract.imaging.rules.detect import find_rules


def test_rules_make_the_cells() -> None:
    assert cells_of(ruled(sheet())) == [21]


def test_a_rule_that_wear_broke_is_one_rule() -> None:
    page = ruled(sheet())
    page[190:215, 300:325] = PAPER
    page[300:330, 255:265] = PAPER
    assert cells_of(page) == [21]


def heading(page: np.ndarray, left: int = 120, top: int = 80, letters: int = 9) -> np.ndarray:
    """Large letters like 业 side by side: level strokes at one height, each with upright strokes on it."""
    for x in range(left, left + 70 * letters, 70):
        cv2.line(page, (x, top + 52), (x + 50, top + 52), 20, 4)
        for stem in (15, 35):
            cv2.line(page, (x + stem, top), (x + stem, top + 52), 20, 4)
    return page


def test_the_strokes_of_a_heading_are_no_rules() -> None:
    """They made a rule, were taken off the page, and the form was not known by its title."""
    assert not find_rules(binarize(heading(sheet()), LETTER), LETTER).horizontal
    page = ruled(sheet())
    assert find_rules(binarize(heading(page), LETTER), LETTER).ink[:190].sum() == 0
    assert cells_of(page) == [21]


def test_strokes_of_two_letters_that_stand_close_are_no_rule() -> None:
    page = sheet()
    for x in (120, 186):
        cv2.line(page, (x, 132), (x + 52, 132), 20, 4)
        for stem in (15, 35):
            cv2.line(page, (x + stem, 80), (x + stem, 132), 20, 4)
    assert not find_rules(binarize(page, LETTER), LETTER).ink.any()
    page = sheet()
    for x in (120, 186):  # the same in two pieces of an underline
        cv2.line(page, (x, 132), (x + 52, 132), 20, 4)
    write(page, "12", 150, 122)
    assert find_rules(binarize(page, LETTER), LETTER).ink.any()


def test_a_broken_rule_that_walls_cross_is_one() -> None:
    page = ruled(sheet(), columns=9, left=40)
    page[300:330, 45:840:48] = PAPER
    for x in range(45, 840, 48):  # nothing but short pieces is left of it
        page[310:330, x : x + 18] = PAPER
    page[250:380, 200:202] = 30
    rules = find_rules(binarize(page, LETTER), LETTER)
    assert any(abs(y - 320) < 4 for y, _, _ in rules.horizontal)


def test_writing_makes_no_rules() -> None:
    page = ruled(sheet())
    for r in range(6):
        write(page, "1111-7777--EEHH", 110, 243 + 60 * r)
    assert cells_of(page) == [21]
