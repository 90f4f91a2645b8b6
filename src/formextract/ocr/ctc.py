"""Probabilities over time to letters: the free reading, and the one that only allows the signs of figures."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from formextract.ocr.words import FIGURE_SIGNS, ReadLetter, Words

BLANK = 0
"""The class that stands for no letter."""
FAINT = 0.05
"""Probability below which a letter where none was read is not worth remembering."""


class Alphabet:
    """The letters of a model by class; class 0 is none, the last is a space."""

    def __init__(self, chars: Sequence[str]) -> None:
        self.chars = ("", *chars, " ")
        at = {c: i for i, c in enumerate(self.chars)}
        self.figures = np.array([BLANK, *(at[c] for c in FIGURE_SIGNS if c in at)])
        self.figure_chars = tuple(self.chars[i] for i in self.figures)

    def words(self, p: NDArray[np.float32], share: float = 1.0) -> Words:
        """The words of one line from its (time, class) probabilities; the line takes this share of the time."""
        steps = max(1.0, len(p) * share)
        best = p.argmax(axis=1)
        top = p[np.arange(len(p)), best]
        runs = _runs(best)
        peaks = [start + int(top[start:stop].argmax()) for start, stop in runs]
        rows = p[peaks]
        rows[np.arange(len(peaks)), best[peaks]] = 0.0
        second = rows.max(axis=1) if peaks else []
        letters = tuple(
            ReadLetter(self.chars[best[k]], float(top[k]), float(runner_up), min(1.0, ((start + stop) / 2) / steps))
            for (start, stop), k, runner_up in zip(runs, peaks, second, strict=True)
        )
        figures, lowest = self._as_figures(p)
        return Words(letters, self._missed(p, best, steps), figures, lowest)

    def _as_figures(self, p: NDArray[np.float32]) -> tuple[str, float]:
        """What the ink reads as if only the signs of figures are allowed, and the lowest probability in it."""
        narrow = p[:, self.figures]
        narrow = narrow / np.maximum(narrow.sum(axis=1, keepdims=True), 1e-9)
        choice = narrow.argmax(axis=1)
        picked = narrow[np.arange(len(narrow)), choice]
        runs = _runs(choice)
        figures = "".join(self.figure_chars[choice[a]] for a, _ in runs)
        return figures, min((float(picked[a:b].max()) for a, b in runs), default=0.0)

    def _missed(self, p: NDArray[np.float32], best: NDArray[np.intp], steps: float) -> tuple[ReadLetter, ...]:
        """Letters at times where none was read, other than those read beside them."""
        out = []
        for i in np.flatnonzero((best == BLANK) & (1.0 - p[:, BLANK] > FAINT)):
            row = p[i].copy()
            row[BLANK] = row[-1] = 0.0
            row[best[max(0, i - 2) : i + 3]] = 0.0
            k = int(row.argmax())
            if row[k] > FAINT:
                out.append(ReadLetter(self.chars[k], float(row[k]), 0.0, min(1.0, (i + 0.5) / steps)))
        return tuple(out)


def _runs(best: NDArray[np.intp]) -> list[tuple[int, int]]:
    """Stretches of time in which one letter, not none, is the best."""
    edges = np.flatnonzero(np.diff(best)) + 1
    bounds = [0, *edges.tolist(), len(best)]
    return [(a, b) for a, b in pairwise(bounds) if b > a and best[a] != BLANK]
