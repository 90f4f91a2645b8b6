"""Tables without rules, told from how their writing stands."""

from formextract.layout.across_pages.join import join_pages
from formextract.layout.aligned.tables import aligned_tables
from formextract.layout.page import compose, typed
from formextract.text.flow import TextRun

SIZE = 10.0
PITCH = 14.0


def run(text, x, y, *, centre=False):
    """A run of full-width letters whose line has its middle at `y`."""
    wide = sum(SIZE if ord(c) > 255 else SIZE / 2 for c in text)
    x0 = x - wide / 2 if centre else x
    return TextRun(x0, y - SIZE / 2, x0 + wide, y + SIZE / 2, SIZE, text)


def rows(runs, level=()):
    found = aligned_tables(runs, level)
    return [
        [["".join(r.text for r in t.runs[k]) for k in dict.fromkeys(line)] for line in t.grid.at] for t in found.tables
    ]


def row(y, label, *figures):
    """A row with its label, of several lines where it has breaks, and figures at the middle of the label."""
    lines = label.split("\n")
    top = y - PITCH * (len(lines) - 1) / 2
    return [run(part, 160, top + PITCH * n, centre=True) for n, part in enumerate(lines)] + [
        run(f, 300 + 80 * n, y, centre=True) for n, f in enumerate(figures) if f
    ]


def test_figures_stand_at_the_middle_of_their_labels():
    runs = (
        row(100, "年度", "2021年", "2022年", "2023年")
        + row(121, "集群总产值占所在县\n级行政区划比例", "28.45", "46.20", "37.49")
        + row(156, "近三年发生较大事故\n重大及以上网络安全\n事件", "1", "2", "3")
        + row(184, "集群企业数量", "155", "163", "162")
    )
    assert rows(runs) == [
        [
            ["年度", "2021年", "2022年", "2023年"],
            ["集群总产值占所在县级行政区划比例", "28.45", "46.20", "37.49"],
            ["近三年发生较大事故重大及以上网络安全事件", "1", "2", "3"],
            ["集群企业数量", "155", "163", "162"],
        ]
    ]


def test_labels_may_stand_at_the_top_of_long_texts():
    runs = []
    y = 100.0
    for label, lines in (("发展情况", 5), ("质量品牌", 3), ("人才培养", 4)):
        runs.append(run(label, 100, y))
        runs += [run("写满一行的长文字一共有若干字", 220, y + PITCH * n) for n in range(lines)]
        y += PITCH * lines
    assert [[len(c) for c in line] for line in rows(runs)[0]] == [[4, 70], [4, 42], [4, 56]]


def test_a_lone_value_has_all_columns_behind_its_label():
    runs = (
        row(100, "联系人", "张三丰", "电话", "12345")
        + row(120, "占地面积（平方公里）", "", "62.01", "")
        + row(140, "联系人", "李四光", "电话", "67890")
        + row(160, "机构名称", "王五六", "传真", "24680")
    )
    found = aligned_tables(runs).tables[0]
    assert [found.grid.cells[k].colspan for k in dict.fromkeys(found.grid.at[1])] == [1, 3]


def test_rules_between_rows_part_them():
    runs = [run(t, x, 100 + PITCH * n) for n in range(6) for t, x in (("名称甲乙", 100), ("内容丙丁戊己", 250))]
    level = [(100 + PITCH * n - PITCH / 2, 90.0, 330.0) for n in (0, 2, 4, 6)]
    assert len(rows(runs, level)[0]) in (3, 6)
    assert all(len(line) == 2 for line in rows(runs, level)[0])


def test_prose_and_filled_captions_are_no_tables():
    prose = [run("这是一段没有表格的文字，一行接着一行写满整页。", 80, 100 + PITCH * n) for n in range(12)]
    captions = [
        run(text, x, 400 + 20 * n) for n in range(4) for text, x in ((f"联系人：张三{n}", 80), (f"电话：1234{n}", 300))
    ]
    assert rows(prose) == [] == rows(captions)


def test_the_blanks_of_a_cover_are_no_table():
    cover = [
        run(text, x, 100 + 30 * n)
        for n in range(5)
        for text, x in ((f"集群名称{n}：", 80), ("湖北省某市", 200), ("（区、市）", 330))
    ]
    assert rows(cover) == []


def test_what_stands_in_such_a_table_is_said_to_be_unruled():
    runs = [r for n in range(4) for r in row(100 + 20 * n, f"指标第{n}项", "1.5", "2.5")]
    table = join_pages([compose(1, 800.0, [], {}, runs, {}, typed)])[0]
    assert {c.unruled for c in table.cells} == {True}
    assert (table.n_rows, table.n_cols) == (4, 3)


def test_such_a_table_goes_on_overleaf_where_its_columns_do():
    first = [r for n in range(4) for r in row(100 + 20 * n, f"指标第{n}项", "1.5", "2.5")]
    second = [r for n in range(3) for r in row(60 + 20 * n, f"又一个较长指标{n}", "3.5", "44.5")]
    blocks = join_pages([compose(1, 800.0, [], {}, first, {}, typed), compose(2, 800.0, [], {}, second, {}, typed)])
    assert [(b.n_rows, b.n_cols) for b in blocks] == [(7, 3)]


def listed(y, number, name, *texts, top=False):
    """A row of a numbered list: name and text of several lines, the rest at their middle, or at the top."""
    last = y + PITCH * (max(len(name), len(texts)) - 1)
    level = y if top else (y + last) / 2
    own = [run(str(number), 60, level, centre=True), run("2023年", 420, level, centre=True)]
    for x, lines in ((200, name), (560, texts)):
        start = y if top else (y + last) / 2 - PITCH * (len(lines) - 1) / 2
        own += [run(text, x, start + PITCH * n, centre=True) for n, text in enumerate(lines)]
    return own


TEXT = "一行写得很满的集群简介文字"


def a_list(page, *last):
    runs = [
        run(text, x, 60, centre=True)
        for text, x in (("序号", 60), ("产业集群名称", 200), ("成立时间", 420), ("集群简介", 560))
    ]
    for n in (1, 2, 3):
        runs += listed(100 + 80 * (n - 1), n, [f"某某县第{n}个特色", "产业集群"], TEXT, TEXT, TEXT, TEXT)
    runs += listed(340, 4, ["某某县第4个特色", "产业集群"], TEXT, TEXT, TEXT, top=True)
    return compose(page, 460.0, [], {}, [*runs, *last], {}, typed)


def names(blocks):
    return [
        ["".join(c.text.replace("\u200b", "").split()) for c in b.cells if c.col == 1]
        for b in blocks
        if hasattr(b, "cells")
    ]


RIGHT = ["产业集群名称", *(f"某某县第{n}个特色产业集群" for n in (1, 2, 3, 4))]


def test_the_last_row_of_a_numbered_list_is_whole_where_the_page_ends_in_it():
    """Its cells stand at their tops, those of whole rows at their middles; its other lines were rows."""
    assert names(join_pages([a_list(1)])) == [RIGHT]


def test_a_total_below_a_numbered_list_is_a_row_of_its_own():
    assert names(join_pages([a_list(1, run("合计", 200, 410, centre=True), run("4个", 560, 410, centre=True))])) == [
        [*RIGHT, "合计"]
    ]
