"""Lists of things that a form only counts: projects row by row, each with its kind, where how many of each is asked.

A row's kind is told by a cell that is the very name of something that the form counts (核心龙头项目). The amounts of
such a list stand for one figure of the form together, never the first row's alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from formextract.match.labels import LabelIndex, take_apart
from formextract.model import Cell, Table
from formextract.model.doubt import all_of, doubt
from formextract.model.placement import Placement
from formextract.model.template import FieldSpec, Indicator, Template
from formextract.tables import CellGrid, HeadWords, is_figure
from formextract.text import is_blank, parse_unit, squeeze

ROW = 1000
"""Order numbers of a row."""
LEAST = 2
"""Rows of a list; one row alone is a row like any other."""
MOST = 0.5
"""Share of a list's rows whose kind is told."""
COUNTED = 0.8
"""Confidence at most of what was counted or added up: the list may hold only a part."""
_ADDED_UP = doubt("added_up", "表里没有直接填写，由清单逐行合计得出，请核对", COUNTED)
_NUMBER = re.compile(r"\d{1,3}[.、)]?")
_AMOUNT = re.compile(r"\d[\d,]*(?:\.\d+)?")
_SINGLE = (None, "cell", "line")


@dataclass(frozen=True, slots=True)
class _Rows:
    """A heading with the rows of its list; `total` is the row of totals, if there is one."""

    head: int
    rows: tuple[int, ...]
    total: int | None


@dataclass(frozen=True, slots=True)
class Tallies:
    """What a table's list comes to, the rows that it takes up, and what else stands in these: order, heading, cell."""

    found: tuple[Placement, ...] = ()
    rows: frozenset[int] = frozenset()
    others: tuple[tuple[int, str, Cell], ...] = ()


def find_tallies(
    table: Table, template: Template, index: LabelIndex, indicators: Mapping[str, Indicator], order: int
) -> Tallies:
    """What the list of a table comes to; nothing where it has none whose kinds of rows the form counts."""
    counted = {
        f.indicator: f
        for f in template.fields
        if f.shape in _SINGLE and not f.columns and indicators[f.indicator].kind == "integer"
    }
    grid = CellGrid(table)
    for head in range(table.n_rows - LEAST):
        found = _rows(grid, head, index.table_words)
        if found is None:
            continue
        told = _kinds(grid, found, counted, index)
        if told is None or not _named(grid, found, told[0]):
            continue
        column, kinds = told
        out = [_count(grid, found, column, name, kinds, counted[name]) for name in sorted(set(kinds.values()))]
        out += _amounts(grid, found, template, index, indicators)
        used = {found.head, *found.rows, *([] if found.total is None else [found.total])}
        taken = {place for p in out for place in (p.place, *p.further)}
        others = [
            (order + r * ROW + c.col, grid.at[found.head, c.col].text, c)
            for r in found.rows
            for c in grid.row(r)[1:]
            if c.place not in taken and not is_blank(c.text)
        ]
        return Tallies(tuple(out), frozenset(used), tuple(others))
    return Tallies()


def _rows(grid: CellGrid, head: int, words: HeadWords) -> _Rows | None:
    """The numbered rows below a heading that begins with 序号."""
    first = grid.at.get((head, 0))
    if first is None or not words.is_number(squeeze(first.text)) or first.row + first.rowspan - 1 != head:
        return None
    rows: list[int] = []
    for r in range(head + 1, grid.table.n_rows):
        lead = grid.at.get((r, 0))
        texts = [squeeze(c.text) for c in grid.row(r)]
        if any(words.is_total(t) for t in texts):
            return _Rows(head, tuple(rows), r) if len(rows) >= LEAST else None
        if lead is None or not _NUMBER.fullmatch(squeeze(lead.text)):
            break
        rows.append(r)
    return _Rows(head, tuple(rows), None) if len(rows) >= LEAST else None


def _kinds(
    grid: CellGrid, found: _Rows, counted: Mapping[str, FieldSpec], index: LabelIndex
) -> tuple[int, dict[int, str]] | None:
    """The column that tells of each row which of the form's counts it adds to, with the indicator by row."""
    for column in range(1, grid.table.n_cols):
        kinds = {}
        for r in found.rows:
            cell = grid.at.get((r, column))
            names = [] if cell is None else [n for n in index.exact(cell.text) if n in counted]
            if len(names) == 1:
                kinds[r] = names[0]
        if len(kinds) >= max(LEAST, MOST * len(found.rows)):
            return column, kinds
    return None


def _named(grid: CellGrid, found: _Rows, kinds: int) -> bool:
    """Whether each row is a thing with a name of its own beside its kind, and no row of the form's own figures."""
    for column in range(1, grid.table.n_cols):
        texts = [squeeze(c.text) if (c := grid.at.get((r, column))) is not None else "" for r in found.rows]
        words = all(len(t) > 1 and not is_figure(t) and parse_unit(t) is None for t in texts)
        if column != kinds and words and len(set(texts)) == len(texts):
            return True
    return False


def _count(
    grid: CellGrid, found: _Rows, column: int, name: str, kinds: Mapping[int, str], spec: FieldSpec
) -> Placement:
    number = Counter(kinds.values())[name]
    cells = [grid.at[r, column] for r in found.rows if kinds.get(r) == name]
    return _placement(spec, name, spec.label, str(number), None, cells)


def _amounts(
    grid: CellGrid, found: _Rows, template: Template, index: LabelIndex, indicators: Mapping[str, Indicator]
) -> list[Placement]:
    """The sums of money of a list, each for the one amount of the form that its column's heading names."""
    out = []
    single = {f.indicator: f for f in template.fields if f.shape in _SINGLE and not f.columns}
    for column in range(1, grid.table.n_cols):
        heading = grid.at[found.head, column]
        hits = [h for h in index.hits(heading.text) if h.indicator in single]
        spec = single[hits[0].indicator] if hits else None
        asked = None if spec is None else indicators[spec.indicator]
        if spec is None or asked is None or asked.period is not None or not _is_money(asked.unit):
            continue
        cells = [grid.at[r, column] for r in found.rows]
        amounts = [_AMOUNT.fullmatch(squeeze(c.text)) for c in cells]
        if not all(amounts):
            continue
        total = sum(Decimal(squeeze(c.text).replace(",", "")) for c in cells)
        stated = None if found.total is None else grid.at.get((found.total, column))
        unit = take_apart(heading.text).unit
        if stated is not None and not is_blank(stated.text):
            out.append(_placement(spec, spec.indicator, heading.text, stated.text, unit, [stated], sure=True))
        else:
            out.append(_placement(spec, spec.indicator, heading.text, f"{total}", unit, cells))
    return out


def _is_money(unit: str | None) -> bool:
    told = parse_unit(unit) if unit else None
    return told is not None and told.dimension == "money"


def _placement(
    spec: FieldSpec, name: str, label: str, text: str, unit: str | None, cells: list[Cell], *, sure: bool = False
) -> Placement:
    first, *others = cells
    return Placement(
        spec,
        name,
        label,
        None,
        (),
        text,
        first.place,
        unit,
        doubts=() if sure else (_ADDED_UP,),
        further=tuple(c.place for c in others),
        legibility=all_of(c.legibility for c in cells),
    )
