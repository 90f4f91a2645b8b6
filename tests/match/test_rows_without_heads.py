"""Rows over which no year stands, and empty cells where a form's parts are not told apart by headings."""

from __future__ import annotations

import pytest
from made_documents import BASICS, FORMS, TITLE, document, form, table

from formextract.assembly import assemble
from formextract.catalogue import load_catalogue
from formextract.model import Document, Observation
from formextract.model.doubt import SURE

OUTPUT = "集群总产值（亿元）"
YEARS = ["年度", "2021年", "2022年", "2023年"]


def observed(made: Document, indicator: str = "gross_output") -> list[Observation]:
    (found,) = FORMS.match(made)
    (only,) = found.matches
    record = assemble(made, found.template, only, load_catalogue().indicators)
    return [o for o in record.values if o.indicator == indicator]


@pytest.mark.parametrize("parts", [(TITLE, BASICS), (TITLE, "一、基本情况", BASICS, "二、主导产业情况")])
def test_an_empty_cell_under_its_year_is_blank_whether_or_not_parts_have_headings(
    parts: tuple[object, ...],
) -> None:
    one = observed(document(*parts, table(YEARS, [OUTPUT, "1.1", "2.2", ""])))
    assert [(o.period, o.status, o.raw) for o in one] == [
        ("2021", "reported", "1.1"),
        ("2022", "reported", "2.2"),
        ("2023", "blank", ""),
    ]
    row = observed(document(*parts, table(YEARS, [OUTPUT, "", "", ""])))
    assert [o.status for o in row] == ["blank"] * 3


def test_as_many_cells_as_the_form_has_years_are_a_year_each_in_doubt() -> None:
    found = observed(form("二、主导产业情况", table([OUTPUT, "1.1", "2.2", "3.3"], ["集群企业数量", "1", "2", "3"])))
    assert [(o.period, o.raw) for o in found] == [("2021", "1.1"), ("2022", "2.2"), ("2023", "3.3")]
    assert {d.kind for o in found for d in o.doubts} == {"year_inferred"}
    assert all(o.confidence < SURE for o in found)


def test_they_stand_in_the_order_in_which_the_form_has_its_years_elsewhere() -> None:
    """On a dark copy the years over a table were not read, and its figures were given years from the first one on."""
    falling = table(["年度", "2023年", "2022年", "2021年"], ["集群企业数量", "3", "2", "1"])
    found = observed(form("二、主导产业情况", falling, "三、其他", table([OUTPUT, "3.3", "2.2", "1.1"])))
    assert {(o.period, o.raw) for o in found} == {("2021", "1.1"), ("2022", "2.2"), ("2023", "3.3")}
    assert all(o.confidence < SURE for o in found)


def test_what_else_stands_behind_a_caption_may_be_the_year_that_is_not_there() -> None:
    found = observed(form("二、主导产业情况", table([OUTPUT, "1.1", "2.2"], ["集群企业数量", "1", "2"])))
    assert [(o.period, o.status) for o in found] == [("2021", "missing"), ("2022", "missing"), ("2023", "reported")]
    assert all(o.confidence < SURE for o in found)
    assert "没有归类的“集群总产值（亿元）：2.2”可能就是这一项" in found[0].doubts[0].because
