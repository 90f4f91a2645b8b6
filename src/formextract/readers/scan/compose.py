"""Lines that were read, back to lines and tables of the page, each with its confidence, its place and what it shows."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from formextract.geometry import BBox
from formextract.imaging import PageAnalysis
from formextract.imaging.clean.stamps import Seal
from formextract.layout.grid import CellKey, Grid
from formextract.layout.page import Legible, PageBlock, compose
from formextract.layout.table_builder import PlacedCell
from formextract.layout.unruled_rows import rows_by_lines
from formextract.model import Legibility, Line, Place, Run, Stamp
from formextract.model.doubt import doubt, weakest_of
from formextract.ocr.signs import paired, tidy
from formextract.readers.page_reading import PageReading
from formextract.readers.scan.cell_lines import letters_of, shown_in, with_rooms, words_apart
from formextract.readers.scan.doubts import DoubtedReading
from formextract.readers.scan.stamp_residue import beside, left_by_seals
from formextract.text.flow import TextRun, lines_of

_SHORT_FIGURE = re.compile(r"[-+约近]?[\d.,]+\s?\S{0,8}")
FEW, FAINT_SHARE = 10, 0.15
"""Lines on a page from which, and share of unsure ones above which, staff are told."""
_SCANNED = Legibility(1.0, (), scanned=True)
_CROWDED = doubt("cells_run_together", "几行数字连在一格里，可能对错了行", 0.6)
"""Of figures that stand one above the other in a cell beside several rows."""
_CUT_APART = doubt("cut_apart", "文字跨在几格上，可能切错了")
_OCCLUDED = doubt("watermark_over_text", "看起来是空格，水印可能盖住了字")
"""Of a cell that is empty where a watermark may have covered a figure."""
_GRAINED = doubt("specks", "看起来是空格，这里密布的麻点已去掉，可能连细小的字一起去掉了")
"""Of a cell that is empty where specks were taken off: thin strokes may have gone with them."""
DIGIT = 0.25
"""Letter heights squared: a watermark that covers as much may have covered a figure."""
_BESIDE = doubt("beside_table", "字在表格外侧，可能是印章或另一页留下的")
"""Of letters beside a table: they are what a seal or the next sheet left there, not its next line."""


def composed(page: PageAnalysis, number: int, readings: Sequence[DoubtedReading]) -> PageReading:
    """Lines and tables of the page, where they stand in its picture, each with how well it was read."""
    inside: dict[CellKey, list[TextRun]] = defaultdict(list)
    loose: list[TextRun] = []
    struck: list[tuple[int, TextRun]] = []
    read: list[_ReadAt] = []
    letters = 0
    shown: list[tuple[str, BBox]] = []
    shown_read: list[Legibility] = []
    left = left_by_seals(page, readings, [s.box for s in page.clean.stamps])
    for n, ((key, line), reading) in enumerate(zip(page.lines, readings, strict=True)):
        ix0, iy0, ix1, iy1 = (v * page.scale for v in line.ink)
        crop = line.crop[0] * page.scale, line.crop[2] * page.scale
        text = reading.text.strip()
        legibility = reading.legibility
        if key is None and beside((ix0, iy0, ix1, iy1), page.grids):
            legibility = legibility.doubted(_BESIDE)
        read.append(_ReadAt((ix0 + ix1) / 2, (iy0 + iy1) / 2, legibility, key))
        if not text or n in left:
            continue
        letters += len(text)
        size = max(min(page.letter * page.scale, iy1 - iy0), 0.8 * page.letter * page.scale)
        text = with_rooms(text, reading.letters, crop[1] - crop[0], size)
        piece = TextRun(ix0, iy0, ix1, iy1, size, text, letters_of(reading.letters, crop, size, iy1 - iy0))
        if key is not None and reading.struck:
            struck.append((key.grid, piece))
            continue
        (loose if key is None else inside[key]).append(piece)
        words = words_apart(reading.letters, (ix0, iy0, ix1, iy1), page.letter * page.scale)
        shown += words
        shown_read += [legibility] * len(words)
    top, foot = page.reach[0] * page.scale, page.reach[1] * page.scale
    crowded = _crowded(page.grids, inside)
    grids, inside = rows_by_lines(page.grids, inside)
    legible = _legible(page, read, crowded)
    aside = _asides(grids, struck)
    blocks = compose(number, foot, grids, inside, loose, {}, legible, top, asides=aside, level=page.level)

    def settled(c: PlacedCell) -> PlacedCell:
        """The cell where it stands, each line as well read as it was unless the cell is less sure than all of them."""
        lines = shown_in(c.place, shown, shown_read)
        if lines is not None and c.legibility.confidence != min((s.confidence for s in lines.sure), default=None):
            lines = lines.in_doubt()
        return c._replace(text=tidy(paired(c.text)), place=_home(page, c.place), shown=lines)

    moved: list[PageBlock] = []
    for block in blocks:
        if isinstance(block, Line):
            lines = shown_in(block.place, shown, shown_read)
            moved.append(replace(block, text=paired(block.text), place=_home(page, block.place), shown=lines))
        else:
            moved.append(block._replace(cells=tuple(map(settled, block.cells))))
    return PageReading(moved, letters, _stamps(page.clean.stamps, number, page.points), _notes(number, readings))


def _asides(grids: Sequence[Grid], struck: Sequence[tuple[int, TextRun]]) -> dict[CellKey, list[Run]]:
    """What is struck through in each cell, by the grids as they are once their rows are parted."""
    out: dict[CellKey, list[Run]] = defaultdict(list)
    for i, piece in struck:
        cell = grids[i].find((piece.x0 + piece.x1) / 2, (piece.y0 + piece.y1) / 2)
        if cell is not None:
            out[CellKey(i, cell)].append(Run(piece.text, struck=True))
    return out


class _ReadAt(NamedTuple):
    """The middle of a line, in points of the page stood upright, how well it was read, and its cell."""

    x: float
    y: float
    legibility: Legibility
    key: CellKey | None


def _legible(page: PageAnalysis, read: Sequence[_ReadAt], crowded: set[CellKey]) -> Legible:
    """How well a place of the upright page can be read: as well as the lines in it, each of which may be wrong."""

    def legible(place: Place, text: str) -> Legibility:
        box = place.bbox
        assert box is not None
        within = [
            r.legibility.doubted(_CROWDED) if r.key in crowded else r.legibility
            for r in read
            if box[0] <= r.x <= box[2] and box[1] <= r.y <= box[3]
        ]
        if within:
            return weakest_of(within)
        if text.strip():
            return _SCANNED.doubted(_CUT_APART)  # its lines lie elsewhere: it stands for something that was cut apart
        occlusion = page.clean.occlusion
        hidden = occlusion is not None and occlusion.covers(_in_picture(page, box)) >= DIGIT * page.letter**2
        if hidden:
            return _SCANNED.doubted(_OCCLUDED)
        grain = page.clean.grain
        grained = grain is not None and grain.covers(_in_picture(page, box)) > 0
        return _SCANNED.doubted(_GRAINED) if grained else _SCANNED

    return legible


def _in_picture(page: PageAnalysis, box: BBox) -> BBox:
    """A box of the upright page in pixels of its picture."""
    k = page.scale
    return page.transform.back((box[0] / k, box[1] / k, box[2] / k, box[3] / k))


def _home(page: PageAnalysis, place: Place) -> Place:
    """A place of the upright page where it stands in its picture."""
    assert place.bbox is not None
    found, k = _in_picture(page, place.bbox), page.points
    return replace(place, bbox=found if k is None else (found[0] * k, found[1] * k, found[2] * k, found[3] * k))


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


def _notes(number: int, readings: Sequence[DoubtedReading]) -> tuple[str, ...]:
    """What staff should know about the page."""
    unsure = sum(r.is_weak for r in readings)
    if len(readings) >= FEW and unsure > FAINT_SHARE * len(readings):
        return (f"第 {number} 页字迹不清，{len(readings)} 处文字中有 {unsure} 处读得没有把握，请核对原件",)
    return ()
