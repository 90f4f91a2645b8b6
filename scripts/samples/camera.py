"""A page as a hand-held camera takes it: desks, other sheets, lens, light, shake, sharpening and colour.

`degrade.py` draws the flat page and writes the file; here is what happens between the sheet and the camera's picture.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from random import Random

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
Light = NDArray[np.float32]


@dataclass(frozen=True)
class Camera:
    """How a page is photographed. `(low, high)` is drawn anew for each page."""

    desks: tuple[str, ...] = ("dark",)
    """`dark`, `light`, `wood`, `cloth`: what the sheet lies on, drawn anew for each page."""
    tilt: float = 0.05
    """Share of the sheet by which its corners move."""
    turn: float = 4.0
    """Degrees by which the sheet lies askew."""
    around: tuple[float, float] = (0.03, 0.1)
    """Desk around the sheet, as a share of its longer side."""
    under: float = 0.0
    """How often another sheet shows from below."""
    barrel: tuple[float, float] = (0.0, 0.0)
    """Share by which the lens bends the picture's corners inwards (outwards below nought)."""
    dim: tuple[float, float] = (0.0, 0.3)
    """Share of the light that is lost at the far side."""
    shade: float = 0.0
    """How often a hand or the telephone throws a soft shadow."""
    vignette: tuple[float, float] = (0.0, 0.15)
    """Share of the light that is lost in the corners."""
    warmth: float = 0.0
    """Share by which red and blue part at most: lamps are warm, shade is cool."""
    shake: tuple[float, float] = (0.0, 0.0)
    """Pixels by which the camera moved."""
    soft: tuple[float, float] = (0.3, 0.8)
    """Pixels of blur."""
    grain: tuple[float, float] = (1.0, 5.0)
    """Levels of noise."""
    sharpened: float = 0.0
    """How strongly the camera's program sharpens."""


CAMERAS = {
    "snapshot": Camera(
        ("dark", "wood", "cloth"), barrel=(-0.01, 0.02), dim=(0.3, 0.6), shade=0.5, vignette=(0.1, 0.3), warmth=0.12
    ),
    "desk": Camera(
        ("light", "wood", "cloth", "light"), tilt=0.04, turn=6.0, around=(0.05, 0.2), under=0.5, dim=(0.1, 0.4),
        vignette=(0.0, 0.2), warmth=0.08,
    ),
    "lowphoto": Camera(
        ("dark", "wood"), around=(0.01, 0.05), shake=(0.0, 2.5), soft=(0.4, 0.9), grain=(2.0, 6.0), dim=(0.1, 0.4)
    ),
    "phone": Camera(
        ("dark", "light", "wood"), barrel=(0.0, 0.015), dim=(0.1, 0.4), shade=0.3, vignette=(0.05, 0.2), warmth=0.08,
        soft=(0.6, 1.2), grain=(2.0, 6.0), sharpened=0.8,
    ),
}  # fmt: skip
"""By the name of the wear."""


def photographed(page: Picture, camera: Camera, rng: Random) -> Picture:
    """The picture (BGR) of a page (BGR, white paper) that the camera takes."""
    noise = np.random.default_rng(rng.randrange(1 << 30))
    picture = _on_desk(page, camera, rng, noise)
    bend = rng.uniform(*camera.barrel)
    if abs(bend) > 1e-4:
        picture = _bent_by_lens(picture, bend)
    lit = picture.astype(np.float32) * _light(picture.shape[:2], camera, rng)[..., None]
    warm = rng.uniform(-camera.warmth, camera.warmth)
    lit *= np.array([1 - warm, 1.0, 1 + warm], np.float32) / (1 + abs(warm))
    lit = _blurred(lit, rng.uniform(*camera.soft), rng.uniform(*camera.shake), rng.uniform(0, math.pi))
    level = rng.uniform(*camera.grain)
    lit += noise.normal(0, level, lit.shape[:2]).astype(np.float32)[..., None]
    lit += cv2.GaussianBlur(noise.normal(0, level * 2, lit.shape).astype(np.float32), (0, 0), 1.2)
    if camera.sharpened:
        lit += camera.sharpened * (lit - cv2.GaussianBlur(lit, (0, 0), 1.5))
    return np.clip(lit, 0, 255).astype(np.uint8)


def _on_desk(page: Picture, camera: Camera, rng: Random, noise: np.random.Generator) -> Picture:
    h, w = page.shape[:2]
    edge = round(rng.uniform(*camera.around) * max(h, w)) + round(max(h, w) * math.sin(math.radians(camera.turn)) / 4)
    size = (w + 2 * edge, h + 2 * edge)
    desk = _desk(rng.choice(camera.desks), size, rng, noise)
    if rng.random() < camera.under:
        below = _matrix(page, edge, camera.tilt, rng.choice([-1, 1]) * rng.uniform(6, 14), rng)
        shift = np.array([[1.0, 0, rng.uniform(-2, 2) * edge], [0, 1.0, rng.uniform(-2, 2) * edge], [0, 0, 1.0]])
        desk = _laid(desk, np.ascontiguousarray(page[::-1, ::-1]), shift @ below)
    return _laid(desk, page, _matrix(page, edge, camera.tilt, rng.uniform(-camera.turn, camera.turn), rng))


def _matrix(page: Picture, edge: int, tilt: float, degrees: float, rng: Random) -> NDArray[np.float64]:
    """Where the page comes to lie in the picture: turned, and seen at an angle."""
    h, w = page.shape[:2]
    corners = np.array([[0, 0], [w, 0], [w, h], [0, h]], np.float64)
    turn = cv2.getRotationMatrix2D((w / 2, h / 2), degrees, 1.0)
    moved = corners @ turn[:, :2].T + turn[:, 2] + edge
    moved += np.array([[rng.uniform(-tilt, tilt) * w / 2, rng.uniform(-tilt, tilt) * h / 2] for _ in range(4)])
    low, high = np.array([3.0, 3.0]), np.array([w + 2 * edge - 4.0, h + 2 * edge - 4.0])
    matrix = cv2.getPerspectiveTransform(corners.astype(np.float32), np.clip(moved, low, high).astype(np.float32))
    return np.asarray(matrix, np.float64)


def _laid(desk: Picture, page: Picture, matrix: NDArray[np.float64]) -> Picture:
    """The desk with the page on it, and the thin shadow that the page throws."""
    size = (desk.shape[1], desk.shape[0])
    there = cv2.warpPerspective(np.full(page.shape[:2], 255, np.uint8), matrix, size, flags=cv2.INTER_LINEAR)
    seen = cv2.warpPerspective(page, matrix, size, flags=cv2.INTER_AREA)
    share = there.astype(np.float32)[..., None] / 255
    thrown = cv2.GaussianBlur(np.roll(there, (4, 3), (0, 1)), (0, 0), 5).astype(np.float32)[..., None] / 255
    return np.clip(desk * (1 - 0.35 * thrown) * (1 - share) + seen * share, 0, 255).astype(np.uint8)


def _desk(kind: str, size: tuple[int, int], rng: Random, noise: np.random.Generator) -> Picture:
    w, h = size
    plain = {"dark": (30, 110), "light": (170, 215), "wood": (80, 150), "cloth": (60, 170)}[kind]
    tone = rng.uniform(*plain)
    colour = np.array([tone * rng.uniform(0.85, 1.0), tone * rng.uniform(0.9, 1.05), tone], np.float32)
    if kind == "wood":
        colour = np.array([tone * 0.55, tone * 0.8, tone * 1.15], np.float32)
        grain = cv2.resize(
            noise.normal(0, 1, (h // 3 + 1, 6)).astype(np.float32), (w, h), interpolation=cv2.INTER_CUBIC
        )
        waves = cv2.resize(noise.normal(0, 1, (8, 4)).astype(np.float32), (w, h), interpolation=cv2.INTER_CUBIC)
        texture = 1 + 0.1 * grain + 0.08 * waves
    elif kind == "cloth":
        texture = 1 + 0.12 * cv2.GaussianBlur(noise.normal(0, 1, (h, w)).astype(np.float32), (0, 0), 1.5) * 3
    else:
        texture = 1 + 0.02 * cv2.resize(noise.normal(0, 1, (9, 7)).astype(np.float32), (w, h))
    return np.clip(texture[..., None] * colour, 0, 255).astype(np.uint8)


def _bent_by_lens(picture: Picture, bend: float) -> Picture:
    """The picture with its corners moved inwards by `bend`, as a wide lens does it."""
    h, w = picture.shape[:2]
    ys, xs = np.mgrid[0:h, 0:w].astype(np.float32)
    reach = math.hypot(w, h) / 2
    x, y = (xs - w / 2) / reach, (ys - h / 2) / reach
    out = 1 + bend * (x * x + y * y) - bend * 0.3
    return cv2.remap(
        picture, x * out * reach + w / 2, y * out * reach + h / 2, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )


def _light(shape: tuple[int, int], camera: Camera, rng: Random) -> Light:
    """The share of light at each pixel: from one side, less in the corners, less in the shade of a hand."""
    h, w = shape
    ys, xs = np.mgrid[0:h, 0:w].astype(np.float32)
    x, y = xs / w - 0.5, ys / h - 0.5
    way = rng.uniform(0, 2 * math.pi)
    along = np.clip(0.5 + x * math.cos(way) + y * math.sin(way), 0, 1)
    light = 1 - rng.uniform(*camera.dim) * along ** rng.choice([1.0, 1.5, 2.5])
    light *= 1 - rng.uniform(*camera.vignette) * 2 * (x * x + y * y)
    if rng.random() < camera.shade:
        side, deep = rng.uniform(0, 2 * math.pi), rng.uniform(0.2, 0.45)
        over = x * math.cos(side) + y * math.sin(side) - rng.uniform(0.0, 0.3)
        light *= 1 - deep / (1 + np.exp(-over / rng.uniform(0.01, 0.05)))
    return np.asarray(light, np.float32)


def _blurred(lit: Light, soft: float, shake: float, way: float) -> Light:
    if soft > 0.2:
        lit = cv2.GaussianBlur(lit, (0, 0), soft)
    if shake > 1:
        n = 2 * math.ceil(shake) + 1
        kernel = np.zeros((n, n), np.float32)
        for t in np.linspace(-0.5, 0.5, 32):
            x, y = n // 2 + t * shake * math.cos(way), n // 2 + t * shake * math.sin(way)
            kernel[round(y), round(x)] += 1
        lit = cv2.filter2D(lit, -1, kernel / kernel.sum())
    return np.asarray(lit, np.float32)
