"""One page: grids and runs of text to lines and tables from top to bottom, nested frames set into their hosts."""

from collections import defaultdict

import pytest

from formextract.layout.grid import find_grids
from formextract.layout.page import PageTable, compose, typed
from formextract.layout.table_builder import PlacedCell, to_table
from formextract.model import TYPED, Line, Place
from formextract.text.flow import TextRun

HEIGHT = 842.0


def piece(x, y, text, size=10.0):
    width = sum(size if ord(c) > 0x2E7F else size / 2 for c in text)
    return TextRun(x, y, x + width, y + size, size, text)


def box(x0, y0, x1, y1):
    return [(y0, x0, x1), (y1, x0, x1)], [(x0, y0, y1), (x1, y0, y1)]


def blocks_of(boxes, pieces, doubts=None):
    """The page's blocks, with tables as rows of (row, col, rowspan, colspan, text)."""
    horizontal, vertical = [], []
    for b in boxes:
        h, v = box(*b)
        horizontal += h
        vertical += v
    grids = find_grids(horizontal, vertical)
    inside, loose = defaultdict(list), []
    for p in pieces:
        x, y = (p.x0 + p.x1) / 2, (p.y0 + p.y1) / 2
        key = next(((i, k) for i in reversed(range(len(grids))) if (k := grids[i].find(x, y)) is not None), None)
        (loose if key is None else inside[key]).append(p)
    out = []
    for block in compose(1, HEIGHT, grids, inside, loose, doubts or {}, typed):
        if isinstance(block, Line):
            out.append(block.text)
        else:
            assert isinstance(block, PageTable)
            table = to_table(block.cells, 3.0)
            out.append([(c.row, c.col, c.rowspan, c.colspan, c.text) for c in table.cells])
    return out


def test_lines_and_tables_alternate_from_top_to_bottom():
    boxes = [(50, 200, 150, 230), (150, 200, 350, 230), (50, 400, 350, 430)]
    pieces = [
        piece(60, 410, "声明"),
        piece(60, 210, "集群名称"),
        piece(160, 210, "堵阳织造集群"),
        piece(60, 150, "一、基本情况"),
        piece(60, 300, "二、主导产业情况"),
    ]
    assert blocks_of(boxes, pieces) == [
        "一、基本情况",
        [(0, 0, 1, 1, "集群名称"), (0, 1, 1, 1, "堵阳织造集群")],
        "二、主导产业情况",
        [(0, 0, 1, 1, "声明")],
    ]


def test_the_cells_of_a_nested_table_stand_in_the_outer_grid():
    boxes = [(50, 100, 150, 200), (150, 100, 350, 200), (160, 110, 250, 150), (250, 110, 340, 150)]
    boxes += [(160, 150, 250, 190), (250, 150, 340, 190)]
    pieces = [piece(60, 140, "标准数量"), piece(170, 120, "主持"), piece(260, 120, "参与")]
    pieces += [piece(170, 160, "3"), piece(260, 160, "5")]
    assert blocks_of(boxes, pieces) == [
        [
            (0, 0, 2, 1, "标准数量"),
            (0, 1, 1, 1, "主持"),
            (0, 2, 1, 1, "参与"),
            (1, 1, 1, 1, "3"),
            (1, 2, 1, 1, "5"),
        ]
    ]


def test_words_beside_a_nested_table_keep_a_row_of_their_own():
    boxes = [(50, 100, 350, 200), (60, 130, 200, 190), (200, 130, 340, 190)]
    assert blocks_of(boxes, [piece(60, 105, "国家标准"), piece(70, 150, "3"), piece(210, 150, "5")]) == [
        [(0, 0, 1, 2, "国家标准"), (1, 0, 1, 1, "3"), (1, 1, 1, 1, "5")]
    ]


def test_page_numbers_and_empty_frames_are_no_part_of_the_form():
    pieces = [
        piece(280, 810, "- 3 -"),
        piece(280, 790, "-7."),
        piece(280, 820, ".3."),
        piece(250, 825, "第 3 页 共 12 页"),
        piece(100, 300, "12"),
    ]
    assert blocks_of([(100, 50, 500, 90)], pieces) == ["12"]


def test_a_paragraph_over_several_lines_is_one_line_and_an_indent_begins_the_next():
    full = "集群主导产业为现代织造产业链条完整配套齐全"
    pieces = [
        piece(120, 100, full[:-2]),
        piece(100, 120, full),
        piece(100, 140, "共有企业。"),
        piece(120, 160, "下一段。"),
    ]
    assert blocks_of([], pieces) == [full[:-2] + full + "共有企业。", "下一段。"]


def test_a_heading_behind_a_sentence_that_has_ended_is_a_line_of_its_own():
    full = "集群主导产业为现代织造产业链条完整配套齐全"
    pieces = [piece(100, 120, full[:-1] + "。"), piece(100, 140, "二、工作进展"), piece(100, 160, "三、经费")]
    assert blocks_of([], pieces)[:2] == [full[:-1] + "。", "二、工作进展"]
    pieces[0] = piece(100, 120, full)
    assert blocks_of([], pieces)[0] == full + "二、工作进展"  # what has not ended may go on with a number


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("根据要求，现将浏阳市花炮先进制造业集群本年", "度发展情况报告如下："),
        ("促进机构已经成立，即浏阳市花炮文化产业发展", "中心（联系人：邓卫红，电话：0731-83611207）。"),
    ],
)
def test_a_sentence_that_has_not_ended_goes_on_with_a_colon(above, below):
    assert blocks_of([], [piece(100, 100, above), piece(100, 115, below)]) == [above + below]


def test_a_bracket_that_is_open_goes_on_in_the_next_line_however_short_the_first():
    lines = ["去年被认定为湖北省特色产业集群（鄂经信产业", "〔2023〕201号）。全年发展情况如下文所说，各项指标完成。"]
    assert blocks_of([], [piece(100, 100, lines[0]), piece(100, 115, lines[1])]) == ["".join(lines)]


def test_a_caption_below_a_full_line_with_a_caption_begins_a_line():
    lines = ["申报单位：湖北省襄阳市枣阳市，经济和信息化局", "申报时间：2024年5月"]
    assert blocks_of([], [piece(100, 100, lines[0]), piece(100, 115, lines[1])]) == lines


@pytest.mark.parametrize("number", ["（二）", "2.", "二、"])
def test_what_is_numbered_behind_a_sentence_that_has_ended_is_a_line_of_its_own(number):
    lines = ["（一）营业收入。三年依次为一百亿元、一百一十亿元。", f"{number}主导产业营业收入。"]
    assert blocks_of([], [piece(100, 100, lines[0]), piece(100, 115, lines[1])]) == lines


def test_a_doubt_stays_with_its_cell():
    horizontal, vertical = box(50, 100, 350, 130)
    grids = find_grids(horizontal, vertical)
    inside = {(0, 0): [piece(60, 110, "1 3")]}
    (table,) = compose(2, HEIGHT, grids, inside, [], {(0, 0): "不可信"}, typed)
    (cell,) = to_table(table.cells, 3.0).cells
    assert (cell.text, cell.doubt, cell.place.page, cell.place.bbox) == ("1 3", "不可信", 2, (50, 100, 350, 130))


def test_a_page_number_stands_at_the_foot_of_the_sheet_not_of_the_picture():
    """On a photograph the desk around the sheet put it too far up to be known as one."""
    lines = [piece(100, 300, "一、基本情况"), piece(280, 730, "- 3 -")]
    assert [b.text for b in compose(1, HEIGHT, [], {}, lines, {}, typed)] == ["一、基本情况", "- 3 -"]
    assert [b.text for b in compose(1, 770.0, [], {}, lines, {}, typed, 60.0)] == ["一、基本情况"]


def test_a_page_without_rules_says_where_its_writing_stands_and_one_with_rules_does_not():
    words = [
        piece(x, 100 + 20 * k, t) for k in range(4) for x, t in ((50, f"第{k}项名称"), (200, f"{k}1"), (300, f"{k}2"))
    ]
    *_, table = compose(1, HEIGHT, [], {}, [*words, piece(50, 40, "一、情况")], {}, typed)
    assert isinstance(table, PageTable)
    shown = {c.text: c.shown.lines for c in table.cells}
    assert shown["31"] == (("31", (200.0, 160.0, 210.0, 170.0)),)
    horizontal, vertical = box(40.0, 90.0, 400.0, 190.0)
    drawn = find_grids([*horizontal, (120.0, 40.0, 400.0)], vertical)
    blocks = compose(1, HEIGHT, drawn, {}, [piece(50, 40, "一、情况")], {}, typed)
    assert [b.shown for b in blocks if isinstance(b, Line)] == [None]


def test_a_cell_thinner_than_the_tolerance_stands_in_a_row_of_the_table():
    thin = [PlacedCell(y0, y1, 0, 9, text, Place(), TYPED) for y0, y1, text in ((0, 9, "高"), (9, 9.5, "矮"))]
    table = to_table(thin, 1.0)
    assert [(c.row, c.rowspan, c.text) for c in table.cells] == [(0, 1, "高"), (0, 1, "矮")]
    assert (table.n_rows, table.n_cols) == (1, 1)
