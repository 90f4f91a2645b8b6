"""`check` and `--fail-on`: records checked anew without their files."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

import formextract
from formextract.cli import main
from formextract.model.json import record_from_json, record_to_json

SAMPLE = Path(__file__).parents[2] / "samples" / "national.docx"


@pytest.fixture(scope="module")
def sound() -> formextract.Record:
    return formextract.extract(SAMPLE)[0]


@pytest.fixture(scope="module")
def contradicting(sound: formextract.Record) -> formextract.Record:
    """The same form with ten times the enterprises' share of the cloud."""
    values = [
        replace(o, value=Decimal(o.value) / 10) if o.indicator == "cloud_share" else o  # type: ignore[arg-type]
        for o in sound.values
    ]
    return replace(sound, values=tuple(values), findings=(), criteria=())


def test_a_changed_figure_is_found_without_the_file(contradicting, tmp_path, capfd) -> None:
    path = tmp_path / "records.jsonl"
    path.write_text(record_to_json(contradicting) + "\n", encoding="utf-8")
    assert main(["check", str(path)]) == 0
    out, err = capfd.readouterr()
    record = record_from_json(out)
    assert any("cloud_share" in f.fields and f.severity == "error" for f in record.findings)
    assert record.criteria
    assert "核对 1 条记录：矛盾" in err
    assert main(["check", str(path), "--fail-on", "error"]) == 1


def test_checking_twice_changes_nothing(sound, tmp_path, capfd) -> None:
    path = tmp_path / "records.jsonl"
    path.write_text(record_to_json(sound) + "\n", encoding="utf-8")
    assert main(["check", str(path), "--fail-on", "error"]) == 0
    assert capfd.readouterr().out == record_to_json(sound) + "\n"


def test_a_line_that_is_no_record_is_named_and_the_others_are_checked(sound, tmp_path, capfd) -> None:
    path = tmp_path / "records.jsonl"
    path.write_text("{}\n[1]\nnot json\n" + record_to_json(sound) + "\n", encoding="utf-8")
    assert main(["check", str(path)]) == 1
    out, err = capfd.readouterr()
    assert len(out.splitlines()) == 1
    assert all(f"第 {n} 行" in err for n in (1, 2, 3))


def test_a_stores_records_are_revised(contradicting, tmp_path, capfd) -> None:
    from formextract.store import Outcome, open_store

    sha256 = contradicting.files[0].sha256
    with open_store(tmp_path / "store") as store:
        store.begin(sha256, 1, "form.docx", "docx")
        store.finish(sha256, Outcome("read", (contradicting,)), "0")
    assert main(["check", str(tmp_path / "store"), "--fail-on", "error"]) == 1
    capfd.readouterr()
    assert main(["export", "--store", str(tmp_path / "store")]) == 0
    exported = json.loads(capfd.readouterr().out)
    assert any("cloud_share" in f["fields"] for f in exported["findings"])


@pytest.mark.slow
def test_extract_fails_on_findings_only_when_asked(capfd) -> None:
    assert main(["extract", str(SAMPLE), "--fail-on", "error"]) == 0
    assert main(["check", "nowhere", "--fail-on", "grave"]) == 2
    assert "--fail-on" in capfd.readouterr().err


def test_where_nothing_was_checked_nobody_is_told_that_nothing_was_found(tmp_path, capfd) -> None:
    path = tmp_path / "records.jsonl"
    path.write_text("no record\n", encoding="utf-8")
    assert main(["check", str(path)]) == 1
    (tmp_path / "cover.txt").write_text("封面", encoding="utf-8")
    assert main(["load", str(tmp_path), "--store", str(tmp_path / "store")]) == 0
    assert main(["report", "--store", str(tmp_path / "store"), "-o", str(tmp_path / "report")]) == 0
    told = capfd.readouterr().err
    assert "没有可核对的记录" in told
    assert "报告是空的" in told
    assert "没有发现问题" not in told
