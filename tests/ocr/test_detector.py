"""The text detector: its map of a page to boxes without a net, and the installed net on a drawn page."""

import cv2
import numpy as np
import pytest

from formextract.ocr import EngineMissingError
from formextract.ocr.detector import TextDetector, text_boxes


class Map:
    """A net that sees text in the given boxes (x0, y0, x1, y1), as shares of the page."""

    def __init__(self, *boxes: tuple[float, float, float, float], sure: float = 0.9) -> None:
        self.boxes, self.sure = boxes, sure

    def run(self, tensor: np.ndarray) -> np.ndarray:
        h, w = tensor.shape[2:]
        out = np.zeros((1, 1, h, w), np.float32)
        for x0, y0, x1, y1 in self.boxes:
            out[0, 0, round(y0 * h) : round(y1 * h), round(x0 * w) : round(x1 * w)] = self.sure
        return out


def test_a_core_on_the_map_is_a_box_around_the_line() -> None:
    (corners,) = text_boxes(Map((0.25, 0.5, 0.75, 0.55)), np.full((640, 1280), 245, np.uint8))
    (left, top), (right, bottom) = corners[0], corners[2]
    assert left < 0.25 * 1280
    assert right > 0.75 * 1280
    assert top < 0.5 * 640
    assert bottom > 0.55 * 640
    assert bottom - top < 100  # not the page


def test_a_weak_core_and_a_speck_are_no_lines() -> None:
    page = np.full((640, 1280), 245, np.uint8)
    assert not text_boxes(Map((0.25, 0.5, 0.75, 0.55), sure=0.4), page)
    assert not text_boxes(Map((0.5, 0.5, 0.501, 0.501)), page)


@pytest.mark.ocr
def test_the_installed_detector_finds_each_line() -> None:
    page = np.full((600, 800), 245, np.uint8)
    for y in (150, 300, 450):
        cv2.putText(page, "total output 268.60", (100, y), cv2.FONT_HERSHEY_DUPLEX, 1.2, 20, 2, cv2.LINE_AA)
    try:
        found = TextDetector().find(page)
    except EngineMissingError:
        pytest.skip("no recogniser is installed")
    assert sorted(round(float(box[:, 1].mean()) / 150) for box in found) == [1, 2, 3]
