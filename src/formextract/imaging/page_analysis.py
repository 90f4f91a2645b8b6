"""A picture of a page to its grids, text lines and checkboxes: all that pixels say without letters.

The table of contents of `imaging`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import cv2
import numpy as np

from formextract.imaging.clean.clean_page import CleanPage, cleaned
from formextract.imaging.clean.stamps import find_seals, without_seals
from formextract.imaging.geometry.page_transform import PageTransform, identity, quarter_turns
from formextract.imaging.geometry.upright import upright_transform
from formextract.imaging.image import PAPER, Image
from formextract.imaging.ink.binarize import USUAL, binarize, letter_height, reach
from formextract.imaging.ink.cell_lines import KeyedLine, lines_by_cell
from formextract.imaging.ink.checkboxes import Checkbox, find_checkboxes
from formextract.imaging.ink.components import (
    Components,
    Flags,
    clear_of_edges,
    components_of,
    despeckle,
    larger_than_specks,
)
from formextract.imaging.ink.struck_boxes import find_struck_boxes, of_one_size, ringed
from formextract.imaging.ink.struck_text import Stroke, strokes_by_line
from formextract.imaging.ink.text_lines import text_lines_in
from formextract.imaging.ink.unexplained import Box, Boxes
from formextract.imaging.rules.border_checks import touching_borders, unreliable_borders
from formextract.imaging.rules.detect import TYPICAL_LETTER, find_rules, without_rules
from formextract.imaging.rules.page_rules import rules_of_page
from formextract.imaging.rules.repair import share_repaired
from formextract.imaging.rules.sides import with_sides
from formextract.imaging.rules.strikes import without_strikes
from formextract.layout.grid import CellKey, Grid, Rule, find_grids

HALF = 0.5
"""Share of a row of pixels from which it is a row of the sheet."""
NARROWEST_LETTER, WIDEST_LETTER = 7.0, 16.0
"""Points: letters outside these say that the page's size in points is not the paper's."""


@dataclass(frozen=True, slots=True, eq=False)
class PageAnalysis:
    """An upright page: its geometry in points of the page, its ink in pixels of the upright image (height, width)."""

    transform: PageTransform
    """From the picture to the upright image and back."""
    scale: float
    """Points a pixel of the upright image."""
    letter: float
    """Pixels of the height of a full letter."""
    grids: list[Grid]
    """In points."""
    lines: list[KeyedLine]
    """Text lines with their cells, in pixels."""
    boxes: list[Checkbox]
    writing: Image
    """The upright image in grey without rules and dust: what text lines are cropped from."""
    ink: Image
    """1 on ink that is no rule, dust included."""
    unreliable_borders: set[CellKey]
    """Cells with a border that is hardly there."""
    touches_border: set[int]
    """Which of `lines` run into a border, behind which they may go on."""
    components: Boxes
    """Boxes of the connected components of `ink` that are no mere specks."""
    reach: tuple[int, int]
    """Rows of pixels between which the sheet lies; the desk around it is not counted."""
    clean: CleanPage
    """The cleaned picture that all this was found on."""
    points: float | None = None
    """Points a pixel of the picture; None where nothing says how large the paper was."""
    level: Sequence[Rule] = ()
    """The level rules, in points: they part rows where no upright ones make a grid."""
    strokes: Mapping[int, Sequence[Stroke]] = field(default_factory=dict)
    """What may be strokes through letters, by the place of their line among `lines`, until the letters were read."""
    struck: frozenset[int] = frozenset()
    """Which of `lines` are struck through: what was written there is set aside."""
    crossed: frozenset[int] = frozenset()
    """Which of `lines` have a stroke through letters of which it is not known what it takes out."""


def analyse(image: Image, points: float | None = None) -> PageAnalysis:
    """A picture of a page (BGR or grey), `points` a pixel, analysed as it lies; `turned` stands it otherwise."""
    clean = cleaned(image)
    return analyse_upright(clean, upright_transform(clean.grey, clean.sheet, clean.boundary), points)


def turned(page: PageAnalysis, quarters: int) -> PageAnalysis:
    """The same picture with its page turned clockwise by quarters, analysed anew."""
    return analyse_upright(page.clean, quarter_turns(page.transform, quarters), page.points)


def analyse_upright(clean: CleanPage, transform: PageTransform, points: float | None) -> PageAnalysis:
    """A cleaned page analysed as it stands after `transform`."""
    upright, sheet = transform.upright(clean.grey), transform.sheet(clean.sheet)
    ink, letter = _ink_and_letter(upright)
    drawn, rules = rules_of_page(upright, ink, letter)
    scale = _scale(letter, points)
    mended = share_repaired(drawn, rules, letter)
    rules = with_sides(without_strikes(rules, ink, letter), ink, letter)
    grids = find_grids(_in_points(rules.horizontal, scale), _in_points(rules.vertical, scale))
    bare = np.asarray(ink & (cv2.dilate(rules.ink, np.ones((3, 3), np.uint8)) == 0), np.uint8)
    components = components_of(bare)
    large = larger_than_specks(components, letter)
    kept = despeckle(components, large & clear_of_edges(components, sheet, letter), letter)
    text = components.image_of(kept)
    lines = lines_by_cell(text, grids, scale, letter)
    return PageAnalysis(
        transform,
        scale,
        letter,
        grids,
        lines,
        _checkboxes(text, components, kept, letter),
        _without_dust(without_rules(upright, rules, PAPER), bare, text),
        bare,
        unreliable_borders(grids, rules.ink, scale, letter, mended, rules.suspected, lines),
        touching_borders(grids, lines, rules.ink, components, kept, scale, letter),
        components.stats[large, :4],
        _reach(sheet),
        clean,
        points,
        _in_points(rules.horizontal, scale),
        strokes_by_line(lines, ink, letter),
    )


def analyse_regions(image: Image, regions: Sequence[Box], points: float) -> PageAnalysis:
    """A drawn page (BGR, `points` a pixel) that lies straight, and of it only `regions` (pixels): no grids."""
    stamps = find_seals(image)
    grey, letter = without_seals(image, stamps), TYPICAL_LETTER / points
    ink = binarize(grey, letter)
    rules = without_strikes(find_rules(ink, letter), ink, letter)
    bare = np.asarray(ink & (rules.ink == 0), np.uint8)
    components = components_of(bare)
    large = larger_than_specks(components, letter)
    kept = despeckle(components, large, letter)
    text = components.image_of(kept)
    within = dict.fromkeys(line for region in regions for line in text_lines_in(text, region, letter))
    lines: list[KeyedLine] = [(None, line) for line in within]
    return PageAnalysis(
        identity(grey),
        points,
        letter,
        [],
        lines,
        _checkboxes(text, components, kept, letter),
        without_rules(grey, rules, PAPER),
        bare,
        set(),
        set(),
        components.stats[large, :4],
        (0, len(grey)),
        CleanPage(grey, np.ones(grey.shape, np.uint8), stamps=stamps),
        points,
        strokes=strokes_by_line(lines, ink, letter),
    )


def _checkboxes(text: Image, components: Components, kept: Flags, letter: float) -> list[Checkbox]:
    """The printed boxes, those that nobody touched and those that a pen ran into."""
    untouched = find_checkboxes(text, components, kept, letter)
    return [
        *ringed(of_one_size(untouched, letter), components.labels, letter),
        *find_struck_boxes(text, components.labels, untouched, letter),
    ]


def _ink_and_letter(upright: Image) -> tuple[Image, float]:
    """1 on ink, and the height of a letter in pixels, by which ink is told from paper where letters are unusual."""
    ink = binarize(upright)
    letter = letter_height(ink) or max(upright.shape) / 80
    return (ink if reach(letter) == reach(USUAL) else binarize(upright, letter)), letter


def _scale(letter: float, points: float | None) -> float:
    """Points a pixel: what the picture says where its letters are then of a usual size, else by those."""
    usual = TYPICAL_LETTER / letter
    return points if points is not None and NARROWEST_LETTER <= letter * points <= WIDEST_LETTER else usual


def _in_points(rules: Sequence[Rule], scale: float) -> list[Rule]:
    return [(place * scale, start * scale, stop * scale) for place, start, stop in rules]


def _without_dust(writing: Image, bare: Image, text: Image) -> Image:
    """The page with ink that is no text, and the pixel beside it, painted over."""
    dust = cv2.dilate(bare & (text == 0), np.ones((3, 3), np.uint8)) & (text == 0)
    writing[dust > 0] = PAPER
    return writing


def _reach(sheet: Image) -> tuple[int, int]:
    """The first and last row of pixels of which half is sheet; all rows where there is none."""
    inked = cv2.reduce(sheet, 1, cv2.REDUCE_SUM, dtype=cv2.CV_32S)
    rows = np.flatnonzero(inked >= HALF * sheet.shape[1])
    return (int(rows[0]), int(rows[-1]) + 1) if len(rows) else (0, len(sheet))
