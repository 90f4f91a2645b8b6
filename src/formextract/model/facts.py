"""The facts of a record: one nested object with ASCII keys, for rules engines and for whoever writes expressions.

    {"schema", "id", "program", "form", "template", "cluster", "versions", "years": ["2021", "2022", "2023"],
     "values": {"land_area": LEAF,
                "gross_output": {"2021": LEAF, ...},
                "leading_output_growth_3y": {"2021_2023": LEAF},
                "innovation_platforms": {"national": LEAF, ...},
                "standards_led": {"2021": {"national": LEAF, ...}, ...},
                "plan_baseline": [{"target": "研发经费投入", "indicator": "rd_expenditure", ...LEAF}, ...],
                "plan_target": [{..., ...LEAF, ...PROMISE}, ...]},
     "findings": [{"check", "severity", "fields", "suspect"}, ...]}

A figure's LEAF is `{"value", "unit", "lo", "hi", "status", "confidence"}`, anything else's `{"value", "status",
"confidence"}`; a leaf that findings speak of has `"findings"`, their checks, besides. `lo` and `hi` bound the figures
that the written one may stand for, both included; of a count that is 无 both are 0. A target's PROMISE is what follows
from its words and its baseline: `"level"`, `"yearly"` and `"total"` (growth in per cent), each `{"lo", "hi"}` or null.
A period's key has `_` for `-` and `/`, so that it can stand in a path.
"""

from __future__ import annotations

import math
from collections.abc import Container, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from formextract.model.interval import written_interval
from formextract.model.json import plain
from formextract.model.plans import PlanRow, plan_rows
from formextract.model.record import Observation, Record

FACTS = "formextract/facts/1"
"""The layout's name and number; raised when a reader of the old one would go wrong."""

UNDATED = "undated"
"""The key, beside the years, of a figure without a period whose indicator has others with one."""

PROSE = "prose"
"""The reader of figures found in sentences. One stands in where the form has no cell for it, never for a cell."""

SAID_FOR_SURE = 0.51
"""Confidence from which a sentence's figure stands in; below, other sentences say otherwise."""

_FIGURE_UNITS_OF_NOTHING = frozenset({"", None})


def facts(
    record: Record,
    versions: Mapping[str, str] | None = None,
    *,
    only: Container[str] | None = None,
    by_key: Mapping[str, Observation] | None = None,
) -> dict[str, Any]:
    """The record as nested plain values: periods, then dims, as keys; see the module's head for the layout.

    `versions` says of which state the catalogue, the edits and the criteria are, for who keeps facts beside rules.
    `only` names the indicators whose values are wanted, where not all are; `by_key` are the record's `values_by_key`,
    where they are at hand.
    """
    values: dict[str, Any] = {}
    by_key = values_by_key(record) if by_key is None else by_key
    chosen = list(by_key.values())
    dated = {o.indicator for o in chosen if o.period is not None}
    spoken_of: dict[str, list[str]] = {}
    for f in record.findings:
        for key in f.fields:
            spoken_of.setdefault(key, []).append(f.check)
    wanted = [(key, o) for key, o in by_key.items() if only is None or o.indicator in only]
    planned = any("target" in o.dims for _, o in wanted)
    promises = {row.target.key: row for row in plan_rows(chosen)} if planned else {}
    for own, o in wanted:
        leaf = _leaf(o)
        if own in spoken_of:
            leaf["findings"] = spoken_of[own]
        target = o.dims.get("target")
        if target is not None:
            values.setdefault(o.indicator, []).append(_row(o, target, leaf, promises.get(own)))
            continue
        path = [o.indicator]
        if o.indicator in dated:
            path.append(period_key(o.period))
        path += [o.dims[k] for k in sorted(o.dims)]
        _put(values, path, leaf)
    return {
        "schema": FACTS,
        "id": record.id,
        "program": record.program,
        "form": record.form,
        "template": record.template,
        "cluster": record.cluster,
        "versions": dict(versions or {}),
        "years": form_years(record),
        "values": values,
        "findings": [
            {"check": f.check, "severity": f.severity, "fields": list(f.fields), "suspect": f.suspect}
            for f in record.findings
        ],
    }


def period_key(period: str | None) -> str:
    """A period as a key: `2021`, `2021_2023`, `2024_01_2024_06`, `undated`."""
    return UNDATED if period is None else period.replace("/", "_").replace("-", "_")


def _row(o: Observation, target: str, leaf: dict[str, Any], promise: PlanRow | None) -> dict[str, Any]:
    """A planning row: what it is called, which indicator it is about, its figure, and what a target promises."""
    head: dict[str, Any] = {"target": target, "indicator": o.measures}
    if o.period is not None:
        head["period"] = o.period
    if promise is None:
        return head | leaf
    bounds = {"level": promise.level, "yearly": promise.yearly, "total": promise.total}
    told = {
        name: None if i is None else {"lo": _number(i.lo, down=True), "hi": _number(i.hi, down=False)}
        for name, i in bounds.items()
    }
    return head | leaf | told


def leaf_of(tree: dict[str, Any], o: Observation) -> dict[str, Any] | None:
    """The observation's leaf in the facts of its record; None where another figure stands for its name."""
    node: Any = tree["values"].get(o.indicator)
    if isinstance(node, list):
        alike = (n for n in node if n["target"] == o.dims.get("target") and n.get("period") == o.period)
        return next(alike, None)
    if isinstance(node, dict) and "status" not in node:
        node = node.get(period_key(o.period), node)
    for key in sorted(o.dims):
        node = node.get(o.dims[key]) if isinstance(node, dict) else None
    return node if isinstance(node, dict) and "status" in node else None


def form_values(record: Record) -> list[Observation]:
    """The observations of the form's own cells, one a name, in the record's order."""
    return list(values_by_key(record).values())


def values_by_key(record: Record) -> dict[str, Observation]:
    """The observations of the form's own cells by their names, in the record's order.

    Of figures in sentences only those that the form has no cell for, and none of a summary sheet, whose 集群简介 is
    held against the application. What a reviewer has put beside a reading stands for it.
    """
    named = [(o.key, o, is_prose(o)) for o in record.values]
    own = {key for key, _, told in named if not told}
    chosen: dict[str, Observation] = {}
    for key, o, told in named:
        if told and (key in own or record.form == "summary" or o.confidence < SAID_FOR_SURE):
            continue
        old = chosen.get(key)
        if old is None or o.is_reviewed or (not old.is_given and o.status == "reported" and not old.is_reviewed):
            chosen[key] = o
    return chosen


def form_years(record: Record) -> list[str]:
    """The years that the form asks for, oldest first: those of its headings, not what a sentence tells beside them, nor
    those of plans. A row of a summary sheet has none but those of its sentences.
    """
    yearly = [o for o in record.values if "target" not in o.dims and o.period is not None and o.period.isdigit()]
    cells = [o for o in yearly if not is_prose(o)] or yearly
    return sorted({o.period for o in cells if o.period is not None})


def is_prose(o: Observation) -> bool:
    """Whether a figure was found in a sentence."""
    return o.source is not None and o.source.reader == PROSE


def _put(tree: dict[str, Any], path: list[str], leaf: dict[str, Any]) -> None:
    for step in path[:-1]:
        tree = tree.setdefault(step, {})
    tree.setdefault(path[-1], leaf)


def _leaf(o: Observation) -> dict[str, Any]:
    out: dict[str, Any] = {"value": plain(o.value)}
    if isinstance(o.value, Decimal) or o.precision is not None or o.unit not in _FIGURE_UNITS_OF_NOTHING:
        out["unit"] = o.unit or None
        bounds = written_interval(o) if o.is_given or o.status == "none" else None
        out["lo"] = None if bounds is None else _number(bounds.lo, down=True)
        out["hi"] = None if bounds is None else _number(bounds.hi, down=False)
    return out | {"status": o.status, "confidence": o.confidence}


def _number(x: Fraction | None, *, down: bool) -> int | float | None:
    """An exact bound as a JSON number: the shortest float where it is that decimal, else one rounded outwards."""
    if x is None:
        return None
    if x.denominator == 1:
        return x.numerator
    f = float(x)
    if Decimal(repr(f)).as_integer_ratio() == (x.numerator, x.denominator):
        return f
    return math.nextafter(f, -math.inf if down else math.inf)
