"""Columns that name no year: 本年 and 上年, what is compared, what is expected."""

from made_documents import FORMS, document, table


def read(title, *blocks):
    (found,) = FORMS.match(document(title, *blocks))
    (only,) = found.matches
    told = {(p.indicator, p.period): (p.text, p.confidence) for p in only.placements if p.text}
    return told, [x.text for x in only.leftovers]


def test_this_year_and_the_one_before_are_the_title_s():
    rows = table(
        ["指标", "本年", "上年", "同比增长（%）"],
        ["总产值（亿元）", "105.30", "98.10", "7.34"],
        ["企业户数（户）", "82", "79", "3.80"],
    )
    told, left = read("2026年度湖北省特色产业集群发展情况报告", rows)
    assert told["gross_output", "2026"] == ("105.30", 1.0)
    assert told["gross_output", "2025"] == ("98.10", 1.0)
    assert told["enterprises", "2026"] == ("82", 1.0)
    assert {"7.34", "3.80"} <= set(left)
    assert "7.34" not in {text for text, _ in told.values()}


def test_the_year_before_stands_beside_a_year_that_is_named():
    rows = table(
        ["指标", "2024年", "上年", "同比"],
        ["集群名称", "瓷县陶瓷产业集群", "", ""],
        ["总产值（亿元）", "105.30", "98.10", "7.34%"],
    )
    told, _ = read("湖北省特色产业集群发展情况报告", rows)
    assert told["gross_output", "2024"] == ("105.30", 1.0)
    assert told["gross_output", "2023"] == ("98.10", 1.0)
    assert told["cluster_name", None] == ("瓷县陶瓷产业集群", 1.0)  # a name has no year


def test_without_a_year_anywhere_they_are_in_doubt():
    rows = table(["指标", "本期", "上年同期", "同比"], ["总产值（亿元）", "105.30", "98.10", "7.34"])
    told, _ = read("湖北省特色产业集群年度发展情况报告", rows)
    assert {(text, sure < 0.9) for (name, _), (text, sure) in told.items() if name == "gross_output"} == {
        ("105.30", True),
        ("98.10", True),
    }


def test_of_a_half_year_they_are_halves():
    rows = table(["指标", "本期", "上年同期"], ["总产值（亿元）", "105.30", "98.10"])
    told, _ = read("湖南省先进制造业集群2025年上半年发展情况报告", rows)
    assert told["gross_output", "2025-01/2025-06"][0] == "105.30"
    assert told["gross_output", "2024-01/2024-06"][0] == "98.10"


def test_what_is_expected_or_aimed_at_is_no_figure_of_the_year():
    rows = table(
        ["项目", "2019年", "2020年", "2021年（预计）", "2025年目标"],
        ["集群总产值（亿元）", "186", "205", "238", "500"],
        ["企业数量（家）", "152", "168", "190", "300"],
    )
    told, left = read("湖北省战略性新兴产业集群申报书", rows)
    assert told["gross_output", "2020"] == ("205", 1.0)
    assert {text for (name, _), (text, _) in told.items() if name != "plan_target"}.isdisjoint(
        {"238", "500", "190", "300"}
    )
    assert {"238", "190"} <= set(left)


def test_a_column_of_growth_says_nothing_of_what_its_rows_are_measured_in():
    rows = table(
        ["指标", "2025年", "2024年", "同比增减（%）"],
        ["集群总产值", "61.82", "57.40", "7.7"],
        ["省级专精特新中小企业数量", "41", "36", "13.9"],
        ["中小企业从业人员", "14320", "14105", "1.5"],
    )
    told, left = read("中小企业特色产业集群2025年度发展情况报告", "集群名称：瓷县陶瓷产业集群", rows)
    assert told["srdi_smes", "2025"] == ("41", 1.0)
    assert told["sme_employees", "2024"][0] == "14105"
    assert {"7.7", "13.9", "1.5"} <= set(left)


def test_what_has_no_year_is_of_the_title_s_where_no_head_names_another():
    heads = ["指标", "2024年", "说明"]
    rows = table(heads, ["总产值（亿元）", "105.30", ""])
    more = table(["企业户数（户）", "82"], ["高新技术企业（户）", "31"])
    told, _ = read("湖北省特色产业集群2024年度发展情况报告", "集群名称：瓷县陶瓷产业集群", rows, more)
    assert told["enterprises", "2024"] == ("82", 1.0)
    other, _ = read("湖北省特色产业集群2025年度发展情况报告", "集群名称：瓷县陶瓷产业集群", rows, more)
    assert other.get(("enterprises", "2025"), ("", 0))[1] < 0.9


def test_a_caption_that_says_the_first_half_gives_the_half_year_of_its_year():
    heads = ["指标", "2024年", "2025年"]
    rows = table(heads, ["总产值（亿元）", "105.30", "113.20"], ["其中：上半年总产值（亿元）", "50.10", "54.30"])
    alone = table(["2024年上半年营业收入（亿元）", "48.70"], ["1-6月研发投入（亿元）", "1.20"])
    told, _ = read("湖北省特色产业集群2025年度发展情况报告", "集群名称：瓷县陶瓷产业集群", rows, alone)
    assert told["gross_output", "2025"] == ("113.20", 1.0)
    assert "54.30" not in {text for (_, period), (text, _) in told.items() if period == "2025"}
    assert told["revenue", "2024-01/2024-06"][0] == "48.70"
    assert ("revenue", "2024") not in told
    assert "1.20" not in {text for (_, period), (text, _) in told.items() if period == "2025"}
