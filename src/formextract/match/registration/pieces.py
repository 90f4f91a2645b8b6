"""Cells in the making: pieces put below each other, by shares of the width, and made a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from formextract.match.registration.words import Word, box_of, legibility_of, place_of, text_of
from formextract.model import Cell, Legibility, Place, Table
from formextract.model.document import Shown

Span = tuple[Fraction, Fraction]
"""From where to where across a table: captions from 0 to 1, values from 1 to 2."""
_NOTHING = Legibility(1.0, (), scanned=True)


STUB: Span = (Fraction(0), Fraction(1))
VALUE: Span = (Fraction(1), Fraction(2))


@dataclass(frozen=True)
class CellPiece:
    """A cell in the making: rows and columns in which it stands, and whether it can be of no other row or column."""

    row: int
    rows: int
    span: Span
    words: tuple[Word, ...]
    text: str | None = None
    clear: bool = False


def share(k: int, of: int, within: Span = VALUE) -> Span:
    """The k-th of so many equal shares of a span."""
    wide = within[1] - within[0]
    return within[0] + wide * Fraction(k, of), within[0] + wide * Fraction(k + 1, of)


class Pieces:
    """The pieces of one table, row below row."""

    def __init__(self) -> None:
        self.n_rows = 0
        self.clear: set[Place] = set()
        """Where cells stand that can be of no other row or column."""
        self.whole: set[Place] = set()
        """Where those stand of which no line can be another row's."""
        self._pieces: list[CellPiece] = []

    def put(self, rows: Sequence[Sequence[CellPiece]]) -> None:
        """Takes rows below those that there are; the rows of their pieces count from the first of them."""
        for k, row in enumerate(rows):
            for piece in row:
                self._pieces.append(replace(piece, row=self.n_rows + k))
                if piece.clear and piece.words:
                    self.clear.add(place_of(piece.words))
        self.n_rows += len(rows)

    def taken(self) -> Table | None:
        """The table that they are, None without any; the next one begins."""
        made = self._table() if self._pieces else None
        self._pieces, self.n_rows = [], 0
        return made

    def _table(self) -> Table:
        edges = sorted({e for c in self._pieces for e in c.span})
        at = {e: k for k, e in enumerate(edges)}
        cells = []
        for c in self._pieces:
            text = c.text if c.text is not None else text_of(c.words, max((w.box[2] for w in c.words), default=0.0))
            place = place_of(c.words) if c.words else Place()
            sure = legibility_of(c.words) if c.words else _NOTHING
            lines = tuple((w.text, w.box) for w in c.words)
            shown = Shown(box_of(c.words), lines, tuple(w.legibility for w in c.words)) if c.words else None
            cells.append(
                Cell(
                    c.row,
                    at[c.span[0]],
                    c.rows,
                    at[c.span[1]] - at[c.span[0]],
                    text,
                    place,
                    next((w.item.doubt for w in c.words if w.item.doubt), ""),
                    shown=shown,
                    legibility=sure,
                )
            )
        cells.sort(key=lambda c: (c.row, c.col))
        return Table(tuple(cells), self.n_rows, len(edges) - 1)
