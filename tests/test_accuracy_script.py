"""The bound that scripts/accuracy.py prints."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "scripts"))
from accuracy import most_likely_wrong


@pytest.mark.parametrize(
    ("wrong", "tried", "bound"), [(0, 3000, 0.000998), (1, 3000, 0.001580), (0, 1, 0.95), (2, 2, 1)]
)
def test_the_bound_of_clopper_and_pearson(wrong: int, tried: int, bound: float) -> None:
    assert most_likely_wrong(wrong, tried) == pytest.approx(bound, rel=1e-3)
