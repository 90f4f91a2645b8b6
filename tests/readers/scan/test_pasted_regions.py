"""Figures pasted into a digital page as pictures: the same six steps as for a page, so the same doubts."""

from collections.abc import Sequence

import cv2
import numpy as np
import pymupdf

from formextract.model.doubt import doubt
from formextract.ocr import LineImage, NullEngine, ReadLetter, Words
from formextract.readers.scan.regions import read_regions

BOX = (100.0, 100.0, 220.0, 130.0)
"""Where the picture is pasted, in points."""


class Says(NullEngine):
    """Reads the same on every line, surely."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.read_lines = 0

    def read(self, strips: Sequence[LineImage], *, careful: bool = False) -> list[Words]:
        self.read_lines += len(strips)
        letters = tuple(ReadLetter(c, 0.999, 0.0, (i + 0.5) / len(self.text)) for i, c in enumerate(self.text))
        return [Words(letters, (), self.text, 0.999)] * len(strips)


def pasted(shows: str) -> pymupdf.Page:
    """A digital page with a picture of a figure on it."""
    picture = np.full((120, 480, 3), 255, np.uint8)
    cv2.putText(picture, shows, (20, 88), cv2.FONT_HERSHEY_DUPLEX, 2.4, (0, 0, 0), 5, cv2.LINE_AA)
    document = pymupdf.open()
    page = document.new_page()
    page.insert_image(BOX, stream=cv2.imencode(".png", picture)[1].tobytes())
    return page


def sure(shows: str, read: str) -> float:
    """How sure a figure is that shows one thing and is read as another by both passes."""
    (patch,) = read_regions(pasted(shows), [BOX], Says(read))
    assert patch.span.text == read
    return patch.legibility.confidence


def test_a_pasted_figure_is_read_by_both_passes_where_it_stands() -> None:
    engine = Says("268.60")
    (patch,) = read_regions(pasted("268.60"), [BOX], engine)
    assert engine.read_lines == 2
    assert patch.span.text == "268.60"
    x0, y0, x1, y1 = patch.span.bbox
    assert BOX[0] < x0 < x1 < BOX[2]
    assert BOX[1] < y0 < y1 < BOX[3]
    assert patch.legibility.confidence > 0.9


def test_a_point_that_both_passes_missed_is_doubt() -> None:
    """The shorter copy of the steps that parts of a page went through had no doubts: 26860 was sure."""
    assert sure("268.60", "26860") < 0.9


def test_ink_that_no_letter_was_read_from_is_doubt() -> None:
    assert sure("268.60 8", "268.6") < 0.9


def test_what_is_not_read_is_there_without_text() -> None:
    (patch,) = read_regions(pasted("268.60"), [BOX], Says(""))
    assert (patch.span.text, patch.legibility.confidence) == ("", doubt("part_unread").ceiling)
