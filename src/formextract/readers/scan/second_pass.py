"""The second pass: which lines the slower, larger model reads again, and what it read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from formextract.imaging import PageAnalysis
from formextract.ocr import Engine, LineImage, Words
from formextract.ocr.fuse import BEYOND_DOUBT, is_clear_figure, wants_care
from formextract.ocr.pieces import pieces_of, spliced
from formextract.ocr.printed import is_printed
from formextract.readers.scan.line_images import line_images
from formextract.readers.scan.page_marks import FirstPass
from formextract.text import squeeze
from formextract.text.glyphs import PUT

SERIES = 3
"""Years that follow each other from which they are headings."""
SHORT_CELL = 2
"""Lines in a cell up to which it may hold a name rather than a narrative."""
_COLON = re.compile("[:：]")
_YEAR = re.compile(r"(20\d\d)年?[度末底]?")
_MARKS = re.compile(f"[{PUT}]")


def second_pass(page: PageAnalysis, number: int, engine: Engine, first: FirstPass) -> dict[int, Words]:
    """What the careful model read, by line; the lines that it need not read are left out."""
    marked = [m.words for m in first.marked]
    texts = [w.text for w in marked]
    values, labels = _values(page, texts), _labels(page, texts)
    known = _years(page, marked) | {i for i, w in enumerate(marked) if is_printed(w) or is_clear_figure(w)}
    again = [i for i, w in enumerate(marked) if i not in known and (i in values or wants_care(w, label=i in labels))]
    strips = line_images(page, number, again)
    whole: list[tuple[int, LineImage]] = []
    parts: list[LineImage] = []
    in_parts = []
    for i, strip in zip(again, strips, strict=True):
        pieces = [] if i in values else pieces_of(first.words[i], strip.image)
        if not pieces:
            whole.append((i, strip))
            continue
        in_parts.append((i, strip, pieces))
        x0, y0, x1, y1 = strip.box
        wide = strip.image.shape[1]
        for p in pieces:
            box = (x0 + (x1 - x0) * p.left / wide, y0, x0 + (x1 - x0) * p.right / wide, y1)
            parts.append(LineImage(strip.image[:, p.left : p.right], number, box))
    read = engine.read([*(s for _, s in whole), *parts], careful=True)
    out = {i: words for (i, _), words in zip(whole, read, strict=False)}
    at = len(whole)
    failed: list[tuple[int, LineImage]] = []
    for i, strip, pieces in in_parts:
        line = spliced(first.words[i], pieces, read[at : at + len(pieces)], strip.image.shape[1])
        at += len(pieces)
        if line is None:
            failed.append((i, strip))
        else:
            out[i] = line
    for (i, _), words in zip(failed, engine.read([s for _, s in failed], careful=True), strict=True):
        out[i] = words
    return out


def every_line_again(page: PageAnalysis, number: int, engine: Engine) -> dict[int, Words]:
    """What the careful model read of each line: pasted parts are few, and nothing around them says what they are."""
    return dict(enumerate(engine.read(line_images(page, number, range(len(page.lines))), careful=True)))


def _values(page: PageAnalysis, texts: Sequence[str]) -> set[int]:
    """Lines that are likely to hold what an applicant wrote, few words long: names are read twice as most figures are.

    Those are the cells right of a row's first with little in them, and loose lines with a colon. Rare letters of names
    are not among the tiny model's, which then gives a common one and is sure of it.
    """
    cells = Counter(key for key, _ in page.lines if key is not None)
    out = set()
    for i, ((key, _), text) in enumerate(zip(page.lines, texts, strict=True)):
        if _MARKS.search(text):
            continue
        if key is None:
            if _COLON.search(text):
                out.add(i)
        elif page.grids[key[0]].cells[key[1]].col > 0 and cells[key] <= SHORT_CELL:
            out.add(i)
    return out


def _labels(page: PageAnalysis, texts: Sequence[str]) -> set[int]:
    """Lines in a row's first cell that name no figure: likely labels, of which one letter may be wrong."""
    return {
        i
        for i, ((key, _), text) in enumerate(zip(page.lines, texts, strict=True))
        if key is not None and page.grids[key[0]].cells[key[1]].col == 0 and not re.search(r"[\d:：]", text)
    }


def _years(page: PageAnalysis, words: Sequence[Words]) -> set[int]:
    """Lines that are years among years one apart in the same row or column: headings, which stand in order.

    A year that was misread would not be one of such a row.
    """
    at: dict[tuple[int, int, int], dict[int, int]] = {}
    strips: dict[tuple[int, int, int], dict[int, int]] = {}
    for i, ((key, _), w) in enumerate(zip(page.lines, words, strict=True)):
        year = _YEAR.fullmatch(squeeze(w.text))
        if key is None or year is None or w.lowest < BEYOND_DOUBT:
            continue
        cell = page.grids[key[0]].cells[key[1]]
        for line, place in (((key[0], 0, cell.row), cell.col), ((key[0], 1, cell.col), cell.row)):
            at.setdefault(line, {})[place] = int(year.group(1))
            strips.setdefault(line, {})[place] = i
    out: set[int] = set()
    for line, years in at.items():
        places = sorted(years)
        if len(places) >= SERIES and all(years[b] - years[a] == 1 for a, b in pairwise(places)):
            out |= set(strips[line].values())
    return out
