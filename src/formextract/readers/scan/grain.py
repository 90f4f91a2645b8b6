"""Pages of more lines than anybody writes on one: read only where a sample of them holds letters.

What a dirty glass or a grey sheet leaves looks like thousands of lines; to read them all, at four ways up and twice,
takes minutes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from formextract.imaging import PageAnalysis, turned
from formextract.ocr import Engine, LineImage, Words
from formextract.readers.scan.line_images import line_images

CROWDED = 600
"""Lines on a page from which it is asked whether anybody wrote them: thirty rows of twenty cells."""
SAMPLE = 60
"""Lines that are read then, at each way up: the longest, since specks that lie in a row by chance seldom are as long as
words. Of a drawn page of grain, as it lies, the surest of them had 0.63 and one letter."""
LEGIBLE, WORD = 0.8, 3
"""Mean probability of the letters of a line, and how many they are, from which somebody wrote it."""


def grain_on(page: PageAnalysis, number: int, engine: Engine) -> tuple[PageAnalysis, list[Words]] | None:
    """A page of nothing but grain with its sample of lines in place of all, and what was read of them; else None.

    Such a page has no tables and no boxes. What was read of the sample stays, as letters that nothing explains.
    """
    if len(page.lines) < CROWDED:
        return None
    longest = _longest(page)
    words = engine.read(line_images(page, number, longest))
    if _anybody_wrote(words) or _anybody_wrote(engine.read(_upside_down(page, number, longest))):
        return None
    side = turned(page, 1)
    longest_there = _longest(side)
    if _anybody_wrote(engine.read(line_images(side, number, longest_there))) or _anybody_wrote(
        engine.read(_upside_down(side, number, longest_there))
    ):
        return None
    bare = replace(
        page,
        grids=[],
        lines=[(None, page.lines[i][1]) for i in longest],
        boxes=[],
        unreliable_borders=set(),
        touches_border=set(),
        level=(),
        strokes={},
    )
    return bare, words


def _longest(page: PageAnalysis) -> list[int]:
    """The longest lines of a page, in their order."""
    wide = [line.ink[2] - line.ink[0] for _, line in page.lines]
    return sorted(sorted(range(len(wide)), key=lambda i: -wide[i])[:SAMPLE])


def _upside_down(page: PageAnalysis, number: int, which: Sequence[int]) -> list[LineImage]:
    return [s._replace(image=np.ascontiguousarray(s.image[::-1, ::-1])) for s in line_images(page, number, which)]


def _anybody_wrote(words: Sequence[Words]) -> bool:
    """Whether a line reads as a word."""
    return any(
        len(w.letters) >= WORD and sum(x.probability for x in w.letters) >= LEGIBLE * len(w.letters) for w in words
    )
