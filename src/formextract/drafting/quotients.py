"""Which two figures of a form a rate or a mean is of: all pairs that can be divided are weighed against each other.

What speaks for a pair are terms from 0 to 1 (`quotient_terms`). The weights are fitted on blank forms of which a person
has said the rules (`scripts/fit_drafting.py`): first which pair is likeliest, then whether it is likely enough.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files

from formextract.drafting.figures import Figure
from formextract.drafting.frames import SO_FAR
from formextract.drafting.quotient_terms import standing, terms
from formextract.drafting.rate_words import MEASURED_BY, TIMES, Rate, is_pair
from formextract.drafting.totals import denies
from formextract.match.lists import PATH
from formextract.text import conversion, parse_unit

TAIL = 2
LIKELY = 0.45
"""Probability from which a rule is proposed (held out, one set of forms after the other: see docs/accuracy.md)."""


@dataclass(frozen=True)
class Quotient:
    """The two figures that a rate is of, how sure that is (0 to 1), and the factor beside them."""

    part: Figure
    whole: Figure
    times: str
    score: float


def quotient_of(rate: Rate, figures: Sequence[Figure]) -> Quotient | None:
    """The two figures that a rate is likeliest of; None where no two are likely enough."""
    every = [(terms(rate, part, whole), part, whole, times) for part, whole, times in pairs(rate, figures)]
    if not every:
        return None
    weights = _weights()
    scores = [sum(weights["pair"].get(k, 0.0) * v for k, v in told.items()) for told, *_ in every]
    best = max(range(len(every)), key=scores.__getitem__)
    told, part, whole, times = every[best]
    accepted = standing(told, scores[best], [s for n, s in enumerate(scores) if n != best])
    likely = 1 / (1 + math.exp(-sum(weights["accepted"][k] * v for k, v in accepted.items())))
    return Quotient(part, whole, times, likely) if likely >= LIKELY else None


@lru_cache
def _weights() -> Mapping[str, Mapping[str, float]]:
    text = files(__package__).joinpath("quotient_weights.json").read_text(encoding="utf-8")
    raw: Mapping[str, Mapping[str, float]] = json.loads(text)
    return raw


def pairs(rate: Rate, figures: Sequence[Figure]) -> Iterator[tuple[Figure, Figure, str]]:
    """All pairs of figures that a rate in its unit can be of, with the factor between their units.

    The whole may stand in the row that adds up the table, below the heading of the part; of another table any of its
    cells may be. No mean is part or whole of another one.
    """
    near = [f for f in figures if f.ref != rate.ref and (f.unit != "%" or f.head) and _touches(rate, f)]
    near = [f for f in near if not _unnamed_part(rate, f, near)]
    near = [f for f in near if not re.search("均(?!衡)|每", f.plain) and (rate.share or not _is_mean(f))]
    for part in (f for f in near if not f.cell):
        for whole in (f for f in near if f.ref != part.ref):
            if rate.bare and not whole.cell:
                continue  # 占比 is of the total's row, if there is one
            if whole.cell and whole.head and part.head and whole.head != part.head:
                continue
            if _made_up_by(part, whole) or denies(part.plain, whole.plain) or denies(whole.plain, part.plain):
                continue
            if rate.pair and not (rate.plain[0] in part.plain and rate.plain[1] in whole.plain):
                continue
            if rate.share:
                if _called(rate, part, whole) and comparable(part.unit, whole.unit):
                    yield part, whole, "100"
            elif (times := _times(rate, part, whole)) is not None:
                yield part, whole, times


def _is_mean(f: Figure) -> bool:
    return "/" in f.unit or is_pair(f.plain)


def _made_up_by(part: Figure, whole: Figure) -> bool:
    """Whether a column is one of those that make up another one, and so not what that is part of: 女, of 小计."""
    group = part.head.rpartition(PATH)[0]
    return part.total and bool(group) and whole.head.startswith(f"{group}{PATH}") and not whole.total


def _unnamed_part(rate: Rate, f: Figure, figures: Sequence[Figure]) -> bool:
    """Whether a column stands in a group beside its total, and a share has no letter of it: 平时利用率 is of all
    建筑面积, not of the 结建 in it.
    """
    group, _, leaf = f.head.rpartition(PATH)
    if not rate.share or not group or f.total or SO_FAR.search(leaf):
        return False
    totals = any(o.total and o.block == f.block and o.head.rpartition(PATH)[0] == group for o in figures)
    return totals and not set(leaf) & set(rate.plain)


def _called(rate: Rate, part: Figure, whole: Figure) -> bool:
    """Whether a share's name has two letters of its figures, where it says not what of what it is: 居民满意度 is
    of nothing that the form counts.
    """
    name = set(rate.name)
    if part.head and not part.cell and not whole.cell and name & set(part.plain + whole.plain):
        return True  # beside both in its row: 定检率 of 已检数 and 应检数
    return rate.bare or any(rate.said) or len(name & set(part.plain + whole.plain)) >= min(TAIL, len(name))


def comparable(one: str, other: str) -> bool:
    """Whether two units measure the same; 吨 of coal and 吨标准煤 of all energy do not."""
    if ("标准" in one) != ("标准" in other):
        return False
    return _factor(one, other) is not None


def _touches(rate: Rate, f: Figure) -> bool:
    """Whether a figure stands in a rate's table, shares a word with it, or is counted by its counting word."""
    if f.block == rate.block or any(f.plain[k : k + TAIL] in rate.plain for k in range(len(f.plain) - 1)):
        return True
    counter = rate.said[2] if not rate.share else ""
    return counter != "" and counter in f.plain + f.unit


def _times(rate: Rate, part: Figure, whole: Figure) -> str | None:
    """The factor of a mean; None where its figures are not measured in what its unit or its counting word says."""
    above, slash, below = rate.unit.partition("/")
    unit, scale = _scaled(below) if slash else (whole.unit, 1)
    if rate.pair:
        return "1" if part.unit == whole.unit or _factor(part.unit, whole.unit) is not None else None
    first = _factor(part.unit, above) if _one_count(part, above) else None
    second = _factor(whole.unit, unit) if _one_count(whole, unit) else None
    if second is None and unit and (whole.unit == f"{unit}次" or (unit in whole.plain and whole.unit in ("个", ""))):
        second = Decimal(1)  # 人/班 of 班级数（个）
    if first is None or second is None:
        return None
    counter = rate.said[2]
    if not slash and (part.unit == whole.unit or not _counts(whole, counter)):
        return None
    return f"{first / second * scale * rate.scale:f}"


def _one_count(f: Figure, unit: str) -> bool:
    """Whether a figure counts what a mean's unit says: 台 are no 人, though one of either is one; 个 may be any."""
    one, other = parse_unit(f.unit), parse_unit(unit)
    if one is None or other is None or one.dimension != "count" or other.dimension != "count":
        return True
    return f.unit == unit or "个" in (f.unit, unit) or unit in f.plain or f.unit[0] == unit[0]


def _counts(whole: Figure, counter: str) -> bool:
    """Whether a figure is how many of what a counting word says there are."""
    counted = MEASURED_BY.get(counter, counter)
    return counted in whole.unit or counter in whole.plain


def _factor(unit: str, other: str) -> Decimal | None:
    """By what a figure in one unit is multiplied to be in the other; 1 of two that are the same word."""
    if not unit or not other:
        return Decimal(1) if unit == other else None  # the form says of neither what it is measured in
    return Decimal(1) if unit == other else conversion(unit, other)


def _scaled(unit: str) -> tuple[str, int]:
    """A unit that is measured in hundreds or thousands, as the plain one and how many: 千㎡ is 1000 ㎡."""
    if len(unit) > 1 and unit[0] in TIMES and parse_unit(unit) is None:
        return unit[1:], int(TIMES[unit[0]])
    return unit, 1
