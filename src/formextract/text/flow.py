"""Words placed on a page to text: lines by height, words by place, and line ends that are wraps taken out again."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple

from formextract.text import WRAP


class TextRun(NamedTuple):
    """A run of text on one line: box, letter size in points, text; `letters` are (letter, left, right), where known.

    `turn` is how many degrees clockwise make it run from left to right.
    """

    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    text: str
    letters: Callable[[], Sequence[tuple[str, float, float]]] | None = None
    turn: int = 0


class PlacedLine(NamedTuple):
    """One printed line: its box, letter size, text with gaps as spaces."""

    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    text: str

    @property
    def bbox(self) -> tuple[float, float, float, float]:
        return self.x0, self.y0, self.x1, self.y1


GAP = 0.3
"""Letter sizes: a wider gap between two runs is written as a space."""
OVERLAP = 0.4
"""Letter sizes by which runs may overlap, or letters of one run stand apart, before the run is cut."""
SLACK = 0.75
"""Letter sizes by which a line may fall short of the edge and still count as full (justification, kinsoku)."""

_NO_START = "，。、；：？！）》」』】”’,.;:?!)%％…"
_NO_END = "（《「『【“‘(["
_FIRST_CHUNK = re.compile(rf"[{re.escape(_NO_END)}]*(?:[A-Za-z0-9.,%+\-]+|.)[{re.escape(_NO_START)}]*")


def lines_of(pieces: Sequence[TextRun]) -> list[PlacedLine]:
    """Pieces as lines from top to bottom, each from left to right, whatever the order in which they were drawn."""
    if len(pieces) == 1:
        return [PlacedLine(*pieces[0][:6])]
    lines: list[list[TextRun]] = []
    low = high = 0.0
    for piece in sorted(pieces, key=lambda p: (p.y0 + p.y1) / 2):
        middle = (piece.y0 + piece.y1) / 2
        if lines and low < middle < high:
            lines[-1].append(piece)
        else:
            lines.append([piece])
        first = lines[-1][0]
        third = (first.y1 - first.y0) / 3
        low, high = first.y0 + third * 0.5, first.y1 - third * 0.5
    return [_line(group) for group in lines]


def _line(group: list[TextRun]) -> PlacedLine:
    if len(group) == 1:
        return PlacedLine(*group[0][:6])
    group.sort(key=lambda p: p.x0)
    if any(b.x0 < a.x1 - OVERLAP * a.size for a, b in pairwise(group)):
        group = sorted((part for p in group for part in _apart(p)), key=lambda p: p.x0)
    text, right = group[0].text, group[0].x1
    for piece in group[1:]:
        if piece.x0 - right > GAP * piece.size and not text.endswith(" "):
            text += " "
        text += piece.text
        right = max(right, piece.x1)
    return PlacedLine(
        group[0].x0, min(p.y0 for p in group), right, max(p.y1 for p in group), max(p.size for p in group), text
    )


def _apart(piece: TextRun) -> list[TextRun]:
    """A run cut at its spaces and where it leaves room for letters of another font, such as a tick between options."""
    if piece.letters is None:
        return [piece]
    out: list[TextRun] = []
    run: list[tuple[str, float, float]] = []
    for letter in [*piece.letters(), None]:
        if run and (letter is None or letter[0].isspace() or letter[1] - run[-1][2] > OVERLAP * piece.size):
            text = "".join(c for c, _, _ in run)
            out.append(TextRun(run[0][1], piece.y0, run[-1][2], piece.y1, piece.size, text))
            run = []
        if letter is not None and not letter[0].isspace():
            run.append(letter)
    return out


def reflow(lines: Sequence[PlacedLine], right: float) -> str:
    """Lines joined where the break is a wrap, with a newline where it was meant.

    A line was wrapped if the next line's first chunk would not have fitted before `right`.
    """
    if not lines:
        return ""
    out = [lines[0].text.strip()]
    for above, below in pairwise(lines):
        text = below.text.strip()
        if not text:
            continue
        out.append((WRAP if wrapped(above, text, right) else "\n") + text)
    return "".join(out)


def wrapped(above: PlacedLine, below: str, right: float) -> bool:
    """Whether the break between a line and the text below it is a wrap."""
    chunk = _FIRST_CHUNK.match(below)
    width = sum(1.0 if ord(c) > 0x2E7F else 0.5 for c in chunk.group()) if chunk else 1.0  # noqa: PLR2004 - first CJK block
    return right - above.x1 < (width + SLACK) * above.size - 0.01
