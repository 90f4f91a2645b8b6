"""Tables of what was before a change and of what is now, on forms that ask for both: each column is one answer."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from formextract.match.labels import SAME_WORDS, LabelIndex
from formextract.model import Cell, Table
from formextract.model.doubt import weakest_of
from formextract.tables import CellKind, Hit
from formextract.text import is_blank, squeeze, unwrapped

BEFORE, NOW = "~before", ""
"""The periods of what was and of what is, as `columns_of_change` gives them."""
_CHANGED = re.compile(
    "(?:(?P<before>原来?的?|(?:变更|调整)前的?)|(?:现任?的?|新的?|(?:变更|调整)后的?))(?P<what>.{2,20})"
)


@dataclass(frozen=True, slots=True)
class ChangeColumn:
    """A column whose head a form asks for: the head's position among the cells, and its rows' writing as one cell."""

    head: int
    hits: tuple[Hit, ...]
    told: Cell
    end: int
    """The row below the last of the column."""


def change_columns(
    table: Table, row: Sequence[int], heads: Mapping[int, str], index: LabelIndex, kinds: Sequence[CellKind]
) -> tuple[list[ChangeColumn], set[int]]:
    """The columns below `heads` (变更前, 变更后) that a form asks for, and the cells that speak of nothing else.

    Of a row with a caption of the form what is now stays the caption's value as well. Nothing where no column says
    what has changed, or where the form asks for one of the two heads only.
    """
    cells = table.cells
    asked = {i: hits for i in row if (hits := index.wanted(cells[i].text)) and hits[0].score >= SAME_WORDS}
    left = [i for i in row if cells[i].col < min(cells[k].col for k in heads)]
    if not left or not heads.keys() <= asked.keys():
        return [], set()
    what = left[-1]
    below = {(c.row, c.col): i for i, c in enumerate(cells)}
    rows: list[dict[int, int]] = []
    at = cells[what].row + cells[what].rowspan
    while at < table.n_rows:
        here = {i: below[at, cells[i].col] for i in {what, *asked} if (at, cells[i].col) in below}
        if not {what, *heads} <= here.keys():
            break
        filled = {heads[i] for i in heads if not is_blank(cells[here[i]].text)}
        if filled == {BEFORE} and kinds[here[what]].kind == "label":
            break  # 发生原因 | 协会注销 | : a row that is none of the table's, or a change to nothing
        if filled:
            rows.append(here)
        at += cells[here[what]].rowspan
    out: list[ChangeColumn] = []
    done = {what} - asked.keys()  # 事项: only heads the captions
    for i, hits in asked.items():
        told = [(cells[r[what]].text, cells[r[i]]) for r in rows if i in r and not is_blank(cells[r[i]].text)]
        if told:
            out.append(ChangeColumn(i, hits, _joined(told, named=i != what), at))
    for r in rows:
        known = kinds[r[what]].kind == "label"
        done |= {cell for i, cell in r.items() if not (known and (i == what or heads.get(i) == NOW))}
    return out, done


def changed_rows(texts: Mapping[int, str], index: LabelIndex) -> dict[int, tuple[Hit, ...]]:
    """Captions of one thing as it was and as it is (原运营机构, 现运营机构) in rows of their own, by their cells."""
    named: dict[str, dict[str, int]] = {}
    for i, text in texts.items():
        found = _CHANGED.fullmatch(squeeze(text).rstrip(":"))
        if found is not None:
            named.setdefault(found.group("what"), {})["before" if found.group("before") else "now"] = i
    both = [at for at in named.values() if len(at) == 2]  # noqa: PLR2004 - before and now
    before, now = index.wanted("变更前"), index.wanted("变更后")
    if len(both) != 1 or not before or not now:
        return {}
    return {both[0]["before"]: before, both[0]["now"]: now}


def _joined(told: Sequence[tuple[str, Cell]], *, named: bool) -> Cell:
    """The writing of several rows as one cell, each behind what it is of where it does not say so itself."""
    first, *others = (cell for _, cell in told)
    if not others:
        return first
    parts = [f"{squeeze(what).rstrip(':')}：{unwrapped(c.text)}" if named else unwrapped(c.text) for what, c in told]
    further = tuple(p for c in (first, *others) for p in (c.place, *c.further) if p != first.place)
    return replace(
        first,
        text=("；" if named else "、").join(parts),
        further=further,
        doubt=next((c.doubt for _, c in told if c.doubt), ""),
        legibility=weakest_of(c.legibility for _, c in told),
    )
