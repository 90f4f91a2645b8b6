"""Rates of other currencies, as staff write them."""

import os
from decimal import Decimal

import pytest

from formextract.text.rates import RATES, RateMistakeError, rate_of, rates_in, rates_in_use, rates_now


@pytest.mark.parametrize(
    ("text", "currency", "year", "yuan", "told"),
    [
        ("美元=7.12", "usd", "", "7.12", "1美元=7.12元（没有写明来源）"),
        ("美元＝7.12元，国家外汇管理局公布", "usd", "", "7.12", "1美元=7.12元（国家外汇管理局公布）"),
        ("美元@2023=7.0467（全年平均汇率）", "usd", "2023", "7.0467", "2023年1美元=7.0467元（全年平均汇率）"),
        ("100日元 = 4.98", "jpy", "", "0.0498", "100日元=4.98元（没有写明来源）"),
        ("港币=0.9 中间价", "hkd", "", "0.9", "1港币=0.9元（中间价）"),
    ],
)
def test_a_rate_with_its_year_and_source(text, currency, year, yuan, told):
    (rate,) = rates_in(text)
    assert (rate.currency, rate.year, rate.yuan, rate.told()) == (currency, year, Decimal(yuan), told)


@pytest.mark.parametrize(
    "text",
    ["美元", "美元=", "美元=七元", "美元=0", "美元=-7", "0美元=7", "万元=1", "元=1", "美元=7.1；美元=7.2", "x" * 5000],
)
def test_what_is_no_rate_is_refused(text):
    with pytest.raises(RateMistakeError):
        rates_in(text)


def test_the_year_s_own_rate_goes_before_the_general_one():
    with rates_in_use("美元=7；美元@2021=6.45；欧元@2021=7.6"):
        assert rate_of("usd", "2021").yuan == Decimal("6.45")
        assert rate_of("usd", "2023").yuan == Decimal(7)
        assert rate_of("usd", "2021/2023").yuan == Decimal(7)
        assert rate_of("usd", None).yuan == Decimal(7)
        assert rate_of("eur", "2022") is None
        first = rates_now()
    with rates_in_use("欧元@2021=7.6；美元@2021=6.45;美元=7"):
        assert rates_now() == first
    assert rate_of("usd", "2021") is None
    assert RATES not in os.environ


def test_another_source_is_another_state():
    with rates_in_use("美元=7"):
        first = rates_now()
    with rates_in_use("美元=7，年报"):
        assert rates_now() != first
