"""A new edition of a form that has a template: what its blank form asks differently, and the template with that.

The places that stay keep what the template says of them; only captions, years and headings are the new form's.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

from formextract.text import find_unit, parse_unit, squeeze, strip_numbering

Made = dict[str, Any]
Field = Mapping[str, Any]
RENAMED = 0.6
"""Likeness of two captions (0 to 1) from which one may be the other in new words, which the person is shown:
集群占地面积 and 集群用地面积 have 0.83, 联系人 and 联系方式 0.57."""
KEPT = "沿用上一版"
UNSEEN = "沿用上一版；空白表上没有找到它的填写处，请看一看"


def next_edition(base: Mapping[str, Any], drafted: Made, words: str) -> tuple[Made, list[dict[str, str]]]:
    """The form in the making of a new edition, and what it asks differently, as rows for a person.

    `base` is the template of the edition before, as its file says it; `drafted` what was drafted of the new blank form,
    `words` all that this prints.
    """
    old = [dict(f) for f in base["fields"]]
    new = [p for p in drafted["places"] if not p["dropped"]]
    of = _matched(old, new)
    printed = re.sub(r"\W", "", squeeze(words))
    headings = {s["id"]: s["heading"] for s in drafted["sections"]}
    sections = [{**s, "heading": headings.get(s["id"], s["heading"])} for s in map(dict, base.get("sections", ()))]
    known = {s["id"] for s in sections} | {"0"}
    places: list[dict[str, Any]] = []
    told: list[dict[str, str]] = []
    by_old = {o: n for n, o in of.items()}
    at = 0
    for o, field in enumerate(old):
        n = by_old.get(o)
        if n is None:
            if field.get("label") and _bare(str(field["label"])) not in printed:
                told.append({"kind": "gone", "label": str(field["label"]), "told": "取消"})
            else:
                places.append(_place(field, {}, UNSEEN))
            continue
        while at < n:  # what the new form asks for before it
            if at not in of:
                places.append(new[at])
            at += 1
        at = max(at, n + 1)
        told += _changed(field, new[n])
        places.append(_place({**field, "label": new[n]["label"]}, new[n], KEPT))
    places += [new[n] for n in range(at, len(new)) if n not in of]
    asked = {id(p) for p in places}
    added = [p for n, p in enumerate(new) if n not in of and id(p) in asked]
    told = [{"kind": "added", "label": str(p["label"]), "told": "新增"} for p in added] + told
    sections += [dict(s) for s in drafted["sections"] if s["id"] not in known]
    theirs = {name for p in added for name in _names(p["field"])}
    gone = {f["indicator"] for f in old} - {n for p in places for n in _names(p["field"])}
    titles = [*base["recognise"]["titles"], drafted["title"], *drafted["titles"]]
    made = {
        **drafted,
        "titles": list(dict.fromkeys(titles)),
        "years": drafted["years"] or list(base.get("years", ())),
        "sections": sections,
        "printed": list(dict.fromkeys([*base.get("printed", ()), *drafted["printed"]])),
        "places": places,
        "applicant": None,
        "rules": [r for r in drafted["rules"] if _about(r["edit"], theirs, gone)],
        "criteria": [],
    }
    return made, told


def template_with(base: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """The file of the new edition: the template before, with what `own` says of places, years, headings and words."""
    recognise = {**base["recognise"], "titles": own["recognise"]["titles"]}
    indicators = {**base.get("indicators", {}), **own.get("indicators", {})}
    out = {**base, **{k: own[k] for k in ("template", "title", "years", "sections", "fields", "printed") if k in own}}
    out["recognise"] = recognise
    if indicators:
        out["indicators"] = indicators
    return out


def _matched(old: Sequence[Field], new: Sequence[Mapping[str, Any]]) -> dict[int, int]:
    """Which place of the new form is which field of the template, by their numbers: of the same caption, in order; of
    the same meaning; of nearly the same caption.
    """
    out: dict[int, int] = {}

    def free(n: int) -> list[int]:
        return [o for o in range(len(old)) if o not in out.values()] if n not in out else []

    for exactly in (True, False):
        for n, place in enumerate(new):
            same = [o for o in free(n) if _bare(str(old[o].get("label", ""))) == _bare(str(place["label"]))]
            here = [o for o in same if str(old[o].get("section", "")) == str(place["section"])]
            if found := here or ([] if exactly else same):
                out[n] = found[0]
    for n, place in enumerate(new):
        field = place["field"]
        means = [
            o
            for o in free(n)
            if (old[o]["indicator"], old[o].get("dims", {})) == (field["indicator"], field.get("dims", {}))
        ]
        if means and not place["meanings"]:
            out[n] = means[0]
    for n, place in enumerate(new):
        ranked = sorted(((_likeness(old[o], place), -o) for o in free(n) if _alike(old[o], place)), reverse=True)
        if ranked and ranked[0][0] >= RENAMED:
            out[n] = -ranked[0][1]
    return out


def _alike(field: Field, place: Mapping[str, Any]) -> bool:
    """Whether a field and a place are filled in alike: ticked both or neither, of one part of the form."""
    ticked = [bool(x.get("options")) for x in (field, place["field"])]
    return ticked[0] == ticked[1] and str(field.get("section", "")) == str(place["section"])


def _likeness(field: Field, place: Mapping[str, Any]) -> float:
    one, other = _bare(str(field.get("label", ""))), _bare(str(place["label"]))
    return SequenceMatcher(None, one, other).ratio() if one and other else 0.0


def _changed(field: Field, place: Mapping[str, Any]) -> list[dict[str, str]]:
    """What a place that stays asks differently."""
    before, now = str(field.get("label", "")), str(place["label"])
    a, b = _unit(before), _unit(now)
    out = []
    if a != b and (a or b):
        out.append(f"单位由“{a or '没有印'}”改为“{b or '没有印'}”")
    if before and _bare(before) != _bare(now):
        out.append(f"名称由“{before}”改为“{now}”")
    options = [[squeeze(str(x)) for x in given.get("options", ())] for given in (field, place["field"])]
    if all(options) and options[0] != options[1]:
        out.append(f"选项由“{'、'.join(options[0])}”改为“{'、'.join(options[1])}”，请核对")
    return [{"kind": "changed", "label": now, "told": "；".join(out)}] if out else []


def _place(field: Field, drawn: Mapping[str, Any], note: str) -> dict[str, Any]:
    """A field of the template as a place of the form in the making."""
    return {
        "label": str(field.get("label", "")) or str(drawn.get("label", "")),
        "section": str(field.get("section", "0")),
        "where": drawn.get("where", ""),
        "cells": list(drawn.get("cells", ())),
        "field": dict(field),
        "meanings": {},
        "others": [],
        "score": 1.0,
        "note": note,
        "dropped": False,
    }


def _unit(label: str) -> str:
    """The unit that a caption prints."""
    for inner in re.findall(r"[（(]([^（）()]{1,12})[)）]", label):
        tight = squeeze(inner).removeprefix("单位:")
        if parse_unit(tight) is not None:
            return tight
    return find_unit(label) or ""


def _bare(label: str) -> str:
    """A caption without numbering, brackets, years, blanks and signs."""
    plain = re.sub(r"[（(][^（）()]*[)）]|20\d\d年?", "", strip_numbering(squeeze(label).replace("（", "(")))
    return re.sub(r"\W", "", plain)


def _names(field: Field) -> set[str]:
    """The indicators that a field names."""
    named = {str(field["indicator"]), *map(str, field.get("beside", {}).values())}
    return named | set(re.findall(r"\{(\w+)\}", str(field.get("gaps", ""))))


def _about(edit: Mapping[str, Any], theirs: set[str], gone: set[str]) -> bool:
    """Whether a proposed rule is about something new, and nothing that is no longer asked."""
    named = set(
        re.findall(r"[a-z\u4e00-\u9fff][a-z0-9_\u4e00-\u9fff]*", str([v for k, v in edit.items() if k != "clause"]))
    )
    return bool(named & theirs) and not named & gone
