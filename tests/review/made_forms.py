"""Filled forms for the reviewers' tests: the project's own samples with a figure, or the name, written otherwise."""

from pathlib import Path

import docx
import pymupdf

SAMPLES = Path(__file__).parents[2] / "samples"


def pdf_form(target, figure="10.19", written="12.00"):
    """The drawn PDF form with one figure replaced; by default one that its own row contradicts."""
    with pymupdf.open(SAMPLES / "national-drawn.pdf") as pdf:
        for page in pdf:
            for box in page.search_for(figure):
                page.add_redact_annot(box)
                page.apply_redactions(graphics=pymupdf.PDF_REDACT_LINE_ART_NONE)
                page.insert_text((box.x0, box.y1 - 2), written, fontname="helv", fontsize=9)
        pdf.save(target)
    return target


def word_form(target, *changes, name="national.docx"):
    """A Word form with texts of cells and paragraphs replaced: `(old, new)` each."""
    document = docx.Document(SAMPLES / name)
    cells = [c for t in document.tables for row in t.rows for c in row.cells]
    for old, new in changes:
        for part in [*document.paragraphs, *(p for c in cells for p in c.paragraphs)]:
            if old in part.text:
                part.text = part.text.replace(old, new)
    document.save(target)
    return target


TOKEN = "t" * 43
HOST = "127.0.0.1:8123"
HOSTILE = "<script>alert(1)</script>集群"


def two_copies(folder):
    """A form and its stamped copy, which says 12.00 where the form says 10.19."""
    folder.mkdir(parents=True, exist_ok=True)
    pdf_form(folder / "申报表.pdf", written="10.19")
    pdf_form(folder / "申报表（盖章件）.pdf")
    return folder
