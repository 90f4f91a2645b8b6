"""A run of text on a digital page, as PDF and OFD give it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from formextract.geometry import BBox

Letters = Sequence[tuple[str, BBox]]
"""Each letter of a run with its box."""


TILTED = -1


class Span(NamedTuple):
    """A run of text of one font on one line. `letters` is asked for only where the run must be cut.

    `ink` is how dark the letters are on white paper: 1 is black, 0 is not seen. `turn` is how many degrees clockwise
    make it run from left to right, `TILTED` where it is neither level nor upright.
    """

    text: str
    size: float
    bbox: BBox
    letters: Callable[[], Letters]
    ink: float = 1.0
    turn: int = 0


def part_of(span: Span, letters: Letters) -> Span:
    """A run of some of another's letters, which stand side by side."""
    box = (letters[0][1][0], span.bbox[1], letters[-1][1][2], span.bbox[3])
    return span._replace(text="".join(c for c, _ in letters), bbox=box, letters=lambda: letters)


def darkness(red: float, green: float, blue: float, opacity: float = 1.0) -> float:
    """The `ink` of a colour (0 to 1 each), by how light an eye takes it for."""
    return (1 - (0.299 * red + 0.587 * green + 0.114 * blue)) * opacity
