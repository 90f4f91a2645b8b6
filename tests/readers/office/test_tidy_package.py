"""Packages that Word, Excel and WPS open without a question, and a strict library does not."""

from __future__ import annotations

import zipfile

import openpyxl
import pytest
from made_files import p, read, shape, tbl, tr, word_file
from openpyxl.formatting.rule import CellIsRule

from formextract.errors import UnreadableFileError
from formextract.readers.office.conditional_formats import VEILED
from formextract.readers.office.number_format import HIDDEN_ZERO


def rewritten(path, change):
    """The package with each member as `change(name, data)` gives it; None leaves one out."""
    with zipfile.ZipFile(path) as package:
        members = [(name, package.read(name)) for name in package.namelist()]
    with zipfile.ZipFile(path, "w") as package:
        for name, data in members:
            made = change(name, data)
            if made is not None:
                package.writestr(*made)
    return path


@pytest.fixture
def word(tmp_path):
    return word_file(tmp_path / "表.docx", p("申报书") + tbl(tr("产值", "12.5")))


RIGHT = ["申报书", [(0, 0, 1, 1, "产值"), (0, 1, 1, 1, "12.5")]]


def strict(name, data):
    old, new = b"http://schemas.openxmlformats.org/", b"http://purl.oclc.org/ooxml/"
    for part in (b"wordprocessingml", b"officeDocument"):
        data = data.replace(old + part + b"/2006/", new + part + b"/")
    return name, data


def numbered(name, data):
    return name.replace("document.xml", "document2.xml"), data.replace(b"document.xml", b"document2.xml")


def with_macros(name, data):
    return name, data.replace(
        b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main",
        b"application/vnd.ms-word.document.macroEnabled.main",
    )


def dangling(name, data):
    image = b'<Relationship Id="rId9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"'
    extra = image + b' Target="../NULL"/></Relationships>'
    return name, data.replace(b"</Relationships>", extra) if "document" in name and name.endswith(".rels") else data


def backslashed(name, data):
    return name.replace("/", "\\"), data


def in_other_case(name, data):
    return name.replace("word/", "Word/").replace("document.xml", "Document.XML"), data


def without_types(name, data):
    return None if name == "[Content_Types].xml" else (name, data)


def torn_types(name, data):
    return name, data[:40] if name == "[Content_Types].xml" else data


def without_relations(name, data):
    return None if name == "_rels/.rels" else (name, data)


@pytest.mark.parametrize(
    "change",
    [strict, numbered, with_macros, dangling, backslashed, in_other_case, without_types, torn_types, without_relations],
)
def test_a_word_file_that_word_opens_is_read(word, change):
    assert shape(read(rewritten(word, change))) == RIGHT


def test_a_main_part_out_of_the_package_is_none(word):
    def outside(name, data):
        return name, data.replace(b'Target="word/document.xml"', b'Target="../../../../etc/passwd"')

    with pytest.raises(UnreadableFileError):
        read(rewritten(word, outside))


def empty_fill(name, data):
    if name == "xl/styles.xml":
        data = data.replace(b"<fill><patternFill /></fill>", b"<fill/>", 1).replace(
            b"<fill><patternFill/></fill>", b"<fill/>", 1
        )
        assert b"<fill/>" in data
    return name, data


def odd_date(name, data):
    if name == "docProps/core.xml":
        data = data.replace(b"</dcterms:created>", b" um acht</dcterms:created>")
        assert b"um acht" in data
    return name, data


def broken_rule(name, data):
    rule = b'<dataValidations count="1"><dataValidation type="nonsense" sqref="A1"/></dataValidations></worksheet>'
    return name, data.replace(b"</worksheet>", rule)


@pytest.mark.parametrize("change", [empty_fill, odd_date, broken_rule])
def test_an_excel_file_that_excel_opens_is_read(tmp_path, change):
    book = openpyxl.Workbook()
    book.active.append(["产值", 12.5, 0.5])
    book.active["B1"].number_format = "0.00"
    book.active["C1"].number_format = "0.0%"
    book.active["A1"].font = openpyxl.styles.Font(strike=True)
    book.active.merge_cells("A1:A2")
    book.save(tmp_path / "表.xlsx")
    document = read(rewritten(tmp_path / "表.xlsx", change))
    cells = document.blocks[0].cells[:3]
    assert [(c.text, c.rowspan, bool(c.doubt)) for c in cells] == [
        ("产值", 2, True),
        ("12.50", 1, False),
        ("50.0%", 1, False),
    ]


def all_strict(name, data):
    old, new = b"http://schemas.openxmlformats.org/", b"http://purl.oclc.org/ooxml/"
    for part in (b"spreadsheetml", b"officeDocument", b"drawingml"):
        data = data.replace(old + part + b"/2006/", new + part + b"/")
    return name, data


def named_otherwise(name, data):
    return name.replace("xl/", "XL/").replace("sheet1", "Sheet1").replace("[Content", "[content"), data


def odd_rules(name, data):
    """What no library takes beside a rule that they do, in a workbook that has to be set in order."""
    name, data = all_strict(name, data)
    if name.endswith("sheet1.xml"):
        odd = b'<cfRule type="nonsense" priority="x" dxfId="0"/><cfRule type="expression" dxfId="77"/>'
        data = data.replace(b"<cfRule", odd + b"<cfRule", 1)
        bar = b'<conditionalFormatting sqref="A1"><cfRule type="dataBar" priority="9"/></conditionalFormatting>'
        lost = b'<conditionalFormatting sqref="#REF!"><cfRule type="expression" dxfId="0"/></conditionalFormatting>'
        data = data.replace(b"<conditionalFormatting", bar + lost + b"<conditionalFormatting", 1)
        data = data.replace(b"<sheetView ", b'<sheetView view="nonsense" ', 1)
    return name, data.replace(b"<dxf>", b'<dxf><numFmt numFmtId="x"/>', 1) if name == "xl/styles.xml" else data


@pytest.mark.parametrize("change", [all_strict, odd_rules])
def test_conditional_formats_and_unseen_zeros_are_asked_for_in_any_dialect(tmp_path, change):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append([155, 163, 0])
    white = openpyxl.styles.Font(color="FFFFFFFF")
    sheet.conditional_formatting.add("A1:B1", CellIsRule(operator="lessThan", formula=["160"], font=white))
    sheet.sheet_view.showZeros = False
    book.save(tmp_path / "表.xlsx")
    cells = read(rewritten(tmp_path / "表.xlsx", change)).blocks[0].cells
    assert [(c.text, c.doubt) for c in cells] == [("155", VEILED), ("163", ""), ("0", HIDDEN_ZERO)]


@pytest.mark.parametrize("change", [all_strict, named_otherwise])
def test_a_whole_workbook_is_read_whatever_its_dialect(tmp_path, change):
    """A library may open it and find no cell in it; then nothing of it would be said to be unread."""
    book = openpyxl.Workbook()
    book.active.append(["产值", 12.5, "=B1+1"])
    book.active["B1"].number_format = "0.00"
    book.save(tmp_path / "表.xlsx")
    document = read(rewritten(tmp_path / "表.xlsx", change))
    assert [(c.text, bool(c.doubt)) for c in document.blocks[0].cells] == [
        ("产值", False), ("12.50", False), ("=B1+1", True),
    ]  # fmt: skip


def test_a_text_that_is_not_in_the_file_is_no_reason_to_refuse_it(tmp_path):
    def lost(name, data):
        old = b't="inlineStr"><is><t>&#30002;</t></is>'
        return name, data.replace(old, b't="s"><v>17</v>') if "sheet1" in name else data

    book = openpyxl.Workbook()
    book.active.append(["产值", "甲", 155])
    book.save(tmp_path / "表.xlsx")
    document = read(rewritten(tmp_path / "表.xlsx", lost))
    assert [c.text for c in document.blocks[0].cells] == ["产值", "#REF!", "155"]


@pytest.mark.parametrize("part", ["word/document.xml", "_rels/.rels"])
def test_a_word_file_that_word_does_not_open_is_damaged(word, part):
    def cut(name, data):
        return name, data[: len(data) // 2] if name == part else data

    with pytest.raises(UnreadableFileError, match="不完整或已损坏"):
        read(rewritten(word, cut))


@pytest.mark.parametrize(("cut", "shown"), [("<cellStyles", "31.96%"), ("<cellXfs", "0.3196")])
def test_styles_that_end_in_the_middle_keep_the_formats_that_are_whole(tmp_path, cut, shown):
    """What is lost of them is doubt about the figure, and no reason to refuse the sheet."""
    book = openpyxl.Workbook()
    book.active.append(["占比", 0.3196, 7])
    book.active["B1"].number_format = "0.00%"
    book.save(tmp_path / "a.xlsx")

    def short(name, data):
        return name, data[: data.index(cut.encode()) + 4] if name == "xl/styles.xml" else data

    document = read(rewritten(tmp_path / "a.xlsx", short))
    share, count = document.blocks[0].cells[1:]
    assert (document.reader, share.text, count.text) == ("xlsx", shown, "7")
    assert bool(share.doubt) is bool(count.doubt) is (cut == "<cellXfs")
