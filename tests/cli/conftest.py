import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
START = "import sys; from formextract.cli import main; sys.exit(main())"


def environment(**more):
    """A real process sees the fake reader, this checkout, and nothing of the test's terminal."""
    path = [HERE / "fakes", HERE.parent / "loading", ROOT / "src"]
    env = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "FORCE_COLOR", "PYTHONUTF8", "PYTHONIOENCODING")}
    return env | {"PYTHONPATH": os.pathsep.join(map(str, path))} | more


@pytest.fixture
def start(tmp_path):
    """Starts `formextract` as a real process in the test's folder."""
    running = []

    def run(*args, env=None, **kwargs):
        options = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | kwargs
        process = subprocess.Popen(
            [sys.executable, "-c", START, *args], cwd=tmp_path, env=environment(**(env or {})), **options
        )
        running.append(process)
        return process

    yield run
    for process in running:
        if process.poll() is None:
            process.kill()
        process.communicate()


@pytest.fixture
def call(start):
    """Runs `formextract` to its end: exit status, standard output, standard error."""

    def run(*args, **kwargs):
        process = start(*args, **kwargs)
        out, err = process.communicate(timeout=60)
        return process.returncode, out if kwargs.pop("binary", False) else (out or b"").decode(), (err or b"").decode()

    return run


@pytest.fixture
def files(tmp_path):
    """Writes files into the test's folder."""

    def write(**texts):
        for name, text in texts.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)

    return lambda texts: write(**texts)
