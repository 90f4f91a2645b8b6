"""Values with what wear left in their ink."""

from decimal import Decimal

import pytest

from formextract.model import TYPED, Place
from formextract.model.placement import Placement
from formextract.model.template import FieldSpec, Indicator
from formextract.values import Reading, mended, read

OUTPUT = Indicator(label="产值", type="number", unit="亿元", section="2")
NAMES = Indicator(label="平台名称", type="list", section="3")


def reading(text: str, indicator: Indicator, count: int | None = None, doubt: str = "") -> Reading:
    field = FieldSpec(indicator="any", label=indicator.label, section="2")
    placement = Placement(field, "any", indicator.label, None, (), text, Place(1), doubt=doubt, legibility=TYPED)
    return mended(read(placement, indicator, "", count), placement, indicator, "", count)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3. 72", "3.72"),
        ("50116. 02", "50116.02"),
        ("-14. 92", "-14.92"),
        ("3 .72", "3.72"),
        ("• 12.49", "12.49"),
        ("，253.35", "253.35"),
        (".12.85", "12.85"),
        ("8634.34-", "8634.34"),
    ],
)
def test_a_figure_is_read_without_dust_and_never_for_sure(text: str, value: str) -> None:
    found = reading(text, OUTPUT)
    assert (found.status, found.value, found.unit, found.precision) == ("reported", Decimal(value), "亿元", 2)
    assert [d.kind for d in found.doubts] == ["mended"]
    assert found.confidence < 0.9


@pytest.mark.parametrize("text", ["4 17", "邮 15.24", "1. 2. 3", "D"])
def test_what_may_mean_several_things_stays_unreadable(text: str) -> None:
    assert reading(text, OUTPUT).status == "unreadable"


def test_what_the_reader_does_not_trust_is_not_guessed() -> None:
    assert reading("3. 72", OUTPUT, doubt="单元格有误").status == "unreadable"


@pytest.mark.parametrize("sign", [". ", "：", ":", "·"])
def test_names_are_parted_where_that_makes_as_many_as_the_form_counts(sign: str) -> None:
    text = f"浙江省特种线缆工业设计中心{sign}浙江省枫塘铭泰\u200b企业技术中心"
    names = ("浙江省特种线缆工业设计中心", "浙江省枫塘铭泰企业技术中心")
    found = reading(text, NAMES, 2)
    assert (found.value, [d.kind for d in found.doubts]) == (names, ["mended"])
    assert reading(text, NAMES, 3).value != names
    assert reading(text, NAMES).value != names
