"""Pages worn by the second maker, augraphy: `augraphed.py FOLDER PIPELINE` writes NN.worn.png beside each NN.png.

It runs in a Python of its own, since augraphy brings another OpenCV: `python -m venv …` and `pip install augraphy`
there, or `pip install --target FOLDER augraphy` and this Python with `PYTHONPATH=FOLDER`.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

import cv2
import numpy as np
from augraphy import (
    AugraphyPipeline,
    BadPhotoCopy,
    BindingsAndFasteners,
    BleedThrough,
    DirtyDrum,
    DirtyRollers,
    Faxify,
    Folding,
    InkBleed,
    Jpeg,
    LightingGradient,
    LowInkPeriodicLines,
    LowInkRandomLines,
    SubtleNoise,
)

FOLD = 0.0022, 0.0038
"""Share of a page's height by which its lines bend at a fold: 5 to 9 pixels of A4 at 200 dpi."""
PIPELINES = {
    "photocopy": lambda: ([InkBleed(p=1)], [], [BadPhotoCopy(noise_sparsity=(0.1, 0.3), p=1), SubtleNoise(p=1)]),
    "rollers": lambda: ([], [], [DirtyRollers(p=1), Jpeg(quality_range=(50, 80), p=1)]),
    "drum": lambda: ([], [], [DirtyDrum(p=1)]),
    "folds": lambda: ([], [], [Folding(fold_count=2, gradient_height=FOLD, p=1), SubtleNoise(p=1)]),
    "bleed": lambda: ([BleedThrough(intensity_range=(0.1, 0.2), p=1)], [], [SubtleNoise(p=1)]),
    "toner": lambda: ([LowInkRandomLines(p=1), LowInkPeriodicLines(p=1)], [], [Jpeg(quality_range=(60, 85), p=1)]),
    "light": lambda: ([], [], [LightingGradient(p=1), SubtleNoise(p=1)]),
    "bound": lambda: ([], [BindingsAndFasteners(p=1)], [SubtleNoise(p=1)]),
    "fax": lambda: ([], [], [Faxify(scale_range=(1.0, 1.2), p=1)]),
}


def main() -> None:
    folder, name = Path(sys.argv[1]), sys.argv[2]
    for number, path in enumerate(sorted(folder.glob("[0-9][0-9].png"))):
        random.seed(f"{folder.name}/{name}/{number}")
        np.random.seed(random.randrange(1 << 30))  # noqa: NPY002 - augraphy draws from it
        ink, paper, post = PIPELINES[name]()
        picture = cv2.imread(str(path))
        done = AugraphyPipeline(ink_phase=ink, paper_phase=paper, post_phase=post)(picture)
        if done.shape[:2] != picture.shape[:2]:
            done = cv2.resize(done, (picture.shape[1], picture.shape[0]), interpolation=cv2.INTER_AREA)
        cv2.imwrite(str(path.with_suffix(".worn.png")), done)


if __name__ == "__main__":
    main()
