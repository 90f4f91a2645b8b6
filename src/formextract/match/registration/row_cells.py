"""The cells of a row: what stands beside its caption, parted by years, levels or further captions.

The constants were set on the ten worn prints that docs/accuracy.md names as those that this was built on.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from formextract.match.cell_kinds import kind_of
from formextract.match.registration.blocks import FormWordings
from formextract.match.registration.captions import NO_LETTERS, FormRow, is_of_levels
from formextract.match.registration.columns import Columned, ColumnHeads, columns_of, fullest, middle_of
from formextract.match.registration.pieces import STUB, VALUE, CellPiece, Span, share
from formextract.match.registration.words import Word, box_of
from formextract.text import is_none, squeeze

FLUSH, NEARER = 0.6, 0.5
"""Line heights by which a value may be off its head, by its middle or a side, and the most that its distance may be of
the next head's."""
OFF, APART = 0.35, 0.7
"""Line heights by which a word may be off the year or level beside which it stands, and the others off it at least."""
WIDEST = 3.3
"""How wide, in line heights, what stands in a column of a table within a row is at most: three letters (参与数)."""


class RowCells:
    """Makes the pieces of rows of a form whose letters stand `high` points high."""

    def __init__(self, wordings: FormWordings, high: float) -> None:
        self.wordings, self.high = wordings, high

    def of(self, row: FormRow) -> list[list[CellPiece]]:
        """The pieces of a row with its caption; nothing of a line that says its value itself."""
        label = row.label
        if label.kind == "inline":
            return []
        if not row.is_beside:
            return [[CellPiece(0, 1, (STUB[0], VALUE[1]), (*label.words, *row.words))]]
        inner = self._parts(row)
        stub = CellPiece(0, max(1, len(inner)), STUB, label.words, label.text)
        if not inner:
            inner = [[CellPiece(0, 1, VALUE, ())]]
        inner[0].insert(0, stub)
        return inner

    def of_heads(self, head: ColumnHeads) -> list[list[CellPiece]]:
        """The pieces of a row of heads."""
        n = len(head.columns)
        rest = tuple(w for w in head.words if w not in head.columns)
        cells = [CellPiece(0, 1, STUB, rest)]
        cells += [CellPiece(0, 1, share(k, n), (w,)) for k, w in enumerate(head.columns)]
        return [cells]

    def of_years(self, table: Columned) -> list[list[CellPiece]]:
        """A table of years below each other: known captions and others head its columns."""
        right, top = max(w.box[2] for w in table.years), table.years[0].box[1]
        upper = [w for w in table.words if w.box[3] <= top + 0.3 * self.high]
        heads = columns_of(w for w in upper if w.box[0] >= right - self.high)
        known = {id(w): b for b in table.labels for w in b.words}
        n = len(heads)
        row = [CellPiece(0, 1, STUB, tuple(w for w in upper if w.box[0] < right - self.high))]
        for k, words in enumerate(heads):
            block = next((known[id(w)] for w in words if id(w) in known), None)
            row.append(CellPiece(0, 1, share(k, n), tuple(words), None if block is None else block.text))
        rows = [row]
        xs = [(box_of(h)[0] + box_of(h)[2]) / 2 for h in heads]
        step = min((b - a for a, b in pairwise(xs)), default=float("inf"))
        taken = {id(w) for w in (*upper, *table.years)}
        rest = [w for w in table.words if id(w) not in taken]
        for year in table.years:
            level = [w for w in rest if abs(w.y - year.y) <= 0.6 * self.high]
            row = [CellPiece(0, 1, STUB, (year,))]
            for k, x in enumerate(xs):
                row.append(CellPiece(0, 1, share(k, n), tuple(w for w in level if abs(w.x - x) <= 0.5 * step)))
            rows.append(row)
        return rows

    def _parts(self, row: FormRow) -> list[list[CellPiece]]:
        """The cells of a row's value, by its rows within."""
        words = [*row.words, *(w for b in row.inner for w in b.words)]
        if not words:
            return []
        specs = [self.wordings.specs[t] for t in row.label.targets]
        levelled = is_of_levels(row, self.wordings)
        yearly = any(self._is_yearly(t) for t in row.label.targets)
        if row.inner:
            return [self._by_captions(row)]
        stacked = self._stacked(words) if specs else []
        if stacked:
            return stacked if not levelled else self._levels(row, words)
        if levelled:
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
                clear = [len(o) == 1 and self._is_below(head, k, o[0]) for k, o in enumerate(own)]
                return [[CellPiece(0, 1, share(k, n), o, _apart(o), clear[k]) for k, o in enumerate(own)]]
        return [[CellPiece(0, 1, VALUE, tuple(words), clear=not yearly)]]

    def _is_below(self, head: ColumnHeads, k: int, w: Word) -> bool:
        """Whether a word stands below one head of a column and no other: its middle or a side of it is the head's."""
        column = head.columns[k]
        sides = (abs(w.x - column.x), abs(w.box[0] - column.box[0]), abs(w.box[2] - column.box[2]))
        others = (abs(w.x - c.x) for j, c in enumerate(head.columns) if j != k)
        return min(sides) <= FLUSH * self.high and abs(w.x - column.x) <= NEARER * min(others, default=float("inf"))

    def _is_yearly(self, target: str) -> bool:
        spec = self.wordings.specs[target]
        return self.wordings.periods.get(spec.indicator) == "year"

    def _by_captions(self, row: FormRow) -> list[CellPiece]:
        """The cells of a row with captions further right: each with what stands behind it."""
        starts = [-1.0, *(b.box[0] for b in row.inner)]
        groups: list[CellPiece] = []
        n = 2 * len(row.inner) + 1
        for k, (low, high) in enumerate(pairwise([*starts, float("inf")])):
            if k:
                block = row.inner[k - 1]
                groups.append(CellPiece(0, 1, share(2 * k - 1, n), block.words, block.text))
            own = tuple(w for w in row.words if low <= w.x < high)
            groups.append(CellPiece(0, 1, share(2 * k, n), own))
        return groups

    def _stacked(self, words: Sequence[Word]) -> list[list[CellPiece]]:
        """A value that is rows by itself: years one above the other, each with what stands behind it."""
        years = [w for w in words if kind_of(w.text, self.wordings.index, frozenset()).kind == "year"]
        if len(years) < 2 or max(w.x for w in years) - min(w.x for w in years) > 2 * self.high:  # noqa: PLR2004
            return []
        years.sort(key=lambda w: w.y)
        rest = [w for w in words if w not in years]
        out = []
        for k, year in enumerate(years):
            own = tuple(w for w in rest if min(range(len(years)), key=lambda j: abs(years[j].y - w.y)) == k)
            clear = len(own) == 1 and self._is_level([y.y for y in years], k, own[0])
            out.append([CellPiece(k, 1, share(0, 2), (year,)), CellPiece(k, 1, share(1, 2), own, clear=clear)])
        return out

    def _levels(self, row: FormRow, words: Sequence[Word]) -> list[list[CellPiece]]:
        """A table within a row: columns of levels and of two roles, once or below each year."""
        columns = self._leaves(words, 1 if row.head is None else len(row.head.columns))
        stacks = [self._levels_in(c) for c in columns]
        best = max(stacks, key=len, default=[])
        if len(best) < 2:  # noqa: PLR2004 - rows
            return []
        ys = [(run[0].box[1] + run[-1].box[3]) / 2 for run in best]
        top = best[0][0].box[1] - 0.3 * self.high
        said = ["".join(w.text for w in run) for run in best]
        home = self._homes(row.head, columns, [bool(s) for s in stacks], top)
        heads = self._leaf_heads(home, columns, top)
        spans = _leaf_spans(home, 1 if row.head is None else len(row.head.columns))
        of_year = [[text for h, text in zip(home, heads, strict=True) if h == year] for year in sorted(set(home))]
        repeats = all(texts == of_year[0] for texts in of_year) and sum(map(bool, of_year[0])) >= 2  # noqa: PLR2004 - roles
        figures = [w for c, stack in zip(columns, stacks, strict=True) if not stack for w in c if w.y >= top]
        repeats = repeats and all(is_figure(w.text) for w in figures)
        rows: list[list[CellPiece]] = [[] for _ in range(len(ys) + 1)]
        for span, column, stack, text in zip(spans, columns, stacks, heads, strict=True):
            rows[0].append(CellPiece(0, 1, span, tuple(w for w in column if w.y < top), text))
            for k in range(len(ys)):
                own = tuple(w for w in column if w.y >= top and _nearest(ys, w.y) == k)
                clear = repeats and len(own) == 1 and self._is_level(ys, k, own[0])
                rows[k + 1].append(CellPiece(k + 1, 1, span, own, said[k] if stack else None, clear and not stack))
        return rows

    def _is_level(self, ys: Sequence[float], k: int, w: Word) -> bool:
        """Whether a word stands beside one of several lines and clearly off the others."""
        off = [abs(y - w.y) for y in ys]
        others = min((d for j, d in enumerate(off) if j != k), default=float("inf"))
        return off[k] <= OFF * self.high and others >= APART * self.high

    def _levels_in(self, column: Sequence[Word]) -> list[list[Word]]:
        """The levels that a column names, one below the other, each in one line or several."""
        out: list[list[Word]] = []
        k = 0
        while k < len(column):
            for n in (1, 2, 3):
                run = list(column[k : k + n])
                if kind_of("".join(w.text for w in run), self.wordings.index, frozenset()).kind == "level":
                    out.append(run)
                    k += n - 1
                    break
            k += 1
        return out

    def _leaves(self, words: Sequence[Word], years: int) -> list[list[Word]]:
        """The columns of a table within a row, as many for each year; overleaf it stands elsewhere across the page."""
        clear = [w for w in words if w.legibility.confidence >= NO_LETTERS or w.text.isdecimal()]
        pages = sorted({w.page for w in clear})
        found = [columns_of((w for w in clear if w.page == page), WIDEST * self.high) for page in pages]
        most = max((len(c) // years * years for c in found), default=0)
        whole = [fullest(c, most) for c in found if len(c) >= most]
        return [[w for columns in whole for w in columns[k]] for k in range(most)]

    def _homes(
        self, head: ColumnHeads | None, columns: Sequence[Sequence[Word]], levels: Sequence[bool], top: float
    ) -> list[int]:
        """The year that each column is of: the one whose head is next to it, unless the columns say that they repeat.

        A head that stands flush left above three columns is next to the last one of the year before.
        """
        if head is None:
            return [0] * len(columns)
        nearest = [head.at(middle_of(c)) for c in columns]
        each, rest = divmod(len(columns), len(head.columns))
        said = [self._role(c, top) for c in columns]
        pairs = [(k, k + each) for k in range(len(columns) - each)]
        recurs = all(levels[a] == levels[b] and (said[a] == said[b] or not (said[a] and said[b])) for a, b in pairs)
        apart = sum(map(bool, said)) > len(head.columns) or (any(levels) and not all(levels))
        return [k // each for k in range(len(columns))] if not rest and recurs and apart else nearest

    def _role(self, column: Sequence[Word], top: float) -> str:
        """What heads a column of a table within a row; '' where that is no role (主持数量)."""
        text = "".join(w.text for w in column if w.y < top)
        return text if kind_of(text, self.wordings.index, frozenset()).kind in ("role", "head") else ""

    def _leaf_heads(self, home: Sequence[int], columns: Sequence[Sequence[Word]], top: float) -> list[str | None]:
        """What heads each column within a year; one that was misread is called as in another year."""
        at = [sum(h == home[k] for h in home[:k]) for k in range(len(columns))]
        full = max(home.count(h) for h in home)
        known: dict[int, str] = {}
        for k, column in enumerate(columns):
            if home.count(home[k]) == full and (text := self._role(column, top)):
                known.setdefault(at[k], text)
        return [known.get(at[k]) if home.count(home[k]) == full else None for k in range(len(columns))]


def is_figure(text: str) -> bool:
    """Whether a word is nothing but a number, or says that there is none."""
    return squeeze(text).isdecimal() or is_none(text)


def _leaf_spans(home: Sequence[int], years: int) -> list[Span]:
    """Where each column stands among those of its year, of so many."""
    out = []
    for k, at in enumerate(home):
        own = [j for j, h in enumerate(home) if h == at]
        out.append(share(own.index(k), len(own), share(at, years)))
    return out


def _apart(words: Sequence[Word]) -> str | None:
    """The text of several figures in one place: never one figure of the letters of two; None of one alone."""
    return "\n".join(w.text for w in words) if len(words) > 1 else None


def _nearest(ys: Sequence[float], y: float) -> int:
    return min(range(len(ys)), key=lambda k: abs(ys[k] - y))
