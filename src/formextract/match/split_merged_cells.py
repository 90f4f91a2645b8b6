"""Cells of a scan that lost the rule between them, parted again where the form's labels say that they are several.

Readers know no forms: where a rule is gone two labels stand in one cell, or the figures of two rows, or two columns.
What was parted here is in doubt unless the writing of its row stands level with the label.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from formextract.geometry import BBox
from formextract.match.cell_kinds import kind_of
from formextract.match.labels import LabelIndex
from formextract.match.lost_borders import Bands, Part, Written, level_lines, merged
from formextract.model import Document, Place, Table
from formextract.model.document import Block
from formextract.model.doubt import doubt
from formextract.text import squeeze

_PARTED = doubt("cells_run_together", "表格线不清，几行或几列并在一格，已按表样分开，这一行的内容可能错位")
"""Of what stands in a row that was parted and not beyond doubt."""
BETTER = 0.9
"""Score from which lines of a cell are taken for a label of the form."""
MOST_LINES = 16
"""Lines of a cell that may be several labels; a longer one is prose."""
LEVEL = 0.5
"""Line heights by which the writing of a row may stand off its label and still be its own beyond doubt."""
THIN = 0.2
"""Share of a line's height below which what stands on a lost rule is no letter but a rest of the rule."""
_VALUES = frozenset({"figure", "none", "ticks"})
_SIDE_BY_SIDE = _VALUES | {"year", "level", "role", "unit"}
_BESIDE_CAPTION = frozenset({"figure", "none", "year"})


def parted(document: Document, index: LabelIndex, printed: frozenset[str]) -> Document:
    """The document with such cells parted, less sure of them, and with notes; itself where there are none."""
    found: Counter[int] = Counter()
    blocks: list[Block] = []
    for block in document.blocks:
        if isinstance(block, Table) and any(c.shown is not None for c in block.cells):
            mender = _Mender(block, index, printed)
            if mender.run():
                found.update(mender.found)
                blocks.append(mender.table())
                continue
        blocks.append(block)
    if not found:
        return document
    notes = tuple(
        f"第 {page} 页表格线不清，有 {count} 处几行或几列并在一格，已按表样分开，请核对原件"
        for page, count in sorted(found.items())
    )
    return replace(document, blocks=tuple(blocks), notes=(*document.notes, *notes))


class _Mender:
    """One table: its cells as parts that can be cut, by rows and columns that may lie between the old ones."""

    def __init__(self, table: Table, index: LabelIndex, printed: frozenset[str]) -> None:
        self.old, self.index, self.printed = table, index, printed
        self.parts = [Part.of(c) for c in table.cells]
        self.bands = Bands(table)
        self.found: list[int] = []
        self.unclear: set[Place] = set()
        self.lost: dict[tuple[int | None, float], float] = {}
        """The edges of columns that no cell of their page has, and where they stand by the pages that have them."""

    def run(self) -> bool:
        """Whether anything was parted."""
        for part in list(self.parts):
            if part in self.parts:
                self._columns(part)
        for part in list(self.parts):
            if part in self.parts:
                self._caption_and_values(part)
        for part in list(self.parts):
            if part in self.parts:
                self._labels(part)
        for part in list(self.parts):
            if part in self.parts:
                self._values(part)
        if self.found:
            self._weigh()
        return bool(self.found)

    def table(self) -> Table:
        """The table with all parts as cells."""
        return merged(self.parts, self.old, self.unclear, _PARTED)

    # -- what is parted

    def _columns(self, part: Part) -> None:
        """Years, figures, or a label and its unit, side by side over several columns."""
        lines = level_lines(part.lines)
        if part.x1 - part.x0 < 2 or len(lines) != 1 or len(lines[0]) < 2:  # noqa: PLR2004 - two side by side
            return
        words = lines[0]
        if not all(self._kind(t) in _SIDE_BY_SIDE for t, _ in words[1:]):
            return
        if self._kind(words[0][0]) not in _SIDE_BY_SIDE and not self._label(words[0][0]):
            return
        cuts = self._neighbours(part, words)
        if cuts is not None:
            self._replace(part, part.cut_across(cuts, self.bands))

    def _neighbours(self, part: Part, words: Sequence[Written]) -> list[float] | None:
        """Where the rows above or below part the columns that these words stand in; None where none does just so."""
        for other in (part.y0 - 0.5, part.y1 + 0.5):
            row = [p for p in self.parts if p.y0 < other < p.y1 and p.page == part.page]
            cuts = sorted({p.x0 for p in row} & {p.x1 for p in row})
            cuts = [c for c in cuts if part.x0 < c < part.x1]
            at = [self.bands.x(part.page, c) for c in cuts]
            if len(cuts) == len(words) - 1 and all(
                x is not None and a[1][2] <= x <= b[1][0] for a, x, b in zip(words[:-1], at, words[1:], strict=True)
            ):
                return cuts
        return None

    def _caption_and_values(self, part: Part) -> None:
        """A caption with the figures or years to its right, where the upright rule between them is lost on a page.

        The columns are those of the table's other pages. What is parted so is in doubt, whatever it stands level with.
        """
        page = part.page
        inside = [float(k) for k in range(int(part.x0) + 1, int(part.x1))]
        edges = [(k, x) for k in inside if (x := self._lost_edge(page, k, part)) is not None]
        if not part.lines or not edges or len(edges) < len(inside):
            return
        line = _height(part)
        words = [w for w in part.lines if not any(_rest_of_rule(w[1], x, line) for _, x in edges)]
        xs = [x for _, x in edges]
        if any(b[0] < x < b[2] for _, b in words for x in xs):
            return
        columns = [[w for w in words if low < w[1][2] <= high] for low, high in itertools.pairwise([-1e9, *xs, 1e9])]
        texts = ["\n".join("".join(t for t, _ in line) for line in level_lines(c)) for c in columns]
        if not all(texts) or any(self._kind(t) not in _BESIDE_CAPTION for t in texts[1:]):
            return
        caption = texts[0].replace("\n", "")
        if not self._label(caption) and self._kind(caption) != "head":
            return
        for k, x in edges:
            self.bands.put_x(page, k, x)
            self.lost[page, k] = x
        assert part.shown is not None
        kept = replace(part, shown=replace(part.shown, lines=tuple(words), sure=()))
        self._replace(part, kept.cut_across([k for k, _ in edges], self.bands))

    def _lost_edge(self, page: int | None, at: float, part: Part) -> float | None:
        known = self.lost.get((page, at))
        return self.bands.lost_x(page, at, part.x0, part.x1) if known is None else known

    def _labels(self, part: Part) -> None:
        """Labels one above the other, and the cells beside them."""
        runs = self._wordings(level_lines(part.lines))
        if len(runs) < 2:  # noqa: PLR2004 - several labels
            return
        cuts = []
        for above, below in itertools.pairwise(runs):
            cut = self.bands.row(part, above[3], below[1], LEVEL * _height(part))
            if cut is None:
                return
            cuts.append(cut)
        new = [c for c in cuts if c != int(c)]
        for other in list(self.parts):
            if other is part or other.page != part.page or not any(other.y0 < c < other.y1 for c in new):
                continue
            if other.x0 >= part.x1 and other.y1 - other.y0 == 1:
                self._replace(
                    other, other.cut_down([c for c in new if other.y0 < c < other.y1], self.bands), count=False
                )
        self._replace(part, part.cut_down(cuts, self.bands))

    def _wordings(self, lines: Sequence[Sequence[Written]]) -> list[BBox]:
        """The boxes of the labels that a cell's lines are, from top to bottom; none where they are not two or more."""
        texts = ["".join(t for t, _ in line) for line in lines]
        if not 2 <= len(lines) <= MOST_LINES or self._label("".join(texts)):  # noqa: PLR2004 - two lines
            return []
        best: list[list[tuple[int, int]] | None] = [[]]
        for end in range(1, len(texts) + 1):
            ways = [
                [*best[start], (start, end)]  # type: ignore[misc]
                for start in range(end)
                if best[start] is not None and self._label("".join(texts[start:end]))
            ]
            best.append(min(ways, key=len, default=None))
        runs = best[-1] or []
        named = {self._label("".join(texts[a:b])) for a, b in runs}
        if len(named) < len(runs):
            return []
        return [_around([w for line in lines[a:b] for w in line]) for a, b in runs]

    def _values(self, part: Part) -> None:
        """Figures one above the other beside as many labels, each with a row of its own."""
        lines = level_lines(part.lines)
        if len(lines) < 2 or part.y1 - part.y0 < 2:  # noqa: PLR2004 - several lines over several rows
            return
        if any(self._kind("".join(t for t, _ in line)) not in _VALUES for line in lines):
            return
        beside = [
            p
            for p in self.parts
            if p.x1 <= part.x0 and p.page == part.page and part.y0 <= p.y0 and p.y1 <= part.y1 and self._label(p.text)
        ]
        beside = [p for p in beside if p.x0 == max(q.x0 for q in beside)]
        beside.sort(key=lambda p: p.y0)
        edges = [part.y0, *(p.y1 for p in beside)]
        if edges[1:] != [*(p.y0 for p in beside[1:]), part.y1] or len(beside) != len(lines):
            return
        if all(_level(label.lines, line) for label, line in zip(beside, lines, strict=True)):
            self._replace(part, part.cut_down(edges[1:-1], self.bands))

    def _replace(self, part: Part, by: list[Part], *, count: bool = True) -> None:
        at = self.parts.index(part)
        self.parts[at : at + 1] = by
        if count and part.page is not None:
            self.found.append(part.page)

    # -- how sure it is

    def _weigh(self) -> None:
        """New parts, and cells beside a label that was parted: sure where the writing stands level with the label."""
        for part in self.parts:
            labels = [p for p in self.parts if p.y0 == part.y0 and p.y1 == part.y1 and p.x1 <= part.x0 and p.lines]
            label = min(labels, key=lambda p: p.x0, default=None)
            touched = part.made or (label is not None and label.made)
            if touched:
                clear = label is None or not part.lines or _level(label.lines, part.lines)
                guessed = part.made and any((part.page, x) in self.lost for x in (part.x0, part.x1))
                if guessed or not clear:
                    self.unclear.add(part.place)

    def _label(self, text: str) -> str:
        """The field of the form that a text names as good as in its very wording; '' for none."""
        hits = self.index.wanted(text)
        return hits[0].indicator if hits and hits[0].score >= BETTER else ""

    def _kind(self, text: str) -> str:
        kind = kind_of(text, self.index, self.printed).kind
        return "year" if kind == "figure" and squeeze(text).startswith("20") and len(squeeze(text)) == 4 else kind  # noqa: PLR2004


def _height(part: Part) -> float:
    return min((box[3] - box[1] for _, box in part.lines), default=0.0)


def _rest_of_rule(box: BBox, x: float, line: float) -> bool:
    """Whether a word is but a stroke where a rule ran."""
    return box[2] - box[0] <= THIN * line and abs((box[0] + box[2]) / 2 - x) <= THIN * line


def _around(words: Sequence[Written]) -> BBox:
    boxes = [box for _, box in words]
    return min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)


def _level(a: Sequence[Written], b: Sequence[Written]) -> bool:
    """Whether two cells' writing stands level within half a line."""
    if not a or not b:
        return False
    one, other = _around(a), _around(b)
    line = min(box[3] - box[1] for _, box in (*a, *b))
    return abs((one[1] + one[3]) - (other[1] + other[3])) / 2 <= LEVEL * line
