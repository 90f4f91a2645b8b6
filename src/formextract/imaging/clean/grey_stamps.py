"""Finds stamps on grey pages as rings (Hough circle transform, then a test of the ring) and lifts off the pale ones.

Rings as dark as ink stay, and what stands below them is doubtful.
"""

from __future__ import annotations

import cv2
import numpy as np

from formextract.geometry import BBox
from formextract.imaging.clean.stamps import Seal
from formextract.imaging.image import PAPER, Image

SMALL = 700
"""Pixels of the longer side at which rings are looked for."""
LEAST, MOST = 0.04, 0.12
"""Share of the longer side: radius of a seal (3 to 5 cm across on A4)."""
CLOSED = 0.68
"""Share of a ring's directions in which there must be ink; letters and rules never close a ring."""
PALE = 200
"""Level from which a pixel is paper; paper itself is at 245."""
EDGES = 1 / 585
"""Share of the longer side (4 pixels of A4 at 200 dpi) that the grey edges of letters are narrower than."""
DENSE = 0.03
"""Share of the page that seals cover at most."""
COARSER = 0.8
"""Scale of the search on pages of two levels, where all ink may be ring."""
SPARSE = 0.0008
"""Share of the page that a grey seal covers at least."""
TWO_LEVELS = 0.15
"""Grey pixels to black ones on a page scanned in black and white."""
COLOURLESS = 16
"""Levels between the channels of a pixel below which it is grey."""
CONTRAST = 0.3
"""Share of directions by which a ring has more ink than circles a little smaller and larger."""
RIM = 40
"""Level (0 to 255) of the reduced map of ink from which a pixel belongs to a ring."""
BINS = 120
LIGHTER = 62
"""Level of the ring above which it can be told from black ink."""
BLACK = 25
CORE = 0.35
"""Share of a ring's own pixels that are darker than its typical grey: edges, and ink below it."""

_NUDGES = tuple((dx, dy, dr) for dx in (-2, 0, 2) for dy in (-2, 0, 2) for dr in (-2, -1, 0, 1, 2))


def is_grey(picture: Image) -> bool:
    """Whether a picture has no colour: a seal on it cannot be told by its red."""
    if picture.ndim == 2:  # noqa: PLR2004
        return True
    blue, green, red = cv2.split(np.ascontiguousarray(picture[::8, ::8]))
    lightest, darkest = cv2.max(cv2.max(blue, green), red), cv2.min(cv2.min(blue, green), red)
    return float(np.quantile(cv2.subtract(lightest, darkest), 0.995)) < COLOURLESS


def find_rings(grey: Image) -> list[Seal]:
    """Round seals on an evened grey page; boxes in pixels."""
    scale = SMALL / max(grey.shape)
    least, most = round(LEAST * SMALL), round(MOST * SMALL)
    wide = max(2, round(max(grey.shape) * EDGES))
    between = cv2.inRange(grey, np.array(LIGHTER + 1), np.array(PALE - 1)) & 1
    lighter = cv2.morphologyEx(between, cv2.MORPH_OPEN, np.ones((wide, wide), np.uint8))  # the edges of letters go
    covered = cv2.countNonZero(lighter) / grey.size
    if covered < SPARSE:
        if cv2.countNonZero(between) > TWO_LEVELS * cv2.countNonZero(cv2.compare(grey, LIGHTER, cv2.CMP_LE)):
            return []
        scale *= COARSER
        least, most = round(LEAST * SMALL * COARSER), round(MOST * SMALL * COARSER)
        lighter = (grey < PALE).astype(np.uint8)  # two levels: a ring as dark as the ink
    elif covered > DENSE:
        return []  # grain, or a picture
    small = cv2.resize(lighter * 255, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    blurred = cv2.GaussianBlur(small, (0, 0), 1)
    found = cv2.HoughCircles(
        blurred, cv2.HOUGH_GRADIENT, 1.5, least, param1=80, param2=30, minRadius=least, maxRadius=most
    )
    if found is None:
        return []
    thick = (small > RIM).astype(np.uint8)
    out: list[Seal] = []
    for x, y, r in found.reshape(-1, 3)[:40]:
        if _closed(thick, float(x), float(y), float(r)) < CLOSED / 2:
            continue
        best = max((_closed(thick, float(x) + dx, float(y) + dy, float(r) + dr), dx, dy, dr) for dx, dy, dr in _NUDGES)
        if best[0] < CLOSED or not _stands_out(thick, float(x) + best[1], float(y) + best[2], float(r) + best[3]):
            continue
        cx, cy, radius = float(x) + best[1], float(y) + best[2], float(r) + best[3] + 3
        box = tuple(v / scale for v in (cx - radius, cy - radius, cx + radius, cy + radius))
        if not any(abs(box[0] - o.box[0]) < radius / scale and abs(box[1] - o.box[1]) < radius / scale for o in out):
            out.append(Seal((box[0], box[1], box[2], box[3]), 0.0, red=False))
    return out


def _stands_out(ink: Image, x: float, y: float, r: float) -> bool:
    """Whether a circle has paper along both its sides, as a ring has and a circle laid over writing has not."""
    beside = max(_closed(ink, x, y, r * 0.9), _closed(ink, x, y, r * 1.1))
    return _closed(ink, x, y, r) - beside >= CONTRAST


def _closed(ink: Image, x: float, y: float, r: float) -> float:
    """The share of directions in which the circle meets ink."""
    angles = np.linspace(0, 2 * np.pi, BINS, endpoint=False)
    xs = np.round(x + r * np.cos(angles)).astype(int)
    ys = np.round(y + r * np.sin(angles)).astype(int)
    inside = (xs >= 0) & (xs < ink.shape[1]) & (ys >= 0) & (ys < ink.shape[0])
    return float(ink[ys[inside], xs[inside]].sum()) / BINS


def without_rings(grey: Image, rings: list[Seal]) -> tuple[Image, list[BBox]]:
    """The page with the rings that are lighter than ink lifted off; and the boxes of those that are not."""
    out = grey.copy()
    dark: list[BBox] = []
    for ring in rings:
        x0, y0, x1, y1 = ring.box
        cx, cy, r = (x0 + x1) / 2, (y0 + y1) / 2, (x1 - x0) / 2
        left, top = max(0, int(x0) - 4), max(0, int(y0) - 4)
        part = out[top : int(y1) + 4, left : int(x1) + 4]
        ys, xs = np.mgrid[0 : part.shape[0], 0 : part.shape[1]]
        distance = np.hypot(xs + left - cx, ys + top - cy)
        band = part[(distance > 0.88 * r) & (distance < r)]
        inked = band[band < PALE]
        if not len(inked):
            continue
        level = float(np.quantile(inked, CORE))
        if level < LIGHTER:
            dark.append(ring.box)
            continue
        lifted = np.clip((part.astype(np.float32) - BLACK) / (level * 0.9 - BLACK), 0, 1) * PAPER
        disc = distance <= r + 3
        part[disc] = np.maximum(part, lifted.astype(np.uint8))[disc]
    return out, dark
