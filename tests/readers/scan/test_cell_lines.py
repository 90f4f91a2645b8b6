"""Room between the letters of a line that was read, as blanks in its text."""

import pytest

from formextract.ocr.words import ReadLetter
from formextract.readers.scan.cell_lines import BLANKS, with_rooms

LETTER = 20.0
"""Height of the letters below, in pixels; Chinese ones are as wide."""


def line_of(*words: tuple[str, float]) -> tuple[str, list[ReadLetter], float]:
    """A text of words, each behind so many letter heights of room, its letters and how wide the line is."""
    at, placed = 0.0, []
    for word, room in words:
        at += room * LETTER
        for char in word:
            wide = LETTER * (0.5 if char.isascii() else 1.0)
            placed.append((char, at + wide / 2))
            at += wide
    return "".join(w for w, _ in words), [ReadLetter(c, 1.0, 0.0, x / at) for c, x in placed], at


@pytest.mark.parametrize(
    ("words", "text"),
    [
        # two typed blanks before a caption with its colon, none within an answer
        ([("集群名称：堵阳陶瓷集群", 0), ("填报时间：2022年", 1.0)], f"集群名称：堵阳陶瓷集群{BLANKS}填报时间：2022年"),
        ([("电话：0710-333", 0), ("申报日期：4月", 1.0)], f"电话：0710-333{BLANKS}申报日期：4月"),
        ([("堵阳陶瓷", 0), ("集群", 1.0)], "堵阳陶瓷集群"),
        # so much room parts columns, whatever stands behind it
        ([("125.6", 0), ("130.2", 3.0)], f"125.6{BLANKS}130.2"),
        ([("集群名称：堵阳", 0), ("陶瓷集群", 0.2)], "集群名称：堵阳陶瓷集群"),
    ],
)
def test_room_on_a_line_is_kept_as_blanks(words, text):
    said, letters, width = line_of(*words)
    assert with_rooms(said, letters, width, LETTER) == text


def test_a_text_that_was_put_right_is_left_as_it_is():
    said, letters, width = line_of(("125.6", 0), ("130.2", 3.0))
    assert with_rooms(said.replace("6", "8"), letters, width, LETTER) == "125.8130.2"
    assert with_rooms("125.6 130.2", letters, width, LETTER) == f"125.6{BLANKS}130.2"
