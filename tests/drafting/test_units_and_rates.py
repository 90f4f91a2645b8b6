"""Units in cells of their own, what was due and done, growth between two columns, ratios, shares that say a unit."""

import pytest
from drafting_helpers import drafted, edits, rules


def test_units_in_the_cells_to_write_in_are_units(tmp_path):
    table = [["检查单位", "家", "下达文书", "份"], ["检查时长", "分钟", "罚没金额", "万元"], ["联系人", "", "电话", ""]]
    draft = drafted(tmp_path, "检查情况表", table)
    assert [(f.found.label, f.new.unit) for f in draft.fields] == [
        ("检查单位", "家"), ("下达文书", "份"), ("检查时长", "分钟"), ("罚没金额", "万元"),
        ("联系人", None), ("电话", None),
    ]  # fmt: skip


def test_captions_with_units_side_by_side_are_no_columns(tmp_path):
    table = [
        ["参训教师", "人次", "参训教师", "人", "结题课题", "项"],
        ["公开课", "", "培训经费（万元）", "", "备注", ""],
    ]
    found = [f.found.label for f in drafted(tmp_path, "教师发展", table).fields]
    assert found == ["参训教师", "参训教师", "结题课题", "公开课", "培训经费（万元）", "备注"]


def test_words_that_are_no_units_stay_labels(tmp_path):
    table = [["类别", "数量", "类别", "金额"], ["甲类", "", "乙类", ""], ["丙类", "", "丁类", ""]]
    assert "数量" not in [f.new.unit for f in drafted(tmp_path, "分类表", table).fields if f.new]


def test_what_was_due_is_what_was_done_and_what_was_not(tmp_path):
    table = [
        ["设备", "应检数", "已检数", "超期未检", "检验率（%）"],
        ["电梯", "", "", "", ""],
        ["锅炉", "", "", "", ""],
    ]
    found = edits(drafted(tmp_path, "检验情况表（单位：台）", table))
    sums = [(e["total"], e["parts"]) for e in found if e["kind"] == "sum"]
    assert sums == [
        (f"{row}[column=应检数]", [f"{row}[column=已检数]", f"{row}[column=超期未检]"]) for row in ("电梯", "锅炉")
    ]
    shares = [(e["part"], e["whole"]) for e in found if e["kind"] == "share"]
    assert shares == [(f"{row}[column=已检数]", f"{row}[column=应检数]") for row in ("电梯", "锅炉")]


def test_what_came_new_is_between_two_stocks(tmp_path):
    stocks = [["项目", "上年实有", "本年实有", "本年新增"], ["图书（册）", "", "", ""], ["计算机（台）", "", "", ""]]
    assert ("sum", "图书（册）", "图书（册）", "图书（册）") in rules(drafted(tmp_path, "条件表", stocks))
    flows = [["项目", "上年收入", "本年收入", "本年新增"], ["甲", "", "", ""], ["乙", "", "", ""]]
    assert not [r for r in rules(drafted(tmp_path, "收入表（单位：万元）", flows)) if len(r) == 4]


@pytest.mark.parametrize(
    ("now", "before", "rate"),
    [("本年度会费收入", "上年度会费收入", "会费收入增长率（%）"), ("本年产值", "上年产值", "产值增速（%）")],
)
def test_a_growth_is_of_the_same_of_both_years(tmp_path, now, before, rate):
    table = [[f"{now}（万元）", "", f"{before}（万元）", ""], [rate, "", "联系人", ""], ["电话", "", "地址", ""]]
    found = [e for e in edits(drafted(tmp_path, "年检表", table)) if e["kind"] == "growth"]
    assert [(e["amount"], e["before"]) for e in found] == [(now, before)]


def test_a_bare_growth_is_of_the_two_columns_right_before_it(tmp_path):
    head = ["地区", "本年户数", "上年户数", "增长（%）", "本年金额", "上年金额", "增长率（%）"]
    found = edits(drafted(tmp_path, "情况表（单位：万元）", [head, ["城区", *[""] * 6], ["乡镇", *[""] * 6]]))
    assert [e["amount"] for e in found if e["kind"] == "growth"] == [
        f"{row}[column={column}]" for row in ("城区", "乡镇") for column in ("本年户数", "本年金额")
    ]


def test_a_ratio_of_two_that_it_calls_by_a_letter_each(tmp_path):
    table = [["学段", "学生（人）", "教师（人）", "生师比"], ["小学", "", "", ""], ["初中", "", "", ""]]
    found = [e for e in edits(drafted(tmp_path, "师资表", table)) if e["kind"] == "per_capita"]
    assert [(e["part"], e["whole"]) for e in found] == [
        (f"{row}[column=学生（人）]", f"{row}[column=教师（人）]") for row in ("小学", "初中")
    ]
    other = [["学段", "学生（人）", "教师（人）", "同比"], ["小学", "", "", ""], ["初中", "", "", ""]]
    assert not [e for e in edits(drafted(tmp_path, "师资表", other)) if e["kind"] == "per_capita"]


def test_a_share_says_in_what_unit_its_figures_are(tmp_path):
    table = [["本年总支出", "", "其中：管理费用", ""], ["管理费用占总支出比例（%）", "", "会费收入（元）", ""]]
    draft = drafted(tmp_path, "年检表", table)
    assert [f.new.unit for f in draft.fields[:2]] == ["元", "元"]


def test_a_mean_counts_what_its_unit_says(tmp_path):
    table = [
        ["电梯（台）", "", "维保单位（家）", "", "维保人员（人）", ""],
        ["人均电梯（台/人）", "", "电话", "", "地址", ""],
    ]
    found = [e for e in edits(drafted(tmp_path, "维保情况", table)) if e["kind"] == "per_capita"]
    assert [(e["part"], e["whole"]) for e in found] == [("电梯", "维保人员")]
