"""Ticks without boxes: the gaps of the ink tell which option one belongs to."""

import numpy as np
import pytest

from formextract.imaging.ink.text_lines import TextLine
from formextract.ocr import ReadLetter, Words
from formextract.readers.scan.bare_ticks import at_their_options
from formextract.readers.scan.checkbox_marks import Marked

LETTER = 20
WIDTH = 200


def placed(text: str, gaps: tuple[int, ...]) -> tuple[str, bool]:
    """What becomes of letters of 20 pixels with `gaps` before each, and whether it is in doubt."""
    boxes, letters, x = [], [], 0
    for char, gap in zip(text, gaps, strict=True):
        x += gap
        boxes.append((x, 2, LETTER, LETTER))
        letters.append(ReadLetter(char, 1.0, 0.0, (x + LETTER / 2) / WIDTH))
        x += LETTER
    cut = TextLine((0, 0, WIDTH, 24), (0, 0, WIDTH, 24))
    out = at_their_options(Marked(Words(tuple(letters)), False), cut, np.asarray(boxes, np.int32), float(LETTER))
    return out.words.text, out.disputed


@pytest.mark.parametrize(
    ("gaps", "read"),
    [
        ((0, 20, 4), ("是 √否", False)),
        ((0, 4, 20), ("是√ 否", False)),
        ((0, 13, 4), ("是 √否", True)),  # hardly wider: a person is to look at it
        ((0, 6, 4), ("是√否", False)),
    ],
)
def test_a_tick_belongs_to_the_option_that_it_stands_closer_to(gaps: tuple[int, ...], read: tuple[str, bool]) -> None:
    assert placed("是√否", gaps) == read


def test_of_several_ticks_each_has_its_own_side() -> None:
    assert placed("甲√乙√丙", (0, 20, 2, 20, 2)) == ("甲 √乙 √丙", False)


def test_where_there_are_boxes_the_ticks_are_told_by_them() -> None:
    assert placed("☐是☑否", (0, 2, 20, 2)) == ("☐是☑否", False)


def test_a_tick_at_the_end_has_one_option_only() -> None:
    assert placed("√是", (0, 20)) == ("√是", False)
