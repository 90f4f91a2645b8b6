"""Summary sheets: a heading row of known labels, then one record a row."""

import pytest
from made_documents import FORMS, SUMMARY_HEAD, document, table

TITLE = "中小企业特色产业集群推荐汇总表"
HEAD = SUMMARY_HEAD
ONE = ["1", "甲集群", "甲园区", "湖北省十堰市堵阳县", "织造", "2012年", "甲简介"]
TWO = ["2", "乙集群", "乙园区", "湖北省恩施州某县", "茶", "2015年3月", "乙简介"]
FIELDS = ["cluster_name", "operator", "region", "leading_industry", "founded", "profile"]


def rows(*blocks):
    template, matches = FORMS.match(document(TITLE, *blocks))
    assert template.id == "sme-cluster/summary@2024"
    return [{p.indicator: p.text for p in m.placements} for m in matches]


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
    _, (match,) = FORMS.match(document(TITLE, table(HEAD, ONE, cut, page_starts=[2])))
    places = {p.indicator: (p.place.cell, [q.cell for q in p.further]) for p in match.placements}
    assert places["profile"] == ("R2C7", ["R3C7"])
    assert places["cluster_name"] == ("R2C2", [])


def test_what_a_column_is_to_be_filled_with_is_no_row():
    remark = ["", "", "", "", "", "", "（主导产业链条、行业地位、荣誉称号等。）"]
    assert rows(table(HEAD, remark, ONE)) == [wanted(ONE)]


def test_a_table_that_goes_on_without_its_heading_keeps_its_columns():
    assert rows(table(HEAD, ONE), table(TWO)) == [wanted(ONE), wanted(TWO)]


def test_columns_that_nobody_asked_for_and_lines_outside_are_left_over():
    made = document(TITLE, "推荐单位：某厅", table([*HEAD, "备注"], [*ONE, "优先"], [*TWO, "其次"]))
    _, matches = FORMS.match(made)
    assert [[(x.label, x.text) for x in m.leftovers] for m in matches] == [
        [("备注", "优先"), ("", "推荐单位：某厅")],
        [("备注", "其次")],
    ]


@pytest.mark.parametrize("count", [1, 40])
def test_as_many_records_as_rows(count):
    made = [[str(n), f"第{n}集群", *ONE[2:]] for n in range(1, count + 1)]
    assert [r["cluster_name"] for r in rows(table(HEAD, *made))] == [f"第{n}集群" for n in range(1, count + 1)]
