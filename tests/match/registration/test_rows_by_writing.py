"""Which writing belongs to which row."""

from formextract.match.registration.bands import Band, rows_of
from formextract.match.registration.words import Word
from formextract.model import TYPED, Line, Place


def line(y, item=None):
    item = item or Line("x", Place(1), legibility=TYPED)
    return [Word("x", (100.0, y, 150.0, y + 10.0), 1, item, TYPED, Place(1))]


def test_values_stand_at_the_height_of_their_captions():
    bands = [Band(0, 10), Band(20, 30), Band(40, 50)]
    assert rows_of(bands, [line(0), line(20), line(40)], 10) == [0, 1, 2]


def test_a_value_of_many_lines_stands_around_the_middle_of_its_caption():
    bands = [Band(20, 30), Band(60, 70)]
    assert rows_of(bands, [line(y) for y in (0, 12, 24, 36, 48, 60, 72)], 10) == [0, 0, 0, 0, 1, 1, 1]


def test_a_caption_with_nothing_beside_it_takes_nothing_from_its_neighbours():
    bands = [Band(0, 10), Band(20, 30), Band(40, 50)]
    assert rows_of(bands, [line(0), line(40)], 10) == [0, 2]


def test_what_stands_above_all_captions_is_of_no_row():
    assert rows_of([Band(60, 70)], [line(0), line(12), line(60)], 10) == [-1, -1, 0]


def test_lines_that_begin_with_their_caption_go_on_below_it():
    assert rows_of([Band(0, 10), Band(50, 60)], [line(y) for y in (0, 12, 24, 50)], 10) == [0, 0, 0, 1]


def test_years_below_each_other_are_one_row_and_what_stands_above_them_is_not():
    bands, lines = [Band(0, 10), Band(19, 41)], [line(y) for y in (0, 13, 25, 37)]
    assert rows_of(bands, lines, 10, [None, 2021, 2022, 2023]) == [0, 1, 1, 1]


def test_a_year_that_comes_again_begins_another_row():
    bands = [Band(12, 22), Band(46, 56)]
    lines = [line(y) for y in (0, 12, 24, 36, 48, 60)]
    assert rows_of(bands, lines, 10, [2021, 2022, 2023, 2021, 2022, 2023]) == [0, 0, 0, 1, 1, 1]


def test_what_a_row_of_the_page_before_may_go_on_with_is_not_the_next_rows():
    bands, lines = [Band(60, 80)], [line(y) for y in (0, 20, 40, 60, 74)]
    assert rows_of(bands, lines, 10, overleaf=True) == [-1, -1, -1, 0, 0]
    assert rows_of([Band(44, 54)], [line(y) for y in range(0, 96, 12)], 10, overleaf=True) == [0] * 8


def test_a_line_that_the_form_prints_for_another_row_is_that_rows():
    bands, lines = [Band(0, 34), Band(48, 70)], [line(y) for y in (0, 12, 24, 36, 48, 60, 72)]
    assert rows_of(bands, lines, 10) == [0, 0, 0, 1, 1, 1, 1]
    options = [[0.0] * 4 + [0.4] * 3, [1.2] * 4 + [0.0] * 3]
    assert rows_of(bands, lines, 10, (), options) == [0, 0, 0, 0, 1, 1, 1]


def test_many_lines_that_are_odd_everywhere_are_still_of_some_row():
    bands, lines = [Band(0, 10), Band(60, 70)], [line(y) for y in range(0, 132, 12)]
    assert set(rows_of(bands, lines, 10, (), [[1.2] * 11, [1.2] * 11])) == {0, 1}
