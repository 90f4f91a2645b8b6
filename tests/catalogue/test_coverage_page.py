"""docs/coverage.md is what the templates, edits and criteria make of it."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_coverage_page_is_not_stale():
    done = subprocess.run([sys.executable, ROOT / "scripts" / "make_coverage.py", "--check"], check=False,
    capture_output=True, text=True)  # fmt: skip
    assert done.returncode == 0, done.stderr
