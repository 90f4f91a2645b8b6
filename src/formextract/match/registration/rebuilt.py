"""A form's tables built anew from its writing: rows by the form's captions, columns by the heads above them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from rapidfuzz import fuzz

from formextract.match.labels import take_apart
from formextract.match.registration.alignment import in_order, named_once
from formextract.match.registration.bands import rows_of
from formextract.match.registration.blocks import (
    FormWordings,
    blocks_of,
    captions_cut_off,
    captions_joined,
    chains,
)
from formextract.match.registration.captions import Captions, FormRow, is_centred, is_dust, is_whole, stands_clear
from formextract.match.registration.columns import Columned, ColumnHeads, heads_in, year_tables
from formextract.match.registration.pieces import STUB, Pieces
from formextract.match.registration.plans import plans_in
from formextract.match.registration.row_cells import RowCells
from formextract.match.registration.words import STRIP, Word, levels_of, line_height, place_of
from formextract.model import Document, Line, Table
from formextract.text.units import find_unit

LONGEST_HEADING = 40
LONGEST_UNIT = 14
"""Letters of a line above a table that says its unit (单位：万元)."""
SAID = 0.97
"""Likeness of a caption and a wording (0 to 1) that says the same: in its letters, or in words that mean the same."""
HEADING = 85.0
"""Likeness (0 to 100) of a line and a part's heading from which it is the heading."""


class Rebuilder:
    """The strip of a document's writing as lines and tables of the form.

    `planned` are ids of the cells of planning tables: these repeat the form's captions, and are built by themselves.
    """

    def __init__(self, words: Sequence[Word], wordings: FormWordings, planned: frozenset[int] = frozenset()) -> None:
        self.high = line_height(words)
        narratives = {f.section for f in wordings.p.template.fields if f.shape == "narrative"}
        self.parts = [(take_apart(s.heading).key, s.id in narratives) for s in wordings.p.template.sections]
        self.plans = plans_in(words, self.high, self._is_heading)
        in_plans = {id(w) for plan in self.plans for w in plan.words}
        others = [w for w in words if id(w) not in in_plans and id(w.item) not in planned]
        whole = captions_joined(others, wordings, self.high)
        self.words, self.wordings = captions_cut_off(whole, wordings, self.high), wordings
        self.cells = RowCells(wordings, self.high)
        self.pieces = Pieces()
        self.out: list[Line | Table] = []
        self.head: ColumnHeads | None = None
        self.rows: list[FormRow] = []
        self.known: set[int] = set()
        """The captions, by id, that name one field in its words, and stand in the form's order or name it alone."""
        self.units: set[int] = set()
        """The words that say the unit of the table below them."""
        self.in_text = False
        """Whether the part below the last heading is sentences."""

    def run(self) -> list[Line | Table]:
        """The blocks of the form, from its first heading to its last row; its planning tables last."""
        blocks = blocks_of(self.words, self.wordings)
        in_blocks = {id(w) for b in blocks for w in b.words}
        headings = [w for w in self.words if self._is_heading(w)]
        below = {id(w) for above, *rest in chains(self.words) if not self._is_heading(above) for w in rest[-1:]}
        units = [w for w in self.words if id(w) not in in_blocks | below and is_unit_of_table(w.text)]
        self.units = {id(w) for w in units}
        captions = Captions(self.words, self.wordings, self.high, sorted(w.y for w in headings))
        labels = [b for b in blocks if b.kind != "printed"]
        columned = year_tables(self.words, labels, self.wordings, self.high)
        in_columned = {id(w) for t in columned for w in t.words}
        heads = heads_in([w for w in self.words if id(w) not in in_blocks | in_columned], self.wordings)
        labels = [captions.headed(b) for b in labels if not {id(w) for w in b.words} & in_columned]
        taken = (
            in_blocks | in_columned | self.units | {id(w) for h in heads for w in h.words} | {id(w) for w in headings}
        )
        rows = captions.with_unknown(captions.rows(labels), [w for w in self.words if id(w) not in taken])
        taken |= {id(w) for r in rows for w in r.label.words}
        self.rows = rows
        captioned = [b for r in rows for b in (r.label, *r.inner)]
        self.known = {
            id(b) for b in (*in_order(captioned, self.wordings, SAID), *named_once(captioned, self.wordings, SAID))
        }
        free = [w for w in self.words if id(w) not in taken and not captions.is_stub(w, rows) and not is_dust(w)]
        cuts: list[tuple[float, Word | ColumnHeads | Columned | None]] = [
            *((page * STRIP, None) for page in sorted({w.page for w in self.words})),
            *((w.box[1], w) for w in (*headings, *(u for u in units if id(u) not in in_columned))),
            *((min(w.box[1] for w in h.words), h) for h in heads),
            *((t.box[1], t) for t in columned),
        ]
        cuts.sort(key=lambda c: c[0])
        edges = [-1.0, *(y for y, _ in cuts), float("inf")]
        last: FormRow | None = None
        for k, (low, high) in enumerate(pairwise(edges)):
            if k:
                last = self._cut(cuts[k - 1][1], last)
            if self.in_text:
                continue
            own = [r for r in rows if low <= r.label.y < high]
            last = self._zone(own, [w for w in free if low <= w.y < high], last)
        self._close(last)
        self._flush()
        return [*self.out, *(plan.table for plan in self.plans)]

    def _is_heading(self, word: Word) -> bool:
        key = take_apart(word.text).key
        if len(word.text) > LONGEST_HEADING or len(key) <= 3:  # noqa: PLR2004 - a number and a word
            return False
        return any(key == h or fuzz.ratio(key, h) >= HEADING for h, _ in self.parts)

    # -- from top to bottom

    def _cut(self, at: Word | ColumnHeads | Columned | None, last: FormRow | None) -> FormRow | None:
        """What parts two zones: a heading ends the table, heads begin other columns, a page (None) ends nothing."""
        if at is None:
            return last
        if isinstance(at, ColumnHeads):
            if self.head is None or self.pieces.n_rows == 0 or not self.head.recurs(at, self.high):
                self._close(last)
                self.pieces.put(self.cells.of_heads(at))
                self.head = at
                return None
            if len(at.columns) == len(self.head.columns):
                self.head = at
            return last
        self._close(last)
        if isinstance(at, Word) and id(at) in self.units:
            self._flush()
            self.out.append(Line(at.text, at.place, legibility=at.legibility))
        elif isinstance(at, Word):
            self._flush()
            self.head = None
            self.in_text = max(self.parts, key=lambda p: fuzz.ratio(take_apart(at.text).key, p[0]))[1]
            self.out.append(Line(at.text, at.place, legibility=at.legibility))
        else:
            self._flush()
            self.pieces.put(self.cells.of_years(at))
            self._flush()
        return None

    def _zone(self, rows: list[FormRow], words: Sequence[Word], last: FormRow | None) -> FormRow | None:
        """Takes the rows between two cuts; the last one is kept open, since it may go on overleaf."""
        if not rows:
            if last is not None:
                self._overleaf(last, words)
            return last
        lines = levels_of(words)
        years = [self.wordings.year_in(line[0].text) for line in lines]
        bands = [r.band for r in rows]
        overleaf = last is not None and not self._asks_figure(last) and self._is_overleaf(last, lines)
        strange = self.wordings.strange([*map(_text_of, lines)], [r.label.targets for r in rows])
        for line, r in zip(lines, rows_of(bands, lines, self.high, years, strange, overleaf=overleaf), strict=True):
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

    def _overleaf(self, row: FormRow, words: Sequence[Word]) -> None:
        """Takes what stands at the head of the next page for the rest of a row that asks for more than a figure."""
        if self._is_overleaf(row, [words]) and not self._asks_figure(row):
            row.words += words

    @staticmethod
    def _is_overleaf(row: FormRow, lines: Sequence[Sequence[Word]]) -> bool:
        """Whether lines stand on the page behind the one on which a row begins."""
        return bool(lines and lines[0]) and lines[0][0].page == row.label.page + 1

    def _asks_figure(self, row: FormRow) -> bool:
        specs = [self.wordings.specs[t] for t in row.label.targets]
        kinds = {self.wordings.kinds.get(s.indicator) for s in specs if s.shape is None}
        return not specs or bool(kinds & {"number", "integer"})

    # -- what is done

    def _close(self, row: FormRow | None) -> None:
        if row is not None:
            cells = self.cells.of(row)
            if not stands_clear(row, self.rows, self.known):
                cells = [[replace(piece, clear=False) for piece in own] for own in cells]
            elif is_centred(row, self.rows, self.high):
                beside = [c.words for own in cells for c in own if c.span != STUB and c.words]
                self.pieces.whole |= {place_of(words) for words in beside if is_whole(words, self.high)}
            self.pieces.put(cells)

    def _flush(self) -> None:
        table = self.pieces.taken()
        if table is not None:
            self.out.append(table)


def _text_of(line: Sequence[Word]) -> str:
    return "".join(w.text for w in line)


def is_unit_of_table(text: str) -> bool:
    """Whether a line says the unit of the table below it, where it stands right below no other line."""
    return len(text) <= LONGEST_UNIT and find_unit(text) is not None


def rebuilt(document: Document, blocks: Sequence[Line | Table]) -> Document:
    """A document of these blocks alone."""
    return Document(document.source, document.reader, tuple(blocks), document.pages)
