"""Photographs in coloured light: paper made white again, and desks of wood that are no seals."""

import cv2
import numpy as np
import pytest

from formextract.imaging.clean.clean_page import cleaned
from formextract.imaging.clean.stamps import find_seals
from formextract.imaging.clean.white_balance import white_balanced

RED = (60, 50, 210)
"""A seal's ink."""


def page(stamped: bool = True) -> np.ndarray:
    """A white page with lines of ink, and a seal."""
    out = np.full((1400, 1000, 3), 240, np.uint8)
    for y in range(200, 1200, 60):
        out[y : y + 4, 100:900] = 30
    if stamped:
        cv2.circle(out, (600, 800), 110, RED, 8)
        cv2.circle(out, (600, 800), 30, RED, -1)
    return out


def lit(picture: np.ndarray, blue: float, green: float, red: float) -> np.ndarray:
    return np.clip(picture * np.array([blue, green, red]), 0, 255).astype(np.uint8)


def test_a_page_in_white_light_stays_as_it_is() -> None:
    for picture in (page(), page()[:, :, 0]):
        assert white_balanced(picture) is picture


@pytest.mark.parametrize("gains", [(0.7, 0.85, 1.0), (1.0, 0.92, 0.8)], ids=["lamp", "shade"])
def test_paper_in_coloured_light_becomes_white_and_its_seal_stays_red(gains: tuple[float, float, float]) -> None:
    picture = lit(page(), *gains)
    out = white_balanced(picture)
    paper = out[100, 500].astype(int)
    assert np.ptp(paper) <= 2
    (seal,) = find_seals(out)
    assert seal.box == pytest.approx((486, 686, 714, 914), abs=10)


def test_by_lamplight_all_paper_was_a_seal() -> None:
    picture = lit(page(stamped=False), 0.7, 0.85, 1.0)
    assert find_seals(picture)
    assert not find_seals(white_balanced(picture))


def on_wood(sheet: np.ndarray) -> np.ndarray:
    out = np.full((1800, 1300, 3), (60, 90, 140), np.uint8)
    out[200:1600, 150:1150] = sheet
    return out


def test_a_desk_of_wood_is_no_seal() -> None:
    picture = on_wood(page())
    (seal,) = cleaned(picture).stamps
    assert seal.box == pytest.approx((636, 886, 864, 1114), abs=10)
    assert not cleaned(on_wood(page(stamped=False))).stamps
