"""A blank table's lists and rows under headings as places."""

from __future__ import annotations

import re
from collections.abc import Sequence

from formextract.drafting import words
from formextract.drafting.areas import BlankList, ValueColumns
from formextract.drafting.board import Board
from formextract.drafting.lines import WORDS, LabelledPlace
from formextract.drafting.measures import is_amount, of_one_kind, unit_above, unit_at
from formextract.drafting.newly import type_asked
from formextract.model import Cell
from formextract.text import squeeze, strip_numbering


def _options_of(board: Board, cells: Sequence[Cell]) -> tuple[str, ...]:
    """The options that a list's column asks to tick in each row; none of other columns."""
    told = {words.options(c.text)[0] if board.kind(c) == "ticks" else () for c in cells}
    return told.pop() if len(told) == 1 else ()


def add_area(board: Board, area: BlankList | ValueColumns) -> None:
    """Adds the columns of a list, or the rows under headings of values."""
    section = board.out.section
    total = area.total.row if isinstance(area, BlankList) and area.total is not None else None
    board.told |= {id(c) for c in area.cells if c.row != total}
    if isinstance(area, BlankList):
        name = area.named_by or _title_above(board, area.captions[0][1])
        for path, cell in area.captions:
            where = cell.place.cell or ""
            unit = words.unit_of(cell.text) or (unit_above(board, path) if is_amount(path) else None)
            below = area.total.row if area.total is not None else board.table.n_rows
            under = [c for c in area.cells if c.col == cell.col and cell.row < c.row < below]
            board.out.found.append(
                LabelledPlace(
                    path, "rows", section, unit=unit, where=where, listed=True, table=name, group=name,
                    cells=board.takes(under), options=_options_of(board, under),
                )
            )  # fmt: skip
        if area.total is not None:
            _list_total(board, area, name, area.total)
        return
    for year in area.years:
        board.year(year)
    apart = {id(c) for _, cells in area.unread for c in cells}
    which: int | None = None  # how far the 其中 above is indented; what stands deeper below it belongs to it
    for label, others, closed in area.rows:
        text, indent = words.one_line(label.text), words.indent_of(label.text)
        which = indent if text.startswith("其中") else which if which is not None and indent > which else None
        columns = tuple((path, told) for path, told in area.columns if path not in closed)
        beside = tuple((path, unit) for path, unit in area.beside if path not in closed)
        unit = unit_at(board, label, list(others))
        if beside and all(told is None for _, told in columns):  # a dash under the only heading of the first kind
            (own, printed), *rest = sorted(beside, key=lambda b: b[1] == WORDS)
            columns, beside, unit = (*columns, (own, own)), tuple(rest), printed or unit
        first = next((path for path, told in columns if isinstance(told, str)), "")
        board.out.found.append(
            LabelledPlace(
                text,
                None,
                section,
                years=all(not isinstance(told, str) for _, told in columns),
                unit=unit or words.unit_of(first) or unit_above(board, text + first),
                where=label.place.cell or "",
                total=board.out.said.is_total(squeeze(words.bare(text))),
                indent=indent,
                which=which is not None,
                columns=columns,
                beside=beside,
                cells=board.takes(c for c in others if board.kind(c) == "blank" and id(c) not in apart),
                row=label.row,
                code=area.codes.get(id(label), ""),
                heads=area.order,
            )
        )
    for path, cells in area.unread:
        board.takes_open(cells)
        board.out.open.append(f"“{path}”一栏 {cells[0].place.cell or ''}".strip())
    for text in area.printed:
        board.out.say(text)


def _list_total(board: Board, area: BlankList, name: str, total: Cell) -> None:
    """Adds the row below a list that adds up its columns; of texts there is no total."""
    asked = [
        (path, cell, type_asked(LabelledPlace(path, None, "", unit=words.unit_of(path) or unit_above(board, path))))
        for path, cell in area.totals
        if board.out.said.head(squeeze(path)) != "remark"
    ]
    figures = [(path, cell, unit) for path, cell, (kind, unit) in asked if kind in ("number", "integer")]
    if not figures:
        board.out.say(total.text)
        return
    board.out.printed += [
        c.text.strip() for c in area.cells if c.row == total.row and re.fullmatch(r"\s*[-—–]+\s*", c.text)
    ]
    board.out.found.append(
        LabelledPlace(
            words.one_line(total.text),
            None,
            board.out.section,
            unit=figures[0][2],
            where=total.place.cell or "",
            total=True,
            table=name,
            columns=tuple((path, path) for path, _, unit in figures if of_one_kind(unit, figures[0][2])),
            beside=tuple((path, unit or "") for path, _, unit in figures if not of_one_kind(unit, figures[0][2])),
            cells=board.takes(cell for _, cell, _ in figures),
        )
    )


def _title_above(board: Board, cell: Cell) -> str:
    """What a list is called: the words of the row above it, the heading above the table, its first caption's."""
    above = board.at.get((cell.row - 1, cell.col)) if cell.row else None
    title = above.text if above is not None and board.alone(above) else board.heading if not cell.row else ""
    sections = [heading for _, heading in board.out.sections[-1:]]
    return (
        words.one_line(words.bare(strip_numbering(title or next(iter(sections), ""))))
        or f"{words.one_line(cell.text)}清单"
    )
