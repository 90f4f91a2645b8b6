"""The pace of dashes along a line, and of what has none."""

import numpy as np
import pytest

from formextract.layout.pace import pace_among, pace_of

LETTER = 28.0


def dashes(on: int, off: int, length: int = 600, grain: float = 0.0) -> np.ndarray:
    line = np.where(np.arange(length) % (on + off) < on, 60.0, 245.0)
    return line + np.random.default_rng(3).normal(0, grain, length)


@pytest.mark.parametrize(("on", "off"), [(3, 5), (8, 3), (16, 6)])
@pytest.mark.parametrize("grain", [0.0, 30.0])
def test_dashes_have_a_pace(on: int, off: int, grain: float) -> None:
    assert pace_of(dashes(on, off, grain=grain), LETTER) == pytest.approx(on + off, abs=1)


def test_solid_lines_and_short_ones_have_none() -> None:
    assert pace_of(np.full(600, 60.0), LETTER) is None
    assert pace_of(60 + np.random.default_rng(3).normal(0, 20, 600), LETTER) is None
    assert pace_of(dashes(8, 3, length=40), LETTER) is None


def test_a_short_piece_is_known_by_the_pace_of_other_lines() -> None:
    assert pace_among(dashes(8, 3, length=40), [11.0], long=False) == 11.0
    assert pace_among(dashes(8, 3, length=40), [15.0], long=False) is None
