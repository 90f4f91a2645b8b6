"""The objects of an OFD page to runs of text and drawings, in points from the page's top left.

An object's own coordinates go through its CTM, are moved to its Boundary, then through whatever holds it (GB/T 33190,
8.5 and 11.2). The standard's unit is the millimetre.
"""

from __future__ import annotations

import copy
import math
import re
from collections.abc import Mapping, Sequence
from itertools import groupby, pairwise
from types import MappingProxyType
from typing import Any, NamedTuple

from formextract.geometry import BBox, holds, union
from formextract.layout.dotted_rules import dotted_rules, is_dot
from formextract.layout.span import TILTED, Letters, Span, apart, darkness
from formextract.layout.unseen import DARK_ENOUGH, Ground
from formextract.layout.vector_page import Drawn, nothing_drawn
from formextract.readers.ofd.package import child, inside, numbers, tag
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
ASCENT, DESCENT = 0.88, 0.12
"""Letter sizes above and below the line on which letters stand; what most Chinese fonts say."""
SLANT = 0.05
"""Sine of the angle beyond which text is neither level nor upright: a watermark, no part of the form."""
GAP = 1.0
"""Letter sizes: letters further apart are two runs."""
SAME_PLACE = 0.2
"""Letter sizes: the same text this close is printed twice, to look bold."""
LONG = 20.0
"""Points: a shorter straight piece of a drawing that also has curves is part of a letter or sign, no rule."""
WHITE = 240
"""Of 255: lines and fills this light are not seen on paper."""
DARK = 0.6 * 255

Matrix = tuple[float, float, float, float, float, float]
"""x' = a x + c y + e, y' = b x + d y + f."""
Point = tuple[float, float]

_PATH = re.compile(r"[A-Za-z]|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_OPERANDS = {"M": 2, "S": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}


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
                box = _box((0.0, 0.0, 1.0, 1.0), own_matrix(item, matrix))  # a picture fills the unit square (8.3)
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
        ink = 0.0 if gone else _ink(item)
        shown_in = _clip(item, matrix)
        font = self._resources.fonts.get(item.get("Font") or "", "")
        wide = (numbers(item.get("HScale")) or [1.0])[0]
        x = y = 0.0
        for code in item:
            if tag(code) != "TextCode" or not code.text:
                continue
            x, y = (numbers(code.get("X")) or [x])[0], (numbers(code.get("Y")) or [y])[0]
            text = "".join(shown(char, font) for char in _printed(code.text))
            self._letters += len(text)
            if self._letters > MAX_LETTERS:
                raise TooMuchError
            places = _places(text, x, y, size * wide, code.get("DeltaX"), code.get("DeltaY"))
            for run in _runs(text, places, size):
                letters = [(char, _box(box, matrix)) for char, box in run]
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
        stroked = item.get("Stroke") != "false" and _seen(item, "StrokeColor")
        filled = item.get("Fill") == "true" and _seen(item, "FillColor")
        data = child(item, "AbbreviatedData")
        paints = item.get("Fill") == "true" and not filled and _is_opaque(item)
        if data is None or not data.text or not (stroked or filled or paints):
            return
        parts = _subpaths(data.text)
        if paints and self._covers < MAX_COVERS:
            for points, curve, closed in parts:
                box = None if curve else _rectangle([_point(p, matrix) for p in points], closed=closed or paints)
                if box is not None and min(box[2] - box[0], box[3] - box[1]) >= LEAST_COVER:
                    self._cover(box)
                    self.grounds.append(Ground(box, 0.0, even=True))
        if not (stroked or filled):
            return
        dark = filled and _dark(item)
        ground = _fill_ink(item)
        curved = any(curve for _, curve, _ in parts)
        marks = self.marks
        for points, curve, closed in parts:
            seen = [_point(p, matrix) for p in points]
            if len(seen) < 2:  # noqa: PLR2004 - a dot
                continue
            corners = None if by_hand or curved else _rectangle(seen, closed=closed or filled)
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
            points = (
                [_point(p, there) for part, _, _ in _subpaths(data.text or "") for p in part]
                if data is not None
                else []
            )
            if not points:
                continue
            xs, ys = [p[0] for p in points], [p[1] for p in points]
            own = (min(xs), min(ys), max(xs), max(ys))
            box = own if box is None else _common(box, own)
    return box


def _common(a: BBox, b: BBox) -> BBox:
    return max(a[0], b[0]), max(a[1], b[1]), min(a[2], b[2]), min(a[3], b[3])


def _is_opaque(item: Any) -> bool:
    """Whether nothing shows through what an object fills."""
    colour = child(item, "FillColor")
    return item.get("Alpha") in (None, "255") and (colour is None or colour.get("Alpha") in (None, "255"))


def own_matrix(item: Any, outer: Matrix) -> Matrix:
    """From an object's own coordinates to points on the page."""
    ctm = numbers(item.get("CTM"))
    a, b, c, d, e, f = ctm if len(ctm) == 6 else (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)  # noqa: PLR2004 - a matrix
    boundary = numbers(item.get("Boundary"))
    if len(boundary) == 4:  # noqa: PLR2004 - x y w h
        e, f = e + boundary[0], f + boundary[1]
    oa, ob, oc, od, oe, of = outer
    return (
        oa * a + oc * b,
        ob * a + od * b,
        oa * c + oc * d,
        ob * c + od * d,
        oa * e + oc * f + oe,
        ob * e + od * f + of,
    )


def _point(point: Point, matrix: Matrix) -> Point:
    a, b, c, d, e, f = matrix
    x, y = point
    return a * x + c * y + e, b * x + d * y + f


def _box(box: BBox, matrix: Matrix) -> BBox:
    x0, y0 = _point(box[:2], matrix)
    x1, y1 = _point(box[2:], matrix)
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _printed(text: str) -> str:
    """A text code without the line breaks that a pretty-printing program put around it."""
    return re.sub(r"^[ \t]*\r?\n\s*|\s*\r?\n[ \t]*$", "", text)


def deltas(text: str | None, most: int) -> list[float]:
    """The steps from letter to letter, at most `most`; `g 3 5.5` says 5.5 three times (GB/T 33190, 11.3)."""
    words = (text or "").replace(",", " ").split()
    out: list[float] = []
    i = 0
    while i < len(words) and len(out) < most:
        if words[i].lower() == "g":
            count, step = "".join(words[i + 1 : i + 2]), numbers("".join(words[i + 2 : i + 3]))
            if count.isdecimal() and step:
                out += step * min(int(count[:9]), most - len(out))
            i += 3
        else:
            out += numbers(words[i])
            i += 1
    return out[:most]


def _advance(char: str, size: float) -> float:
    """About how wide a letter is."""
    return size if ord(char) > 0x2E7F or char in "“”‘’…—·①②③④⑤⑥⑦⑧⑨⑩☑☐■□●○√✓" else size / 2  # noqa: PLR2004 - CJK


def _places(text: str, x: float, y: float, size: float, across: str | None, down: str | None) -> list[Point]:
    """Where each letter stands: its left end on the line."""
    dx, dy = deltas(across, len(text) - 1), deltas(down, len(text) - 1)
    out = [(x, y)]
    for i, char in enumerate(text[:-1]):
        # Steps run out where a maker leaves off those that follow from the letters.
        x += dx[i] if i < len(dx) else 0.0 if dy else _advance(char, size)
        y += dy[i] if i < len(dy) else 0.0
        out.append((x, y))
    return out


def _runs(text: str, places: Sequence[Point], size: float) -> list[list[tuple[str, BBox]]]:
    """Letters with their boxes, cut where the line breaks or a wide gap stands; letters below each other are a run."""
    out: list[list[tuple[str, BBox]]] = []
    upright = len(places) > 1 and all(
        abs(q[0] - p[0]) < size / 4 and abs(q[1] - p[1]) >= size / 2 for p, q in pairwise(places)
    )
    for i, (char, (x, y)) in enumerate(zip(text, places, strict=True)):
        width = _advance(char, size)
        if i + 1 < len(places) and places[i + 1][1] == y and 0 < places[i + 1][0] - x < width:
            width = places[i + 1][0] - x
        box = (x, y - ASCENT * size, x + width, y + DESCENT * size)
        if out and not upright:
            last = out[-1][-1][1]
            if abs(last[1] - box[1]) > size / 2 or not -size < x - last[2] < GAP * size:
                out.append([])
        elif not out:
            out.append([])
        out[-1].append((char, box))
    return out


def _subpaths(text: str) -> list[tuple[list[Point], bool, bool]]:
    """The pieces of a path: points (of curves their ends and handles), whether it has curves, whether it is closed."""
    out: list[tuple[list[Point], bool, bool]] = []
    points: list[Point] = []
    curve = False
    words = _PATH.findall(text)
    i = 0

    def close(*, closed: bool) -> None:
        if points:
            out.append((points, curve, closed))

    while i < len(words):
        op = words[i].upper()
        n = _OPERANDS.get(op)
        i += 1
        if n is None:
            continue
        try:
            operands = [float(w) for w in words[i : i + n]]
        except ValueError:
            continue
        if len(operands) < n:
            break
        i += n
        if op == "C":
            close(closed=True)
            points, curve = points[:1], False
            continue
        if op in "MS":
            if len(points) > 1:
                close(closed=False)
            points, curve = [], False
        if op in "QBA":
            curve = True
        if op == "A":
            operands = operands[5:]
        points += zip(operands[::2], operands[1::2], strict=True)
    if len(points) > 1:
        close(closed=False)
    return out


def _rectangle(points: Sequence[Point], *, closed: bool) -> BBox | None:
    """The box of a path that is one, with sides along the page's; None of other shapes."""
    if len(points) == 5 and math.dist(points[0], points[4]) < 0.5:  # noqa: PLR2004 - closed by its last point
        points, closed = points[:4], True
    if len(points) != 4 or not closed:  # noqa: PLR2004 - corners
        return None
    for (x0, y0), (x1, y1) in zip(points, [*points[1:], points[0]], strict=True):
        if min(abs(x1 - x0), abs(y1 - y0)) > 0.5:  # noqa: PLR2004 - points; a side that slants
            return None
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return min(xs), min(ys), max(xs), max(ys)


def _ink(item: Any) -> float:
    """How dark an object's letters are; black where it says nothing (GB/T 33190, 11.1)."""
    if item.get("Fill") == "false":
        return (numbers(item.get("Alpha")) or [255.0])[0] / 255  # drawn as outlines
    return _fill_ink(item)


def _fill_ink(item: Any) -> float:
    colour = child(item, "FillColor")
    opacity = (numbers(item.get("Alpha")) or [255.0])[0] / 255
    if colour is None:
        return opacity
    opacity *= (numbers(colour.get("Alpha")) or [255.0])[0] / 255
    values = [v / 255 for v in numbers(colour.get("Value"))]
    if len(values) == 1:
        return darkness(values[0], values[0], values[0], opacity)
    if len(values) == 4:  # noqa: PLR2004 - cyan, magenta, yellow, black
        red, green, blue = ((1 - v) * (1 - values[3]) for v in values[:3])
        return darkness(red, green, blue, opacity)
    return darkness(values[0], values[1], values[2], opacity) if len(values) == 3 else opacity  # noqa: PLR2004


def _seen(item: Any, kind: str) -> bool:
    """Whether a stroke or fill shows on white paper."""
    if item.get("Alpha") == "0":
        return False
    colour = child(item, kind)
    if colour is None:
        return True
    values = numbers(colour.get("Value"))
    white = len(values) in (1, 3) and min(values) >= WHITE
    return not white and colour.get("Alpha") != "0"


def _dark(item: Any) -> bool:
    colour = child(item, "FillColor")
    values = [] if colour is None else numbers(colour.get("Value"))
    return len(values) == 4 or not values or sum(values) / len(values) < DARK  # noqa: PLR2004 - cyan, magenta …: seldom light
