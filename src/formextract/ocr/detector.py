"""Finds lines of text where no ruled grid tells where they are: a DB net (Liao et al. 2020) and its map made boxes.

No reader asks it yet: tables without rules are still found by their ink alone.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from formextract.ocr.engine import Image
from formextract.ocr.models import find_models
from formextract.ocr.runtime import Runner, load

LONGEST = 1280
"""Pixels: the page is shrunk to this for the detector; forms' letters stay above 12 pixels."""
TEXT = 0.3
"""Probability (0 to 1) from which a pixel is text."""
LINE = 0.5
"""Mean probability from which a spot is a line of text."""
UNCLIP = 1.6
"""The map holds the lines' cores; boxes grow by this ratio of area to outline."""
_MEAN, _DEVIATION = 0.5, 0.5


class TextDetector:
    """The installed detector, tiny where there is one; its model is loaded at the first call."""

    def find(self, image: Image) -> list[NDArray[np.float32]]:
        """Corners (4, 2) in pixels, clockwise from the top left, of the lines of text on a grey image; in no order."""
        return text_boxes(self._net, image)

    @cached_property
    def _net(self) -> Runner:
        models = find_models()
        return load(models.tiny_detector or models.detector)


def text_boxes(net: Runner, image: Image) -> list[NDArray[np.float32]]:
    """Corners (4, 2), clockwise from the top left, in the image's pixels; in no order."""
    h, w = image.shape[:2]
    scale = min(1.0, LONGEST / max(h, w))
    size = (max(32, round(w * scale / 32) * 32), max(32, round(h * scale / 32) * 32))
    small = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    tensor = np.repeat(((small.astype(np.float32) / 255 - _MEAN) / _DEVIATION)[None, None], 3, axis=1)
    text = net.run(tensor)[0, 0]
    mask = (text > TEXT).astype(np.uint8)
    contours, _ = cv2.findContours(mask, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    out = []
    for contour in contours:
        x, y, cw, ch = cv2.boundingRect(contour)
        if min(cw, ch) < 3:  # noqa: PLR2004 - a speck on the map
            continue
        inside = np.zeros((ch, cw), np.uint8)
        cv2.drawContours(inside, [contour - np.array([x, y])], -1, 1, -1)
        if cv2.mean(text[y : y + ch, x : x + cw], inside)[0] < LINE:
            continue
        centre, (bw, bh), angle = cv2.minAreaRect(contour)
        grow = bw * bh * UNCLIP / max(2 * (bw + bh), 1e-6)
        corners = cv2.boxPoints((centre, (bw + 2 * grow, bh + 2 * grow), angle))
        out.append(_clockwise(corners * np.array([w / size[0], h / size[1]])))
    return out


def _clockwise(corners: NDArray[Any]) -> NDArray[np.float32]:
    """Corners from the top left on."""
    by_x = corners[np.argsort(corners[:, 0])]
    left = by_x[:2][np.argsort(by_x[:2, 1])]
    right = by_x[2:][np.argsort(by_x[2:, 1])]
    return np.array([left[0], right[0], right[1], left[1]], np.float32)
