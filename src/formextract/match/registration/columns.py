"""Columns of a page's writing: the heads above them, years that are rows below them.

The constants were set on the ten worn prints that docs/accuracy.md names as those that this was built on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from formextract.geometry import BBox
from formextract.match.cell_kinds import kind_of
from formextract.match.registration.blocks import Block, FormWordings
from formextract.match.registration.words import Word, box_of, levels_of
from formextract.text import squeeze

STACKED = 3.5
"""Line heights between the years of one column, at most."""


_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True)
class ColumnHeads:
    """The heads of a table's columns, from left to right, with the words of their row."""

    words: tuple[Word, ...]
    columns: tuple[Word, ...]

    def at(self, x: float) -> int:
        """The column that a place across the page is next to."""
        return min(range(len(self.columns)), key=lambda k: abs(self.columns[k].x - x))

    def recurs(self, other: ColumnHeads, high: float) -> bool:
        """Whether other heads are these again, or some of them."""
        return all(
            abs(self.columns[k].x - w.x) <= 2 * high and squeeze(self.columns[k].text) == squeeze(w.text)
            for w in other.columns
            for k in (self.at(w.x),)
        )

    @property
    def step(self) -> float:
        return median(b.x - a.x for a, b in pairwise(self.columns))


@dataclass(frozen=True)
class Columned:
    """A table whose captions head its columns and whose rows are years."""

    years: tuple[Word, ...]
    labels: tuple[Block, ...]
    words: tuple[Word, ...]

    @property
    def box(self) -> BBox:
        return box_of([*self.years, *(w for b in self.labels for w in b.words)])


def heads_in(words: Sequence[Word], wordings: FormWordings) -> list[ColumnHeads]:
    """The rows of heads among words: two or more on one line."""
    out = []
    for line in levels_of(words):
        found = [w for w in line if wordings.is_head(w.text)] or _bare_years(line)
        if len(found) >= 2:  # noqa: PLR2004 - columns
            out.append(ColumnHeads(tuple(line), tuple(found)))
    return out


def _bare_years(line: Sequence[Word]) -> list[Word]:
    """The words of a line that are years without saying so: several that follow each other."""
    found = [w for w in line if _YEAR.fullmatch(squeeze(w.text))]
    years = [int(squeeze(w.text)) for w in found]
    return found if {b - a for a, b in pairwise(years)} in ({1}, {-1}) else []


def year_tables(words: Sequence[Word], labels: Sequence[Block], wordings: FormWordings, high: float) -> list[Columned]:
    """Tables of which the captions head the columns and years the rows."""
    years = [w for w in words if kind_of(w.text, wordings.index, frozenset()).kind == "year"]
    stacks: list[list[Word]] = []
    for w in years:
        home = next((s for s in stacks if abs(s[-1].x - w.x) < high and 0 < w.y - s[-1].y < STACKED * high), None)
        if home is None:
            stacks.append([w])
        else:
            home.append(w)
    out = []
    for stack in stacks:
        if len(stack) < 2:  # noqa: PLR2004 - rows
            continue
        top, right = stack[0].box[1], max(w.box[2] for w in stack)
        over = [
            b for b in labels if b.kind == "label" and b.box[0] > right and -0.3 * high < top - b.box[3] < 2.5 * high
        ]
        beside = [b for b in labels if b.box[2] < stack[0].box[0] and b.box[3] > top and b.box[1] < stack[-1].box[3]]
        heads = [w for w in words if 0 < top - w.y < 2.5 * high and abs(w.x - stack[0].x) < 2 * high]
        headed = any(kind_of(w.text, wordings.index, frozenset()).kind == "head" for w in heads)
        if not (over or headed) or beside:
            continue
        upper = min([*(b.box[1] for b in over), *(_top_of(words, w, top, right, high) for w in heads if headed)])
        foot = stack[-1].box[3] + 0.5 * high
        inside = [w for w in words if upper - 0.3 * high <= w.y <= foot]
        out.append(Columned(tuple(stack), tuple(over), tuple(inside)))
    return out


def _top_of(words: Sequence[Word], head: Word, foot: float, left: float, high: float) -> float:
    """Where the row of heads begins that this one stands in, over columns right of `left` and above `foot`."""
    upper = head.box[1]
    right_of = [w for w in words if w.box[0] > left and w.page == head.page and w.y < foot]
    for w in sorted(right_of, key=lambda w: -w.y):
        if w.box[3] > upper - 0.5 * high and upper - w.box[1] < 1.5 * high:
            upper = min(upper, w.box[1])
    return upper


def columns_of(words: Iterable[Word], widest: float = float("inf")) -> list[list[Word]]:
    """Words by upright strips of paper that have nothing in common, from left to right; wider ones are left out."""
    out: list[list[Word]] = []
    reach = float("-inf")
    for w in sorted((w for w in words if w.wide <= widest), key=lambda w: w.box[0]):
        if out and w.box[0] < reach:
            out[-1].append(w)
        else:
            out.append([w])
        reach = max(reach, w.box[2])
    return [sorted(c, key=lambda w: w.y) for c in out]


def fullest(columns: list[list[Word]], most: int) -> list[list[Word]]:
    """So many of some columns, those with the fewest words left out."""
    kept = sorted(sorted(range(len(columns)), key=lambda k: -len(columns[k]))[:most])
    return [columns[k] for k in kept]


def middle_of(column: Sequence[Word]) -> float:
    """Where a column stands across the first of its pages."""
    return median(w.x for w in column if w.page == column[0].page)
