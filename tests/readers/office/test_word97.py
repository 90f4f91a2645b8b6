"""Word 97 and RTF files through LibreOffice, and what is said where it cannot be."""

from __future__ import annotations

import os
import shutil
import struct
import subprocess
import zipfile
from pathlib import Path

import pytest

from formextract import extract, readers
from formextract.errors import UnreadableFileError
from formextract.intake import source_file
from formextract.model import TYPED, Line, Place, Table
from formextract.model.document import Cell
from formextract.platforms import longest
from formextract.readers.office import libreoffice, word97
from formextract.readers.office.odt import read_odt
from formextract.readers.office.word97 import lost_cells, read_legacy_words
from formextract.readers.office.word97_end import with_end
from patience import HANG_SECONDS, Clock, until, until_ended

SAMPLES = Path(__file__).resolve().parents[3] / "samples"
OFFICE = libreoffice.program()
needs_office = pytest.mark.usefixtures("office")

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
RTF = (
    r"{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0 SimSun;}{\f1\fcharset2 Wingdings;}}"
    r"\pard {\u38468 ?\u20214 ?2}\par"
    r"\trowd\cellx3000\cellx6000\pard\intbl {\u20135 ?\u20540 ?}\cell {12.5{\v 99}}\cell\row"
    r"\trowd\cellx6000\pard\intbl {\f1 \'fe}{\u26159 ?}{\f1 \'a8}{\u21542 ?}\cell\row"
    r"\pard {\u23436 ?}\par}"
)


def turned(folder: Path, kind: str, *files: Path) -> list[Path]:
    """Files as LibreOffice writes them, to have something old to read."""
    assert OFFICE is not None
    subprocess.run(
        [
            OFFICE,
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            kind,
            "--outdir",
            str(folder),
            *map(str, files),
        ],
        check=True,
        capture_output=True,
    )
    return [folder / f"{file.stem}.{kind}" for file in files]


@pytest.fixture(scope="module")
def old_files(tmp_path_factory):
    """Two samples as .doc, one of them under the name that WPS gives."""
    folder = tmp_path_factory.mktemp("old")
    doc, other = turned(folder, "doc", SAMPLES / "controls-2025.docx", SAMPLES / "summary-word.docx")
    return [doc.rename(folder / "申报表.wps"), other]


def values(path: Path) -> dict:
    return {
        (i, o.indicator, o.period, str(o.dims)): (o.value, o.status, o.precision)
        for i, record in enumerate(extract(path))
        for o in record.values
    }


@pytest.mark.slow
@needs_office
def test_a_word_97_file_gives_what_the_new_one_gives(old_files):
    assert values(old_files[0]) == values(SAMPLES / "controls-2025.docx")
    document = readers.read(source_file(old_files[0]))
    assert (document.source.format, document.reader) == ("doc", "doc")
    assert document.notes == ()  # the declaration stands at the very end


@needs_office
def test_a_table_at_the_very_end_is_read_and_one_that_the_converter_loses_is_told(old_files, monkeypatch):
    """LibreOffice loses a table at the very end of a Word 97 file, as it writes one itself where nothing follows it."""
    assert values(old_files[1]) == values(SAMPLES / "summary-word.docx")
    monkeypatch.setattr(word97, "with_end", lambda path, _: path)
    with pytest.raises(UnreadableFileError, match=r"丢了表格.*另存为"):
        readers.read(source_file(old_files[1]))


@pytest.mark.parametrize("data", [b"", OLE, OLE + bytes(2000)])
def test_a_file_without_room_for_a_paragraph_is_turned_as_it_is(data, tmp_path):
    path = tmp_path / "a.doc"
    path.write_bytes(data)
    (tmp_path / "b").mkdir()
    assert with_end(path, tmp_path / "b") == path


@needs_office
def test_rich_text_signs_hidden_letters_and_places(tmp_path):
    path = tmp_path / "表.doc"
    path.write_text(RTF, "ascii")
    first, table, last = readers.read(source_file(path)).blocks
    assert isinstance(table, Table)
    assert (first.text, last.text) == ("附件2", "完")
    assert [(c.row, c.col, c.colspan, c.text, c.place.cell) for c in table.cells] == [
        (0, 0, 1, "产值", "T1R1C1"),
        (0, 1, 1, "12.5", "T1R1C2"),
        (1, 0, 2, "☑是☐否", "T1R2C1"),
    ]


@needs_office
def test_several_files_in_one_start_and_a_bad_one_spoils_itself_only(tmp_path, monkeypatch):
    starts = []
    run = libreoffice._run
    monkeypatch.setattr(libreoffice, "_run", lambda *a: starts.append(a) or run(*a))
    for name in ("甲", "乙"):
        (tmp_path / f"{name}.rtf").write_text(RTF, "ascii")
    (tmp_path / "坏.doc").write_bytes(OLE + b"\0" * 4000)
    sound, other = source_file(tmp_path / "甲.rtf"), source_file(tmp_path / "乙.rtf")
    bad = type(sound)(str(tmp_path / "坏.doc"), "0" * 64, "doc", 4008)
    first, second, third = read_legacy_words([sound, bad, other])
    assert isinstance(second, UnreadableFileError)
    assert "损坏" in str(second)
    assert (first.blocks, first.source) == (third.blocks, sound)
    assert len(starts) == 1


@needs_office
def test_an_rtf_table_in_a_table_is_doubted(tmp_path):
    (path,) = turned(tmp_path, "rtf", SAMPLES / "controls-2025.docx")
    cells = [c for b in readers.read(source_file(path)).blocks if isinstance(b, Table) for c in b.cells]
    assert any("." in c.place.cell for c in cells)
    assert all(c.doubt for c in cells if "." in c.place.cell)
    assert not any(c.doubt for c in cells if c.place.cell.startswith("T1R"))


def test_without_libreoffice_one_line_says_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setattr(libreoffice, "program", lambda: None)
    path = tmp_path / "表.rtf"
    path.write_text(RTF, "ascii")
    with pytest.raises(UnreadableFileError, match=r"LibreOffice.*安装.*另存为 \.docx"):
        readers.read(source_file(path))


@pytest.fixture
def slow_office(tmp_path, monkeypatch):
    """A program in LibreOffice's place that never ends and starts another one."""
    program = tmp_path / "soffice"
    program.write_text(f"#!/bin/sh\nsleep 1000 & echo $! > {tmp_path}/child\nsleep 1000\n")
    program.chmod(0o755)
    monkeypatch.setattr(libreoffice, "program", lambda: str(program))
    return tmp_path / "child"


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks at processes")
def test_a_converter_that_does_not_end_is_ended_with_all_that_it_started(tmp_path, slow_office, monkeypatch):
    path = tmp_path / "表.rtf"
    path.write_text(RTF, "ascii")
    wait, clock = subprocess.Popen.wait, Clock()
    monkeypatch.setattr(libreoffice, "time", clock)

    def waited(process, seconds=None):
        """All the time that there is has passed once the program has started what it starts."""
        if seconds is None:
            return wait(process)
        until(lambda: slow_office.exists() and slow_office.read_text().endswith("\n"), "the program's child")
        clock.advance(longest(90))
        raise subprocess.TimeoutExpired(process.args, seconds)

    monkeypatch.setattr(subprocess.Popen, "wait", waited)
    with pytest.raises(UnreadableFileError, match="超过 90 秒"):
        readers.read(source_file(path))
    until_ended(int(slow_office.read_text()))


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks at processes")
def test_the_converter_ends_where_we_are_killed(tmp_path, slow_office):
    pid = os.fork()
    if pid == 0:
        try:
            libreoffice._run([libreoffice.program()], tmp_path, HANG_SECONDS)
        finally:
            os._exit(0)
    until(lambda: slow_office.exists() and slow_office.read_text().endswith("\n"), "the program's child")
    os.kill(pid, 9)
    os.waitpid(pid, 0)
    until_ended(int(slow_office.read_text()))


def test_lost_cells_are_counted():
    def table(*texts):
        return Table(tuple(Cell(0, i, 1, 1, t, Place(), legibility=TYPED) for i, t in enumerate(texts)), 1, len(texts))

    text = "前言\r第一段\r标签\x0712.5\x07\x07甲\r乙\x07\x13 REF x \x14丙\x15\x07\x07完\r"
    assert lost_cells(text, [table("标签", "12.5"), table("甲\n乙", "丙")]) == (4, 0)
    assert lost_cells(text, [table("标签", "12.5")]) == (4, 2)
    assert lost_cells(text, []) == (4, 4)


def test_a_struck_figure_beside_its_text_is_not_lost():
    cells = (
        Cell(0, 0, 1, 1, "165", Place(), asides=("155",), legibility=TYPED),
        Cell(0, 1, 1, 1, "120²", Place(), legibility=TYPED),
    )
    assert lost_cells("155165\x071202\x07\x07", [Table(cells, 1, 2)]) == (2, 0)


ODT = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" '
    'xmlns:field="urn:openoffice:names:experimental:ooo-ms-interop:xmlns:field:1.0" '
    'xmlns:form="urn:oasis:names:tc:opendocument:xmlns:form:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:loext="urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0">'
    "<office:automatic-styles>"
    '<style:style style:name="out"><style:text-properties style:text-line-through-style="solid"/></style:style>'
    '<style:style style:name="out2" style:parent-style-name="out"/>'
    '<style:style style:name="up"><style:text-properties style:text-position="super 58%"/></style:style>'
    '<style:style style:name="back"><style:text-properties style:text-line-through-type="none"/></style:style>'
    "</office:automatic-styles><office:body><office:text>{}</office:text></office:body></office:document-content>"
)


@pytest.fixture
def odt(tmp_path):
    def one(body: str):
        with zipfile.ZipFile(tmp_path / "表.odt", "w") as package:
            package.writestr("content.xml", ODT.format(body))
        return read_odt(tmp_path / "表.odt").blocks

    return one


def test_paragraphs_lists_fields_and_boxes(odt):
    box = '<field:fieldmark field:type="x.FORMCHECKBOX"><field:param field:name="Checkbox_Checked" field:value="{}"/>'
    blocks = odt(
        "<text:tracked-changes><text:p>删去</text:p></text:tracked-changes>"
        '<office:forms><form:form><form:checkbox form:id="c1" form:label="是" form:current-state="checked"/>'
        "</form:form></office:forms>"
        '<text:p>甲<text:s text:c="3"/>乙<text:tab/><text:line-break/>丙'
        "<text:note><text:p>注</text:p></text:note></text:p>"
        "<text:list><text:list-item><text:p>项</text:p></text:list-item></text:list>"
        f"<text:p>{box.format('true')}</field:fieldmark>是{box.format('false')}</field:fieldmark>否</text:p>"
        '<text:p><draw:control draw:control="c1"/></text:p>'
        "<text:p>正文<draw:frame><draw:text-box><text:p>框内</text:p></draw:text-box></draw:frame></text:p>"
    )
    assert [b.text for b in blocks if isinstance(b, Line)] == [
        "甲   乙\t\n丙",
        "项",
        "☑是☐否",
        "☑是",
        "正文",
        "框内",
    ]


def test_spans_and_tables_in_tables(odt):
    cell, covered = "<table:table-cell{}>{}</table:table-cell>", "<table:covered-table-cell/>"
    inner = (
        "<table:table><table:table-row>"
        + cell.format("", "<text:p>内</text:p>") * 2
        + "</table:table-row></table:table>"
    )
    (table,) = odt(
        "<table:table><table:table-header-rows><table:table-row>"
        + cell.format(' table:number-columns-spanned="2"', "<text:p>头</text:p>")
        + covered
        + cell.format(' table:number-rows-spanned="2"', "<text:p>高</text:p>")
        + "</table:table-row></table:table-header-rows><table:table-row>"
        + cell.format("", "<text:p>一</text:p>")
        + cell.format("", inner)
        + covered
        + "</table:table-row><table:table-row>"
        + cell.format(' table:number-columns-repeated="3"', "<text:p/>")
        + "</table:table-row></table:table>"
    )
    assert [(c.row, c.col, c.rowspan, c.colspan, c.text, c.place.cell) for c in table.cells] == [
        (0, 0, 1, 3, "头", "T1R1C1"),
        (0, 3, 2, 1, "高", "T1R1C2"),
        (1, 0, 1, 1, "一", "T1R2C1"),
        (1, 1, 1, 1, "内", "T1R2C2.T1R1C1"),
        (1, 2, 1, 1, "内", "T1R2C2.T1R1C2"),
        (2, 0, 1, 1, "", "T1R3C1"),
        (2, 1, 1, 2, "", "T1R3C2"),
        (2, 3, 1, 1, "", "T1R3C3"),
    ]


@needs_office
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_file_cut_short_is_told(old_files, tmp_path, share):
    blob = old_files[0].read_bytes()
    path = tmp_path / "半.doc"
    path.write_bytes(blob[: int(len(blob) * share)])
    with pytest.raises(UnreadableFileError):
        readers.read(source_file(path))


@needs_office
def test_a_password_is_told(old_files, tmp_path):
    """The file information block says it: bit 8 of its flags ([MS-DOC] 2.5.1)."""
    path = tmp_path / "密.doc"
    shutil.copyfile(old_files[0], path)
    blob = bytearray(path.read_bytes())
    spot = next(at for at in range(0, len(blob), 512) if blob[at : at + 2] == b"\xec\xa5")
    struct.pack_into("<H", blob, spot + 10, struct.unpack_from("<H", blob, spot + 10)[0] | 0x0100)
    path.write_bytes(blob)
    with pytest.raises(UnreadableFileError, match="密码"):
        readers.read(source_file(path))


@needs_office
def test_a_file_of_pictures_only_is_a_scan(tmp_path):
    path = tmp_path / "图.rtf"
    path.write_text(r"{\rtf1{\pict\pngblip\picw1\pich1 " + PNG + "}}", "ascii")
    with pytest.raises(UnreadableFileError, match="扫描件"):
        readers.read(source_file(path))


PNG = (
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001"
    "a5f645400000000049454e44ae426082"
)


def odt_cell(odt, inside):
    (table,) = odt(
        f"<table:table><table:table-row><table:table-cell>{inside}</table:table-cell></table:table-row></table:table>"
    )
    return table.cells[0]


@pytest.mark.parametrize(
    ("inside", "text", "asides", "doubtful"),
    [
        ('<text:span text:style-name="out">155</text:span>165', "165", ("155",), False),
        ('<text:span text:style-name="out2">155</text:span> 165', " 165", ("155",), False),
        (
            '<text:span text:style-name="out">155<text:span text:style-name="back">165</text:span></text:span>',
            "165",
            ("155",),
            False,
        ),
        ('<text:span text:style-name="out">155</text:span>', "155", ("155",), True),
        ('120.22<text:span text:style-name="up">1</text:span>', "120.22¹", (), False),
        ('<text:placeholder text:placeholder-type="text">单击此处</text:placeholder>', "", (), False),
        ('<loext:content-control loext:showing-place-holder="true">选择一项</loext:content-control>', "", (), False),
        ("<draw:frame><draw:object/></draw:frame>", "", (), True),
    ],
)
def test_struck_raised_and_prompting_text_is_set_apart(odt, inside, text, asides, doubtful):
    cell = odt_cell(odt, f"<text:p>{inside}</text:p>")
    assert (cell.text, cell.asides, bool(cell.doubt)) == (text, asides, doubtful)


@pytest.mark.parametrize(("chosen", "text", "doubtful"), [("1", "甲", False), ("0", "请选择", True)])
def test_an_old_drop_down_shows_its_choice(odt, chosen, text, doubtful):
    params = [("Dropdown_ListEntry", "请选择"), ("Dropdown_ListEntry", "甲"), ("Dropdown_Selected", chosen)]
    inside = "".join(f'<field:param field:name="{n}" field:value="{v}"/>' for n, v in params)
    cell = odt_cell(odt, f'<text:p><field:fieldmark field:type="x.FORMDROPDOWN">{inside}</field:fieldmark></text:p>')
    assert (cell.text, bool(cell.doubt)) == (text, doubtful)
