"""`--templates`: a folder of further templates is used beside the shipped ones, and a store remembers it."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from formextract.store import open_store
from patience import HANG_SECONDS

ROOT = Path(__file__).resolve().parents[2]
TUTORIAL = ROOT / "samples" / "tutorial"
FILLED = TUTORIAL / "filled-1.docx"


def run(*words, **env):
    import os

    command = [sys.executable, "-m", "formextract", *map(str, words)]
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=HANG_SECONDS, check=False, env={**os.environ, **env}
    )
    return done.returncode, done.stdout, done.stderr


@pytest.fixture
def mine(tmp_path):
    folder = tmp_path / "mine" / "county-brief"
    folder.mkdir(parents=True)
    shutil.copy(TUTORIAL / "half-year@2025.yaml", folder)
    return folder.parent


@pytest.mark.slow
def test_extract_takes_a_folder_or_the_setting(mine):
    assert run("extract", FILLED)[0] == 1
    for given, env in (
        (["--templates", mine], {}),
        (["--templates", mine / "county-brief"], {}),
        ([], {"FORMEXTRACT_TEMPLATES": str(mine)}),
    ):
        status, out, _ = run("extract", FILLED, *given, **env)
        assert status == 0
        assert json.loads(out)["program"] == "county-brief"


@pytest.mark.slow
@pytest.mark.parametrize("place", ["{}/store", "sqlite:///{}/store.db"])
def test_a_store_remembers_and_reads_again_what_a_change_affects(mine, tmp_path, place):
    source, store = tmp_path / "disc", place.format(tmp_path)
    source.mkdir()
    shutil.copy(FILLED, source)
    assert run("load", source, "--store", store, "--templates", mine)[0] == 0
    _, out, _ = run("export", "--store", store)
    assert json.loads(out.splitlines()[0])["program"] == "county-brief"
    _, _, told = run("load", source, "--store", store)
    assert "库中已有 1" in told
    own = mine / "county-brief" / "half-year@2025.yaml"
    own.write_text(own.read_text("utf-8").replace("least_labels: 3", "least_labels: 4"), "utf-8")
    _, _, told = run("load", source, "--store", store, "--templates", mine)
    assert "读出 1" in told
    with open_store(store) as opened:
        assert len(opened.templates.versions()) == 2
    status, _, told = run("check", store)
    assert status == 0
    assert "核对 1 条记录" in told


def test_a_mistake_is_one_line_that_names_the_file(mine):
    own = mine / "county-brief" / "half-year@2025.yaml"
    own.write_text(own.read_text("utf-8").replace("indicator: cluster_name", "indicator: cluster_nam"), "utf-8")
    status, out, err = run("extract", FILLED, "--templates", mine)
    assert (status != 0, out) == (True, "")
    assert err.count("\n") == 1
    assert f"{own} 第 " in err
    assert "cluster_nam" in err


@pytest.mark.parametrize("name", ["none", "empty"])
def test_a_folder_without_templates(tmp_path, name):
    (tmp_path / "empty").mkdir()
    status, _, err = run("extract", FILLED, "--templates", tmp_path / name)
    assert status == 2
    assert "模板" in err


@pytest.mark.slow
def test_indicators_of_a_further_folder(mine):
    own = mine / "county-brief" / "half-year@2025.yaml"
    text = own.read_text("utf-8")
    line = next(x for x in text.splitlines() if x.startswith("  cluster_paid_tax:"))
    own.write_text(text.replace("indicators:\n" + line + "\n", ""), "utf-8")
    (mine / "indicators.yaml").write_text("indicators:\n" + line + "\n", "utf-8")
    status, out, err = run("extract", FILLED, "--templates", mine)
    assert status == 0, err
    assert "cluster_paid_tax" in out
