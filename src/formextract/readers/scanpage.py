"""One picture of a page to its blocks, each with how sure it was read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from formextract.geometry import BBox
from formextract.layout.flow import Piece
from formextract.layout.greyseals import find_rings, is_grey, without_rings
from formextract.layout.grid import Grid, find_grids
from formextract.layout.page import PageBlock, compose
from formextract.layout.perspective import seen_at_an_angle, sheet_of
from formextract.layout.pixels import TYPICAL_LETTER, ink_of, letter_height, pixel_rules, without_rules
from formextract.layout.printedboxes import PrintedBox, printed_boxes
from formextract.layout.seals import Seal, find_seals, without_seals
from formextract.layout.straighten import PAPER, Frame, even, quarter_turns, skew, strokes, text_skew, turned, whole
from formextract.layout.strips import Strip as Cut
from formextract.layout.strips import clean, off_the_edges, outside, picture_of, strips_in, without_dust
from formextract.model import Line, Place
from formextract.ocr import Engine, Letter, Strip, Words
from formextract.ocr.fuse import Reading, fuse, wants_care
from formextract.readers.scanmarks import TORN, Marked, settle_marks

Picture = NDArray[np.uint8]

UNDER_A_SEAL = 0.6
"""Confidence at most of what stands under a seal as dark as the ink."""
EDGE = 0.004
"""Share of the longer side at the edge of a photographed sheet that are taken for desk."""
REMAINS = 0.8
"""Confidence below which loose letters on a seal are what is left of it."""
UPRIGHT = 0.8
"""Mean probability of letters below which the page is tried the other way up."""
NARROWEST_LETTER, WIDEST_LETTER = 7.0, 16.0
"""Points: letters outside these say that the page's size in points is not the paper's."""


@dataclass(frozen=True, slots=True)
class PageReading:
    """A page as read: blocks, how sure each place is (0 to 1), the number of letters, seals (page coordinates), notes."""

    blocks: list[PageBlock]
    sureness: dict[Place, float]
    letters: int
    seals: tuple[Seal, ...] = ()
    notes: tuple[str, ...] = field(default=())


class _Page(NamedTuple):
    """An upright page taken apart: grids and letter height in points by `scale` (points a pixel), strips by cell."""

    frame: Frame
    scale: float
    letter: float
    grids: list[Grid]
    cuts: list[tuple[tuple[int, int] | None, Cut]]
    boxes: list[PrintedBox]
    writing: Picture


def read_picture(picture: Picture, number: int, engine: Engine, points: float | None = None) -> PageReading:
    """The page in a picture (BGR or grey). `points` a pixel of a PDF page; None for an image, whose boxes stay in pixels."""
    seals = find_seals(picture)
    grey = _lit(without_seals(picture, seals))
    rings = find_rings(grey) if is_grey(picture) else []
    grey, dark = without_rings(grey, rings)
    seals = seals or rings
    frame = _straight(grey)
    page = _take_apart(grey, frame, points)
    quick = _quick(page, number, engine)
    if _mean(quick) < UPRIGHT:
        page, quick = _best_way_up(grey, frame, points, number, engine, page, quick)
    readings = _read(page, number, engine, quick)
    readings = [
        r._replace(confidence=min(r.confidence, UNDER_A_SEAL)) if _on_a_seal(c, dark, page) else r
        for r, (_, c) in zip(readings, page.cuts, strict=True)
    ]
    return _composed(page, number, readings, seals, points)


def _lit(grey: Picture) -> Picture:
    """The page with shadows evened, and the desk around it taken away."""
    sheet = sheet_of(grey)
    out = even(grey)
    if sheet is not None:
        inner = cv2.erode(sheet, np.ones((3, 3), np.uint8), iterations=round(EDGE * max(grey.shape)), borderValue=1)
        out[inner == 0] = PAPER
    return out


def _straight(grey: Picture) -> Frame:
    lines = strokes(grey)
    tilted = seen_at_an_angle(grey, lines)
    if tilted is not None:
        return tilted
    frame = whole(grey)
    angle = skew(lines)
    return turned(frame, text_skew(grey) if angle is None else angle)


def _take_apart(grey: Picture, frame: Frame, points: float | None) -> _Page:
    upright = frame.upright(grey)
    ink = ink_of(upright)
    letter = letter_height(ink) or max(upright.shape) / 80
    ink = clean(ink_of(upright, letter), letter)
    rules = pixel_rules(ink, letter)
    scale = points if points is not None else TYPICAL_LETTER / letter
    if not NARROWEST_LETTER <= letter * scale <= WIDEST_LETTER:
        scale = TYPICAL_LETTER / letter
    horizontal = [(p * scale, a * scale, b * scale) for p, a, b in rules.horizontal]
    vertical = [(p * scale, a * scale, b * scale) for p, a, b in rules.vertical]
    grids = find_grids(horizontal, vertical)
    near = cv2.dilate(rules.ink, np.ones((3, 3), np.uint8))
    bare = np.asarray(ink & (near == 0), np.uint8)
    text = without_dust(off_the_edges(clean(bare, letter), frame.sheet(grey), letter), letter)
    writing = without_rules(upright, rules, PAPER)
    dust = cv2.dilate(bare & (text == 0), np.ones((3, 3), np.uint8)) & (text == 0)
    writing[dust > 0] = PAPER
    cuts = _cuts(text, grids, scale, letter)
    return _Page(frame, scale, letter, grids, cuts, printed_boxes(text, letter), writing)


def _cuts(
    text: Picture, grids: Sequence[Grid], scale: float, letter: float
) -> list[tuple[tuple[int, int] | None, Cut]]:
    """Strips by cell, and those outside all grids."""
    out: list[tuple[tuple[int, int] | None, Cut]] = []
    frames = [_pixels(g.bbox, scale) for g in grids]
    for i, grid in enumerate(grids):
        inner = [f for j, f in enumerate(frames) if j != i and _within(f, frames[i])]
        ink = outside(text, inner) if inner else text
        for k, cell in enumerate(grid.cells):
            x0, y0, x1, y1 = _pixels(cell.bbox, scale)
            out += [((i, k), cut) for cut in strips_in(ink, (x0 + 1, y0 + 1, x1, y1), letter)]
    loose = outside(text, frames)
    h, w = text.shape
    top = 0
    for f in sorted(frames, key=lambda f: f[1]):  # between the grids: lines do not reach across them
        out += [(None, cut) for cut in strips_in(loose, (0, top, w, max(top, f[1])), letter)]
        top = max(top, f[1])
    out += [(None, cut) for cut in strips_in(loose, (0, top, w, h), letter)]
    return out


def _pixels(box: BBox, scale: float) -> tuple[int, int, int, int]:
    return round(box[0] / scale), round(box[1] / scale), round(box[2] / scale), round(box[3] / scale)


def _within(inner: tuple[int, int, int, int], outer: tuple[int, int, int, int]) -> bool:
    area = (inner[2] - inner[0]) * (inner[3] - inner[1])
    around = (outer[2] - outer[0]) * (outer[3] - outer[1])
    x, y = (inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2
    return area < around and outer[0] < x < outer[2] and outer[1] < y < outer[3]


def _strips(page: _Page, number: int, which: Sequence[int]) -> list[Strip]:
    out = []
    for i in which:
        cut = page.cuts[i][1]
        x0, y0, x1, y1 = (v * page.scale for v in cut.cut)
        out.append(Strip(picture_of(page.writing, cut, PAPER), number, (x0, y0, x1, y1)))
    return out


def _quick(page: _Page, number: int, engine: Engine) -> list[Words]:
    return engine.read(_strips(page, number, range(len(page.cuts))))


def _mean(words: Sequence[Words]) -> float:
    """Mean probability of the letters; 1 where there are none."""
    all_letters = [x.probability for w in words for x in w.letters]
    return sum(all_letters) / len(all_letters) if all_letters else 1.0


def _best_way_up(
    grey: Picture, frame: Frame, points: float | None, number: int, engine: Engine, page: _Page, quick: list[Words]
) -> tuple[_Page, list[Words]]:
    """The page turned by the quarter at which its letters read best."""
    best = (_mean(quick), page, quick)
    for turns in (2, 1, 3):
        other = _take_apart(grey, quarter_turns(frame, turns), points)
        words = _quick(other, number, engine)
        mean = _mean(words)
        if mean > best[0]:
            best = (mean, other, words)
        if mean >= UPRIGHT:
            break
    return best[1], best[2]


def _read(page: _Page, number: int, engine: Engine, quick: Sequence[Words]) -> list[Reading]:
    first = [_marked(page, i, words) for i, words in enumerate(quick)]
    again = [i for i, m in enumerate(first) if wants_care(m.words)]
    second = engine.read(_strips(page, number, again), careful=True)
    careful = {i: _marked(page, i, words) for i, words in zip(again, second, strict=True)}
    out = []
    for i, m in enumerate(first):
        other = careful.get(i)
        reading = fuse(m.words, other.words if other else None)
        torn = other.torn if other else m.torn
        out.append(reading._replace(confidence=min(reading.confidence, TORN)) if torn else reading)
    return out


def _marked(page: _Page, i: int, words: Words) -> Marked:
    return settle_marks(words, page.cuts[i][1], page.boxes, page.letter)


def _composed(
    page: _Page, number: int, readings: Sequence[Reading], seals: Sequence[Seal], points: float | None
) -> PageReading:
    inside: dict[tuple[int, int], list[Piece]] = defaultdict(list)
    loose: list[Piece] = []
    sure: list[tuple[float, float, float]] = []
    letters = 0
    for (key, cut), reading in zip(page.cuts, readings, strict=True):
        ix0, iy0, ix1, iy1 = (v * page.scale for v in cut.ink)
        sure.append(((ix0 + ix1) / 2, (iy0 + iy1) / 2, reading.confidence))
        text = "".join(x.char for x in reading.letters).strip()
        if not text or (key is None and reading.confidence < REMAINS and _on_a_seal(cut, [s.box for s in seals], page)):
            continue
        letters += len(text)
        size = max(min(page.letter * page.scale, iy1 - iy0), 0.8 * page.letter * page.scale)
        piece = Piece(ix0, iy0, ix1, iy1, size, text)
        (loose if key is None else inside[key]).append(piece)
    height = page.frame.height * page.scale
    blocks = compose(number, height, page.grids, inside, loose, {})
    sureness: dict[Place, float] = {}

    def home(place: Place) -> Place:
        box = place.bbox
        assert box is not None
        found = page.frame.back((box[0] / page.scale, box[1] / page.scale, box[2] / page.scale, box[3] / page.scale))
        if points is not None:
            found = (found[0] * points, found[1] * points, found[2] * points, found[3] * points)
        out = replace(place, bbox=found)
        within = [c for x, y, c in sure if box[0] <= x <= box[2] and box[1] <= y <= box[3]]
        if within and min(within) < 1.0:
            sureness[out] = min(within)
        return out

    moved: list[PageBlock] = []
    for block in blocks:
        if isinstance(block, Line):
            moved.append(replace(block, place=home(block.place)))
        else:
            moved.append(block._replace(cells=tuple(c._replace(place=home(c.place)) for c in block.cells)))
    return PageReading(moved, sureness, letters, tuple(seals), ())


def _on_a_seal(cut: Cut, seals: Sequence[BBox], page: _Page) -> bool:
    if not seals:
        return False
    a, b, c, d = cut.ink
    x0, y0, x1, y1 = page.frame.back((float(a), float(b), float(c), float(d)))
    return any(s[0] < x1 and x0 < s[2] and s[1] < y1 and y0 < s[3] for s in seals)


__all__ = ["Letter", "PageReading", "read_picture"]
