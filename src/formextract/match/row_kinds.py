"""What a row of a table is: a line of text across it, captions for the columns below, their units, or data."""

from __future__ import annotations

import re
from collections.abc import Collection
from itertools import pairwise
from typing import Literal

from formextract.match.cell_kinds import VALUES
from formextract.match.table_kinds import TableKinds
from formextract.text import find_unit, squeeze

LONGEST_STATEMENT = 24
"""Letters of a row that only states a unit."""

_ORDINAL = re.compile(
    r"第?[(\[]?(?:[一二三四五六七八九十壹贰叁肆伍陆柒捌玖拾]{1,3}|[A-Z]|[IVXⅠ-Ⅻ]{1,4}|\d{1,2})[)\]]?[.、部分章节]{0,2}"
)
"""The number of a part in a cell of its own."""

RowKind = Literal["line", "heading", "units", "data"]


def row_kind(t: TableKinds, r: int, own: list[int], headings: Collection[int], *, headed: bool) -> RowKind:
    """What a row is, of whose cells `own` begin in it. `headed`: captions of columns stand above it; `headings` are the
    rows of captions so far.
    """
    if _is_line(t, r, own):
        return "line"
    if _is_heading(t, r, own) or (headed and r - 2 in headings and _like_the_pair_above(t, r, own)):
        return "heading"
    return "units" if headed and _is_units(t, r) else "data"


def _is_line(t: TableKinds, r: int, own: list[int]) -> bool:
    """A row of one text across the table: a section's heading, a caption, a paragraph."""
    if len(own) != len(t.rows[r]):
        return False
    filled = [i for i in own if t.kinds[i].kind != "blank"]
    if len(filled) != 1:
        return (not filled and len(own) == 1) or _is_numbered_line(t, filled)
    kind = t.kinds[filled[0]]
    cell = t.table.cells[filled[0]]
    if kind.kind == "label":
        # a label of a field whose value was left empty is a row of data, a paragraph that begins like one is not
        return False
    wide = cell.colspan == t.table.n_cols or states_unit(cell.text)
    return wide or (filled[0] == own[0] and kind.kind in ("text", "printed", "head"))


def _is_numbered_line(t: TableKinds, filled: list[int]) -> bool:
    """Whether a row holds a number and the heading of a part, merged over all columns behind it: 二 | 规模与效益."""
    if len(filled) != 2 or _ORDINAL.fullmatch(squeeze(t.table.cells[filled[0]].text)) is None:  # noqa: PLR2004 - number and heading
        return False
    cell = t.table.cells[filled[1]]
    merged = cell.colspan > 1 and cell.col + cell.colspan == t.table.n_cols
    return merged and t.kinds[filled[1]].kind in ("text", "printed", "head")


def states_unit(text: str) -> bool:
    """Whether a text does nothing but state the unit of the amounts below: （金额单位：万元）."""
    return len(text) <= LONGEST_STATEMENT and find_unit(text) is not None


def _is_heading(t: TableKinds, r: int, own: list[int]) -> bool:
    """A row of captions for the columns below it (`年度 | 产值 | 企业数`)."""
    kinds = [t.kinds[i].kind for i in own]
    labels = [i for i in own if t.kinds[i].kind == "label" and not t.kinds[i].rest]
    if not labels or any(k in ("figure", "ticks", "blanks", "none", "year", "role", "level") for k in kinds):
        return False
    if len(own) != len(t.rows[r]):
        return False
    below = r + min(t.table.cells[i].rowspan for i in own)  # the first may be merged over all rows of its group
    below += below < t.table.n_rows and _is_units(t, below)
    under = t.rows[below] if below < t.table.n_rows else []
    values_under = any(t.kinds[i].kind in ("figure", "none", "ticks", "blanks", "year") for i in under)
    # labels beside each other, or one label behind a heading word
    beside = any(t.kinds[a].kind == "label" == t.kinds[b].kind for a, b in pairwise(own))
    headed = t.kinds[own[0]].kind == "head" and bool(labels)
    if headed or (beside and len(labels) > 1):
        first_under = t.kinds[under[0]].kind if under else "blank"
        if values_under and first_under != "label":
            return True
    return _over_values(t, own)


def _like_the_pair_above(t: TableKinds, r: int, own: list[int]) -> bool:
    """Whether captions stand over their values as two rows before, where one of them is known and none below is:
    培育文号 between 列入培育时间 and 所属市州, over 2024年8月 and a city.
    """
    under = t.row_cells(r + 1)
    places = [(t.table.cells[i].col, t.table.cells[i].colspan) for i in own]
    return (
        any(t.kinds[i].kind == "label" and not t.kinds[i].rest for i in own)
        and all(t.kinds[i].kind in ("label", "text") for i in own)
        and not any(t.kinds[i].kind in ("label", "unit", "head") for i, _ in under)
        and places == [(c.col, c.colspan) for _, c in under]
    )


def _is_units(t: TableKinds, r: int) -> bool:
    """Whether a row gives the units of the columns below a heading."""
    kinds = [t.kinds[i].kind for i in t.rows[r] if t.table.cells[i].row == r]
    return kinds.count("unit") > 1 and all(k in ("unit", "head", "blank") for k in kinds)


def _over_values(t: TableKinds, own: list[int]) -> bool:
    """Whether a row is captions only, each right over a value: 负责人, merged downwards, before 姓名 and 职务."""
    cells = [t.table.cells[i] for i in own]
    first = 1 if cells[0].rowspan > 1 else 0
    captions = own[first:]
    if len(captions) < 2 or any(t.kinds[i].kind != "label" or t.kinds[i].rest for i in captions):  # noqa: PLR2004
        return False
    for i in captions:
        cell = t.table.cells[i]
        under = next((c for c in t.row_cells(cell.row + cell.rowspan) if c[1].col == cell.col), None)
        if under is None or under[1].colspan != cell.colspan or t.kinds[under[0]].kind not in VALUES:
            return False
    return True
