"""What the reading of one page gives, whichever reader gave it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from formextract.geometry import holds
from formextract.layout.page import PageBlock
from formextract.layout.span import Span
from formextract.model import Legibility, Line, Place, Stamp
from formextract.model.doubt import weakest_of

OPENING, CLOSING = "（(", "）)"
NEAR = 3.0
"""Points between a bracket's edge and that of a pasted picture's writing that shows a part of it."""
SCAN = "scan"
"""The reader's name at places that were read from a picture."""


@dataclass(frozen=True, slots=True)
class PageReading:
    """A page as read: blocks, the number of letters, seals, notes."""

    blocks: list[PageBlock]
    letters: int
    stamps: tuple[Stamp, ...] = ()
    notes: tuple[str, ...] = field(default=())


class Patch(NamedTuple):
    """A line of writing in a part of the page: its run of text, and how well it was read."""

    span: Span
    legibility: Legibility


def apart(patches: Sequence[Patch], spans: Sequence[Span]) -> list[Patch]:
    """The patches without the brackets of the runs beside them: a pasted `1` of `（1）` shows their edges as well."""
    out = []
    for patch in patches:
        text, (x0, y0, x1, y1) = patch.span.text, patch.span.bbox
        if text[:1] in tuple(OPENING) or text[-1:] in tuple(CLOSING):
            level = [s for s in spans if s.bbox[1] < (y0 + y1) / 2 < s.bbox[3]]
            beside = [found for s in level for found in s.letters() if found[0] in OPENING + CLOSING]
            if text[:1] in tuple(OPENING) and any(c in OPENING and b[0] <= x0 <= b[2] + NEAR for c, b in beside):
                text = text[1:]
            if text[-1:] in tuple(CLOSING) and any(c in CLOSING and b[0] - NEAR <= x1 <= b[2] for c, b in beside):
                text = text[:-1]
        letters = tuple((c, patch.span.bbox) for c in text)
        out.append(patch._replace(span=Span(text, patch.span.size, patch.span.bbox, lambda letters=letters: letters)))  # type: ignore[misc]
    return out


def stamps_of(readings: Iterable[PageReading]) -> tuple[Stamp, ...]:
    """The seals of the pages."""
    return tuple(stamp for r in readings for stamp in r.stamps)


def as_patched(blocks: Sequence[PageBlock], patches: Sequence[Patch]) -> list[PageBlock]:
    """The blocks, lines and cells into which patches went as legible as those."""

    def legible(place: Place, typed: Legibility) -> Legibility:
        inside = [p.legibility for p in patches if place.bbox and holds(place.bbox, p.span.bbox)]
        return weakest_of(inside) if inside else typed

    return [
        replace(b, legibility=legible(b.place, b.legibility))
        if isinstance(b, Line)
        else b._replace(cells=tuple(c._replace(legibility=legible(c.place, c.legibility)) for c in b.cells))
        for b in blocks
    ]
