"""Boxes to tick that are drawn: squares with or without strokes in them."""

import pytest

from formextract.layout.vector_checkboxes import drawn_ticks, is_box

BOX = (100.0, 100.0, 110.0, 110.0)


def signs(boxes, strokes=(), filled=()):
    return [(p.text, p.x0, p.y0) for p in drawn_ticks(boxes, strokes, filled)]


@pytest.mark.parametrize(
    ("strokes", "filled", "sign"),
    [
        ([], [], "☐"),
        ([(102, 104, 108, 109)], [], "☑"),
        ([(102, 105, 105, 109), (105, 97, 113, 109)], [], "☑"),
        ([(101, 101, 109, 109), (101, 101, 109, 109)], [], "☑"),
        ([(104, 104, 105, 105)], [], "☐"),  # a speck
        ([(50, 90, 300, 130)], [], "☐"),  # a stroke of a drawing across the page
        ([(150, 102, 158, 109)], [], "☐"),  # another box's tick
        ([], [(102, 102, 108, 108)], "☑"),
        ([], [(100, 100, 110, 110)], "☑"),
        ([], [(104.5, 104.5, 105.5, 105.5)], "☐"),
        ([], [(150, 102, 158, 108)], "☐"),
    ],
)
def test_a_box_is_ticked_by_a_stroke_or_a_fill_of_its_own_size(strokes, filled, sign):
    assert signs([BOX], strokes, filled) == [(sign, 100, 100)]


def test_each_box_has_its_own_tick():
    boxes = [BOX, (140.0, 100.0, 150.0, 110.0), (180.0, 100.0, 190.0, 110.0)]
    assert signs(boxes, [(142, 103, 149, 109)]) == [("☐", 100, 100), ("☑", 140, 100), ("☐", 180, 100)]


def test_a_box_drawn_twice_is_one_box():
    assert signs([BOX, (100.5, 100.4, 110.2, 110.0)]) == [("☐", 100, 100)]


@pytest.mark.parametrize(
    ("box", "is_one"),
    [
        ((0, 0, 10, 10), True),
        ((0, 0, 5, 5), True),
        ((0, 0, 18, 18), True),
        ((0, 0, 10, 7), True),
        ((0, 0, 4, 4), False),
        ((0, 0, 19, 19), False),
        ((0, 0, 18, 8), False),
        ((0, 0, 100, 15), False),
    ],
)
def test_a_box_is_small_and_about_square(box, is_one):
    assert is_box(box) is is_one
