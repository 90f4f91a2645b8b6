"""Text that is struck through, told by the stroke and by the letters under it, and read apart from what stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from formextract.imaging import PageAnalysis
from formextract.imaging.ink.cell_lines import KeyedLine
from formextract.imaging.ink.struck_text import Stroke, StrokeEvidence, cut, fitted
from formextract.imaging.ink.text_lines import TextLine
from formextract.ocr import Engine, Words
from formextract.ocr.words import FIGURE_SIGNS
from formextract.readers.scan.line_images import line_images


def struck_apart(
    page: PageAnalysis, words: Sequence[Words], number: int, engine: Engine
) -> tuple[PageAnalysis, list[Words]]:
    """The page and its words with lines of cells cut where a stroke through letters ends, the parts read anew.

    Lines outside all cells are not cut: they are the sentence that they are, in doubt. So is a line with what may be a
    stroke, and with one of which it is not known what it takes out.
    """
    score = fitted()
    heard = {
        i: [(s, e) for s in found if score.may_be_one(e := asked(s, page.lines[i][1], words[i]))]
        for i, found in page.strokes.items()
    }
    if not any(heard.values()):
        return replace(page, strokes={}), list(words)
    lines: list[KeyedLine] = []
    read: list[Words] = []
    anew: list[int] = []
    struck: set[int] = set()
    crossed: set[int] = set()
    touching: set[int] = set()
    for i, (key, line) in enumerate(page.lines):
        strokes = heard.get(i, [])
        apart = bool(strokes) and key is not None and all(s.apart and score.is_one(e) for s, e in strokes)
        if strokes and not apart:
            crossed.add(len(lines))
        for part, is_struck in cut(line, [s for s, _ in strokes]) if apart else [(line, False)]:
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


def asked(stroke: Stroke, line: TextLine, words: Words) -> StrokeEvidence:
    """The evidence of a stroke with what was read under it: bars of figures are short and run together seldom."""
    x0, x1 = line.crop[0], line.crop[2]
    under = [x for x in words.letters if stroke.left <= x0 + x.centre * (x1 - x0) <= stroke.right]
    under = [x for x in under if not x.char.isspace()]
    return stroke.evidence._replace(
        figures=sum(x.char in FIGURE_SIGNS for x in under) / max(1, len(under)),
        legible=min((x.probability for x in under), default=0.0),
    )
