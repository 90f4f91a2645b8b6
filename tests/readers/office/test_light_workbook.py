"""Workbooks are read without what nobody reads of them: borders, names, what is only written anew."""

import zipfile

import openpyxl
from openpyxl.comments import Comment
from openpyxl.styles import Border, Side
from openpyxl.workbook.defined_name import DefinedName

from formextract.intake import source_file
from formextract.readers import read
from formextract.readers.office.excel import NO_CACHE
from formextract.readers.office.light_workbook import open_workbook


def workbook(path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"], sheet["A2"], sheet["C2"] = "集群总产值", "其中", 12.5
    for cell in sheet["A1:C1"][0]:
        cell.border = Border(bottom=Side("thin"))
    sheet.merge_cells("A1:C1")
    sheet["A3"], sheet["B3"], sheet["C3"] = "合计", "=C2*2", "=SUM(C2:C2)"
    sheet["A3"].comment = Comment("请核对", "审核")
    book.defined_names["范围"] = DefinedName("范围", attr_text="Sheet!$A$1")
    book.save(path)
    return path


def rewritten(path, part, *changes):
    """The package with other words in one part."""
    out = path.with_name(f"other-{path.name}")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            for before, after in changes if name == part else ():
                assert before in data
                data = data.replace(before, after)
            new.writestr(name, data)
    return out


def test_merged_ranges_are_those_that_others_see_and_no_cell_below_them_has_a_border(tmp_path):
    path = workbook(tmp_path / "表.xlsx")
    with path.open("rb") as file:
        ours = open_workbook(file).book.active
    others = openpyxl.load_workbook(path).active
    assert ours._cells[1, 2].border.bottom is None or ours._cells[1, 2].border.bottom.style is None
    assert others._cells[1, 2].border.bottom.style == "thin"
    assert [str(r) for r in ours.merged_cells.ranges] == [str(r) for r in others.merged_cells.ranges] == ["A1:C1"]


def test_a_merged_caption_covers_its_columns(tmp_path):
    (table,) = read(source_file(workbook(tmp_path / "表.xlsx"))).blocks
    assert [(c.row, c.col, c.colspan, c.text) for c in table.cells if c.text and c.row < 2] == [
        (0, 0, 3, "集群总产值"),
        (1, 0, 1, "其中"),
        (1, 2, 1, "12.5"),
    ]


def test_formulas_stand_beside_the_values_that_they_had(tmp_path):
    path = workbook(tmp_path / "表.xlsx")
    with path.open("rb") as file:
        opened = open_workbook(file)
    assert opened.formulas == {"Sheet": {(3, 2): "=C2*2", (3, 3): "=SUM(C2:C2)"}}
    assert opened.book.active["B3"].value is None
    document = read(source_file(path))
    assert {(c.text, c.doubt) for c in document.blocks[0].cells if c.row == 2} == {
        ("合计", ""),
        ("=C2*2", NO_CACHE),
        ("=SUM(C2:C2)", NO_CACHE),
    }
    assert [line.text for line in document.hidden] == ["批注：请核对"]


def test_a_formula_that_several_cells_share_is_told_of_each(tmp_path):
    book = openpyxl.Workbook()
    book.active["A1"], book.active["A2"], book.active["B1"], book.active["B2"] = 1, 2, "=A1*2", "=A2*2"
    book.save(tmp_path / "a.xlsx")
    shared = (b"<f>A1*2</f>", b'<f t="shared" ref="B1:B2" si="0">A1*2</f>'), (b"<f>A2*2</f>", b'<f t="shared" si="0"/>')
    path = rewritten(tmp_path / "a.xlsx", "xl/worksheets/sheet1.xml", *shared)
    with path.open("rb") as file:
        assert open_workbook(file).formulas == {"Sheet": {(1, 2): "=A1*2", (2, 2): "=A2*2"}}


def test_a_faulty_name_refuses_no_workbook(tmp_path):
    faulty = b'<definedName localSheetId="0" name="_xlnm.Print_Titles">!!</definedName><definedName name="'
    path = rewritten(workbook(tmp_path / "表.xlsx"), "xl/workbook.xml", (b'<definedName name="', faulty))
    with path.open("rb") as file:
        assert open_workbook(file).book.sheetnames == ["Sheet"]
