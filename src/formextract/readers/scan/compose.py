"""Lines that were read, back to lines and tables of the page, each with its confidence, its place and what it shows."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from formextract.geometry import BBox
from formextract.imaging import PageAnalysis
from formextract.imaging.clean.stamps import Seal
from formextract.layout.grid import CellKey, Grid
from formextract.layout.page import PageBlock, compose
from formextract.layout.table_builder import PlacedCell
from formextract.layout.unruled_rows import rows_by_lines
from formextract.model import Line, Place, Stamp
from formextract.ocr.calibration import calibrated
from formextract.ocr.fuse import FusedReading
from formextract.ocr.signs import paired, tidy
from formextract.readers.page_reading import PageReading
from formextract.readers.scan.cell_lines import letters_of, shown_in, words_apart
from formextract.readers.scan.stamp_residue import beside, left_by_seals
from formextract.text.flow import TextRun, lines_of

_SHORT_FIGURE = re.compile(r"[-+约近]?[\d.,]+\s?\S{0,8}")
UNSURE = 0.8
"""Confidence below which a line counts as hard to read, for the note to staff."""
FEW, FAINT_SHARE = 10, 0.15
"""Lines on a page from which, and share of unsure ones above which, staff are told."""
CROWDED = 0.6
"""Confidence at most of figures that stand one above the other in a cell beside several rows."""
OCCLUDED = 0.6
"""Confidence at most that a cell is empty where a watermark may have covered a figure."""
UNRULED = 0.8
"""Confidence at most of a cell whose edges nobody drew: its row and column were told from how the writing stands."""
DIGIT = 0.25
"""Letter heights squared: a watermark that covers as much may have covered a figure."""
BESIDE = 0.6
"""Sureness at most of letters beside a table: they are what a seal or the next sheet left there, not its next line."""


def composed(page: PageAnalysis, number: int, readings: Sequence[FusedReading]) -> PageReading:
    """Lines and tables of the page, where they stand in its picture, each with its confidence."""
    points, occlusion, stamps = page.points, page.clean.occlusion, page.clean.stamps
    inside: dict[CellKey, list[TextRun]] = defaultdict(list)
    loose: list[TextRun] = []
    sure: list[tuple[float, float, float, CellKey | None]] = []
    letters = 0
    shown: list[tuple[str, BBox]] = []
    confidences: list[float] = []
    left = left_by_seals(page, readings, [s.box for s in stamps])
    for n, ((key, line), reading) in enumerate(zip(page.lines, readings, strict=True)):
        ix0, iy0, ix1, iy1 = (v * page.scale for v in line.ink)
        crop = line.crop[0] * page.scale, line.crop[2] * page.scale
        text = "".join(x.char for x in reading.letters).strip()
        confidence = calibrated(text, reading.confidence)
        if key is None and beside((ix0, iy0, ix1, iy1), page.grids):
            confidence = min(confidence, BESIDE)
        sure.append(((ix0 + ix1) / 2, (iy0 + iy1) / 2, confidence, key))
        if not text or n in left:
            continue
        letters += len(text)
        size = max(min(page.letter * page.scale, iy1 - iy0), 0.8 * page.letter * page.scale)
        piece = TextRun(ix0, iy0, ix1, iy1, size, text, letters_of(reading.letters, crop, size, iy1 - iy0))
        (loose if key is None else inside[key]).append(piece)
        words = words_apart(reading.letters, (ix0, iy0, ix1, iy1), page.letter * page.scale)
        shown += words
        confidences += [sure[-1][2]] * len(words)
    top, foot = page.reach[0] * page.scale, page.reach[1] * page.scale
    crowded = _crowded(page.grids, inside)
    grids, inside = rows_by_lines(page.grids, inside)
    blocks = compose(number, foot, grids, inside, loose, {}, top, level=page.level)
    confidence_at: dict[Place, float] = {}

    def home(place: Place, text: str) -> Place:
        box = place.bbox
        assert box is not None
        found = page.transform.back(
            (box[0] / page.scale, box[1] / page.scale, box[2] / page.scale, box[3] / page.scale)
        )
        blank = OCCLUDED if occlusion is not None and occlusion.covers(found) >= DIGIT * page.letter**2 else 1.0
        if points is not None:
            found = (found[0] * points, found[1] * points, found[2] * points, found[3] * points)
        out = replace(place, bbox=found)
        within = [
            min(c, CROWDED) if key in crowded else c
            for x, y, c, key in sure
            if box[0] <= x <= box[2] and box[1] <= y <= box[3]
        ]
        # writing whose lines lie elsewhere stands for something that was cut apart; an empty place has none
        confidence_at[out] = min(within, default=blank if not text.strip() else CROWDED)
        return out

    def settled(c: PlacedCell) -> PlacedCell:
        """The cell where it stands, each line as sure as it was read unless the cell is less sure than all of them."""
        place, lines = home(c.place, c.text), shown_in(c.place, shown, confidences)
        if c.unruled:
            confidence_at[place] = min(confidence_at[place], UNRULED)
        if lines is not None and confidence_at[place] != min(lines.sure, default=None):
            lines = lines.in_doubt()
        return c._replace(text=tidy(paired(c.text)), place=place, shown=lines)

    moved: list[PageBlock] = []
    for block in blocks:
        if isinstance(block, Line):
            moved.append(replace(block, text=paired(block.text), place=home(block.place, block.text)))
        else:
            moved.append(block._replace(cells=tuple(map(settled, block.cells))))
    return PageReading(moved, confidence_at, letters, _stamps(stamps, number, points), _notes(number, readings))


def _crowded(grids: Sequence[Grid], inside: Mapping[CellKey, list[TextRun]]) -> set[CellKey]:
    """Cells over several rows with a figure on each of their lines: the rules between them were not found."""
    out = set()
    for (i, k), pieces in inside.items():
        lines = lines_of(pieces)
        if grids[i].cells[k].rowspan > 1 < len(lines) and all(_SHORT_FIGURE.fullmatch(x.text.strip()) for x in lines):
            out.add(CellKey(i, k))
    return out


def _stamps(seals: Sequence[Seal], number: int, points: float | None) -> tuple[Stamp, ...]:
    """The seals as found objects, where the places of the page are."""
    k = points or 1.0
    return tuple(
        Stamp(Place(number, (s.box[0] * k, s.box[1] * k, s.box[2] * k, s.box[3] * k)), s.round, s.red) for s in seals
    )


def _notes(number: int, readings: Sequence[FusedReading]) -> tuple[str, ...]:
    """What staff should know about the page."""
    unsure = sum(r.confidence < UNSURE for r in readings)
    if len(readings) >= FEW and unsure > FAINT_SHARE * len(readings):
        return (f"第 {number} 页字迹不清，{len(readings)} 处文字中有 {unsure} 处读得没有把握，请核对原件",)
    return ()
