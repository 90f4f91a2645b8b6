"""Several figures said 分别 (respectively): each has its own year, or its own name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from formextract.values.prosetokens import RESPECTIVELY, Token

_BETWEEN = re.compile(r"[、,，和及与以]*(?:20\d\d年)?")
_SPAN = re.compile(r"(20\d\d)年?[-~—至到]+(20\d\d)年")


@dataclass(frozen=True, slots=True)
class SeriesFigure:
    """A figure of a series: the name it belongs to, its year where the series runs over years, its unit."""

    name: Token
    year: str | None
    unit: str
    before: int
    """Where the word 分别 stands."""


def series(tokens: Sequence[Token], text: str, years: tuple[int, ...]) -> dict[int, SeriesFigure | None]:
    """The figures of all series by their place among the tokens; None for one that cannot be told apart."""
    out: dict[int, SeriesFigure | None] = {}
    for at, token in enumerate(tokens):
        if token.value == RESPECTIVELY and token.kind == "word":
            figures = _figures(tokens, text, at)
            if len(figures) > 1:
                out |= _members(tokens, at, figures, years)
    return out


def _figures(tokens: Sequence[Token], text: str, at: int) -> list[int]:
    """The figures that follow each other behind the word, nothing but commas between them."""
    found: list[int] = []
    for k in range(at + 1, len(tokens)):
        token = tokens[k]
        if token.kind == "figure":
            if found and _BETWEEN.fullmatch(text[tokens[found[-1]].end : token.start]) is None:
                break
            found.append(k)
        elif token.kind == "break" and token.value in "。;；!！?？\n":
            break
    return found


def _members(
    tokens: Sequence[Token], at: int, figures: list[int], years: tuple[int, ...]
) -> dict[int, SeriesFigure | None]:
    start = next((k + 1 for k in range(at - 1, -1, -1) if tokens[k].kind == "figure" or tokens[k].value in "。;；"), 0)
    head = tokens[start:at]
    units = [tokens[k].unit for k in figures]
    units = [u or units[-1] for u in units]
    names = [t for t in head if t.kind in ("noun", "other")]
    behind = [t for t in tokens[at + 1 : figures[0]] if t.kind in ("noun", "other")]
    said = _years(head, len(figures), years)
    if said is not None and (names or behind):
        name = (behind or names)[-1]
        return {
            k: SeriesFigure(name, year, unit, tokens[at].start)
            for k, year, unit in zip(figures, said, units, strict=True)
        }
    if len(names) >= len(figures) and not behind:
        # the names of the series stand last: 集群产值、营业收入分别达到
        listed = names[-len(figures) :]
        return {
            k: SeriesFigure(name, None, unit, tokens[at].start)
            for k, name, unit in zip(figures, listed, units, strict=True)
        }
    return dict.fromkeys(figures)


def _years(head: Sequence[Token], count: int, years: tuple[int, ...]) -> list[str] | None:
    """The years of a series, as many as it has figures; None where the words before it do not say them."""
    said = [t.value for t in head if t.kind == "year"]
    if len(said) == count:
        return said
    for t in head:
        if t.kind != "span":
            continue
        span = _SPAN.fullmatch(t.value)
        if span is not None and int(span.group(2)) - int(span.group(1)) + 1 == count:
            return [str(y) for y in range(int(span.group(1)), int(span.group(2)) + 1)]
        if span is None and len(years) == count:
            return [str(y) for y in years]
    return None
