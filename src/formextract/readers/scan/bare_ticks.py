"""Ticks without boxes (`是  √否`): the ink's gaps tell which option one belongs to."""

from __future__ import annotations

from dataclasses import replace

from formextract.imaging.ink.text_lines import TextLine
from formextract.imaging.ink.unexplained import Boxes, components_within
from formextract.ocr import ReadLetter
from formextract.readers.scan.checkbox_marks import Marked
from formextract.text.glyphs import MARKED, OPEN

WIDER = 0.35
"""Letter heights by which the gap on one side of a tick is wider, from which it belongs to the other side's option."""
CLEARLY = 0.6
"""The same, from which nobody would read it otherwise."""
OWN = 0.5
"""Letter heights around a tick's middle within which ink is the tick's."""


def at_their_options(marked: Marked, line: TextLine, components: Boxes, letter: float) -> Marked:
    """The words with a space on the wider side of each bare tick; `disputed` where that is hardly wider."""
    letters = marked.words.letters
    if any(x.char in OPEN for x in letters):
        return marked
    disputed, out = marked.disputed, list(letters)
    for k in range(len(letters) - 2, 0, -1):
        if letters[k].char not in MARKED or letters[k - 1].char.isspace() or letters[k + 1].char.isspace():
            continue
        wider = _wider_before(line, components, letters[k].centre, letter)
        if abs(wider) < WIDER:
            continue
        disputed = disputed or abs(wider) < CLEARLY
        at = k if wider > 0 else k + 1
        out.insert(at, ReadLetter(" ", 1.0, 0.0, (letters[at - 1].centre + letters[at].centre) / 2))
    return marked._replace(words=replace(marked.words, letters=tuple(out)), disputed=disputed)


def _wider_before(line: TextLine, components: Boxes, share: float, letter: float) -> float:
    """Letter heights by which the gap before a tick is wider than the one behind it; 0 where its ink is not found."""
    found = components_within(components, line.ink)
    at = line.crop[0] + share * (line.crop[2] - line.crop[0])
    left, right = found[:, 0], found[:, 0] + found[:, 2]
    own = abs((left + right) / 2 - at) <= OWN * letter
    if not own.any():
        return 0.0
    x0, x1 = int(left[own].min()), int(right[own].max())
    before, behind = right[~own & (right <= x0)], left[~own & (left >= x1)]
    if not len(before) or not len(behind):
        return 0.0
    return float((x0 - int(before.max())) - (int(behind.min()) - x1)) / letter
