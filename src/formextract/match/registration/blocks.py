"""What lines of writing are on a form: its captions, wrapped or not, heads of columns, printed words.

The constants were set on the ten worn prints that docs/accuracy.md names as those that this was built on.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from rapidfuzz import fuzz, process

from formextract.geometry import BBox
from formextract.match.cell_kinds import kind_of
from formextract.match.labels import take_apart
from formextract.match.recognise import Prepared
from formextract.match.registration.words import Word, box_of, levels_of, line_height
from formextract.model.doubt import weakest_of
from formextract.model.template import Indicator
from formextract.tables import has_box
from formextract.text import squeeze, strip_numbering
from formextract.text.glyphs import MARKED, OPEN

MOST_LINES = 6
"""Lines over which a caption is wrapped, at most."""
NEAR = 0.9
"""Line heights of paper between two lines of one caption, at most."""
BETTER = 0.9
"""Score from which lines are taken for a caption of the form."""
MERGED, BEHIND, LONGEST = 10, 2, 45
"""Letters of a word that may be a caption with its value, of the value at least, and of the caption at most."""
PIECE = 4
"""Letters of a line of a caption, at least, that is known for one by being a part of a wording."""
SAME, SEVERAL = 0.5, 3
"""Line heights by which the left sides of values in one column differ, and how many make a column."""
BEGINS = 1.8
"""Line heights by which the place where a value begins may be off that is told from how many letters come before."""
SHORT = 5
"""Letters of a caption that is only known by its very wording."""
LIKE = 60.0
"""Likeness (0 to 100) of the letters below which no caption is meant."""
FAR = 2.0
"""Line heights below a line within which the middle of the next one is looked for."""
LONG, PRINTED = 8, 85.0
"""Letters of a line that is known for one that the form prints by its likeness (0 to 100), and how alike it must be."""
GAP = 2.5
"""Line heights between two words of one line of a caption, at most: a space as wide as a letter or two within it."""
ELSEWHERE, NO_OPTION = 1.2, 0.4
"""Cost of an option in a row that is not the one which offers it, and in a row of options of what is none of them."""
UNDER = 0.4
"""Share of the narrower line's width that two lines of one caption have in common, at least."""

_REMARK = re.compile(r"\s*[（(][^（）()]*[）)]\s*")
"""A unit or remark in brackets: it ends a caption and begins none."""
_BOX = re.compile(f"[{MARKED}{OPEN}口]")
Kind = Literal["label", "inline", "headed", "printed"]


@dataclass(frozen=True, eq=False)
class Block:
    """Lines of writing that are one thing; `text` is what was read. `targets` may be its fields."""

    kind: Kind
    words: tuple[Word, ...]
    text: str
    targets: tuple[str, ...] = ()
    likeness: float = 1.0

    @cached_property
    def box(self) -> BBox:
        """Where it begins; what follows overleaf is no part of it."""
        return box_of(w for w in self.words if w.page == self.page)

    @property
    def y(self) -> float:
        return (self.box[1] + self.box[3]) / 2

    @property
    def page(self) -> int:
        return self.words[0].page


def is_remark(text: str) -> bool:
    """Whether a text is nothing but a unit or remark in brackets, which ends a caption."""
    return _REMARK.fullmatch(text) is not None


class FormWordings:
    """What a template calls its fields, and what it prints beside them."""

    def __init__(self, p: Prepared, indicators: Mapping[str, Indicator]) -> None:
        self.p, self.index = p, p.index
        self.kinds = {name: i.kind for name, i in indicators.items()}
        self.periods = {name: i.period for name, i in indicators.items()}
        self.order = {f.key: n for n, f in enumerate(p.template.fields)}
        self.specs = {f.key: f for f in p.template.fields}
        self.options = {
            key: "|".join(map(squeeze, f.options))
            for key, f in self.specs.items()
            if f.options and self.kinds.get(f.indicator) == "multichoice"
        }
        """What the form prints to be ticked beside captions that ask for several."""
        self._heads = frozenset(squeeze(h) for f in p.template.fields for h in (*f.columns, *f.beside))
        self._said = {key: name for name in self.order for key in self.index.said(name)}
        self._text = "|".join(self._said)
        self._known: dict[str, tuple[Kind, tuple[str, ...], float] | None] = {}

    def holds(self, text: str) -> bool:
        """Whether a text is a part of a wording."""
        return squeeze(text).upper() in self._text

    def holds_of_others(self, text: str, target: str) -> bool:
        """Whether a text is a part of what the form, or anybody, calls another field than this one."""
        bare = take_apart(text).key
        return any(bare in key and name != target for key, name in self._said.items())

    def offered(self, text: str) -> frozenset[str]:
        """The fields among whose options the form prints a line."""
        said = squeeze(_BOX.sub("", text))
        if len(said) < PIECE:
            return frozenset()
        return frozenset(key for key, options in self.options.items() if fuzz.partial_ratio(said, options) >= PRINTED)

    def strange(self, texts: Sequence[str], rows: Sequence[Collection[str]]) -> list[list[float]]:
        """What each line costs in each row, told by its fields: an option stands in the row that offers it.

        Nothing where no row does: its caption was not read.
        """
        homes = {t for targets in rows for t in targets}
        offered = [self.offered(text) & homes for text in texts]
        other = [
            not own and len(squeeze(t)) >= LONG and not is_remark(t) for own, t in zip(offered, texts, strict=True)
        ]
        out = []
        for targets in rows:
            asks = any(t in self.options for t in targets)
            costs = [NO_OPTION if asks and strange else 0.0 for strange in other]
            out.append(
                [
                    ELSEWHERE if own and not own & set(targets) else cost
                    for own, cost in zip(offered, costs, strict=True)
                ]
            )
        return out

    def ends(self, text: str, targets: Iterable[str]) -> bool:
        """Whether a text is the end of a wording of some fields."""
        return len(text) > 1 and any(key.endswith(text) for t in targets for key in self.index.said(t))

    def label(self, target: str) -> str:
        """What the form prints for a field."""
        return self.specs[target].label or next(iter(self.index.said(target)), target)

    def is_head(self, text: str) -> bool:
        """Whether a text heads a column of values: a year, 本年, or what a template calls its columns."""
        kind = kind_of(text, self.index, self.p.printed)
        return (kind.kind == "year" and not kind.rest and squeeze(text)[-1:] != ":") or squeeze(text) in self._heads

    def is_printed(self, text: str) -> bool:
        """Whether a text is what the form prints, to the letter."""
        return squeeze(text) in self.p.printed or squeeze(strip_numbering(text)) in self.p.printed

    def year_in(self, text: str) -> int | None:
        """The year with which a text begins; None where it begins with none."""
        kind = kind_of(text, self.index, self.p.printed)
        return int(kind.value) if kind.kind == "year" and kind.value.isdecimal() else None

    def known(self, text: str) -> tuple[Kind, tuple[str, ...], float] | None:
        """What a text is on the form, with the fields that it names, and how sure that is."""
        if text not in self._known:
            self._known[text] = self._told(text)
        return self._known[text]

    def _told(self, text: str) -> tuple[Kind, tuple[str, ...], float] | None:
        exact = tuple(n for n in self.index.exact(text) if n in self.order)
        if exact:
            return "label", exact, 1.0
        boxed = has_box(text)  # somebody may have ticked it: then it is a value, however like the form's own words
        if not boxed and self.is_printed(text):
            return "printed", (), 1.0
        if (
            len(text) >= LONG
            and not boxed
            and process.extractOne(squeeze(text), self.p.printed, scorer=fuzz.ratio, score_cutoff=PRINTED)
        ):
            return "printed", (), 1.0
        if len(take_apart(text).key) >= SHORT and self._is_like(take_apart(text).bare):
            hits = self.index.wanted(text)
            own = tuple(
                h.indicator for h in hits if h.score >= max(BETTER, hits[0].score) and h.indicator in self.order
            )
            if own:
                return "label", own, hits[0].score
        head, colon, _ = text.partition("：") if "：" in text else text.partition(":")
        if colon and (inline := tuple(n for n in self.index.exact(head) if n in self.order)):
            return "inline", inline, 1.0
        return None

    def _is_like(self, text: str) -> bool:
        """Whether a text is so like a wording of the form that it is worth a closer look."""
        return process.extractOne(text, self._said.keys(), scorer=fuzz.ratio, score_cutoff=LIKE) is not None


def chains(words: Sequence[Word]) -> Iterator[tuple[Word, ...]]:
    """Each word with those that may go on right below it, shorter ones first."""
    high = line_height(words)
    ordered = sorted(words, key=lambda w: w.y)
    ys = [w.y for w in ordered]
    follows = {}
    for w in words:
        near = ordered[bisect_left(ys, w.y + 0.4 * high) : bisect_left(ys, w.box[3] + FAR * high)]
        follows[id(w)] = _next(w, near, high)
    for word in words:
        run = [word]
        yield (word,)
        while len(run) < MOST_LINES and (below := follows[id(run[-1])]) is not None:
            run.append(below)
            yield tuple(run)


def _next(word: Word, words: Sequence[Word], high: float) -> Word | None:
    """The word of some further down that stands right below another one."""
    best: tuple[float, Word] | None = None
    for other in words:
        gap = other.box[1] - word.box[3]
        if gap > NEAR * high:
            continue
        common = min(word.box[2], other.box[2]) - max(word.box[0], other.box[0])
        if common < UNDER * min(word.wide, other.wide):
            continue
        if best is None or (other.y - word.y) < best[0]:
            best = other.y - word.y, other
    return None if best is None else best[1]


def captions_joined(words: Sequence[Word], wordings: FormWordings, high: float) -> list[Word]:
    """The words, with those of one line made one that are a line of a caption with a gap in it (集群中小　企业数量).

    Only where neither is a caption by itself and together they are a part of a wording, or begin with one.
    """
    out: list[Word] = []
    for line in levels_of(words):
        own = line[:1]
        for w in line[1:]:
            last = own[-1]
            if w.page == last.page and w.box[0] - last.box[2] <= GAP * high and _is_one_caption(last, w, wordings):
                box = (last.box[0], min(last.box[1], w.box[1]), w.box[2], max(last.box[3], w.box[3]))
                legibility = weakest_of((last.legibility, w.legibility))
                own[-1] = replace(last, text=last.text + w.text, box=box, legibility=legibility)
            else:
                own.append(w)
        out += own
    return sorted(out, key=lambda w: (w.y, w.box[0]))


def _is_one_caption(a: Word, b: Word, wordings: FormWordings) -> bool:
    text = a.text + b.text
    if len(b.text) < 2 or has_box(text) or wordings.known(a.text) is not None or wordings.known(b.text) is not None:  # noqa: PLR2004
        return False
    bare = take_apart(text).bare
    whole = len(bare) > SHORT and len(take_apart(a.text).bare) > 1 and wordings.holds(bare)
    return whole or _caption_in(replace(a, text=text), wordings) > len(a.text)


def captions_cut_off(words: Sequence[Word], wordings: FormWordings, high: float) -> list[Word]:
    """The words, with captions parted from values that stand so close behind them that both were read as one.

    Only where another caption of the page ends and other words begin there: a caption may go on with another one's
    letters, and sentences may begin with them.
    """
    blocks = blocks_of(words, wordings)
    known = {id(w) for b in blocks for w in b.words}
    lefts: dict[int, list[float]] = {}
    rights: dict[int, list[float]] = {}
    first = {b.page: b.y for b in reversed(blocks) if b.kind == "label"}
    for w in words:
        lefts.setdefault(w.page, []).append(w.box[0])
    for b in blocks:
        if b.kind == "label":
            rights.setdefault(b.page, []).append(b.box[2])
    for page in lefts.values():
        page.sort()
    out = []
    for w in words:
        here = lefts[w.page][bisect_right(lefts[w.page], w.box[0] + high) :]
        cut = _caption_in(w, wordings) if len(w.text) >= MERGED and id(w) not in known else 0
        at = w.box[0] + w.wide * width(w.text[:cut]) / width(w.text)
        if not (cut and _near(at, here, high) and _near(at, rights.get(w.page, ()), high)):
            inside = id(w) not in known and first.get(w.page, w.y) < w.y  # a title stands above all captions
            cut, at = _piece_of_caption(w, _columns_in(here, high), wordings, high) if inside else (0, 0.0)
        if cut:
            x0, y0, x1, y1 = w.box
            out.append(replace(w, text=w.text[:cut].strip(), box=(x0, y0, at, y1)))
            out.append(replace(w, text=w.text[cut:].strip(), box=(at, y0, x1, y1)))
        else:
            out.append(w)
    return out


def _near(at: float, others: Iterable[float], high: float) -> bool:
    return any(abs(x - at) <= BEGINS * high for x in others)


def _columns_in(lefts: Sequence[float], high: float) -> list[float]:
    """Those of some left sides, ascending, at which several values begin: each once."""
    near = SAME * high
    return [x for x in dict.fromkeys(lefts) if bisect_right(lefts, x + near) - bisect_left(lefts, x - near) >= SEVERAL]


def _piece_of_caption(w: Word, lefts: Sequence[float], wordings: FormWordings, high: float) -> tuple[int, float]:
    """How many letters at the head of a word are one line of a caption, up to where several values begin, and where."""
    within = [x for x in lefts if w.box[2] - x >= high and x - w.box[0] >= 2 * high]
    if not within or wordings.holds(w.text):
        return 0, 0.0
    whole = width(w.text)
    parts = [(n, w.box[0] + w.wide * width(w.text[:n]) / whole) for n in range(len(w.text) - 1, PIECE - 1, -1)]
    for left in within:
        for n, at in parts:
            if abs(at - left) <= BEGINS * high and wordings.holds(w.text[:n]):
                return n, left
    return 0, 0.0


def _caption_in(w: Word, wordings: FormWordings) -> int:
    """How many letters at the head of a word are a caption in its very wording, where more stands behind them."""
    if wordings.known(w.text) is not None:
        return 0
    for n in range(min(len(w.text) - BEHIND, LONGEST), SHORT, -1):
        known = wordings.known(w.text[:n])
        if known is not None and known[0] == "label" and known[2] >= 1.0:
            return n
    return 0


def width(text: str) -> float:
    """How wide a text is, in letters; signs are half as wide."""
    return sum(0.5 if c.isascii() else 1.0 for c in text)


def _is_whole(run: Sequence[Word], kind: Kind, wordings: FormWordings) -> bool:
    """Whether several lines are one caption: not two, and none that begins with another one's unit."""
    if kind == "inline" or _REMARK.fullmatch(run[0].text):
        return False
    if kind == "printed" and not wordings.is_printed("".join(w.text for w in run)):
        # nearly what the form prints: without what stands above or below it may be more so
        shorter = (wordings.known("".join(w.text for w in part)) for part in (run[1:], run[:-1]))
        return not any(known is not None and known[0] == "printed" for known in shorter)
    for k in range(1, len(run)):
        parts = [wordings.known("".join(w.text for w in part)) for part in (run[:k], run[k:])]
        if all(part is not None and part[0] == "label" and part[2] >= 1.0 for part in parts):
            return False
    return True


def blocks_of(words: Sequence[Word], wordings: FormWordings) -> list[Block]:
    """The captions and printed words of a page, none of whose words are in two; the longer one has them."""
    found = []
    for run in chains(words):
        text = "".join(w.text for w in run)
        known = wordings.known(text)
        if known is not None and (len(run) == 1 or _is_whole(run, known[0], wordings)):
            kind, targets, score = known
            found.append((score, len(squeeze(text)), Block(kind, run, text, targets, score)))
    out: list[Block] = []
    taken: set[int] = set()
    for _, _, block in sorted(found, key=lambda f: (-(f[0] >= 0.97), -f[1], -f[0])):  # noqa: PLR2004 - the very words
        if not taken & {id(w) for w in block.words}:
            taken |= {id(w) for w in block.words}
            out.append(block)
    return sorted(out, key=lambda b: (b.y, b.box[0]))
