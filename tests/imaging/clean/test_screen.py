"""A fax's screen of dots is told by its one frequency, and smoothed until letters are letters again."""

import cv2
import numpy as np
from drawn_pages import ruled, sheet, write

from formextract.imaging.clean.screen import screen_of, without_screen
from formextract.imaging.ink.binarize import binarize, letter_height
from formextract.imaging.ink.components import components_of


def form() -> np.ndarray:
    page = ruled(sheet(2000, 1400), rows=20, columns=6)
    for row in range(20):
        for column in range(6):
            write(page, "86.35", 120 + 160 * column, 240 + 60 * row, 1.0)
    return page


def screened(page: np.ndarray, period: float = 3.5, degrees: float = 31) -> np.ndarray:
    """Ink as dots at an angle, then blurred, as a fax has it."""
    y, x = np.mgrid[: page.shape[0], : page.shape[1]].astype(np.float64)
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    wave = np.cos(2 * np.pi * (c * x + s * y) / period) * np.cos(2 * np.pi * (c * y - s * x) / period)
    grey = page.astype(np.float64) / 245
    dots = np.where(0.3 + grey + 0.5 * wave > 0.2, 245, 60).astype(np.uint8)
    return np.where(page < 200, cv2.GaussianBlur(dots, (0, 0), 0.8), 245).astype(np.uint8)


def test_pages_without_a_screen_are_left_alone() -> None:
    page = form()
    for drawn in (page, cv2.GaussianBlur(page, (0, 0), 1.2), page // 2 + 122):
        assert without_screen(drawn) is drawn


def test_letters_of_dots_become_whole() -> None:
    fax = screened(form())
    found = screen_of(fax)
    assert found is not None
    smooth = without_screen(fax)
    assert smooth is not fax
    pieces = [len(components_of(binarize(page)).stats) for page in (form(), fax, smooth)]
    assert pieces[1] > 3 * pieces[0]
    assert pieces[2] < 1.3 * pieces[0]
    height = letter_height(binarize(smooth))
    assert height is not None
    assert abs(height - (letter_height(binarize(form())) or 0)) < 4
