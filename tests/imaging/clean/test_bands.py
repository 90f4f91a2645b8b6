"""Bands of a machine run from edge to edge of the sheet; rules end with their table."""

import cv2
import numpy as np
from drawn_pages import PAPER, ruled, sheet, write

from formextract.imaging.clean.bands import without_bands


def form() -> np.ndarray:
    page = ruled(sheet(2000, 1400), rows=20, columns=6)
    for row in range(20):
        write(page, "2021 1234.5", 110, 240 + 60 * row)
    return page


def grain(page: np.ndarray) -> np.ndarray:
    return np.clip(page + np.random.default_rng(5).normal(0, 4, page.shape), 0, 255).astype(np.uint8)


def test_a_page_without_bands_is_left_alone() -> None:
    for page in (form(), grain(form())):
        assert without_bands(page) is page


def test_bands_over_the_whole_sheet_go_and_rules_stay() -> None:
    whole = form()
    places = [(300, 312), (380, 384), (655, 690)]
    for lying in (False, True):
        banded = whole.T.copy() if lying else whole.copy()
        for a, b in places:
            banded[:, a:b] = (banded[:, a:b] * 0.8).astype(np.uint8)
        banded = grain(np.ascontiguousarray(banded.T) if lying else banded)
        found = without_bands(banded)
        assert np.abs(cv2.blur(found, (9, 9)).astype(int) - cv2.blur(whole, (9, 9))).mean() < 2
        for a, b in places:
            band = found[:, a:b].T if lying else found[:, a:b]
            assert abs(float(np.median(band)) - PAPER) < 6
        assert found[200, 500] < 60


def test_dirt_of_no_even_tone_is_no_band() -> None:
    page = form()
    page[:, 1250:1330] = np.random.default_rng(3).choice([40, PAPER], page[:, 1250:1330].shape)
    assert without_bands(page) is page


def test_a_band_below_a_rule_leaves_nothing_that_runs_on_beyond_the_table() -> None:
    """What was left of it above and below the table was once a rule, and took the stem of a 1 with it."""
    banded = form()
    banded[:, 414:428] = (banded[:, 414:428] * 0.8).astype(np.uint8)
    found = without_bands(grain(banded))
    assert abs(float(np.median(found[:180, 414:428])) - PAPER) < 6
    assert abs(float(np.median(found[1500:, 414:428])) - PAPER) < 6
    assert found[800, 420] < 90
