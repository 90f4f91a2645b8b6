"""A sheet too wide for its paper: what Excel prints on further pages, to be laid to the right, is put there again.

The print breaks between two columns. So the level rules that the break cuts go on, at the very same heights, at the
left margin of a later page, whose columns are others. Pages go down first and then over, or over and then down.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from formextract.geometry import BBox, centre
from formextract.layout.grid import join_rules
from formextract.layout.page import PageBlock, PageTable
from formextract.layout.span import Span, part_of
from formextract.layout.vector_page import Drawn, page_blocks
from formextract.model import Legibility, Line, Place
from formextract.model.doubt import doubt

SAME = 1.0
"""Points by which two rules of one row may differ; drawn twice by one program they do not differ at all."""
ROWS = 2
"""Rows that a break must cut, at least: two pages share one frame by chance more easily."""
HALF = 0.5
"""Letter sizes by which a letter's middle may stand beyond the break, and two of one letter apart."""
SLACK = 6.0
"""Points by which the room that was left for a column may exceed it: programs round widths."""
CUT = doubt("columns_astray", "这一格横跨左右两张打印页，文字由两页拼成，请核对")
"""Of a cell whose writing the break has cut."""


class PrintedPage(NamedTuple):
    """What stands on page `number` (from 1), seen or not; the paper's size in points."""

    number: int
    spans: list[Span]
    struck: list[Span]
    unseen: list[Span]
    marks: Drawn
    width: float
    height: float

    def blocks(self) -> list[PageBlock]:
        """Its lines and tables."""
        return page_blocks(self.spans, self.marks, self.number, self.height, self.struck, self.unseen)


class Strip(NamedTuple):
    """Pages that lie beside each other, from left to right: their places among the pages, by how much each is moved to
    the right, and where on the whole sheet each but the first begins.
    """

    pages: tuple[int, ...]
    shifts: tuple[float, ...]
    cuts: tuple[float, ...]


def laid_beside(pages: Sequence[list[PageBlock]], sheets: Sequence[PrintedPage | None]) -> list[list[PageBlock]]:
    """The pages' blocks, those of pages that belong beside each other all on the first of them, and none on the others.
    `sheets` says what stands on each page, None of one that was not read as it is drawn.
    """
    out = list(pages)
    for strip in strips_of(sheets):
        sheet = whole(strip, sheets)
        for n in strip.pages:
            out[n] = []
        out[strip.pages[0]] = _back(sheet, strip, sheets)
    return out


class _Edges(NamedTuple):
    """What a page's rules say of its sides, worked out once: where level ones begin and end, and its columns."""

    left: float
    right: float
    begins: list[float]
    ends: list[float]
    columns: list[int]
    first: float
    """The width of the leftmost column: no column that begins a page is narrower."""
    width: float


def strips_of(sheets: Sequence[PrintedPage | None]) -> list[Strip]:
    """The pages that belong beside each other; None stands for pages that were not read as drawn."""
    pages = _Pages(
        [None if sheet is None else _edges(sheet) for sheet in sheets],
        [sheet is not None for sheet in sheets],
        [sheet is not None and _is_stray(sheet) for sheet in sheets],
    )
    out: list[Strip] = []
    n = 0
    while n < len(sheets):
        most = 0 if pages.edges[n] is None else (len(sheets) - n) // 2
        found = next(((k, at) for k in range(1, most + 1) if (at := _beside(pages, n, k))), None)
        if found is None:
            n += 1
            continue
        down, at = found
        firsts = [n]
        while at:
            firsts.append(at)
            at = _beside(pages, at, down)
        shifts, cuts = _laid_out(pages.edges, firsts, down)
        out += (Strip(tuple(first + k for first in firsts), shifts, cuts) for k in range(down))
        n = firsts[-1] + down
    return out


class _Pages(NamedTuple):
    """What is known of each page: its rules' sides, whether it was read as drawn, whether it holds one word alone."""

    edges: list[_Edges | None]
    known: list[bool]
    stray: list[bool]


def _is_stray(sheet: PrintedPage) -> bool:
    """Whether a page holds a single word and no rule: a cell far off a table, for which a page was printed."""
    return len(sheet.spans) == 1 and not sheet.marks.horizontal


def _beside(pages: _Pages, first: int, down: int) -> int:
    """Where the pages begin that lie to the right of those from `first` on, `down` of them; 0 where there are none.

    Empty pages are not printed, so that the page of a stray cell comes between where nothing stands left of it.
    """
    at = first + down
    while not (there := _over(pages, first, at, down)) and at < len(pages.stray) and pages.stray[at]:
        at += 1
    return at if there else 0


def _edges(sheet: PrintedPage) -> _Edges | None:
    """None for a page without level rules."""
    level = join_rules(sheet.marks.horizontal)
    if not level:
        return None
    x0, x1 = min(r[1] for r in level), max(r[2] for r in level)
    upright = [x for x, _, _ in sheet.marks.vertical]
    return _Edges(
        x0,
        x1,
        _heights(r[0] for r in level if r[1] <= x0 + SAME),
        _heights(r[0] for r in level if r[2] >= x1 - SAME),
        sorted({round((x - x0) / SLACK) for x in upright}),
        min((x - x0 for x in upright if x > x0 + SLACK), default=sheet.width),
        sheet.width,
    )


def _over(pages: _Pages, first: int, second: int, down: int) -> bool:
    """Whether the pages from `first` on, `down` of them, go on to the right on as many from `second` on: the first by
    its rules, and none of them against its own.
    """
    edges, known = pages.edges, pages.known
    if second + down > len(edges) or not _goes_over(edges[first], edges[second]):
        return False
    return all(
        known[first + k] and known[second + k] and _goes_over(edges[first + k], edges[second + k]) is not False
        for k in range(down)
    )


def _goes_over(left: _Edges | None, right: _Edges | None) -> bool | None:
    """Whether a page's rules go on on another; None where there are too few to say."""
    if left is None or right is None:
        return None
    if not _is_one_frame(left.ends, right.begins):
        return False
    if min(len(left.ends), len(right.begins)) <= ROWS:
        return None
    if abs(right.left - left.left) <= SLACK:
        full = left.right + right.first > left.width - left.left - SLACK
    elif abs((left.left + left.right - left.width) / 2) <= SLACK:  # in the middle, the last with its empty columns
        full = left.right + right.first / 2 > left.width - min(left.left, right.left) - SLACK
    else:
        full = False
    return full and left.columns != right.columns


def _is_one_frame(ends: Sequence[float], begins: Sequence[float]) -> bool:
    """Whether rules that end at a break and such as begin there are of one table: a cell on one side may be as high as
    several on the other.
    """
    few, many = sorted((ends, begins), key=len)
    if not few or abs(few[0] - many[0]) > SAME or abs(few[-1] - many[-1]) > SAME:
        return False
    return all(any(abs(a - b) <= SAME for b in many) for a in few)


def _heights(values: Iterator[float]) -> list[float]:
    out: list[float] = []
    for y in sorted(values):
        if not out or y - out[-1] > SAME:
            out.append(y)
    return out


def _laid_out(
    edges: Sequence[_Edges | None], firsts: Sequence[int], down: int
) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """By how much the pages of each column of pages are moved, and where each column but the first begins: as one of
    them says whose rules go on.
    """
    shifts, cuts = [0.0], []
    for first, second in pairwise(firsts):
        pairs = ((edges[first + k], edges[second + k]) for k in range(down))
        left, right = next((a, b) for a, b in pairs if a is not None and b is not None and _goes_over(a, b))
        cuts.append(left.right + shifts[-1])
        shifts.append(cuts[-1] - right.left)
    return tuple(shifts), tuple(cuts)


def whole(strip: Strip, sheets: Sequence[PrintedPage | None]) -> PrintedPage:
    """The pages of a strip as one wide page; a letter that the break has cut stands on both, and is taken once."""
    bounds = list(pairwise((float("-inf"), *strip.cuts, float("inf"))))
    parts = [
        _moved(sheet, shift, bound)
        for n, shift, bound in zip(strip.pages, strip.shifts, bounds, strict=True)
        if (sheet := sheets[n]) is not None
    ]
    return PrintedPage(
        parts[0].number,
        _once([p.spans for p in parts]),
        _once([p.struck for p in parts]),
        _once([p.unseen for p in parts]),
        Drawn(
            [r for p in parts for r in p.marks.horizontal],
            [r for p in parts for r in p.marks.vertical],
            [b for p in parts for b in p.marks.boxes],
            [b for p in parts for b in p.marks.strokes],
            [b for p in parts for b in p.marks.fills],
            [b for p in parts for b in p.marks.pen],
        ),
        max(p.width + shift for p, shift in zip(parts, strip.shifts, strict=True)),
        parts[0].height,
    )


def _moved(sheet: PrintedPage, by: float, bound: tuple[float, float]) -> PrintedPage:
    def boxes(found: Sequence[BBox]) -> list[BBox]:
        return [(x0 + by, y0, x1 + by, y1) for x0, y0, x1, y1 in found]

    marks = sheet.marks
    drawn = Drawn(
        [(y, x0 + by, x1 + by) for y, x0, x1 in marks.horizontal],
        [(x + by, y0, y1) for x, y0, y1 in marks.vertical],
        *(boxes(found) for found in (marks.boxes, marks.strokes, marks.fills, marks.pen)),
    )
    spans, struck, unseen = (
        [s for span in found if (s := _within(span, by, bound)) is not None]
        for found in (sheet.spans, sheet.struck, sheet.unseen)
    )
    return sheet._replace(spans=spans, struck=struck, unseen=unseen, marks=drawn)


def _within(span: Span, by: float, bound: tuple[float, float]) -> Span | None:
    """A run moved to the right, without letters that stand beyond the page's own part of the whole."""
    x0, y0, x1, y1 = span.bbox
    near = HALF * span.size
    low, high = bound[0] - near, bound[1] + near
    if bound[0] <= x0 + by and x1 + by <= bound[1]:
        letters = span.letters
        return span._replace(
            bbox=(x0 + by, y0, x1 + by, y1),
            letters=lambda: [(c, (b[0] + by, b[1], b[2] + by, b[3])) for c, b in letters()],
        )
    kept = [(c, (b[0] + by, b[1], b[2] + by, b[3])) for c, b in span.letters()]
    kept = [(c, b) for c, b in kept if low <= centre(b)[0] <= high]
    return part_of(span, kept) if kept else None


def _once(parts: Sequence[Sequence[Span]]) -> list[Span]:
    """The runs of all parts, without the letters with which one begins where the part before it ends with the same."""
    out: list[Span] = []
    for part in parts:
        before = list(out)
        for span in part:
            letters = list(span.letters()) if before else []
            again = [k for k, (c, b) in enumerate(letters[:1]) if _is_there(c, b, span.size, before)]
            if not again:
                out.append(span)
            elif len(letters) > 1:
                out.append(part_of(span, letters[1:]))
    return out


def _is_there(char: str, box: BBox, size: float, spans: Sequence[Span]) -> bool:
    x, y = centre(box)
    near = [s for s in spans if abs(centre(s.bbox)[1] - y) < HALF * size and abs(s.bbox[2] - x) < size]
    return any(c == char and abs(centre(b)[0] - x) < HALF * size for s in near for c, b in list(s.letters())[-1:])


def _back(page: PrintedPage, strip: Strip, sheets: Sequence[PrintedPage | None]) -> list[PageBlock]:
    """The blocks of a strip's whole, each where it stands on the page that holds its middle; those whose writing a
    break has cut are in doubt.
    """
    numbers = [sheet.number for n in strip.pages if (sheet := sheets[n]) is not None]
    torn = [(cut, y) for cut in strip.cuts for y in _torn(page.spans, cut)]
    out: list[PageBlock] = []
    for block in page.blocks():
        if isinstance(block, Line):
            place = _place_back(block.place, strip, numbers)
            out.append(dataclasses.replace(block, place=place, legibility=_read(block.place, block.legibility, torn)))
            continue
        cells = (
            c._replace(place=_place_back(c.place, strip, numbers), legibility=_read(c.place, c.legibility, torn))
            for c in block.cells
        )
        out.append(PageTable(block.bbox, tuple(cells)))
    return out


def _read(place: Place, read: Legibility, torn: Sequence[tuple[float, float]]) -> Legibility:
    box = place.bbox
    cut = box is not None and any(box[0] < x < box[2] and box[1] <= y <= box[3] for x, y in torn)
    return read.doubted(CUT) if cut else read


def _torn(spans: Sequence[Span], cut: float) -> Iterator[float]:
    """The heights at which writing stands close on both sides of a break."""
    before = [centre(s.bbox)[1] for s in spans if cut - s.size < s.bbox[2] <= cut + s.size and s.bbox[0] < cut]
    behind = [(centre(s.bbox)[1], s.size) for s in spans if cut - s.size < s.bbox[0] < cut + s.size]
    for y in before:
        if any(abs(y - other) < size / 2 for other, size in behind):
            yield y


def _place_back(place: Place, strip: Strip, numbers: Sequence[int]) -> Place:
    if place.bbox is None or place.page is None:
        return place
    x0, y0, x1, y1 = place.bbox
    k = sum(cut <= (x0 + x1) / 2 for cut in strip.cuts)
    low, high = (float("-inf"), *strip.cuts)[k], (*strip.cuts, float("inf"))[k]
    by = strip.shifts[k]
    page = numbers[k]
    return Place(page, (max(x0, low) - by, y0, min(x1, high) - by, y1), place.cell)
