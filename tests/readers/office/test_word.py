"""Word files: what a reader of the page sees, with merged cells said once and each cell's place."""

import docx
import pytest
from made_files import SPACES, p, r, read, shape, tbl, tc, tr, word_file

from formextract.model import Place
from formextract.model.ink import COVERED


def body(tmp_path, *inside):
    return shape(read(word_file(tmp_path / "a.docx", "".join(inside))))


def test_lines_and_tables_stand_in_order(tmp_path):
    document = read(
        word_file(tmp_path / "a.docx", p("一、基本情况") + tbl(tr("集群名称", "堵阳织造集群")) + p() + p("声明"))
    )
    assert shape(document) == ["一、基本情况", [(0, 0, 1, 1, "集群名称"), (0, 1, 1, 1, "堵阳织造集群")], "声明"]
    assert (document.reader, document.source.format, document.pages, document.notes) == ("docx", "docx", 1, ())


def test_merged_cells_are_said_once_with_their_spans(tmp_path):
    rows = [
        tr(tc("总产值", merge="restart"), tc("近三年", span=3)),
        tr(tc(merge="continue"), "2021年", "2022年", "2023年"),
        tr("", tc("合计", span=2), "3"),
    ]
    assert body(tmp_path, tbl(*rows)) == [
        [
            (0, 0, 2, 1, "总产值"),
            (0, 1, 1, 3, "近三年"),
            (1, 1, 1, 1, "2021年"),
            (1, 2, 1, 1, "2022年"),
            (1, 3, 1, 1, "2023年"),
            (2, 0, 1, 1, ""),
            (2, 1, 1, 2, "合计"),
            (2, 3, 1, 1, "3"),
        ]
    ]


def test_cells_merged_by_python_docx_read_alike(tmp_path):
    made = docx.Document()
    table = made.add_table(rows=3, cols=3)
    for i, cell in enumerate(table._cells):
        cell.text = str(i)
    table.cell(0, 1).merge(table.cell(1, 2)).text = "大"
    made.save(tmp_path / "a.docx")
    assert shape(read(tmp_path / "a.docx")) == [
        [
            (0, 0, 1, 1, "0"),
            (0, 1, 2, 2, "大"),
            (1, 0, 1, 1, "3"),
            (2, 0, 1, 1, "6"),
            (2, 1, 1, 1, "7"),
            (2, 2, 1, 1, "8"),
        ]
    ]


def test_what_stands_below_in_a_merged_cell_is_not_shown_and_kept_as_a_note(tmp_path):
    rows = [
        tr("总产值", tc("12.5", merge="restart"), tc("", merge="restart"), tc("同", merge="restart")),
        tr("总产值", tc("99", merge="continue"), tc("77", merge="continue"), tc("同", merge="continue")),
    ]
    table = read(word_file(tmp_path / "a.docx", tbl(*rows))).blocks[0]
    said = [(c.text, c.asides, c.doubt) for c in table.cells if c.rowspan == 2]
    assert said == [("12.5", ("99",), ""), ("", ("77",), COVERED), ("同", (), "")]


def test_cells_merged_to_the_right_as_old_word_did_are_one_in_doubt_where_both_say_something(tmp_path):
    def across(said, value):
        return f'<w:tc><w:tcPr><w:hMerge w:val="{value}"/></w:tcPr>{p(said)}</w:tc>'

    rows = [
        tr("企业数", across("12", "restart"), across("", "continue"), "尾"),
        tr("总产值", across("12.5", "restart"), across("99", "continue"), "尾"),
        tr("头", "1", "2", "尾"),
    ]
    table = read(word_file(tmp_path / "a.docx", tbl(*rows))).blocks[0]
    assert [(c.col, c.colspan, c.text, c.asides, c.doubt) for c in table.cells if c.row < 2] == [
        (0, 1, "企业数", (), ""),
        (1, 2, "12", (), ""),
        (3, 1, "尾", (), ""),
        (0, 1, "总产值", (), ""),
        (1, 2, "12.5", ("99",), COVERED),
        (3, 1, "尾", (), ""),
    ]


def test_two_vertical_merges_below_each_other_are_two_cells(tmp_path):
    rows = [
        tr(tc("甲", merge="restart"), "1"),
        tr(tc(merge="continue"), "2"),
        tr(tc("乙", merge="restart"), "3"),
        tr(tc(merge="continue"), "4"),
    ]
    (cells,) = body(tmp_path, tbl(*rows))
    assert [c for c in cells if c[1] == 0] == [(0, 0, 2, 1, "甲"), (2, 0, 2, 1, "乙")]


def test_a_row_that_begins_further_right_keeps_its_columns(tmp_path):
    rows = [tr("甲", "乙", "丙"), tr("丁", "戊", props='<w:gridBefore w:val="1"/>')]
    (cells,) = body(tmp_path, tbl(*rows))
    assert cells[3:] == [(1, 1, 1, 1, "丁"), (1, 2, 1, 1, "戊")]


def test_places_count_cells_as_one_counts_them_on_the_page(tmp_path):
    tables = tbl(tr("无关")) + p() + tbl(tr(tc("宽", span=2), "末"), tr("甲", "乙", "丙"))
    document = read(word_file(tmp_path / "a.docx", tables))
    assert [(c.text, c.place) for c in document.blocks[-1].cells] == [
        ("宽", Place(cell="T2R1C1")),
        ("末", Place(cell="T2R1C2")),
        ("甲", Place(cell="T2R2C1")),
        ("乙", Place(cell="T2R2C2")),
        ("丙", Place(cell="T2R2C3")),
    ]


def test_a_nested_table_stands_in_the_outer_grid(tmp_path):
    inner = tbl(tr("主持", "参与"), tr("3", "5"))
    document = read(word_file(tmp_path / "a.docx", tbl(tr("标准数量", tc(inner, p())))))
    assert shape(document) == [
        [
            (0, 0, 2, 1, "标准数量"),
            (0, 1, 1, 1, "主持"),
            (0, 2, 1, 1, "参与"),
            (1, 1, 1, 1, "3"),
            (1, 2, 1, 1, "5"),
        ]
    ]
    cells = [c.place.cell for c in document.blocks[0].cells]
    assert len(set(cells)) == 5
    assert all(c.startswith("T1R1C") for c in cells)


def test_a_nested_table_behind_words_leaves_the_words_a_row(tmp_path):
    inner = tbl(tr("主持", "3"))
    assert body(tmp_path, tbl(tr("标准", tc("国家标准：", inner, p())))) == [
        [(0, 0, 2, 1, "标准"), (0, 1, 1, 2, "国家标准："), (1, 1, 1, 1, "主持"), (1, 2, 1, 1, "3")]
    ]


def test_a_long_table_in_a_cell_keeps_its_rows(tmp_path):
    inner = tbl(*[tr(str(n), f"{n} 万元") for n in range(150)])
    document = read(word_file(tmp_path / "a.docx", tbl(tr("明细", tc(inner, p())))))
    (table,) = document.blocks
    assert [(c.row, c.text) for c in table.cells if c.col == 1] == [(n, str(n)) for n in range(150)]


def test_tables_in_tables_in_tables_keep_their_rows(tmp_path):
    inner = tbl(*[tr(str(n)) for n in range(8)])
    for _ in range(3):
        inner = tbl(*[tr("行") for _ in range(7)], tr(tc(inner, p())))
    (table,) = read(word_file(tmp_path / "a.docx", inner)).blocks
    assert [c.text for c in table.cells] == ["行"] * 21 + [str(n) for n in range(8)]
    assert [c.row for c in table.cells] == list(range(29))


def checkbox(state):
    value = "" if state is None else f'<w14:checked w14:val="{state}"/>'
    props = f"<w:sdtPr><w14:checkbox>{value}</w14:checkbox></w:sdtPr>"
    return f"<w:sdt>{props}<w:sdtContent>{r('□')}</w:sdtContent></w:sdt>"


@pytest.mark.parametrize(("state", "sign"), [("1", "☑"), ("true", "☑"), ("0", "☐"), ("false", "☐"), (None, "☐")])
def test_a_check_box_control_shows_its_state_whatever_glyph_it_holds(tmp_path, state, sign):
    assert body(tmp_path, tbl(tr(tc(p(checkbox(state), "是"))))) == [[(0, 0, 1, 1, f"{sign}是")]]


def legacy(inside):
    field = f"<w:ffData><w:checkBox>{inside}</w:checkBox></w:ffData>"
    begin = f'<w:r><w:fldChar w:fldCharType="begin">{field}</w:fldChar></w:r>'
    code = "<w:r><w:instrText> FORMCHECKBOX </w:instrText></w:r>"
    return begin + code + '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'


@pytest.mark.parametrize(
    ("inside", "sign"),
    [
        ('<w:default w:val="0"/>', "☐"),
        ('<w:default w:val="1"/>', "☑"),
        ('<w:default w:val="0"/><w:checked/>', "☑"),
        ('<w:default w:val="1"/><w:checked w:val="0"/>', "☐"),
        ('<w:checked w:val="true"/>', "☑"),
        ("", "☐"),
    ],
)
def test_a_form_field_of_old_word_shows_its_state(tmp_path, inside, sign):
    assert body(tmp_path, tbl(tr(tc(p(legacy(inside), "否"))))) == [[(0, 0, 1, 1, f"{sign}否")]]


@pytest.mark.parametrize(
    ("run", "sign"),
    [
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>', "☑"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0A8"/></w:r>', "☐"),
        ('<w:r><w:sym w:font="Wingdings 2" w:char="F052"/></w:r>', "☑"),
        ('<w:r><w:sym w:font="Wingdings 2" w:char="00A3"/></w:r>', "☐"),
        (r("þ", '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>'), "☑"),
        (r("R", '<w:rFonts w:ascii="Wingdings 2"/>'), "☑"),
        (r("R", '<w:rFonts w:ascii="SimSun"/>'), "R"),
        ('<w:r><w:sym w:font="Wingdings" w:char="zz"/></w:r>', ""),
    ],
)
def test_symbols_are_the_signs_that_they_show(tmp_path, run, sign):
    assert body(tmp_path, p(run, "是")) == [f"{sign}是"]


def test_tracked_changes_read_as_accepted(tmp_path):
    changed = p("产值", '<w:del w:id="1">' + r("12").replace("w:t", "w:delText") + "</w:del>",
                '<w:ins w:id="2">' + r("34") + "</w:ins>", "亿元")  # fmt: skip
    moved = p('<w:moveFrom w:id="3">' + r("旧") + "</w:moveFrom>", '<w:moveTo w:id="4">' + r("新") + "</w:moveTo>")
    row = '<w:ins w:id="5">' + tr("乙", "2") + "</w:ins>"
    assert body(tmp_path, changed, moved, tbl(tr("甲", "1"), row)) == [
        "产值34亿元",
        "新",
        [(0, 0, 1, 1, "甲"), (0, 1, 1, 1, "1"), (1, 0, 1, 1, "乙"), (1, 1, 1, 1, "2")],
    ]


def test_a_row_deleted_by_a_tracked_change_is_gone(tmp_path):
    gone = [tc(p(f'<w:del w:id="1">{r(text).replace("w:t", "w:delText")}</w:del>')) for text in "乙2"]
    deleted = tr(*gone, props='<w:del w:id="2"/>')
    assert body(tmp_path, tbl(tr("甲", "1"), deleted, tr("丙", "3"))) == [
        [(0, 0, 1, 1, "甲"), (0, 1, 1, 1, "1"), (1, 0, 1, 1, "丙"), (1, 1, 1, 1, "3")]
    ]


@pytest.mark.parametrize("vanish", ["<w:vanish/>", '<w:vanish w:val="1"/>', '<w:vanish w:val="true"/>'])
def test_hidden_letters_are_not_read(tmp_path, vanish):
    assert body(tmp_path, p("12", r("99", vanish), "亿元")) == ["12亿元"]


def test_letters_shown_again_are_read(tmp_path):
    assert body(tmp_path, p("12", r("99", '<w:vanish w:val="0"/>'))) == ["1299"]


def test_a_text_box_is_read_once(tmp_path):
    box = "<w:txbxContent>" + p("框内") + "</w:txbxContent>"
    drawing = f"<w:drawing><wps:txbx>{box}</wps:txbx></w:drawing>"
    old = f"<w:pict><v:textbox>{box}</v:textbox></w:pict>"
    run = (
        f"<w:r><mc:AlternateContent><mc:Choice>{drawing}</mc:Choice>"
        f"<mc:Fallback>{old}</mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert body(tmp_path, p("框外", run)) == ["框外", "框内"]
    assert body(tmp_path, p("框外", f"<w:r>{old}</w:r>")) == ["框外", "框内"]


def test_content_controls_are_looked_through_and_prompts_are_not_read(tmp_path):
    filled = f"<w:sdt><w:sdtPr/><w:sdtContent>{r('堵阳县')}</w:sdtContent></w:sdt>"
    prompt = f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{r('单击输入')}</w:sdtContent></w:sdt>"
    whole = f"<w:sdt><w:sdtPr/><w:sdtContent>{tbl(tr('甲', '乙'))}</w:sdtContent></w:sdt>"
    cell = f"<w:sdt><w:sdtPr/><w:sdtContent>{tc('丙')}</w:sdtContent></w:sdt>"
    assert body(tmp_path, p(filled), p(prompt), whole, tbl(tr(cell, "丁"))) == [
        "堵阳县",
        [(0, 0, 1, 1, "甲"), (0, 1, 1, 1, "乙")],
        [(0, 0, 1, 1, "丙"), (0, 1, 1, 1, "丁")],
    ]


def test_paragraphs_and_breaks_within_a_cell_are_line_ends(tmp_path):
    cell = tc(p("甲中心", "<w:r><w:br/></w:r>", "乙平台"), p("丙实验室"), p())
    signs = tc(p("1", "<w:r><w:tab/></w:r>", "2", "<w:r><w:noBreakHyphen/></w:r>", "3"))
    assert body(tmp_path, tbl(tr(cell, signs))) == [[(0, 0, 1, 1, "甲中心\n乙平台\n丙实验室"), (0, 1, 1, 1, "1\t2-3")]]


def test_field_codes_and_comments_are_not_text(tmp_path):
    link = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>HYPERLINK "x"</w:instrText></w:r>'
    link += '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' + r("堵阳")
    link += '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    assert body(tmp_path, p(link, '<w:r><w:footnoteReference w:id="1"/></w:r>', "县")) == ["堵阳县"]


def test_markup_and_formulas_in_a_cell_are_plain_text(tmp_path):
    assert body(tmp_path, tbl(tr("=1+1", "&lt;script&gt;alert(1)&lt;/script&gt;", "{{ 7*7 }}"))) == [
        [(0, 0, 1, 1, "=1+1"), (0, 1, 1, 1, "<script>alert(1)</script>"), (0, 2, 1, 1, "{{ 7*7 }}")]
    ]


STYLES = (
    f'<w:styles {SPACES}><w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/>'
    '<w:rPr><w:sz w:val="24"/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="out"><w:name w:val="out"/><w:rPr><w:strike/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="out2"><w:name w:val="out2"/><w:basedOn w:val="out"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="gone"><w:name w:val="gone"/><w:rPr><w:dstrike/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="a3"><w:name w:val="Placeholder Text"/></w:style></w:styles>'
)


def cell_of(tmp_path, *inside):
    """The one cell that these paragraphs and runs stand in, in a file with styles."""
    whole = inside if inside[0].startswith(("<w:p>", "<w:sdt>")) else [p(*inside)]
    path = word_file(
        tmp_path / "a.docx",
        tbl(tr(tc(*whole))),
        links=[("styles", "styles.xml", "")],
        parts=[("word/styles.xml", STYLES)],
        types={"/word/styles.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"},
    )
    document = read(path)
    return document.blocks[0].cells[0], [h.text for h in document.hidden]


@pytest.mark.parametrize(
    "old",
    [
        r("155", "<w:strike/>"),
        r("155", '<w:dstrike w:val="1"/>'),
        r("155", '<w:rStyle w:val="out"/>'),
        r("155", '<w:rStyle w:val="out2"/>'),
        '<w:del w:id="1"><w:r><w:delText>155</w:delText></w:r></w:del>',
        r("15", "<w:strike/>") + r("5", "<w:strike/><w:b/>"),
    ],
)
def test_struck_text_is_no_value_and_is_listed(tmp_path, old):
    """An old count struck through and the new one behind it came out as 155165, for sure."""
    cell, hidden = cell_of(tmp_path, old + r("165"))
    assert (cell.text, cell.doubt, cell.asides, len(hidden)) == ("165", "", ("155",), 1)


def test_a_style_may_be_taken_back_by_its_run(tmp_path):
    gone = '<w:p><w:pPr><w:pStyle w:val="gone"/></w:pPr>' + r("155") + r("165", '<w:dstrike w:val="0"/>') + "</w:p>"
    assert cell_of(tmp_path, gone)[0].text == "165"


def test_runs_set_alike_look_as_their_own_paragraph_does(tmp_path):
    """What properties make of a run is kept by how they are written, and by what stands around it."""
    bold = r("155", "<w:b/>")
    gone = '<w:p><w:pPr><w:pStyle w:val="gone"/></w:pPr>' + bold + "</w:p>"
    cell, _ = cell_of(tmp_path, p(bold), gone, p(bold))
    assert ([line for line in cell.text.split("\n") if line], cell.asides) == (["155", "155"], ("155",))


def test_a_cell_in_which_all_is_struck_is_in_doubt(tmp_path):
    cell, _ = cell_of(tmp_path, r("155", "<w:strike/>"))
    assert (cell.text, bool(cell.doubt)) == ("155", True)


def test_a_struck_paragraph_is_no_line_of_the_text(tmp_path):
    document = read(word_file(tmp_path / "a.docx", p("正文") + p(r("旧文", "<w:strike/>"))))
    assert ([b.text for b in document.blocks], ["旧文" in h.text for h in document.hidden]) == (["正文"], [True])


@pytest.mark.parametrize(
    ("props", "text"),
    [
        ('<w:vertAlign w:val="superscript"/>', "120.22¹"),
        ('<w:position w:val="8"/><w:sz w:val="14"/>', "120.22¹"),
        ('<w:position w:val="8"/>', "120.221"),
        ('<w:vertAlign w:val="baseline"/>', "120.221"),
    ],
)
def test_a_raised_number_is_a_note_mark(tmp_path, props, text):
    assert cell_of(tmp_path, r("120.22") + r("1", props))[0].text == text


PROMPT = "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"


def test_a_prompt_is_nothing_whatever_it_stands_around(tmp_path):
    around_cell = tr("甲", PROMPT.format(tc(p("单击此处输入"))))
    around_row = PROMPT.format(tr(tc(p("乙")), tc(p("点按此处"))))
    around_paragraph = tr("丙", tc(PROMPT.format(p("请填写"))))
    (cells,) = body(tmp_path, tbl(around_cell, around_row, around_paragraph))
    assert [c[4] for c in cells] == ["甲", "", "", "", "丙", ""]


def test_an_item_without_a_value_is_a_prompt(tmp_path):
    listed = '<w:dropDownList><w:listItem w:displayText="{}" w:value=""/></w:dropDownList>'
    box = "<w:sdt><w:sdtPr>{}</w:sdtPr><w:sdtContent>" + p("请选择") + "</w:sdtContent></w:sdt>"
    assert cell_of(tmp_path, box.format(listed.format("请选择")))[0].text == ""
    assert cell_of(tmp_path, box.format(listed.format("另选")))[0].text == "请选择"


def test_text_in_the_style_of_prompts_is_in_doubt(tmp_path):
    cell, _ = cell_of(tmp_path, r("湖北省", '<w:rStyle w:val="a3"/>'))
    assert (cell.text, bool(cell.doubt)) == ("湖北省", True)


def drawn_field(*code, data=""):
    begin = f'<w:r><w:fldChar w:fldCharType="begin">{data}</w:fldChar></w:r>'
    inside = "".join(f"<w:r><w:instrText>{c}</w:instrText></w:r>" for c in code)
    return begin + inside + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ((r"eq \o\ac(□,√)",), "☑"),
        ((r"EQ \o\ac(", "□", ",√)"), "☑"),
        ((r"eq \o\ac(□,\s\up2(×))",), "☒"),
        ((r"eq \o\ac(○,3)",), "③"),
        ((r"eq \f(1,2)",), "1/2"),
        ((' SYMBOL 254 \\f "Wingdings" \\s 12 ',), "☑"),
        ((" SYMBOL 0xA8 \\f Wingdings ",), "☐"),
        (("PAGE",), ""),
    ],
)
def test_what_word_draws_from_a_code_is_read(tmp_path, code, text):
    cell, _ = cell_of(tmp_path, drawn_field(*code))
    assert (cell.text, cell.doubt) == (text, "")


def test_a_drawn_field_that_cannot_be_read_is_doubt(tmp_path):
    assert cell_of(tmp_path, drawn_field(r"eq \i\su(1,5,3)"))[0].doubt


@pytest.mark.parametrize(
    ("result", "text", "doubtful"), [("1", "甲", False), ("0", "请选择", True), (None, "请选择", True)]
)
def test_an_old_drop_down_shows_its_choice(tmp_path, result, text, doubtful):
    said = "" if result is None else f'<w:result w:val="{result}"/>'
    data = f'<w:ffData><w:ddList>{said}<w:listEntry w:val="请选择"/><w:listEntry w:val="甲"/></w:ddList></w:ffData>'
    cell, _ = cell_of(tmp_path, drawn_field(" FORMDROPDOWN ", data=data))
    assert (cell.text, bool(cell.doubt)) == (text, doubtful)


MATHS = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'


@pytest.mark.parametrize(
    ("inside", "text", "doubtful"),
    [
        ("<m:r><m:t>4763</m:t></m:r><m:r><m:t>.38</m:t></m:r>", "4763.38", False),
        ("<m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f>", "1/2", False),
        ("<m:sSup><m:e><m:r><m:t>10</m:t></m:r></m:e><m:sup><m:r><m:t>4</m:t></m:r></m:sup></m:sSup>", "104", True),
    ],
)
def test_a_figure_in_an_equation_is_read(tmp_path, inside, text, doubtful):
    cell, _ = cell_of(tmp_path, f"<m:oMath {MATHS}>{inside}</m:oMath>")
    assert (cell.text, bool(cell.doubt)) == (text, doubtful)


def test_a_picture_alone_in_a_cell_is_no_blank(tmp_path):
    blip = '<a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"/>'
    cell, _ = cell_of(tmp_path, f"<w:r><w:drawing>{blip}</w:drawing></w:r>")
    assert (cell.text, bool(cell.doubt)) == ("", True)


def test_a_raised_unit_is_a_unit_and_a_hidden_row_is_not_shown(tmp_path):
    up = "<w:vertAlign w:val='superscript'/>"
    body = tbl(
        tr("增速", tc(p(r("12.5"), r("%", up)))),
        tr("产值", tc(p(r("30"), r("亿元", up)))),
        tr("税金", tc(p(r("4"), r("t", up)))),
        tr("利润", "9", props="<w:hidden/>"),
    )
    document = read(word_file(tmp_path / "a.docx", body))
    (table,) = document.blocks
    assert [c.text for c in table.cells] == ["增速", "12.5%", "产值", "30亿元", "税金", "4", "", ""]
    assert [line.text.partition("：")[2] for line in document.hidden] == ["t", "利润", "9"]


def test_a_paragraph_end_that_was_taken_out_joins_what_stands_on_both_sides(tmp_path):
    first = "<w:p><w:pPr><w:rPr><w:del w:id='1'/></w:rPr></w:pPr>" + r("12") + "</w:p>"
    document = read(word_file(tmp_path / "a.docx", tbl(tr("产值", tc(first, p("5"))))))
    assert document.blocks[0].cells[1].text == "125"


def test_a_figure_in_a_frame_may_lie_on_any_empty_cell(tmp_path):
    frame = "<w:p><w:pPr><w:framePr w:x='1' w:y='1'/></w:pPr>" + r("66") + "</w:p>"
    document = read(word_file(tmp_path / "a.docx", frame + tbl(tr("产值", tc()))))
    assert document.blocks[1].cells[1].doubt


def test_cells_and_rows_that_a_tracked_change_took_out_are_kept_aside(tmp_path):
    gone = "<w:tc><w:tcPr><w:cellDel w:id='1' w:author='甲'/></w:tcPr>" + p("150") + "</w:tc>"
    body = tbl(tr("产值", gone, "155"), tr("企业数", "77", props='<w:del w:id="2" w:author="甲"/>'))
    document = read(word_file(tmp_path / "a.docx", body))
    assert [(c.text, bool(c.doubt)) for c in document.blocks[0].cells] == [
        ("产值", False), ("150", True), ("155", False),
    ]  # fmt: skip
    assert [h.text.partition("：")[2] for h in document.hidden] == ["企业数 77", "150"]


def test_cells_that_a_tracked_change_took_out_do_not_push_the_others_aside(tmp_path):
    gone = "<w:tc><w:tcPr><w:cellDel w:id='1' w:author='甲'/></w:tcPr>" + p("150") + "</w:tc>"
    grid = "<w:tblGrid>" + "<w:gridCol/>" * 3 + "</w:tblGrid>"
    document = read(word_file(tmp_path / "a.docx", tbl(grid, tr("产值", gone, "155", "163"))))
    assert [(c.col, c.text) for c in document.blocks[0].cells] == [(0, "产值"), (1, "155"), (2, "163")]
    assert [h.text.partition("：")[2] for h in document.hidden] == ["150"]


def test_a_table_that_is_typed_with_tabs_is_one(tmp_path):
    rows = (("年度", "2021年", "2022年"), ("总产值", "1.1", "2.2"), ("企业数量", "155", "163"))
    tabbed = (p(*(f"<w:r>{'<w:tab/>' * (n > 0)}<w:t>{t}</w:t></w:r>" for n, t in enumerate(row))) for row in rows)
    (made,) = read(word_file(tmp_path / "a.docx", "".join(tabbed))).blocks
    assert [c.text for c in made.cells] == [t for row in rows for t in row]


@pytest.mark.parametrize(
    ("default", "said", "doubtful"), [("请输入", "请输入", True), ("请输入", "155", False), ("0", "0", False)]
)
def test_an_old_text_field_that_shows_the_words_it_began_with_is_in_doubt(tmp_path, default, said, doubtful):
    data = f"<w:ffData><w:textInput><w:default w:val='{default}'/></w:textInput></w:ffData>"
    field = p(
        f"<w:r><w:fldChar w:fldCharType='begin'>{data}</w:fldChar></w:r>",
        "<w:r><w:instrText> FORMTEXT </w:instrText></w:r>",
        "<w:r><w:fldChar w:fldCharType='separate'/></w:r>",
        r(said),
        "<w:r><w:fldChar w:fldCharType='end'/></w:r>",
    )
    document = read(word_file(tmp_path / "a.docx", tbl(tr("产值", tc(field)))))
    cell = document.blocks[0].cells[1]
    assert (cell.text, bool(cell.doubt)) == (said, doubtful)


def test_a_hidden_row_hides_what_stands_in_it_and_no_row_beside_it(tmp_path):
    inner = tbl(tr("出口", "7"))
    hidden = tr("利润", tc(p(r("9")), inner, p("10")), props="<w:hidden/>")
    body = tbl(tr("产值", "30"), hidden, tr("税金", tc(p("4"), p("5"))))
    document = read(word_file(tmp_path / "a.docx", body))
    told = [c.text for b in document.blocks for c in b.cells if c.text]
    assert told == ["产值", "30", "税金", "4\n5"]
    assert {"利润", "9", "10", "出口", "7"} <= {
        w for line in document.hidden for w in line.text.split("：")[-1].split("\n")
    }


def test_runs_of_text_alone_and_others_are_read_in_their_order(tmp_path):
    struck = r("8", "<w:strike/>")
    tabbed = "<w:r><w:t>1</w:t><w:tab/><w:t>2</w:t></w:r>"
    late = "<w:r><w:t>3</w:t><w:rPr><w:strike/></w:rPr></w:r>"  # properties behind the text count all the same
    document = read(word_file(tmp_path / "a.docx", tbl(tr("产值", tc(p(struck, r("5"), tabbed, late))))))
    cell = document.blocks[0].cells[1]
    assert cell.text.split() == ["51", "2"]
