"""What a digital page shows other than its text layer says: text under pictures or white paint, pasted figures."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any, NamedTuple

from formextract.geometry import BBox, holds
from formextract.layout.span import Letters, Span
from formextract.layout.vector_page import garbled

LEAST = 4.0
"""Points: a picture that is lower or narrower holds no letter."""
MOST = 0.25
"""Share of the page: a larger picture is a photograph or a drawing, not a figure that was pasted in."""
MOST_PATCHES = 400
"""Pictures on one page that are read; a page made of more is a drawing."""
WHITE = 0.99
"""Of 1: paint this light is not seen on paper."""
_INVISIBLE = 3
"""PyMuPDF's type of runs that are not drawn."""

Cover = tuple[int, BBox]
"""The number of a drawing in the order of drawing, and its box."""


class _Drawn(NamedTuple):
    """A run of text as it was drawn: its number in the order of drawing, how, where, what."""

    number: int
    kind: int
    box: BBox
    text: str


class VisibleText(NamedTuple):
    """The runs of text that are seen and have a meaning, those without one, and the boxes of small pictures.

    `too_many`: there are more pictures than are looked at, and none is.
    """

    spans: list[Span]
    lost: list[Span]
    pictures: list[BBox]
    too_many: bool = False


def seen_of(page: Any, spans: Sequence[Span], paint: Sequence[Cover]) -> VisibleText:
    """The page's runs without those under opaque pictures or white `paint`. For pages that are not shown turned."""
    pictures = _pictures(page)
    covers = [(number, box) for number, box, opaque in pictures if opaque] + list(paint)
    hidden: set[int] = set()
    spans = [part for s in spans for part in _cut_at(s, [box for _, box in covers])]
    if any(holds(box, s.bbox) for _, box in covers for s in spans):
        drawn = [
            _Drawn(t["seqno"], t["type"], t["bbox"], "".join(chr(c[0]) for c in t["chars"]).strip())
            for t in page.get_texttrace()
        ]
        hidden = {i for i, s in enumerate(spans) if _is_hidden(s, drawn, covers)}
    area = page.rect.width * page.rect.height
    shown = [s for i, s in enumerate(spans) if i not in hidden]
    small = [box for _, box, _ in pictures if _may_hold_letters(box, area)]
    small = [box for box in small if not any(_stands_on(s, box) for s in shown)]  # else the text on it says it
    lost = [s for s in shown if garbled(s.text)]
    too_many = len(small) > MOST_PATCHES
    return VisibleText([s for s in shown if s not in lost], lost, [] if too_many else small, too_many)


def _stands_on(span: Span, picture: BBox) -> bool:
    """Whether letters of a run stand on a picture; of `（ ）` around a pasted figure none does."""
    return holds(picture, span.bbox) and any(not c.isspace() and holds(picture, box) for c, box in span.letters())


def _cut_at(span: Span, covers: Sequence[BBox]) -> list[Span]:
    """A run cut where a cover begins or ends above it: of a sentence one figure may be pasted over."""
    x0, y0, x1, y1 = span.bbox
    covers = [c for c in covers if c[0] < x1 and x0 < c[2] and c[1] < y1 and y0 < c[3]]
    if not covers:
        return [span]
    letters = span.letters()
    below = [any(holds(c, box) for c in covers) for _, box in letters]
    if all(below) or not any(below):
        return [span]
    runs = [list(run) for _, run in groupby(zip(letters, below, strict=True), key=lambda found: found[1])]
    return [_run([letter for letter, _ in run], span.size) for run in runs]


def _run(letters: Letters, size: float) -> Span:
    boxes = [box for _, box in letters]
    box = (boxes[0][0], min(b[1] for b in boxes), boxes[-1][2], max(b[3] for b in boxes))
    return Span("".join(c for c, _ in letters), size, box, lambda: letters)


def _may_hold_letters(box: BBox, area: float) -> bool:
    w, h = box[2] - box[0], box[3] - box[1]
    return min(w, h) >= LEAST and w * h <= MOST * area


def _pictures(page: Any) -> list[tuple[int, BBox, bool]]:
    """The pictures of a page: their number in the order of drawing, their box, whether nothing shows through."""
    if not page.get_images():
        return []
    masked = {_rounded(i["bbox"]) for i in page.get_image_info() if i["has-mask"]}
    return [
        (number, box, kind == "fill-image" and _rounded(box) not in masked)
        for number, (kind, box) in enumerate(page.get_bboxlog())
        if kind in {"fill-image", "fill-imgmask"}
    ]


def painted(drawings: Sequence[Any]) -> list[Cover]:
    """White rectangles as wide as a letter: how programs erase."""
    out = []
    for drawing in drawings:
        fill, box = drawing.get("fill"), drawing["rect"]
        if fill is None or min(fill) < WHITE or drawing.get("fill_opacity", 1) < 1 or len(drawing["items"]) != 1:
            continue
        if drawing["items"][0][0] == "re" and min(box[2] - box[0], box[3] - box[1]) >= LEAST:
            out.append((drawing["seqno"], tuple(box)))
    return out


def _is_hidden(span: Span, drawn: Sequence[_Drawn], covers: Sequence[Cover]) -> bool:
    """Whether the middle of a run lies under something that was drawn later, or is below it and never drawn at all."""
    over = [number for number, box in covers if holds(box, span.bbox)]
    if not over:
        return False
    here = [d for d in drawn if holds(d.box, span.bbox)]
    mine = [d for d in here if d.text == span.text.strip()] or here
    return bool(mine) and all(d.kind == _INVISIBLE or d.number < max(over) for d in mine)


def _rounded(box: Sequence[float]) -> tuple[int, ...]:
    return tuple(round(v) for v in box)
