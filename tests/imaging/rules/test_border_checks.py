"""Cells of which pixels say that they cannot be trusted."""

import numpy as np
import pytest

from formextract.imaging.ink.components import components_of, larger_than_specks
from formextract.imaging.ink.text_lines import TextLine, text_lines_in
from formextract.imaging.rules.border_checks import touching_borders, unreliable_borders
from formextract.imaging.rules.detect import Suspected
from formextract.layout.grid import CellKey, find_grids

LETTER = 28.0
LEVEL, UPRIGHT = (40, 100, 160, 220), (40, 300, 560)


def _drawn() -> np.ndarray:
    """The ink of a table of three rows and two columns, all walls there."""
    ink = np.zeros((260, 600), np.uint8)
    for y in LEVEL:
        ink[y - 1 : y + 2, 40:561] = 1
    for x in UPRIGHT:
        ink[40:221, x - 1 : x + 2] = 1
    return ink


GRIDS = find_grids([(float(y), 40.0, 560.0) for y in LEVEL], [(float(x), 40.0, 220.0) for x in UPRIGHT])


def _overrun(writing: np.ndarray) -> set[int]:
    components = components_of(writing)
    cuts = [
        ((0, k), cut) for k, c in enumerate(GRIDS[0].cells) for cut in text_lines_in(writing, _inside(c.bbox), LETTER)
    ]
    return touching_borders(GRIDS, cuts, _drawn(), components, larger_than_specks(components, LETTER), 1.0, LETTER)


def _inside(box: tuple[float, ...]) -> tuple[int, ...]:
    return round(box[0]) + 1, round(box[1]) + 1, round(box[2]), round(box[3])


def test_a_table_that_is_all_there_is_trusted() -> None:
    assert unreliable_borders(GRIDS, _drawn(), 1.0, LETTER) == set()


def test_a_wall_that_is_hardly_there_makes_both_its_cells_doubtful() -> None:
    ink = _drawn()
    ink[105:150, 290:310] = 0
    assert unreliable_borders(GRIDS, ink, 1.0, LETTER) == {(0, k) for k in range(6)}  # and their columns


def test_rows_of_a_level_wall_that_is_gone_are_doubtful_and_no_others() -> None:
    ink = _drawn()
    ink[215:225, 45:200] = 0
    assert unreliable_borders(GRIDS, ink, 1.0, LETTER) == {(0, 4), (0, 5)}


def test_what_may_be_a_rule_makes_the_row_doubtful_that_it_runs_through() -> None:
    suspected = Suspected(level=[(130.0, 60.0, 250.0), (100.0, 40.0, 300.0), (190.0, 60.0, 70.0)])
    assert unreliable_borders(GRIDS, _drawn(), 1.0, LETTER, 0.0, suspected) == {(0, 2), (0, 3)}


def test_where_many_walls_are_gone_the_whole_page_is_doubtful() -> None:
    ink = _drawn()
    ink[90:110, 60:280] = 0
    ink[150:170, 60:540] = 0
    ink[210:230, 60:540] = 0
    assert len(unreliable_borders(GRIDS, ink, 1.0, LETTER)) == 6


def test_a_letter_at_the_right_wall_may_go_on_behind_it() -> None:
    writing = np.zeros((260, 600), np.uint8)
    writing[60:85, 280:298] = 1
    assert _overrun(writing) == {0}


def test_of_several_lines_only_the_last_goes_on_behind_a_wall() -> None:
    writing = np.zeros((260, 600), np.uint8)
    writing[44:62, 250:298] = 1  # broken to fit
    writing[70:90, 60:150] = 1
    assert _overrun(writing) == set()
    writing[70:90, 270:298] = 1
    assert _overrun(writing) == {1, 2}  # both words of the lower line


def test_a_letter_that_keeps_off_the_walls_ends_there() -> None:
    writing = np.zeros((260, 600), np.uint8)
    writing[60:85, 270:290] = 1
    assert _overrun(writing) == set()


def test_where_many_rules_had_to_be_closed_cells_whose_borders_are_there_are_what_they_seem() -> None:
    """On such pages 2 of 63 values were wrong, which other doubts spoke of: the whole page was in doubt."""
    assert unreliable_borders(GRIDS, _drawn(), 1.0, LETTER, 0.6) == set()


def test_a_cell_over_two_rows_may_be_two_where_rules_had_to_be_closed() -> None:
    ink = _drawn()
    ink[99:102, 302:558] = 0
    level = [(float(y), 40.0, 560.0) for y in LEVEL if y != 100] + [(100.0, 40.0, 300.0)]
    grids = find_grids(level, [(float(x), 40.0, 220.0) for x in UPRIGHT])
    assert unreliable_borders(grids, ink, 1.0, LETTER, 0.2) == set()
    assert unreliable_borders(grids, ink, 1.0, LETTER, 0.25) == {(0, 1)}


def _wide() -> tuple[np.ndarray, list]:
    """A table in which two rows of one cell, as wide as two of the row below, stand one above the other."""
    ink = _drawn()
    ink[43:158, 298:303] = 0
    return ink, find_grids(
        [(float(y), 40.0, 560.0) for y in LEVEL], [(40.0, 40.0, 220.0), (300.0, 160.0, 220.0), (560.0, 40.0, 220.0)]
    )


@pytest.mark.parametrize(
    ("boxes", "several"),
    [
        ([(60, 60, 200, 85)], False),
        ([(60, 45, 200, 65), (60, 72, 200, 92)], False),  # two lines of one text
        ([(60, 60, 140, 85), (400, 60, 460, 85)], True),
    ],
)
def test_cells_as_wide_as_those_above_them_are_one_but_for_writing_side_by_side(boxes: list, several: bool) -> None:
    """All cells over several columns were in doubt where rules had to be closed: of 37 values none was wrong."""
    ink, grids = _wide()
    lines = [(CellKey(0, 0), TextLine(box, box)) for box in boxes]
    assert len(grids[0].cells) == 4
    found = unreliable_borders(grids, ink, 1.0, LETTER, 0.6, lines=lines)
    assert found == ({(0, 0), (0, 1)} if several else set())


def test_walls_are_looked_for_where_the_rules_of_each_cell_stand() -> None:
    ink = np.zeros((260, 600), np.uint8)
    for y in LEVEL:
        ink[y - 1 : y + 2, 40:561] = 1
    ink[40:221, 39:42] = ink[40:221, 559:562] = 1
    ink[40:101, 297:300] = ink[100:221, 303:306] = 1  # points apart: one column all the same
    ink[216:219, 60:290] = 1  # an underline at the foot of the last row
    level = [*((float(y), 40.0, 560.0) for y in LEVEL), (217.0, 60.0, 290.0)]
    grids = find_grids(level, [(40.0, 40.0, 220.0), (298.0, 40.0, 100.0), (304.0, 100.0, 220.0), (560.0, 40.0, 220.0)])
    assert len(grids[0].cells) == 6
    assert unreliable_borders(grids, ink, 1.0, 12.0) == set()
