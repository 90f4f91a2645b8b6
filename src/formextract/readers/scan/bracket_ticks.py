"""Ticks in brackets （√）: a pen's stroke between two brackets that were read with nothing between them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from formextract.imaging.image import Image
from formextract.imaging.ink.text_lines import TextLine
from formextract.imaging.ink.tick_shapes import is_tick
from formextract.ocr import ReadLetter
from formextract.readers.scan.checkbox_marks import Marked

OPENING, CLOSING = "（(", "）)"
ROOM = 0.9
"""Letter heights between the middles of two brackets that something may be written between, at least."""
BETWEEN = 0.28
"""Share of that room on either side which is the brackets' own."""
INKED = 0.04
"""Share of the room between that ink covers from which something stands there; dust is taken off before."""


def in_brackets(marked: Marked, line: TextLine, ink: Image, letter: float) -> Marked:
    """The words with ☑ in brackets that hold ink and were read as empty; `disputed` where it has no tick's shape."""
    letters = marked.words.letters
    left, width = line.crop[0], max(1, line.crop[2] - line.crop[0])
    out: list[ReadLetter] = []
    disputed, before = marked.disputed, None
    for x in letters:
        if before is not None and x.char in CLOSING:
            part = _between(ink, line, (left + before.centre * width, left + x.centre * width), letter)
            if part is not None:
                out.append(ReadLetter("☑", 1.0, 0.0, (before.centre + x.centre) / 2))
                disputed = disputed or not is_tick(part)
        if not x.char.isspace():
            before = x if x.char in OPENING else None
        out.append(x)
    if len(out) == len(letters):
        return marked
    return marked._replace(words=replace(marked.words, letters=tuple(out)), disputed=disputed)


def _between(ink: Image, line: TextLine, middles: tuple[float, float], letter: float) -> Image | None:
    """The ink between two brackets, cut to its edges; None where there is none."""
    room = middles[1] - middles[0]
    if room < ROOM * letter:
        return None
    x0, x1 = round(middles[0] + BETWEEN * room), round(middles[1] - BETWEEN * room)
    part = ink[line.ink[1] : line.ink[3], x0:x1]
    if not part.size or part.mean() < INKED:
        return None
    rows, columns = np.flatnonzero(part.any(axis=1)), np.flatnonzero(part.any(axis=0))
    return np.ascontiguousarray(part[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1])
