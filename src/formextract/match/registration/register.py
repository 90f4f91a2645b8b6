"""A form laid over its pages: what stands beside each of its captions, whatever table the reader put it in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from formextract.match.form import match_form
from formextract.match.recognise import Prepared
from formextract.match.registration.blocks import FormWordings
from formextract.match.registration.rebuilt import Rebuilder, rebuilt
from formextract.match.registration.words import speaks, words_of
from formextract.match.targets import find_targets
from formextract.model import Document, Place, Table
from formextract.model.doubt import STRUCTURE
from formextract.model.placement import Match, Placement
from formextract.model.template import Indicator

PLANNED = frozenset({"baseline", "target"})
"""Parts of a planning table's rows."""
SHAPES = frozenset({None, "cell", "ticks", "blanks", "standards", "gaps", "headed", "region"})
"""The shapes of fields whose value stands beside a caption."""


def registered(
    document: Document, p: Prepared, indicators: dict[str, Indicator], ruled: Match, year: str = ""
) -> Match:
    """The match of a form whose pages say where their writing stands, with what its captions say of it."""
    words = words_of(document) if speaks(document) else []
    if not words:
        return ruled
    rebuilder = Rebuilder(words, FormWordings(p, indicators), _planned(document))
    told = match_form(rebuilt(document, rebuilder.run()), p.template, p.index, indicators, p.printed, year)
    beside = tuple(
        x
        for x in told.placements
        if x.field.shape in SHAPES and x.place.page is not None and x.indicator != x.field.cover
    )
    kept, planned = _plans(document, ruled.placements, told.placements)
    clear, whole = frozenset(rebuilder.pieces.clear), frozenset(rebuilder.pieces.whole)
    years = ruled.years or told.years
    return replace(ruled, placements=kept, registered=(*beside, *planned), clear=clear, whole=whole, years=years)


def _plans(
    document: Document, ruled: Sequence[Placement], told: Sequence[Placement]
) -> tuple[tuple[Placement, ...], tuple[Placement, ...]]:
    """The placements of tables without rows of a plan that the writing parts otherwise, and what the writing gives.

    Rows in cells that were ruled for certain stay as they are: there the writing says nothing else.
    """
    certain = [
        c.place
        for b in document.blocks
        if isinstance(b, Table)
        for c in b.cells
        if not c.unruled and not STRUCTURE & {d.kind for d in c.legibility.doubts}
    ]
    own = [x for x in ruled if x.part in PLANNED]
    drawn = {id(x) for x in own if any(x.place == place for place in certain)}
    new = [x for x in told if x.part in PLANNED and x.place.page is not None]
    new = [x for x in new if not any(id(y) in drawn and _holds(y.place, x.place) for y in own)]
    otherwise = {
        id(y) for y in own if id(y) not in drawn and any(_holds(y.place, x.place) and x.label != y.label for x in new)
    }
    return tuple(x for x in ruled if id(x) not in otherwise), tuple(new)


def _holds(outer: Place, inner: Place) -> bool:
    """Whether the middle of one place is inside another one."""
    if outer.bbox is None or inner.bbox is None or outer.page != inner.page:
        return False
    x, y = (inner.bbox[0] + inner.bbox[2]) / 2, (inner.bbox[1] + inner.bbox[3]) / 2
    return outer.bbox[0] <= x <= outer.bbox[2] and outer.bbox[1] <= y <= outer.bbox[3]


def _planned(document: Document) -> frozenset[int]:
    """The cells of planning tables, which repeat the form's captions."""
    tables = [b for b in document.blocks if isinstance(b, Table)]
    found = [(t, find_targets(t)[1]) for t in tables]
    return frozenset(id(c) for t, rows in found for c in t.cells if c.row in rows)
