"""Finds red stamps on a page (thresholded redness, connected components) and takes them off the ink below them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from formextract.geometry import BBox, contains
from formextract.imaging.geometry.page_boundary import PageBoundary
from formextract.imaging.image import Image

REDNESS = 28
"""Levels (0 to 255) by which red must exceed green and blue; JPEG leaves less on black ink and on paper."""
EDGE = 3
"""Pixels of the reduced page at the edge of a sheet that may be desk."""
SMALLEST = 0.035
"""Share of the page's longer side: a seal is at least this wide (a name stamp), 4 cm of 30 being usual."""
LOWEST = 0.022
"""Share of the page's longer side (6.5 mm of A4): red that is nowhere so high without a gap is lines of red writing, as
tracked changes are printed; the lowest name stamps have 8 mm."""
THERE = 0.01
"""Share of a row of a stamp that is red, at least: a ring has its two sides there."""
HINT, EVERY = 14, 4
"""Redness of a single pixel without which, at every fourth pixel of every fourth row, no seal is looked for."""
INK_QUANTILE = 0.15
"""Share of a seal's red pixels that are darker than its red: they lie over ink or beside it."""
PATCHY = 0.88
"""Share of that level that is still the seal: its ink lies thick and thin, and JPEG blurs its colour."""
BLACK = 40
"""Level of black ink on the red channel."""


class Seal(NamedTuple):
    """A stamp: its box, the share of its box that is red, whether it is red (rings on grey pages are not)."""

    box: BBox
    fill: float
    red: bool = True

    @property
    def round(self) -> bool:
        """Whether it is about as wide as high."""
        w, h = self.box[2] - self.box[0], self.box[3] - self.box[1]
        return 0.7 <= w / h <= 1.4  # noqa: PLR2004


def _redness(picture: Image, least: int = REDNESS) -> NDArray[np.bool_]:
    blue, green, red = cv2.split(picture)
    return np.asarray(cv2.subtract(red, cv2.max(blue, green)) > least)


def seals_on(picture: Image, boundary: PageBoundary | None) -> list[Seal]:
    """The seals on a page or a photograph of one; boxes in pixels. A desk of wood is as red as a seal and none."""
    found = find_seals(picture)
    return find_seals(picture, boundary.mask) if found and boundary is not None else found


def find_seals(picture: Image, sheet: Image | None = None) -> list[Seal]:
    """The seals on a colour page (BGR), boxes in pixels; none on a grey page. `sheet` is 1 where they can be."""
    if picture.ndim == 2:  # noqa: PLR2004 - grey
        return []
    if not _redness(np.ascontiguousarray(picture[::EVERY, ::EVERY]), HINT).any():
        return []
    scale = max(1, round(max(picture.shape[:2]) / 800))
    h, w = picture.shape[:2]
    small = cv2.resize(picture, (w // scale, h // scale), interpolation=cv2.INTER_AREA)
    red = _redness(small).astype(np.uint8)
    if sheet is not None:
        mask = cv2.resize(sheet, (red.shape[1], red.shape[0]), interpolation=cv2.INTER_NEAREST)
        red &= cv2.erode(mask, np.ones((3, 3), np.uint8), iterations=EDGE)
    if not red.any():
        return []
    reach = 9
    joined = cv2.morphologyEx(red, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(joined)
    out = []
    for x, y, cw, ch, _area in stats[1:count]:
        if max(cw, ch) < SMALLEST * max(small.shape[:2]) or min(cw, ch) * 4 < max(cw, ch):
            continue
        part = red[y : y + ch, x : x + cw]
        if _highest(part) < LOWEST * max(small.shape[:2]):
            continue
        fill = float(part.mean())
        out.append(Seal((float(x * scale), float(y * scale), float((x + cw) * scale), float((y + ch) * scale)), fill))
    return [s for s in out if not any(s is not o and contains(o.box, s.box, 4.0) for o in out)]


def _highest(red: NDArray[Any]) -> int:
    """The most rows of red that follow each other."""
    there = np.count_nonzero(red, axis=1) >= max(1.0, THERE * red.shape[1])
    edges = np.flatnonzero(np.diff(np.concatenate(([False], there, [False])).astype(np.int8)))
    return int((edges[1::2] - edges[::2]).max(initial=0))


def without_seals(picture: Image, seals: Sequence[Seal]) -> Image:
    """The page in grey with the seals' ink taken for paper: levels on the red channel, inside the seals only.

    White is the seal's own red. The same over a whole noisy page would lift the ink too.
    """
    grey = picture if picture.ndim == 2 else cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)  # noqa: PLR2004
    if not seals:
        return grey
    grey = grey.copy()
    h, w = grey.shape
    for seal in seals:
        x0, y0, x1, y1 = (int(v) for v in seal.box)
        pad = 6
        x0, y0, x1, y1 = max(0, x0 - pad), max(0, y0 - pad), min(w, x1 + pad), min(h, y1 + pad)
        part = picture[y0:y1, x0:x1]
        red = _redness(part)
        if not red.any():
            continue
        channel: NDArray[Any] = part[:, :, 2].astype(np.float32)
        white = PATCHY * float(np.quantile(channel[red], INK_QUANTILE))
        paper = float(np.quantile(grey[y0:y1, x0:x1], 0.9))
        levelled = np.clip((channel - BLACK) / max(white - BLACK, 1.0), 0, 1) * paper
        near = cv2.dilate(red.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
        inside = grey[y0:y1, x0:x1]
        inside[near] = np.maximum(inside, levelled.astype(np.uint8))[near]
    return grey
