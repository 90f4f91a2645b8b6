"""Text that its ink hides: white on white, transparent, or never drawn."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from formextract.geometry import BBox, holds
from formextract.layout.span import Span, part_of

FAINT = 0.05
"""Ink up to which letters are not seen on white paper."""
DARK_ENOUGH = 0.2
"""Ink of a coloured ground from which white letters are seen on it; a heading's pale grey has 0.1."""


def unseen_apart(spans: Sequence[Span], grounds: Sequence[BBox]) -> tuple[list[Span], list[Span]]:
    """The runs that are seen, and those that are not; white letters are seen on coloured grounds and pictures."""
    if all(s.ink > FAINT for s in spans):
        return list(spans), []
    seen: list[Span] = []
    unseen: list[Span] = []
    for span in spans:
        if span.ink > FAINT:
            seen.append(span)
            continue
        letters = [(char, box, any(holds(ground, box) for ground in grounds)) for char, box in span.letters()]
        for on_ground, run in groupby(letters, key=lambda letter: letter[2]):
            part = [(char, box) for char, box, _ in run]
            (seen if on_ground else unseen).append(part_of(span, part))
    return seen, unseen
