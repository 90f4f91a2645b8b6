"""Numbers as Chinese writes them."""

from __future__ import annotations

import re
from decimal import Decimal

_DIGITS = {
    "零": 0,
    "〇": 0,
    "○": 0,
    "一": 1,
    "壹": 1,
    "二": 2,
    "贰": 2,
    "两": 2,
    "三": 3,
    "叁": 3,
    "四": 4,
    "肆": 4,
    "五": 5,
    "伍": 5,
    "六": 6,
    "陆": 6,
    "七": 7,
    "柒": 7,
    "八": 8,
    "捌": 8,
    "九": 9,
    "玖": 9,
}
_SMALL = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_LARGE = {"万": 10_000, "亿": 100_000_000}
NUMERAL = re.compile(f"[{''.join(_DIGITS)}{''.join(_SMALL)}{''.join(_LARGE)}]+(?:点[{''.join(_DIGITS)}]+)?")


def chinese_number(text: str) -> Decimal | None:
    """The number that `十二`, `一百零五`, `二〇二四`, `两千三百`, `一点五` write; None where it is not well formed."""
    whole, point, fraction = text.partition("点")
    if point and (not fraction or any(c not in _DIGITS for c in fraction)):
        return None
    value = _whole(whole)
    if value is None:
        return None
    if not point:
        return Decimal(value)
    return Decimal(f"{value}.{''.join(str(_DIGITS[c]) for c in fraction)}")


def _whole(text: str) -> int | None:
    if not text:
        return None
    if all(c in _DIGITS for c in text):  # 二〇二四: digit by digit; 三五 is "three to five"
        return (
            None
            if len(text) in (2, 3) and not set(text) & set("零〇○")
            else int("".join(str(_DIGITS[c]) for c in text))
        )
    total = section = 0
    digit: int | None = None
    last = 10**12  # the unit before: units must fall within a section
    for char in text:
        if char in _DIGITS:
            if digit:  # two digits side by side (三五百) are a range, not a number
                return None
            digit = _DIGITS[char]
        elif char in _SMALL:
            unit = _SMALL[char]
            if unit >= last or digit == 0:
                return None
            section += (1 if digit is None else digit) * unit
            digit, last = None, unit
        else:
            unit = _LARGE[char]
            section += digit or 0
            if not section:
                return None
            total = (total + section) * unit if total < unit else total + section * unit
            section, digit, last = 0, None, 10**12
    return total + section + (digit or 0)
