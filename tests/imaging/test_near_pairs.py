"""Points that are near each other, held against SciPy's tree."""

import numpy as np
import pytest
from scipy.spatial import cKDTree

from formextract.imaging.ink.components import near_pairs

pytestmark = pytest.mark.slow


def test_the_pairs_are_those_of_a_tree():
    rng = np.random.default_rng(3)
    for _ in range(200):
        points = rng.integers(0, int(rng.integers(2, 600)), (int(rng.integers(2, 300)), 2)) / 2
        distance = float(rng.choice([0.5, 1, 2, 5, 7.5, 20, 300]))
        theirs = cKDTree(points).query_pairs(distance, output_type="ndarray")
        ours = near_pairs(points, distance)
        assert sorted(map(tuple, ours.tolist())) == sorted(map(tuple, theirs.tolist()))
