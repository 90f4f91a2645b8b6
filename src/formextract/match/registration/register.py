"""A form laid over its pages: what stands beside each of its captions, whatever table the reader put it in."""

from __future__ import annotations

from dataclasses import replace

from formextract.match.form import match_form
from formextract.match.recognise import Prepared
from formextract.match.registration.blocks import Wordings
from formextract.match.registration.rebuilt import Rebuilder, rebuilt
from formextract.match.registration.words import speaks, words_of
from formextract.match.targets import find_targets
from formextract.model import Document, Table
from formextract.model.placement import Match
from formextract.model.template import Indicator

SHAPES = frozenset({None, "cell", "ticks", "blanks", "standards", "gaps", "headed"})
"""The shapes of fields whose value stands beside a caption."""


def registered(
    document: Document, p: Prepared, indicators: dict[str, Indicator], ruled: Match, year: str = ""
) -> Match:
    """The match of a form whose pages say where their writing stands, with what its captions say of it."""
    words = words_of(document, _planned(document)) if speaks(document) else []
    if not words:
        return ruled
    blocks = Rebuilder(words, Wordings(p, indicators)).run()
    told = match_form(rebuilt(document, blocks), p.template, p.index, indicators, p.printed, year)
    beside = tuple(
        x
        for x in told.placements
        if x.field.shape in SHAPES and x.place.page is not None and x.indicator != x.field.cover
    )
    return replace(ruled, registered=beside, years=ruled.years or told.years)


def _planned(document: Document) -> frozenset[int]:
    """The cells of planning tables, which repeat the form's captions."""
    tables = [b for b in document.blocks if isinstance(b, Table)]
    found = [(t, find_targets(t)[1]) for t in tables]
    return frozenset(id(c) for t, rows in found for c in t.cells if c.row in rows)
