"""All templates at once: which one a document is an edition of, and its placements."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from formextract.errors import TemplateError
from formextract.match.form import match_form
from formextract.match.labels import LabelIndex
from formextract.match.rows import match_rows
from formextract.model import Document, Line
from formextract.model.placement import Match
from formextract.model.template import Indicator, Lexicon, Template
from formextract.text import squeeze, strip_numbering

TITLE_LINES = 40
"""Lines at the head of a document in which its title is looked for."""
WITHOUT_TITLE = 3
"""Times as many labels are asked of a document whose title does not name the form."""


@dataclass(frozen=True)
class _Prepared:
    template: Template
    index: LabelIndex
    printed: frozenset[str]
    labels: frozenset[str]


class Forms:
    """The templates, prepared for matching."""

    def __init__(self, templates: Mapping[str, Template], indicators: dict[str, Indicator], lexicon: Lexicon) -> None:
        self.indicators = indicators
        self._prepared = [self._prepare(_completed(t, templates), lexicon) for t in templates.values()]
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

    def _best(self, document: Document) -> _Prepared | None:
        texts = _head(document)
        captions = _captions(document)
        best: tuple[float, _Prepared] | None = None
        for p in self._prepared:
            r = p.template.recognise
            if any(squeeze(t) in texts for t in r.not_titles):
                continue
            longest = max((len(t) for t in map(squeeze, r.titles) if t in texts), default=0)
            titled = longest > 0
            if not titled and not r.untitled:
                continue
            found = {name for text in captions for name in p.index.exact(text) if name in p.labels}
            share = len(found) / max(1, len(p.labels))
            enough = len(found) >= (r.least_labels if titled else min(len(p.labels), WITHOUT_TITLE * r.least_labels))
            score = share + titled + longest / 1000  # of two that fit alike, the one whose title says more
            if enough and (best is None or score > best[0]):
                best = (score, p)
        return None if best is None else best[1]


def _completed(template: Template, templates: Mapping[str, Template]) -> Template:
    """The template with what it takes over from the form of its programme that it is like."""
    if template.like is None:
        return template
    other = templates.get(f"{template.program}/{template.like}")
    if other is None:
        raise TemplateError(f"{template.path}：like 所指的“{template.like}”不在同一项目的模板中")
    return template.completed(other)


def _head(document: Document) -> str:
    """The squeezed text at the head of a document, lines and first rows of tables alike."""
    out: list[str] = []
    for block in document.blocks:
        if len(out) >= TITLE_LINES:
            break
        if isinstance(block, Line):
            out.append(squeeze(block.text)[:200])
        else:
            out += [squeeze(c.text)[:200] for c in block.cells[: TITLE_LINES // 2]]
    return "\n".join(out)


def _captions(document: Document) -> list[str]:
    """Texts that may be labels."""
    out = []
    for block in document.blocks:
        cells = [block] if isinstance(block, Line) else block.cells
        for c in cells:
            text = c.text
            if text and len(text) < 240:  # noqa: PLR2004 - twice the longest label
                head, colon, _ = text.partition("：")
                out.append(head if colon and len(head) < 40 else text)  # noqa: PLR2004
    return out
