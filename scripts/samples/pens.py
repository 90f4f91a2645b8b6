"""Boxes ticked by hand: a Word form printed with its boxes empty, and the chosen ones marked as pens mark them."""

from __future__ import annotations

import math
import re
import zipfile
from collections.abc import Callable
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pymupdf

from samples.office import to_pdf

if TYPE_CHECKING:
    from pathlib import Path
    from random import Random

Box = tuple[float, float, float, float]
"""Left, top, right, bottom of a printed box, in pixels."""
CHOSEN, OPEN = "☑☒✓", "☐□"
BRACKETS = "（\u3000）"
"""What is printed in place of boxes for brackets to tick in."""
_FONTS = re.compile(r"<w:rFonts [^>]*/>")


def unticked(source: Path, target: Path, *, brackets: bool = False, font: str = "") -> list[bool]:
    """Writes a Word form with its boxes empty; which of them were ticked, in the order of its text."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            data = old.read(item)
            if item.filename == "word/document.xml":
                text = data.decode("utf-8")
                chosen = [c in CHOSEN for c in text if c in CHOSEN + OPEN]
                data = re.sub(f"[{CHOSEN}{OPEN}]", BRACKETS if brackets else "☐", text).encode("utf-8")
            if font and item.filename in ("word/document.xml", "word/styles.xml"):
                fonts = " ".join(f'w:{at}="{font}"' for at in ("ascii", "hAnsi", "eastAsia", "cs"))
                data = _FONTS.sub(f"<w:rFonts {fonts}/>", data.decode("utf-8")).encode("utf-8")
            new.writestr(item, data)
    return chosen


def ticked_pages(source: Path, folder: Path, pen: str, rng: Random, font: str = "", dpi: int = 200) -> list[np.ndarray]:
    """The pages of a Word form, its boxes ticked with a pen of `PENS`; grey."""
    word = folder / f"{source.stem}~{pen}~{font.replace(' ', '')}.docx"
    chosen = unticked(source, word, brackets=pen == "brackets", font=font)
    to_pdf([word], folder)
    pages, at = [], 0
    with pymupdf.open(word.with_suffix(".pdf")) as pdf:
        for page in pdf:
            pixmap = page.get_pixmap(dpi=dpi, colorspace=pymupdf.csGRAY, alpha=False)
            picture = np.frombuffer(pixmap.samples, np.uint8).reshape(pixmap.height, pixmap.width).copy()
            for box in _boxes(page, picture, dpi / 72):
                if chosen[at]:
                    _written(picture, box, pen, rng)
                at += 1
            pages.append(picture)
    if at != len(chosen):
        raise SystemExit(f"{source.name}: {at} boxes were printed of {len(chosen)}")
    return pages


def _boxes(page: object, picture: np.ndarray, scale: float) -> list[Box]:
    """The printed boxes, or the insides of brackets, by the ink that stands where the letter does."""
    out = []
    letters = [
        (c["c"], c["bbox"])
        for block in page.get_text("rawdict")["blocks"]  # type: ignore[attr-defined]
        for line in block.get("lines", ())
        for span in line["spans"]
        for c in span["chars"]
    ]
    for k, (letter, own) in enumerate(letters):
        between = letter == "（" and "".join(c for c, _ in letters[k : k + 3]) == BRACKETS
        if not between and letter != "☐":
            continue
        box = letters[k + 1][1] if between else own
        x0, y0, x1, y1 = (round(v * scale) for v in box)
        ys, xs = np.nonzero(picture[y0:y1, x0:x1] < 128)
        if letter == "☐" and len(xs):
            out.append((float(x0 + xs.min()), float(y0 + ys.min()), float(x0 + xs.max()), float(y0 + ys.max())))
        else:
            side = x1 - x0
            out.append((float(x0), y1 - 1.1 * side, float(x1), y1 - 0.1 * side))
    return out


Strokes = list[list[tuple[float, float]]]
"""Lines in shares of the box's side, from its top left."""


def _tick(rng: Random, left: float, top: float, size: float) -> Strokes:
    def near(x: float, y: float) -> tuple[float, float]:
        return left + size * (x + rng.uniform(-0.07, 0.07)), top + size * (y + rng.uniform(-0.07, 0.07))

    return [[near(0, 0.55), near(0.32, 1), near(1, 0)]]


def _ring(rng: Random) -> Strokes:
    rx, ry, turn = rng.uniform(0.85, 1.0), rng.uniform(0.8, 0.95), rng.uniform(0, 6)
    steps = range(34)
    return [[(0.5 + rx * math.cos(turn + k / 5), 0.5 + (ry + k / 400) * math.sin(turn + k / 5)) for k in steps]]


def _scribble(rng: Random) -> Strokes:
    across = [(0.08 + rng.uniform(-0.1, 0.1), 0.05)]
    for k in range(9):
        across += [(0.95 + rng.uniform(-0.1, 0.12), 0.08 + k * 0.1), (0.05 + rng.uniform(-0.12, 0.1), 0.13 + k * 0.1)]
    return [across]


PENS: dict[str, Callable[[Random], Strokes]] = {
    "across": lambda r: _tick(r, -0.15, -0.3, 1.35),
    "inside": lambda r: _tick(r, 0.15, 0.15, 0.7),
    "beyond": lambda r: _tick(r, -0.1, -0.75, 1.9),
    "beside": lambda r: _tick(r, -0.75, -0.1, 1.0),
    "cross": lambda r: [
        [(-0.2 + r.uniform(-0.1, 0.1), -0.2), (1.2, 1.15 + r.uniform(-0.1, 0.1))],
        [(1.2, -0.15 + r.uniform(-0.1, 0.1)), (-0.15 + r.uniform(-0.1, 0.1), 1.2)],
    ],
    "scribble": _scribble,
    "ring": _ring,
    "stroke": lambda r: [[(-0.2, 1.2 + r.uniform(-0.1, 0.1)), (1.2 + r.uniform(-0.1, 0.1), -0.2)]],
    "brackets": lambda r: _tick(r, 0.0, -0.05, 1.0),
}


def _written(picture: np.ndarray, box: Box, pen: str, rng: Random) -> None:
    """Draws a pen's strokes over a box, thicker or thinner."""
    x0, y0, x1, y1 = box
    side, grain = max(x1 - x0, y1 - y0), 16
    thick, shade = rng.choice([2, 3, 4]), rng.choice([20, 50, 80])
    layer = np.full_like(picture, 255)
    for stroke in PENS[pen](rng):
        points = np.array([[(x0 + u * side) * grain, (y0 + v * side) * grain] for u, v in stroke])
        cv2.polylines(layer, [np.round(points).astype(np.int32)], False, shade, thick, cv2.LINE_AA, 4)
    np.minimum(picture, layer, out=picture)
