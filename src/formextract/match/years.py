"""The reporting years: which cells head them, and which years a form is about."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from formextract.model import Document, Line, Table
from formextract.model.template import Template
from formextract.tables import CellKind
from formextract.text import is_blank, squeeze

YEARS = 3
"""These forms ask for three years."""


def bare_years(table: Table, kinds: Sequence[CellKind], rows: Sequence[Sequence[int]]) -> set[int]:
    """The cells (by index) that are years though they read 2021, 2022, 2023 like figures, or are days (2021年12月31日).

    They stand in step along a row without other figures, or right below each other. `rows` holds the cells of each row.
    """
    bare = [i for i, kind in enumerate(kinds) if kind.kind in ("figure", "text") and kind.value]
    if len(bare) < 2:  # noqa: PLR2004 - one figure alone is a figure
        return set()
    across: dict[int, list[int]] = {}
    down: dict[int, list[int]] = {}
    for i in bare:
        across.setdefault(table.cells[i].row, []).append(i)
        down.setdefault(table.cells[i].col, []).append(i)
    found: set[int] = set()
    for row, members in across.items():
        beside = [i for i in rows[row] if i not in members]
        if any((kinds[i].kind, kinds[i].value) == ("head", "year") for i in beside) and all(
            kinds[i].kind in ("head", "blank") for i in beside
        ):
            found.update(members)  # 年份 | 2021 | 2024
        elif (
            _in_step(members, kinds)
            and (not _captioned(row, table, kinds, rows) or _head_the_row_below(members, table, kinds, rows))
            and all(kinds[i].kind != "figure" for i in rows[row] if i not in members)
        ):
            found.update(members)
    for col, members in down.items():
        first = min(table.cells[i].row for i in members)
        above = [kind for kind, c in zip(kinds, table.cells, strict=True) if c.col == col and c.row < first]
        if any((kind.kind, kind.value) == ("head", "year") for kind in above):
            found.update(members)  # 年份 over 2022 2023 2024 2022 …, once for each caption
        for run in _runs(members, table):
            own = sum(_captioned(table.cells[i].row, table, kinds, rows) for i in run)
            if _in_step(run, kinds) and own < 2:  # noqa: PLR2004 - two rows with captions of their own hold figures
                found.update(run)
    return found


def _captioned(row: int, table: Table, kinds: Sequence[CellKind], rows: Sequence[Sequence[int]]) -> bool:
    """Whether a row has a label of its own: what stands beside it is its value."""
    return any(kinds[i].kind == "label" and table.cells[i].rowspan == 1 for i in rows[row])


def _head_the_row_below(
    members: Sequence[int], table: Table, kinds: Sequence[CellKind], rows: Sequence[Sequence[int]]
) -> bool:
    """Whether a row without a caption follows, with a figure below each: the caption stands for both rows."""
    below = table.cells[members[0]].row + 1
    under = {table.cells[i].col: kinds[i].kind for i in rows[below]} if below < len(rows) else {}
    bare = all(kind in ("figure", "none", "blank") for kind in under.values())
    return bare and all(under.get(table.cells[i].col) in ("figure", "none") for i in members)


def _in_step(members: Sequence[int], kinds: Sequence[CellKind]) -> bool:
    years = [int(kinds[i].value) for i in members]
    return len(years) > 1 and {b - a for a, b in pairwise(years)} in ({1}, {-1})


def _runs(members: Sequence[int], table: Table) -> list[list[int]]:
    """Cells of one column that stand right below each other."""
    runs: list[list[int]] = []
    for i in members:
        cell = table.cells[i]
        last = table.cells[runs[-1][-1]] if runs else None
        if last is not None and last.row + last.rowspan == cell.row:
            runs[-1].append(i)
        else:
            runs.append([i])
    return runs


_SAID = re.compile(r"(?<!到)(20[0-4]\d)年(?!\d{1,2}月)(?=[^，。；;〔\[(]{0,24}?\d)")
"""A year and a figure in one clause; the number of a paper behind it (2023年被认定，鄂经信〔2023〕201号) is none."""
_YEAR = re.compile(r"(?<!\d)(20[0-4]\d)年(?!\d{1,2}月\d{1,2}日)")
_NOT_YET = re.compile("力争|目标|预计|计划|规划|争取|十五五|将")


def years_said(texts: Iterable[str]) -> list[int]:
    """The years of which sentences tell figures, plans left out: what a report without tables is about."""
    return [
        int(year)
        for text in texts
        for sentence in re.split("[。;]", squeeze(text))
        if _NOT_YET.search(sentence) is None
        for year in _SAID.findall(sentence)
    ]


def years_of_captions(captions: Iterable[str]) -> list[int]:
    """The years that captions of figures name (2024年总产值), plans left out: what their neighbours without are of."""
    return [int(y) for c in captions if _NOT_YET.search(c) is None for y in _YEAR.findall(squeeze(c))]


_OF_DATA = re.compile("数据|指标|统计|报告期|口径|基准|所属|截[至止]")
_YEAR_ONLY = re.compile(r"(20[0-4]\d)(?:年(?:度|年?[底末]|全年|12月(?:31日|底|末)?)?|[-./]12[-./]31)?(?![\d年月])")
_SAYS_SO = re.compile(
    "(?:注|以[上下]|[上下][述列]|本表|表[中内]|所[填有列]|各项|主要|经济|[均都全]|部|[为是按以指系的]|数据?|指标|统计|报告期|口径|"
    "年[份度报]|时[间点]|期间?|截[至止]|[到至]|采集|填报|日期|所属|基准|[计的])*"
)
"""What a statement of whose year the figures are consists of; one with any other word may be a title or a source."""


def year_stated(texts: Iterable[str]) -> str:
    """The year of which lines say that the figures are (数据年份：2021年, 以上均为2021年数据); '' where none or several
    are said.
    """
    said = set()
    for text in texts:
        line = re.sub(r"[\s()（）【】\[\]:：,，。;；*※、.]", "", squeeze(text))
        found = list(_YEAR_ONLY.finditer(line))
        if len(found) == 1 and _OF_DATA.search(line) and _SAYS_SO.fullmatch(_YEAR_ONLY.sub("", line)):
            said.add(found[0].group(1))
    return said.pop() if len(said) == 1 else ""


def years_of_title(titled: str, otherwise: tuple[int, ...], *, reports: bool) -> tuple[int, ...]:
    """The three years up to the one that a title names (`2024`, `2024-01/2024-06`), of an application up to the year
    before it; `otherwise` where it names none.
    """
    return years_to(int(titled[:4]) - (not reports)) if titled else otherwise


def years_to(last: int) -> tuple[int, ...]:
    """The three years of which a year is the last."""
    return tuple(range(last - YEARS + 1, last + 1))


def year_of_form(document: Document, template: Template) -> tuple[int, bool]:
    """The year that a form with columns for 本年 and 上年 is of, and whether it says so itself: the one that its lines
    name, dates apart; else that of its edition. A sheet has its lines in cells that stand alone in their row.
    """
    named = {int(y) for text in _lines_of(document) for y in _YEAR.findall(squeeze(text))}
    return (named.pop(), True) if len(named) == 1 else (int(template.id.rpartition("@")[2]), False)


def _lines_of(document: Document) -> Iterator[str]:
    """The texts of lines, and of cells that are all that their row shows."""
    return (text for text, cells in _written(document) if cells <= 1)


def said_alone(document: Document) -> Iterator[str]:
    """What lines say, and rows of one cell or of two, a caption and its value."""
    return (text for text, cells in _written(document) if cells <= 2)  # noqa: PLR2004


def _written(document: Document) -> Iterator[tuple[str, int]]:
    """The text of each line and of each row, with how many filled cells it has: none for a line."""
    for block in document.blocks:
        if isinstance(block, Line):
            yield block.text, 0
            continue
        rows: dict[int, list[str]] = {}
        for cell in (c for c in block.cells if not is_blank(c.text)):
            for row in range(cell.row, cell.row + cell.rowspan):
                rows.setdefault(row, []).append(cell.text)
        yield from (("".join(texts), len(texts)) for texts in rows.values())


def reporting_years(named: Sequence[int], otherwise: tuple[int, ...]) -> tuple[int, ...]:
    """The three years that the headings name most, ascending; `otherwise` where they name none."""
    counted = Counter(named)
    if not counted:
        return otherwise
    most = counted.most_common(1)[0][1]
    often = sorted(y for y, n in counted.items() if n * 2 >= most or n > 1)
    if len(often) >= YEARS:
        best = max(
            (often[i : i + YEARS] for i in range(len(often) - YEARS + 1)),
            key=lambda ys: (ys[-1] - ys[0] == YEARS - 1, sum(counted[y] for y in ys), ys[-1]),
        )
        return tuple(best)
    # fewer headings than years (a form that names only its last year): the years before it
    last = max(often)
    return tuple(range(last - YEARS + 1, last + 1))
