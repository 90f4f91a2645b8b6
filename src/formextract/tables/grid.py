"""Where the cells of a table stand: by row and column, above each other, and rows that only number the columns."""

from __future__ import annotations

import re
from collections.abc import Sequence

from formextract.model import Cell, Table
from formextract.text import is_blank, squeeze

_ORDINAL = re.compile(r"[甲乙丙丁戊己庚辛]|\d{1,2}")


class CellGrid:
    """A table's cells by row and column, merged ones at each place that they cover."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.at: dict[tuple[int, int], Cell] = {}
        for c in table.cells:
            for r in range(c.row, c.row + c.rowspan):
                for k in range(c.col, c.col + c.colspan):
                    self.at[r, k] = c

    def above(self, row: int, column: int) -> list[Cell]:
        """The cells over a place, the nearest first."""
        out: dict[int, Cell] = {}
        for r in range(row - 1, -1, -1):
            cell = self.at.get((r, column))
            if cell is not None and cell.row + cell.rowspan <= row:
                out.setdefault(id(cell), cell)
        return list(out.values())

    def row(self, row: int) -> list[Cell]:
        """The cells of a row from left to right, those that reach down into it as well."""
        out: list[Cell] = []
        for k in range(self.table.n_cols):
            cell = self.at.get((row, k))
            if cell is not None and cell not in out:
                out.append(cell)
        return out


def is_numbering(texts: Sequence[str]) -> bool:
    """Whether the texts of a row do nothing but number the columns: 甲 乙 丙 1 2."""
    return len(texts) > 1 and texts[0] in ("甲", "1") and all(_ORDINAL.fullmatch(t) for t in texts) and "甲" in texts


def numbering_rows(table: Table) -> frozenset[int]:
    """The rows of a table that number its columns."""
    grid = CellGrid(table)
    rows = ((r, [squeeze(c.text) for c in grid.row(r) if not is_blank(c.text)]) for r in range(table.n_rows))
    return frozenset(r for r, texts in rows if is_numbering(texts))
