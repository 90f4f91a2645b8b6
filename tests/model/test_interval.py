from decimal import Decimal
from fractions import Fraction

import pytest

from formextract.model import Observation
from formextract.model.interval import Interval, is_count, written_interval


def written(value, precision, unit="亿元", raw="", *, label="集群总产值", dims=None, indicator="gross_output"):
    return Observation(
        indicator,
        label,
        "2023",
        dims or {},
        None if value is None else Decimal(value),
        unit,
        precision,
        raw or str(value),
        "reported",
        1.0,
        None,
    )


@pytest.mark.parametrize(
    ("observation", "rounded", "truncated", "coarse", "either"),
    [
        (written("45.12", 2), ("45.115", "45.125"), ("45.12", "45.13"), ("45.115", "45.125"), ("45.115", "45.13")),
        (written("45.10", 2), ("45.095", "45.105"), ("45.10", "45.11"), ("45.05", "45.15"), ("45.05", "45.15")),
        (written("100.00", 2), ("99.995", "100.005"), ("100", "100.01"), ("99.5", "100.5"), ("99.5", "100.5")),
        (written("300", 0), ("299.5", "300.5"), ("300", "301"), ("250", "350"), ("250", "350")),
        (written("30", 0), ("29.5", "30.5"), ("30", "31"), ("29.5", "30.5"), ("29.5", "31")),
        (
            written("-11.76", 2, "%"),
            ("-11.765", "-11.755"),
            ("-11.77", "-11.76"),
            ("-11.765", "-11.755"),
            ("-11.77", "-11.755"),
        ),
        (written("12000", -3, "人"), ("11500", "12500"), ("12000", "13000"), ("11500", "12500"), ("11500", "13000")),
        (written("12000", 0, "人"), ("12000", "12000"), ("12000", "12000"), ("11500", "12500"), ("11500", "12500")),
        (written("100", 0, "个"), ("100", "100"), ("100", "100"), ("100", "100"), ("100", "100")),
    ],
)
def test_what_a_written_figure_may_stand_for(observation, rounded, truncated, coarse, either):
    for precision, (lo, hi) in (("rounded", rounded), ("truncated", truncated), ("coarse", coarse), ("any", either)):
        assert written_interval(observation, precision) == Interval(Fraction(lo), Fraction(hi)), precision


@pytest.mark.parametrize(
    ("raw", "lo", "hi"),
    [
        ("约1200人", 1100, 1300),
        ("1200余人", 1200, 1300),
        ("近1200人", 1100, 1200),
        ("1200人左右", 1100, 1300),
        ("超过1200人", 1200, 1300),
        ("1200人", 1200, 1200),
    ],
)
def test_words_that_widen_a_figure(raw, lo, hi):
    assert written_interval(written("1200", 0, "人", raw)) == Interval(Fraction(lo), Fraction(hi))


@pytest.mark.parametrize("value", ["NaN", "Infinity", "1E+40", None])
def test_what_is_no_figure_has_no_interval(value):
    assert written_interval(written(value, 2)) is None


def test_a_ratio_in_a_counting_unit_is_no_count():
    assert is_count(written("12", 0, "个", label="集群企业数量"))
    assert not is_count(written("46", 0, "个", indicator="invention_patents_per_10k"))
    assert not is_count(
        written("46", 0, "件", label="发展目标 2023 年基准值", dims={"target": "每万人有效发明专利拥有量"})
    )


def test_one_figure_written_otherwise_stands_for_others():
    told = [
        written_interval(o)
        for o in (
            written("30", 0),
            written("30.0", 1),
            written("30", 1),
            written("30", 0, "个", label="企业数量", indicator="enterprises"),
            written("30", 0, raw="约30"),
            written("30", 0),
        )
    ]
    half, tenth = Fraction(1, 2), Fraction(1, 20)
    assert told == [
        Interval(30 - half, 30 + half),
        Interval(30 - tenth, 30 + tenth),
        Interval(30 - tenth, 30 + tenth),
        Interval(Fraction(30), Fraction(30)),
        told[4],
        told[0],
    ]
    assert told[4] not in (told[0], told[1], told[3])
