"""Ticks in brackets that no letter was read from."""

import cv2
import numpy as np
import pytest

from formextract.imaging.ink.text_lines import TextLine
from formextract.ocr import ReadLetter, Words
from formextract.readers.scan.bracket_ticks import in_brackets
from formextract.readers.scan.checkbox_marks import Marked

LETTER, WIDTH = 24.0, 240
LINE = TextLine((0, 0, WIDTH, 30), (0, 0, WIDTH, 30))


def read(strokes: list[tuple[int, int]], text: str = "（）是（）否") -> tuple[str, bool]:
    """What becomes of `（）是（）否` with the strokes on it; the brackets' middles are 40 pixels apart."""
    ink = np.zeros((30, WIDTH), np.uint8)
    if strokes:
        cv2.polylines(ink, [np.array(strokes, np.int32)], False, 1, 3)
    at = (10, 50, 80, 120, 160, 200)
    letters = tuple(ReadLetter(c, 1.0, 0.0, x / WIDTH) for c, x in zip(text, at, strict=True))
    out = in_brackets(Marked(Words(letters), False), LINE, ink, LETTER)
    return out.words.text, out.disputed


@pytest.mark.parametrize(
    ("strokes", "found"),
    [
        ([], ("（）是（）否", False)),
        ([(132, 15), (137, 24), (146, 4)], ("（）是（☑）否", False)),
        ([(132, 15), (148, 15)], ("（）是（☑）否", True)),  # a dash: what was meant is for a person to say
    ],
)
def test_ink_in_empty_brackets_is_their_tick(strokes: list[tuple[int, int]], found: tuple[str, bool]) -> None:
    assert read(strokes) == found


def test_what_was_read_between_brackets_stays() -> None:
    assert read([(132, 15), (137, 24), (146, 4)], "（无）是（否") == ("（无）是（否", False)
