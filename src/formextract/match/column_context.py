"""What stands above the columns of a table, as its rows are read from top to bottom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from formextract.match.changes import BEFORE
from formextract.match.key_values import KeyCell
from formextract.model import Cell
from formextract.tables import CellKind


class ColumnContext:
    """What each column says of the values below: its caption, year, unit, and who takes part (主持, 参与).

    `headings` are the rows of captions; `compared` are the columns of what years come to, with its
    name (同比（%）: 增长率);
    `years_above` says that the headings of the years stand in a part of the table before this one.
    """

    def __init__(self) -> None:
        self.label: dict[int, KeyCell] = {}
        self.period: dict[int, str] = {}
        self.role: dict[int, str] = {}
        self.unit: dict[int, str] = {}
        self.compared: dict[int, str] = {}
        self.headings: set[int] = set()
        self.years_above = False
        self._years_reach: dict[int, str] = {}

    def begin_part(self) -> None:
        """Forgets what heads columns, but for the years: a line across the table begins another part."""
        self.years_above = True
        self.label, self.role, self.unit = {}, {}, {}
        self.compared = {}

    def begin_captions(self, captions: Iterable[tuple[Cell, KeyCell]]) -> None:
        """Takes a row of captions for the heads of its columns, in place of all others."""
        self.label, self.period, self.role = {}, {}, {}
        for cell, at in captions:
            self.headings.add(cell.row)
            self.label |= dict.fromkeys(columns_of(cell), at)

    def take_year(self, cell: Cell, kind: CellKind) -> None:
        """Takes a year for the head of its columns, below their caption where one spans several."""
        self.years_above = False
        captioned = self.captions_years(cell)
        for c in columns_of(cell):
            self.period[c] = kind.value
            if not captioned:
                self.label.pop(c, None)
            if kind.unit:
                self.unit[c] = kind.unit

    def captions_years(self, cell: Cell) -> bool:
        """Whether a year stands right below the caption of several columns: 产值 over 2023年 and 2024年."""
        above = self.label.get(cell.col)
        return above is not None and above.cell.colspan > 1 and above.cell.row + above.cell.rowspan == cell.row

    def take_reach(self, row: Iterable[tuple[Cell, CellKind]]) -> None:
        """Where a year's cell was not merged over its columns, the empty cells to its right are its columns too."""
        year: str | None = None
        for cell, kind in row:
            if kind.kind == "year":
                year = kind.value
            elif kind.kind != "blank":
                year = None
            if year is not None:
                self._years_reach |= dict.fromkeys(columns_of(cell), year)

    def take(self, heads: dict[int, str], cell: Cell, said: str) -> None:
        """Puts down in one of the tables of heads what a cell says of its columns."""
        heads |= dict.fromkeys(columns_of(cell), said)

    def periods_over(self, cell: Cell) -> list[str]:
        """The periods above a cell, one for each of its columns that has one; what spans more than the columns of what
        was before a change is not of before.
        """
        found = _over(self.period, cell)
        return [p for p in found if p != BEFORE] if len(found) < cell.colspan else found

    def end_changes(self) -> None:
        """Forgets which columns tell of what was before a change: their last row is over."""
        self.period = {c: p for c, p in self.period.items() if p != BEFORE}

    def period_reaching(self, cell: Cell) -> str | None:
        """The year whose columns these are though its cell is narrower, or stands over the other column of a pair
        (主持, 参与) only; nothing where no head says who takes part.
        """
        if cell.col not in self.role:
            return None
        told = self._years_reach.get(cell.col)
        return told or next((y for c in self._pair_of(cell.col) if (y := self._years_reach.get(c))), None)

    def _pair_of(self, col: int) -> list[int]:
        """The columns that belong with one below heads that recur: from one such head to before it comes again."""
        pairs: list[list[int]] = []
        for c in sorted(self.role):
            if not pairs or self.role[c] in (self.role[k] for k in pairs[-1]):
                pairs.append([])
            pairs[-1].append(c)
        return next(pair for pair in pairs if col in pair)


def columns_of(cell: Cell) -> range:
    """The columns that a cell covers."""
    return range(cell.col, cell.col + cell.colspan)


def _over(heads: Mapping[int, str], cell: Cell) -> list[str]:
    return [heads[c] for c in columns_of(cell) if c in heads]
