"""What lies over cells, or stands in them without being text: read, or said to be there."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import openpyxl
import pymupdf
import pytest
from made_files import SPACES, p, word_file
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image as SheetImage
from openpyxl.formatting.rule import CellIsRule, DataBarRule, FormulaRule, Rule
from openpyxl.styles import Font, PatternFill
from PIL import Image

from formextract import readers
from formextract.intake import source_file
from formextract.model import TYPED, Document, Table
from formextract.model.ink import NOT_SEEN, NOT_TEXT
from formextract.readers.office.conditional_formats import VEILED
from formextract.readers.office.libreoffice import converted, program
from formextract.readers.office.word_beside import FLOATING
from formextract.readers.office.worksheets import OVER_IT
from formextract.readers.snippets import Snippets

DRAWN = """<?xml version="1.0"?><xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><xdr:twoCellAnchor><xdr:from><xdr:col>1</xdr:col>
<xdr:colOff>0</xdr:colOff><xdr:row>0</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:to><xdr:col>1</xdr:col><xdr:colOff>9
</xdr:colOff><xdr:row>0</xdr:row><xdr:rowOff>9</xdr:rowOff></xdr:to>{}</xdr:twoCellAnchor></xdr:wsDr>"""
SHAPE = '<xdr:sp><xdr:spPr><a:prstGeom prst="{}"/></xdr:spPr>{}</xdr:sp>'
WORDS = "<xdr:txBody><a:p><a:r><a:t>163.5</a:t></a:r></a:p></xdr:txBody>"
BOX = """<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:x="urn:schemas-microsoft-com:office:excel"><v:shape>
<v:textbox><div><font>是</font></div></v:textbox><x:ClientData ObjectType="{kind}">
<x:Anchor>1, 0, 0, 0, 2, 0, 1, 0</x:Anchor>
{on}</x:ClientData></v:shape></xml>"""


def sheet(tmp_path: Path, **cells: object) -> tuple[openpyxl.Workbook, Path]:
    book = openpyxl.Workbook()
    book.active["A1"], book.active["A2"] = "总产值", "年份"
    for name, value in cells.items():
        book.active[name] = value
    return book, tmp_path / "a.xlsx"


def with_part(path: Path, name: str, content: str, kind: str) -> None:
    """Sets a part of drawings beside the sheet."""
    with zipfile.ZipFile(path) as package:
        parts = {n: package.read(n) for n in package.namelist()}
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    parts["xl/worksheets/_rels/sheet1.xml.rels"] = (
        '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{office}/{kind}" Target="../drawings/{name}"/></Relationships>'
    ).encode()
    parts[f"xl/drawings/{name}"] = content.encode()
    with zipfile.ZipFile(path, "w") as package:
        for part, data in parts.items():
            package.writestr(part, data)


def read(path: Path) -> Document:
    return readers.read(source_file(path))


def b1(document: Document) -> tuple[str, str]:
    (table,) = (b for b in document.blocks if isinstance(b, Table))
    return next((c.text, c.doubt) for c in table.cells if (c.row, c.col) == (0, 1))


def unread(document: Document) -> list[tuple[str, str | None]]:
    return [(u.what, u.place.cell) for u in document.unread]


@pytest.mark.ocr
def test_a_picture_over_a_cell_is_doubt(tmp_path: Path) -> None:
    book, path = sheet(tmp_path)
    data = io.BytesIO()
    Image.new("RGB", (60, 20), "white").save(data, "PNG")
    picture = SheetImage(data)
    picture.anchor = "B1"
    book.active.add_image(picture)
    book.save(path)
    document = read(path)
    assert (b1(document), unread(document)) == (("", NOT_TEXT), [("picture", "Sheet!B1")])


@pytest.mark.parametrize(
    ("shape", "ink", "left"),
    [
        (SHAPE.format("rect", WORDS), ("163.5", OVER_IT), []),
        (SHAPE.format("ellipse", ""), ("", NOT_TEXT), [("drawing", "Sheet!B1")]),
        ("<xdr:graphicFrame/>", ("", NOT_TEXT), [("object", "Sheet!B1")]),
        (SHAPE.format("line", ""), None, []),
    ],
)
def test_shapes_over_a_cell(
    tmp_path: Path, shape: str, ink: tuple[str, str] | None, left: list[tuple[str, str]]
) -> None:
    book, path = sheet(tmp_path)
    book.save(path)
    with_part(path, "drawing1.xml", DRAWN.format(shape), "drawing")
    document = read(path)
    assert unread(document) == left
    if ink is not None:
        assert b1(document) == ink


@pytest.mark.parametrize(
    ("kind", "on", "ink"),
    [
        ("Checkbox", "<x:Checked>1</x:Checked>", ("☑是", "")),
        ("Radio", "", ("☐是", "")),
        ("Drop", "<x:Sel>2</x:Sel>", ("", NOT_TEXT)),
    ],
)
def test_controls_of_the_form_toolbar(tmp_path: Path, kind: str, on: str, ink: tuple[str, str]) -> None:
    book, path = sheet(tmp_path)
    book.save(path)
    with_part(path, "vmlDrawing1.vml", BOX.format(kind=kind, on=on), "vmlDrawing")
    assert b1(read(path)) == ink


def test_white_figures_hidden_columns_and_comments(tmp_path: Path) -> None:
    book, path = sheet(tmp_path, B1=163.5, B2=2021, D1=9)
    book.active["B1"].font = Font(color="FFFFFFFF")
    book.active["B2"].font, book.active["B2"].fill = Font(color="FFFFFFFF"), PatternFill("solid", "FF003366")
    book.active["A2"].comment = Comment("见附件", "甲")
    book.active.column_dimensions["D"].hidden = True
    book.save(path)
    document = read(path)
    assert b1(document) == ("", NOT_SEEN)
    assert [c.text for c in document.blocks[0].cells if c.col == 1] == ["", "2021"]
    assert [h.text for h in document.hidden] == ["9", "批注：见附件", "划去、隐藏的文字或注码：163.5"]


WORD = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
RUN = "<w:r>{}</w:r>"


@pytest.mark.parametrize(
    ("inside", "what"),
    [
        ("<w:r><w:object><o:OLEObject xmlns:o='urn:schemas-microsoft-com:office:office'/></w:object></w:r>", "object"),
        ("<w:r><w:pict><v:shape><v:fill/></v:shape></w:pict></w:r>", "drawing"),
        ("<w:r><w:pict><v:shape><v:imagedata r:id='rId9'/></v:shape></w:pict></w:r>", "picture"),
    ],
)
def test_a_word_cell_with_something_that_is_no_text(tmp_path: Path, inside: str, what: str) -> None:
    body = f"<w:tbl><w:tr><w:tc>{p('总产值')}</w:tc><w:tc>{p(inside)}</w:tc></w:tr></w:tbl>"
    document = read(word_file(tmp_path / "a.docx", body))
    assert (b1(document), unread(document)) == (("", NOT_TEXT), [(what, "T1R1C2")])


def test_a_file_set_into_a_word_cell_is_doubt(tmp_path: Path) -> None:
    body = f"<w:tbl><w:tr><w:tc>{p('总产值')}</w:tc><w:tc><w:altChunk r:id='rId7'/>{p()}</w:tc></w:tr></w:tbl>"
    document = read(word_file(tmp_path / "a.docx", body))
    assert (b1(document), unread(document)) == (("", NOT_TEXT), [("object", "T1R1C2")])


@pytest.mark.parametrize(("said", "doubt"), [("163.5亿元", FLOATING), ("盖章处", "")])
def test_a_figure_that_floats_over_the_page_leaves_no_cell_surely_empty(tmp_path: Path, said: str, doubt: str) -> None:
    inside = f"<v:textbox><w:txbxContent>{p(said)}</w:txbxContent></v:textbox>"
    box = f"<w:r><w:pict><v:shape>{inside}</v:shape></w:pict></w:r>"
    body = f"{p(box)}<w:tbl><w:tr><w:tc>{p('总产值')}</w:tc><w:tc>{p()}</w:tc></w:tr></w:tbl>"
    assert b1(read(word_file(tmp_path / "a.docx", body))) == ("", doubt)


@pytest.mark.parametrize(("shade", "ink"), [("", ("", NOT_SEEN)), ("003366", ("163.5", ""))])
def test_white_letters_in_a_word_cell(tmp_path: Path, shade: str, ink: tuple[str, str]) -> None:
    props = f"<w:tcPr><w:shd w:val='clear' w:fill='{shade}'/></w:tcPr>" if shade else ""
    run = "<w:r><w:rPr><w:color w:val='FFFFFF'/></w:rPr><w:t>163.5</w:t></w:r>"
    body = f"<w:tbl><w:tr><w:tc>{p('总产值')}</w:tc><w:tc>{props}{p(run)}</w:tc></w:tr></w:tbl>"
    assert b1(read(word_file(tmp_path / "a.docx", body))) == ink


def test_comments_and_foot_notes_of_word_are_kept(tmp_path: Path) -> None:
    note = f"<w:comments {SPACES}><w:comment w:id='0'>{p('应为 165')}</w:comment></w:comments>"
    document = read(
        word_file(
            tmp_path / "a.docx",
            p("总产值：155"),
            links=[("comments", "comments.xml", "")],
            parts=[("word/comments.xml", note)],
        )
    )
    assert [h.text for h in document.hidden] == ["批注：应为 165"]


def figure(text: str) -> bytes:
    pdf = pymupdf.open()
    pdf.new_page(width=70, height=18).insert_text((6, 13), text, fontsize=11)
    return pdf[0].get_pixmap(dpi=200).tobytes("png")


@pytest.mark.ocr
def test_a_picture_of_a_figure_in_a_cell_is_read(tmp_path: Path) -> None:
    book, path = sheet(tmp_path)
    picture = SheetImage(io.BytesIO(figure("163.52")))
    picture.anchor = "B1"
    book.active.add_image(picture)
    book.save(path)
    in_sheet = read(path)
    text = docx.Document()
    row = text.add_table(1, 2).rows[0]
    row.cells[0].text = "总产值"
    row.cells[1].paragraphs[0].add_run().add_picture(io.BytesIO(figure("163.52")))
    text.save(tmp_path / "a.docx")
    in_text = read(tmp_path / "a.docx")
    for document in (in_sheet, in_text):
        assert (b1(document), unread(document)) == (("163.52", ""), [])
        (sure,) = (i.legibility.confidence for i in document.items() if i.legibility.scanned)
        assert 0.9 < sure < 1


CELL_IMAGES = """<etc:cellImages xmlns:etc="http://www.wps.cn/officeDocument/2017/etCustomData"
xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"
xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><etc:cellImage><xdr:pic><xdr:nvPicPr>
<xdr:cNvPr id="2" name="ID_7"/></xdr:nvPicPr><xdr:blipFill><a:blip r:embed="rId1"/></xdr:blipFill></xdr:pic>
</etc:cellImage></etc:cellImages>"""


def test_a_picture_that_wps_shows_by_a_formula_is_a_picture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The formula's text is nothing that was filled in; the picture is looked for where WPS keeps it."""
    looked_at: list[list[str]] = []
    monkeypatch.setattr(Snippets, "read", lambda _, names: (looked_at.append(list(names)) or "163.5", TYPED))
    book, path = sheet(tmp_path, B1='=_xlfn.DISPIMG("ID_7",1)', B2='=DISPIMG("ID_8",1)')
    book.save(path)
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("xl/cellimages.xml", CELL_IMAGES)
        package.writestr(
            "xl/_rels/cellimages.xml.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            '<Relationship Id="rId1" Type="x/image" Target="media/image1.png"/></Relationships>',
        )
    document = read(path)
    assert (b1(document), unread(document)) == (("163.5", ""), [("picture", "Sheet!B2")])
    assert looked_at == [["xl/media/image1.png"]]
    assert [c.doubt for c in document.blocks[0].cells if (c.row, c.col) == (1, 1)] == [NOT_TEXT]


def test_a_picture_placed_in_a_cell_is_no_error_value(tmp_path: Path) -> None:
    book, path = sheet(tmp_path, B1="#VALUE!", B2=1)
    book.save(path)
    with zipfile.ZipFile(path) as package:
        parts = {n: package.read(n) for n in package.namelist()}
    name = "xl/worksheets/sheet1.xml"
    parts[name] = parts[name].replace(b'<c r="B1"', b'<c r="B1" vm="1"')
    parts["xl/richData/rdrichvalue.xml"] = b"<rvData/>"
    with zipfile.ZipFile(path, "w") as package:
        for part, data in parts.items():
            package.writestr(part, data)
    document = read(path)
    assert (b1(document), unread(document)) == (("", NOT_TEXT), [("picture", "Sheet!B1")])


@pytest.mark.parametrize(
    ("value", "rule", "doubt"),
    [
        (163.5, FormulaRule(["B1>0"], font=Font(color="FFFFFFFF")), VEILED),
        (163.5, CellIsRule("lessThan", ["10"], font=Font(color="FFFFFFFF")), ""),
        (5, CellIsRule("between", ["10", "1"], font=Font(color="FFFFFFFF")), VEILED),
        (163.5, FormulaRule(["ISERROR(B1)"], font=Font(color="FFFFFFFF")), ""),
        (163.5, FormulaRule(["B1=0"], font=Font(color="FFFFFFFF")), ""),
        (163.5, FormulaRule(["TRUE"], font=Font(color="FF9C0006"), fill=PatternFill(bgColor="FFFFC7CE")), ""),
        (163.5, FormulaRule(["TRUE"], font=Font(color="FFFFC7CE"), fill=PatternFill(bgColor="FFFFC7CE")), VEILED),
        (163.5, FormulaRule(["TRUE"], font=Font(color="FFFFFFFF"), fill=PatternFill(bgColor="FF003366")), ""),
        (163.5, FormulaRule(["TRUE"], fill=PatternFill(bgColor="FF000000")), VEILED),
        (163.5, FormulaRule(["TRUE"], fill=PatternFill(bgColor="FFFFFF00")), ""),
        (163.5, FormulaRule(["TRUE"], fill=PatternFill("none")), ""),
        (163.5, FormulaRule(["TRUE"], font=Font(b=True), fill=PatternFill()), ""),
        (163.5, FormulaRule(["TRUE"], font=Font(strike=True)), VEILED),
        (163.5, DataBarRule("min", 0, "max", 9, "FF638EC6", showValue=False), VEILED),
        (163.5, DataBarRule("min", 0, "max", 9, "FF638EC6"), ""),
    ],
)
def test_a_conditional_format_may_hide_a_figure(tmp_path: Path, value: float, rule: Rule, doubt: str) -> None:
    book, path = sheet(tmp_path, B1=value)
    book.active.conditional_formatting.add("B1:C2", rule)
    book.save(path)
    assert b1(read(path)) == (f"{value:g}", doubt)


@pytest.mark.ocr
@pytest.mark.skipif(program() is None, reason="LibreOffice is not installed")
@pytest.mark.slow
def test_what_lies_over_cells_of_an_old_workbook(tmp_path: Path) -> None:
    book, path = sheet(tmp_path, D2="x")
    for name in ("B1", "C2"):
        data = io.BytesIO()
        Image.new("RGB", (40, 15), "grey").save(data, "PNG")
        picture = SheetImage(data)
        picture.anchor = name
        book.active.add_image(picture)
    book.active["D1"], book.active["D1"].font = 5, Font(color="FFFFFFFF")
    book.save(path)
    with converted([(path, "xlsx")], "xls") as (old,):
        assert old is not None
        document = read(old)
    assert (document.source.format, b1(document)) == ("xls", ("", NOT_TEXT))
    assert unread(document) == [("picture", "Sheet!B1"), ("picture", "Sheet!C2")]
    assert [c.doubt for c in document.blocks[0].cells if (c.row, c.col) == (0, 3)] == [NOT_SEEN]
