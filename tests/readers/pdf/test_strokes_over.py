"""What is drawn over figures, or in place of them, leaves no cell sure."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pymupdf
import pytest

from formextract import readers
from formextract.intake import source_file
from formextract.layout.strokes_over import CROSSED, MINUS_DRAWN, OVERPRINTED, overprinted
from formextract.layout.vector_page import DRAWN
from formextract.model import Cell, Table
from formextract.model.ink import NOT_SEEN
from formextract.text.flow import TextRun

Fill = Callable[[Any], object]


def typed(text: str, x: float = 160, **how: Any) -> Fill:
    return lambda page: page.insert_text((x, 120), text, fontsize=11, **how)


def line(*points: tuple[float, float]) -> Fill:
    return lambda page: page.draw_polyline(points)


def white(page: Any) -> None:
    page.draw_rect((156, 106, 200, 126), color=None, fill=(1, 1, 1))


def cell(tmp_path: Path, *fills: Fill) -> Cell:
    pdf = pymupdf.open()
    page = pdf.new_page(width=400, height=300)
    for x in (50, 150, 250):
        page.draw_line((x, 100), (x, 130))
    for y in (100, 130):
        page.draw_line((50, y), (250, y))
    page.insert_text((60, 120), "output", fontsize=12)
    for fill in fills:
        fill(page)
    pdf.save(tmp_path / "a.pdf")
    (table,) = (b for b in readers.read(source_file(tmp_path / "a.pdf")).blocks if isinstance(b, Table))
    return next(c for c in table.cells if (c.row, c.col) == (0, 1))


@pytest.mark.parametrize(
    ("fills", "text", "doubt"),
    [
        ([typed("155"), line((158, 122), (182, 108))], "155", CROSSED),
        ([typed("155"), line((158, 122), (182, 108)), line((158, 108), (182, 122))], "155", CROSSED),
        ([typed("155"), line((158, 116), (164, 112), (170, 119), (176, 112), (183, 118))], "155", CROSSED),
        # beside the figure, around it, or through words
        ([typed("155"), line((210, 122), (220, 108))], "155", ""),
        ([typed("none"), line((158, 122), (182, 108))], "none", ""),
        ([line((165, 107), (165, 122))], "", DRAWN),
        ([line((160, 110), (163, 107), (163, 121))], "", DRAWN),
        ([typed("155"), typed("165")], "1556", OVERPRINTED),
        ([typed("155"), typed("155", x=160.4)], "155", ""),
        ([line((160, 116), (166, 116)), typed("2.21", x=168)], "2.21", MINUS_DRAWN),
        ([line((160, 123), (190, 123)), typed("2.21", x=162)], "2.21", ""),  # an underline
        ([typed("155"), white], "", NOT_SEEN),
        ([typed("155"), white, typed("165")], "165", ""),
    ],
)
def test_what_is_drawn_beside_the_letters_is_told(tmp_path, fills, text, doubt):
    found = cell(tmp_path, *fills)
    assert (found.text, found.doubt) == (text, doubt)


def test_blanks_at_the_end_of_a_run_are_not_printed_over_others():
    def run(text: str, x0: float) -> TextRun:
        letters = [(c, x0 + 5.0 * n, x0 + 5.0 * n + 5) for n, c in enumerate(text)]
        return TextRun(x0, 100, letters[-1][2], 110, 10, text, lambda: letters)

    assert not overprinted([run("1 ", 160), run("  2", 160)])
    assert overprinted([run("15", 160), run(" 2", 160)])
