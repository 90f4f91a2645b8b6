"""Printed boxes and circles, and what is in them."""

import cv2
import numpy as np
import pytest
from drawn_pages import LETTER, sheet, write

from formextract.imaging.ink.binarize import binarize
from formextract.imaging.ink.checkboxes import Checkbox, find_checkboxes
from formextract.imaging.ink.components import components_of, larger_than_specks


def boxes_on(page: np.ndarray) -> list[Checkbox]:
    components = components_of(ink := binarize(page, LETTER))
    return find_checkboxes(ink, components, larger_than_specks(components, LETTER), LETTER)


@pytest.mark.parametrize(("mark", "ticked"), [("none", False), ("tick", True), ("fill", True)])
@pytest.mark.parametrize("shape", ["square", "circle"])
def test_boxes_and_what_is_in_them(shape: str, mark: str, ticked: bool) -> None:
    page = sheet(100, 200)
    thick = -1 if mark == "fill" else 2
    if shape == "square":
        cv2.rectangle(page, (60, 40), (82, 62), 20, thick)
    else:
        cv2.circle(page, (71, 51), 12, 20, thick, cv2.LINE_AA)
    if mark == "tick":
        cv2.line(page, (64, 50), (69, 57), 20, 2, cv2.LINE_AA)
        cv2.line(page, (69, 57), (77, 45), 20, 2, cv2.LINE_AA)
    found = boxes_on(page)
    if (shape, mark) == ("circle", "tick"):
        assert found == []  # a number in a circle looks the same: the glyph decides
    else:
        assert [b.ticked for b in found] == [ticked]


@pytest.mark.parametrize("text", ["0", "B", "D", "E", "8"])
def test_letters_are_no_boxes(text: str) -> None:
    page = sheet(100, 200)
    write(page, text, 80, 60, 1.0)
    assert boxes_on(page) == []
