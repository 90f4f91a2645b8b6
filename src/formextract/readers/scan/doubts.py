"""Doubts about lines that both models read alike: what both may have missed. It lowers confidence, never raises it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from formextract.geometry import BBox
from formextract.imaging import PageAnalysis
from formextract.imaging.clean.watermarks import OcclusionMask
from formextract.imaging.ink.checkboxes import SMALLEST, is_hollow
from formextract.imaging.ink.text_lines import TextLine
from formextract.imaging.ink.unexplained import components_within, unexplained_ink
from formextract.layout.grid import CellKey
from formextract.ocr import Words
from formextract.ocr.calibration import kind_of
from formextract.ocr.fuse import FAIR, SURE, FusedReading, fuse
from formextract.ocr.words import agree
from formextract.readers.scan.checkbox_marks import DISPUTED
from formextract.readers.scan.page_marks import PageMarks

UNDER_A_SEAL = 0.6
"""Confidence at most of what stands under a seal as dark as the ink, or a watermark that may lie over the letters."""
DOUBTED = 0.85
"""Confidence at most of what is doubted here: a person is to look at it."""
POINT = 0.24, 0.08
"""Letter heights: the longer side of a decimal point at most, and at least."""
FOOT = 0.3
"""Share of a line's height above its foot in which decimal points stand."""
SHORT_OF = 2.5
"""Letter heights between a line's end and its cell's right border from which it was not broken for want of room."""
TOUCHED = 0.03
"""Letter heights squared: a watermark that covers as much of a line may have taken a stroke of a figure."""
ASIDE = 1.2
"""Letter heights beside a line that belong to its line."""
SMALL = 20.0
"""Pixels of a letter's height below which two looks may take a weak digit for the same other one (3 for 5)."""
GROUP = 2
"""Options with a box in a cell from which one without it has lost its own."""

_OPTION = re.compile("[☐☑√✓✔]")
_CROSSED = re.compile("[凶囟凸凹囝囗図圂]|[^进出人口]口$")
"""What models make of a crossed or ticked box that was not found by its outline; no option is worded with these."""
_HEAD = re.compile(r"[:：]\s*$|^[（(]")
_WRONG_PARTING = re.compile(r"[\u4e00-\u9fff]{5}[:：.．·][\u4e00-\u9fff]{5}")
"""What stands for the comma of a list of names: there is none of these between two long names."""

_BARE_POINT = re.compile(r"\s*[-+]?[.,]\d")
"""A figure that begins with its point: nobody writes so, it is dust before it or a nought that was lost."""
_WAVE = re.compile(r"\d[~～]\d")
"""A hyphen of a telephone number or a range: both models make the one of the other."""
_COUNTY = re.compile(
    r"[\u4e00-\u9fff](?<![家工模玩文茶刀夹量炊餐灯洁农渔道面卧器])具(?:科|经|发|工|中小|人民|行政|产业|级)"
)
"""县 that lost two strokes, where no goods (家具, 模具) are named."""
_STROKE = re.compile(r"\d\s*[一—]$")
"""A stroke behind a figure or a telephone number: what is left of a rule, or of the blank's line."""
_DASHES = re.compile(r"[\u4e00-\u9fff]一[\u4e00-\u9fff]{2,5}一[\u4e00-\u9fff]")
"""What both models make of dashes between words (`磨料—结合剂—成型`)."""


def doubted_readings(page: PageAnalysis, marks: PageMarks) -> list[FusedReading]:
    """Both passes fused line by line, each reading no surer than its marks and what lies around it allow."""
    readings = []
    for i, first in enumerate(marks.first):
        second = marks.second.get(i)
        reading = fuse(first.words, second.words if second else None)
        disputed = second.disputed if second else first.disputed
        readings.append(reading._replace(confidence=min(reading.confidence, DISPUTED)) if disputed else reading)
    clean = page.clean
    seals = Seals([s.box for s in clean.stamps if s.red], [s.box for s in clean.stamps if not s.red])
    again = {i: m.words for i, m in marks.second.items()}
    return [
        r._replace(confidence=min(r.confidence, UNDER_A_SEAL))
        if covered(line, clean.dark_stamps, page) or occluded(line, clean.occlusion, page)
        else r
        for r, (_, line) in zip(
            doubted(page, readings, [m.words for m in marks.first], again, seals), page.lines, strict=True
        )
    ]


def doubted(
    page: PageAnalysis,
    readings: Sequence[FusedReading],
    first: Sequence[Words],
    second: Mapping[int, Words],
    seals: Seals,
) -> list[FusedReading]:
    """The readings of a page's lines with the confidence that what lies around them allows."""
    boxless = _boxless(page, readings) | _box_as_letter(page, readings)
    out = []
    for i, ((key, line), reading) in enumerate(zip(page.lines, readings, strict=True)):
        text = "".join(x.char for x in reading.letters)
        doubt = (
            (key is not None and key in page.unreliable_borders)
            or i in page.touches_border
            or i in boxless
            or (key is not None and _WRONG_PARTING.search(text) is not None)
            or _DASHES.search(text) is not None
            or any(p.search(text) for p in (_WAVE, _COUNTY, _STROKE))
            or _BARE_POINT.match(text) is not None
            or (page.letter < SMALL and first[i].lowest < FAIR and any(c.isdigit() for c in text))
            or _lost_point(page, line, text)
            or _letters_lost(page, line, reading)
            or seals.hide(page, line, text, first[i], second.get(i))
        )
        out.append(reading._replace(confidence=min(reading.confidence, DOUBTED)) if doubt else reading)
    return out


class Seals:
    """Where seals lay on the picture; `grey` are those that were told from ink by their shade alone."""

    def __init__(self, red: Sequence[BBox], grey: Sequence[BBox]) -> None:
        self.red, self.grey = red, grey

    def hide(self, page: PageAnalysis, line: TextLine, text: str, first: Words, second: Words | None) -> bool:
        """Whether a seal lay on a line that is not read beyond doubt all the same."""
        if covered(line, self.grey, page) and (kind_of(text) == "figure" or not _alike(first, second)):
            return True
        return covered(line, self.red, page) and not _alike(first, second)


def _alike(first: Words, second: Words | None) -> bool:
    """Whether both looks say the same, neither weakly; the careful one is not asked where the quick one is sure."""
    if second is None:
        return first.lowest >= SURE
    return agree(first, second) and min(first.lowest, second.lowest) >= FAIR


def covered(line: TextLine, seals: Sequence[BBox], page: PageAnalysis) -> bool:
    """Whether a seal (a box on the picture) lay on a line."""
    if not seals:
        return False
    a, b, c, d = line.ink
    x0, y0, x1, y1 = page.transform.back((float(a), float(b), float(c), float(d)))
    return any(s[0] < x1 and x0 < s[2] and s[1] < y1 and y0 < s[3] for s in seals)


def occluded(line: TextLine, occlusion: OcclusionMask | None, page: PageAnalysis) -> bool:
    """Whether strokes of a watermark lay on a line, or close beside it, where they may have taken a whole figure."""
    if occlusion is None:
        return False
    a, b, c, d = line.ink
    aside = ASIDE * page.letter
    return occlusion.covers(page.transform.back((a - aside, float(b), c + aside, float(d)))) >= TOUCHED * page.letter**2


def _lost_point(page: PageAnalysis, line: TextLine, text: str) -> bool:
    """Whether a figure that was read without a point has a component of ink where one would stand."""
    if kind_of(text) != "figure" or "." in text:
        return False
    _, y0, _, y1 = line.ink
    components = components_within(page.components, line.ink)
    size = components[:, 2:].max(axis=1, initial=0)
    low = components[:, 1] + components[:, 3] >= y1 - FOOT * (y1 - y0)
    points = low & (size <= POINT[0] * page.letter) & (size >= max(2.0, POINT[1] * page.letter))
    return int(points.sum()) > len(re.findall("[.,，。%％/]", text))


def _letters_lost(page: PageAnalysis, line: TextLine, reading: FusedReading) -> bool:
    """Whether there is more ink than was read: rare letters and ticks are left out without a trace."""
    letters = [(x.char, x.centre) for x in reading.letters]
    return bool(letters) and bool(unexplained_ink(page.components, line, letters, page.letter))


def _box_as_letter(page: PageAnalysis, readings: Sequence[FusedReading]) -> set[int]:
    """Lines with a letter that ticked boxes are read as, in cells that hold options."""
    texts = ["".join(x.char for x in r.letters) for r in readings]
    options = {key for (key, _), t in zip(page.lines, texts, strict=True) if key is not None and _OPTION.search(t)}
    return {i for i, (key, _) in enumerate(page.lines) if key in options and _CROSSED.search(texts[i])}


def _boxless(page: PageAnalysis, readings: Sequence[FusedReading]) -> set[int]:
    """Lines that begin an option, without the box that the options above or below them have."""
    cells: dict[CellKey, list[int]] = defaultdict(list)
    for i, (key, _) in enumerate(page.lines):
        if key is not None:
            cells[key].append(i)
    out: set[int] = set()
    for (grid, cell), members in cells.items():
        texts = {i: "".join(x.char for x in readings[i].letters).strip() for i in members}
        if sum(bool(_OPTION.match(t)) for t in texts.values()) < GROUP:
            continue
        right = page.grids[grid].cells[cell].bbox[2] / page.scale
        before: int | None = None
        for i in members:
            broken = before is not None and right - page.lines[before][1].ink[2] < SHORT_OF * page.letter
            boxed = _OPTION.search(texts[i]) or (texts[i].startswith("口") and _begins_hollow(page, page.lines[i][1]))
            if texts[i] and not boxed and not broken and not _HEAD.search(texts[i]):
                out.add(i)
            before = i
    return out


def _begins_hollow(page: PageAnalysis, line: TextLine) -> bool:
    """Whether a line begins with an outline that has nothing inside: a letter 口 as a box that nobody ticked."""
    components = components_within(page.components, line.ink)
    if not len(components):
        return False
    x, y, w, h = components[components[:, 0].argmin()].tolist()
    return min(w, h) >= SMALLEST * page.letter and is_hollow(page.ink, (x, y, x + w, y + h))
