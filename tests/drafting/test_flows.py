"""Figures of two moments with what came and went between them, and growth below headings of two levels."""

import pytest
from drafting_helpers import drafted, edits, rules

from formextract.drafting.flows import flow_in


@pytest.mark.parametrize(
    ("labels", "flow"),
    [
        (("上年末", "本年增加", "本年减少", "本年末"), (0, (1,), (2,), 3)),
        (("月初待宰", "本月进场", "本月屠宰", "月末待宰", "出肉量"), (0, (1,), (2,), 3)),
        (("年初库存", "采集入库", "发放", "报废", "年末库存"), (0, (1,), (2, 3), 4)),
        (("上季末户数", "本季退出", "本季新增", "本季末户数"), (0, (2,), (1,), 3)),
        (("上年结余", "本年支出", "本年收入", "年末结余"), (0, (2,), (1,), 3)),
        (("上年结转", "本年收入", "可用资金合计", "本年支出", "年末结转"), None),
        (("年初预算数", "全年预算数", "全年执行数", "结转结余"), None),
        (("上年", "本年", "增减额"), None),
    ],
)
def test_what_came_and_went_between_two_moments(labels, flow):
    found = flow_in(labels)
    assert (None if found is None else tuple(found)) == flow


def test_growth_below_a_heading_is_of_the_columns_beside_it(tmp_path):
    table = [["类别", "台数（台）", "<", "<", "金额（万元）"], ["^", "本年", "上年", "增长（%）", "^"]]
    table += [["甲类", "", "", "", ""], ["乙类", "", "", "", ""]]
    grown = [e for e in edits(drafted(tmp_path, "机具情况表", table)) if e["kind"] == "growth"]
    assert [(e["amount"], e["before"]) for e in grown] == [
        ("甲类[column=台数（台）·本年]", "甲类[column=台数（台）·上年]"),
        ("乙类[column=台数（台）·本年]", "乙类[column=台数（台）·上年]"),
    ]


def test_a_difference_without_per_cent_is_no_rate(tmp_path):
    table = [["指标", "单位", "本年", "上年", "比上年增减"], ["投诉总量", "件", "", "", ""], ["延误", "件", "", "", ""]]
    assert {e["kind"] for e in edits(drafted(tmp_path, "服务质量", table))} == {"sum"}


def test_a_form_s_own_relations_come_before_what_is_only_likely(tmp_path):
    table = [["指标", "单位", "序号", "本季数"], ["房源总数", "套", "1", ""], ["已分配", "套", "2", ""]]
    table += [
        ["外来务工", "套", "3", ""],
        ["其他家庭", "套", "4", ""],
        ["空置", "套", "5", ""],
        ["空置率", "%", "6", ""],
    ]
    told = rules(drafted(tmp_path, "房源情况表", table, "注：1=2+5；6=5/1"))
    assert ("sum", "房源总数", "已分配", "空置") in told
    assert ("share", "空置率", "房源总数", "空置") in told
    assert [t for t in told if t[:2] == ("sum", "房源总数")] == [("sum", "房源总数", "已分配", "空置")]


def test_boxes_and_blanks_side_by_side_in_a_line_are_places_of_their_own(tmp_path):
    line = "应急预案：□已编制 □未编制        应急演练：____次        备用水源：□有 □无"
    draft = drafted(tmp_path, "运行情况表", line, [["管水员（人）", ""], ["水样（份）", ""]])
    assert [f.found.label for f in draft.fields][:3] == ["应急预案", "应急演练", "备用水源"]


def test_a_numbered_line_with_blanks_asks_for_figures(tmp_path):
    table = [["管水员（人）", ""], ["水样（份）", ""]]
    draft = drafted(tmp_path, "运行情况表", "一、基本情况", table, "二、本年度开展宣传____次，发放资料____份。")
    assert [f.found.shape for f in draft.fields] == [None, None, "gaps"]


def test_each_heading_divides_the_column_of_all_before_it(tmp_path):
    heads = [
        ["岗位", "总人数", "性别", "<", "年龄", "<", "<"],
        ["^", "^", "男", "女", "35岁及以下", "36—50岁", "51岁及以上"],
    ]
    table = [*heads, ["甲岗", *[""] * 6], ["乙岗", *[""] * 6]]
    sums = [e for e in edits(drafted(tmp_path, "人员情况（单位：人）", table)) if e["kind"] == "sum"]
    assert [(e["total"], len(e["parts"])) for e in sums[:2]] == [("甲岗[column=总人数]", 2), ("甲岗[column=总人数]", 3)]


def test_two_columns_of_which_one_denies_the_other_make_up_the_one_before(tmp_path):
    table = [["专业", "实检数（件）", "合格数（件）", "不合格数（件）"], ["力学", "", "", ""], ["热学", "", "", ""]]
    told = [e for e in edits(drafted(tmp_path, "检定情况", table)) if e["kind"] == "sum"]
    assert [e["total"] for e in told] == ["力学[column=实检数（件）]", "热学[column=实检数（件）]"]


def test_two_parts_built_alike_that_fill_a_row_make_up_the_whole(tmp_path):
    row = ["在册职工（人）", "", "其中：在岗（人）", "", "离岗（人）", ""]
    assert [r for r in rules(drafted(tmp_path, "人员情况", [row])) if r[0] == "sum"] == [
        ("sum", "在册职工（人）", "其中：在岗（人）", "离岗（人）")
    ]
    row = ["从业人员（人）", "", "其中：装卸作业人员（人）", "", "持证人员（人）", ""]
    assert [r for r in rules(drafted(tmp_path, "人员情况", [row])) if r[0] == "sum"] == []


def test_totals_above_their_rows_and_what_is_left_of_both(tmp_path):
    labels = ("收入合计", "财政拨款", "其他收入", "支出合计", "人员经费", "公用经费", "收支结余")
    table = [["项目", "预算数", "决算数"], *([label, "", ""] for label in labels)]
    sums = [r for r in rules(drafted(tmp_path, "收支（单位：万元）", table)) if r[0] == "sum"]
    assert ("sum", "收入合计", "财政拨款", "其他收入") in sums
    assert ("sum", "支出合计", "人员经费", "公用经费") in sums
    left = next(e for e in edits(drafted(tmp_path, "收支（单位：万元）", table)) if "less" in e)
    assert (len(left["parts"]), len(left["less"])) == (1, 1)


def test_unlike_rows_before_a_total_are_no_sum(tmp_path):
    labels = ("营业收入", "其中：林业收入", "旅游收入", "财政补助", "职工工资总额")
    table = [["指标", "本年", "上年"], *([label, "", ""] for label in labels)]
    assert [r for r in rules(drafted(tmp_path, "经营情况（单位：万元）", table)) if r[0] == "sum"] == []
    table = [["指标", "本年", "上年"], *([label, "", ""] for label in ("营业收入", "营业成本", "利润总额"))]
    assert [r for r in rules(drafted(tmp_path, "经营情况（单位：万元）", table)) if r[0] == "sum"] == []
