"""Cells of a blank table that a page's end cuts in two, made whole: labels by their wording, lists by their boxes."""

from __future__ import annotations

from dataclasses import replace

from formextract.drafting import words
from formextract.match.labels import LabelIndex
from formextract.model import Cell, Table

ONE_LABEL = 0.9
"""Score from which two halves together are a label's wording."""


def whole(table: Table, index: LabelIndex) -> Table:
    """The table with the halves of a cell as one, where they read as one and neither does alone."""
    cells = list(table.cells)
    for start in table.page_starts:
        below = sorted((c for c in cells if c.row == start), key=lambda c: c.col)
        joins = False
        for cell in below:
            upper = next((c for c in cells if c.row + c.rowspan == start and _same_columns(c, cell)), None)
            if upper is None:
                joins = False
            elif _one_label(upper.text, cell.text, index) or _one_list(upper.text, cell, below):
                joins = True
            elif words.kind_of(cell.text, index.table_words) not in words.VALUES:
                joins = False
            if joins and upper is not None:
                cells[cells.index(upper)] = replace(
                    upper, text=f"{upper.text}\n{cell.text}".strip(), rowspan=upper.rowspan + cell.rowspan
                )
                cells.remove(cell)
    return replace(table, cells=tuple(sorted(cells, key=lambda c: (c.row, c.col))))


def _unlabelled(cell: Cell, row: list[Cell]) -> bool:
    """Whether the label of a row stayed on the page before: an empty cell is left of it."""
    left = [c for c in row if c.col + c.colspan == cell.col]
    return bool(left) and not left[0].text.strip()


def _same_columns(a: Cell, b: Cell) -> bool:
    return (a.col, a.colspan) == (b.col, b.colspan)


def _one_label(upper: str, lower: str, index: LabelIndex) -> bool:
    if not upper.strip() or not lower.strip():
        return False
    together = _best(upper + lower, index)
    return together >= ONE_LABEL and together > max(_best(upper, index), _best(lower, index))


def _best(text: str, index: LabelIndex) -> float:
    hits = index.hits(words.one_line(text))
    return hits[0].score if hits else 0.0


def _one_list(upper: str, lower: Cell, row: list[Cell]) -> bool:
    """Whether a list of boxes goes on: it begins in the middle of an option, or its label stayed on the page before."""
    if not words.has_box(upper) or not words.has_box(lower.text):
        return False
    return not words.begins_with_box(lower.text) or _unlabelled(lower, row)
