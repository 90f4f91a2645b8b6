"""Several figures said 分别 (respectively): each has its own year, or its own name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from formextract.values.numerals import chinese_number
from formextract.values.prose.phrases import Phrase, phrase_of
from formextract.values.prose.tokens import Token

_BETWEEN = re.compile(r"[、,，和及与以]*(?:20\d\d年[的为]?)?")
_LISTED = re.compile(r"[、和及与以]+")
_LIST = ("、", "和", "及", "与", "以及")
_PARTS = re.compile(r"[、,，和与及]")
_Name = tuple[Phrase, frozenset[str] | None]
_AGO = ("前", "此前")
"""How the years before the one that was told are called: 前两年分别是…."""
_GROWTHS = frozenset(["rise", "fall"])
_ENDS = "。;；!！?？\n()（）"


@dataclass(frozen=True, slots=True)
class SeriesFigure:
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
) -> dict[int, SeriesFigure | None]:
    """The figures of all series by their place among the tokens; None for one that cannot be told apart."""
    out: dict[int, SeriesFigure | None] = {}
    names: list[_Name] = []
    given: list[tuple[_Name, str | None]] = []
    rounded: list[int] = []
    for at, token in enumerate(tokens):
        if at in out:
            continue
        respectively = "~respectively" in token.tags
        figures = _figures(tokens, text, at) if respectively else _unsaid(tokens, text, at)
        if respectively and len(figures) == 1:
            # 分别为整机98亿元、零部件41亿元: each has a name that nobody knows
            out |= dict.fromkeys(_listed(tokens, figures[0]))
        if len(figures) < 2 or figures[0] in out:  # noqa: PLR2004 - one figure is no series
            continue
        stop = at if respectively else figures[0]
        end = token.start if respectively else tokens[stop].start
        start = next((k + 1 for k in range(at - 1, -1, -1) if tokens[k].kind == "figure" or _ends(tokens[k])), 0)
        head = tokens[start:stop]
        begin = tokens[start - 1].end if start else 0
        said = _years_within(tokens, figures) or _years(head, tokens[:at], len(figures), years)
        between = tokens[at + 1 : figures[0]] if respectively else ()
        verb = phrase_of(between, text, token.end, tokens[figures[0]].start, neutral)
        here: list[_Name] = _names(head, text, begin, end, neutral) if verb.empty else [(verb, None)]
        heads = phrase_of(head, text, begin, end, neutral)
        growths = not here and all("%" in tokens[k].unit for k in figures) and bool(heads.marks & _GROWTHS)
        if growths and not respectively:
            respectively, verb = True, replace(verb, marks=verb.marks | (heads.marks & _GROWTHS))  # 增长8.2%和14.5%
        if not respectively and said is None and len(here) != len(figures):
            continue
        share = next((t for t in head if t.text == "占"), None) if respectively and not here else None
        named = names[-1:] or _named_figures(tokens, text, at, neutral)[-1:]
        if share is not None and said is not None and named:
            # 由2022年221亿元增至…，占全县产值比重分别为24.1%、25.0%、26.2%: of what was told of those years
            rest = [t for t in head if t.start >= share.end]
            here = [(named[0][0], phrase_of(rest, text, share.end, end, neutral).tags)]
            verb = replace(verb, marks=verb.marks | {"share"})
        elif respectively and not here and len(given) == len(figures):
            # 2023年、2024年使用外资1260万元和1480万元，同比增速依次为6.8%、17.5%: of the same, in the same years
            verb = replace(verb, marks=verb.marks | (heads.marks & _GROWTHS))
            if not verb.marks & _GROWTHS:
                out |= dict.fromkeys(rounded)  # 依次跨过390亿元、420亿元关口，分别为396.1亿元、429.5亿元
            if said is None:
                said = [year for _, year in given if year is not None] or None
                here = [name for name, _ in given] if said is None else [given[0][0]]
        elif respectively and not here and said is None:
            # 出口5.6亿元、使用外资1800万元，增幅分别为12.4%和20.0%
            verb = replace(verb, marks=verb.marks | (heads.marks & _GROWTHS))
        before = names if verb.marks & _GROWTHS else []
        members = _members(here, before or _named_figures(tokens, text, at, neutral), names, said, len(figures))
        if members is None:
            out |= dict.fromkeys(figures)
            continue
        names, given, rounded = [p for p, _ in members], members, figures
        average = {"average"} if any("~average" in t.tags for t in head) else set()
        units = [tokens[k].unit for k in figures]
        units = [u or units[-1] for u in units]
        for k, ((phrase, whole), year), unit in zip(figures, members, units, strict=True):
            out[k] = SeriesFigure(phrase, year, unit, whole, replace(verb, marks=verb.marks | average))
    return out


def _members(
    here: list[_Name], before: list[_Name], last: list[_Name], years: list[str] | None, count: int
) -> list[tuple[_Name, str | None]] | None:
    """The name and year of each of `count` figures: of the names `here`, else of those of the figures before."""
    if years is not None and here and len(here) != count:
        return [(here[-1], year) for year in years]
    if len(here) >= count:
        return [(p, None) for p in _levelled(here[-count:])]
    if years is not None:
        named = last or before
        return [(named[-1], year) for year in years] if named else None
    if not here and len(before) >= count:
        return [(p, None) for p in before[-count:]]  # 全市共有企业2140家、小巨人58家，其中集群分别为328家、9家
    return None


def _named_figures(tokens: Sequence[Token], text: str, at: int, neutral: frozenset[str]) -> list[_Name]:
    """The names of the figures right before the word, as they stand before each of them."""
    out: list[_Name] = []
    begin, first = 0, 0
    for k, token in enumerate(tokens[:at]):
        if token.kind == "figure" and token.unit:
            out.append((phrase_of(tokens[first:k], text, begin, token.start, neutral), None))
        if token.kind in ("figure", "break"):
            begin, first = token.end, k + 1
    while out and out[-1][0].empty:
        out.pop()
    return out[next((k for k in range(len(out), 0, -1) if out[k - 1][0].empty), 0) :]


def _unsaid(tokens: Sequence[Token], text: str, at: int) -> list[int]:
    """Figures that follow each other, of one unit, though nobody says 分别: 三年产值121.4、138.9、156.8亿元."""
    if at + 1 >= len(tokens) or tokens[at].kind == "figure" or tokens[at + 1].kind != "figure":
        return []
    if "~from" in tokens[at].tags:
        return _chained(tokens, at)
    found = _figures(tokens, text, at)
    units = {tokens[k].unit for k in found[:-1]} - {"", tokens[found[-1]].unit}
    plain = all(_LISTED.fullmatch(text[tokens[a].end : tokens[b].start]) for a, b in pairwise(found))
    return found if plain and not units else []


def _chained(tokens: Sequence[Token], at: int) -> list[int]:
    """Three figures and more that one grows into the other: 由2.9亿元增至3.5亿元再增至4.2亿元."""
    found: list[int] = []
    for k in range(at + 1, len(tokens)):
        token = tokens[k]
        if token.kind == "figure" and token.unit == tokens[at + 1].unit:
            found.append(k)
        elif not token.tags & {"~chain", "~have"} and token.text not in (",", "，", "、"):
            break
    return found if len(found) > 2 else []  # noqa: PLR2004 - two are a pair


def _listed(tokens: Sequence[Token], first: int) -> list[int]:
    """A figure and those of its unit that follow it in a list, each behind other words; none where it stands alone."""
    out = [first]
    for k in range(first + 1, len(tokens)):
        token = tokens[k]
        if token.kind == "break" and token.text not in _LIST:
            break
        if token.kind == "figure":
            if tokens[out[-1] + 1].text not in _LIST or token.unit != tokens[first].unit:
                break
            out.append(k)
    return out if len(out) > 1 else []


def _years_within(tokens: Sequence[Token], figures: Sequence[int]) -> list[str] | None:
    """The years that stand right before each figure: 分别为2022年8.2亿元、2023年9.6亿元."""
    said = [tokens[k - 1].period for k in figures]
    years = [p.years[0] for p in said if p is not None and p.kind == "year"]
    return years if len(years) == len(figures) else None


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
                if t.text.startswith(_AGO) and chinese_number(t.text.strip("前此年")) == count:
                    last = next((u.period.years[-1] for u in reversed(before) if u.period and u.period.years), "")
                    last = last or (years[-1] if years else "")
                    return [str(int(last) - back) for back in range(count, 0, -1)] if last else None
                if len(t.period.years) == count:
                    return list(t.period.years)
                if t.period.kind == "span" and not t.period.years and len(years) == count:
                    return list(years)
            elif t.period.kind == "year":
                single += [y for y in t.period.years if y not in single]
        if len(single) == count:
            return single
    return None
