"""A form's fields to their cells, whatever way its tables were laid out; and what no field claims."""

from dataclasses import replace

import pytest
from made_documents import BASICS, TITLE, document, form, left, match, on_paper, placed, table

from formextract.model.doubt import SURE

YEARS = ["2021年", "2022年", "2023年"]
OUTPUT = {"gross_output@2021": "1.1", "gross_output@2022": "2.2", "gross_output@2023": "3.3"}
SMES = {"smes@2021": "10", "smes@2022": "20", "smes@2023": "30"}
TWO_HEADS = "二、主导产业情况"


def test_years_as_columns():
    made = table(
        ["指标", *YEARS], ["集群总产值（亿元）", "1.1", "2.2", "3.3"], ["其中：集群中小企业数量", "10", "20", "30"]
    )
    assert placed(form(TWO_HEADS, made)) == OUTPUT | SMES


def test_years_falling():
    made = table(["指标", *YEARS[::-1]], ["集群总产值（亿元）", "3.3", "2.2", "1.1"])
    assert placed(form(TWO_HEADS, made)) == OUTPUT


@pytest.mark.parametrize(
    "years",
    [
        ["2021", "2022", "2023"],
        ["2021年度", "2022年度", "2023年度"],
        ["2021 年", "2022 年", "2023 年"],
        ["２０２１年", "２０２２年", "２０２３年"],
        ["2021年末", "2022年末", "2023年末"],
        ["截至2021年底", "截至2022年底", "截至2023年底"],
        ["2021年（亿元）", "2022年（亿元）", "2023年（亿元）"],
        ["21年", "22年", "23年"],
        ["’21年度", "’22年度", "’23年度"],
        ["前年（2021年）", "去年（2022年）", "评价年度（2023年）"],
    ],
)
def test_years_in_many_spellings(years):
    assert placed(form(TWO_HEADS, table(["指标", *years], ["集群总产值（亿元）", "1.1", "2.2", "3.3"]))) == OUTPUT


@pytest.mark.parametrize("day", ["{}年12月31日", "{}-12-31", "{}/12/31", "截至{}年12月31日"])
def test_the_last_days_of_years_head_their_columns(day):
    days = [day.format(year) for year in (2021, 2022, 2023)]
    assert placed(form(TWO_HEADS, table(["指标", *days], ["集群总产值（亿元）", "1.1", "2.2", "3.3"]))) == OUTPUT


def test_a_last_day_that_stands_as_a_value_is_a_day():
    found = placed(form(TWO_HEADS, table(["申报时间", "2023年12月31日"], ["集群总产值（亿元）", "3.3"])))
    assert found["application_date"] == "2023年12月31日"


def test_a_count_of_years_is_no_year():
    found = placed(form(TWO_HEADS, table(["集群成立时间", "22年"], ["集群总产值（亿元）", "3.3"])))
    assert "22年" not in {text for name, text in found.items() if name != "established_date"}


def test_a_head_that_numbers_its_year_otherwise_is_no_year():
    heads = ["近三年（2021年）", "两年期（2022年）", "2023年"]
    found = placed(form(TWO_HEADS, table(["指标", *heads], ["集群总产值（亿元）", "1.1", "2.2", "3.3"])))
    assert "1.1" not in found.values()


def test_years_in_the_row_of_each_label():
    made = table(
        ["集群总产值（亿元）", *YEARS],
        ["^", "1.1", "2.2", "3.3"],
        ["集群中小企业数量", *YEARS],
        ["^", "10", "20", "30"],
    )
    assert placed(form(TWO_HEADS, made)) == OUTPUT | SMES


def test_years_as_rows_beside_a_merged_label():
    made = table(
        ["集群总产值（亿元）", "2021年", "1.1"],
        ["^", "2022年", "2.2"],
        ["^", "2023年", "3.3"],
        ["集群中小企业数量", "2021年", "10"],
        ["^", "2022年", "20"],
        ["^", "2023年", "30"],
    )
    assert placed(form(TWO_HEADS, made)) == OUTPUT | SMES


def test_a_transposed_table_with_labels_as_columns():
    made = table(
        ["年度", "集群总产值（亿元）", "集群中小企业数量（家）"],
        ["2021年", "1.1", "10"],
        ["2022年", "2.2", "20"],
        ["2023年", "3.3", "30"],
    )
    assert placed(form(TWO_HEADS, made)) == OUTPUT | SMES


def test_a_transposed_table_of_bare_years():
    made = table(
        ["年份", "集群总产值（亿元）", "集群中小企业数量（家）"],
        ["2021", "1.1", "10"],
        ["2022", "2.2", "20"],
        ["2023", "3.3", "30"],
    )
    assert placed(form(TWO_HEADS, made)) == OUTPUT | SMES


def test_all_years_in_one_cell():
    made = table(["集群总产值（亿元）", "2021年：1.1  2022年：2.2  2023年：3.3"])
    assert placed(form(TWO_HEADS, made)) == OUTPUT


def test_two_labels_side_by_side():
    made = table(
        ["工业软件应用率稳步提升", "☑是 □否", "集群上云中小企业数量", "12"],
        ["集群中小企业上云比例（%）", "45", "工业用水重复利用率（%）", "78"],
    )
    assert placed(form("四、数字化升级情况", made)) == {
        "industrial_software_rising": "☑是 □否",
        "cloud_smes": "12",
        "cloud_share": "45",
        "water_reuse": "78",
    }


def test_a_later_edition_has_its_own_years():
    made = table(
        ["指标", "2022年", "2023年", "2024年"],
        ["集群总产值（亿元）", "1", "2", "3"],
        ["近三年集群主导产业产值年均增速（%）", "9.9", "<", "<"],
    )
    assert placed(form(TWO_HEADS, made)) == {
        "gross_output@2022": "1",
        "gross_output@2023": "2",
        "gross_output@2024": "3",
        "leading_output_growth_3y@2022/2024": "9.9",
    }
    assert match(form(TWO_HEADS, made)).years == (2022, 2023, 2024)


@pytest.mark.parametrize(
    ("made", "unit"),
    [
        ([table(["指标", *YEARS], ["集群总产值（万元）", "1", "2", "3"])], "万元"),
        ([table(["指标", *YEARS], ["集群总产值（单位：万元）", "1", "2", "3"])], "万元"),
        ([table(["指标", *YEARS], ["集群总产值 (单位: 万元)", "1", "2", "3"])], "万元"),
        ([table(["指标", *YEARS], ["集群总产值", "1", "2", "3"])], None),
        ([table(["指标", "单位", *YEARS], ["集群总产值", "万元", "1", "2", "3"])], "万元"),
        ([table(["指标", "计量单位", *YEARS], ["集群总产值", "万元", "1", "2", "3"])], "万元"),
        ([table(["指标", *YEARS, "单位"], ["集群总产值", "1", "2", "3", "万元"])], None),
        (["单位：万元", table(["指标", *YEARS], ["集群总产值", "1", "2", "3"])], "万元"),
        ([table(["单位：万元", "<", "<", "<"], ["指标", *YEARS], ["集群总产值", "1", "2", "3"])], "万元"),
        (["单位：万元", table(["指标", *YEARS], ["集群总产值（亿元）", "1", "2", "3"])], "亿元"),
        (["单位：万元", table(["指标", "单位", *YEARS], ["集群总产值", "亿元", "1", "2", "3"])], "亿元"),
        (
            [table(["指标", "2021年（万元）", "2022年（万元）", "2023年（万元）"], ["集群总产值", "1", "2", "3"])],
            "万元",
        ),
    ],
)
def test_the_unit_comes_from_column_label_or_caption(made, unit):
    found = placed(form(TWO_HEADS, *made), units=True)
    assert {k: v for k, v in found.items() if k.startswith("gross_output@")} == {
        "gross_output@2021": ("1", unit),
        "gross_output@2022": ("2", unit),
        "gross_output@2023": ("3", unit),
    }


def test_a_caption_of_amounts_says_nothing_of_counts_and_shares():
    made = table(
        ["指标", *YEARS],
        ["集群外商直接投资额", "1", "2", "3"],
        ["集群中小企业数量", "10", "20", "30"],
        ["集群外商直接投资额增长率", "4", "5", "6"],
    )
    units = {k.partition("@")[0]: u for k, (_, u) in placed(form("单位：万元", made), units=True).items()}
    assert units == {"fdi": "万元", "smes": None, "fdi_growth": None}


CONTACTS = [
    ["县级行政区划中小企业主管部门", "堵阳县经信局"],
    ["联系人", "张三", "联系方式", "111"],
    ["集群运营管理机构", "堵阳园区管委会"],
    ["联系人", "李四", "联系方式", "222"],
]
WHO = {
    "county_authority": "堵阳县经信局",
    "county_authority_contact": "张三",
    "county_authority_phone": "111",
    "operator": "堵阳园区管委会",
    "operator_contact": "李四",
    "operator_phone": "222",
}
OTHERS = [*([c.text for c in BASICS.cells if c.row == r] for r in (0, 3, 4, 5, 6, 7))]


def people(*rows):
    made = document("中小企业特色产业集群申报表", "一、基本情况", table(*rows, *OTHERS))
    return {p.indicator: p.text for p in match(made).placements if p.indicator in WHO}


def test_each_contact_belongs_to_the_office_before_it():
    assert people(*CONTACTS) == WHO
    assert people(*CONTACTS[2:], *CONTACTS[:2]) == WHO


def test_contacts_beside_their_office():
    assert (
        people([*CONTACTS[0], "联系人", "张三", "联系电话", "111"], [*CONTACTS[2], "联系人", "李四", "联系电话", "222"])
        == WHO
    )


def test_one_contact_is_the_office_it_stands_behind():
    assert people(CONTACTS[0], CONTACTS[2], CONTACTS[3]) == {
        k: v for k, v in WHO.items() if k not in ("county_authority_contact", "county_authority_phone")
    }


GREEN = [
    ["大宗工业固废综合利用率（%）", "91.5", "是否高于行业平均水平", "☑是 □否 □不适用"],
    ["工业用水重复利用率（%）", "85.2", "是否高于行业平均水平", "□是 ☑否 □不适用"],
]


@pytest.mark.parametrize("rows", [GREEN, GREEN[::-1], [row[k : k + 2] for row in GREEN for k in (0, 2)]])
def test_each_comparison_with_the_industry_belongs_to_the_rate_before_it(rows):
    assert placed(form("五、绿色化转型情况", table(*rows))) == {
        "solid_waste_utilization": "91.5",
        "solid_waste_above_average": "☑是 □否 □不适用",
        "water_reuse": "85.2",
        "water_reuse_above_average": "□是 ☑否 □不适用",
    }


STANDARDS = "近三年集群中小企业主持（起草单位排名前三位）或参与制修订标准数量情况（需提供清单）"


@pytest.mark.parametrize("joined", ["参与", "参与数量", "参与数置"])
def test_standards_by_level_role_and_year(joined):
    """The last letter of 数量 is often read as another on paper."""
    made = table(
        [STANDARDS, "类别", "2021年", "<", "2022年", "<", "2023年", "<"],
        ["^", "^", "主持", joined, "主持", "参与", "主持", "参与"],
        ["^", "国际标准", "0", "1", "2", "3", "4", "5"],
        ["^", "国家标准", "10", "11", "12", "13", "14", "15"],
        ["^", "行业标准", "20", "21", "22", "23", "24", "25"],
        ["^", "团体标准", "30", "31", "32", "33", "34", "35"],
    )  # fmt: skip
    levels = ["international", "national", "industry", "group"]
    assert placed(form("三、创新能力情况", made)) == {
        f"standards_{role}@{2021 + y}[{level}]": str(10 * n + 2 * y + k)
        for n, level in enumerate(levels)
        for y in range(3)
        for k, role in enumerate(("led", "joined"))
    }


@pytest.mark.parametrize(
    ("text", "count", "names"),
    [
        ("数量：3 个 名称：甲中心、乙平台；丙实验室", "3 个", "甲中心、乙平台；丙实验室"),
        ("数量：__3__个\n名称：甲中心、\n乙平台", "__3__个", "甲中心、\n乙平台"),
        ("名称：甲中心、乙平台  数量：2", "2", "甲中心、乙平台"),
        ("数量：___个 名称：___", "___个", "___"),
        ("2个：甲中心、乙平台", "2", "甲中心、乙平台"),
        ("甲中心、乙平台", None, "甲中心、乙平台"),
    ],
)
def test_a_count_and_its_names_in_one_cell(text, count, names):
    made = table(["国家制造业创新中心或国家级创新平台名称及数量", text])
    wanted = {"innovation_platforms[national]": count, "innovation_platforms_names[national]": names}
    assert placed(form("三、创新能力情况", made)) == {k: v for k, v in wanted.items() if v is not None}


def test_a_planning_table_is_known_though_a_digit_of_its_year_was_read_as_a_stroke():
    made = table(["方向", "指标", "2023年基准值", "202/年目标值"], ["产业规模", "集群总产值", "123.4亿元", "200亿元"])
    found = placed(form("八、未来三年中小企业特色产业集群发展规划", made, "九、真实性声明及推荐意见"))
    assert found["plan_target[集群总产值]"] == "200亿元"


def test_a_planning_table_names_its_rows():
    made = table(
        ["方向", "指标", "2023年基准值", "2026年目标值"],
        ["产业规模", "集群总产值", "123.4亿元", "200亿元"],
        ["^", "中小企业数量", "120家", "180家"],
        ["创新能力", "研发经费投入", "3.5亿元", "6亿元"],
        ["绿色", "研发经费投入", "1亿元", "2亿元"],
        ["……", "……", "", ""],
    )
    found = placed(
        form(
            "八、未来三年中小企业特色产业集群发展规划", "第一段规划。", made, "第二段规划。", "九、真实性声明及推荐意见"
        )
    )
    assert found == {
        "plan_base_year": "2023",
        "plan_target_year": "2026",
        "plan_baseline[集群总产值]": "123.4亿元",
        "plan_target[集群总产值]": "200亿元",
        "plan_baseline[中小企业数量]": "120家",
        "plan_target[中小企业数量]": "180家",
        "plan_baseline[创新能力·研发经费投入]": "3.5亿元",
        "plan_target[创新能力·研发经费投入]": "6亿元",
        "plan_baseline[绿色·研发经费投入]": "1亿元",
        "plan_target[绿色·研发经费投入]": "2亿元",
        "plan_text": "第一段规划。\n第二段规划。",
    }


def test_a_row_of_a_planning_table_that_a_page_cuts_is_one_row():
    """Two rows of one name would be told apart by their directions."""
    made = table(
        ["方向", "指标", "2023年基准值", "2026年目标值"],
        ["绿色", "单位产值能耗", "0.33吨标准煤/万", "0.28吨标准煤/万"],
        ["^", "^", "^", "^"],
    )
    found = placed(form("八、未来三年中小企业特色产业集群发展规划", made))
    assert {k for k in found if "[" in k} == {"plan_baseline[单位产值能耗]", "plan_target[单位产值能耗]"}


def test_targets_of_one_name_are_told_apart_on_paper_though_one_was_misread():
    made = table(
        ["方向", "指标", "2023年基准值", "2026年目标值"],
        ["开放合作", "定性描述", "出口29国", "新设网点"],
        ["治理服务", "定性描述\n希", "建立专班", "全覆盖"],
    )
    plan = form("八、未来三年中小企业特色产业集群发展规划", made)
    assert "plan_baseline[定性描述]" in placed(plan)
    assert placed(on_paper(plan))["plan_baseline[开放合作·定性描述]"] == "出口29国"


def test_a_head_with_a_stroke_of_the_page_behind_is_a_head_on_paper():
    """Its rows were targets of the year 2026 in the one column, and left over in the other."""
    made = table(["指标", "一\n2023年基准值", "2026年目标值"], ["研发经费投入", "18.12亿元", "25.37亿元"])
    plan = form("八、未来三年中小企业特色产业集群发展规划", made)
    found = placed(on_paper(plan))
    assert found["plan_baseline[研发经费投入]"] == "18.12亿元"
    assert found["plan_target[研发经费投入]"] == "25.37亿元"


PLAN = "未来三年中小企业特色产业集群发展规划"
WORN = ["八、不ネ一年中小企业特色产业集群发展规划", "一、成效显著。", f"四、{PLAN}", "二、做大做强。"]


def test_a_heading_with_misread_letters_is_known_on_paper_by_its_number():
    """Else the chapter would begin in its midst, at a line that is worded like its heading, and end too late."""
    made = on_paper(form(*WORN, "九、具实生声明及推荐意见", "本单位承诺属实。"))
    (plan,) = [p for p in match(made).placements if p.indicator == "plan_text"]
    assert plan.text == "一、成效显著。\n四、未来三年中小企业特色产业集群发展规划\n二、做大做强。"
    assert plan.confidence == 1.0


def test_a_chapter_that_begins_at_another_number_is_not_sure_on_paper():
    lost = form("一", *WORN[1:], "九、真实性声明及推荐意见")
    plans = [p for made in (lost, on_paper(lost)) for p in match(made).placements if p.indicator == "plan_text"]
    assert [p.confidence for p in plans] == [1.0, 0.8]


def test_a_region_with_its_printed_suffixes_is_cut_in_three():
    made = document(
        "中小企业特色产业集群申报表",
        "所属地区：湖北 省（区、市） 十堰 市（区） 堵阳 县（市、区）",
        "申报时间：2024年6月",
        "联系人及联系电话：张三 13900000000",
        "一、基本情况",
        BASICS,
    )
    found = {p.indicator: p.text for p in match(made).placements}
    assert {k: found[k] for k in ("region_province", "region_city", "region_county", "application_date")} == {
        "region_province": "湖北",
        "region_city": "十堰",
        "region_county": "堵阳",
        "application_date": "2024年6月",
    }
    assert "13900000000" in found["cover_contact"]


def test_rows_that_are_no_indicators_are_left_over_with_their_labels():
    made = table(
        ["指标", *YEARS],
        ["集群总产值（亿元）", "1.1", "2.2", "3.3"],
        ["规模以上工业增加值（亿元）", "7.1", "7.2", "7.3"],
        ["集群纳税总额（万元）", "8.1", "8.2", "8.3"],
        ["备注", "数据来自统计局", "<", "<"],
    )
    made = form(TWO_HEADS, made)
    assert placed(made) == OUTPUT
    rest = left(made)
    assert [text for _, text in rest] == ["7.1", "7.2", "7.3", "8.1", "8.2", "8.3", "数据来自统计局"]
    assert [label for label, _ in rest[:6]] == ["规模以上工业增加值（亿元）"] * 3 + ["集群纳税总额（万元）"] * 3


def test_hidden_text_is_left_over_and_never_matched():
    made = form(hidden=["集群总产值（亿元）", "99"])
    assert placed(made) == {}
    assert [text for _, text in left(made)] == ["集群总产值（亿元）", "99"]


def test_a_second_value_for_the_same_place_is_left_over():
    made = form(
        TWO_HEADS,
        table(["指标", *YEARS], ["集群总产值（亿元）", "1.1", "2.2", "3.3"]),
        table(["指标", *YEARS], ["集群总产值（亿元）", "1.1", "2.2", "4.4"]),
    )
    assert placed(made) == OUTPUT
    assert [text for _, text in left(made)] == ["4.4"]


def test_a_yearly_figure_without_a_year_is_the_last_years_and_unsure():
    (found,) = [p for p in match(form(TWO_HEADS, table(["集群总产值（亿元）", "3.3"]))).placements if p.period]
    assert (found.indicator, found.period, found.text, found.confidence < 0.9) == ("gross_output", "2023", "3.3", True)


def test_empty_cells_are_placed_empty():
    made = table(["指标", *YEARS], ["集群总产值（亿元）", "1.1", "", "/"])
    assert placed(form(TWO_HEADS, made)) == {
        "gross_output@2021": "1.1",
        "gross_output@2022": "",
        "gross_output@2023": "/",
    }


@pytest.mark.parametrize(
    "figures",
    [
        ["2021", "2050", "2100"],
        ["2023", "2022", "2030"],
        ["2021", "2021", "2021"],
        ["1999", "2000", "2010"],
        pytest.param(["2021", "", "2023"]),
        ["20", "21", "22"],
        ["2021.5", "2022.5", "2023.5"],
        pytest.param(["2021", "2022", "2023"]),
        pytest.param(["2031", "2032", "2033"]),
    ],
)
def test_figures_that_look_like_years_are_figures(figures):
    made = table(["指标", *YEARS], ["集群中小企业数量", *figures], ["集群企业数量", "2050", "2100", "2024"])
    assert placed(form(TWO_HEADS, made)) == {f"smes@{2021 + i}": f for i, f in enumerate(figures)} | {
        "enterprises@2021": "2050",
        "enterprises@2022": "2100",
        "enterprises@2023": "2024",
    }


def test_a_printed_label_is_sure_and_a_paraphrase_less_so():
    printed, other = (
        next(p.confidence for p in match(form(TWO_HEADS, table([label, "45"]))).placements if p.text == "45")
        for label in ("集群中小企业上云比例（%）", "集群的中小企业业务上云所占比例")
    )
    assert (printed, 0 < other < 1) == (1.0, True)


def without_authority(*blocks):
    rows = [["集群名称", "堵阳县织造产业集群"], ["集群占地面积（平方公里）", "12.34"]]
    return document(
        TITLE, "县级行政区划中小企业主管部门（盖章）：堵阳县经信局", *blocks, table(*rows), BASICS_ELSEWHERE
    )


BASICS_ELSEWHERE = replace(BASICS, cells=tuple(c for c in BASICS.cells if c.row > 1))


def test_what_only_the_cover_says_is_the_covers_and_a_fields_in_doubt():
    found = {p.indicator: p for p in match(without_authority("一、基本情况")).placements}
    assert (found["cover_authority"].text, found["cover_authority"].confidence) == ("堵阳县经信局", 1.0)
    assert (found["county_authority"].text, found["county_authority"].confidence < SURE) == ("堵阳县经信局", True)
    assert found["cluster_name"].confidence == 1.0


def test_the_cover_is_told_from_a_part_whose_heading_is_not_known():
    empty = table(["县级行政区划中小企业主管部门", ""])
    found = {p.indicator: p.text for p in match(without_authority(empty)).placements}
    assert (found["cover_authority"], found["county_authority"]) == ("堵阳县经信局", "")
