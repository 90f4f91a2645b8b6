"""The rules of a table, drawn in the ways that different producers draw them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

Rule = tuple[float, float, float, float]  # left, top, right, bottom; top-left origin

# How rules are drawn: joined to long ones or not, and with what.
RULES = {
    "thin rectangles": (False, "fill"),
    "long thin rectangles": (True, "fill"),
    "strokes": (False, "stroke"),
    "long strokes": (True, "stroke"),
    "double dashed": (True, "double"),
}
THICK = 0.48


def rectangle(left: float, top: float, right: float, bottom: float) -> list[Rule]:
    return [
        (left, top, right, top),
        (left, bottom, right, bottom),
        (left, top, left, bottom),
        (right, top, right, bottom),
    ]


def joined(rules: list[Rule]) -> list[Rule]:
    """Collinear rules that touch, as one."""
    by_line: dict[tuple[str, float], list[tuple[float, float]]] = defaultdict(list)
    for left, top, right, bottom in rules:
        if top == bottom:
            by_line["h", round(top, 2)].append((left, right))
        else:
            by_line["v", round(left, 2)].append((top, bottom))
    found: list[Rule] = []
    for (way, at), spans in by_line.items():
        merged: list[list[float]] = []
        for start, end in sorted(spans):
            if merged and start <= merged[-1][1] + 0.1:
                merged[-1][1] = max(merged[-1][1], end)
            else:
                merged.append([start, end])
        found += [(a, at, b, at) if way == "h" else (at, a, at, b) for a, b in merged]
    return found


def rule_lines(canvas: Canvas, rules: list[Rule], style: str, height: float) -> None:
    long, means = RULES[style]
    each = joined(rules) if long else sorted({tuple(round(n, 2) for n in rule) for rule in rules})
    canvas.setLineWidth(THICK)
    for left, top, right, bottom in each:
        y0, y1 = height - top, height - bottom
        if means == "fill":
            canvas.rect(left - THICK / 2, y1 - THICK / 2, right - left + THICK, y0 - y1 + THICK, stroke=0, fill=1)
        elif means == "stroke":
            canvas.line(left, y0, right, y1)
        else:
            canvas.setDash(3, 1)
            aside = (0.0, 0.7) if top == bottom else (0.7, 0.0)
            for sign in (-1, 1):
                canvas.line(left + sign * aside[0], y0 + sign * aside[1], right + sign * aside[0], y1 + sign * aside[1])
            canvas.setDash()
