"""Caps on clusters of a city, a field or a county, judged over all records of a store."""

from dataclasses import replace

import pytest
from made import observed, record

from formextract.catalogue import load_catalogue
from formextract.catalogue.criteria import load_criteria
from formextract.checks import judge
from formextract.submissions.caps import Tally

CATALOGUE = load_catalogue()


def criteria(program):
    return load_criteria(CATALOGUE.folder, program, CATALOGUE.indicators)


def application(program, name, city="襄阳市", county="堵阳县", field="铸造", form="application"):
    said = {"region_city": city, "region_county": county, "leading_industry": field, "operator": f"{name}管委会"}
    values = [observed(k, v) for k, v in said.items() if v]
    made = replace(record(name, f"{name}.docx", values, cluster=name, form=form), program=program)
    return replace(made, criteria=tuple(judge(made, criteria(program))))


def statuses(records):
    tally = Tally(criteria)
    for r in records:
        tally.add(r)
    out = []
    for r in records:
        judged = {c.criterion: c for c in tally.judged(r).criteria}
        out.append({k: judged[k].status for k in judged if k.endswith("_quota")})
    return out


def test_a_county_of_hunan_has_one_cluster_at_most():
    one, two = (application("hunan-advanced-manufacturing", n, county="益沅县") for n in "甲乙")
    other = application("hunan-advanced-manufacturing", "丙", county="资水县")
    assert statuses([one, two, other]) == [
        {"county_quota": "unknown"},  # 原则上
        {"county_quota": "unknown"},
        {"county_quota": "met"},
    ]


def test_the_others_are_named():
    tally = Tally(criteria)
    records = [application("hunan-advanced-manufacturing", n, county="益沅县") for n in "甲乙"]
    for r in records:
        tally.add(r)
    (told,) = [c for c in tally.judged(records[0]).criteria if c.criterion == "county_quota"]
    assert told.observed == {"region_county": "益沅县", "clusters": ("乙（襄阳市益沅县）", "甲（襄阳市益沅县）")}


def test_a_field_in_a_city_and_a_county_by_themselves():
    made = [
        application("hubei-innovative", f"集群{i}", county=f"县{i // 2}", city="襄阳" if i else "襄阳市")
        for i in range(4)
    ]
    got = statuses(made)
    assert [s["city_quota"] for s in got] == ["unknown"] * 4  # 原则上
    assert [s["cluster_quota"] for s in got] == ["met"] * 4
    assert [s["operator_quota"] for s in got] == ["met"] * 4


def test_two_cities_of_a_district_of_one_name_are_two():
    nanjing, xuzhou = (
        application("hunan-advanced-manufacturing", n, city=c, county="鼓楼区")
        for n, c in (("甲", "南京市"), ("乙", "徐州"))
    )
    assert statuses([nanjing, xuzhou]) == [{"county_quota": "met"}] * 2


def test_two_counties_of_a_city_may_have_clusters_of_one_name():
    made = [application("hubei-innovative", "汽车座椅产业集群", county=f"{n}原县") for n in "甲乙丙丁"]
    assert [s["city_quota"] for s in statuses(made)] == ["unknown"] * 4  # 原则上


def test_two_editions_of_one_cluster_count_once():
    a = application("hunan-advanced-manufacturing", "甲")
    b = replace(a, id="甲2025")
    assert statuses([a, b]) == [{"county_quota": "met"}] * 2


@pytest.mark.parametrize("missing", ["city", "field"])
def test_without_the_place_or_the_field_it_cannot_be_known(missing):
    made = application("hubei-innovative", "甲", **{missing: ""})
    assert statuses([made])[0]["city_quota"] == "unknown"


def test_a_form_that_no_cap_is_about_is_left_alone():
    tally = Tally(criteria)
    annual = application("hunan-advanced-manufacturing", "甲", form="annual")
    assert tally.add(annual) is False
    assert tally.judged(annual) is annual


def test_one_zone_in_four_spellings_is_one():
    spelt = [
        ("潜川市", "潜川高新技术产业开发区管理委员会（公章）", "光电子信息"),
        ("潜川", "潜川高新技术产业开发区管理委员会", "光电子信息产业"),
        ("潜川市", "潜川高新区管委会", "光电子信息"),
        ("潜川市（高新区）", "潜川高新技术产业开发区管委会", "光电子信息"),
    ]
    made = []
    for i, (county, operator, field) in enumerate(spelt):
        said = {"region_city": "江汉市", "region_county": county, "leading_industry": field, "operator": operator}
        one = replace(
            record(f"集群{i}", f"{i}.docx", [observed(k, v) for k, v in said.items()], cluster=f"集群{i}"),
            program="hubei-innovative",
        )
        made.append(replace(one, criteria=tuple(judge(one, criteria("hubei-innovative")))))
    got = statuses(made)
    assert {s["cluster_quota"] for s in got} == {"not_met"}
    assert {s["operator_quota"] for s in got} == {"not_met"}
    assert {s["city_quota"] for s in got} == {"unknown"}  # 原则上


def test_what_may_be_the_same_is_named_and_never_met():
    made = [application("hubei-innovative", f"集群{i}", field=f) for i, f in enumerate(("光电信息", "光电子信息") * 2)]
    assert {s["city_quota"] for s in statuses(made)} == {"unknown"}
