"""Of which year a county's figures are that no heading dates: a line says it, else the year before the paper's own."""

import pytest
from made_documents import document, matched, table

from formextract.match.years import year_stated

TITLE = "湖北省战略性新兴产业集群申报书"
NAME = "集群名称：谷城县五金工具产业集群"
FIGURES = table(
    ["指标", "数值", "指标", "数值"],
    ["集群总产值（亿元）", "226.52", "营业收入（亿元）", "210.68"],
    ["企业总数（家）", "163", "主导产业营收（万元）", "1712000"],
)


def read(*blocks):
    _, (match,) = matched(document(TITLE, NAME, *blocks))
    said = {(p.indicator, p.period): (p.text, {d.kind for d in p.doubts}) for p in match.placements if p.period}
    return said, [(x.label, x.text) for x in match.leftovers]


@pytest.mark.parametrize(
    ("line", "year"),
    [
        ("（数据年份：2021年）", "2021"),
        ("注：以上均为2021年数据。", "2021"),
        ("统计年度：2021", "2021"),
        ("数据截至2021年12月31日", "2021"),
        ("数据截止时间：2021-12-31", "2021"),
        ("各项指标所属期间为2021年度", "2021"),
        ("统计时间：2022年3月", ""),
        ("数据来源：2021年统计年鉴", ""),
        ("2022年湖北省特色产业集群数据表", ""),
        ("填报时间：2022年", ""),
        ("数据年份：2020年、2021年", ""),
        ("2021年，集群主要指标均居全省前列", ""),
    ],
)
def test_a_line_says_of_which_year_the_figures_are(line, year):
    assert year_stated([NAME, line]) == year


def test_lines_that_say_different_years_say_none():
    assert year_stated(["数据年份：2020年", "数据年份：2021年"]) == ""


@pytest.mark.parametrize("said", ["（数据年份：2021年）", table(["数据年份", "2021年"])], ids=["a line", "two cells"])
def test_figures_are_of_the_year_that_is_stated(said):
    found, left = read(said, FIGURES)
    assert found["gross_output", "2021"] == ("226.52", set())
    assert found["enterprises", "2021"] == ("163", set())
    assert {year for _, year in found} == {"2021"}
    assert ("", "（数据年份：2021年）") not in left


def test_what_is_headed_by_this_year_is_of_the_year_that_is_stated():
    found, _ = read("数据截至2021年底", table(["指标", "上年", "本年"], ["集群总产值（亿元）", "208.3", "226.5"]))
    assert found == {("gross_output", "2020"): ("208.3", set()), ("gross_output", "2021"): ("226.5", set())}


@pytest.mark.parametrize("date", ["2022年10月20日", "二〇二二年十月"])
def test_figures_without_a_year_are_of_the_year_before_the_papers_own(date):
    found, _ = read(FIGURES, "谷城县经济和信息化局", date)
    assert found["gross_output", "2021"] == ("226.52", {"year_inferred"})
    assert {year for _, year in found} == {"2021"}


def test_an_amount_in_ten_thousands_is_neither_a_telephone_nor_more_than_the_whole_in_hundred_millions():
    found, _ = read("（数据年份：2021年）", FIGURES)
    assert found["leading_revenue", "2021"] == ("1712000", {"label_differs"})


@pytest.mark.parametrize("number", ["4．", "4.", "4、", "（4）"])
def test_a_year_behind_the_number_of_a_line_is_no_part_of_the_number(number):
    found, left = read(f"{number}2020年龙头骨干企业数量：11个；", "5．2020年研发投入：1.3亿元；")
    assert found["leading_enterprises", "2020"][0].startswith("11")
    assert found["rd_expenditure", "2020"][0].startswith("1.3")
    assert not left


def test_what_stands_under_growth_is_listed_as_growth():
    rows = table(["指标", "单位", "上年", "本年", "同比增长（%）"], ["集群总产值", "亿元", "208.3", "226.5", "8.7"])
    found, left = read(rows)
    assert [text for text, _ in found.values()] == ["208.3", "226.5"]
    assert left == [("集群总产值（增长率）", "8.7")]
