"""Sides that a table's print leaves open: where several rules that others cross end together, there is its side."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from formextract.layout.grid import Rule, join_rules

TOGETHER = 2.0
"""Points by which the ends of rules stray that end at one side."""
NEAR, NEAR_LEVEL = 2.6, 7.0
"""Points from a drawn rule within which the side, or the top or foot, is that one. A table in a cell ends 3.2 points
from its wall; uprights run a little past the rule at their foot."""
OPEN = 3
"""Rules that end together at a side, at least: two are a frame's top and foot, or two underlines."""
CROSSED = 0.8
"""Share of a stretch between two rules that an upright one between their ends must cover to cross both."""
AS_LOW = 1.25
"""A stretch that nothing crosses belongs to the table where it is hardly higher than its lowest row; else it is what
stands between two tables."""
OFF = 7.0
"""Points: an upright rule that stands this close to the ends is the side itself."""
LEAST = 12.0
"""Points: rules closer than this bound no row of writing."""


class Sides(NamedTuple):
    """Rules that nobody drew: they go on where drawn ones end together."""

    horizontal: list[Rule]
    vertical: list[Rule]


def open_sides(horizontal: Sequence[Rule], vertical: Sequence[Rule]) -> Sides:
    """The sides that are not drawn; rules in points. Left and right first: top and foot may end at them."""
    level, upright = join_rules(horizontal), join_rules(vertical)
    sides = _sides(level, upright, NEAR)
    return Sides(_sides([*upright, *sides], level, NEAR_LEVEL), sides)


def _sides(rules: Sequence[Rule], across: Sequence[Rule], near: float) -> list[Rule]:
    """Sides across `rules` at either of their ends."""
    out: list[Rule] = []
    for end in (1, 2):
        for group in _ending_together(rules, end):
            out += side_of(group, end, across, rules, near)
    return out


def _ending_together(rules: Sequence[Rule], end: int) -> list[list[Rule]]:
    groups: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda r: r[end]):
        if groups and rule[end] - groups[-1][0][end] <= TOGETHER:
            groups[-1].append(rule)
        else:
            groups.append([rule])
    return [sorted(g) for g in groups if len(g) >= OPEN]


def side_of(
    group: Sequence[Rule], end: int, across: Sequence[Rule], along: Sequence[Rule], near: float = NEAR
) -> list[Rule]:
    """The stretches of one side between rules that end there and that others cross; none where it is drawn.

    Nor where one `along` them runs through it: two parts of a form that begin at one place have rows between them.
    """
    outer = (min if end == 1 else max)(r[end] for r in group)
    rows = [(a, b) for a, b in pairwise(group) if b[0] - a[0] >= LEAST]
    crossed = [_crossed(a, b, across) for a, b in rows]
    if sum(crossed) < OPEN - 1:
        return []
    low = AS_LOW * min(b[0] - a[0] for (a, b), yes in zip(rows, crossed, strict=True) if yes)
    out = []
    for (a, b), yes in zip(rows, crossed, strict=True):
        through = any(a[0] < place < b[0] and x0 + OFF < outer < x1 - OFF for place, x0, x1 in along)
        if (yes or b[0] - a[0] <= low) and not through and not _drawn(outer, a[0], b[0], across, near):
            out.append((outer, a[0], b[0]))
    return out


def _crossed(a: Rule, b: Rule, across: Sequence[Rule]) -> bool:
    """Whether a rule runs from one to the next, between their ends."""
    low, high = max(a[1], b[1]) + OFF, min(a[2], b[2]) - OFF
    least = CROSSED * (b[0] - a[0])
    return any(low < x < high and min(b[0], y1) - max(a[0], y0) >= least for x, y0, y1 in across)


def _drawn(x: float, top: float, foot: float, across: Sequence[Rule], near: float) -> bool:
    least = CROSSED * (foot - top)
    return any(abs(v - x) <= near and min(foot, y1) - max(top, y0) >= least for v, y0, y1 in across)
