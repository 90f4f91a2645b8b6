"""Seals that lost their red: a ring on a grey or two-level scan. Lighter than ink it can be lifted off, else it is doubt."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from formextract.geometry import BBox
from formextract.layout.seals import Seal

Picture = NDArray[np.uint8]

SMALL = 700
"""Pixels of the longer side at which rings are looked for."""
LEAST, MOST = 0.04, 0.12
"""Share of the longer side: radius of a seal (3 to 5 cm across on A4)."""
CLOSED = 0.8
"""Share of a ring's directions in which there must be ink; letters and rules never close a ring."""
COLOURLESS = 16
"""Levels between the channels of a pixel below which it is grey."""
BINS = 120
LIGHTER = 62
"""Level of the ring above which it can be told from black ink."""
BLACK = 25
CORE = 0.35
"""Share of a ring's own pixels that are darker than its typical grey: edges, and ink below it."""

_NUDGES = tuple((dx, dy, dr) for dx in (-2, 0, 2) for dy in (-2, 0, 2) for dr in (-2, -1, 0, 1, 2))


def is_grey(picture: Picture) -> bool:
    """Whether a picture has no colour: a seal on it cannot be told by its red."""
    if picture.ndim == 2:  # noqa: PLR2004
        return True
    small = picture[::8, ::8].astype(np.int16)
    return float(np.quantile(small.max(axis=2) - small.min(axis=2), 0.995)) < COLOURLESS


def find_rings(grey: Picture) -> list[Seal]:
    """Round seals on an evened grey page; boxes in pixels."""
    scale = SMALL / max(grey.shape)
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    ink = (small < 205).astype(np.uint8)  # noqa: PLR2004 - paper is at 245
    least, most = LEAST * SMALL, MOST * SMALL
    blurred = cv2.GaussianBlur(small, (0, 0), 1)
    found = cv2.HoughCircles(
        blurred, cv2.HOUGH_GRADIENT, 1.5, least, param1=120, param2=38, minRadius=round(least), maxRadius=round(most)
    )
    if found is None:
        return []
    thick = cv2.dilate(ink, np.ones((2, 2), np.uint8))
    out: list[Seal] = []
    for x, y, r in found.reshape(-1, 3)[:40]:
        if _closed(thick, float(x), float(y), float(r)) < CLOSED / 2:
            continue
        best = max(
            (_closed(thick, float(x) + dx, float(y) + dy, float(r) + dr), dx, dy, dr) for dx, dy, dr in _NUDGES
        )
        if best[0] < CLOSED:
            continue
        cx, cy, radius = float(x) + best[1], float(y) + best[2], float(r) + best[3] + 3
        box = tuple(v / scale for v in (cx - radius, cy - radius, cx + radius, cy + radius))
        if not any(abs(box[0] - o.box[0]) < radius / scale and abs(box[1] - o.box[1]) < radius / scale for o in out):
            out.append(Seal((box[0], box[1], box[2], box[3]), 0.0))
    return out


def _closed(ink: Picture, x: float, y: float, r: float) -> float:
    """The share of directions in which the circle meets ink."""
    angles = np.linspace(0, 2 * np.pi, BINS, endpoint=False)
    xs = np.round(x + r * np.cos(angles)).astype(int)
    ys = np.round(y + r * np.sin(angles)).astype(int)
    inside = (xs >= 0) & (xs < ink.shape[1]) & (ys >= 0) & (ys < ink.shape[0])
    return float(ink[ys[inside], xs[inside]].sum()) / BINS


def without_rings(grey: Picture, rings: list[Seal]) -> tuple[Picture, list[BBox]]:
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
        inked = band[band < 200]  # noqa: PLR2004 - paper is at 245
        if not len(inked):
            continue
        level = float(np.quantile(inked, CORE))
        if level < LIGHTER:
            dark.append(ring.box)
            continue
        lifted = np.clip((part.astype(np.float32) - BLACK) / (level * 0.9 - BLACK), 0, 1) * 245
        disc = distance <= r + 3
        part[disc] = np.maximum(part, lifted.astype(np.uint8))[disc]
    return out, dark
