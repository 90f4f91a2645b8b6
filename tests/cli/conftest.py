import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from patience import HANG_SECONDS

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
PACE = re.compile(r"^已处理 .*……\n", re.MULTILINE)
START = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
from formextract.cli import main
sys.exit(main())
"""
"""Ctrl+C goes to the program as from a terminal: what a shell starts in the background, a test run too, ignores it."""


def environment(**more):
    """A real process sees the fake reader, this checkout, and nothing of the test's terminal."""
    path = [HERE / "fakes", HERE.parent, ROOT / "src"]
    env = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "FORCE_COLOR", "PYTHONUTF8", "PYTHONIOENCODING")}
    return env | {"PYTHONPATH": os.pathsep.join(map(str, path))} | more


def started(folder, *args, env=None, **kwargs):
    """`formextract` as a real process in a folder."""
    options = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | kwargs
    return subprocess.Popen([sys.executable, "-c", START, *args], cwd=folder, env=environment(**(env or {})), **options)


def ended(process):
    """Its exit status, standard output and standard error, once it has ended.

    Without the lines that are said every half minute: how many there are is the machine's business.
    """
    out, err = process.communicate(timeout=HANG_SECONDS)
    return process.returncode, (out or b"").decode(), PACE.sub("", (err or b"").decode())


def written(folder, texts):
    """Writes files into a folder."""
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


@pytest.fixture
def start(tmp_path):
    """Starts `formextract` as a real process in the test's folder."""
    running = []

    def run(*args, **kwargs):
        running.append(started(tmp_path, *args, **kwargs))
        return running[-1]

    yield run
    for process in running:
        if process.poll() is None:
            process.kill()
        process.communicate()


@pytest.fixture
def call(start):
    """Runs `formextract` to its end: exit status, standard output, standard error."""

    return lambda *args, **kwargs: ended(start(*args, **kwargs))


@pytest.fixture
def files(tmp_path):
    """Writes files into the test's folder."""
    return lambda texts: written(tmp_path, texts)


@pytest.fixture(scope="session")
def two_discs(tmp_path_factory):
    """A folder with two discs and the store that they were loaded into, one under a name; to be copied, not changed."""
    folder = tmp_path_factory.mktemp("two discs")
    written(folder, {"湖南盘/1.docx": "form 甲集群", "湖南盘/2.docx": "form 乙集群", "湖北盘/3.docx": "form 丙集群"})
    for args in (["湖南盘", "--disc", "湖南"], ["湖北盘"]):
        status, _, err = ended(started(folder, "load", "--store", "库", "-q", *args))
        assert status == 0, err
    return folder
