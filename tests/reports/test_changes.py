"""A corrected form against the one before: fixed, not fixed, newly wrong, and what cannot be told."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest
from planted_forms import SAMPLES, grouped, planted, take_in
from test_report import NOW, page_of, texts

from formextract import extract
from formextract.cli import main
from formextract.pipeline import checked
from formextract.reports import write_report
from formextract.reports.changes import changes
from formextract.store import open_store

pytestmark = pytest.mark.slow

WORD = SAMPLES / "national.docx"
FIRST = {"6156.40": "6516.40", "2.68": "12.68", "4.48": "44.80"}
"""Three slips: an amount, a reckoned growth, and one that breaks a growth of the planning table."""


@pytest.fixture(scope="module")
def versions(tmp_path_factory):
    """A form with three slips, and its correction: one put right, one changed and still wrong, one new."""
    folder = tmp_path_factory.mktemp("versions")
    old = planted(WORD, folder / "old.docx", FIRST)
    new = planted(WORD, folder / "new.docx", {"2.68": "11.68", "4.48": "44.80", "107.27": "170.27", "62.01": "63.01"})
    return old, new


def outcomes(found):
    return {i.finding.check: i.outcome for i in found.items}


def test_each_old_finding_has_one_outcome_and_new_ones_are_told(versions) -> None:
    [old], [new] = extract(versions[0]), extract(versions[1])
    found = changes(old, new)
    assert len(found.items) == len(old.findings) >= 3
    said = outcomes(found)
    assert said["fdi_growth.2022"] == "fixed"
    assert said["exports_growth.2023"] == "still_wrong"
    assert set(said.values()) == {"fixed", "still_wrong", "not_fixed"}
    [exports] = [i for i in found.items if i.finding.check == "exports_growth.2023"]
    assert [(c.key, c.old, c.new) for c in exports.changes] == [("exports_growth@2023", "12.68%", "11.68%")]
    assert "gross_output@2021" in {k for f in found.new for k in f.fields} | {c.key for c in found.besides}
    assert [(c.old, c.new) for c in found.besides if c.key == "land_area"] == [("62.01 平方公里", "63.01 平方公里")]
    assert {f.check for f in found.new}.isdisjoint(said)


def test_a_form_against_itself_has_fixed_nothing(versions) -> None:
    [old] = extract(versions[0])
    found = changes(old, old)
    assert set(outcomes(found).values()) == {"not_fixed"}
    assert (found.new, found.besides) == ((), ())


@pytest.mark.parametrize("status", ["unreadable", "blank"])
def test_a_finding_that_is_gone_because_the_figure_cannot_be_read_is_not_called_fixed(versions, status) -> None:
    [old] = extract(versions[0])
    values = tuple(
        replace(o, value=None, status=status, confidence=0.0 if status == "unreadable" else 1.0)
        if o.key == "fdi@2022"
        else o
        for o in old.values
    )
    new = checked(replace(old, values=values))
    assert "fdi_growth.2022" not in {f.check for f in new.findings}
    [item] = [i for i in changes(old, new).items if i.finding.check == "fdi_growth.2022"]
    assert item.outcome == "unclear"
    assert "2022 年集群外商直接投资额" in item.why


def test_rounding_is_no_change(versions) -> None:
    [old] = extract(versions[0])
    values = tuple(replace(o, value=Decimal(f"{o.value}0")) if o.key == "gross_output@2022" else o for o in old.values)
    assert changes(old, replace(old, values=values)).besides == ()


def test_the_report_on_a_corrected_submission_says_what_was_put_right(versions, tmp_path) -> None:
    with open_store(tmp_path / "store") as store:
        take_in(store, versions[0], "第一次/申报表.docx")
        grouped(store)
        write_report(store, tmp_path / "report", now=NOW)
        assert "更正情况" not in page_of(tmp_path / "report", "潇岗市").text_content()
        take_in(store, versions[1], "更正/申报表.docx")
        grouped(store)
        assert len(list(store.records())) == 1
        write_report(store, tmp_path / "report", now=NOW)
    page = page_of(tmp_path / "report", "潇岗市")
    said = texts(page, "//section[@id='changes']//span[contains(@class, 'outcome')]")
    assert (
        {"已改正", "已改动，仍不符", "未改正", "新出现", "另有改动", "结论变化"}
        >= set(said)
        >= {"已改正", "已改动，仍不符", "未改正"}
    )
    fixed, _ = [t for t in texts(page, "//section[@id='changes']//tr") if "6516.40" in t and t.startswith("已改正")]
    assert "6516.40 万元 → 6156.40 万元" in fixed
    assert any("已被后来装载的更正件替代" in t for t in texts(page, "//section[@id='files']//tr"))
    assert not any(f.origin == "copies" for r in [extract(versions[1])[0]] for f in r.findings)


@pytest.mark.slow
def test_diff_of_two_files_and_of_two_records(versions, tmp_path, capfd) -> None:
    old, new = map(str, versions)
    assert main(["diff", old, new]) == 0
    out = capfd.readouterr().out
    assert "湖北省潇岗市汽车座椅产业集群" in out
    assert "〔已改正〕2022 年集群外商直接投资额增长率" in out
    assert "2023 年集群主导产品出口贸易额增长率：12.68% → 11.68%" in out
    assert "〔另有改动〕规划面积：62.01" in out or "：62.01 平方公里 → 63.01 平方公里" in out
    for name, path in (("old", old), ("new", new)):
        assert main(["extract", path]) == 0
        (tmp_path / f"{name}.jsonl").write_text(capfd.readouterr().out, encoding="utf-8")
    assert main(["diff", str(tmp_path / "old.jsonl"), str(tmp_path / "new.jsonl")]) == 0
    assert capfd.readouterr().out == out
    assert main(["diff", old, new, "--json"]) == 0
    said = json.loads(capfd.readouterr().out)
    assert {i["outcome"] for i in said["items"]} == {"fixed", "still_wrong", "not_fixed"}


@pytest.mark.parametrize(
    ("content", "told"),
    [("", "里没有记录"), ("{}", "里不是 formextract 的记录"), (None, "打不开")],
)
def test_what_holds_no_record_is_told(tmp_path, capfd, content, told) -> None:
    path = tmp_path / "a.jsonl"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    assert main(["diff", str(path), str(WORD)]) == 1
    assert told in capfd.readouterr().err


def test_records_of_different_clusters_are_refused(tmp_path, capfd) -> None:
    assert main(["diff", str(SAMPLES / "summary.xlsx"), str(WORD)]) == 2
    assert "没有同一家的记录" in capfd.readouterr().err
