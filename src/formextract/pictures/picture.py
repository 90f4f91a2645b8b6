"""A picture of a page or of a part of it, small enough to stand inside a web page."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from formextract.errors import UnreadableFileError
from formextract.geometry import BBox

Pixels = NDArray[np.uint8]

QUALITY = 72
"""Of 100, of photographs and scans."""
LEVELS = 16
"""Shades of grey that drawn letters need; a strip of a form takes some 10 kB so, a page 100."""
COLOURED = 24
"""Of 255: a pixel whose channels differ by more has a colour."""
FEW_COLOURED = 0.0005
"""Share of coloured pixels up to which a picture is kept in grey."""
PAPER, CLEAN = 252, 0.6
"""Of 255: paper that a program has drawn is this white, on CLEAN of the picture at least; scanned paper is not."""


@dataclass(frozen=True, slots=True)
class Picture:
    """`data` is of the type `media`, `width` by `height` pixels; `area` is what it shows, in units of the page."""

    data: bytes
    media: str
    width: int
    height: int
    area: BBox

    @property
    def scale(self) -> float:
        """Pixels a unit of the page."""
        return self.width / (self.area[2] - self.area[0])

    def within(self, box: BBox) -> BBox:
        """A box of the page in pixels of the picture, cut at its edges."""
        sx, sy = self.scale, self.height / (self.area[3] - self.area[1])
        x0, x1 = ((x - self.area[0]) * sx for x in (box[0], box[2]))
        y0, y1 = ((y - self.area[1]) * sy for y in (box[1], box[3]))
        return (
            min(max(x0, 0.0), self.width),
            min(max(y0, 0.0), self.height),
            min(max(x1, 0.0), self.width),
            min(max(y1, 0.0), self.height),
        )

    @property
    def url(self) -> str:
        """The picture as a `data:` URL, for pages that bring their pictures with them."""
        return f"data:{self.media};base64,{b64encode(self.data).decode('ascii')}"


def encoded(pixels: Pixels, area: BBox) -> Picture:
    """The picture of pixels (grey or BGR) that show `area` of a page; UnreadableFileError where there are none."""
    if pixels.size == 0:
        raise UnreadableFileError("这一处在页面之外，无法显示。请直接查看原件")
    if pixels.ndim == 3 and _is_grey(pixels):  # noqa: PLR2004 - rows, columns, channels
        pixels = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY), np.uint8)
    height, width = pixels.shape[:2]
    if float((pixels >= PAPER).mean()) >= CLEAN:
        if pixels.ndim == 2:  # noqa: PLR2004 - grey
            step = 255 // (LEVELS - 1)
            pixels = ((pixels.astype(np.uint16) + step // 2) // step * step).astype(np.uint8)
        return Picture(_bytes(".png", pixels, []), "image/png", width, height, area)
    return Picture(_bytes(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, QUALITY]), "image/jpeg", width, height, area)


def _bytes(ending: str, pixels: Pixels, options: list[int]) -> bytes:
    done: Any = cv2.imencode(ending, pixels, options)
    out: bytes = done[1].tobytes()
    return out


def _is_grey(pixels: Pixels) -> bool:
    spread = pixels.max(axis=2).astype(np.int16) - pixels.min(axis=2)
    return bool((spread > COLOURED).mean() <= FEW_COLOURED)
