"""Workbooks opened by openpyxl for what is read of them: cells, formulas, merged ranges, formats, comments.

openpyxl keeps all that it would write anew, twice where the formulas are wanted beside their values: borders of merged
ranges, charts, pictures, pivot tables, names. Most of its time goes there, and a fault there would refuse the workbook.
And it forgets what stands in the cells that a merge covers: a merge by the format painter leaves it there, where nobody
sees it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import IO, Any

from openpyxl.comments.comment_sheet import CommentSheet
from openpyxl.packaging.relationship import RelationshipList, get_dependents, get_rels_path
from openpyxl.reader.excel import ExcelReader
from openpyxl.workbook.defined_name import DefinedNameList
from openpyxl.worksheet._reader import FORMULA_TAG, WorkSheetParser, WorksheetReader
from openpyxl.worksheet.cell_range import MultiCellRange
from openpyxl.worksheet.merge import MergedCellRange
from openpyxl.xml.constants import COMMENTS_NS
from openpyxl.xml.functions import fromstring

Formulas = dict[tuple[int, int], str]
"""Formulas by row and column from 1, each with its `=`; those of array formulas and data tables are not told."""


@dataclass(frozen=True, slots=True)
class LightWorkbook:
    """A workbook with the values that its formulas had when it was stored, and the formulas by the sheet's title."""

    book: Any
    formulas: dict[str, Formulas] = field(default_factory=dict)


def open_workbook(file: IO[bytes]) -> LightWorkbook:
    """The workbook in a file, texts with their fonts; what openpyxl raises where it refuses it."""
    reader = _Workbook(file, data_only=True, keep_links=False, rich_text=True)
    reader.read()
    return LightWorkbook(reader.wb, reader.formulas)


class _Range(MergedCellRange):  # type: ignore[misc]
    """A merged range whose first cell is there; no cell has its share of the border."""

    def _get_borders(self) -> None:
        at = self.min_row, self.min_col
        self.start_cell = self.ws._cells.get(at) or self.ws.cell(*at)  # noqa: SLF001 - as the method that it stands for


class _Parser(WorkSheetParser):  # type: ignore[misc]
    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.formulas: Formulas = {}

    def parse_cell(self, element: Any) -> Any:
        """A cell with its stored value; its formula is kept beside."""
        cell = super().parse_cell(element)
        if element.find(FORMULA_TAG) is not None:
            said = self.parse_formula(element)
            if isinstance(said, str):
                self.formulas[cell["row"], cell["column"]] = said
        return cell


class _Sheet(WorksheetReader):  # type: ignore[misc]
    def __init__(self, sheet: Any, source: Any, reader: ExcelReader) -> None:
        super().__init__(sheet, source, reader.shared_strings, reader.data_only, reader.rich_text)
        book = sheet.parent
        kinds = book._date_formats, book._timedelta_formats  # noqa: SLF001 - as the method that it stands for
        self.parser: Any = _Parser(
            source, reader.shared_strings, reader.data_only, book.epoch, *kinds, reader.rich_text
        )

    def bind_merged_cells(self) -> None:
        """Sets the sheet's merged ranges; the cells that they cover keep what they hold."""
        there = self.parser.merged_cells
        self.ws.merged_cells = MultiCellRange([_Range(self.ws, m.ref) for m in there.mergeCell] if there else [])

    def bind_tables(self) -> None:
        """Nothing: what a sheet calls a table is a filter over cells."""


class _Workbook(ExcelReader):  # type: ignore[misc]
    def __init__(self, *args: Any, **how: Any) -> None:
        super().__init__(*args, **how)
        self.formulas: dict[str, Formulas] = {}

    def read_properties(self) -> None:
        """Nothing: who wrote a workbook when is not read."""

    def read_custom(self) -> None:
        """Nothing, as above."""

    def read_worksheets(self) -> None:
        """Adds the sheets of cells."""
        for said, relation in self.parser.find_sheets():
            if relation.target not in self.valid_files or "chartsheet" in relation.Type:
                continue
            sheet = self.wb.create_sheet(said.name)
            name = get_rels_path(relation.target)
            sheet._rels = get_dependents(self.archive, name) if name in self.valid_files else RelationshipList()  # noqa: SLF001 - as the method that it stands for
            with self.archive.open(relation.target) as part:
                read = _Sheet(sheet, part, self)
                read.bind_all()
            self.formulas[sheet.title] = read.parser.formulas
            for comments in sheet._rels.find(COMMENTS_NS):  # noqa: SLF001 - as above
                tree = fromstring(self.archive.read(comments.target))
                for ref, comment in CommentSheet.from_tree(tree).comments:
                    sheet[ref].comment = comment
            sheet.sheet_state = said.state
        self.parser.defined_names = DefinedNameList()  # what ranges and prints are called is not read
