"""Corrects uneven light: divides a page by its background, estimated by a morphological closing."""

from __future__ import annotations

import cv2
import numpy as np

from formextract.imaging.image import PAPER, Image

INK = 0.035
"""Share of the page's longer side beyond which dark is a surface rather than ink, when shadows are evened."""


def correct_illumination(grey: Image) -> Image:
    """The page with shadows and uneven light taken out, paper at PAPER."""
    h, w = grey.shape
    shrink = 4
    small = cv2.resize(grey, (max(1, w // shrink), max(1, h // shrink)), interpolation=cv2.INTER_AREA)
    side = max(3, round(INK * max(small.shape)) | 1)
    ground = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((side, side), np.uint8))
    ground = cv2.GaussianBlur(ground, (0, 0), side / 3)
    ground = cv2.resize(ground, (w, h), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.divide(grey, cv2.max(ground, 24), scale=PAPER), np.uint8)
