"""Long lines are looked at again only around the letters that were read in doubt."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from formextract.ocr.fuse import BEYOND_DOUBT, LOST, SHORT
from formextract.ocr.words import FIGURE_SIGNS, ReadLetter, Words
from formextract.text import squeeze

CONTEXT = 3
"""Letters on either side that are looked at again with a doubtful one; the outermost have to read as before."""
WORTH = 0.6
"""Share of a line's letters above which the whole line is read anew."""
SHIFT = 0.3
"""Letters by which a cut is moved to where there is least ink."""


class LinePiece(NamedTuple):
    """Letters `start` to `stop` of a line, and the columns (pixels) of the line's picture that hold them."""

    start: int
    stop: int
    left: int
    right: int


def pieces_of(words: Words, image: NDArray[np.uint8]) -> list[LinePiece]:
    """What of a long line to look at again; none where all of it, or the line is short."""
    letters = words.letters
    if len(letters) <= SHORT:
        return []
    doubtful = {i for i, x in enumerate(letters) if words.counts(i) and x.probability < BEYOND_DOUBT}
    for x in words.missed:
        if x.probability > LOST:
            doubtful.add(min(range(len(letters)), key=lambda i: abs(letters[i].centre - x.centre)))
    spans: list[tuple[int, int]] = []
    for i in sorted(doubtful):
        start, stop = _with_figure(letters, i)
        start, stop = max(0, start - CONTEXT), min(len(letters), stop + CONTEXT)
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(stop, spans[-1][1]))
        else:
            spans.append((start, stop))
    if sum(b - a for a, b in spans) > WORTH * len(letters):
        return []
    return [LinePiece(a, b, _cut(letters, a, image), _cut(letters, b, image)) for a, b in spans]


def _with_figure(letters: tuple[ReadLetter, ...], at: int) -> tuple[int, int]:
    """The letter, with the whole figure that it is in or beside."""
    start, stop = at, at + 1
    while start > 0 and letters[start - 1].char in FIGURE_SIGNS:
        start -= 1
    while stop < len(letters) and letters[stop].char in FIGURE_SIGNS:
        stop += 1
    return start, stop


def _cut(letters: tuple[ReadLetter, ...], before: int, image: NDArray[np.uint8]) -> int:
    """The column of least ink about half way between a letter and the one before it; the picture's edge at an end."""
    high, wide = int(image.shape[0]), int(image.shape[1])
    if before == 0:
        return 0
    if before == len(letters):
        return wide
    middle = (letters[before - 1].centre + letters[before].centre) / 2 * wide
    low, up = max(0, round(middle - SHIFT * high)), min(wide, round(middle + SHIFT * high) + 1)
    return low + int(np.argmax(image[:, low:up].mean(axis=0)))


def spliced(words: Words, pieces: list[LinePiece], read: list[Words], width: int) -> Words | None:
    """The line with its pieces as read anew; None where a piece's ends read otherwise than before: it was cut badly."""
    letters: list[ReadLetter] = []
    missed = [x for x in words.missed if not any(p.left <= x.centre * width <= p.right for p in pieces)]
    at = 0
    for piece, new in zip(pieces, read, strict=True):
        old = words.letters[piece.start : piece.stop]
        if not new.letters or (piece.start and not _same(old[0], new.letters[0])):
            return None
        if piece.stop < len(words.letters) and not _same(old[-1], new.letters[-1]):
            return None
        letters += words.letters[at : piece.start]
        letters += [_moved(x, piece, width) for x in new.letters]
        missed += [_moved(x, piece, width) for x in new.missed]
        at = piece.stop
    letters += words.letters[at:]
    return Words(tuple(letters), tuple(missed))


def _same(a: ReadLetter, b: ReadLetter) -> bool:
    return squeeze(a.char) == squeeze(b.char)


def _moved(letter: ReadLetter, piece: LinePiece, width: int) -> ReadLetter:
    return replace(letter, centre=(piece.left + letter.centre * (piece.right - piece.left)) / max(1, width))
