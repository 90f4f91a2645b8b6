"""A store on a disc or a snapshot, where nothing can be written: it is looked at, exported and reported as it is."""

import os

import pytest

from formextract.cli import main


@pytest.fixture
def disc(call, files, tmp_path, monkeypatch):
    """A loaded store below a folder in which nothing may be written; root's right to write everywhere put aside."""
    files({"disc/1.docx": "form 甲集群", "disc/清单.xlsx": "patents"})
    assert call("load", "disc", "--store", "库", "-q")[0] == 0
    store, may = tmp_path / "库", os.access
    monkeypatch.setattr(
        os,
        "access",
        lambda path, mode, **more: not (mode & os.W_OK and store in (path, *path.parents)) and may(path, mode, **more),
    )
    return store


def held(store):
    return {p: p.stat().st_mtime_ns for p in store.rglob("*") if p.is_file()}


def test_it_is_looked_at_exported_reported_and_copied(disc, tmp_path, capfd):
    before = held(disc)
    for command in ("status", "export", "submissions", "verify"):
        assert main([command, "--store", str(disc)]) == 0, (command, capfd.readouterr())
    assert "甲集群" in capfd.readouterr().out
    assert main(["report", "--store", str(disc), "-o", str(tmp_path / "报告")]) == 0
    assert (tmp_path / "报告" / "index.html").is_file()
    assert main(["backup", "--store", str(disc), "-o", str(tmp_path / "备份")]) == 0
    assert held(disc) == before


def test_what_would_write_into_it_says_what_to_do(disc, tmp_path, capfd):
    (tmp_path / "disc" / "2.docx").write_text("form 乙集群")
    before = held(disc)
    assert main(["load", str(tmp_path / "disc"), "--store", str(disc), "-q"]) != 0
    told = capfd.readouterr().err
    assert "只能读" in told or "不能写" in told, told
    assert "Traceback" not in told
    assert held(disc) == before
