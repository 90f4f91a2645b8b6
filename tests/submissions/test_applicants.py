"""Neighbours of like names are different applicants, whatever else their forms have in common."""

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made import beside, form

from formextract.model.submission import Applicant, Copy, Item
from formextract.places import PlaceRelation, divisions, place_of
from formextract.submissions import group

COUNTIES = [d for d in divisions().all if d.county]
TRADES = ["苹果", "无纺布", "汽车座椅", "船舶配套装备"]


def applies(province="", city="", county="", operator="", authority=""):
    return Applicant(province, city, county, "", authority, operator)


def told(items):
    """The paths of each submission, and the rivals of those that have some."""
    submissions, loose = group(items)
    assert sum(len(s.members) for s in submissions) + len(loose) == len(items)
    assert len({s.key for s in submissions}) == len(submissions)
    paths = sorted(sorted(m.item.path for m in s.members) for s in submissions)
    rivals = {s.members[0].item.path: list(s.rivals) for s in submissions if s.rivals}
    return paths, rivals


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("甘肃省宁县苹果产业集群", "甘肃省静宁县苹果产业集群"),
        ("安徽省和县蔬菜产业集群", "安徽省太和县蔬菜产业集群"),
        ("仙桃市高新区无纺布产业集群", "天门市高新区无纺布产业集群"),
        ("南京市鼓楼区软件产业集群", "徐州市鼓楼区软件产业集群"),
        ("湖北省潇岗市汽车座椅产业集群", "湖南省潇岗市汽车座椅产业集群"),
        ("漳原县汽车座椅产业集群", "小漳原县汽车座椅产业集群"),
        ("堵阳县高新区有机硅产业集群", "堵阳县经开区有机硅产业集群"),
        ("漳原县装备产业集群", "漳原县配套装备产业集群"),
    ],
)
@pytest.mark.parametrize("kind", ["docx", "pdf-scan"])
def test_neighbours_stay_two(one, other, kind):
    items = [form("甲/a.docx", one), form("乙/b.docx", other, kind=kind)]
    assert told(items) == ([["乙/b.docx"], ["甲/a.docx"]], {})


def test_the_same_name_in_two_places_that_the_forms_answer():
    here, there = applies("湖北省", "仙桃市"), applies("湖北省", "天门市")
    items = [form("甲/a.docx", "汽车座椅集群", applicant=here), form("乙/b.docx", "汽车座椅集群", applicant=there)]
    assert told([*items, beside("丙/天门市汽车座椅专利.xlsx")])[0] == [
        ["丙/天门市汽车座椅专利.xlsx", "乙/b.docx"],
        ["甲/a.docx"],
    ]


def test_a_county_that_was_misfilled_leaves_the_city_to_tell_two_apart():
    here, there = applies("江苏省", "南京市", "宁"), applies("江苏省", "徐州市", "静宁")
    items = [form("甲/a.docx", "鼓楼区软件集群", applicant=here), form("乙/b.docx", "鼓楼区软件集群", applicant=there)]
    assert told(items) == ([["乙/b.docx"], ["甲/a.docx"]], {})


def test_a_short_name_joins_where_one_can_be_meant_and_nowhere_else():
    one, other = form("甲/a.docx", "湖北省仙桃市汽车座椅产业集群"), form("乙/b.docx", "湖北省天门市汽车座椅产业集群")
    short = form("丙/c.docx", "汽车座椅产业集群")
    assert told([one, short]) == ([["丙/c.docx", "甲/a.docx"]], {})
    paths = ["甲/a.docx", "乙/b.docx"]
    assert told([one, other, short]) == (
        [["丙/c.docx"], ["乙/b.docx"], ["甲/a.docx"]],
        {"丙/c.docx": sorted(paths), "甲/a.docx": ["丙/c.docx"], "乙/b.docx": ["丙/c.docx"]},
    )


def test_a_short_name_joins_the_one_whose_operator_it_names_or_beside_which_it_lies():
    one = form("甲/a.docx", "湖北省仙桃市汽车座椅产业集群", applicant=applies(operator="仙桃经济开发区管委会"))
    other = form("乙/b.docx", "湖北省天门市汽车座椅产业集群", applicant=applies(operator="天门投资公司"))
    by_operator = form("丙/c.docx", "汽车座椅产业集群", applicant=applies(operator="天门投资公司"))
    assert told([one, other, by_operator])[0] == [["丙/c.docx", "乙/b.docx"], ["甲/a.docx"]]
    beside_it = form("乙/c.docx", "汽车座椅产业集群")
    assert told([one, other, beside_it])[0] == [["乙/b.docx", "乙/c.docx"], ["甲/a.docx"]]


def test_what_cannot_be_told_apart_stays_two_and_each_says_so():
    one = form("甲/a.docx", "湖北省潇岗市汽车座椅产业集群", applicant=applies(operator="潇岗高新区管委会"))
    other = form("乙/b.docx", "潇岗市汽车座椅产业集群", applicant=applies(operator="潇江座椅产业服务公司"))
    assert told([one, other]) == (
        [["乙/b.docx"], ["甲/a.docx"]],
        {"乙/b.docx": ["甲/a.docx"], "甲/a.docx": ["乙/b.docx"]},
    )


def test_the_same_county_is_one_applicant_though_its_operator_was_put_right():
    one = form("甲/a.docx", "湖北省堵阳县有机硅产业集群", applicant=applies("湖北省", "十堰市", "堵阳县", "甲公司"))
    other = form("乙/b.docx", "湖北省堵阳县有机硅产业集群", applicant=applies("湖北省", "十堰市", "堵阳县", "乙中心"))
    assert told([one, other]) == ([["乙/b.docx", "甲/a.docx"]], {})


def test_a_name_without_the_counties_last_word_is_the_countys():
    one = form("甲/a.docx", "湖北省漳原县船舶配套装备产业集群")
    assert told([one, form("乙/b.docx", "漳原船舶配套装备集群")])[0] == [["乙/b.docx", "甲/a.docx"]]


def test_a_letter_misread_joins_a_scan_and_another_county_does_not():
    word = form("甲/a.docx", "湖北省漳原县船舶配套装备产业集群", applicant=applies("湖北省", "襄阳市", "漳原县"))
    same = form(
        "乙/b.pdf", "湖北省漳愿县船舶配套装备产业集群", kind="pdf-scan", applicant=applies("湖北省", "襄阳市", "漳愿县")
    )
    assert told([word, same])[0] == [["乙/b.pdf", "甲/a.docx"]]
    other = form(
        "乙/b.pdf", "湖北省漳原县船舶配套装务产业集群", kind="pdf-scan", applicant=applies("湖北省", "宜昌市", "远安县")
    )
    assert told([word, other])[0] == [["乙/b.pdf"], ["甲/a.docx"]]


def test_nameless_forms_of_one_file_have_keys_of_their_own():
    copies = tuple(Copy(f"id{n}", "sme-cluster", "application", "2023", "") for n in range(3))
    item = Item("甲/两份.docx", "a" * 64, "docx", "read", copies)
    submissions, _ = group([item])
    assert [m.record_ids for s in submissions for m in s.members] != []
    assert len({s.key for s in submissions}) == len(submissions)


counties = st.sampled_from(COUNTIES)
styles = st.sampled_from(["full", "county", "answered"])


def named(d, style, trade):
    """A form's name and its answer, written in one of the ways in which people do."""
    if style == "full":
        return d.province + d.prefecture + d.county + trade + "产业集群", Applicant()
    if style == "county":
        return d.county + trade + "集群", applies(d.province, d.prefecture, d.county)
    return trade + "特色产业集群", applies(d.province, d.prefecture, d.county)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(counties, styles, st.sampled_from(TRADES[:2])), min_size=2, max_size=5))
def test_forms_are_one_applicants_where_county_and_trade_are_the_same(drawn):
    items, whose = [], {}
    for n, (d, style, trade) in enumerate(drawn):
        cluster, answers = named(d, style, trade)
        path = f"{n}/申报表.docx"
        items.append(form(path, cluster, applicant=answers))
        whose.setdefault((place_of(d.province, d.prefecture, d.county), trade), []).append(path)
    expected = sorted(whose.values())
    for order in list(permutations(items))[:6]:
        assert told(order) == (expected, {})


@settings(max_examples=200, deadline=None)
@given(counties, counties, st.sampled_from(TRADES), st.booleans())
def test_a_file_goes_to_no_neighbour(a, b, trade, scanned):
    one, other = (place_of(d.province, d.prefecture, d.county) for d in (a, b))
    if one.to(other) != PlaceRelation.APART:
        return
    mine = form("一/a.docx", named(a, "full", trade)[0])
    file = beside(f"二/{b.prefecture}{b.county}{trade}清单.xlsx")
    other_form = form("三/b.docx", named(b, "county", trade)[0], kind="pdf-scan" if scanned else "docx",
                      applicant=named(b, "county", trade)[1])  # fmt: skip
    assert told([mine, file])[0] == [["一/a.docx"]]
    assert told([mine, file, other_form])[0] == [["一/a.docx"], ["三/b.docx", file.path]]
