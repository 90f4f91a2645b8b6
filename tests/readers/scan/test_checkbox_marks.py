"""Ticks on paper: the recogniser's glyph and the ink inside the box."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from formextract.imaging.ink.checkboxes import Checkbox
from formextract.imaging.ink.text_lines import TextLine
from formextract.ocr import ReadLetter, Words
from formextract.readers.scan.checkbox_marks import Marked, lone_marks, settle_marks, spaced, with_ticks

CUT = TextLine((0, 0, 400, 28), (0, 0, 400, 28))
PITCH = 28


def read(text: str, probability: float = 0.99, **others: float) -> Words:
    """Letters 28 pixels apart on a strip of 400; `others` give single letters their probability."""
    return Words(
        tuple(ReadLetter(c, others.get(f"p{i}", probability), 0.0, (i + 0.5) * PITCH / 400) for i, c in enumerate(text))
    )


def box(at: int, inked: float) -> Checkbox:
    return Checkbox((at * PITCH + 2, 2, at * PITCH + 26, 26), inked)


@pytest.mark.parametrize(
    ("text", "boxes", "wanted", "disputed"),
    [
        ("□是 □否", [box(0, 0.0), box(3, 0.3)], "☐是 ☑否", True),  # glyph empty, ink inside: doubt
        ("□是 ☑否", [box(0, 0.0), box(3, 0.3)], "☐是 ☑否", False),
        ("□是 □否", [box(0, 0.0), box(3, 1.0)], "☐是 ☑否", False),  # ▣ is read by its outline
        ("口是 日否", [box(0, 0.0), box(3, 0.0)], "☐是 日否", False),  # a sure 日 is a letter
        ("国家级", [box(0, 0.3)], "国家级", False),
        ("进口额", [box(1, 0.0)], "进口额", False),
        ("□是  否", [box(0, 0.0), box(3, 1.0)], "☐是  ☑否", False),  # a black box that was read as a space
        ("□是 □否", [box(0, 0.0), box(3, 0.08)], "☐是 ☐否", True),  # neither empty nor ticked
        ("2024年6月28日", [box(9, 0.2)], "2024年6月28日", False),
    ],
)
def test_boxes_are_settled(text: str, boxes: list[Checkbox], wanted: str, disputed: bool) -> None:
    marked = settle_marks(read(text), CUT, boxes, PITCH)
    assert marked.words.text == wanted
    assert marked.disputed is disputed


def test_a_box_that_was_not_read_is_put_in_its_place() -> None:
    words = Words((ReadLetter("是", 0.99, 0.0, 1.5 * PITCH / 400), ReadLetter("否", 0.99, 0.0, 4.5 * PITCH / 400)))
    assert settle_marks(words, CUT, [box(0, 0.3), box(3, 0.0)], PITCH).words.text == "☑是☐否"


def test_an_empty_box_that_was_not_read_is_no_dispute() -> None:
    """No glyph counted as one of a mark: every empty circle that the models left out was in doubt."""
    words = Words((ReadLetter("是", 0.99, 0.0, 1.5 * PITCH / 400), ReadLetter("☑", 0.99, 0.0, 4.5 * PITCH / 400)))
    assert not settle_marks(words, CUT, [box(0, 0.0), box(4, 0.3)], PITCH).disputed


def test_a_box_beside_letters_that_both_say_is_empty_is_no_dispute() -> None:
    struck = box(4, 0.0)._replace(struck=True, left=0.0)
    assert not settle_marks(read("开展工作□"), CUT, [struck], PITCH).disputed
    assert settle_marks(read("开展工作□"), CUT, [struck._replace(beside=True)], PITCH).disputed


def test_the_right_half_of_a_letter_is_no_box() -> None:
    """`洹` ends in a square of strokes: it was once read as a ticked box."""
    half = Checkbox((12, 2, 27, 26), 0.3)
    assert settle_marks(read("洹桥县", p0=0.4), CUT, [half], PITCH).words.text == "洹桥县"


def test_underlines_of_blanks_are_dropped() -> None:
    assert settle_marks(read("_3_个"), CUT, [], PITCH).words.text == "3个"


@pytest.mark.parametrize("glyph", ["口", "□"])
def test_the_mouth_in_a_word_is_no_box(glyph: str) -> None:
    """The row of exports was lost where 口 of 出口 stood free enough to be a box."""
    assert settle_marks(read(f"产品出{glyph}贸易额"), CUT, [box(3, 0.0)], PITCH).words.text == "产品出口贸易额"


def ticked_strip(at: int) -> tuple[np.ndarray, np.ndarray]:
    """The ink of a tick in the place of the letter `at`, and the boxes of that and of the letters before it."""
    ink = np.zeros((PITCH, 400), np.uint8)
    cv2.line(ink, (at * PITCH + 2, 12), (at * PITCH + 8, 21), 1, 3)
    cv2.line(ink, (at * PITCH + 8, 21), (at * PITCH + 22, 2), 1, 3)
    boxes = [[k * PITCH + 2, 2, 24, 24] for k in range(at)] + [[at * PITCH + 1, 1, 23, 22]]
    return ink, np.array(boxes, np.int32)


@pytest.mark.parametrize(
    ("text", "wanted", "disputed"),
    [
        ("人员培训", "人员培训☑", True),  # not read: ink alone
        ("人员培训√", "人员培训☑", False),
        ("人员培训ノ", "人员培训☑", False),
        ("人员培训入", "人员培训入", False),  # a letter with strokes like a tick's
    ],
)
def test_a_tick_without_a_box(text: str, wanted: str, disputed: bool) -> None:
    ink, boxes = ticked_strip(4)
    marked = with_ticks(Marked(read(text), False), CUT, boxes, ink, PITCH)
    assert (marked.words.text, marked.disputed) == (wanted, disputed)


def test_gaps_between_options_are_spaces() -> None:
    """第一产业   √第二产业: without the space the tick might belong to either."""
    words = read("是√否")
    apart = Words((*words.letters[:1], *(replace(x, centre=x.centre + 2 * PITCH / 400) for x in words.letters[1:])))
    assert spaced(apart, CUT, PITCH).text == "是 √否"
    assert spaced(words, CUT, PITCH).text == "是√否"


def test_the_only_mark_of_a_cell_that_was_read_as_a_letter_is_that_letter() -> None:
    """沅口恒锐 became 沅☐恒锐, 洹桥 became ☑桥, and both were sure."""
    mouth, half = (
        settle_marks(read("沅口恒锐"), CUT, [Checkbox((38, 2, 58, 26), 0.0)], PITCH),
        Marked(read("☑桥"), False, marks=1, read=0),
    )
    boxed = settle_marks(read("□恒锐"), CUT, [box(0, 0.0)], PITCH)
    assert lone_marks([(0, 1), (0, 2), None], [mouth, half, boxed]) == {0, 1}
    assert lone_marks([(0, 1), (0, 1), (0, 1)], [mouth, half, boxed]) == set()
    assert lone_marks([None, None, None], [mouth, half, boxed]) == {0, 1}


def test_a_mark_with_a_line_to_itself_is_the_end_of_a_word() -> None:
    """☑建有试点示范项 / 目 / ☐开展推广: 目 became a ticked box."""
    options = settle_marks(read("□推广"), CUT, [box(0, 0.0)], PITCH)
    end = Marked(read("☑"), False, marks=1, read=0)
    drawn = Marked(read("☑"), False, marks=1, read=1)
    cells = [(0, 1), (0, 1), (0, 1)]
    assert lone_marks(cells, [options, end, options], [True, True, True]) == {1}
    assert lone_marks(cells, [options, end, options], [True, False, False]) == set()
    assert lone_marks(cells, [options, drawn, options], [True, True, True]) == set()
