"""Tables that nobody drew: lines whose columns tabs or wide gaps keep apart, in texts without pages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from formextract.layout.page import UNRULED
from formextract.model import TYPED, Block, Cell, Line, Place, Table
from formextract.text import is_none

COLUMNS, ROWS = 3, 3
"""A caption with two values beside it at least, and as many lines: pairs of captions and values are lines."""
LONGEST = 24
"""Letters of a head or a value; more is a sentence."""
_GAPS = tuple(map(re.compile, (r" *\t *", r"[ \u3000]*\t[\t \u3000]*", r"[ \u3000]{3,}", r"\s*[|｜]\s*")))
_FIGURE = re.compile(r"[-+−—–(（▲]?\s*[\d０-９][\d０-９.,，．:：/~～-]*\s*[^\d\s]{0,6}")
_PLACES = 1_000_000
"""Above the numbers of paragraphs, so that no cell's place is a paragraph's."""


def with_tabbed_tables(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks with runs of such lines as tables, whose values are in doubt since nobody drew their columns."""
    out: list[Block] = []
    at = 0
    while at < len(blocks):
        rows = _run(blocks, at)
        if rows:
            out.append(_table(blocks, at, rows))
        else:
            out.append(blocks[at])
        at += max(1, len(rows))
    return tuple(out)


def _run(blocks: Sequence[Block], at: int) -> list[list[str]]:
    """The lines from here that are rows of one table, each in its parts; none where they are lines."""
    for gap in _GAPS:
        rows = list(_rows(blocks, at, gap))
        while rows and len(rows[-1]) != len(rows[0]):
            rows.pop()
        whole = [row for row in rows[1:] if len(row) == len(rows[0])]
        told = [row for row in whole if all(map(_is_value, row[1:])) and any(map(_FIGURE.fullmatch, row[1:]))]
        if len(whole) + 1 >= ROWS and all(rows[0][1:]) and 2 * len(told) > len(whole):
            return rows
    return []


def _rows(blocks: Sequence[Block], at: int, gap: re.Pattern[str]) -> Iterator[list[str]]:
    """Lines in as many parts as the first, and those of a caption and one value among them."""
    columns = 0
    for block in blocks[at:]:
        if not isinstance(block, Line) or block.place != Place():
            return
        parts = [part.strip() for part in gap.split(block.text.strip(" \u3000|｜"))]
        columns = columns or len(parts)
        one = len(parts) == 2 and _is_value(parts[1])  # noqa: PLR2004 - a caption and its value
        if columns < COLUMNS or not (len(parts) == columns or one) or any(len(p) > LONGEST for p in parts[1:]):
            return
        yield parts


def _is_value(text: str) -> bool:
    return not text or is_none(text) or _FIGURE.fullmatch(text) is not None


def _table(blocks: Sequence[Block], at: int, rows: Sequence[Sequence[str]]) -> Table:
    width = len(rows[0])
    cells = []
    for r, row in enumerate(rows):
        line = blocks[at + r]
        assert isinstance(line, Line)
        for c, text in enumerate(row):
            span = width - c if c == len(row) - 1 else 1
            place = Place(line=_PLACES + (at + r) * 100 + c)
            asides = line.asides if c == 0 else ()
            legibility = TYPED.doubted(UNRULED)
            cells.append(
                Cell(r, c, 1, span, text, place, line.doubt, asides=asides, unruled=True, legibility=legibility)
            )
    return Table(tuple(cells), len(rows), width)
