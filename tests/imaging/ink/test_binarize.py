"""Ink told from paper."""

import cv2
import numpy as np
from drawn_pages import LETTER, sheet, write

from formextract.imaging.ink.binarize import binarize, letter_height


def test_ink_is_darker_than_the_mean_around_it_or_dark_at_all():
    page = cv2.GaussianBlur(np.random.default_rng(3).integers(0, 256, (300, 200)).astype(np.uint8), (0, 0), 2)
    page[100:160, 50:120] = 60
    local = cv2.adaptiveThreshold(page, 1, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 35, 22)
    assert np.array_equal(binarize(page, LETTER), local | (page < 110))


def test_a_corner_full_of_specks_does_not_say_how_large_letters_are():
    page = sheet(2000, 1400)
    for row in range(20):
        write(page, "86.35", 120, 240 + 60 * row, 1.0)
    usual = letter_height(binarize(page))
    grain = cv2.GaussianBlur(np.random.default_rng(5).normal(size=(400, 1400)).astype(np.float32), (0, 0), 1.5)
    page[1600:][grain > np.quantile(grain, 0.85)] = 30
    assert usual is not None
    assert letter_height(binarize(page)) == usual


def test_a_page_full_of_specks_is_measured_as_it_is():
    rng = np.random.default_rng(5)
    ink = cv2.dilate((rng.random((600, 600)) < 0.02).astype(np.uint8), np.ones((3, 3), np.uint8))
    assert letter_height(ink) is not None
    assert letter_height(np.zeros((600, 600), np.uint8)) is None
