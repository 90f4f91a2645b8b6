"""Merged cells are read without their borders, and others who use openpyxl in the process get theirs."""

import openpyxl
from openpyxl.styles import Border, Side

from formextract.intake import source_file
from formextract.readers import read
from formextract.readers.office.plain_merges import merges_unpainted


def workbook(path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"], sheet["A2"], sheet["C2"] = "集群总产值", "其中", 12.5
    for cell in sheet["A1:C1"][0]:
        cell.border = Border(bottom=Side("thin"))
    sheet.merge_cells("A1:C1")
    book.save(path)
    return path


def test_a_covered_cell_has_no_border_while_we_read_and_has_it_for_others(tmp_path):
    path = workbook(tmp_path / "表.xlsx")
    with merges_unpainted():
        ours = openpyxl.load_workbook(path).active
    others = openpyxl.load_workbook(path).active
    assert ours._cells[1, 2].border.bottom is None or ours._cells[1, 2].border.bottom.style is None
    assert others._cells[1, 2].border.bottom.style == "thin"
    assert [str(r) for r in ours.merged_cells.ranges] == [str(r) for r in others.merged_cells.ranges] == ["A1:C1"]


def test_a_merged_caption_covers_its_columns(tmp_path):
    (table,) = read(source_file(workbook(tmp_path / "表.xlsx"))).blocks
    assert [(c.row, c.col, c.colspan, c.text) for c in table.cells if c.text] == [
        (0, 0, 3, "集群总产值"),
        (1, 0, 1, "其中"),
        (1, 2, 1, "12.5"),
    ]
