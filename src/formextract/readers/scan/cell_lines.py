"""Text lines per cell with boxes, used when the matcher splits merged cells."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from statistics import median

from formextract.geometry import BBox, holds
from formextract.model import Legibility, Place
from formextract.model.document import Shown
from formextract.ocr.signs import paired, tidy
from formextract.ocr.words import ReadLetter

APART = 2.6
"""Letter heights between the middles of two letters from which they may stand in two columns."""

BLANKS = "    "
"""What stands for such a room in a line's text, as one types it to set two captions on one line."""
SET_APART = 0.7
"""Letter heights of the room from which a caption with its colon begins behind it: two typed blanks are one, less
what the letters' places are off.
"""
_CAPTION = re.compile(r"[^\s\d:：，,。；;]{2,16}[:：]")
TALL = 1.1
"""Heights of a line's ink that its letters are wide, at most."""


def words_apart(letters: Sequence[ReadLetter], box: BBox, letter: float) -> list[tuple[str, BBox]]:
    """The words of a line that stand far apart on its line, each with its box; `letter` is a letter's height."""
    x0, y0, x1, y1 = box
    out: list[tuple[str, BBox]] = []
    group: list[tuple[str, float]] = []
    for each in [*letters, None]:
        at = 0.0 if each is None else x0 + each.centre * (x1 - x0)
        if each is not None and each.char.isspace():
            continue
        if group and (each is None or at - group[-1][1] > APART * letter):
            half = letter / 2
            text = "".join(c for c, _ in group)
            out.append((tidy(paired(text)), (max(x0, group[0][1] - half), y0, min(x1, group[-1][1] + half), y1)))
            group = []
        if each is not None:
            group.append((each.char, at))
    return out


def with_rooms(text: str, letters: Sequence[ReadLetter], width: float, letter: float) -> str:
    """A line's text with blanks where its letters stand far apart: 集群名称：甲    填报时间：乙 is two answers.

    `width` is what the letters' places are shares of, `letter` a letter's height. A text that was put right since its
    letters were read is left as it is.
    """
    inked = [x for x in letters if not x.char.isspace()]
    if [x.char for x in inked] != [c for c in text if not c.isspace()]:
        return text
    steps = [(b.centre - a.centre) * width / letter for a, b in pairwise(inked)]
    places = [n for n, c in enumerate(text) if not c.isspace()]
    apart = [
        step > APART
        or (step - _half(text[before]) - _half(text[at]) > SET_APART and _CAPTION.match(text, at) is not None)
        for step, (before, at) in zip(steps, pairwise(places), strict=True)
    ]
    if not any(apart):
        return text
    rooms = (BLANKS if far else text[a + 1 : b] for far, (a, b) in zip(apart, pairwise(places), strict=True))
    return "".join(x.char + room for x, room in zip(inked, (*rooms, ""), strict=True))


def _half(char: str) -> float:
    """Half of a letter's width, in letter heights."""
    return 0.25 if char.isascii() else 0.5


def letters_of(
    letters: Sequence[ReadLetter], sides: tuple[float, float], size: float, height: float
) -> Callable[[], list[tuple[str, float, float]]]:
    """The letters of a line between its sides, each with where it begins and ends.

    A letter is as wide as it stands from the next one, but no wider than its line is high: titles have larger ones.
    """

    def placed() -> list[tuple[str, float, float]]:
        x0, x1 = sides
        centres = [x0 + x.centre * (x1 - x0) for x in letters]
        steps = [b - a for a, b in pairwise(centres)]
        wide = max(size, min(median(steps), TALL * height)) if steps else size
        out = []
        for x, at in zip(letters, centres, strict=True):
            half = wide / (4 if x.char.isascii() else 2)
            out.append((x.char, max(x0, at - half), min(x1, at + half)))
        return out

    return placed


def shown_in(place: Place, lines: Sequence[tuple[str, BBox]], sure: Sequence[Legibility]) -> Shown | None:
    """What a cell shows, by its place on the upright page; `sure` is how well each line of the page was read."""
    box = place.bbox
    if box is None:
        return None
    inside = [n for n, line in enumerate(lines) if holds(box, line[1])]
    return Shown(box, tuple(lines[n] for n in inside), tuple(sure[n] for n in inside))
