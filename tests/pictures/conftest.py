"""The hand-made OFD files are those of the readers' tests."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1] / "readers"))
