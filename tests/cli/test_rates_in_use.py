"""`--rate`: amounts in another currency are converted in the worker processes, and a store remembers the rate."""

import json
import os
import subprocess
import sys
from pathlib import Path

import docx
import pytest

from formextract.store import open_store
from patience import HANG_SECONDS

NATIONAL = Path(__file__).resolve().parents[2] / "samples" / "national.docx"
RATE = "美元=7.12，全年平均汇率"


def run(*words, **env):
    command = [sys.executable, "-m", "formextract", *map(str, words)]
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=HANG_SECONDS, check=False, env={**os.environ, **env}
    )
    return done.returncode, done.stdout, done.stderr


@pytest.fixture
def form(tmp_path):
    """The national sample, its foreign capital in 万美元."""
    document = docx.Document(NATIONAL)
    changed = 0
    for table in document.tables:
        for row in table.rows:
            for cell in row.cells:
                if "外商直接投资额" in cell.text and "万元" in cell.text:
                    for paragraph in cell.paragraphs:
                        whole = paragraph.text.replace("万元", "万美元")
                        for r in paragraph.runs[1:]:
                            r.text = ""
                        paragraph.runs[0].text = whole
                    changed += 1
    assert changed
    path = tmp_path / "disc" / "申报表.docx"
    path.parent.mkdir()
    document.save(path)
    return path


def fdi(out):
    values = [v for v in json.loads(out.splitlines()[0])["values"] if v["indicator"] == "fdi"]
    assert len(values) == 3
    return [(v["status"], v["unit"], [d["kind"] for d in v["doubts"]]) for v in values]


CONVERTED = [("reported", "万元", ["converted"])] * 3
NOT_READ = [("unreadable", "万元", ["no_value"])] * 3


@pytest.mark.slow
def test_extract_converts_by_the_option_or_the_setting(form):
    assert fdi(run("extract", form)[1]) == NOT_READ
    for given, env in ((["--rate", RATE], {}), ([], {"FORMEXTRACT_RATES": RATE})):
        status, out, _ = run("extract", form, *given, **env)
        assert status == 0
        assert fdi(out) == CONVERTED
        assert "1美元=7.12元（全年平均汇率）" in out


@pytest.mark.slow
@pytest.mark.parametrize("place", ["{}/store", "sqlite:///{}/store.db"])
def test_a_store_remembers_the_rate_and_reads_again_when_it_changes(form, tmp_path, place):
    store = place.format(tmp_path)
    load = ("load", form.parent, "--store", store)
    assert run(*load)[0] == 0
    assert fdi(run("export", "--store", store)[1]) == NOT_READ
    assert "读出 1" in run(*load, "--rate", RATE)[2]
    assert fdi(run("export", "--store", store)[1]) == CONVERTED
    assert "库中已有 1" in run(*load)[2]  # the rate is the store's now
    assert json.loads(run("status", "--store", store, "--json")[1])["to_read_again"] == 0
    with open_store(store) as opened:
        assert opened.rates.current() == RATE
    assert "读出 1" in run(*load, "--rate", "美元=7.0")[2]
    assert "读出 1" in run(*load, "--rate", "无")[2]
    assert fdi(run("export", "--store", store)[1]) == NOT_READ


@pytest.mark.parametrize("given", ["美元", "7.12", "万元=1", "美元=7;美元=8"])
def test_what_is_no_rate_is_refused_in_a_line(given):
    status, out, err = run("extract", NATIONAL, "--rate", given)
    assert (status, out) == (2, "")
    assert "--rate" in err
    assert err.count("\n") == 1
