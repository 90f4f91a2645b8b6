"""Numbers of a spreadsheet as its reader sees them: 0.3196 under `0.00%` is 31.96%."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

_QUOTED = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[[^\]]*\]')
_DIGITS = re.compile(r"[#0?][#0?,]*(?:\.[#0?]*)?|\.[#0?]+")
_DATE_LETTERS = re.compile(r"y|m|d|h|s|年|月|日", re.IGNORECASE)
GENERAL_DIGITS = 15
"""Significant digits that a spreadsheet keeps of a number."""


def display(value: object, number_format: str) -> str:
    """A cell's value as displayed. An unknown format falls back to the plain number, which no one misreads."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime | date | time):
        return _date(value, number_format)
    if isinstance(value, timedelta):
        return str(value)
    if isinstance(value, int | float):
        return _number(Decimal(repr(value)) if isinstance(value, float) else Decimal(value), number_format)
    return str(value)


def _general(value: Decimal) -> str:
    rounded = value.normalize() if value == 0 else Decimal(f"{value:.{GENERAL_DIGITS}g}")
    text = f"{rounded:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _number(value: Decimal, number_format: str) -> str:
    sections = _sections(number_format)
    if not value.is_finite():
        return str(value)
    section = sections[0]
    magnitude = value
    signless = False
    if len(sections) > 1 and value < 0:
        section, magnitude = sections[1], -value
        # red alone says "negative" on the screen; a text has to say it
        signless = not re.search(r"[-(（−]", _QUOTED.sub(lambda m: m.group(1) or "", section))
    elif len(sections) > 2 and value == 0:  # noqa: PLR2004 - positive; negative; zero
        section = sections[2]
    if section.strip().lower() in ("general", "@", ""):
        return _general(value)
    bare = _QUOTED.sub(lambda m: "\x00" * len(m.group()), section)
    spot = _DIGITS.search(bare)
    if value == 0 and spot is not None and not re.search("[#0]", spot.group()):
        return "0"  # the dash that stands for zero in accounts
    if spot is None or "e" in bare.lower().replace("general", "") or "/" in bare:
        return _general(value)
    before, after = _literal(section[: spot.start()]), _literal(section[spot.end() :])
    pattern = spot.group()
    if "%" in bare:
        magnitude *= 100
    tail = len(pattern) - len(pattern.rstrip(","))
    magnitude = magnitude.scaleb(-3 * tail)
    decimals = len(pattern.rstrip(",").partition(".")[2])
    optional = len(re.findall(r"[#?]", pattern.rstrip(",").partition(".")[2]))
    try:
        shown = magnitude.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    except InvalidOperation:  # more digits than any figure of a form has
        return _general(value)
    text = f"{shown:,f}" if "," in pattern.rstrip(",") else f"{shown:f}"
    for _ in range(optional):
        if "." in text and text.endswith("0"):
            text = text[:-1]
    sign = "-" if signless else ""
    return f"{sign}{before}{text.rstrip('.')}{after}".strip()


def _sections(number_format: str) -> list[str]:
    out, quoted = [""], False
    for char in number_format or "General":
        quoted ^= char == '"'
        if char == ";" and not quoted:
            out.append("")
        else:
            out[-1] += char
    return out


def _literal(text: str) -> str:
    """The words of a format: `"家"`, `￥`, `-`, `%`; colours, widths and conditions show nothing."""
    out = re.sub(r"\[(?:\$([^\]-]*)[^\]]*|[^\]]*)\]", lambda m: m.group(1) or "", text)
    out = re.sub(r"_.|\*.", "", out)
    return re.sub(r'"([^"]*)"|\\(.)', lambda m: m.group(1) if m.group(1) is not None else m.group(2), out)


def _date(value: datetime | date | time, number_format: str) -> str:
    if isinstance(value, time):
        return value.isoformat()
    letters = set(_DATE_LETTERS.findall(_QUOTED.sub(lambda m: m.group(1) or "", number_format).lower()))
    day = value.date() if isinstance(value, datetime) else value
    if letters & {"d", "日"} or not letters & {"y", "年"}:
        return f"{day.year}年{day.month}月{day.day}日"
    if letters & {"m", "月"}:
        return f"{day.year}年{day.month}月"
    return f"{day.year}年"
