"""OFD files built by hand, one trait of the standard each."""

from __future__ import annotations

import zipfile

import pytest
from made_ofd import HEAD, NS, cut, grid, page, path, text, write

from formextract import readers
from formextract.errors import UnreadableFileError
from formextract.intake import source_file
from formextract.layout.vector_page import ASLANT, TORN
from formextract.model import Line, Table
from formextract.model.ink import NOT_SEEN
from formextract.readers.ofd.letters import deltas

POINTS = 72 / 25.4


@pytest.fixture
def read(tmp_path):
    def one(*pages, **more):
        return readers.read(source_file(write(tmp_path / "表.ofd", list(pages), **more)))

    return one


def lines(document):
    return [b.text for b in document.blocks if isinstance(b, Line)]


def cells(document):
    return [c.text for b in document.blocks if isinstance(b, Table) for c in b.cells]


FORM = grid([20, 60, 120], [40, 50, 60]) + text(22, 42, "集群名称") + text(62, 42, "测试集群") + text(62, 52, "12.5")


def test_words_and_rules_become_lines_and_tables(read):
    document = read(page(text(30, 20, "一、基本情况") + FORM))
    assert (document.source.format, document.reader, document.pages, document.notes) == ("ofd", "ofd", 1, ())
    title, table = document.blocks
    assert title.text == "一、基本情况"
    assert [(c.row, c.col, c.text) for c in table.cells] == [
        (0, 0, "集群名称"),
        (0, 1, "测试集群"),
        (1, 0, ""),
        (1, 1, "12.5"),
    ]
    box = table.cells[0].place.bbox
    assert table.cells[0].place.page == 1
    assert box == pytest.approx((20 * POINTS, 40 * POINTS, 60 * POINTS, 50 * POINTS), abs=0.1)


def test_steps_may_be_repeated():
    assert deltas("g 3 5.5 2 g 2 1", 100) == [5.5, 5.5, 5.5, 2, 1, 1]
    assert deltas("g 1000000000 5", 4) == [5] * 4
    assert deltas("g", 4) == deltas(None, 4) == []


def test_a_run_across_a_rule_is_cut_there(read):
    assert cells(read(page(grid([20, 60, 120], [40, 50, 60]) + text(52, 42, "左左右右")))) == ["左左", "右右", "", ""]


def test_an_object_s_matrix_scales_and_moves_it(read):
    scaled = (
        '<ofd:TextObject ID="1" CTM="0.3528 0 0 0.3528 0 0" Boundary="62 52 60 6" Font="5" Size="12">'
        '<ofd:TextCode X="0" Y="12" DeltaX="12 12">万元整</ofd:TextCode></ofd:TextObject>'
    )
    rules = path(20, 40, "M 0 0 L 283.4 0 M 0 28.3 L 283.4 28.3 M 0 56.6 L 283.4 56.6", 'CTM="0.3528 0 0 0.3528 0 0"')
    sides = "".join(path(x, 40, "M 0 0 L 0 20") for x in (20, 60, 120))
    assert cells(read(page(rules + sides + scaled))) == ["", "", "", "万元整"]


def test_rules_drawn_as_thin_fills_and_as_rectangles(read):
    filled = 'Stroke="false" Fill="true"'
    thin = "".join(path(20, y, "M 0 0 L 100 0 L 100 0.2 L 0 0.2 C", filled) for y in (40, 50))
    sides = "".join(path(x, 40, "M 0 0 L 0.2 0 L 0.2 10.2 L 0 10.2 C", filled) for x in (20, 70, 119.8))
    below = path(20, 80, "M 0 0 L 100 0 L 100 10 L 0 10 C") + text(22, 82, "独格")
    document = read(page(thin + sides + text(22, 42, "甲") + text(72, 42, "乙") + below))
    assert cells(document) == ["甲", "乙", "独格"]


def test_boxes_are_drawn_or_typed(read):
    square = "M 0 0 L 4 0 L 4 4 L 0 4 C"
    tick = "M 0.5 2 L 1.5 3.5 B 2 3 3 1 3.8 0.4"
    drawn = path(62, 42, square) + text(67, 42, "是") + path(80, 42, square) + path(80, 42, tick) + text(85, 42, "否")
    typed = text(62, 52, "£").replace('Font="5"', 'Font="6"') + text(67, 52, "无")
    document = read(page(grid([20, 60, 120], [40, 50, 60]) + drawn + typed))
    assert [c.replace(" ", "") for c in cells(document)] == ["", "☐是☑否", "", "☐无"]


def test_labels_of_a_template_and_values_of_the_page_meet(read):
    labels = page(grid([20, 60, 120], [40, 50, 60]) + text(22, 42, "合同价格"))
    document = read(
        page(text(62, 42, "5140.1238万元"), '<ofd:Template TemplateID="2" ZOrder="Background"/>'),
        common='<ofd:TemplatePage ID="2" BaseLoc="TPLS/TPL_0/Content.xml"/>',
        parts={"Doc_0/TPLS/TPL_0/Content.xml": labels},
    )
    assert cells(document) == ["合同价格", "5140.1238万元", "", ""]


def test_annotations_are_ink_and_watermarks_are_not(read):
    def note(kind, letters, y):
        return (
            f'<ofd:Annot Type="{kind}" ID="7"><ofd:Appearance Boundary="62 {y} 60 6">{text(0, 0, letters)}'
            "</ofd:Appearance></ofd:Annot>"
        )

    annotations = f"{HEAD}<ofd:Annotations {NS}><ofd:Page PageID='100'><ofd:FileLoc>p/a.xml</ofd:FileLoc></ofd:Page>"
    document = read(
        page(FORM),
        tail="<ofd:Annotations>Annots/Annotations.xml</ofd:Annotations>",
        parts={
            "Doc_0/Annots/Annotations.xml": annotations + "</ofd:Annotations>",
            "Doc_0/Annots/p/a.xml": f"{HEAD}<ofd:PageAnnot {NS}>{note('Stamp', '已核', 45)}"
            f"{note('Watermark', '内部资料', 55)}</ofd:PageAnnot>",
        },
    )
    assert [c.split() for c in cells(document)] == [["集群名称"], ["测试集群", "已核"], [], ["12.5"]]


def test_seals_are_noted(read):
    signs = f'{HEAD}<ofd:Signatures {NS}><ofd:Signature ID="1" BaseLoc="Sign_0/Signature.xml"/></ofd:Signatures>'
    signed = f'{HEAD}<ofd:Signature {NS}><ofd:SignedInfo><ofd:StampAnnot ID="1" PageRef="101" Boundary="1 1 40 40"/>'
    document = read(
        page(FORM),
        page(text(20, 20, "承诺")),
        parts={
            "Doc_0/Signs/Signatures.xml": signs,
            "Doc_0/Signs/Sign_0/Signature.xml": signed + "</ofd:SignedInfo></ofd:Signature>",
        },
    )
    assert document.notes == ("第 2 页有电子印章 1 枚，章内文字未读",)


def test_what_is_not_seen_is_not_read(read):
    slanted = text(60, 100, "草稿", more='CTM="0.7 0.7 -0.7 0.7 0 0"')
    hidden = text(20, 110, "隐藏", more='Visible="false"') + text(20, 120, "透明", more='Alpha="0"')
    twice = text(20, 130, "加粗") + text(20.1, 130, "加粗")
    white = path(20, 150, "M 0 0 L 90 0 L 90 20 L 0 20 C").replace(
        "<ofd:Abb", '<ofd:StrokeColor Value="255 255 255"/><ofd:Abb'
    )
    assert lines(read(page(slanted + hidden + twice + white))) == ["加粗"]
    assert cells(read(page(slanted + hidden + twice + white))) == []


def test_letters_below_each_other_are_one_text(read):
    upright = (
        '<ofd:TextObject ID="1" Boundary="22 42 6 40" Font="5" Size="4"><ofd:TextCode X="0" Y="4" DeltaX="g 3 0" '
        'DeltaY="g 3 5">集群概况</ofd:TextCode></ofd:TextObject>'
    )
    assert cells(read(page(grid([20, 30, 120], [40, 70]) + upright))) == ["集群概况", ""]


def test_a_repeated_drawing_is_drawn_where_it_is_used(read):
    unit = f'<ofd:CompositeGraphicUnit ID="8" Width="9" Height="9"><ofd:Content>{text(0, 0, "印")}</ofd:Content>'
    resources = f"{HEAD}<ofd:Res {NS}><ofd:CompositeGraphicUnits>{unit}</ofd:CompositeGraphicUnit>"
    use = '<ofd:CompositeObject ID="3" Boundary="62 52 9 9" ResourceID="8"/>'
    document = read(
        page(grid([20, 60, 120], [40, 50, 60]) + use),
        common="<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>",
        parts={"Doc_0/DocumentRes.xml": resources + "</ofd:CompositeGraphicUnits></ofd:Res>"},
    )
    assert cells(document) == ["", "", "", "印"]


def test_a_table_goes_on_overleaf(read):
    first = page(grid([20, 60, 120], [270, 280]) + text(22, 272, "第一行"))
    second = page(grid([20, 60, 120], [20, 30]) + text(22, 22, "第二行"))
    (table,) = read(first, second).blocks
    assert [(c.text, c.place.page) for c in table.cells if c.text] == [("第一行", 1), ("第二行", 2)]


def test_one_bad_page_spoils_itself_only(read):
    document = read(page(FORM), "<ofd:Page", page(text(20, 20, "第三页")))
    assert document.notes == ("第 2 页读不出来（内容缺失或损坏），请核对原件",)
    assert lines(document) == ["第三页"]


@pytest.mark.ocr
def test_pictures_without_words_are_told(read):
    with pytest.raises(UnreadableFileError, match="扫描件"):
        read(page('<ofd:ImageObject ID="1" Boundary="0 0 210 297" ResourceID="3"/>'))


def test_no_entity_is_expanded(read):
    bomb = '<!DOCTYPE x [<!ENTITY a "哈哈哈哈"><!ENTITY f SYSTEM "file:///etc/passwd">]>' + page(
        text(20, 20, "&a;&f;甲")
    ).removeprefix(HEAD)
    document = read(bomb, page(text(20, 20, "乙")))
    assert lines(document) == ["乙"]
    assert len(document.notes) == 1


def test_a_unit_that_holds_itself_ends(read):
    inner = "".join('<ofd:CompositeObject ID="3" Boundary="0 0 9 9" ResourceID="8"/>' for _ in range(20))
    unit = f'<ofd:CompositeGraphicUnit ID="8"><ofd:Content>{inner}</ofd:Content></ofd:CompositeGraphicUnit>'
    document = read(
        page(inner),
        page(text(20, 20, "乙")),
        common="<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>",
        parts={"Doc_0/DocumentRes.xml": f"{HEAD}<ofd:Res {NS}>{unit}</ofd:Res>"},
    )
    assert document.notes == ("第 1 页读不出来（内容太多），请核对原件",)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("Doc_0/Document.xml", "<broken", "损坏"),
        ("OFD.xml", "", "损坏"),
        ("OFD.xml", f"{HEAD}<ofd:OFD {NS}/>", "没有任何页"),
        ("Encryptions.xml", "<x/>", "加密"),
    ],
)
def test_a_broken_or_coded_file_is_told(tmp_path, name, content, says):
    sound = write(tmp_path / "好.ofd", [page(FORM)])
    with zipfile.ZipFile(sound) as package:
        parts = {n: package.read(n) for n in package.namelist()}
    parts[name] = content.encode()
    spoilt = tmp_path / "坏.ofd"
    with zipfile.ZipFile(spoilt, "w") as package:
        for part, blob in parts.items():
            package.writestr(part, blob)
    with pytest.raises(UnreadableFileError, match=says):
        readers.read(source_file(spoilt))


def test_a_file_cut_short_is_told(tmp_path):
    whole = write(tmp_path / "半.ofd", [page(FORM)])
    whole.write_bytes(whole.read_bytes()[:900])
    with pytest.raises(UnreadableFileError, match="损坏"):
        readers.read(source_file(whole))


def test_a_border_around_several_tables_is_no_table(read):
    """A certificate framed by a border: each of the tables within is read, none in the other's place."""
    border = path(15, 30, "M 0 0 L 150 0 L 150 120 L 0 120 C")
    upper = grid([20, 60, 120], [40, 50, 60]) + text(22, 42, "建设单位") + text(62, 52, "4101平方米")
    lower = grid([20, 60, 120], [80, 90, 100]) + text(22, 82, "备注")
    assert cells(read(page(border + upper + lower))) == ["建设单位", "", "", "4101平方米", "备注", "", "", ""]


GREY_MARK = (
    '<ofd:TextObject ID="3" Boundary="0 {y} 200 20" Font="5" Size="14"><ofd:FillColor Value="217 217 217"/>'
    '<ofd:TextCode X="12" Y="14" DeltaX="g 7 14">仅供集群申报使用</ofd:TextCode></ofd:TextObject>'
)


def test_a_level_watermark_is_no_part_of_the_form(read):
    marks = "".join(GREY_MARK.format(y=y) for y in (5, 15, 45, 90))
    document = read(page(grid([10, 60, 110], [10, 20, 30]) + text(12, 12, "总产值") + text(62, 12, "163.5") + marks))
    assert cells(document) == ["总产值", "163.5", "", ""]
    assert [h.text for h in document.hidden] == ["水印：仅供集群申报使用"]


def test_white_letters_are_no_value_and_no_blank(read):
    white = text(62, 12, "163.5").replace("<ofd:TextCode", '<ofd:FillColor Value="255 255 255"/><ofd:TextCode')
    document = read(page(grid([10, 60, 110], [10, 20, 30]) + text(12, 12, "总产值") + white))
    cell = next(c for c in document.blocks[0].cells if (c.row, c.col) == (0, 1))
    assert (cell.text, cell.doubt, cell.asides) == ("", NOT_SEEN, ("163.5",))


def test_a_rule_through_a_figure_strikes_it(read):
    figures = text(62, 12, "155") + text(82, 12, "165") + path(0, 0, "M 62 14.4 L 74 14.4")
    document = read(page(grid([10, 60, 110], [10, 20, 30]) + text(12, 12, "总产值") + figures))
    cell = next(c for c in document.blocks[0].cells if (c.row, c.col) == (0, 1))
    assert (cell.text, cell.asides) == ("165", ("155",))


def test_what_a_rule_leaves_of_a_figure_is_in_doubt(read):
    figures = text(62, 12, "107.27", step="g 5 2") + path(0, 0, "M 62 14.4 L 69.5 14.4")
    document = read(page(grid([10, 60, 110], [10, 20, 30]) + text(12, 12, "总产值") + figures))
    cell = next(c for c in document.blocks[0].cells if (c.row, c.col) == (0, 1))
    assert (cell.text, cell.doubt) == ("27", TORN)


def white(x: float, y: float, width: float, height: float) -> str:
    return (
        f'<ofd:PathObject ID="2" Boundary="{x} {y} {width} {height}" Stroke="false" Fill="true">'
        '<ofd:FillColor Value="255 255 255"/><ofd:AbbreviatedData>'
        f"M 0 0 L {width} 0 L {width} {height} L 0 {height} C</ofd:AbbreviatedData></ofd:PathObject>"
    )


@pytest.mark.parametrize(
    ("objects", "said", "doubt"),
    [
        (text(62, 42, "155") + white(61, 41, 30, 7) + text(62, 42, "165"), "165", ""),
        (text(62, 42, "165") + white(61, 41, 30, 7) + text(62, 42, "165"), "165", ""),
        (text(62, 42, "155165") + white(61, 41, 13, 7), "165", ""),
        (text(62, 42, "155") + white(61, 41, 30, 7), "", NOT_SEEN),
        (white(61, 41, 30, 7) + text(62, 42, "165"), "165", ""),
    ],
)
def test_letters_under_white_paint_are_gone(read, objects, said, doubt):
    document = read(page(grid([20, 60, 120], [40, 50, 60]) + text(22, 42, "产值") + objects))
    (table,) = (b for b in document.blocks if isinstance(b, Table))
    cell = next(c for c in table.cells if (c.row, c.col) == (0, 1))
    assert (cell.text.replace(" ", ""), cell.doubt) == (said, doubt)


@pytest.mark.parametrize("y", [41.4, 45.0])
def test_a_small_number_above_or_below_the_line_is_a_note_mark(read, y):
    small = text(84.3, y, "1").replace('Size="4.0"', 'Size="2"').replace('Y="4.0"', 'Y="2"')
    document = read(page(grid([20, 60, 120], [40, 50, 60]) + text(62, 42, "120.22") + small))
    assert "120.22¹" in cells(document)


HALF = [("总产值", "1"), ("利润", "2"), ("税金", "3")]


def half(x, said):
    cells = "".join(
        text(12 + x, 12 + 10 * n, label) + text(62 + x, 12 + 10 * n, value) for n, (label, value) in enumerate(said)
    )
    return grid([10 + x, 60 + x, 110 + x], [10, 20, 30, 40]) + cells


def test_two_pages_on_one_sheet_are_read_one_after_the_other(read):
    area = "<ofd:Area><ofd:PhysicalBox>0 0 297 210</ofd:PhysicalBox></ofd:Area>"
    both = half(0, HALF) + half(160, [("人数", "4"), ("户数", "5"), ("家数", "6")])
    document = read(page(both, area))
    assert [c.text for b in document.blocks for c in b.cells] == [
        "总产值", "1", "利润", "2", "税金", "3", "人数", "4", "户数", "5", "家数", "6",
    ]  # fmt: skip
    assert document.pages == 1


def test_colours_that_letters_have_by_number_hide_them_too(read):
    looks = (
        '<ofd:DrawParams><ofd:DrawParam ID="70"><ofd:FillColor Value="255 255 255"/></ofd:DrawParam>'
        '<ofd:DrawParam ID="71" Relative="70"/></ofd:DrawParams>'
    )
    res = f"{HEAD}<ofd:Res {NS}>{looks}</ofd:Res>"
    white = text(90, 22, "7", more='DrawParam="71"')
    document = read(page(half(0, HALF) + white), parts={"Doc_0/PublicRes.xml": res})
    (cell,) = (c for b in document.blocks for c in b.cells if c.text == "2")
    assert cell.asides == ("7",)


def test_remarks_and_files_within_are_told(read):
    parts = {
        "Doc_0/Annots/A.xml": '<ofd:Annotations {}><ofd:Page PageID="100"><ofd:FileLoc>P.xml</ofd:FileLoc></ofd:Page>'
        "</ofd:Annotations>",
        "Doc_0/Annots/P.xml": '<ofd:PageAnnot {}><ofd:Annot ID="1" Type="Path"><ofd:Remark>应为 9</ofd:Remark>'
        "</ofd:Annot></ofd:PageAnnot>",
        "Doc_0/Files.xml": '<ofd:Attachments {}><ofd:Attachment Name="明细" Format="xyz">'
        "<ofd:FileLoc>a.bin</ofd:FileLoc></ofd:Attachment></ofd:Attachments>",
    }
    parts = {name: HEAD + part.format(NS) for name, part in parts.items()}
    tail = "<ofd:Annotations>Annots/A.xml</ofd:Annotations><ofd:Attachments>Files.xml</ofd:Attachments>"
    document = read(page(half(0, HALF)), parts=parts, tail=tail)
    assert [line.text for line in document.hidden] == ["批注：应为 9"]
    assert [(u.what, u.name) for u in document.unread] == [("object", "明细.xyz")]
    assert "“明细.xyz”" in document.notes[0]


@pytest.mark.parametrize(
    ("inside", "said", "doubt"),
    [
        (text(62, 12, "155").replace("<ofd:TextCode", f"{cut(1, 1)}<ofd:TextCode"), "", NOT_SEEN),
        (text(62, 12, "155").replace("<ofd:TextCode", f"{cut(80, 6)}<ofd:TextCode"), "155", ""),
        (text(62, 12, "1559").replace("<ofd:TextCode", f"{cut(12, 6)}<ofd:TextCode"), "155", ""),
        (text(62, 12, "155", more='Alpha="0"'), "", NOT_SEEN),
        (text(62, 12, "155", more='CTM="0.9 0.2 -0.2 0.9 0 0"'), "", ASLANT),
        (
            text(80, 11, "62.", more='CTM="0 0.5 -0.5 0 0 0"') + text(76, 11, "01", more='CTM="0 0.5 -0.5 0 0 0"'),
            "62.\n01",
            "",
        ),
    ],
    ids=["cut off", "not cut", "cut in part", "transparent", "aslant", "on its side"],
)
def test_letters_that_are_cut_off_turned_or_transparent(read, inside, said, doubt):
    drawn_cells = grid([10, 60, 160], [10, 24, 30]) + text(12, 12, "总产值")
    (cell,) = (c for b in read(page(drawn_cells + inside)).blocks for c in b.cells if (c.row, c.col) == (0, 1))
    assert (cell.text, cell.doubt) == (said, doubt)
