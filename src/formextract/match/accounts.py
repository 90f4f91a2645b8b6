"""Whether a form's pages were accounted for: a field is surely missing only where nothing stands unplaced."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq
from rapidfuzz.process import extractOne

from formextract.geometry import BBox
from formextract.model import Document, Line, Place, Table
from formextract.model.doubt import SURE
from formextract.model.ink import without_head
from formextract.model.placement import Leftover, Match
from formextract.model.template import FieldSpec, Template
from formextract.text import squeeze, strip_numbering
from formextract.text.glyphs import TICKED

ALIKE = 60.0
"""Likeness (0 to 100) of the caption beside a text and a field's label from which the text may be that field's."""
SAID, SHORT = 85.0, 4
"""Likeness (0 to 100) of a text and a field's label from which it may be a part of that caption, or speak of the field;
letters that it has at least. A caption with fewer (国家, 主持) heads rows or columns of another one's table."""
HEADING, LONGER = 0.8, 1.35
"""Share of a heading's letters, in order, that what was read of it has; times as long that it may be (湖北省…)."""
NEIGHBOURS = 3
"""Fields before and behind one, at most, between whose pages it should be."""
CREDIBLE = 0.5
"""How sure a value of a scan is, at least, beside which nothing of a page was overlooked."""
_FIGURE = re.compile(rf"[\d{TICKED}]")
_SPELT = re.compile(r"[〇零二两三四五六七八九十百壹贰叁肆伍陆柒捌玖拾佰仟]|^一|一[〇零千万亿]")
"""A figure spelt out, or what may be one; 一 within words (统一) is none."""
_TELLS = re.compile(rf"[\d{TICKED}]|[\u4e00-\u9fff]{{2}}")
"""What an applicant may have written: a figure, a tick, a word. Single letters are what dust is read as."""


_BESIDE_YEAR = re.compile(r"[年度末底:]|\(.*")
"""What a heading of a year says beside its digits."""
_YEARS = re.compile(r"(?:(?:19|20)\d\d)?[年份度末底:]*")
"""All that a heading of years says: no value, and no caption of one."""
_TITLE_YEAR = re.compile(r"^(?:19|20)\d\d年?度?")
"""The year that stands before a form's title."""
_SENTENCE = re.compile(r"[\u4e00-\u9fff%百千万亿][，,。；;](?:[\u4e00-\u9fff]|$)")
WORDS = 10
"""Chinese letters from which a line with a sign of sentences is one, and its figures are those of its words. Of 74
figures in doubt for such a line or a title behind its year, on three worn lots, none was there (docs/accuracy.md)."""
_OWN_CAPTION = re.compile(r"([^:：]+)[:：]\s*\S")


class _Loose(NamedTuple):
    """Something on a page that no field took, squeezed.

    `caption` is its own, where what stands beside that is surely its, else ''; `figures` whether a figure (in digits or
    spelt out) or tick is in it that is no year, `legible` whether its letters are what was read, `sentence` whether it
    is a part of a sentence.
    """

    page: int
    text: str
    caption: str
    figures: bool
    legible: bool
    sentence: bool


class PageAccounts:
    """The pages of a form on which something was written that no field took, and the fields that share a cell."""

    def __init__(self, document: Document, match: Match, template: Template) -> None:
        order = {f.key: n for n, f in enumerate(template.fields)}
        placed = {(order[p.field.key], p.place.page) for p in match.placements if p.field.key in order}
        self._placed = sorted((n, page) for n, page in placed if page is not None)
        self._order, self._shared = order, match.shared
        cells = (c for b in document.blocks if isinstance(b, Table) for c in b.cells)
        ruled = {c.place for c in cells if not c.unruled and c.legibility.confidence >= SURE}
        self._open: set[int] = set()
        scanned = document.scanned_places()
        legible = {i.place for i in document.items() if i.legibility.confidence >= CREDIBLE}
        unplaced: set[int] = set()
        loose: list[tuple[int, float]] = []
        self._said = tuple({p for x in match.leftovers if len(p := _plain(x.text)) >= SHORT})
        self._left: list[_Loose] = []
        headings = tuple(map(_plain, (template.title, *(s.heading for s in template.sections))))
        for x in match.leftovers:
            if x.place.page is None or not _tells(x, scanned=x.place in scanned):
                continue
            unplaced |= {x.place.page} if x.place in scanned else set()
            if x.place not in ruled and x.place.bbox is not None:
                loose.append((x.place.page, _middle(x.place.bbox)))
            if not any(_is_read_of(heading, _plain(x.text)) for heading in headings):
                self._left.append(_loose(x, ruled, legible, scanned))
        # a scanned page of which no field was read may hold any of them, wherever the form puts it
        self._unknown = bool(unplaced - {page for _, page in placed})
        self._weak = {
            order[p.field.key]
            for p in match.placements
            if p.field.key in order and p.legibility.scanned and p.legibility.confidence < CREDIBLE
        }
        blocks = () if scanned else document.blocks
        texts = (c.text for b in blocks for c in (b.cells if isinstance(b, Table) else (b,)))
        self._texts = None if scanned else tuple({p for t in texts if len(p := _plain(t)) >= SHORT})
        self._torn = _beside_loose(document, {x.place for x in match.leftovers if _tells(x, scanned=True)} & scanned)

        self._found_open: dict[tuple[str, bool, bool], bool] = {}
        """What `page_is_open` has said, until what it rests on changes: a field's years and levels all ask the same."""
        self._loose = sorted(loose)
        where = (p.place for p in match.placements)
        self._standing = sorted((w.page, _middle(w.bbox)) for w in where if w.page is not None and w.bbox is not None)

    def leave_open(self, page: int | None) -> None:
        """Notes that something on a page turned out to be no part of the field that it had been taken for."""
        if page is not None:
            self._open.add(page)
            self._found_open.clear()

    def leave_out(self, is_taken: Callable[[str, int], bool]) -> None:
        """Takes out of what no field took what a later look found a field for, by its text and page."""
        self._left = [x for x in self._left if not is_taken(x.text, x.page)]
        self._found_open.clear()

    def is_beside_loose(self, place: Place) -> bool:
        """Whether something that no field took stands in an empty cell's box, or next above or below it.

        It may be what was written there: cells are cut by the end of a page, and rules are lost.
        """
        if place.page is None or place.bbox is None:
            return False
        top, foot = (place.page, place.bbox[1]), (place.page, place.bbox[3])
        above = [x for x in self._loose if x < top][-1:]
        below = [x for x in self._loose if x > foot][:1]
        inside = any(top <= x <= foot for x in self._loose)
        upper = [x for x in self._standing if x < top][-1:]
        lower = [x for x in self._standing if x > foot][:1]
        return (
            inside
            or (bool(above) and above[0][0] >= place.page - 1 and (not upper or above > upper))
            or (bool(below) and below[0][0] <= place.page + 1 and (not lower or below < lower))
        )

    def is_torn(self, place: Place) -> bool:
        """Whether a value stands in a scanned line with lines above or below that no field took.

        Where a table's rules were not found its cells come out line by line: what stands there may be but a part.
        """
        return place in self._torn

    def page_is_open(self, spec: FieldSpec, *, of_lines: bool = True, in_digits: bool = False) -> bool:
        """Whether something unplaced stands where the field should: on the pages of the fields before and behind it.

        What stands in a ruled cell beside a caption of its own is that caption's. Where the field next to one on a scan
        was hardly read, that may be unread as well. Where every letter of a file was read, a figure of which no caption
        speaks is not on the form; captions of texts (`of_lines`) may be torn by what stands beside them. A figure
        (`in_digits`) is no part of a line of words, unless those are like its caption.
        """
        asked = spec.key, of_lines, in_digits
        if asked not in self._found_open:
            self._found_open[asked] = self._is_open(spec, of_lines=of_lines, in_digits=in_digits)
        return self._found_open[asked]

    def _is_open(self, spec: FieldSpec, *, of_lines: bool, in_digits: bool) -> bool:
        if self._unknown or spec.key in self._shared:
            return True
        label = _plain(spec.label)
        if len(label) >= SHORT and any(fuzz.partial_ratio(text, label) >= SAID for text in self._said):
            return True
        n = self._order.get(spec.key, 0)
        if self._weak and not self._weak.isdisjoint(self._around(n)):
            return True
        pages = self._open | {x.page for x in self._left if _may_hold(x, spec, in_digits=in_digits)}
        if not pages or not (of_lines or self._is_on_form(spec)):
            return False
        k = bisect_left(self._placed, (n, 0))
        # several of each: a form of another order, or one field astray, would have it elsewhere
        before, behind = self._placed[max(0, k - NEIGHBOURS) : k], self._placed[k : k + NEIGHBOURS]
        around = [page for _, page in (*before, *behind)]
        first = min(around) if before else 0
        last = max(around) if behind else max((*around, *pages))
        return any(first <= page <= last for page in pages)

    def _around(self, n: int) -> Iterator[int]:
        """The fields placed next before and behind one, by their order."""
        k = bisect_left(self._placed, (n, 0))
        yield from (at for at, _ in self._placed[max(0, k - 1) : k + 1])

    def _is_on_form(self, spec: FieldSpec) -> bool:
        """Whether a field may be on the form at all, as far as its letters say; a scan's may have been lost."""
        n = self._order.get(spec.key, 0)
        k = bisect_left(self._placed, (n, 0))
        if self._texts is None or (self._placed[k : k + 1] and self._placed[k][0] == n):
            return True
        labels = [p for said in (spec.label, *spec.synonyms) if len(p := _plain(said)) >= SHORT]
        return not labels or any(
            extractOne(label, self._texts, scorer=fuzz.partial_ratio, score_cutoff=ALIKE) is not None
            for label in labels
        )


class Concealed:
    """What a file holds and does not show, asked whether it may be a field that is missing."""

    def __init__(self, document: Document) -> None:
        hidden = (*document.hidden, *document.hidden_elsewhere)
        self._texts = {plain: said for line in hidden if (plain := _plain(said := without_head(line)))}
        self._years = {year: text for plain, text in self._texts.items() if (year := _BESIDE_YEAR.sub("", plain))}

    def may_be(self, labels: Iterable[str], period: str | None) -> str:
        """The hidden text most like a field's captions, or that heads the year missing; '' where there is none."""
        best, like = "", 0.0
        for label in filter(None, map(_plain, labels) if self._texts else ()):
            found = extractOne(label, self._texts.keys(), scorer=_holds, score_cutoff=SAID)
            if found is not None and found[1] > like:
                best, like = self._texts[found[0]], found[1]
        return best or self._years.get("" if period is None else period.split("/")[-1], "")


def _loose(x: Leftover, ruled: Collection[Place], legible: Collection[Place], scanned: Collection[Place]) -> _Loose:
    text, own = _plain(x.text), _plain(x.label)
    inside = _OWN_CAPTION.match(text) if not own and "\n" not in x.text else None
    caption = own if x.place in ruled else _plain(inside[1]) if inside is not None else ""
    figures = bool(_FIGURE.search(text) or _SPELT.search(text)) and _YEARS.fullmatch(text) is None
    words = x.place in scanned and _SENTENCE.search(text) is not None
    sentence = words and sum("\u4e00" <= c <= "\u9fff" for c in text) >= WORDS
    caption = caption if len(caption) >= SHORT else ""
    return _Loose(x.place.page or 0, text, caption, figures, x.place in legible, sentence)


def _is_read_of(heading: str, text: str) -> bool:
    """Whether a text is one of the form's own headings, a letter misread or a sign put in: no value of anything.

    A year may stand before it.
    """
    text = _TITLE_YEAR.sub("", text)
    if len(text) < SHORT or len(text) > LONGER * len(heading) or (_FIGURE.search(text) and not _FIGURE.search(heading)):
        return False
    return LCSseq.similarity(heading, text) >= HEADING * len(heading)


def _may_hold(x: _Loose, spec: FieldSpec, *, in_digits: bool) -> bool:
    """Whether what no field took may be a field's value, or what is left of its caption."""
    labels = [p for said in (spec.label, *spec.synonyms) if (p := _plain(said))]
    if x.caption:
        return fuzz.partial_ratio(x.caption, labels[0] if labels else "") >= ALIKE
    told = x.sentence and x.legible  # by its own words what its figures are
    if not in_digits or not x.legible or (x.figures and not told):
        return True
    if len(x.text) < SHORT:  # a level or a role, which heads a row of any field that has such
        return _YEARS.fullmatch(x.text) is None
    return any(fuzz.partial_ratio(x.text, label) >= ALIKE for label in labels)


def _holds(label: str, text: str, *, score_cutoff: float | None = None) -> float:
    """How much (0 to 100) a text has of a caption; one that is all of it is more than one that has it within."""
    if min(len(label), len(text)) < SHORT:
        return 100.0 if text == label or text.startswith(f"{label}:") else 0.0
    whole = fuzz.ratio(text, label)
    part = fuzz.partial_ratio(text, label, score_cutoff=score_cutoff) if len(text) >= len(label) else whole
    return max(part - 1.0 / (1.0 + whole), whole)


def _beside_loose(document: Document, loose: set[Place]) -> set[Place]:
    """The lines right above and below such, on the same page."""
    out = set()
    for a, b in pairwise(document.blocks):
        if isinstance(a, Line) and isinstance(b, Line) and a.place.page == b.place.page:
            out |= ({a.place} if b.place in loose else set()) | ({b.place} if a.place in loose else set())
    return out


def _middle(box: BBox) -> float:
    return (box[1] + box[3]) / 2


def _tells(x: Leftover, *, scanned: bool) -> bool:
    return (_TELLS if scanned else _FIGURE).search(x.text) is not None


def _plain(label: str) -> str:
    return squeeze(strip_numbering(label))
