"""Which PDF pages are read from their picture: no text, garbled text, or an unseen text layer that OCR software left.

The invisible layer lies below the page's picture or over it, and is as wrong as the software that made it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from formextract.geometry import BBox
from formextract.layout.vector_page import GARBLED_SHARE

COVERS = 0.6
"""Share of the page that its pictures cover at least; scanners cut one page into strips and tiles."""
GRID = 50
"""Squares to a side of the page, by which it is counted how much of it is covered."""
FAINT = 0.05
"""Opacity up to which nothing is seen."""
WHITE = 0.95
"""Of 1, every colour: on a picture of paper such letters are not seen."""
PICTURES = frozenset({"fill-image", "fill-imgmask"})
"""Pictures, and those of one ink only, between whose strokes what is below is seen."""
_UNDRAWN = 3
"""PyMuPDF's type of runs that are not drawn."""


def needs_a_look(page: Any, letters: int, garbled: int) -> bool:
    """Whether a PDF page has to be read from its picture: what its text layer says is nothing, rubbish, or not shown.

    `letters` are those of the text layer, `garbled` those of them without a meaning. A text layer below a picture of
    the page, or an invisible one over it, was made by somebody's recogniser: the picture is the truth.
    """
    if letters == 0:
        return bool(page.get_images() or page.get_cdrawings())
    if garbled > GARBLED_SHARE * letters:
        return True
    return bool(page.get_images()) and hides_its_text(page)


def hides_its_text(page: Any) -> bool:
    """Whether pictures cover most of the page, and most of its text lies below them, or is not seen on them.

    Unseen is what is not drawn, what is transparent or white, and what only cuts out a shape.
    """
    drawn = list(enumerate(page.get_bboxlog()))
    if _covered([box for _, (kind, box) in drawn if kind in PICTURES], page.rect) < COVERS:
        return False
    opaque = [(n, box) for n, (kind, box) in drawn if kind == "fill-image"]
    shown = hidden = 0
    for run in page.get_texttrace():
        x, y = _middle(run["bbox"])
        over = any(n > run["seqno"] and b[0] <= x <= b[2] and b[1] <= y <= b[3] for n, b in opaque)
        if over or run["type"] == _UNDRAWN or run["opacity"] <= FAINT or _is_white(run["color"]):
            hidden += 1
        else:
            shown += 1
    return hidden >= shown


def _covered(boxes: Sequence[BBox], page: BBox) -> float:
    """Share of the page that lies in one of the boxes."""
    x0, y0, x1, y1 = page
    xs = x0 + (np.arange(GRID) + 0.5) * (x1 - x0) / GRID
    ys = y0 + (np.arange(GRID) + 0.5) * (y1 - y0) / GRID
    covered = np.zeros((GRID, GRID), bool)
    for box in boxes:
        covered |= ((ys >= box[1]) & (ys <= box[3]))[:, None] & ((xs >= box[0]) & (xs <= box[2]))[None, :]
    return float(covered.mean())


def _middle(box: BBox) -> tuple[float, float]:
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def _is_white(color: Sequence[float]) -> bool:
    """Whether a colour in grey, red-green-blue or ink (cyan-magenta-yellow-black) is paper's."""
    return max(color) <= 1 - WHITE if len(color) == 4 else min(color) >= WHITE  # noqa: PLR2004
