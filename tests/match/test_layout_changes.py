"""The national form altered on purpose: each alteration is told, and an unaltered copy is silent."""

from pathlib import Path

import docx
import pytest

from formextract import extract

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
UNALTERED = ("national.docx", "national-sheets.xlsx", "national-drawn.pdf", "controls-2025.docx", "dirty.docx")


def told(path):
    """The layout findings of a form, by kind of alteration."""
    (record,) = extract(path)
    return {f.check.removeprefix("layout."): f for f in record.findings if f.check.startswith("layout.")}


@pytest.fixture
def altered(tmp_path):
    """The findings of a copy of the national form that a function has worked on."""

    def make(change):
        form = docx.Document(str(SAMPLES / "national.docx"))
        change(form)
        path = tmp_path / "altered.docx"
        form.save(str(path))
        return told(path)

    return make


def row_of(form, label):
    for table in form.tables:
        for row in table.rows:
            if row.cells[0].text == label:
                return row
    raise LookupError(label)


@pytest.mark.parametrize("name", UNALTERED)
def test_an_unaltered_form_is_silent(name):
    assert told(SAMPLES / name) == {}


def test_a_row_that_was_taken_out(altered):
    def change(form):
        row = row_of(form, "集群外商直接投资额（万元）")._tr
        row.getparent().remove(row)

    found = altered(change)
    assert set(found) == {"removed"}
    assert found["removed"].severity == "warning"
    assert "第二部分“集群外商直接投资额（万元）”" in found["removed"].message
    assert "不得改变表格样式" in found["removed"].clause


def test_a_row_in_other_words(altered):
    def change(form):
        row_of(form, "集群外商直接投资额（万元）").cells[0].text = "集群实际利用外资额（万元）"

    found = altered(change)
    assert set(found) == {"relabelled"}
    assert "“集群外商直接投资额（万元）”写成“集群实际利用外资额（万元）”" in found["relabelled"].message


def test_numbering_brackets_and_breaks_are_no_other_words(altered):
    def change(form):
        row_of(form, "集群外商直接投资额（万元）").cells[0].text = "15.集群外商直接\n投资额 (万元)"

    assert altered(change) == {}


@pytest.mark.parametrize("value", ["12.30", ""])
def test_a_row_that_was_added_filled_or_not(altered, value):
    def change(form):
        from copy import deepcopy

        row = row_of(form, "集群企业数量")
        copy = deepcopy(row._tr)
        row._tr.addprevious(copy)
        added = next(r for t in form.tables for r in t.rows if r._tr is copy)
        added.cells[0].text = "亩均税收（万元/亩）"
        for cell in added.cells[1:]:
            cell.text = value

    found = altered(change)
    assert set(found) == {"added"}
    assert "“亩均税收（万元/亩）”（T2R" in found["added"].message


def test_a_year_that_was_added(altered):
    def change(form):
        table = next(t for t in form.tables if t.rows[0].cells[0].text == "年度")
        table.add_column(1_000_000)
        table.rows[0].cells[-1].text = "2020年"

    found = altered(change)
    assert set(found) == {"columns"}
    assert "年份栏应为 3 列，现为“2021年、2022年、2023年、2020年”" in found["columns"].message


def test_a_column_of_remarks(altered):
    def change(form):
        table = next(t for t in form.tables if t.rows[0].cells[0].text == "年度")
        table.add_column(1_000_000)
        table.rows[0].cells[-1].text = "填报依据"

    found = altered(change)
    assert set(found) == {"columns"}
    assert "多出“填报依据”一列" in found["columns"].message


def test_parts_that_share_a_page():
    """The PDF that an office program makes of a form whose parts follow each other on the page."""
    found = told(SAMPLES / "national-office.pdf")
    assert set(found) == {"page"}
    assert found["page"].severity == "info"
    assert "第二部分从第一部分结束的第 3 页开始" in found["page"].message


def test_a_form_that_may_be_laid_out_freely_is_not_held_against_anything():
    """Only a template that says so is: those of the other programmes say nothing."""
    from formextract.catalogue import load_catalogue

    bound = {name for name, t in load_catalogue().templates.items() if t.layout is not None}
    assert "sme-cluster/application@2024" in bound
    assert not any(name.startswith(("hubei", "hunan")) for name in bound)
