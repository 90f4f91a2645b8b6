"""The heads and feet of pages, as lines of the text, whatever the file's format."""

import struct
import zipfile
from xml.sax.saxutils import escape

import docx
import openpyxl
import pytest
import xlwt
from made_files import read

from formextract.model import Line
from formextract.readers.office.margins import coded_lines
from formextract.readers.office.records97 import margins97

ODT = (
    '<office:document-styles xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:master-styles><style:master-page '
    'style:name="Standard"><style:header><text:p>申报单位：堵阳县工信局</text:p></style:header><style:footer>'
    "<text:p>第 <text:page-number>1</text:page-number> 页</text:p><text:p>填报人：甲</text:p></style:footer>"
    "</style:master-page></office:master-styles></office:document-styles>"
)
CONTENT = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:text>'
    "<text:p>集群申报表</text:p></office:text></office:body></office:document-content>"
)


def word(path):
    made = docx.Document()
    made.add_paragraph("集群申报表")
    section = made.sections[0]
    section.header.paragraphs[0].text = "申报单位：堵阳县工信局"
    section.header.add_paragraph("集群申报表")  # the title again
    section.footer.paragraphs[0].text = "第 3 页 共 12 页"
    section.footer.add_paragraph("填报人：甲")
    section.first_page_header.paragraphs[0].text = "只在首页"
    section.different_first_page_header_footer = False
    made.save(path)


def excel(path):
    made = openpyxl.Workbook()
    sheet = made.active
    sheet["A1"] = "集群申报表"
    sheet.oddHeader.left.text, sheet.oddHeader.left.size = "申报单位：堵阳县工信局", 9
    sheet.oddHeader.center.text = "集群申报表"
    sheet.oddFooter.center.text = "第 &[Page] 页 共 &[Pages] 页"
    sheet.oddFooter.right.text = "填报人：甲"
    made.save(path)


SAID = '&L&"宋体,常规"&9申报单位：堵阳县工信局&C集群申报表', "&C第 &P 页 共 &N 页&R填报人：甲"


def excel_97(path):
    made = xlwt.Workbook()
    sheet = made.add_sheet("表")
    sheet.write(0, 0, "集群申报表")
    sheet._Worksheet__header_str, sheet._Worksheet__footer_str = SAID  # its setters are of Python 2
    made.save(str(path))


def excel_2003(path):
    head, foot = (escape(said, {'"': "&quot;"}) for said in SAID)
    path.write_text(
        '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="表"><Table><Row><Cell>'
        '<Data ss:Type="String">集群申报表</Data></Cell></Row></Table>'
        '<WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel" '
        'xmlns:x="urn:schemas-microsoft-com:office:excel">'
        f'<PageSetup><Header x:Data="{head}"/><Footer x:Data="{foot}"/></PageSetup></WorksheetOptions>'
        "</Worksheet></Workbook>",
        "utf-8",
    )


def odt(path):
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        package.writestr("content.xml", CONTENT)
        package.writestr("styles.xml", ODT)


MADE = [(word, "a.docx"), (excel, "a.xlsx"), (excel_97, "a.xls"), (excel_2003, "a.xml"), (odt, "a.odt")]


@pytest.mark.parametrize(("make", "name"), MADE)
def test_heads_stand_before_the_text_and_feet_behind_without_page_numbers_and_copies(tmp_path, make, name):
    make(tmp_path / name)
    lines = [b.text if isinstance(b, Line) else b.cells[0].text for b in read(tmp_path / name).blocks]
    assert lines == ["申报单位：堵阳县工信局", "集群申报表", "填报人：甲"]


def test_a_row_of_a_table_in_the_head_is_a_line(tmp_path):
    made = docx.Document()
    made.add_paragraph("集群申报表")
    table = made.sections[0].header.add_table(1, 2, 5_000_000)
    table.cell(0, 0).text, table.cell(0, 1).text = "项目编号", "HB-017"
    made.sections[0].header.paragraphs[0].text = ""
    made.save(tmp_path / "a.docx")
    assert [b.text for b in read(tmp_path / "a.docx").blocks] == ["项目编号  HB-017", "集群申报表"]


def test_the_codes_of_a_sheets_head_are_no_text_and_its_parts_are_lines():
    said = '&L&"黑体,加粗"&14研发&&生产&C&K01+000第&P页&R&A&D\n填报人：甲'
    assert list(coded_lines(said)) == ["研发&生产", "第页", "", "填报人：甲"]


def test_heads_before_unicode_are_in_the_workbooks_encoding():
    def record(number, body):
        return struct.pack("<HH", number, len(body)) + body

    text = "&C填报人：甲".encode("gbk")
    sheet = record(0x809, struct.pack("<HHH", 0x500, 0x10, 0) + bytes(2)) + record(0x15, bytes([len(text)]) + text)
    bound = record(0x85, struct.pack("<I", 10) + b"\0\0")  # the sheet begins right behind
    assert margins97(bound + sheet, "gbk") == {0: ("", "&C填报人：甲")}
