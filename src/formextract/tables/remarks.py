"""Columns of remarks behind columns of values (备注): where they stand, and what a remark says with its row."""

from __future__ import annotations

import re

from formextract.model import Cell, Table
from formextract.text import find_unit, is_blank, parse_unit, squeeze

REMARK = "备注"
"""What a remark beside a value is called among what nobody claimed."""
_HEAD = re.compile("备注|(?:情况|备注|有关)?说明")
LEAST_BEFORE = 2
"""Columns before one of remarks: captions and values."""
LONGEST_CAPTION, LONGEST_REMARK = 20, 40
"""Letters of a caption, and of a remark that is no paragraph."""
_FIGURE = re.compile(r"(\d[\d,]*(?:\.\d+)?)([^\d\s]{0,4})")
_ON = re.compile("其中|含|占|较|比|同比|增|降|另|共")
"""How a remark begins that goes on with what its row says; another one lists parts of it."""


def columns_of_remarks(table: Table) -> dict[int, int]:
    """The columns of remarks, the last ones of a table, with the rows of their heads."""
    heads = (c for c in table.cells if c.col >= LEAST_BEFORE and c.col + c.colspan == table.n_cols)
    return {c.col: c.row for c in heads if c.colspan == 1 and _HEAD.fullmatch(squeeze(c.text).strip("()"))}


def remarks_of(table: Table) -> list[tuple[Cell, str]]:
    """The remarks that tell figures, each with the sentence that it makes with its row's caption and only figure."""
    columns = columns_of_remarks(table)
    rows: dict[int, list[Cell]] = {}
    for c in table.cells:
        if columns and not is_blank(c.text):
            rows.setdefault(c.row, []).append(c)
    out = []
    for cells in rows.values():
        *before, remark = sorted(cells, key=lambda c: c.col)
        told = squeeze(remark.text)
        if (
            columns.get(remark.col, remark.row) >= remark.row
            or not re.search(r"\d", told)
            or len(told) > LONGEST_REMARK
        ):
            continue
        said = _said(before)
        if said:
            out.append((remark, f"{said}，{'' if _ON.match(told) else '其中'}{told}"))
    return out


def _said(before: list[Cell]) -> str:
    """What a row says before its remark: its caption, and its only figure with its unit; '' for more or less."""
    texts = [squeeze(c.text) for c in before]
    units = [t for t in texts if parse_unit(t) is not None]
    figures = [k for k, t in enumerate(texts) if k and _FIGURE.fullmatch(t)]
    if len(figures) != 1 or not texts[figures[0] - 1]:
        return ""
    captions = [t for t in texts[: figures[0]] if t not in units]
    if not captions or len(captions[-1]) > LONGEST_CAPTION or re.search(r"\d", captions[-1]):
        return ""
    found = _FIGURE.fullmatch(texts[figures[0]])
    assert found is not None
    unit = found[2] or (units or [find_unit(captions[-1]) or ""])[0]
    return f"{re.sub(r'[(（][^()（）]*[)）]', '', captions[-1])}{found[1]}{unit}"
