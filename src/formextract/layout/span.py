"""A run of text on a digital page, as PDF and OFD give it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from formextract.geometry import BBox
from formextract.text.glyphs import TICKS

Letters = Sequence[tuple[str, BBox]]
"""Each letter of a run with its box."""


TILTED = -1
MEANT = 0.02
"""Of a letter's size: a line that a program puts through text ends so near to the edge of a letter (programs count in
twentieths of a point); one drawn by hand hardly ever does."""
BESIDE = 0.15
"""Of a letter's size: letters of one figure stand closer; boxes for single digits keep theirs half a letter apart."""
APART = 0.2
"""Of a letter's size: what stands further from a letter beside it is another word (0.3 and 0.6 between the options of
drawn forms whose programs leave the space out)."""
_FIGURE = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?%?")
_OF_FIGURE = re.compile(r"[\d.,%+-]*")


class Span(NamedTuple):
    """A run of text of one font on one line. `letters` is asked for only where the run must be cut.

    `ink` is how dark the letters are on white paper: 1 is black, 0 is not seen. `turn` is how many degrees clockwise
    make it run from left to right, `TILTED` where it is neither level nor upright. `torn`: it was cut out of a figure.
    """

    text: str
    size: float
    bbox: BBox
    letters: Callable[[], Letters]
    ink: float = 1.0
    turn: int = 0
    torn: bool = False


def part_of(span: Span, letters: Letters) -> Span:
    """A run of some of another's letters, which stand side by side."""
    box = (letters[0][1][0], span.bbox[1], letters[-1][1][2], span.bbox[3])
    return span._replace(text="".join(c for c, _ in letters), bbox=box, letters=lambda: letters)


def apart(
    span: Span, told: Sequence[bool], *, tears: bool = True, ends: Sequence[float] = ()
) -> Iterator[tuple[bool, Span]]:
    """The run in parts of letters of which the same is told (struck, covered), each with what is told of it.

    A part is torn where its first or last letter and the one beyond are of one figure, of which the part then is but a
    piece. Nothing tears where one sees no trace of what is gone (`tears`), or a cut is meant: there an old figure ends
    and a new one begins (`ends`, places on the line).
    """
    letters = list(span.letters())
    start = 0
    for value, run in groupby(zip(letters, told, strict=False), key=lambda letter: letter[1]):
        part = [letter for letter, _ in run]
        stop = start + len(part)
        torn = span.torn or (tears and any(_tears(letters, cut, span.size, ends) for cut in (start, stop)))
        yield value, part_of(span, part)._replace(torn=torn)
        start = stop


def _tears(letters: Letters, cut: int, size: float, ends: Sequence[float]) -> bool:
    """Whether a cut before the letter of that number goes through a figure whose letters stand side by side."""
    if not 0 < cut < len(letters):
        return False
    edge = letters[cut][1][0]
    if abs(edge - letters[cut - 1][1][2]) > BESIDE * size or any(abs(end - edge) <= MEANT * size for end in ends):
        return False
    left = _OF_FIGURE.match("".join(char for char, _ in reversed(letters[:cut])))
    right = _OF_FIGURE.match("".join(char for char, _ in letters[cut:]))
    if not left or not right or not left.group() or not right.group():
        return False
    return _FIGURE.fullmatch(left.group()[::-1] + right.group()) is not None


def darkness(red: float, green: float, blue: float, opacity: float = 1.0) -> float:
    """The `ink` of a colour (0 to 1 each), by how light an eye takes it for."""
    return (1 - (0.299 * red + 0.587 * green + 0.114 * blue)) * opacity


def options_apart(span: Span) -> Span:
    """The run with a space wherever letters of it stand apart, if it holds a tick: which of the words beside it is
    ticked tells the gap (是  否√  不适用), for which a PDF needs no letter.
    """
    if not any(tick in span.text for tick in TICKS) or span.turn:
        return span
    letters: list[tuple[str, BBox]] = []
    for char, box in span.letters():
        before = letters[-1] if letters else None
        if before is not None and not before[0].isspace() and not char.isspace():
            gap = (before[1][2], span.bbox[1], box[0], span.bbox[3])
            letters += [(" ", gap)] if gap[2] - gap[0] > APART * span.size else []
        letters.append((char, box))
    return span._replace(text="".join(c for c, _ in letters), letters=lambda: letters)
