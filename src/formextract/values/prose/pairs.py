"""`由2021年的…增至2023年的…`: two figures of two years, and the same two years for a pair behind that says none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from formextract.values.prose.clauses import tells
from formextract.values.prose.tokens import Token
from formextract.values.prose.when import When

_FROM = re.compile(r"(?:由|从)(?:最初的?|原来的?|原先的?|当初的?|年初的?|的)?$")
_UP_TO = re.compile(r"[到至]的?$")
"""Right before the second figure of a pair, whatever the verb: 一路走高到203.7亿元."""
_FROM_NOW = re.compile(r"(?:由|从)(?:目前|现在|现有)的?$")


@dataclass(frozen=True, slots=True)
class Pair:
    """The years of the last pair; `on` where its first figure was given and the second is to come."""

    first: When | None = None
    second: When | None = None
    on: bool = False
    around: When = field(default_factory=When)
    """What held before the first figure's year was said, if it was said in the sentence."""


def paired(
    tokens: Sequence[Token],
    before: str,
    figure: Token,
    when: When,
    pair: Pair,
    years: tuple[str, ...] = (),
    around: When | None = None,
    stale: bool = False,
) -> tuple[When, str, Pair]:
    """A figure's period, what speaks of its place in a pair, and the pair from here on.

    `tokens` and `before` are what stands before the figure in its clause; `years` those that 近三年 means; `around` is
    the period that held before the last one was said, which is `stale` once a figure was given of it.
    """
    ends = when.span or years
    chained = any("~chain" in t.tags for t in tokens) or _UP_TO.search(before) is not None
    words = [t for t in tokens if t.tags != {"filler"}]
    own = words[-1] if words and words[-1].kind == "period" else None
    ahead = before[: len(before) - (figure.start - own.start)] if own is not None else before
    if _FROM_NOW.search(before):
        return When(now=True, said=True), "from_now", pair
    start = next((t for t in reversed(tokens) if "~from" in t.tags or t.kind == "figure"), None)
    since = [t for t in tokens if start is not None and t.start >= start.end]
    vague = (
        start is not None and start.kind == "word" and not tells(since) and not any("~chain" in t.tags for t in since)
    )
    if when.spans and len(ends) > 1 and own is None:
        if start is not None and start.kind == "word" and not any("~chain" in t.tags for t in since):
            return When(year=ends[0], said=True), "from_span", replace(pair, on=True)
        if pair.on and chained:
            return When(year=ends[-1], said=True), "to_span", replace(pair, on=False)
    if _FROM.search(ahead) or vague:
        if own is not None:
            return when, "from_year", Pair(when, None, True, around if around is not None and around.said else When())
        on = replace(pair, on=True)
        return (pair.first, "from_pair", on) if pair.first is not None else (when, "from_nowhere", on)
    if pair.on and chained:
        if own is not None:
            return when, "to_year", Pair(pair.first, when)
        over = replace(pair, on=False)
        if pair.second is None and pair.first is not None and when.year is not None and stale:
            return _end_of(pair, when.year, years), "to", over
        return (pair.second, "to_pair", over) if pair.second is not None else (when, "to", over)
    return when, "", pair


def _end_of(pair: Pair, latest: str, years: tuple[str, ...]) -> When:
    """When a chain ends that does not say it: in the year around it (2023年，由2021年的…), else when the report ends.

    从2022年的3家、2023年的4家增加到6家: never in the year that was told of another figure, `latest`.
    """
    if pair.around.year is not None and pair.around.year > latest:
        return pair.around
    return When(year=years[-1] if years and years[-1] > latest else None)
