"""Columns that only the paper between them parts."""

from collections.abc import Iterator

import numpy as np

from formextract.geometry import BBox
from formextract.imaging.ink import gutters
from formextract.imaging.ink.cell_lines import lines_by_cell
from formextract.imaging.ink.gutters import columns_in
from formextract.layout.grid import CellKey, find_grids

LETTER = 24.0


def paper(height: int = 600, width: int = 900) -> np.ndarray:
    return np.zeros((height, width), np.uint8)


def line(ink: np.ndarray, x0: int, x1: int, y: int) -> None:
    """Letters of which each has a little paper beside it."""
    for x in range(x0, x1, 24):
        ink[y : y + 24, x : min(x + 21, x1)] = 1


def boxes(ink: np.ndarray) -> list[BBox]:
    return [found.ink for _, found in lines_by_cell(ink, [], 1.0, LETTER)]


def test_captions_and_values_closer_than_words_are_parted_by_the_paper_that_goes_on():
    ink = paper()
    for n in range(6):
        line(ink, 100, 301, 40 + 40 * n)
        line(ink, 317, 317 + 48 * (n + 1) - 3, 40 + 40 * n)
    assert [(x0, y0) for x0, y0, _, _ in boxes(ink)] == [(x, 40 + 40 * n) for n in range(6) for x in (100, 317)]


def test_a_value_half_a_line_off_its_caption_is_a_line_of_its_own():
    ink = paper()
    for n in range(4):
        line(ink, 100, 301, 40 + 80 * n)
        line(ink, 100, 301, 72 + 80 * n)
        line(ink, 319, 400, 56 + 80 * n)
    found = boxes(ink)
    assert sum(x0 == 319 and y1 - y0 == 24 for x0, y0, _, y1 in found) == 4
    assert sum(x0 == 100 and y1 - y0 == 24 for x0, y0, _, y1 in found) == 8


def test_a_frame_around_columns_that_nobody_ruled_parts_them_too():
    (frame,) = find_grids([(20, 50, 850), (580, 50, 850)], [(50, 20, 580), (850, 20, 580)])
    ink = paper()
    for n in range(6):
        line(ink, 100, 301, 40 + 40 * n)
        line(ink, 317, 500, 40 + 40 * n)
    found = lines_by_cell(ink, [frame], 1.0, LETTER)
    assert [line.ink[0] for key, line in found if key == CellKey(0, 0)] == [100, 317] * 6


def test_three_lines_part_columns_as_wide_as_others_of_the_page_do():
    ink = paper()
    for n in range(7):
        line(ink, 100, 301, 40 + 40 * n)
        line(ink, 319, 500, 40 + 40 * n)
    line(ink, 100, 700, 330)  # a heading across
    line(ink, 100, 301, 380)
    line(ink, 317, 640, 380)
    assert [(x0, y0) for x0, y0, _, _ in boxes(ink)][-3:] == [(100, 330), (100, 380), (317, 380)]


def test_the_squares_of_signs_below_each_other_part_no_sentence():
    ink = paper()
    for n in range(3):
        y = 40 + 40 * n
        line(ink, 100, 337, y)
        ink[y + 17 : y + 24, 340:347] = 1  # a comma; the rest of its square is paper
        line(ink, 364, 700, y)
    assert [(x0, x1) for x0, _, x1, _ in boxes(ink)] == [(100, 697)] * 3


def test_numbers_before_the_lines_of_a_list_part_nothing():
    ink = paper()
    for n in range(8):
        y = 40 + 40 * n
        line(ink, 100, 121, y)
        ink[y + 17 : y + 24, 124:131] = 1
        line(ink, 144, 500, y)
    assert columns_in(ink, LETTER) == [((0, 0, 900, 600), ink)]


def test_a_letter_across_the_end_of_a_column_stays_whole():
    ink = paper()
    for n in range(4):
        line(ink, 100, 301, 40 + 40 * n)
        line(ink, 340, 500, 40 + 40 * n)
    line(ink, 100, 325, 200)  # ends the paper between the columns
    line(ink, 340, 500, 186)  # half off it
    assert {y1 - y0 for _, y0, _, y1 in boxes(ink)} == {24}


def strips_one_by_one(ink: np.ndarray, wide: float, least: float) -> Iterator[tuple[int, int, int, int, int]]:
    """Every strip as wide between level writing, by walking down each column of the page."""
    h, w = ink.shape
    n = round(wide * gutters.GRAIN)
    left, right = (np.zeros((h, w + 1), bool) for _ in "lr")
    for x in range(w + 1):
        left[:, x], right[:, x] = ink[:, :x].any(axis=1), ink[:, x:].any(axis=1)
    for x in range(w - n + 1):
        level = (gutters._solid(left[:, [x]]) & right[:, [x + n]]) | (left[:, [x]] & gutters._solid(right[:, [x + n]]))
        top = 0
        while top < h:
            foot = top
            while foot < h and not ink[foot, x : x + n].any():
                foot += 1
            rows = [y for y in range(top, foot) if level[y, 0]]
            if len(rows) >= least * gutters.GRAIN:
                end = x + n
                while end < w and not ink[rows[0] : rows[-1] + 1, end].any():
                    end += 1
                if end < w:
                    yield x, end, top, foot, len(rows)
            top = foot + 1


def test_the_longest_strip_is_the_one_that_walking_down_every_column_finds():
    rng = np.random.default_rng(1)
    found = 0
    for k in range(16):
        ink = rng.random((int(rng.integers(30, 60)), 40)) < (0.01, 0.05)[k % 2]
        ink[:, 18:22] &= k % 4 > 1
        for wide, least in (*gutters.STRIPS, gutters.AGAIN):
            strips = list(strips_one_by_one(ink, wide, least))
            for at in (None, [13, 20]):
                over = [s for s in strips if at is None or any(s[0] < x <= s[1] for x in at)]
                longest = max(over, key=lambda s: (s[4], s[1] - s[0]), default=None)
                measured = gutters._of_width(ink, wide, least, (0.0, float("inf")), at)
                assert max(measured, key=lambda s: (s.level, s.x1 - s.x0), default=None) == longest
                found += longest is not None
    assert found > 20


def test_of_strips_only_the_longest_are_measured_to_their_end(monkeypatch):
    ink, whole, measured = np.random.default_rng(2).random((300, 400)) < 0.02, gutters._end, []

    def counted(*given):
        measured.append(given)
        return whole(*given)

    monkeypatch.setattr(gutters, "_end", counted)
    strips = list(gutters._of_width(ink, *gutters.AGAIN, (0.0, float("inf"))))
    assert strips
    assert len(measured) < 50


def test_of_a_page_of_grain_each_part_is_as_large_as_its_box():
    ink = np.asarray(np.random.default_rng(3).random((900, 700)) < 0.01, np.uint8)
    columns = columns_in(np.kron(ink, np.ones((3, 3), np.uint8)), LETTER)
    assert len(columns) > 20
    assert all(own.shape == (y1 - y0, x1 - x0) for (x0, y0, x1, y1), own in columns)
    assert sum(own.size for _, own in columns) < 1.5 * 9 * ink.size
