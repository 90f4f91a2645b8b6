"""Word 2003's XML and OpenDocument in one file: read like the packages, by our own readers."""

from __future__ import annotations

import base64
import io
from pathlib import Path

import pytest
from made_files import read, shape
from PIL import Image
from test_never_surely_empty import SPACES, STYLES

from formextract.errors import UnreadableFileError
from formextract.model.ink import NOT_SEEN, NOT_TEXT, STRUCK
from formextract.readers import snippets

OLD = "http://schemas.microsoft.com/office/word/2003/wordml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><?mso-application progid="Word.Document"?>'
NAMES = (
    f'xmlns:w="{OLD}" xmlns:aml="http://schemas.microsoft.com/aml/2001/core" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wx="http://schemas.microsoft.com/office/word/2003/auxHint"'
)
STRUCK_STYLE = '<w:styles><w:style w:type="character" w:styleId="X"><w:rPr><w:strike/></w:rPr></w:style></w:styles>'


def r(text: str, props: str = "") -> str:
    return f"<w:r><w:rPr>{props}</w:rPr><w:t>{text}</w:t></w:r>"


def change(kind: str, inside: str) -> str:
    return f'<aml:annotation w:type="Word.{kind}"><aml:content>{inside}</aml:content></aml:annotation>'


def row(*cells: str) -> str:
    return (
        "<w:tr>"
        + "".join(f"<w:tc>{c if c.startswith('<w:tcPr') else f'<w:p>{c}</w:p>'}</w:tc>" for c in cells)
        + "</w:tr>"
    )


def word(folder: Path, rows: str) -> Path:
    body = f"<wx:sect><w:p>{r('申报表')}</w:p><w:tbl>{rows}</w:tbl><w:sectPr/></wx:sect>"
    path = folder / "a.doc"
    path.write_text(f"{HEAD}<w:wordDocument {NAMES}>{STRUCK_STYLE}<w:body>{body}</w:body></w:wordDocument>", "utf-8")
    return path


PICTURE = (
    f'<w:r><w:pict><w:binData w:name="wordml://1.png">{base64.b64encode(b"no picture").decode()}</w:binData>'
    '<v:shape><v:imagedata src="wordml://1.png"/></v:shape></w:pict></w:r>'
)


@pytest.mark.parametrize(
    ("inside", "text", "doubt", "hidden"),
    [
        (r("155", "<w:strike/>") + r(" 165"), " 165", "", "155"),
        (r("155", '<w:rStyle w:val="X"/>'), "155", STRUCK, "155"),
        (r("120.22") + r("1", '<w:vertAlign w:val="superscript"/>'), "120.22¹", "", ""),
        (r("7", "<w:vanish/>"), "", NOT_SEEN, "7"),
        (r("7", '<w:color w:val="FFFFFF"/>'), "", NOT_SEEN, "7"),
        (change("Deletion", "<w:r><w:delText>155</w:delText></w:r>") + change("Insertion", r("165")), "165", "", "155"),
        (r("12") + f"<w:r><w:footnote><w:p>{r('见附表 7')}</w:p></w:footnote></w:r>", "12", "", "见附表 7"),
        (r("12") + change("Comment", f"<w:p>{r('应为 13')}</w:p>"), "12", "", "应为 13"),
        (PICTURE, "", NOT_TEXT, ""),
    ],
)
def test_what_changes_the_meaning_of_letters_does_so_here(
    tmp_path: Path, inside: str, text: str, doubt: str, hidden: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """LibreOffice, by way of which these files were read, says `155 165` of the first, and 120.221 of the third."""
    monkeypatch.setattr("formextract.readers.snippets.look_at_snippet", lambda *_: [])
    document = read(word(tmp_path, row(r("总产值"), inside)))
    line, table = document.blocks
    cell = table.cells[1]
    assert (line.text, cell.text, cell.doubt) == ("申报表", text, doubt)
    assert [h.text.partition("：")[2] for h in document.hidden] == ([hidden] if hidden else [])


def test_merged_cells_go_by_an_older_name(tmp_path: Path) -> None:
    first = f'<w:tcPr><w:vmerge w:val="restart"/></w:tcPr><w:p>{r("总产值")}</w:p>'
    path = word(tmp_path, row(first, r("1")) + row("<w:tcPr><w:vmerge/></w:tcPr><w:p/>", r("2")))
    assert shape(read(path))[1] == [(0, 0, 2, 1, "总产值"), (0, 1, 1, 1, "1"), (1, 1, 1, 1, "2")]


def test_a_file_that_ends_in_the_middle_is_damaged(tmp_path: Path) -> None:
    path = word(tmp_path, row(r("总产值"), r("1")))
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(UnreadableFileError, match="不完整或已损坏"):
        read(path)


def flat(folder: Path, inside: str, regions: str = "") -> Path:
    more = " ".join(f'xmlns:x{n}="urn:{"x" * 80}:{n}"' for n in range(20))  # as many as LibreOffice writes first
    path = folder / "a.fodt"
    path.write_text(
        f'<?xml version="1.0"?><office:document {more} {SPACES} office:mimetype='
        f'"application/vnd.oasis.opendocument.text"><office:automatic-styles>{STYLES}</office:automatic-styles>'
        f"<office:body><office:text>{regions}<table:table><table:table-row><table:table-cell><text:p>总产值</text:p>"
        f"</table:table-cell><table:table-cell>{inside}</table:table-cell></table:table-row></table:table></office:text>"
        "</office:body></office:document>",
        "utf-8",
    )
    return path


def test_an_open_document_in_one_file(tmp_path: Path) -> None:
    document = read(flat(tmp_path, '<text:p><text:span text:style-name="out">155</text:span> 165</text:p>'))
    cell = document.blocks[0].cells[1]
    assert (document.source.format, cell.text.strip(), cell.asides) == ("doc", "165", ("155",))


def test_a_picture_in_one_file_with_its_text_is_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[bytes] = []
    monkeypatch.setattr(snippets, "look_at_snippet", lambda data, _: seen.append(data) or [])
    data = io.BytesIO()
    Image.new("RGB", (60, 20), "grey").save(data, "PNG")
    held = base64.b64encode(data.getvalue()).decode()
    inside = f"<draw:image><office:binary-data>{held}</office:binary-data></draw:image>"
    document = read(flat(tmp_path, f"<text:p><draw:frame>{inside}</draw:frame></text:p>"))
    assert (document.blocks[0].cells[1].doubt, seen) == (NOT_TEXT, [data.getvalue()])


def test_what_was_deleted_may_stand_where_it_stood(tmp_path: Path) -> None:
    """LibreOffice writes it there where changes were shown; without the list of changes it would be 155165."""
    regions = (
        '<text:tracked-changes><text:changed-region text:id="c1"><text:deletion/></text:changed-region>'
        '<text:changed-region text:id="c2"><text:insertion/></text:changed-region></text:tracked-changes>'
    )
    inside = (
        '<text:p><text:change-start text:change-id="c1"/>155<text:change-end text:change-id="c1"/>'
        '<text:change-start text:change-id="c2"/>165<text:change-end text:change-id="c2"/></text:p>'
    )
    cell = read(flat(tmp_path, inside, regions)).blocks[0].cells[1]
    assert (cell.text, cell.asides, cell.doubt) == ("165", ("155",), "")
