"""Ink of a cell to text lines."""

import cv2
from drawn_pages import LETTER, sheet, write

from formextract.imaging.ink.binarize import binarize
from formextract.imaging.ink.text_lines import text_lines_in


def test_lines_of_a_cell_are_cut_apart_and_wide_gaps_part_strips() -> None:
    page = sheet(200, 700)
    write(page, "first", 20, 60)
    write(page, "second", 300, 60)
    write(page, "third", 20, 110)
    found = text_lines_in(binarize(page, LETTER), (0, 0, 700, 200), LETTER)
    assert [(s.ink[0] // 100, s.ink[1] // 50) for s in found] == [(0, 0), (3, 0), (0, 1)]


def test_a_dash_is_writing_and_dust_is_not() -> None:
    page = sheet(100, 300)
    cv2.circle(page, (200, 50), 1, 0, -1)
    assert text_lines_in(binarize(page, LETTER), (0, 0, 300, 100), LETTER) == []
    cv2.line(page, (60, 50), (80, 50), 20, 3)
    assert len(text_lines_in(binarize(page, LETTER), (0, 0, 300, 100), LETTER)) == 1
