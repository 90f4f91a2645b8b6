"""The type of images, and the level of paper on them, that all of `imaging` shares."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]
"""Pixels by row and column (height, width), or with blue, green and red (height, width, 3)."""
PAPER = 245
"""Level (0 to 255) that paper is lifted to where uneven light is corrected."""
