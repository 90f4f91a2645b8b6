"""One picture of a page to its blocks, each with how sure it was read."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from formextract.geometry import BBox
from formextract.imaging.clean.grey_stamps import find_rings, is_grey, without_rings
from formextract.imaging.clean.stamps import Seal, seals_on, without_seals
from formextract.imaging.clean.watermarks import OcclusionMask, without_watermarks
from formextract.imaging.clean.white_balance import white_balanced
from formextract.imaging.geometry.page_transform import PageTransform, quarter_turns
from formextract.imaging.image import Image
from formextract.imaging.ink.text_lines import TextLine
from formextract.imaging.ink.tick_shapes import is_slash
from formextract.imaging.ink.unexplained import components_within
from formextract.imaging.page_analysis import NormalisedPage, PageAnalysis, analyse_upright, normalised, upright_frame
from formextract.layout.grid import CellKey, Grid
from formextract.layout.page import PageBlock, compose
from formextract.layout.table_builder import Placed
from formextract.layout.unruled_rows import rows_by_lines
from formextract.model import Line, Place, Stamp
from formextract.ocr import Engine, Words
from formextract.ocr.calibration import calibrated
from formextract.ocr.fuse import Reading, fuse
from formextract.ocr.signs import paired, tidy
from formextract.readers.page_reading import PageReading
from formextract.readers.scan.bare_ticks import at_their_options
from formextract.readers.scan.cell_lines import shown_in, words_apart
from formextract.readers.scan.checkbox_marks import (
    DISPUTED,
    Marked,
    has_choice,
    lone_marks,
    settle_marks,
    spaced,
    with_ticks,
)
from formextract.readers.scan.doubts import Seals, covered, doubted, occluded
from formextract.readers.scan.second_pass import line_images, second_pass
from formextract.readers.scan.stamp_residue import beside, left_by_seals
from formextract.text.flow import Piece, lines_of

_SHORT_FIGURE = re.compile(r"[-+约近]?[\d.,]+\s?\S{0,8}")
UNSURE = 0.8
"""Confidence below which a strip counts as hard to read, for the note to staff."""
FEW, FAINT_SHARE = 10, 0.15
"""Strips on a page from which, and share of unsure ones above which, staff are told."""
CROWDED = 0.6
"""Confidence at most of figures that stand one above the other in a cell beside several rows."""
UNDER_A_SEAL = 0.6
"""Confidence at most of what stands under a seal as dark as the ink, or a watermark that may lie over the letters."""
OCCLUDED = 0.6
"""Confidence at most that a cell is empty where a watermark may have covered a figure."""
DIGIT = 0.25
"""Letter heights squared: a watermark that covers as much may have covered a figure."""
GUESS = 0.6
"""Probability that a recogniser gives to letters that are not there."""
BESIDE = 0.6
"""Sureness at most of letters beside a table: they are what a seal or the next sheet left there, not its next line."""
LINE = 2.5
"""Letters a strip below which lines of text may run up the page."""
SURELY_UPRIGHT = 0.95
"""Mean probability of letters from which no other way up is tried; upside down it stayed below 0.6."""
SLASH_LIKE = "1lI|丨丿ノ/7"
"""What a stroke through an empty cell is read as."""
UPRIGHT = 0.8
"""Mean probability of letters below which the page is tried the other way up."""


def read_picture(picture: Image, number: int, engine: Engine, points: float | None = None) -> PageReading:
    """The page in a picture (BGR or grey); boxes in points, `points` a pixel, or in pixels where it is None."""
    picture = white_balanced(picture)
    seals = seals_on(picture)
    lit = normalised(without_seals(picture, seals))
    rings = find_rings(lit.grey) if is_grey(picture) else []
    grey, dark = without_rings(lit.grey, rings)
    grey, occlusion = without_watermarks(grey)
    lit = lit._replace(grey=grey)
    seals = seals or rings
    frame = upright_frame(lit)
    page = analyse_upright(lit, frame, points)
    quick = _quick(page, number, engine)
    if _mean(quick) < UPRIGHT or _letters_a_strip(quick) < LINE:
        page, quick = _best_way_up(lit, frame, points, number, engine, page, quick)
    shades = Seals([s.box for s in seals if s.red], [s.box for s in seals if not s.red])
    readings = _read(page, number, engine, quick, shades)
    readings = [
        r._replace(confidence=min(r.confidence, UNDER_A_SEAL))
        if covered(c, dark, page) or occluded(c, occlusion, page)
        else r
        for r, (_, c) in zip(readings, page.lines, strict=True)
    ]
    return _composed(page, number, readings, seals, points, occlusion)


def _quick(page: PageAnalysis, number: int, engine: Engine) -> list[Words]:
    return engine.read(line_images(page, number, range(len(page.lines))))


def _mean(words: Sequence[Words]) -> float:
    """Mean probability of the letters; 1 where there are none."""
    all_letters = [x.probability for w in words for x in w.letters]
    return sum(all_letters) / len(all_letters) if all_letters else 1.0


def _letters_a_strip(words: Sequence[Words]) -> float:
    """How many letters a strip has; few where lines of text run up the page."""
    return sum(len(w.letters) for w in words) / max(1, len(words))


def _legible(words: Sequence[Words]) -> float:
    """How much text was read, and how surely: the sum of what each letter's probability is above a guess."""
    return sum(x.probability - GUESS for w in words for x in w.letters)


def _best_way_up(
    lit: NormalisedPage,
    frame: PageTransform,
    points: float | None,
    number: int,
    engine: Engine,
    page: PageAnalysis,
    quick: list[Words],
) -> tuple[PageAnalysis, list[Words]]:
    """The page turned by the quarter at which its letters read best."""
    best = (_legible(quick), page, quick)
    for turns in (2, 1, 3) if _letters_a_strip(quick) >= LINE else (1, 3, 2):
        other = analyse_upright(lit, quarter_turns(frame, turns), points)
        words = _quick(other, number, engine)
        if _legible(words) > best[0]:
            best = (_legible(words), other, words)
        if _mean(words) >= SURELY_UPRIGHT and _letters_a_strip(words) >= LINE:
            break
    return best[1], best[2]


def _read(page: PageAnalysis, number: int, engine: Engine, quick: Sequence[Words], seals: Seals) -> list[Reading]:
    first = [_settled(page, i, words) for i, words in enumerate(quick)]
    lone = lone_marks([key for key, _ in page.lines], first, _alone(page))
    first = [_unboxed(page, i, quick[i]) if i in lone else m for i, m in enumerate(first)]
    second = second_pass(page, number, engine, quick, [m.words for m in first])
    choices = {page.lines[i][0] for i, m in enumerate(first) if has_choice(m.words)} - {None}
    first = [_ticked(page, i, m, choices) for i, m in enumerate(first)]
    careful = {
        i: _ticked(page, i, _unboxed(page, i, words) if i in lone else _settled(page, i, words), choices)
        for i, words in second.items()
    }
    out = []
    for i, m in enumerate(first):
        other = careful.get(i)
        reading = fuse(m.words, other.words if other else None)
        disputed = other.disputed if other else m.disputed
        out.append(reading._replace(confidence=min(reading.confidence, DISPUTED)) if disputed else reading)
    return doubted(page, out, [m.words for m in first], {i: m.words for i, m in careful.items()}, seals)


def _alone(page: PageAnalysis) -> list[bool]:
    """Which strips have a line of their cell to themselves."""
    lines: dict[CellKey | None, list[tuple[int, int]]] = defaultdict(list)
    for key, line in page.lines:
        lines[key].append((line.ink[1], line.ink[3]))
    return [sum(a < line.ink[3] and line.ink[1] < b for a, b in lines[key]) == 1 for key, line in page.lines]


def _settled(page: PageAnalysis, i: int, words: Words) -> Marked:
    line = page.lines[i][1]
    return settle_marks(_slash(words, line, page), line, page.boxes, page.letter)


def _unboxed(page: PageAnalysis, i: int, words: Words) -> Marked:
    """A strip whose box is no box: the letters as they were read."""
    line = page.lines[i][1]
    return settle_marks(words, line, (), page.letter)


def _ticked(page: PageAnalysis, i: int, marked: Marked, choices: set[CellKey | None]) -> Marked:
    """With ticks without boxes, in the cells that hold options, and the gaps between options as spaces."""
    key, line = page.lines[i]
    if key in choices:
        marked = with_ticks(marked, line, page.components, page.ink, page.letter)
    return at_their_options(
        marked._replace(words=spaced(marked.words, line, page.letter)), line, page.components, page.letter
    )


def _slash(words: Words, line: TextLine, page: PageAnalysis) -> Words:
    """`/` for a stroke that leans and stands alone in its strip, whatever it was read as: most are read as `1`."""
    if len(words.letters) != 1 or words.letters[0].char not in SLASH_LIKE:
        return words
    components = components_within(page.components, line.ink)
    if len(components) != 1:
        return words
    x, y, w, h = components[0].tolist()
    if not is_slash(page.ink[y : y + h, x : x + w]):
        return words
    return replace(words, letters=(replace(words.letters[0], char="/"),), figures="/", figures_lowest=1.0)


def _composed(
    page: PageAnalysis,
    number: int,
    readings: Sequence[Reading],
    seals: Sequence[Seal],
    points: float | None,
    occlusion: OcclusionMask | None,
) -> PageReading:
    inside: dict[CellKey, list[Piece]] = defaultdict(list)
    loose: list[Piece] = []
    sure: list[tuple[float, float, float, CellKey | None]] = []
    letters = 0
    shown: list[tuple[str, BBox]] = []
    surely: list[float] = []
    left = left_by_seals(page, readings, [s.box for s in seals])
    for n, ((key, line), reading) in enumerate(zip(page.lines, readings, strict=True)):
        ix0, iy0, ix1, iy1 = (v * page.scale for v in line.ink)
        text = "".join(x.char for x in reading.letters).strip()
        confidence = calibrated(text, reading.confidence)
        if key is None and beside((ix0, iy0, ix1, iy1), page.grids):
            confidence = min(confidence, BESIDE)
        sure.append(((ix0 + ix1) / 2, (iy0 + iy1) / 2, confidence, key))
        if not text or n in left:
            continue
        letters += len(text)
        size = max(min(page.letter * page.scale, iy1 - iy0), 0.8 * page.letter * page.scale)
        piece = Piece(ix0, iy0, ix1, iy1, size, text)
        (loose if key is None else inside[key]).append(piece)
        words = words_apart(reading.letters, (ix0, iy0, ix1, iy1), page.letter * page.scale)
        shown += words
        surely += [sure[-1][2]] * len(words)
    top, foot = page.reach[0] * page.scale, page.reach[1] * page.scale
    crowded = _crowded(page.grids, inside)
    grids, inside = rows_by_lines(page.grids, inside)
    blocks = compose(number, foot, grids, inside, loose, {}, top)
    sureness: dict[Place, float] = {}

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
        # writing whose strips lie elsewhere stands for something that was cut apart; an empty place has none
        sureness[out] = min(within, default=blank if not text.strip() else CROWDED)
        return out

    def settled(c: Placed) -> Placed:
        """The cell where it stands, each line as sure as it was read unless the cell is less sure than all of them."""
        place, lines = home(c.place, c.text), shown_in(c.place, shown, surely)
        if lines is not None and sureness[place] != min(lines.sure, default=None):
            lines = lines.in_doubt()
        return c._replace(text=tidy(paired(c.text)), place=place, shown=lines)

    moved: list[PageBlock] = []
    for block in blocks:
        if isinstance(block, Line):
            moved.append(replace(block, text=paired(block.text), place=home(block.place, block.text)))
        else:
            moved.append(block._replace(cells=tuple(map(settled, block.cells))))
    return PageReading(moved, sureness, letters, _stamps(seals, number, points), _notes(number, readings))


def _crowded(grids: Sequence[Grid], inside: Mapping[CellKey, list[Piece]]) -> set[CellKey]:
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


def _notes(number: int, readings: Sequence[Reading]) -> tuple[str, ...]:
    """What staff should know about the page."""
    unsure = sum(r.confidence < UNSURE for r in readings)
    if len(readings) >= FEW and unsure > FAINT_SHARE * len(readings):
        return (f"第 {number} 页字迹不清，{len(readings)} 处文字中有 {unsure} 处读得没有把握，请核对原件",)
    return ()
