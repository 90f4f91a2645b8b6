"""A page before it is Word, Excel or PDF: paragraphs, and tables whose cells know their spans.

Composers build this; each renderer draws it with its own means and adds its own awkwardness.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal


@dataclass(frozen=True)
class Ink:
    """Text of one look. `number` and `excel` say what a spreadsheet cell would hold instead of text."""

    text: str
    underline: bool = False
    bold: bool = False
    small: bool = False
    number: Decimal | None = None
    excel: str = "@"
    formula: str = ""


@dataclass(frozen=True)
class Tick:
    """A box, ticked or not; how it looks is the renderer's and the form's choice."""

    on: bool


Line = tuple[Ink | Tick, ...]


@dataclass(frozen=True)
class Cell:
    """`width` is in sixtieths of the table; `rows` is how many rows it spans."""

    lines: tuple[Line, ...] = ()
    width: int = 60
    rows: int = 1
    align: str = "left"
    label: bool = False
    inner: Table | None = None


@dataclass(frozen=True)
class Table:
    rows: tuple[tuple[Cell, ...], ...]
    heads: int = 0  # first rows that are column headings


@dataclass(frozen=True)
class Paragraph:
    line: Line
    align: str = "left"
    size: float = 12
    bold: bool = False
    indent: bool = False
    before: float = 0


@dataclass(frozen=True)
class Page:
    """A page begins here."""


@dataclass(frozen=True)
class Sheet:
    """A spreadsheet would begin a new sheet of this name here; other formats take no notice."""

    title: str


Block = Paragraph | Table | Page | Sheet


@dataclass(frozen=True)
class Looks:
    """How a form is drawn: everything that changes the ink and not the answer."""

    tick: str = "☑☐"
    font: str = "serif"
    size: float = 10.5
    repeat_heads: bool = True
    split_rows: bool = True
    nested: bool = False
    extras: frozenset[str] = field(default=frozenset())


@dataclass(frozen=True)
class Spot:
    """A cell at its place: row and column of its top left, and how far it reaches."""

    row: int
    col: int
    rows: int
    cols: int
    cell: Cell


def text(line: Line, glyphs: str = "☑☐") -> str:
    """The line as plain text, with boxes drawn by the two glyphs."""
    return "".join(piece.text if isinstance(piece, Ink) else glyphs[0] if piece.on else glyphs[1] for piece in line)


def ink(words: str, **look: bool) -> Line:
    return (Ink(words, **look),)


def lay(table: Table, edges: list[int] | None = None) -> tuple[list[int], list[Spot]]:
    """The table's column edges in sixtieths, and its cells at their places.

    Cells flow left to right and skip what a cell above still covers, as in HTML. With `edges` given
    (several tables on one sheet) the columns are those.
    """
    starts: list[tuple[int, int, Cell]] = []
    covered: list[tuple[int, int, int]] = []  # first row after, left, right
    for row, cells in enumerate(table.rows):
        left = 0
        for cell in cells:
            moved = True
            while moved:
                moved = False
                for until, from_, to in covered:
                    if until > row and from_ <= left < to:
                        left, moved = to, True
            starts.append((row, left, cell))
            if cell.rows > 1:
                covered.append((row + cell.rows, left, left + cell.width))
            left += cell.width
    if edges is None:
        edges = sorted({0, 60} | {left for _, left, _ in starts} | {left + cell.width for _, left, cell in starts})
    at = {edge: col for col, edge in enumerate(edges)}
    return edges, [Spot(row, at[left], cell.rows, at[left + cell.width] - at[left], cell) for row, left, cell in starts]


def even(count: int, width: int) -> list[int]:
    """`width` cut into `count` whole parts."""
    cuts = [round(width * n / count) for n in range(count + 1)]
    return [b - a for a, b in itertools.pairwise(cuts)]


def widen(cell: Cell, width: int) -> Cell:
    return replace(cell, width=width)
