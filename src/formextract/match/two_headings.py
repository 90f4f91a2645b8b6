"""Headings of two rows over a row a year: 企业 over 总数 and 高新技术企业, made one row of whole captions."""

from __future__ import annotations

import re
from dataclasses import replace

from formextract.match.cell_kinds import kind_of
from formextract.match.frames import TELLING
from formextract.match.labels import SAME_WORDS, LabelIndex, take_apart
from formextract.model import Cell, Table
from formextract.text import squeeze

_YEAR = re.compile(r"\s*20[0-4]\d\s*")
_CAPTION = frozenset({"label", "text", "head", "unit", "printed"})


def with_whole_captions(table: Table, index: LabelIndex, printed: frozenset[str]) -> Table:
    """The table with each heading of two rows made one: a caption below another says with it what it asks for."""
    for r in range(table.n_rows - 2):
        found = _groups(table, r, index, printed)
        if found is None:
            continue
        corner, groups = found
        cells = [c for c in table.cells if c not in groups]
        for k, cell in enumerate(cells):
            if cell is corner or (cell.row == r and cell.rowspan > 1):
                cells[k] = replace(cell, row=r + 1, rowspan=1)
            elif cell.row == r + 1:
                over = next(g for g in groups if g.col <= cell.col < g.col + g.colspan)
                cells[k] = replace(cell, text=_whole(over.text, cell.text, index))
        return replace(table, cells=tuple(cells))
    return table


def _groups(table: Table, r: int, index: LabelIndex, printed: frozenset[str]) -> tuple[Cell, list[Cell]] | None:
    """The corner of a heading of two rows and the captions over several columns; None where a row is none."""
    here = [c for c in table.cells if c.row == r]
    below = [c for c in table.cells if c.row == r + 1]
    corner = next((c for c in here if c.col == 0), None)
    groups = [c for c in here if c.col > 0 and c.rowspan == 1]
    if corner is None or corner.rowspan != 2 or len(groups) < 2:  # noqa: PLR2004 - two rows, groups beside each other
        return None
    whole_columns = [c for c in here if c.col > 0 and c.rowspan > 1]
    if any(c.rowspan != corner.rowspan for c in whole_columns) or not any(c.colspan > 1 for c in groups):
        return None
    first = next((c for c in table.cells if c.col == 0 and c.row == r + 2), None)
    told = all(kind_of(c.text, index, printed).kind in _CAPTION for c in (*groups, *below))
    whole = sum(c.colspan for c in below) == sum(c.colspan for c in groups)
    year = first is not None and (kind_of(first.text, index, printed).kind == "year" or _YEAR.fullmatch(first.text))
    return (corner, groups) if told and whole and year else None


def _whole(over: str, own: str, index: LabelIndex) -> str:
    """What a caption says with the one above it: by itself where the form knows it, together, or its total."""
    apart, above = take_apart(own), take_apart(over).bare
    unit = f"（{apart.unit}）" if apart.unit else ""
    unit = unit or (f"（{of_all}）" if (of_all := take_apart(over).unit) else "")
    for text in (apart.bare, above + apart.bare, apart.bare + above, above):
        hits = index.wanted(text)
        sure = bool(hits) and hits[0].score >= SAME_WORDS and not index.asks_words(hits[0].indicator)
        if sure and (text != above or _says_only_all(apart.bare, index)):
            return text + unit
    return above + apart.bare + unit


def _says_only_all(own: str, index: LabelIndex) -> bool:
    """Whether a caption below another says nothing more than that: 总额, 全部, 数值; and not 增速 or 规上."""
    frame = index.reader.read(squeeze(own))
    return not frame.rest and not any(frame.slot(slot) for slot in TELLING)
