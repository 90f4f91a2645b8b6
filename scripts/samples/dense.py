"""Pages full of cells whose truth is known by row and column: what calibration and measuring of readings need."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from random import Random

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from samples import vocabulary

Picture = NDArray[np.uint8]
FOLDER = Path("/usr/share/fonts")
FONTS = (
    "truetype/arphic-gbsn00lp/gbsn00lp.ttf",
    "truetype/arphic/uming.ttc",
    "truetype/wqy/wqy-zenhei.ttc",
    "opentype/noto/NotoSerifCJK-Regular.ttc",
    "opentype/noto/NotoSansCJK-Regular.ttc",
)
LATIN = ("truetype/liberation/LiberationSerif-Regular.ttf", "truetype/dejavu/DejaVuSans.ttf", None)
"""Fonts of figures beside the Chinese one, as word processors set them; None is the Chinese one."""
WIDTHS = (0.07, 0.33, 0.15, 0.15, 0.13, 0.17)
"""Columns as shares of the table: number, name or text, figure, figure, ticks, figure."""
KINDS = ("figure", "text", "figure", "figure", "tick", "figure")
ROWS = 30


@dataclass(frozen=True)
class Dense:
    """A page as drawn, the text of each of its cells row by row, and the dots an inch."""

    picture: Picture
    rows: list[list[str]]
    dpi: int


def figure(rng: Random) -> str:
    """A figure as an applicant may write it."""
    way = rng.random()
    if way < 0.4:
        return f"{rng.uniform(0, 10 ** rng.randint(0, 5)):.{rng.choice([1, 2, 2, 2, 3, 4])}f}"
    if way < 0.55:
        return str(rng.randrange(10 ** rng.randint(1, 6)))
    if way < 0.65:
        return f"{rng.randrange(1000, 10 ** rng.randint(4, 8)):,}" + rng.choice(["", f".{rng.randrange(100):02d}"])
    if way < 0.8:
        return rng.choice(["", "-"]) + f"{rng.uniform(0, 60):.{rng.choice([0, 1, 2])}f}%"
    if way < 0.88:
        return f"-{rng.uniform(0, 300):.2f}"
    if way < 0.94:
        return "/".join(str(rng.randrange(20)) for _ in range(rng.choice([2, 3])))
    return rng.choice(["0", "1", "7", "11", "17", "71", "0.1", "0.01", "100"])


def words(rng: Random) -> str:
    """A name, or a few words of a narrative."""
    place = vocabulary.invent_place(rng)
    way = rng.random()
    if way < 0.35:
        return vocabulary.firm(rng, place)
    if way < 0.55:
        return rng.choice([vocabulary.authority, vocabulary.operator])(rng, place)
    if way < 0.75:
        return vocabulary.person(rng)
    if way < 0.85:
        return f"{vocabulary.person(rng)} {vocabulary.mobile(rng)}"
    kind = rng.choice(["platform", "green", "service", "pilot"])
    return vocabulary.names(rng, place, kind, rng.choice(["national", "provincial", "other"]), 1)[0]


def page(rng: Random, dpi: int) -> Dense:
    """One page of invented cells."""
    dot = dpi / 72
    w, h = round(595 * dot), round(842 * dot)
    image = Image.new("L", (w, h), 255)
    draw = ImageDraw.Draw(image)
    size = rng.choice([9.0, 10.5, 10.5, 12.0]) * dot
    chinese = [FOLDER / f for f in FONTS if (FOLDER / f).exists()]
    latin = [FOLDER / f if f else None for f in LATIN if f is None or (FOLDER / f).exists()]
    font = ImageFont.truetype(str(rng.choice(chinese)), round(size))
    other = rng.choice(latin)
    figures = ImageFont.truetype(str(other), round(size)) if other else font
    left, top, right, bottom = 45 * dot, 50 * dot, 550 * dot, 800 * dot
    edges = np.cumsum([left, *(share * (right - left) for share in WIDTHS)])
    high = (bottom - top) / ROWS
    thick = max(1, round(0.5 * dot))
    for r in range(ROWS + 1):
        draw.line((left, top + r * high, right, top + r * high), fill=rng.randrange(60), width=thick)
    for x in edges:
        draw.line((x, top, x, bottom), fill=rng.randrange(60), width=thick)
    rows = []
    for r in range(ROWS):
        row = [str(r + 1)]
        y = top + r * high + high / 2
        draw.text((edges[0] + 4 * dot, y), row[0], font=figures, fill=20, anchor="lm")
        for k, kind in enumerate(KINDS[1:], 1):
            x = float(edges[k] + rng.uniform(3, 8) * dot)
            if kind == "tick":
                row.append(_ticks(draw, rng, (x, y), font, size))
                continue
            text = figure(rng) if kind == "figure" else words(rng)
            face = figures if kind == "figure" else font
            while draw.textlength(text, font=face) > edges[k + 1] - x - 2 * dot:
                text = figure(rng) if kind == "figure" else words(rng)
            draw.text((x, y), text, font=face, fill=rng.randrange(40), anchor="lm")
            row.append(text)
        rows.append(row)
    return Dense(cv2.cvtColor(np.asarray(image, np.uint8), cv2.COLOR_GRAY2BGR), rows, dpi)


def _ticks(
    draw: ImageDraw.ImageDraw, rng: Random, at: tuple[float, float], font: ImageFont.FreeTypeFont, size: float
) -> str:
    """Boxes before 是 and 否, one of them ticked, none, or filled."""
    x, y = at
    chosen = rng.choice(["是", "否", ""])
    side = 0.72 * size
    out = ""
    for option in ("是", "否"):
        box = (x, y - side / 2, x + side, y + side / 2)
        draw.rectangle(box, outline=20, width=max(1, round(size / 20)))
        if option == chosen:
            if rng.random() < 0.75:
                points = [(x + 0.15 * side, y), (x + 0.42 * side, y + 0.3 * side), (x + 0.9 * side, y - 0.4 * side)]
                draw.line(points, fill=20, width=max(2, round(size / 11)))
            else:
                draw.rectangle(box, fill=30)
        draw.text((x + side * 1.25, y), option, font=font, fill=20, anchor="lm")
        out += ("☑" if option == chosen else "☐") + option
        x += side * 1.25 + 1.6 * size
    return out
