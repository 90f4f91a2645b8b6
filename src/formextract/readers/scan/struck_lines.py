"""Text that is struck through, told by the stroke and by the letters under it, and read apart from what stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from formextract.imaging import PageAnalysis
from formextract.imaging.ink.cell_lines import KeyedLine
from formextract.imaging.ink.struck_text import Stroke, cut
from formextract.imaging.ink.text_lines import TextLine
from formextract.ocr import Engine, Words
from formextract.ocr.words import FIGURE_SIGNS
from formextract.readers.scan.line_images import line_images

LONG, THICK, OUT, WIDE = 2.05, 2, 0.1, 0.5
"""From which length and by how much standing out (sizes of letters), from which thickness (pixels) and up to which
width of what crosses it a stroke is one whatever lies under it: of some 300 places where bars of letters had run
together on seven worn pages of `tests/readers/net` none had all four, a printed stroke through three letters had."""


def struck_apart(
    page: PageAnalysis, words: Sequence[Words], number: int, engine: Engine
) -> tuple[PageAnalysis, list[Words]]:
    """The page and its words with lines of cells cut where a stroke through letters ends, the parts read anew.

    Lines outside all cells are not cut: they are the sentence that they are, in doubt.
    """
    real = {i: [s for s in found if _is_stroke(s, page.lines[i][1], words[i])] for i, found in page.strokes.items()}
    real = {i: strokes for i, strokes in real.items() if strokes}
    if not real:
        return replace(page, strokes={}), list(words)
    lines: list[KeyedLine] = []
    read: list[Words] = []
    anew: list[int] = []
    struck: set[int] = set()
    crossed: set[int] = set()
    touching: set[int] = set()
    for i, (key, line) in enumerate(page.lines):
        strokes = real.get(i, [])
        apart = key is not None and all(s.apart for s in strokes)
        if strokes and not apart:
            crossed.add(len(lines))
        for part, is_struck in cut(line, strokes) if strokes and apart else [(line, False)]:
            at = len(lines)
            struck |= {at} if is_struck else set()
            anew += [at] if part != line else []
            touching |= {at} if i in page.touches_border else set()
            lines.append((key, part))
            read.append(words[i])
    page = replace(
        page,
        lines=lines,
        touches_border=touching,
        strokes={},
        struck=frozenset(struck),
        crossed=frozenset(crossed),
    )
    for at, said in zip(anew, engine.read(line_images(page, number, anew)) if anew else [], strict=True):
        read[at] = said
    return page, read


def _is_stroke(stroke: Stroke, line: TextLine, words: Words) -> bool:
    """Whether it is a stroke, and no bars of letters that run together: figures have none so long."""
    if stroke.length >= LONG and stroke.thick >= THICK and stroke.out >= OUT and stroke.wide <= WIDE:
        return True
    x0, x1 = line.crop[0], line.crop[2]
    under = [x.char for x in words.letters if stroke.left <= x0 + x.centre * (x1 - x0) <= stroke.right]
    return any(c.isdigit() for c in under) and all(c in FIGURE_SIGNS or c.isspace() for c in under)
