"""Strokes through typed letters, told from underlines, dashes, rules and bars of letters."""

import cv2
import numpy as np
import pytest

from formextract.imaging.ink.struck_text import Stroke, cut, fitted, probability, strokes_through
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


def rated(page: np.ndarray) -> tuple[TextLine, list[tuple[Stroke, float]]]:
    """The only line of a page of figures, and its candidates with how likely each is a stroke through them."""
    ink, line = line_of(page)
    return line, score_all(strokes_through(ink, line, LETTER))


def score_all(strokes: list[Stroke]) -> list[tuple[Stroke, float]]:
    """Strokes over figures with how likely each is one."""
    return [(s, probability(s.evidence._replace(figures=1.0), fitted().weights)) for s in strokes]


def the_stroke(page: np.ndarray) -> tuple[TextLine, Stroke]:
    """The line and the only candidate that is likely one, all others being none."""
    line, found = rated(page)
    (stroke,) = (s for s, p in found if p >= fitted().possible)
    assert all(p >= fitted().likely for s, p in found if s == stroke)
    return line, stroke


def none_in(rated: tuple[TextLine, list[tuple[Stroke, float]]]) -> bool:
    """Whether nothing in a line may be a stroke."""
    return all(p < fitted().possible for _, p in rated[1])


@pytest.mark.parametrize("rise", [0, 3, -4])
def test_a_stroke_through_the_first_figures_is_found_and_parts_them(rise: int) -> None:
    page, end = typed("763331"), X + width("763")
    cv2.line(page, (X - 1, Y - 11 + rise), (end - 4, Y - 11 - rise), 20, 2)
    line, stroke = the_stroke(page)
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
    line, stroke = the_stroke(page)
    assert cut(line, [stroke]) == [(line, True)]


def test_a_double_stroke_is_one() -> None:
    page = typed("1250")
    for y in (Y - 14, Y - 9):
        cv2.line(page, (X - 1, y), (X + width("1250") + 1, y), 20, 1)
    _, stroke = the_stroke(page)
    assert stroke.evidence.double


def test_a_stroke_that_ends_within_a_letter_parts_nothing() -> None:
    page = typed("7600331")
    cv2.line(page, (X - 2, Y - 11), (X + width("76") + width("0") // 2 + 6, Y - 11), 20, 2)
    page[Y - 20 : Y, X + width("76") - 6 : X + width("7600") + 6 : 2] = 20  # smudged: no paper between these letters
    _, found = rated(page)
    assert not any(s.apart for s, p in found if p >= fitted().possible)


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
        assert none_in((line, score_all(strokes_through(ink, line, LETTER))))


@pytest.mark.parametrize("text", ["763331", "1444", "2020-2021", "115675.71", "12+34", "5566"])
def test_clean_figures_have_no_stroke(text: str) -> None:
    assert none_in(rated(typed(text)))


@pytest.mark.parametrize("apart", [0, -4])
def test_bars_of_figures_that_touch_are_a_doubt_at_most(apart: int) -> None:
    page = sheet(200)
    write(page, "4", X, Y, SCALE)
    write(page, "4", X + width("4") + apart, Y, SCALE)
    assert all(p < fitted().likely for _, p in rated(page)[1])


@pytest.mark.parametrize(("joins", "legible", "may_be"), [(0.0, 0.999, False), (0.0, 0.6, True), (1.1, 0.999, True)])
def test_what_joins_no_letters_and_leaves_all_of_them_clear_is_their_bars(
    joins: float, legible: float, may_be: bool
) -> None:
    """Headings of years and clear figures on photographs were said to be struck perhaps: none of eleven was."""
    page = typed("763331")
    cv2.line(page, (X - 1, Y - 11), (X + width("763331") - 4, Y - 11), 20, 2)
    (stroke,) = (s for s, p in rated(page)[1] if p >= fitted().likely)
    evidence = stroke.evidence._replace(figures=1.0, joins=joins, legible=legible)
    assert fitted().may_be_one(evidence) is may_be
    assert fitted().is_one(evidence._replace(joins=1.1))


def test_a_rule_that_goes_on_beyond_the_text_is_no_stroke_that_is_likely() -> None:
    page = typed("763331")
    ink, line = line_of(page)
    cv2.line(ink, (20, Y - 11), (880, Y - 11), 1, 2)
    found = strokes_through(ink, line, LETTER)
    assert found, "it lies where a stroke would"
    assert all(s.evidence.goes_on for s in found)
