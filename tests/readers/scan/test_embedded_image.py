"""A scanned page's own picture is what drawing the page would give, where it is all there is on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import cv2
import numpy as np
import pymupdf
import pytest

from formextract.readers.scan.embedded_image import embedded_image

WIDE, HIGH = 827, 1169
"""Pixels of a small sheet at 200 dots an inch."""


def picture() -> np.ndarray:
    page = np.full((HIGH, WIDE, 3), 250, np.uint8)
    cv2.putText(page, "83.69", (100, 300), cv2.FONT_HERSHEY_SIMPLEX, 3, (20, 20, 20), 8)
    cv2.circle(page, (500, 700), 120, (40, 40, 200), 12)
    return page


def scanned(change: Callable[[Any], None] = lambda _: None, dpi: float = 200.0) -> Any:
    """A page that shows the picture, changed and stored again."""
    pdf = pymupdf.open()
    page = pdf.new_page(width=WIDE / dpi * 72, height=HIGH / dpi * 72)
    page.insert_image(page.rect, stream=cv2.imencode(".jpg", picture(), [cv2.IMWRITE_JPEG_QUALITY, 90])[1].tobytes())
    change(page)
    return pymupdf.open(stream=pdf.tobytes(), filetype="pdf")[0]


def test_the_picture_is_what_drawing_gives() -> None:
    page = scanned()
    own = embedded_image(page)
    assert own is not None
    pixmap = page.get_pixmap(dpi=200, alpha=False)
    drawn = np.frombuffer(pixmap.samples, np.uint8).reshape(pixmap.height, pixmap.width, 3)[:, :, ::-1]
    assert own.shape == (HIGH, WIDE, 3)
    assert np.abs(own[:1168, :826].astype(int) - drawn[:1168, :826]).mean() < 0.5


@pytest.mark.parametrize(
    "change",
    [
        lambda page: page.insert_text((50, 50), "12"),
        lambda page: page.draw_rect(pymupdf.Rect(10, 10, 90, 40), fill=(1, 1, 1)),
        lambda page: page.add_rect_annot(pymupdf.Rect(10, 10, 90, 40)),
        lambda page: page.set_rotation(90),
        lambda page: page.set_cropbox(pymupdf.Rect(0, 0, 200, 200)),
        lambda page: page.insert_image(
            pymupdf.Rect(10, 10, 60, 40), stream=cv2.imencode(".png", picture()[:200, :200])[1].tobytes()
        ),
    ],
)
def test_a_page_that_shows_anything_more_is_drawn(change: Callable[[Any], None]) -> None:
    assert embedded_image(scanned(change)) is None


@pytest.mark.parametrize("dpi", [72.0, 600.0])
def test_a_picture_that_is_too_fine_or_too_coarse_is_drawn(dpi: float) -> None:
    assert embedded_image(scanned(dpi=dpi)) is None
