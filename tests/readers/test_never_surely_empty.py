"""A cell into which something was put, in whatever way its format knows, is never empty for sure.

Each way of each format that `docs/accuracy.md` counts has its row here: what is put in is read, or the cell is in
doubt, or the place was read from a picture and is not sure.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import made_ofd
import openpyxl
import pymupdf
import pytest
import xlwt
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_files import p, r, word_file
from openpyxl.drawing.image import Image as SheetImage
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat
from PIL import Image
from xlwt.CompoundDoc import XlsDoc

from formextract import readers
from formextract.intake import source_file
from formextract.model import Cell, Document, Table
from formextract.readers import snippets
from formextract.readers.ofd import document as ofd
from formextract.readers.office.conditional_formats import VEILED
from formextract.readers.office.number_format import HIDDEN_ZERO
from formextract.text import is_blank

Way = Callable[[str], Any]
FIGURES = st.from_regex(r"[1-9][0-9]{0,4}(\.[0-9]{1,2})?", fullmatch=True)


# -- Word --


def box(inside: str) -> str:
    return (
        f"<w:r><w:pict><v:shape><v:textbox><w:txbxContent>{inside}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )


def run(text: str, props: str = "") -> str:
    return p(r(text, props))


def drop_down(text: str) -> str:
    data = f"<w:ddList><w:result w:val='1'/><w:listEntry w:val=' '/><w:listEntry w:val='{text}'/></w:ddList>"
    begin = f"<w:r><w:fldChar w:fldCharType='begin'><w:ffData>{data}</w:ffData></w:fldChar></w:r>"
    return p(begin, "<w:r><w:fldChar w:fldCharType='end'/></w:r>")


STRICT = re.compile(
    rb"http://schemas.openxmlformats.org/(wordprocessingml|spreadsheetml|drawingml|officeDocument)/2006/"
)
MATHS = "http://schemas.openxmlformats.org/officeDocument/2006/math"
WORD: dict[str, Way] = {
    "text": run,
    "struck": lambda t: run(t, "<w:strike/>"),
    "raised": lambda t: run(t, "<w:vertAlign w:val='superscript'/>"),
    "hidden": lambda t: run(t, "<w:vanish/>"),
    "white": lambda t: run(t, "<w:color w:val='FFFFFF'/>"),
    "drop-down": drop_down,
    "control": lambda t: f"<w:sdt><w:sdtContent>{run(t)}</w:sdtContent></w:sdt>",
    "text box": lambda t: p(box(run(t))),
    "equation": lambda t: p(f"<m:oMath xmlns:m='{MATHS}'><m:r><m:t>{t}</m:t></m:r></m:oMath>"),
    "picture": lambda _: p("<w:r><w:pict><v:shape><v:imagedata r:id='rId9'/></v:shape></w:pict></w:r>"),
    "object": lambda _: p("<w:r><w:object/></w:r>"),
    "drawing": lambda _: p("<w:r><w:pict><v:oval/></w:pict></w:r>"),
    "file set in": lambda _: f"<w:altChunk r:id='rId7'/>{p()}",
    "deleted": lambda t: p(f"<w:del><w:r><w:delText>{t}</w:delText></w:r></w:del>"),
    "inserted": lambda t: p(f"<w:ins>{r(t)}</w:ins>"),
    "colour of its ground": lambda t: run(t, "<w:color w:val='1F4E79'/><w:shd w:fill='1F4E79'/>"),
    "tiny": lambda t: run(t, "<w:sz w:val='2'/>"),
    "field without a result": lambda _: p("<w:fldSimple w:instr='=SUM(ABOVE)'/>"),
}


def word(way: Way, said: str, folder: Path) -> Path:
    body = f"<w:tbl><w:tr><w:tc>{p('总产值')}</w:tc><w:tc>{way(said)}</w:tc></w:tr></w:tbl>"
    return word_file(folder / "a.docx", body)


# -- Excel --


def styled(ground: str = "", **font: Any) -> Way:
    def put(said: str) -> Callable[[Any], None]:
        def fill(cell: Any) -> None:
            cell.value, cell.font = float(said), Font(**font)
            if ground:
                cell.fill = PatternFill("solid", fgColor=ground)

        return fill

    return put


def formatted(number_format: str) -> Way:
    def put(said: str) -> Callable[[Any], None]:
        def fill(cell: Any) -> None:
            cell.value, cell.number_format = float(said), number_format

        return fill

    return put


def pasted(_: str) -> Callable[[Any], None]:
    def fill(cell: Any) -> None:
        data = io.BytesIO()
        Image.new("RGB", (60, 20), "grey").save(data, "PNG")
        picture = SheetImage(data)
        picture.anchor = cell.coordinate
        cell.parent.add_image(picture)

    return fill


def veiled(**look: Any) -> Way:
    def put(said: str) -> Callable[[Any], None]:
        def fill(cell: Any) -> None:
            cell.value = float(said)
            rule = Rule(type="expression", formula=[f"{cell.coordinate}>0"], dxf=DifferentialStyle(**look))
            cell.parent.conditional_formatting.add(cell.coordinate, rule)

        return fill

    return put


def as_text(said: str) -> Way:
    return lambda _: lambda cell: setattr(cell, "value", said)


EXCEL: dict[str, Way] = {
    "text": styled(),
    "struck": styled(strike=True),
    "raised": styled(vertAlign="superscript"),
    "white": styled(color="FFFFFFFF"),
    "colour of its ground": styled("FF1F4E79", color="FF1F4E79"),
    "tiny": styled(sz=1),
    "format that hides": formatted(";;;"),
    "format not understood": formatted("[h]:mm;0;0;0;0"),
    "picture": pasted,
    "formula without a value": lambda t: lambda cell: setattr(cell, "value", f"={t}+1"),
    "picture by a formula": as_text('=_xlfn.DISPIMG("ID_7",1)'),
    "conditional format": veiled(font=Font(color="FFFFFFFF")),
    "conditional ground": veiled(fill=PatternFill(bgColor="FF000000")),
    "conditional strike": veiled(font=Font(strike=True)),
    "conditional number format": veiled(numFmt=NumberFormat(numFmtId=190, formatCode=";;;")),
}


def excel(way: Way, said: str, folder: Path) -> Path:
    book = openpyxl.Workbook()
    book.active["A1"] = "总产值"
    way(said)(book.active["B1"])
    book.save(folder / "a.xlsx")
    return folder / "a.xlsx"


def strictly(make: Callable[[Way, str, Path], Path]) -> Callable[[Way, str, Path], Path]:
    """The same file in Strict Open XML."""

    def made(way: Way, said: str, folder: Path) -> Path:
        path = make(way, said, folder)
        with zipfile.ZipFile(path) as package:
            parts = {name: package.read(name) for name in package.namelist()}
        with zipfile.ZipFile(path, "w") as package:
            for name, data in parts.items():
                package.writestr(name, STRICT.sub(rb"http://purl.oclc.org/ooxml/\1/", data))
        return path

    return made


# -- PDF --

INNER = pymupdf.Rect(155, 105, 245, 125)


def printed(**how: Any) -> Way:
    return lambda t: lambda page: page.insert_text((160, 120), t, fontsize=11, **how)


def field(kind: int, **more: Any) -> Way:
    def put(said: str) -> Callable[[Any], None]:
        def fill(page: Any) -> None:
            widget = pymupdf.Widget()
            widget.field_name, widget.field_type, widget.rect = "a", kind, INNER
            for name, value in more.items():
                setattr(widget, name, value if isinstance(value, int) else [value, said])
            widget.field_value = said
            page.add_widget(widget)

        return fill

    return put


def struck(said: str) -> Callable[[Any], None]:
    def fill(page: Any) -> None:
        page.insert_text((160, 120), said, fontsize=11)
        page.add_strikeout_annot(page.search_for(said))

    return fill


def redacted(page: Any, said: str) -> None:
    page.insert_text((160, 120), said, fontsize=11)
    page.add_redact_annot(page.search_for(said)[0], text="0")


def painted(page: Any, said: str) -> None:
    page.insert_text((160, 120), said, fontsize=11)
    page.draw_rect(INNER, color=None, fill=(1, 1, 1))


def on_its_colour(page: Any, said: str) -> None:
    page.draw_rect(INNER, color=None, fill=(0.1, 0.3, 0.5))
    page.insert_text((160, 120), said, fontsize=11, color=(0.1, 0.3, 0.5))


def turned(by: int, at: tuple[float, float]) -> Way:
    return lambda t: lambda page: page.insert_text(at, t, fontsize=8, rotate=by)


def aslant(said: str) -> Callable[[Any], None]:
    start = pymupdf.Point(160, 120)
    return lambda page: page.insert_text(start, said, fontsize=9, morph=(start, pymupdf.Matrix(8)))


PDF: dict[str, Way] = {
    "text": printed(),
    "struck": struck,
    "white": printed(color=(1, 1, 1)),
    "colour of its ground": lambda t: lambda page: on_its_colour(page, t),
    "tiny": lambda t: lambda page: page.insert_text((160, 120), t, fontsize=1),
    "hidden": printed(render_mode=3),
    "transparent": printed(fill_opacity=0.01),
    "field": field(pymupdf.PDF_WIDGET_TYPE_TEXT),
    "drop-down": field(pymupdf.PDF_WIDGET_TYPE_COMBOBOX, choice_values="无"),
    "field that is not shown": field(pymupdf.PDF_WIDGET_TYPE_TEXT, field_display=1),
    "on its side": turned(90, (190, 128)),
    "upside down": turned(180, (230, 112)),
    "aslant": aslant,
    "free text": lambda t: lambda page: page.add_freetext_annot(INNER, t, fontsize=11),
    "to be redacted": lambda t: lambda page: redacted(page, t),
    "ink": lambda _: lambda page: page.add_ink_annot([[(160, 108), (165, 120), (172, 106)]]),
    "line": lambda _: lambda page: page.add_line_annot((160, 110), (200, 122)),
    "raised": lambda t: lambda page: page.insert_text((160, 114), t, fontsize=6),
    "painted over": lambda t: lambda page: painted(page, t),
    "upright stroke": lambda _: lambda page: page.draw_line((165, 107), (165, 122)),
    "stamp": lambda _: lambda page: page.add_stamp_annot(INNER),
    "drawing": lambda _: lambda page: page.draw_bezier((160, 110), (170, 104), (175, 125), (182, 120)),
}


def pdf(way: Way, said: str, folder: Path) -> Path:
    made = pymupdf.open()
    page = made.new_page(width=400, height=300)
    for x in (50, 150, 250):
        page.draw_line((x, 100), (x, 130))
    for y in (100, 130):
        page.draw_line((50, y), (250, y))
    page.insert_text((60, 120), "output", fontsize=12)
    way(said)(page)
    made.save(folder / "a.pdf")
    return folder / "a.pdf"


# -- OFD --


def coloured(value: str) -> Way:
    colour = f'<ofd:FillColor Value="{value}"/><ofd:TextCode'
    return lambda t: made_ofd.text(62, 12, t).replace("<ofd:TextCode", colour)


PATCH = (
    '<ofd:PathObject ID="2" Boundary="61 11 60 7" Stroke="false" Fill="true"><ofd:FillColor Value="255 255 255"/>'
    "<ofd:AbbreviatedData>M 0 0 L 60 0 L 60 7 L 0 7 C</ofd:AbbreviatedData></ofd:PathObject>"
)
OFD: dict[str, Way] = {
    "text": lambda t: made_ofd.text(62, 12, t),
    "struck": lambda t: made_ofd.text(62, 12, t) + made_ofd.path(0, 0, f"M 62 14.4 L {62 + 4 * len(t)} 14.4"),
    "white": coloured("255 255 255"),
    "colour of its ground": lambda t: PATCH.replace("255 255 255", "30 80 120") + coloured("30 80 120")(t),
    "tiny": lambda t: made_ofd.text(62, 12, t).replace('Size="4.0"', 'Size="0.5"'),
    "raised": lambda t: made_ofd.text(62, 11, t).replace('Size="4.0"', 'Size="2"'),
    "painted over": lambda t: made_ofd.text(62, 12, t) + PATCH,
    "upright stroke": lambda _: made_ofd.path(0, 0, "M 66 12 L 66 17"),
    "drawing": lambda _: made_ofd.path(0, 0, "M 62 12 B 66 11 67 18 70 16"),
    "transparent": lambda t: made_ofd.text(62, 12, t, more='Alpha="0"'),
    "not shown": lambda t: made_ofd.text(62, 12, t).replace("<ofd:TextObject", '<ofd:TextObject Visible="false"'),
    "in a part not shown": lambda t: (
        f'<ofd:PageBlock ID="7" Visible="false">{made_ofd.text(62, 12, t)}</ofd:PageBlock>'
    ),
    "cut off": lambda t: made_ofd.text(62, 12, t).replace("<ofd:TextCode", f"{made_ofd.cut(1, 1)}<ofd:TextCode"),
    "on its side": lambda t: made_ofd.text(66, 20, t, more='CTM="0 -0.4 0.4 0 0 0"'),
    "aslant": lambda t: made_ofd.text(62, 12, t, more='CTM="0.4 0.05 -0.05 0.4 0 0"'),
    "picture": lambda _: '<ofd:ImageObject ID="8" Boundary="62 12 20 6" CTM="20 0 0 6 0 0" ResourceID="77"/>',
}


def ofd_file(way: Way, said: str, folder: Path) -> Path:
    grid = made_ofd.grid([10, 60, 160], [10, 20, 30]) + made_ofd.text(12, 12, "总产值")
    return made_ofd.write(folder / "a.ofd", [made_ofd.page(grid + way(said))])


# -- OpenDocument text --

NAMES = {
    "office": "office:1.0",
    "text": "text:1.0",
    "table": "table:1.0",
    "draw": "drawing:1.0",
    "style": "style:1.0",
    "fo": "xsl-fo-compatible:1.0",
    "svg": "svg-compatible:1.0",
}
SPACES = " ".join(f'xmlns:{k}="urn:oasis:names:tc:opendocument:xmlns:{v}"' for k, v in NAMES.items())
STYLES = "".join(
    f'<style:style style:name="{name}" style:family="text"><style:text-properties {said}/></style:style>'
    for name, said in {
        "out": 'style:text-line-through-style="solid"',
        "up": 'style:text-position="super 58%"',
        "high": 'style:text-position="71% 100%" fo:font-size="6pt"',
        "gone": 'text:display="none"',
        "white": 'fo:color="#ffffff"',
        "alike": 'fo:color="#1f4e79" fo:background-color="#1f4e79"',
        "tiny": 'fo:font-size="1pt"',
    }.items()
)
FIELDS = "urn:openoffice:names:experimental:ooo-ms-interop:xmlns:field:1.0"


def set_in(style: str) -> Way:
    return lambda t: f'<text:p><text:span text:style-name="{style}">{t}</text:span></text:p>'


def odt_drop_down(said: str) -> str:
    params = (("Dropdown_ListEntry", "0"), ("Dropdown_ListEntry", said), ("Dropdown_Selected", "1"))
    inside = "".join(f'<field:param field:name="{n}" field:value="{v}"/>' for n, v in params)
    return (
        f'<text:p><field:fieldmark xmlns:field="{FIELDS}" field:type="FORMDROPDOWN">{inside}</field:fieldmark></text:p>'
    )


ODT: dict[str, Way] = {
    "text": lambda t: f"<text:p>{t}</text:p>",
    "struck": set_in("out"),
    "raised": set_in("up"),
    "hidden": set_in("gone"),
    "white": set_in("white"),
    "colour of its ground": set_in("alike"),
    "tiny": set_in("tiny"),
    "drop-down": odt_drop_down,
    "text box": lambda t: (
        f"<text:p><draw:frame><draw:text-box><text:p>{t}</text:p></draw:text-box></draw:frame></text:p>"
    ),
    "picture": lambda _: "<text:p><draw:frame><draw:image/></draw:frame></text:p>",
    "object": lambda _: "<text:p><draw:frame><draw:object/></draw:frame></text:p>",
    "drawing": lambda _: "<text:p><draw:custom-shape/></text:p>",
}


def odt(way: Way, said: str, folder: Path) -> Path:
    cells = "".join(
        f"<table:table-cell>{inside}</table:table-cell>" for inside in ("<text:p>总产值</text:p>", way(said))
    )
    content = (
        f"<office:document-content {SPACES}><office:automatic-styles>{STYLES}</office:automatic-styles><office:body>"
        f"<office:text><table:table><table:table-row>{cells}</table:table-row></table:table></office:text></office:body>"
        "</office:document-content>"
    )
    with zipfile.ZipFile(folder / "a.odt", "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        package.writestr("content.xml", content)
    return folder / "a.odt"


# -- web pages --

HTML: dict[str, Way] = {
    "text": str,
    "struck": lambda t: f"<s>{t}</s>",
    "raised": lambda t: f"<sup>{t}</sup>",
    "raised by so much": lambda t: f'<span style="position:relative;top:-4.0pt;mso-text-raise:4.0pt">{t}</span>',
    "hidden": lambda t: f'<span style="display:none">{t}</span>',
    "white": lambda t: f'<font color="#FFFFFF">{t}</font>',
    "colour of its ground": lambda t: f'<span style="background:#369"><font color="#336699">{t}</font></span>',
    "tiny": lambda t: f'<span style="font-size:1px">{t}</span>',
    "transparent": lambda t: f'<span style="opacity:0">{t}</span>',
    "drop-down": lambda t: f"<select><option>0<option selected>{t}</select>",
    "field": lambda t: f'<input value="{t}">',
    "picture": lambda _: '<img src="a.png">',
    "object": lambda _: "<object data='a.swf'></object>",
    "drawing": lambda _: "<svg><path d='M0 0'/></svg>",
}


def html(way: Way, said: str, folder: Path) -> Path:
    page = f"<html><body><table><tr><td>总产值</td><td>{way(said)}</td></tr></table></body></html>"
    (folder / "a.html").write_text(page, encoding="utf-8")
    return folder / "a.html"


def html_hiding(way: Way, said: str, folder: Path) -> Path:
    page = f"<html><body><table><tr><td>总产值</td>{way(said)}</tr></table></body></html>"
    (folder / "a.xls").write_text(page, encoding="utf-8")
    return folder / "a.xls"


HIDING: dict[str, Way] = {
    "format that hides": lambda t: f'<td x:num="{t}"></td>',
    "format that hides it (LibreOffice)": lambda t: f'<td sdval="{t}" sdnum="1033;0;;;"><br></td>',
}

# -- Excel 97 --


def xls_styled(number_format: str = "General", ground: int = 0, **font: Any) -> Way:
    def put(said: str) -> Callable[[Any], None]:
        style = xlwt.XFStyle()
        if ground:
            style.pattern.pattern, style.pattern.pattern_fore_colour = xlwt.Pattern.SOLID_PATTERN, ground
        style.num_format_str = number_format
        style.font = xlwt.Font()
        for name, value in font.items():
            setattr(style.font, name, value)
        return lambda sheet: sheet.write(0, 1, float(said), style)

    return put


def xls_picture(_: str) -> Callable[[Any], None]:
    data = io.BytesIO()
    Image.new("RGB", (60, 20), "grey").save(data, "BMP")
    return lambda sheet: sheet.insert_bitmap_data(data.getvalue(), 0, 1)


COLOUR_OF_A_RULE, STRUCK_BY_A_RULE = 80, 68


def xls_veiled(*, colour: int | None = None, fill: int | None = None, struck: bool = False, form: str = "") -> Way:
    """A rule `>= 1` that shows a figure so ([MS-XLS] 2.4.42), where its cell is written."""

    def put(said: str) -> Callable[[Any], None]:
        flags = (1 << 25 if form else 0) | (1 << 26 if colour is not None or struck else 0) | (fill is not None) << 29
        look = struct.pack("<IH", flags, bool(form))
        look += struct.pack("<HHB", 5 + len(form), len(form), 0) + form.encode() if form else b""
        if colour is not None or struck:
            font = bytearray(118)
            struct.pack_into("<i", font, COLOUR_OF_A_RULE, -1 if colour is None else colour)
            struct.pack_into("<I", font, STRUCK_BY_A_RULE, 0x80 if struck else 0)
            look += bytes(font)
        look += struct.pack("<I", 1 << 10 | fill << 23) if fill is not None else b""
        rule = struct.pack("<BBHH", 1, 7, 3, 0) + look + struct.pack("<BH", 0x1E, 1)
        where = struct.pack("<4H", 0, 0, 1, 1)
        formats = struct.pack("<HH", 1, 0) + where + struct.pack("<H", 1) + where
        records = struct.pack("<HH", 0x1B0, len(formats)) + formats + struct.pack("<HH", 0x1B1, len(rule)) + rule

        def fill_in(sheet: Any) -> bytes:
            sheet.write(0, 1, float(said))
            return records

        return fill_in

    return put


XLS: dict[str, Way] = {
    "text": xls_styled(),
    "struck": xls_styled(struck_out=True),
    "raised": xls_styled(escapement=xlwt.Font.ESCAPEMENT_SUPERSCRIPT),
    "white": xls_styled(colour_index=1),
    "colour of its ground": xls_styled(ground=18, colour_index=18),
    "tiny": xls_styled(height=20),
    "format that hides": xls_styled(";;;"),
    "format not understood": xls_styled("[h]:mm;0;0;0;0"),
    "formula without a value": lambda t: lambda sheet: sheet.write(0, 1, xlwt.Formula(f"{t}+1")),
    "picture": xls_picture,
    "conditional format": xls_veiled(colour=9),
    "conditional ground": xls_veiled(fill=8),
    "conditional strike": xls_veiled(struck=True),
    "conditional number format": xls_veiled(form=";;;"),
}


def xls(way: Way, said: str, folder: Path) -> Path:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("a")
    sheet.write(0, 0, "总产值")
    rules = way(said)(sheet)
    stream = book.get_biff_data()
    end = len(stream) - 4  # the record that ends the sheet
    XlsDoc().save(str(folder / "a.xls"), stream[:end] + (rules or b"") + stream[end:])
    return folder / "a.xls"


# -- Word 2003's XML --

OLD_NAMES = (
    'xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:aml="http://schemas.microsoft.com/aml/2001/core"'
)
WORD_2003: dict[str, Way] = {
    name: WORD[name]
    for name in ("text", "struck", "raised", "hidden", "white", "colour of its ground", "tiny", "drop-down", "drawing")
} | {
    "text box": WORD["text box"],
    "picture": lambda _: p('<w:r><w:pict><v:shape><v:imagedata src="wordml://1.png"/></v:shape></w:pict></w:r>'),
    "deleted": lambda t: p(
        '<aml:annotation w:type="Word.Deletion"><aml:content><w:r><w:delText>'
        f"{t}</w:delText></w:r></aml:content></aml:annotation>"
    ),
    "inserted": lambda t: p(
        f'<aml:annotation w:type="Word.Insertion"><aml:content>{r(t)}</aml:content></aml:annotation>'
    ),
}


def word_2003(way: Way, said: str, folder: Path) -> Path:
    body = f"<w:tbl><w:tr><w:tc>{p('总产值')}</w:tc><w:tc>{way(said)}</w:tc></w:tr></w:tbl>"
    head = '<?xml version="1.0" encoding="UTF-8"?><?mso-application progid="Word.Document"?>'
    (folder / "a.xml").write_text(
        f"{head}<w:wordDocument {OLD_NAMES}><w:body>{body}</w:body></w:wordDocument>", "utf-8"
    )
    return folder / "a.xml"


# -- Excel 2003's XML --


def figure_2003(style: str) -> Way:
    return lambda t: (style, f'<Data ss:Type="Number">{t}</Data>')


HTML_40 = 'xmlns="http://www.w3.org/TR/REC-html40"'
SHEET_2003: dict[str, Way] = {
    "text": figure_2003(""),
    "struck": figure_2003('<Font ss:StrikeThrough="1"/>'),
    "raised": figure_2003('<Font ss:VerticalAlign="Superscript"/>'),
    "white": figure_2003('<Font ss:Color="#FFFFFF"/>'),
    "colour of its ground": figure_2003('<Font ss:Color="#1F4E79"/><Interior ss:Color="#1F4E79" ss:Pattern="Solid"/>'),
    "tiny": figure_2003('<Font ss:Size="1"/>'),
    "format that hides": figure_2003('<NumberFormat ss:Format=";;;"/>'),
    "format not understood": figure_2003('<NumberFormat ss:Format="[h]:mm;0;0;0;0"/>'),
    "struck in part": lambda t: ("", f'<ss:Data ss:Type="String" {HTML_40}><S>{t}</S></ss:Data>'),
    "formula without a value": lambda t: ("formula", t),
    "conditional format": lambda t: ("rule color:white", f'<Data ss:Type="Number">{t}</Data>'),
    "conditional ground": lambda t: ("rule background:black", f'<Data ss:Type="Number">{t}</Data>'),
    "conditional strike": lambda t: ("rule text-decoration:line-through", f'<Data ss:Type="Number">{t}</Data>'),
}


def sheet_2003(way: Way, said: str, folder: Path) -> Path:
    style, inside = way(said)
    made = f'<Cell ss:StyleID="a">{inside}</Cell>' if style != "formula" else f'<Cell ss:Formula="={inside}"/>'
    names = (
        'xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"'
    )
    rule, style = (style.removeprefix("rule "), "") if style.startswith("rule ") else ("", style)
    rules = (
        '<ConditionalFormatting xmlns="urn:schemas-microsoft-com:office:excel"><Range>R1C2</Range><Condition>'
        f"<Qualifier>GreaterOrEqual</Qualifier><Value1>1</Value1><Format Style='{rule}'/></Condition>"
        "</ConditionalFormatting>"
    )
    (folder / "a.xls").write_text(
        f'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook {names}><Styles><Style ss:ID="a">'
        f'{style if style != "formula" else ""}</Style></Styles><Worksheet ss:Name="Sheet1"><Table><Row><Cell>'
        f'<Data ss:Type="String">总产值</Data></Cell>{made}</Row></Table>{rules if rule else ""}'
        "</Worksheet></Workbook>",
        "utf-8",
    )
    return folder / "a.xls"


# -- text in cells --

CSV: dict[str, Way] = {"text": str, "text by a formula": lambda t: f'="{t}"'}


def delimited(way: Way, said: str, folder: Path) -> Path:
    (folder / "a.csv").write_text(f"总产值,{way(said)}\n利润,1\n", "gbk")
    return folder / "a.csv"


MADE = {
    "csv": (delimited, CSV),
    "docx": (word, WORD),
    "xlsx": (excel, EXCEL),
    "pdf": (pdf, PDF),
    "ofd": (ofd_file, OFD),
    "odt": (odt, ODT),
    "html": (html, HTML),
    "html sheet": (html_hiding, HIDING),
    "xls": (xls, XLS),
    "word 2003": (word_2003, WORD_2003),
    "sheet 2003": (sheet_2003, SHEET_2003),
    "strict docx": (strictly(word), WORD),
    "strict xlsx": (strictly(excel), EXCEL),
}
SHEETS = ("xlsx", "strict xlsx", "xls", "sheet 2003")
"""Formats that hold figures as numbers."""
WAYS = [(kind, name) for kind, (_, ways) in MADE.items() for name in ways]


def cell_of(document: Document) -> Cell:
    (table,) = (b for b in document.blocks if isinstance(b, Table))
    return next(c for c in table.cells if (c.row, c.col) == (0, 1))


@pytest.mark.parametrize(("kind", "way"), WAYS, ids=[f"{k}-{w}" for k, w in WAYS])
@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=FIGURES)
def test_a_filled_cell_is_never_empty_for_sure(
    kind: str, way: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (snippets, ofd):
        monkeypatch.setattr(module, "look_at_snippet", lambda *_: [])  # pictures that nobody can read
    make, ways = MADE[kind]
    document = readers.read(source_file(make(ways[way], said, tmp_path)))
    cell = cell_of(document)
    sure = cell.legibility.confidence >= 0.9
    assert not is_blank(cell.text) or cell.doubt or not sure
    if way in ("text", "text by a formula"):
        assert (cell.text, cell.doubt) == (f"{float(said):.11g}" if kind in SHEETS else said, "")
    if way.startswith("conditional"):
        assert (cell.doubt, cell.text) == (VEILED, f"{float(said):.11g}" if kind != "xls" else cell.text)
    if way in ("white", "colour of its ground", "tiny"):
        assert is_blank(cell.text)
        assert cell.doubt
    if is_blank(cell.text) and way in ("picture", "object", "file set in"):
        assert any(u.place.cell == cell.place.cell for u in document.unread)


@pytest.mark.parametrize("way", HIDING)
def test_a_zero_that_a_page_does_not_show_is_not_surely_empty(way: str, tmp_path: Path) -> None:
    document = readers.read(source_file(html_hiding(HIDING[way], "0", tmp_path)))
    (beside,) = [i for i in document.items() if i.text != "总产值"]
    assert (beside.text, beside.doubt) == ("", HIDDEN_ZERO)


_VML = "<!--[if gte vml 1]><v:shape><v:textbox><p>165</p></v:textbox></v:shape><![endif]-->"


@pytest.mark.parametrize(
    ("box", "told"),
    [
        (_VML, 1),
        (f"{_VML}<![if !vml]><span>165</span><![endif]>", 0),
        (f"{_VML}<![if !vml]><span>165</span><![endif]>{_VML}", 1),
        ("<!--[if gte vml 1]><v:shape/><![endif]-->", 0),
        ("<!--[if gte vml 1]><v:shape><v:textbox><p></p></v:textbox></v:shape><![endif]-->", 0),
        ("<!--[if gte mso 9]><xml><w:View/></xml><![endif]-->", 0),
    ],
)
@pytest.mark.parametrize("inside", [True, False])
def test_a_text_box_of_word_alone_is_named_as_unread(box: str, told: int, inside: bool, tmp_path: Path) -> None:
    within, below = (box, "") if inside else ("", f"<p>{box}</p>")
    page = f"<html><body><table><tr><td>总产值</td><td>{within}</td></tr></table>{below}</body></html>"
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    document = readers.read(source_file(tmp_path / "a.html"))
    assert [u.what for u in document.unread] == ["text-box"] * told
    cells = [c for c in document.items() if isinstance(c, Cell)]
    assert bool(cells[1].doubt) is (inside and bool(told) and not cells[1].text)
