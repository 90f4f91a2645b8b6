"""How sure a line is that was read twice: one score of all that speaks for and against it, fitted to the truth.

A logistic regression. Its weights stand in `score.json`, written by `scripts/calibrate.py`: it says in it when, on how
much and on what.
"""

from __future__ import annotations

import json
import math
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

TABLE = "score.json"
LEAST = 1e-4
"""Probability of being wrong below which a recogniser is not believed."""
LONG = 12
"""Letters beyond which a line counts as no longer: the pages of the fit hold names, and no narratives."""
HELD = 0.89
"""Confidence at most of what is not sure."""


class ReadingEvidence(NamedTuple):
    """What speaks for a reading. `best` and `weaker` are the passes' lowest probabilities of a letter (0 to 1),
    of figures among the signs of figures.

    `agree`: both passes say the same; `slight`: all but the punctuation of sentences; `differ`: more than that, a speck
    at an end, or what the signs of figures alone would make of the ink. `edge`: a figure has a point or comma at one
    end, which nobody writes: both passes read a speck as one.
    """

    best: float
    weaker: float
    agree: bool
    slight: bool
    differ: bool
    figure: bool
    edge: bool
    ticks: bool
    letters: int

    def terms(self) -> dict[str, float]:
        """What the weights are of; probabilities as the logarithm of being wrong."""
        best, weaker = (-math.log(max(LEAST, 1 - p)) for p in (self.best, self.weaker))
        figure, agree, differ = float(self.figure), float(self.agree), float(self.differ)
        return {
            "one": 1.0,
            "best": best,
            "weaker": weaker,
            "agree": agree,
            "slight": float(self.slight),
            "differ": differ,
            "figure": figure,
            "edge": float(self.edge),
            "ticks": float(self.ticks),
            "length": math.log(1 + min(self.letters, LONG)),
            "figure, best": figure * best,
            "figure, weaker": figure * weaker,
            "agree, weaker": agree * weaker,
            "differ, best": differ * best,
            "differ, weaker": differ * weaker,
        }


def score(evidence: ReadingEvidence) -> float:
    """How likely (0 to 1) the reading is right.

    Below `sure_from` (of figures, of all else) it is told as below 0.9 whatever it is: what is sure goes into letters,
    where one wrong in ten would be many. What differs is never sure, nor a figure with a point at an end.
    """
    table = fitted()
    z = sum(table["weights"].get(name, 0.0) * term for name, term in evidence.terms().items())
    likely = 1 / (1 + math.exp(-z))
    sure_from: float = table["sure_from"]["figure" if evidence.figure else "text"]
    return likely if likely >= sure_from and not (evidence.differ or evidence.edge) else min(likely, HELD)


@cache
def fitted() -> dict[str, Any]:
    """The weights by the names of `Evidence.terms`, and from where a figure, and any other text, is sure."""
    table: dict[str, Any] = json.loads((files("formextract.ocr") / TABLE).read_text(encoding="utf-8"))
    return table
