"""Units: what is written measures, and by what factor it becomes the canonical unit."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formextract.text import conversion, find_unit, parse_unit


@pytest.mark.parametrize(
    ("written", "canonical", "factor"),
    [
        # money
        ("亿元", "亿元", "1"),
        ("万元", "亿元", "0.0001"),
        ("亿元", "万元", "10000"),
        ("千元", "万元", "0.1"),
        ("百万元", "万元", "100"),
        ("千万元", "亿元", "0.1"),
        ("万亿元", "亿元", "10000"),
        ("元", "亿元", "0.00000001"),
        ("亿元人民币", "亿元", "1"),
        ("人民币万元", "万元", "1"),
        # counts: the counter's word does not matter, the multiplier does
        ("家", "个", "1"),
        ("户", "个", "1"),
        ("项", "个", "1"),
        ("件", "个", "1"),
        ("人", "人", "1"),
        ("名", "人", "1"),
        ("万人", "人", "10000"),
        ("千人", "人", "1000"),
        ("万家", "个", "10000"),
        ("万件", "个", "10000"),
        # shares
        ("％", "%", "1"),
        ("百分点", "%", "1"),
        ("个百分点", "%", "1"),
        ("‰", "%", "0.1"),
        # area
        ("公顷", "平方公里", "0.01"),
        ("平方米", "平方公里", "0.000001"),
        ("万平方米", "平方公里", "0.01"),
        ("㎡", "平方公里", "0.000001"),
        ("km²", "平方公里", "1"),
        ("平方千米", "平方公里", "1"),
        # composite
        ("吨标煤/万元", "吨标准煤/万元", "1"),
        ("tce/万元", "吨标准煤/万元", "1"),
        ("千克标准煤/万元", "吨标准煤/万元", "0.001"),
        ("公斤标煤/万元", "吨标准煤/万元", "0.001"),
        ("kgce/万元", "吨标准煤/万元", "0.001"),
        ("吨标准煤/亿元", "吨标准煤/万元", "0.0001"),
        ("万吨标准煤/亿元", "吨标准煤/万元", "1"),
        ("吨标准煤/元", "吨标准煤/万元", "10000"),
        ("吨CO2/万元", "吨二氧化碳/万元", "1"),
        ("tCO2/万元", "吨二氧化碳/万元", "1"),
        ("千克二氧化碳/万元", "吨二氧化碳/万元", "0.001"),
        ("吨/万元", "吨二氧化碳/万元", "1"),
        ("吨/万元", "吨标准煤/万元", "1"),
        ("吨标煤/百万元", "吨标准煤/万元", "0.01"),
    ],
)
def test_a_unit_becomes_the_canonical_one_by_its_factor(written, canonical, factor):
    assert conversion(written, canonical) == Decimal(factor)


def test_mu_are_fifteen_hundred_to_the_square_kilometre():
    factor = conversion("亩", "平方公里")
    assert factor is not None
    assert round(factor * 3000, 20) == 2


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("万美元", "万元"),
        ("美元", "亿元"),
        ("%", "亿元"),
        ("家", "%"),
        ("万元", "个"),
        ("人", "万元"),
        ("亩", "亿元"),
        ("吨标准煤", "吨标准煤/万元"),
        ("吨标准煤/万元", "吨二氧化碳/万元"),
        ("吨标煤/吨", "吨标准煤/万元"),
        ("万元/人", "万元"),
        ("集群", "个"),
    ],
)
def test_units_of_different_things_do_not_convert(written, canonical):
    assert conversion(written, canonical) is None


@pytest.mark.parametrize("text", ["", "集群", "总产值", "亿", "万", "第一", "：", "情况说明", "a" * 40, "/", "元/"])
def test_words_are_no_units(text):
    assert parse_unit(text) is None


@pytest.mark.parametrize(
    ("caption", "unit"),
    [
        ("单位：万元", "万元"),
        ("（单位：亿元）", "亿元"),
        ("金额单位: 万元", "万元"),
        ("计量单位：万元、%", "万元"),
        ("表中金额单位均为万元", "万元"),
        ("表二 主导产业情况（单位：亿元、家）", "亿元"),
        ("单　位：万 元", "万元"),
        ("单位名称：湖北某某公司", None),
        ("推荐单位（公章）：", None),
        ("二、主导产业情况", None),
        ("", None),
    ],
)
def test_a_caption_names_its_first_unit(caption, unit):
    assert find_unit(caption) == unit


@given(st.text(), st.sampled_from(["亿元", "个", "%", "吨标准煤/万元"]))
def test_any_text_is_a_unit_or_none(text, canonical):
    factor = conversion(text, canonical)
    assert factor is None or factor > 0
    assert (find_unit(text) is None) or parse_unit(find_unit(text)) is not None
