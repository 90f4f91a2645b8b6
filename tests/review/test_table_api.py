"""The meeting's table: thresholds, doubt, ranking, the year before, Excel."""

import io
from dataclasses import replace

import openpyxl
import pytest

from formextract.review.meeting import table_of
from formextract.review.notes import note_of
from formextract.review.tabled import TableFigure

GROSS = "gross_output|0"


def table(client, **asked):
    return client.get("/api/table", params={"program": "sme-cluster"} | asked).json()


def test_figures_stand_beside_their_thresholds_and_the_year_before(client):
    found = table(client, column=[GROSS])
    assert [(c["label"], c["unit"], c["threshold"]) for c in found["columns"]] == [("集群总产值", "亿元", ">= 40")]
    cells = {r["cluster"]: r["cells"][0] for r in found["rows"]}
    cell = cells["浙江省沅陵县轴承产业集群"]
    assert (cell["text"], cell["mark"], cell["margin"], cell["period"]) == ("231.38", "met", "+191.38", "2023")
    assert (cell["before"], cell["change"]) == ("217.66", "+6.3%")


def test_without_columns_there_are_those_that_clauses_look_at(client):
    found = table(client)
    assert GROSS in [c["id"] for c in found["columns"]]
    assert len(found["choice"]) > len(found["columns"])
    assert table(client, program="nothing")["rows"] == []


def test_clauses_are_columns_too_and_show_what_a_reviewer_has_judged(client, store, ids):
    column = next(c["id"] for c in table(client)["choice"] if c["id"].startswith("c:"))
    assert {c["mark"] for r in table(client, column=[column])["rows"] for c in r["cells"]} <= {
        "met", "not_met", "manual", "unknown",
    }  # fmt: skip


def test_what_changed_after_the_review_was_done_says_so_wherever_that_it_is_done_is_said(client, ids):
    record = ids["docx"]
    done = {"subject": "submission", "verdict": "done", "by": "张三"}
    assert client.post(f"/api/records/{record}/decisions", json=done).status_code == 201
    for page in ("/", "/table", "/outputs"):
        assert ">完成</b>" in client.get(page).text, page
    body = {"field": "fdi_growth@2023", "action": "correct", "by": "李四", "text": "10.19", "why": "", "version": 0}
    assert client.post(f"/api/records/{record}/corrections", json=body).status_code == 201
    for page in ("/", "/table", "/outputs"):
        text = client.get(page).text
        assert (">完成</b>" in text, "完成后有变动</b>" in text) == (False, True), page
    row = next(r for r in table(client)["rows"] if r["record_id"] == record)
    assert (row["done"], row["changed"]) == (True, True)


def test_a_share_changes_by_points_and_other_figures_by_per_cent(client):
    found = table(client, column=["sme_output_share|0", GROSS], beside=True)
    row = next(r for r in found["rows"] if r["cluster"] == "浙江省沅陵县轴承产业集群")
    assert [(c["before"], c["text"], c["change"]) for c in row["cells"]] == [
        ("89.40", "89.73", "+0.33 个百分点"),
        ("217.66", "231.38", "+6.3%"),
    ]


@pytest.fixture
def notes(store):
    """Five applicants with a gross output each, one of them without."""
    note = note_of(next(store.records()))
    figures = {text: {GROSS: TableFigure(text, "亿元", "2023", doubtful=False)} for text in ("10", "20", "30")} | {
        "": {}
    }
    return [
        replace(note, id=str(n), cluster=f"集群{n}", figures=figures[text])
        for n, text in enumerate(["10", "30", "", "30", "20"])
    ]


def test_the_rank_is_by_the_figures_equal_ones_share_it_and_who_has_none_is_last(notes):
    rows = table_of(notes, "sme-cluster", "application", [GROSS], [GROSS]).rows
    assert [(r.record_id, r.rank) for r in rows] == [("1", 1), ("3", 1), ("4", 3), ("0", 4), ("2", 5)]


def test_the_excel_file_has_figures_as_figures(client):
    answer = client.get("/api/table.xlsx", params={"program": "sme-cluster", "column": [GROSS], "beside": True})
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    heads = [c.value for c in sheet[1]]
    assert heads[-2:] == ["集群总产值（亿元） >= 40 上年", "增减"]
    assert {r[7].value for r in sheet.iter_rows(min_row=2)} == {231.38, 139.33}
