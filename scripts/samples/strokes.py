"""Pages of cells with strokes through text and with what looks like them, drawn so that it is known which is which."""

from __future__ import annotations

from random import Random
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

FITTED = (
    ("opentype/noto/NotoSansCJK-Regular.ttc", "truetype/liberation/LiberationSans-Regular.ttf"),
    ("opentype/noto/NotoSerifCJK-Regular.ttc", "truetype/liberation/LiberationSerif-Regular.ttf"),
    ("truetype/wqy/wqy-zenhei.ttc", "truetype/wqy/wqy-zenhei.ttc"),
)
"""Files of fonts: of Chinese letters, and of figures beside them."""
OTHERS = (
    ("truetype/droid/DroidSansFallbackFull.ttf", "truetype/dejavu/DejaVuSans.ttf"),
    ("opentype/noto/NotoSansCJK-Bold.ttc", "truetype/dejavu/DejaVuSerif.ttf"),
    ("opentype/noto/NotoSerifCJK-Bold.ttc", "truetype/liberation/LiberationMono-Regular.ttf"),
)
"""Those that nothing is fitted on."""
FOLDER = "/usr/share/fonts/"
COLUMNS = (0.24, 0.2, 0.3, 0.26)
"""Shares of the table's width."""
INKS = {
    "black": (25, 25, 25),
    "red": (200, 35, 40),
    "blue": (35, 50, 170),
    "green": (20, 120, 60),
    "grey": (95, 95, 95),
}
WORDS = (
    "工业增加值",
    "主营业务收入",
    "三一重工",
    "王丰生产基地",
    "二十三家",
    "一、基本情况",
    "正高级职称",
    "专利授权量",
    "土地面积亩均",
    "中小企业服务平台",
    "五金工具三厂",
    "上市主体",
)
"""Words with many level strokes."""

Span = tuple[float, float]


class Drawn(NamedTuple):
    """A cell: what it is, what of its columns is struck, and the middle row of its text; in pixels of the page."""

    kind: str
    struck: tuple[Span, ...]
    left: float
    right: float


class StrokesPage(NamedTuple):
    """A page, the frame of its table (x0, y0, x1, y1), and its cells by row."""

    picture: NDArray[np.uint8]
    frame: tuple[float, float, float, float]
    edges: list[float]
    rows: list[list[Drawn]]


class _Hand:
    """Draws one page."""

    def __init__(self, rng: Random, dpi: int, fonts: tuple[str, str]) -> None:
        self.rng, self.em = rng, rng.uniform(9.5, 14) * dpi / 72
        self.width, self.height = round(8.27 * dpi), round(11.69 * dpi)
        self.image = Image.new("RGB", (self.width, self.height), (255, 255, 255))
        self.draw = ImageDraw.Draw(self.image)
        size = round(self.em)
        self.chinese, self.latin = (ImageFont.truetype(FOLDER + f, size) for f in fonts)
        self.most = int(min(COLUMNS) * 0.82 * self.width / self.em / 2) - 1
        """Letters of a word, so that two have room in a cell."""
        self.lines: list[tuple[NDArray[np.int32], int, str]] = []
        self.rule = max(1, round(dpi / rng.choice((72, 100, 144))))

    def write(self, x: float, base: float, text: str, colour: str) -> float:
        """Writes text on its foot line; gives where it ends."""
        for char in text:
            font = self.latin if char.isascii() else self.chinese
            self.draw.text((x, base), char, fill=INKS[colour], font=font, anchor="ls")
            x += font.getlength(char)
        return x

    def level(self, x0: float, x1: float, y0: float, y1: float, thick: float, colour: str, wobble: float = 0.0) -> None:
        """A line by a ruler, or by hand where it wobbles."""
        count = max(2, round((x1 - x0) / (0.3 * self.em))) if wobble else 2
        at = np.linspace(0, 1, count)
        bent = wobble * np.array([self.rng.gauss(0, 1) for _ in at])
        points = np.stack([x0 + at * (x1 - x0), y0 + at * (y1 - y0) + bent], 1)
        self.lines.append((np.rint(points * 16).astype(np.int32), max(1, round(thick)), colour))

    def done(self) -> NDArray[np.uint8]:
        """The page (BGR), its lines over its letters."""
        picture = np.array(self.image, np.uint8)
        for points, thick, colour in self.lines:
            cv2.polylines(picture, [points], False, INKS[colour], thick, cv2.LINE_AA, 4)
        return np.ascontiguousarray(picture[:, :, ::-1])

    def figure(self) -> str:
        kind = self.rng.random()
        signs = "0123456789" if self.rng.random() < 0.7 else "44567"
        digits = "".join(self.rng.choice(signs) for _ in range(self.rng.randint(2, 6)))
        if kind < 0.3:
            return f"{digits}.{self.rng.randint(0, 99):02}"
        return f"{digits}%" if kind < 0.4 else digits

    def words(self) -> str:
        return self.rng.choice(WORDS)[: self.most]


def page(rng: Random, dpi: int, fonts: tuple[str, str]) -> StrokesPage:
    """A page (BGR) of a ruled table, a line a cell."""
    hand = _Hand(rng, dpi, fonts)
    left, right = 0.09 * hand.width, 0.91 * hand.width
    top, pitch = 0.07 * hand.height, hand.em * rng.uniform(1.35, 2.1)
    count = int(0.86 * hand.height / pitch)
    edges = [left]
    for share in COLUMNS:
        edges.append(edges[-1] + share * (right - left))
    rows = [[_cell(hand, edges[c], top + r * pitch, pitch) for c in range(len(COLUMNS))] for r in range(count)]
    frame = (left, top, right, top + count * pitch)
    for r in range(count + 1):
        y = round(top + r * pitch)
        hand.draw.line((left, y, right, y), fill=(30, 30, 30), width=hand.rule)
    for x in edges:
        hand.draw.line((round(x), top, round(x), frame[3]), fill=(30, 30, 30), width=hand.rule)
    return StrokesPage(hand.done(), frame, edges, rows)


PLAINLY = ("figure", "figure", "words", "words", "underlined", "dash", "minus", "tight", "dotted", "sum", "low rule")
STRUCK = ("tracked", "replaced", "all", "within", "word", "double", "pen", "pen over words", "coloured")


def _cell(hand: _Hand, left: float, top: float, pitch: float) -> Drawn:
    """One cell, most without a stroke."""
    rng, em = hand.rng, hand.em
    x, base = left + em * rng.uniform(0.35, 0.8), top + pitch / 2 + em * 0.34
    if rng.random() < 0.72:
        kind = rng.choice(PLAINLY)
        return Drawn(kind, (), x, _plain(hand, kind, x, base))
    kind = rng.choice(STRUCK)
    before = hand.words()[:1] + "：" if kind == "word" and rng.random() < 0.5 else ""
    colour = rng.choice(("red", "blue", "green")) if kind == "tracked" else "black"
    x = hand.write(x, base, before, "black")
    if kind == "within":
        x = hand.write(x, base, str(rng.randint(1, 99)), "black")
    old = hand.words() if kind in ("word", "pen over words") else hand.figure()
    end = hand.write(x, base, old, colour)
    start, stop = x, end
    place, thick = rng.uniform(0.24, 0.36) * em, rng.uniform(0.045, 0.08) * em
    line = rng.choice(("red", "blue")) if kind == "coloured" else colour
    if kind.startswith("pen") or kind == "coloured":
        start, stop = x + em * rng.uniform(-0.35, 0.1), end + em * rng.uniform(-0.1, 0.45)
        rise = rng.uniform(-0.12, 0.12) * (stop - start) if rng.random() < 0.7 else 0.0
        rise = max(-0.4 * em, min(0.4 * em, rise))
        y0, y1 = base - place - rise / 2, base - place + rise / 2
        hand.level(start, stop, y0, y1, rng.uniform(0.05, 0.13) * em, line, rng.uniform(0, 0.02) * em)
    elif kind == "double":
        for off in (-0.07, 0.07):
            hand.level(x, end, base - place + off * em, base - place + off * em, 0.045 * em, line)
    else:
        hand.level(x, end, base - place, base - place, thick, line)
    if kind == "all":
        return Drawn(kind, ((start, stop),), x, end)
    gap = 0.0 if kind in ("tracked", "within") else em * rng.choice((0.0, 0.15, 0.5))
    new = hand.words() if kind in ("word", "pen over words") else hand.figure()
    done = hand.write(end + gap, base, new, colour)
    if kind == "tracked" and rng.random() < 0.8:
        hand.level(end + gap, done, base + 0.13 * em, base + 0.13 * em, thick, colour)
    return Drawn(kind, ((start, stop),), x, done)


def _plain(hand: _Hand, kind: str, x: float, base: float) -> float:
    """Text that nobody struck; gives where it ends."""
    rng, em = hand.rng, hand.em
    if kind == "words":
        return hand.write(x, base, hand.words(), "black")
    if kind == "dash":
        signs = rng.choice(("—", "——", "－", "一", "-", "~"))
        return hand.write(x, base, f"{hand.figure()}{signs}{hand.figure()}" if rng.random() < 0.6 else signs, "black")
    if kind == "minus":
        return hand.write(x, base, rng.choice(("-", "－", "−")) + hand.figure(), "black")
    if kind == "sum":
        return hand.write(x, base, f"{rng.randint(1, 99)}{rng.choice('+=-')}{rng.randint(1, 99)}", "black")
    if kind == "tight":
        for char in hand.figure() + hand.figure():
            x = hand.write(x, base, char, "black") - 0.06 * em
        return x
    end = hand.write(x, base, hand.figure() if rng.random() < 0.6 else hand.words(), "black")
    if kind == "underlined":
        y = base + rng.uniform(0.03, 0.2) * em
        hand.level(
            x - em * rng.uniform(0, 1), end + em * rng.uniform(0, 1), y, y, rng.uniform(0.04, 0.08) * em, "black"
        )
    if kind == "dotted":
        y = base + rng.uniform(0.05, 0.2) * em
        for k in range(int((end - x) / (0.25 * em))):
            hand.level(x + k * 0.25 * em, x + (k * 0.25 + 0.1) * em, y, y, 0.05 * em, "black")
    if kind == "low rule":  # a rule of the table that the text stands on
        y = base + rng.uniform(-0.06, 0.05) * em
        hand.level(x - 0.3 * em, end + em * rng.uniform(0.2, 1), y, y, 0.06 * em, "black")
    return end
