"""A blank table's places: labels with the empty cells beside or below them, boxes to tick, ruled blanks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from formextract.drafting import words
from formextract.drafting.areas import BlankList, ValueColumns, blank_lists, value_columns
from formextract.drafting.beside import side_by_side
from formextract.drafting.edges import within_edges
from formextract.drafting.gaps import gaps_in, has_gap, is_measure
from formextract.drafting.lines import LabelledPlace, Layout, alone_in, captioned_gaps, heading_of, is_title, read_line
from formextract.drafting.newly import is_score, type_asked
from formextract.model import Cell, Table
from formextract.tables import CellGrid
from formextract.text import conversion, find_unit, parse_unit, squeeze, strip_numbering

MIN_CAPTION = 4
"""Letters from which the words before the boxes, in the same cell, are the label."""
MANY_CELLS = 3
"""Cells of a row of which only the first has words, from which it reads as a line across a sheet."""
LINES = 2
"""Captions in a wide cell from which it reads as a line of the cover."""
LIST_ROWS = 2
"""Empty rows under a heading row from which a table is a list."""
_NO_TEXT = re.compile(r"意见|声明|承诺|签[字章名]|盖章|附件|目录")
_COST = re.compile("投资|经费|资金|费用|收[入支]|支出|预算|决算|成本")
_NO_AMOUNT = re.compile(
    r"名称|姓名|[单部]位|部门|负责人|联系|电话|地[址点]|编号|号码|账[号户]|银行|情况|说明|内容|备注|来源|依据|年限|期限|率|比例|比重|占比"
)
"""What a table of amounts may ask for besides: who, where, how."""
LONGEST_UNIT = 8
"""Letters of what a column of units holds."""
MOST_NAMED = 6
"""Empty cells of a row that are named one by one."""


def read_table(table: Table, out: Layout, heading: str) -> None:
    """Adds what a table asks for. `heading` is the line above it."""
    inner = within_edges(table, out.said)
    parts = side_by_side(inner, lambda text: words.kind_of(text, out.said) in words.VALUES)
    for part in parts:
        _Grid(part, out, heading).read()
    kept = {c.place for part in parts for c in part.cells}
    for cells in _by_row(c for c in inner.cells if c.place not in kept):
        out.open.append(_empty_cells(cells))  # of the shorter of two tables side by side
        out.open_cells += [c.place.cell for c in cells if c.place.cell]


def _by_row(cells: Iterable[Cell]) -> list[list[Cell]]:
    rows: dict[int, list[Cell]] = {}
    for c in cells:
        rows.setdefault(c.row, []).append(c)
    return list(rows.values())


def _empty_cells(cells: Sequence[Cell]) -> str:
    """A line 待定 about empty cells of a row, the first ones named."""
    named = "、".join(c.place.cell or "" for c in cells[:MOST_NAMED])
    return f"空格 {named}{'…' if len(cells) > MOST_NAMED else ''}".strip()


class _Grid:
    def __init__(self, table: Table, out: Layout, heading: str) -> None:
        self.table, self.out, self.heading = table, out, heading
        self.at = CellGrid(table).at
        self.kinds: dict[int, words.Kind] = {}
        for c in table.cells:
            self.kinds[id(c)] = words.kind_of(c.text, out.said)
        for c in table.cells:
            if self.kinds[id(c)] == "label" and self._under_unit(c):
                self.kinds[id(c)] = "unit"
        self.used: set[int] = set()
        self.told: set[int] = set()
        """The cells in which somebody writes, each claimed by a place or noted as 待定."""
        self.groups: dict[int, list[Cell]] = {}
        self.areas: dict[int, BlankList | ValueColumns] = {}

    def _under_unit(self, cell: Cell) -> bool:
        """Whether a cell stands below the heading of the units: 分, which is no unit elsewhere."""
        for r in range(cell.row, -1, -1):
            c = self.at.get((r, cell.col))
            if c is None or c.colspan != cell.colspan or not 0 < len(squeeze(c.text)) <= LONGEST_UNIT:
                return False  # of another table of the sheet
            if self.out.said.head(squeeze(c.text)) == "unit":
                return c is not cell
        return False

    def read(self) -> None:
        areas: list[BlankList | ValueColumns] = [*blank_lists(self.table, self.kind, self.out.said)]
        areas += value_columns(self.table, self.kind, self.out.said)
        for area in areas:
            mine = {id(c) for c in area.cells}
            if mine.isdisjoint(self.used):
                self.areas[next(id(c) for c in self.table.cells if id(c) in mine)] = area
                self.used |= mine
        for cell in self.table.cells:
            if id(cell) in self.areas:
                self._area(self.areas[id(cell)])
            if id(cell) in self.used:
                continue
            kind = self.kind(cell)
            if kind == "year":
                self._year(cell)
            elif self._alone(cell):
                self._wide(cell, kind)
            elif kind == "target":
                self._targets(cell.row)
            elif kind in ("label", "caption", "section") or (kind == "head" and self._has_place(cell)):
                self._label(cell)
            elif kind in ("text", "sign", "hint"):
                self._said(cell)
            elif kind in ("ticks", "inline", "gaps") and not self._claimed(cell):
                self._unnamed(cell)
        self._unclaimed()

    def _has_place(self, cell: Cell) -> bool:
        """Whether a heading word (名称, 说明) is the label of an empty cell beside it, and heads no column."""
        beside = self.at.get((cell.row, cell.col + cell.colspan))
        below = self.at.get((cell.row + cell.rowspan, cell.col))
        if beside is None or beside.row != cell.row or id(beside) in self.used or self.kind(beside) != "blank":
            return False
        return below is None or self.kind(below) not in words.VALUES

    def _takes(self, cells: Iterable[Cell]) -> tuple[str, ...]:
        """The names of cells that a place claims."""
        taken = list(cells)
        self.told |= {id(c) for c in taken}
        return tuple(c.place.cell for c in taken if c.place.cell)

    def _takes_open(self, cells: Iterable[Cell]) -> None:
        """Remembers cells about which a line 待定 is noted."""
        self.out.open_cells += self._takes(cells)

    def _open(self, cell: Cell) -> None:
        """Notes a cell that asks for something which no place stands for: a person must say what it is."""
        if id(cell) in self.told:
            return
        left = self.at.get((cell.row, cell.col - 1))
        label = words.one_line(left.text) + "：" if left is not None and self.kind(left) in ("label", "head") else ""
        self._takes_open([cell])
        self.out.open.append(f"{label}“{words.one_line(cell.text)[:40]}” {cell.place.cell or ''}".strip())

    def _said(self, cell: Cell) -> None:
        """Notes printed words; figures to write between them (核定补贴____元), by whoever signs, are for a person."""
        gaps = gaps_in(words.clean(cell.text))
        if gaps is not None and any(g.unit for g in gaps.gaps):
            self._open(cell)
        self.out.say(cell.text)

    def _area(self, area: BlankList | ValueColumns) -> None:
        """Adds the columns of a list, or the rows under headings of values."""
        section = self.out.section
        total = area.total.row if isinstance(area, BlankList) and area.total is not None else None
        self.told |= {id(c) for c in area.cells if c.row != total}
        if isinstance(area, BlankList):
            name = area.named_by or self._title_above(area.captions[0][1])
            for path, cell in area.captions:
                where = cell.place.cell or ""
                unit = words.unit_of(cell.text) or (self._unit_above(path) if _amount(path) else None)
                below = area.total.row if area.total is not None else self.table.n_rows
                under = [c for c in area.cells if c.col == cell.col and cell.row < c.row < below]
                self.out.found.append(
                    LabelledPlace(
                        path, "rows", section, unit=unit, where=where, listed=True, table=name, group=name,
                        cells=self._takes(under),
                    )
                )  # fmt: skip
            if area.total is not None:
                self._list_total(area, name, area.total)
            return
        for year in area.years:
            self._year(year)
        apart = {id(c) for _, cells in area.unread for c in cells}
        which: int | None = None  # how far the 其中 above is indented; what stands deeper below it belongs to it
        for label, others, closed in area.rows:
            text, indent = words.one_line(label.text), words.indent_of(label.text)
            which = indent if text.startswith("其中") else which if which is not None and indent > which else None
            columns = tuple((path, told) for path, told in area.columns if path not in closed)
            first = next((path for path, told in columns if isinstance(told, str)), "")
            self.out.found.append(
                LabelledPlace(
                    text,
                    None,
                    section,
                    years=all(not isinstance(told, str) for _, told in columns),
                    unit=self._unit(label, list(others)) or words.unit_of(first) or self._unit_above(text + first),
                    where=label.place.cell or "",
                    total=self.out.said.is_total(squeeze(words.bare(text))),
                    indent=indent,
                    which=which is not None,
                    columns=columns,
                    beside=tuple((path, unit) for path, unit in area.beside if path not in closed),
                    cells=self._takes(c for c in others if self.kind(c) == "blank" and id(c) not in apart),
                    row=label.row,
                    code=area.codes.get(id(label), ""),
                )
            )
        for path, cells in area.unread:
            self._takes_open(cells)
            self.out.open.append(f"“{path}”一栏 {cells[0].place.cell or ''}".strip())
        for text in area.printed:
            self.out.say(text)

    def _list_total(self, area: BlankList, name: str, total: Cell) -> None:
        """Adds the row below a list that adds up its columns; of texts there is no total."""
        asked = [
            (path, cell, type_asked(LabelledPlace(path, None, "", unit=words.unit_of(path) or self._unit_above(path))))
            for path, cell in area.totals
            if self.out.said.head(squeeze(path)) != "remark"
        ]
        figures = [(path, cell, unit) for path, cell, (kind, unit) in asked if kind in ("number", "integer")]
        if not figures:
            self.out.say(total.text)
            return
        self.out.printed += [
            c.text.strip() for c in area.cells if c.row == total.row and re.fullmatch(r"\s*[-—–]+\s*", c.text)
        ]
        self.out.found.append(
            LabelledPlace(
                words.one_line(total.text),
                None,
                self.out.section,
                unit=figures[0][2],
                where=total.place.cell or "",
                total=True,
                table=name,
                columns=tuple((path, path) for path, _, unit in figures if _of_kind(unit, figures[0][2])),
                beside=tuple((path, unit or "") for path, _, unit in figures if not _of_kind(unit, figures[0][2])),
                cells=self._takes(cell for _, cell, _ in figures),
            )
        )

    def _unit_above(self, label: str) -> str | None:
        """The unit that a table's heading says for all of its figures, rates apart."""
        if re.search(r"比例|比重|占比|增[长速幅]|率", label):
            return None
        return self.out.unit or (self.out.money if _amount(label) else None)

    def _title_above(self, cell: Cell) -> str:
        """What a list is called: the words of the row above it, the heading above the table, its first caption's."""
        above = self.at.get((cell.row - 1, cell.col)) if cell.row else None
        title = above.text if above is not None and self._alone(above) else self.heading if not cell.row else ""
        sections = [heading for _, heading in self.out.sections[-1:]]
        return (
            words.one_line(words.bare(strip_numbering(title or next(iter(sections), ""))))
            or f"{words.one_line(cell.text)}清单"
        )

    def _unclaimed(self) -> None:
        """Notes what nothing has claimed, empty cells a row at a time: a person must say what they are."""
        left = [c for c in self.table.cells if id(c) not in self.told]
        for cell in left:
            if self.kind(cell) != "blank" and self._asks(cell):
                self._open(cell)
        for cells in _by_row(c for c in left if self.kind(c) == "blank"):
            self._takes_open(cells)
            self.out.open.append(_empty_cells(cells))

    def _asks(self, cell: Cell) -> bool:
        """Whether somebody is to write or to tick in a cell, signatures apart."""
        kind, plain = self.kind(cell), words.clean(cell.text)
        return kind in words.VALUES - {"hint"} or (kind != "sign" and (has_gap(plain) or words.has_box(plain)))

    def kind(self, cell: Cell) -> words.Kind:
        return self.kinds[id(cell)]

    # -- rows of one cell

    def _alone(self, cell: Cell) -> bool:
        """Whether a cell is all that its row shows."""
        row = [c for c in self.table.cells if c.row <= cell.row < c.row + c.rowspan]
        others = [c for c in row if c is not cell]
        if not others:
            return True
        empty = all(self.kind(c) == "blank" for c in others)
        kind = self.kind(cell)
        captioned = kind in ("caption", "sign") or bool(words.captions_in(cell.text))
        # where a sheet's cells were not merged, empty ones stand beside a heading or a cover's line
        return (
            empty
            and cell.col == min(c.col for c in row)
            and len(row) >= MANY_CELLS
            and (kind in ("section", "hint", "text") or captioned or is_title(cell.text))
        )

    def _wide(self, cell: Cell, kind: words.Kind) -> None:
        below = self.at.get((cell.row + cell.rowspan, cell.col))
        under = below is not None and self._alone(below) and self.kind(below) in ("blank", "inline")
        if kind in ("section", "label", "caption") and under and below is not None and below.colspan == cell.colspan:
            self._add(cell, [below])
            return
        if kind == "ticks" or (kind == "gaps" and not self._like_cover() and len(words.captions_in(cell.text)) < LINES):
            self._unnamed(cell)
            return
        if kind in ("section", "label", "caption", "hint") and self._holds_text(cell):
            self.out.passed = words.section_number(cell.text) or self.out.passed
            head = heading_of(self.out) if kind == "hint" else ""
            if head and self.out.passed < int(self.out.section):
                self._add(cell, [], label=head)  # （1500字以内） below the heading of a part
                return
            self._add(cell, [], shape="headed")
            return
        if kind == "caption" and self.table.n_rows > 1 and not self._like_cover():
            self._add(cell, [], label=words.caption_of(cell.text))
            rest = words.clean(cell.text).partition("：")[2] or words.clean(cell.text).partition(":")[2]
            self.out.say(re.sub(r"[_＿]+", "", rest))
            return
        self.out.unit = (
            find_unit(cell.text) if kind != "section" and len(cell.text) < words.LONGEST_HEADING else None
        ) or self.out.unit
        if kind != "blank":
            places, lines = len(self.out.found), len(self.out.open)
            read_line(cell.text, self.out)
            names = (cell.place.cell,) if cell.place.cell else ()
            self.out.found[places:] = [replace(f, cells=names) for f in self.out.found[places:]]
            if len(self.out.open) > lines:
                self._takes_open([cell])
            elif len(self.out.found) > places or kind == "section":
                self.told.add(id(cell))

    def _holds_text(self, cell: Cell) -> bool:
        """Whether a cell across the table is a heading with room for its text below it."""
        if words.limit_of(cell.text) or words.least_of(cell.text):
            return len(squeeze(words.bare(cell.text))) <= words.LONGEST_HEADING
        below = self.at.get((cell.row + cell.rowspan, cell.col))
        if _NO_TEXT.search(cell.text) or cell.row == 0 or is_title(cell.text):
            return False
        if words.section_number(cell.text) is None:
            return False
        return below is None or (
            self._alone(below) and self.kind(below) in ("section", "label", "caption", "sign", "text")
        )

    def _like_cover(self) -> bool:
        """Whether the form has not begun: a sheet keeps the cover's lines in wide cells."""
        return not self.out.sections

    # -- headings

    def _year(self, cell: Cell) -> None:
        match = re.search(r"20\d\d", squeeze(cell.text))
        if match is not None and int(match.group()) not in self.out.years:
            self.out.years.append(int(match.group()))

    def _targets(self, row: int) -> None:
        """A planning table (基准值, 目标值): one place, its rows are the applicant's to add."""
        if not any(f.shape == "targets" and f.section == self.out.section for f in self.out.found):
            label = words.one_line(self.heading) or "目标"
            self.out.found.append(LabelledPlace(label, "targets", self.out.section))
        until = next(
            (c.row for c in self.table.cells if c.row > row and self.kind(c) == "section" and self._alone(c)),
            self.table.n_rows,
        )
        mine = {id(c) for c in self.table.cells if row <= c.row < until}
        self.used |= mine
        self.told |= mine

    # -- labels

    def _label(self, cell: Cell) -> None:
        row_targets = any(self.kind(c) == "target" for c in self.table.cells if c.row == cell.row)
        if row_targets:
            self._targets(cell.row)
            return
        right = self._right(cell)
        if cell.rowspan > 1 and right and self.kind(right[0]) == "head" and any(self.kind(c) == "year" for c in right):
            self.groups.setdefault(cell.row, []).append(cell)  # 经营情况 beside a heading of years and rows below it
            self.out.say(cell.text)
            return
        values = [c for c in right if self.kind(c) in words.VALUES or self._fill_in_unit(c)]
        if values or any(self.kind(c) == "year" for c in right):
            self._add(cell, right)
            return
        if not right or all(self.kind(c) in ("head", "unit") for c in right):
            below = self._below(cell)
            if below and self._heads_columns(cell):
                self._column(cell, below)
                return
        if self.kind(cell) == "caption":
            self._add(cell, [], label=words.caption_of(cell.text))
            return
        counted = self._counting_word(cell)
        if counted is not None:
            self._add(cell, [counted])
            return
        if cell.col + cell.colspan < self.table.n_cols:
            self.groups.setdefault(cell.row, []).append(cell)
        self.out.say(cell.text)

    def _add(self, cell: Cell, right: list[Cell], label: str = "", shape: str | None = None) -> None:
        """A label with the cells to its right (or the one below it)."""
        values = [c for c in right if self.kind(c) in words.VALUES or self._fill_in_unit(c)]
        text = label or (words.caption_of(cell.text) if self.kind(cell) == "caption" else words.one_line(cell.text))
        found = LabelledPlace(
            text,
            shape,
            self.out.section,
            unit=self._unit(cell, right),
            limit=words.limit_of(cell.text) or next((x for c in right if (x := words.limit_of(c.text))), None),
            least=words.least_of(cell.text) or next((x for c in right if (x := words.least_of(c.text))), None),
            about=any(words.is_about(c.text) for c in (cell, *right)),
            where=cell.place.cell or "",
            group=self._group(cell),
            total=self.out.said.is_total(squeeze(words.bare(text))),
            cells=self._takes(values or [cell]),
            row=cell.row,
        )
        kinds = {self.kind(c) for c in right}
        self.told.add(id(cell))
        for c in right:
            self.used.add(id(c))
            if self.kind(c) == "year":
                self._year(c)
            elif self.kind(c) in ("hint", "text", "sign"):
                self._said(c)
        roles = any(self.kind(c) == "role" for c in self.table.cells if cell.row <= c.row < cell.row + cell.rowspan)
        if ("level" in kinds and roles) or "role" in kinds:
            found = replace(found, shape="standards", years=True)
        elif "ticks" in kinds:
            ink = next(c.text for c in right if self.kind(c) == "ticks")
            given, caption = words.options(ink)
            if len(squeeze(caption)) >= MIN_CAPTION and not found.label.startswith(caption[:MIN_CAPTION]):
                # 已开展的工作：☐甲 ☐乙, in one cell; the cell beside it is a group's or says the same
                self.out.say(caption)
            found = replace(found, shape="ticks", options=given, single=words.is_round(ink))
            self.out.open += [f"勾选项里还有要填的空“{g[:40]}”" for g in words.gaps_in_options(ink)]
        elif "blanks" in kinds:
            ink = next(c.text for c in right if self.kind(c) == "blanks")
            found = replace(found, shape="blanks", names="名" in ink)
        elif "gaps" in kinds:
            written = next(c for c in right if self.kind(c) == "gaps")
            found = replace(found, shape="gaps", gaps=gaps_in(words.clean(written.text)), unit=None)
            for c in right:
                if c is not written and self.kind(c) == "gaps":
                    self.told.discard(id(c))
                    self._open(c)
        elif any(words.is_region(c.text) for c in right):
            found = replace(found, shape="region", unit=None)
        elif shape is None:
            years = "year" in kinds or self._under_years(values) or any(_names_years(c.text) for c in values)
            found = replace(found, years=years and found.limit is None)
            for c in values:
                for year in re.findall(r"20\d\d", c.text if self.kind(c) == "inline" else ""):
                    if int(year) not in self.out.years:
                        self.out.years.append(int(year))
        self.out.found.append(found)

    def _column(self, cell: Cell, below: list[Cell]) -> None:
        """A label over its column: of years, of a list's rows, or of one value."""
        firsts = [c for b in below if (c := self.at.get((b.row, 0))) is not None and c.row == b.row]
        years = any(self.kind(c) == "year" for c in firsts)
        for c in firsts:
            if self.kind(c) == "year":
                self._year(c)
        ink = next((c for c in below if self.kind(c) == "ticks"), None)
        blanks = next((c for c in below if self.kind(c) == "blanks"), None)
        found = LabelledPlace(
            words.one_line(cell.text),
            None,
            self.out.section,
            years=years,
            unit=self._unit(cell, below),
            limit=words.limit_of(cell.text),
            where=cell.place.cell or "",
            group=self._group(cell) or self._group_above(cell),
            listed=(not years and len(below) >= LIST_ROWS) or self._numbered(cell.row),
            total=self.out.said.is_total(squeeze(cell.text)),
            cells=self._takes(below),
            row=cell.row,
        )
        if ink is not None:
            found = replace(found, shape="ticks", options=words.options(ink.text)[0])
        elif blanks is not None:
            found = replace(found, shape="blanks", names="名" in blanks.text)
        self.used |= {id(c) for c in below}
        for c in below:
            if self.kind(c) == "hint":
                self.out.say(c.text)
        self.out.found.append(found)

    def _unnamed(self, cell: Cell) -> None:
        """Boxes or a ruled blank that no label stands beside: words before the boxes are its label."""
        captioned = captioned_gaps(words.clean(cell.text)) if self.kind(cell) == "gaps" else None
        if captioned is not None:
            gaps = gaps_in(captioned[1])
            shape = None if gaps is None or len(gaps.gaps) == 1 else "gaps"
            where = cell.place.cell or ""
            label = words.one_line(captioned[0])
            cells = self._takes([cell])
            self.out.found.append(
                LabelledPlace(label, shape, self.out.section, where=where, gaps=gaps if shape else None, cells=cells)
            )
            return
        alone = alone_in(cell.text) if self.kind(cell) == "gaps" else None
        if alone is not None:
            label, gaps = alone
            where = cell.place.cell or ""
            cells = self._takes([cell])
            self.out.found.append(LabelledPlace(label, "gaps", self.out.section, where=where, gaps=gaps, cells=cells))
            return
        given, caption = words.options(cell.text) if self.kind(cell) == "ticks" else ((), "")
        if given and self._alone(cell):
            caption = caption or words.one_line(heading_of(self.out))
        if len(squeeze(caption)) >= MIN_CAPTION:
            where, group = cell.place.cell or "", self._group(cell)
            cells = self._takes([cell])
            self.out.found.append(
                LabelledPlace(caption, "ticks", self.out.section, options=given, where=where, group=group, cells=cells)
            )
        else:
            self._open(cell)

    # -- neighbours

    def _right(self, cell: Cell) -> list[Cell]:
        """The cells to the right of a label, in all its rows, up to the next label."""
        out: list[Cell] = []
        beside = self.at.get((cell.row, cell.col + cell.colspan))
        if beside is not None and self.kind(beside) in ("label", "section", "caption"):
            return out  # 负责人 before 姓名 and 职务: a group's caption
        for r in range(cell.row, cell.row + cell.rowspan):
            k = cell.col + cell.colspan
            while k < self.table.n_cols:
                other = self.at.get((r, k))
                if other is None or self.kind(other) in ("label", "section", "caption") or id(other) in self.used:
                    break
                if (
                    self.kind(other) == "ticks"
                    and len(squeeze(words.options(other.text)[1])) >= MIN_CAPTION
                    and cell.rowspan > 1
                ):
                    break  # a group's cell with boxes and its own caption
                if out and self.kind(other) == "head" and self._has_place(other):
                    break
                if out and self.kind(other) == "gaps" and captioned_gaps(words.clean(other.text)) is not None:
                    break  # 贷款期限：  年  月至  年  月, behind another label's place
                if other not in out:
                    out.append(other)
                k = other.col + other.colspan
        return out

    def _counting_word(self, cell: Cell) -> Cell | None:
        """The cell beside a label that prints a counting word to write before: 间（套）, in a row with other places."""
        beside = self.at.get((cell.row, cell.col + cell.colspan))
        if beside is None or beside.col + beside.colspan < self.table.n_cols or not is_measure(squeeze(beside.text)):
            return None
        row = [c for c in self.table.cells if c.row == cell.row and c is not beside]
        return beside if any(self.kind(c) in words.VALUES or self._fill_in_unit(c) for c in row) else None

    def _fill_in_unit(self, cell: Cell) -> bool:
        """Whether a cell that prints a unit only (万元) is the one to write in: nothing to write in follows it."""
        if self.kind(cell) != "unit":
            return False
        following = self.at.get((cell.row, cell.col + cell.colspan))
        if following is not None and self.kind(following) in (*words.VALUES, "year"):
            return False
        above = [self.at.get((r, cell.col)) for r in range(cell.row)]
        return not any(c is not None and self.out.said.head(squeeze(c.text)) == "unit" for c in above)

    def _below(self, cell: Cell) -> list[Cell]:
        """The cells to write in below a label, up to the next one with words."""
        out: list[Cell] = []
        for r in range(cell.row + cell.rowspan, self.table.n_rows):
            other = self.at.get((r, cell.col))
            if other is None or other.row != r:
                continue
            if self.kind(other) not in words.VALUES and not self._fill_in_unit(other):
                break
            if other.colspan > cell.colspan or any(
                c.row == r and c.col < cell.col and self.kind(c) in ("label", "caption", "section")
                for c in self.table.cells
            ):
                break  # a row with a label of its own
            out.append(other)
        return out

    def _heads_columns(self, cell: Cell) -> bool:
        """Whether a cell stands in a row of headings: no cell of its row is one to write in."""
        row = [c for c in self.table.cells if c.row == cell.row]
        return not any(self.kind(c) in words.VALUES for c in row)

    def _numbered(self, row: int) -> bool:
        return any(c.row == row and self.out.said.head(squeeze(c.text)) == "number" for c in self.table.cells)

    def _under_years(self, cells: list[Cell]) -> bool:
        """Whether years stand above the cells of a row, with no other heading between.

        Cells behind them under nothing are those of a sheet that is wider than this table of it.
        """
        years = [self._year_above(c) for c in cells]
        under = [y for y in years if y is not None]
        behind = cells[len(under) :]
        return (
            len(under) > 1
            and None not in years[: len(under)]
            and all(self._nothing_at(under[0].row, c) for c in behind)
        )

    def _nothing_at(self, row: int, cell: Cell) -> bool:
        head = self.at.get((row, cell.col))
        return head is None or self.kind(head) == "blank"

    def _year_above(self, cell: Cell) -> Cell | None:
        for r in range(cell.row - 1, -1, -1):
            above = self.at.get((r, cell.col))
            if above is None:
                continue
            kind = self.kind(above)
            if kind == "year":
                return above
            if kind in ("label", "section", "caption", "text"):
                return None
        return None

    def _claimed(self, cell: Cell) -> bool:
        return id(cell) in self.used

    def _group(self, cell: Cell) -> str:
        """The caption before a label whose rows hold it (负责人 before 姓名, in the same or a merged cell)."""
        for row, cells in reversed(self.groups.items()):
            for c in reversed(cells):
                if c is not cell and row <= cell.row < row + c.rowspan and c.col < cell.col:
                    return words.one_line(words.bare(c.text))
        return ""

    def _group_above(self, cell: Cell) -> str:
        """The caption over several headings of which this is one: 年龄结构 over 35岁以下 and 36至50岁."""
        above = self.at.get((cell.row - 1, cell.col))
        if above is None or above.row + above.rowspan != cell.row or above.colspan <= cell.colspan:
            return ""
        return words.one_line(words.bare(above.text)) if self.kind(above) in ("label", "head", "caption") else ""

    def _unit(self, cell: Cell, right: list[Cell]) -> str | None:
        printed = words.unit_of(cell.text)
        if printed is not None:
            return printed
        for c in right:
            if self.kind(c) == "unit":
                return squeeze(c.text)
            if self.kind(c) == "inline" and (unit := words.unit_of(c.text)) is not None:
                return unit
        empty = [c for c in right if self.kind(c) == "blank"]
        if len(empty) == 1 and self._under_score(empty[0]):
            return "分"
        counted = self.out.unit is not None and conversion(self.out.unit, "元") is None and self._heads_columns(cell)
        if empty and (_amount(cell.text) or counted or self._under_amount(empty[0]) or self._of_money(cell)):
            return self._unit_above(cell.text)
        return None

    def _under_score(self, cell: Cell) -> bool:
        """Whether the heading over a place says that points stand below it: 自评得分."""
        above = [self.at.get((r, cell.col)) for r in range(cell.row - 1, -1, -1)]
        head = next((c for c in above if c is not None and self.kind(c) not in (*words.VALUES, "number")), None)
        return head is not None and head.colspan == cell.colspan and is_score(squeeze(head.text))

    def _of_money(self, cell: Cell) -> bool:
        """Whether a table's own heading says that it is of amounts, and in what: 投资构成（单位：万元）."""
        said = words.bare(self.heading)
        unit = find_unit(self.heading) or words.unit_of(self.heading)
        if unit is None or conversion(unit, "元") is None:
            return False
        told = _amount(said) or _COST.search(said) is not None or _COST.search(cell.text) is not None
        asked = type_asked(LabelledPlace(words.one_line(cell.text), None, ""))[0]
        return told and asked == "text" and not _NO_AMOUNT.search(cell.text)

    def _under_amount(self, cell: Cell) -> bool:
        """Whether the heading over a place says that amounts stand below it: 金额."""
        above = [c for r in range(cell.row) if (c := self.at.get((r, cell.col))) is not None and c.col == cell.col]
        return any(re.fullmatch(r"(?:金额|数额|资金|经费)(?:\(.*\))?", squeeze(c.text)) for c in above)


def _of_kind(unit: str | None, other: str | None) -> bool:
    """Whether two units measure the same: 元 and 万元."""
    return unit == other or (unit is not None and other is not None and conversion(unit, other) is not None)


def _amount(label: str) -> bool:
    """Whether a label names an amount of money, which the unit above a table is meant for."""
    return re.search(
        r"收入|利润|产值|总额|金额|费用|经费|投资|资产|税|[额值资]$|补[贴助](?:合计|资金)?$", squeeze(words.bare(label))
    ) is not None and not re.search(r"比例|比重|占比|增[长速幅]|率", label)


def _names_years(text: str) -> bool:
    return len(re.findall(r"20\d\d\s*年?", text)) > 1 and parse_unit(squeeze(text)) is None
