"""Workbooks are read without what nobody reads of them: borders, names, what is only written anew."""

import zipfile

import openpyxl
from openpyxl.comments import Comment
from openpyxl.styles import Border, Side
from openpyxl.workbook.defined_name import DefinedName

from formextract.intake import source_file
from formextract.model.ink import COVERED
from formextract.readers import read
from formextract.readers.office.excel import NO_CACHE
from formextract.readers.office.light_workbook import open_workbook


def workbook(path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"], sheet["A2"], sheet["C2"] = "集群总产值", "其中", 12.5
    sheet.merge_cells("A1:C1")
    sheet["A3"], sheet["B3"], sheet["C3"] = "合计", "=C2*2", "=SUM(C2:C2)"
    sheet["A3"].comment = Comment("请核对", "审核")
    book.defined_names["范围"] = DefinedName("范围", attr_text="Sheet!$A$1")
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


def test_merged_ranges_are_those_that_others_see_and_nothing_is_painted_below_them(tmp_path):
    book = openpyxl.Workbook()
    book.active["A1"] = "集群总产值"
    book.active["A1"].border = Border(bottom=Side("thin"))
    book.save(tmp_path / "before.xlsx")
    path = merged_over(tmp_path / "表.xlsx", tmp_path / "before.xlsx", "A1:C1")
    with path.open("rb") as file:
        ours = open_workbook(file).book.active
    others = openpyxl.load_workbook(path).active
    assert (1, 2) not in ours._cells
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
