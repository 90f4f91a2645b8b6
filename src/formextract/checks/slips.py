"""Slips of the pen (and of the reading) that turn one figure into another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from formextract.text.glyphs import DIGITS_ALIKE

Kind = Literal["unit", "point", "swap", "double", "drop", "digit", "look", "sign"]

WEIGHT: dict[Kind, int] = {"unit": 5, "point": 5, "swap": 4, "sign": 3, "double": 3, "look": 3, "drop": 2, "digit": 1}
"""How readily a slip of the kind is believed, against a digit that is simply another one. Unit: ratio."""

NAME: dict[Kind, str] = {
    "unit": "单位混淆，相差一万倍",
    "point": "小数点错位",
    "swap": "相邻两位数字颠倒",
    "sign": "漏写或多写负号",
    "double": "多写了一位重复的数字",
    "drop": "漏写了一位数字",
    "digit": "有一位数字写错",
    "look": "形近数字误认",
}

POINT_STEPS = (1, 2, 3)
UNIT_STEPS = (4, 8)
"""Powers of ten: 万元 for 亿元 or 元 for 万元, and 元 for 亿元."""


@dataclass(frozen=True, slots=True)
class Slip:
    """What the figure may have been, known to half of `unit`."""

    kind: Kind
    value: Decimal
    unit: Decimal


def slips(value: Decimal, precision: int, *, scanned: bool = False) -> Iterator[Slip]:
    """The figures from which one slip leads to `value`, each once, likelier kinds first."""
    seen = {value}
    for slip in _slips(value, precision, scanned=scanned):
        if slip.value not in seen:
            seen.add(slip.value)
            yield slip


def _slips(value: Decimal, precision: int, *, scanned: bool) -> Iterator[Slip]:
    last = Decimal(1).scaleb(-precision)
    for kind, steps in (("unit", UNIT_STEPS), ("point", POINT_STEPS)):
        for n in steps:
            for power in (-n, n):
                yield Slip("unit" if kind == "unit" else "point", value.scaleb(power), last.scaleb(power))
    negative = value < 0
    digits = _digits(value, precision)
    if digits is None:
        return

    def figure(text: str) -> Decimal:
        v = Decimal(text).scaleb(-precision)
        return -v if negative else v

    for i in range(len(digits) - 1):
        if digits[i] != digits[i + 1]:
            yield Slip("swap", figure(digits[:i] + digits[i + 1] + digits[i] + digits[i + 2 :]), last)
    yield Slip("sign", -value, last)
    for i in range(len(digits) - 1):
        if digits[i] == digits[i + 1]:
            yield Slip("double", figure(digits[:i] + digits[i + 1 :]), last)
    if scanned:
        for i, digit in enumerate(digits):
            for other in DIGITS_ALIKE[digit]:
                yield Slip("look", figure(digits[:i] + other + digits[i + 1 :]), last)
    for i in range(len(digits) + 1):
        for other in "0123456789":
            yield Slip("drop", figure(digits[:i] + other + digits[i:]), last)
    for i, digit in enumerate(digits):
        for other in "0123456789":
            if other != digit:
                yield Slip("digit", figure(digits[:i] + other + digits[i + 1 :]), last)


def _digits(value: Decimal, precision: int) -> str | None:
    """The digits as written, without the point; None where the figure is not written digit by digit."""
    whole = abs(value).scaleb(precision)
    return str(int(whole)) if precision >= 0 and whole == whole.to_integral_value() and whole < 10**15 else None
