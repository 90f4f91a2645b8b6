"""What the words of a blank cell are."""

import pytest

from formextract.catalogue import load_catalogue
from formextract.drafting import words
from formextract.tables import words_of

SAID = words_of(load_catalogue().lexicon.tables)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", "blank"),
        ("________", "blank"),
        ("2021 年", "year"),
        ("20__年", "year"),
        ("☐是 ☐否", "ticks"),
        ("（  ）是 （  ）否", "ticks"),
        ("是 / 否", "ticks"),
        ("数量：____个\n名称：____", "blanks"),
        ("____个（需提供清单）", "inline"),
        ("    年   月   日", "inline"),
        ("2021年：____ 2022年：____", "inline"),
        ("____省（区、市）____市（区）____县（市、区）", "inline"),
        ("（介绍企业基本情况，可另附页）", "hint"),
        ("注：单位产值能耗需提供计算公式", "hint"),
        ("亿元", "unit"),
        ("国家", "level"),
        ("主持数量", "role"),
        ("2023年基准值", "target"),
        ("指标", "head"),
        ("三、创新能力情况", "section"),
        ("推荐单位（公章）：", "sign"),
        ("集群名称：（XX（省、市）XX（县、区）XX产业）", "caption"),
        ("集群名称：(XX(省、市)XX(县、区)XX产业))", "caption"),
        ("集群总产值（亿元）", "label"),
        ("……", "number"),
    ],
)
def test_kind_of(text, kind):
    assert words.kind_of(text, SAID) == kind


@pytest.mark.parametrize(
    ("text", "options", "caption"),
    [
        ("☐是 ☐否（如涉及，需提供佐证材料）", ("是", "否"), ""),
        ("是☐ 否☐", ("是", "否"), ""),
        ("是 否 不适用", ("是", "否", "不适用"), ""),
        ("已开展的工作：\n☐甲、乙\n☐1.丙\n（注：勾选需提供佐证材料）", ("甲、乙", "丙"), "已开展的工作"),
        ("（ ）第一产业 （ ）第二产业", ("第一产业", "第二产业"), ""),
        ("□其他______", ("其他",), ""),
    ],
)
def test_options(text, options, caption):
    assert words.options(text) == (options, caption)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("集群总产值（亿元）", "亿元"),
        ("集群总产值（单位：万元）", "万元"),
        ("集群总产值/亿元", "亿元"),
        ("____ 个（需提供清单）", "个"),
        ("产值能耗（吨标准煤/万元）", "吨标准煤/万元"),
        ("集群名称", None),
        ("简介（200字以内）", None),
    ],
)
def test_unit_of(text, unit):
    assert words.unit_of(text) == unit


@pytest.mark.parametrize(
    ("text", "limit"),
    [("简介（200字以内）", 200), ("概述(300-800字)", 800), ("简介（不超过500字左右）", 500), ("第3条", None)],
)
def test_limit_of(text, limit):
    assert words.limit_of(text) == limit


@pytest.mark.parametrize(
    ("text", "number"),
    [("三、情况", 3), ("十二、情况", 12), ("第四部分 情况", 4), ("二十、情况", 20), ("（一）情况", None)],
)
def test_section_number(text, number):
    assert words.section_number(text) == number


@pytest.mark.parametrize(
    ("text", "captions"),
    [
        ("申报时间：____", ["申报时间"]),
        ("申报时间：   年   月   日", ["申报时间"]),
        ("联系人：____  联系电话：____", ["联系人", "联系电话"]),
        ("所在地区______市______区（县）", ["所在地区"]),
        ("2026年目标值须符合以下要求：", []),
        ("集群应如实填报所附各表。", []),
    ],
)
def test_captions_in(text, captions):
    assert words.captions_in(text) == captions


@pytest.mark.parametrize(
    ("text", "limit", "least"),
    [
        ("概述（300-800字）", 800, None),
        ("简述（不少于100字，不超过300字）", 300, 100),
        ("成果（限3项，每项不超过200字）", 200, None),
        ("事迹（不少于800字）", None, 800),
    ],
)
def test_lengths(text, limit, least):
    assert (words.limit_of(text), words.least_of(text)) == (limit, least)
