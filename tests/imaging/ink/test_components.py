"""Spots of ink: the same ones whether empty rows are left out of the search or not."""

import cv2
import numpy as np
import pytest
from drawn_pages import LETTER, sheet, write

from formextract.imaging.ink.binarize import binarize
from formextract.imaging.ink.components import clear_of_edges, components_of, despeckle, larger_than_specks


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


def test_points_and_colons_stay_and_lone_dots_go() -> None:
    page = sheet(100, 500)
    write(page, "83.69", 40, 60)
    for y in (42, 56):
        cv2.circle(page, (300, y), 1, 20, -1)
    cv2.circle(page, (420, 56), 1, 20, -1)
    components = components_of(binarize(page, LETTER))
    kept = components.image_of(despeckle(components, larger_than_specks(components, LETTER), LETTER))
    before, _ = cv2.connectedComponents(binarize(page, LETTER))
    after, _ = cv2.connectedComponents(kept)
    assert before - after == 1
    assert not kept[:, 400:].any()


def test_a_colon_whose_dots_differ_by_a_pixel_stays() -> None:
    """The lower dot was as large as a point may be, the upper one smaller and by itself: only the lower one stayed."""
    text = np.zeros((100, 200), np.uint8)
    text[30:60, 20:50] = 1  # a letter; the dots stand off from it
    text[38:42, 66:71] = 1
    text[52:58, 66:71] = 1
    components = components_of(text)
    kept = components.image_of(despeckle(components, larger_than_specks(components, LETTER), LETTER))
    assert kept[38:42, 66:71].all()
    assert kept[52:58, 66:71].all()


def test_ink_at_the_edge_of_the_picture_is_no_writing() -> None:
    page = sheet(300, 300)
    page[:, :12] = 20
    write(page, "7", 150, 150)
    components = components_of(binarize(page, LETTER))
    left = components.image_of(clear_of_edges(components, np.ones(page.shape, np.uint8), LETTER))
    assert not left[:, :20].any()
    assert left[120:155, 140:180].any()
