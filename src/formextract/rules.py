"""What holds for a programme's forms: its edits, of the kinds that checks know, and its criteria."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from formextract import checks
from formextract.catalogue import load_catalogue
from formextract.catalogue.criteria import load_criteria
from formextract.catalogue.edits import load_edits
from formextract.model.edits import Criterion, Edits


@cache
def rules(program: str, templates: Path | None = None) -> tuple[Edits, tuple[Criterion, ...]]:
    """The edits and the criteria that hold for a programme's forms."""
    catalogue = load_catalogue(templates)
    names = frozenset(catalogue.indicators)
    return load_edits(catalogue.folder, checks.kinds(), program, names), load_criteria(catalogue.folder, program, names)
