"""Names of provinces, cities and counties with their suffix."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formextract.model.doubt import SURE
from formextract.values.regions import read_place, read_region

CONTEXT = "湖北省十堰市堵阳县织造产业集群\n堵阳县经济和信息化局\n伍家岗区管委会\n长阳土家族自治县"


@pytest.mark.parametrize(
    ("text", "part", "name"),
    [
        ("湖北", "province", "湖北省"),
        ("湖北省", "province", "湖北省"),
        (" 湖 北 ", "province", "湖北省"),
        ("内蒙古", "province", "内蒙古自治区"),
        ("广西", "province", "广西壮族自治区"),
        ("新疆维吾尔自治区", "province", "新疆维吾尔自治区"),
        ("新疆维吾尔自治", "province", "新疆维吾尔自治区"),
        ("昌吉回族自治", "city", "昌吉回族自治州"),
        ("长阳土家族自治", "county", "长阳土家族自治县"),
        ("重庆", "province", "重庆市"),
        ("重庆市", "province", "重庆市"),
        ("十堰", "city", "十堰市"),
        ("十堰市", "city", "十堰市"),
        ("恩施", "city", "恩施州"),
        ("恩施土家族苗族自治州", "city", "恩施土家族苗族自治州"),
        ("锡林郭勒", "city", "锡林郭勒盟"),
        ("堵阳", "county", "堵阳县"),
        ("堵阳县", "county", "堵阳县"),
        ("伍家岗", "county", "伍家岗区"),
        ("伍家岗区", "county", "伍家岗区"),
    ],
)
def test_a_region_keeps_or_is_given_its_suffix(text, part, name):
    reading = read_region(text, part, CONTEXT)
    assert (reading.status, reading.value) == ("reported", name)


@pytest.mark.parametrize(
    ("text", "status"), [("", "blank"), ("  ", "blank"), ("____", "blank"), ("无", "none"), ("/", "none")]
)
def test_an_empty_region(text, status):
    reading = read_region(text, "county", CONTEXT)
    assert (reading.status, reading.value) == (status, None)


def test_a_county_whose_kind_the_form_never_says_is_less_sure():
    reading = read_region("某某", "county", CONTEXT)
    assert (reading.value, reading.confidence < 1) == ("某某", True)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("湖北省襄阳市襄州区", ("湖北省", "襄阳市", "襄州区")),
        ("湖北省襄阳市高新区", ("湖北省", "襄阳市", "高新区")),
        ("湖北省仙桃市", ("湖北省", "仙桃市", "仙桃市")),
        ("重庆市万州区", ("重庆市", "重庆市", "万州区")),
    ],
)
def test_of_an_address_written_whole_each_part_is_its_own(text, names):
    for read in (lambda part: read_region(text, part, CONTEXT), lambda part: read_place(text, part)):
        found = [read(part) for part in ("province", "city", "county")]
        assert tuple(r.value for r in found) == names
        assert {r.confidence for r in found} == {1.0}


@pytest.mark.parametrize(("text", "part"), [("襄阳市", "province"), ("湖北襄阳", "county"), ("见附表", "province")])
def test_a_place_of_another_level_is_in_doubt(text, part):
    assert read_region(text, part, CONTEXT).confidence < SURE


def test_what_lies_right_below_its_province_has_no_city():
    assert read_region("省直管", "city", CONTEXT).status == "none"


@given(st.text(), st.sampled_from(["province", "city", "county"]), st.text())
def test_any_text_is_a_reading(text, part, context):
    reading = read_region(text, part, context)
    assert (reading.value is not None) == (reading.status == "reported")


@pytest.mark.parametrize(
    ("text", "part", "sure"),
    [
        ("潇岗县串页。", "county", False),
        ("潇岗县串页", "county", False),
        ("潇岗 县", "county", True),
        ("积石山保安族东乡族撒拉族自治县", "county", True),
        ("市中区", "county", True),
        ("湖北省2023", "province", False),
        ("湖北", "province", True),
    ],
)
def test_a_name_to_which_other_text_is_glued_is_not_sure(text, part, sure):
    reading = read_region(text, part, "")
    assert reading.status == "reported"
    assert all(d.ceiling >= SURE for d in reading.doubts) is sure
