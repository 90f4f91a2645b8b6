"""The total below a list against all its rows, of years against all of them, and what is left of what came."""

import pytest
from invented_forms import figure, record

from formextract.checks import findings
from formextract.checks.kinds.sum import SumEdit
from formextract.model.edits import Edits

EDITS = Edits(
    edits=(
        SumEdit(
            id="paid", kind="sum", total="合计[column=金额]", parts=["金额[row=all]"], clause="合计·金额"
        ),
    )
)  # fmt: skip


def rows(*figures):
    return [figure(f"金额[row={n}]", value, "万元") for n, value in enumerate(figures, 1)]


def told(*observations):
    return [f.check for f in findings(record(*observations), EDITS)]


@pytest.mark.parametrize(
    ("total", "listed", "wrong"),
    [("60", ("10", "20", "30"), False), ("70", ("10", "20", "30"), True), ("10", ("10",), False)],
)
def test_a_total_is_the_sum_of_all_rows(total, listed, wrong):
    assert told(figure("合计[column=金额]", total, "万元"), *rows(*listed)) == (["paid"] if wrong else [])


def test_a_list_that_nobody_filled_in_says_nothing():
    assert told(figure("合计[column=金额]", "60", "万元")) == []


def years(*figures):
    return [figure(f"纳税额@{year}", value, "万元") for year, value in zip((2022, 2023, 2024), figures, strict=True)]


@pytest.mark.parametrize(("total", "wrong"), [("60", False), ("70", True)])
def test_a_total_of_all_years_is_the_sum_of_them(total, wrong):
    every = SumEdit(id="years", kind="sum", total="三年合计", parts=["纳税额@every"], clause="三年合计")
    given = record(figure("三年合计", total, "万元"), *years("10", "20", "30"))
    assert [f.check for f in findings(given, Edits(edits=(every,)))] == (["years"] if wrong else [])


def test_what_is_left_is_what_was_there_and_came_without_what_went():
    flow = SumEdit(
        id="flow", kind="sum", total="年末未结", parts=["上年结转", "本年受理"], less=["本年办结"], clause="年末未结"
    )

    def found(left, *gone):
        given = record(
            figure("年末未结", left, "件"), figure("上年结转", "5", "件"), figure("本年受理", "40", "件"), *gone
        )
        return findings(given, Edits(edits=(flow,)))

    done = figure("本年办结", "38", "件")
    assert found("7", done) == []
    assert found("9") == []  # not asked for on this form: nothing can be said
    (wrong,) = found("9", done)
    assert "“5 + 40 − 38”合计 7" in wrong.message
