"""An amount in another currency has a value only where a rate was given, and says by which."""

from decimal import Decimal

import pytest

from formextract.model import TYPED, Place
from formextract.model.placement import Placement
from formextract.model.template import FieldSpec, Indicator
from formextract.text.rates import rates_in_use
from formextract.values.read import read

FDI = Indicator(label="外商直接投资额", type="number", unit="万元", period="year", section="2")
RATES = "美元=7.12，年度平均汇率；美元@2021=6.5"


def reading(text, unit=None, period="2023", rates=RATES, indicator=FDI):
    spec = FieldSpec(indicator="fdi")
    placement = Placement(spec, "fdi", "标签", period, (), text, Place(), unit=unit, legibility=TYPED)
    with rates_in_use(rates):
        return read(placement, indicator)


@pytest.mark.parametrize(
    ("text", "unit", "period", "value", "precision"),
    [
        ("1200.00", "万美元", "2023", "8544.00", 1),
        ("1200万美元", None, "2023", "8544", -1),
        ("1200（万美元）", "万元", "2023", "8544", -1),
        ("1200", "万美元", "2021", "7800", -1),
        ("0.12亿美元", None, "2022", "8544", -3),
        ("0", "万美元", "2022", "0", -1),
    ],
)
def test_a_rate_turns_it_into_the_form_s_own_unit(text, unit, period, value, precision):
    found = reading(text, unit, period)
    assert (found.status, found.value, found.unit) == ("reported", Decimal(value), "万元")
    assert found.precision == precision
    assert [d.kind for d in found.doubts] == ["converted"]
    assert found.confidence < 0.9


def test_the_rate_and_its_source_are_told():
    assert "1美元=7.12元（年度平均汇率）" in reading("1200", "万美元").doubts[0].because
    assert "2021年1美元=6.5元（没有写明来源）" in reading("1200", "万美元", "2021").doubts[0].because


@pytest.mark.parametrize(
    ("text", "unit", "rates"),
    [
        ("1200.00", "万美元", ""),
        ("1200", "万欧元", RATES),
        ("$1200", "万元", RATES),  # 1200 or 1200万 dollars
        ("1.2万", "万美元", RATES),
        ("1200万元", "万美元", RATES),
        ("约三成", "万美元", RATES),
        ("9" * 40, "万美元", RATES),
    ],
)
def test_without_a_rate_or_a_sure_amount_there_is_no_value(text, unit, rates):
    found = reading(text, unit, rates=rates)
    assert (found.status, found.value) == ("unreadable", None)
    assert found.why


def test_none_and_blank_need_no_rate():
    assert [reading(text, "万美元", rates="").status for text in ("无", "")] == ["none", "blank"]


def test_an_amount_in_renminbi_is_as_it_was():
    assert reading("1200.00") == reading("1200.00", rates="")
    people = Indicator(label="从业人员", type="number", unit="人", period="year", section="2")
    assert reading("1200", "万美元", indicator=people).doubts[0].kind == "unit_unsure"
