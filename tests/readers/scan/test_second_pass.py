"""Which strips the careful model looks at."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from formextract.imaging.clean.clean_page import CleanPage
from formextract.imaging.geometry.page_transform import identity
from formextract.imaging.ink.text_lines import TextLine as Cut
from formextract.imaging.page_analysis import PageAnalysis
from formextract.layout.grid import find_grids
from formextract.ocr import LineImage, ReadLetter, Words
from formextract.readers.scan.checkbox_marks import Marked
from formextract.readers.scan.page_marks import FirstPass
from formextract.readers.scan.second_pass import second_pass

ROW = 40


class Asked:
    """An engine that keeps which strips it was shown, by their left and top edges."""

    name = "asked"

    def __init__(self) -> None:
        self.strips: list[tuple[float, float]] = []

    def read(self, strips: Sequence[LineImage], *, careful: bool = False) -> list[Words]:
        assert careful
        self.strips += [(s.box[0], s.box[1]) for s in strips]
        return [Words()] * len(strips)


def asked(table: list[list[str]], lowest: float = 0.999, *, figures: bool = False) -> list[str]:
    """The texts of a ruled table, a line a cell, that are looked at again.

    `figures`: read with nothing but the signs of figures allowed, they say the same.
    """
    rows, columns = len(table), len(table[0])
    grids = find_grids(
        [(y * ROW, 0.0, columns * 200.0) for y in range(rows + 1)],
        [(x * 200.0, 0.0, rows * ROW) for x in range(columns + 1)],
    )
    cuts, words, where = [], [], {}
    for k, cell in enumerate(grids[0].cells):
        text = table[cell.row][cell.col]
        box = (cell.col * 200 + 10, cell.row * ROW + 6, cell.col * 200 + 190, cell.row * ROW + 34)
        cuts.append(((0, k), Cut(box, box)))
        letters = tuple(ReadLetter(c, lowest, 0.0, (i + 0.5) / len(text)) for i, c in enumerate(text))
        words.append(Words(letters, (), text, lowest) if figures else Words(letters))
        where[float(box[0]), float(box[1])] = text
    paper = np.full((rows * ROW, columns * 200), 245, np.uint8)
    components = np.zeros((0, 4), np.int32)
    page = PageAnalysis(
        identity(paper),
        1.0,
        28.0,
        grids,
        cuts,
        [],
        paper,
        paper,
        set(),
        set(),
        components,
        (0, rows * ROW),
        CleanPage(paper, paper),
    )
    engine = Asked()
    second_pass(page, 1, engine, FirstPass(words, [Marked(w, disputed=False) for w in words], set()))
    return [where[key] for key in engine.strips]


def test_figures_and_names_are_looked_at_and_printed_wording_is_not() -> None:
    table = [["联系人", "闵雅婷", "联系方式", "18659081167"], ["集群总产值", "268.60", "国家级", "类别"]]
    assert asked(table) == ["闵雅婷", "18659081167", "268.60"]


def test_clear_figures_are_not_looked_at_again_and_others_are() -> None:
    assert asked([["集群总产值", "268.60"]], figures=True) == []
    assert asked([["集群总产值", "268.60"]], figures=True, lowest=0.998) == ["268.60"]


def test_wording_that_no_form_prints_is_looked_at_where_a_letter_is_weak() -> None:
    assert asked([["办公家俱数目", "12"]], lowest=0.8) == ["办公家俱数目", "12"]


@pytest.mark.parametrize(
    ("years", "again"),
    [
        (["2021年", "2022年", "2023年"], []),
        (["2021年", "2022年", "2022年"], ["2021年", "2022年", "2022年"]),  # one of them was misread
        (["2021年", "2022年"], ["2021年", "2022年"]),
    ],
)
def test_years_in_a_row_are_headings(years: list[str], again: list[str]) -> None:
    assert asked([["指标名称", *years]]) == again
    assert sorted(asked([["指标名称"], *([y] for y in years)])) == sorted(again)
