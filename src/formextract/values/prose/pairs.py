"""`由2021年的…增至2023年的…`: two figures of two years, and the same two years for a pair behind that says none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from formextract.values.prose.clauses import tells
from formextract.values.prose.tokens import Token
from formextract.values.prose.when import When

_FROM = re.compile(r"(?:由|从)(?:最初的?|原来的?|原先的?|当初的?|年初的?|的)?$")
_FROM_NOW = re.compile(r"(?:由|从)(?:目前|现在|现有)的?$")


@dataclass(frozen=True, slots=True)
class Pair:
    """The years of the last pair; `on` where its first figure was given and the second is to come."""

    first: When | None = None
    second: When | None = None
    on: bool = False


def paired(
    tokens: Sequence[Token], before: str, figure: Token, when: When, pair: Pair, years: tuple[str, ...] = ()
) -> tuple[When, str, Pair]:
    """A figure's period, what speaks of its place in a pair, and the pair from here on.

    `tokens` and `before` are what stands before the figure in its clause; `years` those that 近三年 means.
    """
    ends = when.span or years
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
        if pair.on and any("~chain" in t.tags for t in tokens):
            return When(year=ends[-1], said=True), "to_span", replace(pair, on=False)
    if _FROM.search(ahead) or vague:
        if own is not None:
            return when, "from_year", Pair(when, None, True)
        on = replace(pair, on=True)
        return (pair.first, "from_pair", on) if pair.first is not None else (when, "from_nowhere", on)
    if pair.on and any("~chain" in t.tags for t in tokens):
        if own is not None:
            return when, "to_year", Pair(pair.first, when)
        over = replace(pair, on=False)
        if pair.second is None and pair.first is not None and when.year is not None and when.year == pair.first.year:
            # 从2022年的310家增长到386家: as it stands at the end of what is reported
            return When(year=years[-1] if years and years[-1] > when.year else None), "to", over
        return (pair.second, "to_pair", over) if pair.second is not None else (when, "to", over)
    return when, "", pair
