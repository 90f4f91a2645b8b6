"""A document as one stream: its lines by section, its tables scanned, its planning tables set apart."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from rapidfuzz import fuzz

from formextract.match.cell_kinds import kind_of, kind_of_pair
from formextract.match.firm_rows import firm_rows
from formextract.match.inline import pairs
from formextract.match.key_values import KeyCell, ValueCell
from formextract.match.labels import LabelIndex, take_apart
from formextract.match.lists import ListEntry, find_lists
from formextract.match.page_breaks import mend
from formextract.match.row_kinds import states_unit
from formextract.match.stated_units import StatedUnits
from formextract.match.table_reading import scan
from formextract.match.tallies import Tallies, find_tallies
from formextract.match.targets import TargetRow, find_targets
from formextract.model import Cell, Document, Line, Table
from formextract.model.template import Indicator, Template
from formextract.tables import CellKind, numbering_rows
from formextract.text import number_of, parse_unit, squeeze, strip_numbering

_PRINTED_PLACE = re.compile(r"[\s_＿年月日省市区县州盟旗（）()、]*")
"""What a line to write on prints between its blanks: ____市____区（县）, ____年__月__日."""
_CAPTIONED = re.compile(r"([^\s:：_＿，。；]{2,30})\s*[:：]")
_SPACED = re.compile(r"\s*(\S{2,30}?)(?:[\s_＿]+|(?=\d))(\S.*)", re.DOTALL)
_OFFERED = re.compile(r"\s*([^:：。；;，,]{2,30}?)\s*[:：]\s*(\S[^\n]{0,200})")
_FIGURE_BEHIND = re.compile(
    r"\s*([^\s:：。；;，,\d][^\s:：。；;，,]{2,30})\s+(\d[\d,.]*(?:亿元|万元|平方公里|[家个件项人户%％])?)\s*"
)
"""A line that is a caption and its figure, without a colon: 集群总产值 341.0亿元."""
_APART = re.compile(
    r"(\s*[^:：]{2,20}[:：]\s*[\u4e00-\u9fff（）()]{4,40})(?:[ \u00a0]{3,}|\t+|\u3000{2,})"
    r"([\u4e00-\u9fff][^:：_＿\n]{5,})"
)
"""A caption with a name and, far behind it, something else."""
_HEADED_UNIT = re.compile(r"(?P<heading>[^（(:：]{2,24})[（(](?P<unit>[^（）()]{1,4})[)）]\s*")
_DATED = re.compile(
    r"(\s*[^:：]{2,20}[:：].*[^\s:：])(?:[ \u00a0]{3,}|\t+|\u3000{2,})"
    r"((?:20\d\d|二[〇○零O0]\S{2})年\S{1,3}月(?:\S{1,3}日)?)\s*"
)
"""Captions with their values and, far behind them, the date of the paper."""
ALIKE = 85.0
"""Similarity (0 to 100) from which a line is taken for a section's heading."""
ALIKE_NUMBERED = 65.0
"""The same for a line of a scan that has the heading's own number: a third of its letters may be misread."""
LONGEST_HEADING = 40
STEP = 10_000_000
"""Order numbers that a block may use."""


@dataclass
class Stream:
    """All labels, free values and lines of a document in reading order, each with its section."""

    labels: list[KeyCell] = field(default_factory=list)
    orphans: list[ValueCell] = field(default_factory=list)
    offered: list[KeyCell] = field(default_factory=list)
    """Lines that may be a label and its value, listed among `lines` too."""
    lines: list[tuple[int, str, Line]] = field(default_factory=list)
    targets: list[TargetRow] = field(default_factory=list)
    years: list[int] = field(default_factory=list)
    lists: list[tuple[str, list[ListEntry]]] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    tallies: list[Tallies] = field(default_factory=list)
    of_firms: list[tuple[int, str, Cell]] = field(default_factory=list)
    """What lists of firms hold, each cell with its column's head."""
    entered: set[str] = field(default_factory=set)
    """The form's parts whose headings stand in the document."""


def flow(
    document: Document,
    template: Template,
    index: LabelIndex,
    printed: frozenset[str],
    indicators: Mapping[str, Indicator] | None = None,
) -> Stream:
    """The document's stream for one template; lists are counted where the indicators are given."""
    return _Flow(document, template, index, printed, indicators or {}).run()


class _Flow:
    def __init__(
        self,
        document: Document,
        template: Template,
        index: LabelIndex,
        printed: frozenset[str],
        indicators: Mapping[str, Indicator],
    ) -> None:
        self.document, self.template, self.index, self.printed = document, template, index, printed
        self.indicators = indicators
        self.headings = [(s.id, take_apart(s.heading).key, number_of(s.heading)) for s in template.sections]
        self.narratives = {f.section for f in template.fields if f.shape == "narrative"}
        self.columned = any(f.columns for f in template.fields)
        self.listed = [f for f in template.fields if f.shape == "rows"]
        lined = [f for f in template.fields if f.shape in ("line", "region")]
        self.in_lines = frozenset(take_apart(f.label).key for f in lined)
        worded = [f for f in template.fields if f.shape is None and index.asks_words(f.indicator)]
        self.spaced = self.in_lines | {take_apart(x).key for f in worded for x in (f.label, *f.synonyms)}
        self.at = -1  # index of the section that we are in
        self.section = "0"
        self.units = StatedUnits()
        self.out = Stream()

    def run(self) -> Stream:
        for number, block in enumerate(self.document.blocks):
            order = number * STEP
            if isinstance(block, Line):
                self._line(order, block)
            else:
                self._table(order, mend(block, self.index, self.printed))
        return self.out

    def _line(self, order: int, line: Line) -> None:
        apart = _APART.fullmatch(line.text)
        if apart is not None:  # 集群名称：…产业集群    数据截至2024年12月31日
            self._line(order, replace(line, text=apart.group(1)))
            self._line(order + 1, replace(line, text=apart.group(2)))
            return
        dated = _DATED.fullmatch(line.text)
        if dated is not None:  # 填报单位：…局    2025年6月
            self._line(order, replace(line, text=dated.group(1)))
            self._line(order + 1, replace(line, text=dated.group(2)))
            return
        if self._enters(line):
            self.units.begin_part(line.text)
            self.out.lines.append((order, f"#{self.section}", line))
            return
        if len(line.text) <= LONGEST_HEADING:
            self.units.take(self._stating(line.text))
        if self.section not in self.narratives and len(line.text) <= 400:  # noqa: PLR2004 - a label with its value, not a paragraph
            several = pairs(line.text, self.index)
            found = [self._pair(order + n, line, *pair) for n, pair in enumerate(several)]
            found = found or self._several(order, line) or [a for a in (self._inline(order, line),) if a is not None]
            if found:
                self.out.labels += found
                return
            self._offer(order, line)
        self.out.lines.append((order, self.section, line))

    def _stating(self, text: str) -> str:
        """A line, with the unit in brackets that ends the heading of figures (主要经济指标（万元）) said as such."""
        found = _HEADED_UNIT.fullmatch(text)
        unit = parse_unit(found["unit"]) if found is not None else None
        if found is None or unit is None or unit.dimension != "money" or self.index.wanted(text):
            return text
        return f"{found['heading']}（单位：{found['unit']}）"

    def _offer(self, order: int, line: Line) -> None:
        """A line such as `后续措施：做好衔接` whose label no wording tells: a paraphrase may."""
        match = _OFFERED.fullmatch(line.text) or _FIGURE_BEHIND.fullmatch(line.text)
        if match is not None:
            self.out.offered.append(self._pair(order, line, strip_numbering(match.group(1)).strip(), match.group(2)))

    def _pair(self, order: int, line: Line, label: str, value: str) -> KeyCell:
        """One of several labels of a line, with its value."""
        cell_kind = kind_of_pair(label, value, self._captioned(label), self.index, self.printed)
        cell = Cell(0, 0, 1, 1, f"{label}：{value}", line.place, line.doubt, legibility=line.legibility)
        at = KeyCell(cell, cell_kind, order, self.section, unit=cell_kind.unit)
        kind = kind_of(value, self.index, self.printed).kind
        at.values.append(ValueCell(cell, value, kind, at, None, None, None, None, order))
        return at

    def _captioned(self, label: str) -> CellKind:
        """What stands before a colon: a label that the form asks for, even where it could head a column (报告期)."""
        hits = self.index.wanted(label)
        if hits and hits[0].score >= 1:
            return CellKind("label", unit=take_apart(label).unit, hits=hits)
        return kind_of(label, self.index, self.printed)

    def _several(self, order: int, line: Line) -> list[KeyCell]:
        """A line with several labels of the form, each with its value: `联系人：张甲  电话：8001`."""
        found = [m for m in _CAPTIONED.finditer(line.text) if take_apart(m.group(1)).key in self.in_lines]
        if len(found) < 2:  # noqa: PLR2004 - one label is what `_inline` reads
            return []
        out = []
        ends = [*(m.start() for m in found[1:]), len(line.text)]
        for n, (match, end) in enumerate(zip(found, ends, strict=True)):
            text = line.text[match.start() : end].strip()
            hits = self.index.wanted(match.group(1))
            if not hits:
                continue
            rest = line.text[match.end() : end].strip()
            cell = Cell(0, n, 1, 1, text, line.place, line.doubt, legibility=line.legibility)
            at = KeyCell(cell, CellKind("label", rest=rest, hits=hits), order + n, self.section)
            kind = kind_of(rest, self.index, self.printed).kind
            at.values.append(ValueCell(cell, rest, kind, at, None, None, None, None, order + n))
            out.append(at)
        return out

    def _inline(self, order: int, line: Line) -> KeyCell | None:
        """A line `申报时间：2024年6月` as a label with its value."""
        cell_kind = kind_of(line.text, self.index, self.printed)
        if cell_kind.kind != "label":
            cell_kind = self._uncoloned(line.text) or cell_kind
        if cell_kind.kind != "label" or not (cell_kind.rest or ":" in squeeze(line.text)[-1:]):
            return None
        cell = Cell(0, 0, 1, 1, line.text, line.place, line.doubt, legibility=line.legibility)
        at = KeyCell(cell, cell_kind, order, self.section, unit=cell_kind.unit)
        kind = kind_of(cell_kind.rest, self.index, self.printed).kind
        at.values.append(ValueCell(cell, cell_kind.rest, kind, at, None, None, None, None, order))
        return at

    def _uncoloned(self, text: str) -> CellKind | None:
        """The label of a line without a colon (`申报时间 2020年9月18日`): the very words of a field in a line."""
        match = _SPACED.fullmatch(text)
        if match is None or take_apart(match.group(1)).key not in self.spaced:
            return None
        hits = self.index.wanted(match.group(1))
        rest = "____" if _PRINTED_PLACE.fullmatch(match.group(2)) else match.group(2)
        return CellKind("label", rest=rest, hits=hits) if hits else None

    def _enters(self, line: Line) -> bool:
        """Whether a line is the heading of a later section than the one that we are in."""
        text = line.text
        if len(text) > LONGEST_HEADING:
            return False
        numbered = ALIKE_NUMBERED if line.legibility.scanned else ALIKE
        key, own = take_apart(text).key, number_of(text)
        for i in range(self.at + 1, len(self.headings)):
            section, heading, number = self.headings[i]
            alike = numbered if own and own == number else ALIKE
            if key == heading or (len(key) > 3 and fuzz.ratio(key, heading) >= alike):  # noqa: PLR2004
                self.at, self.section = i, section
                self.out.entered.add(section)
                return True
        return False

    def _table(self, order: int, table: Table) -> None:
        rows, used = find_targets(table)
        self.out.targets += rows
        self.out.tables.append(table)
        if self.listed:
            lists, taken = find_lists(table, self.listed, self.index)
            self.out.lists += lists
            used |= taken
        if self.indicators:
            tallies = find_tallies(table, self.template, self.index, self.indicators, order)
            self.out.tallies.append(tallies)
            used |= tallies.rows
        if self.columned:
            used |= numbering_rows(table)
        if self.template.applicant is None or self.template.applicant.kind == "cluster":
            told, taken_rows = firm_rows(table, self.index)
            self.out.of_firms += [(order + c.row * 1000 + c.col, head, c) for head, c in told if c.row not in used]
            used |= taken_rows
        found = scan(table, self.index, self.printed, order, used)
        events: list[tuple[int, Line | KeyCell]] = [*found.lines, *((at.order, at) for at in found.labels)]
        for place, event in sorted(events, key=lambda e: e[0]):
            if isinstance(event, Line):
                self._line(place, event)
            else:
                if states_unit(event.cell.text):
                    self.units.take(event.cell.text)
                event.section, event.stated = self.section, self.units.stated()
                self.out.labels.append(event)
                if any(v.kind == "figure" for v in event.values):
                    self.units.note_figures()
        self.units.end_table()
        self.out.orphans += found.orphans
        self.out.years += found.years
