"""One page: rules and runs of text to lines and tables, from top to bottom."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from formextract.geometry import BBox, contains, holds, union
from formextract.layout.aligned.pieces import pieces_of
from formextract.layout.aligned.tables import with_aligned
from formextract.layout.grid import CellKey, Grid, GridCell, Rule
from formextract.layout.table_builder import PlacedCell, nested
from formextract.model import TYPED, Ink, Legibility, Line, Place, Run
from formextract.model.document import Shown
from formextract.model.doubt import doubt
from formextract.model.ink import standing
from formextract.text import strip_numbering
from formextract.text.flow import PlacedLine, TextRun, lines_of, reflow, wrapped

PADDING = 8.0
"""Points: more than this between a cell's edge and its text is alignment, not padding."""
INDENT = 1.4
"""Letter sizes: a line set in this far begins a paragraph."""
MARGIN = 0.075
"""Share of the page's height that holds page numbers and running heads."""

_CAPTION = re.compile(r"[（(]XX|[^：:，。；、]{2,30}[：:]")
_ENDED = re.compile("[。；！？]$")
_SAID = re.compile("[，。；]")
"""What a sentence has within, and no caption with its value."""
_PAGE_NUMBER = re.compile(
    r"[-—–_·.\s]*(?:第\s*)?\d{1,3}\s*(?:页)?(?:\s*[/／共,，]\s*(?:共\s*)?\d{1,3}\s*页?)?[-—–_·.,，'\s]*"
)
SIDEWAYS = "格里有的文字是横躺的，先后次序不能确定"
UNRULED = doubt("table_unruled", "表格没有画线，按文字的位置分的行和列，请核对是不是这一项")
"""Of a cell whose edges nobody drew: its row and column were told from how the writing stands."""


class PageTable(NamedTuple):
    """A table as it stands on one page, cells by their edges in points."""

    bbox: BBox
    cells: tuple[PlacedCell, ...]


PageBlock = Line | PageTable

Legible = Callable[[Place, str], Legibility]
"""How well what stands in a place of the page can be read; the text is what was read there."""


def typed(place: Place, text: str) -> Legibility:  # noqa: ARG001 - digital text is what it is, wherever it stands
    """What digital pages say of all their places."""
    return TYPED


def compose(
    page: int,
    height: float,
    grids: Sequence[Grid],
    inside: dict[CellKey, list[TextRun]],
    loose: Sequence[TextRun],
    doubts: dict[CellKey, str],
    legible: Legible,
    top: float = 0.0,
    asides: Mapping[CellKey, Sequence[Run]] | None = None,
    level: Sequence[Rule] = (),
    beside: Sequence[tuple[Run, TextRun]] = (),
) -> list[PageBlock]:
    """A page's blocks from top to bottom; the sheet reaches from `top` to `height`, on a photograph not to its edges.

    `legible` says how well each place can be read. `inside` holds the runs of text by cell, `asides` those struck
    through or not seen, `loose` those outside all grids. A grid of one empty cell is an ornament and left out. What is
    loose and stands in rows and columns is a table too, its rows parted by the rules `level` where there are some.
    `beside` are asides outside all grids and where they stand; those that are struck through are loose runs as well.
    """
    drawn = len(grids)
    grids, inside, loose = with_aligned(grids, inside, loose, level)
    # a page whose rows and columns are ours says where its writing stands; a picture's reader says it of all pages
    says = legible is typed and (not drawn or len(grids) > drawn)
    lines = _paragraphs(page, top, height, loose, legible, says=says)
    blocks: list[tuple[float, PageBlock]] = [(b.place.bbox[1], b) for b in lines if b.place.bbox]
    hosts = _hosts(grids)
    tables: dict[int, list[PlacedCell]] = {}
    for i in reversed(range(len(grids))):  # nested frames come behind their hosts
        cells: list[PlacedCell] = []
        for k, ruled in enumerate(grids[i].cells):
            runs, aside = inside.get(CellKey(i, k), []), list((asides or {}).get(CellKey(i, k), ()))
            if i >= drawn and beside:
                runs, aside = _parted_from(runs, ruled.bbox, beside)
            cell = _cell(page, ruled, runs, doubts.get(CellKey(i, k), ""), aside, legible)
            cells.append(cell._replace(shown=_shown(ruled.bbox, runs)) if i >= drawn and legible is typed else cell)
        if i >= drawn:
            cells = [c._replace(unruled=True, legibility=c.legibility.doubted(UNRULED)) for c in cells]
        guests = [(j, k) for j, (host, k) in hosts.items() if host == i]
        replaced: dict[int, list[PlacedCell]] = {}
        for j, k in guests:
            replaced.setdefault(k, []).extend(tables.pop(j, []))  # a cell may hold several tables
        out: list[PlacedCell] = []
        for k, cell in enumerate(cells):
            inner = replaced.get(k)
            if not inner:
                out.append(cell)
            elif cell.text:
                # words beside the nested table: they keep a strip of their own above it
                strip = cell._replace(y1=cell.y0 + (cell.y1 - cell.y0) * 0.2)
                out.append(strip)
                out += nested(cell._replace(y0=strip.y1), inner)
            else:
                out += nested(cell, inner)
        tables[i] = out
    for i, cells in tables.items():
        if len(cells) > 1 or cells[0].text:
            box = grids[i].bbox
            blocks.append((box[1], PageTable(box, tuple(cells))))
    blocks.sort(key=lambda b: b[0])
    return [b for _, b in blocks]


def _parted_from(
    runs: Sequence[TextRun], box: BBox, beside: Sequence[tuple[Run, TextRun]]
) -> tuple[list[TextRun], list[Run]]:
    """What stands in a cell that nobody drew, without what is struck through or not seen of it; and that."""
    kept: list[TextRun] = []
    out: list[Run] = []
    struck = [piece for run, piece in beside if run.struck]
    for run in runs:
        hit = any(run.text.strip() in p.text and holds(p[:4], run[:4]) for p in struck)
        if hit:
            out.append(Run(run.text, struck=True))
        else:
            kept.append(run)
    out += [Run(piece.text, hidden=True) for run, piece in beside if run.hidden and holds(box, piece[:4])]
    return kept, out


def _shown(box: BBox, runs: Sequence[TextRun]) -> Shown | None:
    """Where each piece of some writing stands; None of nothing."""
    pieces = pieces_of(runs)
    lines = tuple((p.text, (p.x0, min(r.y0 for r in p.runs), p.x1, max(r.y1 for r in p.runs))) for p in pieces)
    return Shown(box, lines, (TYPED,) * len(lines)) if lines else None


def _hosts(grids: Sequence[Grid]) -> dict[int, CellKey]:
    """For each nested grid, the smallest grid around it and the cell there."""
    out: dict[int, CellKey] = {}
    for j, inner in enumerate(grids):
        best: tuple[float, int, int] | None = None
        for i, outer in enumerate(grids):
            if i == j or not contains(outer.bbox, inner.bbox) or outer.bbox == inner.bbox:
                continue
            x, y = (inner.bbox[0] + inner.bbox[2]) / 2, (inner.bbox[1] + inner.bbox[3]) / 2
            k = outer.find(x, y)
            if k is None or not contains(outer.cells[k].bbox, inner.bbox, 1.0):
                continue
            area = (outer.bbox[2] - outer.bbox[0]) * (outer.bbox[3] - outer.bbox[1])
            if best is None or area < best[0]:
                best = (area, i, k)
        if best is not None:
            out[j] = CellKey(best[1], best[2])
    return out


def _cell(
    page: int, cell: GridCell, pieces: list[TextRun], doubt: str, aside: Sequence[Run], legible: Legible
) -> PlacedCell:
    box, edges = cell.bbox, cell.edges
    text = ""
    turns = {p.turn for p in pieces}
    if len(turns) == 1 and turns != {0}:  # a cell whose text lies on its side
        pieces, box = [_upright(p) for p in pieces], _upright(TextRun(*box, 0.0, "", None, *turns))[:4]
    elif len(turns) > 1 and any(c.isdigit() for p in pieces if p.turn for c in p.text):
        doubt = doubt or SIDEWAYS
    if pieces:
        lines = lines_of(pieces)
        padding = min(max(min(line.x0 for line in lines) - box[0], 1.0), PADDING)
        text = lines[0].text.strip() if len(lines) == 1 else reflow(lines, box[2] - padding)
    own = Ink(text)
    if aside:
        own = standing([*aside, Run(text)])
    place = Place(page, cell.bbox, None)
    return PlacedCell(
        edges[1],
        edges[3],
        edges[0],
        edges[2],
        own.text,
        place,
        legible(place, own.text),
        doubt or own.doubt,
        asides=own.asides,
    )


def _upright(run: TextRun) -> TextRun:
    """A run as it stands once what lies on its side is turned upright; places are right relative to each other."""
    x0, y0, x1, y1 = run[:4]
    there = {90: (-y1, x0, -y0, x1), 180: (-x1, -y1, -x0, -y0), 270: (y0, -x1, y1, -x0)}
    return TextRun(*there.get(run.turn, (x0, y0, x1, y1)), run.size, run.text)


def _paragraphs(
    page: int, top: float, foot: float, loose: Sequence[TextRun], legible: Legible, *, says: bool
) -> list[Line]:
    lines = [line for line in lines_of(loose) if line.text.strip()] if loose else []
    lines = [line for line in lines if not _is_page_number(line, top, foot)]
    if not lines:
        return []
    left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
    groups: list[list[PlacedLine]] = [[lines[0]]]
    said = lines[0].text
    for above, below in pairwise(lines):
        far = below.y0 - above.y1 > 2 * max(above.size, below.size)  # double-spaced text is still one paragraph
        if _CAPTION.match(below.text.strip()) and not _goes_on(said, below.text):
            far = True  # `申报时间：…` begins a line of its own, however full the one above
        elif strip_numbering(text := below.text.strip()) != text and _ENDED.search(above.text.strip()):
            far = True  # a numbered one behind a sentence that has ended
        on = _in_brackets(said, below.text) or wrapped(above, below.text.strip(), right)
        if not far and on and below.x0 - left < INDENT * below.size:
            groups[-1].append(below)
            said += below.text
        else:
            groups.append([below])
            said = below.text
    out = []
    for group in groups:
        text = "".join(t.text.rstrip() if k == 0 else t.text.strip() for k, t in enumerate(group))
        box = union(t.bbox for t in group)
        place = Place(page, box, None)
        shown = _shown(box, [r for r in loose if holds(box, r[:4])]) if says else None
        out.append(Line(text, place, shown=shown, legibility=legible(place, text)))
    return out


def _goes_on(above: str, below: str) -> bool:
    """Whether a line goes on with what is said above it, though it has a colon: a bracket is open, or a sentence."""
    if _in_brackets(above, below):
        return True
    return bool(_SAID.search(above)) and not _CAPTION.match(above.strip()) and not _ENDED.search(above.strip())


def _in_brackets(above: str, below: str) -> bool:
    """Whether the line below closes a bracket that is open above."""
    return _depth(above) > 0 > _depth(below)


def _depth(text: str) -> int:
    """Brackets that are open behind a text; below 0 where more are closed than opened."""
    return sum(text.count(c) for c in "（(〔【《") - sum(text.count(c) for c in "）)〕】》")


def _is_page_number(line: PlacedLine, top: float, foot: float) -> bool:
    margin = (foot - top) * MARGIN
    near_edge = line.y1 < top + margin or line.y0 > foot - margin
    return near_edge and _PAGE_NUMBER.fullmatch(line.text) is not None
