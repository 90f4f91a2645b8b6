"""Tells strokes of a heading's large letters from pieces of a broken rule."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from formextract.imaging.image import Image

LARGE = 2.6
"""Letter heights: a heading's letters are at most as large."""
STEM = 0.6
"""Letter heights: an upright stroke of such a letter and what it comes off are at least this long."""
SOLID = 0.85
"""Share of a rule's length from which it is drawn through, rather than by strokes of letters."""
MOSTLY = 0.6
"""Share of the pieces that have such an upright stroke, in a heading."""
WIDE_HEADING = 45.0
"""Letter heights: longer rules are no headings."""


def are_letter_strokes(pieces: NDArray[Any], length: float, across: Image, letter: float) -> bool:
    """Whether the pieces (x, y, width, height) of a level rule of that length are strokes of large letters.

    From most of them upright strokes come off; from all of them where they leave hardly a gap, as letters that
    stand close do. `across` is the page's ink laid on its side. The borders of a table that cross a broken rule are
    longer than any letter; a rule in one piece is a rule, or an underline.
    """
    wide = pieces[:, 2]
    if len(pieces) < 2 or length > WIDE_HEADING * letter:  # noqa: PLR2004
        return False
    if int(wide.max()) > LARGE * letter:
        return False
    attached = 0
    reach = round(LARGE * letter) + 1
    for x, y, w, h in pieces.tolist():
        top = max(0, y - reach)
        ink = across[x : x + w, top : y + h + reach]
        at = y + h // 2 - top
        longest = int((_run(ink[:, at:]) + _run(ink[:, at::-1])).max(initial=0))
        if longest > reach:
            return False
        attached += longest >= STEM * letter
    return attached >= (1 if int(wide.sum()) > SOLID * length else MOSTLY) * len(pieces)


def _run(ink: Image) -> NDArray[np.intp]:
    """How many pixels of ink follow each other from the start of each row."""
    paper = ink == 0
    return np.asarray(np.where(paper.any(axis=1), paper.argmax(axis=1), ink.shape[1]), np.intp)
