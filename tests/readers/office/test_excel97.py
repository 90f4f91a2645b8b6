"""Excel 97 files, written by xlwt: the same cells, figures and places as of a new one."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import xlwt

from formextract import readers
from formextract.errors import UnreadableFileError
from formextract.intake import source_file
from formextract.model import Document, Table
from formextract.readers.office.number_format import HIDDEN_ZERO


def style(number_format: str) -> xlwt.XFStyle:
    out = xlwt.XFStyle()
    out.num_format_str = number_format
    return out


def read(path: Path) -> Document:
    return readers.read(source_file(path))


def only_table(document: Document) -> Table:
    (table,) = document.blocks
    assert isinstance(table, Table)
    return table


@pytest.fixture
def book(tmp_path):
    book = xlwt.Workbook(encoding="utf-8")

    def save(name="表.xls"):
        book.save(str(tmp_path / name))
        return tmp_path / name

    book.write_to = save
    return book


def test_figures_as_displayed_and_merged_cells(book):
    sheet = book.add_sheet("申报表")
    sheet.write_merge(1, 1, 1, 3, "一、基本情况")
    sheet.write(2, 1, "集群总产值（亿元）")
    sheet.write(2, 2, 182.934, style("0.00"))
    sheet.write(2, 3, 0.3196, style("0.00%"))
    sheet.write_merge(3, 4, 1, 1, "时间")
    sheet.write(3, 2, dt.date(2024, 5, 28), style('yyyy"年"m"月"d"日"'))
    sheet.write(3, 3, 12345.6, style("#,##0.0"))
    sheet.write(4, 2, 2021)
    sheet.write(4, 3, True)
    document = read(book.write_to())
    table = only_table(document)
    assert (document.source.format, document.reader, table.n_rows, table.n_cols) == ("xls", "xls", 4, 3)
    assert [(c.row, c.col, c.rowspan, c.colspan, c.text, c.place.cell) for c in table.cells] == [
        (0, 0, 1, 3, "一、基本情况", "申报表!B2"),
        (1, 0, 1, 1, "集群总产值（亿元）", "申报表!B3"),
        (1, 1, 1, 1, "182.93", "申报表!C3"),
        (1, 2, 1, 1, "31.96%", "申报表!D3"),
        (2, 0, 2, 1, "时间", "申报表!B4"),
        (2, 1, 1, 1, "2024年5月28日", "申报表!C4"),
        (2, 2, 1, 1, "12,345.6", "申报表!D4"),
        (3, 1, 1, 1, "2021", "申报表!C5"),
        (3, 2, 1, 1, "TRUE", "申报表!D5"),
    ]


def test_a_sheet_of_wps_is_known_by_its_content(book):
    book.add_sheet("Sheet1").write(0, 0, "集群名称")
    document = read(book.write_to("申报表.et"))
    assert document.source.format == "xls"
    assert [c.text for c in only_table(document).cells] == ["集群名称"]


def test_an_xls_by_the_name_of_doc_is_read(book):
    book.add_sheet("Sheet1").write(0, 0, "集群名称")
    assert read(book.write_to("错.doc")).reader == "xls"


def test_hidden_sheets_are_told_apart(book):
    book.add_sheet("表").write(0, 0, "今年")
    draft = book.add_sheet("旧稿")
    draft.write(2, 1, "去年")
    draft.visibility = 1
    document = read(book.write_to())
    assert [c.text for c in only_table(document).cells] == ["今年"]
    assert [(line.text, line.place.cell) for line in document.hidden] == [("去年", "旧稿!B3")]
    assert document.notes == ("工作表“旧稿”是隐藏的，未当作申报内容，列入未对应内容",)


def test_a_cell_far_to_the_right_is_no_form(book):
    book.add_sheet("表").write(0, 240, "远")
    assert read(book.write_to()).blocks == ()


@pytest.mark.parametrize("share", [0.2, 0.5, 0.8, 0.95])
def test_a_damaged_file_is_told(book, share):
    sheet = book.add_sheet("表")
    for row in range(300):
        sheet.write(row, 0, f"第 {row} 行")
    path = book.write_to()
    blob = path.read_bytes()
    path.write_bytes(blob[: int(len(blob) * share)])
    with pytest.raises(UnreadableFileError, match="损坏"):
        read(path)


@pytest.mark.slow
def test_noise_inside_is_a_plain_error_or_a_plain_reading(book):
    sheet = book.add_sheet("表")
    for row in range(50):
        sheet.write(row, 0, f"第 {row} 行")
    path = book.write_to()
    blob = bytearray(path.read_bytes())
    for at in range(600, len(blob), 97):
        spoilt = bytes(blob[:at]) + b"\xff\x00\xff\x7f" + bytes(blob[at + 4 :])
        path.write_bytes(spoilt)
        try:
            read(path)
        except UnreadableFileError as e:
            assert str(e).isprintable()  # noqa: PT017 - either is right


def test_a_password_is_told(book):
    book.add_sheet("表").write(0, 0, "集群名称")
    path = book.write_to()
    blob = path.read_bytes()
    begin = b"\x09\x08\x10\x00\x00\x06"  # BOF of the workbook, after which FILEPASS stands
    spot = blob.index(begin) + 20
    locked = b"\x2f\x00\x06\x00\x00\x00\x11\x22\x33\x44"
    path.write_bytes(blob[:spot] + locked + blob[spot + len(locked) :])
    with pytest.raises(UnreadableFileError, match="密码"):
        read(path)


def test_struck_and_raised_text_is_no_value(tmp_path):
    out, up, plain = (xlwt.easyfont(words) for words in ("struck_out true", "escapement superscript", ""))
    made = xlwt.Workbook(encoding="utf-8")
    sheet = made.add_sheet("表")
    sheet.write_rich_text(0, 0, (("155", out), ("165", plain)))
    sheet.write_rich_text(0, 1, ("120.22", ("1", up)))
    sheet.write(0, 2, 155, xlwt.easyxf("font: struck_out true"))
    sheet.write(0, 3, -2.21, style("#,##0.00_);\\(#,##0.00\\)"))
    made.save(str(tmp_path / "表.xls"))
    document = read(tmp_path / "表.xls")
    assert [(c.text, bool(c.doubt)) for c in only_table(document).cells] == [
        ("165", False),
        ("120.22¹", False),
        ("155", True),
        ("(2.21)", False),
    ]
    assert [h.place.cell for h in document.hidden] == ["表!A1", "表!C1"]


def test_a_time_that_has_passed_is_no_day(tmp_path):
    book = xlwt.Workbook()
    book.add_sheet("a").write(0, 0, 1.25, xlwt.easyxf("", num_format_str="[h]:mm"))
    book.save(str(tmp_path / "a.xls"))
    assert only_table(read(tmp_path / "a.xls")).cells[0].text == "30:00:00"


def test_a_formula_that_shows_nothing_on_purpose_is_an_empty_cell(tmp_path):
    book = xlwt.Workbook()
    sheet = book.add_sheet("a")
    sheet.write(0, 0, "产值")
    sheet.write(0, 1, xlwt.Formula('IF(A2="","",1)'))
    sheet.write(0, 2, xlwt.Formula("A2+1"))
    sheet.write(0, 3, "末")
    book.save(str(tmp_path / "a.xls"))
    assert [(c.text, bool(c.doubt)) for c in only_table(read(tmp_path / "a.xls")).cells] == [
        ("产值", False), ("", False), ("", True), ("末", False),
    ]  # fmt: skip


@pytest.mark.parametrize(("number_format", "zeros"), [("0;-0;", True), ("#,##0;;", True), ("0", False)])
def test_a_zero_that_is_not_shown_is_in_doubt(book, number_format, zeros):
    sheet = book.add_sheet("表")
    sheet.show_zero_values = zeros
    sheet.write(0, 0, 0, style(number_format))
    sheet.write(0, 1, 7, style(number_format))
    cells = only_table(read(book.write_to())).cells
    assert [(c.text, c.doubt) for c in cells] == [("0", HIDDEN_ZERO), ("7", "")]


def test_letters_of_symbol_fonts_are_the_signs_that_they_show(book):
    def font(name):
        made = xlwt.Font()
        made.name = name
        return made

    parts = [("þ", "Wingdings"), ("是 ", "宋体"), ("£", "Wingdings 2"), ("否", "宋体")]
    book.add_sheet("表").write_rich_text(0, 0, [(text, font(name)) for text, name in parts])
    assert [c.text for c in only_table(read(book.write_to())).cells] == ["☑是 ☐否"]
