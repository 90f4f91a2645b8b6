"""A run of text on a digital page, as PDF and OFD give it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from formextract.geometry import BBox

Letters = Sequence[tuple[str, BBox]]
"""Each letter of a run with its box."""


class Span(NamedTuple):
    """A run of text of one font on one line. `letters` is asked for only where the run must be cut."""

    text: str
    size: float
    bbox: BBox
    letters: Callable[[], Letters]
