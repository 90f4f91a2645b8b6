"""What cells of tables are by themselves, by the words of the catalogue."""

import pytest

from formextract.catalogue import load_catalogue
from formextract.model.template import TableWords
from formextract.tables import LAST_YEAR, THIS_YEAR, has_box, words_of
from formextract.tables.kinds import plain_kind

WORDS = words_of(load_catalogue().lexicon.tables)


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("2023年度", "year", "2023"),
        ("2024年1-6月", "year", "2024-01/2024-06"),
        ("2025年目标", "year", "2025~goal"),
        ("本年累计", "year", THIS_YEAR),
        ("报告期", "year", THIS_YEAR),
        ("上年同期数", "year", LAST_YEAR),
        ("本期（1-6月）", "year", f"{THIS_YEAR}#h1"),
        ("今年1—6月累计", "year", f"{THIS_YEAR}#h1"),
        ("去年上半年", "year", f"{LAST_YEAR}#h1"),
        ("1-6月", "year", f"{THIS_YEAR}#h1"),
        ("截至2025年6月末", "year", "2025-01/2025-06"),
        ("认定时（2021年）", "year", "2021"),
        ("现在（2024年底）", "year", "2024"),
        ("认定时", "year", "~then"),
        ("上年同期（亿元）", "year", LAST_YEAR),
        ("同比±%", "head", "compared"),
        ("较认定时增减（%）", "head", "compared"),
        ("增幅", "head", "compared"),
        ("国家标准", "level", "national"),
        ("iso/iec", "level", "international"),
        ("主持制（修）订标准数量（项）", "role", "led"),
        ("参与", "role", "joined"),
        ("计量单位", "head", "unit"),
        ("行次：", "head", "code"),
        ("（单位）", "head", "unit"),
        ("同比增长（%）", "head", "compared"),
        ("无", "none", ""),
        ("万元", "unit", "万元"),
        ("约12.5万元", "figure", ""),
        ("2023", "figure", "2023"),
        ("¥227.80", "figure", ""),
        ("–2.21", "figure", ""),
        ("▲29.24", "figure", ""),
        ("（2.89%）", "figure", ""),
    ],
)
def test_plain_kinds(text, kind, value):
    found = plain_kind(text, WORDS)
    assert found is not None
    assert (found.kind, found.value) == (kind, value)


@pytest.mark.parametrize("text", ["集群总产值（亿元）", "本年度工作总结", "上年结转和结余", "国家级绿色工厂", "5G基站"])
def test_labels_are_none_of_these(text):
    assert plain_kind(text, WORDS) is None


@pytest.mark.parametrize("text", ["合  计", "总计（万元）", "总得分"])
def test_totals(text):
    assert WORDS.is_total(text)


def test_a_catalogue_without_words_knows_none():
    bare = words_of(TableWords())
    assert plain_kind("国家标准", bare) is None
    assert plain_kind("本年", bare) is None
    assert not bare.is_total("合计")


@pytest.mark.parametrize(
    ("text", "boxes"),
    [
        ("□是 □否", True),
        ("（ ）是（ ）否", True),
        ("是口 否口", True),
        ("出口交货值", False),
        ("二〇二四年", False),
        ("（）", False),
    ],
)
def test_boxes(text, boxes):
    assert has_box(text) is boxes
