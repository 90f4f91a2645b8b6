"""A blank table while its places are found: what kind each cell is, which a place has claimed, what is open."""

from __future__ import annotations

import re
from collections.abc import Iterable

from formextract.drafting import words
from formextract.drafting.gaps import gaps_in
from formextract.drafting.lines import Layout, is_title
from formextract.drafting.unit_cells import before_units
from formextract.model import Cell, Table
from formextract.tables import CellGrid
from formextract.text import squeeze

MANY_CELLS = 3
"""Cells of a row of which only the first has words, from which it reads as a line across a sheet."""
LONGEST_UNIT = 8
"""Letters of what a column of units holds."""


class Board:
    """The cells of one table with their kinds; `used` are those that a label or an area has taken, `told` those in
    which somebody writes that a place claims or a line 待定 names, `groups` the captions before several labels.
    """

    def __init__(self, table: Table, out: Layout, heading: str) -> None:
        self.table, self.out, self.heading = table, out, heading
        self.at = CellGrid(table).at
        self.kinds: dict[int, words.Kind] = {}
        for c in table.cells:
            self.kinds[id(c)] = words.kind_of(c.text, out.said)
        for c in table.cells:
            if self.kinds[id(c)] == "label" and self.under_unit(c):
                self.kinds[id(c)] = "unit"
        for c in before_units(CellGrid(table), self.kind):
            self.kinds[id(c)] = "unit"
        self.used: set[int] = set()
        self.told: set[int] = set()
        self.groups: dict[int, list[Cell]] = {}

    def under_unit(self, cell: Cell) -> bool:
        """Whether a cell stands below the heading of the units: 分, which is no unit elsewhere."""
        for r in range(cell.row, -1, -1):
            c = self.at.get((r, cell.col))
            if c is None or c.colspan != cell.colspan or not 0 < len(squeeze(c.text)) <= LONGEST_UNIT:
                return False  # of another table of the sheet
            if self.out.said.head(squeeze(c.text)) == "unit":
                return c is not cell
        return False

    def kind(self, cell: Cell) -> words.Kind:
        """What a cell is to a form: a label, a heading, one to write in."""
        return self.kinds[id(cell)]

    def takes(self, cells: Iterable[Cell]) -> tuple[str, ...]:
        """The names of cells that a place claims."""
        taken = list(cells)
        self.told |= {id(c) for c in taken}
        return tuple(c.place.cell for c in taken if c.place.cell)

    def takes_open(self, cells: Iterable[Cell]) -> None:
        """Remembers cells about which a line 待定 is noted."""
        self.out.open_cells += self.takes(cells)

    def open(self, cell: Cell) -> None:
        """Notes a cell that asks for something which no place stands for: a person must say what it is."""
        if id(cell) in self.told:
            return
        left = self.at.get((cell.row, cell.col - 1))
        label = words.one_line(left.text) + "：" if left is not None and self.kind(left) in ("label", "head") else ""
        self.takes_open([cell])
        self.out.open.append(f"{label}“{words.one_line(cell.text)[:40]}” {cell.place.cell or ''}".strip())

    def said(self, cell: Cell) -> None:
        """Notes printed words; figures to write between them (核定补贴____元), by whoever signs, are for a person."""
        gaps = gaps_in(words.clean(cell.text))
        if gaps is not None and any(g.unit for g in gaps.gaps):
            self.open(cell)
        self.out.say(cell.text)

    def year(self, cell: Cell) -> None:
        """Notes the year that a heading prints."""
        match = re.search(r"20\d\d", squeeze(cell.text))
        if match is not None and int(match.group()) not in self.out.years:
            self.out.years.append(int(match.group()))

    def alone(self, cell: Cell) -> bool:
        """Whether a cell is all that its row shows."""
        row = [c for c in self.table.cells if c.row <= cell.row < c.row + c.rowspan]
        others = [c for c in row if c is not cell]
        if not others:
            return True
        empty = all(self.kind(c) == "blank" for c in others)
        kind = self.kind(cell)
        captioned = kind in ("caption", "sign") or bool(words.captions_in(cell.text))
        # where a sheet's cells were not merged, empty ones stand beside a heading or a cover's line
        return (
            empty
            and cell.col == min(c.col for c in row)
            and len(row) >= MANY_CELLS
            and (kind in ("section", "hint", "text") or captioned or is_title(cell.text))
        )

    def has_place(self, cell: Cell) -> bool:
        """Whether a heading word (名称, 说明) is the label of an empty cell beside it, and heads no column."""
        beside = self.at.get((cell.row, cell.col + cell.colspan))
        below = self.at.get((cell.row + cell.rowspan, cell.col))
        if beside is None or beside.row != cell.row or id(beside) in self.used or self.kind(beside) != "blank":
            return False
        return below is None or self.kind(below) not in words.VALUES
