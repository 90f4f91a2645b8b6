"""Pages worn by the second maker (`augraphed.py`), in a Python of its own: its libraries are not ours."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

DIRTY = "dirty-"
"""Before the name of a pipeline of the second maker, where wears are named."""
MAKER = Path(__file__).resolve().parent / "augraphed.py"


def dirtied(pages: Sequence[NDArray[np.uint8]], pipeline: str, name: str, python: str) -> list[NDArray[np.uint8]]:
    """The pages as `pipeline` wears them; what it draws depends on `name`. `python` is where augraphy is installed."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / name
        folder.mkdir()
        for number, picture in enumerate(pages):
            cv2.imwrite(str(folder / f"{number:02}.png"), picture)
        done = subprocess.run(
            [python, str(MAKER), str(folder), pipeline], capture_output=True, text=True, cwd=folder, check=False
        )
        if done.returncode:
            raise SystemExit(done.stderr)
        found = [cv2.imread(str(p)) for p in sorted(folder.glob("*.worn.png"))]
    return [np.asarray(p, np.uint8) for p in found if p is not None]
