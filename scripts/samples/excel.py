"""Spreadsheets: the same form in cells, with the formats, formulas and hidden sheets that people leave in them."""

from __future__ import annotations

import itertools
import re
import zipfile
from random import Random
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

from samples import glyphs
from samples.paper import Block, Cell, Ink, Page, Paragraph, Sheet, Table, lay, text
from samples.word import FIXED_DATE

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

    from samples.kinds import Form

THIN = Side(style="thin")
BOX = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
SHEET_WIDTH = 96  # characters, over all columns


class Book:
    """One workbook in the making; `cached` holds what the formulas last gave."""

    def __init__(self, form: Form) -> None:
        self.form, self.rng = form, Random(form.rng.random())
        self.book = Workbook()
        self.book.remove(self.book.active)
        self.cached: dict[tuple[int, str], str] = {}
        self.left = 0
        self.glyphs = glyphs.pair(form.tick)

    def fill(self, blocks: list[Block]) -> None:
        for title, inside in self.sheets(blocks):
            edges = sorted({0, 60} | {edge for block in inside if isinstance(block, Table) for edge in lay(block)[0]})
            sheet = self.book.create_sheet(title)
            self.left, row = 0, 1
            if "offset_sheet" in self.form.has:
                self.left, row = self.rng.randint(0, 2), self.rng.randint(1, 3)
            for col, (a, b) in enumerate(itertools.pairwise(edges), 1 + self.left):
                sheet.column_dimensions[get_column_letter(col)].width = max(2.5, (b - a) * SHEET_WIDTH / 60)
            for block in inside:
                if isinstance(block, Paragraph):
                    self.paragraph(sheet, row, block, len(edges) - 1)
                    row += 1
                elif isinstance(block, Table):
                    self.table(sheet, row, block, edges)
                    row += len(block.rows)
        if "hidden_sheets" in self.form.has:
            self.draft()

    def sheets(self, blocks: list[Block]) -> list[tuple[str, list[Block]]]:
        """The blocks by sheet: one for all of them, or one a part."""
        groups: list[tuple[str, list[Block]]] = []
        for block in blocks:
            if isinstance(block, Sheet) and (not groups or "sheet_per_part" in self.form.has):
                groups.append(
                    (
                        block.title
                        if "sheet_per_part" in self.form.has
                        else self.rng.choice(["申报表", "Sheet1", "附件2"]),
                        [],
                    )
                )
            elif not isinstance(block, Page | Sheet):
                groups[-1][1].append(block)
        return groups

    def paragraph(self, sheet: Worksheet, row: int, block: Paragraph, columns: int) -> None:
        cell = sheet.cell(row, 1 + self.left, text(block.line, self.glyphs) or None)
        cell.font = Font(name="宋体", size=block.size, bold=block.bold)
        cell.alignment = Alignment(horizontal=block.align, wrap_text=True, vertical="center")
        if columns > 1 and "unmerged" not in self.form.has:
            sheet.merge_cells(start_row=row, end_row=row, start_column=1 + self.left, end_column=columns + self.left)
        sheet.row_dimensions[row].height = 18 * (1 + len(text(block.line)) // 52)

    def table(self, sheet: Worksheet, top: int, table: Table, edges: list[int]) -> None:
        heights = [18.0] * len(table.rows)
        for spot in lay(table, edges)[1]:
            row, col = top + spot.row, 1 + spot.col + self.left
            width = (edges[spot.col + spot.cols] - edges[spot.col]) * SHEET_WIDTH / 60
            self.cell(sheet, row, col, spot.cell)
            for across in range(spot.cols):
                for down in range(spot.rows):
                    sheet.cell(row + down, col + across).border = BOX
            if (spot.rows > 1 or spot.cols > 1) and "unmerged" not in self.form.has:
                sheet.merge_cells(
                    start_row=row, end_row=row + spot.rows - 1, start_column=col, end_column=col + spot.cols - 1
                )
            lines = sum(1 + int(2 * len(text(line)) // width) for line in spot.cell.lines)
            heights[spot.row] = max(heights[spot.row], 15.0 * lines / spot.rows + 4)
        for at, height in enumerate(heights):
            sheet.row_dimensions[top + at].height = min(height, 400)

    def cell(self, sheet: Worksheet, row: int, col: int, cell: Cell) -> None:
        place = sheet.cell(row, col)
        place.alignment = Alignment(horizontal=cell.align, vertical="center", wrap_text=True)
        place.font = Font(name="宋体", size=11, bold=cell.label and self.form.label_size > 0)
        pieces = [piece for line in cell.lines for piece in line]
        only = pieces[0] if len(pieces) == 1 and isinstance(pieces[0], Ink) else None
        if only is not None and only.number is not None:
            whole = only.number == only.number.to_integral_value()
            place.value = f"={only.formula}" if only.formula else int(only.number) if whole else float(only.number)
            place.number_format = only.excel
            if only.formula:
                self.cached[len(self.book.worksheets), place.coordinate] = (
                    only.text if only.text.startswith("#") else str(only.number)
                )
            return
        words = "\n".join(text(line, self.glyphs) for line in cell.lines)
        if not words:
            return
        place.value = words
        place.data_type = "s"  # a text that begins with = is no formula
        # Text cells are of format General or @; both are seen, and neither is a number.
        place.number_format = only.excel if only is not None and not cell.label else "General"

    def draft(self) -> None:
        """A hidden sheet with an older state of some figures, which is not the form."""
        sheet = self.book.create_sheet(self.rng.choice(["草稿", "Sheet2", "旧数据"]))
        sheet.sheet_state = "hidden"
        for row, line in enumerate(
            (
                ["年度", "2021年", "2022年", "2023年"],
                ["集群总产值（亿元）", 11.11, 12.22, 13.33],
                ["集群企业数量", 11, 12, 13],
            ),
            1,
        ):
            for col, value in enumerate(line, 1):
                sheet.cell(row, col, value)


def write(path: Path, blocks: list[Block], form: Form) -> None:
    book = Book(form)
    book.fill(blocks)
    book.book.properties.creator = "填报人"
    book.book.save(path)
    settle(path, book.cached)


def settle(path: Path, cached: dict[tuple[int, str], str]) -> None:
    """Put the formulas' cached values into the XML, where openpyxl leaves them out; take the clock out of the file."""
    with zipfile.ZipFile(path) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    for (sheet, place), value in cached.items():
        name = f"xl/worksheets/sheet{sheet}.xml"
        pattern = rf'<c r="{place}"([^>]*)>(<f>[^<]*</f>)<v\s*/?>(</v>)?'
        kind = ' t="e"' if value.startswith("#") else ""
        changed, count = re.subn(pattern, rf'<c r="{place}"\g<1>{kind}>\g<2><v>{value}</v>', files[name].decode())
        assert count == 1, (place, count)
        files[name] = changed.encode()
    stamp = "{}-{:02}-{:02}T{:02}:{:02}:{:02}Z".format(*FIXED_DATE)
    core = files["docProps/core.xml"].decode()
    files["docProps/core.xml"] = re.sub(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", stamp, core).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, FIXED_DATE), content, zipfile.ZIP_DEFLATED)
