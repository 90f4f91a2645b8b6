"""Text that its ink hides: white on white, transparent, never drawn, or of the very colour that it stands on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from formextract.geometry import BBox, holds
from formextract.layout.span import Span, apart
from formextract.model.ink import TINY

FAINT = 0.05
"""Ink up to which letters are not seen on white paper."""
DARK_ENOUGH = 0.2
"""Ink of a coloured ground from which white letters are seen on it; a heading's pale grey has 0.1."""
ALIKE = 0.02
"""Ink by which letters and their ground may differ that nobody tells apart; a program says one colour twice alike."""


class Ground(NamedTuple):
    """What letters may stand on, in the order of drawing: its box and how dark it is on white paper.

    `even`: one colour all over its box, which no picture is, and no shape of curves.
    """

    box: BBox
    ink: float
    even: bool


def _as_drawn(_: BBox) -> bool:
    return True


def _no_pictures() -> Sequence[Ground]:
    return ()


def unseen_apart(
    spans: Sequence[Span],
    fills: Sequence[Ground],
    is_even: Callable[[BBox], bool] = _as_drawn,
    pictures: Callable[[], Sequence[Ground]] = _no_pictures,
) -> tuple[list[Span], list[Span]]:
    """The runs that are seen, and those that are not; white letters are seen on coloured grounds and pictures.

    `is_even` is asked of a place where letters seem to have the colour of their ground: whether it shows one colour.
    `pictures` give the page's pictures, which lie below all else and are looked for only where letters may need one.
    """
    grounds = fills
    asked = False
    least = min((span.bbox[3] - span.bbox[1] for span in spans if span.size > TINY), default=0.0) / 4
    even = [
        g for g in fills if g.even and g.box[3] - g.box[1] >= least
    ]  # what is flatter is a rule: it holds no letter
    alike: dict[float, list[BBox]] = {}
    """Boxes of grounds by the ink of letters that would not be seen on them."""
    seen: list[Span] = []
    unseen: list[Span] = []
    for span in spans:
        if span.size <= TINY:
            unseen.append(span)
            continue
        faint = span.ink <= FAINT
        if not faint and not _meets_any(span.bbox, _of_ink(span.ink, even, alike)):
            seen.append(span)
            continue
        if not asked:
            grounds, asked = [*pictures(), *fills], True
        if faint:
            coloured = [g.box for g in grounds if g.ink >= DARK_ENOUGH]
            shown = [any(holds(ground, box) for ground in coloured) for _, box in span.letters()]
        else:
            shown = [not (_is_alike(span.ink, box, grounds) and is_even(box)) for _, box in span.letters()]
        for on_ground, part in apart(span, shown):
            (seen if on_ground else unseen).append(part)
    return seen, unseen


def _of_ink(ink: float, even: Sequence[Ground], known: dict[float, list[BBox]]) -> list[BBox]:
    """The boxes of even grounds as dark as an ink, kept in `known`: a page has few inks and many letters."""
    if ink not in known:
        known[ink] = [g.box for g in even if abs(g.ink - ink) <= ALIKE]
    return known[ink]


def _is_alike(ink: float, letter: BBox, grounds: Sequence[Ground]) -> bool:
    """Whether the uppermost ground below a letter is one even colour as dark as its ink."""
    height = (letter[3] - letter[1]) / 2  # what is lower is a line through it, not its ground
    below = [g for g in grounds if holds(g.box, letter) and g.box[3] - g.box[1] >= height]
    return bool(below) and all(g.even for g in below) and abs(below[-1].ink - ink) <= ALIKE


def _meets_any(box: BBox, others: Sequence[BBox]) -> bool:
    left, top, right, bottom = box
    for x0, y0, x1, y1 in others:  # noqa: SIM110 - many grounds for each of many runs: a third of what `any` takes
        if x0 < right and left < x1 and y0 < bottom and top < y1:
            return True
    return False
