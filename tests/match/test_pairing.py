"""Rows to columns, held against SciPy's."""

import random

from scipy.optimize import linear_sum_assignment

from formextract.match.pairing import best_pairs


def _scores(rng):
    rows, columns = rng.randint(1, 25), rng.randint(1, 25)
    values = rng.choice([(0, 1, 2), (0, 0, 0, 0.62, 0.8, 0.97, 1.0), tuple(rng.random() for _ in range(50))])
    return [[rng.choice(values) + 1e-4 * rng.choice((0, 0, 3, 7)) for _ in range(columns)] for _ in range(rows)]


def test_the_pairs_are_those_of_scipy_also_where_several_are_as_good():
    rng = random.Random(20)
    for _ in range(400):
        scores = _scores(rng)
        rows, columns = linear_sum_assignment(scores, maximize=True)
        assert best_pairs(scores) == list(zip(rows.tolist(), columns.tolist(), strict=True)), scores


def test_nothing_has_no_pairs():
    assert best_pairs([]) == []
    assert best_pairs([[]]) == []
