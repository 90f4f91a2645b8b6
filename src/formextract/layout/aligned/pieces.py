"""Runs of text to pieces: what stands together on one line, parted at wide gaps."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from formextract.geometry import BBox
from formextract.text.flow import TextRun

APART = 0.75
"""Letter sizes: a wider gap may part two columns."""
CORE = 0.45
"""Letter sizes above and below a line's middle that are its own: boxes of lines that follow each other overlap."""
SAME_LINE = 0.36
"""Letter sizes between the middles of what stands on one line; half a line's distance has 0.6."""


class TextPiece(NamedTuple):
    """Letters that stand together on a line: text, sides, the line's middle, the letters' size, the runs it is of."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    runs: tuple[TextRun, ...]

    @property
    def high(self) -> float:
        return max(r.y1 - r.y0 for r in self.runs)

    @property
    def top(self) -> float:
        return self.y - CORE * self.size

    @property
    def foot(self) -> float:
        return self.y + CORE * self.size


def pieces_of(runs: Sequence[TextRun]) -> list[TextPiece]:
    """The pieces of all lines, from top to bottom and left to right."""
    cut = [part for run in runs for part in _parted(run) if part.text.strip()]
    lines: list[list[TextRun]] = []
    for run in sorted(cut, key=lambda r: (r.y0 + r.y1) / 2):
        middle = (run.y0 + run.y1) / 2
        first = lines[-1][0] if lines else None
        if first is not None and middle - (first.y0 + first.y1) / 2 <= SAME_LINE * min(first.size, run.size):
            lines[-1].append(run)
        else:
            lines.append([run])
    return [piece for line in lines for piece in _joined(sorted(line, key=lambda r: r.x0))]


def _joined(line: Sequence[TextRun]) -> list[TextPiece]:
    groups: list[list[TextRun]] = []
    for run in line:
        if groups and run.x0 - max(r.x1 for r in groups[-1]) < APART * run.size:
            groups[-1].append(run)
        else:
            groups.append([run])
    return [
        TextPiece(
            "".join(r.text for r in g).strip(),
            g[0].x0,
            max(r.x1 for r in g),
            sum((r.y0 + r.y1) / 2 for r in g) / len(g),
            max(r.size for r in g),
            tuple(g),
        )
        for g in groups
    ]


def _parted(run: TextRun) -> list[TextRun]:
    """A run cut where its letters leave as wide a gap; blanks are no letters."""
    if run.letters is None:
        return [run]
    letters = [x for x in run.letters() if not x[0].isspace()]
    if not any(b[1] - a[2] >= APART * run.size for a, b in pairwise(letters)):
        return [run]
    groups: list[list[tuple[str, float, float]]] = []
    for letter in letters:
        if groups and letter[1] - groups[-1][-1][2] < APART * run.size:
            groups[-1].append(letter)
        else:
            groups.append([letter])
    return [_part(run, g) for g in groups]


def _part(run: TextRun, letters: Sequence[tuple[str, float, float]]) -> TextRun:
    own = tuple(letters)
    return run._replace(x0=own[0][1], x1=own[-1][2], text=_text(own, run.size), letters=lambda: own)


def _text(letters: Sequence[tuple[str, float, float]], size: float) -> str:
    """Letters as text, with the blanks between words that are set apart."""
    out = letters[0][0]
    for a, b in pairwise(letters):
        out += (" " if b[1] - a[2] > BLANK * size else "") + b[0]
    return out


BLANK = 0.22
"""Letter sizes between letters from which there is a blank between them."""


def box_of(pieces: Sequence[TextPiece]) -> BBox:
    """The box around pieces, by the middles of their lines and the letters' size."""
    return (
        min(p.x0 for p in pieces),
        min(p.y - p.size / 2 for p in pieces),
        max(p.x1 for p in pieces),
        max(p.y + p.size / 2 for p in pieces),
    )
