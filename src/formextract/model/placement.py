"""A field matched to ink, before any value is read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from formextract.model.document import Place
from formextract.model.template import FieldSpec

Part = Literal["value", "count", "names", "baseline", "target", "province", "city", "county"]


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a field's value stands.

    `text` is the ink of the cell (what is left of it, where the label stands in the same cell). `unit` is what label,
    unit column or caption say. `part` says which of a field's values this is. `confidence` is the match's, `doubt` the
    reader's reason not to trust the ink. `further` are places of ink that belongs to it elsewhere: the lines of a
    chapter, the name of a target. `measures` is the indicator that a planning row is about.
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
    confidence: float = 1.0
    doubt: str = ""
    further: tuple[Place, ...] = ()
    measures: str | None = None


@dataclass(frozen=True, slots=True)
class Leftover:
    """Ink that no field claimed, with the caption nearest to it."""

    label: str
    text: str
    place: Place


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
    """

    placements: tuple[Placement, ...]
    leftovers: tuple[Leftover, ...]
    years: tuple[int, ...]
    altered: tuple[Alteration, ...] = ()
    again: tuple[str, ...] = ()
