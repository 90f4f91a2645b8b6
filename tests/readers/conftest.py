"""The worn pages of the net are listed by what draws them, under `scripts/`."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "scripts"))
