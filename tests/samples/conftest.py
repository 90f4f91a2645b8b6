"""The makers of the samples and their comparison live under `scripts/`, outside the package that they measure."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "scripts"))
