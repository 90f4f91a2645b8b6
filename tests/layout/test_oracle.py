"""An independent reader as oracle: every cell that pdfplumber finds in a ruled table is in ours, letter for letter."""

from pathlib import Path

import pdfplumber
import pytest

from formextract import intake, readers
from formextract.model import Table
from formextract.text import squeeze, unwrapped
from formextract.text.symbols import shown

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
TICKS = dict.fromkeys(map(ord, "☐☑☒□■√✓✔"))
"""Drawn ticks are signs to us and nothing to pdfplumber; where they are letters, their place differs."""


def plumbed(path):
    """Texts of all ruled cells, page by page, symbol fonts resolved."""
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            for char in page.chars:
                char["text"] = "".join(shown(c, char["fontname"]) for c in char["text"])
            for table in page.extract_tables():
                yield from (text for row in table for text in row if text)


def key(text):
    return squeeze(unwrapped(text)).translate(TICKS)


@pytest.mark.parametrize("name", ["national-office.pdf", "national-drawn.pdf"])
def test_every_cell_of_the_second_reader_is_in_ours(name):
    document = readers.read(intake.source_file(SAMPLES / name))
    ours = {key(c.text) for block in document.blocks if isinstance(block, Table) for c in block.cells}
    theirs = [k for text in plumbed(SAMPLES / name) if (k := key(text))]
    assert len(theirs) > 300
    assert [k for k in theirs if k not in ours] == []
