"""A form in the making, as a page edits it: its places with what each means, rules, conditions; and the files of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import yaml

from formextract.drafting.applicants import applicant_of
from formextract.drafting.conditions import clauses_of, grouped, lacks
from formextract.drafting.draft import Draft
from formextract.drafting.newly import token_of
from formextract.drafting.telling import told_rule
from formextract.drafting.writing import FEW_LABELS, MANY_LABELS, fields_of, note_of, rules_of
from formextract.model.template import Indicator

Made = dict[str, Any]
"""What the page holds of a form in the making; docs/review.md names its keys."""
COVER = "与表内同名栏目重复，一般不必再读"


def made_of(draft: Draft) -> Made:
    """A draft as the page edits it."""
    layout = draft.layout
    places = []
    for f, field in fields_of(draft):
        spec = yaml.safe_load(field)
        places.append(
            {
                "label": f.found.label,
                "section": f.found.section,
                "where": f.found.where,
                "cells": list(f.found.cells),
                "field": spec,
                "meanings": {name: _plain(i) for name, i in f.all_new} if not f.repeats else {},
                "others": [name for name, _ in f.others],
                "score": f.score,
                "note": COVER if f.repeats else note_of(f),
                "dropped": f.repeats,
            }
        )
    live = [f for f in draft.fields if not f.repeats]
    applies = applicant_of(live) if not draft.columns else ""
    indicators = draft.indicators
    rules = [yaml.safe_load(rule) for rule in rules_of(draft)]
    return {
        "title": layout.title or "未命名的表",
        "titles": list(dict.fromkeys(layout.titles)),
        "years": sorted(layout.years)[-3:],
        "sections": [{"id": n, "heading": h} for n, h in layout.sections] if not draft.columns else [],
        "printed": [p for p in dict.fromkeys(layout.printed) if p],
        "places": places,
        "open": list(dict.fromkeys(layout.open)),
        "applicant": yaml.safe_load(applies)["applicant"] if applies else None,
        "rules": [
            {"edit": rule, "told": told_rule(rule, {n: i.label for n, i in indicators.items()}), "taken": True}
            for rule in rules
        ],
        "criteria": [],
    }


def _plain(indicator: Indicator) -> dict[str, Any]:
    plain: dict[str, Any] = indicator.model_dump(exclude_defaults=True)
    return plain


def files_of(made: Made, template: str, programme: str, catalogue: Mapping[str, Indicator]) -> dict[str, str]:
    """The files of a programme's folder that a form in the making stands for, by name."""
    live = [p for p in made["places"] if not p["dropped"]]
    own: dict[str, Any] = {}
    fields = []
    for place in live:
        spec = dict(place["field"])
        for name, meaning in place["meanings"].items():
            own[name] = _typed(meaning, spec)
        fields.append(spec)
    asked = {n for spec in fields for n in _named_by(spec)}
    fields = [{k: v for k, v in spec.items() if k != "after" or v in asked} for spec in fields]
    out: dict[str, Any] = {
        "template": template,
        "title": made["title"],
        "recognise": {
            "titles": list(dict.fromkeys([made["title"], *made["titles"]])),
            "least_labels": max(FEW_LABELS, min(MANY_LABELS, len(live) // 3)),
        },
    }
    applicant = made.get("applicant")
    if applicant and applicant["name"] in asked:
        out["applicant"] = {k: v for k, v in applicant.items() if k != "identifier" or v in asked}
    if made["years"]:
        out["years"] = made["years"]
    if made["sections"]:
        out["sections"] = made["sections"]
    labels = {p["label"] for p in live} | {s["heading"] for s in made["sections"]}
    out |= {"indicators": own} if own else {}
    out |= {"fields": fields, "printed": [p for p in made["printed"] if p not in labels]}
    form, edition = template.partition("/")[2].split("@")
    words = {"letter": made["letter"]} if made.get("letter") else {}
    files = {f"{form}@{edition}.yaml": written(out), "programme.yaml": written({"title": programme} | words)}
    known = {**catalogue, **{n: Indicator.model_validate(i) for n, i in own.items()}}
    edits = [r["edit"] for r in made["rules"] if r["taken"] and _names_in(r["edit"]) <= asked]
    if edits:
        files["edits.yaml"] = written({"edits": edits})
    criteria = [
        clauses_of(rows, n, known)
        for n, rows in enumerate(grouped(made["criteria"]), 1)
        if all({c["name"], c.get("of") or c["name"]} <= asked and not lacks(c, known) for c in rows)
    ]
    if criteria:
        files["criteria.yaml"] = written({"source": programme, "criteria": criteria})
    return files


def lacking(made: Made, catalogue: Mapping[str, Indicator]) -> list[str]:
    """What each condition of a form in the making still needs, '' for one that is whole."""
    live = [p for p in made["places"] if not p["dropped"]]
    own = {n: Indicator.model_validate(_typed(i, dict(p["field"]))) for p in live for n, i in p["meanings"].items()}
    asked = {n for p in live for n in _named_by(p["field"])}
    known = {n: i for n, i in {**catalogue, **own}.items() if n in asked}
    return [lacks(c, known) for c in made["criteria"]]


def _named_by(spec: Mapping[str, Any]) -> set[str]:
    """The indicators that a field names."""
    one = {spec[k] for k in ("indicator", "names", "joined", "target") if k in spec}
    more = {*spec.get("parts", {}).values(), *spec.get("beside", {}).values()}
    return one | more | set(re.findall(r"\{(\w+)\}", spec.get("gaps", "")))


def _names_in(edit: Mapping[str, Any]) -> set[str]:
    """The indicators of a rule."""
    told = [edit[k] for k in ("part", "whole", "rate", "amount", "before", "count", "total", "names") if k in edit]
    listed = [x for k in ("parts", "amounts", "indicators", "order") for x in edit.get(k, ())]
    return {re.split(r"[@\[]", str(x))[0] for x in (*told, *listed)}


def _typed(meaning: Mapping[str, Any], spec: dict[str, Any]) -> dict[str, Any]:
    """A new indicator whose type agrees with the options of its place, which are put as the type asks."""
    out = dict(meaning)
    kind = str(out["type"]).partition(":")[0]
    options = list(spec.get("options", ()))
    if kind == "bool" and len(options) == 2:  # noqa: PLR2004 - yes and no
        spec["options"] = dict(zip(options, ("yes", "no"), strict=True))
    elif kind == "choice" and options and not isinstance(meaning.get("kept"), bool):
        tokens = spec["options"] if isinstance(spec["options"], dict) else {o: token_of(o) for o in options}
        spec["options"], out["type"] = tokens, "choice:" + "|".join(dict.fromkeys(tokens.values()))
    elif kind == "multichoice":
        spec["options"], out["type"] = options, f"multichoice:{max(1, len(options))}"
    elif kind not in ("bool", "choice"):
        spec.pop("options", None)
        if spec.get("shape") == "ticks":
            spec.pop("shape")
    if kind in ("number", "integer"):
        out["unit"] = out.get("unit") or ("个" if kind == "integer" else "万元")
    else:
        out.pop("unit", None)
    return out


def written(data: Mapping[str, Any]) -> str:
    """Data as a file of templates writes it."""
    text: str = yaml.safe_dump(dict(data), allow_unicode=True, sort_keys=False, default_flow_style=None, width=1000)
    return text
