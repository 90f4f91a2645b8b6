"""Planning tables: a row a target, with a baseline and a target value (基准值, 目标值)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from formextract.model import Cell, Table
from formextract.text import is_none, parse_unit, squeeze, strip_numbering, unwrapped

_BASELINE = re.compile(r"(?:(20[\d/]{2})年?(?:度|底|末)?)?(?:基准值|基期值|基准数|基础值|现状值|基准年)(?:\((.*)\))?")
_TARGET = re.compile(r"(?:(20[\d/]{2})年?(?:度|底|末)?)?(?:目标值|目标数|目标)(?:\((.*)\))?")
"""Heads of the two columns with their year and what stands in brackets; of a year a digit may have been read as a
stroke (202/)."""
LONGEST_NAME = 20
"""Letters; what a planning table calls its rows is shorter than a sentence."""
_PLACEHOLDER = re.compile(r"[.…·。—\-]*|/+")


@dataclass(frozen=True, slots=True)
class TargetRow:
    """A row of a planning table: its name, its direction (方向), the two value cells, and the cell of its name.

    `direction_by` is the cell of its direction, where that is another.

    `units` are those that the heads of the two columns (or a column of units) give, `heads` these two heads.
    """

    name: str
    direction: str
    baseline: Cell | None
    target: Cell | None
    named_by: tuple[Cell, ...] = ()
    units: tuple[str | None, str | None] = (None, None)
    heads: tuple[Cell, Cell] | None = None
    direction_by: Cell | None = None


def find_targets(table: Table) -> tuple[list[TargetRow], frozenset[int]]:
    """The target rows of a table and the table's rows that they take up; none where it is no planning table."""
    rows: list[TargetRow] = []
    used: set[int] = set()
    if not any(_BASELINE.fullmatch(_head_text(c)) for c in table.cells):
        return rows, frozenset()
    grid: dict[tuple[int, int], Cell] = {}
    for c in table.cells:
        for r in range(c.row, c.row + c.rowspan):
            for k in range(c.col, c.col + c.colspan):
                grid[r, k] = c
    head: tuple[Cell, Cell] | None = None
    units_at: dict[int, str] = {}
    for r in range(table.n_rows):
        own = [c for c in table.cells if c.row == r]
        base = next((c for c in own if _BASELINE.fullmatch(_head_text(c))), None)
        goal = next((c for c in own if _TARGET.fullmatch(_head_text(c)) and c is not base), None)
        if base is not None and goal is not None and base.col > 0:
            head = (base, goal)
            used.add(r)
            continue
        if head is None:
            continue
        baseline, target = grid.get((r, head[0].col)), grid.get((r, head[1].col))
        labels: list[Cell] = []
        for k in range(min(head[0].col, head[1].col)):
            cell = grid.get((r, k))
            if cell is not None and cell not in labels:
                labels.append(cell)
        unit = next((c for c in labels if len(labels) > 1 and parse_unit(c.text) is not None), None)
        if unit is not None:  # a column of units, whatever its head calls it
            labels.remove(unit)
            units_at[r] = squeeze(unit.text)
        if not labels or (baseline is not None and (baseline is labels[0] or baseline is target)):
            head = None  # a row across the table ends the planning table
            continue
        if _ends(labels, baseline, target):
            head = None
            continue
        used.add(r)
        names = [_plain(c.text) for c in labels]
        names = [n for n in names if n]
        empty = all(c is None or not c.text.strip() for c in (baseline, target))
        if not names or (_PLACEHOLDER.fullmatch(squeeze(names[-1])) and empty):
            continue
        name_cell = next(c for c in reversed(labels) if _plain(c.text))
        if all(c is None or c.row < r for c in (name_cell, baseline, target)):
            continue  # the lower half of a row that a page's end cut
        column = units_at.get(r)
        units = tuple(column or unit_of(h) for h in head)
        direction = names[0] if len(names) > 1 else ""
        beside = next(c for c in labels if _plain(c.text)) if direction else None
        rows.append(TargetRow(names[-1], direction, baseline, target, (name_cell,), (units[0], units[1]), head, beside))
    return rows, frozenset(used)


def heads_plan(texts: Sequence[str]) -> tuple[int, int] | None:
    """Which of some texts side by side head the two columns of a planning table; None where none do."""
    said = [squeeze(unwrapped(t)) for t in texts]
    base = next((k for k, t in enumerate(said) if _BASELINE.fullmatch(t)), None)
    goal = next((k for k, t in enumerate(said) if _TARGET.fullmatch(t) and k != base), None)
    return None if base is None or goal is None else (base, goal)


def year_of(head: Cell) -> str | None:
    """The year that a head names (`2026 年目标值`); None where it names none, or a digit of it was misread."""
    text = _head_text(head)
    found = _BASELINE.fullmatch(text) or _TARGET.fullmatch(text)
    return found.group(1) if found is not None and found.group(1) and found.group(1).isdigit() else None


def _head_text(head: Cell) -> str:
    """What a head says; on paper without lines that are but a stroke: what shows through is no word."""
    text = head.text
    if head.legibility.scanned:
        text = "\n".join(line for line in text.split("\n") if not is_none(line))
    return squeeze(unwrapped(text))


def unit_in(text: str) -> str | None:
    """The unit behind the only figure of a cell (`达到91.70亿元`)."""
    found = re.findall(r"\d[\d,]*(?:\.\d+)?([^\d,.。，;；]*)", squeeze(unwrapped(text)))
    unit = re.sub(r"(?:左右|以上|以内|以下|上下|余|多)$", "", found[0]) if len(found) == 1 else ""
    return unit if unit and parse_unit(unit) is not None else None


def unit_of(head: Cell) -> str | None:
    """The unit that a head gives in brackets (`目标值（万元）`)."""
    text = _head_text(head)
    found = _BASELINE.fullmatch(text) or _TARGET.fullmatch(text)
    inner = found.group(2) if found is not None else None
    return inner if inner and parse_unit(inner) is not None else None


def _ends(labels: list[Cell], baseline: Cell | None, target: Cell | None) -> bool:
    """Whether a row is a line of text below the table, where a sheet's cells were not merged over it."""
    filled = [c for c in labels if c.text.strip()]
    empty = all(c is None or not c.text.strip() for c in (baseline, target))
    if not empty or len(filled) != 1 or filled[0] is not labels[0]:
        return False
    text = filled[0].text.strip()
    return len(text) > LONGEST_NAME or strip_numbering(text) != text


def _plain(text: str) -> str:
    text = unwrapped(text)
    return re.sub(r"\s+", "", text).strip("：:,，.。、;；·")


def named(rows: list[TargetRow], alike: float = 100.0) -> list[tuple[str, TargetRow]]:
    """Each row with its name in the record; `方向·指标` where two rows share a name.

    Of two names one of which was read from a picture that one may have been misread: they share it from a likeness
    of `alike` (0 to 100).
    """
    read = [any(c.legibility.scanned for c in r.named_by) for r in rows]
    shared = [
        sum(
            fuzz.ratio(r.name, other.name) >= (alike if mine or its else 100.0)
            for other, its in zip(rows, read, strict=True)
        )
        > 1
        for r, mine in zip(rows, read, strict=True)
    ]
    return [(f"{r.direction}·{r.name}" if s and r.direction else r.name, r) for s, r in zip(shared, rows, strict=True)]
