"""What counties' papers hold beside the form's rows: conditions, lists of firms, quarters, two answers in a cell."""

from dataclasses import replace

import pytest
from made_documents import document, matched, table

from formextract.errors import UnknownFormError
from formextract.model import Place
from formextract.model.doubt import SURE
from formextract.pipeline import records
from formextract.text import WRAP

TITLE = "湖北省特色产业集群申报书"
ANNUAL = "湖北省特色产业集群2024年度发展情况统计表"
NAME = "集群名称：枝江市高端装备产业集群"


def read(title, *blocks):
    _, (match,) = matched(document(title, NAME, *blocks))
    said = {(p.indicator, p.period): (p.text, {d.kind for d in p.doubts}) for p in match.placements if p.text}
    return said, [(x.label, x.text) for x in match.leftovers]


def recorded(title, *blocks):
    (record,) = records(document(title, NAME, *blocks), None)
    return {o.key: o for o in record.values}


@pytest.mark.parametrize(
    "condition",
    [
        "集聚企业50家以上，其中高新技术企业10家以上",
        "集聚企业 50 家以上，其中高新技术企业 10 家以上",  # as some writers set figures apart
        f"集聚企业50家以{WRAP}上，其中高新技术{WRAP}企业10家以上",  # as lines break in a PDF's cell
    ],
)
def test_what_a_cluster_says_beside_a_condition_is_read_and_the_condition_is_not(condition):
    rows = table(
        ["认定条件", "本集群情况"],
        ["集群总产值达到50亿元以上", "2024年集群总产值163.4亿元"],
        [condition, "集聚企业88家，高新技术企业31家"],
    )
    said = recorded(TITLE, rows)
    told = {key: str(said[key].value) for key in ("gross_output@2024", "enterprises@2024", "hightech_enterprises@2024")}
    assert list(told.values()) == ["163.4", "88", "31"]
    assert said["enterprises@2024"].confidence < 0.9


def test_an_answer_in_words_is_read_and_says_nothing_else_than_its_own_cell():
    said = recorded(ANNUAL, table(["总产值", "2024年完成总产值112.3亿元，同比增长8.1%。"]))
    only = said["gross_output@2024"]
    assert str(only.value) == "112.3"
    assert {d.kind for d in only.doubts} == {"in_a_sentence"}


def test_a_field_of_which_a_leftover_says_the_figure_is_not_surely_missing():
    rows = table(["条件", "情况", "备注"], ["研发投入强度达到2.5%", "研发投入强度今后再报", "研发投入强度3.1"])
    assert recorded(TITLE, rows)["rd_intensity@2024"].confidence < 0.9


@pytest.mark.parametrize("head", ["全年", "1-12月", "全年累计", "全年完成"])
def test_the_whole_year_beside_its_quarters(head):
    rows = table(
        ["指标名称", "单位", "一季度", "上半年", "前三季度", head, "上年全年"],
        ["集群总产值", "亿元", "18.2", "40.3", "63.9", "88.7", "80.4"],
    )
    said, left = read(ANNUAL, rows)
    assert {year: text for (name, year), (text, _) in said.items() if name == "gross_output"} == {
        "2024": "88.7",
        "2024-01/2024-06": "40.3",
        "2023": "80.4",
    }
    assert {text for _, text in left} >= {"18.2", "63.9"}


def test_the_whole_year_in_a_half_years_report_is_the_whole_year():
    rows = table(["指标", "单位", "1-6月", "上年全年"], ["集群总产值", "亿元", "40.3", "80.4"])
    said, _ = read("湖南省先进制造业集群2024年上半年发展情况报告", rows)
    assert said["gross_output", "2024-01/2024-06"][0] == "40.3"
    assert said["gross_output", "2023"][0] == "80.4"


def test_figures_of_listed_firms_are_not_the_clusters():
    firms = table(
        ["序号", "企业名称", "主营产品", "营业收入（亿元）", "研发投入（亿元）"],
        ["1", "枝江市鼎盛机械有限公司", "齿轮", "3.1", "0.1"],
        ["2", "湖北峡江锻造集团", "锻件", "2.7", "0.2"],
        ["合计", "", "", "5.8", "0.3"],
    )
    said, left = read(TITLE, firms)
    assert {name for name, _ in said} == {"cluster_name"}
    assert ("研发投入（亿元）", "0.1") in left
    assert ("企业名称", "湖北峡江锻造集团") in left
    assert ("", "企业名称") not in left


def test_a_firm_that_runs_a_cluster_makes_no_list_of_firms():
    rows = table(["集群运营管理机构", "联系人"], ["枝江市鼎盛产业服务有限公司", "彭涛"])
    said, _ = read(TITLE, rows)
    assert said["operator", None][0] == "枝江市鼎盛产业服务有限公司"


@pytest.mark.parametrize(
    "cell",
    [
        "2022年10月26日（鄂经信产业〔2022〕168号）",
        "鄂经信产业〔2022〕168号 2022年10月26日",
        f"2022年10月26{WRAP}日（鄂经信产业〔{WRAP}2022〕168号）",
    ],
)
def test_a_date_and_the_papers_number_in_one_cell(cell):
    said, _ = read(ANNUAL, table(["认定时间及文号", cell]))
    assert said["certified_date", None][0] == "2022年10月26日"
    assert said["certificate_no", None][0] == "鄂经信产业〔2022〕168号"


def test_a_papers_number_of_its_own_stays():
    said, _ = read(ANNUAL, table(["认定时间", "2022年10月26日"], ["认定文件文号", "鄂经信产业〔2022〕168号"]))
    assert said["certificate_no", None] == ("鄂经信产业〔2022〕168号", set())


def test_a_person_and_a_number_without_a_verb():
    said, _ = read(TITLE, "集群由枝江市鼎盛产业服务有限公司负责运营管理，联系人彭涛，电话18971990256。")
    assert said["operator_contact", None][0] == "彭涛"
    assert said["operator_phone", None][0] == "18971990256"


def test_two_answers_under_captions_that_mean_the_same_are_in_doubt():
    rows = table(["申报单位", "宜都市人民政府"], ["集群依托单位", "宜都化工园区管理委员会"])
    _, (match,) = matched(document("湖北省创新型产业集群申报书", NAME, rows))
    (only,) = [p for p in match.placements if p.indicator == "operator"]
    assert "several_values" in {d.kind for d in only.doubts}


def test_a_caption_that_adds_what_its_answer_is_asks_the_same():
    said, _ = read(TITLE, table(["联系人姓名", "彭涛"], ["联系电话", "18971990256"]))
    assert said["operator_contact", None][0] == "彭涛"
    sure = recorded(TITLE, table(["联系人姓名", "彭涛"], ["联系电话", "18971990256"]))
    assert sure["operator_phone"].confidence >= 0.9


def test_the_number_behind_a_person_who_may_be_another_is_in_doubt():
    said, _ = read(TITLE, table(["填报人", "邹燕", "联系电话", "13871664402"]))
    assert "label_differs" in said["operator_phone", None][1]


def test_a_date_far_behind_a_name_is_no_part_of_it():
    said, _ = read(TITLE, "填报单位：枝江市高端装备产业发展中心　　2025年6月")
    assert said["operator", None][0] == "枝江市高端装备产业发展中心"


def test_a_year_behind_an_unknown_caption_heads_no_column():
    rows = table(["成立时间", "2012年", "集群占地面积", "3.8平方公里"], ["企业数量", "83家", "高新技术企业", "12家"])
    said, _ = read(TITLE, rows)
    assert ("enterprises", "2024") in said
    assert not {year for _, year in said} & {"2012"}


def test_years_within_cells_are_the_forms_years():
    rows = table(["营业收入（亿元）", "2022年：78.6　2023年：87.1　2024年：96.5"], ["企业数量", "61家"])
    said, _ = read(TITLE, rows)
    assert said["enterprises", "2024"][0] == "61家"


@pytest.mark.parametrize("heads", [("2021E", "2023目标"), ("2021年预计", "2023年目标")])
def test_bare_years_beside_an_estimate(heads):
    rows = table(["", "2018", "2019", "2020", *heads], ["总产值", "421.5", "466.2", "480.9", "530", "700"])
    said, _ = read("湖北省战略性新兴产业集群申报书", rows)
    assert {year: text for (name, year), (text, _) in said.items() if name == "gross_output"} == {
        "2018": "421.5",
        "2019": "466.2",
        "2020": "480.9",
    }


def test_captions_that_only_the_heading_of_their_part_completes():
    rows = table(
        ["一、集群信息", "<", "<", "<"],
        ["名称", "秭归县柑橘加工产业集群", "主导产业", "柑橘精深加工"],
        ["二、运营机构信息", "<", "<", "<"],
        ["机构名称", "秭归县柑橘产业协会", "机构性质", "社会团体"],
        ["联系人", "向阳", "电话", "13997661250"],
    )
    _, (match,) = matched(document(TITLE, rows))
    said = {p.indicator: p.text for p in match.placements if p.text}
    assert said["cluster_name"] == "秭归县柑橘加工产业集群"
    assert said["operator"] == "秭归县柑橘产业协会"
    assert ("机构性质", "社会团体") in {(x.label, x.text) for x in match.leftovers}


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("□新一代信息技术 ☑生物医药 □高端装备", "生物医药"),
        ("□新材料 ☑生物医药 ☑高端装备", "生物医药、高端装备"),
        ("□新材料 □生物医药", None),
    ],
)
def test_what_is_ticked_answers_where_a_text_is_asked_for(cell, value):
    said = recorded("湖北省创新型产业集群申报书", table(["产业领域", cell], ["集群依托单位", "天门高新区服务中心"]))
    assert said["leading_industry"].value == value


def test_the_year_in_which_a_cluster_was_recognised_is_not_its_figures_year():
    sentence = "枝江市高端装备产业集群2023年被认定为湖北省特色产业集群（鄂经信产业〔2023〕201号）。"
    said = recorded("湖北省特色产业集群2024年度发展情况报告", sentence, "全年集群总产值157.2亿元，营业收入151.4亿元。")
    assert str(said["gross_output@2024"].value) == "157.2"
    assert said["certificate_no"].value == "鄂经信产业〔2023〕201号"


@pytest.mark.parametrize("caption", ["联系方式", "联系人电话"])
def test_a_name_before_the_number_in_its_cell_is_the_person(caption):
    said, _ = read(TITLE, table([caption, "饶丽 0715-5353026"]))
    assert said["operator_contact", None][0] == "饶丽"
    assert said["operator_phone", None][0] == "0715-5353026"


def test_a_person_and_a_number_side_by_side_under_one_caption_in_a_sheet():
    made = table(["运营管理机构", "枝江市装备协会", ""], ["联系人", "舒婷", "18974580611"])
    cells = tuple(replace(c, place=Place(cell=f"表!{'ABC'[c.col]}{c.row + 1}")) for c in made.cells)
    said, _ = read(TITLE, replace(made, cells=cells))
    assert said["operator_contact", None][0] == "舒婷"
    assert said["operator_phone", None][0] == "18974580611"


def test_a_person_and_a_number_side_by_side_under_one_caption_on_a_page():
    made = table(["运营管理机构", "枝江市装备协会", ""], ["联系人", "舒婷", "18974580611"])
    cells = tuple(
        replace(c, place=Place(1, (80.0 * c.col, 20.0 * c.row, 80.0 * c.col + 80, 20.0 * c.row + 20)))
        for c in made.cells
    )
    said, _ = read(TITLE, replace(made, cells=cells))
    assert said["operator_contact", None][0] == "舒婷"
    assert said["operator_phone", None][0] == "18974580611"


def test_years_behind_their_caption_need_no_step():
    rows = table(["", "认定当年", "复核当年"], ["年份", "2021", "2024"], ["集群总产值（亿元）", "52.1", "75.9"])
    said, _ = read("湖北省特色产业集群复核申请表", rows)
    assert {year: text for (name, year), (text, _) in said.items() if name == "gross_output"} == {
        "2021": "52.1",
        "2024": "75.9",
    }


def test_a_unit_in_the_brackets_of_a_parts_heading():
    rows = table(
        ["主要经济指标（万元）", "<", "<", "<"],
        ["集群总产值", "386200", "营业收入", "371900"],
        ["企业培育（家）", "<", "<", "<"],
        ["企业总数", "326", "高新技术企业", "8"],
    )
    said = recorded(ANNUAL, rows)
    assert str(said["gross_output@2024"].value) == "38.6200"
    assert said["enterprises@2024"].value == 326


def test_a_year_that_had_not_ended_when_a_paper_was_dated_is_no_sure_figure():
    rows = table(["指标", "2020年（基期）", "2021年", "2022年"], ["总产值（亿元）", "268.7", "310", "360"])
    said, _ = read("湖北省战略性新兴产业集群建设方案", "申报时间：2021年5月", rows)
    assert said["gross_output", "2020"] == ("268.7", set())
    assert said["gross_output", "2022"] == ("360", {"year_inferred"})


@pytest.mark.parametrize(
    "sentence",
    [
        "（一）营业收入。2022年至2024年分别为138.6亿元、151.2亿元和167.4亿元。",
        "（一）营业收入。2022 年至 2024 年分别为 138.6 亿元、151.2 亿元和 167.4 亿元。",
    ],
)
def test_a_numbered_heading_that_its_sentence_goes_on(sentence):
    said = recorded(TITLE, sentence)
    assert [str(said[f"revenue@{year}"].value) for year in (2022, 2023, 2024)] == ["138.6", "151.2", "167.4"]


def test_a_caption_of_which_the_value_tells_what_it_asks_with_another_behind_it():
    _, (match,) = matched(document(TITLE, "集群：枝江市高端装备产业集群　单位：亿元", table(["集群总产值", "163.4"])))
    assert [p.text for p in match.placements if p.indicator == "cluster_name"] == ["枝江市高端装备产业集群"]


def test_what_an_answer_in_words_tells_beside_its_own_figure():
    rows = table(
        ["2020年产值", "286.4亿元（其中主导产业241.7亿元）"],
        ["研发投入（2020年）", "6.9亿元，占营业收入2.5%"],
        ["企业情况", "共154家，其中高新技术企业41家、小巨人3家"],
        ["2025年预期", "产值500亿元，高新技术企业80家"],
    )
    (record,) = records(document("湖北省战略性新兴产业集群申报书", "集群名称：仙桃市非织造布产业集群", rows), None)
    said = {o.key: o for o in record.values}
    keys = ("gross_output", "leading_output", "rd_expenditure", "rd_intensity", "enterprises", "hightech_enterprises")
    told = [str(said[f"{key}@2020"].value).rstrip("0") for key in keys]
    assert told == ["286.4", "241.7", "6.9", "2.5", "154", "41"]
    assert all(o.value not in (500, 80) for o in said.values() if o.status == "reported" and "plan" not in o.key)


@pytest.mark.parametrize(
    ("sentence", "key", "value"),
    [
        (
            "现将枝江市茶叶加工产业集群（鄂经信产业〔2023〕75号文认定）情况汇报如下。",
            "certificate_no",
            "鄂经信产业〔2023〕75号",
        ),
        ("枝江市茶叶加工产业集群2022 年被认定为湖北省特色产业集群，现将情况汇报如下。", "certified_date", "2022"),
    ],
)
def test_how_a_letter_tells_of_the_recognition(sentence, key, value):
    (record,) = records(document("枝江市茶叶加工湖北省特色产业集群2024年度发展情况报告", sentence), None)
    assert {o.key: str(o.value) for o in record.values}[key] == value


AGAINST = "湖北省特色产业集群认定标准对照表"
CONDITIONS = ["产值年均增速高于8%", "高新技术企业不少于10家", "研发投入强度不低于2%"]


def test_what_is_reached_stands_beside_a_condition_with_its_unit_and_a_person_looks():
    rows = table(["认定标准", "实际达到"], *zip(CONDITIONS, ["8.8%", "24家", "2.9%"], strict=True))
    said = recorded(AGAINST, rows)
    keys = ("gross_output_growth_3y", "hightech_enterprises", "rd_intensity")
    found = [o for o in said.values() if o.indicator in keys and o.status == "reported"]
    assert {str(o.value) for o in found} == {"8.8", "24", "2.9"}
    assert all(o.confidence < SURE and any("是一项条件" in d.because for d in o.doubts) for o in found)


def test_how_a_condition_is_marked_is_not_what_is_reached():
    rows = table(["认定标准", "得分"], *zip(CONDITIONS, ["10", "8", "10"], strict=True))
    said, left = read(AGAINST, rows)
    assert not {"hightech_enterprises", "rd_intensity"} & {name for name, _ in said}
    assert (CONDITIONS[1], "8") in left


def test_a_paper_of_the_rules_alone_is_no_form():
    with pytest.raises(UnknownFormError):
        records(document("湖北省特色产业集群认定标准", table(["认定标准", "最低值"], [CONDITIONS[1], "10家"])), None)


def test_years_with_their_figures_below_one_caption_in_a_group():
    rows = table(
        ["效益", "产值（亿元）", "<", "营收（亿元）", "<"],
        ["^", "2023年", "126.5", "2023年", "121.8"],
        ["^", "2024年", "138.2", "2024年", "133.6"],
        ["企业", "企业总数", "88家", "其中规上", "46家"],
        ["^", "高新技术企业", "24家", "研发人员", "1350人"],
    )
    said = recorded(TITLE, rows)
    assert [str(said[f"gross_output@{year}"].value) for year in (2023, 2024)] == ["126.5", "138.2"]
    assert [str(said[f"revenue@{year}"].value) for year in (2023, 2024)] == ["121.8", "133.6"]
    assert said["enterprises@2024"].value == 88


def test_an_answer_that_names_its_figure_is_read_without_its_caption():
    said = recorded(ANNUAL, table(["研发情况", "研发投入2.9亿元，研发投入强度2.7%。"]))
    assert str(said["rd_expenditure@2024"].value) == "2.9"


def test_a_numbered_heading_in_words_is_no_part_of_the_sentence_behind_it():
    said = recorded(ANNUAL, "（三）创新能力增强。2024年研发投入3.46亿元。")
    assert str(said["rd_expenditure@2024"].value) == "3.46"


def test_what_is_to_be_ticked_and_is_said_elsewhere_is_not_surely_missing():
    paper = document("湖南省先进制造业集群申报书", "集群名称：耒阳市竹木加工先进制造业集群", "竞赛类别：初赛")
    (record,) = records(paper, None)
    (stage,) = (o for o in record.values if o.indicator == "contest_stage")
    assert stage.status == "missing"
    assert stage.confidence < SURE


def test_a_heading_of_two_rows_beside_captions_merged_over_both():
    rows = table(
        ["年度", "总产值（亿元）", "<", "<", "营业收入（亿元）", "企业数（家）", "<"],
        ["^", "全部", "主导产业", "增速", "^", "全部", "高新技术企业"],
        ["2023", "116.9", "88.5", "9.1", "110.2", "83", "23"],
        ["2024", "128.4", "98.3", "9.8", "121.7", "91", "28"],
    )
    said = recorded(ANNUAL, rows)
    assert str(said["gross_output@2024"].value) == "128.4"
    assert str(said["leading_output@2023"].value) == "88.5"
    assert str(said["revenue@2024"].value) == "121.7"
    assert said["enterprises@2024"].value == 91
    assert said["hightech_enterprises@2023"].value == 23


def test_a_sender_may_say_in_brackets_that_it_runs_the_cluster():
    paper = ("集群2024年总产值105.3亿元。", "广水市风机产业服务中心（集群运营管理机构）", "2025年3月5日")
    operator = recorded(ANNUAL, *paper)["operator"]
    assert operator.value == "广水市风机产业服务中心"
    assert operator.confidence < SURE


def test_years_below_an_empty_corner_head_their_columns_to_the_last():
    rows = table(
        ["主导产业", "有色金属", "园区面积", "6.8平方公里"],
        ["", "2022年", "2023年", "2024年"],
        ["总产值（亿元）", "71.5", "80.2", "88.6"],
        ["　主导产业", "51.0", "60.4", "66.9"],
        ["企业总数（家）", "74", "81", "87"],
    )
    said = recorded(ANNUAL, rows)
    assert str(said["gross_output@2024"].value) == "88.6"
    assert str(said["leading_output@2024"].value) == "66.9"
    assert said["leading_industry"].value == "有色金属"


def test_who_signs_and_the_date_on_one_line_are_no_part_of_the_last_chapter():
    paper = ("一、存在的问题", "保鲜技术有待突破。", "枝江市经济和信息化局　2025年2月27日")
    said = recorded(ANNUAL, *paper)
    assert said["problems_text"].value == "保鲜技术有待突破。"
    assert str(said["application_date"].value) == "2025-02-27"


def test_a_number_in_an_answer_in_words():
    said = recorded(TITLE, table(["合作高校及科研院所", "中南大学、长沙矿冶研究院等4家"], ["主导产业", "轴承"]))
    assert said["cooperating_institutions"].value == 4
