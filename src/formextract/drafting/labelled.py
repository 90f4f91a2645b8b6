"""Labels of a blank table with their cells as places: beside, below, within; boxes and blanks that none names."""

from __future__ import annotations

import re
from dataclasses import replace

from formextract.drafting import words
from formextract.drafting.board import Board
from formextract.drafting.gaps import gaps_in
from formextract.drafting.lines import LabelledPlace, alone_in, captioned_gaps, heading_of
from formextract.drafting.measures import unit_at
from formextract.drafting.neighbours import (
    MIN_CAPTION,
    cells_below,
    cells_right,
    counting_word,
    fill_in_unit,
    group_above,
    group_of,
    heads_columns,
    numbered,
    under_years,
)
from formextract.model import Cell
from formextract.text import parse_unit, squeeze

_NUMBERED = re.compile(r"[A-Z]{0,2}\d{1,4}")
"""How a form numbers its rows."""
LIST_ROWS = 2
"""Empty rows under a heading row from which a table is a list."""


def add_label(board: Board, cell: Cell) -> None:
    row_targets = any(board.kind(c) == "target" for c in board.table.cells if c.row == cell.row)
    if row_targets:
        add_targets(board, cell.row)
        return
    right = cells_right(board, cell)
    if cell.rowspan > 1 and right and board.kind(right[0]) == "head" and any(board.kind(c) == "year" for c in right):
        board.groups.setdefault(cell.row, []).append(cell)  # 经营情况 beside a heading of years and rows below it
        board.out.say(cell.text)
        return
    values = [c for c in right if board.kind(c) in words.VALUES or fill_in_unit(board, c)]
    if values or any(board.kind(c) == "year" for c in right):
        add_labelled(board, cell, right)
        return
    if not right or all(board.kind(c) in ("head", "unit") for c in right):
        below = cells_below(board, cell)
        if below and heads_columns(board, cell):
            add_column(board, cell, below)
            return
    if board.kind(cell) == "caption":
        add_labelled(board, cell, [], label=words.caption_of(cell.text))
        return
    counted = counting_word(board, cell)
    if counted is not None:
        add_labelled(board, cell, [counted])
        return
    if cell.col + cell.colspan < board.table.n_cols:
        board.groups.setdefault(cell.row, []).append(cell)
    board.out.say(cell.text)


def add_targets(board: Board, row: int) -> None:
    """A planning table (基准值, 目标值): one place, its rows are the applicant's to add."""
    if not any(f.shape == "targets" and f.section == board.out.section for f in board.out.found):
        label = words.one_line(board.heading) or "目标"
        board.out.found.append(LabelledPlace(label, "targets", board.out.section))
    until = next(
        (c.row for c in board.table.cells if c.row > row and board.kind(c) == "section" and board.alone(c)),
        board.table.n_rows,
    )
    mine = {id(c) for c in board.table.cells if row <= c.row < until}
    board.used |= mine
    board.told |= mine


def add_labelled(board: Board, cell: Cell, right: list[Cell], label: str = "", shape: str | None = None) -> None:
    """A label with the cells to its right (or the one below it)."""
    values = [c for c in right if board.kind(c) in words.VALUES or fill_in_unit(board, c)]
    text = label or (words.caption_of(cell.text) if board.kind(cell) == "caption" else words.one_line(cell.text))
    found = LabelledPlace(
        text,
        shape,
        board.out.section,
        unit=unit_at(board, cell, right),
        limit=words.limit_of(cell.text) or next((x for c in right if (x := words.limit_of(c.text))), None),
        least=words.least_of(cell.text) or next((x for c in right if (x := words.least_of(c.text))), None),
        about=any(words.is_about(c.text) for c in (cell, *right)),
        where=cell.place.cell or "",
        group=group_of(board, cell),
        total=board.out.said.is_total(squeeze(words.bare(text))),
        cells=board.takes(values or [cell]),
        row=cell.row,
        code=_code_of(board, cell),
    )
    kinds = {board.kind(c) for c in right}
    board.told.add(id(cell))
    for c in right:
        board.used.add(id(c))
        if board.kind(c) == "year":
            board.year(c)
        elif board.kind(c) in ("hint", "text", "sign"):
            board.said(c)
    roles = any(board.kind(c) == "role" for c in board.table.cells if cell.row <= c.row < cell.row + cell.rowspan)
    if ("level" in kinds and roles) or "role" in kinds:
        found = replace(found, shape="standards", years=True)
    elif "ticks" in kinds:
        ink = next(c.text for c in right if board.kind(c) == "ticks")
        given, caption = words.options(ink)
        if len(squeeze(caption)) >= MIN_CAPTION and not found.label.startswith(caption[:MIN_CAPTION]):
            # 已开展的工作：☐甲 ☐乙, in one cell; the cell beside it is a group's or says the same
            board.out.say(caption)
        found = replace(found, shape="ticks", options=given, single=words.is_round(ink))
        board.out.open += [f"勾选项里还有要填的空“{g[:40]}”" for g in words.gaps_in_options(ink)]
    elif "blanks" in kinds:
        ink = next(c.text for c in right if board.kind(c) == "blanks")
        found = replace(found, shape="blanks", names="名" in ink)
    elif "gaps" in kinds:
        written = next(c for c in right if board.kind(c) == "gaps")
        found = replace(found, shape="gaps", gaps=gaps_in(words.clean(written.text)), unit=None)
        for c in right:
            if c is not written and board.kind(c) == "gaps":
                board.told.discard(id(c))
                board.open(c)
    elif any(words.is_region(c.text) for c in right):
        found = replace(found, shape="region", unit=None)
    elif shape is None:
        years = "year" in kinds or under_years(board, values) or any(_names_years(c.text) for c in values)
        found = replace(found, years=years and found.limit is None)
        for c in values:
            for year in re.findall(r"20\d\d", c.text if board.kind(c) == "inline" else ""):
                if int(year) not in board.out.years:
                    board.out.years.append(int(year))
    board.out.found.append(found)


def _code_of(board: Board, label: Cell) -> str:
    """What the form numbers a label's row by, where a heading says that its column does: 代码, 序号."""
    for c in board.table.cells:
        if c.row == label.row and c is not label and _NUMBERED.fullmatch(squeeze(c.text)):
            above = (board.at.get((r, c.col)) for r in range(c.row - 1, -1, -1))
            head = next(
                (squeeze(h.text) for h in above if h is not None and not _NUMBERED.fullmatch(squeeze(h.text))), ""
            )
            if board.out.said.head(head) in ("code", "number"):
                return squeeze(c.text)
    return ""


def add_column(board: Board, cell: Cell, below: list[Cell]) -> None:
    """A label over its column: of years, of a list's rows, or of one value."""
    firsts = [c for x in below if (c := board.at.get((x.row, 0))) is not None and c.row == x.row]
    years = any(board.kind(c) == "year" for c in firsts)
    for c in firsts:
        if board.kind(c) == "year":
            board.year(c)
    ink = next((c for c in below if board.kind(c) == "ticks"), None)
    blanks = next((c for c in below if board.kind(c) == "blanks"), None)
    found = LabelledPlace(
        words.one_line(cell.text),
        None,
        board.out.section,
        years=years,
        unit=unit_at(board, cell, below),
        limit=words.limit_of(cell.text),
        where=cell.place.cell or "",
        group=group_of(board, cell) or group_above(board, cell),
        listed=(not years and len(below) >= LIST_ROWS) or numbered(board, cell.row),
        total=board.out.said.is_total(squeeze(cell.text)),
        cells=board.takes(below),
        row=cell.row,
    )
    if ink is not None:
        found = replace(found, shape="ticks", options=words.options(ink.text)[0])
    elif blanks is not None:
        found = replace(found, shape="blanks", names="名" in blanks.text)
    board.used |= {id(c) for c in below}
    for c in below:
        if board.kind(c) == "hint":
            board.out.say(c.text)
    board.out.found.append(found)


def add_unnamed(board: Board, cell: Cell) -> None:
    """Boxes or a ruled blank that no label stands beside: words before the boxes are its label."""
    captioned = captioned_gaps(words.clean(cell.text)) if board.kind(cell) == "gaps" else None
    if captioned is not None:
        gaps = gaps_in(captioned[1])
        shape = None if gaps is None or len(gaps.gaps) == 1 else "gaps"
        where = cell.place.cell or ""
        label = words.one_line(captioned[0])
        cells = board.takes([cell])
        board.out.found.append(
            LabelledPlace(label, shape, board.out.section, where=where, gaps=gaps if shape else None, cells=cells)
        )
        return
    alone = alone_in(cell.text) if board.kind(cell) == "gaps" else None
    if alone is not None:
        label, gaps = alone
        where = cell.place.cell or ""
        cells = board.takes([cell])
        board.out.found.append(LabelledPlace(label, "gaps", board.out.section, where=where, gaps=gaps, cells=cells))
        return
    given, caption = words.options(cell.text) if board.kind(cell) == "ticks" else ((), "")
    if given and board.alone(cell):
        caption = caption or words.one_line(heading_of(board.out))
    if len(squeeze(caption)) >= MIN_CAPTION:
        where, group = cell.place.cell or "", group_of(board, cell)
        cells = board.takes([cell])
        board.out.found.append(
            LabelledPlace(caption, "ticks", board.out.section, options=given, where=where, group=group, cells=cells)
        )
    else:
        board.open(cell)


def _names_years(text: str) -> bool:
    return len(re.findall(r"20\d\d\s*年?", text)) > 1 and parse_unit(squeeze(text)) is None
