"""Office files that are something else than their endings say, and that Word, Excel and WPS open without a question."""

from __future__ import annotations

import base64
import shutil
import zipfile
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from pathlib import Path

import pytest
from lxml import etree

from formextract import readers
from formextract.errors import UnreadableFileError
from formextract.intake import source_file
from formextract.model import Document, Table
from formextract.model.ink import NOT_SEEN, NOT_TEXT
from formextract.readers.office.bare_values import NO_FORMAT, read_values
from formextract.readers.office.libreoffice import converted, program
from formextract.readers.office.package import is_package

SAMPLES = Path(__file__).parents[3] / "samples"
office = pytest.mark.skipif(program() is None, reason="LibreOffice is not installed")

PAGE = """<html><head><meta charset="{charset}"><style>.old {{text-decoration:line-through}}</style></head><body>
<p>附件2</p><table><tr><td rowspan=2>总产值<td>2021<td class=old>155</td></tr><tr><td>2022</td>
<td><s>155</s> 165<sup>1</sup></td></tr><tr><td colspan=2><input type=checkbox checked>是 <input type=radio>否</td>
<td><img src="a.png"></td></tr><tr><td>产量<td><span style="color:#fff">9</span><td>
<select><option>无<option selected>有</select></td></tr></table></body></html>"""
CELLS = ["总产值", "2021", "155", "2022", "165¹", "☑是 ☐否", "", "产量", "", "有"]


def read(path: Path) -> Document:
    return readers.read(source_file(path))


def cells(document: Document) -> list[str]:
    return [c.text for b in document.blocks if isinstance(b, Table) for c in b.cells]


def saved_page(charset: str) -> bytes:
    mail = MIMEMultipart("related", boundary="----=_NextPart_01D8")  # the name of a test must not change
    mail.attach(MIMEText(PAGE.format(charset=charset), "html", charset))
    return mail.as_bytes()


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.doc", PAGE.format(charset="gb2312").encode("gbk"), "doc"),
        ("a.docx", PAGE.format(charset="utf-8").encode(), "doc"),
        ("a.wps", PAGE.format(charset="utf-16").encode("utf-16"), "doc"),
        ("a.xls", PAGE.format(charset="utf-8").encode("utf-8-sig"), "xls"),
        ("a.et", PAGE.format(charset="gbk").encode("gb18030"), "xls"),
        ("b.doc", saved_page("utf-8"), "doc"),
        ("b.xls", saved_page("utf-8"), "xls"),
    ],
)
def test_a_web_page_is_read_by_what_it_shows(tmp_path: Path, name: str, data: bytes, kind: str) -> None:
    (tmp_path / name).write_bytes(data)
    document = read(tmp_path / name)
    assert (document.source.format, document.reader, cells(document)) == (kind, "html", CELLS)
    doubts = {c.place.cell: c.doubt for b in document.blocks if isinstance(b, Table) for c in b.cells if c.doubt}
    assert (doubts["T1R3C2"], doubts["T1R4C2"]) == (NOT_TEXT, NOT_SEEN)
    assert [(u.what, u.place.cell) for u in document.unread] == [("picture", "T1R3C2")]


@pytest.mark.parametrize(
    ("name", "text", "encoding", "shown"),
    [
        ("a.xls", '序号\t名称\t产值\r\n1\t甲\t12.5\r\n2\t"乙\n丙"\t="0711"\r\n', "gbk", "12.5 2 乙\n丙 0711"),
        ("a.xlsx", '序号,名称,产值\n1,"甲,丁",12.5\n', "utf-8-sig", "1 甲,丁 12.5"),
        ("a.csv", "序号;名称;产值\n1;甲;12,5\n", "utf-16", "1 甲 12,5"),
        ("a.et", "序号,名称,产值\n1,甲,\n", "gb18030", "1 甲 "),
        ("a.csv", "序号,名称,产值\n1,甲,12.5\n", "utf-16-le", "1 甲 12.5"),
        ("a.tsv", "序号\t名称\t产值\n1\t甲\t12.5\n", "utf-16-be", "1 甲 12.5"),
        ("a.csv", "sep=;\r\n序号;名称;产值\r\n1;甲,乙;'0711\r\n", "gbk", "1 甲,乙 0711"),
        ("a.csv", "序號,名稱,產值\n1,甲,12.5\n", "big5", "1 甲 12.5"),
    ],
)
def test_a_table_of_plain_text_is_a_sheet(tmp_path: Path, name: str, text: str, encoding: str, shown: str) -> None:
    (tmp_path / name).write_bytes(text.encode(encoding))
    document = read(tmp_path / name)
    assert (document.source.format, document.reader) == ("xls", "text")
    assert " ".join(cells(document)).endswith(shown)
    assert document.blocks[0].cells[1].place.cell == "Sheet1!B1"


def test_plain_text_called_word_is_its_lines_and_noise_is_damage(tmp_path: Path) -> None:
    (tmp_path / "a.doc").write_bytes("申报表\r\n集群名称：甲\r\n".encode("gbk"))
    assert [b.text for b in read(tmp_path / "a.doc").blocks] == ["申报表", "集群名称：甲"]
    (tmp_path / "b.doc").write_bytes(bytes(range(256)) * 4)
    with pytest.raises(UnreadableFileError, match="损坏"):
        read(tmp_path / "b.doc")
    (tmp_path / "c.txt").write_bytes("申报表".encode())
    with pytest.raises(UnreadableFileError, match="不认识"):
        read(tmp_path / "c.txt")


def test_words_package_in_one_file_is_read_like_the_package(tmp_path: Path) -> None:
    space = "http://schemas.microsoft.com/office/2006/xmlPackage"
    root = etree.Element(f"{{{space}}}package", nsmap={"pkg": space})
    with zipfile.ZipFile(SAMPLES / "national.docx") as package:
        kinds = etree.fromstring(package.read("[Content_Types].xml"))
        by_name = {e.get("PartName"): e.get("ContentType") for e in kinds}
        for name in package.namelist():
            if name == "[Content_Types].xml":
                continue
            part = etree.SubElement(root, f"{{{space}}}part", {f"{{{space}}}name": f"/{name}"})
            part.set(f"{{{space}}}contentType", by_name.get(f"/{name}") or "application/octet-stream")
            if name.endswith((".xml", ".rels")):
                etree.SubElement(part, f"{{{space}}}xmlData").append(etree.fromstring(package.read(name)))
            else:
                data = base64.b64encode(package.read(name)).decode()
                etree.SubElement(part, f"{{{space}}}binaryData").text = data
    for name in ("a.doc", "a.xml"):
        head = b'<?xml version="1.0"?><?mso-application progid="Word.Document"?>'
        (tmp_path / name).write_bytes(head + etree.tostring(root))
        assert cells(read(tmp_path / name)) == cells(read(SAMPLES / "national.docx"))


@office
@pytest.mark.slow
def test_open_documents_and_2003_xml_are_read_like_their_originals(tmp_path: Path) -> None:
    word, sheet = SAMPLES / "national.docx", SAMPLES / "summary.xlsx"
    with converted([(word, "docx")], "odt") as (odt,), converted([(sheet, "xlsx")], "ods") as (ods,):
        assert odt is not None
        shutil.copy(odt, tmp_path / "a.odt")
        shutil.copy(odt, tmp_path / "b.doc")
        assert ods is not None
        shutil.copy(ods, tmp_path / "a.ods")
    assert [t for t in cells(read(tmp_path / "a.odt")) if t] == [t for t in cells(read(tmp_path / "b.doc")) if t]
    assert read(tmp_path / "b.doc").source.format == "doc"
    found = read(tmp_path / "a.ods")
    assert (found.source.format, found.reader, cells(found)) == ("xls", "libreoffice", cells(read(sheet)))
    assert read_values(source_file(tmp_path / "a.ods")) is not None


def test_a_workbook_that_only_the_second_library_opens_has_its_fractions_in_doubt(tmp_path: Path) -> None:
    found = read_values(source_file(SAMPLES / "summary.xlsx"))
    assert found is not None
    doubted = {c.doubt for b in found.blocks for c in b.cells if c.text.replace(".", "").isdigit() and "." in c.text}
    assert doubted <= {NO_FORMAT}


def test_a_word_file_with_a_broken_part_beside_the_text_is_read(tmp_path: Path) -> None:
    with zipfile.ZipFile(SAMPLES / "national.docx") as package, zipfile.ZipFile(tmp_path / "a.docx", "w") as made:
        for name in package.namelist():
            data = package.read(name)
            made.writestr(name, data[:300] if name in ("word/styles.xml", "word/settings.xml") else data)
    assert cells(read(tmp_path / "a.docx")) == cells(read(SAMPLES / "national.docx"))


def test_an_archive_further_on_makes_no_package(tmp_path):
    """A Word 97 file of a later Word holds its theme as a zip archive; it is no OpenDocument for that."""
    inner = tmp_path / "theme.zip"
    with zipfile.ZipFile(inner, "w") as package:
        package.writestr("content.xml", "<theme/>")
    path = tmp_path / "form.doc"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4088) + inner.read_bytes())
    assert zipfile.is_zipfile(path)
    assert not is_package(path)
    assert is_package(inner, "content.xml")


def test_a_saved_workbook_of_several_sheets_is_its_sheets_without_what_it_hides(tmp_path: Path) -> None:
    """Excel saves it as a frame around pages, each a part of its own; tabs at the foot are no sheet."""
    sheet = (
        "<table><col><col width=0 style='display:none'><col><tr><td>{}<td>7<td>5</tr>"
        "<tr style='display:none'><td>9</tr></table>"
    )
    frame = (
        "<html><xml><x:WorksheetSource HRef='a.files/1.htm'/><x:WorksheetSource HRef='a.files/2.htm'/></xml>"
        "<frameset><frame src='a.files/1.htm'><frame src='a.files/tabs.htm'></frameset></html>"
    )
    mail = MIMEMultipart("related")
    for name, html in {
        "a.htm": frame,
        "a.files/1.htm": sheet.format("总产值"),
        "a.files/2.htm": sheet.format("利润"),
        "a.files/tabs.htm": "<table><tr><td>Sheet1</table>",
    }.items():
        part = MIMEText(html, "html", "gb2312")
        part["Content-Location"] = f"file:///C:/{name}"
        mail.attach(part)
    (tmp_path / "a.xls").write_bytes(mail.as_bytes())
    document = read(tmp_path / "a.xls")
    assert [t for t in cells(document) if t] == ["总产值", "5", "利润", "5"]
    assert [line.text.partition("：")[2] for line in document.hidden] == ["7", "9", "7", "9"]


def test_headings_that_libreoffice_sets_above_sheets_are_no_text_of_the_form(tmp_path: Path) -> None:
    page = (
        "<p><center><h1>总览</h1><a href='#table0'>Sheet 1: 表</a></center></p>"
        "<a name='table0'><h1>Sheet 1: <em>表</em></h1></a><table><tr><td>总产值<td>5</table>"
    )
    (tmp_path / "a.xls").write_text(f"<html><body>{page}</body></html>", encoding="utf-8")
    assert [b for b in read(tmp_path / "a.xls").blocks if not isinstance(b, Table)] == []


def test_comments_ruby_and_letters_that_are_not_seen_are_no_part_of_a_figure(tmp_path: Path) -> None:
    """As Word saves a page: the mark of a comment stands in the text, the comment below it."""
    cells = (
        '155<span><!--[if !supportAnnotations]--><a class=msocomanchor href="#_msocom_1">[A1]</a><!--[endif]--></span>',
        "<ruby>163<rp>(</rp><rt>9</rt></ruby>",
        '<span style="opacity:0">8</span>172',
        '<span style="color:transparent">8</span>173',
    )
    below = (
        "<div style='mso-element:comment-list'><div style='mso-element:comment'><p><span>"
        "<a class=msocomanchor>[A1]</a></span>与去年不符</p></div></div>"
    )
    row = "".join(f"<td>{cell}</td>" for cell in cells)
    (tmp_path / "a.doc").write_text(f"<html><body><table><tr>{row}</tr></table>{below}</body></html>", "utf-8")
    document = read(tmp_path / "a.doc")
    (table,) = document.blocks
    assert [c.text for c in table.cells] == ["155", "163", "172", "173"]
    assert "批注：与去年不符" in [line.text for line in document.hidden]
