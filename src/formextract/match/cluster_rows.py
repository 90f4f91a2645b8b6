"""A city's table of its clusters, one a row or a column, on a form that is else one applicant's: each is a form."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import NamedTuple

from formextract.match.labels import LabelIndex
from formextract.model import Cell, Document, Table
from formextract.model.placement import Leftover
from formextract.text import is_blank, squeeze

NAME = "cluster_name"
LEAST_LABELS, LEAST_ROWS = 4, 2
"""Known captions, the name's among them, that head such a table; and clusters that make it one."""
LEAST_BESIDE_NAMES = 2
"""The same where every row has the name of one who applies (…产业集群) and the document names no other."""
SHORTEST = 5
"""Letters of a name that is more than what such applicants are called (产业集群)."""
_SUM = re.compile(r"[^,。:]*[合总小共累]计.*|平均.*")


@dataclass(frozen=True, slots=True)
class ClusterRows:
    """The document once for each cluster, and what stands in rows that are no cluster's."""

    documents: tuple[Document, ...]
    outside: tuple[Leftover, ...]


def by_cluster(document: Document, index: LabelIndex) -> ClusterRows | None:
    """The rows of the first table that lists several clusters; None where no table does."""
    for number, block in enumerate(document.blocks):
        if isinstance(block, Table) and (tables := _by_column(block, index)):
            places = {c.place for table in tables for c in table.cells}
            beside = tuple(
                Leftover("", c.text.strip(), c.place)
                for c in block.cells
                if c.place not in places and not is_blank(c.text)
            )
            return ClusterRows(tuple(_with_table(document, number, table) for table in tables), beside)
        found = _rows(block, index, named=_names_one(document, block, index)) if isinstance(block, Table) else None
        if found is None:
            continue
        assert isinstance(block, Table)
        captions = {c.col: squeeze(c.text) for c in block.cells if c.row <= found.last}
        documents = tuple(_with_table(document, number, _only(block, found, r)) for r in found.rows)
        outside = tuple(
            Leftover(captions.get(c.col, ""), c.text.strip(), c.place)
            for c in block.cells
            if c.row in found.others and not is_blank(c.text)
        )
        return ClusterRows(documents, outside)
    return None


def _with_table(document: Document, number: int, table: Table) -> Document:
    """The document with a table in place of one of its blocks."""
    return replace(document, blocks=(*document.blocks[:number], table, *document.blocks[number + 1 :]))


def _by_column(table: Table, index: LabelIndex) -> list[Table]:
    """A table of clusters side by side, a column each with the captions before them, as one table a cluster; none for
    other tables. Their names stand behind a heading in the first row that has more than one text.
    """
    called = index.lexicon.applicants
    written = [c for c in table.cells if not is_blank(c.text)]
    rows = Counter(c.row for c in written)
    head = min((r for r, n in rows.items() if n > 1), default=-1)
    first = sorted((c for c in written if c.row == head), key=lambda c: c.col)
    names = [c for c in first if squeeze(c.text).endswith(called) and len(squeeze(c.text)) > SHORTEST]
    start = names[0].col if names else 0
    heads = [c for c in first if c.col < start]
    if len({squeeze(c.text) for c in names}) < LEAST_ROWS or not heads or len(heads) + len(names) < len(first):
        return []
    below = [c for c in table.cells if c.row > head]
    known = {h.indicator for c in below if c.col < start for h in index.wanted(c.text)[:1]}
    across = any(c.colspan > 1 and c.col + c.colspan > start and rows[c.row] > 1 for c in (*names, *below))
    if len(known) < LEAST_LABELS or across:
        return []
    asked = replace(heads[-1], text=_asks_name(names[0].text, called))
    kept = [asked if c is heads[-1] else c for c in table.cells if c.row < head or c.col < start]
    columns = [[replace(c, col=start) for c in (name, *below) if c.col == name.col] for name in names]
    return [Table((*kept, *column), table.n_rows, start + 1) for column in columns]


def _names_one(document: Document, but: Table, index: LabelIndex) -> bool:
    """Whether a document asks for the name of one who applies in another place than a table."""
    cells = (c for b in document.blocks if b is not but for c in (b.cells if isinstance(b, Table) else (b,)))
    return any(NAME in index.exact(re.split("[:：]", c.text, maxsplit=1)[0]) for c in cells)


class _Found(NamedTuple):
    """The last row of a table's heading, the rows of its clusters, and the others; by its row and column, in what
    words the heading over the names is read where only these say what it is of.
    """

    last: int
    rows: list[int]
    others: set[int]
    captions: dict[tuple[int, int], str]


def _rows(table: Table, index: LabelIndex, *, named: bool) -> _Found | None:
    """A table's rows, if it lists clusters. `named`: one cluster is named elsewhere, and the table may be of its
    neighbours.
    """
    by_row: dict[int, list[Cell]] = {}
    for c in table.cells:
        by_row.setdefault(c.row, []).append(c)
    for head, cells in by_row.items():
        at = next((c.col for c in cells if NAME in index.exact(c.text)), None)
        called_so: dict[tuple[int, int], str] = {}
        if at is None:
            called = index.lexicon.applicants
            over = next(
                (c for c in cells if any(x in c.text for x in called) and _named(by_row, head, c.col, called)), None
            )
            if over is not None:
                at, called_so = over.col, {(over.row, over.col): _asks_name(over.text, called)}
        last = head + max(c.rowspan for c in cells) - 1  # 产值 stands above its years, 集群名称 beside both
        if at is None or any(c.row + c.rowspan - 1 > last for r in range(head, last + 1) for c in by_row.get(r, ())):
            continue
        known = {c.col: names for c in cells if (names := {h.indicator for h in index.wanted(c.text)})}
        known |= {at: {NAME}} if called_so else {}
        called_each = _called_each(by_row, last, at, index.lexicon.applicants)
        if len(known) < (LEAST_BESIDE_NAMES if called_each and not named else LEAST_LABELS):
            continue
        below = [r for r in by_row if r > last]
        name_of = {r: squeeze(c.text) for r in below for c in by_row[r] if c.col == at and not is_blank(c.text)}
        first = {r: squeeze(next((c.text for c in by_row[r] if not is_blank(c.text)), "")) for r in below}
        rows = [r for r, name in name_of.items() if not _SUM.fullmatch(name) and not _SUM.fullmatch(first[r])]
        if len(rows) >= LEAST_ROWS and len({name_of[r] for r in rows}) == len(rows):
            return _Found(last, rows, set(below) - set(rows), called_so)
    return None


def _called_each(by_row: dict[int, list[Cell]], last: int, col: int, called: tuple[str, ...]) -> bool:
    """Whether each row below a heading that names something in a column names one who applies, but for sums."""
    names = {squeeze(c.text) for r, cells in by_row.items() if r > last for c in cells if c.col == col}
    names = {name for name in names if name and not _SUM.fullmatch(name)}
    return len(names) >= LEAST_ROWS and all(name.endswith(called) and len(name) > SHORTEST for name in names)


def _named(by_row: dict[int, list[Cell]], head: int, col: int, called: tuple[str, ...]) -> bool:
    """Whether names of applicants that are `called` so stand below a heading: 集群, 产业集群（全称）."""
    below = {squeeze(c.text) for r, cells in by_row.items() if r > head for c in cells if c.col == col}
    return sum(name.endswith(called) and len(name) > SHORTEST for name in below) >= LEAST_ROWS


def _asks_name(heading: str, called: tuple[str, ...]) -> str:
    """The caption that asks for the name of what a heading is of: 产业集群 as 产业集群名称."""
    return next(f"{x}名称" for x in sorted(called, key=len, reverse=True) if x in heading)


def _only(table: Table, found: _Found, row: int) -> Table:
    """A table's heading, with the names' caption as it is read, and one of its rows."""
    last = found.last
    at = {r: r for r in range(last + 1)} | {row: last + 1}
    cells = tuple(
        replace(c, row=at[c.row], text=found.captions.get((c.row, c.col), c.text)) for c in table.cells if c.row in at
    )
    return Table(cells, last + 2, table.n_cols)
