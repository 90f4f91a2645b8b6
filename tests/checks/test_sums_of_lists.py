"""The total below a list against all its rows."""

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
