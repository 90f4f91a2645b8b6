"""The standard's clauses, judged by a rules engine on the record's facts."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from copy import deepcopy
from functools import cache, lru_cache
from typing import Any

from formextract.checks.messages import name
from formextract.checks.passages import passages, texts_of
from formextract.model import CriterionResult, Finding, Observation, Record, Value
from formextract.model.doubt import SURE
from formextract.model.edits import Criterion
from formextract.model.facts import facts, leaf_of, values_by_key
from formextract.model.json import plain
from formextract.model.record import CriterionStatus
from formextract.wording import STATUSES

VALUES = "values"
"""The fact that holds a leaf for each indicator."""
_WORD = re.compile(r"\w+")
_UNNAMED = re.compile(rf"\$|\b{VALUES}\b(?!\s*(?:\(|\.\s*\w|\[\s*[\"']))")
"""What may stand for facts that are not named: the root, the values as a whole. `values(…)` is the engine's word."""
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")

ENGINE_MOST = 2**63
"""Of a number's size; the engine raises on larger integers and, later, on larger floats."""


def judge(record: Record, criteria: Sequence[Criterion], findings: Iterable[Finding] = ()) -> list[CriterionResult]:
    """Each clause with its status, in the standard's order; `observed` holds the figures that it looked at.

    Of a clause that only a person can judge, `observed` also holds the passages that speak of it.
    Where a finding suspects one of those figures and the clause would turn out otherwise with what the other figures
    allow, its text says so.
    """
    if not criteria:
        return []
    criteria = [c for c in criteria if c.is_about(record.form)]
    by_key = values_by_key(record)
    context = engine_facts(record, what_they_see(criteria), by_key)
    written = cache(lambda: _as_written(context))
    values: dict[str, list[tuple[str, Observation]]] = {}
    for key, o in by_key.items():
        values.setdefault(o.indicator, []).append((key, o))
    suspected = {f.suspect: f for f in findings if f.suspect is not None and f.severity != "info"}
    results = []
    texts = texts_of(record) if any(c.quote for c in criteria) else ()
    for criterion in criteria:
        named = [(key, o) for indicator in criterion.uses for key, o in values.get(indicator, ())]
        looked_at = [o for _, o in named]
        status: CriterionStatus = "manual" if criterion.manual else decide(criterion, context)
        doubtful = [
            o
            for key, o in named
            if key in suspected and not criterion.manual and _turns(criterion, status, context, o, suspected[key])
        ]
        text = criterion.text
        soft = criterion.soft if status == "not_met" and _leaves_room(criterion, context) else ()
        if soft:
            status = "unknown"
            text += f"（条文写明“{'”“'.join(soft)}”，未达到的由人判断）"
        if doubtful:
            text += f"（{'、'.join(name(o) for o in doubtful)}可能有误，更正后结论可能改变）"
        observed: dict[str, Value] = {
            key: o.value for key, o in named if not criterion.manual or o.status in ("reported", "none")
        }
        if criterion.quote:
            observed |= {k: v for k, v in passages(texts, criterion.quote).items() if observed.get(k) is None}
        unsure = tuple(key for key, o in named if o.is_given and o.confidence < SURE) if not criterion.manual else ()
        why = _why(criterion, status, looked_at, written, soft=bool(soft))
        results.append(
            CriterionResult(
                criterion.id, criterion.clause, text, status, observed, criterion.threshold, unsure, soft, why
            )
        )
    return results


NAMED = 4
"""Values that a verdict's reason names."""


def _why(
    criterion: Criterion,
    status: CriterionStatus,
    looked_at: Sequence[Observation],
    written: Callable[[], Mapping[str, Any]],
    *,
    soft: bool,
) -> str:
    """What a verdict rests on, or what it lacks, for people."""
    told = []
    if status == "unknown" and not soft:
        holds = [_true(text, written()) for text in (criterion.met or "false", criterion.not_met or "false")]
        lacking = [o for o in looked_at if not o.is_given and o.status != "none"]
        if any(holds):  # of figures that are equal both hold
            said = "" if all(holds) else f"按所填数字本身为{'符合' if holds[0] else '不符合'}，"
            told.append(f"所填数字与界限之差在四舍五入的范围之内，{said}请人工判断")
        elif lacking:
            told.append(f"{STATUSES['blank']}或{STATUSES['unreadable']}：{_named(lacking)}")
    unsure = [o for o in looked_at if o.is_given and o.confidence < SURE]
    if unsure and status != "manual":
        told.append(f"所依据的{_named(unsure)}识别把握不足，请先核对原件")
    if criterion.note:
        told.append(criterion.note)
    return "".join(f"{sentence}。" for sentence in told)


def _named(observations: Sequence[Observation]) -> str:
    names = list(dict.fromkeys(name(o) for o in observations))
    return "、".join(names[:NAMED]) + (f"等 {len(names)} 项" if len(names) > NAMED else "")


def _as_written(context: Mapping[str, Any]) -> dict[str, Any]:
    """The facts with every figure taken for exactly what is written, not for what rounds to it."""

    def exact(node: Any) -> Any:
        if isinstance(node, list):
            return [exact(n) for n in node]
        if not isinstance(node, dict):
            return node
        value = node.get("value")
        if "lo" in node and isinstance(value, int | float) and not isinstance(value, bool):
            return {**node, "lo": value, "hi": value}
        return {key: exact(n) for key, n in node.items()}

    return {**context, "values": exact(context["values"])}


def unjudged(record: Record, criteria: Sequence[Criterion]) -> list[CriterionResult]:
    """The clauses about such a form where judging them came to no end."""
    return [
        CriterionResult(c.id, c.clause, c.text, "manual" if c.manual else "unknown", {}, c.threshold)
        for c in criteria
        if c.is_about(record.form)
    ]


def _turns(
    criterion: Criterion, status: CriterionStatus, context: Mapping[str, Any], o: Observation, finding: Finding
) -> bool:
    """Whether the clause is judged otherwise where the figure is what the finding expects."""
    if finding.expected is None:
        return True
    corrected = deepcopy(dict(context))
    leaf = leaf_of(corrected, o)
    if leaf is None or "lo" not in leaf:
        return True
    low, high = finding.expected
    leaf["lo"], leaf["hi"] = (None if x is None else _taken(float(x)) for x in (low, high))
    leaf["value"] = _taken(plain(finding.suggestion))
    return decide(criterion, corrected) != status


def _leaves_room(criterion: Criterion, context: Mapping[str, Any]) -> bool:
    """Whether the clause's own words let a person decide otherwise on what does not reach it."""
    return bool(criterion.soft) and (criterion.soft_if is None or _true(criterion.soft_if, context))


def decide(criterion: Criterion, context: Mapping[str, Any]) -> CriterionStatus:
    """`met` where the criterion's `met` holds, `not_met` where its `not_met` does, else `unknown`."""
    if criterion.met is not None and _true(criterion.met, context):
        return "met"
    if criterion.not_met is not None and _true(criterion.not_met, context):
        return "not_met"
    return "unknown"


def _true(expression: str, context: Mapping[str, Any]) -> bool:
    """Whether the engine says true. It answers a comparison with a figure that is not there with an error."""
    try:
        return _compiled(expression).evaluate(_asked_for(expression, context)) is True
    except RuntimeError:
        return False


def _asked_for(expression: str, context: Mapping[str, Any]) -> dict[str, Any]:
    """Of the facts those that the expression names: the engine takes over whatever it is given, most of its time."""
    names = _names_in(expression)
    if names is None:
        return dict(context)
    found = {name: fact for name, fact in context.items() if name in names}
    if VALUES in found:
        found[VALUES] = {name: value for name, value in found[VALUES].items() if name in names}
    return found


@lru_cache(maxsize=1024)
def _names_in(expression: str) -> frozenset[str] | None:
    """All words of an expression, names of facts among them; None where it may look at facts without naming them."""
    return None if _UNNAMED.search(_QUOTED.sub('""', expression)) else frozenset(_WORD.findall(expression))


def what_they_see(criteria: Iterable[Criterion]) -> frozenset[str] | None:
    """The indicators that the clauses look at, and other words of theirs; None where one may look at any."""
    out: set[str] = set()
    for c in criteria:
        out.update(c.uses)
        for expression in filter(None, (c.met, c.not_met, c.soft_if)):
            names = _names_in(expression)
            if names is None:
                return None
            out |= names
    return frozenset(out)


def engine_facts(
    record: Record, only: Container[str] | None = None, by_key: Mapping[str, Observation] | None = None
) -> dict[str, Any]:
    """The record's facts in values that the engine takes; with `only` of these indicators alone."""
    taken: dict[str, Any] = _taken(facts(record, only=only, by_key=by_key))
    return taken


def _taken(value: Any) -> Any:
    """The value as the engine takes it. Half characters (a file's name in no encoding) and numbers beyond
    `ENGINE_MOST` it refuses altogether; a bound so far away is no bound.
    """
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return value if value.isascii() else value.encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, dict):
        return {k if k.isascii() else _taken(k): _taken(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_taken(v) for v in value]
    if isinstance(value, int | float) and not -ENGINE_MOST < value < ENGINE_MOST:
        return None
    return value


@lru_cache(maxsize=1024)
def _compiled(expression: str) -> Any:
    import zen

    return zen.compile_expression(expression)
