"""Parts of a blank table that are read as a whole: lists of empty rows, and rows under headings of value columns."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import takewhile

from formextract.drafting import words
from formextract.drafting.lines import WORDS
from formextract.drafting.rate_words import is_pair
from formextract.drafting.unit_cells import are_pairs
from formextract.match.lists import PATH
from formextract.model import Cell, Table
from formextract.tables import THIS_YEAR, CellGrid, HeadWords, is_numbering
from formextract.text import conversion, is_blank, parse_unit, squeeze

DEEPEST = 2
"""Rows that a heading may take up."""
LEAST_ROWS = 2
"""Empty rows under a heading from which a table is a list."""
LEAST_COLUMNS = 2
_NUMBER = re.compile(r"\d{1,3}[.、)]?|[.…·]+")
_DASH = re.compile(r"[-—–－/＊*×xX]+")
_RATE = re.compile(r"(?:率|占比|比[例重]|增[幅速]|增长)$|同比(?!.*[额量数]$)|比上[年期](?!.*[额量数]$)")
"""How headings call rates; 增减额 and 比上年增加额 are amounts."""

_OF_WORDS = re.compile("(?:原因|理由|依据|说明|措施|来源|内容|材料|[部单]位|名称|姓名|责任人|负责人)$")
_STEP = re.compile("增减(?![率幅])|(?:增[加长]|减少|变[动化])(?:额|量|数|值)")

KindOf = Callable[[Cell], words.Kind]


_BEFORE_LAST = re.compile("前年度?|上上年度?|前一年度?")
"""The year before the last, beside 上年 and 本年."""


@dataclass(frozen=True)
class BlankList:
    """A list of empty rows: the captions of its columns with their cells, its name, and all cells that it takes up.

    `total` begins the row below it that adds up columns, `totals` are these with the cells to write in.
    """

    captions: tuple[tuple[str, Cell], ...]
    named_by: str
    cells: tuple[Cell, ...]
    total: Cell | None = None
    totals: tuple[tuple[str, Cell], ...] = ()


@dataclass(frozen=True)
class ValueColumns:
    """Rows under headings of values: each label with the cells of its row and the headings under which it has a dash,
    what its headings mean, printed words. `beside` are headings of figures of another kind, with their units.
    """

    rows: tuple[tuple[Cell, tuple[Cell, ...], frozenset[str]], ...]
    columns: tuple[tuple[str, int | str | None], ...]
    beside: tuple[tuple[str, str], ...]
    printed: tuple[str, ...]
    cells: tuple[Cell, ...]
    codes: dict[int, str]
    """What the form numbers a row by, by the identity of its label's cell."""
    years: tuple[Cell, ...] = ()
    """The headings that name years."""
    unread: tuple[tuple[str, tuple[Cell, ...]], ...] = ()
    """Headings of columns to write in that are none of the values (备注), with their empty cells."""
    order: tuple[str, ...] = ()
    """All headings from left to right."""


def blank_lists(table: Table, kind: KindOf, said: HeadWords) -> Iterator[BlankList]:
    """The lists of a blank table, from top to bottom."""
    grid, end = CellGrid(table), 0
    for first in range(table.n_rows - LEAST_ROWS):
        if first < end:
            continue
        for depth in range(DEEPEST, 0, -1):
            found = _list_at(grid, first, depth, kind, said)
            if found is not None:
                yield found[0]
                end = found[1]
                break


def _leaves(grid: CellGrid, first: int, depth: int, kind: KindOf) -> list[tuple[Cell, str]] | None:
    """The lowest cell of a heading for each of its columns, with the captions down to it; None if it is none."""
    last = first + depth - 1
    leaves: list[tuple[Cell, str]] = []
    upper: list[Cell] = []
    for k in range(_width(grid, first, last)):
        leaf = grid.at.get((last, k))
        if leaf is None or leaf.row + leaf.rowspan - 1 != last:
            continue
        if leaf.row < first:
            return None  # the heading begins above
        if leaves and leaves[-1][0] is leaf:
            continue
        above = [c for c in grid.above(leaf.row, k) if c.row >= first]
        upper += [c for c in above if c not in upper]
        leaves.append((leaf, PATH.join(words.one_line(c.text) for c in (*reversed(above), leaf))))
    if any(kind(c) not in ("label", "head", "caption") for c in upper):
        return None
    if depth > 1 and (
        not upper
        or any(sum(u.col <= c.col < u.col + u.colspan for c, _ in leaves) < LEAST_COLUMNS for u in upper)
        or _numbering([c for c, _ in leaves])
    ):
        return None  # an upper caption stands over several lower ones
    spread = {id(c) for k in range(grid.table.n_cols) if (c := grid.at.get((first, k))) is not None}
    return leaves if leaves and (depth == 1 or len(spread) > 1) else None


def _width(grid: CellGrid, first: int, last: int) -> int:
    """The columns that a heading takes up: a sheet is as wide as its widest table."""
    width = grid.table.n_cols
    while width > LEAST_COLUMNS and all(
        (c := grid.at.get((r, width - 1))) is None or (is_blank(c.text) and c.row >= first)
        for r in range(first, last + 1)
    ):
        width -= 1
    return width


def _list_at(grid: CellGrid, first: int, depth: int, kind: KindOf, said: HeadWords) -> tuple[BlankList, int] | None:
    leaves = _leaves(grid, first, depth, kind)
    if leaves is None:
        return None
    captioned = [(c, path) for c, path in leaves if kind(c) in ("label", "head", "caption", "section")]
    captioned = [(c, path) for c, path in captioned if not is_blank(c.text)]
    start = first + depth
    left = grid.at.get((first, captioned[0][0].col - 1)) if captioned else None
    if left is not None and left.row + left.rowspan <= start:
        left = None
    asked = [(c, path) for c, path in captioned if said.head(squeeze(c.text)) not in ("code", "number")]
    if len(asked) < LEAST_COLUMNS or any(kind(c) in ("year", "target", "role", "level") for c, _ in leaves):
        return None
    signed = [c for c, _ in leaves if kind(c) == "sign"]  # 本人签字: no column to read
    if len(captioned) + len(signed) + (left is not None) < len([c for c, _ in leaves if not is_blank(c.text)]):
        return None
    unnamed = [c.col for c, _ in leaves if is_blank(c.text)]
    row, cells = start, [c for c, _ in leaves]

    def recurs(cell: Cell) -> bool:
        """Whether a cell asks the same as the one above it or below: boxes to tick, a unit behind a gap."""
        beside = [grid.at.get((r, cell.col)) for r in (cell.row - 1, cell.row + cell.rowspan)]
        return kind(cell) in words.VALUES and any(b is not None and b.text == cell.text for b in beside)

    while row < grid.table.n_rows:
        below = [grid.at.get((row, c.col)) for c, _ in captioned]
        if any(
            b is None or b.row != row or b.col != c.col or b.colspan != c.colspan
            for b, (c, _) in zip(below, captioned, strict=True)
        ):
            break
        texts = [squeeze(b.text) for b in below if b is not None and not is_blank(b.text) and not recurs(b)]
        if left is not None and grid.at.get((row, left.col)) is not left:
            break
        if any((c := grid.at.get((row, col))) is not None and kind(c) == "label" for col in unnamed):
            break  # words below an empty heading are labels of rows
        if (
            any(not _NUMBER.fullmatch(t) and t not in words.ELLIPSES for t in texts)
            or len(texts) > len(below) - LEAST_COLUMNS + 1
        ):
            break
        cells += [b for b in (*below, *(grid.at.get((row, c.col)) for c in signed)) if b is not None]
        row += 1
    if row - start < LEAST_ROWS:
        return None
    heads = [c for k in range(grid.table.n_cols) for r in range(first, start) if (c := grid.at.get((r, k))) is not None]
    # a table of captions over rows that are empty but for their first cell's words is no list
    named = words.one_line(words.bare(left.text)) if left is not None else ""
    total, totals = _totals(grid, row, asked, said)
    cells += grid.row(row) if total is not None else []
    cells += _beyond(grid, first, row, leaves)
    captions = tuple((path, c) for c, path in asked)
    found = BlankList(captions, named, tuple({id(c): c for c in (*cells, *heads)}.values()), total, totals)
    return found, row + (total is not None)


def _totals(
    grid: CellGrid, row: int, asked: list[tuple[Cell, str]], said: HeadWords
) -> tuple[Cell | None, tuple[tuple[str, Cell], ...]]:
    """The cell that calls a row below a list a total, and the columns that it adds up with the cells to write in."""
    cells = grid.row(row)
    first = next((c for c in cells if not is_blank(c.text)), None)
    if first is None or first.row != row or not said.is_total(squeeze(first.text)):
        return None, ()
    below = [(path, grid.at.get((row, c.col)), c) for c, path in asked]
    found = tuple(
        (path, b)
        for path, b, c in below
        if b is not None and b.row == row and b.colspan == c.colspan and is_blank(b.text)
    )
    return (first, found) if found else (None, ())


def value_columns(table: Table, kind: KindOf, said: HeadWords) -> Iterator[ValueColumns]:
    """Rows that are to be filled in under several headings, years apart."""
    grid, end = CellGrid(table), 0
    for first in range(table.n_rows - 1):
        if first < end:
            continue
        for depth in range(DEEPEST, 0, -1):
            found = _columns_at(grid, first, depth, kind, said)
            if found is not None:
                yield found[0]
                end = found[1]
                break


def _columns_at(
    grid: CellGrid, first: int, depth: int, kind: KindOf, said: HeadWords
) -> tuple[ValueColumns, int] | None:
    leaves = _leaves(grid, first, depth, kind)
    if leaves is None or _numbering([c for c, _ in leaves]) or are_pairs([c for c, _ in leaves], kind):
        return None
    if len(leaves) < LEAST_COLUMNS + 1 or any(is_blank(c.text) for c, _ in leaves[1:]):
        return None
    if any(kind(c) in ("target", "role", "level", "ticks", "inline", "blanks", "gaps") for c, _ in leaves):
        return None
    dated = {path: year for c, path in leaves if kind(c) == "year" and (year := _year(c.text)) is not None}
    if any(kind(c) == "year" and path not in dated for c, path in leaves):
        return None
    body, end = _body(grid, first + depth, leaves, kind, said)
    if not body:
        return None
    values = [
        n
        for n in range(1, len(leaves))
        if all(_open(row[n].text) or _is_given(row, n, said) for row in body)
        and any(is_blank(row[n].text) for row in body)
    ]
    values = [n for n in values if said.head(squeeze(leaves[n][0].text)) != "remark"]
    labels = [
        n for n in range(len(leaves)) if n < min(values, default=0) and all(not _open(row[n].text) for row in body)
    ]
    labels = [
        n
        for n in labels
        if not _is_unit(leaves[n][0], [r[n] for r in body], said)
        and not _is_code(leaves[n][0], [r[n] for r in body], said)
    ]
    if len(values) < LEAST_COLUMNS or not labels:
        return None
    in_words = [n for n in values if _asks_words(leaves[n])]
    in_words = [] if len(in_words) == len(values) else in_words
    asked = [leaves[n] for n in values if n not in in_words]
    if dated and not _years_beside(dated, asked):
        return None
    meant, figures = _meanings(asked, said, dated)
    apart = {leaves[n][1]: WORDS for n in in_words} | dict(figures)
    beside = tuple((p, apart[p]) for n in values if (p := leaves[n][1]) in apart)
    columns: list[tuple[str, int | str | None]] = []
    for n, (cell, path) in enumerate(leaves):
        if path in meant and n in values:
            columns.append((path, meant[path]))
        elif n not in values and n not in labels and _is_code(cell, [r[n] for r in body], said):
            columns.append((path, None))
    rows, printed = [], []
    coded = [n for n, (c, _) in enumerate(leaves) if n not in labels and _is_code(c, [r[n] for r in body], said)]
    codes = {id(row[labels[-1]]): squeeze(row[n].text) for row in body for n in coded[:1]}
    for row in body:
        closed = frozenset(leaves[n][1] for n in values if not is_blank(row[n].text))
        if len(closed) < len(values):
            rows.append((row[labels[-1]], tuple(c for n, c in enumerate(row) if n != labels[-1]), closed))
        else:
            printed += [c.text for c in row if not is_blank(c.text)]
    heads = [
        c
        for k in range(grid.table.n_cols)
        for r in range(first, first + depth)
        if (c := grid.at.get((r, k))) is not None
    ]
    numbering = [c for r in range(first + depth, end) if _numbering(grid.row(r)) for c in grid.row(r)]
    printed += [c.text for c in (*heads, *numbering) if not c.text.strip().isdigit() and kind(c) != "year"]
    cells = {
        id(c): c for c in (*heads, *numbering, *(c for row in body for c in row), *_beyond(grid, first, end, leaves))
    }
    years = tuple(c for c in heads if kind(c) == "year")
    told = (tuple(rows), tuple(columns), beside, tuple(printed), tuple(cells.values()), codes, years)
    order = tuple(path for _, path in leaves)
    return ValueColumns(*told, _unread(body, leaves, {*values, *labels}), order), end


def _beyond(grid: CellGrid, first: int, end: int, leaves: list[tuple[Cell, str]]) -> list[Cell]:
    """The empty cells of a sheet to the right of a table that is less wide than others in it."""
    if any("!" not in (c.place.cell or "") for c, _ in leaves):
        return []
    wide = max(c.col + c.colspan for c, _ in leaves)
    found = [c for r in range(first, end) for k in range(wide, grid.table.n_cols) if (c := grid.at.get((r, k)))]
    return found if all(is_blank(c.text) for c in found) else []


def _unread(
    body: list[list[Cell]], leaves: list[tuple[Cell, str]], read: set[int]
) -> tuple[tuple[str, tuple[Cell, ...]], ...]:
    """The headings of the other columns in which something may be written, with the empty cells below them."""
    out = []
    for n, (_, path) in enumerate(leaves):
        empty = tuple(row[n] for row in body if is_blank(row[n].text)) if n not in read else ()
        if empty:
            out.append((path, empty))
    return tuple(out)


def _asks_words(leaf: tuple[Cell, str]) -> bool:
    """Whether a heading asks for words and no figure: 未完成原因, 责任单位."""
    return _OF_WORDS.search(re.sub(r"[（(].*?[)）]", "", squeeze(leaf[0].text))) is not None


def _year(text: str) -> int | None:
    """The year that a heading names by its number."""
    found = re.search(r"20\d\d", squeeze(text))
    return int(found.group()) if found is not None else None


def _years_beside(dated: dict[str, int], values: list[tuple[Cell, str]]) -> bool:
    """Whether columns of years stand beside others (同比增长, 三年合计), each under a heading of its own: nothing
    else is told apart by years and by words.
    """
    return not any(PATH in path for _, path in values) and any(path not in dated for _, path in values)


def is_step(heading: str) -> bool:
    """Whether a heading says by how much a figure changed: 增减额, 比上年增加数."""
    return _STEP.search(re.sub(r"[（(].*?[)）]", "", heading)) is not None


def _is_rate(heading: str) -> bool:
    """Whether a heading calls its column a rate, with or without （%）."""
    return _RATE.search(re.sub(r"\(.*?\)", "", heading)) is not None


def _printed(values: list[tuple[Cell, str]]) -> dict[str, str]:
    """The units that headings print; 其中：单位缴纳 without one is part of 社保缴费（元） before it."""
    out: dict[str, str] = {}
    before: str | None = None
    for cell, path in values:
        part = squeeze(cell.text).startswith("其中")
        unit = words.unit_of(cell.text) or (before if part else None)
        if unit is not None:
            out[path] = unit
        if not part:
            before = unit
    return out


def _meanings(
    values: list[tuple[Cell, str]], said: HeadWords, dated: dict[str, int]
) -> tuple[dict[str, int | str], tuple[tuple[str, str], ...]]:
    """What headings of values mean: years told from this one, or words; and those of figures in another kind of unit.

    本年, 上年同期, 同比增长（%）: two years and a rate beside them; 面积（亩）, 标准（元/亩）, 金额（元）: three kinds.
    """
    texts = {path: squeeze(cell.text) for cell, path in values}
    printed = _printed(values)
    if dated:
        last = max(dated.values())
        others = {p: "%" if _is_rate(t) else printed.get(p, "") for p, t in texts.items() if p not in dated}
        return {p: year - last for p, year in dated.items()}, tuple(others.items())
    rates = {p: "%" for p, t in texts.items() if printed.get(p) == "%" or (_is_rate(t) and PATH not in p)}
    rates = {p: u for p, u in rates.items() if printed.get(p) == "%" or not is_step(texts[p])}  # 比上年增减 without %
    relative = {p: said.relative_year(t) for p, t in texts.items()}
    of_year = {p: 0 if year == THIS_YEAR else -1 for p, year in relative.items() if year is not None}
    if set(of_year.values()) == {0, -1}:
        of_year |= {p: -2 for p, t in texts.items() if p not in of_year and _BEFORE_LAST.fullmatch(t)}
    steps = {p: printed.get(p, "") for p, t in texts.items() if p not in rates and is_step(t)}
    amounts = [p for p in texts if p not in rates and p not in steps]
    if set(of_year.values()) == {-1} and len(amounts) == LEAST_COLUMNS and rates:
        of_year = {p: of_year.get(p, 0) for p in amounts}  # 审计期 beside 上年度 and a rate of change
    ratios = {p: "" for p, t in texts.items() if p not in printed and is_pair(re.sub(r"\(.*?\)", "", t))}
    asked = len(values) - len(ratios)
    flat = not any(PATH in p for p in texts)
    if flat and set(of_year.values()) >= {0, -1} and len(set(of_year.values())) == len(of_year) == len(amounts):
        apart = {**rates, **steps}
        return dict(of_year), tuple((p, apart[p]) for p in texts if p in apart)
    if flat and len(printed) == asked:
        first = next(iter(printed.values()))
        apart = {p: u for p, u in printed.items() if conversion(first, u) is None} | ratios
        return {p: p for p in texts if p not in apart}, tuple(apart.items())
    apart = {p: u for p, u in printed.items() if len(printed) < asked} | rates | ratios
    return {p: p for p in texts if p not in apart}, tuple((p, apart[p]) for p in texts if p in apart)


def _body(
    grid: CellGrid, start: int, leaves: list[tuple[Cell, str]], kind: KindOf, said: HeadWords
) -> tuple[list[list[Cell]], int]:
    """The rows under a heading that have its columns, and the row behind the last.

    In a sheet another table may go on right below: its rows have no words where these have their labels, or labels
    where these are to be filled in.
    """
    out: list[list[Cell]] = []
    for r in range(start, grid.table.n_rows):
        row = [grid.at.get((r, leaf.col)) for leaf, _ in leaves]
        apart = [c is not None and c.colspan == leaf.colspan for c, (leaf, _) in zip(row, leaves, strict=True)]
        # 合计 may be merged over the columns before the values
        if (
            None in row
            or not all(apart[-LEAST_COLUMNS:])
            or (not all(apart) and is_blank(row[0].text if row[0] else ""))
        ):
            return out, r
        cells = [c for c in row if c is not None]
        if any(c.row < start for c in cells) or any(
            kind(c) in ("year", "ticks", "blanks", "gaps", "inline") for c in cells
        ):
            return out, r
        if _numbering(cells):
            continue
        written = [c for c in cells if not is_blank(c.text)]
        if len(written) == 1 and kind(written[0]) in ("sign", "text", "hint"):
            return out, r  # what stands below the table in a sheet
        if not any(not _open(c.text) for c in cells[:-LEAST_COLUMNS]):
            return out, r
        if out and _of_another(cells, out[0], leaves, kind, said):
            return out, r
        out.append(cells)
    return out, grid.table.n_rows


def _of_another(
    cells: list[Cell], first: list[Cell], leaves: list[tuple[Cell, str]], kind: KindOf, said: HeadWords
) -> bool:
    """Whether a row is no row of the table that began with the row `first`."""
    labelled = list(takewhile(lambda n: not _open(first[n].text), range(len(first))))
    named = [
        n
        for n in labelled
        if not _is_unit(leaves[n][0], [first[n]], said) and not _is_code(leaves[n][0], [first[n]], said)
    ]
    begins = next((c.text for c in cells if not is_blank(c.text)), "")
    if named and is_blank(cells[named[-1]].text) and not said.ends_in_total(squeeze(words.bare(begins))):
        return True
    return any(
        kind(cells[n]) in ("label", "caption") and _open(first[n].text) and is_blank(cells[n + 1].text)
        for n in range(1, len(cells) - 1)
    )


def _numbering(cells: list[Cell]) -> bool:
    """Whether a row only numbers the columns: 甲 乙 丙 1 2."""
    texts = [re.sub(r"[()（）]", "", squeeze(c.text)) for c in cells if not is_blank(c.text)]
    return is_numbering(texts) or (texts == [str(n) for n in range(1, len(texts) + 1)] and len(texts) > 1)


def _open(text: str) -> bool:
    """Whether a cell is to be written in, or says that it is not by a dash."""
    return is_blank(text) or _DASH.fullmatch(squeeze(text)) is not None


def _is_given(row: list[Cell], n: int, said: HeadWords) -> bool:
    """Whether a total's row prints the figure itself: 合计 | (to be filled in) | 100."""
    first = next((c.text for c in row if not is_blank(c.text)), "")
    return re.fullmatch(r"\d[\d.]*%?", squeeze(row[n].text)) is not None and said.names_total(squeeze(first))


def _is_unit(head: Cell, below: list[Cell], said: HeadWords) -> bool:
    if said.head(squeeze(head.text)) == "unit":
        return True
    return all(_open(c.text) or parse_unit(squeeze(c.text)) is not None for c in below)


def _is_code(head: Cell, below: list[Cell], said: HeadWords) -> bool:
    if said.head(squeeze(head.text)) in ("code", "number"):
        return True
    texts = [squeeze(c.text) for c in below if not _open(c.text)]
    coded = [t for t in texts if re.fullmatch(r"[A-Z]{0,2}\d[\d.]*", t)]
    if said.head(squeeze(head.text)[-2:]) == "code" and len(coded) > len(below) / 2:
        return True  # 科目编码, with 一 and 二 for groups
    return bool(texts) and len(coded) == len(texts)
