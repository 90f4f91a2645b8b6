"""Fit the score of figures in sentences: `fit_prose.py SENTENCES.jsonl... [--write] [--misses]`.

Each figure that the grammar may claim is right or wrong by the sentences' answers; a logistic regression with a small
ridge weighs what was seen of it. Sentences are left out a tenth at a time, each tenth is read with weights fitted on
the others, and the figures of what was left out are printed. `--write` fits on all sentences and writes
`templates/prose-weights.yaml`; the same sentences in the same order give the same weights.
"""

from __future__ import annotations

import hashlib
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import yaml
from scipy.optimize import minimize

from formextract.model.prose import ProseWeights
from formextract.values.prose import ProseReader
from formextract.values.prose.reader import DOUBTED
from measure_prose import Tally, expected, measure, reader, report, sentences

FOLDS = 10
RIDGE = 0.1
RAREST = 3
"""Figures on which a feature must be seen; rarer ones get no weight."""
SURE_ERRORS = 1 / 300
"""Of what is sure at most this share may be wrong among the left-out figures."""


@dataclass(frozen=True)
class Example:
    """A figure with its features; `right` is None where the answers leave it open."""

    seen: frozenset[str]
    right: bool | None
    fold: int
    text: str


def examples(given: Mapping[str, Any], by: ProseReader) -> list[Example]:
    """The figures of a sentence as examples."""
    want, may = expected(given, by)
    leveled = any("dims" in o for o in given["observations"])
    out = []
    for s in by.scored(given["text"], report(given, by)):
        f = s.figure
        if given.get("own") and f.subject != "own":
            continue
        period = f.period if by.indicators[f.indicator].period is not None else None
        key = (f.indicator, period, float(f.reading.value), dict(f.dims).get("level", "") if leveled else "")  # type: ignore[arg-type]
        right = True if key in want else None if (f.indicator, key[2]) in may else False
        out.append(Example(s.seen, right, fold(given["text"]), given["text"]))
    return out


def fold(text: str) -> int:
    """The tenth to which a sentence belongs."""
    return hashlib.sha256(text.encode()).digest()[0] % FOLDS


def fit(of: Sequence[Example]) -> ProseWeights:
    """The weights that make the examples likeliest, with a ridge."""
    known = [e for e in of if e.right is not None]
    count = Counter(name for e in known for name in e.seen)
    names = sorted(n for n, c in count.items() if c >= RAREST)
    place = {n: i for i, n in enumerate(names)}
    x = np.zeros((len(known), len(names)))
    for row, e in enumerate(known):
        for n in e.seen:
            if n in place:
                x[row, place[n]] = 1
    y = np.array([1.0 if e.right else -1.0 for e in known])

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        margin = y * (x @ w[1:] + w[0])
        value = np.logaddexp(0, -margin).sum() + RIDGE * (w[1:] ** 2).sum() / 2
        slope = -y / (1 + np.exp(np.clip(margin, -30, 30)))
        return value, np.concatenate([[slope.sum()], x.T @ slope + RIDGE * w[1:]])

    best = minimize(loss, np.zeros(len(names) + 1), jac=True, method="L-BFGS-B").x
    return ProseWeights(
        intercept=round(float(best[0]), 3),
        weights={n: round(float(w), 3) for n, w in zip(names, best[1:], strict=True)},
    )


def threshold(of: Sequence[tuple[float, bool]]) -> float:
    """The probability from which at most `SURE_ERRORS` of what is claimed is wrong."""
    wrong = 0
    best = 1.0
    for n, (p, right) in enumerate(sorted(of, reverse=True), 1):
        wrong += not right
        if wrong <= SURE_ERRORS * n:
            best = p
    return round(min(0.999, max(best, 0.9)), 3)


def main(paths: list[str], write: bool, misses: bool) -> None:
    """Print how the sentences of each file are read by weights that have not seen them."""
    from formextract.values.prose.score import probability

    by = reader()
    files = {path: sentences(path) for path in paths}
    lines = [g for given in files.values() for g in given]
    all_examples = [e for g in lines for e in examples(g, by)]
    left: list[tuple[float, bool]] = []
    worst: list[tuple[float, Example]] = []
    fitted = []
    for k in range(FOLDS):
        weights = fit([e for e in all_examples if e.fold != k])
        fitted.append(weights)
        worst += [(probability(e.seen, weights), e) for e in all_examples if e.fold == k and e.right is False]
        tenth = [e for e in all_examples if e.fold == k and e.right is not None and not e.seen & DOUBTED]
        left += [(probability(e.seen, weights), bool(e.right)) for e in tenth]
    sure = threshold(left)
    print(f"{len(all_examples)} figures; sure from {sure}")
    total = Tally()
    for path, given in files.items():
        tally = Tally()
        for k in range(FOLDS):
            by.weights = fitted[k].model_copy(update={"sure": sure})
            tally += measure([g for g in given if fold(g["text"]) == k], by, misses)
        print(path, tally)
        total += tally
    print("all, left out:", total)
    held = [(probability(e.seen, fitted[e.fold]), e.right) for e in all_examples if e.right is not None]
    print("reliability, left out: said, came true, how many")
    for low, high in pairwise((0, 0.05, 0.2, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 1.01)):
        these = [x for x in held if low <= x[0] < high]
        if these:
            said, true = sum(p for p, _ in these) / len(these), sum(r for _, r in these) / len(these)
            print(f"   {said:.3f} {true:.3f} {len(these)}")
    if misses:
        for p, e in sorted(worst, key=lambda x: -x[0])[:15]:
            print(round(p, 3), e.text, sorted(e.seen))
    if write:
        whole = fit(all_examples).model_copy(update={"sure": sure, "measured": f"left out by tenths: {total}"})
        path = by_folder() / "prose-weights.yaml"
        head = "# Written by scripts/fit_prose.py; see there. Not edited by hand.\n"
        path.write_text(head + yaml.safe_dump(whole.model_dump(), sort_keys=True, allow_unicode=True), encoding="utf-8")


def by_folder() -> Any:
    """The folder of the shipped templates."""
    from formextract.catalogue import load_catalogue

    return load_catalogue().folder


if __name__ == "__main__":
    main([a for a in sys.argv[1:] if not a.startswith("--")], "--write" in sys.argv, "--misses" in sys.argv)
