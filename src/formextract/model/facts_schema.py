"""The JSON Schema of a record's facts, for engines that check what they are given."""

from __future__ import annotations

import json
from typing import Any

from formextract.model.facts import FACTS

_STATUS = {"enum": ["reported", "corrected", "none", "blank", "missing", "unreadable"]}
_NUMBER = {"type": ["number", "null"]}
_BOUNDS = {
    "type": ["object", "null"],
    "properties": {"lo": _NUMBER, "hi": _NUMBER},
    "required": ["lo", "hi"],
    "additionalProperties": False,
}
_LEAF: dict[str, Any] = {
    "value": {"description": "a figure in its unit, a tick, a choice token, a text, an ISO date, a list of names"},
    "unit": {"type": ["string", "null"], "description": "of figures only"},
    "lo": _NUMBER | {"description": "the least that the written figure may stand for"},
    "hi": _NUMBER | {"description": "the most, both ends included"},
    "status": _STATUS,
    "confidence": {"type": "number", "minimum": 0, "maximum": 1},
    "findings": {"type": "array", "items": {"type": "string"}, "description": "checks whose findings name it"},
}
_ROW = _LEAF | {
    "target": {"type": "string", "description": "the row's caption as written"},
    "indicator": {"type": ["string", "null"], "description": "the catalogue's indicator that the row is about"},
    "period": {"type": "string"},
    "level": _BOUNDS | {"description": "what is to be reached, in the row's unit"},
    "yearly": _BOUNDS | {"description": "growth a year, in per cent"},
    "total": _BOUNDS | {"description": "change from baseline to target, in per cent"},
}


def facts_schema() -> dict[str, Any]:
    """The schema that every line of `export --shape facts` satisfies."""
    texts = {name: {"type": "string"} for name in ("id", "program", "form", "template", "cluster")}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": FACTS,
        "type": "object",
        "properties": {
            "schema": {"const": FACTS},
            **texts,
            "versions": {"type": "object", "additionalProperties": {"type": "string"}},
            "years": {"type": "array", "items": {"type": "string", "pattern": r"^\d{4}$"}},
            "values": {"type": "object", "additionalProperties": {"$ref": "#/$defs/node"}},
            "findings": {
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": {
                        "check": {"type": "string"},
                        "severity": {"enum": ["error", "warning", "info"]},
                        "fields": {"type": "array", "items": {"type": "string"}},
                        "suspect": {"type": ["string", "null"]},
                    },
                    "required": ["check", "severity", "fields", "suspect"],
                },
            },
        },
        "required": ["schema", *texts, "versions", "years", "values", "findings"],
        "$defs": {
            "leaf": {
                "type": "object",
                "properties": _LEAF,
                "required": ["value", "status", "confidence"],
                "additionalProperties": False,
            },
            "row": {
                "type": "object",
                "properties": _ROW,
                "required": ["target", "indicator", "value", "status", "confidence"],
                "additionalProperties": False,
            },
            "node": {
                "anyOf": [
                    {"$ref": "#/$defs/leaf"},
                    {"type": "array", "items": {"$ref": "#/$defs/row"}},
                    {
                        "type": "object",
                        "propertyNames": {"pattern": "^[a-z0-9_]+$"},
                        "not": {"required": ["status"]},
                        "additionalProperties": {"$ref": "#/$defs/node"},
                    },
                ]
            },
        },
    }


def facts_schema_json() -> str:
    """The schema as indented JSON."""
    return json.dumps(facts_schema(), ensure_ascii=False, indent=2)
