"""Wordings read into frames."""

import pytest
from made_documents import FORMS, document, table

from formextract.catalogue import load_catalogue
from formextract.match.frames import FrameReader
from formextract.match.labels import frame_reader

READER = frame_reader(load_catalogue().lexicon)


def test_a_wording_is_what_is_measured_of_whom_in_which_form():
    frame = READER.read("集群中小企业产值占集群产值比例")
    assert (frame.what, frame.who, frame.form) == ({"output"}, {"cluster", "sme"}, {"share"})
    assert frame.rest == ""


def test_kinds_of_firms_mean_how_many_there_are():
    assert READER.read("国家级小巨人").what == {"enterprise"}
    assert READER.read("小巨人产值").what == {"output"}


def test_the_longest_word_counts():
    assert READER.read("每万人口发明专利").what == {"population", "inventions"}
    assert "population" not in READER.read("每万人发明专利").what


def test_what_no_concept_explains_is_told():
    assert READER.read("集群甲乙丙产值").rest == "甲乙丙"
    assert not FrameReader({"plain": []})


def land(label):
    """What a form claims as its land area, and what it proposes for a caption that is left over."""
    made = document(
        "中小企业特色产业集群申报表",
        "一、基本情况",
        table(
            ["集群名称", "堵阳县织造产业集群"],
            ["县级行政区划中小企业主管部门", "堵阳县经信局"],
            ["集群运营管理机构", "堵阳园区管委会"],
            [label, "12.34"],
            ["主导产业所属产业类型", "□第一产业 ☑第二产业 □第三产业"],
            ["是否已被认定为省级中小企业特色产业集群", "☑是 □否"],
            ["是否存在偷税漏税、违法违规、严重失信和其他重大问题的行为", "□是 ☑否"],
        ),
    )
    (found,) = FORMS.match(made)
    claimed = [p.indicator for p in found.matches[0].placements if p.text == "12.34"]
    return claimed, {p.indicator for x in found.matches[0].leftovers if x.label == label for p in x.proposals}


@pytest.mark.parametrize("label", ["园区规划面积", "开发区规划面积（平方公里）", "高新区规划用地面积"])
def test_what_a_park_plans_is_proposed_and_not_claimed(label):
    assert land(label) == ([], {"land_area"})


@pytest.mark.parametrize(
    "label",
    [
        "园区占地面积（平方公里）",
        "规划占地面积",
        "集群规划用地面积（平方公里）",
        "集群总规划面积",
        "产业集群规划面积",
    ],
)
def test_the_clusters_own_plan_is_its_land_and_no_target(label):
    assert land(label)[0] == ["land_area"]
