"""From an OFD object's own coordinates to points on the page (GB/T 33190, 8.5)."""

from __future__ import annotations

from typing import Any

from formextract.geometry import BBox
from formextract.readers.ofd.package import numbers

Matrix = tuple[float, float, float, float, float, float]
"""x' = a x + c y + e, y' = b x + d y + f."""
Point = tuple[float, float]


def own_matrix(item: Any, outer: Matrix) -> Matrix:
    """From an object's own coordinates to points on the page."""
    ctm = numbers(item.get("CTM"))
    a, b, c, d, e, f = ctm if len(ctm) == 6 else (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)  # noqa: PLR2004 - a matrix
    boundary = numbers(item.get("Boundary"))
    if len(boundary) == 4:  # noqa: PLR2004 - x y w h
        e, f = e + boundary[0], f + boundary[1]
    oa, ob, oc, od, oe, of = outer
    return (
        oa * a + oc * b,
        ob * a + od * b,
        oa * c + oc * d,
        ob * c + od * d,
        oa * e + oc * f + oe,
        ob * e + od * f + of,
    )


def point_on_page(point: Point, matrix: Matrix) -> Point:
    a, b, c, d, e, f = matrix
    x, y = point
    return a * x + c * y + e, b * x + d * y + f


def box_on_page(box: BBox, matrix: Matrix) -> BBox:
    x0, y0 = point_on_page(box[:2], matrix)
    x1, y1 = point_on_page(box[2:], matrix)
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)
