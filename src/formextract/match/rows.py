"""Summary sheets: a heading row of known labels, then one record a row."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from formextract.match.assign import sure
from formextract.match.labels import LabelIndex
from formextract.model import Cell, Document, Line, Table
from formextract.model.placement import Leftover, Match, Placement
from formextract.model.template import FieldSpec, Template
from formextract.text import is_blank, squeeze

_REMARK = re.compile(r"\([^()]*\)")
"""What a column is to be filled with, in brackets below its heading, in words of the sender's own."""
LEAST_COLUMNS = 3
"""Known columns that make a row the heading of a summary."""


def match_rows(document: Document, template: Template, index: LabelIndex, printed: frozenset[str]) -> list[Match]:
    """One match a filled row. What stands outside the rows is left over with the first one."""
    outside: list[Leftover] = []
    rows: list[tuple[tuple[Placement, ...], list[Leftover]]] = []
    columns: dict[int, tuple[FieldSpec, str, float]] = {}
    for block in document.blocks:
        if isinstance(block, Line):
            _outside(block, template, printed, outside)
            continue
        columns = _table(block, columns, template, index, printed, rows, outside)
    outside += [Leftover("（隐藏内容）", h.text, h.place) for h in document.hidden]
    matches = []
    for number, (placements, left) in enumerate(rows):
        matches.append(Match(placements, (*left, *(outside if number == 0 else [])), template.years))
    return matches


def _outside(line: Line, template: Template, printed: frozenset[str], outside: list[Leftover]) -> None:
    text = squeeze(line.text)
    if text and text not in printed and squeeze(template.title) not in text:
        outside.append(Leftover("", line.text.strip(), line.place))


def _table(
    table: Table,
    columns: dict[int, tuple[FieldSpec, str, float]],
    template: Template,
    index: LabelIndex,
    printed: frozenset[str],
    rows: list[tuple[tuple[Placement, ...], list[Leftover]]],
    outside: list[Leftover],
) -> dict[int, tuple[FieldSpec, str, float]]:
    by_row: dict[int, list[Cell]] = {}
    for cell in table.cells:
        by_row.setdefault(cell.row, []).append(cell)
    starts = set(table.page_starts)
    captions: dict[int, str] = {}
    above: str | None = None  # the number of the row before
    for r in sorted(by_row):
        cells = by_row[r]
        heading = _columns(cells, template, index)
        if heading:
            columns = heading
            captions = {c.col: squeeze(c.text) for c in cells}
            continue
        filled = [c for c in cells if not is_blank(c.text) and squeeze(c.text) not in printed]
        if not filled:
            continue
        if not columns or len(cells) == 1 or all(_REMARK.fullmatch(squeeze(c.text)) for c in filled):
            outside += [
                Leftover("", c.text.strip(), c.place) for c in filled if squeeze(template.title) not in squeeze(c.text)
            ]
            continue
        placements, left = _row(cells, columns, captions)
        number = next((c.text for c in cells if captions.get(c.col) in ("序号", "编号")), None)
        whole = _begins(number, placements) and not (rows and number is not None and is_blank(above or ""))
        above = number
        if rows and r in starts and not whole:
            rows[-1] = (_continued(rows[-1][0], placements), rows[-1][1] + left)
        elif any(not is_blank(p.text) for p in placements):
            rows.append((tuple(placements), left))
        else:
            outside += left
    return columns


def _columns(cells: Iterable[Cell], template: Template, index: LabelIndex) -> dict[int, tuple[FieldSpec, str, float]]:
    """Field, caption and confidence by column, where a row of cells is the heading; else nothing."""
    fields = {f.key: f for f in template.fields}
    found: dict[str, tuple[float, int, str, float]] = {}
    for cell in cells:
        first_line = cell.text.split("\n")[0]
        hits = [h for h in index.hits(cell.text) or index.hits(first_line) if h.indicator in fields]
        if not hits:
            continue
        best = hits[0]
        margin = best.score - (hits[1].score if len(hits) > 1 else 0.0)
        if best.indicator not in found or best.score > found[best.indicator][0]:
            found[best.indicator] = (best.score, cell.col, cell.text, sure(best.score, margin))
    if len(found) < LEAST_COLUMNS:
        return {}
    return {col: (fields[name], " ".join(text.split()), s) for name, (_, col, text, s) in found.items()}


def _row(
    cells: list[Cell],
    columns: dict[int, tuple[FieldSpec, str, float]],
    captions: dict[int, str],
) -> tuple[list[Placement], list[Leftover]]:
    placements: list[Placement] = []
    left: list[Leftover] = []
    for cell in cells:
        spec = columns.get(cell.col)
        if spec is not None:
            field, caption, confidence = spec
            placements.append(
                Placement(
                    field,
                    field.indicator,
                    caption,
                    None,
                    (),
                    cell.text,
                    cell.place,
                    None,
                    "value",
                    confidence,
                    cell.doubt,
                )
            )
        elif not is_blank(cell.text) and captions.get(cell.col, "") not in ("序号", "编号"):
            left.append(Leftover(captions.get(cell.col, ""), cell.text.strip(), cell.place))
    return placements, left


def _begins(number: str | None, placements: list[Placement]) -> bool:
    """Whether a row at the top of a page is a new one: it has its number or, where none has, most of its cells."""
    if number is not None:
        return not is_blank(number)
    return sum(not is_blank(p.text) for p in placements) * 2 > len(placements)


def _continued(above: tuple[Placement, ...], below: list[Placement]) -> tuple[Placement, ...]:
    """A row cut by the page's end: the lower halves of its cells set behind the upper ones, with their doubts."""
    lower = {p.indicator: p for p in below if not is_blank(p.text)}
    return tuple(_with(p, lower[p.indicator]) if p.indicator in lower else p for p in above)


def _with(upper: Placement, lower: Placement) -> Placement:
    return replace(
        upper,
        text=upper.text + lower.text,
        doubt=upper.doubt or lower.doubt,
        further=(*upper.further, lower.place, *lower.further),
    )
