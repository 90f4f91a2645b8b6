"""The careful look: which strips get one, and what of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from formextract.layout.sheet import TakenApart
from formextract.layout.straighten import PAPER
from formextract.layout.strips import picture_of
from formextract.ocr import Engine, Strip, Words
from formextract.ocr.fuse import wants_care
from formextract.ocr.pieces import pieces_of, spliced

SHORT_CELL = 2
"""Strips in a cell up to which it may hold a name rather than a narrative."""
_COLON = re.compile("[:：]")
_MARKS = re.compile("[☐☑]")


def strips_of(page: TakenApart, number: int, which: Sequence[int]) -> list[Strip]:
    """Some of a page's strips, cut out."""
    out = []
    for i in which:
        cut = page.cuts[i][1]
        x0, y0, x1, y1 = (v * page.scale for v in cut.cut)
        out.append(Strip(picture_of(page.writing, cut, PAPER), number, (x0, y0, x1, y1)))
    return out


def looked_again(
    page: TakenApart, number: int, engine: Engine, quick: Sequence[Words], marked: Sequence[Words]
) -> dict[int, Words]:
    """What the careful model read, by strip. `marked` are the quick readings with their boxes settled."""
    values = _values(page, [w.text for w in marked])
    labels = _labels(page, [w.text for w in marked])
    again = [i for i, w in enumerate(marked) if i in values or wants_care(w, label=i in labels)]
    strips = strips_of(page, number, again)
    whole: list[tuple[int, Strip]] = []
    parts: list[Strip] = []
    cut = []
    for i, strip in zip(again, strips, strict=True):
        pieces = [] if i in values or _MARKS.search(marked[i].text) else pieces_of(quick[i], strip.image)
        if not pieces:
            whole.append((i, strip))
            continue
        cut.append((i, strip, pieces))
        x0, y0, x1, y1 = strip.box
        wide = strip.image.shape[1]
        for p in pieces:
            box = (x0 + (x1 - x0) * p.left / wide, y0, x0 + (x1 - x0) * p.right / wide, y1)
            parts.append(Strip(strip.image[:, p.left : p.right], number, box))
    read = engine.read([*(s for _, s in whole), *parts], careful=True)
    out = {i: words for (i, _), words in zip(whole, read, strict=False)}
    at = len(whole)
    failed: list[tuple[int, Strip]] = []
    for i, strip, pieces in cut:
        line = spliced(quick[i], pieces, read[at : at + len(pieces)], strip.image.shape[1])
        at += len(pieces)
        if line is None:
            failed.append((i, strip))
        else:
            out[i] = line
    for (i, _), words in zip(failed, engine.read([s for _, s in failed], careful=True), strict=True):
        out[i] = words
    return out


def _values(page: TakenApart, texts: Sequence[str]) -> set[int]:
    """Strips that are likely to hold what an applicant wrote, few words long: names are read twice as figures are.

    Those are the cells right of a row's first with little in them, and loose lines with a colon. Rare letters of names
    are not among the tiny model's, which then gives a common one and is sure of it.
    """
    cells = Counter(key for key, _ in page.cuts if key is not None)
    out = set()
    for i, ((key, _), text) in enumerate(zip(page.cuts, texts, strict=True)):
        if _MARKS.search(text):
            continue
        if key is None:
            if _COLON.search(text):
                out.add(i)
        elif page.grids[key[0]].cells[key[1]].col > 0 and cells[key] <= SHORT_CELL:
            out.add(i)
    return out


def _labels(page: TakenApart, texts: Sequence[str]) -> set[int]:
    """Strips in a row's first cell that name no figure: likely labels, of which one letter may be wrong."""
    return {
        i
        for i, ((key, _), text) in enumerate(zip(page.cuts, texts, strict=True))
        if key is not None and page.grids[key[0]].cells[key[1]].col == 0 and not re.search(r"[\d:：]", text)
    }
