"""Rows of conditions as the page has them, as clauses that the rules engine judges."""

import pytest

from formextract.checks.criteria import decide
from formextract.drafting.conditions import clause_of, clauses_of, grouped, lacks
from formextract.model.edits import Criterion
from formextract.model.template import Indicator

KNOWN = {
    "收入": Indicator(label="营业收入", type="number", unit="万元", section="s", period="year"),
    "研发": Indicator(label="研发费用", type="number", unit="亿元", section="s", period="year"),
    "人数": Indicator(label="职工人数", type="integer", unit="人", section="s"),
    "博士": Indicator(label="博士人数", type="integer", unit="人", section="s"),
    "预算": Indicator(label="经费", type="number", unit="万元", section="s", dims={"column": ["预算数", "决算数"]}),
    "达标": Indicator(label="是否达标", type="bool", section="s"),
    "规模": Indicator(label="企业规模", type="choice:大型|中型|小型", section="s"),
    "名称": Indicator(label="企业名称", type="text", section="s"),
}


def figure(x, half=0.5):
    return {"value": x, "lo": x - half, "hi": x + half, "status": "reported", "confidence": 1.0}


FACTS = {
    "years": ["2022", "2023", "2024"],
    "values": {
        "收入": {"2022": figure(1000), "2023": figure(1200), "2024": figure(1500)},
        "研发": {"2022": figure(0.004, 0), "2023": figure(0.005, 0), "2024": figure(0.006, 0)},
        "人数": figure(200, 0),
        "博士": figure(5, 0),
        "预算": {"预算数": figure(50), "决算数": figure(42)},
        "达标": {"value": True, "status": "reported", "confidence": 1.0},
        "规模": {"value": "中型", "status": "reported", "confidence": 1.0},
    },
}
WITHOUT = {**FACTS, "values": {}}


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"name": "收入", "sign": "least", "value": "1499"}, "met"),
        ({"name": "收入", "sign": "least", "value": "1500 万元"}, "unknown"),  # 1499.5 rounds to it
        ({"name": "收入", "sign": "least", "value": "1,600"}, "not_met"),
        ({"name": "收入", "sign": "below", "value": "1600"}, "met"),
        ({"name": "收入", "how": "each", "sign": "least", "value": "900"}, "met"),
        ({"name": "收入", "how": "each", "sign": "least", "value": "1100"}, "not_met"),
        ({"name": "收入", "how": "each", "sign": "most", "value": "1300"}, "not_met"),
        ({"name": "研发", "how": "share", "of": "收入", "sign": "least", "value": "3"}, "met"),  # 60 of 1500 万元
        ({"name": "研发", "how": "share", "of": "收入", "sign": "least", "value": "5"}, "not_met"),
        ({"name": "博士", "how": "share", "of": "人数", "sign": "least", "value": "2.5"}, "met"),
        ({"name": "博士", "how": "share", "of": "人数", "sign": "above", "value": "2.5"}, "not_met"),
        ({"name": "收入", "how": "growth", "sign": "least", "value": "24"}, "met"),
        ({"name": "收入", "how": "growth", "sign": "least", "value": "26%"}, "not_met"),
        ({"name": "收入", "how": "growth", "sign": "most", "value": "20"}, "not_met"),
        ({"name": "收入", "how": "average", "sign": "least", "value": "22"}, "met"),  # 1.5 ** 0.5
        ({"name": "收入", "how": "average", "sign": "least", "value": "23"}, "not_met"),
        ({"name": "预算", "column": "决算数", "sign": "most", "value": "45"}, "met"),
        ({"name": "预算", "column": "预算数", "sign": "most", "value": "45"}, "not_met"),
        ({"name": "达标", "sign": "yes", "value": ""}, "met"),
        ({"name": "达标", "sign": "no", "value": ""}, "not_met"),
        ({"name": "规模", "sign": "least", "value": "中型"}, "met"),
        ({"name": "规模", "sign": "least", "value": "大型"}, "not_met"),
    ],
)
def test_a_condition_is_judged(asked, status):
    row = {"clause": "条款", **asked}
    assert lacks(row, KNOWN) == ""
    clause = Criterion.model_validate(clause_of(1, row, KNOWN))
    assert decide(clause, FACTS) == status
    assert decide(clause, WITHOUT) == "unknown"


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"sign": "least", "value": ""}, "没有填数"),
        ({"sign": "least", "value": "若干"}, "没有填数"),
        ({"sign": "least", "value": "1", "clause": " "}, "没有写条款原文"),
        ({"sign": "yes", "value": "1"}, "没有选不少于还是不超过"),
        ({"name": "人数", "how": "growth", "sign": "least", "value": "5"}, "没有各年的数"),
        ({"how": "growth", "sign": "least", "value": "-150"}, "−100%"),
        ({"how": "share", "of": "", "sign": "least", "value": "5"}, "占哪一项"),
        ({"how": "share", "of": "人数", "sign": "least", "value": "5"}, "一个按年填写"),
        ({"name": "博士", "how": "share", "of": "预算", "sign": "least", "value": "5"}, "单位不同"),
        ({"name": "预算", "sign": "least", "value": "5"}, "没有选哪一栏"),
        ({"name": "规模", "sign": "least", "value": "特大型"}, "大型、中型、小型"),
        ({"name": "名称", "sign": "least", "value": "5"}, "不是数"),
        ({"name": "没有的", "sign": "least", "value": "5"}, "没有选指标"),
    ],
)
def test_what_a_condition_still_needs_is_told(asked, told):
    assert told in lacks({"name": "收入", "clause": "条款", **asked}, KNOWN)


def test_a_part_of_nothing_decides_nothing():
    row = {"name": "博士", "how": "share", "of": "人数", "sign": "least", "value": "5", "clause": "条款"}
    nobody = {**FACTS, "values": {**FACTS["values"], "人数": figure(0, 0)}}
    assert decide(Criterion.model_validate(clause_of(1, row, KNOWN)), nobody) == "unknown"


LARGE = {"name": "收入", "sign": "least", "value": "1600", "clause": "条款"}
MANY = {"name": "人数", "sign": "least", "value": "100"}
FEW = {"name": "人数", "sign": "below", "value": "100"}
GOOD = {"name": "达标", "sign": "yes", "value": ""}
UNTOLD = {"name": "博士", "sign": "least", "value": "5", "clause": "条款"}


@pytest.mark.parametrize(
    ("rows", "status"),
    [
        ([LARGE, {**MANY, "join": "or"}], "met"),
        ([LARGE, {**FEW, "join": "or"}], "not_met"),
        ([LARGE, {**MANY, "join": "and"}], "not_met"),
        ([LARGE, {**MANY, "join": "or"}, {**GOOD, "join": "and"}], "met"),  # 收入，或 人数 且 达标
        ([LARGE, {**MANY, "join": "and"}, {**FEW, "join": "or"}], "not_met"),
        ([UNTOLD, {**MANY, "join": "or"}], "met"),
        ([UNTOLD, {**FEW, "join": "or"}], "unknown"),
        ([UNTOLD, {**FEW, "join": "and"}], "not_met"),
        ([UNTOLD, {**MANY, "join": "and"}], "unknown"),
    ],
)
def test_rows_that_are_joined_are_one_clause(rows, status):
    assert [lacks(row, KNOWN) for row in rows] == [""] * len(rows)
    (group,) = grouped(rows)
    facts = {**FACTS, "values": {k: v for k, v in FACTS["values"].items() if k != "博士"}}
    clause = Criterion.model_validate(clauses_of(group, 1, KNOWN))
    assert decide(clause, facts) == status
    assert set(clause.uses) == {row["name"] for row in rows}


def test_each_row_that_is_not_joined_is_a_clause_of_its_own():
    assert [len(rows) for rows in grouped([LARGE, {**MANY, "join": "or"}, UNTOLD])] == [2, 1]
    told = clauses_of([LARGE, {**MANY, "join": "or"}, {**GOOD, "join": "and"}], 1, KNOWN)["threshold"]
    assert told == "“营业收入” >= 1600；或 “职工人数” >= 100 且 “是否达标” = 是"
