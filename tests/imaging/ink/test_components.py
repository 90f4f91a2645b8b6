"""Spots of ink: the same ones whether empty rows are left out of the search or not."""

import cv2
import numpy as np
import pytest

from formextract.imaging.ink.components import components_of, despeckle


@pytest.mark.parametrize("rows", [range(200), range(40, 48), [0, 3, 4, 199], []])
def test_spots_are_those_of_the_whole_page(rows: list[int]) -> None:
    rng = np.random.default_rng(5)
    ink = np.zeros((200, 300), np.uint8)
    for row in rows:
        ink[row] = rng.random(300) < 0.3
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    found = components_of(ink)
    pairs = np.unique(np.stack([labels[ink > 0], found.labels[ink > 0]]), axis=1)
    assert pairs.shape[1] == count - 1  # one to one, whatever their numbers
    assert found.stats[pairs[1]].tolist() == stats[pairs[0]].tolist()
    assert found.image_of(np.arange(count) > 0).tolist() == ink.tolist()


def test_a_page_of_noise_has_more_spots_than_sixteen_bits_count() -> None:
    ink = np.zeros((1600, 1600), np.uint8)
    ink[::4, ::4] = 1
    assert len(components_of(ink).stats) == 160_001


DOTS = [(100, 40, 4, 4), (100, 52, 4, 4)]


@pytest.mark.parametrize(
    ("dots", "kept"),
    [
        (DOTS, True),  # a colon in widely set type
        (DOTS[:1], False),
        ([*DOTS, (100, 64, 4, 4)], False),  # a row of dust
        ([DOTS[0], (112, 52, 4, 4)], False),
    ],
)
def test_dots_that_stand_alone_are_dust_and_two_above_each_other_a_colon(
    dots: list[tuple[int, int, int, int]], kept: bool
) -> None:
    ink = np.zeros((100, 300), np.uint8)
    ink[36:64, 10:36] = 1
    for x, y, w, h in dots:
        ink[y : y + h, x : x + w] = 1
    components = components_of(ink)
    every = np.arange(len(components.stats)) > 0
    assert int(despeckle(components, every, 28.0).sum()) == 1 + (len(dots) if kept else 0)


def test_a_point_beside_a_letter_belongs_to_it() -> None:
    ink = np.zeros((100, 300), np.uint8)
    ink[36:64, 10:36] = ink[60:64, 42:46] = 1
    components = components_of(ink)
    assert despeckle(components, np.arange(3) > 0, 28.0).tolist() == [False, True, True]
