"""Lists of firms in a cluster's paper, one a row: their figures are the firms', whatever the columns are called."""

from __future__ import annotations

import re
from collections import defaultdict

from formextract.match.labels import LabelIndex
from formextract.model import Cell, Table
from formextract.text import is_blank, squeeze

_FIRM = re.compile(r"[一-鿿A-Za-z()·]{2,}(?:公司|集团|厂|合作社)(?:\([^()]*\))?")
_FIGURE = re.compile(r"[-+]?\d[\d,.]*%?")


def firm_rows(table: Table, index: LabelIndex) -> tuple[list[tuple[str, Cell]], frozenset[int]]:
    """What the rows of a list of firms hold, each cell with its column's head, and which rows these are; nothing where
    no column names firms, or where a head asks who applies or for another text of the form.
    """
    rows: dict[int, list[Cell]] = defaultdict(list)
    for cell in table.cells:
        if not is_blank(cell.text):
            rows[cell.row].append(cell)
    top = next((r for r in sorted(rows) if len(rows[r]) > 1), None)
    if top is None or any(_FIGURE.fullmatch(squeeze(c.text)) for c in rows[top]):
        return [], frozenset()
    heads = {c.col: c for c in rows[top]}
    asked = {col: [h.indicator for h in index.wanted(c.text)[:1]] for col, c in heads.items()}
    if any(index.asks_words(name) for names in asked.values() for name in names):
        return [], frozenset()
    for col in (c for c, names in asked.items() if not names):
        below = {r: c for r in rows if r > top for c in rows[r] if c.col == col and c.rowspan == 1}
        firms = [r for r, c in below.items() if _FIRM.fullmatch(squeeze(c.text))]
        if firms and 2 * len(firms) > len(below):
            listed = range(min(firms), max(below) + 1)
            told = [(heads[c.col].text if c.col in heads else "", c) for r in listed for c in rows.get(r, ())]
            own = min(below) == min(firms)  # the heads are of nothing else
            return told, frozenset([*listed, *([top] if own else [])])
    return [], frozenset()
