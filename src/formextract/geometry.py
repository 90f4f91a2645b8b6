"""Boxes on a page: top-left origin, x to the right, y downwards, in points (pixels for images)."""

from __future__ import annotations

from collections.abc import Iterable

BBox = tuple[float, float, float, float]
"""x0, y0, x1, y1 with x0 <= x1 and y0 <= y1."""


def union(boxes: Iterable[BBox]) -> BBox:
    """The smallest box around all of `boxes`; ValueError where there are none."""
    xs0, ys0, xs1, ys1 = zip(*boxes, strict=True)
    return min(xs0), min(ys0), max(xs1), max(ys1)


def centre(box: BBox) -> tuple[float, float]:
    """The middle point of a box."""
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def contains(outer: BBox, inner: BBox, slack: float = 0.0) -> bool:
    """Whether `inner` lies within `outer`, allowing it to stick out by `slack`."""
    return (
        inner[0] >= outer[0] - slack
        and inner[1] >= outer[1] - slack
        and inner[2] <= outer[2] + slack
        and inner[3] <= outer[3] + slack
    )


def holds(outer: BBox, inner: BBox) -> bool:
    """Whether the middle of `inner` lies within `outer`."""
    x, y = centre(inner)
    return outer[0] <= x <= outer[2] and outer[1] <= y <= outer[3]


def cluster(values: Iterable[float], tolerance: float) -> list[float]:
    """Ascending means of the groups in which neighbouring values lie at most `tolerance` apart."""
    out: list[float] = []
    group: list[float] = []
    for value in sorted(values):
        if group and value - group[-1] > tolerance:
            out.append(sum(group) / len(group))
            group = []
        group.append(value)
    if group:
        out.append(sum(group) / len(group))
    return out
