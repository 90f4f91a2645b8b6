"""The writing of a document's pages, line by line with its box, whatever table the reader put it in.

The constants were set on the ten worn prints that docs/accuracy.md names as those that this was built on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from formextract.geometry import BBox, union
from formextract.model import Cell, Document, Legibility, Line, Place
from formextract.model.document import Shown
from formextract.model.doubt import weakest_of
from formextract.text.flow import TextRun, lines_of, reflow

SAME = 0.5
"""Share of the smaller one's height and width in which two readings of one line overlap that a false rule cut."""
FEW = 12
"""Words of a page of which it is asked whether it stands askew."""
LEVEL = 0.12
"""Line heights between the middles of two words that stand on one line."""
STEP, STEPS = 0.2, 15
"""Line heights over the page's width by which one slope differs from the next, and how many are tried each way."""
UNRULED = "table_unruled"
STRIP = 100_000.0
"""Height of a page's share of the strip on which all pages stand below each other; no page is as high."""


@dataclass(frozen=True, eq=False, slots=True)
class Word:
    """Writing that stands together on a line: its box on the strip of upright pages, and the item that it is of."""

    text: str
    box: BBox
    page: int
    item: Cell | Line
    legibility: Legibility
    place: Place

    @property
    def x(self) -> float:
        return (self.box[0] + self.box[2]) / 2

    @property
    def y(self) -> float:
        return (self.box[1] + self.box[3]) / 2

    @property
    def high(self) -> float:
        return self.box[3] - self.box[1]

    @property
    def wide(self) -> float:
        return self.box[2] - self.box[0]


def speaks(document: Document) -> bool:
    """Whether a document's pages say where their writing stands, and rules alone may not tell its rows and columns."""
    return any(
        i.shown is not None and (i.legibility.scanned or (isinstance(i, Cell) and i.unruled)) for i in document.items()
    )


def words_of(document: Document) -> list[Word]:
    """The words of all pages on one strip, page below page."""
    found: dict[int, list[Word]] = defaultdict(list)
    for item in document.items():
        if item.shown is not None and item.place.page is not None:
            found[item.place.page] += _words(item, item.shown, item.place.page)
    return [w for _, words in sorted(found.items()) for w in _levelled(_once(words))]


def _levelled(words: Sequence[Word]) -> list[Word]:
    """The words of a page that stands a little askew, moved to where they would stand if it did not.

    Of some slopes the one at which most words stand level with the next one.
    """
    if len(words) < FEW:
        return list(words)
    high = line_height(words)
    wide = max(w.box[2] for w in words) - min(w.box[0] for w in words)
    if wide <= 0:
        return list(words)

    def level(slope: float) -> float:
        ys = sorted(w.y - slope * (w.x - words[0].x) for w in words)
        return sum(b - a < LEVEL * high for a, b in pairwise(ys)) - abs(slope) * wide / high

    steps = [k * STEP * high / wide for k in range(-STEPS, STEPS + 1)]
    slope = max(steps, key=level)
    if level(slope) < level(0.0) * 1.1 + 2:
        return list(words)
    middle = (max(w.box[2] for w in words) + min(w.box[0] for w in words)) / 2
    return sorted((_lower(w, -slope * (w.x - middle)) for w in words), key=lambda w: (w.y, w.box[0]))


def _lower(w: Word, by: float) -> Word:
    x0, y0, x1, y1 = w.box
    return replace(w, box=(x0, y0 + by, x1, y1 + by))


def _words(item: Cell | Line, shown: Shown, page: int) -> Iterable[Word]:
    for n, (text, box) in enumerate(shown.lines):
        if text.strip():
            legibility = _of_its_letters(shown.sure[n] if n < len(shown.sure) else item.legibility)
            at = box[0], box[1] + STRIP * page, box[2], box[3] + STRIP * page
            yield Word(text.strip(), at, page, item, legibility, _home(item.place, shown.box, box))


def _of_its_letters(legibility: Legibility) -> Legibility:
    """How well a word was read, whoever's row and column the cell is in which nobody ruled it: that is told anew."""
    return replace(legibility, doubts=tuple(d for d in legibility.doubts if d.kind != UNRULED))


def _home(place: Place, whole: BBox, box: BBox) -> Place:
    """Where a word stands in the file: its item's box there, cut in the same shares."""
    at = place.bbox
    if at is None:
        return place

    def share(v: float, k: int) -> float:
        return at[k] + (v - whole[k]) / ((whole[k + 2] - whole[k]) or 1.0) * (at[k + 2] - at[k])

    return Place(place.page, (share(box[0], 0), share(box[1], 1), share(box[2], 0), share(box[3], 1)), None)


def _once(words: Sequence[Word]) -> list[Word]:
    """Each word once: of two readings of one place the higher one stays, as a cut line's halves are low."""
    if not words:
        return []
    usual = median(w.high for w in words)
    kept: list[Word] = []
    lanes: dict[int, list[Word]] = defaultdict(list)
    for w in sorted(words, key=lambda w: (-min(w.high, usual), -w.legibility.letters)):
        own = range(int(w.box[1] / usual), int(w.box[3] / usual) + 1)
        if not any(_same_place(w, k) for lane in own for k in lanes[lane]):
            kept.append(w)
            for lane in own:
                lanes[lane].append(w)
    return sorted(kept, key=lambda w: (w.y, w.box[0]))


def _same_place(a: Word, b: Word) -> bool:
    high = min(a.box[3], b.box[3]) - max(a.box[1], b.box[1])
    wide = min(a.box[2], b.box[2]) - max(a.box[0], b.box[0])
    return high > SAME * min(a.high, b.high) and wide > SAME * min(a.wide, b.wide)


def line_height(words: Sequence[Word]) -> float:
    """The usual height of the lines of some writing."""
    return median(w.high for w in words) if words else 1.0


def levels_of(words: Sequence[Word]) -> list[list[Word]]:
    """Words by the line that they stand on, from top to bottom, each from left to right."""
    out: list[list[Word]] = []
    for word in sorted(words, key=lambda w: w.y):
        first = out[-1][0] if out else None
        if first is not None and abs(word.y - first.y) <= 0.35 * min(first.high, word.high):
            out[-1].append(word)
        else:
            out.append([word])
    return [sorted(line, key=lambda w: w.box[0]) for line in out]


def text_of(words: Sequence[Word], right: float) -> str:
    """What words say together, their lines joined where they were wrapped at `right`."""
    runs = [TextRun(*w.box, w.high, w.text) for w in words]
    return reflow(lines_of(runs), right) if runs else ""


def box_of(words: Iterable[Word]) -> BBox:
    """The box around words, on the page stood upright."""
    return union(w.box for w in words)


def place_of(words: Sequence[Word]) -> Place:
    """Where words stand in the file; those of the first one's page."""
    own = [w for w in words if w.page == words[0].page]
    boxes = [w.place.bbox for w in own if w.place.bbox is not None]
    return Place(words[0].page, union(boxes)) if boxes else words[0].place


def legibility_of(words: Sequence[Word]) -> Legibility:
    """How well words can be read together."""
    return weakest_of(w.legibility for w in words)
