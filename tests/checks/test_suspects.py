"""The planted cell is named, or no cell is; what it may have been is told."""

from decimal import Decimal
from pathlib import Path

import pytest
from invented_forms import KINDS, change, consistent, plant

from formextract.catalogue.edits import load_edits
from formextract.checks import findings, kinds

pytestmark = pytest.mark.slow

EDITS = load_edits(Path(__file__).parents[2] / "templates", kinds(), "sme-cluster")
FORMS_A_KIND = 6


def loud(form):
    return [f for f in findings(form, EDITS) if f.severity in ("error", "warning")]


@pytest.mark.parametrize("how", KINDS)
def test_a_slip_of_each_kind_is_found_and_mostly_named(how):
    made = [m for seed in range(40) if (m := plant(consistent(seed), how, seed)) is not None][:FORMS_A_KIND]
    assert made
    named = 0
    for form, cell in made:
        found = loud(form)
        assert any(cell.field in f.fields for f in found)
        named += any(f.suspect == cell.field for f in found)
    assert named >= len(made) - 1


def test_digits_exchanged_in_the_middle_year_are_put_right():
    form, cell = plant(consistent(9), "amount_swapped", 9)
    found = loud(form)
    assert {f.suspect for f in found} == {cell.field}
    assert {f.suggestion for f in found} == {cell.true}
    assert all("相邻两位数字颠倒" in f.message for f in found)


def test_two_years_cells_exchanged_are_both_named():
    form = consistent(8)
    a, b = (next(o.value for o in form.values if o.key == f"exports@{y}") for y in ("2022", "2023"))
    found = loud(change(change(form, "exports@2022", b), "exports@2023", a))
    assert {f.suspect for f in found if f.kind == "growth"} <= {"exports@2022", "exports@2023"}
    assert {f.suggestion for f in found if f.suspect == "exports@2022"} == {a}


def test_independent_slips_are_told_apart():
    form = consistent(21)
    form = change(form, "cloud_share", Decimal("3.21"))
    form = change(form, "alliances", Decimal(5))
    assert {f.check: f.suspect for f in loud(form)} == {"cloud_share": "cloud_share", "alliances_count": "alliances"}


def test_where_nothing_singles_a_figure_out_none_is_named():
    form = consistent(4)
    cells = {o.key: o.value for o in form.values}
    wrong = cells["gross_output_county_share@2022"] * 3
    found = loud(change(form, "gross_output_county_share@2022", wrong))
    assert found
    for f in found:
        assert f.suspect in (None, "gross_output_county_share@2022")
        assert f.suspect is not None or "可能有误的是" in f.message
