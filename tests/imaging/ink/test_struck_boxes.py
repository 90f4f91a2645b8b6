"""Printed boxes with a pen's strokes across, around and beside them."""

import cv2
import numpy as np
import pytest
from drawn_pages import LETTER, sheet, write

from formextract.imaging.ink.binarize import binarize
from formextract.imaging.ink.checkboxes import Checkbox, find_checkboxes
from formextract.imaging.ink.components import components_of, larger_than_specks
from formextract.imaging.ink.struck_boxes import find_struck_boxes, ringed

SIDE = 22
STROKES = {
    "across": [(-6, 10), (6, 26), (28, -8)],
    "beyond": [(-3, 12), (9, 28), (38, -14)],
    "cross": [(-5, -5), (27, 27), (11, 11), (27, -5), (-5, 27)],
    "slash": [(-5, 27), (27, -5)],
}


def boxes_on(page: np.ndarray) -> list[Checkbox]:
    components = components_of(ink := binarize(page, LETTER))
    untouched = find_checkboxes(ink, components, larger_than_specks(components, LETTER), LETTER)
    return [
        *ringed(untouched, components.labels, LETTER),
        *find_struck_boxes(ink, components.labels, untouched, LETTER),
    ]


def options(count: int = 3) -> np.ndarray:
    """A column of empty boxes with words behind them."""
    page = sheet(60 * count + 60, 300)
    for k in range(count):
        cv2.rectangle(page, (60, 40 + 60 * k), (60 + SIDE, 40 + SIDE + 60 * k), 20, 2)
        write(page, "ABC", 100, 60 + 60 * k, 1.0)
    return page


def draw(page: np.ndarray, strokes: list[tuple[int, int]], row: int, thick: int = 3) -> None:
    points = np.array([(60 + x, 40 + 60 * row + y) for x, y in strokes], np.int32)
    cv2.polylines(page, [points], False, 40, thick, cv2.LINE_AA)


@pytest.mark.parametrize("pen", STROKES)
@pytest.mark.parametrize("thick", [2, 4])
def test_a_box_that_a_stroke_crosses_is_ticked(pen: str, thick: int) -> None:
    page = options()
    draw(page, STROKES[pen], 1, thick)
    found = sorted(boxes_on(page), key=lambda b: b.box[1])
    assert [b.ticked for b in found] == [False, True, False]
    assert [b.struck for b in found] == [False, True, False]


def test_a_box_in_a_ring_is_ticked() -> None:
    page = options()
    cv2.ellipse(page, (60 + SIDE // 2, 100 + SIDE // 2), (22, 20), 10, 0, 360, 40, 2, cv2.LINE_AA)
    assert [b.ticked for b in sorted(boxes_on(page), key=lambda b: b.box[1])] == [False, True, False]


def test_a_stroke_that_only_touches_a_box_is_told() -> None:
    page = options()
    draw(page, [(-18, 8), (-10, 20), (3, -2)], 1)
    struck = [b for b in boxes_on(page) if b.struck]
    assert [(b.ticked, b.beside) for b in struck] == [(True, True)]


def test_a_scribbled_box_is_ticked() -> None:
    page = options()
    draw(page, [(x, y) for k in range(8) for x, y in ((1, 1 + 3 * k), (25, 2 + 3 * k))], 1)
    assert [b.ticked for b in sorted(boxes_on(page), key=lambda b: b.box[1])] == [False, True, False]


def test_without_an_untouched_box_beside_it_none_is_looked_for() -> None:
    page = options(1)
    draw(page, STROKES["across"], 0)
    assert boxes_on(page) == []


def test_crossing_rules_and_letters_are_no_boxes() -> None:
    page = options()
    write(page, "EHB8", 160, 60, 1.0)
    for x in range(200, 290, 12):
        cv2.line(page, (x, 100), (x, 220), 20, 2)
        cv2.line(page, (200, x - 100), (290, x - 100), 20, 2)
    assert len(boxes_on(page)) == 3
