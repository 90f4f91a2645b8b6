"""Records to JSON values and back: the one place that knows how the contract spells a record."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from formextract.model.interval import is_figure
from formextract.model.record import (
    AlsoRead,
    Alternative,
    Correction,
    CriterionResult,
    Decision,
    FileRef,
    Finding,
    Observation,
    Odds,
    Parts,
    Proposal,
    Reason,
    Record,
    Source,
    Unmatched,
    UnreadPart,
    Value,
)

_KEY_ORDER = (
    "schema",
    "id",
    "program",
    "form",
    "template",
    "cluster",
    "files",
    "values",
    "findings",
    "criteria",
    "unmatched",
    "corrections",
    "decisions",
    "applicant",
    "identifier",
)
_WHERE_ANY = ("corrections", "decisions", "applicant", "identifier")
"""Keys that a record has only where there is anything under them."""

_PLAIN = frozenset({str, int, float, bool, type(None)})


def plain(value: Any) -> Any:
    """A JSON value: Decimals as int or float, tuples as lists, dataclasses as objects."""
    if type(value) in _PLAIN:  # most of what a record holds
        return value
    if isinstance(value, Decimal):
        return int(value) if value.as_tuple().exponent == 0 else float(value)
    if isinstance(value, tuple | list):
        return [plain(v) for v in value]
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items()}
    kind: Any = type(value)
    names = _names(kind)
    return value if names is None else {name: plain(getattr(value, name)) for name in names}


@cache
def _names(kind: type[Any]) -> tuple[str, ...] | None:
    """The fields of a dataclass, None for any other type."""
    return tuple(f.name for f in fields(kind)) if is_dataclass(kind) else None


def observation_to_dict(o: Observation) -> dict[str, Any]:
    """An observation as the contract spells it; some keys only where they say anything."""
    out: dict[str, Any] = plain(o)
    for key in ("alternatives", "doubts", "also_read", "measures"):
        if not out[key]:
            del out[key]
    return out


def _file_to_dict(f: FileRef, number: int) -> dict[str, Any]:
    """A file as the contract spells it, its unread parts under the number that it has in this record."""
    out: dict[str, Any] = plain(f)
    for part in out["unread"]:
        part["source"]["file"] = number
    return {key: value for key, value in out.items() if key not in ("reader", "unread") or value}


def _file(raw: dict[str, Any]) -> FileRef:
    unread = tuple(UnreadPart(u["what"], _sure_source(u["source"])) for u in raw.get("unread", ()))
    return FileRef(**{**raw, "unread": unread})


def record_to_dict(record: Record) -> dict[str, Any]:
    """A record as the contract spells it, keys in the contract's order; some of them only where there is anything."""
    out = {key: plain(getattr(record, key)) for key in _KEY_ORDER if key not in ("values", "files")}
    out["files"] = [_file_to_dict(f, n) for n, f in enumerate(record.files)]
    out["findings"] = [{k: v for k, v in f.items() if k != "odds" or v is not None} for f in out["findings"]]
    out["unmatched"] = [{k: v for k, v in u.items() if k != "proposals" or v} for u in out["unmatched"]]
    out["values"] = [observation_to_dict(o) for o in record.values]
    for c in out["criteria"]:
        for key in ("doubtful", "soft", "why"):
            if not c[key]:
                del c[key]
    return {key: out[key] for key in _KEY_ORDER if key not in _WHERE_ANY or out[key]}


def record_to_json(record: Record) -> str:
    """One line of JSON, Chinese unescaped."""
    return json.dumps(record_to_dict(record), ensure_ascii=False)


def _value(raw: Any) -> Value:
    """The value that was spelt. A number that is no figure (`model.interval.is_figure`) is what was written, a text."""
    if isinstance(raw, bool) or raw is None or isinstance(raw, str):
        return raw
    if isinstance(raw, list):
        return tuple(str(v) for v in raw)
    number = raw if isinstance(raw, Decimal) else Decimal(str(raw))
    return number if is_figure(number) else str(raw)


def _source(raw: dict[str, Any] | None) -> Source | None:
    if raw is None:
        return None
    bbox = raw.get("bbox")
    box = None if bbox is None else (float(bbox[0]), float(bbox[1]), float(bbox[2]), float(bbox[3]))
    return Source(raw["file"], raw.get("page"), box, raw.get("cell"), raw["reader"])


def _sure_source(raw: dict[str, Any]) -> Source:
    source = _source(raw)
    assert source is not None
    return source


def observation_from_dict(raw: dict[str, Any]) -> Observation:
    """The observation that `observation_to_dict` spelt; unreadable where its number is no figure, with its ink kept.

    Earlier versions have stored such numbers, and records from elsewhere may hold them.
    """
    value = _value(raw["value"])
    if isinstance(value, str) and not isinstance(raw["value"], str):
        why = [{"kind": "no_value", "because": "写的不是能填报的数"}]
        raw = raw | {"status": "unreadable", "precision": None, "confidence": 0.0, "doubts": why}
        value = None
    return Observation(
        indicator=raw["indicator"],
        label=raw["label"],
        period=raw["period"],
        dims=dict(raw["dims"]),
        value=value,
        unit=raw["unit"],
        precision=raw["precision"],
        raw=raw["raw"],
        status=raw["status"],
        confidence=float(raw["confidence"]),
        source=_source(raw["source"]),
        alternatives=tuple(
            Alternative(_value(a["value"]), a["raw"], float(a["confidence"]), _sure_source(a["source"]))
            for a in raw.get("alternatives", [])
        ),
        doubts=tuple(Reason(d["kind"], d["because"]) for d in raw.get("doubts", ())),
        also_read=tuple(
            AlsoRead(_value(a["value"]), a["raw"], float(a["probability"])) for a in raw.get("also_read", ())
        ),
        measures=raw.get("measures"),
    )


def _finding(raw: dict[str, Any]) -> Finding:
    expected = raw.get("expected")
    lo, hi = (None, None) if expected is None else (_bound(expected[0]), _bound(expected[1]))
    return Finding(
        check=raw["check"],
        kind=raw["kind"],
        severity=raw["severity"],
        message=raw["message"],
        fields=tuple(raw["fields"]),
        suspect=raw.get("suspect"),
        reported=_value(raw.get("reported")),
        expected=None if expected is None else (lo, hi),
        suggestion=_value(raw.get("suggestion")),
        clause=raw.get("clause", ""),
        origin=raw.get("origin"),
        parts=None if raw.get("parts") is None else Parts(**raw["parts"]),
        rests_on=tuple(raw.get("rests_on", ())),
        odds=_odds(raw.get("odds")),
    )


def _odds(raw: dict[str, Any] | None) -> Odds | None:
    if raw is None:
        return None
    return Odds(float(raw["misread"]), float(raw["misfilled"]), _value(raw.get("if_misread")))


def correction_from_dict(raw: dict[str, Any]) -> Correction:
    """The log entry that `plain` spelt."""
    values = {"old": _value(raw["old"]), "new": _value(raw["new"])}
    return Correction(**{f.name: values.get(f.name, raw[f.name]) for f in fields(Correction)})


def decision_from_dict(raw: dict[str, Any]) -> Decision:
    """The decision that `plain` spelt."""
    return Decision(**{f.name: raw[f.name] for f in fields(Decision)})


def _bound(raw: Any) -> Decimal | None:
    return None if raw is None else Decimal(str(raw))


def _proposals(raw: dict[str, Any]) -> tuple[Proposal, ...]:
    return tuple(Proposal(p["indicator"], p["label"], p["period"], float(p["score"])) for p in raw.get("proposals", ()))


def record_from_dict(raw: dict[str, Any]) -> Record:
    """The record that `record_to_dict` spelt; KeyError where a key of the contract is not there."""
    return Record(
        id=raw["id"],
        program=raw["program"],
        form=raw["form"],
        template=raw["template"],
        cluster=raw["cluster"],
        files=tuple(_file(f) for f in raw["files"]),
        values=tuple(observation_from_dict(o) for o in raw["values"]),
        findings=tuple(_finding(f) for f in raw["findings"]),
        criteria=tuple(
            CriterionResult(
                criterion=c["criterion"],
                clause=c["clause"],
                text=c["text"],
                status=c["status"],
                observed={k: _value(v) for k, v in c["observed"].items()},
                threshold=c["threshold"],
                doubtful=tuple(c.get("doubtful", ())),
                soft=tuple(c.get("soft", ())),
                why=c.get("why", ""),
            )
            for c in raw["criteria"]
        ),
        unmatched=tuple(
            Unmatched(u["label"], u["text"], _sure_source(u["source"]), _proposals(u)) for u in raw["unmatched"]
        ),
        corrections=tuple(correction_from_dict(c) for c in raw.get("corrections", [])),
        decisions=tuple(decision_from_dict(d) for d in raw.get("decisions", [])),
        applicant=raw.get("applicant", ""),
        identifier=raw.get("identifier", ""),
    )


def record_from_json(line: str) -> Record:
    """The record on one line of JSON, figures as exact Decimals."""
    return record_from_dict(json.loads(line, parse_float=Decimal))
