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


def test_a_total_of_years_stands_beside_the_years(tmp_path):
    table = [["指标名称", "2022年", "2023年", "2024年", "三年合计"], ["在孵企业（家）", "", "", "", "—"]]
    draft = drafted(
        tmp_path, "孵化情况", [*table, ["纳税额（万元）", "", "", "", ""], ["户均纳税（万元/家）", *[""] * 4]]
    )
    assert [[told for _, told in f.found.columns] for f in draft.fields] == [[-2, -1, 0]] * 3
    assert [[head for head, _ in f.found.beside] for f in draft.fields] == [[], ["三年合计"], ["三年合计"]]
    assert [(i.label, i.unit, i.period) for _, i in draft.fields[1].all_new] == [
        ("纳税额", "万元", "year"), ("纳税额三年合计", "万元", None),
    ]  # fmt: skip
    sums = [(e["total"], e["parts"]) for e in edits(draft) if e["kind"] == "sum"]
    assert sums == [("纳税额三年合计", ["纳税额@every"])]  # no mean of all years is the sum of theirs


def test_a_per_cent_sign_at_a_headings_end_is_its_unit(tmp_path):
    table = [["项目", "本年数", "上年数", "增减额", "增减%"], ["资产总额", "", "", "", ""], ["负债总额", *[""] * 4]]
    draft = drafted(tmp_path, "年报（单位：万元）", table)
    assert draft.fields[0].found.beside == (("增减额", ""), ("增减%", "%"))
    assert [e["kind"] for e in edits(draft)].count("growth") == 2


def test_a_part_is_measured_as_the_column_that_it_is_of(tmp_path):
    head = ["残疾类别", "人数", "社保缴费（元）", "其中：单位缴纳", "占比（%）"]
    draft = drafted(tmp_path, "安置情况", [head, ["视力", "", "", "", ""], ["听力", "", "", "", ""]])
    found = [(e["part"], e["whole"]) for e in edits(draft) if e["kind"] == "subset"]
    assert found == [("视力其中_单位缴纳", "视力社保缴费"), ("听力其中_单位缴纳", "听力社保缴费")]


def test_a_row_with_a_dash_for_its_first_kind_has_the_next_ones_unit(tmp_path):
    table = [["项目", "标准（元/人）", "人数（人）", "金额（元）"], ["岗位补贴", "", "", ""], ["社保补贴", "", "", ""]]
    total = drafted(tmp_path, "申请资金", [*table, ["小计", "—", "", ""]]).fields[-1]
    assert (total.found.columns, total.found.years, total.new.unit) == ((("人数（人）", "人数（人）"),), False, "人")


def test_what_denies_another_one_is_no_part_of_it(tmp_path):
    table = [
        ["抽查案卷（卷）", "", "优秀（卷）", "", "合格（卷）", "", "不合格（卷）", ""],
        ["电话", "", "地址", "", "备注", "", "姓名", ""],
    ]
    found = [(e["kind"], e["total"], e["parts"]) for e in edits(drafted(tmp_path, "评查", table))]
    assert found == [("sum", "抽查案卷", ["优秀", "合格", "不合格"])]


def test_a_share_of_what_came_is_unsure_where_there_was_some_before(tmp_path):
    rows = [["民事", *[""] * 4], ["刑事", *[""] * 4]]
    opened = drafted(tmp_path, "案件", [["类别", "上年结转", "本年受理", "本年办结", "办结率（%）"], *rows])
    assert not [e for e in edits(opened) if e["kind"] in ("share", "subset")]
    plain = drafted(tmp_path, "案件", [["类别", "本年受理", "本年办结", "结案（件）", "办结率（%）"], *rows])
    assert [e for e in edits(plain) if e["kind"] == "share"]


def test_numbered_rows_are_those_of_the_one_above_them(tmp_path):
    table = [
        ["项目", "本年", "上年"],
        ["一、销售总额", "", ""],
        ["（一）农资", "", ""],
        ["（二）日用品", "", ""],
        ["二、利润总额", "", ""],
    ]
    found = [
        (e["total"], e["parts"]) for e in edits(drafted(tmp_path, "年报（单位：万元）", table)) if e["kind"] == "sum"
    ]
    assert found == [("销售总额@year", ["农资@year", "日用品@year"])]


def test_the_line_of_who_filled_the_form_in_is_no_text_of_the_part_above(tmp_path):
    table = [["单位名称", ""], ["单位地址", ""]]
    signed = "填表人：        审核人：        填表日期：    年  月  日"
    draft = drafted(tmp_path, "登记表", "一、基本情况", table, "二、其他需要说明的事项", signed)
    assert ("二、其他需要说明的事项", "narrative") in [(f.found.label, f.found.shape) for f in draft.fields]
    draft = drafted(tmp_path, "登记表", "一、基本情况", table, "二、联系方式", "联系人：        电话：")
    assert "narrative" not in [f.found.shape for f in draft.fields]


def test_what_ends_a_line_of_captions_loses_none(tmp_path):
    lines = ["企业名称： 许可证号： 单位：头、只、吨", "填报单位（盖章）：        区划代码：□□□□□□        20    年度"]
    draft = drafted(tmp_path, "月报表", *lines, [["联系人", ""], ["电话", ""]])
    labels = [f.found.label for f in draft.fields]
    assert labels == ["企业名称", "许可证号", "填报单位（盖章）", "区划代码", "联系人", "电话"]


def test_how_to_tick_is_no_option(tmp_path):
    line = "二、进村情况（请在□内打√）：□自建站点  □合作  □未开展"
    draft = drafted(tmp_path, "调查表", "一、基本情况", [["联系人", ""], ["电话", ""]], line)
    assert draft.fields[-1].found.options == ("自建站点", "合作", "未开展")


def test_boxes_with_a_caption_behind_a_place_are_a_place_of_their_own(tmp_path):
    table = [["带头人", "姓名", "", "传承级别：□省级□市级□无"], ["场所", "面积（平方米）", "", ""]]
    fields = {f.found.label: f.found.shape for f in drafted(tmp_path, "申报书", table).fields}
    assert (fields["姓名"], fields["传承级别"]) == (None, "ticks")


def test_a_row_of_words_that_are_no_units_elsewhere_is_like_the_rows_of_its_columns(tmp_path):
    table = [["人员", "人", "参保", "人"], ["三轮车", "辆", "其中：新能源", "辆"], ["培训", "次", "站点", "处"]]
    fields = [(f.found.label, f.new.unit) for f in drafted(tmp_path, "人员与车辆", table).fields]
    assert fields[2:] == [("三轮车", "辆"), ("其中：新能源", "辆"), ("培训", "次"), ("站点", "处")]
