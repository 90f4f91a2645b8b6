"""What the project promises of itself: one version, one list of pages, hooks that run, a whole public API."""

import re
import subprocess
import sys
import tomllib
from collections import Counter
from pathlib import Path

import pytest
import yaml

import formextract
from formextract import api

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def test_the_version_stands_in_one_place():
    version = PROJECT["project"]["version"]
    assert formextract.__version__ == version
    newest = re.search(r"^## \[(.+?)\] - (.+)$", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert newest[1] == version
    assert re.fullmatch(r"unreleased|\d{4}-\d\d-\d\d", newest[2])
    told = [p for p in (ROOT / "src").rglob("*.py") if f'"{version}"' in p.read_text("utf-8")]
    assert told == []


def test_the_index_names_every_page():
    named = set(re.findall(r"\]\(([\w.-]+\.md)\)", (ROOT / "docs" / "index.md").read_text("utf-8")))
    assert named == {p.name for p in (ROOT / "docs").glob("*.md")} - {"index.md"}


def test_hooks_are_the_projects_own_and_run_what_is_there():
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))["repos"]
    assert [repo["repo"] for repo in hooks] == ["local"]
    suite = (ROOT / "scripts" / "test").read_text("utf-8")
    for hook in hooks[0]["hooks"]:
        assert hook["language"] == "system"
        words = hook["entry"].split()
        assert words[0].startswith(".venv/bin/")
        assert all((ROOT / word).exists() for word in words if word.startswith(("scripts/", "tests/")))
    for tool in ("ruff check", "ruff format", "-m mypy", "lint-imports"):
        assert f".venv/bin/{tool}" in suite or f".venv/bin/python {tool}" in suite
        assert any(tool in hook["entry"] for hook in hooks[0]["hooks"])


@pytest.mark.parametrize("path", sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.md")), ids=lambda p: p.stem)
def test_an_issue_template_asks_for_no_real_form(path):
    text = path.read_text("utf-8")
    head = yaml.safe_load(text.split("---")[1])
    assert {"name", "about"} <= set(head)
    assert path.stem == "new-form" or "Never attach a real form" in text


def test_markers_are_told_of():
    named = {m.partition(":")[0] for m in PROJECT["tool"]["pytest"]["ini_options"]["markers"]}
    told = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    assert all(f"`{name}`" in told for name in named)
    assert (
        set(re.findall(r"\w+", re.search(r'-m "not \((.*)\)"', (ROOT / "scripts/test").read_text())[1])) - {"or"}
        == named
    )


# -- the public API ---------------------------------------------------------------------------------------------------


def test_everything_public_is_there_and_says_what_it_is():
    for name in formextract.__all__:
        thing = getattr(formextract, name)
        assert thing.__doc__, name
        assert not thing.__doc__.startswith(f"{name}("), f"{name} has no docstring of its own"


def test_a_record_made_by_the_api_goes_through_json_unchanged():
    (record,) = formextract.extract(ROOT / "samples" / "variant.docx")
    assert isinstance(record, formextract.Record)
    assert all(isinstance(o, formextract.Observation) for o in record.values)
    assert all(isinstance(o.source, formextract.Source) for o in record.values if o.source is not None)
    assert all(isinstance(u, formextract.Unmatched) for u in record.unmatched)
    assert all(isinstance(c, formextract.CriterionResult) for c in record.criteria)
    assert formextract.record_from_json(formextract.record_to_json(record)) == record
    (unchecked,) = formextract.extract(ROOT / "samples" / "variant.docx", check=False)
    assert (unchecked.id, unchecked.values, unchecked.criteria) == (record.id, record.values, ())
    assert {f.kind for f in unchecked.findings} <= {"layout"}


def test_the_steps_one_by_one_give_what_extract_gives(tmp_path):
    sample = ROOT / "samples" / "variant.docx"
    document = api.read(sample)
    assert isinstance(document, api.Document)
    assert [api.check(record) for record in api.match(document)] == formextract.extract(sample)
    with api.open_store(tmp_path / "store") as store:
        assert isinstance(store, api.Store)
        assert list(store.records()) == []
    for name in api.__all__:
        assert getattr(api, name).__doc__, name


def test_what_the_api_raises_is_public(tmp_path):
    (tmp_path / "表.docx").write_bytes(b"")
    with pytest.raises(formextract.UnreadableFileError) as unreadable:
        formextract.extract(tmp_path / "表.docx")
    assert isinstance(unreadable.value, formextract.FormextractError)
    with pytest.raises(formextract.UnknownFormError):
        formextract.extract(ROOT / "samples" / "tutorial" / "blank.docx")
    with pytest.raises(formextract.TemplateError):
        formextract.extract(ROOT / "samples" / "variant.docx", templates=tmp_path / "nowhere")


HEAVY = ("cv2", "scipy", "pandas", "jieba", "pymupdf", "openpyxl", "onnxruntime", "sqlalchemy", "pydantic", "fastapi")
FEW = 45
"""Modules of ours; 33 when this was written, 130 while the database came with every command."""


def test_help_version_and_an_import_load_no_reader():
    """A command that reads nothing imports neither readers nor the database, and few modules altogether."""
    code = f"""
import sys
from formextract.cli import main
main(["--version"])
print([m for m in {HEAVY} if m in sys.modules])
print(len([m for m in sys.modules if m.startswith("formextract.")]) < {FEW})
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.splitlines() == [f"formextract {formextract.__version__}", "[]", "True"]


UNASKED = (
    "numpy",
    "asyncio",
    "scipy",
    "jieba",
    "pandas",
    "cv2",
    "pymupdf",
    "PIL",
    "onnxruntime",
    "sqlalchemy",
    "fastapi",
    "rich",
    "ray",
)
"""What a Word form needs nothing of."""
MANY = 720
"""Modules of all packages in the process that reads a Word form; 660 when this was written, 1230 before."""


def test_a_word_form_is_read_with_what_it_needs():
    """Counted in modules and not in seconds: `scripts/bench_start.py` has those."""
    code = f"""
import sys
from formextract.workers import worker
from formextract.workers.survey import survey
assert survey("samples/national.docx").records
print([m for m in {UNASKED} if m in sys.modules], len(sys.modules) < {MANY})
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout == "[] True\n"


def test_a_picture_is_read_without_what_draws_pdf_pages(tmp_path):
    code = f"""
import sys
import cv2, numpy
cv2.imwrite({str(tmp_path / "scan.png")!r}, numpy.full((400, 300, 3), 255, numpy.uint8))
from formextract.readers import read
from formextract.intake import source_file
from pathlib import Path
try:
    read(source_file(Path({str(tmp_path / "scan.png")!r})))
finally:
    print("pymupdf" in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.stdout == "False\n", done.stderr


ASKING = (
    "asyncio",
    "pydantic",
    "numpy",
    "rich",
    "sqlalchemy",
    "yaml",
    "lxml",
    "formextract.model.record",
    "formextract.catalogue.catalogue",
)
"""What the process needs nothing of that only hands a file to a reading one and writes down what comes of it."""


def test_who_has_a_file_read_imports_nothing_that_reads():
    code = f"""
import sys
from formextract.cli import main
assert main(["extract", "-q", "samples/tutorial/blank.docx"]) == 1
print([m for m in {ASKING} if m in sys.modules], file=sys.stderr)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stderr.splitlines()[-1] == "[]"


KNOWN = ("pydantic", "yaml", "lxml", "numpy", "formextract.model.template", "formextract.catalogue.catalogue")
"""What a load needs nothing of that finds all its files in the store: templates are told apart by their bytes."""


def test_a_load_that_has_nothing_to_read_loads_no_templates():
    code = f"""
import sys
import formextract.loading.runner, formextract.store.store
print([m for m in {KNOWN} if m in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout == "[]\n"


LIBRARIES = ("docx", "openpyxl", "lxml", "cv2", "pymupdf", "PIL", "numpy", "pandas", "onnxruntime")
DRAWING = (*LIBRARIES, "formextract.match.forms")
"""What a page that is looked at needs nothing of: letters, tables and pictures import it where they are made."""
MOST_OF_PAGE = 1000
"""Modules of all packages in the server; 920 when this was written, 1650 before."""


def test_the_reviewers_page_starts_with_nothing_that_reads_or_draws():
    code = f"""
import sys
import formextract.review.server
print([m for m in {DRAWING} if m in sys.modules], len(sys.modules) < {MOST_OF_PAGE})
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout == "[] True\n"


def test_the_reference_has_every_public_name_and_asks_no_host(tmp_path):
    pdoc = [sys.executable, "-m", "pdoc", "--no-show-source", "-o", str(tmp_path), "formextract", "!formextract."]
    subprocess.run(pdoc, check=True, capture_output=True, cwd=ROOT)
    page = (tmp_path / "formextract.html").read_text("utf-8")
    for name in formextract.__all__:
        assert f'id="{name}"' in page, name
    assert not re.search(r'(?:src|href)="(?:https?:)?//(?!pdoc\.dev)', page)


def test_no_two_files_of_tests_have_one_name():
    """Pytest imports them by their bare names: the second of two would not run."""
    names = Counter(p.name for p in (ROOT / "tests").rglob("test_*.py"))
    assert [name for name, n in names.items() if n > 1] == []
