"""Text of a PDF page with a line through it: a StrikeOut annotation, or a rule through the middle of the letters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple

import pymupdf

from formextract.layout.grid import Rule
from formextract.layout.span import Letters, Span

MIDDLE = (0.3, 0.75)
"""Shares of a run's height between which a line goes through its letters; underlines and tables' rules lie outside."""
BEYOND = 0.6
"""Letter sizes by which such a line may stand out on either side; a longer one is a rule that the text was set over."""


STEP = 8.0
"""Points of height by which runs are looked up."""


class Struck(NamedTuple):
    """The runs of a page that stand, those that are struck, and the rules that are no strokes through text."""

    standing: list[Span]
    struck: list[Span]
    rules: list[Rule]


def struck_apart(spans: Sequence[Span], rules: Sequence[Rule], page: Any) -> Struck:
    """Runs cut where a line goes through some of their letters."""
    marked = list(_strike_outs(page))
    at = _by_height(spans)
    lines = [(rule, [s for s in at.get(int(rule[0] // STEP), ()) if _goes_through(rule, s)]) for rule in rules]
    strokes = [rule for rule, through in lines if through and _is_as_long(rule, through)]
    if not marked and not strokes:
        return Struck(list(spans), [], list(rules))
    standing: list[Span] = []
    struck: list[Span] = []
    for span in spans:
        across = [(a, b) for y, a, b in (*strokes, *marked) if _goes_through((y, a, b), span)]
        if not across:
            standing.append(span)
            continue
        runs: list[tuple[bool, list[tuple[str, Any]]]] = []
        for char, box in span.letters():
            hit = any(a <= (box[0] + box[2]) / 2 <= b for a, b in across)
            if not runs or runs[-1][0] != hit:
                runs.append((hit, []))
            runs[-1][1].append((char, box))
        for hit, letters in runs:
            (struck if hit else standing).append(_span(span, letters))
    return Struck(standing, struck, [r for r in rules if r not in strokes])


def _by_height(spans: Sequence[Span]) -> dict[int, list[Span]]:
    """The runs by the steps of height that they stand on: a page may hold thousands of both."""
    out: dict[int, list[Span]] = defaultdict(list)
    for span in spans:
        for step in range(int(span.bbox[1] // STEP), int(span.bbox[3] // STEP) + 1):
            out[step].append(span)
    return out


def _strike_outs(page: Any) -> list[Rule]:
    """The middles of what the page's StrikeOut annotations cover."""
    out: list[Rule] = []
    for annotation in page.annots(types=[pymupdf.PDF_ANNOT_STRIKE_OUT]):
        points = annotation.vertices or []
        for i in range(0, len(points) - 3, 4):
            quad = [pymupdf.Point(p) * page.rotation_matrix for p in points[i : i + 4]]
            xs, ys = [p.x for p in quad], [p.y for p in quad]
            out.append(((min(ys) + max(ys)) / 2, min(xs), max(xs)))
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


def _span(span: Span, letters: Letters) -> Span:
    boxes = [box for _, box in letters]
    box = (boxes[0][0], span.bbox[1], boxes[-1][2], span.bbox[3])
    return Span("".join(c for c, _ in letters), span.size, box, lambda: letters)
