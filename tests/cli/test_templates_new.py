"""`templates new` and `templates test`: from a blank form that nobody has seen to records."""

import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from formextract import extract, intake, readers
from formextract.catalogue import check_file, load_catalogue
from formextract.catalogue.catalogue import default_folder
from formextract.catalogue.draft import as_yaml, draft_of
from formextract.cli.templates_new import proposer
from formextract.model import Line
from formextract.pipeline import forms

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
TUTORIAL = SAMPLES / "tutorial"
ID = "county-brief/half-year@2025"
CATALOGUE = load_catalogue()


@pytest.fixture
def call(tmp_path):
    """Runs the program as it is, without the fakes of the other command tests: status, output, errors."""

    def run(*args):
        command = [sys.executable, "-m", "formextract", *args]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False)
        return done.returncode, done.stdout, done.stderr

    return run


def blank(path):
    """A filled national form with every value taken out, and its template."""
    document = readers.read(intake.source_file(path))
    template, (match,) = forms().match(document)
    values = {p.place.cell for p in match.placements}
    plan = next(p.text for p in match.placements if p.indicator == "plan_text")
    blocks = []
    for block in document.blocks:
        if isinstance(block, Line):
            if block.text.strip() not in plan:
                text = block.text
                if re.match("申报时间|联系人|所属地区", text):
                    text = re.sub(r"^(.{2,12}?[:：]).*$", r"\1", text)
                blocks.append(replace(block, text=text))
            continue
        blocks.append(replace(block, cells=tuple(emptied(c) if c.place.cell in values else c for c in block.cells)))
    return replace(document, blocks=tuple(blocks)), template


def emptied(cell):
    if re.search("[☐☑□]", cell.text):
        return replace(cell, text=cell.text.replace("☑", "☐"))
    if re.search("数量.*名称", cell.text, re.DOTALL):
        return replace(cell, text="数量：    个  名称：")
    return replace(cell, text="")


@pytest.fixture(scope="module")
def drafted():
    document, template = blank(SAMPLES / "national.docx")
    return draft_of(document, proposer(), CATALOGUE.indicators), template


def keyed(draft):
    out = {}
    for f in draft.fields:
        if f.indicator is not None and not f.repeated:
            dims = ",".join(f"{k}={v}" for k, v in f.dims)
            out[f"{f.indicator}[{dims}]" if dims else f.indicator] = f
    return out


def test_the_national_form_is_drafted_almost_whole(drafted):
    """Bars: 90 % of the fields with the right shape, 85 % with the right indicator first."""
    draft, template = drafted
    wanted, got = {f.key: f for f in template.fields}, keyed(draft)
    assert len(set(wanted) & set(got)) >= 0.85 * len(wanted), set(wanted) - set(got)

    def shape(f):
        return "ticks" if f.options else f.shape or "cell"

    alike = [k for k in set(wanted) & set(got) if shape(wanted[k]) == (got[k].found.shape or "cell")]
    assert len(alike) >= 0.9 * len(wanted)
    yearly = {k for k in set(wanted) & set(got) if CATALOGUE.indicators[wanted[k].indicator].period == "year"}
    assert {k for k in yearly if not got[k].found.years} == set()


def test_the_draft_is_a_sound_template_and_reads_the_filled_form(drafted, tmp_path):
    draft, _ = drafted
    for name in ("indicators.yaml", "lexicon.yaml", "words.txt"):
        shutil.copy(default_folder() / name, tmp_path)
    path = tmp_path / "sme-cluster" / "application@2024.yaml"
    path.parent.mkdir()
    path.write_text(
        as_yaml(draft, "sme-cluster/application@2024", "blank.docx", CATALOGUE.indicators), encoding="utf-8"
    )
    check_file(path)
    (mine,) = extract(SAMPLES / "national.docx", tmp_path, check=False)
    (theirs,) = extract(SAMPLES / "national.docx", check=False)
    read = {o.key: o.value for o in mine.values}
    same = [o for o in theirs.values if o.key in read and read[o.key] == o.value]
    assert len(same) >= 0.95 * len(theirs.values)


def test_the_labels_imply_the_forms_arithmetic(drafted):
    draft, _ = drafted
    text = as_yaml(draft, "sme-cluster/application@2024", "blank.docx", CATALOGUE.indicators)
    commented = text[text.index("# edits:") :]
    edits = yaml.safe_load(re.sub(r"^# ?", "", commented, flags=re.MULTILINE))["edits"]
    shipped = yaml.safe_load((default_folder() / "edits.yaml").read_text("utf-8"))["edits"]
    asked = {f.indicator for f in draft.fields}

    def rule(e):
        names = [e.get(k) for k in ("part", "whole", "rate", "amount", "count")] + list(e.get("amounts", []))
        return e["kind"], frozenset(re.split(r"[@\[]", n)[0] for n in names if n)

    kinds = {"subset", "growth", "share", "per_capita", "count", "average_growth"}
    wanted = {rule(e) for e in shipped if e["kind"] in kinds and not e["id"].startswith("plan_")}
    wanted = {r for r in wanted if r[1] <= asked}
    assert len(wanted & {rule(e) for e in edits}) >= 0.8 * len(wanted), wanted - {rule(e) for e in edits}


def test_new_prints_a_template_and_says_what_it_found(call):
    status, out, err = call("templates", "new", str(TUTORIAL / "blank.docx"), "--id", ID)
    assert status == 0
    assert "共找到 9 个填写处，其中 8 个认出了指标，1 个待定" in err
    made = yaml.safe_load(out)
    assert (made["template"], made["title"], made["years"]) == (ID, "产业集群半年运行情况表", [2024, 2025])
    assert [f["indicator"] for f in made["fields"]] == [
        "application_date",
        "cluster_name",
        "operator",
        "provincial_cluster",
        "gross_output",
        "enterprises",
        "smes",
        "green_summary",
    ]
    assert "# 待定 - {indicator: new_8" in out
    assert "kind: subset, part: smes@year, whole: enterprises@year" in out


def test_new_does_not_write_over_a_file(call, tmp_path):
    there = tmp_path / "mine.yaml"
    there.write_text("mine", encoding="utf-8")
    status, _, err = call("templates", "new", str(TUTORIAL / "blank.docx"), "-o", str(there))
    assert status == 2
    assert "不会覆盖" in err
    assert there.read_text("utf-8") == "mine"


def test_test_says_label_by_label_what_was_found(call, tmp_path):
    path = tmp_path / "county-brief" / "half-year@2025.yaml"
    call("templates", "new", str(TUTORIAL / "blank.docx"), "--id", ID, "-o", str(path))
    status, out, _ = call("templates", "test", str(path), *(str(TUTORIAL / f"filled-{i}.docx") for i in (1, 2)))
    assert status == 0
    assert "找到　　集群总产值（亿元）（gross_output@2025）：23.8000亿元" in out
    assert "没找到　集群总产值（亿元）（gross_output@2023）：标签在，但没有这一年或这一项" in out
    assert "未认领　集群入库税收（万元）：830" in out
    assert "填“无”　集群运营管理机构（operator）" in out
    assert "空着" in out


def test_test_of_another_form_says_why_not(call):
    status, out, _ = call("templates", "test", "sme-cluster/application@2024", str(TUTORIAL / "filled-1.docx"))
    assert status == 1
    assert "没有认作这种表" in out
