"""Lists within a form (members, patents, a budget): rows below a heading, each of which is one entry."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from formextract.match.labels import LabelIndex, take_apart
from formextract.model import Cell, Table
from formextract.model.template import FieldSpec
from formextract.tables import CellGrid
from formextract.text import is_blank, squeeze
from formextract.text.glyphs import CHECKED, EMPTY

MOST = 0.6
"""Share of a list's captions that a heading must hold."""
DEEPEST = 3
"""Rows that a heading may take up."""
PATH = "·"
"""Between the captions of a heading of several rows: 工作经历·起止时间."""
_NUMBER = re.compile(r"(?:\d{1,3}|[.…·]+)[.、)]?")
_BOX, _TICKED = re.compile(f"[{EMPTY}口]"), re.compile(f"[{CHECKED}]")
_MORE = re.compile(r"[.…·⋯]+")


@dataclass(frozen=True, slots=True)
class ListEntry:
    """One entry of a list: the field of each of its cells, and cells under a caption that is no field's."""

    number: int
    cells: tuple[tuple[FieldSpec, Cell], ...]
    others: tuple[tuple[str, Cell], ...]


def key_of(caption: str) -> str:
    """What captions of columns are compared by."""
    return take_apart(caption).key


def under(heading: str, above: Sequence[Cell]) -> bool:
    """Whether a heading, of several rows perhaps (`职称·高级`), stands over a place. `above`: the nearest first."""
    parts = [key_of(p) for p in reversed(heading.split(PATH))]
    texts = [key_of(c.text) for c in above]
    at = 0
    for part in parts:
        if part not in texts[at:]:
            return False
        at = texts.index(part, at) + 1
    return True


def find_lists(
    table: Table, fields: Sequence[FieldSpec], index: LabelIndex
) -> tuple[list[tuple[str, list[ListEntry]]], frozenset[int]]:
    """The entries of each list in a table, and the table's rows that lists take up."""
    found: list[tuple[str, list[ListEntry]]] = []
    used: set[int] = set()
    grid = CellGrid(table)
    for name in dict.fromkeys(f.table for f in fields):
        own = [f for f in fields if f.table == name]
        head = _head(grid, own, used)
        if head is None:
            continue
        first, last, columns = head
        entries, end = _entries(grid, last + 1, columns, index)
        found.append((name, entries))
        used |= set(range(first, end))
    return found, frozenset(used)


def _head(
    grid: CellGrid, own: Sequence[FieldSpec], used: Iterable[int]
) -> tuple[int, int, dict[int, FieldSpec]] | None:
    """First and last row of a list's heading, and the field of each column by the column where it begins."""
    for last in range(grid.table.n_rows - 1):
        for first in range(last, max(-1, last - DEEPEST), -1):  # a heading of one row before one of several
            if first in used:
                break
            columns: dict[int, FieldSpec] = {}
            for k in range(grid.table.n_cols):
                above = [c for c in grid.above(last + 1, k) if c.row >= first]
                if not above or any(c.col != k for c in above[:1]):
                    continue
                fits = [f for f in own if f not in columns.values() and under(f.label, above)]
                if fits:
                    columns[k] = max(fits, key=lambda f: f.label.count(PATH))
            starts = all(any(c.row == first for c in grid.above(last + 1, k)) for k in columns)
            if len(columns) >= max(2, MOST * len(own)) and starts and not _goes_on(grid, last, columns):
                return first, last, columns
    return None


def _goes_on(grid: CellGrid, last: int, columns: Iterable[int]) -> bool:
    """Whether a cell of the heading reaches below its last row."""
    return any((c := grid.at.get((last, k))) is not None and c.row + c.rowspan > last + 1 for k in columns)


def _entries(
    grid: CellGrid, start: int, columns: dict[int, FieldSpec], index: LabelIndex
) -> tuple[list[ListEntry], int]:
    """The entries below a heading, and the row behind the last."""
    out: list[ListEntry] = []
    left = grid.at.get((start - 1, min(columns) - 1))
    beside = left if left is not None and left.row + left.rowspan > start else None
    for r in range(start, grid.table.n_rows):
        row = grid.row(r)
        cells = [(f, c) for k, f in columns.items() if (c := grid.at.get((r, k))) is not None and c.row == r]
        if (
            not cells
            or _ends(row, columns, index)
            or (beside is not None and grid.at.get((r, beside.col)) is not beside)
        ):
            return out, r
        mine = {id(c) for _, c in cells}
        beside_them = [("".join(squeeze(a.text) for a in grid.above(start, c.col)[:1]), c) for c in row]
        others = [
            (caption, c)
            for caption, c in beside_them
            if id(c) not in mine and c.row == r and not is_blank(c.text) and not _is_number(caption, c.text, index)
        ]
        written = [(f, c) for f, c in cells if not _MORE.fullmatch(squeeze(c.text))]
        if others or any(not is_blank(c.text) and not _is_as_printed(f, c.text) for f, c in written):
            out.append(ListEntry(len(out) + 1, tuple(written), tuple(others)))
    return out, grid.table.n_rows


def _is_as_printed(field: FieldSpec, text: str) -> bool:
    """Whether a cell of options shows nothing but these and empty boxes: nobody has filled in the row."""
    if not field.options or _TICKED.search(text) is not None or _BOX.search(text) is None:
        return False
    rest = _BOX.sub("", squeeze(text))
    for option in sorted(map(squeeze, field.options), key=len, reverse=True):
        rest = rest.replace(option, "")
    return re.search(r"\w", rest) is None  # □男 □女（已退休）: something was written beside them


def _is_number(caption: str, text: str, index: LabelIndex) -> bool:
    """Whether a cell numbers its row: a figure or dots under 序号, or under nothing."""
    numbers = not caption or index.table_words.is_number(caption)
    return numbers and _NUMBER.fullmatch(squeeze(text)) is not None


def _ends(row: Sequence[Cell], columns: dict[int, FieldSpec], index: LabelIndex) -> bool:
    """Whether a row is no entry: one cell over several of the columns, a total, or a label of the form."""
    over = any(sum(c.col <= k < c.col + c.colspan for k in columns) > 1 for c in row)
    first = next((c for c in row if not is_blank(c.text)), None)
    if first is None:
        return over
    labelled = first.col not in columns and bool(index.exact(first.text))
    return over or index.table_words.is_total(squeeze(first.text)) or labelled
