"""Files within a PDF: read where its own pages are a cover, named where they are not read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pymupdf
from made_files import p, read, word_file

from formextract.model import Document, Table


def form() -> Any:
    pdf = pymupdf.open()
    page = pdf.new_page(width=400, height=300)
    for x in (50, 150, 250):
        page.draw_line((x, 100), (x, 220))
    for y in range(100, 221, 20):
        page.draw_line((50, y), (250, y))
        page.insert_text((60, y + 15), f"label {y}", fontsize=10) if y < 220 else None
    return pdf


def portfolio(tmp_path: Path, own: Any, **files: bytes) -> Document:
    for name, data in files.items():
        own.embfile_add(name.replace("_", "."), data, filename=name.replace("_", "."))
    own.save(tmp_path / "a.pdf")
    return read(tmp_path / "a.pdf")


def cover() -> Any:
    pdf = pymupdf.open()
    pdf.new_page().insert_text((60, 100), "cover")
    return pdf


def test_the_form_behind_a_cover_is_read_on_the_pages_that_follow(tmp_path: Path) -> None:
    document = portfolio(tmp_path, cover(), form_pdf=form().tobytes())
    (table,) = (b for b in document.blocks if isinstance(b, Table))
    assert (document.pages, table.cells[0].text, table.cells[0].place.page) == (2, "label 100", 2)
    assert (document.unread, len(document.notes)) == ((), 1)


def test_a_word_file_within_is_read_and_what_nobody_reads_is_named(tmp_path: Path) -> None:
    body = f"<w:tbl><w:tr><w:tc>{p('总产值')}</w:tc><w:tc>{p('163.5')}</w:tc></w:tr></w:tbl>"
    data = word_file(tmp_path / "b.docx", body).read_bytes()
    document = portfolio(tmp_path, cover(), form_docx=data, film_mp4=b"x", broken_pdf=b"%PDF-1.7 nothing")
    assert [c.text for b in document.blocks if isinstance(b, Table) for c in b.cells] == ["总产值", "163.5"]
    assert sorted(u.name for u in document.unread) == ["broken.pdf", "film.mp4"]
    assert "film.mp4" in document.notes[-1]


def test_proof_within_a_form_is_named_and_not_read(tmp_path: Path) -> None:
    document = portfolio(tmp_path, form(), proof_pdf=form().tobytes())
    assert (document.pages, [u.name for u in document.unread]) == (1, ["proof.pdf"])
