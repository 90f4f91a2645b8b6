"""`--program` and `--form`: staff's own words, handed on to the processes that read; a wrong one is told at once."""

import json
import os

import docx
import pytest

from formextract.cli.hints_in_use import choose_hint
from formextract.errors import UsageError
from formextract.match.hints import HINT


@pytest.fixture(autouse=True)
def _leaves_no_hint(monkeypatch):
    monkeypatch.setenv(HINT, "")


@pytest.mark.parametrize(
    ("program", "form", "said"),
    [
        ("湖北省特色产业集群", "年度报告", "hubei-characteristic/annual"),
        ("hubei-characteristic", "annual", "hubei-characteristic/annual"),
        ("湖南省先进制造业集群", "半年", "hunan-advanced-manufacturing/half-year"),
        ("", "复核", "/review"),
    ],
)
def test_words_of_staff_are_the_catalogues_names(program, form, said):
    choose_hint(program, form)
    assert os.environ[HINT] == said


@pytest.mark.parametrize(("program", "form"), [("某某项目", ""), ("湖北省特色产业集群", "半年报告"), ("", "会议纪要")])
def test_what_no_template_is_of_is_told_with_what_there_is(program, form):
    with pytest.raises(UsageError, match="可写"):
        choose_hint(program, form)


@pytest.mark.slow
def test_extract_reads_in_its_processes_by_the_hint(tmp_path):
    from formextract.cli import main

    made = docx.Document()
    made.add_paragraph("集群2024年度发展情况")
    rows = [("集群名称", "潜川市小龙虾加工产业集群"), ("总产值（亿元）", "105.30"), ("企业户数（户）", "82")]
    grid = made.add_table(0, 2)
    for label, value in rows:
        cells = grid.add_row().cells
        cells[0].text, cells[1].text = label, value
    path = tmp_path / "情况.docx"
    made.save(path)
    assert main(["extract", str(path)]) == 1
    out = tmp_path / "out.jsonl"
    assert main(["extract", str(path), "--program", "湖北省特色产业集群", "--form", "年度报告", "-o", str(out)]) == 0
    record = json.loads(out.read_text(encoding="utf-8").splitlines()[-1])
    assert record["template"].startswith("hubei-characteristic/annual")
    assert any("按指定的" in f["message"] for f in record["findings"])
