"""Logistic regression over named terms, with a ridge, and the probability from which it is as precise as wanted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize


def weights(terms: Sequence[Mapping[str, float]], truth: Sequence[bool], ridge: float) -> dict[str, float]:
    """The weight of each term that makes what was seen likeliest; the first term, a constant, is not held small."""
    names = list(terms[0])
    x = np.array([[t[n] for n in names] for t in terms])
    y = np.array(truth, dtype=float)

    def loss(w: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        p = 1 / (1 + np.exp(-(x @ w)))
        likely = (y * np.log(p + 1e-12) + (1 - y) * np.log(1 - p + 1e-12)).sum()
        return ridge * (w[1:] ** 2).sum() - likely, x.T @ (p - y) + 2 * ridge * np.r_[0, w[1:]]

    found = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B").x
    return {name: round(float(w), 4) for name, w in zip(names, found, strict=True)}


def precise_from(scored: Iterable[tuple[float, bool]], precise: float, least: float) -> float:
    """The least probability, `least` or more, from which the share of what is true is at least `precise`."""
    best, right = 1.0, 0
    for n, (p, true) in enumerate(sorted(scored, reverse=True), 1):
        right += true
        if right >= precise * n:
            best = p
    return round(max(least, best), 3)
