"""A field matched to ink, before any value is read."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Literal

from formextract.model.document import Place
from formextract.model.doubt import Doubt, Legibility, confidence_of
from formextract.model.template import FieldSpec

Part = Literal["value", "count", "names", "baseline", "target", "province", "city", "county"]


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a field's value stands.

    `text` is the ink of the cell (what is left of it, where the label stands in the same cell). `unit` is what label,
    unit column or caption say. `part` says which of a field's values this is. `doubts` are the match's: whether this is
    the field's ink; `legibility` says how well the ink was read, all of its places together; `doubt` is the reader's
    reason to give no value. `further` are places of ink that belongs to it elsewhere: the lines of a chapter, the name
    of a target. `measures` is the indicator that a planning row is about.
    """

    field: FieldSpec
    indicator: str
    label: str
    period: str | None
    dims: tuple[tuple[str, str], ...]
    text: str
    place: Place
    unit: str | None = None
    part: Part = "value"
    doubts: tuple[Doubt, ...] = ()
    doubt: str = ""
    further: tuple[Place, ...] = ()
    measures: str | None = None
    legibility: Legibility = dataclasses.field(kw_only=True)

    @property
    def confidence(self) -> float:
        """How sure (0 to 1) this is the field's ink."""
        return confidence_of(1.0, self.doubts)


@dataclass(frozen=True, slots=True)
class Proposed:
    """An indicator that ink may be, with its label on the form, the period and how likely it is (0 to 1)."""

    indicator: str
    label: str
    period: str | None
    score: float


@dataclass(frozen=True, slots=True)
class Leftover:
    """Ink that no field claimed, with the caption nearest to it, and what it may be, best first."""

    label: str
    text: str
    place: Place
    proposals: tuple[Proposed, ...] = ()


@dataclass(frozen=True, slots=True)
class Alteration:
    """Something of a form's layout that is not as on the blank form.

    `printed` is the blank form's wording (of `columns` how many years it has, of `page` the part before), `found` what
    stands there now (of `page` the page), `section` the part, `key` the field. `misread` says that it may be no more
    than a caption that was misread from a picture.
    """

    kind: Literal["removed", "relabelled", "added", "columns", "page"]
    section: str
    printed: str
    found: str
    place: Place | None
    key: str
    misread: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """One record's worth of placements. `years` are the form's reporting years, ascending; `altered` its layout's.

    `again` are the captions, the cover's apart, under which other ink stands for a field that has its value already.
    `shared` are the keys of fields beside whose caption a filled cell reaches down from the row above. `registered` are
    placements of the same fields by where the writing stands, whatever table it is in; `clear` the places of those that
    can be of no other row or column, `whole` of those of which no line can be another row's either.
    """

    placements: tuple[Placement, ...]
    leftovers: tuple[Leftover, ...]
    years: tuple[int, ...]
    altered: tuple[Alteration, ...] = ()
    again: tuple[str, ...] = ()
    shared: frozenset[str] = frozenset()
    registered: tuple[Placement, ...] = ()
    clear: frozenset[Place] = frozenset()
    whole: frozenset[Place] = frozenset()
