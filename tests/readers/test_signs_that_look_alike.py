"""Letters, blanks and hyphens that look alike are the same, whatever a font or a program calls them."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_never_surely_empty import MADE, SHEETS, cell_of

from formextract import readers
from formextract.intake import source_file

ODD = "湖\u200d\uf963\u00a0\uf96d\u202f1\u20115\u00ad6\u2ed3"
PLAIN = "湖北 省 1-56长"


@pytest.mark.parametrize("kind", [k for k in MADE if k not in (*SHEETS, "pdf", "html sheet", "csv")])
def test_letters_and_blanks_are_those_that_a_reader_sees(kind: str, tmp_path: Path) -> None:
    make, ways = MADE[kind]
    assert cell_of(readers.read(source_file(make(ways["text"], ODD, tmp_path)))).text == PLAIN
