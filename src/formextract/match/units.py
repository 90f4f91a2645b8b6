"""A document as lines and rows of tables, between which it can be cut."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from formextract.match.targets import find_targets
from formextract.model import Block, Document, Line, Table


@dataclass(frozen=True, slots=True)
class StreamUnit:
    """A line, or a row of a table: the texts that begin in it. `planned`: its labels are those of a planning table."""

    block: int
    row: int
    texts: tuple[str, ...]
    cuttable: bool = True
    """Whether a document can be cut before it: no cell spans from the row above into it."""
    planned: bool = False


def units_of(document: Document) -> list[StreamUnit]:
    """All units in reading order."""
    out: list[StreamUnit] = []
    for number, block in enumerate(document.blocks):
        if isinstance(block, Line):
            out.append(StreamUnit(number, 0, (block.text,)))
        else:
            out += _rows(number, block)
    return out


def _rows(number: int, table: Table) -> list[StreamUnit]:
    planned = find_targets(table)[1]
    texts: list[list[str]] = [[] for _ in range(table.n_rows)]
    spanned = [False] * table.n_rows
    for c in table.cells:
        texts[c.row].append(c.text)
        for r in range(c.row + 1, min(c.row + c.rowspan, table.n_rows)):
            spanned[r] = True
    return [StreamUnit(number, r, tuple(texts[r]), not spanned[r], r in planned) for r in range(table.n_rows)]


def cut_out(document: Document, units: Sequence[StreamUnit], start: int, end: int) -> Document:
    """The document from one unit up to another.

    What the file hides is listed with its beginning; of each other part it may be what is missing there, too.
    """
    if start == 0 and end == len(units):
        return document
    first = units[start]
    behind = units[end] if end < len(units) else StreamUnit(len(document.blocks), 0, ())
    blocks: list[Block] = []
    for number, block in enumerate(document.blocks[first.block : behind.block + 1], first.block):
        top = first.row if number == first.block else 0
        if isinstance(block, Table):
            bottom = behind.row if number == behind.block else block.n_rows
            if bottom > top:
                blocks.append(_rows_of(block, top, bottom))
        elif number < behind.block:
            blocks.append(block)
    part = replace(document, blocks=tuple(blocks))
    if start == 0:
        return part
    return replace(part, hidden=(), hidden_elsewhere=(*document.hidden_elsewhere, *document.hidden))


def _rows_of(table: Table, top: int, bottom: int) -> Table:
    if (top, bottom) == (0, table.n_rows):
        return table
    cells = tuple(replace(c, row=c.row - top) for c in table.cells if top <= c.row < bottom)
    return Table(cells, bottom - top, table.n_cols, tuple(r - top for r in table.page_starts if top <= r < bottom))
