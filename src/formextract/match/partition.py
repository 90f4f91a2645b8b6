"""Several forms in one document, told apart: it is cut where a form begins anew.

A form of another kind begins at its own title. One of the same kind begins where labels that the form has had come
once more: of all places the cuts are those that leave the fewest labels said twice, each cut at the price of as many
labels as make a form known without its title. A cover, a running head, a table that repeats a few labels are not worth
that.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import fuzz

from formextract.match.known import KnownForm
from formextract.match.labels import take_apart
from formextract.match.recognise import WITHOUT_TITLE, Prepared, caption_of
from formextract.match.titles import Titles, belongs_to_title
from formextract.match.units import cut_out, units_of
from formextract.model import Document

OPENING = 3
"""Labels with which a form begins; another one begins with one of them."""
MOST_BEGINNINGS = 400
"""Places of a document at which a form may begin that are weighed against each other."""
SAME = 80.0
"""Likeness (0 to 100) of two texts from which one may be the other, misread."""

Token = tuple[str, ...]
"""The fields that a caption may name, by its very wording."""
Key = tuple[str, str | None, tuple[tuple[str, str], ...]]
"""A field with its period and dims."""


@dataclass(frozen=True, slots=True)
class WrittenPart:
    """What an applicant wrote in a part: its texts by field, which say who applies; whether it is more than a cover.

    A cover says who applies and when; behind it there are figures, ticks or sentences. `scanned` are the fields that
    were read from a picture.
    """

    texts: Mapping[Key, str]
    scanned: frozenset[Key]
    more_than_cover: bool

    def says_otherwise(self, other: WrittenPart, key: Key) -> bool:
        """Whether another part says something else in a field; a scan is granted a misread letter or two."""
        a, b = self.texts[key], other.texts[key]
        if key in self.scanned or key in other.scanned:
            return fuzz.ratio(a, b) < SAME
        return a not in b and b not in a


Writing = Callable[[Document, Prepared], WrittenPart]
Recognise = Callable[[Document], KnownForm | None]


@dataclass(frozen=True, slots=True)
class _Labelled:
    """A unit with labels of the form."""

    unit: int
    tokens: tuple[Token, ...]


class Partition:
    """The parts of one document."""

    def __init__(self, document: Document, recognise: Recognise, titles: Titles, writing: Writing) -> None:
        self.document, self._recognise, self._titles, self._writing = document, recognise, titles, writing
        self.units = units_of(document)

    def parts(self, found: Prepared) -> list[tuple[Document, Prepared]]:
        """Each part with its template, all of the document in order; `found` is what it is as a whole."""
        return [
            (self._part(start, end), p)
            for begin, until, p in self._kinds(found)
            for start, end in self._forms(begin, until, p)
        ]

    def _part(self, start: int, end: int) -> Document:
        return cut_out(self.document, self.units, start, end)

    def _recognised(self, start: int, end: int) -> Prepared | None:
        known = self._recognise(self._part(start, end))
        return None if known is None else known.prepared

    # -- forms of several kinds

    @cached_property
    def titled(self) -> dict[int, frozenset[str]]:
        """The units that are titles, and of which templates."""
        out = {}
        for n, unit in enumerate(self.units):
            below = self.units[n + 1].texts if n + 1 < len(self.units) else ()
            for text in unit.texts:
                owners = self._titles.of(text, below[0] if len(unit.texts) == len(below) == 1 else "")
                if owners:
                    out[n] = frozenset(owners)
                    break
        return out

    def _kinds(self, found: Prepared) -> list[tuple[int, int, Prepared]]:
        """Stretches of one kind of form each: one of another kind begins at its title and says anew who applies."""
        out: list[tuple[int, Prepared]] = [(0, self._first(found))]
        for n, owners in self.titled.items():
            start, now = out[-1]
            if n == 0 or now.template.id in owners:
                continue
            end = next((k for k, others in self.titled.items() if k > n and not others & owners), len(self.units))
            other = self._recognised(n, end)
            if other is None or other.template.id not in owners:
                continue
            before = self._recognised(start, n)
            if before is not None and self._opening(start, n, before) & self._opening(n, end, other):
                out[-1] = (start, before)
                out.append((self._with_what_is_above(n, start), other))
        ends = [*(start for start, _ in out[1:]), len(self.units)]
        return [(start, end, p) for (start, p), end in zip(out, ends, strict=True)]

    def _first(self, found: Prepared) -> Prepared:
        """What the document begins with, where the title of what it is as a whole comes later."""
        own = next((n for n, owners in self.titled.items() if found.template.id in owners), 0)
        first = self._recognised(0, own) if own else None
        return first or found

    def _opening(self, start: int, end: int, p: Prepared) -> set[str]:
        """The fields with which a stretch begins; of a list the columns, whoever is named above it."""
        fields = p.template.fields
        above = {f.indicator for f in fields if f.shape == "line"} if any(f.shape == "column" for f in fields) else ()
        out: dict[Token, None] = {}
        for labelled in self._labelled(start, end, p):
            out |= dict.fromkeys(t for t in labelled.tokens if not set(t) <= set(above))
            if len(out) >= OPENING:
                break
        return {name for token in list(out)[:OPENING] for name in token}

    # -- several forms of one kind

    def _labelled(self, start: int, end: int, p: Prepared) -> Iterator[_Labelled]:
        for n in range(start, end):
            if not self.units[n].planned:
                tokens = [
                    tuple(sorted(name for name in p.index.exact(caption) if name in p.labels))
                    for text in self.units[n].texts
                    if (caption := caption_of(text))
                ]
                if any(tokens):
                    yield _Labelled(n, tuple(t for t in tokens if t))

    def _forms(self, start: int, end: int, p: Prepared) -> list[tuple[int, int]]:
        """The stretches of one form each within one of one kind; a summary sheet is one form, whatever its rows."""
        if any(f.shape == "column" for f in p.template.fields):
            return [(start, end)]
        least = p.template.recognise.least_labels
        begins = [start]
        for price, titled in ((min(len(p.labels), WITHOUT_TITLE * least), False), (least, True)):
            for first, last in list(zip(begins, [*begins[1:], end], strict=True)):
                begins += self._cuts(first, last, p, price, titled=titled)
            begins.sort()
        return list(zip(begins, [*begins[1:], end], strict=True))

    def _cuts(self, start: int, end: int, p: Prepared, price: int, *, titled: bool) -> list[int]:
        """Where a stretch is cut, a cut being worth so many labels said twice; behind titles only where `titled`."""
        found = list(self._labelled(start, end, p))
        if _twice(found) < price:
            return []
        out: list[int] = []
        for at in _fewest_twice(found, self._beginnings(found, p, titled=titled), price):
            gap = range(found[at - 1].unit + 1, found[at].unit + 1)
            said = self._said(gap, start, found[0].unit, p)
            cut = self._cuttable(gap, self._top_of_table(gap) if said is None else said)
            if cut is None or cut <= start:
                continue
            if (said is None or titled) and not self._differ(out[-1] if out else start, cut, end, p):
                continue
            out.append(cut)
        return out

    def _said(self, gap: range, start: int, first: int, p: Prepared) -> int | None:
        """Where in the units before a form's first label its title stands, or the heading of its first part.

        A form may have its title on the cover and once more above its tables: as often as the one before it had.
        """
        titles = self._own_titles(gap, p)
        if titles:
            often = max(1, len(self._own_titles(range(start, first + 1), p)))
            return self._with_what_is_above(titles[-min(often, len(titles))], gap.start)
        heading = take_apart(p.template.sections[0].heading).key if p.template.sections else ""
        headed = [n for n in gap if heading and any(take_apart(t).key == heading for t in self.units[n].texts)]
        return headed[-1] if headed else None

    def _top_of_table(self, gap: range) -> int:
        """The first row of the table in which the last unit of a gap stands."""
        return next(n for n in gap if self.units[n].block == self.units[gap[-1]].block)

    def _cuttable(self, gap: range, cut: int) -> int | None:
        return next((n for n in gap if n >= cut and self.units[n].cuttable), None)

    def _with_what_is_above(self, title: int, start: int) -> int:
        """The first of the lines that go with a title: 附件2, 2025年度."""
        while title > start and all(belongs_to_title(t) for t in self.units[title - 1].texts):
            title -= 1
        return title

    def _differ(self, start: int, cut: int, end: int, p: Prepared) -> bool:
        """Whether two stretches are of two applicants: in most fields that both fill they say different things."""
        above, below = (self._writing(self._part(*part), p) for part in ((start, cut), (cut, end)))
        both = above.texts.keys() & below.texts.keys()
        others = [key for key in both if above.says_otherwise(below, key)]
        return above.more_than_cover and below.more_than_cover and 2 * len(others) > len(both)

    def _beginnings(self, found: Sequence[_Labelled], p: Prepared, *, titled: bool) -> list[int]:
        """Which units with labels a form may begin with: its opening labels, or the first behind its title."""
        opening = set(list(dict.fromkeys(t for x in found for t in x.tokens))[:OPENING])
        out = []
        for n in range(1, len(found)):
            behind_title = bool(self._own_titles(range(found[n - 1].unit + 1, found[n].unit + 1), p))
            if behind_title or not (titled or opening.isdisjoint(found[n].tokens)):
                out.append(n)
        return out[:MOST_BEGINNINGS]

    def _own_titles(self, units: range, p: Prepared) -> list[int]:
        return [n for n in units if p.template.id in self.titled.get(n, ())]


def _twice(found: Sequence[_Labelled]) -> int:
    """How many labels are said more often than the form has fields for them."""
    counts = Counter(t for x in found for t in x.tokens)
    return sum(max(0, often - len(token)) for token, often in counts.items())


def _fewest_twice(found: Sequence[_Labelled], beginnings: Sequence[int], price: int) -> list[int]:
    """The beginnings at which to cut so that labels said twice within a part and the price of the cuts are fewest."""
    at = [0, *beginnings, len(found)]
    least = [0.0, *[math.inf] * (len(at) - 1)]
    cut_at = [0] * len(at)
    for i, begin in enumerate(at[:-1]):
        counts: Counter[Token] = Counter()
        twice, j = least[i] + (price if i else 0), i + 1
        for n in range(begin, len(found)):
            for token in found[n].tokens:
                counts[token] += 1
                twice += counts[token] > len(token)
            if n + 1 == at[j]:
                if twice < least[j]:
                    least[j], cut_at[j] = twice, i
                j += 1
    cuts, j = [], cut_at[-1]
    while j:
        cuts.append(at[j])
        j = cut_at[j]
    return cuts[::-1]
