"""How web pages set letters: marks of notes raised by lengths of every kind, and letters too small to be seen."""

import pytest
from lxml import etree
from PIL import ImageColor

from formextract.readers.office.html_looks import HtmlLook, HtmlLooks


def look_of(style):
    return HtmlLooks().within(etree.Element("span", style=style), HtmlLook())


@pytest.mark.parametrize(
    "style",
    [
        "vertical-align:super",
        "vertical-align:3pt",
        "vertical-align:0.4em",
        "vertical-align:30%",
        "vertical-align:-.1cm",
        "font-size:60%;vertical-align:text-top",
        "position:relative;top:-0.4em",
        "position:relative;bottom:1mm",
        "mso-text-raise:4.0pt",
    ],
)
def test_letters_off_the_line_are_marks(style):
    assert look_of(style).shifted


@pytest.mark.parametrize(
    "style",
    ["position:relative;top:-.5pt", "top:-4pt", "vertical-align:text-top", "vertical-align:top;font-size:80%", ""],
)
def test_a_line_set_straight_and_a_cell_at_its_top_are_none(style):
    assert not look_of(style).shifted


@pytest.mark.parametrize(("size", "seen"), [("0.05em", False), ("1px", False), ("80%", True), ("10.5pt", True)])
def test_letters_too_small_to_be_seen_are_hidden(size, seen):
    assert look_of(f"font-size:{size}").hidden is not seen


def test_a_colour_by_name_is_the_same_after_pictures_were_drawn_in_it():
    ImageColor.getrgb("white")  # as every picture with a white ground asks; it changes the library's own map
    span = etree.Element("span", style="color:white")
    assert HtmlLooks().within(span, HtmlLook(ground="ffffff")).hidden
    assert not HtmlLooks().within(etree.Element("span", style="color:black"), HtmlLook(ground="ffffff")).hidden
