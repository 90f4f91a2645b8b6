"""Another package's additions, as `docs/extending.md` shows them: found by their entry points, used by the commands."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import cv2
import docx
import numpy as np
import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).parent
TOY = HERE / "toy"
SAMPLE = ROOT / "samples" / "national.docx"
CLUSTER = "湖北省潇岗市汽车座椅产业集群"
PAGE = (ROOT / "docs" / "extending.md").read_text(encoding="utf-8")


REPORT = """湖南省先进制造业集群年度发展情况报告
集群名称：长沙市工程机械产业集群
报告年度：2023年
认定时间：2022年3月
认定文件文号：湘工信〔2022〕15号
一、集群总体发展情况
集群总产值稳定增长。
"""


def run(*args: object, add: Path = TOY, **environment: str) -> subprocess.CompletedProcess[str]:
    """The command line, in a process to whose packages `add` belongs."""
    return python("-m", "formextract", *args, add=add, **environment)


def python(*args: object, add: Path = TOY, **environment: str) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join([str(add), str(ROOT / "src")])
    return subprocess.run(
        [sys.executable, *map(str, args)],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PYTHONPATH": path, "PYTHONUTF8": "1"} | environment,
    )


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


@pytest.fixture
def templates(tmp_path: Path) -> Path:
    """The shipped templates with one edit of the toy's kind, as the page declares it."""
    folder = tmp_path / "templates"
    shutil.copytree(ROOT / "templates", folder)
    declared = next(
        b for b in re.findall(r"^```yaml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL) if "never_falls" in b
    )
    with (folder / "edits.yaml").open("a", encoding="utf-8") as f:
        f.write("\n" + declared)
    return folder


@pytest.mark.parametrize("module", sorted((TOY / "toy_formextract").glob("[a-z]*.py")), ids=lambda p: p.stem)
def test_the_page_shows_the_package_line_by_line(module: Path) -> None:
    assert module.read_text(encoding="utf-8") in blocks("python")


def test_the_page_shows_how_the_package_names_them() -> None:
    registered = (TOY / "toy_formextract-1.0.dist-info" / "entry_points.txt").read_text(encoding="utf-8")
    for group, name, place in re.findall(r"\[([\w.]+)\]\n(\w+) = (\S+)", registered):
        assert f'[project.entry-points."{group}"]\n{name} = "{place}"' in PAGE


def test_a_kind_of_check(templates: Path) -> None:
    done = run("templates", "check", templates / "edits.yaml")
    assert done.returncode == 0, done.stderr


def test_a_kind_of_check_finds_what_it_says(templates: Path) -> None:
    script = (
        "import sys; from formextract import extract; "
        "print([f.message for r in extract(sys.argv[1], sys.argv[2]) for f in r.findings if 'never_fall' in f.check])"
    )
    done = python("-c", script, SAMPLE, templates)
    assert done.returncode == 0, done.stderr
    assert "2023 年集群企业数量 162 个，少于2022 年集群企业数量 163 个；集群企业总数只增不减" in done.stdout


def test_a_kind_of_check_without_its_package_is_refused_with_the_kinds_that_there_are(templates: Path) -> None:
    done = run("templates", "check", templates / "edits.yaml", add=HERE)
    assert done.returncode == 1
    assert "“kind”的值应为下列之一：'share'" in done.stderr


def test_an_output(tmp_path: Path) -> None:
    store = tmp_path / "store"
    assert run("load", SAMPLE, "--store", store, "-q").returncode == 0
    done = run("export", "--store", store, "--format", "names")
    assert (done.returncode, done.stdout) == (0, f"{CLUSTER}\n")


def test_what_cannot_be_imported_is_one_line_with_the_package_to_blame(templates: Path) -> None:
    done = run("templates", "check", templates / "edits.yaml", add=HERE / "broken")
    assert done.returncode == 1
    assert "软件包 broken-formextract" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_format(tmp_path: Path) -> None:
    note = tmp_path / "年报.notes"
    note.write_text("#notes\n" + REPORT, encoding="utf-8")
    done = run("extract", note)
    assert done.returncode == 0, done.stderr
    record = json.loads(done.stdout)
    assert (record["program"], record["form"], record["files"][0]["format"]) == (
        "hunan-advanced-manufacturing",
        "annual",
        "notes",
    )


def test_a_format_without_its_package_is_of_no_known_kind(tmp_path: Path) -> None:
    note = tmp_path / "年报.notes"
    note.write_text("#notes\n" + REPORT, encoding="utf-8")
    done = run("extract", note, add=HERE)
    assert done.returncode == 1
    assert "不认识的文件类型（.notes）" in done.stderr


def test_an_engine(tmp_path: Path) -> None:
    """Whatever line it is shown it reads a title: the scan is known as that form, and no net of ours is asked."""
    page = np.full((1754, 1240), 255, np.uint8)
    for y in (200, 300, 400):
        cv2.putText(page, "A LINE OF LETTERS", (150, y), cv2.FONT_HERSHEY_DUPLEX, 1.5, 0, 2)
    scan = tmp_path / "scan.png"
    cv2.imwrite(str(scan), page)
    says = tmp_path / "says.py"
    says.write_text(
        "import sys\nassert sys.stdin.buffer.read(4) == b'\\x89PNG'\nprint('集群名称：甲县')\n", encoding="utf-8"
    )
    command = f"{shlex.quote(sys.executable)} -X utf8 {shlex.quote(str(says))}"
    done = run("dump", scan, FORMEXTRACT_OCR="command", TOY_OCR_COMMAND=command)
    assert done.returncode == 0, done.stderr
    assert "集群名称：甲县" in done.stdout


def test_an_engine_that_is_not_installed_is_refused_with_those_that_are(tmp_path: Path) -> None:
    done = run("extract", tmp_path / "scan.png", "--ocr", "comand")
    assert done.returncode == 2
    assert "是不是想用 command？" in done.stderr


def test_a_field_shape(templates: Path, tmp_path: Path) -> None:
    template = templates / "sme-cluster" / "application@2024.yaml"
    text = template.read_text(encoding="utf-8")
    field = "  - {indicator: enterprises, label: 集群企业数量"
    assert field in text
    template.write_text(text.replace(field, f"{field}, shape: this_and_last"), encoding="utf-8")
    form = docx.Document(str(SAMPLE))
    (row,) = (r for t in form.tables for r in t.rows if r.cells[0].text == "集群企业数量")
    for cell, written in zip(row.cells[1:], ("170/168", "", ""), strict=True):
        cell.text = written
    form.save(str(tmp_path / "written.docx"))
    script = (
        "import sys; from formextract import extract; "
        "print([(o.period, str(o.value)) for r in extract(sys.argv[1], sys.argv[2]) for o in r.values "
        "if o.indicator == 'enterprises' and o.status == 'reported' and o.source.reader == 'docx'])"
    )
    done = python("-c", script, tmp_path / "written.docx", templates)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "[('2022', '168'), ('2023', '170')]"
    refused = run("templates", "check", template, add=HERE)
    assert refused.returncode == 1
    assert "“shape”的值应为下列之一：cell、line" in refused.stderr
