"""All templates at once: the forms that a document holds, each with its template and its placements."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from rapidfuzz import fuzz

from formextract.match.arithmetic import Arithmetic
from formextract.match.cluster_rows import by_cluster
from formextract.match.form import match_form
from formextract.match.hints import Hint
from formextract.match.known import KnownForm, Recogniser
from formextract.match.labels import take_apart
from formextract.match.partition import Partition, WrittenPart
from formextract.match.reading_order import ALIKE, LONGEST_HEADING
from formextract.match.recognise import (
    BEFORE_TITLE,
    Explained,
    Prepared,
    TemplateFit,
    captions_of,
    captions_said,
    fit_of,
    head_of,
    prepared,
)
from formextract.match.registration.register import registered
from formextract.match.registration.spelled import spelled
from formextract.match.rows import match_rows
from formextract.match.split_merged_cells import parted
from formextract.match.titles import Titles
from formextract.model import Document, Table
from formextract.model.placement import Match
from formextract.model.relations import Relation
from formextract.model.template import Indicator, Lexicon, Programme, Template
from formextract.text import is_blank, squeeze

_BEHIND_A_COVER = frozenset({"number", "integer", "bool", "choice", "multichoice"})
_SENTENCE = re.compile(r".{40,}。\s*", re.DOTALL)
LEAST_TRACES = 3
"""Labels, headings and printed lines of one form from which a page is one of its pages."""
LEAST_SHARED = 4
"""Labels of one form from which a document that is not taken for it may be one: 单位名称 and 联系人 stand anywhere."""
MANY_CELLS = 20
"""Cells of tables on paper from which it may be a form; a certificate has fewer."""
LONG_HEADING = 10
"""Letters of a heading that alone says of which form a page is."""


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


@dataclass(frozen=True, slots=True)
class FormFound:
    """One form of a document: the blocks that are its own, its template, and a match a record.

    Several matches are those of a summary sheet, a row each. Of a scan the cells are parted that lost the rule between
    them.
    """

    document: Document
    template: Template
    matches: tuple[Match, ...]


class Forms:
    """The templates, prepared for matching."""

    def __init__(
        self,
        wanted: Mapping[str, Template],
        indicators: dict[str, Indicator],
        lexicon: Lexicon,
        templates: Mapping[str, Template] | None = None,
        programmes: Mapping[str, Programme] | None = None,
        explained: Mapping[str, Sequence[Explained]] | None = None,
        relations: Callable[[], Sequence[Relation]] = tuple,
    ) -> None:
        """`templates`, where given, are those that the wanted ones may be `like`; `programmes` say their names;
        `explained` are captions that people have explained, by template; `relations`, asked for once a caption is in
        strangers' words, say which figures come to which others.
        """
        self._sums = lru_cache(maxsize=1)(lambda: Arithmetic(relations()))
        self.indicators = indicators
        known = wanted if templates is None else templates
        said = explained or {}
        captions = captions_said(known)
        self._prepared = [
            prepared(t, indicators, lexicon, known, said.get(t.id, ()), captions) for t in wanted.values()
        ]
        # a form that its labels alone make known goes before those that need a title
        self._prepared.sort(key=lambda p: not p.template.recognise.untitled)
        self._recogniser = Recogniser(self._prepared, programmes, lexicon)
        self._titles = Titles(self._prepared, self._recogniser.naming)

    def recognise(self, document: Document) -> Template | None:
        """The template that the document fits best; None where it is no known form."""
        found = self._known(document)
        return None if found is None else found.prepared.template

    def match(self, document: Document, hint: Hint | None = None) -> list[FormFound]:
        """The forms in a document, from its first to its last block; none where it is no known form.

        `hint`: of which programme or kind somebody says that it is.
        """
        found = self._known(document, hint)
        if found is None:
            return []
        if found.note:
            document = replace(document, notes=(*document.notes, found.note))
        parts = Partition(document, self._recogniser.of, self._titles, self._written).parts(found.prepared)
        return [
            form
            for part, p in parts
            if (form := self._matched(part, p, found.year if p is found.prepared else "")).matches
        ]

    def _known(self, document: Document, hint: Hint | None = None) -> KnownForm | None:
        """What a document is; by its lines of writing where its tables do not tell."""
        found = self._recogniser.hinted(document, hint) if hint else self._recogniser.of(document)
        if found is None and (lines := spelled(document)) is not None:
            found = self._recogniser.hinted(lines, hint) if hint else self._recogniser.of(lines)
        return found

    def _written(self, document: Document, p: Prepared) -> WrittenPart:
        """What is written in a part of a document."""
        match = match_form(document, p.template, p.index, self.indicators, p.printed)
        placed = [(x, self.indicators[x.indicator].kind) for x in match.placements if not is_blank(x.text)]
        told = [*(x.text for x, _ in placed), *(x.text for x in match.leftovers)]
        more = any(kind in _BEHIND_A_COVER for _, kind in placed) or any(_SENTENCE.fullmatch(text) for text in told)
        said = {(x.indicator, x.period, x.dims): x for x, kind in placed if kind == "text"}
        scanned = frozenset(key for key, x in said.items() if x.legibility.scanned)
        return WrittenPart({key: squeeze(x.text) for key, x in said.items()}, scanned, more)

    def _matched(self, document: Document, p: Prepared, year: str = "") -> FormFound:
        if any(f.shape == "column" for f in p.template.fields):
            return FormFound(document, p.template, tuple(match_rows(document, p.template, p.index, p.printed)))
        as_read = document
        if any(c.shown and c.legibility.scanned for b in document.blocks if isinstance(b, Table) for c in b.cells):
            document = parted(document, p.index, p.printed)
        listed = by_cluster(document, p.index)
        if listed is None:
            match = match_form(document, p.template, p.index, self.indicators, p.printed, year, self._sums)
            match = registered(as_read, p, self.indicators, match, year)
            return FormFound(document, p.template, (match,))
        first, *others = (
            match_form(d, p.template, p.index, self.indicators, p.printed, year, self._sums) for d in listed.documents
        )
        said = {x.place for x in first.leftovers}  # what stands beside the table is left over once
        rest = [replace(m, leftovers=tuple(x for x in m.leftovers if x.place not in said)) for m in others]
        first = replace(first, leftovers=(*first.leftovers, *listed.outside))
        return FormFound(document, p.template, (first, *rest))

    def trace(self, document: Document) -> Trace:
        """What a document of one page shows of the form whose page it is most likely."""
        head, texts = "\n".join(line for line, _ in head_of(document)), captions_of(document, planned=False)
        best = max((self._trace(p, head, texts) for p in self._prepared), key=lambda t: (t.known, len(t.marks)))
        return best if best.marks else Trace()

    @staticmethod
    def _trace(p: Prepared, head: str, texts: list[str]) -> Trace:
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

    def may_be(self, document: Document) -> list[str]:
        """Why a document that is no known form may be one; nothing where nothing says so."""
        fits = [f for f in self.fit(document) if not f.excluded]
        out = [f"里面有“{t}”字样" for t in sorted({f.title for f in fits if f.title}, key=len)[-1:]]
        shared, name = max(
            ((len(f.labels), p.template.title) for f, p in zip(self.fit(document), self._prepared, strict=True)),
            default=(0, ""),
        )
        if shared >= LEAST_SHARED:
            out.append(f"有 {shared} 个栏目与“{name}”相同")
        cells = [c for b in document.blocks if isinstance(b, Table) for c in b.cells]
        scanned = sum(c.legibility.scanned for c in cells)
        if not out and scanned >= MANY_CELLS and sum(is_blank(c.text) for c in cells) < len(cells):
            out.append("是扫描件或照片，上面有表格")
        return out

    def fit(self, document: Document) -> list[TemplateFit]:
        """How well each template fits a document, for saying why it is not taken for that form."""
        lines, captions = [line for line, _ in head_of(document)], captions_of(document)
        return [fit_of(p, lines, captions) for p in self._prepared]
