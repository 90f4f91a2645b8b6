"""A form's tables built anew from its writing: rows by the form's captions, columns by the heads above them.

The constants were set on the ten worn prints that docs/accuracy.md names as those that this was built on.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import groupby, pairwise
from statistics import median

from rapidfuzz import fuzz

from formextract.geometry import BBox
from formextract.match.cell_kinds import role_of
from formextract.match.labels import take_apart
from formextract.match.registration.alignment import garbled
from formextract.match.registration.bands import Band, rows_of
from formextract.match.registration.blocks import Block, Wordings, blocks_of, captions_cut_off
from formextract.match.registration.words import (
    STRIP,
    Word,
    box_of,
    legibility_of,
    levels_of,
    line_height,
    place_of,
    text_of,
)
from formextract.model import Cell, Document, Legibility, Line, Place, Table
from formextract.model.document import Shown
from formextract.text import squeeze

LONGEST_HEADING = 40
HEADING = 85.0
"""Likeness (0 to 100) of a line and a part's heading from which it is the heading."""
CENTRED, FLUSH = 0.8, 0.6
"""Line heights by which the middles, or the left sides, of captions differ that stand in one column."""
DUST, NO_LETTERS = 3, 0.2
"""Letters of a word that may be dirt, and how sure it is at most."""
STACKED = 3.5
"""Line heights between the years of one column, at most."""
_NOTHING = Legibility(1.0, (), scanned=True)
Span = tuple[Fraction, Fraction]


@dataclass
class Row:
    """A row of the form: its caption, the writing beside it, and where its caption's column ends."""

    label: Block
    edge: float
    words: list[Word] = field(default_factory=list)
    head: Head | None = None
    inner: list[Block] = field(default_factory=list)
    """Captions further right in the row."""
    begun: Row | None = None
    """The row of which this is the rest, overleaf."""

    @property
    def is_beside(self) -> bool:
        """Whether the value stands to the right of the caption."""
        return self.label.kind == "label"

    @property
    def band(self) -> Band:
        return Band(self.label.box[1], self.label.box[3])


@dataclass(frozen=True)
class Head:
    """The heads of a table's columns, from left to right, with the words of their row."""

    words: tuple[Word, ...]
    columns: tuple[Word, ...]

    def at(self, x: float) -> int:
        """The column that a place across the page is next to."""
        return min(range(len(self.columns)), key=lambda k: abs(self.columns[k].x - x))

    def recurs(self, other: Head, high: float) -> bool:
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
class _Piece:
    """A cell in the making: rows and columns in which it stands."""

    row: int
    rows: int
    span: Span
    words: tuple[Word, ...]
    text: str | None = None


STUB: Span = (Fraction(0), Fraction(1))
VALUE: Span = (Fraction(1), Fraction(2))


def _share(k: int, of: int, within: Span = VALUE) -> Span:
    wide = within[1] - within[0]
    return within[0] + wide * Fraction(k, of), within[0] + wide * Fraction(k + 1, of)


class Rebuilder:
    """The strip of a document's writing as lines and tables of the form."""

    def __init__(self, words: Sequence[Word], wordings: Wordings) -> None:
        self.high = line_height(words)
        self.words, self.wordings = captions_cut_off(words, wordings, self.high), wordings
        self.used: set[int] = set()
        self.tops: list[float] = []
        """Where the headings of parts stand."""
        self._cached: tuple[Sequence[Row], dict[int, tuple[list[float], list[Row]]]] | None = None
        self.out: list[Line | Table] = []
        self.cells: list[_Piece] = []
        self.n_rows = 0
        self.head: Head | None = None
        narratives = {f.section for f in wordings.p.template.fields if f.shape == "narrative"}
        self.parts = [(take_apart(s.heading).key, s.id in narratives) for s in wordings.p.template.sections]
        self.in_text = False
        """Whether the part below the last heading is sentences."""

    def run(self) -> list[Line | Table]:
        """The blocks of the form, from its first heading to its last row."""
        blocks = blocks_of(self.words, self.wordings)
        in_blocks = {id(w) for b in blocks for w in b.words}
        headings = [w for w in self.words if self._is_heading(w)]
        self.tops = sorted(w.y for w in headings)
        labels = [b for b in blocks if b.kind != "printed"]
        columned = self._columned(labels)
        in_columned = {id(w) for t in columned for w in t.words}
        heads = self._heads([w for w in self.words if id(w) not in in_blocks | in_columned])
        labels = [self._headed(b) for b in labels if not {id(w) for w in b.words} & in_columned]
        taken = in_blocks | in_columned | {id(w) for h in heads for w in h.words} | {id(w) for w in headings}
        rows = self._with_unknown(self._rows(labels), [w for w in self.words if id(w) not in taken])
        taken |= {id(w) for r in rows for w in r.label.words}
        free = [w for w in self.words if id(w) not in taken and not self._is_stub(w, rows) and not _is_dust(w)]
        cuts: list[tuple[float, Word | Head | _Columned | None]] = [
            *((page * STRIP, None) for page in sorted({w.page for w in self.words})),
            *((w.box[1], w) for w in headings),
            *((min(w.box[1] for w in h.words), h) for h in heads),
            *((t.box[1], t) for t in columned),
        ]
        cuts.sort(key=lambda c: c[0])
        edges = [-1.0, *(y for y, _ in cuts), float("inf")]
        last: Row | None = None
        for k, (low, high) in enumerate(pairwise(edges)):
            if k:
                last = self._cut(cuts[k - 1][1], last)
            if self.in_text:
                continue
            own = [r for r in rows if low <= r.label.y < high]
            last = self._zone(own, [w for w in free if low <= w.y < high], last)
        self._close(last)
        self._flush()
        return self.out

    # -- what there is on the strip

    def _is_heading(self, word: Word) -> bool:
        key = take_apart(word.text).key
        if len(word.text) > LONGEST_HEADING or len(key) <= 3:  # noqa: PLR2004 - a number and a word
            return False
        return any(key == h or fuzz.ratio(key, h) >= HEADING for h, _ in self.parts)

    def _heads(self, words: Sequence[Word]) -> list[Head]:
        out = []
        for line in levels_of(words):
            found = [w for w in line if self.wordings.is_head(w.text)]
            if len(found) >= 2:  # noqa: PLR2004 - columns
                out.append(Head(tuple(line), tuple(found)))
        return out

    def _rows(self, labels: Sequence[Block]) -> list[Row]:
        """The captions that begin rows, from top to bottom, each with those further right in its row."""
        groups: list[list[Block]] = []
        for block in sorted(labels, key=lambda b: b.box[0]):
            home = next((g for g in groups if any(_beside(block, other) for other in g)), None)
            if home is None:
                groups.append([block])
            else:
                home.append(block)
        rows = [Row(g[0], 0.0, inner=g[1:]) for g in groups]
        rows.sort(key=lambda r: r.label.y)
        return _with_edges(rows, self.high, self.tops)

    def _with_unknown(self, rows: list[Row], words: Sequence[Word]) -> list[Row]:
        """The rows with those whose captions the form does not know: what stands beside them is no other row's."""
        stubs = [w for w in words if self._is_stub(w, rows) and not self._is_group(w, rows) and not _is_dust(w)]
        told = garbled(stubs, [b for r in rows for b in (r.label, *r.inner)], self.wordings)
        rows = [*rows, *(Row(b, 0.0) for b in told)]
        in_told = {id(w) for b in told for w in b.words}
        found: list[list[Word]] = []
        for w in stubs:
            if id(w) not in in_told and not self.wordings.is_head(w.text):
                if found and _goes_on(found[-1][-1], w, self.high):
                    found[-1].append(w)
                else:
                    found.append([w])
        more = [Row(Block("label", tuple(f), "".join(w.text for w in f)), 0.0) for f in found]
        out = sorted([*rows, *more], key=lambda r: r.label.y)
        for upper, lower in pairwise(out):
            if (
                not upper.label.targets
                and upper.is_beside
                and lower.is_beside
                and lower.label.page == upper.label.page + 1
            ):
                text = upper.label.text + lower.label.text
                known = self.wordings.known(text)
                if known is not None and known[0] == "label":
                    words = (*upper.label.words, *lower.label.words)
                    upper.label = Block("label", words, text, known[1], known[2])
                    lower.begun = upper
        return _with_edges(out, self.high, self.tops)

    def _around(self, w: Word, rows: Sequence[Row]) -> list[Row]:
        """The rows right above and below a word on its page."""
        paged = self._paged(rows)
        ys, own = paged.get(w.page, ([], []))
        k = bisect_right(ys, w.y)
        if k == 0 and w.page - 1 in paged:  # what stands above the first caption may go on from the page before
            return [paged[w.page - 1][1][-1], *own[:1]]
        return own[max(0, k - 1) : k + 1]

    def _paged(self, rows: Sequence[Row]) -> dict[int, tuple[list[float], list[Row]]]:
        """The rows of each page and their heights."""
        if self._cached is None or self._cached[0] is not rows:
            found: dict[int, tuple[list[float], list[Row]]] = {}
            for r in rows:
                if r.is_beside:
                    ys, own = found.setdefault(r.label.page, ([], []))
                    ys.append(r.label.y)
                    own.append(r)
            self._cached = rows, found
        return self._cached[1]

    def _is_stub(self, w: Word, rows: Sequence[Row]) -> bool:
        """Whether a word stands in the column of captions."""
        near = self._around(w, rows)
        if near and near[0].label.page < w.page and self._is_of_levels(near[0]):
            return False  # a table within a row goes on overleaf without any caption
        return bool(near) and all(w.x < r.edge and w.box[2] < r.edge + 2 * self.high for r in near)

    def _is_group(self, w: Word, rows: Sequence[Row]) -> bool:
        """Whether a word stands left of the captions, as what several rows have in common."""
        near = self._around(w, rows)
        return any(w.box[2] <= r.label.box[0] + 0.5 * self.high for r in near)

    def _headed(self, block: Block) -> Block:
        """The caption, as one whose value stands below it in one cell where it ends in a colon and has none beside."""
        if block.kind != "label" or block.words[-1].text[-1] not in ":：":
            return block
        x0, y0, x1, y1 = block.box
        beside = any(w.box[0] >= x1 and y0 < w.y < y1 and w.page == block.page for w in self.words)
        below = any(0 < w.y - y1 < 1.5 * self.high and abs(w.box[0] - x0) <= 1.5 * self.high for w in self.words)
        return replace(block, kind="headed") if below and not beside else block

    def _columned(self, labels: Sequence[Block]) -> list[_Columned]:
        """Tables of which the captions head the columns and years the rows."""
        years = [w for w in self.words if role_of(w.text, self.wordings.index, frozenset()).kind == "year"]
        stacks: list[list[Word]] = []
        for w in years:
            home = next(
                (s for s in stacks if abs(s[-1].x - w.x) < self.high and 0 < w.y - s[-1].y < STACKED * self.high), None
            )
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
                b
                for b in labels
                if b.kind == "label" and b.box[0] > right and -0.3 * self.high < top - b.box[3] < 2.5 * self.high
            ]
            beside = [
                b for b in labels if b.box[2] < stack[0].box[0] and b.box[3] > top and b.box[1] < stack[-1].box[3]
            ]
            heads = [w for w in self.words if 0 < top - w.y < 2.5 * self.high and abs(w.x - stack[0].x) < 2 * self.high]
            headed = any(role_of(w.text, self.wordings.index, frozenset()).kind == "head" for w in heads)
            if not (over or headed) or beside:
                continue
            upper = min([*(b.box[1] for b in over), *(self._top_of(w, top, right) for w in heads if headed)])
            foot = stack[-1].box[3] + 0.5 * self.high
            inside = [w for w in self.words if upper - 0.3 * self.high <= w.y <= foot]
            out.append(_Columned(tuple(stack), tuple(over), tuple(inside)))
        return out

    def _top_of(self, head: Word, foot: float, left: float) -> float:
        """Where the row of heads begins that this one stands in, over columns right of `left` and above `foot`."""
        upper = head.box[1]
        right_of = [w for w in self.words if w.box[0] > left and w.page == head.page and w.y < foot]
        for w in sorted(right_of, key=lambda w: -w.y):
            if w.box[3] > upper - 0.5 * self.high and upper - w.box[1] < 1.5 * self.high:
                upper = min(upper, w.box[1])
        return upper

    # -- from top to bottom

    def _cut(self, at: Word | Head | _Columned | None, last: Row | None) -> Row | None:
        """What parts two zones: a heading ends the table, heads begin other columns, a page (None) ends nothing."""
        if at is None:
            return last
        if isinstance(at, Head):
            if self.head is None or self.n_rows == 0 or not self.head.recurs(at, self.high):
                self._close(last)
                self._head_row(at)
                self.head = at
                return None
            if len(at.columns) == len(self.head.columns):
                self.head = at
            return last
        self._close(last)
        if isinstance(at, Word):
            self._flush()
            self.head = None
            self.in_text = max(self.parts, key=lambda p: fuzz.ratio(take_apart(at.text).key, p[0]))[1]
            self.out.append(Line(at.text, at.place, legibility=at.legibility))
        else:
            self._flush()
            self._put_columned(at)
        return None

    def _zone(self, rows: list[Row], words: Sequence[Word], last: Row | None) -> Row | None:
        """Takes the rows between two cuts; the last one is kept open, since it may go on overleaf."""
        if not rows:
            if last is not None:
                self._overleaf(last, words)
            return last
        lines = levels_of(words)
        for line, r in zip(lines, rows_of([r.band for r in rows], lines, self.high), strict=True):
            if r < 0 and last is not None:
                self._overleaf(last, line)
            elif 0 <= r < len(rows):
                rows[r].words += line
        if last is not None and rows[0].begun is last:
            last.words += rows[0].words
            rows = rows[1:]
            if not rows:
                return last
        self._close(last)
        for row in rows:
            row.head = self.head
        for row in rows[:-1]:
            self._close(row)
        return rows[-1]

    def _overleaf(self, row: Row, words: Sequence[Word]) -> None:
        """Takes what stands at the head of the next page for the rest of a row that asks for more than a figure."""
        if words and words[0].page == row.label.page + 1 and not self._asks_figure(row):
            row.words += words

    def _asks_figure(self, row: Row) -> bool:
        specs = [self.wordings.specs[t] for t in row.label.targets]
        kinds = {self.wordings.kinds.get(s.indicator) for s in specs if s.shape is None}
        return not specs or bool(kinds & {"number", "integer"})

    # -- rows to cells

    def _close(self, row: Row | None) -> None:
        if row is None:
            return
        label = row.label
        if label.kind == "inline":
            return  # a line that says its value itself needs no rows
        if not row.is_beside:
            self._put([[_Piece(0, 1, (STUB[0], VALUE[1]), (*label.words, *row.words))]])
            return
        inner = self._parts(row)
        stub = _Piece(0, max(1, len(inner)), STUB, label.words, label.text)
        if not inner:
            inner = [[_Piece(0, 1, VALUE, ())]]
        inner[0].insert(0, stub)
        self._put(inner)

    def _parts(self, row: Row) -> list[list[_Piece]]:
        """The cells of a row's value, by its rows within."""
        words = [*row.words, *(w for b in row.inner for w in b.words)]
        if not words:
            return []
        specs = [self.wordings.specs[t] for t in row.label.targets]
        yearly = any(self._is_yearly(t) for t in row.label.targets)
        if row.inner:
            return [self._by_captions(row)]
        stacked = self._stacked(words) if specs else []
        if stacked:
            return stacked if not any(s.shape == "standards" for s in specs) else self._levels(row, words)
        if any(s.shape == "standards" for s in specs):
            return self._levels(row, words)
        head = row.head
        if head is not None:
            at = [head.at(w.x) for w in words]
            fits = all(
                abs(head.columns[k].x - w.x) <= 0.6 * head.step and w.wide <= 1.15 * head.step
                for k, w in zip(at, words, strict=True)
            )
            if fits and (yearly or (not row.label.targets and len(set(at)) > 1) or any(s.columns for s in specs)):
                n = len(head.columns)
                own = [tuple(w for w, j in zip(words, at, strict=True) if j == k) for k in range(n)]
                return [[_Piece(0, 1, _share(k, n), o, _apart(o)) for k, o in enumerate(own)]]
        return [[_Piece(0, 1, VALUE, tuple(words))]]

    def _is_of_levels(self, row: Row) -> bool:
        return any(self.wordings.specs[t].shape == "standards" for t in row.label.targets)

    def _is_yearly(self, target: str) -> bool:
        spec = self.wordings.specs[target]
        return self.wordings.periods.get(spec.indicator) == "year"

    def _by_captions(self, row: Row) -> list[_Piece]:
        """The cells of a row with captions further right: each with what stands behind it."""
        starts = [-1.0, *(b.box[0] for b in row.inner)]
        groups: list[_Piece] = []
        n = 2 * len(row.inner) + 1
        for k, (low, high) in enumerate(pairwise([*starts, float("inf")])):
            if k:
                block = row.inner[k - 1]
                groups.append(_Piece(0, 1, _share(2 * k - 1, n), block.words, block.text))
            own = tuple(w for w in row.words if low <= w.x < high)
            groups.append(_Piece(0, 1, _share(2 * k, n), own))
        return groups

    def _stacked(self, words: Sequence[Word]) -> list[list[_Piece]]:
        """A value that is rows by itself: years one above the other, each with what stands behind it."""
        years = [w for w in words if role_of(w.text, self.wordings.index, frozenset()).kind == "year"]
        if len(years) < 2 or max(w.x for w in years) - min(w.x for w in years) > 2 * self.high:  # noqa: PLR2004
            return []
        years.sort(key=lambda w: w.y)
        rest = [w for w in words if w not in years]
        out = []
        for k, year in enumerate(years):
            own = tuple(w for w in rest if min(range(len(years)), key=lambda j: abs(years[j].y - w.y)) == k)
            out.append([_Piece(k, 1, _share(0, 2), (year,)), _Piece(k, 1, _share(1, 2), own)])
        return out

    def _levels(self, row: Row, words: Sequence[Word]) -> list[list[_Piece]]:
        """A table within a row: columns of levels and of two roles, once or below each year."""
        columns = self._leaves(words, 1 if row.head is None else len(row.head.columns))
        stacks = [self._levels_in(c) for c in columns]
        best = max(stacks, key=len, default=[])
        if len(best) < 2:  # noqa: PLR2004 - rows
            return []
        ys = [(run[0].box[1] + run[-1].box[3]) / 2 for run in best]
        top = best[0][0].box[1] - 0.3 * self.high
        said = ["".join(w.text for w in run) for run in best]
        heads = self._leaf_heads(row.head, columns, top)
        rows: list[list[_Piece]] = [[] for _ in range(len(ys) + 1)]
        for span, column, stack, text in zip(self._leaf_spans(row.head, columns), columns, stacks, heads, strict=True):
            rows[0].append(_Piece(0, 1, span, tuple(w for w in column if w.y < top), text))
            for k in range(len(ys)):
                own = tuple(w for w in column if w.y >= top and _nearest(ys, w.y) == k)
                rows[k + 1].append(_Piece(k + 1, 1, span, own, said[k] if stack else None))
        return rows

    def _levels_in(self, column: Sequence[Word]) -> list[list[Word]]:
        """The levels that a column names, one below the other, each in one line or several."""
        out: list[list[Word]] = []
        k = 0
        while k < len(column):
            for n in (1, 2, 3):
                run = list(column[k : k + n])
                if role_of("".join(w.text for w in run), self.wordings.index, frozenset()).kind == "level":
                    out.append(run)
                    k += n - 1
                    break
            k += 1
        return out

    def _leaves(self, words: Sequence[Word], years: int) -> list[list[Word]]:
        """The columns of a table within a row, as many for each year; overleaf it stands elsewhere across the page."""
        clear = [w for w in words if w.legibility.confidence >= NO_LETTERS or w.text.isdecimal()]
        pages = sorted({w.page for w in clear})
        found = [_columns((w for w in clear if w.page == page), 2.4 * self.high) for page in pages]
        most = max((len(c) // years * years for c in found), default=0)
        whole = [_fullest(c, most) for c in found if len(c) >= most]
        return [[w for columns in whole for w in columns[k]] for k in range(most)]

    def _leaf_heads(self, head: Head | None, columns: Sequence[Sequence[Word]], top: float) -> list[str | None]:
        """What heads each column within a year; one that was misread is called as in another year."""
        said = ["".join(w.text for w in c if w.y < top) for c in columns]
        if head is None:
            return [None] * len(columns)
        home = [head.at(_middle(c)) for c in columns]
        at = [sum(h == home[k] for h in home[:k]) for k in range(len(columns))]
        full = max(home.count(h) for h in home)
        known: dict[int, str] = {}
        for k, text in enumerate(said):
            if home.count(home[k]) == full and role_of(text, self.wordings.index, frozenset()).kind in ("role", "head"):
                known.setdefault(at[k], text)
        return [known.get(at[k]) if home.count(home[k]) == full else None for k in range(len(columns))]

    def _leaf_spans(self, head: Head | None, columns: Sequence[Sequence[Word]]) -> list[Span]:
        n = len(columns)
        if head is None:
            return [_share(k, n) for k in range(n)]
        home = [head.at(_middle(c)) for c in columns]
        out = []
        for k, at in enumerate(home):
            own = [j for j, h in enumerate(home) if h == at]
            out.append(_share(own.index(k), len(own), _share(at, len(head.columns))))
        return out

    def _head_row(self, head: Head) -> None:
        n = len(head.columns)
        rest = tuple(w for w in head.words if w not in head.columns)
        cells = [_Piece(0, 1, STUB, rest)]
        cells += [_Piece(0, 1, _share(k, n), (w,)) for k, w in enumerate(head.columns)]
        self._put([cells])

    def _put_columned(self, table: _Columned) -> None:
        """A table of years below each other: known captions and others head its columns."""
        right, top = max(w.box[2] for w in table.years), table.years[0].box[1]
        upper = [w for w in table.words if w.box[3] <= top + 0.3 * self.high]
        heads = _columns(w for w in upper if w.box[0] >= right - self.high)
        known = {id(w): b for b in table.labels for w in b.words}
        n = len(heads)
        row = [_Piece(0, 1, STUB, tuple(w for w in upper if w.box[0] < right - self.high))]
        for k, words in enumerate(heads):
            block = next((known[id(w)] for w in words if id(w) in known), None)
            row.append(_Piece(0, 1, _share(k, n), tuple(words), None if block is None else block.text))
        self._put([row])
        xs = [(box_of(h)[0] + box_of(h)[2]) / 2 for h in heads]
        step = min((b - a for a, b in pairwise(xs)), default=float("inf"))
        taken = {id(w) for w in (*upper, *table.years)}
        rest = [w for w in table.words if id(w) not in taken]
        for year in table.years:
            level = [w for w in rest if abs(w.y - year.y) <= 0.6 * self.high]
            row = [_Piece(0, 1, STUB, (year,))]
            for k, x in enumerate(xs):
                row.append(_Piece(0, 1, _share(k, n), tuple(w for w in level if abs(w.x - x) <= 0.5 * step)))
            self._put([row])
        self._flush()

    def _put(self, rows: Sequence[Sequence[_Piece]]) -> None:
        for k, row in enumerate(rows):
            for piece in row:
                self.cells.append(_Piece(self.n_rows + k, piece.rows, piece.span, piece.words, piece.text))
        self.n_rows += len(rows)

    def _flush(self) -> None:
        if self.cells:
            self.out.append(self._table())
        self.cells, self.n_rows = [], 0

    def _table(self) -> Table:
        edges = sorted({e for c in self.cells for e in c.span})
        at = {e: k for k, e in enumerate(edges)}
        cells = []
        for c in self.cells:
            text = c.text if c.text is not None else text_of(c.words, max((w.box[2] for w in c.words), default=0.0))
            place = place_of(c.words) if c.words else Place()
            sure = legibility_of(c.words) if c.words else _NOTHING
            lines = tuple((w.text, w.box) for w in c.words)
            shown = Shown(box_of(c.words), lines, tuple(w.legibility for w in c.words)) if c.words else None
            self.used |= {id(w) for w in c.words}
            cells.append(
                Cell(
                    c.row,
                    at[c.span[0]],
                    c.rows,
                    at[c.span[1]] - at[c.span[0]],
                    text,
                    place,
                    shown=shown,
                    legibility=sure,
                )
            )
        cells.sort(key=lambda c: (c.row, c.col))
        return Table(tuple(cells), self.n_rows, len(edges) - 1)


@dataclass(frozen=True)
class _Columned:
    """A table whose captions head its columns and whose rows are years."""

    years: tuple[Word, ...]
    labels: tuple[Block, ...]
    words: tuple[Word, ...]

    @property
    def box(self) -> BBox:
        return box_of([*self.years, *(w for b in self.labels for w in b.words)])


def _is_dust(w: Word) -> bool:
    """Whether a word is hardly more than what dirt is read as."""
    return len(squeeze(w.text)) <= DUST and w.legibility.confidence < NO_LETTERS and not w.text.strip().isdecimal()


def _beside(a: Block, b: Block) -> bool:
    """Whether two captions stand in one row: level with each other, and apart."""
    one, other = a.box, b.box
    common = min(one[3], other[3]) - max(one[1], other[1])
    return common > 0.5 * min(one[3] - one[1], other[3] - other[1]) and (one[2] <= other[0] or other[2] <= one[0])


def _with_edges(rows: list[Row], high: float, headings: Sequence[float]) -> list[Row]:
    """The rows, each told where the column of its caption ends among those of its page and part."""
    for _, group in groupby(rows, key=lambda r: (r.label.page, bisect_right(headings, r.label.y))):
        own = list(group)
        boxes = [r.label.box for r in own if r.is_beside]
        for row in own:
            x0, _, x1, _ = row.label.box
            same = (
                b[2]
                for b in boxes
                if abs(b[0] + b[2] - x0 - x1) <= 2 * CENTRED * high or abs(b[0] - x0) <= FLUSH * high
            )
            row.edge = max([x1, *same])
    return rows


def _goes_on(a: Word, b: Word, high: float) -> bool:
    return b.y - a.y > 0 and b.box[1] - a.box[3] < 0.5 * high and min(a.box[2], b.box[2]) > max(a.box[0], b.box[0])


def _columns(words: Iterable[Word], widest: float = float("inf")) -> list[list[Word]]:
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


def _apart(words: Sequence[Word]) -> str | None:
    """The text of several figures in one place: never one figure of the letters of two; None of one alone."""
    return "\n".join(w.text for w in words) if len(words) > 1 else None


def _nearest(ys: Sequence[float], y: float) -> int:
    return min(range(len(ys)), key=lambda k: abs(ys[k] - y))


def _fullest(columns: list[list[Word]], most: int) -> list[list[Word]]:
    """So many of some columns, those with the fewest words left out."""
    kept = sorted(sorted(range(len(columns)), key=lambda k: -len(columns[k]))[:most])
    return [columns[k] for k in kept]


def _middle(column: Sequence[Word]) -> float:
    """Where a column stands across the first of its pages."""
    return median(w.x for w in column if w.page == column[0].page)


def rebuilt(document: Document, blocks: Sequence[Line | Table]) -> Document:
    """A document of these blocks alone."""
    return Document(document.source, document.reader, tuple(blocks), document.pages)
