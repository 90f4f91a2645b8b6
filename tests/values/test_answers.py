"""Questions answered in words, amounts in another currency, names that a reader parts otherwise."""

import pytest

from formextract.values.answers import yes_or_no
from formextract.values.currencies import foreign
from formextract.values.names import read_names

INCIDENTS = "近三年是否发生较大及以上安全、质量、环境污染等事故"
BANNED = "主导产业是否属于国家规定的禁止、限制和淘汰类产业"
BREACHES = "有无偷税漏税、违法违规、严重失信等行为"


@pytest.mark.parametrize(
    ("said", "asked", "answer"),
    [
        ("无", BREACHES, "no"),
        ("未发生", INCIDENTS, "no"),
        ("不属于", BANNED, "no"),
        ("FALSE", BANNED, "no"),
        ("TRUE", BANNED, "yes"),
        ("无上述情况", INCIDENTS, "no"),
        ("属于", BANNED, "yes"),
        ("有", BREACHES, "yes"),
        ("不详", INCIDENTS, None),
        ("未统计", INCIDENTS, None),
        ("发生1起", INCIDENTS, None),
    ],
)
def test_a_question_is_answered_in_its_own_words(said, asked, answer):
    assert yes_or_no(said, asked) == answer


@pytest.mark.parametrize(
    ("text", "count", "names"),
    [
        ("青岩县柑橘产业联盟 青岩县柑橘协会", 2, ("青岩县柑橘产业联盟", "青岩县柑橘协会")),
        ("甲县柑橘产业联盟·甲县协会", 2, ("甲县柑橘产业联盟", "甲县协会")),
        ("青岩县柑橘种植、加工产业联盟", 1, ("青岩县柑橘种植、加工产业联盟",)),
        ("甲公司、乙公司、丙公司", 1, ("甲公司", "乙公司", "丙公司")),
    ],
)
def test_names_are_parted_as_a_reader_parts_them(text, count, names):
    assert read_names(text, count).value == names


@pytest.mark.parametrize(("unit", "is_foreign"), [("万美元", True), ("万元", False), ("人", False), (None, False)])
def test_another_currency_is_no_unit_of_an_amount(unit, is_foreign):
    assert foreign("万元", unit) is is_foreign
