"""Ink that no letter was read from, and the shapes of ticks and strokes."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from formextract.imaging.ink.text_lines import TextLine
from formextract.imaging.ink.tick_shapes import is_slash, is_tick, ticks_in
from formextract.imaging.ink.unexplained import unexplained_ink

LETTER = 28
CUT = TextLine((0, 0, 400, LETTER), (0, 0, 400, LETTER))


def components(*at: float, width: int = 24) -> np.ndarray:
    """Boxes of letters, one at each of these places (in letters)."""
    return np.array([(round(p * LETTER) + 2, 2, width, 24) for p in at], np.int32)


def letters(text: str, *at: float) -> list[tuple[str, float]]:
    return [(c, (p + 0.5) * LETTER / 400) for c, p in zip(text, at, strict=True)]


def test_a_strip_of_which_all_was_read_has_no_more() -> None:
    assert unexplained_ink(components(0, 1, 2), CUT, letters("溪县人", 0, 1, 2), LETTER) == []


def test_a_letter_that_was_left_out_is_seen_by_its_ink() -> None:
    """浉溪县 came out as 溪县, and both models were sure of it."""
    assert unexplained_ink(components(0, 1, 2), CUT, letters("溪县", 1, 2), LETTER) != []
    assert unexplained_ink(
        components(*range(12)), CUT, letters("一二三四五六七八九十人", *range(7), *range(8, 12)), LETTER
    ) == [(7 * LETTER + 2, 2, 7 * LETTER + 26, 26)]


def test_more_ink_than_the_letters_can_hold_is_seen_wherever_they_were_placed() -> None:
    assert unexplained_ink(components(0, 1), CUT, letters("否", 0.5), LETTER) == [CUT.ink]


def test_underlines_and_dust_are_nothing_to_read() -> None:
    below = np.array([(100, 25, 120, 3), (300, 10, 4, 4)], np.int32)
    assert unexplained_ink(np.concatenate([components(0), below]), CUT, letters("个", 0), LETTER) == []


def drawn(*lines: tuple[int, int, int, int], thick: int = 3, size: tuple[int, int] = (24, 24)) -> np.ndarray:
    ink = np.zeros(size, np.uint8)
    for x0, y0, x1, y1 in lines:
        cv2.line(ink, (x0, y0), (x1, y1), 1, thick)
    ys, xs = np.nonzero(ink)
    return ink[ys.min() : ys.max() + 1, xs.min() : xs.max() + 1]


TICK = [(2, 12, 8, 21), (8, 21, 22, 2)]


@pytest.mark.parametrize(
    ("lines", "tick"),
    [
        (TICK, True),
        ([(2, 2, 12, 21), (12, 21, 22, 2)], False),  # V
        ([(2, 2, 22, 2), (22, 2, 10, 22)], False),  # 7
        ([(2, 2, 22, 22), (2, 22, 22, 2)], False),  # X
        ([(12, 2, 12, 22), (2, 22, 22, 22)], False),
    ],
)
def test_a_tick_is_told_by_its_shape(lines: list[tuple[int, int, int, int]], tick: bool) -> None:
    assert is_tick(drawn(*lines)) is tick


@pytest.mark.parametrize(
    ("lines", "slash"),
    [
        ([(11, 1, 2, 22)], True),
        ([(6, 1, 6, 22)], False),  # 1
        ([(8, 1, 4, 22)], False),  # an italic 1
        ([(2, 1, 11, 1), (11, 1, 5, 22)], False),  # 7
        ([(2, 1, 11, 22)], False),
    ],
)
def test_a_stroke_that_leans_is_told_from_a_one(lines: list[tuple[int, int, int, int]], slash: bool) -> None:
    assert is_slash(drawn(*lines, thick=2)) is slash


def test_a_tick_is_one_by_itself_and_none_as_part_of_a_letter() -> None:
    ink = np.zeros((LETTER, 400), np.uint8)
    for line in TICK:
        cv2.line(ink, line[:2], line[2:], 1, 3)
    box = [1, 1, 23, 22]
    assert len(ticks_in(np.array([box], np.int32), ink, CUT, LETTER)) == 1
    assert ticks_in(np.array([box, [4, 24, 16, 4]], np.int32), ink, CUT, LETTER) == []
