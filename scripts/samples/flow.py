"""Where a table's rows come to lie: on which page, from where to where, and cut in the middle if need be."""

from __future__ import annotations

from dataclasses import dataclass, field

from samples.paper import Spot, Table, lay
from samples.setting import SetLine, fold

PAD = 3.0
LEADING = 1.35


@dataclass(frozen=True)
class Slice:
    """A piece of a page: the whole of a row, or what of it stands on this page."""

    page: int
    top: float
    bottom: float


@dataclass
class Measured:
    """A table whose lines are folded and whose row heights are known."""

    table: Table
    xs: list[float]
    spots: list[Spot]
    lines: dict[int, list[SetLine]]  # by spot
    inner: dict[int, Measured]
    heights: list[float]
    size: float
    slices: list[list[Slice]] = field(default_factory=list)  # by row
    again: list[tuple[int, float]] = field(default_factory=list)  # pages and tops of repeated headings

    @property
    def height(self) -> float:
        return sum(self.heights)

    def head_height(self) -> float:
        return sum(self.heights[: self.table.heads])


def measure(table: Table, left: float, width: float, *, font: str, size: float, style: str) -> Measured:
    edges, spots = lay(table)
    xs = [left + edge * width / 60 for edge in edges]
    lines: dict[int, list[SetLine]] = {}
    inner: dict[int, Measured] = {}
    need: dict[int, float] = {}
    for at, spot in enumerate(spots):
        room = xs[spot.col + spot.cols] - xs[spot.col] - 2 * PAD
        if spot.cell.inner is not None:
            inner[at] = measure(spot.cell.inner, xs[spot.col] + PAD, room, font=font, size=size - 1.5, style=style)
            need[at] = inner[at].height + 2 * PAD
            continue
        lines[at] = [part for line in spot.cell.lines for part in fold(line, font, size, style, room)]
        need[at] = max(1, len(lines[at])) * size * LEADING + 2 * PAD
    heights = [0.0] * len(table.rows)
    for at, spot in enumerate(spots):
        if spot.rows == 1:
            heights[spot.row] = max(heights[spot.row], need[at])
    for at, spot in enumerate(spots):
        lacking = need[at] - sum(heights[spot.row : spot.row + spot.rows])
        if spot.rows > 1 and lacking > 0:
            heights[spot.row + spot.rows - 1] += lacking
    return Measured(table, xs, spots, lines, inner, heights, size)


@dataclass
class Cursor:
    page: int
    y: float


def place(measured: Measured, at: Cursor, top: float, bottom: float, *, cut: bool, repeat: bool) -> None:
    """Give each row its slices, turning pages as needed; `at` ends below the table."""
    line = measured.size * LEADING
    whole = {spot.row for spot in measured.spots if spot.cell.inner is not None}

    def turn() -> None:
        at.page, at.y = at.page + 1, top
        if repeat and measured.table.heads:
            measured.again.append((at.page, at.y))
            at.y += measured.head_height()

    for row, height in enumerate(measured.heights):
        slices: list[Slice] = []
        left = height
        while at.y + left > bottom:
            room = bottom - at.y
            if (
                cut
                and row not in whole
                and row >= measured.table.heads
                and room > 2 * line + 2 * PAD
                and left > 3 * line
            ):
                slices.append(Slice(at.page, at.y, bottom))
                # Each piece needs its own padding, and half a line is lost at the cut.
                left = left - room + 2 * PAD + line
            elif at.y <= top:
                break
            turn()
        slices.append(Slice(at.page, at.y, at.y + left))
        at.y += left
        measured.slices.append(slices)


def areas(measured: Measured, spot: Spot) -> list[Slice]:
    """What the cell covers, page by page."""
    found: list[Slice] = []
    for row in range(spot.row, spot.row + spot.rows):
        for part in measured.slices[row]:
            if found and found[-1].page == part.page:
                found[-1] = Slice(part.page, found[-1].top, part.bottom)
            else:
                found.append(part)
    return found


def share_out(count: int, line: float, pieces: list[Slice], *, centred: bool) -> list[tuple[int, float]]:
    """The page and the top of each line. In a cell that a page cuts, a centred label may be cut in the middle too."""
    if len(pieces) == 1:
        only = pieces[0]
        start = only.top + max(PAD, (only.bottom - only.top - count * line) / 2) if centred else only.top + PAD
        return [(only.page, start + n * line) for n in range(count)]
    room = [max(0, int((piece.bottom - piece.top - 2 * PAD) / line)) for piece in pieces]
    skip = max(0, (sum(room) - count) // 2) if centred else 0
    places = [
        (piece.page, piece.top + PAD + n * line)
        for piece, lines in zip(pieces, room, strict=True)
        for n in range(lines)
    ]
    last = pieces[-1]
    while len(places) < skip + count:
        places.append((last.page, places[-1][1] + line * 0.8 if places else last.top))
    return places[skip : skip + count]
