"""A picture file's pixels, as far as they were copied."""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

_JPEG, _JPEG_END = b"\xff\xd8\xff", b"\xff\xd9"


class Photograph(NamedTuple):
    """A decoded picture, turned as its camera says; `torn` where its data break off, and the rest is grey or coarse."""

    pixels: NDArray[np.uint8]
    torn: bool


def photograph(data: NDArray[np.uint8]) -> Photograph | None:
    """The one picture in a file's bytes, None where there is none to be shown; cv2.error where OpenCV chokes on it.

    Viewers show what there is of a photograph that was not copied to its end. OpenCV does so, too, once its data have
    an end.
    """
    pixels, torn = cv2.imdecode(data, cv2.IMREAD_COLOR), False
    if pixels is None and bytes(data[:3]) == _JPEG:
        pixels, torn = cv2.imdecode(np.append(data, np.frombuffer(_JPEG_END, np.uint8)), cv2.IMREAD_COLOR), True
    return None if pixels is None else Photograph(np.asarray(pixels, np.uint8), torn)
