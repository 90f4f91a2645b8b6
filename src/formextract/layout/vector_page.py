"""Runs of text and drawn rules of one page, whatever format they come from, to its lines and tables."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from formextract.geometry import BBox, centre, contains
from formextract.layout.grid import CellKey, Grid, Rule, find_grids
from formextract.layout.open_sides import open_sides
from formextract.layout.page import PageBlock, compose, typed
from formextract.layout.raised_notes import with_notes
from formextract.layout.span import BESIDE, TILTED, Letters, Span, options_apart
from formextract.layout.strokes_over import MINUS_DRAWN, OVERPRINTED, doubt_of_strokes, has_minus, is_ink, overprinted
from formextract.layout.vector_checkboxes import drawn_ticks, is_box, is_ticked, ticked_by_strokes
from formextract.model import Run
from formextract.text.flow import TextRun

LOST_LETTERS = "文字编码缺失，读出的字不可信"
"""Doubt of a cell with letters that have no meaning."""
DRAWN = "格里有画上去的笔迹，没有读出"
"""Doubt of a cell with strokes that are no letters, no tick and no rule."""
ASLANT = "格里有斜着写的文字，没有当作填报内容，请看原件"
"""Doubt of a cell in which nothing stands but text that is neither level nor upright."""
SPILT = "数字写过了格线，可能与旁边的字相连，请看原件"
"""Doubt of a cell with a figure that is wider than it."""
TORN = "数字的一部分被划去或遮住，剩下的可能不是要填的数，请看原件"
"""Doubt of a cell with what is left of a figure."""
LONGEST_DASH = 30.0
"""Points of a level rule that may be a sign among letters."""
GARBLED_SHARE = 0.02
"""Share of letters without a meaning above which a page's text layer is not trusted."""
THIN = 3.0
"""Points: a filled rectangle this thin is a rule."""
STRAIGHT = 1.0
"""Points by which the ends of a rule may differ across its direction."""

_GARBLED = re.compile("[\ufffd\ue000-\uefff\x00-\x08\x0e-\x1f]|\\(cid:\\d+\\)")


class Drawn(NamedTuple):
    """What is drawn on a page, in points: rules, boxes to tick, strokes that may tick them, dark fills."""

    horizontal: list[Rule]
    vertical: list[Rule]
    boxes: list[BBox]
    strokes: list[BBox]
    fills: list[BBox]
    pen: list[BBox]
    """What somebody has drawn on the finished page by hand: ink annotations."""

    def segment(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """Takes in a straight line: a rule where it is level or upright, else a stroke."""
        if abs(y1 - y0) <= STRAIGHT < abs(x1 - x0):
            self.horizontal.append(((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
        elif abs(x1 - x0) <= STRAIGHT < abs(y1 - y0):
            self.vertical.append(((x0 + x1) / 2, min(y0, y1), max(y0, y1)))
        else:
            self.strokes.append((min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))

    def rectangle(self, x0: float, y0: float, x1: float, y1: float, *, stroked: bool, dark: bool) -> None:
        """Takes in a rectangle: a rule where it is thin, a box to tick where it is small, else four rules.

        `dark`: its fill is darker than a grey background.
        """
        w, h = x1 - x0, y1 - y0
        if h <= THIN < w:
            self.horizontal.append(((y0 + y1) / 2, x0, x1))
        elif w <= THIN < h:
            self.vertical.append(((x0 + x1) / 2, y0, y1))
        elif is_box((x0, y0, x1, y1)):
            (self.boxes if stroked else self.fills).append((x0, y0, x1, y1))
        elif stroked:
            self.horizontal.append((y0, x0, x1))
            self.horizontal.append((y1, x0, x1))
            self.vertical.append((x0, y0, y1))
            self.vertical.append((x1, y0, y1))
        elif max(w, h) < THIN * 6 and dark:
            self.fills.append((x0, y0, x1, y1))


def nothing_drawn() -> Drawn:
    """A page without drawings, to be drawn on."""
    return Drawn([], [], [], [], [], [])


@lru_cache(maxsize=4096)
def garbled(text: str) -> int:
    """How many letters of a text have no meaning: no Unicode map, private codes, control characters."""
    if text.isascii() and text.isprintable() and "(cid:" not in text:
        return 0
    return len(_GARBLED.findall(text))


def legible_letters(text: str) -> str:
    """The letters of a text that have a meaning."""
    return _GARBLED.sub("", text)


def page_blocks(
    spans: Sequence[Span],
    marks: Drawn,
    number: int,
    height: float,
    struck: Sequence[Span] = (),
    unseen: Sequence[Span] = (),
) -> list[PageBlock]:
    """Lines and tables of page `number` (from 1), each run of text in its cell.

    `struck` are runs with a line through; outside tables they stay what they are, since a paragraph has no place for
    what is set aside. `unseen` are those that the page does not show.
    """
    spans = [options_apart(s) for s in spans]
    spans, written = ticked_by_strokes(with_notes(spans), [*marks.strokes, *marks.pen])
    boxes = list(marks.boxes)
    sides = open_sides(marks.horizontal, marks.vertical)
    found = find_grids([*marks.horizontal, *sides.horizontal], [*marks.vertical, *sides.vertical])
    grids = []
    for grid in found:
        if len(grid.cells) == 1 and is_box(grid.bbox):
            boxes.append(grid.bbox)
        elif len(grid.cells) > 1 or not _is_border(grid, found):
            grids.append(grid)
    inside: dict[CellKey, list[TextRun]] = defaultdict(list)
    loose: list[TextRun] = []
    doubts: dict[CellKey, str] = {}
    beyond: set[CellKey] = set()
    for span in spans:
        bad = garbled(span.text)
        pieces = _place(span, grids)
        for key, piece in pieces:
            if key is None:
                loose.append(piece)
                continue
            inside[key].append(piece)
            if not span.turn and (over := _spills(piece, key, grids)):
                doubts.setdefault(key, SPILT)
                beyond |= {k for k in over if k is not None}
            if span.torn:
                doubts.setdefault(key, TORN)
            if bad:
                doubts[key] = LOST_LETTERS
    for key in beyond - inside.keys():
        doubts.setdefault(key, SPILT)  # nothing else stands there: it may be the figure's own cell
    for piece in drawn_ticks(boxes, [*marks.strokes, *marks.pen], marks.fills):
        key = _find(grids, (piece.x0 + piece.x1) / 2, (piece.y0 + piece.y1) / 2)
        (loose if key is None else inside[key]).append(piece)
    asides: dict[CellKey, list[Run]] = defaultdict(list)
    beside: list[tuple[Run, TextRun]] = []
    for span, run in (*((s, Run("", struck=True)) for s in struck), *((s, Run("", hidden=True)) for s in unseen)):
        if span.turn == TILTED and not _in_one_cell(span, grids):
            continue  # across the form
        for key, piece in _place(span, grids):
            if span.turn == TILTED and key is not None and key not in inside:
                doubts.setdefault(key, ASLANT)
            if key is not None:
                asides[key].append(replace(run, text=piece.text))
                continue
            beside.append((replace(run, text=piece.text), piece))
            if run.struck:
                loose.append(piece)
    _doubt_drawings(marks, grids, inside, [*boxes, *written], doubts)
    return compose(
        number, height, grids, inside, loose, doubts, typed, asides=asides, level=marks.horizontal, beside=beside
    )


def _doubt_drawings(
    marks: Drawn,
    grids: list[Grid],
    inside: Mapping[CellKey, Sequence[TextRun]],
    boxes: Sequence[BBox],
    doubts: dict[CellKey, str],
) -> None:
    """Adds the doubts about cells in which something is drawn that is no letter, no tick and no rule of the table."""
    over: dict[CellKey, list[BBox]] = defaultdict(list)
    upright = [(x, y0, x, y1) for x, y0, y1 in marks.vertical]
    kinds = ((marks.strokes, False), (marks.pen, True), (upright, False))
    for stroke, by_pen in ((s, by_pen) for strokes, by_pen in kinds for s in strokes):
        key = _find(grids, *centre(stroke))
        if key is None or not is_ink(stroke, grids[key.grid].cells[key.cell].bbox):
            continue
        if any(is_ticked(box, stroke) for box in boxes):
            continue
        if by_pen or key not in inside:
            doubts.setdefault(key, DRAWN)
        else:
            over[key].append(stroke)
    for key, strokes in over.items():
        if found := doubt_of_strokes(inside[key], strokes):
            doubts.setdefault(key, found)
    short: dict[CellKey, list[BBox]] = defaultdict(list)
    for y, x0, x1 in marks.horizontal:
        key = _find(grids, (x0 + x1) / 2, y) if x1 - x0 < LONGEST_DASH else None
        if key is not None:
            short[key].append((x0, y, x1, y))
    for key, runs in inside.items():
        if overprinted(runs):
            doubts.setdefault(key, OVERPRINTED)
        elif key in short and has_minus(runs, short[key]):
            doubts.setdefault(key, MINUS_DRAWN)


def _is_border(frame: Grid, grids: Sequence[Grid]) -> bool:
    """Whether a frame of one cell is drawn around several tables: a page's border, no table of its own."""
    return sum(len(g.cells) > 1 and contains(frame.bbox, g.bbox) for g in grids) > 1


def _find(grids: list[Grid], x: float, y: float) -> CellKey | None:
    """The innermost grid and its cell at a point."""
    for i in range(len(grids) - 1, -1, -1):
        k = grids[i].find(x, y)
        if k is not None:
            return CellKey(i, k)
    return None


def _in_one_cell(span: Span, grids: list[Grid]) -> bool:
    """Whether a run keeps to one cell."""
    x0, y0, x1, y1 = span.bbox
    corners = {_find(grids, x, y) for x in (x0, x1) for y in (y0, y1)}
    return len(corners) == 1 and None not in corners


def _kept_together(letters: Letters, keys: Sequence[CellKey | None], size: float) -> list[CellKey | None]:
    """The cells of letters, a figure whole in the cell in which most of it stands.

    One that is too wide for its cell runs on over the rule: its letters stand as close there as anywhere.
    """
    out = list(keys)
    start = 0
    for i in range(1, len(letters) + 1):
        if i < len(letters) and _belong(letters[i - 1], letters[i], size):
            continue
        held = Counter(key for key in keys[start:i] if key is not None)
        if len(set(keys[start:i])) > 1 and held:
            out[start:i] = [held.most_common(1)[0][0]] * (i - start)
        start = i
    return out


def _belong(left: tuple[str, BBox], right: tuple[str, BBox], size: float) -> bool:
    """Whether two letters are parts of one figure."""
    return _is_of_figure(left[0]) and _is_of_figure(right[0]) and right[1][0] - left[1][2] < BESIDE * size


def _is_of_figure(char: str) -> bool:
    return char.isdecimal() or char in ".,-%"


def _spills(run: TextRun, key: CellKey, grids: list[Grid]) -> set[CellKey | None]:
    """The cells, or None for the paper beside, into which a run that ends or begins with a figure goes on."""
    box, text, nudge = grids[key.grid].cells[key.cell].bbox, run.text.strip(), run.size / 4
    middle = (run.y0 + run.y1) / 2
    out: set[CellKey | None] = set()
    if run.x1 > box[2] + nudge and _is_of_figure(text[-1:] or " "):
        out.add(_find(grids, run.x1 - nudge, middle))
    if run.x0 < box[0] - nudge and _is_of_figure(text[:1] or " "):
        out.add(_find(grids, run.x0 + nudge, middle))
    return out


def _place(span: Span, grids: list[Grid]) -> list[tuple[CellKey | None, TextRun]]:
    """A run of text by cell; a run that crosses a rule is cut there."""
    size = span.size
    x0, y0, x1, y1 = span.bbox
    middle = (y0 + y1) / 2
    nudge = size / 4
    if span.turn:
        key = _find(grids, (x0 + x1) / 2, middle)
        return [(key, TextRun(x0, y0, x1, y1, size, span.text, None, span.turn))]
    first, last = _find(grids, x0 + nudge, middle), _find(grids, x1 - nudge, middle)
    if first == last:
        return [(first, TextRun(x0, y0, x1, y1, size, span.text, lambda: [(c, b[0], b[2]) for c, b in span.letters()]))]
    out: list[tuple[CellKey | None, TextRun]] = []
    run: list[tuple[str, BBox]] = []
    here: CellKey | None = None
    letters = span.letters()
    keys = _kept_together(letters, [_find(grids, (b[0] + b[2]) / 2, middle) for _, b in letters], size)

    def close() -> None:
        while run and run[-1][0].isspace():
            run.pop()
        if run:
            placed = tuple((c, box[0], box[2]) for c, box in run)
            text = "".join(c for c, _ in run)
            out.append((here, TextRun(run[0][1][0], y0, run[-1][1][2], y1, size, text, lambda: placed)))

    for (char, box), key in zip(letters, keys, strict=True):
        if run and key != here:
            close()
            run = []
        if not run:
            if char.isspace():
                continue
            here = key
        run.append((char, box))
    close()
    return out
