"""docs/fields.md, for those who receive records, is the catalogue's."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_the_list_of_fields_is_the_catalogues():
    script = ROOT / "scripts" / "make_field_docs.py"
    run = subprocess.run([sys.executable, script, "--check"], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
