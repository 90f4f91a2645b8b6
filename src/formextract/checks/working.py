"""The sums behind a finding, made again from its check."""

from __future__ import annotations

from formextract.checks.build import build
from formextract.checks.figures import Figures
from formextract.checks.rule import Working
from formextract.model import Record
from formextract.model.edits import Edits

JOINT = "joint."
"""How the name of a finding starts whose rules hold one by one and not together; their names follow, with `+`."""


def workings(record: Record, edits: Edits, check: str) -> list[Working]:
    """The sums of a finding's check (of several, where it is about rules that fail together); none for the rest."""
    names = set(check.removeprefix(JOINT).split("+")) if check.startswith(JOINT) else {check}
    return [w for c in build(edits, Figures(record)) if c.id in names for w in c.edit.workings(c)]


__all__ = ["JOINT", "Working", "workings"]
