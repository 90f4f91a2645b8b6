"""docs/templates.md taken at its word: each command of the tutorial, in a fresh folder, gives what the page shows."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from patience import HANG_SECONDS

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parents[2]
TUTORIAL = ROOT / "samples" / "tutorial"
PAGE = (ROOT / "docs" / "templates.md").read_text("utf-8")
PART = PAGE[PAGE.index("## A form in ten minutes") : PAGE.index("## The same by hand")]
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", PART, re.DOTALL)


@pytest.fixture(scope="module")
def fresh(tmp_path_factory):
    folder = tmp_path_factory.mktemp("fresh")
    for name in ("samples/tutorial", "templates"):
        shutil.copytree(ROOT / name, folder / name)
    return folder


def run(command, folder):
    """Standard output and errors of a line of the page, the program being this one."""
    words = command.split()
    if words[0] == "formextract":
        words = [sys.executable, "-m", *words]
    done = subprocess.run(words, cwd=folder, capture_output=True, text=True, timeout=HANG_SECONDS, check=True)
    return done.stdout + done.stderr


def test_the_page_shows_what_the_program_does(fresh):
    made = fresh / "my-templates" / "county-brief"
    shown = 0
    for kind, text in BLOCKS:
        if kind == "console":
            for step in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
                command, _, output = step.partition("\n")
                assert run(command, fresh) == output, command
                shown += 1
        elif kind == "yaml" and text.startswith("edits:"):
            (made / "edits.yaml").write_text(text, "utf-8")
        elif kind == "yaml":
            assert (made / "half-year@2025.yaml").read_text("utf-8") == text
            assert (TUTORIAL / "half-year@2025.yaml").read_text("utf-8") == text
        elif kind == "python":
            code = [sys.executable, "-c", text]
            done = subprocess.run(code, cwd=fresh, capture_output=True, text=True, timeout=HANG_SECONDS, check=True)
            assert done.stdout == (TUTORIAL / "records.txt").read_text("utf-8")
        elif kind == "text":
            assert text == (TUTORIAL / "records.txt").read_text("utf-8")
    assert shown == 4
    assert (TUTORIAL / "test.txt").read_text("utf-8") in PART


def test_the_second_filled_form_reads_too(fresh):
    out = run(
        "formextract templates test my-templates/county-brief/half-year@2025.yaml samples/tutorial/filled-2.docx", fresh
    )
    assert "合计：9 个标签；找到 7，空着 1，填无 1" in out
