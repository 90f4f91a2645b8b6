"""Rows of captions and units by turns: 检查单位 | 家 | 下达文书 | 份, each unit in the cell to write in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from formextract.drafting import words
from formextract.drafting.gaps import is_measure
from formextract.model import Cell
from formextract.tables import CellGrid
from formextract.text import squeeze

LEAST_PAIRS = 2
LONGEST = 3
"""Letters of a word that stands where others of its row have their units: 分钟, 批次."""


def before_units(grid: CellGrid, kind: Callable[[Cell], words.Kind]) -> Iterator[Cell]:
    """The cells that print what somebody writes before, whether or not the word is known for a unit elsewhere.

    Rows of the same columns speak for each other: 罚没金额 | 万元 below 检查单位 | 家 says that 分钟 is a unit too.
    """
    rows = [cells for r in range(grid.table.n_rows) if _may_be(cells := grid.row(r), kind)]
    rows.sort(key=_columns)
    for _, alike in groupby(rows, key=_columns):
        places = [c for cells in alike for c in cells[1::2]]
        if any(kind(c) == "unit" for c in places) and _mostly_units(places, kind):
            yield from (c for c in places if kind(c) == "label")


def are_pairs(cells: Sequence[Cell], kind: Callable[[Cell], words.Kind]) -> bool:
    """Whether every second cell of a row is one to write in, and most of those that are not empty say in what unit."""
    known = any(kind(c) == "unit" or kind(c) in words.VALUES for c in cells[1::2])
    return _may_be(cells, kind) and known and _mostly_units(cells[1::2], kind)


def _columns(cells: Sequence[Cell]) -> list[tuple[int, int]]:
    return [(c.col, c.colspan) for c in cells]


def _may_be(cells: Sequence[Cell], kind: Callable[[Cell], words.Kind]) -> bool:
    captions, places = cells[::2], cells[1::2]
    if len(cells) % 2 or len(places) < LEAST_PAIRS or any(kind(c) not in ("label", "caption") for c in captions):
        return False
    written = [c for c in places if kind(c) not in words.VALUES]
    return all(kind(c) == "unit" or (kind(c) == "label" and len(squeeze(c.text)) <= LONGEST) for c in written)


def _mostly_units(places: Sequence[Cell], kind: Callable[[Cell], words.Kind]) -> bool:
    written = [c for c in places if kind(c) not in words.VALUES]
    return 2 * sum(kind(c) == "unit" or is_measure(squeeze(c.text)) for c in written) > len(written)
