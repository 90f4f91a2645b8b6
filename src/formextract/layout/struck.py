"""Text with a line through it: one that a reader drew there, or a rule through the middle of the letters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from formextract.geometry import BBox
from formextract.layout.grid import Rule
from formextract.layout.span import Span, apart

MIDDLE = (0.3, 0.75)
"""Shares of a run's height between which a line goes through its letters; underlines and tables' rules lie outside."""
BEYOND = 0.6
"""Letter sizes by which such a line may stand out on either side; a longer one is a rule that the text was set over."""


STEP = 8.0
"""Points of height by which runs are looked up."""


FLAT = 3.0
"""Points of height up to which a stroke of a pen is a line through text."""


class Struck(NamedTuple):
    """The runs of a page that stand, those that are struck, and the rules and strokes that go through no text."""

    standing: list[Span]
    struck: list[Span]
    rules: list[Rule]
    pen: list[BBox]


def struck_apart(
    spans: Sequence[Span], rules: Sequence[Rule], marked: Sequence[Rule] = (), pen: Sequence[BBox] = ()
) -> Struck:
    """Runs cut where a line goes through some of their letters.

    `marked` are lines that somebody has put through text and nothing else, `pen` the boxes of strokes drawn by hand.
    """
    at = _by_height(spans)
    drawn = [((s[1] + s[3]) / 2, s[0], s[2]) for s in pen]
    through = [
        s[3] - s[1] <= FLAT < s[2] - s[0] and any(_goes_through(line, t) for t in at.get(int(line[0] // STEP), ()))
        for s, line in zip(pen, drawn, strict=True)
    ]
    marked = [*marked, *(line for line, hit in zip(drawn, through, strict=True) if hit)]
    left = [s for s, hit in zip(pen, through, strict=True) if not hit]
    crossed = [(rule, [s for s in at.get(int(rule[0] // STEP), ()) if _goes_through(rule, s)]) for rule in rules]
    strokes = [rule for rule, under in crossed if under and _is_as_long(rule, under)]
    if not marked and not strokes:
        return Struck(list(spans), [], list(rules), left)
    standing: list[Span] = []
    struck: list[Span] = []
    for span in spans:
        across = [(a, b) for y, a, b in (*strokes, *marked) if _goes_through((y, a, b), span)]
        if not across:
            standing.append(span)
            continue
        hits = [any(a <= (box[0] + box[2]) / 2 <= b for a, b in across) for _, box in span.letters()]
        for hit, part in apart(span, hits, ends=[end for line in across for end in line]):
            (struck if hit else standing).append(part)
    return Struck(standing, struck, [r for r in rules if r not in strokes], left)


def _by_height(spans: Sequence[Span]) -> dict[int, list[Span]]:
    """The runs by the steps of height that they stand on: a page may hold thousands of both."""
    out: dict[int, list[Span]] = defaultdict(list)
    for span in spans:
        for step in range(int(span.bbox[1] // STEP), int(span.bbox[3] // STEP) + 1):
            out[step].append(span)
    return out


def _goes_through(rule: Rule, span: Span) -> bool:
    y, left, right = rule
    x0, y0, x1, y1 = span.bbox
    low, high = (y0 + share * (y1 - y0) for share in MIDDLE)
    return low <= y <= high and min(right, x1) - max(left, x0) > span.size / 4


def _is_as_long(rule: Rule, through: Sequence[Span]) -> bool:
    _, left, right = rule
    slack = BEYOND * max(s.size for s in through)
    return min(s.bbox[0] for s in through) - slack <= left and right <= max(s.bbox[2] for s in through) + slack
