"""All templates at once: which one a document is an edition of, and its placements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from formextract.errors import TemplateError
from formextract.match.form import match_form
from formextract.match.labels import LabelIndex, take_apart
from formextract.match.parted import parted
from formextract.match.rows import match_rows
from formextract.match.stream import ALIKE, LONGEST_HEADING
from formextract.match.targets import find_targets
from formextract.model import Document, Line, Table
from formextract.model.placement import Match
from formextract.model.template import Indicator, Lexicon, Template
from formextract.text import squeeze, strip_numbering

TITLE_LINES = 40
"""Lines at the head of a document in which its title is looked for."""
HALF_TITLE = 24
"""Letters of a line that may be the first half of a title."""
HEADING = 60
"""Letters of the longest title; longer lines are paragraphs."""
WITHOUT_TITLE = 3
"""Times as many labels are asked of a document whose title does not name the form."""
LEAST_TRACES = 3
"""Labels, headings and printed lines of one form from which a page is one of its pages."""
BEFORE_TITLE = 6
"""Letters that may stand before a title on its line: 附件2, a province."""
LONG_HEADING = 10
"""Letters of a heading that alone says of which form a page is."""

LONG_TITLE, LOST = 9, 2
"""Letters of a title that is known though some of it was misread; and how many of them may be lost."""
LIKE_A_TITLE = 0.84
"""Share of a title's letters that stand in the line: two of thirteen may have been read as others."""


@dataclass(frozen=True, slots=True)
class Trace:
    """What one page shows of a form: `marks` names its labels and headings, `place` is where these stand in the form.

    `place` goes from 0 (cover) to 1 (the last heading); it is None where the page shows none, as those of a narrative.
    """

    marks: tuple[str, ...] = ()
    place: float | None = None
    known: bool = False
    """Whether the page is a page of a form for certain."""


TITLE = "#title"
"""The mark of a page that has a form's title."""


@dataclass(frozen=True)
class _Prepared:
    template: Template
    index: LabelIndex
    printed: frozenset[str]
    labels: frozenset[str]


@dataclass(frozen=True)
class Fit:
    """How a template fits a document: its title at the head, one that rules it out, labels in their very wording."""

    title: str
    excluded: str
    labels: frozenset[str]
    needed: int
    alike: float = 1.0
    """How much like the title its line is (0 to 1); below 1 only where it was read from a picture."""


class Forms:
    """The templates, prepared for matching."""

    def __init__(
        self,
        wanted: Mapping[str, Template],
        indicators: dict[str, Indicator],
        lexicon: Lexicon,
        templates: Mapping[str, Template] | None = None,
    ) -> None:
        """`templates`, where given, are those that the wanted ones may be `like`."""
        self.indicators = indicators
        known = wanted if templates is None else templates
        self._prepared = [self._prepare(_completed(t, known), lexicon) for t in wanted.values()]
        # a form that its labels alone make known goes before those that need a title
        self._prepared.sort(key=lambda p: not p.template.recognise.untitled)

    def _prepare(self, template: Template, lexicon: Lexicon) -> _Prepared:
        captioned = [f for f in template.fields if f.shape not in ("narrative", "targets")]
        labels = [(f.key, text) for f in captioned for text in (f.label, *f.synonyms) if text]
        accepted = frozenset([*(f.key for f in captioned), *(p for f in captioned for p in f.parts.values())])
        index = LabelIndex(self.indicators, lexicon, labels, accepted)
        headings = [text for s in template.sections for text in (s.heading, strip_numbering(s.heading))]
        printed = frozenset(squeeze(t) for t in (*template.printed, *headings))
        return _Prepared(template, index, printed, frozenset(f.key for f in template.fields))

    def recognise(self, document: Document) -> Template | None:
        """The template that the document fits best; None where it is no known form."""
        found = self._best(document)
        return None if found is None else found.template

    def match(self, document: Document) -> tuple[Template, list[Match]] | None:
        """The template and one match a record (several for a summary sheet); None for no known form."""
        found = self._best(document)
        if found is None:
            return None
        t = found.template
        if any(f.shape == "column" for f in t.fields):
            matches = match_rows(document, t, found.index, found.printed)
            return (t, matches) if matches else None
        return t, [match_form(document, t, found.index, self.indicators, found.printed)]

    def mended(self, document: Document) -> Document:
        """A scan with the cells parted that lost the rule between them; everything else as it is."""
        if not any(c.shown for b in document.blocks if isinstance(b, Table) for c in b.cells):
            return document
        found = self._best(document)
        if found is None or any(f.shape == "column" for f in found.template.fields):
            return document
        return parted(document, found.index, found.printed)

    def trace(self, document: Document) -> Trace:
        """What a document of one page shows of the form whose page it is most likely."""
        head, texts = "\n".join(line for line, _ in _head(document)), _captions(document, planned=False)
        best = max((self._trace(p, head, texts) for p in self._prepared), key=lambda t: (t.known, len(t.marks)))
        return best if best.marks else Trace()

    @staticmethod
    def _trace(p: _Prepared, head: str, texts: list[str]) -> Trace:
        r = p.template.recognise
        if any(f.shape == "column" for f in p.template.fields) or any(squeeze(t) in head for t in r.not_titles):
            return Trace()
        order = {f.key: n for n, f in enumerate(p.template.fields)}
        first = {f.section: n for n, f in reversed(list(enumerate(p.template.fields)))}
        headings = [(take_apart(s.heading).key, s.id, first.get(s.id, len(order))) for s in p.template.sections]
        at: dict[str, int] = {}
        sure = False
        printed = 0
        for text in texts:
            at |= {name: order[name] for name in p.index.exact(text) if name in order}
            if len(text) <= LONGEST_HEADING:
                key = take_apart(text).key
                for heading, name, place in headings:
                    if key == heading or (len(key) >= LONG_HEADING and fuzz.ratio(key, heading) >= ALIKE):
                        at[f"#{name}"] = place
                        sure |= len(heading) >= LONG_HEADING
            printed += len(text) >= LONG_HEADING and squeeze(text) in p.printed
        lines = [squeeze(t) for t in texts]
        titled = any(
            line.endswith(t) and len(line) <= len(t) + BEFORE_TITLE for t in map(squeeze, r.titles) for line in lines
        )
        known = sure or len(at) + printed >= LEAST_TRACES or (titled and len(at) > 0)
        marks = (*sorted(at), *((TITLE,) if titled and known else ()))
        places = sorted(at.values())
        middle = places[len(places) // 2] / max(1, len(order)) if places else None
        return Trace(marks, 0.0 if titled and known and middle is None else middle, known)

    def fit(self, document: Document) -> list[Fit]:
        """How well each template fits a document, for saying why it is not taken for that form."""
        lines, captions = [line for line, _ in _head(document)], _captions(document)
        return [_fit(p, lines, captions) for p in self._prepared]

    def _best(self, document: Document) -> _Prepared | None:
        """The template that fits best; by a title of which letters were misread only where none fits by its own."""
        head, captions = _head(document), _captions(document)
        lines = [line for line, _ in head]
        found = self._best_of([_fit(p, lines, captions) for p in self._prepared])
        scanned = frozenset(n for n, (_, scanned) in enumerate(head) if scanned)
        if found is None and scanned:
            found = self._best_of([_fit(p, lines, captions, scanned) for p in self._prepared])
        return found

    def _best_of(self, fits: Sequence[Fit]) -> _Prepared | None:
        best: tuple[float, _Prepared] | None = None
        for p, fit in zip(self._prepared, fits, strict=True):
            titled = fit.title != ""
            if fit.excluded or (not titled and not p.template.recognise.untitled):
                continue
            share = len(fit.labels) / max(1, len(p.labels))
            # of two alike, the one whose title says more
            score = share + titled * fit.alike + len(squeeze(fit.title)) / 1000
            if len(fit.labels) >= fit.needed and (best is None or score > best[0]):
                best = (score, p)
        return None if best is None else best[1]


def _fit(p: _Prepared, lines: list[str], captions: list[str], scanned: frozenset[int] = frozenset()) -> Fit:
    """How a template fits. `scanned`: which lines were read from a picture, so that a title may be misread in them."""
    r = p.template.recognise
    at, title = _titled(lines, r.titles)
    alike = 1.0
    if not title:
        at, title, alike = _like_a_title(lines, r.titles, scanned)
    head = lines[: at + 2] if title else lines
    excluded = _refused(head, r.not_titles) or _like_a_title(head, r.not_titles, scanned)[1]
    labels = (
        frozenset() if excluded else frozenset(n for text in captions for n in p.index.exact(text) if n in p.labels)
    )
    needed = r.least_labels if title else min(len(p.labels), WITHOUT_TITLE * r.least_labels)
    return Fit(title, excluded, labels, needed, alike)


def _completed(template: Template, templates: Mapping[str, Template]) -> Template:
    """The template with what it takes over from the form of its programme that it is like."""
    if template.like is None:
        return template
    other = templates.get(f"{template.program}/{template.like}")
    if other is None:
        raise TemplateError(f"{template.path}：like 所指的“{template.like}”不在同一项目的模板中")
    return template.completed(other)


def _head(document: Document) -> list[tuple[str, bool]]:
    """The squeezed texts at the head of a document, lines and first rows of tables alike, and which are scanned."""
    out: list[tuple[str, bool]] = []
    for block in document.blocks:
        if len(out) >= TITLE_LINES:
            break
        items = (block,) if isinstance(block, Line) else block.cells[: TITLE_LINES // 2]
        out += [(squeeze(item.text)[:200], document.scanned(item.place)) for item in items]
    return out


def _titled(lines: Sequence[str], titles: Sequence[str]) -> tuple[int, str]:
    """Where the first line is that holds a title, and the longest one anywhere; a title may stand on two lines."""
    at, longest = len(lines), ""
    for number, line in enumerate(lines):
        whole = line + lines[number + 1] if number + 1 < len(lines) and len(line) <= HALF_TITLE else line
        found = max((t for t in titles if squeeze(t) in line or squeeze(t) in whole), key=len, default="")
        if found:
            at, longest = min(at, number), max(longest, found, key=len)
    return at, longest


def _like_a_title(lines: Sequence[str], titles: Sequence[str], scanned: frozenset[int]) -> tuple[int, str, float]:
    """A title of which a letter or two were lost or read as others on paper: where, which, and how much alike."""
    best = (0.0, 0, "")
    for title in titles:
        words = squeeze(title)
        for number, line in enumerate(lines):
            if (
                number not in scanned
                or len(words) < LONG_TITLE
                or not len(words) - LOST <= len(line) <= len(words) + BEFORE_TITLE
            ):
                continue
            alike = fuzz.partial_ratio(words, line) / 100
            if alike >= LIKE_A_TITLE and alike > best[0]:
                best = (alike, number, title)
    return (best[1], best[2], best[0]) if best[2] else (len(lines), "", 1.0)


def _refused(lines: Sequence[str], not_titles: Sequence[str]) -> str:
    """The heading, '' for none, that says that this is something else; a paragraph may well name the 管理办法."""
    short = [line for line in lines if len(line) <= HEADING]
    return next((t for t in not_titles if any(squeeze(t) in line for line in short)), "")


def _captions(document: Document, *, planned: bool = True) -> list[str]:
    """Texts that may be labels; those of planning tables, which repeat labels of the form, only where wanted."""
    out = []
    for block in document.blocks:
        apart = frozenset[int]() if planned or isinstance(block, Line) else find_targets(block)[1]
        cells = [block] if isinstance(block, Line) else [c for c in block.cells if c.row not in apart]
        for c in cells:
            text = c.text
            if text and len(text) < 240:  # noqa: PLR2004 - twice the longest label
                head, colon, _ = text.partition("：")
                out.append(head if colon and len(head) < 40 else text)  # noqa: PLR2004
    return out
