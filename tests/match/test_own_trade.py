"""A form that calls its leading industry by name where its captions and sentences measure it."""

import pytest
from made_documents import document, matched, table

from formextract.match.own_trade import trades_of, with_leading

TITLE = "湖北省特色产业集群2024年度发展情况报告"
NAME = ["集群名称", "丙县新型储能产业集群", ""]
TRADE = ["主导产业", "新型储能", ""]
YEARS = ["指标名称", "2023年", "2024年"]


def read(*rows):
    _, (match,) = matched(document(TITLE, table(NAME, TRADE, YEARS, *rows)))
    return {(p.indicator, p.period): (p.text, p.unit) for p in match.placements if p.text}, match.leftovers


@pytest.mark.parametrize("caption", ["其中：新型储能（亿元）", "新型储能产业产值（亿元）", "#新型储能（亿元）"])
def test_a_caption_that_names_the_forms_own_trade_is_of_the_leading_industry(caption):
    found, _ = read(["总产值（亿元）", "98.3", "107.2"], [caption, "61.5", "70.4"])
    assert found["leading_output", "2024"] == ("70.4", "亿元")
    assert found["gross_output", "2024"] == ("107.2", "亿元")


def test_another_trade_is_not_the_leading_industry():
    found, left = read(["总产值（亿元）", "98.3", "107.2"], ["其中：食品加工（亿元）", "61.5", "70.4"])
    assert "leading_output" not in {name for name, _ in found}
    assert "70.4" in {x.text for x in left}


def test_a_body_that_has_the_trades_name_is_none_of_its_figures():
    found, _ = read(["新型储能产业协会会员数（家）", "41", "52"])
    assert not {name for name, _ in found if name.startswith("leading_") and name != "leading_industry"}


def test_the_names_of_a_trade():
    assert trades_of(["石墨及炭素制品"]) == ("石墨及炭素制品", "石墨及炭素")
    assert trades_of(["A区（试点）"]) == ()


@pytest.mark.parametrize("part", ["其中：装备制造（亿元）", "装备制造产业产值（亿元）"])
def test_one_of_several_trades_is_not_the_leading_industry(part):
    rows = (["主导产业", "汽车及装备制造", ""], YEARS, ["总产值（亿元）", "98.3", "107.2"], [part, "61.5", "70.4"])
    _, (match,) = matched(document(TITLE, table(NAME, *rows)))
    assert "70.4" not in {p.text for p in match.placements if p.indicator == "leading_output"}


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("新型储能产业实现营业收入70.4亿元", "主导产业实现营业收入70.4亿元"),
        ("2024年新型储能产业产值70.4亿元", "2024年主导产业产值70.4亿元"),
        ("集群新型储能产值70.4亿元", "集群主导产业产值70.4亿元"),
        ("新型储能产业园占地70.4亩", "新型储能产业园占地70.4亩"),
        ("全市新型储能产业实现产值170亿元", "全市新型储能产业实现产值170亿元"),
        ("高端新型储能实现产值30亿元", "高端新型储能实现产值30亿元"),
    ],
)
def test_a_sentence_measures_the_trade_or_only_names_something_by_it(said, read):
    assert with_leading(said, ["新型储能"]) == read
