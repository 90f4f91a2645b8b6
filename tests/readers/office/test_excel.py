"""Excel files: sheets as tables, figures as displayed, formulas by what the program last stored."""

import zipfile

import openpyxl
import pytest
from made_files import read, shape
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from formextract.model import Place
from formextract.model.ink import NOT_SEEN
from formextract.readers.office.number_format import HIDDEN_ZERO


def book(tmp_path, fill, name="a.xlsx"):
    """The document of a workbook whose first sheet `fill` has filled."""
    made = openpyxl.Workbook()
    fill(made.active)
    made.save(tmp_path / name)
    return read(tmp_path / name)


def texts(document):
    return [[c.text for c in block.cells] for block in document.blocks]


def test_a_sheet_is_a_table_with_cell_names(tmp_path):
    def fill(sheet):
        sheet.title = "主导产业"
        sheet.append(["集群总产值（亿元）", 123.4])
        sheet.append(["集群企业数量", 120])

    document = book(tmp_path, fill)
    assert [(c.row, c.col, c.text, c.place, c.doubt) for c in document.blocks[0].cells] == [
        (0, 0, "集群总产值（亿元）", Place(cell="主导产业!A1"), ""),
        (0, 1, "123.4", Place(cell="主导产业!B1"), ""),
        (1, 0, "集群企业数量", Place(cell="主导产业!A2"), ""),
        (1, 1, "120", Place(cell="主导产业!B2"), ""),
    ]
    assert (document.reader, document.source.format, document.notes) == ("xlsx", "xlsx", ())


def test_figures_are_as_displayed_and_numbers_stored_as_text_stay(tmp_path):
    def fill(sheet):
        for value, number_format in [
            (0.3196, "0.00%"),
            (1234567.8, "#,##0.00"),
            (12, '0"家"'),
            ("1,234.56", "@"),
            (123.456, "0.00"),
        ]:
            sheet.append([value])
            sheet.cell(sheet.max_row, 1).number_format = number_format

    assert texts(book(tmp_path, fill)) == [["31.96%", "1,234,567.80", "12家", "1,234.56", "123.46"]]


def with_cached(path, formula, cached):
    """Writes the value that a spreadsheet program would store beside the formula."""
    members = {}
    with zipfile.ZipFile(path) as package:
        members = {name: package.read(name) for name in package.namelist()}
    sheet = members["xl/worksheets/sheet1.xml"].decode()
    filled = sheet.replace(f"<f>{formula}</f><v></v>", f"<f>{formula}</f><v>{cached}</v>")
    filled = filled.replace(f"<f>{formula}</f><v/>", f"<f>{formula}</f><v>{cached}</v>")
    filled = filled.replace(f"<f>{formula}</f><v />", f"<f>{formula}</f><v>{cached}</v>")
    assert filled != sheet
    members["xl/worksheets/sheet1.xml"] = filled.encode()
    with zipfile.ZipFile(path, "w") as package:
        for name, data in members.items():
            package.writestr(name, data)


def test_a_formula_is_its_stored_value_and_one_without_is_doubted(tmp_path):
    made = openpyxl.Workbook()
    made.active.append(["合计", "=1+2", "=3+4", "止"])
    made.active["B1"].number_format = "0.00"
    made.save(tmp_path / "a.xlsx")
    with_cached(tmp_path / "a.xlsx", "1+2", "3")
    document = read(tmp_path / "a.xlsx")
    assert [(c.text, c.doubt) for c in document.blocks[0].cells] == [
        ("合计", ""),
        ("3.00", ""),
        ("=3+4", "公式没有存下计算结果"),
        ("止", ""),
    ]


def test_a_formula_without_a_stored_value_is_doubted_at_the_edge_of_the_sheet_too(tmp_path):
    def fill(sheet):
        sheet.append(["产值", 1, "=1+2"])
        sheet.append(["=3+4"])

    document = book(tmp_path, fill)
    assert [(c.text, bool(c.doubt)) for c in document.blocks[0].cells if c.text] == [
        ("产值", False),
        ("1", False),
        ("=1+2", True),
        ("=3+4", True),
    ]


def test_an_error_in_a_cell_is_what_stands_there(tmp_path):
    assert texts(book(tmp_path, lambda sheet: sheet.append(["产值", "#DIV/0!"]))) == [["产值", "#DIV/0!"]]


def test_hidden_sheets_are_kept_apart_and_noted(tmp_path):
    made = openpyxl.Workbook()
    made.active.append(["集群名称", "甲"])
    for title, state in [("底稿", "hidden"), ("密稿", "veryHidden")]:
        sheet = made.create_sheet(title)
        sheet["B2"] = f"{title}里的字"
        sheet.sheet_state = state
    made.save(tmp_path / "a.xlsx")
    document = read(tmp_path / "a.xlsx")
    assert texts(document) == [["集群名称", "甲"]]
    assert [(h.text, h.place.cell) for h in document.hidden] == [("底稿里的字", "底稿!B2"), ("密稿里的字", "密稿!B2")]
    assert [("底稿" in n, "密稿" in n) for n in document.notes] == [(True, False), (False, True)]


def test_hidden_rows_are_kept_apart_too(tmp_path):
    def fill(sheet):
        sheet.append(["集群名称", "甲"])
        sheet.append(["集群名称", "乙"])
        sheet.append(["集群名称", "丙"])
        sheet.row_dimensions[2].hidden = True

    document = book(tmp_path, fill)
    assert (texts(document)[0][-1], [h.text for h in document.hidden]) == ("丙", ["集群名称", "乙"])
    (table,) = document.blocks
    assert {c.place.cell.split("!")[1] for c in table.cells if c.doubt == NOT_SEEN} == {"A2", "B2"}
    assert "乙" not in texts(document)[0]


def test_merged_cells_are_said_once_and_end_with_the_form(tmp_path):
    def fill(sheet):
        sheet["A1"], sheet["B1"], sheet["B2"], sheet["C2"] = "总产值", "近三年", "1", "2"
        sheet.merge_cells("A1:A2")
        sheet.merge_cells("B1:C1")

    assert shape(book(tmp_path, fill)) == [
        [(0, 0, 2, 1, "总产值"), (0, 1, 1, 2, "近三年"), (1, 1, 1, 1, "1"), (1, 2, 1, 1, "2")]
    ]


def test_a_form_off_the_corner_begins_at_its_first_cell(tmp_path):
    def fill(sheet):
        sheet["C5"], sheet["D5"], sheet["D6"] = "集群名称", "甲", "乙"
        sheet["Z90"] = ""
        sheet["Z91"].number_format = "0.00"

    document = book(tmp_path, fill)
    assert [(c.row, c.col, c.text, c.place.cell) for c in document.blocks[0].cells] == [
        (0, 0, "集群名称", "Sheet!C5"),
        (0, 1, "甲", "Sheet!D5"),
        (1, 0, "", "Sheet!C6"),
        (1, 1, "乙", "Sheet!D6"),
    ]


def test_each_sheet_is_a_table_and_an_empty_one_is_none(tmp_path):
    made = openpyxl.Workbook()
    made.active.append(["一"])
    made.create_sheet("空")
    made.create_sheet("三").append(["三"])
    made.save(tmp_path / "a.xlsx")
    assert texts(read(tmp_path / "a.xlsx")) == [["一"], ["三"]]


@pytest.mark.parametrize("text", ['=HYPERLINK("http://x","y")', "+1+1", "@SUM(1)", "<b>1</b>", "{{7*7}}"])
def test_text_that_looks_like_a_formula_is_plain_text(tmp_path, text):
    def fill(sheet):
        sheet["A1"] = text
        sheet["A1"].data_type = "s"

    assert texts(book(tmp_path, fill)) == [[text]]


def test_a_sheet_far_too_large_for_a_form_is_left_out_and_noted(tmp_path):
    def fill(sheet):
        sheet["A1"] = "甲"
        sheet.cell(5000, 150).value = "乙"

    document = book(tmp_path, fill)
    assert (document.blocks, len(document.notes)) == ((), 1)
    assert "Sheet" in document.notes[0]


def test_columns_beyond_a_form_are_not_read(tmp_path):
    def fill(sheet):
        sheet["A1"] = "甲"
        sheet.cell(1, 300).value = "远处"

    assert "远处" not in texts(book(tmp_path, fill))[0]


def test_struck_and_raised_text_of_a_sheet_is_no_value(tmp_path):
    """Rich text and whole cells; an old figure beside the new one came out as 155165."""

    def fill(sheet):
        out, up = InlineFont(strike=True), InlineFont(vertAlign="superscript")
        sheet.append([CellRichText(TextBlock(out, "155"), "165"), CellRichText("120.22", TextBlock(up, "1")), 155, 155])
        sheet["D1"].font = Font(strike=True)

    document = book(tmp_path, fill)
    cells = document.blocks[0].cells
    assert [(c.text, bool(c.doubt)) for c in cells] == [
        ("165", False),
        ("120.22¹", False),
        ("155", False),
        ("155", True),
    ]
    assert [h.place.cell for h in document.hidden] == ["Sheet!A1", "Sheet!D1"]


def test_a_format_that_hides_its_value_or_is_not_understood_gives_doubt(tmp_path):
    def fill(sheet):
        sheet.append([12, 12, 12])
        for cell, number_format in zip(sheet[1], [";;;", "0.00 Q", "0.00"], strict=True):
            cell.number_format = number_format

    assert [(c.text, bool(c.doubt)) for c in book(tmp_path, fill).blocks[0].cells] == [
        ("12", True),
        ("12", True),
        ("12.00", False),
    ]


def test_a_zero_that_the_sheet_does_not_show_is_in_doubt(tmp_path):
    def fill(sheet):
        sheet.append([0, 0.0, 5, "0"])
        sheet.sheet_view.showZeros = False

    cells = book(tmp_path, fill).blocks[0].cells
    assert [(c.text, c.doubt) for c in cells] == [("0", HIDDEN_ZERO), ("0", HIDDEN_ZERO), ("5", ""), ("0", "")]


def test_a_stray_space_far_below_is_no_content(tmp_path):
    def fill(sheet):
        sheet["A1"], sheet["B1"] = "甲", "乙"
        sheet["D120000"] = " "

    document = book(tmp_path, fill)
    assert (texts(document), document.notes) == ([["甲", "乙"]], ())


def test_a_date_in_a_chinese_format_that_the_file_need_not_write_down(tmp_path):
    def fill(sheet):
        sheet["A1"] = 45000
        sheet["A1"].number_format = "0.00"
        sheet["A1"]._style.numFmtId = 57

    assert texts(book(tmp_path, fill)) == [["2023年3月"]]


def test_a_formula_that_shows_nothing_on_purpose_is_an_empty_cell(tmp_path):
    """Excel stores the text of no letter as its result; a formula that nobody has worked out has no result."""
    book = openpyxl.Workbook()
    book.active.append(["产值", '=IF(A2="","",1)', "=A2+1", "末"])
    book.save(tmp_path / "a.xlsx")
    with zipfile.ZipFile(tmp_path / "a.xlsx") as made, zipfile.ZipFile(tmp_path / "b.xlsx", "w") as package:
        for name in made.namelist():
            data = made.read(name)
            package.writestr(name, data.replace(b'<c r="B1">', b'<c r="B1" t="str">'))
    cells = read(tmp_path / "b.xlsx").blocks[0].cells
    assert [(c.text, bool(c.doubt)) for c in cells] == [
        ("产值", False), ("", False), ("=A2+1", True), ("末", False),
    ]  # fmt: skip


def test_letters_that_are_written_by_their_numbers(tmp_path):
    document = book(tmp_path, lambda sheet: sheet.append(["甲_x000D_\n乙", "a_b"]))
    assert texts(document) == [["甲\n乙", "a_b"]]


def test_rows_and_columns_of_no_height_or_width_to_speak_of_are_hidden(tmp_path):
    def fill(sheet):
        for row in (["甲", "乙", "丙"], ["1", "2", "3"], ["4", "5", "6"]):
            sheet.append(row)
        sheet.row_dimensions[2].height = 0.75
        sheet.column_dimensions["B"].width = 0.3
        sheet.column_dimensions["C"].width = 1.0  # narrow, and there

    document = book(tmp_path, fill)
    (table,) = document.blocks
    shown = {c.place.cell.split("!")[1]: c.text for c in table.cells if c.doubt != NOT_SEEN}
    assert shown == {"A1": "甲", "C1": "丙", "A3": "4", "C3": "6"}
    assert [h.text for h in document.hidden] == ["乙", "1", "2", "3", "5"]


@pytest.mark.parametrize(
    ("name", "figures", "read_as_form"),
    [("填报示例", (139, 120), False), ("示例", (None, None), True), ("第二份", (139, 120), True)],
)
def test_an_example_of_a_filled_sheet_is_kept_apart(tmp_path, name, figures, read_as_form):
    made = openpyxl.Workbook()
    for sheet, values in ((made.active, figures), (made.create_sheet(name), (1, 2))):
        for row in (["总产值", values[0]], ["营业收入", values[1]], ["集群名称", "堵阳织造"]):
            sheet.append(row)
    made.save(tmp_path / "a.xlsx")
    document = read(tmp_path / "a.xlsx")
    assert len(document.blocks) == 1 + read_as_form
    assert bool(document.hidden) == bool(document.notes) == (not read_as_form)
