"""The objects of an OFD page to runs of text and drawings, in points from the page's top left.

An object's own coordinates go through its CTM, are moved to its Boundary, then through whatever holds it (GB/T 33190,
8.5 and 11.2). The standard's unit is the millimetre.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Mapping
from itertools import groupby
from types import MappingProxyType
from typing import Any, NamedTuple

from formextract.geometry import BBox, holds, union
from formextract.layout.dotted_rules import dotted_rules, is_dot
from formextract.layout.span import TILTED, Letters, Span, apart
from formextract.layout.unseen import DARK_ENOUGH, Ground
from formextract.layout.vector_page import Drawn, nothing_drawn
from formextract.readers.ofd.colours import fill_ink_of, ink_of, is_dark, is_opaque, is_seen
from formextract.readers.ofd.letters import as_printed, letter_places, letter_runs
from formextract.readers.ofd.matrices import Matrix, box_on_page, own_matrix, point_on_page
from formextract.readers.ofd.package import child, inside, numbers, tag
from formextract.readers.ofd.paths import rectangle, subpaths
from formextract.text.symbols import shown

POINTS = 72 / 25.4
"""Points a millimetre."""
MAX_OBJECTS = 100_000
"""Objects on one page, those of templates, annotations and repeated units included."""
MAX_LETTERS = 300_000
MAX_COVERS = 500
"""White patches on one page that are laid over its letters; a page with more is drawn on white throughout."""
LEAST_COVER = 4.0
"""Points: a lower or narrower white patch covers no letter."""
MAX_DEPTH = 8
"""Blocks in blocks, units in units."""
SLANT = 0.05
"""Sine of the angle beyond which text is neither level nor upright: a watermark, no part of the form."""
SAME_PLACE = 0.2
"""Letter sizes: the same text this close is printed twice, to look bold."""
LONG = 20.0
"""Points: a shorter straight piece of a drawing that also has curves is part of a letter or sign, no rule."""


class TooMuchError(Exception):
    """More on a page than a form has."""


class Resources(NamedTuple):
    """Names of fonts, drawings and pictures (where their files are in the package) that are used by number."""

    fonts: Mapping[str, str]
    units: Mapping[str, Any]
    media: Mapping[str, str] = MappingProxyType({})
    looks: Mapping[str, Any] = MappingProxyType({})
    """How things are drawn that say so by number (8.2 of the standard): colours."""


class OfdPage:
    """A page as it fills: `spans` and `marks`. `pictures` are the images on it, '' for one without a file."""

    def __init__(self, resources: Resources) -> None:
        self.spans: list[Span] = []
        self.marks: Drawn = nothing_drawn()
        self.pictures: list[str] = []
        self.picture_boxes: list[BBox] = []
        self.grounds: list[Ground] = []
        """What letters may stand on, in the order of drawing: fills and pictures."""
        self.tilted: list[Span] = []
        """Runs that are neither level nor upright."""
        self.remarks: list[str] = []
        """What was written in notes on the page."""
        self.painted_over: list[Span] = []
        """Runs over which white was painted afterwards."""
        self._covers = 0
        self._dots: list[BBox] = []
        self._resources = resources
        self._objects = self._letters = 0
        self._printed: dict[str, list[BBox]] = {}

    def draw(
        self,
        parent: Any,
        matrix: Matrix,
        *,
        by_hand: bool = False,
        depth: int = 0,
        look: str = "",
        gone: bool = False,
    ) -> None:
        """Draws the objects below `parent`. `by_hand`: lines are strokes of a pen, not rules (annotations).

        `look` is the number of how they are drawn where they do not say. `gone`: none of them is shown; their letters
        are kept as letters that nobody sees.
        """
        if depth > MAX_DEPTH:
            return
        for item in parent:
            name = tag(item)
            if not name:
                continue
            unseen = gone or item.get("Visible") == "false"
            self._objects += 1
            if self._objects > MAX_OBJECTS:
                raise TooMuchError
            own = item.get("DrawParam") or look
            if own and name in ("TextObject", "PathObject"):
                self._dress(item, own)
            if name == "TextObject":
                self._text(item, own_matrix(item, matrix), gone=unseen)
            elif name in ("PathObject", "ImageObject") and unseen:
                continue
            elif name == "PathObject":
                self._path(item, own_matrix(item, matrix), by_hand=by_hand)
            elif name == "ImageObject":
                self.pictures.append(self._resources.media.get(item.get("ResourceID") or "", ""))
                box = box_on_page(
                    (0.0, 0.0, 1.0, 1.0), own_matrix(item, matrix)
                )  # a picture fills the unit square (8.3)
                self.picture_boxes.append(box)
                self.grounds.append(Ground(box, 1.0, even=False))
            elif name == "CompositeObject":
                unit = self._resources.units.get(item.get("ResourceID") or "")
                if unit is not None:
                    self.draw(unit, own_matrix(item, matrix), by_hand=by_hand, depth=depth + 1, look=own, gone=unseen)
            elif name in ("Content", "Layer", "PageBlock"):
                self.draw(item, matrix, by_hand=by_hand, depth=depth + 1, look=own, gone=unseen)

    def join_dots(self) -> None:
        """Takes rows of dots for the rules that they are seen as, once everything is drawn."""
        level, upright = dotted_rules(self._dots)
        self.marks.horizontal.extend(level)
        self.marks.vertical.extend(upright)
        self._dots.clear()

    def _dress(self, item: Any, look: str) -> None:
        """Gives an object the colours of how it is drawn, where it has none of its own."""
        for kind in ("FillColor", "StrokeColor"):
            colour = child(item, kind)
            name, seen = look, set[str]()
            while colour is None and name in self._resources.looks and name not in seen:
                seen.add(name)
                said = self._resources.looks[name]
                colour, name = child(said, kind), said.get("Relative") or ""
                if colour is not None:
                    item.append(copy.deepcopy(colour))

    # -- text ------------------------------------------------------------------------------------------------------

    def _text(self, item: Any, matrix: Matrix, *, gone: bool) -> None:
        a, b, c, d, _, _ = matrix
        length = math.hypot(a, b)
        size = (numbers(item.get("Size")) or [0.0])[0]
        points = size * math.sqrt(abs(a * d - b * c))
        if length == 0 or points <= 0:
            return
        tilted = min(abs(a), abs(b)) / length > SLANT
        turn = TILTED if tilted else _turn(a, b)
        ink = 0.0 if gone else ink_of(item)
        shown_in = _clip(item, matrix)
        font = self._resources.fonts.get(item.get("Font") or "", "")
        wide = (numbers(item.get("HScale")) or [1.0])[0]
        x = y = 0.0
        for code in item:
            if tag(code) != "TextCode" or not code.text:
                continue
            x, y = (numbers(code.get("X")) or [x])[0], (numbers(code.get("Y")) or [y])[0]
            text = "".join(shown(char, font) for char in as_printed(code.text))
            self._letters += len(text)
            if self._letters > MAX_LETTERS:
                raise TooMuchError
            places = letter_places(text, x, y, size * wide, code.get("DeltaX"), code.get("DeltaY"))
            for run in letter_runs(text, places, size):
                letters = [(char, box_on_page(box, matrix)) for char, box in run]
                for seen, part in groupby(letters, key=lambda letter: shown_in is None or holds(shown_in, letter[1])):
                    self._span(list(part), points, ink if seen else 0.0, turn)

    def _span(self, letters: Letters, size: float, ink: float, turn: int) -> None:
        text = "".join(char for char, _ in letters)
        if text.isspace():
            return
        box = union(box for _, box in letters)
        if turn == TILTED:
            self.tilted.append(Span(text, size, box, lambda: letters, ink, turn))
            return
        twins = self._printed.setdefault(text, [])
        if any(max(abs(p - q) for p, q in zip(box, twin, strict=True)) < SAME_PLACE * size for twin in twins):
            return
        twins.append(box)
        self.spans.append(Span(text, size, box, lambda: letters, ink, turn))

    def _cover(self, box: BBox) -> None:
        """White paint over what stands there so far: of a run the letters below it are gone."""
        self._covers += 1
        kept: list[Span] = []
        for span in self.spans:
            x0, y0, x1, y1 = span.bbox
            if x0 >= box[2] or x1 <= box[0] or not box[1] <= (y0 + y1) / 2 <= box[3]:
                kept.append(span)
                continue
            for under, part in apart(span, [holds(box, letter) for _, letter in span.letters()], tears=False):
                if part.text.strip():
                    (self.painted_over if under else kept).append(part)
            self._printed.pop(span.text, None)  # it may be typed once more on the white
        self.spans = kept

    # -- drawings --------------------------------------------------------------------------------------------------

    def _path(self, item: Any, matrix: Matrix, *, by_hand: bool) -> None:
        stroked = item.get("Stroke") != "false" and is_seen(item, "StrokeColor")
        filled = item.get("Fill") == "true" and is_seen(item, "FillColor")
        data = child(item, "AbbreviatedData")
        paints = item.get("Fill") == "true" and not filled and is_opaque(item)
        if data is None or not data.text or not (stroked or filled or paints):
            return
        parts = subpaths(data.text)
        if paints and self._covers < MAX_COVERS:
            for points, curve, closed in parts:
                box = None if curve else rectangle([point_on_page(p, matrix) for p in points], closed=closed or paints)
                if box is not None and min(box[2] - box[0], box[3] - box[1]) >= LEAST_COVER:
                    self._cover(box)
                    self.grounds.append(Ground(box, 0.0, even=True))
        if not (stroked or filled):
            return
        dark = filled and is_dark(item)
        ground = fill_ink_of(item)
        curved = any(curve for _, curve, _ in parts)
        marks = self.marks
        for points, curve, closed in parts:
            seen = [point_on_page(p, matrix) for p in points]
            if len(seen) < 2:  # noqa: PLR2004 - a dot
                continue
            corners = None if by_hand or curved else rectangle(seen, closed=closed or filled)
            xs, ys = [p[0] for p in seen], [p[1] for p in seen]
            plain = corners is not None and len(parts) == 1  # a frame is no ground
            if filled and not by_hand and (plain or ground >= DARK_ENOUGH):
                self.grounds.append(Ground((min(xs), min(ys), max(xs), max(ys)), ground, even=plain))
            if (stroked or filled) and not by_hand and is_dot((min(xs), min(ys), max(xs), max(ys))):
                self._dots.append((min(xs), min(ys), max(xs), max(ys)))
            if corners is not None:
                marks.rectangle(*corners, stroked=stroked, dark=dark)
            elif by_hand or curve:
                (marks.pen if by_hand else marks.strokes).append((min(xs), min(ys), max(xs), max(ys)))
            if corners is not None or by_hand:
                continue
            ends = [*seen[1:], seen[0]] if closed else seen[1:]
            for (x0, y0), (x1, y1) in zip(seen, ends, strict=False):
                if curved and math.hypot(x1 - x0, y1 - y0) < LONG:
                    continue
                marks.segment(x0, y0, x1, y1)


def _turn(a: float, b: float) -> int:
    """How many degrees clockwise make text run from left to right that runs along (a, b)."""
    if abs(a) >= abs(b):
        return 0 if a > 0 else 180
    return 270 if b > 0 else 90


def _clip(item: Any, matrix: Matrix) -> BBox | None:
    """The box outside which an object is not seen; None where it is not cut (8.4 of the standard).

    What several paths cut is seen where all of them let it through; a path that is no rectangle counts by its box.
    """
    box: BBox | None = None
    for area in inside(item, "Area"):
        for path in inside(area, "Path"):
            data = child(path, "AbbreviatedData")
            there = own_matrix(path, own_matrix(area, matrix))
            parts = subpaths(data.text or "") if data is not None else []
            points = [point_on_page(p, there) for part, _, _ in parts for p in part]
            if not points:
                continue
            xs, ys = [p[0] for p in points], [p[1] for p in points]
            own = (min(xs), min(ys), max(xs), max(ys))
            box = own if box is None else _common(box, own)
    return box


def _common(a: BBox, b: BBox) -> BBox:
    return max(a[0], b[0]), max(a[1], b[1]), min(a[2], b[2]), min(a[3], b[3])
