"""Which writing is a caption and which a value: the rows of a form, by the column in which its captions stand.

The constants were set on the ten worn prints that docs/accuracy.md names as those that this was built on.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise

from formextract.match.registration.alignment import garbled
from formextract.match.registration.bands import Band
from formextract.match.registration.blocks import Block, FormWordings, is_remark
from formextract.match.registration.columns import ColumnHeads
from formextract.match.registration.words import Word, box_of, levels_of
from formextract.text import squeeze, strip_numbering

CENTRED, FLUSH = 0.8, 0.6
"""Line heights by which the middles, or the left sides, of captions differ that stand in one column."""
APART = 0.3
"""Line heights of paper between a caption and what stands beside it, at least."""
LEVEL, OTHER = 0.6, 0.1
"""Share of its height or its caption's, whichever is less, in which what stands beside a caption is level with it, at
least, and with any other row's, at most."""
MIDDLE, NEXT = 0.3, 2.2
"""Line heights by which the middle of a whole text is off its caption's, and from one of its lines to the next, at
most; lines of a form stand 1.4 to 1.6 apart, so that a lost one moves the middle by 0.7 or more."""
DUST, NO_LETTERS = 3, 0.2
"""Letters of a word that may be dirt, and how sure it is at most."""


@dataclass
class FormRow:
    """A row of the form: its caption, the writing beside it, and where its caption's column ends."""

    label: Block
    edge: float
    words: list[Word] = field(default_factory=list)
    head: ColumnHeads | None = None
    inner: list[Block] = field(default_factory=list)
    """Captions further right in the row."""
    begun: FormRow | None = None
    """The row of which this is the rest, overleaf."""

    @property
    def is_beside(self) -> bool:
        """Whether the value stands to the right of the caption."""
        return self.label.kind == "label"

    @property
    def band(self) -> Band:
        return Band(self.label.box[1], self.label.box[3])


class Captions:
    """The captions among a form's words, which stand `high` points high; `tops` is where headings of parts stand."""

    def __init__(self, words: Sequence[Word], wordings: FormWordings, high: float, tops: Sequence[float]) -> None:
        self.words, self.wordings, self.high, self.tops = words, wordings, high, tops
        self._by_height = sorted(words, key=lambda w: w.y)
        self._ys = [w.y for w in self._by_height]
        self._cached: tuple[Sequence[FormRow], dict[int, tuple[list[float], list[FormRow]]]] | None = None

    def rows(self, labels: Sequence[Block]) -> list[FormRow]:
        """The captions that begin rows, from top to bottom, each with those further right in its row."""
        groups: list[list[Block]] = []
        for block in sorted(labels, key=lambda b: b.box[0]):
            home = next((g for g in groups if any(_beside(block, other) for other in g)), None)
            if home is None:
                groups.append([block])
            else:
                home.append(block)
        rows = [FormRow(g[0], 0.0, inner=g[1:]) for g in groups]
        rows.sort(key=lambda r: r.label.y)
        return self._with_edges(rows)

    def with_unknown(self, rows: list[FormRow], words: Sequence[Word]) -> list[FormRow]:
        """The rows with those whose captions the form does not know: what stands beside them is no other row's."""
        stubs = [w for w in words if self.is_stub(w, rows) and not self._is_group(w, rows) and not is_dust(w)]
        told = garbled(stubs, [b for r in rows for b in (r.label, *r.inner)], self.wordings)
        rows = [*rows, *(FormRow(b, 0.0) for b in told)]
        in_told = {id(w) for b in told for w in b.words}
        found: list[list[Word]] = []
        for w in stubs:
            if id(w) not in in_told and not self.wordings.is_head(w.text):
                if found and _goes_on(found[-1][-1], w, self.high):
                    found[-1].append(w)
                else:
                    found.append([w])
        found = [f for f in found if not self._ends_caption(f, rows)]
        more = [FormRow(Block("label", tuple(f), "".join(w.text for w in f)), 0.0) for f in found]
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
        return self._with_edges(out)

    def _ends_caption(self, run: Sequence[Word], rows: Sequence[FormRow]) -> bool:
        """Whether words go on from a row's caption right above them, which takes them: a piece of it, or a remark."""
        text = squeeze("".join(w.text for w in run))
        above = [r for r in rows if r.is_beside and _goes_on(r.label.words[-1], run[0], self.high)]
        row = max(above, key=lambda r: r.label.y, default=None)
        if row is None or not row.label.targets:
            return False
        if not is_remark(text) and not self.wordings.ends(text, row.label.targets):
            return False
        row.label = replace(row.label, words=(*row.label.words, *run))
        return True

    def _with_edges(self, rows: list[FormRow]) -> list[FormRow]:
        """The rows, each told where the column of its caption ends among those of its page and part.

        No further than where the writing beside the caption begins: below, a longer caption may stand over the place of
        what are values here.
        """
        for _, group in groupby(rows, key=lambda r: (r.label.page, bisect_right(self.tops, r.label.y))):
            own = list(group)
            boxes = [r.label.box for r in own if r.is_beside]
            for row in own:
                x0, _, x1, _ = row.label.box
                most = self._begins_beside(row.label)
                same = (
                    b[2]
                    for b in boxes
                    if b[2] <= most
                    and (abs(b[0] + b[2] - x0 - x1) <= 2 * CENTRED * self.high or abs(b[0] - x0) <= FLUSH * self.high)
                )
                row.edge = max([x1, *same])
        return rows

    def _begins_beside(self, label: Block) -> float:
        """Where the first word begins to the right of a caption, level with it."""
        _, y0, x1, y1 = label.box
        k = bisect_left(self._ys, y0)
        found = []
        while k < len(self._ys) and self._ys[k] <= y1:
            w = self._by_height[k]
            if w.box[0] > x1 + APART * self.high and not is_dust(w):
                found.append(w.box[0])
            k += 1
        return min(found, default=float("inf"))

    def headed(self, block: Block) -> Block:
        """The caption, as one whose value stands below it in one cell where it ends in a colon and has none beside."""
        if block.kind != "label" or block.words[-1].text[-1] not in ":：":
            return block
        x0, y0, x1, y1 = block.box
        beside = any(w.box[0] >= x1 and y0 < w.y < y1 and w.page == block.page for w in self.words)
        below = any(0 < w.y - y1 < 1.5 * self.high and abs(w.box[0] - x0) <= 1.5 * self.high for w in self.words)
        return replace(block, kind="headed") if below and not beside else block

    def is_stub(self, w: Word, rows: Sequence[FormRow]) -> bool:
        """Whether a word stands in the column of captions."""
        near = self._around(w, rows)
        if near and near[0].label.page < w.page and is_of_levels(near[0], self.wordings):
            return False  # a table within a row goes on overleaf without any caption
        return bool(near) and all(w.x < r.edge and w.box[2] < r.edge + 2 * self.high for r in near)

    def _is_group(self, w: Word, rows: Sequence[FormRow]) -> bool:
        """Whether a word stands left of the captions, as what several rows have in common."""
        near = self._around(w, rows)
        return any(w.box[2] <= r.label.box[0] + 0.5 * self.high for r in near)

    def _around(self, w: Word, rows: Sequence[FormRow]) -> list[FormRow]:
        """The rows right above and below a word on its page."""
        paged = self._paged(rows)
        ys, own = paged.get(w.page, ([], []))
        k = bisect_right(ys, w.y)
        if k == 0 and w.page - 1 in paged:  # what stands above the first caption may go on from the page before
            return [paged[w.page - 1][1][-1], *own[:1]]
        return own[max(0, k - 1) : k + 1]

    def _paged(self, rows: Sequence[FormRow]) -> dict[int, tuple[list[float], list[FormRow]]]:
        """The rows of each page and their heights."""
        if self._cached is None or self._cached[0] is not rows:
            found: dict[int, tuple[list[float], list[FormRow]]] = {}
            for r in rows:
                if r.is_beside:
                    ys, own = found.setdefault(r.label.page, ([], []))
                    ys.append(r.label.y)
                    own.append(r)
            self._cached = rows, found
        return self._cached[1]


def stands_clear(row: FormRow, rows: Sequence[FormRow], known: set[int]) -> bool:
    """Whether what stands beside a caption can be no other row's: it is level with its own caption and no other one.

    `known` are captions, by id, of which it is certain which field's they are.
    """
    own = [w for w in row.words if w.page == row.label.page]
    if id(row.label) not in known or row.inner or len(own) != len(row.words) or not own:
        return False
    if row.is_beside and min(w.box[0] for w in own) < row.label.box[2]:  # left of a caption stands another one's value
        return False
    top, foot = min(w.box[1] for w in own), max(w.box[3] for w in own)

    def common(label: Block) -> float:
        y0, y1 = label.box[1], label.box[3]
        return (min(foot, y1) - max(top, y0)) / min(foot - top, y1 - y0)

    beside = (r for r in rows if r is not row and r.label.page == row.label.page)
    others = (r for r in beside if r.label.box[2] > row.label.box[0] and r.label.box[0] < row.edge)
    return common(row.label) >= LEVEL and all(common(r.label) <= OTHER for r in others)


def is_centred(row: FormRow, rows: Sequence[FormRow], high: float) -> bool:
    """Whether no line of what stands beside a caption can be lost: without its first or last one it would stand half a
    line off the caption's middle.

    Next to a caption that nobody knows that says nothing: it may be the rest of this one, and its value, too. A heading
    of a chapter (三、) is the rest of none, and begins none that is whole by itself.
    """
    _, top, _, foot = box_of(row.words)
    if abs(top + foot - row.label.box[1] - row.label.box[3]) > 2 * MIDDLE * high:
        return False
    own = [r for r in rows if r.is_beside and r.label.page == row.label.page]
    at = next((k for k, r in enumerate(own) if r is row), 0)
    whole = row.label.likeness >= 1.0
    above, below = own[max(0, at - 1) : at], own[at + 1 : at + 2]
    return all(r.label.targets or (whole and _is_numbered(r.label)) for r in above) and all(
        r.label.targets or _is_numbered(r.label) for r in below
    )


def _is_numbered(label: Block) -> bool:
    return strip_numbering(label.text) != label.text


def is_whole(words: Sequence[Word], high: float) -> bool:
    """Whether words are lines of one word each, each right below the one before."""
    lines = levels_of(words)
    near = all(b[0].y - a[0].y <= NEXT * high for a, b in pairwise(lines))
    return near and all(len(line) == 1 for line in lines)


def is_of_levels(row: FormRow, wordings: FormWordings) -> bool:
    """Whether a row's value is a table by levels."""
    return any(wordings.specs[t].shape == "standards" for t in row.label.targets)


def is_dust(w: Word) -> bool:
    """Whether a word is hardly more than what dirt is read as."""
    return len(squeeze(w.text)) <= DUST and w.legibility.confidence < NO_LETTERS and not w.text.strip().isdecimal()


def _beside(a: Block, b: Block) -> bool:
    """Whether two captions stand in one row: level with each other, and apart."""
    one, other = a.box, b.box
    common = min(one[3], other[3]) - max(one[1], other[1])
    return common > 0.5 * min(one[3] - one[1], other[3] - other[1]) and (one[2] <= other[0] or other[2] <= one[0])


def _goes_on(a: Word, b: Word, high: float) -> bool:
    return b.y - a.y > 0 and b.box[1] - a.box[3] < 0.5 * high and min(a.box[2], b.box[2]) > max(a.box[0], b.box[0])
