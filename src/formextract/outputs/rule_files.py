"""A programme's criteria as files for other rules engines: one of plain JSON, and a decision of GoRules (JDM).

Both judge the facts of one record (`export --shape facts`). Clauses with a cap count over a store and are only named.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from formextract.model.edits import Criterion
from formextract.model.facts import FACTS
from formextract.outputs.rule_expressions import OPERATORS, Rule, safe
from formextract.outputs.rule_zen import zen_text
from formextract.outputs.zen_expressions import parsed

CRITERIA = "formextract/criteria/1"
"""The layout's name and number; raised when a reader of the old one would go wrong."""
STATUSES = ("met", "not_met", "unknown", "manual")


def neutral(program: str, criteria: Sequence[Criterion], versions: Mapping[str, str] | None = None) -> dict[str, Any]:
    """The clauses with their rules as JSON: `met` true is met, else `not_met` true is not met, else unknown; unknown
    as well where `not_met` is true and so is `soft_if`.
    """
    return {
        "schema": CRITERIA,
        "facts": FACTS,
        "program": program,
        "versions": dict(versions or {}),
        "operators": OPERATORS,
        "clauses": [_clause(c) for c in criteria],
    }


def _clause(c: Criterion) -> dict[str, Any]:
    out: dict[str, Any] = {"id": c.id, "clause": c.clause, "text": c.text}
    out |= {"threshold": c.threshold} if c.threshold else {}
    out |= {"uses": list(c.uses)} if c.uses else {}
    out |= {"forms": list(c.forms)} if c.forms else {}
    if c.cap is not None:
        return out | {"cap": {"same": list(c.cap.same), "most": c.cap.most}}
    if c.manual:
        return out | {"manual": True}
    out |= {"met": _rule(c.met), "not_met": _rule(c.not_met)}
    return out | ({"soft": list(c.soft), "soft_if": _rule(c.soft_if) if c.soft_if else True} if c.soft else {})


def _rule(expression: str | None) -> Rule:
    return False if expression is None else safe(parsed(expression))


def decision(program: str, criteria: Sequence[Criterion]) -> dict[str, Any]:
    """The clauses as a decision file of GoRules: facts in, the status of each clause out, by its id.

    The expressions are the criteria's own, written so that a figure that is not there makes null and not an error:
    one error would be that of the whole decision.
    """
    rows = [{"id": c.id, "key": c.id, "value": _status(c)} for c in criteria if c.cap is None]
    return {
        "contentType": "application/vnd.gorules.decision",
        "name": program,
        "nodes": [
            {"id": "facts", "type": "inputNode", "name": FACTS, "position": {"x": 0, "y": 0}},
            {
                "id": "clauses",
                "type": "expressionNode",
                "name": "clauses",
                "position": {"x": 320, "y": 0},
                "content": {"expressions": rows},
            },
            {"id": "statuses", "type": "outputNode", "name": "statuses", "position": {"x": 640, "y": 0}},
        ],
        "edges": [
            {"id": "in", "type": "edge", "sourceId": "facts", "targetId": "clauses"},
            {"id": "out", "type": "edge", "sourceId": "clauses", "targetId": "statuses"},
        ],
    }


def _status(c: Criterion) -> str:
    """The clause's status as one expression; null for forms that it is not about."""
    if c.manual:
        said = '"manual"'
    else:
        met, not_met = (f"{zen_text(_rule(e))} == true" for e in (c.met, c.not_met))
        soft = f" and {zen_text(_rule(c.soft_if))} == true" if c.soft_if else ""
        missed = f'(({not_met}){soft} ? "unknown" : ({not_met} ? "not_met" : "unknown"))' if c.soft else ""
        said = f'({met} ? "met" : {missed or f"({not_met} ? {chr(34)}not_met{chr(34)} : {chr(34)}unknown{chr(34)})"})'
    if not c.forms:
        return said
    about = " or ".join(f'form == "{form}"' for form in c.forms)
    return f"(({about}) ? {said} : null)"
