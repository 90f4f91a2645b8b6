"""Level text that is printed below or over a form and is no part of it: 仅供申报使用 in pale letters, over and over."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from statistics import median

from formextract.geometry import BBox
from formextract.layout.grid import Rule
from formextract.layout.span import Span
from formextract.text import squeeze

PALE = 0.55
"""Ink up to which letters are pale; those of a form are black, or a colour that an eye takes for dark."""
LARGE = 1.3
"""Body's letter sizes from which pale letters are larger than what is written."""
HUGE = 2.5
"""The same for pale letters that stand alone on their page."""
LOUD = 1.8
"""The same for letters that are not pale."""
OFTEN = 3
"""Times that a text stands on a page from which it says nothing of any place there."""
SHORT = 4
"""Letters; shorter texts (亿元, 2022年) recur on any form."""


def without_watermarks(
    spans: Sequence[Span], horizontal: Sequence[Rule], vertical: Sequence[Rule]
) -> tuple[list[Span], list[str]]:
    """The runs that are the form's, and what is printed across them, each text once.

    A watermark is a text that is printed regardless of the form: across its rules or letters, and pale, or the same
    again and again in large letters. A pale text that keeps to its cell stays.
    """
    plain = [s.size for s in spans if s.ink > PALE]
    body = median(plain) if plain else 0.0
    by_text: dict[str, list[int]] = defaultdict(list)
    for i, s in enumerate(spans):
        if s.ink <= PALE or (body and s.size >= LOUD * body):
            by_text[squeeze(s.text)].append(i)
    gone: set[int] = set()
    texts: list[str] = []
    for text, found in by_text.items():
        pale = all(spans[i].ink <= PALE for i in found)
        often = len(found) >= OFTEN and len(text) >= SHORT and not _is_figure(text)
        large = bool(body) and min(spans[i].size for i in found) >= LARGE * body
        huge = pale and bool(body) and min(spans[i].size for i in found) >= HUGE * body
        if not (often or (pale and large)):
            continue
        across = [i for i in found if _lies_across(spans[i], i, spans, horizontal, vertical)]
        if huge or (pale and often and large) or (across and (pale or often)):
            gone.update(found)
            texts.append(spans[found[0]].text.strip())
    return [s for i, s in enumerate(spans) if i not in gone], texts


def _is_figure(text: str) -> bool:
    return not any(c.isalpha() for c in text)


def _lies_across(
    span: Span, own: int, spans: Sequence[Span], horizontal: Sequence[Rule], vertical: Sequence[Rule]
) -> bool:
    """Whether rules or other letters go through a run."""
    x0, y0, x1, y1 = _core(span)
    if any(y0 < y < y1 and a < x1 and x0 < b for y, a, b in horizontal):
        return True
    if any(x0 < x < x1 and a < y1 and y0 < b for x, a, b in vertical):
        return True
    return any(
        i != own and s.ink > PALE and c[0] < x1 and x0 < c[2] and c[1] < y1 and y0 < c[3]
        for i, s in enumerate(spans)
        if (c := _core(s))
    )


def _core(span: Span) -> BBox:
    """The part of a run's box that its strokes fill in any font."""
    x0, y0, x1, y1 = span.bbox
    inset = min((y1 - y0) / 4, (x1 - x0) / 4)
    return x0 + inset, y0 + inset, x1 - inset, y1 - inset
