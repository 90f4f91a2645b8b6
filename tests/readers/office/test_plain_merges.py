"""Merged cells are read without their borders, and others who use openpyxl in the process get theirs."""

import zipfile

import openpyxl
from openpyxl.styles import Border, Side

from formextract.intake import source_file
from formextract.model.ink import COVERED
from formextract.readers import read
from formextract.readers.office.plain_merges import merges_unpainted


def workbook(path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"], sheet["A2"], sheet["C2"] = "集群总产值", "其中", 12.5
    sheet["A1"].border = Border(bottom=Side("thin"))
    book.save(path)
    return path


def filled(path, *rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def merged_over(path, made, merge):
    """A workbook with cells merged by the format painter, which leaves what they hold."""
    with zipfile.ZipFile(made) as before, zipfile.ZipFile(path, "w") as package:
        for name in before.namelist():
            said = before.read(name)
            if name == "xl/worksheets/sheet1.xml":
                cells = f'</sheetData><mergeCells count="1"><mergeCell ref="{merge}"/></mergeCells>'
                said = said.replace(b"</sheetData>", cells.encode())
            package.writestr(name, said)
    return path


def test_a_covered_cell_has_no_border_while_we_read_and_has_it_for_others(tmp_path):
    path = merged_over(tmp_path / "表.xlsx", workbook(tmp_path / "before.xlsx"), "A1:C1")
    with merges_unpainted():
        ours = openpyxl.load_workbook(path).active
    others = openpyxl.load_workbook(path).active
    assert (1, 2) not in ours._cells
    assert others._cells[1, 2].border.bottom.style == "thin"
    assert [str(r) for r in ours.merged_cells.ranges] == [str(r) for r in others.merged_cells.ranges] == ["A1:C1"]


def test_a_merged_caption_covers_its_columns(tmp_path):
    (table,) = read(source_file(merged_over(tmp_path / "表.xlsx", workbook(tmp_path / "a.xlsx"), "A1:C1"))).blocks
    assert [(c.row, c.col, c.colspan, c.text) for c in table.cells if c.text] == [
        (0, 0, 3, "集群总产值"),
        (1, 0, 1, "其中"),
        (1, 2, 1, "12.5"),
    ]


def test_what_a_merged_cell_covers_is_listed_and_no_value(tmp_path):
    made = filled(tmp_path / "a.xlsx", ["总产值", 12.5, 99], ["企业数", 8, None])
    document = read(source_file(merged_over(tmp_path / "表.xlsx", made, "B1:C1")))
    (table,) = document.blocks
    assert [(c.text, c.doubt) for c in table.cells] == [
        ("总产值", ""),
        ("12.5", ""),
        ("企业数", ""),
        ("8", ""),
        ("", ""),
    ]
    assert [(h.text, h.place.cell) for h in document.hidden] == [("99", "Sheet!C1")]
    assert ["盖着文字" in n for n in document.notes] == [True]


def test_a_merged_cell_is_not_surely_empty_over_what_it_covers(tmp_path):
    made = filled(tmp_path / "a.xlsx", ["总产值", None, 99])
    document = read(source_file(merged_over(tmp_path / "表.xlsx", made, "B1:C1")))
    assert [(c.text, c.doubt) for c in document.blocks[0].cells] == [("总产值", ""), ("", COVERED)]
    assert [h.text for h in document.hidden] == ["99"]


def test_what_a_merged_cell_says_itself_is_not_listed_again(tmp_path):
    made = filled(tmp_path / "a.xlsx", ["集群甲", 12.5], ["集群甲", 8])
    document = read(source_file(merged_over(tmp_path / "表.xlsx", made, "A1:A2")))
    assert (document.hidden, document.notes) == ((), ())
