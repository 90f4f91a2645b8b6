"""What holds for a programme's forms: its edits, of the kinds that checks know, and its criteria."""

from __future__ import annotations

from pathlib import Path

from formextract import checks
from formextract.catalogue import load_catalogue
from formextract.catalogue.criteria import load_criteria
from formextract.catalogue.edits import load_edits
from formextract.catalogue.kept import kept
from formextract.checks.kinds.growth import GrowthEdit
from formextract.checks.kinds.ratio import RatioEdit
from formextract.model.edits import Criterion, Edits
from formextract.model.relations import Relation


@kept
def rules(program: str, templates: Path | None = None) -> tuple[Edits, tuple[Criterion, ...]]:
    """The edits and the criteria that hold for a programme's forms."""
    catalogue = load_catalogue(templates)
    names = frozenset(catalogue.indicators)
    return load_edits(catalogue.folder, checks.kinds(), program, names), load_criteria(catalogue.folder, program, names)


@kept
def relations(templates: Path | None = None) -> tuple[Relation, ...]:
    """Which figures are shares, figures per head or growth of which others, on any form."""
    catalogue = load_catalogue(templates)
    out = []
    for e in load_edits(catalogue.folder, checks.kinds(), None, frozenset(catalogue.indicators)).edits:
        if isinstance(e, RatioEdit):
            out.append(Relation(e.rate, e.part, e.whole, float(e.times)))
        elif isinstance(e, GrowthEdit) and e.before is None:
            out.append(Relation(e.rate, e.amount, None))
    return tuple(out)
