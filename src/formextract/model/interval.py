"""What a written figure may stand for: the interval of the figures that round to it."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from functools import cache, lru_cache
from typing import Literal, NamedTuple, TypeGuard

from formextract.model.record import Observation, Value

Precision = Literal["rounded", "truncated", "coarse", "any"]
"""How the written figure came about: rounded to its last digit, cut off after it, rounded to its last digit other
than zero, or any of the three."""

COUNT_UNITS = frozenset({"个", "家", "户", "人", "名", "项", "件", "种", "次"})
"""Units that count things; a whole figure in one of them is exact."""

_RATIO_WORDS = re.compile(r"每万|人均|平均|率|比例|占比|强度|密度")
"""Labels of figures that carry a counting unit and are ratios nonetheless (每万人有效发明专利拥有量, 个)."""

_ABOUT = re.compile(r"(?:大约|约|将近|接近)\s*[\d０-９]|[\d０-９万亿千百家个人项件%％元]\s*(?:左右|上下)")
_MORE = re.compile(r"(?:超过|超|逾|突破)\s*[\d０-９]|[\d０-９万亿千百]\s*(?:余|多)|以上")
_LESS = re.compile(r"(?:近|不足|不到)\s*[\d０-９]")

COARSE_ZEROS = 2
"""A whole figure with at least so many trailing zeros (12000 人, 300 亿元) may have been rounded, unit: digits."""

COARSE_COUNT = 1000
"""The least count that is ever rounded, unit: things. 100 家 is a hundred firms."""

_HALF = Fraction(1, 2)


class Interval(NamedTuple):
    """All figures from `lo` to `hi`, both ends included; None where there is no bound on that side."""

    lo: Fraction | None
    hi: Fraction | None


MOST_DIGITS = 15
"""Digits before the point, or zeros right behind it, beyond which a number is no figure of a form. So many are exact in
all that reads our figures: JSON's doubles, a spreadsheet, a database's integers, the rules engine. A nation's output in
yuan has fifteen; what has more is a slip of the hand or a row of figures run together."""


def is_figure(value: Value) -> TypeGuard[Decimal]:
    """Whether the value is a number that one can reckon with."""
    if not isinstance(value, Decimal) or not value.is_finite():
        return False
    return value == 0 or -MOST_DIGITS <= value.adjusted() < MOST_DIGITS


def is_count(o: Observation) -> bool:
    """Whether the observation counts things one by one, so that its figure is exact."""
    if o.unit not in COUNT_UNITS or "_per_" in o.indicator:
        return False
    return not _RATIO_WORDS.search(o.dims.get("target", "") or o.label)


def is_nought(o: Observation) -> bool:
    """Whether the form says of things that it counts that there are none: `无`, for which 0 stands in sums.

    Of an amount 无 may as well mean that nobody knows it.
    """
    return o.status == "none" and o.value is None and is_count(o)


def written_interval(o: Observation, precision: Precision = "rounded") -> Interval | None:
    """The figures that the written one may stand for, in the observation's unit; None where it is no figure.

    无 of things that are counted is nought. A figure written to d decimals is `v ± ½·10⁻ᵈ`, a count is a point. `约`,
    `超过`, `近` and their like widen the
    figure by one unit of its last digit other than zero, to the side that the word says.
    """
    if is_nought(o):
        return Interval(Fraction(0), Fraction(0))
    if not is_figure(o.value):
        return None
    return _as_written(o.value, o.precision, o.raw, precision, counts=is_count(o))


@lru_cache(maxsize=8192)
def _as_written(value: Decimal, decimals: int | None, raw: str, precision: Precision, *, counts: bool) -> Interval:
    """The interval of a figure so written; checks, facts and plans ask for the same ones."""
    v = Fraction(value)
    zeros = _trailing_zeros(value, decimals)
    digits = max(-MOST_DIGITS, min(decimals or 0, MOST_DIGITS))
    coarse = _power_of_ten(zeros - digits)
    if not raw.isascii():  # such words are Chinese
        if _ABOUT.search(raw):
            return Interval(v - coarse, v + coarse)
        if _MORE.search(raw):
            return Interval(v, v + coarse)
        if _LESS.search(raw):
            return Interval(v - coarse, v)
    unit = _power_of_ten(-digits)
    # 100.0 was not rounded to hundreds, nor 30 to tens: zeros after the point count, those before it from two on
    if zeros > digits and (digits > 0 or zeros - digits < COARSE_ZEROS):
        coarse = Fraction(1) if digits >= 0 else unit
    exact = counts and digits >= 0 and value == value.to_integral_value()
    if exact:
        wide = precision in ("coarse", "any") and zeros - digits >= COARSE_ZEROS and abs(v) >= COARSE_COUNT
        return Interval(v - coarse * _HALF, v + coarse * _HALF) if wide else Interval(v, v)
    half = _half(-digits)
    rounded = Interval(v - half, v + half)
    if precision == "rounded":
        return rounded
    truncated = Interval(v, v + unit) if v >= 0 else Interval(v - unit, v)
    if v == 0:
        truncated = Interval(-unit, unit)
    if precision == "truncated":
        return truncated
    loose = Interval(v - coarse * _HALF, v + coarse * _HALF)
    if precision == "coarse":
        return loose
    assert rounded.lo is not None
    assert rounded.hi is not None
    return Interval(
        min(x for x in (rounded.lo, truncated.lo, loose.lo) if x is not None),
        max(x for x in (rounded.hi, truncated.hi, loose.hi) if x is not None),
    )


@cache
def _power_of_ten(n: int) -> Fraction:
    return Fraction(10) ** n


@cache
def _half(n: int) -> Fraction:
    return _power_of_ten(n) * _HALF


def may_be_same(a: Observation, b: Observation) -> bool:
    """Whether two written figures may stand for the same one; `超过150亿元` for any above."""
    i, j = written_interval(a), written_interval(b)
    if i is None or j is None:
        return a.value == b.value
    if _MORE.search(a.raw):
        i = Interval(i.lo, None)
    if _MORE.search(b.raw):
        j = Interval(j.lo, None)
    return _reaches(i.lo, j.hi) and _reaches(j.lo, i.hi)


def _reaches(lo: Fraction | None, hi: Fraction | None) -> bool:
    return lo is None or hi is None or lo <= hi


def _trailing_zeros(value: Decimal, precision: int | None) -> int:
    """How many zeros end the figure as written to `precision` decimals (45.10 has one, 1200 has two)."""
    digits = 0 if precision is None else precision
    whole = int(abs(value).scaleb(digits)) if abs(digits) <= MOST_DIGITS else 0
    if whole == 0:
        return 0
    text = str(whole)
    return len(text) - len(text.rstrip("0"))
