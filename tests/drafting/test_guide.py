"""The Chinese guide taken at its word: its commands run, its pictures are there, the page has its words."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from patience import HANG_SECONDS

ROOT = Path(__file__).resolve().parents[2]
GUIDE = (ROOT / "docs" / "templates.zh-CN.md").read_text("utf-8")
PAGES = ROOT / "src" / "formextract" / "review"


def test_the_page_has_the_words_that_the_guide_names():
    shown = "".join(
        p.read_text("utf-8")
        for p in (
            *(PAGES / "templates").glob("programme*.html"),
            PAGES / "templates" / "base.html",
            PAGES / "static" / "programme.js",
            PAGES / "templates" / "outputs.html",
        )
    )
    named = re.findall("「(.+?)」", GUIDE)
    assert len(set(named)) >= 10
    assert [word for word in named if word not in shown] == []


def test_its_pictures_are_there():
    pictures = re.findall(r"!\[.*?\]\((.+?)\)", GUIDE)
    assert len(pictures) == 3
    assert all((ROOT / "docs" / p).read_bytes().startswith(b"\x89PNG") for p in pictures)


@pytest.mark.slow
def test_its_commands_run(tmp_path):
    shutil.copytree(ROOT / "samples" / "worked", tmp_path / "samples" / "worked")
    commands = re.findall(r"^\$ formextract (.+)$", GUIDE, re.MULTILINE)
    told = []
    for command in commands:
        words = [sys.executable, "-m", "formextract", *command.split()]
        done = subprocess.run(
            words, cwd=tmp_path, capture_output=True, text=True, timeout=4 * HANG_SECONDS, check=True, env=os.environ
        )
        told.append(done.stdout + done.stderr)
    assert "读出 12" in told[0]
    for who in ("青岚纸业集团有限公司", "湖北省澜江精工机械有限公司", "高寒地区中药材种苗繁育"):
        assert who in told[1]
    assert "集群" not in told[1]
