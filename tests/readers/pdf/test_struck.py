"""Figures of a PDF with a line through them, drawn or marked by a reviewer."""

from __future__ import annotations

import pymupdf
import pytest
from made_files import read

from formextract.layout.vector_page import TORN
from formextract.model import Table

CELL = (150.0, 100.0, 250.0, 130.0)


def page_with(tmp_path, *texts, rules=(), marked=None, rotation=0):
    """A table of a caption and a cell with these (text, x); `rules` (y, x0, x1), `marked` what is struck by a note."""
    pdf = pymupdf.open()
    page = pdf.new_page(width=400, height=300)
    for x in (50, 150, 250):
        page.draw_line((x, 100), (x, 130))
    for y in (100, 130):
        page.draw_line((50, y), (250, y))
    page.insert_text((60, 120), "output", fontsize=12)
    for text, x in texts:
        page.insert_text((x, 120), text, fontsize=12)
    for y, x0, x1 in rules:
        page.draw_line((x0, y), (x1, y), width=0.6)
    if marked is not None:
        page.add_strikeout_annot(page.search_for(marked))
    page.set_rotation(rotation)
    pdf.save(tmp_path / "a.pdf")
    document = read(tmp_path / "a.pdf")
    return document.blocks[0].cells[1], [h.text for h in document.hidden]


def width(text):
    return pymupdf.get_text_length(text, fontsize=12)


@pytest.mark.parametrize("rotation", [0, 90])
def test_a_figure_with_a_line_through_it_is_no_value(tmp_path, rotation):
    cell, hidden = page_with(
        tmp_path, ("155", 160), ("165", 200), rules=[(116, 160, 160 + width("155"))], rotation=rotation
    )
    assert (cell.text, cell.doubt, cell.asides, len(hidden)) == ("165", "", ("155",), 1)


@pytest.mark.parametrize("rotation", [0, 90])
def test_a_figure_that_a_note_strikes_out_is_no_value(tmp_path, rotation):
    cell, hidden = page_with(tmp_path, ("155", 160), ("165", 200), marked="155", rotation=rotation)
    assert (cell.text, cell.asides, len(hidden)) == ("165", ("155",), 1)


def test_a_line_through_a_part_of_a_run_strikes_that_part(tmp_path):
    cell, _ = page_with(tmp_path, ("155 165", 160), rules=[(116, 160, 160 + width("155"))])
    assert (cell.text, cell.asides) == ("165", ("155",))


def test_a_cell_in_which_all_is_struck_is_in_doubt(tmp_path):
    cell, _ = page_with(tmp_path, ("155", 160), rules=[(116, 160, 160 + width("155"))])
    assert (cell.text, bool(cell.doubt)) == ("155", True)


@pytest.mark.parametrize("y", [121.5, 123])
def test_an_underline_strikes_nothing(tmp_path, y):
    cell, hidden = page_with(tmp_path, ("155", 160), rules=[(y, 160, 160 + width("155"))])
    assert (cell.text, cell.doubt, hidden) == ("155", "", [])


@pytest.mark.parametrize(("rise", "size", "text"), [(5, 6, "120.22¹"), (5, 12, "120.221"), (0, 6, "120.221")])
def test_a_small_raised_number_behind_a_figure_is_a_note_mark(tmp_path, rise, size, text):
    pdf = pymupdf.open()
    page = pdf.new_page(width=400, height=300)
    page.insert_text((160, 120), "120.22", fontsize=12)
    page.insert_text((160 + width("120.22"), 120 - rise), "1", fontsize=size)
    pdf.save(tmp_path / "a.pdf")
    assert [b.text for b in read(tmp_path / "a.pdf").blocks] == [text]


def unruled(tmp_path, draw):
    """A table that nobody ruled, its second column written by `draw` on the first row."""
    pdf = pymupdf.open()
    page = pdf.new_page(width=400, height=300)
    for n, (label, value) in enumerate([("output", ""), ("profit", "21.5"), ("tax", "7.25"), ("staff", "310")]):
        page.insert_text((60, 80 + 20 * n), label, fontsize=11)
        page.insert_text((200, 80 + 20 * n), value, fontsize=11)
    draw(page)
    pdf.save(tmp_path / "a.pdf")
    (table,) = (b for b in read(tmp_path / "a.pdf").blocks if isinstance(b, Table))
    return next(c for c in table.cells if (c.row, c.col) == (0, 1))


def test_a_figure_struck_in_a_table_without_rules_is_no_part_of_its_value(tmp_path):
    def draw(page):
        page.insert_text((200, 80), "155 165", fontsize=11)
        page.draw_line((200, 76.5), (218, 76.5))

    cell = unruled(tmp_path, draw)
    assert (cell.text.strip(), cell.asides, cell.unruled) == ("165", ("155",), True)


def test_white_figures_in_a_table_without_rules_leave_no_cell_surely_empty(tmp_path):
    def draw(page):
        page.insert_text((200, 80), "5", fontsize=11)
        page.insert_text((212, 80), "155", fontsize=11, color=(1, 1, 1))

    cell = unruled(tmp_path, draw)
    assert (cell.text, cell.asides) == ("5", ("155",))


@pytest.mark.parametrize(("size", "letters", "shown"), [(9.2, "1", "120.22¹"), (7.0, "%", "120.22%")])
def test_what_is_raised_behind_a_figure_stands_behind_it(tmp_path, size, letters, shown):
    """Browsers set raised letters in 0.83 of the size around them; a raised unit is the figure's."""

    def draw(page):
        page.insert_text((200, 80), "120.22", fontsize=11)
        page.insert_text((200 + pymupdf.get_text_length("120.22", fontsize=11), 76), letters, fontsize=size)

    assert unruled(tmp_path, draw).text == shown


@pytest.mark.parametrize(
    ("text", "line", "kept", "doubt"),
    [
        ("107.27", ("", 0, "107.2", -2), "7", TORN),  # ends within a letter
        ("107.27", ("10", 1, "107.27", 4), "10", TORN),
        ("3538", ("", 0, "35", 2), "38", TORN),
        ("3538", ("", 0, "35", 0), "38", ""),  # as a program strikes 35 and writes 38
        ("99.99107.27", ("", 0, "99.99", 2), "107.27", ""),  # two figures, which nobody takes for one
        ("35, 38", ("", 0, "35,", 2), "38", ""),
    ],
)
def test_what_a_line_leaves_of_a_figure_is_in_doubt(tmp_path, text, line, kept, doubt):
    before, off, until, more = line
    rule = (116.0, 160 + width(before) + off, 160 + width(until) + more)
    cell, _ = page_with(tmp_path, (text, 160), rules=[rule])
    assert (cell.text.strip(), cell.doubt) == (kept, doubt)
