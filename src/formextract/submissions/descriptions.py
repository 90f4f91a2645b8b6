"""Observations in words for staff."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from formextract.checks.messages import cell_name, name, shown
from formextract.model import Observation
from formextract.text import squeeze
from formextract.wording import ANSWERS, STATUSES

_LONGEST = 40
_BEFORE, _AFTER = 12, 20
"""Letters shown before and from the place where two long texts part."""


def name_of(o: Observation) -> str:
    """What the figure is called: its year, its caption, its level."""
    return name(o) or o.indicator


def figure(o: Observation, longest: int | None = _LONGEST) -> str:
    """What was read; of a text no more than so many letters, all of it for None."""
    if o.status == "blank":
        return STATUSES["blank"]
    if o.status == "none":
        return "“无”"
    if o.value is None:
        return f"（{STATUSES['unreadable']}）"
    if isinstance(o.value, bool):
        return ANSWERS["yes" if o.value else "no"]
    if isinstance(o.value, Decimal):
        return f"{shown(o)}{o.unit if o.unit == '%' else ' ' + o.unit if o.unit else ''}"
    text = "、".join(o.value) if isinstance(o.value, tuple) else o.value
    return f"“{text if longest is None or len(text) <= longest else text[:longest] + '……'}”"


def excerpts(texts: Sequence[str]) -> list[str]:
    """The texts; of long ones what stands around the place from which they say other things, in quotes.

    White space and the width of signs say nothing, here as where copies are compared: a line that ends elsewhere on
    paper is no place where two texts part.
    """
    if max(map(len, texts)) <= _LONGEST:
        return list(texts)
    plain = [t.removeprefix("“").removesuffix("”") for t in texts]
    letters = [[(at, s) for at, sign in enumerate(t) if (s := squeeze(sign))] for t in plain]
    shortest = min(map(len, letters))
    parting = next((n for n in range(shortest) if len({told[n][1] for told in letters}) > 1), shortest)
    return [
        _excerpt(t, told[parting][0] if parting < len(told) else len(t)) for t, told in zip(plain, letters, strict=True)
    ]


def _excerpt(text: str, at: int) -> str:
    if at == len(text):
        return f"至“{_line(text[-_BEFORE:])}”为止"
    return f"{_start(at)}“{_line(text[max(0, at - _BEFORE) : at + _AFTER])}”"


def _line(text: str) -> str:
    return " ".join(text.split())


def _start(at: int) -> str:
    return f"第 {at + 1} 字前后" if at else ""


def place_of(o: Observation) -> str:
    """Where it stands, as one finds it in the file: `第 4 页`, `（第 2 个表第 5 行第 3 格）`; '' where nothing says."""
    if o.source is None:
        return ""
    if o.source.page is not None:
        return f"第 {o.source.page} 页"
    return f"（{cell_name(o.source.cell)}）" if o.source.cell else ""
