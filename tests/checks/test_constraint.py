from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effort import effort
from formextract.checks.constraint import (
    ANYTHING,
    AnyOf,
    AtMost,
    EmptyError,
    Product,
    Sum,
    Term,
    Within,
    propagate,
    root,
)
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


FIGURES = st.decimals(min_value=-1000, max_value=10**12, allow_nan=False, places=4).map(Fraction) | st.sampled_from(
    [Fraction(0), Fraction(-100), Fraction(1), Fraction(1, 3), Fraction(10) ** 15]
)
WIDTHS = st.sampled_from([Fraction(0), Fraction(1, 10**6), Fraction(1, 200), Fraction(1, 2), Fraction(1000), None])
TERMS = st.tuples(
    st.sampled_from([-3, -2, -1, 1, 2, 11]),
    st.sampled_from([(1, 0), (Fraction(1, 100), 1), (Fraction(-1, 100), 1), (2, Fraction(1, 3))]),
    FIGURES | st.none(),
    WIDTHS,
)


@settings(max_examples=effort(250, 20_000), deadline=None, derandomize=True)
@given(
    terms=st.lists(TERMS, min_size=1, max_size=4),
    near=st.sampled_from([Fraction(0), Fraction(1, 10**12), Fraction(1, 10**9), Fraction(1, 10**7), Fraction(1, 100)]),
    side=st.booleans(),
)
def test_rough_reckoning_never_says_that_a_product_holds_which_exact_reckoning_refuses(terms, near, side):
    made, box, middle = [], {}, Fraction(1)
    for i, (power, (scale, offset), lo, width) in enumerate(terms):
        made.append(Term(f"x{i}", power, Fraction(scale), Fraction(offset)))
        box[f"x{i}"] = Interval(lo, None if lo is None or width is None else lo + width)
        base = (
            None
            if lo is None
            else Fraction(offset) + Fraction(scale) * (lo if power < 0 or width is None else lo + width)
        )
        middle = middle * base**power if base else middle
    # bounds that the product just touches or just misses
    bound = max(middle, Fraction(0)) * (1 + near if side else 1 - near)
    rule = Product(tuple(made), bound if side else None, None if side else bound)
    surely = rule.surely_holds(dict(box))
    try:
        rule.narrow(dict(box))
        exactly = True
    except EmptyError:
        exactly = False
    assert exactly or not surely


@settings(max_examples=effort(250, 20_000), deadline=None, derandomize=True)
@given(
    parts=st.lists(
        st.tuples(st.sampled_from([1, -1, Fraction(1, 3)]), FIGURES | st.none(), WIDTHS), min_size=1, max_size=5
    ),
    off=st.sampled_from([Fraction(0), Fraction(1, 10**12), Fraction(1, 10**9), Fraction(1, 100), Fraction(1)]),
    least=st.booleans(),
)
def test_rough_reckoning_never_says_that_a_sum_holds_which_exact_reckoning_refuses(parts, off, least):
    weights, box, total = [], {}, Fraction(0)
    for i, (weight, lo, width) in enumerate(parts):
        weights.append((f"x{i}", Fraction(weight)))
        box[f"x{i}"] = Interval(lo, None if lo is None or width is None else lo + width)
        total += weight * (lo or 0)
    # a constant that the sum just meets or just misses
    equal = Sum(tuple(weights), -total + off)
    at_most = AtMost((*weights, ("all", Fraction(-1))))
    box["all"] = Interval(total - off, total - off if least else None)
    for rule in (equal, at_most):
        surely = rule.surely_holds(dict(box))
        try:
            rule.narrow(dict(box))
            exactly = True
        except EmptyError:
            exactly = False
        assert exactly or not surely


def test_rough_reckoning_adds_whole_numbers_exactly():
    total = Sum((("a", Fraction(1)), ("b", Fraction(1)), ("all", Fraction(-1))))
    box = {"a": point(3), "b": point(4), "all": point(7)}
    assert total.surely_holds(box)
    assert not total.surely_holds(box | {"all": point(8)})


def test_rough_reckoning_decides_what_plainly_holds():
    box = {"part": point(60), "whole": point(106), "rate": between("56.55", "56.65")}
    assert SHARE.surely_holds(box)
    assert not SHARE.surely_holds(box | {"rate": between("57.55", "57.65")})
