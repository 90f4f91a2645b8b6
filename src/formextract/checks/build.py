"""Edits as declared, turned into checks on one form's figures: one for each year and level where they apply."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from formextract.checks.figures import Figures
from formextract.checks.rule import Check, FillingEdit, RelationEdit
from formextract.model import Finding
from formextract.model.edits import Edits


def build(edits: Edits, figures: Figures) -> list[Check]:
    """The checks that these edits mean on this form, in the edits' order."""
    return [c for edit in edits.edits if isinstance(edit, RelationEdit) for c in edit.checks(figures)]


def filling_findings(edits: Edits, figures: Figures) -> Iterator[Finding]:
    """What was not filled in as the edits ask, in their order."""
    for edit in edits.edits:
        if isinstance(edit, FillingEdit):
            yield from edit.findings(figures)


def natural_ranges(edits: Edits, figures: Figures) -> dict[str, tuple[Fraction | None, Fraction | None]]:
    """What each figure may be at all, by name; of several edits that bound one, the first counts."""
    out: dict[str, tuple[Fraction | None, Fraction | None]] = {}
    for edit in edits.edits:
        if isinstance(edit, RelationEdit):
            for name, low, high in edit.natural_ranges(figures):
                lo, hi = out.get(name, (None, None))
                out[name] = (low if lo is None else lo, high if hi is None else hi)
    return out
