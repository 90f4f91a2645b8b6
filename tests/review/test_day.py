"""A day's work at the page, as `scripts/day.py` does it, with the fewest applicants that it takes."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from test_browser import CHROMIUM

from patience import HANG_SECONDS

SCRIPT = Path(__file__).parents[2] / "scripts" / "day.py"


@pytest.mark.slow
def test_a_whole_day_without_a_terminal(tmp_path):
    if not CHROMIUM:
        pytest.skip("NO CHROMIUM: a day's work is NOT tested in a browser (apt-get install chromium)")
    pytest.importorskip("playwright.sync_api", reason="NO PLAYWRIGHT: pip install playwright")
    command = [sys.executable, str(SCRIPT), str(tmp_path / "day"), "--count", "1"]
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=HANG_SECONDS, check=False, env={**os.environ}
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "WRONG" not in done.stdout
    assert done.stdout.count("ok     ") == 17
    for name in ("letter.docx", "report.zip", "table.xlsx"):
        assert (tmp_path / "day" / "outputs" / name).stat().st_size > 1000
