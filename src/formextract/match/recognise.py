"""How a template fits a document: by a title at its head and by labels in their very wording."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from formextract.errors import TemplateError
from formextract.match.labels import LabelIndex, take_apart
from formextract.match.targets import find_targets
from formextract.model import Document, Line
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
BEFORE_TITLE = 6
"""Letters that may stand before a title on its line: 附件2, a province."""
LONG_TITLE, LOST = 9, 2
"""Letters of a title that is known though some of it was misread; and how many of them may be lost."""
LIKE_A_TITLE = 0.84
"""Share of a title's letters that stand in the line: two of thirteen may have been read as others."""


LONGEST_CAPTION, LONGEST_HEAD = 240, 40
"""Letters below which a text may be a label (the longest has half as many), and what stands before its value."""


@dataclass(frozen=True)
class Prepared:
    """A template with its labels, printed words and the keys of its fields, ready for matching."""

    template: Template
    index: LabelIndex
    printed: frozenset[str]
    labels: frozenset[str]


@dataclass(frozen=True)
class TemplateFit:
    """How a template fits a document: its title at the head, one that rules it out, labels in their very wording."""

    title: str
    excluded: str
    labels: frozenset[str]
    needed: int
    alike: float = 1.0
    """How much like the title its line is (0 to 1); below 1 only where it was read from a picture."""


_BESIDE_A_LABEL = (None, "cell", "line")
"""Shapes of fields whose value stands beside a caption and nothing else does."""

Explained = tuple[str, str, Mapping[str, str], int]
"""A caption that people have explained: what it says, the indicator that it means, the indicator's dims, and on how
many files they have said so.
"""
SETTLED = 2
"""Files on which people must have said what a caption means until it is sure: one may have been misled by one form."""


def prepared(
    template: Template,
    indicators: dict[str, Indicator],
    lexicon: Lexicon,
    known: Mapping[str, Template],
    explained: Sequence[Explained] = (),
    said: Mapping[str, frozenset[str]] | None = None,
) -> Prepared:
    """The template prepared, with what it takes over from the one of `known` that it is `like`, and with the captions
    that people have explained, as far as the form asks for what they mean. `said`: `captions_said(known)`, where it has
    been asked for already.
    """
    template, said = _completed(template, known), captions_said(known) if said is None else said
    captioned = [f for f in template.fields if f.shape not in ("narrative", "targets", "rows")]
    labels = [(f.key, text) for f in captioned for text in (f.label, *f.synonyms) if text]
    unsettled = set()
    for text, name, dims, files in explained:
        meant = [(f.key, text) for f in captioned if f.indicator == name and f.dims == dims][:1]
        unsettled |= set(meant) - set(labels) if files < SETTLED else set()
        labels += meant
    accepted = frozenset([*(f.key for f in captioned), *(p for f in captioned for p in f.parts.values())])
    foreign = {n for t in known.values() if t.id != template.id for n in t.own} - {
        *template.own,
        *template.indicators(),
    }
    indicators = {n: i for n, i in indicators.items() if n not in foreign}
    headed = frozenset(f.key for f in captioned if f.shape == "headed")
    index = LabelIndex(
        indicators, lexicon, labels, accepted, headed, frozenset(unsettled), _elsewhere(template, labels, said)
    )
    headings = [text for s in template.sections for text in (s.heading, strip_numbering(s.heading))]
    printed = frozenset(squeeze(t) for t in (*template.printed, *headings))
    return Prepared(template, index, printed, frozenset(f.key for f in template.fields))


def captions_said(known: Mapping[str, Template]) -> dict[str, frozenset[str]]:
    """What is meant by the captions that stand beside values on any of these forms."""
    found: dict[str, set[str]] = {}
    for t in known.values():
        for f in t.fields:
            key = f.key
            for text in (f.label, *f.synonyms) if f.shape in _BESIDE_A_LABEL else ():
                found.setdefault(text, set()).add(key)
    return {text: frozenset(names) for text, names in found.items()}


def _elsewhere(
    template: Template, own: Sequence[tuple[str, str]], said: Mapping[str, frozenset[str]]
) -> list[tuple[str, str]]:
    """What other forms call the figures that a template asks for: one indicator is one thing on all of them."""
    asked = {f.key for f in template.fields if f.shape in _BESIDE_A_LABEL}
    taken = {take_apart(text).key for _, text in own}
    return [
        (next(iter(names)), text)
        for text, names in said.items()
        if text and len(names) == 1 and names <= asked and take_apart(text).key not in taken
    ]


def recognised(document: Document, templates: Sequence[Prepared]) -> Prepared | None:
    """The template that fits best; by a title of which letters were misread only where none fits by its own."""
    top, captions = head_of(document), captions_of(document)
    lines = [line for line, _ in top]
    found = _best_of([fit_of(p, lines, captions) for p in templates], templates)
    scanned = frozenset(n for n, (_, is_scanned) in enumerate(top) if is_scanned)
    if found is None and scanned:
        found = _best_of([fit_of(p, lines, captions, scanned) for p in templates], templates)
    return found


def _best_of(fits: Sequence[TemplateFit], templates: Sequence[Prepared]) -> Prepared | None:
    best: tuple[float, Prepared] | None = None
    for p, fit in zip(templates, fits, strict=True):
        titled = fit.title != ""
        if fit.excluded or (not titled and not p.template.recognise.untitled):
            continue
        share = len(fit.labels) / max(1, len(p.labels))
        # of two alike, the one whose title says more
        score = share + titled * fit.alike + len(squeeze(fit.title)) / 1000
        if len(fit.labels) >= fit.needed and (best is None or score > best[0]):
            best = (score, p)
    return None if best is None else best[1]


def fit_of(p: Prepared, lines: list[str], captions: list[str], scanned: frozenset[int] = frozenset()) -> TemplateFit:
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
    return TemplateFit(title, excluded, labels, needed, alike)


def _completed(template: Template, templates: Mapping[str, Template]) -> Template:
    """The template with what it takes over from the form of its programme that it is like."""
    if template.like is None:
        return template
    other = templates.get(f"{template.program}/{template.like}")
    if other is None:
        raise TemplateError(f"{template.path}：like 所指的“{template.like}”不在同一项目的模板中")
    return template.completed(other)


def head_of(document: Document) -> list[tuple[str, bool]]:
    """The squeezed texts at the head of a document, lines and first rows of tables alike, and which are scanned."""
    out: list[tuple[str, bool]] = []
    for block in document.blocks:
        if len(out) >= TITLE_LINES:
            break
        items = (block,) if isinstance(block, Line) else block.cells[: TITLE_LINES // 2]
        out += [(squeeze(item.text)[:200], item.legibility.scanned) for item in items]
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


def captions_of(document: Document, *, planned: bool = True) -> list[str]:
    """Texts that may be labels; those of planning tables, which repeat labels of the form, only where wanted."""
    out = []
    for block in document.blocks:
        apart = frozenset[int]() if planned or isinstance(block, Line) else find_targets(block)[1]
        cells = [block] if isinstance(block, Line) else [c for c in block.cells if c.row not in apart]
        out += [caption for c in cells if (caption := caption_of(c.text))]
    return out


def caption_of(text: str) -> str:
    """What of a text may be a label: all of it or what stands before its colon; '' of a long one."""
    if len(text) >= LONGEST_CAPTION:
        return ""
    head, colon, _ = text.partition("：")
    return head if colon and len(head) < LONGEST_HEAD else text
