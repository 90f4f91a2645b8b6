"""Tables cut by page breaks, joined again: the next page's rows go on below, a repeated heading row is dropped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from formextract.geometry import BBox
from formextract.layout.grid import NARROW
from formextract.layout.page import PageBlock, PageTable
from formextract.layout.table_builder import PlacedCell, to_table
from formextract.model import Block, Line
from formextract.model.doubt import weakest_of
from formextract.text import WRAP, squeeze

SAME_SIDE = 4.0
"""Points by which the outer sides of the two parts may differ."""
SAME_COLUMN = 25.0
"""Points by which the same column's side may differ where it is told from the writing beside it."""
EDGE = 3.0
"""Points: edges of cells this close are one."""
HEADING_ROWS = 3
"""Most rows that are taken for a repeated heading."""


def join_pages(pages: Sequence[Sequence[PageBlock]]) -> list[Block]:
    """All pages' blocks in order, tables that go on overleaf in one."""
    out: list[Line | list[PageTable]] = []
    for blocks in pages:
        for i, block in enumerate(blocks):
            if isinstance(block, Line):
                out.append(block)
            elif i == 0 and out and isinstance(out[-1], list) and _goes_on(out[-1][-1].bbox, block.bbox):
                out[-1].append(block)
            elif i == 0 and out and isinstance(out[-1], list) and (moved := _aligned(out[-1][-1], block)) is not None:
                out[-1].append(moved)
            else:
                out.append([block])
    return [b if isinstance(b, Line) else _joined(b) for b in out]


def _goes_on(above: BBox, below: BBox) -> bool:
    return abs(above[0] - below[0]) <= SAME_SIDE and abs(above[2] - below[2]) <= SAME_SIDE


def _aligned(above: PageTable, below: PageTable) -> PageTable | None:
    """The lower part with its columns where those of the upper one are, of tables that nobody ruled; None where its
    columns are others."""
    if not all(c.unruled for part in (above, below) for c in part.cells):
        return None
    wanted, edges = _columns(above), _columns(below)
    if len(wanted) != len(edges) or any(
        abs(a - b) > SAME_COLUMN for a, b in zip(wanted[1:-1], edges[1:-1], strict=True)
    ):
        return None
    at = dict(zip(edges, wanted, strict=True))
    cells = tuple(c._replace(x0=at[c.x0], x1=at[c.x1]) for c in below.cells)
    return PageTable((wanted[0], below.bbox[1], wanted[-1], below.bbox[3]), cells)


def _columns(part: PageTable) -> list[float]:
    return sorted({v for c in part.cells for v in (c.x0, c.x1)})


def _joined(parts: list[PageTable]) -> Block:
    if len(parts) == 1:
        return to_table(parts[0].cells, EDGE)
    parts = _with_the_same_sides(parts)
    heading = _rows(parts[0].cells)
    cells, tops = list(parts[0].cells), []
    bottom = max(c.y1 for c in cells)
    for part in parts[1:]:
        rows = _rows(part.cells)
        repeated = 0
        while repeated < min(HEADING_ROWS, len(rows), len(heading)) and _same_row(rows[repeated], heading[repeated]):
            repeated += 1
        cells, further = _with_the_rest(cells, rows[repeated:])
        kept = [c for row in further for c in row]
        if not kept:
            continue
        shift = bottom - min(c.y0 for c in kept)
        tops.append(bottom)
        cells += [c._replace(y0=c.y0 + shift, y1=c.y1 + shift) for c in kept]
        bottom = max(c.y1 for c in cells)
    return to_table(cells, EDGE, tops)


def _with_the_same_sides(parts: Sequence[PageTable]) -> list[PageTable]:
    """The parts with a side that two of them share at one place.

    Sides that stand closer than a letter are one side of a part, and are said to stand in their middle, while the part
    before may have but one of them: cells have one side where what their own walls cover overlaps.
    """
    covered = sorted({_covered(x, wall) for part in parts for c in part.cells for x, wall in _sides(c)})
    at: dict[float, float] = {}
    first, reach = 0.0, float("-inf")
    for low, high, x in covered:
        if low > reach:
            first = x
        at[x] = first
        reach = max(reach, high)
    return [p._replace(cells=tuple(c._replace(x0=at[c.x0], x1=at[c.x1]) for c in p.cells)) for p in parts]


def _sides(cell: PlacedCell) -> Iterator[tuple[float, float]]:
    """Where the left and the right side of a cell are said to stand, and where its own wall stands."""
    box = cell.place.bbox
    yield cell.x0, cell.x0 if box is None else box[0]
    yield cell.x1, cell.x1 if box is None else box[2]


def _covered(x: float, wall: float) -> tuple[float, float, float]:
    """From where to where a side reaches; a wall further away than a letter is that of a sheet that lay elsewhere."""
    wall = wall if abs(wall - x) < NARROW else x
    return min(x, wall), max(x, wall), x


def _with_the_rest(
    cells: list[PlacedCell], further: list[list[PlacedCell]]
) -> tuple[list[PlacedCell], list[list[PlacedCell]]]:
    """The cells with what the page's end cut off their last row, and the rows that are left overleaf.

    Of a list that nobody ruled, whose rows are numbered: a row without a number is the rest of the one above.
    """
    last = _last_numbered(cells)
    while last and further and all(c.unruled for c in further[0]) and not further[0][0].text.strip():
        rest, further = further[0], further[1:]
        for cell in rest:
            above = next((c for c in last if abs(c.x0 - cell.x0) <= EDGE), None)
            if above is None or not cell.text.strip():
                continue
            text = WRAP.join(filter(None, (above.text, cell.text)))
            whole = above._replace(
                text=text, legibility=weakest_of((above.legibility, cell.legibility)), asides=above.asides + cell.asides
            )
            cells = [whole if c is above else c for c in cells]
            last = [whole if c is above else c for c in last]
    return cells, further


def _last_numbered(cells: Sequence[PlacedCell]) -> list[PlacedCell]:
    """The last row of a list that nobody ruled and whose rows are numbered one by one; nothing of another table."""
    if not all(c.unruled for c in cells):
        return []
    rows = _rows(cells)
    numbers = [row[0].text.strip() for row in rows if row[0].text.strip().isdecimal()]
    counted = [int(n) for n in numbers]
    in_order = len(counted) > 1 and counted == list(range(counted[0], counted[0] + len(counted)))
    return rows[-1] if in_order and rows[-1][0].text.strip() == numbers[-1] else []


def _rows(cells: Sequence[PlacedCell]) -> list[list[PlacedCell]]:
    """Cells by the edge at which they begin."""
    rows: list[list[PlacedCell]] = []
    for cell in sorted(cells, key=lambda c: (c.y0, c.x0)):
        if rows and cell.y0 - rows[-1][0].y0 <= EDGE:
            rows[-1].append(cell)
        else:
            rows.append([cell])
    return rows


def _same_row(a: list[PlacedCell], b: list[PlacedCell]) -> bool:
    texts = [squeeze(c.text) for c in a]
    return sum(map(bool, texts)) >= 2 and texts == [squeeze(c.text) for c in b]  # noqa: PLR2004 - one cell may recur
