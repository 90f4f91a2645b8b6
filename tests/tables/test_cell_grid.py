"""The cells over a place in a table."""

from formextract.model import TYPED, Cell, Place, Table
from formextract.tables.grid import CellGrid


def _cell(row: int, col: int, rowspan: int, colspan: int, text: str) -> Cell:
    return Cell(row, col, rowspan, colspan, text, Place(), legibility=TYPED)


def test_cells_above_are_told_once_the_nearest_first_and_none_that_reaches_down():
    head, year, own = _cell(0, 0, 1, 2, "合计"), _cell(1, 0, 2, 1, "2023"), _cell(3, 0, 1, 1, "12")
    beside = _cell(1, 1, 3, 1, "亿元")
    grid = CellGrid(Table((head, year, beside, own), 4, 2))
    assert grid.above(3, 0) == [year, head]
    assert grid.above(2, 0) == [head]
    assert grid.above(3, 1) == [head]
