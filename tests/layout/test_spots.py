"""Spots of ink: the same ones whether empty rows are left out of the search or not."""

import cv2
import numpy as np
import pytest

from formextract.layout.spots import spots_of


@pytest.mark.parametrize("rows", [range(200), range(40, 48), [0, 3, 4, 199], []])
def test_spots_are_those_of_the_whole_page(rows: list[int]) -> None:
    rng = np.random.default_rng(5)
    ink = np.zeros((200, 300), np.uint8)
    for row in rows:
        ink[row] = rng.random(300) < 0.3
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    found = spots_of(ink)
    pairs = np.unique(np.stack([labels[ink > 0], found.labels[ink > 0]]), axis=1)
    assert pairs.shape[1] == count - 1  # one to one, whatever their numbers
    assert found.stats[pairs[1]].tolist() == stats[pairs[0]].tolist()
    assert found.drawn(np.arange(count) > 0).tolist() == ink.tolist()
