"""Rules much fainter than the letters, beside letters."""

import cv2
import numpy as np
import pytest

from formextract.imaging.ink.binarize import binarize
from formextract.imaging.rules.detect import find_rules
from formextract.imaging.rules.faint import FaintLines, any_unfound, find_faint_lines
from formextract.imaging.rules.repair import repaired
from formextract.layout.grid import find_grids

LETTER = 28.0
POINTS = 72 / 200
PAPER = 245
FAINT = 205
"""A black rule at a quarter of its strength, blurred."""


def page(rule: int, *, written: bool = True) -> np.ndarray:
    """Six rows of 44 by two columns of 300 pixels, filled with black letters as dense as Chinese ones."""
    out = np.full((440, 800), PAPER, np.uint8)
    for r in range(7):
        cv2.line(out, (100, 80 + 44 * r), (700, 80 + 44 * r), rule, 2)
    for x in (100, 400, 700):
        cv2.line(out, (x, 80), (x, 344), rule, 2)
    if written:
        for r in range(6):
            for n, x in enumerate((*range(110, 370, 34), *range(410, 670, 34))):
                top = 88 + 44 * r + n % 3
                for k in range(4):
                    cv2.line(out, (x, top + 9 * k), (x + 25, top + 9 * k), 20, 2)
                    cv2.line(out, (x + 8 * k, top), (x + 8 * k, top + 27), 20, 2)
    noise = np.random.default_rng(5).normal(0, 5, out.shape)
    noisy = np.clip(cv2.GaussianBlur(out, (0, 0), 0.5) + noise, 0, 255).astype(np.uint8)
    return cv2.imdecode(cv2.imencode(".jpg", noisy, [cv2.IMWRITE_JPEG_QUALITY, 70])[1], cv2.IMREAD_GRAYSCALE)


def cells(picture: np.ndarray, *, faint: bool = True) -> list[int]:
    ink = binarize(picture, LETTER)
    ridges = find_faint_lines(picture, LETTER) if faint else None
    rules = repaired(find_rules(ink, LETTER, ridges), ink, LETTER, ridges)
    scaled = [[tuple(v * POINTS for v in rule) for rule in side] for side in rules[:2]]
    return [len(g.cells) for g in find_grids(*scaled)]


def test_faint_rules_beside_dense_letters_make_the_cells() -> None:
    assert cells(page(FAINT)) == [12]


def test_without_the_ridges_they_are_lost() -> None:
    assert cells(page(FAINT), faint=False) != [12]


def test_strokes_of_letters_in_a_row_make_no_rule() -> None:
    """Averaged along the line, the strokes of neighbouring letters run together."""
    written = page(PAPER)
    rules = find_rules(binarize(written, LETTER), LETTER, find_faint_lines(written, LETTER))
    assert (rules.horizontal, rules.vertical) == ([], [])


def test_strong_rules_are_found_as_without_the_ridges() -> None:
    strong = page(30)
    ink = binarize(strong, LETTER)
    with_ridges, without = find_rules(ink, LETTER, find_faint_lines(strong, LETTER)), find_rules(ink, LETTER)
    for found, wanted in zip(with_ridges[:2], without[:2], strict=True):
        assert np.allclose(found, wanted, atol=2)


def test_grain_of_the_paper_makes_no_rule() -> None:
    grain = np.clip(np.full((600, 800), PAPER) + np.random.default_rng(1).normal(0, 14, (600, 800)), 0, 255)
    picture = grain.astype(np.uint8)
    assert find_rules(binarize(picture, LETTER), LETTER, find_faint_lines(picture, LETTER))[:2] == ([], [])


def test_dashed_double_rules_make_the_cells() -> None:
    """Forms drawn with double dashed borders came out as loose lines, and were no known form."""
    dashed = page(PAPER)
    for y in range(80, 345, 44):
        for dy in (-3, 3):
            for x in range(97, 704, 14):
                cv2.line(dashed, (x, y + dy), (min(x + 8, 703), y + dy), 30, 2)
    for x in (100, 400, 700):
        for dx in (-3, 3):
            for y in range(77, 348, 14):
                cv2.line(dashed, (x + dx, y), (x + dx, min(y + 8, 347)), 30, 2)
    assert cells(dashed) == [12]
    assert cells(dashed, faint=False) != [12]


def test_an_underline_that_ends_close_to_a_wall_is_no_rule() -> None:
    """Names on a line to fill in, as far off the wall as dashes are apart: the cell was parted at the line once."""
    lined = page(30, written=False)
    cv2.line(lined, (408, 145), (640, 145), 30, 2)
    assert cells(lined) == [12]


def test_faint_rules_are_left_on_a_page_whose_strong_ones_are_known() -> None:
    mixed = page(30)
    strong = find_rules(binarize(mixed, LETTER), LETTER).ink
    assert not any_unfound(find_faint_lines(mixed, LETTER), strong, LETTER)
    cv2.line(mixed, (110, 401), (690, 401), FAINT, 2)
    assert any_unfound(find_faint_lines(mixed, LETTER), strong, LETTER)


@pytest.mark.parametrize("upright", [False, True])
@pytest.mark.parametrize(("more", "left"), [(-1, False), (0, True)])
@pytest.mark.parametrize("start", range(9))
def test_a_ridge_is_left_from_the_length_that_no_letters_have(start: int, more: int, left: bool, upright: bool) -> None:
    """Wherever it begins: long ones are looked for by pieces, at every eighth pixel."""
    long = round((4.0 if upright else 8.0) * LETTER) + more
    ridge, none = np.zeros((300, 300), np.uint8), np.zeros((300, 300), np.uint8)
    ridge[40, 20 + start : 20 + start + long] = 1
    ridges = FaintLines(none, ridge) if upright else FaintLines(ridge, none)
    assert any_unfound(ridges, none, LETTER) is left


def test_dashes_are_left_and_rows_of_short_strokes_are_not() -> None:
    dashes, strokes, none = (np.zeros((60, 400), np.uint8) for _ in range(3))
    for x in range(10, 390, 14):
        dashes[30, x : x + 9] = 1  # five pixels of paper between them: a sixth of a letter
        strokes[30, x : x + 5] = 1
    for ridge, left in ((dashes, True), (strokes, False)):
        assert any_unfound(FaintLines(ridge, np.zeros((400, 60), np.uint8)), none, LETTER) is left


def test_a_picture_of_few_pixels_has_no_ridges() -> None:
    assert not any(side.any() for side in find_faint_lines(np.zeros((3, 3), np.uint8), LETTER))
