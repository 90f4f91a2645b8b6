"""Strokes through typed letters, told from underlines, dashes, rules and bars of letters."""

import cv2
import numpy as np
import pytest

from formextract.imaging.ink.struck_text import cut, strokes_through
from formextract.imaging.ink.text_lines import TextLine, text_lines_in
from imaging.drawn_pages import LETTER, PAPER, sheet, write

X, Y, SCALE = 100, 100, 0.9
FONT, THICK = cv2.FONT_HERSHEY_DUPLEX, 2


def width(text: str) -> int:
    return cv2.getTextSize(text, FONT, SCALE, THICK)[0][0]


def line_of(page: np.ndarray) -> tuple[np.ndarray, TextLine]:
    ink = (page < PAPER - 60).astype(np.uint8)
    (line,) = text_lines_in(ink, (20, 50, 880, 130), LETTER)
    return ink, line


def typed(text: str) -> np.ndarray:
    page = sheet(200)
    write(page, text, X, Y, SCALE)
    return page


@pytest.mark.parametrize("rise", [0, 3, -4])
def test_a_stroke_through_the_first_figures_is_found_and_parts_them(rise: int) -> None:
    page, end = typed("763331"), X + width("763")
    cv2.line(page, (X - 1, Y - 11 + rise), (end - 4, Y - 11 - rise), 20, 2)
    ink, line = line_of(page)
    (stroke,) = strokes_through(ink, line, LETTER)
    assert stroke.apart
    (old, struck), (new, stands) = cut(line, [stroke])
    assert (struck, stands) == (True, False)
    assert old.ink[0] == line.ink[0]
    assert old.ink[2] == new.ink[0] == pytest.approx(end, abs=6)
    assert new.ink[2] == line.ink[2]
    assert new.crop[0] == new.ink[0], "nothing of what was struck is read with it"


def test_all_of_a_line_may_be_struck() -> None:
    page = typed("1250")
    cv2.line(page, (X - 4, Y - 11), (X + width("1250") + 4, Y - 11), 20, 2)
    ink, line = line_of(page)
    (stroke,) = strokes_through(ink, line, LETTER)
    assert cut(line, [stroke]) == [(line, True)]


def test_a_stroke_that_ends_within_a_letter_parts_nothing() -> None:
    page = typed("7600331")
    cv2.line(page, (X - 2, Y - 11), (X + width("76") + width("0") // 2 + 6, Y - 11), 20, 2)
    page[Y - 20 : Y, X + width("76") - 6 : X + width("7600") + 6 : 2] = 20  # smudged: no paper between these letters
    ink, line = line_of(page)
    assert [s.apart for s in strokes_through(ink, line, LETTER)] in ([False], [])


@pytest.mark.parametrize(
    "height",
    [
        pytest.param(4, id="underline"),
        pytest.param(-30, id="line above"),
    ],
)
def test_a_line_beside_letters_is_no_stroke_through_them(height: int) -> None:
    page = typed("763331")
    cv2.line(page, (X, Y + height), (X + width("763"), Y + height), 20, 2)
    ink = (page < PAPER - 60).astype(np.uint8)
    for line in text_lines_in(ink, (20, 50, 880, 130), LETTER):
        assert strokes_through(ink, line, LETTER) == []


@pytest.mark.parametrize("text", ["763331", "44", "1444", "2020-2021", "115675.71", "12+34", "5566"])
def test_clean_figures_have_no_stroke(text: str) -> None:
    assert strokes_through(*line_of(typed(text)), LETTER) == []


def test_bars_of_figures_that_touch_are_no_stroke() -> None:
    page = sheet(200)
    write(page, "4", X, Y, SCALE)
    write(page, "4", X + width("4") - 4, Y, SCALE)
    assert strokes_through(*line_of(page), LETTER) == []


def test_a_rule_that_goes_on_beyond_the_text_is_no_stroke() -> None:
    page = typed("763331")
    ink, line = line_of(page)
    cv2.line(ink, (20, Y - 11), (880, Y - 11), 1, 2)
    assert strokes_through(ink, line, LETTER) == []
