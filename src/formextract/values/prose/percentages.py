"""The reading that a percentage may have: the last rate's where nothing is named, else by the words of its clause."""

from __future__ import annotations

from dataclasses import replace

from formextract.values.prose.candidates import Candidate
from formextract.values.prose.clauses import Clause, Parsed
from formextract.values.prose.context import Context
from formextract.values.prose.frames import Form, Frames
from formextract.values.prose.percent import percentage
from formextract.values.prose.phrases import phrase_of
from formextract.values.prose.series import SeriesFigure
from formextract.values.prose.tokens import Token
from formextract.values.prose.when import Report


def percent_candidate(
    k: int, clause: Clause, parsed: Parsed, context: Context, frames: Frames, report: Report
) -> Candidate | None:
    """What the percentage at token `k` may be."""
    figure, text = parsed.tokens[k], parsed.text
    tokens, begin = parsed.since(k, clause, "、")
    words = phrase_of(tokens, text, begin, figure.start, frames.neutral)
    on = words.marks & {"chain", "from"} or any(t.period is not None for t in tokens)
    bare = words.empty and not words.marks & {"share", "average", "rise", "fall"}
    if context.rate is not None and bare and (on or not words.tail):
        meaning, phrase = context.rate
        return Candidate(figure, meaning, phrase, frozenset(["rate_carried"]))
    last, whole = context.topic or context.last, context.whole
    if context.topic is not None and text[: clause.start].rstrip(",，").endswith("中"):
        whole = context.topic.tags  # 集群营业收入中，研发投入占3.2%
    found = percentage(tokens, text, begin, figure.start, last, frames, report.asked, whole, figure.end)
    if found is None:
        return None
    seen = frozenset(f"percent_{s}" for s in found.seen)
    return Candidate(figure, found.meaning, found.phrase, seen, found.sign)


def series_candidate(figure: Token, member: SeriesFigure | None, frames: Frames, report: Report) -> Candidate | None:
    """What a figure among several that are said 分别 may be."""
    if member is None or member.phrase.foreign or member.phrase.sized:
        return None
    figure = replace(figure, unit=member.unit)
    phrase = member.phrase
    if "%" not in member.unit:
        if member.verb.marks & {"rise", "fall"} and "chain" not in member.verb.marks:
            return None  # 较上年分别增加9家和5家
        meaning = frames.amount(phrase.tags, member.unit, report.asked)
        return None if meaning is None else Candidate(figure, meaning, phrase, frozenset(["series"]))
    marks = phrase.marks | member.verb.marks
    sign = -1 if "fall" in marks and "rise" not in marks else 1
    forms: tuple[Form, ...] = ("rate", "share") if "share" in marks else ("rate",)
    if marks & {"rise", "fall", "average"}:
        forms = ("average",) if "average" in marks else ("growth",)
    for form in forms:
        found = frames.percent(phrase.tags, form, member.whole, report.asked)
        if found is not None:
            return Candidate(figure, found, phrase, frozenset(["series", f"series_{form}"]), sign)
    return None
