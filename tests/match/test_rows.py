"""Summary sheets: a heading row of known labels, then one record a row."""

from dataclasses import replace

import pytest
from made_documents import SUMMARY_HEAD, document, matched, table

TITLE = "中小企业特色产业集群推荐汇总表"
HEAD = SUMMARY_HEAD
ONE = ["1", "甲集群", "甲园区", "湖北省十堰市堵阳县", "织造", "2012年", "甲简介"]
TWO = ["2", "乙集群", "乙园区", "湖北省恩施州某县", "茶", "2015年3月", "乙简介"]
FIELDS = ["cluster_name", "operator", "region", "leading_industry", "founded", "profile"]


def rows(*blocks):
    template, matches = matched(document(TITLE, *blocks))
    assert template.id == "sme-cluster/summary@2024"
    number = "recommendation_rank"
    return [{p.indicator: p.text for p in m.placements if p.indicator != number} for m in matches]


def wanted(row):
    return dict(zip(FIELDS, row[1:], strict=True))


def test_one_record_a_row():
    assert rows(table(HEAD, ONE, TWO)) == [wanted(ONE), wanted(TWO)]


def test_the_order_of_the_columns_does_not_matter():
    assert rows(table(HEAD[::-1], ONE[::-1], TWO[::-1])) == [wanted(ONE), wanted(TWO)]


def test_a_title_and_a_note_inside_the_table_are_no_rows():
    title, note = [TITLE, *"<<<<<<"], ["注：按推荐优先顺序排列。", *"<<<<<<"]
    assert rows(table(title, HEAD, ONE, TWO, note)) == [wanted(ONE), wanted(TWO)]


def test_empty_rows_and_rows_with_only_a_number_are_no_records():
    assert rows(table(HEAD, ONE, [""] * 7, ["2", *[""] * 6], ["3", *[""] * 6])) == [wanted(ONE)]


def test_an_empty_cell_is_placed_empty():
    row = [*ONE[:4], "", *ONE[5:]]
    assert rows(table(HEAD, row)) == [wanted(row)]


def test_a_heading_repeated_on_each_page_is_no_row():
    assert rows(table(HEAD, ONE, HEAD, TWO, page_starts=[2])) == [wanted(ONE), wanted(TWO)]
    assert rows(table(HEAD, ONE), table(HEAD, TWO)) == [wanted(ONE), wanted(TWO)]


def test_a_row_cut_by_the_page_is_one_record():
    cut = ["", "", "", "", "", "", "，产值九十亿元"]
    assert rows(table(HEAD, ONE, cut, TWO, page_starts=[2])) == [
        wanted(ONE) | {"profile": "甲简介，产值九十亿元"},
        wanted(TWO),
    ]


def test_a_row_cut_by_the_page_is_known_by_both_its_places():
    cut = ["", "", "", "", "", "", "，产值九十亿元"]
    _, (match,) = matched(document(TITLE, table(HEAD, ONE, cut, page_starts=[2])))
    places = {p.indicator: (p.place.cell, [q.cell for q in p.further]) for p in match.placements}
    assert places["profile"] == ("R2C7", ["R3C7"])
    assert places["cluster_name"] == ("R2C2", [])


def test_what_a_column_is_to_be_filled_with_is_no_row():
    remark = ["", "", "", "", "", "", "（主导产业链条、行业地位、荣誉称号等。）"]
    assert rows(table(HEAD, remark, ONE)) == [wanted(ONE)]


def test_a_table_that_goes_on_without_its_heading_keeps_its_columns():
    assert rows(table(HEAD, ONE), table(TWO)) == [wanted(ONE), wanted(TWO)]


def test_columns_that_nobody_asked_for_and_lines_outside_are_left_over():
    made = document(TITLE, "抄送单位：某厅", table([*HEAD, "备注"], [*ONE, "优先"], [*TWO, "其次"]))
    _, matches = matched(made)
    assert [[(x.label, x.text) for x in m.leftovers] for m in matches] == [
        [("备注", "优先"), ("", "抄送单位：某厅")],
        [("备注", "其次")],
    ]


@pytest.mark.parametrize(
    "head",
    [
        ["市州经信部门：（盖章）某市经济和信息化局", "联系人和手机：何静 13900002222"],
        ["推荐单位（盖章）：某市经济和信息化局    联系人：何静  手机：13900002222"],
        [table(["推荐部门（盖章）：某市经济和信息化局", "联系人：何静", "联系电话：13900002222"])],
    ],
)
def test_what_stands_above_the_rows_is_of_all_of_them(head):
    _, matches = matched(document(TITLE, *head, table(HEAD, ONE, TWO)))
    for match in matches:
        told = {p.indicator: p.text for p in match.placements if p.indicator.startswith("recommending")}
        assert told == {"recommending_department": "某市经济和信息化局", "recommending_contact": "何静 13900002222"}
        assert match.leftovers == ()


@pytest.mark.parametrize("count", [1, 40])
def test_as_many_records_as_rows(count):
    made = [[str(n), f"第{n}集群", *ONE[2:]] for n in range(1, count + 1)]
    assert [r["cluster_name"] for r in rows(table(HEAD, *made))] == [f"第{n}集群" for n in range(1, count + 1)]


def nobodys(*extra, head=HEAD):
    """What is left over of a sheet with two clusters and these rows, which must be no records."""
    made = document(TITLE, table(head, *extra))
    _, matches = matched(made)
    assert [p.text for m in matches for p in m.placements if p.indicator == "cluster_name"] == ["甲集群", "乙集群"]
    return [(x.label, x.text) for m in matches for x in m.leftovers]


def padded(*texts, width=7):
    return [*texts, *[""] * (width - len(texts))]


@pytest.mark.parametrize(
    "row",
    [
        padded("", "合计"),
        padded("合  计"),
        padded("3", "总计（2 家）"),
        padded("", "襄阳市小计", "/", "—"),
        padded("", "注：请按推荐的先后排列。"),
        padded("", "填表说明：一式三份"),
        padded("", "襄阳市"),
        ["填表人：张三", "", "审核人：李四", "", "", "联系电话：1234567", ""],
    ],
    ids="".join,
)
def test_a_total_a_note_a_heading_of_a_group_is_no_record_and_is_listed(row):
    texts = [text for _, text in nobodys(ONE, row, TWO)]
    assert texts == [t for t in row if t and t not in "/—3"]
    assert nobodys(ONE, TWO, row) == nobodys(ONE, row, TWO)


@pytest.mark.parametrize("number", ["一", "（二）", "A", "Ⅲ"])
def test_a_group_numbered_in_another_way_than_clusters_is_no_record(number):
    group = padded(number, "襄阳市", "2 家")
    assert [text for _, text in nobodys(ONE, group, TWO)][-1] == "2 家"
    unnumbered = [[number, *row[1:]] for row in (ONE, TWO)]
    assert [r["cluster_name"] for r in rows(table(HEAD, *unnumbered))] == ["甲集群", "乙集群"]


def test_figures_that_are_sums_of_those_above_make_a_total_whatever_it_is_called():
    head, rows = [*HEAD, "总产值"], [[*ONE, "1,020.5"], [*TWO, "79.5"]]
    listed = nobodys(*rows, ["", "全市", *[""] * 5, "1100"], head=head)
    assert listed[1:3] == [("", "全市"), ("全市 总产值", "1100")]
    made = document(TITLE, table(head, *rows, ["3", "丙集群", *[""] * 5, "1101"]))
    assert len(matched(made)[1]) == 3


def test_a_total_at_the_top_of_a_page_is_no_rest_of_the_row_above():
    made = document(TITLE, table(HEAD, ONE, TWO, padded("", "合计"), page_starts=[3]))
    _, matches = matched(made)
    assert [m.placements[1].text for m in matches] == ["甲集群", "乙集群"]


def test_a_cluster_of_which_only_the_name_is_written_is_a_record():
    assert [r["cluster_name"] for r in rows(table(HEAD, ONE, padded("2", "丙集群")))] == ["甲集群", "丙集群"]
    unnumbered = [["", *ONE[1:]], padded("", "丙集群")]
    assert [r["cluster_name"] for r in rows(table(HEAD, *unnumbered))] == ["甲集群", "丙集群"]


def test_a_name_cut_by_the_page_goes_on_below():
    made = table(HEAD, ["1", "甲县织造产业", *ONE[2:]], padded("", "集群"), TWO, page_starts=[2])
    assert [r["cluster_name"] for r in rows(made)] == ["甲县织造产业集群", "乙集群"]


def test_what_the_form_prints_between_heading_and_rows_is_no_row():
    numbers = [str(n) for n in range(1, 8)]
    letters = ["甲", *map(str, range(1, 7))]
    example = ["示例", "XX省XX县XX产业集群", "XX", "XX省XX市XX县", "XX", "2015-06", "300字以内"]
    empty_name = ["1", "XX县XX产业集群", "某单位", "湖北省", "茶", "2015-06", "略"]
    for printed in (numbers, letters, example, empty_name):
        assert rows(table(HEAD, printed, ONE, TWO)) == [wanted(ONE), wanted(TWO)]


def test_a_line_to_sign_on_that_a_rule_cuts_is_no_row():
    sign = ["填表人：", "张三", "", "审核人：", "李四", "", "2024年6月1日"]
    assert rows(table(HEAD, ONE, TWO, sign)) == [wanted(ONE), wanted(TWO)]


def test_captions_in_two_levels_are_one_heading():
    upper = [*HEAD[:2], "运营情况", "<", *HEAD[4:]]
    lower = ["^", "^", *HEAD[2:4], "^", "^", "^"]
    assert rows(table(upper, lower, ONE, TWO)) == [wanted(ONE), wanted(TWO)]
    unmerged = [t.strip("<^") for t in upper], [t.strip("<^") for t in lower]
    assert rows(table(*unmerged, ONE, TWO)) == [wanted(ONE), wanted(TWO)]


def test_a_cell_without_rules_that_begins_beside_its_caption_is_under_it():
    # the name of the second row reaches into a column that a line below the table has made
    made = table([HEAD[0], "", *HEAD[1:]], ["1", "", *ONE[1:]], ["2", TWO[1], "<", *TWO[2:]])
    loose = replace(made, cells=tuple(replace(c, unruled=True) for c in made.cells))
    assert rows(loose) == [wanted(ONE), wanted(TWO)]
