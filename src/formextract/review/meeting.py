"""The meeting's table: all applicants of a programme, a column an indicator or a clause, ranked as one asks."""

from __future__ import annotations

import io
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation

from formextract import wording
from formextract.catalogue import load_catalogue
from formextract.review.notes import Note, applicants_called
from formextract.review.tabled import LATEST, TableFigure
from formextract.rules import rules

CLAUSE = "c:"
"""How the ids of columns begin that are clauses."""
AT_FIRST = 8
"""Columns that the table has where none are asked for."""
MOST = 60
_LOWER = ("<", "<=")
_FILLS = {"met": "D9F0E2", "not_met": "F8D7D4", "unknown": "FCE9C8", "manual": "E8EDF2", "doubtful": "FFE9C7"}


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column. `lower`: less is better. `threshold` is what is asked; `yearly`: some applicant has a year before."""

    id: str
    label: str
    unit: str
    threshold: str
    lower: bool
    yearly: bool = False


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell: its text, `mark` (`met`, `not_met`, `unknown`, `manual`, ''), distance, doubt; the year before's text and
    the change since in per cent, where they are asked for.
    """

    text: str = ""
    mark: str = ""
    margin: str = ""
    doubtful: bool = False
    period: str = ""
    before: str = ""
    change: str = ""
    value: float | None = None
    contested: bool = False


@dataclass(frozen=True, slots=True)
class TableRow:
    """An applicant with its place in the ranking, 0 where it has none."""

    rank: int
    record_id: str
    cluster: str
    city: str
    discs: tuple[str, ...]
    met: int
    not_met: int
    open: int
    done: bool
    changed: bool
    note: Note = field(repr=False)
    columns: tuple[TableColumn, ...] = field(repr=False)

    @property
    def cells(self) -> tuple[TableCell, ...]:
        """A cell a column, made when it is asked for."""
        return tuple(_cell(self.note, c) for c in self.columns)


@dataclass(frozen=True, slots=True)
class MeetingTable:
    """The table, and the columns that it could have."""

    columns: tuple[TableColumn, ...]
    rows: tuple[TableRow, ...]
    choice: tuple[TableColumn, ...]
    who: str
    """What those who apply are called."""


def table_of(
    notes: Sequence[Note],
    program: str,
    form: str,
    wanted: Sequence[str] = (),
    rank: Sequence[str] = (),
    discs: Mapping[str, tuple[str, ...]] | None = None,
) -> MeetingTable:
    """The table of a programme's forms of one kind. `wanted` are ids of columns, `rank` those that decide the order:
    the mean of an applicant's places in each of them, who has no figure there coming last.
    """
    notes = [n for n in notes if n.program == program and n.form == form]
    choice = _choice(notes, program)
    known = {c.id: c for c in choice}
    ids = [i for i in wanted if i in known][:MOST] or _at_first(notes, choice)
    columns = tuple(replace(known[i], yearly=_has_before(notes, i)) for i in ids)
    places = _places(notes, [known[i] for i in rank if i in known])
    rows = [_row(n, columns, places.get(n.id, 0), (discs or {}).get(n.id, ())) for n in notes]
    rows.sort(key=lambda r: (r.rank or len(rows) + 1, r.cluster))
    return MeetingTable(columns, tuple(rows), tuple(choice), applicants_called(notes))


def _has_before(notes: Collection[Note], column: str) -> bool:
    name, _, back = column.rpartition("|")
    return back == LATEST and any(f"{name}|1" in n.figures for n in notes)


def _choice(notes: Collection[Note], program: str) -> list[TableColumn]:
    """Every column that some applicant has something in, indicators in the catalogue's order, then clauses."""
    indicators = load_catalogue().indicators
    criteria = rules(program)[1]
    asked: dict[str, str] = {}
    for c in criteria:
        for name in c.uses:
            if c.threshold:
                asked.setdefault(name, c.threshold)
    units: dict[str, str] = {}
    for note in notes:
        for name in note.figures.keys() - units.keys():
            units[name] = note.figures[name].unit
    order = {name: n for n, name in enumerate(indicators)}
    out = []
    for name in sorted(units, key=lambda c: (order.get(_indicator(c), len(order)), c)):
        indicator, back = _indicator(name), name.rpartition("|")[2]
        if back not in ("", LATEST):
            continue  # the years before stand beside the latest
        label = indicators[indicator].label if indicator in indicators else indicator
        dims = name.partition("[")[2].partition("]")[0]
        told = wording.levels_of(d.partition("=")[2] for d in dims.split(",") if d)
        threshold = asked.get(indicator, "")
        lower = threshold.strip().startswith(_LOWER)
        out.append(TableColumn(name, label + (f"（{'，'.join(told)}）" if told else ""), units[name], threshold, lower))
    met = {c for n in notes for c in n.verdicts}
    out += [TableColumn(CLAUSE + c.id, c.text, "", "", lower=False) for c in criteria if c.id in met]
    return out


def _at_first(notes: Collection[Note], choice: Sequence[TableColumn]) -> list[str]:
    """The figures that clauses with a threshold look at."""
    out = []
    for column in choice:
        if any((f := n.figures.get(column.id)) is not None and f.mark for n in notes):
            out.append(column.id)
            if len(out) == AT_FIRST:
                break
    return out or [c.id for c in choice][:AT_FIRST]


def _indicator(column: str) -> str:
    return column.partition("|")[0].partition("[")[0]


def _row(note: Note, columns: tuple[TableColumn, ...], rank: int, discs: tuple[str, ...]) -> TableRow:
    return TableRow(
        rank, note.id, note.cluster or wording.NO_NAME, note.city, discs, note.met, note.not_met,
        note.unknown + note.manual, note.done, note.changed, note, columns,
    )  # fmt: skip


def _cell(note: Note, column: TableColumn) -> TableCell:
    if column.id.startswith(CLAUSE):
        verdict = note.verdicts.get(column.id.removeprefix(CLAUSE), "")
        return TableCell(wording.CRITERIA.get(verdict, wording.NOTHING), verdict)
    figure = note.figures.get(column.id)
    if figure is None:
        return TableCell(wording.NOTHING)
    name, _, back = column.id.rpartition("|")
    before = note.figures.get(f"{name}|1") if back == LATEST else None
    value = _number(figure)
    return TableCell(
        figure.shown, figure.mark, figure.margin, figure.doubtful, figure.period,
        "" if before is None else before.shown, _change(before, figure), None if value is None else float(value),
        figure.contested,
    )  # fmt: skip


def _change(before: TableFigure | None, now: TableFigure) -> str:
    """By how many per cent a figure has changed, a share by how many points; '' where that says nothing."""
    old, new = (None if before is None else _number(before)), _number(now)
    if old is None or new is None:
        return ""
    if now.unit == "%":
        return f"{new - old:+.2f} 个百分点"
    if old <= 0:
        return ""
    return f"{(new / old - 1) * 100:+.1f}%"


def _number(figure: TableFigure) -> Decimal | None:
    try:
        return Decimal(figure.shown.replace(",", ""))
    except InvalidOperation:
        return None


def _places(notes: Sequence[Note], columns: Sequence[TableColumn]) -> dict[str, int]:
    """The rank of each record by these columns together; equal ones share a place."""
    if not columns:
        return {}
    total = dict.fromkeys((n.id for n in notes), 0.0)
    for column in columns:
        values = {n.id: _value(n, column) for n in notes}
        have = sorted(-v if column.lower else v for v in values.values() if v is not None)
        for name, value in values.items():
            if value is None:
                total[name] += len(notes)
            else:
                total[name] += len(have) - bisect_right(have, -value if column.lower else value)
    means = sorted(total.values())
    return {name: 1 + bisect_left(means, mine) for name, mine in total.items()}


def _value(note: Note, column: TableColumn) -> Decimal | None:
    if column.id.startswith(CLAUSE):
        verdict = note.verdicts.get(column.id.removeprefix(CLAUSE), "")
        return {"met": Decimal(2), "manual": Decimal(1), "unknown": Decimal(1), "not_met": Decimal(0)}.get(verdict)
    figure = note.figures.get(column.id)
    return None if figure is None else _number(figure)


def as_excel(table: MeetingTable, title: str, *, beside: bool) -> bytes:
    """The table as a workbook for A4 across; figures as figures, what was read in doubt or misses its mark coloured."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.worksheet import Worksheet

    from formextract.outputs.workbook import shown_text

    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "比较表"
    heads = ["名次", table.who, "地区", "光盘", "符合", "不符合", "待定"]
    for c in table.columns:
        told = shown_text(f"{c.label}{f'（{c.unit}）' if c.unit else ''}{f' {c.threshold}' if c.threshold else ''}")
        heads += [told, f"{told} 上年", "增减"] if beside and c.yearly else [told]
    sheet.append(heads)
    for row in table.rows:
        start: list[object] = [row.rank or None, shown_text(row.cluster), shown_text(row.city)]
        start += ["、".join(shown_text(d) for d in row.discs), row.met, row.not_met, row.open]
        sheet.append(start)
        at, line = len(start), sheet.max_row
        for column, cell in zip(table.columns, row.cells, strict=True):
            at += 1
            made = sheet.cell(line, at, cell.text if cell.value is None else cell.value)
            mark = "doubtful" if cell.doubtful else cell.mark
            if mark in _FILLS:
                made.fill = PatternFill("solid", fgColor=_FILLS[mark])
            if beside and column.yearly:
                sheet.cell(line, at + 1, cell.before)
                sheet.cell(line, at + 2, cell.change)
                at += 2
    for n, cell in enumerate(sheet[1], 1):
        cell.font = Font(bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        sheet.column_dimensions[get_column_letter(n)].width = 30 if n == 2 else 14  # noqa: PLR2004 - the names' column
    sheet.freeze_panes = "C2"
    sheet.auto_filter.ref = sheet.dimensions
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToHeight = 0
    sheet.print_title_rows = "1:1"
    sheet.oddHeader.center.text = shown_text(title)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
