"""Excel 2003's XML: what a sheet shows, by our own reader. By way of LibreOffice 155 was said of struck-out 155."""

from __future__ import annotations

from pathlib import Path

import pytest
from made_files import read

from formextract.errors import UnreadableFileError
from formextract.model.ink import STRUCK
from formextract.readers.office.number_format import HIDDEN_ZERO

NAMES = (
    'xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"'
)


def said(text: object, kind: str = "String", more: str = "") -> str:
    return f'<Cell {more}><Data ss:Type="{kind}">{text}</Data></Cell>'


def workbook(folder: Path, table: str, styles: str = "", beside: str = "") -> Path:
    path = folder / "a.xls"
    path.write_text(
        f'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook {NAMES}><Styles>{styles}</Styles>'
        f'<Worksheet ss:Name="表1"><Table>{table}</Table></Worksheet>{beside}</Workbook>',
        "utf-8",
    )
    return path


def test_figures_are_shown_by_their_formats_and_letters_by_their_marks(tmp_path: Path) -> None:
    styles = (
        '<Style ss:ID="Default"><Font ss:Color="#000000"/></Style>'
        '<Style ss:ID="p"><NumberFormat ss:Format="Percent"/></Style>'
        '<Style ss:ID="s"><Font ss:StrikeThrough="1"/></Style><Style ss:ID="t" ss:Parent="s"/>'
    )
    percent, struck = 'ss:StyleID="p"', 'ss:StyleID="t"'
    rich = '<ss:Data ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40"><S>155</S> 165<Sup>1</Sup></ss:Data>'
    rows = (
        f"<Row>{said('占比')}{said(0.3196, 'Number', percent)}</Row>"
        f"<Row>{said('产值')}{said(155, 'Number', struck)}</Row>"
        f"<Row>{said('利润')}<Cell>{rich}</Cell></Row>"
        f"<Row>{said('日期')}{said('2021-03-04T00:00:00.000', 'DateTime')}</Row>"
    )
    document = read(workbook(tmp_path, rows, styles))
    cells = document.blocks[0].cells
    assert (document.source.format, document.reader) == ("xls", "xml-2003")
    assert [(c.text.strip(), c.doubt) for c in cells if c.col == 1] == [
        ("31.96%", ""), ("155", STRUCK), ("165¹", ""), ("2021年3月4日", ""),
    ]  # fmt: skip


def test_places_merged_cells_and_what_is_hidden(tmp_path: Path) -> None:
    merged = 'ss:MergeAcross="1" ss:MergeDown="1"'
    rows = (
        '<Column ss:Index="3" ss:Hidden="1"/>'
        f"<Row>{said('合并', more=merged)}{said('藏列')}{said('四')}</Row>"
        f'<Row ss:Index="4" ss:Hidden="1">{said("藏行")}</Row>'
        '<Row><Cell ss:Index="2"><Data ss:Type="Number">7</Data><Comment><Data>应为 9</Data></Comment></Cell></Row>'
    )
    beside = (
        f'<Worksheet ss:Name="藏"><Table><Row>{said(77)}</Row></Table>'
        "<x:WorksheetOptions><x:Visible>SheetHidden</x:Visible></x:WorksheetOptions></Worksheet>"
    )
    document = read(workbook(tmp_path, rows, beside=beside))
    table = document.blocks[0]
    assert [(c.row, c.col, c.rowspan, c.colspan, c.text) for c in table.cells if c.text] == [
        (0, 0, 2, 2, "合并"), (0, 3, 1, 1, "四"), (4, 1, 1, 1, "7"),
    ]  # fmt: skip
    assert [h.text for h in document.hidden] == ["藏列", "藏行", "批注：应为 9", "77"]


def test_a_zero_that_the_sheet_does_not_show_is_in_doubt(tmp_path: Path) -> None:
    unseen = "<x:WorksheetOptions><x:DoNotDisplayZeros/></x:WorksheetOptions>"
    rows = f"<Row>{said('产值')}{said(0, 'Number')}</Row><Row>{said('利润')}{said(5, 'Number')}</Row>"
    path = workbook(tmp_path, rows)
    path.write_text(path.read_text("utf-8").replace("</Table>", f"</Table>{unseen}"), "utf-8")
    assert [c.doubt for c in read(path).blocks[0].cells if c.col == 1] == [HIDDEN_ZERO, ""]


def test_letters_of_symbol_fonts_are_the_signs_that_they_show(tmp_path: Path) -> None:
    style = '<Style ss:ID="w"><Font ss:FontName="Wingdings 2"/></Style>'
    html = 'xmlns="http://www.w3.org/TR/REC-html40"'
    rich = f'<ss:Data ss:Type="String" {html}><Font html:Face="Wingdings" xmlns:html="http://www.w3.org/TR/REC-html40">þ</Font>是</ss:Data>'
    rows = "<Row>{}<Cell>{}</Cell></Row>".format(said("R", more='ss:StyleID="w"'), rich)
    assert [c.text for c in read(workbook(tmp_path, rows, style)).blocks[0].cells] == ["☑", "☑是"]


def test_a_file_that_ends_in_the_middle_is_damaged(tmp_path: Path) -> None:
    path = workbook(tmp_path, f"<Row>{said('产值')}</Row>")
    path.write_bytes(path.read_bytes()[:-30])
    with pytest.raises(UnreadableFileError, match="不完整或已损坏"):
        read(path)
