"""Which rows of a planning table a clause asks for: it looks at the whole table, and hangs on these."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from formextract.model import CriterionResult, Observation
from formextract.model.edits import Criterion
from formextract.model.plans import plan_rows

_OF = re.compile(r'#\.indicator\s*==\s*"(\w+)"')
_CALLED = re.compile(r'matches\(\s*#\.target\s*,\s*"([^"]+)"\s*\)')
"""How an expression names a row: by the indicator that it is about, by its caption (docs/rules-engine.md)."""


def measured(values: Sequence[Observation]) -> dict[str, str | None]:
    """The indicator that each row of a planning table is about, by the row's caption; asked once a record."""
    return {row.name: row.measures for row in plan_rows(values)}


def hangs_on(
    result: CriterionResult, criterion: Criterion | None, values: Sequence[Observation], about: Mapping[str, str | None]
) -> tuple[str, ...]:
    """The keys of what the clause looked at, of a planning table those rows alone that its expressions name.

    All of them where they name none, or none that is on the form.
    """
    asked = "" if criterion is None else f"{criterion.met} {criterion.not_met}"
    of, called = set(_OF.findall(asked)), [re.compile(p) for p in _CALLED.findall(asked)]
    if not of and not called:
        return tuple(result.observed)
    rows = {o.key: o.dims["target"] for o in values if "target" in o.dims}
    named = {k for k, row in rows.items() if about.get(row) in of or any(p.search(row) for p in called)}
    if not named & result.observed.keys():
        return tuple(result.observed)
    return tuple(k for k in result.observed if k not in rows or k in named)
