"""Which two figures a rate or a mean is of: the likeliest pair by the words of all, or none."""

import pytest

from formextract.drafting.figures import Figure
from formextract.drafting.quotients import quotient_of
from formextract.drafting.rate_words import Rate


def of(rate, *figures):
    """Part, whole and factor for a rate behind figures of its table, two in a row; None where none is likely."""
    told = [Figure(p, p, u, 1, n // 2, n, total="总" in p) for n, (p, u) in enumerate(figures)]
    plain, unit = rate
    found = quotient_of(Rate(plain, unit, 1, len(told) // 2, len(told), "rate"), told)
    return found and (found.part.ref, found.whole.ref, found.times)


@pytest.mark.parametrize(
    ("rate", "figures", "expected"),
    [
        (
            ("持证护理人员占护理人员比例", "%"),
            [("护理人员", "人"), ("持证护理人员", "人"), ("床位数", "张")],
            ("持证护理人员", "护理人员", "100"),
        ),
        (
            ("任务完成率", "%"),
            [("任务面积", "亩"), ("完成面积", "亩"), ("农户数", "户")],
            ("完成面积", "任务面积", "100"),
        ),
        (("人均贷款金额", "元"), [("贷款人数", "人"), ("贷款金额", "万元")], ("贷款金额", "贷款人数", "10000")),
    ],
)
def test_a_rate_is_of_the_pair_that_its_words_call(rate, figures, expected):
    assert of(rate, *figures) == expected


def test_a_rate_of_which_the_form_asks_nothing_has_no_rule():
    assert of(("居民满意度", "%"), ("占地面积", "亩"), ("建筑面积", "亩")) is None


def test_no_mean_is_part_of_another():
    assert of(("人均月工资", "元"), ("人均年工资", "元"), ("职工总数", "人")) is None


def test_a_bare_share_is_of_the_total_below():
    parts = [
        Figure("a", "本年", "万元", 0, 0, 0, this_year=True),
        Figure("b", "上年", "万元", 0, 0, 1, this_year=False),
    ]
    assert quotient_of(Rate("占比", "%", 0, 0, 2, "rate"), parts) is None
