"""Digital pages whose text layer says what nobody sees: the picture is the truth, cell by cell."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pymupdf
import pytest

import formextract.readers.scan.document  # noqa: F401 - it keeps the engine that it is imported with; a test puts in another
from formextract.layout.span import Span
from formextract.layout.vector_page import LOST_LETTERS
from formextract.model import TYPED, Document, Legibility, Line, Place, SourceFile, Table
from formextract.ocr import NullEngine
from formextract.readers.page_reading import Patch, apart
from formextract.readers.pdf.document import read_pdf

CELLS = {
    (r, c): pymupdf.Rect(72 + 150 * c, 100 + 30 * r, 222 + 150 * c, 130 + 30 * r) for r in range(3) for c in range(3)
}


def table(fill: Callable[[Any], None], path: Path) -> Document:
    """A page with a ruled table of three rows, three columns, one label, and whatever `fill` draws on it."""
    pdf = pymupdf.open()
    page = pdf.new_page()
    for box in CELLS.values():
        page.draw_rect(box, color=0, width=0.7)
    page.insert_text((80, 119), "output", fontsize=11)
    fill(page)
    pdf.save(path)
    return read_pdf(SourceFile(str(path), hashlib.sha256(path.read_bytes()).hexdigest(), "pdf", path.stat().st_size))


def cell(document: Document, row: int, col: int) -> tuple[str, str, Place]:
    (found,) = (b for b in document.blocks if isinstance(b, Table))
    (one,) = (c for c in found.cells if (c.row, c.col) == (row, col))
    return one.text, one.doubt, one.place


def crop(text: str) -> bytes:
    pdf = pymupdf.open()
    page = pdf.new_page(width=60, height=16)
    page.insert_text((4, 12), text, fontsize=11)
    return page.get_pixmap(dpi=250).tobytes("png")


@pytest.mark.ocr
def test_a_picture_of_a_figure_over_another_figure_is_what_is_read(tmp_path: Path) -> None:
    def fill(page: Any) -> None:
        page.insert_text((240, 119), "83.69", fontsize=11)
        page.insert_image(pymupdf.Rect(234, 107, 294, 123), stream=crop("88.69"))

    document = table(fill, tmp_path / "pasted.pdf")
    text, _, place = cell(document, 0, 1)
    assert text == "88.69"
    assert legibility(document, place).confidence > 0.9
    assert legibility(document, cell(document, 0, 0)[2]) == TYPED  # the rest of the page is digital
    assert document.source.format == "pdf"


@pytest.mark.ocr
def test_a_picture_of_a_figure_in_an_empty_cell_is_read(tmp_path: Path) -> None:
    def fill(page: Any) -> None:
        page.insert_image(pymupdf.Rect(234, 107, 294, 123), stream=crop("41.7"))

    assert cell(table(fill, tmp_path / "alone.pdf"), 0, 1)[0] == "41.7"


@pytest.mark.ocr
def test_a_picture_of_a_figure_in_a_sentence_is_read_there(tmp_path: Path) -> None:
    def fill(page: Any) -> None:
        page.insert_text((72, 300), "output was 83.69 million yuan", fontsize=11)
        (figure,) = page.search_for("83.69")
        page.insert_image(figure, stream=crop("88.69"))

    document = table(fill, tmp_path / "sentence.pdf")
    (line,) = (b for b in document.blocks if isinstance(b, Line))
    assert " ".join(line.text.split()) == "output was 88.69 million yuan"
    assert line.legibility.scanned
    assert 0 < line.legibility.confidence < 1


@pytest.mark.ocr
def test_a_picture_of_a_figure_between_the_brackets_of_one_run_is_read(tmp_path: Path) -> None:
    """The middle of the run lies on the picture, and none of its letters does."""

    def fill(page: Any) -> None:
        page.insert_text((240, 119), "(                )", fontsize=11)
        page.insert_image(pymupdf.Rect(246, 107, 288, 123), stream=crop("88.69"))

    assert "".join(cell(table(fill, tmp_path / "brackets.pdf"), 0, 1)[0].split()) == "(88.69)"


def legibility(document: Document, place: Place) -> Legibility:
    (found,) = [x.legibility for x in document.items() if x.place == place]
    return found


def run(text: str, x0: float, x1: float) -> Span:
    wide = (x1 - x0) / len(text)
    letters = tuple((c, (x0 + n * wide, 503.0, x0 + (n + 1) * wide, 512.0)) for n, c in enumerate(text))
    return Span(text, 9.0, (x0, 503.0, x1, 512.0), lambda: letters)


def test_a_pasted_figure_that_shows_an_edge_of_its_brackets_does_not_have_them_twice() -> None:
    pasted = Patch(run("(1)", 378.4, 388.2), Legibility(0.99, (), scanned=True))
    (around,) = apart([pasted], [run("（", 371.4, 380.4), run("）绿色", 386.2, 413.2)])
    assert (around.span.text, [c for c, _ in around.span.letters()]) == ("1", ["1"])
    (alone,) = apart([pasted], [run("共", 300.0, 309.0)])
    assert alone.span.text == "(1)"


def test_something_pasted_that_cannot_be_read_is_doubt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fill(page: Any) -> None:
        page.insert_text((240, 119), "12", fontsize=11)
        page.insert_image(pymupdf.Rect(264, 107, 324, 123), stream=crop("88.69"))

    monkeypatch.setattr("formextract.ocr.default_engine", NullEngine)
    document = table(fill, tmp_path / "unread.pdf")
    text, _, place = cell(document, 0, 1)
    assert text == "12"
    assert [d.kind for d in legibility(document, place).doubts] == ["part_unread"]


def test_text_below_white_paint_is_gone(tmp_path: Path) -> None:
    def fill(page: Any) -> None:
        page.insert_text((240, 119), "83.69", fontsize=11)
        page.draw_rect(pymupdf.Rect(234, 107, 300, 125), color=None, fill=(1, 1, 1))
        page.insert_text((240, 119), "90.12", fontsize=11)
        page.draw_rect(pymupdf.Rect(384, 107, 450, 125), color=None, fill=(1, 1, 1))
        page.insert_text((390, 119), "5", fontsize=11)

    document = table(fill, tmp_path / "painted.pdf")
    assert cell(document, 0, 1)[0] == "90.12"
    assert cell(document, 0, 2)[0] == "5"


def test_a_picture_that_shows_what_is_below_hides_nothing(tmp_path: Path) -> None:
    """Electronic seals have holes: the figure under one stays digital."""
    seal = pymupdf.Pixmap(pymupdf.csRGB, pymupdf.IRect(0, 0, 120, 120), True)
    seal.clear_with(0)
    for i in range(120):
        seal.set_pixel(i, 1, (220, 30, 30, 255))

    def fill(page: Any) -> None:
        page.insert_text((240, 119), "83.69", fontsize=11)
        page.insert_image(pymupdf.Rect(235, 95, 295, 155), pixmap=seal)

    document = table(fill, tmp_path / "seal.pdf")
    assert cell(document, 0, 1)[0] == "83.69"


@pytest.mark.ocr
@pytest.mark.parametrize("shown", [True, False])
def test_a_cell_whose_letters_have_no_codes_is_read_or_doubted(tmp_path: Path, shown: bool) -> None:
    """On a page read from its picture a cell that shows nothing keeps its doubt, where the text layer has letters."""

    def fill(page: Any) -> None:
        for i, text in enumerate(("83.69", "120.4", "77.01")):
            page.insert_text((240, 119 + 30 * i), text, fontsize=11, render_mode=0 if shown or i != 1 else 3)
        garble(page)

    document = table(fill, tmp_path / "garbled.pdf")
    assert cell(document, 0, 1)[0] == "83.69"
    assert cell(document, 1, 1)[:2] == (("120.4", "") if shown else ("", LOST_LETTERS))
    assert document.source.format == "pdf-scan"


def garble(page: Any) -> None:
    """Takes the meaning from all letters of a page."""
    pdf = page.parent
    private = b"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def
1 begincodespacerange <00> <ff> endcodespacerange 1 beginbfrange <00> <ff> <e000> endbfrange endcmap end end"""
    for xref in {font[0] for font in page.get_fonts()}:
        stream = pdf.get_new_xref()
        pdf.update_object(stream, "<<>>")
        pdf.update_stream(stream, private)
        pdf.xref_set_key(xref, "ToUnicode", f"{stream} 0 R")


def test_a_page_of_too_many_pictures_says_that_they_were_not_read(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr("formextract.readers.pdf.visible_text.MOST_PATCHES", 1)

    def fill(page: Any) -> None:
        for row in range(2):
            left = pymupdf.Rect(234, 107 + 30 * row, 294, 123 + 30 * row)
            page.insert_image(left, stream=crop(f"41.{row}"))

    document = table(fill, tmp_path / "crowd.pdf")
    assert cell(document, 0, 1)[0] == ""
    assert document.notes == ("第 1 页小图片太多，图片里的字没有读，请核对原件",)
