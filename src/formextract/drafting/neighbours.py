"""What stands beside, above and below a label in a blank table."""

from __future__ import annotations

from formextract.drafting import words
from formextract.drafting.board import Board
from formextract.drafting.gaps import is_measure
from formextract.drafting.lines import captioned_gaps
from formextract.model import Cell
from formextract.text import squeeze

MIN_CAPTION = 4
"""Letters from which the words before the boxes, in the same cell, are the label."""


def cells_right(board: Board, cell: Cell) -> list[Cell]:
    """The cells to the right of a label, in all its rows, up to the next label."""
    out: list[Cell] = []
    beside = board.at.get((cell.row, cell.col + cell.colspan))
    if beside is not None and board.kind(beside) in ("label", "section", "caption"):
        return out  # 负责人 before 姓名 and 职务: a group's caption
    for r in range(cell.row, cell.row + cell.rowspan):
        k = cell.col + cell.colspan
        while k < board.table.n_cols:
            other = board.at.get((r, k))
            if other is None or board.kind(other) in ("label", "section", "caption") or id(other) in board.used:
                break
            if (
                board.kind(other) == "ticks"
                and len(squeeze(words.options(other.text)[1])) >= (1 if out else MIN_CAPTION)
                and (cell.rowspan > 1 or out)
            ):
                break  # a group's cell with boxes and its own caption, or one behind another label's place
            if (out or cell.rowspan > 1) and board.kind(other) == "head" and board.has_place(other):
                break  # 名称, beside a group\'s caption
            if out and board.kind(other) == "gaps" and captioned_gaps(words.clean(other.text)) is not None:
                break  # 贷款期限：  年  月至  年  月, behind another label's place
            if other not in out:
                out.append(other)
            k = other.col + other.colspan
    return out


def counting_word(board: Board, cell: Cell) -> Cell | None:
    """The cell beside a label that prints a counting word to write before: 间（套）, in a row with other places."""
    beside = board.at.get((cell.row, cell.col + cell.colspan))
    if beside is None or beside.col + beside.colspan < board.table.n_cols or not is_measure(squeeze(beside.text)):
        return None
    row = [c for c in board.table.cells if c.row == cell.row and c is not beside]
    return beside if any(board.kind(c) in words.VALUES or fill_in_unit(board, c) for c in row) else None


def fill_in_unit(board: Board, cell: Cell) -> bool:
    """Whether a cell that prints a unit only (万元) is the one to write in: nothing to write in follows it."""
    if board.kind(cell) != "unit":
        return False
    following = board.at.get((cell.row, cell.col + cell.colspan))
    if following is not None and board.kind(following) in (*words.VALUES, "year"):
        return False
    above = [board.at.get((r, cell.col)) for r in range(cell.row)]
    return not any(c is not None and board.out.said.head(squeeze(c.text)) == "unit" for c in above)


def cells_below(board: Board, cell: Cell) -> list[Cell]:
    """The cells to write in below a label, up to the next one with words."""
    out: list[Cell] = []
    for r in range(cell.row + cell.rowspan, board.table.n_rows):
        other = board.at.get((r, cell.col))
        if other is None or other.row != r:
            continue
        if board.kind(other) not in words.VALUES and not fill_in_unit(board, other):
            break
        if other.colspan > cell.colspan or any(
            c.row == r and c.col < cell.col and board.kind(c) in ("label", "caption", "section")
            for c in board.table.cells
        ):
            break  # a row with a label of its own
        out.append(other)
    return out


def heads_columns(board: Board, cell: Cell) -> bool:
    """Whether a cell stands in a row of headings: no cell of its row is one to write in."""
    row = [c for c in board.table.cells if c.row == cell.row]
    return not any(board.kind(c) in words.VALUES for c in row)


def numbered(board: Board, row: int) -> bool:
    return any(c.row == row and board.out.said.head(squeeze(c.text)) == "number" for c in board.table.cells)


def under_years(board: Board, cells: list[Cell]) -> bool:
    """Whether years stand above the cells of a row, with no other heading between.

    Cells behind them under nothing are those of a sheet that is wider than this table of it.
    """
    years = [year_above(board, c) for c in cells]
    under = [y for y in years if y is not None]
    behind = cells[len(under) :]
    return (
        len(under) > 1 and None not in years[: len(under)] and all(_nothing_at(board, under[0].row, c) for c in behind)
    )


def _nothing_at(board: Board, row: int, cell: Cell) -> bool:
    head = board.at.get((row, cell.col))
    return head is None or board.kind(head) == "blank"


def year_above(board: Board, cell: Cell) -> Cell | None:
    for r in range(cell.row - 1, -1, -1):
        above = board.at.get((r, cell.col))
        if above is None:
            continue
        kind = board.kind(above)
        if kind == "year":
            return above
        if kind in ("label", "section", "caption", "text"):
            return None
    return None


def group_of(board: Board, cell: Cell) -> str:
    """The caption before a label whose rows hold it (负责人 before 姓名, in the same or a merged cell)."""
    for row, cells in reversed(board.groups.items()):
        for c in reversed(cells):
            if c is not cell and row <= cell.row < row + c.rowspan and c.col < cell.col:
                return words.one_line(words.bare(c.text))
    return ""


def group_above(board: Board, cell: Cell) -> str:
    """The caption over several headings of which this is one: 年龄结构 over 35岁以下 and 36至50岁."""
    above = board.at.get((cell.row - 1, cell.col))
    if above is None or above.row + above.rowspan != cell.row or above.colspan <= cell.colspan:
        return ""
    return words.one_line(words.bare(above.text)) if board.kind(above) in ("label", "head", "caption") else ""
