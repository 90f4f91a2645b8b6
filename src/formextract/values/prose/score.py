"""How likely a reading of a figure in a sentence is right: a fitted sum of what was seen."""

from __future__ import annotations

import math
from collections.abc import Iterable

from formextract.model.prose import ProseWeights


def probability(seen: Iterable[str], by: ProseWeights) -> float:
    """The probability that a reading with these features is right (logistic, fitted by `scripts/fit_prose.py`)."""
    total = by.intercept + sum(by.weights.get(name, 0.0) for name in seen)
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))
