"""A PDF cell into which something is put in another way than as plain text: read, or in doubt, never simply empty."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pymupdf
import pytest
from made_files import read

from formextract.errors import UnreadableFileError
from formextract.layout.page import SIDEWAYS
from formextract.layout.vector_page import ASLANT, DRAWN, SPILT
from formextract.model.ink import NOT_SEEN
from formextract.text import WRAP

CELL, INNER = pymupdf.Rect(150, 100, 250, 130), pymupdf.Rect(155, 105, 245, 125)


def cell_of(tmp_path: Path, fill: Callable[[Any], None]) -> tuple[str, str, tuple[str, ...], list[str]]:
    """Text, doubt and asides of a cell filled so, and what else the file is said to hold."""
    pdf = pymupdf.open()
    page = pdf.new_page(width=400, height=300)
    for x in (50, 150, 250):
        page.draw_line((x, 100), (x, 130))
    for y in (100, 130):
        page.draw_line((50, y), (250, y))
    page.insert_text((60, 120), "output", fontsize=12)
    fill(page)
    pdf.save(tmp_path / "a.pdf")
    document = read(tmp_path / "a.pdf")
    (cell,) = (c for c in document.blocks[0].cells if c.col == 1)
    return cell.text, cell.doubt, cell.asides, [h.text for h in document.hidden]


def widget(kind: int, value: Any, **more: Any) -> Callable[[Any], None]:
    def fill(page: Any) -> None:
        field = pymupdf.Widget()
        field.field_name, field.field_type, field.rect = "a", kind, INNER
        for name, one in more.items():
            setattr(field, name, one)
        field.field_value = value
        page.add_widget(field)

    return fill


@pytest.mark.parametrize(
    "fill",
    [
        lambda page: page.add_freetext_annot(INNER, "83.69", fontsize=11),
        widget(pymupdf.PDF_WIDGET_TYPE_TEXT, "83.69"),
        widget(pymupdf.PDF_WIDGET_TYPE_COMBOBOX, "83.69", choice_values=["无", "83.69"]),
    ],
    ids=["free text", "field", "drop-down"],
)
def test_what_is_typed_over_the_page_is_read(tmp_path: Path, fill: Callable[[Any], None]) -> None:
    assert cell_of(tmp_path, fill)[:2] == ("83.69", "")


@pytest.mark.parametrize(
    "fill",
    [
        lambda page: page.add_ink_annot([[(160, 108), (165, 120), (172, 106)], [(180, 108), (181, 122)]]),
        lambda page: page.add_line_annot((160, 110), (220, 122)),
        lambda page: page.add_polygon_annot([(160, 110), (170, 122), (180, 108)]),
        lambda page: page.draw_bezier((160, 110), (170, 104), (175, 125), (182, 120)),
    ],
    ids=["ink", "line", "polygon", "letters as outlines"],
)
def test_strokes_in_an_empty_cell_are_doubt(tmp_path: Path, fill: Callable[[Any], None]) -> None:
    assert cell_of(tmp_path, fill)[:2] == ("", DRAWN)


@pytest.mark.parametrize("how", [{"color": (1, 1, 1)}, {"render_mode": 3}, {"fill_opacity": 0.0}])
def test_text_that_nobody_sees_is_no_value_and_no_blank(tmp_path: Path, how: dict[str, Any]) -> None:
    found = cell_of(tmp_path, lambda page: page.insert_text((160, 120), "83.69", fontsize=11, **how))
    assert found[:3] == ("", NOT_SEEN, ("83.69",))
    assert len(found[3]) == 1


def test_white_letters_on_a_coloured_ground_are_seen(tmp_path: Path) -> None:
    def fill(page: Any) -> None:
        page.draw_rect(CELL, color=0, fill=(0, 0.2, 0.6))
        page.insert_text((160, 120), "83.69", fontsize=11, color=(1, 1, 1))

    assert cell_of(tmp_path, fill)[:2] == ("83.69", "")


def test_a_sticky_note_is_a_note_and_its_icon_no_box(tmp_path: Path) -> None:
    text, doubt, _, hidden = cell_of(tmp_path, lambda page: page.add_text_annot((160, 105), "见附件"))
    assert (text, doubt, hidden) == ("", "", ["批注：见附件"])


def test_a_figure_typed_beyond_the_white_over_the_old_one_is_read_whole(tmp_path: Path) -> None:
    def fill(page: Any) -> None:
        page.insert_text((165, 120), "268.60", fontsize=12)
        white = page.add_rect_annot(pymupdf.Rect(164, 108, 203, 124))
        white.set_colors(stroke=(1, 1, 1), fill=(1, 1, 1))
        white.update()
        page.add_freetext_annot(pymupdf.Rect(160, 107, 230, 125), "286.60", fontsize=11)

    assert cell_of(tmp_path, fill)[:2] == ("286.60", "")


def test_a_box_that_is_a_letter_is_ticked_by_a_stroke(tmp_path: Path) -> None:
    def fill(page: Any) -> None:
        page.insert_text((155, 120), "□是 □否", fontsize=12, fontname="china-s")
        page.add_ink_annot([[(157, 112), (161, 118), (166, 108)]])

    assert cell_of(tmp_path, fill)[:2] == ("☑是 □否", "")


def test_a_line_drawn_by_hand_through_a_figure_strikes_it(tmp_path: Path) -> None:
    def fill(page: Any) -> None:
        page.insert_text((155, 120), "155", fontsize=12)
        page.insert_text((200, 120), "165", fontsize=12)
        page.add_line_annot((154, 116), (177, 116))

    assert cell_of(tmp_path, fill)[:3] == ("165", "", ("155",))


def test_a_list_box_says_what_was_chosen_of_it(tmp_path: Path) -> None:
    def fill(page: Any) -> None:
        widget = pymupdf.Widget()
        widget.field_name, widget.field_type, widget.rect = "a", pymupdf.PDF_WIDGET_TYPE_LISTBOX, INNER
        widget.choice_values, widget.field_value = ["17", "155"], "155"
        page.add_widget(widget)

    text, doubt, _, _ = cell_of(tmp_path, fill)
    assert (text, doubt) == ("155", "")


def in_two_lines(by: int, first: tuple[float, float], second: tuple[float, float]) -> Callable[[Any], None]:
    def fill(page: Any) -> None:
        for at, said in ((second, "01"), (first, "62.")):  # in whatever order they were drawn
            page.insert_text(at, said, fontsize=9, rotate=by)

    return fill


@pytest.mark.parametrize(
    "fill",
    [
        in_two_lines(270, (190, 107), (178, 107)),
        in_two_lines(90, (178, 128), (190, 128)),
        in_two_lines(180, (240, 118), (240, 106)),
    ],
    ids=["down", "up", "upside down"],
)
def test_text_on_its_side_is_read_line_by_line_as_it_runs(tmp_path: Path, fill: Callable[[Any], None]) -> None:
    """From left to right, as if it stood upright, the two lines of 62.01 were 0162."""
    assert cell_of(tmp_path, fill)[0].replace("\n", "").replace(WRAP, "") == "62.01"


def test_figures_of_which_some_lie_on_their_side_are_in_doubt(tmp_path: Path) -> None:
    def fill(page: Any) -> None:
        page.insert_text((160, 120), "15", fontsize=11)
        page.insert_text((185, 124), "7", fontsize=11, rotate=90)

    assert cell_of(tmp_path, fill)[1] == SIDEWAYS


def test_text_aslant_in_a_cell_is_no_watermark_over_the_page(tmp_path: Path) -> None:
    def fill(page: Any) -> None:
        for at, said, size in (((160, 120), "155", 11), ((40, 60), "for this application only", 30)):
            start = pymupdf.Point(at)
            page.insert_text(start, said, fontsize=size, morph=(start, pymupdf.Matrix(10)))

    text, doubt, asides, told = cell_of(tmp_path, fill)
    assert (text, doubt, asides) == ("", ASLANT, ("155",))
    assert "水印：for this application only" in told


def test_what_a_field_holds_that_is_not_shown_is_no_value_and_no_blank(tmp_path: Path) -> None:
    fill = widget(pymupdf.PDF_WIDGET_TYPE_TEXT, "155", field_display=1)
    assert cell_of(tmp_path, fill)[:3] == ("", NOT_SEEN, ("155",))


@pytest.mark.parametrize("x", [215, 135])
def test_a_figure_wider_than_its_cell_is_read_whole_and_in_doubt(x: float, tmp_path: Path) -> None:
    """`0740-7841223` in a cell too small for it was said to be 0740-78412, beyond doubt."""
    text, doubt, _, _ = cell_of(tmp_path, lambda page: page.insert_text((x, 120), "93761.56", fontsize=11))
    assert (text, doubt) == ("93761.56", SPILT)


def test_a_figure_over_a_rule_is_in_doubt_whatever_else_its_run_holds(tmp_path: Path) -> None:
    text, doubt, _, _ = cell_of(tmp_path, lambda page: page.insert_text((134, 120), "x 93761.56", fontsize=11))
    assert (text, doubt) == ("93761.56", SPILT)


def test_the_empty_cell_into_which_a_figure_goes_on_is_not_surely_empty(tmp_path: Path) -> None:
    text, doubt, _, _ = cell_of(tmp_path, lambda page: page.insert_text((120, 122), "93761.56", fontsize=11))
    assert (text, doubt) == ("", SPILT)


def test_a_figure_beside_a_cell_is_none_of_the_cell(tmp_path: Path) -> None:
    text, doubt, _, _ = cell_of(tmp_path, lambda page: page.insert_text((225, 120), "155        165", fontsize=11))
    assert (text, doubt) == ("155", "")


def test_a_form_that_adobe_alone_draws_says_so(tmp_path: Path) -> None:
    pdf = pymupdf.open()
    pdf.new_page().insert_text((50, 80), "Please wait...")
    form, data = pdf.get_new_xref(), pdf.get_new_xref()
    pdf.update_object(data, "<<>>")
    pdf.update_stream(data, b"<a/>")
    pdf.update_object(form, f"<</Fields[]/XFA[(datasets){data} 0 R]>>")
    pdf.xref_set_key(pdf.pdf_catalog(), "AcroForm", f"{form} 0 R")
    pdf.save(tmp_path / "a.pdf")
    with pytest.raises(UnreadableFileError, match="XFA"):
        read(tmp_path / "a.pdf")
