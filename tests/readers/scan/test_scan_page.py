"""Whole pages from pixels to blocks, without letters: what borders and watermarks make of their cells."""

from collections.abc import Sequence

import cv2
import numpy as np
import pytest

from formextract.layout.page import PageTable
from formextract.model import Line
from formextract.model.doubt import doubt
from formextract.ocr import LineImage, NullEngine, ReadLetter, Words
from formextract.readers.page_reading import PageReading
from formextract.readers.scan.page import read_picture

pytestmark = pytest.mark.slow

DPI = 200


def sheet() -> np.ndarray:
    """An A4 page with lines of letters as dense as Chinese ones, and room for a table of five rows at its foot."""
    page = np.full((2339, 1654), 255, np.uint8)
    for y in range(200, 1300, 60):
        for x in range(200 + y % 31, 1380, 34):
            cv2.rectangle(page, (x, y), (x + 24, y + 24), 30, 2)
            cv2.line(page, (x, y + 12), (x + 24, y + 12), 30, 2)
            cv2.line(page, (x + 12, y), (x + 12, y + 24), 30, 2)
    return page


def dashes(page: np.ndarray, start: tuple[int, int], end: tuple[int, int]) -> None:
    (x0, y0), (x1, y1) = start, end
    for aside in (-2, 2):
        for at in range(0, max(x1 - x0, y1 - y0), 11):
            if y0 == y1:
                page[y0 + aside : y0 + aside + 2, x0 + at : min(x0 + at + 8, x1)] = 30
            else:
                page[y0 + at : min(y0 + at + 8, y1), x0 + aside : x0 + aside + 2] = 30


def faxed(page: np.ndarray) -> np.ndarray:
    """The page a little turned, in black and white, with the grain of a fax."""
    h, w = page.shape
    turned = cv2.warpAffine(page, cv2.getRotationMatrix2D((w / 2, h / 2), 0.8, 0.75), (w, h), borderValue=255)
    grain = np.random.default_rng(3).normal(0, 20, page.shape)
    return np.where(turned + grain < 165, 0, 255).astype(np.uint8)


def table_of(reading: PageReading) -> PageTable:
    (table,) = (b for b in reading.blocks if isinstance(b, PageTable))
    return table


@pytest.mark.parametrize("fax", [False, True])
def test_double_dashed_borders_make_a_table(fax: bool) -> None:
    page = sheet()
    for r in range(6):
        dashes(page, (200, 1400 + 70 * r), (1400, 1400 + 70 * r))
    for c in range(4):
        dashes(page, (200 + 400 * c, 1400), (200 + 400 * c, 1750))
    reading = read_picture(faxed(page) if fax else page, 1, NullEngine(), 72 / DPI)
    assert len(table_of(reading).cells) == 15


def test_a_cell_that_seems_empty_below_a_watermark_is_not_sure_to_be() -> None:
    """Watermarks are printed over the letters too: a figure below one is gone without a trace."""
    page = sheet()
    for r in range(6):
        cv2.line(page, (200, 1400 + 70 * r), (1400, 1400 + 70 * r), 30, 2)
    for c in range(4):
        cv2.line(page, (200 + 400 * c, 1400), (200 + 400 * c, 1750), 30, 2)
    mark = np.zeros_like(page)
    cv2.putText(mark, "COPY", (420, 1560), cv2.FONT_HERSHEY_SIMPLEX, 5.0, 1, 16)
    page[(mark > 0) & (page > 210)] = 210
    reading = read_picture(page, 1, NullEngine(), 72 / DPI)
    cells = table_of(reading).cells
    assert len(cells) == 15
    sure = {(round((c.x0 - 72) / 144), round((c.y0 - 504) / 25.2)): c.legibility.confidence for c in cells}
    below = {(column, row) for column in (0, 1) for row in (0, 1, 2)}
    assert sure == {at: doubt("watermark_over_text").ceiling if at in below else 1.0 for at in sure}


class Certain(NullEngine):
    """An engine that reads one letter from every strip, and is sure of it."""

    def read(self, strips: Sequence[LineImage], *, careful: bool = False) -> list[Words]:
        return [Words((ReadLetter("田", 1.0, 0.0, 0.5),)) for _ in strips]


def test_letters_beside_a_table_are_what_a_seal_left_there() -> None:
    """However sure they were read: between two pages they would part a table from its other half."""
    page = np.full((2339, 1654), 255, np.uint8)
    for r in range(6):
        cv2.line(page, (200, 1400 + 70 * r), (1400, 1400 + 70 * r), 30, 2)
    for c in range(4):
        cv2.line(page, (200 + 400 * c, 1400), (200 + 400 * c, 1750), 30, 2)
    for x, y in ((1450, 1500), (1450, 1900), (1000, 1420)):
        cv2.rectangle(page, (x, y), (x + 24, y + 24), 30, 2)
        cv2.line(page, (x, y + 12), (x + 24, y + 12), 30, 2)
    reading = read_picture(page, 1, Certain(), 72 / DPI)
    beside, below = (b.legibility for b in reading.blocks if isinstance(b, Line))
    assert [d.kind for d in beside.doubts] == ["beside_table"]
    assert below.confidence > 0.9
