"""A table read for its values: each value cell with the label, period, level and unit of its row and column."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from formextract.match.cell_kinds import VALUES, applicant_named, kind_of, kind_of_pair
from formextract.match.column_context import ColumnContext
from formextract.match.frames import TELLING, telling
from formextract.match.inline import pairs
from formextract.match.key_values import KeyCell, TableReading, ValueCell
from formextract.match.labels import SAME_WORDS, LabelIndex, take_apart
from formextract.match.row_kinds import row_kind, states_unit
from formextract.match.table_kinds import LONGEST_BY_TURNS, TableKinds
from formextract.match.two_headings import with_whole_captions
from formextract.model import Cell, Line, Table
from formextract.tables import CellKind, Hit, yearly_parts
from formextract.tables.remarks import REMARK, columns_of_remarks
from formextract.text import squeeze

GROWTH, AVERAGE_GROWTH = "增长率", "年均增长率"
RATE = re.compile("%|率|同比|增速|增幅")
"""What says of a column of comparisons that it holds rates, no differences."""

WORKS = "标准"
"""In a caption that says of what somebody's part is told, and so needs no heading above it."""
NAMES = frozenset(("名称", "全称"))
"""What a name is called in a group of rows that says whose it is."""
_INSIDE = re.compile(r"([^\s:：]{2,12})\s*[:：]\s*(\S[^\n:：]{0,60})")
"""A caption and its value in one cell."""


class _Row:
    """What the cells so far say about the next value in this row."""

    __slots__ = ("carried", "label", "level", "period", "unit", "used", "years")

    def __init__(self) -> None:
        self.label: KeyCell | None = None
        self.period: str | None = None
        self.level: str | None = None
        self.unit: str | None = None
        self.used = False
        self.carried = False
        self.years = False  # a year of this row heads a column


def scan(
    table: Table, index: LabelIndex, printed: frozenset[str], order: int, skip: frozenset[int] = frozenset()
) -> TableReading:
    """Labels and values of a table. `skip`: rows that another reading has claimed; `order`: of its first cell."""
    return _Scanner(with_whole_captions(table, index, printed), index, printed, order, skip).run()


class _Scanner:
    def __init__(
        self, table: Table, index: LabelIndex, printed: frozenset[str], order: int, skip: frozenset[int]
    ) -> None:
        self.table, self.index, self.printed, self.order, self.skip = table, index, printed, order, skip
        self.t = TableKinds(table, index, printed)
        self.kinds, self.rows = self.t.kinds, self.t.rows
        self.heads = ColumnContext()
        self.labels: dict[int, KeyCell] = {}
        self.out = TableReading([], [], [], [])
        self.lonely: frozenset[int] = frozenset()
        self.remarks = columns_of_remarks(table)
        self.below: dict[int, KeyCell] = {}  # the last label of each column, for rows whose label cell is empty

    def run(self) -> TableReading:
        for r in range(self.table.n_rows):
            if any(column.end == r for column in self.t.changes):
                self.heads.end_changes()
            own = [i for i, _ in self.t.row_cells(r) if i not in self.t.of_changes]
            if own and r not in self.skip:
                self._take_row(r, own)
        for column in self.t.changes:
            told = column.told
            at = self._label(column.head)
            at.cell_kind = CellKind("label", hits=column.hits)
            self._emit(at, told, told.text, "text", None, None, None, of_row=True)
        self.out.labels.sort(key=lambda at: at.order)
        return self.out

    def _take_row(self, r: int, own: list[int]) -> None:
        kind = row_kind(self.t, r, own, self.heads.headings, headed=bool(self.heads.label))
        if kind == "line":
            cell = next((self.table.cells[i] for i in own if self.table.cells[i].text.strip()), None)
            if cell is not None:
                self.out.lines.append((self.order + r * 1000, Line(cell.text, cell.place, legibility=cell.legibility)))
                if not states_unit(cell.text):
                    self.heads.begin_part()
                    self.below = {}
        elif kind == "heading":
            captions = [i for i in own if self.kinds[i].kind not in ("head", "blank", "unit")]
            self.heads.begin_captions((self.table.cells[i], self._label(i)) for i in captions)
        elif kind == "units":
            for i in own:
                if self.kinds[i].kind == "unit":
                    self.heads.take(self.heads.unit, self.table.cells[i], self.kinds[i].value)
        else:
            if self.kinds[own[0]].kind == "label" or self._begins_group(own):
                self.heads.label = {}
            self._row(r, own)

    def _begins_group(self, own: list[int]) -> bool:
        """Whether a row begins with what is merged over its rows, and captions of its own behind it."""
        first = self.table.cells[own[0]]
        behind = [self.kinds[i].kind for i in own[1:3]]
        grouped = first.rowspan > 1 and first.col == 0 and self.kinds[own[0]].kind in ("text", "head", "printed")
        return grouped and len(behind) > 1 and behind[0] == "label" and behind[1] in VALUES

    # -- data rows

    def _row(self, r: int, own: list[int]) -> None:
        state = _Row()
        mine = set(own)
        sequence = [i for i in self.rows[r] if i not in self.t.of_changes]
        self.lonely = self._lonely(own)
        self._carry_over(state, sequence, mine)
        for k, i in enumerate(sequence):
            cell, cell_kind = self.table.cells[i], self.kinds[i]
            if i not in mine:
                self._from_above(state, i, cell_kind)
                continue
            following = [j for j in sequence[k + 1 :] if j in mine]
            self._own(state, i, cell, cell_kind, following)
        if sum(self.kinds[i].kind == "year" for i in own) > 1:
            self.heads.take_reach((self.table.cells[j], self.kinds[j]) for j in self.rows[r])

    def _lonely(self, own: list[int]) -> frozenset[int]:
        """The columns of values that are the only one of their caption in a row, no empty cell for another beside."""
        groups: list[list[int]] = [[]]
        for i in own:
            kind = self.kinds[i].kind
            if kind == "label":
                groups.append([])
            elif kind in VALUES:
                groups[-1].append(self.table.cells[i].col)
        return frozenset(group[0] for group in groups if len(group) == 1)

    def _carry_over(self, state: _Row, sequence: list[int], mine: set[int]) -> None:
        """Where a sheet's label was not merged over its rows, the empty cells below it still stand for it."""
        if not sequence or sequence[0] not in mine or self.kinds[sequence[0]].kind != "blank":
            return
        above = self.below.get(self.table.cells[sequence[0]].col)
        kinds = [self.kinds[i].kind for i in sequence]
        told = "label" not in kinds and any(k in ("figure", "none", "year", "level", "role", "ticks") for k in kinds)
        if above is not None and told:
            state.label, state.carried = above, True

    def _from_above(self, state: _Row, i: int, cell_kind: CellKind) -> None:
        """A cell that spans down into this row still labels what stands to its right; a value may be of two labels."""
        if cell_kind.kind in VALUES and cell_kind.kind != "blank" and state.label is not None and not state.used:
            state.label.shares = state.label.shares or self.table.cells[i]
        if cell_kind.kind == "label" or (cell_kind.kind in ("text", "printed") and i in self.labels):
            state.label, state.used = self._label(i), False
        elif cell_kind.kind in ("text", "printed"):
            state.label, state.used = None, False
        elif cell_kind.kind == "year":
            state.period = cell_kind.value
        elif cell_kind.kind == "level":
            state.level = cell_kind.value
        elif cell_kind.kind == "unit":
            state.unit = cell_kind.value

    def _own(self, state: _Row, i: int, cell: Cell, cell_kind: CellKind, following: list[int]) -> None:
        kind = cell_kind.kind
        in_columns = cell.col in self.heads.label
        if kind in ("label", "text") and self._several(state, cell, known=kind == "label"):
            return
        if state.label is not None and state.used and self.remarks.get(cell.col, cell.row) < cell.row:
            self._remark(state.label, cell, cell_kind)
            return
        if kind == "year" and self._is_value(state, cell, following):
            self._value(state, cell, cell.text, "text")  # 报告年度 | 2026年
            return
        at_level = self._at_level(state.label, cell, kind, following) if kind in ("level", "text") else None
        if at_level is not None:
            state.label, state.used, state.level, state.carried = at_level, False, None, False
        elif kind == "year":
            self._year(state, cell, cell_kind, following)
        elif kind == "level" and state.label is not None:
            state.level = cell_kind.value
        elif kind == "role" and following and self.kinds[following[0]].kind == "figure" and WORKS in cell.text:
            self.kinds[i] = CellKind("text")  # 参与标准 | 19项
            state.label, state.used, state.level, state.unit, state.carried = self._label(i), False, None, None, False
        elif kind == "role":
            self.heads.take(self.heads.role, cell, cell_kind.value)
        elif kind == "unit" and (following or self._unit_column(cell)):
            state.unit = cell_kind.value
        elif kind in ("head", "text") and (hits := self._names_applicant(state, cell, following)):
            self.kinds[i] = CellKind("label", hits=hits)
            state.label, state.used, state.level, state.unit, state.carried = self._label(i), False, None, None, False
        elif kind == "head":
            if cell_kind.value == "averaged":
                self.heads.take(self.heads.compared, cell, AVERAGE_GROWTH)
            elif cell_kind.value == "compared" and RATE.search(squeeze(cell.text)):
                self.heads.take(self.heads.compared, cell, GROWTH)
        elif kind == "printed":
            if state.label is None or state.used or following:
                state.label, state.used, state.unit = None, False, None
        elif kind == "label" and not in_columns:
            at = self._label(i)
            state.label, state.used, state.level, state.carried = at, False, None, False
            state.unit = None
            self.below = {c: other for c, other in self.below.items() if c < cell.col} | {cell.col: at}
            if cell_kind.rest:
                self._rest(state, cell, cell_kind.rest)
        elif in_columns and (kind in VALUES or kind in ("label", "unit", "level")):
            self._column_value(state, i, cell)
        elif kind in ("text", "level", "unit") and self._begins_label(state, cell, following):
            state.label, state.used, state.unit, state.carried = self._label(i), False, None, False
            self.below = {c: other for c, other in self.below.items() if c < cell.col}
        else:
            self._value(state, cell, cell.text, kind)

    def _remark(self, at: KeyCell, cell: Cell, cell_kind: CellKind) -> None:
        """Takes what stands in a column of remarks beside a value: no value, but the year of one that has none."""
        if cell_kind.kind == "year" and not cell_kind.rest:
            for v in at.values:
                if v.cell.row == cell.row and v.period is None:
                    v.period = cell_kind.value
        elif cell_kind.kind != "blank":
            self._emit(at, cell, cell.text, cell_kind.kind, None, None, None, of_row=True, compares=REMARK)

    def _at_level(self, group: KeyCell | None, cell: Cell, kind: str, following: list[int]) -> KeyCell | None:
        """The caption of a row that only says the level of what the rows are a group of (创新平台 | 省级 | 14), or
        nothing that the group does not say (企业数 | 全部 | 121).
        """
        if not following or group is None or group.cell.col >= cell.col or group.cell_kind.rest:
            return None
        if cell.col in self.heads.period:
            return None
        said, whole = squeeze(cell.text), take_apart(group.cell.text)
        frame = self.index.reader.read(said)
        behind = next((k for j in following if (k := self.kinds[j].kind) != "unit"), "")
        if frame.rest or any(frame.slot(slot) for slot in TELLING) or not (frame.level or behind == "figure"):
            return None
        text = said + whole.bare if frame.level else whole.bare
        hits = self.index.wanted(text)
        sure = bool(hits) and hits[0].score >= SAME_WORDS
        known = group.cell_kind.kind == "label"
        if (
            kind == "level"
            and known
            and (not sure or hits[0].indicator in {h.indicator for h in group.cell_kind.hits[:1]})
        ):
            return None  # levels of standards, which their own fields ask for
        cell_kind = CellKind("label", unit=whole.unit, hits=hits) if sure else CellKind("text")
        order = self.order + cell.row * 1000 + cell.col
        at = KeyCell(replace(cell, text=text), cell_kind, order, unit=group.unit or whole.unit)
        self.out.labels.append(at)
        return at

    def _names_applicant(self, state: _Row, cell: Cell, following: list[int]) -> tuple[Hit, ...]:
        """What 集群： asks for, or 名称 in a group of rows 集群基本信息, where an applicant's name stands beside."""
        if not following or self.kinds[following[0]].kind != "text":
            return ()
        value, caption = self.table.cells[following[0]].text, squeeze(cell.text).rstrip(":")
        group = "" if state.label is None or state.used else squeeze(state.label.cell.text)
        called = next((a for a in self.index.lexicon.applicants if a in group and caption in NAMES), "")
        return applicant_named(called or caption, value, self.index)

    def _several(self, state: _Row, cell: Cell, *, known: bool) -> bool:
        """Takes the labels of a cell that holds several with their values."""
        found = pairs(cell.text, self.index)
        if not found and not known and (state.label is None or state.used):
            found = self._told_inside(cell.text)
        for n, (label, value) in enumerate(found):
            told = kind_of(label, self.index, self.printed)
            cell_kind = kind_of_pair(label, value, told, self.index, self.printed)
            part = replace(cell, text=f"{label}：{value}")
            at = KeyCell(part, cell_kind, self.order + cell.row * 1000 + cell.col * 10 + n, unit=cell_kind.unit)
            self.out.labels.append(at)
            self._emit(at, part, value, self._kind_of(value), None, None, None, of_row=True)
        if found:
            state.label, state.used = None, False
        return bool(found)

    def _told_inside(self, text: str) -> list[tuple[str, str]]:
        """A caption that is no wording and its value in one cell, where all of its words are known: 填表人：吕思."""
        inside = _INSIDE.fullmatch(text.strip())
        if inside is None or len(re.findall("[(（]", inside.group(1))) != len(re.findall("[)）]", inside.group(1))):
            return []  # 集群总产值（单位：亿元）
        return [(inside.group(1), inside.group(2))] if self._told(inside.group(1)) else []

    def _told(self, caption: str) -> bool:
        """Whether words say what is measured or asked for, and nothing that nobody knows."""
        frame = self.index.reader.read(self.index.canonical(take_apart(caption).bare))
        return any(slot == "what" for slot, _ in telling(frame, self.index.lexicon.soft)) and not frame.rest

    def _is_value(self, state: _Row, cell: Cell, following: list[int]) -> bool:
        """Whether a year is what a label asks for, and heads no figures."""
        at = state.label
        if at is None or state.used or state.years or state.carried or self.heads.label:
            return False
        if at.cell_kind.kind != "label":  # 成立时间 | 2012年 | 占地面积 | 3.8平方公里
            kinds = [self.kinds[j].kind for j in following]
            return at.cell.row == cell.row and kinds[:1] == ["label"] and "year" not in kinds
        beside = all(self.kinds[j].kind in ("blank", "label") for j in following[:1])
        return beside and self.index.asks_words(at.cell_kind.hits[0].indicator)

    def _kind_of(self, text: str) -> str:
        return kind_of(text, self.index, self.printed).kind

    def _begins_label(self, state: _Row, cell: Cell, following: list[int]) -> bool:
        """Whether words that are no known label caption what follows, rather than being a value themselves."""
        if state.label is None:
            return True
        if state.level is not None and cell.col in self.heads.role:
            return False  # 行业 | 详见附件 | 9 below 主持 and 参与
        kinds = [self.kinds[j].kind for j in following]
        next_kind = next((kind for kind in kinds if kind not in ("unit", "level")), "blank")
        next_is_value = next_kind in ("figure", "none", "ticks", "blanks")
        behind_value = any(v.cell.row == cell.row for v in state.label.values)
        under_year = cell.col in self.heads.period
        if under_year and behind_value and next_is_value and (self.heads.years_above or self._told(cell.text)):
            return len(squeeze(cell.text)) <= LONGEST_BY_TURNS  # 国家级平台 | 1 | 省级平台 | 6 below columns of years
        if under_year and state.label.cell_kind.kind == "label":
            return False  # words under a year are that year's value
        if behind_value and next_kind == "text" and cell.col in self.t.by_turns and not under_year:
            return len(squeeze(cell.text)) <= LONGEST_BY_TURNS
        if state.used:
            return next_is_value and not under_year
        known = state.label.cell_kind.kind == "label"
        # 产业规模, merged over its rows, then 全产业链产值 where other rows have their captions, then a figure
        merged = state.label.cell.rowspan > 1 and not known
        grouped = cell.col in self.t.captions and (merged or state.label.cell.col not in self.t.captions)
        if merged and grouped and next_kind == "text" and len(following) == 1:
            return len(squeeze(cell.text)) <= LONGEST_BY_TURNS
        return (known or grouped) and next_is_value and len(squeeze(cell.text)) <= 40  # noqa: PLR2004 - a caption, not a sentence

    def _year(self, state: _Row, cell: Cell, cell_kind: CellKind, following: list[int]) -> None:
        if cell_kind.rest or ":" in squeeze(cell.text):
            self._yearly(state, cell, yearly_parts(cell.text))
            return
        if cell_kind.value.isdigit():
            self.out.years.append(int(cell_kind.value))
        if state.years and all(self.kinds[j].kind == "blank" for j in following):
            self.heads.take_year(cell, cell_kind)  # the last of a row of years, in a sheet whose cells were not merged
            return
        # a year with a value to its right heads its row; a year among years heads its column
        beside = [self.kinds[j].kind for j in following]
        heads_row = beside and beside[0] in ("figure", "none", "blank", "text", "ticks") and "year" not in beside
        # 年度考核 | 2022年 | 优秀 | 2023年 | 合格: each year before its own value
        by_turns = beside[:2] in (["figure", "year"], ["none", "year"], ["text", "year"], ["ticks", "year"])
        captioned = (state.label is not None and state.label.cell.row == cell.row) or self._under_one(cell, following)
        heads_row = heads_row or (by_turns and captioned)
        if heads_row and (beside[0] != "text" or state.label is not None or self.heads.label):
            state.period = cell_kind.value
            if self._heads_column(cell):
                self.heads.take_year(cell, cell_kind)
            return
        if not beside and state.label is not None and not self._heads_column(cell) and self._next_is_blank(cell):
            state.period = cell_kind.value
            return
        if not beside and self.heads.label and not self.heads.captions_years(cell):
            state.period = cell_kind.value
            return
        self.heads.take_year(cell, cell_kind)
        state.years = True

    def _under_one(self, cell: Cell, following: list[int]) -> bool:
        """Whether a year and the figure behind it stand below one caption: 产值 over 2023年 | 126.5."""
        above = self.heads.label.get(cell.col)
        beside = [self.table.cells[i].col for i in following[:1]]
        return above is not None and any(self.heads.label.get(col) is above for col in beside)

    def _yearly(self, state: _Row, cell: Cell, parts: Iterable[tuple[str, str]]) -> None:
        """Takes the figures of several years in one cell."""
        keep = state.period
        for year, text in parts:
            self.out.years += [int(year)] if year.isdigit() else []
            state.period = year
            self._value(state, cell, text, self._kind_of(text))
        state.period = keep

    def _heads_column(self, cell: Cell) -> bool:
        """Whether values stand right below a year."""
        r = cell.row + cell.rowspan
        if r >= self.table.n_rows:
            return False
        for j in self.rows[r]:
            other = self.table.cells[j]
            if other.col <= cell.col < other.col + other.colspan:
                return self.kinds[j].kind in ("figure", "none", "role", "level", "head") and other.row == r
        return False

    def _next_is_blank(self, cell: Cell) -> bool:
        return any(
            self.table.cells[j].col == cell.col + cell.colspan and self.kinds[j].kind == "blank"
            for j in self.rows[cell.row]
        )

    def _unit_column(self, cell: Cell) -> bool:
        return cell.row > 0

    def _column_value(self, state: _Row, i: int, cell: Cell) -> None:
        at = self.heads.label[cell.col]
        unit = state.unit or self.heads.unit.get(cell.col)
        period = state.period or self.heads.period.get(cell.col)
        self._emit(at, cell, cell.text, self.kinds[i].kind, period, state.level, unit, of_row=True)

    def _value(self, state: _Row, cell: Cell, text: str, kind: str) -> None:
        if state.carried and kind == "blank" and state.level is None:
            return
        under = self.heads.periods_over(cell)
        if self.heads.years_above and cell.col in self.lonely:
            under = []  # another part's year has nothing to say of a figure that stands alone
        if cell.col in self.heads.compared and kind == "figure" and not under and self._growth(state, cell):
            return
        period = state.period or (max(under) if under else None)  # a cell under several years: the last, if any
        if period is None:
            period = self.heads.period_reaching(cell)
        unit = state.unit or self.heads.unit.get(cell.col)
        if cell.col in self.heads.compared and kind == "figure" and period is None:
            unit = "%"  # whatever the row is measured in
        self._emit(state.label, cell, text, kind, period, state.level, unit, of_row=state.period is not None)
        if kind != "blank":
            state.used = True

    def _rest(self, state: _Row, cell: Cell, text: str) -> None:
        """The value behind a caption in its own cell; words and dates are of no year, whatever heads the column."""
        kind = self._kind_of(text)
        if kind == "year" and (parts := yearly_parts(text)):
            self._yearly(state, cell, parts)
        elif kind == "text" and state.label is not None:
            self._emit(state.label, cell, text, kind, None, None, None, of_row=True)
            state.used = True
        else:
            self._value(state, cell, text, kind)

    def _growth(self, state: _Row, cell: Cell) -> bool:
        """Takes a figure under 同比（%） as the growth of what its row measures, where the form asks for that."""
        at = state.label
        if at is None or at.cell_kind.kind != "label" or not self.heads.period:
            return False
        text = take_apart(at.cell.text).bare + self.heads.compared[cell.col]
        hits = self.index.wanted(text)
        if not hits or hits[0].score < SAME_WORDS or hits[0].indicator in {h.indicator for h in at.cell_kind.hits[:1]}:
            return False
        grown = replace(at.cell, text=text)
        own = KeyCell(grown, CellKind("label", unit="%", hits=hits), self.order + cell.row * 1000 + cell.col, unit="%")
        self.out.labels.append(own)
        self._emit(own, cell, cell.text, "figure", max(self.heads.period.values()), None, "%", of_row=True)
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
        compares: str = "",
    ) -> None:
        years = set(self.heads.periods_over(cell)) if period is not None else set()
        index = self.order + cell.row * 1000 + cell.col
        value = ValueCell(
            cell,
            text,
            kind,
            at,
            period,
            level,
            self.heads.role.get(cell.col),
            unit,
            index,
            spans_years=not of_row and len(years) > 1,
            compares=compares or (self.heads.compared.get(cell.col, "") if kind == "figure" and period is None else ""),
        )
        if at is None:
            self.out.orphans.append(value)
        else:
            at.values.append(value)

    def _label(self, i: int) -> KeyCell:
        at = self.labels.get(i)
        if at is None:
            cell, cell_kind = self.table.cells[i], self.kinds[i]
            unit = cell_kind.unit
            at = self.labels[i] = KeyCell(cell, cell_kind, self.order + cell.row * 1000 + cell.col, unit=unit)
            self.out.labels.append(at)
        return at
