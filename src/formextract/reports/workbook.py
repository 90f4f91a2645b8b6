"""The findings of all submissions as a workbook, with the criteria of each programme on a sheet of their own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, BinaryIO
from urllib.parse import quote

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from formextract import wording
from formextract.checks import messages
from formextract.model.record import CriterionStatus
from formextract.outputs.workbook import shown_text
from formextract.reports import words
from formextract.reports.views import CaseView, by_key

HEADS = (
    ("编号", 6),
    ("程度", 7),
    ("", 22),  # what those who apply are called
    ("项目", 15),
    ("类别", 12),
    ("说明", 58),
    ("涉及栏目", 24),
    ("最可能有误", 18),
    ("填报", 11),
    ("应不小于", 10),
    ("应不大于", 10),
    ("建议核实", 10),
    ("位置", 20),
    ("文件", 20),
    ("依据", 20),
    ("审核处理", 20),
    ("查看", 7),
)
SAID = 8
"""Columns that say what is wrong: a printed page across; on the next one stand figures, places and what was decided."""
SCALE = 68
"""Per cent at which sheets are printed: letters of 11 points stay legible. A page of A4 across takes some 190 of a
column's units where the workbook's font is there, 165 where a wider one stands in for it (DejaVu Sans, LibreOffice).
"""
VERDICT = 11
"""Units that the longest verdict takes (需人工判断): no wider, so that few pages hold a programme's criteria."""
LINE, TALLEST = 17, 405
"""Points of a line of 11-point letters (16 in Noto Sans CJK, 15 in DengXian), and of the tallest row Excel takes."""
MOST_ROWS = 1_000_000
"""Findings on a sheet; Excel takes 1,048,576 rows."""
_BOLD = Font(bold=True)
_HEAD = PatternFill("solid", fgColor="DDE6F0")
_FILLS = {
    "error": PatternFill("solid", fgColor="F8D7D4"),
    "warning": PatternFill("solid", fgColor="FCE9C8"),
    "met": PatternFill("solid", fgColor="D9F0E2"),
    "not_met": PatternFill("solid", fgColor="F8D7D4"),
    "unknown": PatternFill("solid", fgColor="FCE9C8"),
}
_LINK = Font(color="1D5FD1", underline="single")
_TOP = Alignment(vertical="top", wrap_text=True)
_SHEET_NAME = re.compile(r"[\[\]:*?/\\'\x00-\x1f]")
_SHEET_LETTERS = 31
_RUN = re.compile(r"[^\s\u2e80-\uffff]+|.")
_WIDE = "“”‘’…—÷×−"
"""Signs that Chinese fonts draw as wide as a Chinese letter."""


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A finding as a row. `link` is the page with the finding's anchor, relative to the workbook."""

    severity: str
    cells: tuple[str | Decimal | None, ...]
    link: str


@dataclass(frozen=True, slots=True)
class CriteriaRow:
    """A submission's verdicts by criterion: id, heading and status."""

    program: str
    cluster: str
    verdicts: tuple[tuple[str, str, CriterionStatus], ...]
    link: str


def finding_rows(view: CaseView, page: str) -> list[FindingRow]:
    """The rows of a submission's findings; `page` is its page, relative to the workbook."""
    observations = by_key(view.record)
    out = []
    for f in view.findings:
        low, high = f.finding.expected or (None, None)
        suspect = observations.get(f.finding.suspect or "")
        first = next((g for g in f.figures if g.suspect), f.figures[0] if f.figures else None)
        out.append(
            FindingRow(
                f.finding.severity,
                (
                    f"{f.number}",
                    f.severity,
                    view.name,
                    view.program,
                    f.kind,
                    words.message_of(f.finding),
                    "；".join(g.name for g in f.figures),
                    "" if suspect is None else messages.name(suspect),
                    _cell(f.finding.reported),
                    low,
                    high,
                    _cell(f.finding.suggestion),
                    "" if first is None else first.place,
                    "" if first is None else first.file,
                    f.finding.clause,
                    f.decided,
                ),
                f"{page}#f{f.number}" if page else "",
            )
        )
    return out


def criteria_row(view: CaseView, page: str) -> CriteriaRow:
    """A submission's row on its programme's sheet."""
    verdicts = tuple(
        (c.result.criterion, f"{c.result.clause}\n{c.result.text}", c.result.status) for c in view.criteria
    )
    return CriteriaRow(view.program, view.name, verdicts, page)


def write_findings(findings: Sequence[FindingRow], criteria: Iterable[CriteriaRow], who: str, stream: BinaryIO) -> None:
    """The workbook: a sheet of findings, and one of criteria for each programme. No text in it is run as a formula.

    `who` is what those who apply are called.
    """
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "核对发现"
    _findings(sheet, findings[:MOST_ROWS], who)
    by_program: dict[str, list[CriteriaRow]] = {}
    for row in criteria:
        if row.verdicts:
            by_program.setdefault(row.program, []).append(row)
    for program, rows in by_program.items():
        _criteria(book.create_sheet(_sheet_name(f"条件 {program}", book.sheetnames)), rows, who)
    book.save(stream)


def _findings(sheet: Worksheet, rows: Sequence[FindingRow], who: str) -> None:
    _head(sheet, [name or who for name, _ in HEADS], [width for _, width in HEADS])
    rows = sorted(rows, key=_rank)  # contradictions of all applicants first, then doubts, then missing proofs
    for r, row in enumerate(rows, 2):
        for c, value in enumerate(row.cells, 1):
            _put(sheet, r, c, value)
        lines = max(_lines(v, width) for v, (_, width) in zip(row.cells, HEADS, strict=False))
        sheet.row_dimensions[r].height = min(LINE * lines, TALLEST)
        if row.link:
            _link(sheet, r, len(HEADS), "打开", row.link)
        if row.severity in _FILLS:
            sheet.cell(r, 2).fill = _FILLS[row.severity]
    sheet.freeze_panes = "D2"
    sheet.print_title_cols = "A:C"
    sheet.col_breaks.append(Break(id=SAID))
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(HEADS))}{max(2, len(rows) + 1)}"


def _lines(value: str | Decimal | None, width: int) -> int:
    """About how many lines a text takes in a column: programs that only print do not work it out."""
    if not isinstance(value, str):
        return 1
    return sum(_wrapped(line, max(1, width - 2)) for line in value.split("\n"))


def _wrapped(line: str, room: int) -> int:
    """The lines of one line: figures and Latin words go to the next one whole, Chinese breaks anywhere."""
    lines, used = 1, 0
    for part in _RUN.findall(line):
        wide = sum(2 if c > "\u2e7f" or c in _WIDE else 1 for c in part)
        if used and used + wide > room:
            lines, used = lines + 1, 0
        lines += max(0, used + wide - 1) // room
        used = (used + wide - 1) % room + 1
    return lines


def _rank(row: FindingRow) -> tuple[int, bool, str]:
    return list(wording.SEVERITIES).index(row.severity), row.cells[4] == wording.KINDS["evidence"], str(row.cells[2])


def _criteria(sheet: Worksheet, rows: Sequence[CriteriaRow], who: str) -> None:
    columns: dict[str, str] = {}
    for row in rows:
        for name, heading, _ in row.verdicts:
            columns.setdefault(name, heading.split("（")[0] if len(heading) > 120 else heading)  # noqa: PLR2004
    fixed = [who, *wording.CRITERIA.values()]
    widths = [24, *([7] * len(wording.CRITERIA)), *([VERDICT] * len(columns))]
    _head(sheet, [*fixed, *columns.values()], widths)
    lines = max(_lines(text, VERDICT) for text in columns.values())
    sheet.row_dimensions[1].height = min(LINE * lines, TALLEST)
    for r, row in enumerate(rows, 2):
        if row.link:
            _link(sheet, r, 1, row.cluster, row.link)
        else:
            _put(sheet, r, 1, row.cluster)
        statuses = {name: status for name, _, status in row.verdicts}
        for c, status in enumerate(wording.CRITERIA, 2):
            _put(sheet, r, c, Decimal(sum(s == status for s in statuses.values())))
        for c, name in enumerate(columns, len(fixed) + 1):
            verdict = statuses.get(name)
            if verdict is not None:
                _put(sheet, r, c, wording.CRITERIA[verdict])
            if verdict in _FILLS:
                sheet.cell(r, c).fill = _FILLS[verdict]
    sheet.freeze_panes = "B2"
    sheet.print_title_cols = "A:A"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(fixed) + len(columns))}{max(2, len(rows) + 1)}"


def _head(sheet: Worksheet, names: Sequence[str], widths: Sequence[int]) -> None:
    for c, (name, width) in enumerate(zip(names, widths, strict=True), 1):
        cell = _put(sheet, 1, c, name)
        cell.font, cell.fill = _BOLD, _HEAD
        cell.alignment = Alignment(vertical="center", wrap_text=True)
        sheet.column_dimensions[get_column_letter(c)].width = width
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.scale = SCALE
    sheet.page_setup.pageOrder = "overThenDown"
    sheet.page_margins = PageMargins(left=0.4, right=0.4, top=0.5, bottom=0.5)
    sheet.oddFooter.center.text = "第 &P 页，共 &N 页"


def _put(sheet: Worksheet, row: int, column: int, value: str | Decimal | None) -> Cell:
    cell: Any = sheet.cell(row, column)
    if isinstance(value, Decimal):
        cell.value = float(value)
    elif value:
        cell.value = shown_text(value)
        cell.data_type = "s"  # openpyxl takes a text that starts with = for a formula
    cell.alignment = _TOP
    result: Cell = cell
    return result


def _link(sheet: Worksheet, row: int, column: int, text: str, link: str) -> None:
    cell = _put(sheet, row, column, text)
    page, _, anchor = link.partition("#")
    cell.hyperlink = quote(page)
    if anchor and cell.hyperlink is not None:
        cell.hyperlink.location = anchor
    cell.font = _LINK


def _cell(value: object) -> str | Decimal | None:
    """A figure as one, so that it can be filtered and summed; the rest in words."""
    if isinstance(value, Decimal):
        return value
    return words.value_of(value) if isinstance(value, bool | str | tuple) else None


def _sheet_name(title: str, taken: Sequence[str]) -> str:
    base = _SHEET_NAME.sub(" ", title).strip()[:_SHEET_LETTERS] or "条件"
    name, n = base, 2
    while name in taken:
        name = f"{base[: _SHEET_LETTERS - 4]} {n}"
        n += 1
    return name
