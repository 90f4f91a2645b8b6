"""Where the letters of an OFD text object stand (GB/T 33190, 11.3), and the runs that they make."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from formextract.geometry import BBox
from formextract.readers.ofd.matrices import Point
from formextract.readers.ofd.package import numbers

ASCENT, DESCENT = 0.88, 0.12
"""Letter sizes above and below the line on which letters stand; what most Chinese fonts say."""
GAP = 1.0
"""Letter sizes: letters further apart are two runs."""


def as_printed(text: str) -> str:
    """A text code without the line breaks that a pretty-printing program put around it."""
    return re.sub(r"^[ \t]*\r?\n\s*|\s*\r?\n[ \t]*$", "", text)


def deltas(text: str | None, most: int) -> list[float]:
    """The steps from letter to letter, at most `most`; `g 3 5.5` says 5.5 three times (GB/T 33190, 11.3)."""
    words = (text or "").replace(",", " ").split()
    out: list[float] = []
    i = 0
    while i < len(words) and len(out) < most:
        if words[i].lower() == "g":
            count, step = "".join(words[i + 1 : i + 2]), numbers("".join(words[i + 2 : i + 3]))
            if count.isdecimal() and step:
                out += step * min(int(count[:9]), most - len(out))
            i += 3
        else:
            out += numbers(words[i])
            i += 1
    return out[:most]


def _advance(char: str, size: float) -> float:
    """About how wide a letter is."""
    return size if ord(char) > 0x2E7F or char in "“”‘’…—·①②③④⑤⑥⑦⑧⑨⑩☑☐■□●○√✓" else size / 2  # noqa: PLR2004 - CJK


def letter_places(text: str, x: float, y: float, size: float, across: str | None, down: str | None) -> list[Point]:
    """Where each letter stands: its left end on the line."""
    dx, dy = deltas(across, len(text) - 1), deltas(down, len(text) - 1)
    out = [(x, y)]
    for i, char in enumerate(text[:-1]):
        # Steps run out where a maker leaves off those that follow from the letters.
        x += dx[i] if i < len(dx) else 0.0 if dy else _advance(char, size)
        y += dy[i] if i < len(dy) else 0.0
        out.append((x, y))
    return out


def letter_runs(text: str, places: Sequence[Point], size: float) -> list[list[tuple[str, BBox]]]:
    """Letters with their boxes, cut where the line breaks or a wide gap stands; letters below each other are a run."""
    out: list[list[tuple[str, BBox]]] = []
    upright = len(places) > 1 and all(
        abs(q[0] - p[0]) < size / 4 and abs(q[1] - p[1]) >= size / 2 for p, q in pairwise(places)
    )
    for i, (char, (x, y)) in enumerate(zip(text, places, strict=True)):
        width = _advance(char, size)
        if i + 1 < len(places) and places[i + 1][1] == y and 0 < places[i + 1][0] - x < width:
            width = places[i + 1][0] - x
        box = (x, y - ASCENT * size, x + width, y + DESCENT * size)
        if out and not upright:
            last = out[-1][-1][1]
            if abs(last[1] - box[1]) > size / 2 or not -size < x - last[2] < GAP * size:
                out.append([])
        elif not out:
            out.append([])
        out[-1].append((char, box))
    return out
