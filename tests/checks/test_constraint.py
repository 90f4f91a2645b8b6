from fractions import Fraction

import pytest

from formextract.checks.constraint import ANYTHING, AnyOf, EmptyError, Product, Sum, Term, Within, propagate, root
from formextract.model.interval import Interval

SHARE = Product((Term("part"), Term("whole", -1), Term("rate", -1)), Fraction(1, 100), Fraction(1, 100))
GROWTH = Product((Term("now"), Term("before", -1), Term("rate", -1, Fraction(1, 100), Fraction(1))))


def between(lo, hi):
    return Interval(Fraction(str(lo)), Fraction(str(hi)))


def point(x):
    return between(x, x)


def test_share_leaves_exactly_what_the_part_and_the_whole_allow():
    box = {"part": point(60), "whole": point(106), "rate": between(0, 100)}
    assert SHARE.narrow(box) == ["rate"]
    assert box == {"part": point(60), "whole": point(106), "rate": Interval(Fraction(6000, 106), Fraction(6000, 106))}


def test_ends_that_touch_are_no_contradiction():
    box = {"part": point(1), "whole": point(8), "rate": between("12.495", "12.5")}
    SHARE.narrow(box)
    with pytest.raises(EmptyError):
        SHARE.narrow({"part": point(1), "whole": point(8), "rate": between("12.495", "12.4999")})


def test_growth_from_nothing_says_nothing_of_the_rate():
    box = {"before": point(0), "now": point(0), "rate": Interval(Fraction(-100), None)}
    GROWTH.narrow(box)
    assert box["rate"] == Interval(Fraction(-100), None)
    with pytest.raises(EmptyError):
        GROWTH.narrow({"before": point(0), "now": point(5), "rate": point(20)})


def test_a_rounded_zero_is_cut_at_zero_not_below():
    box = {"part": point(0), "whole": point(50), "rate": between("-0.005", "0.005")}
    SHARE.narrow(box)
    assert box["rate"] == between(0, 0)


def test_roots_are_rounded_outwards():
    assert root(Fraction(2), 2, up=False) ** 2 < 2 < root(Fraction(2), 2, up=True) ** 2
    assert root(Fraction(27), 3, up=False) == root(Fraction(27), 3, up=True) == 3


def test_a_sum_without_one_part_holds_from_below_only():
    rule = Sum((("total", Fraction(-1)), ("a", Fraction(1)), ("b", Fraction(1))))
    box = {"total": point(10), "a": point(7), "b": ANYTHING}
    rule.narrow(box)
    assert box["b"] == point(3)
    with pytest.raises(EmptyError):
        rule.narrow({"total": point(6), "a": point(7), "b": ANYTHING})


def test_any_reading_will_do_and_none_will_not():
    rule = AnyOf(((Within("x", Fraction(0), Fraction(1)),), (Within("x", Fraction(5), Fraction(6)),)), ("x",))
    box = {"x": between(-3, 9)}
    rule.narrow(box)
    assert box["x"] == between(0, 6)
    with pytest.raises(EmptyError):
        rule.narrow({"x": between(2, 4)})


def test_rules_that_hold_one_by_one_fail_together():
    # 60 of smes are 50 %, 61 of the same smes are 40 %; how many smes there are is not known
    rules = [
        Product((Term("cloud"), Term("smes", -1), Term("cloud_share", -1)), Fraction(1, 100), Fraction(1, 100)),
        Product((Term("iiot"), Term("smes", -1), Term("iiot_share", -1)), Fraction(1, 100), Fraction(1, 100)),
    ]
    box = {"cloud": point(60), "cloud_share": between("49.5", "50.5"), "iiot": point(61), "iiot_share": point(40)}
    assert all(propagate([rule], dict(box)) for rule in rules)
    assert not propagate(rules, dict(box))
    assert propagate(rules, box | {"iiot_share": point(51)})


def test_a_cycle_that_tightens_for_ever_stops():
    rules = [
        Product((Term("x"), Term("y", -1)), None, Fraction(999, 1000)),
        Product((Term("y"), Term("x", -1)), None, Fraction(1)),
    ]
    box = {"x": between(0, 1), "y": between(0, 1)}
    assert propagate(rules, box)
