"""Boxes to tick that are drawn rather than typed: small squares, with or without strokes in them."""

from __future__ import annotations

from collections.abc import Sequence

from formextract.geometry import BBox, centre
from formextract.layout.span import Span, part_of
from formextract.text.flow import TextRun
from formextract.text.glyphs import OPEN

SMALLEST, LARGEST = 5.0, 18.0
"""Points: sides of a box to tick."""
SKEW = 0.35
"""Share by which the sides of a box may differ."""
INK = 0.25
"""Share of the box's side that a stroke must span to be a tick rather than a speck."""

_EMPTY = frozenset(OPEN + "〇")
"""Letters that are an empty box to tick."""


def is_box(box: BBox) -> bool:
    """Whether a drawn rectangle has the size and shape of a box to tick."""
    w, h = box[2] - box[0], box[3] - box[1]
    return SMALLEST <= w <= LARGEST and SMALLEST <= h <= LARGEST and abs(w - h) <= SKEW * max(w, h)


def drawn_ticks(boxes: Sequence[BBox], strokes: Sequence[BBox], filled: Sequence[BBox]) -> list[TextRun]:
    """Boxes as ☐, or ☑ where a stroke crosses or a fill darkens them; as pieces of text in their places."""
    out: list[TextRun] = []
    seen: list[BBox] = []
    for box in boxes:
        if any(abs(box[0] - o[0]) < SMALLEST and abs(box[1] - o[1]) < SMALLEST for o in seen):
            continue
        seen.append(box)
        on = any(is_ticked(box, s) for s in strokes) or any(_fills(box, f) for f in filled)
        out.append(TextRun(*box, box[3] - box[1], "☑" if on else "☐"))
    return out


def ticked_by_strokes(spans: Sequence[Span], strokes: Sequence[BBox]) -> tuple[list[Span], list[BBox]]:
    """The runs with their empty boxes ticked where a stroke crosses them, and the boxes that are letters."""
    if not strokes:
        return list(spans), []
    out: list[Span] = []
    boxes: list[BBox] = []
    for span in spans:
        if not any(c in _EMPTY for c in span.text):
            out.append(span)
            continue
        letters = []
        for char, box in span.letters():
            if char in _EMPTY:
                boxes.append(box)
                char = "☑" if any(is_ticked(box, s) for s in strokes) else char  # noqa: PLW2901 - the letter as marked
            letters.append((char, box))
        out.append(part_of(span, letters))
    return out, boxes


def is_ticked(box: BBox, stroke: BBox) -> bool:
    """Whether a stroke is a tick in a box."""
    side = max(box[2] - box[0], box[3] - box[1])
    x, y = centre(stroke)
    near = box[0] - side / 2 <= x <= box[2] + side / 2 and box[1] - side / 2 <= y <= box[3] + side / 2
    w, h = stroke[2] - stroke[0], stroke[3] - stroke[1]
    return near and max(w, h) >= INK * side and max(w, h) <= 2 * side and min(w, h) > 0


def _fills(box: BBox, fill: BBox) -> bool:
    x, y = centre(fill)
    inside = box[0] <= x <= box[2] and box[1] <= y <= box[3]
    return inside and (fill[2] - fill[0]) >= INK * (box[2] - box[0]) and (fill[2] - fill[0]) <= box[2] - box[0] + 1
