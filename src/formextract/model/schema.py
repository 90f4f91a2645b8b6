"""The JSON Schema of a record, made from the types themselves, so that it cannot part ways with them."""

from __future__ import annotations

import json
from dataclasses import MISSING, fields
from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue

from formextract.model import record as types
from formextract.model.field_notes import NOTES
from formextract.model.record import SCHEMA, Record

DIALECT = "https://json-schema.org/draft/2020-12/schema"

_OPTIONAL = {
    "Observation": {"alternatives", "doubts", "also_read", "measures"},
    "CriterionResult": {"doubtful", "soft", "why"},
    "Finding": {"origin", "parts", "rests_on", "odds"},
    "FileRef": {"reader", "unread"},
    "Record": {"corrections", "decisions", "applicant", "identifier"},
    "Unmatched": {"proposals"},
}
"""Keys that a record may do without: nothing to say, or written by an older version. All others are always there."""


class _AsSpelt(GenerateJsonSchema):
    """Figures as JSON numbers; pydantic would have them as strings."""

    def decimal_schema(self, schema: Any) -> JsonSchemaValue:
        del schema
        return {"type": "number"}


def record_schema() -> dict[str, Any]:
    """The schema that every line of `extract`, `export --shape records` and `record_to_json` satisfies."""
    raw = TypeAdapter(Record).json_schema(mode="serialization", schema_generator=_AsSpelt)
    parts: dict[str, Any] = raw.pop("$defs", {})
    for name, part in parts.items():
        _complete(name, part)
    _complete(Record.__name__, raw)
    # The contract's key order; `schema` stands first in a record and last in its class, where it has a default.
    keys = ["schema", *(f.name for f in fields(Record) if f.name != "schema")]
    raw["properties"] = {key: raw["properties"][key] for key in keys}
    raw["properties"]["schema"] = {"const": SCHEMA, "description": NOTES["Record"]["schema"]}
    return {"$schema": DIALECT, "title": SCHEMA, **raw, "$defs": parts}


def record_schema_json() -> str:
    """The schema as indented JSON, Chinese unescaped."""
    return json.dumps(record_schema(), ensure_ascii=False, indent=2)


def _complete(name: str, part: dict[str, Any]) -> None:
    """Says of an object what its class implies: which keys are there, that there are no others, no defaults."""
    kind = getattr(types, name)
    names = [f.name for f in fields(kind)]
    part["required"] = [n for n in names if n not in _OPTIONAL.get(name, set())]
    part["additionalProperties"] = False
    part.pop("title", None)
    for f in fields(kind):
        spelt = part["properties"][f.name]
        spelt.pop("title", None)
        if f.default is not MISSING or f.default_factory is not MISSING:
            spelt.pop("default", None)
        spelt["description"] = NOTES[name][f.name]
