"""Rows whose cells are captions and units by turns: 检查单位 | 家 | 下达文书 | 份, each unit in the cell to write in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from formextract.drafting import words
from formextract.drafting.gaps import is_measure
from formextract.model import Cell
from formextract.tables import CellGrid
from formextract.text import squeeze

LEAST_PAIRS = 2
LONGEST = 3
"""Letters of a word that stands where others of its row have their units: 分钟, 批次."""


def before_units(grid: CellGrid, kind: Callable[[Cell], words.Kind]) -> Iterator[Cell]:
    """The cells that print what somebody writes before, whether or not the word is known for a unit elsewhere."""
    for r in range(grid.table.n_rows):
        cells = grid.row(r)
        places = cells[1::2]
        if are_pairs(cells, kind):
            yield from (c for c in places if kind(c) == "label")


def are_pairs(cells: Sequence[Cell], kind: Callable[[Cell], words.Kind]) -> bool:
    """Whether every second cell of a row is one to write in, and most of those that are not empty say in what unit."""
    captions, places = cells[::2], cells[1::2]
    if len(cells) % 2 or len(places) < LEAST_PAIRS or any(kind(c) not in ("label", "caption") for c in captions):
        return False
    written = [c for c in places if kind(c) not in words.VALUES]
    units = [c for c in written if kind(c) == "unit" or is_measure(squeeze(c.text))]
    known = any(kind(c) == "unit" for c in written) or len(written) < len(places)
    short = all(kind(c) == "unit" or (kind(c) == "label" and len(squeeze(c.text)) <= LONGEST) for c in written)
    return known and short and len(units) * 2 > len(written)
