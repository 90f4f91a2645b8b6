"""Whether a form's pages were accounted for: a field is surely missing only where nothing stands unplaced."""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import pairwise

from rapidfuzz import fuzz

from formextract.model import Document, Line, Place, Table
from formextract.model.doubt import SURE
from formextract.model.placement import Leftover, Match
from formextract.model.template import FieldSpec, Template
from formextract.text import squeeze, strip_numbering

ALIKE = 60.0
"""Likeness (0 to 100) of the caption beside a text and a field's label from which the text may be that field's."""
_FIGURE = re.compile(r"[\d☑☒√✓✔]")
_TELLS = re.compile(r"[\d☑☒√✓✔]|[\u4e00-\u9fff]{2}")
"""What an applicant may have written: a figure, a tick, a word. Single letters are what dust is read as."""


class Accounts:
    """The pages of a form on which something was written that no field took, and the fields that share a cell."""

    def __init__(self, document: Document, match: Match, template: Template) -> None:
        order = {f.key: n for n, f in enumerate(template.fields)}
        placed = {(order[p.field.key], p.place.page) for p in match.placements if p.field.key in order}
        self._placed = sorted((n, page) for n, page in placed if page is not None)
        self._order, self._shared = order, match.shared
        cells = (c for b in document.blocks if isinstance(b, Table) for c in b.cells)
        ruled = {c.place for c in cells if not c.unruled and c.legibility.confidence >= SURE}
        self._open: set[int] = set()
        self._captioned: list[tuple[int, str]] = []
        scanned = document.scanned_places()
        for x in match.leftovers:
            if x.place.page is None or not _tells(x, scanned=x.place in scanned):
                continue
            if x.label and x.place in ruled:
                self._captioned.append((x.place.page, _plain(x.label)))
            else:
                self._open.add(x.place.page)
        self._torn = _beside_loose(document, {x.place for x in match.leftovers if _tells(x, scanned=True)} & scanned)

    def is_torn(self, place: Place) -> bool:
        """Whether a value stands in a scanned line with lines above or below that no field took.

        Where a table's rules were not found its cells come out line by line: what stands there may be but a part.
        """
        return place in self._torn

    def page_is_open(self, spec: FieldSpec) -> bool:
        """Whether something unplaced stands where the field should: on the pages of the fields before and behind it.

        What stands in a ruled cell beside a caption of its own is that caption's.
        """
        if spec.key in self._shared:
            return True
        label = _plain(spec.label)
        pages = self._open | {page for page, own in self._captioned if fuzz.partial_ratio(own, label) >= ALIKE}
        if not pages:
            return False
        n = self._order.get(spec.key, 0)
        k = bisect_left(self._placed, (n, 0))
        before, behind = self._placed[:k], self._placed[k:]
        first = before[-1][1] if before else 0
        last = behind[0][1] if behind else max(pages)
        return any(min(first, last) <= page <= max(first, last) for page in pages)


def _beside_loose(document: Document, loose: set[Place]) -> set[Place]:
    """The lines right above and below such, on the same page."""
    out = set()
    for a, b in pairwise(document.blocks):
        if isinstance(a, Line) and isinstance(b, Line) and a.place.page == b.place.page:
            out |= ({a.place} if b.place in loose else set()) | ({b.place} if a.place in loose else set())
    return out


def _tells(x: Leftover, *, scanned: bool) -> bool:
    return (_TELLS if scanned else _FIGURE).search(x.text) is not None


def _plain(label: str) -> str:
    return squeeze(strip_numbering(label))
