"""What the figure of a place is measured in: by its label, its cell, the heading above it, the table."""

from __future__ import annotations

import re

from formextract.drafting import words
from formextract.drafting.board import Board
from formextract.drafting.lines import LabelledPlace
from formextract.drafting.neighbours import heads_columns
from formextract.drafting.newly import is_score, type_asked
from formextract.model import Cell
from formextract.text import conversion, find_unit, squeeze

_COST = re.compile("投资|经费|资金|费用|收[入支]|支出|预算|决算|成本")
_NO_AMOUNT = re.compile(
    r"名称|姓名|[单部]位|部门|负责人|联系|电话|地[址点]|编号|号码|账[号户]|银行|情况|说明|内容|备注|来源|依据|年限|期限|率|比例|比重|占比"
)
"""What a table of amounts may ask for besides: who, where, how."""


def unit_at(board: Board, cell: Cell, right: list[Cell]) -> str | None:
    printed = words.unit_of(cell.text)
    if printed is not None:
        return printed
    for c in right:
        if board.kind(c) == "unit":
            return squeeze(c.text)
        if board.kind(c) == "inline" and (unit := words.unit_of(c.text)) is not None:
            return unit
    empty = [c for c in right if board.kind(c) == "blank"]
    if len(empty) == 1 and _under_score(board, empty[0]):
        return "分"
    counted = board.out.unit is not None and conversion(board.out.unit, "元") is None and heads_columns(board, cell)
    if empty and (is_amount(cell.text) or counted or _under_amount(board, empty[0]) or _of_money(board, cell)):
        return unit_above(board, cell.text)
    return None


def unit_above(board: Board, label: str) -> str | None:
    """The unit that a table's heading says for all of its figures, rates apart."""
    if re.search(r"比例|比重|占比|增[长速幅]|率", label):
        return None
    return board.out.unit or (board.out.money if is_amount(label) else None)


def _under_score(board: Board, cell: Cell) -> bool:
    """Whether the heading over a place says that points stand below it: 自评得分."""
    above = [board.at.get((r, cell.col)) for r in range(cell.row - 1, -1, -1)]
    head = next((c for c in above if c is not None and board.kind(c) not in (*words.VALUES, "number")), None)
    return head is not None and head.colspan == cell.colspan and is_score(squeeze(head.text))


def _of_money(board: Board, cell: Cell) -> bool:
    """Whether a table's own heading says that it is of amounts, and in what: 投资构成（单位：万元）."""
    said = words.bare(board.heading)
    unit = find_unit(board.heading) or words.unit_of(board.heading)
    if unit is None or conversion(unit, "元") is None:
        return False
    told = is_amount(said) or _COST.search(said) is not None or _COST.search(cell.text) is not None
    asked = type_asked(LabelledPlace(words.one_line(cell.text), None, ""))[0]
    return told and asked == "text" and not _NO_AMOUNT.search(cell.text)


def _under_amount(board: Board, cell: Cell) -> bool:
    """Whether the heading over a place says that amounts stand below it: 金额."""
    above = [c for r in range(cell.row) if (c := board.at.get((r, cell.col))) is not None and c.col == cell.col]
    return any(re.fullmatch(r"(?:金额|数额|资金|经费)(?:\(.*\))?", squeeze(c.text)) for c in above)


def of_one_kind(unit: str | None, other: str | None) -> bool:
    """Whether two units measure the same: 元 and 万元."""
    return unit == other or (unit is not None and other is not None and conversion(unit, other) is not None)


def is_amount(label: str) -> bool:
    """Whether a label names an amount of money, which the unit above a table is meant for."""
    return re.search(
        r"收入|利润|产值|总额|金额|费用|经费|投资|资产|税|[额值资]$|补[贴助](?:合计|资金)?$", squeeze(words.bare(label))
    ) is not None and not re.search(r"比例|比重|占比|增[长速幅]|率", label)
