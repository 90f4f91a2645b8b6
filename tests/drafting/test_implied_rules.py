"""Rules that a blank form implies by its layout, by names of totals and rates, by dates, or prints by codes of rows."""

import pytest
import yaml

from formextract import intake, readers
from formextract.catalogue import load_catalogue
from formextract.drafting import as_yaml, draft_of
from formextract.drafting.printed_rules import named_relations, relations
from formextract.drafting.writing import rules_of
from samples.strangers import Form, written

CATALOGUE = load_catalogue()


def drafted(tmp_path, *blocks):
    document = readers.read(intake.source_file(written(Form(blocks, ()), tmp_path / "blank.docx")))
    return draft_of(document, CATALOGUE.indicators, CATALOGUE.lexicon)


def rules(draft):
    """Kind and labels of the figures of each rule, the one that is said of first."""
    names = {f.indicator: f.found.label for f in draft.fields} | {n: n for f in draft.fields for n, _ in f.more}
    out = []
    for line in rules_of(draft):
        edit = yaml.safe_load(line)
        told = [edit.get(k) for k in ("total", "rate", "whole", "part")]
        told += [*edit.get("parts", []), *edit.get("order", []), *edit.get("indicators", [])]
        bare = [str(x).partition("@")[0].partition("[")[0] for x in told if x]
        out.append((edit["kind"], *(names.get(b, b) for b in bare)))
    return out


def test_a_total_is_of_the_rows_above_it_up_to_the_last_total(tmp_path):
    table = [["项目", "年初数", "年末数"], ["流动资产", "", ""], ["非流动资产", "", ""], ["资产总计", "", ""]]
    table += [["流动负债", "", ""], ["长期负债", "", ""], ["负债合计", "", ""]]
    assert rules(drafted(tmp_path, "资产负债表（单位：元）", table)) == [
        ("sum", "资产总计", "流动资产", "非流动资产"),
        ("sum", "负债合计", "流动负债", "长期负债"),
    ]


def test_a_total_is_of_the_rest_of_its_row(tmp_path):
    table = [
        ["职工总数", "    人", "固定职工", "    人", "季节性用工", "    人"],
        ["联系人", "", "电话", "", "地址", ""],
    ]
    assert rules(drafted(tmp_path, "用工情况表", table)) == [("sum", "职工总数", "固定职工", "季节性用工")]


def test_areas_that_do_not_make_up_the_whole_are_no_sum(tmp_path):
    table = [["指标", "单位", "设计值", "实测值"], ["总用地面积", "平方米", "", ""], ["绿地面积", "平方米", "", ""]]
    table += [["道路面积", "平方米", "", ""], ["绿地率", "%", "", ""]]
    assert rules(drafted(tmp_path, "用地情况表", table)) == [("share", "绿地率", "总用地面积", "绿地面积")]


@pytest.mark.parametrize(
    ("rate", "part", "whole"),
    [("留用率（%）", "期满留用人数", "见习期满人数"), ("计划完成率（%）", "实际接收人数", "计划接收人数")],
)
def test_a_rate_is_of_the_figures_that_its_name_means(tmp_path, rate, part, whole):
    table = [["计划接收人数", "", "实际接收人数", ""], ["见习期满人数", "", "期满留用人数", ""]]
    table += [["留用奖补金额", "    元", "生活补贴金额", "    元"], [rate, "", "联系人", ""]]
    assert ("share", rate, whole, part) in rules(drafted(tmp_path, "见习情况表", table))


def test_a_part_without_a_unit_is_measured_as_its_whole(tmp_path):
    table = [["实际接收人数", "", "其中：高校毕业生", ""], ["联系人", "", "电话", ""]]
    draft = drafted(tmp_path, "见习情况表", table)
    assert rules(draft) == [("subset", "实际接收人数", "其中：高校毕业生")]
    assert draft.fields[1].new.unit == "人"


def test_dates_in_their_order(tmp_path):
    table = [
        ["开工日期", "   年  月  日", "竣工日期", "   年  月  日"],
        ["有效期", "  年  月  日至  年  月  日", "<", "<"],
    ]
    found = rules(drafted(tmp_path, "工程情况表", table))
    assert [r[0] for r in found] == ["dates", "dates"]
    assert ("dates", "开工日期", "竣工日期") in found


def test_a_rule_is_proposed_once(tmp_path):
    table = [["指标", "本年", "上年", "同比增长（%）"], ["营业收入", "", "", ""], ["利润总额", "", "", ""]]
    assert [r[0] for r in rules(drafted(tmp_path, "经营情况表（单位：万元）", table))] == ["growth", "growth"]


def test_rules_that_a_form_prints():
    codes = {"01": "a", "02": "b", "3": "c", "14": "d"}
    said = ["审核关系：01＝02+03；14≥02；1≥2+3；02=01-03；3=（1÷2-1）×100；09>08。"]
    assert list(relations(said, codes)) == [
        ("sum", {"total": "a", "parts": ["b", "c"]}, "01=02+03"),
        ("subset", {"part": "b", "whole": "d"}, "14≥02"),
        ("sum", {"total": "a", "parts": ["b", "c"], "total_is": "at_least"}, "1≥2+3"),
        ("sum", {"total": "a", "parts": ["b", "c"]}, "02=01-03"),
    ]


def test_printed_rules_are_of_the_rows_with_these_codes(tmp_path):
    table = [["指标", "代码", "本年", "上年"], ["总额", "01", "", ""], ["甲类", "02", "", ""], ["乙类", "03", "", ""]]
    found = rules(drafted(tmp_path, "情况表（单位：万元）", table, "审核关系：01=02+03。"))
    assert ("sum", "总额", "甲类", "乙类") in found


def test_rules_that_a_form_prints_by_names():
    names = {"结余": "a", "收入": "b", "支出": "c", "人次": "d", "费用": "e", "次均费用": "f", "增加": "g"}
    said = ["填表说明：1.结余＝收入－支出；增加=结余+未知数。", "2.次均费用=费用÷人次，支出=（收入-结余）÷收入×100%。"]
    assert list(named_relations(said, names)) == [
        ("sum", {"total": "b", "parts": ["a", "c"]}, "结余=收入-支出"),
        ("per_capita", {"part": "e", "whole": "d", "rate": "f"}, "次均费用=费用÷人次"),
    ]
    told = {"part": "b", "whole": "c", "rate": "a"}
    assert list(named_relations(["结余=收入/支出×100%"], names)) == [("share", told, "结余=收入/支出×100%")]


def test_printed_names_are_those_of_the_rows(tmp_path):
    table = [["指标", "本年", "上年"], ["年末结余", "", ""], ["上缴款", "", ""], ["留用款", "", ""]]
    found = rules(drafted(tmp_path, "情况表（单位：万元）", table, "说明：年末结余=上缴款+留用款。"))
    assert ("sum", "年末结余", "上缴款", "留用款") in found


def test_codes_say_what_rows_are_made_of(tmp_path):
    table = [
        ["科目编码", "科目名称", "预算数", "决算数"],
        ["501", "职工活动支出", "", ""],
        ["50101", "文体活动费", "", ""],
    ]
    table += [["50102", "宣传活动费", "", ""], ["502", "维权支出", "", ""], ["", "支出合计", "", ""]]
    found = rules(drafted(tmp_path, "经费支出表（单位：元）", table))
    assert ("sum", "职工活动支出", "文体活动费", "宣传活动费") in found
    assert ("sum", "支出合计", "职工活动支出", "维权支出") in found


def test_the_same_time_of_another_year_adds_nothing(tmp_path):
    table = [["类别", "清运量", "<", "<"], ["^", "本月", "本年累计", "上年同期累计"], ["甲类", "", "", ""]]
    found = rules(drafted(tmp_path, "清运情况（单位：吨）", table))
    assert [r[0] for r in found] == ["subset"]


def test_the_total_of_a_group_stands_for_the_group(tmp_path):
    table = [
        ["项目", "上年决算数", "预算数", "实际支出", "<", "<", "结余"],
        ["^", "^", "^", "小计", "财政资金", "捐赠资金", "^"],
        ["讲课费", "", "", "", "", "", ""],
    ]
    found = rules(drafted(tmp_path, "经费情况（单位：元）", table))
    assert len([r for r in found if r[0] == "sum"]) == 2  # 小计 of its two, 预算数 of 小计 and 结余


def test_what_came_and_went_may_stand_in_a_group(tmp_path):
    table = [
        ["类型", "缴存职工", "<", "<", "<", "缴存额（万元）"],
        ["^", "年初数", "本年增加", "本年减少", "年末数", "^"],
        ["企业", "", "", "", "", ""],
    ]
    draft = drafted(tmp_path, "缴存情况（单位：人）", table)
    assert [r[0] for r in rules(draft)] == ["sum"]


def test_tables_side_by_side_are_read_one_after_the_other(tmp_path):
    table = [["收入", "<", "支出", "<"], ["项目", "金额", "项目", "金额"], ["会费收入", "", "活动成本", ""]]
    table += [["其他收入", "", "管理费用", ""], ["", "", "其他费用", ""], ["收入合计", "", "支出合计", ""]]
    draft = drafted(tmp_path, "收支情况（单位：元）", table)
    assert [f.found.label for f in draft.fields] == [
        "会费收入", "其他收入", "收入合计", "活动成本", "管理费用", "其他费用", "支出合计",
    ]  # fmt: skip
    assert {f.new.unit for f in draft.fields} == {"元"}
    assert draft.layout.open == ["空格 T1R5C1、T1R5C2"]
    assert ("sum", "支出合计", "活动成本", "管理费用", "其他费用") in rules(draft)


def test_columns_under_groups_each_make_up_the_total(tmp_path):
    table = [
        ["总人数", "年龄结构", "<", "学历结构", "<"],
        ["^", "35岁以下", "36岁以上", "本科以上", "专科以下"],
        [""] * 5,
    ]
    found = rules(drafted(tmp_path, "人员情况（单位：人）", table))
    assert ("sum", "总人数", "35岁以下", "36岁以上") in found
    assert ("sum", "总人数", "本科以上", "专科以下") in found


def test_room_before_a_measure_is_a_place(tmp_path):
    table = [["建设工期", "        个月", "补贴标准", "      元/人·月"], ["联系人", "", "电话", ""]]
    table += [["期限", "    年  月  日至    年  月  日，共    个月", "<", "<"]]
    draft = drafted(tmp_path, "申请表", table)
    assert [(i.label, i.unit) for _, i in draft.fields[-1].all_new] == [
        ("期限，起", None), ("期限，止", None), ("期限，共", "个月"),
    ]  # fmt: skip
    assert [f.found.label for f in draft.fields[:4]] == ["建设工期", "补贴标准", "联系人", "电话"]
    assert [f.new.unit for f in draft.fields[:2]] == ["个月", "元/人·月"]


def test_a_heading_with_boxes_asks_and_one_with_nothing_below_it_asks_for_a_text(tmp_path):
    draft = drafted(
        tmp_path,
        "检查报告书",
        "一、单位情况",
        [["名称", "", "电话", ""], ["住所", "", "邮编", ""]],
        "二、社会效益和生态效益",
        "",
        "三、自查结论：□合格  □基本合格  □不合格",
        "县级主管部门意见：",
        "（盖章）      年  月  日",
    )
    asked = [(f.found.label, f.found.shape) for f in draft.fields[4:]]
    assert asked == [("二、社会效益和生态效益", "narrative"), ("三、自查结论", "ticks")]


def test_a_draft_with_them_is_a_template(tmp_path):
    table = [["项目", "金额", "项目", "金额"], ["甲收入", "", "乙费用", ""], ["收入合计", "", "费用合计", ""]]
    assert "edits:" in as_yaml(drafted(tmp_path, "收支表（单位：元）", [*table, table[1]]), "a/b@2025", "x")


def test_who_applies_may_stand_below_a_groups_caption(tmp_path):
    table = [["见习单位", "单位名称", "", "统一社会信用代码", ""], ["^", "经办人", "", "电话", ""]]
    text = as_yaml(drafted(tmp_path, "申请表", table), "a/b@2025", "x")
    assert "applicant: {kind: company, name: 见习单位_单位名称, identifier: 见习单位_统一社会信用代码}" in text


def test_what_a_list_prints_below_its_columns_is_printed(tmp_path):
    table = [["序号", "姓名", "金额（元）", "是否留用"], ["1", "", "", ""], ["2", "", "", ""], ["合计", "<", "", "—"]]
    draft = drafted(tmp_path, "名册", table)
    assert "—" in draft.layout.printed
    assert len(draft.fields[1].found.cells) == 2


def test_a_total_below_columns_of_several_kinds_has_a_meaning_for_each(tmp_path):
    table = [["序号", "姓名", "月数", "金额（元）", "备注"], ["1", "", "", "", ""], ["2", "", "", "", ""]]
    other = [["单位名称", "", "联系人", ""], ["地址", "", "电话", ""], ["邮箱", "", "网址", ""]]
    draft = drafted(tmp_path, "见习人员名册", other, "名册", [*table, ["合计", "<", "", "", ""]])
    total = draft.fields[-1]
    assert [(i.label, i.unit) for _, i in total.all_new] == [("合计", "个"), ("合计金额", "元")]
    assert [r[0] for r in rules(draft)] == ["sum", "sum"]


def test_what_is_left_of_a_budget(tmp_path):
    table = [["资金来源", "预算数", "执行数", "结余数"], ["中央资金", "", "", ""], ["地方资金", "", "", ""]]
    assert [r[0] for r in rules(drafted(tmp_path, "资金情况（单位：万元）", table))] == ["sum", "sum"]


def test_a_total_may_print_its_own_share(tmp_path):
    table = [["项目", "金额", "占比（%）"], ["财政补助", "", ""], ["场地收入", "", ""], ["收入合计", "", "100"]]
    draft = drafted(tmp_path, "收入情况（单位：万元）", table)
    assert [f.found.label for f in draft.fields] == ["财政补助", "场地收入", "收入合计"]
    assert [r[0] for r in rules(draft)] == ["sum", "share", "share"]


def test_a_share_of_a_total_is_of_the_figure_before_it(tmp_path):
    table = [["支出合计", "    万元", "联系人", ""], ["申请补助金额", "    万元", "占支出合计的比例", "    %"]]
    found = rules(drafted(tmp_path, "申报表", table))
    assert ("share", "占支出合计的比例", "支出合计", "申请补助金额") in found


def test_units_in_their_own_column_are_no_labels(tmp_path):
    table = [["指标", "单位", "2023年", "2024年"], ["营业收入", "万元", "", ""], ["顾客满意度", "分", "", ""]]
    assert [f.found.label for f in drafted(tmp_path, "经营情况", table).fields] == ["营业收入", "顾客满意度"]


def test_a_table_of_amounts_asks_for_amounts(tmp_path):
    table = [["投资总额", "", "船体建造", ""], ["主机及设备", "", "其他费用", ""], ["联系人", "", "电话", ""]]
    draft = drafted(tmp_path, "投资构成（单位：万元）", table)
    assert [f.new.unit for f in draft.fields] == ["万元"] * 4 + [None] * 2
    assert rules(draft) == [("sum", "投资总额", "船体建造", "主机及设备", "其他费用")]


def test_a_rate_is_of_those_who_came_and_not_of_those_who_were_planned(tmp_path):
    table = [["岗位", "计划招募", "实际招募", "<", "<", "招募完成率", "留用", "留用率"]]
    table += [["^", "^", "男", "女", "小计", "^", "^", "^"], ["管理岗", *[""] * 7], ["技能岗", *[""] * 7]]
    draft = drafted(tmp_path, "见习情况表（单位：人）", table)
    shares = [yaml.safe_load(r) for r in rules_of(draft) if "kind: share" in r]
    assert [(s["part"], s["whole"]) for s in shares[:2]] == [
        ("管理岗[column=实际招募·小计]", "管理岗[column=计划招募]"),
        ("管理岗[column=留用]", "管理岗[column=实际招募·小计]"),
    ]


def test_a_yield_is_a_quotient_and_adds_up_to_nothing(tmp_path):
    table = [["作物", "面积（亩）", "总产量（吨）", "亩产（公斤/亩）"], ["水稻", "", "", ""], ["小麦", "", "", ""]]
    found = [yaml.safe_load(r) for r in rules_of(drafted(tmp_path, "种植情况表", [*table, ["合计", "", "", ""]]))]
    assert [float(r["times"]) for r in found if r["kind"] == "per_capita"] == [1000] * 3
    assert not any("亩产" in r["total"] for r in found if r["kind"] == "sum")


def test_figures_at_both_ends_of_a_year_are_no_parts(tmp_path):
    table = [["年初存货（千元）", "", "年末存货（千元）", ""], ["资产总计（千元）", "", "负责人", ""]]
    assert rules(drafted(tmp_path, "经营情况表", table)) == []


def test_a_formula_in_a_label_is_a_rule(tmp_path):
    table = [["指标", "计量单位", "代码", "本期", "上年同期"], ["从业人员平均人数", "人", "06", "", ""]]
    table += [["从业人员工资总额", "千元", "07", "", ""], ["从业人员平均工资（09=07÷06×1000）", "元", "09", "", ""]]
    assert "per_capita" in [r[0] for r in rules(drafted(tmp_path, "劳动工资表", table))]


def test_what_is_used_and_what_is_left(tmp_path):
    table = [["到账资金（万元）", "", "已使用资金（万元）", ""], ["剩余资金（万元）", "", "资金使用率（%）", ""]]
    assert rules(drafted(tmp_path, "资金情况表", table)) == [
        ("sum", "到账资金（万元）", "已使用资金（万元）", "剩余资金（万元）"),
        ("share", "资金使用率（%）", "到账资金（万元）", "已使用资金（万元）"),
    ]


def test_a_period_with_its_months_printed_and_numbered_room_are_places(tmp_path):
    draft = drafted(tmp_path, "报告表", "报告期：20  年1—12月", [["主要市场", "1.        2.        "], ["甲", ""]])
    assert [f.found.label for f in draft.fields] == ["报告期", "主要市场", "甲"]
