"""Grain of copiers is taken off where it lies thick, and nothing is changed on any other page."""

import cv2
import numpy as np
from drawn_pages import ruled, sheet, write

from formextract.imaging.clean.grain import without_grain
from formextract.imaging.ink.binarize import binarize
from formextract.imaging.ink.components import components_of


def form() -> np.ndarray:
    page = ruled(sheet(2000, 1400), rows=20, columns=6)
    for row in range(20):
        for column in range(6):
            write(page, "86.35", 120 + 160 * column, 240 + 60 * row, 1.0)
    return page


def specked(page: np.ndarray, share: float, rows: slice = slice(None)) -> np.ndarray:
    """A page with that share of its pixels turned to ink or paper, in these rows."""
    rng = np.random.default_rng(7)
    out = page.copy()
    part = out[rows]
    part[rng.random(part.shape) < share] = 30
    part[rng.random(part.shape) < share / 4] = 245
    return out


def greyed(page: np.ndarray) -> np.ndarray:
    """A page copied until its paper is a coarse grey grain, paler than its ink."""
    rng = np.random.default_rng(7)
    grain = cv2.GaussianBlur(rng.normal(0, 120, page.shape).astype(np.float32), (0, 0), 1.0) + 195
    return np.where(page < 128, page, np.clip(grain, 80, 245)).astype(np.uint8)


def pieces(page: np.ndarray) -> int:
    """Pieces of ink on a page that are larger than the pixels which are dust on any page."""
    return int((components_of(binarize(page)).stats[:, cv2.CC_STAT_AREA] > 6).sum())


def test_pages_without_grain_are_left_alone() -> None:
    page = form()
    for drawn in (page, cv2.GaussianBlur(page, (0, 0), 1.2), page // 2 + 122, specked(page, 0.005)):
        assert without_grain(drawn) == (drawn, None)


def test_specks_between_letters_are_taken_off_where_they_lie_thick() -> None:
    page = form()
    dirty = specked(page, 0.15, slice(0, 1000))
    clean, grain = without_grain(dirty)
    assert pieces(dirty) > 4 * pieces(page)
    assert pieces(clean) < 2 * pieces(page)
    assert grain is not None
    assert grain.covers((200, 300, 260, 330)) > 0
    assert grain.covers((200, 1400, 260, 1430)) == 0
    assert np.array_equal(clean[1200:], page[1200:])


def test_a_grey_grain_is_paper() -> None:
    page = form()
    dirty = greyed(page)
    clean, grain = without_grain(dirty)
    assert grain is not None
    assert pieces(dirty) > 4 * pieces(page)
    assert pieces(clean) < 1.6 * pieces(page)
    ink = page < 60
    assert (clean[ink] < 120).mean() > 0.95


def test_a_slip_is_too_small_to_be_judged() -> None:
    slip = np.full((30, 400), 245, np.uint8)
    assert without_grain(slip) == (slip, None)
