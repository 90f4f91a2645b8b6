"""How counties lay out a provincial form: units in a row of their own, years down a column, captions run together."""

import pytest
from made_documents import FORMS, document, matched, table

from formextract.pipeline import forms, records
from formextract.tables import yearly_parts

TITLE = "湖北省创新型产业集群申报书"
NAME = "集群名称：仙桃非织造布创新型产业集群"


def read(title, *blocks):
    _, (match,) = matched(document(title, *blocks))
    return {(p.indicator, p.period): (p.text, p.unit) for p in match.placements if p.text}, match.leftovers


def test_a_row_of_units_below_a_heading():
    rows = table(
        ["年度\\指标", "集群营业收入", "集聚企业", "研发投入强度"],
        ["单位", "亿元", "家", "%"],
        ["2023年", "421.9", "431", "2.8"],
        ["2024年", "463.5", "455", "3.1"],
    )
    found, _ = read(TITLE, NAME, rows)
    assert found["revenue", "2024"] == ("463.5", "亿元")
    assert found["enterprises", "2023"] == ("431", "家")
    assert found["rd_intensity", "2024"] == ("3.1", "%")


def test_a_row_for_each_year_of_each_figure():
    rows = table(
        ["项目", "年份", "数值", "单位"],
        ["营业收入", "2023", "421.9", "亿元"],
        ["营业收入", "2024", "463.5", "亿元"],
        ["企业数量", "2023", "431", "家"],
        ["企业数量", "2024", "455", "家"],
    )
    found, _ = read(TITLE, NAME, rows)
    assert {key: text for key, (text, _) in found.items() if key[1]} == {
        ("revenue", "2023"): "421.9",
        ("revenue", "2024"): "463.5",
        ("enterprises", "2023"): "431",
        ("enterprises", "2024"): "455",
    }


def test_a_caption_that_nobody_knows_ends_the_value_before_it():
    found, left = read(TITLE, NAME, "联系人：彭涛    手机：13871230000    邮箱：pt@dh.gov.cn")
    assert found["operator_phone", None][0] == "13871230000"
    assert ("邮箱", "pt@dh.gov.cn") in {(x.label, x.text) for x in left}


def test_words_that_nobody_knows_are_captions_where_captions_stand_by_turns():
    rows = table(
        ["集群名称", "仙桃非织造布创新型产业集群", "所在市州", "仙桃市"],
        ["集群依托单位", "仙桃高新区管委会", "联络同志", "彭涛"],
        ["产业领域", "", "联系电话", "13871230000"],
        ["所在县区", "仙桃市", "备注事项", "无纺布企业较多"],
    )
    found, left = read(TITLE, rows)
    assert found["operator_contact", None][0] == "彭涛"
    assert "leading_industry" not in {name for name, _ in found}
    assert ("备注事项", "无纺布企业较多") in {(x.label, x.text) for x in left}


def test_a_name_over_several_rows_takes_no_caption_of_theirs():
    rows = table(
        ["集群名称", "仙桃非织造布创新型产业集群", "", ""],
        ["类型", "指标", "2023年", "2024年"],
        ["企业情况", "企业数量（家）", "431", "455"],
        ["^", "高新技术企业（家）", "101", "118"],
        ["^", "上云上平台的（家）", "31", "38"],
    )
    _, left = read(TITLE, rows)
    assert {(x.label, x.text) for x in left if x.text in ("31", "38")} == {
        ("上云上平台的（家）", "31"),
        ("上云上平台的（家）", "38"),
    }


def test_two_captions_far_apart_on_one_line_though_nobody_knows_either():
    found, _ = read(TITLE, NAME, "编制单位：仙桃高新区管理委员会    编制时间：2025年3月12日")
    assert found["operator", None][0] == "仙桃高新区管理委员会"
    assert found["application_date", None][0] == "2025年3月12日"


def test_a_years_column_beside_the_one_before_is_of_what_has_no_year_too():
    rows = table(
        ["评价指标", "单位", "上年", "本年"],
        ["集群营业收入", "亿元", "421.9", "463.5"],
        ["国家级研发平台", "个", "5", "6"],
    )
    found, _ = read("省级创新型产业集群2024年度绩效评价数据表", NAME, rows)
    assert found["innovation_platforms", None][0] == "6"


@pytest.mark.parametrize(("caption", "claimed"), [("实到外资（万元）", True), ("实到外资", False)])
def test_money_from_abroad_without_a_unit_is_not_claimed(caption, claimed):
    rows = table(["指标", "2019年", "2020年", "2021年"], [caption, "4100", "4600", "5200"])
    found, _ = read("湖南省先进制造业集群竞赛申报书", "集群名称：株洲市硬质合金先进制造业集群", rows)
    assert (("fdi", "2021") in found) is claimed


def test_the_contact_within_a_sentence_with_both():
    found, _ = read(TITLE, NAME, "集群位于仙桃高新区，由产业中心运营，联系人：彭涛，联系电话：0728-3260001。")
    assert found["operator_contact", None][0] == "彭涛"
    assert found["operator_phone", None][0] == "0728-3260001"


def test_the_telephone_of_another_person_within_a_sentence_stays_his():
    found, _ = read(TITLE, NAME, "联系人：许刚", "检测中心已经建成，联系人：彭涛，联系电话：0728-3260001。")
    assert found["operator_contact", None][0] == "许刚"
    assert ("operator_phone", None) not in found


def test_who_is_asked_for_together_with_the_telephone_in_other_words():
    found, _ = read(TITLE, table(["集群名称", "仙桃非织造布创新型产业集群"], ["经办人及电话", "罗敏  0722-3312880"]))
    assert found["operator_contact", None][0] == "罗敏"
    assert found["operator_phone", None][0] == "0722-3312880"


@pytest.mark.parametrize(
    ("row", "key", "text"),
    [
        (["集群：", "仙桃市非织造布产业集群"], ("cluster_name", None), "仙桃市非织造布产业集群"),
        (["近三年有无重大安全、环保、质量事故", "无"], ("major_incidents", None), "无"),
        (["是否承诺所报材料真实有效", "是"], ("truth_pledged", None), "是"),
        (["转化及产业化平台", "4个"], ("technology_transfer_platforms", None), "4个"),
    ],
)
def test_a_caption_in_other_words_by_its_value_too(row, key, text):
    rows = table(["集群依托单位", "仙桃高新区管委会"], row, ["产业领域", "非织造布"])
    found, _ = read(TITLE, rows)
    assert found[key][0] == text


def test_rows_that_only_say_the_level_of_what_they_are_a_group_of():
    rows = table(
        ["类别", "层级", "数量"],
        ["制造业单项冠军", "国家级", "2"],
        ["^", "省级", "6"],
        ["专精特新企业", "国家级“小巨人”", "9"],
        ["^", "省级", "55"],
        ["创新平台", "国家级", "1"],
        ["^", "省级", "14"],
    )
    _, (match,) = matched(document("湖北省特色产业集群申报材料", NAME, rows))
    found = {(p.indicator, *dict(p.dims).values()): p.text for p in match.placements if p.text.isdigit()}
    assert found == {
        ("champions",): "2",
        ("provincial_champions",): "6",
        ("little_giants",): "9",
        ("srdi_smes",): "55",
        ("innovation_platforms", "national"): "1",
        ("innovation_platforms", "provincial"): "14",
    }


def test_two_captions_of_one_field_that_say_otherwise_leave_it_in_doubt():
    rows = table(
        ["集群名称", "咸宁市电磁材料战略性新兴产业集群", "", ""],
        ["承载区", "咸宁高新技术产业开发区", "所属市州", "咸宁市"],
        ["产业领域", "新材料", "运营管理单位", "咸宁高新投资集团有限公司"],
        ["联系人", "镇海燕", "联系电话", "15871260044"],
    )
    _, (match,) = matched(document("湖北省战略性新兴产业集群申报信息表", rows))
    (operator,) = (p for p in match.placements if p.indicator == "operator")
    assert operator.confidence < 0.9


def test_the_telephone_of_those_who_keep_in_touch():
    rows = table(
        ["集群名称", "十堰经开区商用车创新型产业集群", "", ""],
        ["集群依托单位", "十堰经济技术开发区管理委员会", "所在市州", "十堰市"],
        ["联系人", "沈瑶", "联络电话", "0719-8310099"],
    )
    found, _ = read(TITLE, rows)
    assert found["operator_phone", None][0] == "0719-8310099"


def test_a_group_of_rows_says_whose_name_is_asked_for():
    rows = table(
        ["集群基本信息", "名称", "郴州市有色金属先进制造业集群"],
        ["^", "促进机构", "郴州有色金属产业集群促进会"],
        ["^", "批准文号", "湘工信产业集聚〔2021〕330号"],
    )
    found, left = read("湖南省先进制造业集群复核申请表", rows)
    assert found["cluster_name", None][0] == "郴州市有色金属先进制造业集群"
    assert "集群基本信息" not in {x.label for x in left}


def test_an_office_behind_a_name_is_no_part_of_it():
    found, _ = read(TITLE, NAME, "联系人：欧阳俊（秘书长），13762481905")
    assert found["operator_contact", None][0] == "欧阳俊"
    assert found["operator_phone", None][0] == "13762481905"


def test_chapters_by_what_their_headings_are_about():
    made = document(
        "湖北省特色产业集群复核报告",
        "集群名称：仙桃市非织造布特色产业集群",
        "一、认定以来的变化",
        "新引进企业4家。",
        "二、采取的举措和成效",
        "建立链长制。",
        "三、下一步打算和措施",
        "建设检测中心。",
        "联系人：彭涛    联系电话：0728-3260001",
    )
    (record,) = records(made)
    told = {o.indicator: (o.value, o.confidence) for o in record.values if o.indicator.endswith("_text") and o.value}
    assert told == {"changes_text": ("新引进企业4家。", 0.8), "measures_text": ("建立链长制。", 0.8)}


def test_a_line_of_a_field_is_no_part_of_the_chapter_above_it():
    made = document(
        "湖北省特色产业集群2024年度发展情况报告",
        "集群名称：仙桃市非织造布特色产业集群",
        "一、主要做法",
        "建立链长制。",
        "联系人：彭涛    联系电话：0728-3260001",
    )
    (record,) = records(made)
    assert [o.value for o in record.values if o.indicator == "measures_text"] == ["建立链长制。"]


def test_a_sentence_ends_behind_a_telephone_and_not_in_it():
    found, _ = read(TITLE, NAME, "联系人：许刚，电话：0719-8650001。")
    assert found["operator_phone", None][0] == "0719-8650001"


def test_a_caption_with_a_space_in_place_of_its_colon():
    rows = table(["指标", "2024年"], ["营业收入（亿元）", "463.5"], ["企业数量（家）", "455"])
    found, _ = read(TITLE, "集群名称 仙桃非织造布创新型产业集群", rows)
    assert found["cluster_name", None][0] == "仙桃非织造布创新型产业集群"


@pytest.mark.parametrize(
    ("title", "known"),
    [
        (
            ("湘潭智能矿山装备先进制造业集群", "二〇二五年上半年发展情况报告"),
            "hunan-advanced-manufacturing/half-year@2021",
        ),
        (("苏州生物医药先进制造业集群", "二〇二五年上半年发展情况报告"), None),
    ],
)
def test_a_city_says_of_which_province_a_programme_is(title, known):
    made = document(*title, "上半年，集群实现营业收入168.4亿元，企业总数达184家，总产值172.9亿元。")
    template = FORMS.recognise(made)
    assert (None if template is None else template.id) == known


CHARACTERISTIC = "湖北省特色产业集群申报表"


def test_a_caption_in_a_group_that_nobody_knows_is_the_nearer_one_s():
    rows = table(
        ["类别", "指标", "完成值"],
        ["产业规模", "集群产值大致为多少", "163.95亿元"],
        ["^", "企业户数", "233家"],
        ["优质企业", "高新技术企业数", "48家"],
    )
    found, left = read(CHARACTERISTIC, NAME, rows)
    assert found["enterprises", "2024"][0] == "233家"
    assert {x.label for x in left if "163.95" in x.text} <= {"集群产值大致为多少"}
    assert "产业规模" not in {x.label for x in left}


def test_a_name_ends_where_something_else_stands_far_behind_it():
    found, left = read(CHARACTERISTIC, "集群名称：仙桃市非织造布产业集群    数据截至2024年12月31日")
    assert found["cluster_name", None][0] == "仙桃市非织造布产业集群"
    assert "数据截至2024年12月31日" in {x.text for x in left}


def test_a_period_beside_its_caption_on_a_line_with_others():
    rows = table(["指标", "单位", "本期", "去年同期"], ["集群总产值", "亿元", "86.14", "60.17"])
    line = "集群名称：仙桃市非织造布产业集群    报告期：2025年上半年"
    found, _ = read("中小企业特色产业集群半年监测表", line, rows)
    assert found["gross_output", "2025-01/2025-06"][0] == "86.14"
    assert found["gross_output", "2024-01/2024-06"][0] == "60.17"


@pytest.mark.parametrize("head", ["同比（%）", "增长（%）", "同比增长率"])
def test_a_column_of_growth_is_the_growth_that_a_form_asks_for(head):
    rows = table(
        ["指标名称", "计量单位", "本年实际", "上年实际", head],
        ["出口贸易额", "万元", "59917.86", "54404.50", "10.1"],
        ["集群总产值", "亿元", "239.39", "211.90", "13.0"],
    )
    found, left = read("2024年度中小企业特色产业集群运行情况报告表", rows)
    assert found["exports", "2024"][0] == "59917.86"
    assert found["exports_growth", "2024"] == ("10.1", "%")
    assert ("集群总产值（增长率）", "13.0") in {(x.label, x.text) for x in left}


def test_a_column_of_differences_is_no_growth():
    rows = table(
        ["指标名称", "本年实际", "上年实际", "增减"],
        ["出口贸易额（万元）", "59917.86", "54404.50", "5513.36"],
    )
    found, _ = read("2024年度中小企业特色产业集群运行情况报告表", rows)
    assert ("exports_growth", "2024") not in found


def test_words_that_are_foreign_elsewhere_are_what_a_form_asks_for():
    rows = table(
        ["企业户数", "233"], ["龙头骨干企业数（家）", "10"], ["高新技术企业数", "48"], ["合作高校院所（个）", "18"]
    )
    found, _ = read(CHARACTERISTIC, NAME, rows)
    assert found["leading_enterprises", "2024"][0] == "10"


def test_a_figure_with_which_a_share_does_not_come_out_is_not_claimed():
    for count, claims in (("130", True), ("171", False)):
        rows = table(
            ["年度", "2022年", "2023年", "2024年"],
            ["集群中小企业数量", "160", "180", "200"],
        )
        more = table(["集群中小企业上云比例（%）", "65.00"], ["中小微企业上云累计（户）", count])
        made = document("中小企业特色产业集群复核申请表", NAME, rows, more)
        ((match,),) = [f.matches for f in forms().match(made)]
        assert ("cloud_smes" in {p.indicator for p in match.placements if p.text}) is claims


def test_a_part_of_the_row_above_where_that_one_is_in_strangers_words_too():
    rows = table(
        ["主要经济指标", "2022年", "2023年", "2024年"],
        ["现价总产值，亿元", "201.1", "222.2", "243.3"],
        ["其中：主导产业产值，亿元", "155.09", "164.54", "190.24"],
        ["企业户数，家", "216", "224", "232"],
    )
    found, _ = read(CHARACTERISTIC, NAME, rows)
    assert found["leading_output", "2024"][0] == "190.24"


def test_the_contact_s_telephone_by_its_longer_name():
    rows = table(["业务联系人", "周建红", "联系人电话", "13919330018"], ["申报主体", "堵阳园区管委会", "", ""])
    found, _ = read(CHARACTERISTIC, NAME, rows)
    assert found["operator_phone", None][0] == "13919330018"


def test_a_group_that_sounds_like_a_field_is_no_caption_of_the_rows_beside_it():
    rows = table(
        ["序号", "类别", "指标", "单位", "2023年", "2024年"],
        ["1", "产业结构", "集群营业收入", "亿元", "286.3", "318.9"],
        ["2", "^", "主导产业营收", "亿元", "142.6", "168.4"],
        ["3", "^", "集聚企业", "家", "143", "161"],
    )
    found, _ = read(TITLE, NAME, rows)
    assert found["leading_revenue", "2024"] == ("168.4", "亿元")


def test_a_column_of_this_half_year_beside_that_of_the_year_before():
    rows = table(
        ["指标名称", "计量单位", "本期（1-6月）", "上年同期", "同比±%"],
        ["集群总产值", "亿元", "71.36", "66.02", "8.1"],
        ["集群主导产品出口贸易额", "万元", "18420", "16905", "9.0"],
    )
    found, _ = read("中小企业特色产业集群2025年上半年发展情况报告", "集群名称：望江县童装产业集群", rows)
    half, before = "2025-01/2025-06", "2024-01/2024-06"
    assert found["gross_output", half] == ("71.36", "亿元")
    assert found["gross_output", before] == ("66.02", "亿元")
    assert found["exports_growth", half] == ("9.0", "%")
    assert ("exports_growth", before) not in found


def test_years_below_the_caption_of_several_columns():
    rows = table(
        ["营业收入（亿元）", "<", "聚集企业数量", "<"],
        ["2023年", "2024年", "2023年", "2024年"],
        ["421.9", "463.5", "431", "455"],
    )
    found, _ = read(TITLE, NAME, rows)
    assert {key: text for key, (text, _) in found.items() if key[1]} == {
        ("revenue", "2023"): "421.9",
        ("revenue", "2024"): "463.5",
        ("enterprises", "2023"): "431",
        ("enterprises", "2024"): "455",
    }


def test_captions_over_values_as_in_the_rows_before():
    rows = table(
        ["集群名称", "依托单位", "产业领域"],
        ["仙桃非织造布创新型产业集群", "仙桃高新区管委会", "非织造布"],
        ["列为培育对象时间", "培育文号", "所属市州"],
        ["2024年8月", "鄂科技函〔2024〕55号", "仙桃市"],
    )
    found, left = read(TITLE, rows)
    assert found["cultivation_since", None][0] == "2024年8月"
    assert found["region_city", None][0] == "仙桃市"
    assert ("培育文号", "鄂科技函〔2024〕55号") in {(x.label, x.text) for x in left}


def test_words_behind_a_caption_in_their_own_cell_are_of_no_year():
    rows = table(
        ["项目", "2019年", "2020年", "2021年（预计）"],
        ["集群总产值（亿元）", "221.8", "240.3", "275"],
        ["填表人：吕思", "", "联系电话：13972210456", "填报时间：2021年10月11日"],
    )
    found, left = read("湖北省战略性新兴产业集群申报表", "集群名称：汉水市生物医药战略性新兴产业集群", rows)
    assert ("填表人", "吕思") in {(x.label, x.text) for x in left} or found["operator_contact", None][0] == "吕思"
    assert found["operator_phone", None][0] == "13972210456"
    assert found["application_date", None][0] == "2021年10月11日"


def test_a_caption_says_what_its_unit_is_per():
    rows = table(["指标", "2023年", "2024年"], ["万元产值综合能耗（吨标煤）", "0.121", "0.116"])
    found, _ = read("湖北省特色产业集群申报书", "集群名称：麻溪市建材产业集群", rows)
    assert found["energy_intensity", "2024"] == ("0.116", "吨标煤/万元")


def test_what_words_exclude_takes_no_share_of_what_they_leave():
    rows = table(
        ["指标", "2023年", "2024年"], ["集群总产值", "88.1", "92.6"], ["省单项冠军", "3", "4"], ["企业数量", "70", "81"]
    )
    found, _ = read("湖北省特色产业集群申报书", "集群名称：麻溪市建材产业集群", rows)
    assert found["provincial_champions", "2024"][0] == "4"
    assert ("champions", "2024") not in found


def test_a_half_year_in_brackets_below_the_title():
    rows = table(["指标", "本期", "上年同期"], ["营业收入（亿元）", "401.9", "390.5"])
    made = document(
        "湖南省先进制造业集群运行情况表",
        "（2024年1—6月）",
        "集群名称：娄新市先进钢铁材料先进制造业集群",
        rows,
        "2024年1—6月，集群发展稳中有进。",
    )
    (form,) = FORMS.match(made)
    assert form.template.form == "half-year"
    told = {p.period: p.text for p in form.matches[0].placements if p.indicator == "revenue"}
    assert told == {"2024-01/2024-06": "401.9", "2023-01/2023-06": "390.5"}


def test_a_caption_whose_letters_were_set_apart_ends_the_value_before_it():
    found, _ = read(TITLE, NAME, "联 系 人：高远　　电　话：0717-6448890")
    assert found["operator_contact", None][0] == "高远"
    assert found["operator_phone", None][0] == "0717-6448890"


def test_a_column_of_average_growth():
    rows = table(
        ["年度", "2022年", "2023年", "2024年", "三年平均增幅"],
        ["集群总产值（万元）", "845200", "921300", "1013500", "9.51%"],
        ["企业家数", "101", "112", "127", "—"],
    )
    found, _ = read("湖北省特色产业集群申报书", "集群名称：麻溪市建材产业集群", rows)
    assert found["gross_output_growth_3y", "2022/2024"][0] == "9.51%"
    assert found["gross_output", "2024"] == ("1013500", "万元")


def test_rows_of_a_group_that_say_a_level_or_nothing():
    rows = table(
        ["一级指标", "二级指标", "<", "单位", "2023年", "2024年"],
        ["产业结构", "企业数", "全部", "家", "108", "121"],
        ["^", "^", "高新技术企业", "家", "36", "44"],
        ["创新能力", "研发平台", "国家级", "个", "1", "2"],
        ["^", "^", "省级", "个", "8", "11"],
    )
    found, _ = read(TITLE, NAME, rows)
    assert found["enterprises", "2024"][0] == "121"
    assert found["hightech_enterprises", "2023"][0] == "36"
    assert found["innovation_platforms", None][0] in ("2", "11")


@pytest.mark.parametrize("places", [["樊江市", "鹿门县"], ["樊江市鹿门县"]])
def test_one_caption_for_a_city_and_its_county(places):
    rows = table(["所在地", *places], ["联系人", "彭涛"][: len(places) + 1])
    found, left = read(TITLE, NAME, rows)
    assert (found["region_city", None][0], found["region_county", None][0]) == ("樊江市", "鹿门县")
    assert not {x.text for x in left} & set(places)


@pytest.mark.parametrize("caption", ["{}年总产值（亿元）", "集群总产值（{}年）（亿元）", "{}年集群工业总产值（亿元）"])
def test_captions_that_differ_in_their_year_are_of_one_field(caption):
    rows = table([caption.format(2023), "156.3（同比增长12.5%）", caption.format(2024), "180.2"])
    found, left = read(TITLE, NAME, rows)
    assert [found["gross_output", y][0] for y in ("2023", "2024")] == ["156.3（同比增长12.5%）", "180.2"]
    assert not left


def test_an_address_gives_the_county_that_no_other_caption_gives():
    rows = table(["所在市", "樊江市"], ["所在地", "湖北省樊江市鹿门县"])
    found, _ = read(TITLE, NAME, rows)
    assert (found["region_city", None][0], found["region_county", None][0]) == ("樊江市", "鹿门县")


def test_a_number_behind_a_person_is_theirs():
    found, _ = read(TITLE, NAME, table(["联系人", "<", "曾凡", "18771013265"], ["产业领域", "<", "非织造布", "<"]))
    assert found["operator_phone", None][0] == "18771013265"


def test_what_is_adjusted_is_changed():
    rows = table(
        ["调整事项", "集群空间范围"], ["调整时间", "2025年7月1日"], ["调整前", "金山片区"], ["调整后", "大王片区"]
    )
    found, _ = read("湖北省创新型产业集群重大事项报告", NAME, rows)
    assert found["event_date", None][0] == "2025年7月1日"
    assert (found["event_before", None][0], found["event_after", None][0]) == ("金山片区", "大王片区")


def test_a_short_caption_between_semicolons_ends_the_value_before_it():
    found, left = read(TITLE, NAME, "联系人：冷月；职务：副局长；电话：13972878800")
    assert found["operator_contact", None][0] == "冷月"
    assert found["operator_phone", None][0] == "13972878800"
    assert ("职务", "副局长") in {(x.label, x.text) for x in left}


def test_the_titles_of_a_sheet_tell_its_period():
    rows = table(
        ["省级特色产业集群年度运行情况报表", "<", "<"],
        ["（2025年度）", "<", "<"],
        ["集群名称：洪石市休闲食品特色产业集群", "<", "<"],
        ["指标名称", "本年实际", "上年实际"],
        ["营业收入（亿元）", "129.7", "121.8"],
        ["集群企业总数", "137", "131"],
    )
    found, _ = read("填报地区：湖北省洪石市", rows)
    assert found["report_period", None][0] == "2025年度"
    assert found["revenue", "2025"][0] == "129.7"


def test_captions_by_turns_below_columns_of_years():
    rows = table(
        ["指标", "2022年", "2023年", "2024年"],
        ["总产值（亿元）", "150", "187.3", "210"],
        ["国家级平台（个）", "1", "省级平台（个）", "6"],
        ["小巨人企业（家）", "2", "高新技术企业（家）", "19"],
    )
    found, left = read(TITLE, NAME, rows)
    assert found["gross_output", "2023"][0] == "187.3"
    assert found["hightech_enterprises", "2024"][0] == "19"
    assert "省级平台（个）" not in {x.text for x in left}


def test_what_the_years_come_to_is_no_second_count():
    rows = table(
        ["指标名称", "计量单位", "本年", "上年", "增减（%）"],
        ["工业总产值", "亿元", "210", "187.3", "12.1"],
        ["有效发明专利", "件", "156", "121", "28.9"],
    )
    _, (match,) = matched(document(TITLE, NAME, rows))
    (patents,) = (p for p in match.placements if p.indicator == "invention_patents" and p.text == "156")
    assert not any("几个值" in d.because for d in patents.doubts)


@pytest.mark.parametrize(
    "told",
    [
        "2023年421.9亿元，2024年463.5亿元",
        "2023年：421.9，2024年：463.5",
        "2023年度达421.9亿元；2024年度达463.5亿元。",
    ],
)
@pytest.mark.parametrize("beside", [True, False])
def test_figures_of_several_years_in_one_cell(told, beside):
    rows = table(["集群产值（亿元）", told] if beside else [f"集群产值：{told}", "<"], ["企业总数", "455家（2024年）"])
    found, _ = read(TITLE, NAME, rows)
    assert [found["gross_output", y][0].removesuffix("亿元") for y in ("2023", "2024")] == ["421.9", "463.5"]
    assert found["enterprises", "2024"][0] == "455家"


@pytest.mark.parametrize(
    "text", ["2024年1-6月", "2024年12月", "2024年5G基站", "2023年421.9亿元，增长5%", "12家（2024年认定）"]
)
def test_what_is_no_figure_of_a_year(text):
    assert yearly_parts(text) == []


def test_a_reports_own_year_goes_before_that_of_one_of_its_captions():
    rows = table(["指标", "本年", "上年"], ["工业总产值（亿元）", "210", "187.3"], ["2023年企业数量（家）", "128", ""])
    _, (match,) = matched(document("2024年度湖北省特色产业集群发展情况报告", NAME, rows))
    (output,) = (p for p in match.placements if p.text == "210")
    assert (output.period, [d for d in output.doubts if d.kind == "year_inferred"]) == ("2024", [])
