"""What an OpenDocument text holds beside its letters: hidden sections, controls, comments and notes."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from made_files import read
from test_never_surely_empty import odt

from formextract.model import Table
from formextract.model.ink import COVERED, NOT_SEEN, NOT_TEXT

FORM = "urn:oasis:names:tc:opendocument:xmlns:form:1.0"
NOTE = "<text:note-body><text:p>附表 7</text:p></text:note-body>"
CONTROL = '<text:p><draw:control draw:control="c"/></text:p>'


def form(inside: str) -> str:
    return f'<office:forms xmlns:form="{FORM}"><form:form>{inside}</form:form></office:forms>{CONTROL}'


@pytest.mark.parametrize(
    ("inside", "text", "doubt", "beside"),
    [
        ('<text:section text:display="none"><text:p>7</text:p></text:section>', "", NOT_SEEN, "7"),
        ('<text:section text:is-hidden="true"><text:p>7</text:p></text:section>', "", NOT_SEEN, "7"),
        ('<text:p><text:hidden-paragraph text:is-hidden="true"/>7</text:p>', "", NOT_SEEN, "7"),
        ("<text:p>5<office:annotation><text:p>应为 9</text:p></office:annotation></text:p>", "5", "", "应为 9"),
        (f"<text:p>5<text:note>{NOTE}</text:note></text:p>", "5", "", "附表 7"),
        (form('<form:text form:id="c" form:current-value="12.5"/>'), "12.5", "", ""),
        (
            form('<form:listbox form:id="c"><form:option form:label="否"/><form:option form:label="是" '
                 'form:current-selected="true"/></form:listbox>'),
            "是", "", "",
        ),
        (form('<form:button form:id="c" form:label="提交"/>'), "", "", ""),
        (CONTROL, "", NOT_TEXT, ""),
    ],
)  # fmt: skip
def test_what_stands_beside_the_letters_of_a_cell(
    tmp_path: Path, inside: str, text: str, doubt: str, beside: str
) -> None:
    document = read(odt(lambda _: inside, "", tmp_path))
    cell = document.blocks[0].cells[1]
    assert (cell.text, cell.doubt) == (text, doubt)
    assert [line.text.partition("：")[2] for line in document.hidden] == ([beside] if beside else [])


@pytest.mark.parametrize(("anchor", "doubted"), [("page", True), ("as-char", False)])
def test_a_figure_that_floats_over_the_page_leaves_no_cell_surely_empty(
    tmp_path: Path, anchor: str, doubted: bool
) -> None:
    box = "<draw:text-box><text:p>66.5亿元</text:p></draw:text-box>"
    frame = f'<text:p><draw:frame text:anchor-type="{anchor}">{box}</draw:frame></text:p>'
    path = odt(lambda _: "<text:p/>", "", tmp_path)
    with zipfile.ZipFile(path) as package:
        content = package.read("content.xml").decode()
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        package.writestr("content.xml", content.replace("<office:text>", f"<office:text>{frame}"))
    cell = next(b for b in read(path).blocks if isinstance(b, Table)).cells[1]
    assert (cell.text, bool(cell.doubt)) == ("", doubted)


@pytest.mark.parametrize(
    ("own", "beneath", "doubt", "listed"), [("5", "9", "", "9"), ("", "9", COVERED, "9"), ("5", "5", "", "")]
)
def test_what_a_merged_cell_covers_is_a_note(tmp_path: Path, own: str, beneath: str, doubt: str, listed: str) -> None:
    covered = f"<table:covered-table-cell><text:p>{beneath}</text:p></table:covered-table-cell>"
    path = odt(lambda _: f"<text:p>{own}</text:p>", "", tmp_path)
    with zipfile.ZipFile(path) as package:
        content = package.read("content.xml").decode()
    cell = f"<table:table-cell><text:p>{own}</text:p></table:table-cell>"
    assert content.count(cell) == 1
    merged = cell.replace("<table:table-cell>", '<table:table-cell table:number-columns-spanned="2">')
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        package.writestr("content.xml", content.replace(cell, merged + covered))
    document = read(path)
    found = document.blocks[0].cells[1]
    assert (found.text, found.doubt) == (own, doubt)
    assert [line.text.partition("：")[2] for line in document.hidden] == ([listed] if listed else [])
