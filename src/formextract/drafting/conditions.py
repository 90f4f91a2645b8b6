"""Conditions of a programme, as a page edits them: from rows (indicator, how it is reckoned, a limit) to clauses."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from formextract.drafting.newly import token_of
from formextract.model.template import Indicator
from formextract.text import conversion

LAST, PREVIOUS = "[years[len(years) - 1]]", "[years[len(years) - 2]]"
HOW = ("value", "each", "share", "growth", "average")
"""The last year's figure, each year's, its share of another one, its growth over the year before, a year on average."""
BOUNDS: Mapping[str, tuple[str, str]] = {
    "least": (">=", "<"),
    "above": (">", "<="),
    "most": ("<=", ">"),
    "below": ("<", ">="),
}
"""Signs of a limit with what fails it; those that ask for much are the first two."""
_TOLD = {"share": "占", "growth": "比上年增长", "average": "年均增长"}
_LEAF = re.compile(r'values\["[^"]+"\](?:\[(?:[^\[\]]|\[[^\[\]]*\])*\])*\.(?:lo|hi|value)')
"""What an expression reads of a record: values["revenue"][years[len(years) - 1]].lo."""
_WHOLE_LOSS = Decimal(-100)
"""Per cent: what grows by less is gone."""


def lacks(condition: Mapping[str, Any], known: Mapping[str, Indicator]) -> str:
    """What a condition still needs before anything can be judged by it, in plain Chinese; '' where it is whole."""
    one = known.get(condition["name"])
    if one is None:
        return "没有选指标"
    if not condition.get("join") and not str(condition.get("clause") or "").strip():
        return "没有写条款原文"
    if one.kind == "bool":
        return "" if condition["sign"] in ("yes", "no") else "没有选应为“是”还是“否”"
    if one.kind == "choice":
        options = one.type.partition(":")[2].split("|")
        return "" if token_of(str(condition["value"])) in options else f"应为表上的选项之一：{'、'.join(options)}"
    if one.kind not in ("number", "integer"):
        return "这个指标不是数，不能作条件"
    if condition["sign"] not in BOUNDS:
        return "没有选不少于还是不超过"
    limit = _limit(condition)
    if limit is None:
        return "没有填数"
    columns = one.dims.get("column", ())
    if columns and condition.get("column", "") not in columns:
        return f"没有选哪一栏：{'、'.join(columns)}"
    how = condition.get("how", "value")
    if how not in HOW:
        return "没有选怎样算"
    if how in ("each", "growth", "average") and one.period != "year":
        return "这个指标不是按年填写的，没有各年的数可比"
    if how in ("growth", "average") and limit <= _WHOLE_LOSS:
        return "增长不会低于 −100%"
    if how == "share":
        whole = known.get(condition.get("of", ""))
        if whole is None or whole.kind not in ("number", "integer"):
            return "没有选占哪一项的比例"
        if (one.period == "year") != (whole.period == "year"):
            return "两项一个按年填写、一个不是，不能算占比"
        if _times(one, whole) is None:
            return f"两项的单位不同（{one.unit}、{whole.unit}），不能算占比"
    return ""


def grouped(conditions: Sequence[Mapping[str, Any]]) -> list[list[Mapping[str, Any]]]:
    """The rows of each clause: a row that is joined (`and`, `or`) to the one above it is of the same clause."""
    out: list[list[Mapping[str, Any]]] = []
    for condition in conditions:
        if out and condition.get("join"):
            out[-1].append(condition)
        else:
            out.append([condition])
    return out


def clauses_of(rows: Sequence[Mapping[str, Any]], number: int, known: Mapping[str, Indicator]) -> dict[str, Any]:
    """The rows of one clause as a clause of `criteria.yaml`; 且 binds more tightly than 或."""
    parts = [clause_of(number, row, known) for row in rows]
    if len(parts) == 1:
        return parts[0]
    ways: list[list[dict[str, Any]]] = [[]]
    for row, part in zip(rows, parts, strict=True):
        if row.get("join") == "or":
            ways.append([])
        ways[-1].append(part)
    words = ("threshold", "uses", "met", "not_met")
    head = {k: v for k, v in parts[0].items() if k not in words}
    told = [
        " 且 ".join(
            f"“{known[p['uses'][0]].label}”{'' if p['threshold'][0] == '占' else ' '}{p['threshold']}" for p in way
        )
        for way in ways
    ]
    met = [_joined("and", [_guarded(p["met"]) for p in way]) for way in ways]
    not_met = [_joined("or", [_guarded(p["not_met"]) for p in way]) for way in ways]
    return head | {
        "threshold": "；或 ".join(told),
        "uses": list(dict.fromkeys(name for p in parts for name in p["uses"])),
        "met": _joined("or", met),
        "not_met": _joined("and", not_met),
    }


def _joined(word: str, parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f" {word} ".join(f"({p})" for p in parts)


def _guarded(expression: str) -> str:
    """An expression that is false, and no error, where a figure that it asks for is not there.

    The engine compares nothing with a figure that is not there, and would leave the other side of an 或 unjudged.
    """
    asked = dict.fromkeys(m.group() for m in _LEAF.finditer(expression) if "#" not in m.group())
    guards = [f"{leaf} != null" for leaf in asked]
    return " and ".join([*guards, f"({expression})"]) if guards else expression


def clause_of(number: int, condition: Mapping[str, Any], known: Mapping[str, Indicator]) -> dict[str, Any]:
    """A whole condition as a clause of `criteria.yaml`."""
    name = condition["name"]
    one = known[name]
    head = {"id": f"c{number}", "clause": f"第 {number} 条", "text": str(condition.get("clause") or "").strip()}
    if one.kind == "bool":
        right = "true" if condition["sign"] == "yes" else "false"
        wrong = "false" if right == "true" else "true"
        told = {"threshold": f"= {'是' if right == 'true' else '否'}", "uses": [name]}
        return head | told | {"met": f"{_at(name)}.value == {right}", "not_met": f"{_at(name)}.value == {wrong}"}
    if one.kind == "choice":
        token = token_of(str(condition["value"]))
        given = f"{_at(name)}.value != null and {_at(name)}.value"
        told = {"threshold": f"= {token}", "uses": [name]}
        return head | told | {"met": f'{given} == "{token}"', "not_met": f'{given} != "{token}"'}
    return head | _bounded(condition, known)


def _bounded(condition: Mapping[str, Any], known: Mapping[str, Indicator]) -> dict[str, Any]:
    """A limit of a figure, a share or a growth. What rounds to the figures as written decides which bound is asked."""
    name, how, sign = condition["name"], condition.get("how", "value"), condition["sign"]
    limit = _limit(condition)
    assert limit is not None
    held, failed = BOUNDS[sign]
    low, high = ("lo", "hi") if held[0] == ">" else ("hi", "lo")
    column = condition.get("column", "")

    def leaf(indicator: str, year: str) -> str:
        own = column in known[indicator].dims.get("column", ())
        return _at(indicator) + (year if known[indicator].period == "year" else "") + (f'["{column}"]' if own else "")

    at = leaf(name, LAST)
    told, uses = f"{held} {limit}", [name]
    if how == "each":
        years = leaf(name, "[#]")
        met = f"len(years) >= 1 and all(years, {years}.{low} {held} {limit})"
        not_met = f"some(years, ({years}.{high} ?? {limit + (held[0] == '>') - (held[0] == '<')}) {failed} {limit})"
        return {"threshold": told, "uses": uses, "met": met, "not_met": not_met}
    if how == "share":
        other = condition["of"]
        whole = leaf(other, LAST)
        times = _times(known[name], known[other])
        assert times is not None
        met = f"{whole}.lo > 0 and {at}.{low} * {times * 100:f} {held} {limit} * {whole}.{high}"
        not_met = f"{whole}.lo > 0 and {at}.{high} * {times * 100:f} {failed} {limit} * {whole}.{low}"
        told = f"占“{known[other].label}” {told}%"
        return {"threshold": told, "uses": [name, other], "met": met, "not_met": not_met}
    if how in ("growth", "average"):
        base = leaf(name, PREVIOUS if how == "growth" else "[years[0]]")
        factor = f"{1 + limit / 100:f}" + ("" if how == "growth" else " ^ (len(years) - 1)")
        sound = f"len(years) >= 2 and {base}.lo > 0"
        met = f"{sound} and {at}.{low} {held} {base}.{high} * {factor}"
        not_met = f"{sound} and {at}.{high} {failed} {base}.{low} * {factor}"
        return {"threshold": f"{_TOLD[how]} {told}%", "uses": uses, "met": met, "not_met": not_met}
    return {
        "threshold": told,
        "uses": uses,
        "met": f"{at}.{low} {held} {limit}",
        "not_met": f"{at}.{high} {failed} {limit}",
    }


def _at(name: str) -> str:
    return f'values["{name}"]'


def _limit(condition: Mapping[str, Any]) -> Decimal | None:
    """The figure as typed, with the unit or a sign of per cent behind it or not."""
    found = re.match(r"-?\d+(?:\.\d+)?", str(condition["value"]).strip().replace(",", "").replace("−", "-"))
    try:
        return None if found is None else Decimal(found[0])
    except InvalidOperation:
        return None


def _times(part: Indicator, whole: Indicator) -> Decimal | None:
    """How many of the whole's units one of the part's is, None where they measure different things."""
    if part.unit == whole.unit:
        return Decimal(1)
    return conversion(part.unit or "", whole.unit or "")
