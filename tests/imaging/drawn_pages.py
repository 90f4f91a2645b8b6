"""Pages drawn for tests: white paper, a ruled table, writing; in pixels at 200 dpi."""

import cv2
import numpy as np

from formextract.imaging.ink.binarize import binarize
from formextract.imaging.rules.detect import find_rules
from formextract.layout.grid import find_grids

LETTER = 28.0
POINTS = 72 / 200
PAPER = 245


def sheet(height: int = 1200, width: int = 900) -> np.ndarray:
    return np.full((height, width), PAPER, np.uint8)


def ruled(page: np.ndarray, rows: int = 6, columns: int = 4, left: int = 100, top: int = 200) -> np.ndarray:
    """A table of 60 by 160 pixel cells; the first row is one cell across."""
    right, bottom = left + 160 * columns, top + 60 * rows
    for r in range(rows + 1):
        cv2.line(page, (left, top + 60 * r), (right, top + 60 * r), 30, 2)
    for c in range(columns + 1):
        upper = top + 60 if 0 < c < columns else top
        cv2.line(page, (left + 160 * c, upper), (left + 160 * c, bottom), 30, 2)
    return page


def cells_of(page: np.ndarray) -> list[int]:
    """How many cells each grid of a page has."""
    rules = find_rules(binarize(page, LETTER), LETTER)
    scaled = [[tuple(v * POINTS for v in rule) for rule in side] for side in rules[:2]]
    return [len(g.cells) for g in find_grids(*scaled)]


def write(page: np.ndarray, text: str, x: int, y: int, scale: float = 0.9) -> None:
    cv2.putText(page, text, (x, y), cv2.FONT_HERSHEY_DUPLEX, scale, 20, 2, cv2.LINE_AA)
