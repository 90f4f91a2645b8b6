"""Which figures a clause of the standard hangs on: a doubt about one of them is a doubt about the award."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from copy import deepcopy
from decimal import Decimal
from typing import Any

from formextract.checks.criteria import decide, engine_facts
from formextract.model import Observation, Record
from formextract.model.edits import Criterion
from formextract.model.facts import form_values, leaf_of

EXTREMES = (0.0, 1e12)
"""What a figure is tried as: whatever the threshold is, it lies between."""


def deciding(record: Record, criteria: Sequence[Criterion], keys: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Of these observations those on which a clause hangs, each with the clauses' ids.

    A clause hangs on a value where it is judged otherwise with some other value in its place and all else as it is.
    """
    doubtful: dict[str, list[Observation]] = {}
    for o in form_values(record):
        if o.key in keys:
            doubtful.setdefault(o.indicator, []).append(o)
    asked = [c for c in criteria if not c.manual and any(name in doubtful for name in c.uses)]
    if not asked:
        return {}
    context = engine_facts(record, frozenset(name for c in asked for name in c.uses))
    out: dict[str, list[str]] = {}
    for criterion in asked:
        needed = {**context, "values": {k: v for k, v in context["values"].items() if k in criterion.uses}}
        status = decide(criterion, needed)
        for o in (o for name in criterion.uses for o in doubtful.get(name, [])):
            if any(decide(criterion, changed) != status for changed in _trials(needed, o)):
                out.setdefault(o.key, []).append(criterion.id)
    return {key: tuple(dict.fromkeys(names)) for key, names in out.items()}


def _trials(context: Mapping[str, Any], o: Observation) -> Iterator[dict[str, Any]]:
    """The facts with other values in the observation's place."""
    for value in _others(o):
        changed = deepcopy(dict(context))
        leaf = leaf_of(changed, o)
        if leaf is None:
            return
        leaf |= {"value": value, "status": "reported", "confidence": 1.0}
        if "lo" in leaf:
            leaf |= {"lo": value, "hi": value}
        yield changed


def _others(o: Observation) -> tuple[Any, ...]:
    if isinstance(o.value, bool):
        return (not o.value,)
    if isinstance(o.value, Decimal) or o.unit is not None:
        return EXTREMES
    if isinstance(o.value, str) or o.value is None:
        return tuple(v for v in (True, False, "yes", "no", "not_applicable", None) if v != o.value)
    return ()
