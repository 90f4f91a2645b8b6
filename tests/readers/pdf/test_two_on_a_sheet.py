"""Two pages printed side by side on one sheet are two pages."""

from __future__ import annotations

from pathlib import Path

import pymupdf
import pytest

from formextract import readers
from formextract.intake import source_file
from formextract.model import Document, Line, Table

A4 = (595, 842)


def table_page(pdf, rows: list[tuple[str, str]], *, title: str = "") -> None:
    page = pdf.new_page(width=A4[0], height=A4[1])
    if title:
        page.insert_text((200, 80), title, fontsize=14)
    for i in range(len(rows) + 1):
        page.draw_line((60, 100 + 30 * i), (560, 100 + 30 * i))
    for x in (60, 300, 560):
        page.draw_line((x, 100), (x, 100 + 30 * len(rows)))
    for i, row in enumerate(rows):
        for x, said in zip((70, 310), row, strict=True):
            page.insert_text((x, 120 + 30 * i), said, fontsize=11)


def on_sheets(pages, where: Path, *, scale: float = 1.0) -> Path:
    out = pymupdf.open()
    width, height = A4[0] * scale, A4[1] * scale
    for first in range(0, len(pages), 2):
        sheet = out.new_page(width=2 * width, height=height)
        for side in (0, 1):
            if first + side < len(pages):
                there = pymupdf.Rect(side * width, 0, (side + 1) * width, height)
                sheet.show_pdf_page(there, pages, first + side)
    out.save(where)
    return where


def shape(document: Document) -> list:
    return [
        b.text if isinstance(b, Line) else [(c.row, c.col, c.text) for c in b.cells]
        for b in document.blocks
        if isinstance(b, Table) or b.text
    ]


def read(path: Path) -> Document:
    return readers.read(source_file(path))


@pytest.fixture
def pages():
    pdf = pymupdf.open()
    cover = pdf.new_page(width=A4[0], height=A4[1])
    cover.insert_text((220, 120), "Cover of form", fontsize=16)
    notes = pdf.new_page(width=A4[0], height=A4[1])
    notes.insert_text((80, 120), "1. Fill in all cells.", fontsize=11)
    table_page(pdf, [("output", "12.5"), ("firms", "163")], title="Part one")
    table_page(pdf, [("growth", "3.1"), ("tax", "9.8")])
    return pdf


@pytest.mark.parametrize("scale", [1.0, 0.707])
def test_a_sheet_of_two_pages_is_read_like_the_two(pages, tmp_path, scale):
    pages.save(tmp_path / "plain.pdf")
    folded = read(on_sheets(pages, tmp_path / "folded.pdf", scale=scale))
    assert shape(folded) == shape(read(tmp_path / "plain.pdf"))
    assert folded.pages == 2


def test_where_a_cell_stands_is_told_on_the_sheet(pages, tmp_path):
    table = next(b for b in read(on_sheets(pages, tmp_path / "folded.pdf")).blocks if isinstance(b, Table))
    places = {c.text: c.place for c in table.cells}
    assert (places["12.5"].page, places["9.8"].page) == (2, 2)
    assert places["12.5"].bbox[0] < A4[0] < places["9.8"].bbox[0]


def test_a_wide_sheet_with_one_table_across_is_one_page(tmp_path):
    pdf = pymupdf.open()
    page = pdf.new_page(width=842, height=595)
    for y in (100, 130, 160):
        page.draw_line((60, y), (780, y))
    for x in (60, 300, 540, 780):
        page.draw_line((x, 100), (x, 160))
    for x, y, said in ((70, 120, "output"), (550, 120, "2022"), (70, 150, "firms"), (550, 150, "163")):
        page.insert_text((x, y), said, fontsize=11)
    pdf.save(tmp_path / "wide.pdf")
    assert shape(read(tmp_path / "wide.pdf")) == [
        [(0, 0, "output"), (0, 1, ""), (0, 2, "2022"), (1, 0, "firms"), (1, 1, ""), (1, 2, "163")]
    ]
