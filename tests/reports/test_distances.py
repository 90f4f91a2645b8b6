"""How far figures are from thresholds, and that a plot never says otherwise than the verdict beside it."""

from decimal import Decimal

import pytest

from formextract.model import CriterionResult, Observation
from formextract.reports.distances import distances
from formextract.reports.plots import distance_plots


def observed(indicator: str, value: str, unit: str, year: str | None = None) -> Observation:
    digits = len(value.partition(".")[2])
    return Observation(
        indicator, f"{indicator}（{unit}）", year, {}, Decimal(value), unit, digits, value, "reported", 1.0, None
    )


def judged(text: str, threshold: str, status, *figures: Observation):
    by_key = {o.key: o for o in figures}
    result = CriterionResult("c", "一", text, status, {o.key: o.value for o in figures}, threshold)
    return distances(result, by_key)


def test_each_year_has_its_distance() -> None:
    years = [observed("产值", v, "亿元", y) for v, y in (("39.90", "2021"), ("40.00", "2022"), ("45.2", "2023"))]
    found = judged("近三年产值均在 40 亿元以上", ">= 40", "not_met", *years)
    assert [(d.period, d.shown, d.margin, d.is_met) for d in found] == [
        ("2021 年", "39.90", Decimal("-0.10"), False),
        ("2022 年", "40.00", Decimal(0), True),
        ("2023 年", "45.2", Decimal("5.2"), True),
    ]
    assert {d.told for d in found} == {"不低于 40 亿元"}
    plots = "".join(distance_plots(found))
    assert plots.count("distance not_met") == 1
    assert "差 0.1" in plots
    assert "正好在线上" in plots
    assert len({p.split('"mark" x1="')[1].split('"')[0] for p in plots.split("</svg>")[:-1]}) == 1  # one scale


def test_above_leaves_the_threshold_out_and_at_most_turns_it_round() -> None:
    [above] = judged("比例高于 70%", "> 70", "not_met", observed("占比", "70.00", "%"))
    assert not above.is_met
    [below] = judged("占地面积一般不超过 100 平方公里", "<= 100", "met", observed("面积", "62.01", "平方公里"))
    assert (below.is_met, below.margin) == (True, Decimal("37.99"))


@pytest.mark.parametrize(("last", "status", "shown"), [("121.00", "met", "10.00"), ("110.00", "not_met", "4.88")])
def test_a_growth_that_is_reckoned_from_amounts_is_reckoned_here(last: str, status: str, shown: str) -> None:
    amounts = [observed("产值", v, "亿元", y) for v, y in (("100.00", "2021"), ("1.00", "2022"), (last, "2023"))]
    reported = observed("增速", "14.00", "%", "2021/2023")
    [found] = judged("产值年均增速不低于 10%", ">= 10", status, *amounts, reported)
    assert (found.shown, found.is_met) == (shown, status == "met")


def test_nothing_is_drawn_that_says_otherwise_than_the_verdict() -> None:
    amounts = [observed("产值", v, "亿元", y) for v, y in (("100.00", "2021"), ("121.00", "2023"))]
    assert judged("产值年均增速不低于 10%", ">= 10", "unknown", *amounts) == []


@pytest.mark.parametrize("threshold", ["= 否", "逐年下降", ">= 1 / >= 10", ""])
def test_a_threshold_that_is_no_figure_has_no_distance(threshold: str) -> None:
    assert judged("近三年 1 家", threshold, "met", observed("数", "3", "家")) == []
