"""Ink told from paper."""

import cv2
import numpy as np
from drawn_pages import LETTER

from formextract.imaging.ink.binarize import binarize


def test_ink_is_darker_than_the_mean_around_it_or_dark_at_all():
    page = cv2.GaussianBlur(np.random.default_rng(3).integers(0, 256, (300, 200)).astype(np.uint8), (0, 0), 2)
    page[100:160, 50:120] = 60
    local = cv2.adaptiveThreshold(page, 1, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 35, 22)
    assert np.array_equal(binarize(page, LETTER), local | (page < 110))
