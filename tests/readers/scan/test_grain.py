"""Pages of so many lines that nobody wrote them: a sample is read, and the rest only where it holds letters."""

from collections.abc import Sequence

import cv2
import numpy as np
import pytest

from formextract.imaging import PageAnalysis, analyse
from formextract.layout.page import PageTable
from formextract.layout.table_builder import PlacedCell
from formextract.ocr import LineImage, NullEngine, ReadLetter, Words
from formextract.readers.scan import grain
from formextract.readers.scan.compose import composed
from formextract.readers.scan.doubts import doubted_readings
from formextract.readers.scan.first_pass import first_pass
from formextract.readers.scan.page_marks import marked
from formextract.readers.scan.second_pass import second_pass
from imaging.drawn_pages import ruled, sheet, write


class Counts(NullEngine):
    """Counts the lines it is asked for; every `one_of`-th is a word at the way up at which they are read `at`-th."""

    def __init__(self, at: int = -1, one_of: int = 30) -> None:
        self.at, self.one_of = at, one_of
        self.asked: list[int] = []

    def read(self, strips: Sequence[LineImage], *, careful: bool = False) -> list[Words]:
        self.asked.append(len(strips))
        written = len(self.asked) == self.at + 1
        return [said(0.95 if written and k % self.one_of == 0 else 0.4) for k in range(len(strips))]


def said(probability: float) -> Words:
    return Words(tuple(ReadLetter(c, probability, 0.0, (k + 0.5) / 3) for k, c in enumerate("三个字")))


@pytest.fixture(autouse=True)
def small(monkeypatch) -> None:
    """The page of these tests is a sixth of a sheet."""
    monkeypatch.setattr(grain, "CROWDED", 100)
    monkeypatch.setattr(grain, "SAMPLE", 30)


@pytest.fixture(scope="module")
def page() -> PageAnalysis:
    noise = cv2.GaussianBlur(np.random.default_rng(3).normal(0, 1, (500, 650)).astype(np.float32), (0, 0), 2.0)
    return analyse(np.asarray(np.clip(200 + 40 * noise / noise.std(), 0, 255), np.uint8), 0.5)


def test_of_a_page_of_grain_a_sample_is_read_at_each_way_up_and_once_more(page: PageAnalysis) -> None:
    assert len(page.lines) > grain.CROWDED
    engine = Counts()
    bare, first = first_pass(page, 1, engine)
    second = second_pass(bare, 1, engine, first)
    assert sum(engine.asked) <= 5 * grain.SAMPLE < 2 * len(page.lines)
    reading = composed(bare, 1, doubted_readings(bare, marked(bare, first, second)))
    assert reading.letters > 0  # it stands there as text that nothing explains
    assert reading.notes


@pytest.mark.parametrize("way", range(4))
def test_one_word_among_the_longest_lines_at_any_way_up_has_all_of_them_read(page: PageAnalysis, way: int) -> None:
    engine = Counts(at=way)
    assert grain.grain_on(page, 1, engine) is None
    assert len(engine.asked) == way + 1


def test_a_page_of_as_many_lines_as_a_form_has_is_not_asked(page: PageAnalysis, monkeypatch) -> None:
    monkeypatch.setattr(grain, "CROWDED", len(page.lines) + 1)
    engine = Counts()
    assert grain.grain_on(page, 1, engine) is None
    assert not engine.asked


class Says(NullEngine):
    """Reads every line as `text`, surely."""

    def __init__(self, text: str) -> None:
        self.text = text

    def read(self, strips: Sequence[LineImage], *, careful: bool = False) -> list[Words]:
        n = len(self.text)
        letters = tuple(ReadLetter(c, 1.0, 0.0, (k + 0.5) / n) for k, c in enumerate(self.text))
        return [Words(letters) for _ in strips]


def cells_of(picture: np.ndarray, text: str) -> list[PlacedCell]:
    analysed = analyse(picture, 72 / 200)
    engine = Says(text)
    found, first = first_pass(analysed, 1, engine)
    read = composed(found, 1, doubted_readings(found, marked(found, first, second_pass(found, 1, engine, first))))
    return [c for block in read.blocks if isinstance(block, PageTable) for c in block.cells]


def form(share: float) -> np.ndarray:
    """A table whose left column is written in and whose others are empty, with specks over its upper half."""
    page = ruled(sheet(2000, 1400), rows=20, columns=6)
    for row in range(1, 20):
        write(page, "86.35", 120, 240 + 60 * row, 1.0)
    page[:800][np.random.default_rng(7).random((800, 1400)) < share] = 30
    return page


@pytest.mark.parametrize("text", ["86.35", "□是√否", "( )是"])
def test_figures_and_options_are_in_doubt_where_specks_were_taken_off(text: str) -> None:
    above = [c for c in cells_of(form(0.2), text) if c.text.strip() and c.place.bbox[3] < 260]
    below = [c for c in cells_of(form(0.2), text) if c.text.strip() and c.place.bbox[1] > 350]
    assert above
    assert below
    assert all("specks" in {d.kind for d in c.legibility.doubts} for c in above)
    assert not any("specks" in {d.kind for d in c.legibility.doubts} for c in below)


def test_an_empty_cell_is_not_surely_empty_where_specks_were_taken_off() -> None:
    empty = [c for c in cells_of(form(0.2), "86.35") if not c.text.strip()]
    above = [c for c in empty if c.place.bbox[3] < 260]
    below = [c for c in empty if c.place.bbox[1] > 350]
    assert above
    assert below
    assert all("specks" in {d.kind for d in c.legibility.doubts} for c in above)
    assert not any(c.legibility.doubts for c in below)


def test_an_empty_cell_of_a_page_without_specks_is_empty() -> None:
    empty = [c for c in cells_of(form(0.0), "86.35") if not c.text.strip()]
    assert empty
    assert not any(c.legibility.doubts for c in empty)
