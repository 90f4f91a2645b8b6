"""How far a unit reaches that a line states: a table, a part, the form, or the tables behind the one below it."""

import pytest
from made_documents import BASICS, TITLE, document, form, match, placed, table

YEARS = ["2021年", "2022年", "2023年"]
ONE, TWO, THREE = "一、基本情况", "二、主导产业情况", "三、创新能力情况"
OUTPUT = table(["指标", *YEARS], ["集群总产值", "1", "2", "3"])
RESEARCH = table(["指标", *YEARS], ["集群中小企业研发经费总额", "4", "5", "6"])
COUNTS = table(["指标", *YEARS], ["集群中小企业数量", "10", "20", "30"])


def told(made):
    """The unit of output and of research, each with the kinds of doubt about it."""
    out = {}
    for p in match(made).placements:
        if p.period == "2021" and p.indicator in ("gross_output", "rd_expenditure"):
            out[p.indicator] = (p.unit, tuple(d.kind for d in p.doubts))
    return out["gross_output"], out["rd_expenditure"]


SURE, FAR, NONE = ("万元", ()), ("万元", ("unit_unsure",)), (None, ())


@pytest.mark.parametrize(
    ("blocks", "units"),
    [
        ([TWO, "单位：万元", OUTPUT, RESEARCH], (SURE, FAR)),
        ([TWO, "单位：万元", COUNTS, OUTPUT, RESEARCH], (FAR, FAR)),
        ([TWO + "（单位：万元）", OUTPUT, RESEARCH], (SURE, SURE)),
        ([TWO, "单位：万元", OUTPUT, THREE, RESEARCH], (SURE, NONE)),
        ([TWO, "单位：万元", OUTPUT, "三、我县另加的部分", RESEARCH], (SURE, NONE)),
        ([TWO, COUNTS, "单位：万元", OUTPUT, THREE, RESEARCH], (SURE, NONE)),
    ],
)
def test_a_stated_unit_reaches(blocks, units):
    assert told(form(*blocks)) == units


def test_a_unit_before_the_first_part_is_the_whole_forms():
    head = [TITLE, "金额单位：万元", ONE, BASICS, TWO]
    assert told(document(*head, OUTPUT, THREE, RESEARCH)) == (SURE, SURE)
    nearer = told(document(*head, "单位：亿元", OUTPUT, RESEARCH, "四、其他"))
    assert nearer == (("亿元", ()), ("亿元", ("unit_unsure",)))


@pytest.mark.parametrize(
    "row", [["单位：万元", "", "", ""], ["", "", "", "单位：万元"], ["", "（金额单位：万元）", "", ""]]
)
@pytest.mark.parametrize("below_the_years", [False, True])
def test_a_row_that_only_states_a_unit(row, below_the_years):
    years, output = ["指标", *YEARS], ["集群总产值", "1.1", "2.2", "3.3"]
    made = table(years, row, output) if below_the_years else table(row, years, output)
    found = placed(form(TWO, made), units=True)
    assert {k: v for k, v in found.items() if k.startswith("gross_output@")} == {
        "gross_output@2021": ("1.1", "万元"),
        "gross_output@2022": ("2.2", "万元"),
        "gross_output@2023": ("3.3", "万元"),
    }
