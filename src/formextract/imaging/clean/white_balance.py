"""White balance: makes the paper of a page photographed in coloured light grey; by lamplight all paper is seal red."""

from __future__ import annotations

import cv2
import numpy as np

from formextract.imaging.image import Image

TINT = 1.03
"""Share by which one channel of the paper may exceed another on a page that is left alone."""
OF_PAPER = 0.6, 0.95
"""Quantiles of grey between which the pixels are paper, also where half of the picture is desk."""
STEP = 8
"""Every how many pixels are looked at."""


def white_balanced(picture: Image) -> Image:
    """The picture (BGR or grey) with grey paper; the same picture where its paper is grey enough."""
    if picture.ndim == 2:  # noqa: PLR2004 - grey
        return picture
    some = np.ascontiguousarray(picture[::STEP, ::STEP])
    grey = cv2.cvtColor(some, cv2.COLOR_BGR2GRAY)
    low, high = np.quantile(grey, OF_PAPER)
    paper = np.median(some[(grey >= low) & (grey <= high)].reshape(-1, 3), axis=0)
    if paper.min() < 1 or paper.max() <= TINT * paper.min():
        return picture
    gains = np.mean(paper) / paper
    steps = np.arange(256)[:, None] * gains[None, :]
    table = np.clip(np.rint(steps), 0, 255).astype(np.uint8).reshape(256, 1, 3)
    return np.asarray(cv2.LUT(picture, table), np.uint8)
