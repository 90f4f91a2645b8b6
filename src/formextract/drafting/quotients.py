"""The two columns of a row that a rate or a mean beside them is of, by the frames of their headings."""

from __future__ import annotations

import re
from collections.abc import Sequence

from formextract.drafting.frames import REACHED, Frame, called
from formextract.text import conversion

_SHARE = re.compile(r"(.*?)占(?!比)(.+?)的?(?:比例|比重|百分比|比率|比|率)?$")
RATIO = re.compile(r"(.+?)(?:所占)?(?:占比|比重)$")
_RATE = re.compile(r"(.{2,8}?)(?:率|进度|比例)$")
PAID = re.compile("拨付|支付|支出|使用")
"""What is done with money that has come: its rate is of that, not of what was once planned."""
TAIL = 2
"""Letters at the end of a rate's name that say what was done: 完成 of 招募完成率."""


def divided(plain: str, frames: Sequence[Frame]) -> tuple[Frame, Frame] | None:
    """Part and whole of a rate by its name (支出占到位比例, 招募完成率, 财政资金占比); None where no two are meant."""
    heads = {f.head: f for f in frames}
    if {"分子", "分母"} <= set(heads):
        return heads["分子"], heads["分母"]
    if (share := _SHARE.search(plain)) is not None:
        part, whole = (called(words, frames) for words in share.groups())
        return (part, whole) if part and whole and part is not whole else None
    if (ratio := RATIO.search(plain)) is not None:
        part = called(ratio.group(1), [f for f in frames if f.part or f.group])
        whole = _above(part, frames) if part is not None else None
        return (part, whole) if part is not None and whole is not None else None
    rate = _RATE.fullmatch(plain)
    if rate is None:
        return None
    name = rate.group(1) if not plain.endswith("进度") else "完成"
    part = _done(name, frames)
    whole = _of(part, name, frames) if part is not None else None
    return (part, whole) if part is not None and whole is not None else None


def _above(part: Frame, frames: Sequence[Frame]) -> Frame | None:
    """What a 其中 is part of: the last figure before it that is none; of a group of columns their total."""
    if part.group:
        return next((f for f in frames if f.group == part.group and f.total and f is not part), None)
    before = [f for f in frames[: frames.index(part)] if not f.part]
    return before[-1] if before else None


def _done(name: str, frames: Sequence[Frame]) -> Frame | None:
    """The figure that says what was done: the one with the rate's verb, of a group of columns its total."""
    figures = [f for f in frames if not f.left]
    held = [f for f in figures if name in f.plain] or [f for f in figures if name[-TAIL:] in f.plain]
    if not held and REACHED.search(name[-TAIL:]) is not None:
        held = [f for f in figures if f.done and not f.aim]
        held = [f for f in held if name[:-TAIL] and name[:-TAIL] in f.plain] or held
        aimed = [f.plain for f in figures if f.aim]  # 目标完成率, of 削减量 and 目标削减量
        held = held or [f for f in figures if not f.aim and any(f.plain in text for text in aimed)]
    return _one(held)


def _of(part: Frame, name: str, frames: Sequence[Frame]) -> Frame | None:
    """What a figure was done of: what was planned or there before, where its verb says so; else all there were."""
    figures = [f for f in frames if f is not part and not f.left]
    figures = [f for f in figures if not part.unit or not f.unit or conversion(part.unit, f.unit) is not None]
    before = [f for f in figures if frames.index(f) < frames.index(part)]
    granted = [f for f in before if not f.group and f.done and not f.aim]
    if PAID.search(name) is not None and granted:
        return granted[-1]
    if REACHED.search(name) is not None:
        aims = [f for f in figures if f.aim and (not part.group or f.leaf == part.leaf)]
        aims = aims or [f for f in figures if f.aim]
        if f := next((f for f in aims if f.leaf == part.leaf and f.group), None):
            return f
        same = [f for f in aims if f.this_year == part.this_year] or aims
        if same:
            return max(same, key=lambda f: (_shared(f.plain, part.plain), frames.index(f)))
        chain = [f for f in before if f.done]
        if chain:
            return chain[-1]
    actual = [f for f in before if not f.aim]
    if _one(actual) is not None and len(actual) > 1 and any(f.total for f in actual):
        return _one(actual)
    alike = [f for f in actual if _tail(f.plain, part.plain)]
    most = max((_tail(f.plain, part.plain) for f in alike), default=0)
    alike = [f for f in alike if _tail(f.plain, part.plain) == most]
    return next(iter((*alike[:1], *actual[:1], *before[:1])), None)


def _one(held: Sequence[Frame]) -> Frame | None:
    """The one of several columns that is meant: the only one, their total, or that of money among other figures."""
    if len(held) == 1:
        return held[0]
    totals = [f for f in held if f.total]
    if len(totals) == 1:
        return totals[0]
    money = [f for f in held if re.search("额|资金|投资", f.leaf)]
    return money[0] if len(money) == 1 and {f.group for f in held} == {held[0].group} else None


def mean_of(plain: str, unit: str, frames: Sequence[Frame]) -> tuple[Frame, Frame, str] | None:
    """Dividend, divisor and factor of a mean by its unit: 亩产（公斤/亩）; None where two may be meant."""
    above, slash, below = unit.partition("/")
    if not slash:
        counter = re.match("([班户亩床车次])均", plain)
        wholes = [f for f in frames if counter is not None and counter.group(1) in f.plain[:TAIL]]
        above, below = unit, wholes[0].unit if len(wholes) == 1 else ""
    else:
        wholes = [f for f in frames if _measured(f, below)]
    parts = [f for f in frames if f not in wholes and _measured(f, above) and not f.left]
    whole, part = _one(wholes), _one(parts) or _owed(parts)
    if part is None or whole is None or not below:
        return None
    times = (conversion(part.unit, above) or 1) / (conversion(whole.unit, below) or 1)
    return part, whole, f"{times:f}"


def _measured(frame: Frame, unit: str) -> bool:
    return frame.unit == unit or (bool(frame.unit) and conversion(frame.unit, unit) is not None)


def _owed(parts: Sequence[Frame]) -> Frame | None:
    """Of several amounts the one that is due: 应拨金额 beside 已拨金额."""
    due = [f for f in parts if f.plain.startswith("应")]
    return due[0] if len(due) == 1 else None


def _tail(one: str, other: str) -> int:
    """How many letters two headings end with in common."""
    return next((n for n in range(min(len(one), len(other)), 0, -1) if one[-n:] == other[-n:]), 0)


def _shared(a: str, b: str) -> int:
    return sum(x == y for x, y in zip(a, b, strict=False))
