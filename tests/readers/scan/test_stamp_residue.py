"""Letters that nobody wrote into the form."""

import numpy as np

from formextract.imaging.clean.clean_page import CleanPage
from formextract.imaging.geometry.page_transform import identity
from formextract.imaging.ink.text_lines import TextLine
from formextract.imaging.page_analysis import PageAnalysis
from formextract.layout.grid import find_grids
from formextract.ocr import ReadLetter
from formextract.readers.scan.doubts import DoubtedReading
from formextract.readers.scan.stamp_residue import beside, left_by_seals

GRIDS = find_grids([(y, 0.0, 400.0) for y in (0.0, 100.0, 200.0)], [(x, 0.0, 200.0) for x in (0.0, 400.0)])
SEAL = (0.0, 0.0, 400.0, 200.0)


def left(*strips: tuple[int | None, str, float], seals: tuple = (SEAL,)) -> list[str]:
    """Which of the strips (cell, text, confidence) are taken for what a seal over all of them left."""
    cuts = []
    for n, (cell, text, _) in enumerate(strips):
        box = (10, 10 + 20 * n, 10 + 20 * len(text), 28 + 20 * n)
        cuts.append((None if cell is None else (0, cell), TextLine(box, box)))
    paper = np.zeros((200, 400), np.uint8)
    nothing = np.zeros((0, 4), np.int32)
    page = PageAnalysis(
        identity(paper),
        1.0,
        20.0,
        GRIDS,
        cuts,
        [],
        paper,
        paper,
        set(),
        set(),
        nothing,
        (0, 200),
        CleanPage(paper, paper),
    )
    readings = [DoubtedReading(tuple(ReadLetter(c, p, 0.0, 0.5) for c in text), p) for _, text, p in strips]
    return [strips[n][1] for n in sorted(left_by_seals(page, readings, seals))]


def test_a_sign_read_weakly_beside_a_figure_is_what_a_seal_left() -> None:
    assert left((0, "二八", 0.3), (0, "7.31", 0.99)) == ["二八"]
    assert left((0, "二八", 0.3), (0, "7.31", 0.99), seals=()) == []


def test_what_may_have_been_written_stays() -> None:
    assert left((0, "7", 0.3), (1, "7.31", 0.99)) == []  # alone in its cell
    assert left((0, "二八", 0.9), (0, "7.31", 0.99)) == []  # read well
    assert left((0, "经信局", 0.3), (0, "7.31", 0.99)) == []  # a word


def test_loose_letters_on_a_seal_are_what_is_left_of_it() -> None:
    assert left((None, "经信局", 0.3), (None, "附件", 0.99)) == ["经信局"]


def test_beside_a_table_is_neither_above_nor_inside() -> None:
    assert beside((410.0, 50.0, 430.0, 70.0), GRIDS)
    assert not beside((410.0, 250.0, 430.0, 270.0), GRIDS)
    assert not beside((100.0, 50.0, 130.0, 70.0), GRIDS)
