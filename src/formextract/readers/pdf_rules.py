"""Rules of a PDF page: lines, rectangles, thin fills, however the producing program drew them."""

from __future__ import annotations

from typing import Any, NamedTuple

import pymupdf

from formextract.geometry import BBox
from formextract.layout.boxes import is_box
from formextract.layout.grid import Rule

THIN = 3.0
"""Points: a filled rectangle this thin is a rule."""
STRAIGHT = 1.0
"""Points by which the ends of a rule may differ across its direction."""


class Drawn(NamedTuple):
    """What is drawn on a page: rules, boxes to tick, strokes that may tick them, dark fills."""

    horizontal: list[Rule]
    vertical: list[Rule]
    boxes: list[BBox]
    strokes: list[BBox]
    fills: list[BBox]


def drawn(page: Any, matrix: Any) -> Drawn:
    """The vector drawings of a page, turned by `matrix` where the page is shown turned."""
    horizontal: list[Rule] = []
    vertical: list[Rule] = []
    boxes: list[BBox] = []
    strokes: list[BBox] = []
    fills: list[BBox] = []
    for drawing in page.get_cdrawings():
        stroked = drawing["type"] != "f"
        for item in drawing["items"]:
            kind = item[0]
            if kind == "l":
                (x0, y0), (x1, y1) = item[1], item[2]
                if matrix is not None:
                    (x0, y0), (x1, y1) = pymupdf.Point(x0, y0) * matrix, pymupdf.Point(x1, y1) * matrix
                _segment(x0, y0, x1, y1, horizontal, vertical, strokes)
            elif kind == "re":
                x0, y0, x1, y1 = item[1] if matrix is None else tuple(pymupdf.Rect(item[1]) * matrix)
                w, h = x1 - x0, y1 - y0
                if h <= THIN < w:
                    horizontal.append(((y0 + y1) / 2, x0, x1))
                elif w <= THIN < h:
                    vertical.append(((x0 + x1) / 2, y0, y1))
                elif is_box((x0, y0, x1, y1)):
                    (boxes if stroked else fills).append((x0, y0, x1, y1))
                elif stroked:
                    horizontal += [(y0, x0, x1), (y1, x0, x1)]
                    vertical += [(x0, y0, y1), (x1, y0, y1)]
                elif max(w, h) < THIN * 6 and _dark(drawing.get("fill")):
                    fills.append((x0, y0, x1, y1))
            elif kind == "qu":
                quad = item[1]
                corners = [quad[0], quad[1], quad[3], quad[2]]
                if matrix is not None:
                    corners = [pymupdf.Point(c) * matrix for c in corners]
                for (x0, y0), (x1, y1) in zip(corners, corners[1:] + corners[:1], strict=True):
                    _segment(x0, y0, x1, y1, horizontal, vertical, strokes)
            elif kind == "c":
                points = item[1:] if matrix is None else [pymupdf.Point(p) * matrix for p in item[1:]]
                xs, ys = [p[0] for p in points], [p[1] for p in points]
                strokes.append((min(xs), min(ys), max(xs), max(ys)))
    return Drawn(horizontal, vertical, boxes, strokes, fills)


def _segment(
    x0: float, y0: float, x1: float, y1: float, horizontal: list[Rule], vertical: list[Rule], strokes: list[BBox]
) -> None:
    if abs(y1 - y0) <= STRAIGHT < abs(x1 - x0):
        horizontal.append(((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
    elif abs(x1 - x0) <= STRAIGHT < abs(y1 - y0):
        vertical.append(((x0 + x1) / 2, min(y0, y1), max(y0, y1)))
    else:
        strokes.append((min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))


def _dark(fill: Any) -> bool:
    return fill is not None and sum(fill) / len(fill) < 0.6  # noqa: PLR2004 - darker than a grey background
