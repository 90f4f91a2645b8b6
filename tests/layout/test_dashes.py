"""Rules of dashes and dots, and what only looks like one."""

import cv2
import numpy as np
import pytest

from formextract.layout.dashes import letter_beside_dashes, with_dashes
from formextract.layout.grid import find_grids
from formextract.layout.pixels import Rules, ink_of, letter_height, pixel_rules

LETTER = 28.0
POINTS = 72 / 200
INK, PAPER = 30, 245
STYLES = {"dashed": (9, 4, 1), "double dashed": (9, 4, 2), "dotted": (3, 5, 1), "long dashes": (16, 7, 1)}
"""Pixels of a dash, of the gap behind it, and the number of lines side by side."""


def stroke(page: np.ndarray, start: tuple[int, int], end: tuple[int, int], style: str) -> None:
    """A level or upright line of dashes."""
    on, off, lines = STYLES[style]
    for aside in (-2, 2) if lines == 2 else (0,):
        (x0, y0), (x1, y1) = start, end
        if y0 == y1:
            for x in range(x0, x1, on + off):
                page[y0 + aside : y0 + aside + 2, x : min(x + on, x1)] = INK
        else:
            for y in range(y0, y1, on + off):
                page[y : min(y + on, y1), x0 + aside : x0 + aside + 2] = INK


def letters(page: np.ndarray, x: int, y: int, count: int) -> None:
    """Boxes with a cross inside: as dense as Chinese letters are."""
    for k in range(count):
        left = x + 30 * k
        cv2.rectangle(page, (left, y), (left + 24, y + 24), INK, 2)
        cv2.line(page, (left, y + 12), (left + 24, y + 12), INK, 2)
        cv2.line(page, (left + 12, y), (left + 12, y + 24), INK, 2)


def table(style: str) -> np.ndarray:
    """Five rows of 60 and three columns of 200 pixels from (100, 100), with words in the first column."""
    page = np.full((2400, 1700), PAPER, np.uint8)
    for r in range(6):
        stroke(page, (100, 100 + 60 * r), (700, 100 + 60 * r), style)
        if r < 5:
            letters(page, 112, 118 + 60 * r, 5)
    for c in range(4):
        stroke(page, (100 + 200 * c, 100), (100 + 200 * c, 400), style)
    return page


def grain(page: np.ndarray, level: float = 10.0) -> np.ndarray:
    noise = np.random.default_rng(1).normal(0, level, page.shape)
    blurred = cv2.GaussianBlur(page, (0, 0), 0.6)
    return np.clip(blurred + noise, 0, 255).astype(np.uint8)


def found(page: np.ndarray) -> Rules:
    ink = ink_of(page, LETTER)
    return with_dashes(pixel_rules(ink, LETTER), page, ink, LETTER)


def cells(rules: Rules) -> list[int]:
    scaled = [[tuple(v * POINTS for v in rule) for rule in side] for side in rules[:2]]
    return [len(g.cells) for g in find_grids(*scaled)]


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("worn", [False, True])
def test_broken_borders_make_a_grid_and_are_no_writing(style: str, worn: bool) -> None:
    page = grain(table(style)) if worn else table(style)
    rules = found(page)
    assert cells(rules) == [15]
    left = ink_of(page, LETTER) & (cv2.dilate(rules.ink, np.ones((3, 3), np.uint8)) == 0)
    assert left[90:410, 320:680].mean() < 0.01  # the columns without words are bare but for grain; rules are 0.04


def test_a_table_of_solid_rules_is_left_as_it_is() -> None:
    page = np.full((500, 900), PAPER, np.uint8)
    for r in range(6):
        cv2.line(page, (100, 100 + 60 * r), (700, 100 + 60 * r), INK, 2)
    for c in range(4):
        cv2.line(page, (100 + 200 * c, 100), (100 + 200 * c, 400), INK, 2)
    page = grain(page)
    ink = ink_of(page, LETTER)
    drawn = pixel_rules(ink, LETTER)
    assert with_dashes(drawn, page, ink, LETTER) is drawn
    assert cells(drawn) == [15]


def test_hyphens_and_leaders_in_cells_and_lines_are_no_rules() -> None:
    page = np.full((900, 900), PAPER, np.uint8)
    for r in range(6):
        cv2.line(page, (100, 100 + 60 * r), (700, 100 + 60 * r), INK, 2)
        if r < 5:
            stroke(page, (316, 132 + 60 * r), (484, 132 + 60 * r), "dotted")
            stroke(page, (514, 132 + 60 * r), (670, 132 + 60 * r), "dashed")
    for c in range(4):
        cv2.line(page, (100 + 200 * c, 100), (100 + 200 * c, 400), INK, 2)
    for y in (500, 560, 620, 680):
        stroke(page, (100, y), (700, y), "dashed")  # lines to write on, a table of contents
    ink = ink_of(page, LETTER)
    drawn = pixel_rules(ink, LETTER)
    assert with_dashes(drawn, page, ink, LETTER) is drawn


def test_dashes_inside_a_solid_frame_are_rules() -> None:
    page = np.full((500, 900), PAPER, np.uint8)
    cv2.rectangle(page, (100, 100), (700, 400), INK, 2)
    for r in range(1, 5):
        stroke(page, (100, 100 + 60 * r), (700, 100 + 60 * r), "dashed")
    for c in range(1, 3):
        stroke(page, (100 + 200 * c, 100), (100 + 200 * c, 400), "dashed")
    assert cells(found(page)) == [15]


def test_dashes_are_not_taken_for_the_letters_of_the_page() -> None:
    """Of a form with double dashed borders the letters seemed 12 pixels high, and all its strokes rules."""
    page = np.full((2400, 1700), PAPER, np.uint8)
    for r in range(25):
        stroke(page, (100, 100 + 70 * r), (1500, 100 + 70 * r), "double dashed")
        if r < 24:
            letters(page, 112, 122 + 70 * r, 4)
    for c in range(8):
        stroke(page, (100 + 200 * c, 100), (100 + 200 * c, 1780), "double dashed")
    page = cv2.GaussianBlur(page, (0, 0), 1.1)
    ink = ink_of(page)
    guess = letter_height(ink)
    assert guess is not None
    assert guess < 20  # the dashes are in the majority
    assert 25 <= letter_beside_dashes(page, ink, guess) <= 31
