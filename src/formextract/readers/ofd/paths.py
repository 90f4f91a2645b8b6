"""The paths of OFD drawings taken apart: their pieces, and which of them are rectangles."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from formextract.geometry import BBox
from formextract.readers.ofd.matrices import Point

_PATH = re.compile(r"[A-Za-z]|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_OPERANDS = {"M": 2, "S": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}


def subpaths(text: str) -> list[tuple[list[Point], bool, bool]]:
    """The pieces of a path: points (of curves their ends and handles), whether it has curves, whether it is closed."""
    out: list[tuple[list[Point], bool, bool]] = []
    points: list[Point] = []
    curve = False
    words = _PATH.findall(text)
    i = 0

    def close(*, closed: bool) -> None:
        if points:
            out.append((points, curve, closed))

    while i < len(words):
        op = words[i].upper()
        n = _OPERANDS.get(op)
        i += 1
        if n is None:
            continue
        try:
            operands = [float(w) for w in words[i : i + n]]
        except ValueError:
            continue
        if len(operands) < n:
            break
        i += n
        if op == "C":
            close(closed=True)
            points, curve = points[:1], False
            continue
        if op in "MS":
            if len(points) > 1:
                close(closed=False)
            points, curve = [], False
        if op in "QBA":
            curve = True
        if op == "A":
            operands = operands[5:]
        points += zip(operands[::2], operands[1::2], strict=True)
    if len(points) > 1:
        close(closed=False)
    return out


def rectangle(points: Sequence[Point], *, closed: bool) -> BBox | None:
    """The box of a path that is one, with sides along the page's; None of other shapes."""
    if len(points) == 5 and math.dist(points[0], points[4]) < 0.5:  # noqa: PLR2004 - closed by its last point
        points, closed = points[:4], True
    if len(points) != 4 or not closed:  # noqa: PLR2004 - corners
        return None
    for (x0, y0), (x1, y1) in zip(points, [*points[1:], points[0]], strict=True):
        if min(abs(x1 - x0), abs(y1 - y0)) > 0.5:  # noqa: PLR2004 - points; a side that slants
            return None
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return min(xs), min(ys), max(xs), max(ys)
