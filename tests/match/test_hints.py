"""A hint decides what a paper leaves open; what a paper says of itself, and a foreign one, stay what they are."""

import made_foreign
import pytest
from made_documents import FORMS, document, table

from formextract.api import match
from formextract.errors import UnknownFormError
from formextract.match import Hint

ROWS = table(["集群名称", "潜川市小龙虾加工产业集群"], ["总产值（亿元）", "105.30"], ["企业户数（户）", "82"])
ANNUAL = Hint("hubei-characteristic", "annual")


def known_as(made, hint=None):
    found = FORMS.match(made, hint)
    return [(f.template.program, f.template.form) for f in found], [n for f in found for n in f.document.notes]


def test_a_paper_that_says_nothing_is_what_somebody_says_and_the_record_tells():
    made = document("集群2024年度发展情况", ROWS)
    assert known_as(made) == ([], [])
    forms, (note,) = known_as(made, ANNUAL)
    assert forms == [("hubei-characteristic", "annual")]
    assert "按指定的" in note
    assert "请核对" in note


def test_a_kind_that_the_title_leaves_open_is_the_one_that_is_said():
    made = document("湖北省特色产业集群材料", ROWS)
    assert known_as(made, Hint("", "review"))[0] == [("hubei-characteristic", "review")]


def test_what_a_paper_says_of_itself_goes_before_and_the_record_tells():
    made = document("湖南省先进制造业集群2024年度发展情况报告", ROWS)
    forms, notes = known_as(made, ANNUAL)
    assert forms == [("hunan-advanced-manufacturing", "annual")]
    assert any("指定的是" in n and "文件自己写的" in n for n in notes)


def test_a_hint_that_agrees_says_nothing():
    made = document("湖北省特色产业集群2024年度发展情况报告", ROWS)
    assert known_as(made, ANNUAL) == known_as(made)


def test_papers_of_others_stay_out_whatever_is_said():
    assert [name for name, made in made_foreign.papers() if FORMS.match(made, ANNUAL)] == []
    with pytest.raises(UnknownFormError):
        match(document("采购合同", "甲方：某公司，乙方：某公司。"), program="hubei-characteristic", form="annual")
