"""A figure struck through on paper, the new one beside it: what is struck is set aside, what stands is in doubt."""

from collections.abc import Sequence

import cv2
import numpy as np

from formextract.layout.page import PageTable
from formextract.model.ink import STRUCK
from formextract.ocr import LineImage, NullEngine, ReadLetter, Words
from formextract.readers.scan.page import read_picture
from imaging.drawn_pages import ruled, sheet, write

POINTS = 0.5
"""Points a pixel, of small letters as the page has them."""
LEFT, TOP, WIDE = 100, 200, 160
FIGURE = LEFT + WIDE + 20
"""Where the figures of the second column begin."""
DIGIT = cv2.getTextSize("0", cv2.FONT_HERSHEY_DUPLEX, 0.9, 2)[0][0]


class SaysWhatIsWritten(NullEngine):
    """Reads the letters that were written into a line's image, surely; `said` keeps what it read."""

    def __init__(self, written: dict[int, str]) -> None:
        self.written = written
        self.said: list[str] = []

    def read(self, strips: Sequence[LineImage], *, careful: bool = False) -> list[Words]:
        return [self._words(strip) for strip in strips]

    def _words(self, strip: LineImage) -> Words:
        x0, y0, x1, y1 = (v / POINTS for v in strip.box)
        if x0 < LEFT + WIDE:
            return Words(tuple(ReadLetter(c, 0.9999, 0.0, at) for c, at in zip("abc", (0.2, 0.5, 0.8), strict=True)))
        text = self.written.get(int(((y0 + y1) / 2 - TOP) // 60), "")
        at = [(c, (FIGURE + (k + 0.5) * DIGIT - x0) / (x1 - x0)) for k, c in enumerate(text)]
        inside = [(c, centre) for c, centre in at if 0 < centre < 1]
        self.said.append("".join(c for c, _ in inside))
        return Words(tuple(ReadLetter(c, 0.9999, 0.0, centre) for c, centre in inside))


def page_with(struck: int) -> np.ndarray:
    """A ruled page with figures in its second column; of the third row's so many digits are struck through."""
    page = ruled(sheet())
    for row, text in WRITTEN.items():
        write(page, "abc", LEFT + 20, TOP + 60 * row + 40)
        for k, c in enumerate(text):
            write(page, c, FIGURE + k * DIGIT, TOP + 60 * row + 40)
    for y in range(700, 1150, 50):
        write(page, "lines of text below", 100, y)
    if struck:
        y = TOP + 60 * 3 + 29
        cv2.line(page, (FIGURE - 2, y), (FIGURE + struck * DIGIT - 4, y), 20, 2)
    return page


WRITTEN = {1: "763331", 2: "1260", 3: "763331", 4: "52"}


def cells(struck: int) -> tuple[list, SaysWhatIsWritten]:
    engine = SaysWhatIsWritten(WRITTEN)
    reading = read_picture(page_with(struck), 1, engine, POINTS)
    (table,) = (b for b in reading.blocks if isinstance(b, PageTable))
    by_row = {
        round((c.place.bbox[1] / POINTS - TOP) / 60): c for c in table.cells if abs(c.place.bbox[0] / POINTS - 260) < 12
    }
    return [by_row[row] for row in WRITTEN], engine


def test_what_is_struck_is_set_aside_and_what_stands_is_in_doubt() -> None:
    found, _ = cells(struck=3)
    assert [c.text for c in found] == ["763331", "1260", "331", "52"]
    assert found[2].asides == ("763",)
    assert "struck_on_paper" in {d.kind for d in found[2].legibility.doubts}
    assert found[2].legibility.confidence < 0.9
    assert not any(d.kind == "struck_on_paper" for c in (*found[:2], found[3]) for d in c.legibility.doubts)


def test_a_cell_with_all_struck_says_what_it_was_and_that_it_is_struck() -> None:
    found, _ = cells(struck=6)
    assert (found[2].text, found[2].doubt) == ("763331", STRUCK)
    assert found[2].legibility.confidence < 0.9


def test_nothing_is_read_anew_where_nothing_is_struck() -> None:
    found, engine = cells(struck=0)
    assert [c.text for c in found] == list(WRITTEN.values())
    assert not any(c.asides or c.doubt for c in found)
    assert "331" not in engine.said
