"""Several figures said 分别 (respectively): each has its own year, or its own name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from formextract.values.prose.phrases import Phrase, phrase_of
from formextract.values.prose.tokens import Token

_BETWEEN = re.compile(r"[、,，和及与以]*(?:20\d\d年)?")
_PARTS = re.compile(r"[、,，和与及]")
_Name = tuple[Phrase, frozenset[str] | None]
_ENDS = "。;；!！?？\n()（）"


@dataclass(frozen=True, slots=True)
class Member:
    """A figure of a series: the phrase it belongs to, its year where the series runs over years, its unit."""

    phrase: Phrase
    year: str | None
    unit: str
    whole: frozenset[str] | None
    """What a share is of."""
    verb: Phrase
    """What stands between 分别 and the figures: 增长."""


def series(
    tokens: Sequence[Token], text: str, years: tuple[str, ...], neutral: frozenset[str]
) -> dict[int, Member | None]:
    """The figures of all series by their place among the tokens; None for one that cannot be told apart."""
    out: dict[int, Member | None] = {}
    names: list[_Name] = []
    for at, token in enumerate(tokens):
        if "~respectively" not in token.tags:
            continue
        figures = _figures(tokens, text, at)
        if len(figures) < 2:  # noqa: PLR2004 - one figure is no series
            continue
        start = next((k + 1 for k in range(at - 1, -1, -1) if tokens[k].kind == "figure" or _ends(tokens[k])), 0)
        head = tokens[start:at]
        begin = tokens[start - 1].end if start else 0
        verb = phrase_of(tokens[at + 1 : figures[0]], text, token.end, tokens[figures[0]].start, neutral)
        here = _names(head, text, begin, token.start, neutral)
        said = _years(head, tokens[:at], len(figures), years)
        units = [tokens[k].unit for k in figures]
        units = [u or units[-1] for u in units]
        if not verb.empty:
            here = [(verb, None)]
        members: list[tuple[_Name, str | None]] | None = None
        if said is not None and here and len(here) != len(figures):
            members = [(here[-1], year) for year in said]
        elif len(here) >= len(figures):
            members = [(p, None) for p in _levelled(here[-len(figures) :])]
        elif not here and len(names) >= len(figures) and verb.marks & {"rise", "fall"}:
            members = [(p, None) for p in names[-len(figures) :]]
        elif said is not None and names:
            members = [(names[-1], year) for year in said]
        if members is None:
            out |= dict.fromkeys(figures)
            continue
        names = [p for p, _ in members]
        for k, ((phrase, whole), year), unit in zip(figures, members, units, strict=True):
            out[k] = Member(phrase, year, unit, whole, verb)
    return out


def _ends(token: Token) -> bool:
    return token.kind == "break" and token.text in _ENDS


def _figures(tokens: Sequence[Token], text: str, at: int) -> list[int]:
    """The figures that follow each other behind the word, nothing but commas between them."""
    found: list[int] = []
    for k in range(at + 1, len(tokens)):
        token = tokens[k]
        if token.kind == "figure":
            if found and _BETWEEN.fullmatch(text[tokens[found[-1]].end : token.start]) is None:
                break
            found.append(k)
        elif _ends(token):
            break
    return found


def _names(tokens: Sequence[Token], text: str, start: int, end: int, neutral: frozenset[str]) -> list[_Name]:
    """The phrases that are listed before the word, in order; of a share also what it is of."""
    inside = {i for t in tokens if t.kind == "word" for i in range(t.start, t.end)}
    cuts = [m.start() for m in _PARTS.finditer(text, start, end) if m.start() not in inside]
    out: list[_Name] = []
    for a, stop in zip([start, *(c + 1 for c in cuts)], [*cuts, end], strict=True):
        b = stop
        piece = [t for t in tokens if a <= t.start and t.end <= b]
        share = next((t for t in piece if t.text == "占"), None)
        whole = None
        if share is not None:
            whole = phrase_of([t for t in piece if t.start >= share.end], text, share.end, b, neutral).tags
            piece, b = [t for t in piece if t.start <= share.start], share.end
        phrase = phrase_of(piece, text, a, b, neutral)
        if not phrase.empty:
            out.append((phrase, whole))
    return out


_LEVELS = frozenset({"national", "provincial", "other", "international", "industry_level", "group_level"})


def _levelled(names: list[_Name]) -> list[_Name]:
    """国家级、省级创新平台: what stands behind the last level is said of all of them."""
    last = names[-1][0]
    rest = last.tags - _LEVELS
    return [
        (Phrase(p.tags | rest, p.content | (last.content - _LEVELS), p.marks, p.lead, words=last.words), whole)
        if p.content and p.content <= _LEVELS
        else (p, whole)
        for p, whole in names
    ]


def _years(head: Sequence[Token], before: Sequence[Token], count: int, years: tuple[str, ...]) -> list[str] | None:
    """The years of a series, as many as it has figures; None where the words before it do not say them."""
    for tokens in (head, before):
        single: list[str] = []
        for t in tokens:
            if t.period is None or t.period.kind == "compare":
                continue
            if t.period.kind in ("years", "span"):
                if len(t.period.years) == count:
                    return list(t.period.years)
                if t.period.kind == "span" and not t.period.years and len(years) == count:
                    return list(years)
            elif t.period.kind == "year":
                single += [y for y in t.period.years if y not in single]
        if len(single) == count:
            return single
    return None
