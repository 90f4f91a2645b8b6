"""Dots and dashes that are drawn one by one, to the rules that they are seen as: a browser's dotted borders."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from formextract.geometry import BBox
from formextract.layout.grid import Rule

DOT = 3.0
"""Points: what is no longer and no wider is a dot."""
LEAST = 5
"""Dots of a rule; fewer are an ellipsis, a colon, a leader's end."""
ALIGNED = 0.5
"""Points by which dots of one rule may stand beside each other's line."""
GAP = 3.0
"""Largest gap between dots of a rule, in their size; browsers leave one size, to fit the length up to two."""
DASH = 15.0
"""Points: the longest piece of a rule of dashes; the rules between words of a line are longer."""
PATTERN = 0.5
"""Share of a row's dots that stand in columns of dots too, above which it is a pattern that fills an area, no rule."""


def is_dot(box: BBox) -> bool:
    """Whether what is drawn in a box is small enough to be a dot of a rule."""
    return max(box[2] - box[0], box[3] - box[1]) <= DOT


def dotted_rules(dots: Sequence[BBox]) -> tuple[list[Rule], list[Rule]]:
    """The level rules (y, x0, x1) and the upright ones (x, y0, y1) that rows of dots make, in points."""
    level = list(_rows(dots))
    turned = [(y0, x0, y1, x1) for x0, y0, x1, y1 in dots]
    upright = list(_rows(turned))
    in_rows, in_columns = ({n for row in rows for n in row} for rows in (level, upright))
    return list(_rules(level, dots, in_columns)), list(_rules(upright, turned, in_rows))


def is_dashed_rule(box: BBox, pieces: Sequence[BBox]) -> bool:
    """Whether pieces that were drawn at once, all of them in a box, are dashes of one rule from end to end of it."""
    x0, y0, x1, y1 = box
    if min(x1 - x0, y1 - y0) > DOT or len(pieces) <= 1:
        return False
    along = sorted((p[0], p[2]) if x1 - x0 > y1 - y0 else (p[1], p[3]) for p in pieces)
    longest = max(end - start for start, end in along)
    reached = along[0][0]
    gaps = [0.0]
    for start, end in along:
        gaps.append(start - reached)
        reached = max(reached, end)
    return longest <= DASH and 0 < max(gaps) <= GAP * longest


def _rows(dots: Sequence[BBox]) -> Iterator[list[int]]:
    """The numbers of the dots of each row, from left to right."""
    line: list[int] = []
    for n in sorted(range(len(dots)), key=lambda n: dots[n][1] + dots[n][3]):
        if line and _middle(dots[n]) - _middle(dots[line[0]]) > ALIGNED:
            yield from _pieces(line, dots)
            line = []
        line.append(n)
    yield from _pieces(line, dots)


def _pieces(line: list[int], dots: Sequence[BBox]) -> Iterator[list[int]]:
    piece: list[int] = []
    for n in sorted(line, key=lambda n: dots[n][0]):
        if piece:
            before = dots[piece[-1]]
            size = max(before[2] - before[0], dots[n][2] - dots[n][0])
            if dots[n][0] - before[2] > GAP * size:
                yield from [piece] if len(piece) >= LEAST else []
                piece = []
        piece.append(n)
    if len(piece) >= LEAST:
        yield piece


def _rules(rows: Sequence[list[int]], dots: Sequence[BBox], crossed: set[int]) -> Iterator[Rule]:
    for row in rows:
        if sum(n in crossed for n in row) <= PATTERN * len(row):
            across = sum(_middle(dots[n]) for n in row) / len(row)
            yield across, dots[row[0]][0], max(dots[n][2] for n in row)


def _middle(dot: BBox) -> float:
    return (dot[1] + dot[3]) / 2
