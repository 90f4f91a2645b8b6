"""Rules that wear broke, and sides that forms leave open."""

import cv2
import numpy as np
import pytest

from formextract.imaging.ink.binarize import binarize
from formextract.imaging.ink.components import components_of, larger_than_specks
from formextract.imaging.ink.text_lines import text_lines_in
from formextract.imaging.rules.detect import find_rules
from formextract.imaging.rules.repair import repaired
from formextract.imaging.rules.sides import with_sides
from formextract.layout.grid import find_grids

LETTER = 28.0
POINTS = 72 / 200


def page() -> np.ndarray:
    """Five rows of 60 and three columns of 200 pixels from (100, 100)."""
    out = np.full((500, 900), 245, np.uint8)
    for r in range(6):
        cv2.line(out, (100, 100 + 60 * r), (700, 100 + 60 * r), 30, 2)
    for c in range(4):
        cv2.line(out, (100 + 200 * c, 100), (100 + 200 * c, 400), 30, 2)
    return out


def rows_of_cells(picture: np.ndarray) -> list[list[tuple[int, int]]]:
    """For each grid the row and column of its cells; and nothing of the rules may be left as writing."""
    ink = binarize(picture, LETTER)
    rules = with_sides(repaired(find_rules(ink, LETTER), ink, LETTER), ink, LETTER)
    scaled = [[tuple(v * POINTS for v in rule) for rule in side] for side in rules[:2]]
    left = ink & (cv2.dilate(rules.ink, np.ones((3, 3), np.uint8)) == 0)
    assert (
        text_lines_in(
            (components := components_of(left)).image_of(larger_than_specks(components, LETTER)),
            (0, 0, 900, 500),
            LETTER,
        )
        == []
    )
    return [[(c.row, c.col) for c in g.cells] for g in find_grids(*scaled)]


WHOLE = [[(r, c) for r in range(5) for c in range(3)]]


def test_whole_rules_stay_as_they_are() -> None:
    assert rows_of_cells(page()) == WHOLE


def test_a_rule_in_short_pieces_is_closed_and_its_pieces_are_no_figures() -> None:
    """A piece of the side was once read as a 1 before the figure beside it."""
    broken = page()
    for x in (520, 548, 580, 612, 646, 676):
        broken[150:171, x : x + 8] = 245  # the rule below the first row, in its last cell
    for y in (172, 190, 206):
        broken[y : y + 7, 690:710] = 245  # the right side, in the second row
    assert rows_of_cells(broken) == WHOLE


def test_a_stroke_of_writing_where_a_rule_could_be_closes_nothing() -> None:
    merged = page()
    merged[105:156, 295:306] = 245  # the first row's first two cells are one
    cv2.line(merged, (300, 120), (300, 140), 30, 2)  # a 1 where the side would be
    ink = binarize(merged, LETTER)
    rules = repaired(find_rules(ink, LETTER), ink, LETTER)
    scaled = [[tuple(v * POINTS for v in rule) for rule in side] for side in rules[:2]]
    assert [len(g.cells) for g in find_grids(*scaled)] == [14]
    assert not rules.ink[122:138, 290:310].any()


@pytest.mark.parametrize("side", ["left", "right", "both"])
def test_an_open_side_is_closed(side: str) -> None:
    """Tables in reports have no outer sides; their first and last columns were lost."""
    open_ = page()
    if side != "right":
        open_[:, :105] = 245
    if side != "left":
        open_[:, 696:] = 245
    assert rows_of_cells(open_) == WHOLE


def test_the_heavy_frame_of_a_form_is_a_rule() -> None:
    heavy = page()
    cv2.rectangle(heavy, (100, 100), (700, 400), 20, 15)
    assert rows_of_cells(heavy) == WHOLE


def test_an_underline_across_a_cell_is_no_rule() -> None:
    """Names on lines to fill in: the cell was once parted at the line between them."""
    lined = page()
    cv2.line(lined, (512, 130), (688, 130), 30, 2)
    ink = binarize(lined, LETTER)
    rules = repaired(find_rules(ink, LETTER), ink, LETTER)
    scaled = [[tuple(v * POINTS for v in rule) for rule in side] for side in rules[:2]]
    assert [[(c.row, c.col) for c in g.cells] for g in find_grids(*scaled)] == WHOLE


def test_a_stroke_of_a_letter_between_two_walls_is_no_wall() -> None:
    """`工` under the end of one wall and over the beginning of the next, in a row as low as itself."""
    low = np.full((400, 700), 245, np.uint8)
    for y in (100, 160, 200, 260):
        cv2.line(low, (100, y), (600, y), 30, 2)
    for x in (100, 600):
        cv2.line(low, (x, 100), (x, 260), 30, 2)
    for top in (100, 200):
        cv2.line(low, (350, top), (350, top + 60), 30, 2)
    for x0, y0, x1, y1 in ((340, 167, 360, 167), (350, 167, 350, 193), (337, 193, 363, 193)):
        cv2.line(low, (x0, y0), (x1, y1), 30, 2)
    ink = binarize(low, LETTER)
    rules = repaired(find_rules(ink, LETTER), ink, LETTER)
    scaled = [[tuple(v * POINTS for v in rule) for rule in side] for side in rules[:2]]
    assert [[(c.row, c.col) for c in g.cells] for g in find_grids(*scaled)] == [
        [(0, 0), (0, 1), (1, 0), (2, 0), (2, 1)]
    ]


def mended_cells(picture: np.ndarray) -> list[list[tuple[int, int]]]:
    ink = binarize(picture, LETTER)
    rules = repaired(find_rules(ink, LETTER), ink, LETTER)
    scaled = [[tuple(v * POINTS for v in rule) for rule in side] for side in rules[:2]]
    return [[(c.row, c.col) for c in g.cells] for g in find_grids(*scaled)]


def test_a_rule_broken_at_both_sides_is_one_that_crosses_others() -> None:
    """It kept off both sides, as the underline of a blank does; but no underline crosses a wall."""
    broken = page()
    broken[215:226, 103:113] = broken[215:226, 686:697] = 245
    assert mended_cells(broken) == WHOLE


def test_a_long_piece_is_a_rule_though_letters_stand_close_beside_it() -> None:
    """A third of a side was gone, and the letters of the cell began two millimetres behind what was left."""
    beside = np.full((500, 900), 245, np.uint8)
    for y in (100, 400):
        cv2.line(beside, (100, y), (700, y), 30, 2)
    for x in (100, 300, 700):
        cv2.line(beside, (x, 100), (x, 400), 30, 2)
    beside[105:205, 295:306] = 245
    for y in range(110, 390, 30):
        cv2.rectangle(beside, (309, y), (320, y + 18), 20, 3)
    assert mended_cells(beside) == [[(0, 0), (0, 1)]]


def test_a_side_of_which_no_piece_reaches_a_corner() -> None:
    """Every piece was shorter than three letters and ended in the void: the whole table was lost."""
    two = np.full((500, 900), 245, np.uint8)
    for y in (100, 320):
        cv2.line(two, (100, y), (700, y), 30, 2)
    for x in (100, 400, 700):
        cv2.line(two, (x, 100), (x, 320), 30, 2)
    for y in (103, 170, 240, 305):
        two[y : y + 12, 95:106] = 245
    assert mended_cells(two) == [[(0, 0), (0, 1)]]
