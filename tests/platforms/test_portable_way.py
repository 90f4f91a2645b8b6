"""The way of every system, tried here: files, archives, limits and ends as in the other one, and one door to it all."""

import ast
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import formextract
from formextract.platforms import SETTING

ROOT = Path(formextract.__file__).parent
ONLY_SOME_SYSTEMS = {"fcntl", "resource", "pwd", "grp", "termios", "pty", "tty", "psutil", "posix", "msvcrt", "winreg"}
ONLY_SOME_NAMES = {"killpg", "SIGHUP", "SIGKILL", "fork", "setsid", "alarm", "start_new_session", "set_blocking"}


def test_what_only_some_systems_have_is_imported_behind_one_door():
    found = []
    for path in ROOT.rglob("*.py"):
        if path.parent.name == "platforms":
            continue
        for node in ast.walk(ast.parse(path.read_bytes())):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            found += [(path.name, n) for n in names if n.partition(".")[0] in ONLY_SOME_SYSTEMS]
            if (
                isinstance(node, ast.Attribute)
                and isinstance(node.value, ast.Name)
                and node.value.id in ("os", "signal")
            ):
                found += [(path.name, node.attr)] if node.attr in ONLY_SOME_NAMES else []
            if isinstance(node, ast.keyword) and node.arg == "start_new_session":
                found.append((path.name, node.arg))
    assert found == []


def _portable(*args, **more):
    env = os.environ | {SETTING: "1"}
    command = [sys.executable, "-m", "formextract", *map(str, args)]
    return subprocess.run(command, env=env, capture_output=True, text=True, timeout=300, check=False, **more)


@pytest.mark.slow
def test_a_disc_with_an_archive_is_loaded_and_found_again(tmp_path):
    disc = tmp_path / "光盘 一" / ("很长的文件夹名" * 12) / "申报材料"
    disc.mkdir(parents=True)
    samples = ROOT.parents[1] / "samples"
    (disc / "申报表.docx").write_bytes((samples / "variant.docx").read_bytes())
    (disc / "坏.docx").write_bytes(b"PK\x03\x04 torn")
    with zipfile.ZipFile(disc / "附件.zip", "w") as z:
        z.write(samples / "controls-2025.docx", "甲/申报表.docx")
    first = _portable("load", tmp_path / "光盘 一", "--store", tmp_path / "库", "--json-progress", "--workers", "1")
    end = json.loads(first.stderr.splitlines()[-1])
    assert (first.returncode, end["fates"]) == (1, {"opened": 1, "read": 2, "failed": 1}), first.stderr
    again = _portable("load", tmp_path / "光盘 一", "--store", tmp_path / "库", "--json-progress", "--workers", "1")
    fates = json.loads(again.stderr.splitlines()[-1])["fates"]
    assert (fates.get("read", 0), fates["failed"]) == (0, 1)
