"""A table read for its values: each value cell with the label, period, level and unit of its row and column."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise

from formextract.match.cell_kinds import VALUES, applicant_named, role_of
from formextract.match.changes import ChangeColumn, change_columns, changed_rows
from formextract.match.frames import TELLING, telling
from formextract.match.inline import pairs
from formextract.match.key_values import KeyCell, TableReading, ValueCell
from formextract.match.labels import LabelIndex, take_apart
from formextract.match.years import bare_years
from formextract.model import Cell, Line, Table
from formextract.tables import CellKind, Hit, is_relative, yearly_parts
from formextract.tables.planned import columns_of_change
from formextract.text import squeeze

GROWTH = "增长率"
RATE = re.compile("%|率|同比|增速|增幅")
"""What says of a column of comparisons that it holds rates, no differences."""
SAME_WORDS = 0.97
"""Score of a caption that is a wording but for words that mean the same."""

BOTH = frozenset({"head", "unit", "level", "role"})
"""What a short text is by itself that may be a form's caption as well."""
FILLED = VALUES - {"blank"}
NAMES = frozenset(("名称", "全称"))
"""What a name is called in a group of rows that says whose it is."""
LONGEST_BY_TURNS = 16
"""Letters of a caption that nobody knows, between the captions of others."""


_INSIDE = re.compile(r"([^\s:：]{2,12})\s*[:：]\s*(\S[^\n:：]{0,60})")
"""A caption and its value in one cell."""


class _Row:
    """What the cells so far say about the next value in this row."""

    __slots__ = ("carried", "label", "level", "period", "unit", "used")

    def __init__(self) -> None:
        self.label: KeyCell | None = None
        self.period: str | None = None
        self.level: str | None = None
        self.unit: str | None = None
        self.used = False
        self.carried = False


def scan(
    table: Table, index: LabelIndex, printed: frozenset[str], order: int, skip: frozenset[int] = frozenset()
) -> TableReading:
    """Labels and values of a table. `skip`: rows that another reading has claimed; `order`: of its first cell."""
    return _Scanner(table, index, printed, order, skip).run()


class _Scanner:
    def __init__(
        self, table: Table, index: LabelIndex, printed: frozenset[str], order: int, skip: frozenset[int]
    ) -> None:
        self.table, self.index, self.printed, self.order, self.skip = table, index, printed, order, skip
        self.roles = [role_of(c.text, index, printed) for c in table.cells]
        self.rows: list[list[int]] = [[] for _ in range(table.n_rows)]
        for i, c in enumerate(table.cells):
            for r in range(c.row, min(c.row + c.rowspan, table.n_rows)):
                self.rows[r].append(i)
        for row in self.rows:
            row.sort(key=lambda i: table.cells[i].col)
        for i in bare_years(table, self.roles, self.rows):
            self.roles[i] = CellKind("year", self.roles[i].value)
        for i in [*self._captions_like_years(), *self._captions_like_headings()]:
            self.roles[i] = CellKind("label", hits=index.wanted(table.cells[i].text))
        for i, hits in changed_rows({i: c.text for i, c in enumerate(table.cells)}, index).items():
            self.roles[i] = CellKind("label", hits=hits)
        self.changes: list[ChangeColumn] = []
        self.of_changes: set[int] = set()  # cells that are told of by their column's head only
        self._changes()
        self.captions = {c.col for c, role in zip(table.cells, self.roles, strict=True) if role.kind == "label"}
        self.by_turns = self._columns_by_turns()
        self.labels: dict[int, KeyCell] = {}
        self.out = TableReading([], [], [], [])
        self.col_label: dict[int, KeyCell] = {}
        self.col_period: dict[int, str] = {}
        self.col_role: dict[int, str] = {}
        self.col_unit: dict[int, str] = {}
        self.headed: set[int] = set()  # the rows of captions
        self.compared: set[int] = set()  # columns of what two years come to: 同比（%）
        self.year_range: dict[
            int, str
        ] = {}  # also the empty cells beside a year, where a sheet's cells were not merged
        self.years_above = False  # the years' headings stand in a part before this one
        self.lonely: frozenset[int] = frozenset()
        self.below: dict[int, KeyCell] = {}  # the last label of each column, for rows whose label cell is empty

    def run(self) -> TableReading:
        for r in range(self.table.n_rows):
            if r in self.skip:
                continue
            own = [i for i in self.rows[r] if self.table.cells[i].row == r and i not in self.of_changes]
            if not own:
                continue
            if self._is_line(r, own):
                cell = next((self.table.cells[i] for i in own if self.table.cells[i].text.strip()), None)
                if cell is not None:
                    self.out.lines.append(
                        (self.order + r * 1000, Line(cell.text, cell.place, legibility=cell.legibility))
                    )
                    self._new_part()
                continue
            if self._is_heading(r, own):
                self._heading(own)
                continue
            if self.col_label and self._is_units(r):
                self.col_unit |= {
                    c: self.roles[i].value
                    for i in own
                    if self.roles[i].kind == "unit"
                    for c in range(self.table.cells[i].col, self.table.cells[i].col + self.table.cells[i].colspan)
                }
                continue
            if any(self.roles[i].kind == "label" for i in own[:1]) and self.col_label:
                self.col_label = {}
            self._row(r, own)
        for column in self.changes:
            told = column.told
            at = self._label(column.head)
            at.role = CellKind("label", hits=column.hits)
            self._emit(at, told, told.text, "text", None, None, None, of_row=True)
        self.out.labels.sort(key=lambda at: at.order)
        return self.out

    def _columns_by_turns(self) -> frozenset[int]:
        """The columns of captions that stand behind other captions' values (集群名称 | 甲 | 联系人 | 乙): where the
        form's own captions are at least as many as words that nobody knows, these are captions too.
        """
        told: Counter[int] = Counter()
        for row in self.rows:
            for before, i in pairwise(row):
                cell, role = self.table.cells[i], self.roles[i]
                if self.roles[before].kind in VALUES and len(squeeze(cell.text)) <= LONGEST_BY_TURNS:
                    told[cell.col] += (role.kind == "label") - (role.kind == "text")
        known = {c.col for c, role in zip(self.table.cells, self.roles, strict=True) if role.kind == "label"}
        return frozenset(col for col, n in told.items() if n >= 0 and col in known)

    def _captions_like_years(self) -> list[int]:
        """The cells that could head a column of this year's figures (报告期) and are the caption of what stands beside
        them: no other year in their row, and a value behind them.
        """
        found = []
        for row in self.rows:
            years = [i for i in row if self.roles[i].kind == "year"]
            if not years or not is_relative(self.roles[years[0]].value):
                continue
            behind = row[row.index(years[0]) + 1 :]
            alone = len(years) == 1 and behind and self.roles[behind[0]].kind in VALUES
            told = len(row) == 2 and years == row and not is_relative(self.roles[row[1]].value)  # noqa: PLR2004
            if (alone or told) and self.index.wanted(self.table.cells[years[0]].text):
                found.append(years[0])
        return found

    def _captions_like_headings(self) -> list[int]:
        """The cells that could head columns (编号, 名称, 单位) and are the form's own captions here: what stands beside
        each speaks more for a caption with its value than for a row of headings.
        """
        found = []
        for r, row in enumerate(self.rows):
            for k, i in enumerate(row):
                role, cell = self.roles[i], self.table.cells[i]
                if role.kind not in BOTH or cell.row != r or not self._is_own(cell.text):
                    continue
                others = [j for j in row if j != i]
                behind = self.roles[row[k + 1]].kind if k + 1 < len(row) else None
                before = self.roles[row[k - 1]].kind if k else None
                heads = sum(self.roles[j].kind in BOTH and not self._is_own(self.table.cells[j].text) for j in others)
                told = 2.0 * (behind in FILLED) + (behind == "blank") + 0.5 * (before is None or before in VALUES)
                against = 2.0 * heads + (behind in ("label", "year") or behind is None) + (before in BOTH)
                under = [j for j, c in self._row_cells(r + cell.rowspan) if c.col == cell.col]
                against += 3.0 * any(
                    self.roles[j].kind in FILLED and not self._is_own(self.table.cells[j].text) for j in under
                )
                if told > against:
                    found.append(i)
        return found

    def _is_own(self, text: str) -> bool:
        """Whether a text is a label of the form in its very wording."""
        hits = self.index.wanted(text)
        return bool(hits) and hits[0].score >= 1

    def _changes(self) -> None:
        """Columns of what was before a change and of what is now, where rows with captions stand below them."""
        for r, row in enumerate(self.rows[:-1]):
            heads = columns_of_change({i: self.table.cells[i].text for i in row if self.table.cells[i].row == r})
            asked, of_them = change_columns(self.table, row, heads, self.index, self.roles) if heads else ([], set())
            if asked:
                self.changes += asked
                self.of_changes |= of_them
                for i in (c.head for c in asked):
                    self.roles[i] = CellKind("year", heads[i]) if heads.get(i) else CellKind("head")
                continue
            under = [self.roles[j] for j in self.rows[r + 1]]
            if heads and len(under) > len(heads) and under[0].kind == "label" and not under[0].rest:
                for i, period in heads.items():
                    self.roles[i] = CellKind("year", period) if period else CellKind("head")

    # -- rows that are no data rows

    def _is_line(self, r: int, own: list[int]) -> bool:
        """A row of one text across the table: a section's heading, a caption, a paragraph."""
        if len(own) != len(self.rows[r]):
            return False
        filled = [i for i in own if self.roles[i].kind != "blank"]
        if len(filled) != 1:
            return not filled and len(own) == 1
        role = self.roles[filled[0]]
        cell = self.table.cells[filled[0]]
        if role.kind == "label":
            # a label of a field whose value was left empty is a row of data, a paragraph that begins like one is not
            return False
        wide = cell.colspan == self.table.n_cols
        return wide or (filled[0] == own[0] and role.kind in ("text", "printed", "head"))

    def _new_part(self) -> None:
        self.below = {}
        self.years_above = True
        self.col_label, self.col_role, self.col_unit = {}, {}, {}
        self.compared = set()

    def _is_heading(self, r: int, own: list[int]) -> bool:
        """A row of captions for the columns below it (`年度 | 产值 | 企业数`)."""
        kinds = [self.roles[i].kind for i in own]
        labels = [i for i in own if self.roles[i].kind == "label" and not self.roles[i].rest]
        if not labels or any(k in ("figure", "ticks", "blanks", "none", "year", "role", "level") for k in kinds):
            return False
        if len(own) != len(self.rows[r]):
            return False
        cell = self.table.cells[own[0]]
        below = r + cell.rowspan
        below += below < self.table.n_rows and self._is_units(below)
        under = self.rows[below] if below < self.table.n_rows else []
        values_under = any(self.roles[i].kind in ("figure", "none", "ticks", "blanks", "year") for i in under)
        # labels beside each other, or one label behind a heading word
        beside = any(self.roles[a].kind == "label" == self.roles[b].kind for a, b in pairwise(own))
        headed = self.roles[own[0]].kind == "head" and bool(labels)
        if headed or (beside and len(labels) > 1):
            first_under = self.roles[under[0]].kind if under else "blank"
            if values_under and first_under != "label":
                return True
        return self._over_values(own) or self._like_the_pair_above(r, own)

    def _like_the_pair_above(self, r: int, own: list[int]) -> bool:
        """Whether captions stand over their values as two rows before, where one of them is known and none below is:
        培育文号 between 列入培育时间 and 所属市州, over 2024年8月 and a city.
        """
        if not self.col_label or r - 2 not in self.headed:
            return False
        cells = [self.table.cells[i] for i in own]
        under = self._row_cells(r + 1)
        return (
            any(self.roles[i].kind == "label" and not self.roles[i].rest for i in own)
            and all(self.roles[i].kind in ("label", "text") for i in own)
            and not any(self.roles[i].kind in ("label", "unit", "head") for i, _ in under)
            and [(c.col, c.colspan) for c in cells] == [(c.col, c.colspan) for _, c in under]
        )

    def _is_units(self, r: int) -> bool:
        """Whether a row gives the units of the columns below a heading."""
        kinds = [self.roles[i].kind for i in self.rows[r] if self.table.cells[i].row == r]
        return kinds.count("unit") > 1 and all(k in ("unit", "head", "blank") for k in kinds)

    def _over_values(self, own: list[int]) -> bool:
        """Whether a row is captions only, each right over a value: 负责人, merged downwards, before 姓名 and 职务."""
        cells = [self.table.cells[i] for i in own]
        first = 1 if cells[0].rowspan > 1 else 0
        captions = own[first:]
        if len(captions) < 2 or any(self.roles[i].kind != "label" or self.roles[i].rest for i in captions):  # noqa: PLR2004
            return False
        for i in captions:
            cell = self.table.cells[i]
            under = next((c for c in self._row_cells(cell.row + cell.rowspan) if c[1].col == cell.col), None)
            if under is None or under[1].colspan != cell.colspan or self.roles[under[0]].kind not in VALUES:
                return False
        return True

    def _row_cells(self, r: int) -> list[tuple[int, Cell]]:
        """The cells that begin in a row."""
        found = self.rows[r] if r < self.table.n_rows else []
        return [(i, self.table.cells[i]) for i in found if self.table.cells[i].row == r]

    def _heading(self, own: list[int]) -> None:
        self.col_label, self.col_period, self.col_role = {}, {}, {}
        self.headed.add(self.table.cells[own[0]].row)
        for i in own:
            cell, role = self.table.cells[i], self.roles[i]
            if role.kind in ("head", "blank", "unit"):
                continue
            at = self._label(i)
            for c in range(cell.col, cell.col + cell.colspan):
                self.col_label[c] = at

    # -- data rows

    def _row(self, r: int, own: list[int]) -> None:
        state = _Row()
        mine = set(own)
        sequence = [i for i in self.rows[r] if i not in self.of_changes]
        self.lonely = self._lonely(own)
        self._carry_over(state, sequence, mine)
        for k, i in enumerate(sequence):
            cell, role = self.table.cells[i], self.roles[i]
            if i not in mine:
                self._from_above(state, i, role)
                continue
            following = [j for j in sequence[k + 1 :] if j in mine]
            self._own(state, i, cell, role, following)
        if sum(self.roles[i].kind == "year" for i in own) > 1:
            self._extend(r)

    def _lonely(self, own: list[int]) -> frozenset[int]:
        """The columns of values that are the only one of their caption in a row, no empty cell for another beside."""
        groups: list[list[int]] = [[]]
        for i in own:
            kind = self.roles[i].kind
            if kind == "label":
                groups.append([])
            elif kind in VALUES:
                groups[-1].append(self.table.cells[i].col)
        return frozenset(group[0] for group in groups if len(group) == 1)

    def _carry_over(self, state: _Row, sequence: list[int], mine: set[int]) -> None:
        """Where a sheet's label was not merged over its rows, the empty cells below it still stand for it."""
        first = sequence[0] if sequence else None
        above = None if first is None or first not in mine else self.below.get(self.table.cells[first].col)
        if above is None or self.roles[first].kind != "blank":  # type: ignore[index]
            return
        kinds = [self.roles[i].kind for i in sequence]
        if "label" not in kinds and any(k in ("figure", "none", "year", "level", "role", "ticks") for k in kinds):
            state.label, state.carried = above, True

    def _from_above(self, state: _Row, i: int, role: CellKind) -> None:
        """A cell that spans down into this row still labels what stands to its right; a value may be of two labels."""
        if role.kind in VALUES and role.kind != "blank" and state.label is not None and not state.used:
            state.label.shares = state.label.shares or self.table.cells[i]
        if role.kind == "label" or (role.kind in ("text", "printed") and i in self.labels):
            state.label, state.used = self._label(i), False
        elif role.kind in ("text", "printed"):
            state.label, state.used = None, False
        elif role.kind == "year":
            state.period = role.value
        elif role.kind == "level":
            state.level = role.value
        elif role.kind == "unit":
            state.unit = role.value

    def _own(self, state: _Row, i: int, cell: Cell, role: CellKind, following: list[int]) -> None:
        kind = role.kind
        in_columns = cell.col in self.col_label
        if kind in ("label", "text") and self._several(state, cell):
            return
        if kind == "year" and self._is_value(state, following):
            self._value(state, cell, cell.text, "text")  # 报告年度 | 2026年
            return
        at_level = self._at_level(state.label, cell, kind) if kind in ("level", "text") and following else None
        if at_level is not None:
            state.label, state.used, state.level, state.carried = at_level, False, None, False
        elif kind == "year":
            self._year(state, cell, role, following)
        elif kind == "level" and state.label is not None:
            state.level = role.value
        elif kind == "role":
            for c in range(cell.col, cell.col + cell.colspan):
                self.col_role[c] = role.value
        elif kind == "unit" and (following or self._unit_column(cell)):
            state.unit = role.value
        elif kind in ("head", "text") and (hits := self._names_applicant(state, cell, following)):
            self.roles[i] = CellKind("label", hits=hits)
            state.label, state.used, state.level, state.unit, state.carried = self._label(i), False, None, None, False
        elif kind == "head":
            if role.value == "compared" and RATE.search(squeeze(cell.text)):
                self.compared |= set(range(cell.col, cell.col + cell.colspan))
        elif kind == "printed":
            if state.label is None or state.used or following:
                state.label, state.used, state.unit = None, False, None
        elif kind == "label" and not in_columns:
            at = self._label(i)
            state.label, state.used, state.level, state.carried = at, False, None, False
            state.unit = None
            self.below = {c: other for c, other in self.below.items() if c < cell.col} | {cell.col: at}
            if role.rest:
                self._rest(state, cell, role.rest)
        elif in_columns and (kind in VALUES or kind in ("label", "unit", "level")):
            self._column_value(state, i, cell)
        elif kind in ("text", "level", "unit") and self._begins_label(state, cell, following):
            state.label, state.used, state.unit, state.carried = self._label(i), False, None, False
            self.below = {c: other for c, other in self.below.items() if c < cell.col}
        else:
            self._value(state, cell, cell.text, kind)

    def _at_level(self, group: KeyCell | None, cell: Cell, kind: str) -> KeyCell | None:
        """The caption of a row that only says the level of what the rows are a group of: 创新平台 | 省级 | 14."""
        if group is None or group.cell.col >= cell.col or cell.col in self.col_period or group.role.rest:
            return None
        said, whole = squeeze(cell.text), take_apart(group.cell.text)
        frame = self.index.reader.read(said)
        if not frame.level or frame.rest or any(frame.slot(slot) for slot in TELLING):
            return None
        text = said + whole.bare
        hits = self.index.wanted(text)
        sure = bool(hits) and hits[0].score >= SAME_WORDS
        if kind == "level" and (not sure or hits[0].indicator in {h.indicator for h in group.role.hits[:1]}):
            return None  # levels of standards, which their own fields ask for
        role = CellKind("label", unit=whole.unit, hits=hits) if sure else CellKind("text")
        order = self.order + cell.row * 1000 + cell.col
        at = KeyCell(replace(cell, text=text), role, order, unit=group.unit or whole.unit)
        self.out.labels.append(at)
        return at

    def _names_applicant(self, state: _Row, cell: Cell, following: list[int]) -> tuple[Hit, ...]:
        """What 集群： asks for, or 名称 in a group of rows 集群基本信息, where an applicant's name stands beside."""
        if not following or self.roles[following[0]].kind != "text":
            return ()
        value, caption = self.table.cells[following[0]].text, squeeze(cell.text).rstrip(":")
        group = "" if state.label is None or state.used else squeeze(state.label.cell.text)
        called = next((a for a in self.index.lexicon.applicants if a in group and caption in NAMES), "")
        return applicant_named(called or caption, value, self.index)

    def _several(self, state: _Row, cell: Cell) -> bool:
        """Takes the labels of a cell that holds several with their values."""
        found = pairs(cell.text, self.index)
        if not found and (state.label is None or state.used):
            found = self._told_inside(cell.text)
        for n, (label, value) in enumerate(found):
            role = replace(role_of(label, self.index, self.printed), rest=value)
            part = replace(cell, text=f"{label}：{value}")
            at = KeyCell(part, role, self.order + cell.row * 1000 + cell.col * 10 + n, unit=role.unit)
            self.out.labels.append(at)
            self._emit(at, part, value, self._kind_of(value), None, None, None, of_row=True)
        if found:
            state.label, state.used = None, False
        return bool(found)

    def _told_inside(self, text: str) -> list[tuple[str, str]]:
        """A caption that is no wording and its value in one cell, where all of its words are known: 填表人：吕思."""
        inside = _INSIDE.fullmatch(text.strip())
        if inside is None or self.index.wanted(inside.group(1)):
            return []
        frame = self.index.reader.read(self.index.canonical(take_apart(inside.group(1)).bare))
        told = any(slot == "what" for slot, _ in telling(frame, self.index.lexicon.soft)) and not frame.rest
        return [(inside.group(1), inside.group(2))] if told else []

    def _is_value(self, state: _Row, following: list[int]) -> bool:
        """Whether a year is what a label asks for, and heads no figures."""
        at = state.label
        if at is None or state.used or at.role.kind != "label" or self.col_label:
            return False
        beside = all(self.roles[j].kind in ("blank", "label") for j in following[:1])
        return beside and self.index.asks_words(at.role.hits[0].indicator)

    def _kind_of(self, text: str) -> str:
        return role_of(text, self.index, self.printed).kind

    def _begins_label(self, state: _Row, cell: Cell, following: list[int]) -> bool:
        """Whether words that are no known label caption what follows, rather than being a value themselves."""
        if state.label is None:
            return True
        if cell.col in self.col_period and state.label.role.kind == "label":
            return False  # words under a year are that year's value
        kinds = [self.roles[j].kind for j in following]
        next_kind = next((kind for kind in kinds if kind != "unit"), "blank")
        next_is_value = next_kind in ("figure", "none", "ticks", "blanks")
        behind_value = any(v.cell.row == cell.row for v in state.label.values)
        if behind_value and next_kind == "text" and cell.col in self.by_turns and cell.col not in self.col_period:
            return len(squeeze(cell.text)) <= LONGEST_BY_TURNS
        if state.used:
            return next_is_value and cell.col not in self.col_period
        known = state.label.role.kind == "label"
        # 产业规模, merged over its rows, then 全产业链产值 where other rows have their captions, then a figure
        merged = state.label.cell.rowspan > 1 and not known
        grouped = cell.col in self.captions and (merged or state.label.cell.col not in self.captions)
        if merged and grouped and next_kind == "text" and len(following) == 1:
            return len(squeeze(cell.text)) <= LONGEST_BY_TURNS
        return (known or grouped) and next_is_value and len(squeeze(cell.text)) <= 40  # noqa: PLR2004 - a caption, not a sentence

    def _year(self, state: _Row, cell: Cell, role: CellKind, following: list[int]) -> None:
        if role.value.isdigit():
            self.out.years.append(int(role.value))
        if role.rest or ":" in squeeze(cell.text):
            keep = state.period
            for year, text in yearly_parts(cell.text):
                state.period = year
                self._value(state, cell, text, self._kind_of(text))
            state.period = keep
            return
        # a year with a value to its right heads its row; a year among years heads its column
        beside = [self.roles[j].kind for j in following]
        heads_row = beside and beside[0] in ("figure", "none", "blank", "text", "ticks") and "year" not in beside
        # 年度考核 | 2022年 | 优秀 | 2023年 | 合格: each year before its own value
        by_turns = beside[:2] in (["figure", "year"], ["none", "year"], ["text", "year"], ["ticks", "year"])
        heads_row = heads_row or (by_turns and state.label is not None and state.label.cell.row == cell.row)
        if heads_row and (beside[0] != "text" or state.label is not None or self.col_label):
            state.period = role.value
            if self._heads_column(cell):
                self._head_column(cell, role)
            return
        if not beside and state.label is not None and not self._heads_column(cell) and self._next_is_blank(cell):
            state.period = role.value
            return
        if not beside and self.col_label and not self._below_caption(cell):
            state.period = role.value
            return
        self._head_column(cell, role)

    def _below_caption(self, cell: Cell) -> bool:
        """Whether a year stands right below the caption of several columns: 产值 over 2023年 and 2024年."""
        above = self.col_label.get(cell.col)
        return above is not None and above.cell.colspan > 1 and above.cell.row + above.cell.rowspan == cell.row

    def _head_column(self, cell: Cell, role: CellKind) -> None:
        self.years_above = False
        of_caption = self._below_caption(cell)
        for c in range(cell.col, cell.col + cell.colspan):
            self.col_period[c] = role.value
            if not of_caption:
                self.col_label.pop(c, None)
            if role.unit:
                self.col_unit[c] = role.unit

    def _extend(self, r: int) -> None:
        """Where a year's cell was not merged over its columns, the empty cells to its right are its columns too."""
        year: str | None = None
        for j in self.rows[r]:
            cell, role = self.table.cells[j], self.roles[j]
            if role.kind == "year":
                year = role.value
            elif role.kind != "blank":
                year = None
            if year is not None:
                for c in range(cell.col, cell.col + cell.colspan):
                    self.year_range[c] = year

    def _heads_column(self, cell: Cell) -> bool:
        """Whether values stand right below a year."""
        r = cell.row + cell.rowspan
        if r >= self.table.n_rows:
            return False
        for j in self.rows[r]:
            other = self.table.cells[j]
            if other.col <= cell.col < other.col + other.colspan:
                return self.roles[j].kind in ("figure", "none", "role", "level", "head") and other.row == r
        return False

    def _next_is_blank(self, cell: Cell) -> bool:
        return any(
            self.table.cells[j].col == cell.col + cell.colspan and self.roles[j].kind == "blank"
            for j in self.rows[cell.row]
        )

    def _unit_column(self, cell: Cell) -> bool:
        return cell.row > 0

    def _column_value(self, state: _Row, i: int, cell: Cell) -> None:
        at = self.col_label[cell.col]
        unit = state.unit or self.col_unit.get(cell.col)
        period = state.period or self.col_period.get(cell.col)
        self._emit(at, cell, cell.text, self.roles[i].kind, period, state.level, unit, of_row=True)

    def _value(self, state: _Row, cell: Cell, text: str, kind: str) -> None:
        if state.carried and kind == "blank" and state.level is None:
            return
        under = [self.col_period[c] for c in range(cell.col, cell.col + cell.colspan) if c in self.col_period]
        if self.years_above and cell.col in self.lonely:
            under = []  # another part's year has nothing to say of a figure that stands alone
        if cell.col in self.compared and kind == "figure" and not under and self._growth(state, cell):
            return
        period = state.period or (max(under) if under else None)  # a cell under several years: the last, if any
        if period is None and cell.col in self.col_role:
            period = self.year_range.get(cell.col)
        unit = state.unit or self.col_unit.get(cell.col)
        self._emit(state.label, cell, text, kind, period, state.level, unit, of_row=state.period is not None)
        if kind != "blank":
            state.used = True

    def _rest(self, state: _Row, cell: Cell, text: str) -> None:
        """The value behind a caption in its own cell; words and dates are of no year, whatever heads the column."""
        kind = self._kind_of(text)
        if kind == "text" and state.label is not None:
            self._emit(state.label, cell, text, kind, None, None, None, of_row=True)
            state.used = True
        else:
            self._value(state, cell, text, kind)

    def _growth(self, state: _Row, cell: Cell) -> bool:
        """Takes a figure under 同比（%） as the growth of what its row measures, where the form asks for that."""
        at = state.label
        if at is None or at.role.kind != "label" or not self.col_period:
            return False
        text = take_apart(at.cell.text).bare + GROWTH
        hits = self.index.wanted(text)
        if not hits or hits[0].score < SAME_WORDS or hits[0].indicator in {h.indicator for h in at.role.hits[:1]}:
            return False
        grown = replace(at.cell, text=text)
        own = KeyCell(grown, CellKind("label", unit="%", hits=hits), self.order + cell.row * 1000 + cell.col, unit="%")
        self.out.labels.append(own)
        self._emit(own, cell, cell.text, "figure", max(self.col_period.values()), None, "%", of_row=True)
        return True

    def _emit(
        self,
        at: KeyCell | None,
        cell: Cell,
        text: str,
        kind: str,
        period: str | None,
        level: str | None,
        unit: str | None,
        *,
        of_row: bool,
    ) -> None:
        years = {self.col_period[c] for c in range(cell.col, cell.col + cell.colspan) if c in self.col_period}
        years = years if period is not None else set()
        index = self.order + cell.row * 1000 + cell.col
        value = ValueCell(
            cell,
            text,
            kind,
            at,
            period,
            level,
            self.col_role.get(cell.col),
            unit,
            index,
            spans_years=not of_row and len(years) > 1,
        )
        if at is None:
            self.out.orphans.append(value)
        else:
            at.values.append(value)

    def _label(self, i: int) -> KeyCell:
        at = self.labels.get(i)
        if at is None:
            cell, role = self.table.cells[i], self.roles[i]
            unit = role.unit
            at = self.labels[i] = KeyCell(cell, role, self.order + cell.row * 1000 + cell.col, unit=unit)
            self.out.labels.append(at)
        return at
