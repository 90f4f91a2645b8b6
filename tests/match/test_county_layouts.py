"""How counties lay out a provincial form: units in a row of their own, years down a column, captions run together."""

import pytest
from made_documents import FORMS, document, matched, table

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
