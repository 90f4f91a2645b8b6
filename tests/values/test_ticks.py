"""Ticks in every style, before and behind their options; where they contradict, nothing is claimed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formextract.values.choices import read_choice, read_multichoice
from formextract.values.reading import Reading

YES_NO = {"是": "yes", "否": "no"}
THREE = {"是": "yes", "否": "no", "不适用": "not_applicable"}
SIGNS = [
    ("☑", "☐"),
    ("☑", "□"),
    ("√", "□"),
    ("✓", "□"),
    ("✔", "☐"),
    ("■", "□"),
    ("●", "○"),
    ("√", "口"),
    ("■", "口"),
    ("☒", "☐"),
    ("(√)", "( )"),
    ("（√）", "（ ）"),
    ("（☑）", "（☐）"),
    ("(☑)", "（）"),
    ("[√]", "[ ]"),
]
GAPS = ["", " ", "  ", "\n", "\u3000", "\t", "；", "/"]
STYLES = {
    "before": lambda option, ticked, on, off: (on if ticked else off) + option,
    "before, apart": lambda option, ticked, on, off: f"{on if ticked else off} {option}",
    "behind": lambda option, ticked, on, off: option + (on if ticked else off),
    "beside the printed box": lambda option, ticked, on, off: off + (on if ticked else "") + option,
}
BOX_BEFORE_TICK_BEHIND = lambda option, ticked, on, off: off + option + (on if ticked else "")  # noqa: E731


def ticked(style, on, off, gap, options, chosen):
    return gap.join(style(option, option == chosen, on, off) for option in options)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize(("on", "off"), SIGNS)
def test_every_style_tells_the_ticked_option(style, on, off):
    wrong = []
    for gap in GAPS:
        for options in (YES_NO, THREE):
            for chosen, token in options.items():
                text = ticked(STYLES[style], on, off, gap, options, chosen)
                reading = read_choice(text, options)
                if (reading.status, reading.value) != ("reported", token):
                    wrong.append((text, reading))
    assert wrong == []


@pytest.mark.parametrize("gap", [g if g in ("  ", "；", "/") else pytest.param(g) for g in GAPS])
def test_a_tick_behind_an_option_with_a_printed_box_before_it_is_never_the_next_options(gap):
    """`□是√ □否` is 是; where that is in doubt it is unreadable, but never 否."""
    texts = [(ticked(BOX_BEFORE_TICK_BEHIND, "√", "□", gap, THREE, chosen), chosen) for chosen in THREE]
    assert [(t, v) for t, chosen in texts if (v := read_choice(t, THREE).value) not in (THREE[chosen], None)] == []


def test_a_tick_behind_an_option_with_a_printed_box_before_it_is_its_own():
    texts = ["□是√  □否  □不适用", "□是  □否√  □不适用", "□是  □否  □不适用√"]
    assert [read_choice(t, THREE).value for t in texts] == ["yes", "no", "not_applicable"]


@pytest.mark.parametrize(
    ("text", "token"),
    [
        ("√是  否", "yes"),
        ("是  √否", "no"),
        ("是√  否", "yes"),
        ("是  否√", "no"),
        ("是√", "yes"),
        ("√否", "no"),
        ("☑是（如涉及，需提供佐证材料）  □否", "yes"),
        ("□是 □否 ☑非高耗能行业，不适用", "not_applicable"),
        ("□是 □否 ☑不适用", "not_applicable"),
        ("是", "yes"),
        ("否。", "no"),
        ("不适用", "not_applicable"),
        ("☑ 是\n□ 否\n□ 不适用", "yes"),
        ("是□否☑不适用□", "no"),
        ("×是 √否 ×不适用", "no"),
    ],
)
def test_one_of_three_is_chosen(text, token):
    assert read_choice(text, {"是": "yes", "否": "no", "非高耗能行业，不适用": "not_applicable"}).value == token


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("☑是 ☑否", "unreadable"),
        ("√是 √否", "unreadable"),
        ("□是 □否", "unreadable"),
        ("口是 口否", "unreadable"),
        ("（ ）是（ ）否", "unreadable"),
        ("是 否", "unreadable"),
        ("是 □", "unreadable"),
        ("√", "unreadable"),
        ("是否√不适用", "unreadable"),
        ("☑也许 □否", "unreadable"),
        ("大概是", "unreadable"),
        ("12", "unreadable"),
        ("", "blank"),
        ("____", "blank"),
        ("无", "none"),
        ("/", "none"),
    ],
)
def test_none_or_both_ticked_is_unreadable_and_never_a_guess(text, status):
    reading = read_choice(text, YES_NO | {"不适用": "not_applicable"})
    assert (reading.status, reading.value) == (status, None)


@pytest.mark.parametrize("text", [" 是；√ 否", " 是/√ 否"])
def test_a_tick_between_a_separator_and_an_option_is_that_options(text):
    assert read_choice(text, YES_NO).value in ("no", None)


OPTIONS = [
    "绘制产业链图谱，开展产业链培育",
    "形成产业链技术难点清单或创新项目库，建立“揭榜挂帅”、“赛马”或众创众包等激励机制",
    "联合集群上下游企业，组建创新联合体，开展产业链联合攻关",
    "开展供应链风险评估工作，建立供应链风险防范机制",
]


def listed(style, on, off, chosen):
    return "\n".join(STYLES[style](option, i in chosen, on, off) for i, option in enumerate(OPTIONS))


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize(("on", "off"), SIGNS)
@pytest.mark.parametrize("chosen", [(0,), (1, 3), (0, 1, 2, 3), ()])
def test_the_ticked_ones_of_a_list_come_in_form_order(style, on, off, chosen):
    assert read_multichoice(listed(style, on, off, chosen), OPTIONS) == Reading(
        "reported", tuple(OPTIONS[i] for i in chosen)
    )


def test_a_letter_typed_for_a_box_stands_behind_any_option():
    assert read_multichoice(listed("behind", "√", "口", (1, 3)), OPTIONS).value == (OPTIONS[1], OPTIONS[3])


@pytest.mark.parametrize(
    ("text", "chosen"),
    [
        ("☑信息服务 □创业辅导 ☑创新支持", ("信息服务", "创新支持")),
        ("☑ 信息 服务；□ 创业辅导", ("信息服务",)),
        ("☑信息服务（需提供佐证材料）□创业辅导", ("信息服务",)),
        ("☑其他：夜校 □创业辅导", ("其他：夜校",)),
        ("集群提供服务：☑信息服务 ☑创业辅导", ("信息服务", "创业辅导")),
        ("☑信息\n服务\n□创业辅导", ("信息服务",)),
        ("☑对接出口企业 □创业辅导", ("对接出口企业",)),
    ],
)
def test_options_are_given_in_printed_wording_where_there_is_one(text, chosen):
    assert read_multichoice(text, ["信息服务", "创业辅导", "创新支持"]).value == chosen


def test_nothing_in_a_list():
    readings = [read_multichoice(t, OPTIONS) for t in ("", "无", "信息服务")]
    assert [(r.status, r.value) for r in readings] == [("blank", None), ("none", ()), ("unreadable", None)]


@given(st.text(), st.sampled_from([YES_NO, THREE, {}]))
def test_any_text_is_a_reading_of_a_choice(text, options):
    reading = read_choice(text, options)
    assert reading.value in {*options.values(), None}
    assert (reading.value is not None) == (reading.status == "reported")


@given(st.text("☑□√口是否不适用 \n()（）[]×✓；/:：无", max_size=16))
def test_any_text_of_marks_and_options_is_a_reading(text):
    choice, several = read_choice(text, THREE), read_multichoice(text, list(THREE))
    assert isinstance(choice, Reading)
    assert several.value is None or isinstance(several.value, tuple)


TAGS = ("人工智能", "大数据", "云计算", "移动互联网", "区块链", "其他")


@pytest.mark.parametrize(
    ("text", "value", "sure"),
    [
        ("☑人工智能 □大数据 □云计算 □移动互联网 □区块链 □其他", ("人工智能",), True),
        ("□人工智能 ☑大数据 £云计算 £移动互联网 R区块链 □其他", None, False),
        ("£人工智能 R大数据 □云计算 ☑移动互联网 □区块链 □其他", None, False),
        ("☑人工智能 □大数据 □云计算 □移动互联网 □区块链 ☑其他：芯片", ("人工智能", "其他：芯片"), True),
        ("☑人工智能 □大数据 □云计算 □移动互联网 □区块链 □其他：芯片", ("人工智能",), False),
        ("☑人工智能 □大数据 □云计算 □移动互联网 □区块链 □其他 ☑物联网", ("人工智能", "物联网"), False),
    ],
)
def test_what_is_no_option_of_the_field_is_never_sure(text, value, sure):
    reading = read_multichoice(text, TAGS)
    assert (reading.confidence >= 0.9) is sure
    assert reading.value == value


@pytest.mark.parametrize(("text", "value"), [("☐有 ☑无", "no"), ("☑有 ☐无", "yes"), ("有☐　无☑", "no")])
def test_there_is_or_there_is_not_answers_yes_or_no(text, value):
    assert read_choice(text, {"是": "yes", "否": "no"}, "近三年有无严重失信行为").value == value
